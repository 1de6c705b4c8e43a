#include "command.h"
#include "schema/schema.h"
#include <stdio.h>
#include <string.h>

enum { NAMES_MAX = 128, VARIABLE_MAX = 64 };

/* An option as it stands on the command line. */
typedef struct {
	const option_spec *spec;
	dr_str value;
} said;

typedef DR_LIST(said) said_list;

typedef struct {
	dr_arena *arena;
	const command_table *commands;
	dr_strs words; /* what is no option */
	said_list said;
	dr_error *err;
} reading;

bool option_is_for(const option_spec *spec, const command *which)
{
	return spec->commands == 0 || (which != NULL && (spec->commands & which->bit) != 0);
}

static const option_spec *find_by_letter(char letter)
{
	const option_spec *spec = NULL;
	for (size_t i = 0; (spec = option_at(i)) != NULL && spec->letter != letter; i++) {
	}
	return spec;
}

static const option_spec *find_by_name(dr_str name)
{
	const option_spec *spec = NULL;
	for (size_t i = 0; (spec = option_at(i)) != NULL && !dr_str_eq(dr_str_of(spec->name), name);
	     i++) {
	}
	return spec;
}

static int fail_option(reading *r, dr_str name)
{
	const char *names[NAMES_MAX];
	size_t count = 0;
	for (const option_spec *spec; count < NAMES_MAX && (spec = option_at(count)) != NULL;
	     count++) {
		names[count] = spec->name;
	}
	const char *near = dr_suggest(names, count, name);
	if (near != NULL) {
		return dr_fail(r->err, DR_ENAME, DR_NOWHERE, "no option --%.*s; did you mean --%s?",
		               DR_FMT(name), near);
	}
	return dr_fail(r->err, DR_ENAME, DR_NOWHERE, "no option --%.*s", DR_FMT(name));
}

static int fail_command(reading *r, dr_str name)
{
	const char *names[NAMES_MAX];
	size_t count = 0;
	for (; count < r->commands->count && count < NAMES_MAX; count++) {
		names[count] = r->commands->items[count]->name;
	}
	const char *near = dr_suggest(names, count, name);
	if (near != NULL) {
		return dr_fail(r->err, DR_ENAME, DR_NOWHERE,
		               "no command '%.*s'; did you mean '%s'?", DR_FMT(name), near);
	}
	return dr_fail(r->err, DR_ENAME, DR_NOWHERE, "no command '%.*s'", DR_FMT(name));
}

static int fail_family(reading *r, dr_str family)
{
	dr_buf list;
	dr_buf_init(&list, r->arena);
	for (size_t i = 0; i < r->commands->count; i++) {
		dr_str name = dr_str_of(r->commands->items[i]->name);
		if (dr_str_starts(name, family)) {
			dr_buf_addf(&list, "%s%.*s", list.len > 0 ? ", " : "", DR_FMT(name));
		}
	}
	return dr_fail(r->err, DR_EINVAL, DR_NOWHERE, "'%.*s' needs another word: %.*s",
	               DR_FMT(family), DR_FMT(dr_buf_str(&list)));
}

/* `--name`, `--name=value` or `--name` and `next`, which is then used up. */
static int read_long(reading *r, dr_str text, const char *next, bool *ret_used)
{
	size_t equals = dr_str_find(text, 0, '=');
	dr_str name = dr_str_sub(text, 0, equals);
	const option_spec *spec = find_by_name(name);
	if (spec == NULL) {
		return fail_option(r, name);
	}
	said one = { .spec = spec };
	if (equals < text.len) {
		if (spec->value == NULL) {
			return dr_fail(r->err, DR_EINVAL, DR_NOWHERE, "--%s takes no value",
			               spec->name);
		}
		one.value = dr_str_sub(text, equals + 1, text.len);
	} else if (spec->value != NULL) {
		if (next == NULL) {
			return dr_fail(r->err, DR_EINVAL, DR_NOWHERE, "--%s needs a value: --%s %s",
			               spec->name, spec->name, spec->value);
		}
		one.value = dr_str_of(next);
		*ret_used = true;
	}
	dr_list_add(r->arena, &r->said, one);
	return DR_OK;
}

static int read_letter(reading *r, dr_str text)
{
	const option_spec *spec = text.len == 1 ? find_by_letter(text.ptr[0]) : NULL;
	if (spec == NULL) {
		return dr_fail(r->err, DR_ENAME, DR_NOWHERE,
		               "no option -%.*s; options are written --name, besides -h and -V",
		               DR_FMT(text));
	}
	said one = { .spec = spec };
	dr_list_add(r->arena, &r->said, one);
	return DR_OK;
}

static int split_arguments(reading *r, int argc, char *const *argv)
{
	bool ended = false;
	for (int i = 1; i < argc; i++) {
		dr_str text = dr_str_of(argv[i]);
		bool used = false;
		int code = DR_OK;
		if (!ended && dr_str_eq(text, DR_STR("--"))) {
			ended = true;
		} else if (!ended && dr_str_starts(text, DR_STR("--"))) {
			code = read_long(r, dr_str_sub(text, 2, text.len),
			                 i + 1 < argc ? argv[i + 1] : NULL, &used);
		} else if (!ended && text.len > 1 && text.ptr[0] == '-') {
			code = read_letter(r, dr_str_sub(text, 1, text.len));
		} else {
			dr_list_add(r->arena, &r->words, text);
		}
		if (code != DR_OK) {
			return code;
		}
		i += used ? 1 : 0;
	}
	return DR_OK;
}

/* Takes the command's words off the front. A family alone ("rules") leaves the command NULL. */
static int find_command(reading *r, options *found)
{
	dr_strs words = r->words;
	if (words.len > 0 && dr_str_eq(words.items[0], DR_STR("help"))) {
		found->help = true;
		words = (dr_strs){ words.items + 1, words.len - 1 };
	}
	if (words.len == 0) {
		return DR_OK;
	}
	size_t taken = 1;
	dr_str name = words.items[0];
	if (command_is_family(r->commands, name)) {
		if (words.len == 1) {
			found->family = name;
			return DR_OK;
		}
		dr_buf both;
		dr_buf_init(&both, r->arena);
		dr_buf_addf(&both, "%.*s %.*s", DR_FMT(name), DR_FMT(words.items[1]));
		name = dr_buf_str(&both);
		taken = 2;
	}
	found->command = command_find(r->commands, name);
	if (found->command == NULL) {
		return fail_command(r, name);
	}
	found->arguments = (dr_strs){ words.items + taken, words.len - taken };
	return DR_OK;
}

static int store(reading *r, const option_spec *spec, dr_str value, options *found)
{
	return spec->read(r->arena, spec, value, (char *)found + spec->member, r->err);
}

static bool was_said(const reading *r, const option_spec *spec)
{
	for (size_t i = 0; i < r->said.len; i++) {
		if (r->said.items[i].spec == spec) {
			return true;
		}
	}
	return false;
}

/* "DMARCRAMP_FAIL_ON" */
static void write_variable(const option_spec *spec, char *ret_name)
{
	dr_str name = dr_str_of(spec->name);
	size_t len = sizeof("DMARCRAMP_") - 1;
	memcpy(ret_name, "DMARCRAMP_", len);
	for (size_t i = 0; i < name.len && len < VARIABLE_MAX - 1; i++) {
		char c = name.ptr[i];
		ret_name[len++] = c == '-' ? '_' : (char)(c - 'a' + 'A');
	}
	ret_name[len] = '\0';
}

static int read_twin(reading *r, const option_spec *spec,
                     const char *(*environment)(const char *name), options *found)
{
	char variable[VARIABLE_MAX];
	write_variable(spec, variable);
	dr_str rest = dr_str_of(environment(variable));
	if (rest.len == 0) {
		return DR_OK;
	}
	int code = DR_OK;
	if (!spec->repeatable) {
		code = store(r, spec, rest, found);
	}
	for (dr_str part; spec->repeatable && code == DR_OK && dr_str_split(&rest, ',', &part);) {
		code = store(r, spec, part, found);
	}
	if (code != DR_OK && r->err != NULL) {
		size_t len = strlen(r->err->text);
		snprintf(r->err->text + len, sizeof(r->err->text) - len, " (from %s)", variable);
	}
	return code;
}

static void tell(reading *r, const option_spec *spec, dr_str value, const char *origin,
                 const char *variable, options *found)
{
	dr_buf text;
	dr_buf_init(&text, r->arena);
	dr_buf_addf(&text, "%s%s", origin, variable);
	const option_told told = { spec, value, dr_buf_str(&text) };
	dr_list_add(r->arena, &found->told, told);
}

/* Where the value of each option of the command comes from. */
static void tell_origins(reading *r, const char *(*environment)(const char *name), options *found)
{
	const option_spec *spec;
	for (size_t i = 0; (spec = option_at(i)) != NULL; i++) {
		char variable[VARIABLE_MAX];
		write_variable(spec, variable);
		dr_str twin = dr_str_of(environment(variable));
		if (spec->commands == 0 || !option_is_for(spec, found->command)) {
			continue;
		}
		for (size_t k = 0; k < r->said.len; k++) {
			if (r->said.items[k].spec == spec) {
				tell(r, spec, r->said.items[k].value, "option", "", found);
			}
		}
		if (was_said(r, spec)) {
			continue;
		}
		if (twin.len > 0) {
			tell(r, spec, twin, "environment ", variable, found);
		} else if (spec->fallback != NULL) {
			tell(r, spec, dr_str_of(spec->fallback), "default", "", found);
		} else if (spec->shown != NULL) {
			tell(r, spec, dr_str_of(spec->shown), "default", "", found);
		}
	}
}

static int fill(reading *r, const char *(*environment)(const char *name), options *found)
{
	int code = DR_OK;
	const option_spec *spec;
	for (size_t i = 0; code == DR_OK && (spec = option_at(i)) != NULL; i++) {
		if (spec->fallback != NULL) {
			code = store(r, spec, dr_str_of(spec->fallback), found);
		}
		bool twin = spec->commands != 0 && option_is_for(spec, found->command);
		if (code == DR_OK && twin && !was_said(r, spec)) {
			code = read_twin(r, spec, environment, found);
		}
	}
	for (size_t i = 0; i < r->said.len && code == DR_OK; i++) {
		const said *one = &r->said.items[i];
		if (!option_is_for(one->spec, found->command)) {
			return dr_fail(r->err, DR_ENAME, DR_NOWHERE, "--%s is no option of '%s'",
			               one->spec->name,
			               found->command != NULL ? found->command->name : "dmarcramp");
		}
		code = store(r, one->spec, one->value, found);
	}
	return code;
}

static int count_arguments(const command *which, const dr_strs *arguments, dr_error *err)
{
	if (arguments->len > which->max) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE, "'%.*s' is too much: dmarcramp %s %s",
		               DR_FMT(arguments->items[which->max]), which->name, which->usage);
	}
	if (arguments->len < which->min) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE, "something is missing: dmarcramp %s %s",
		               which->name, which->usage);
	}
	return DR_OK;
}

static bool asks_for_help(const reading *r, options *found)
{
	for (size_t i = 0; i < r->said.len; i++) {
		const char *name = r->said.items[i].spec->name;
		found->help = found->help || strcmp(name, "help") == 0;
		found->version = found->version || strcmp(name, "version") == 0;
	}
	return found->help || found->version;
}

/* What remains once the words and options are told apart and no help is asked for. */
static int complete(reading *r, const char *(*environment)(const char *name), options *found)
{
	if (found->family.len > 0) {
		return fail_family(r, found->family);
	}
	if (found->command == NULL) {
		return dr_fail(r->err, DR_EINVAL, DR_NOWHERE, "no command given");
	}
	int code = fill(r, environment, found);
	tell_origins(r, environment, found);
	return code == DR_OK ? count_arguments(found->command, &found->arguments, r->err) : code;
}

int options_read(dr_arena *arena, const command_table *commands, int argc, char *const *argv,
                 const char *(*environment)(const char *name), options *ret_options, dr_error *err)
{
	reading r = { .arena = arena, .commands = commands, .err = err };
	options found = { .as_of = DR_NO_DAY,
		          .since = DR_NO_DAY,
		          .before = DR_NO_DAY,
		          .by = DR_NO_DAY,
		          .report_limits = dr_report_limits_default() };
	int code = split_arguments(&r, argc, argv);
	if (code == DR_OK) {
		code = find_command(&r, &found);
	}
	if (code == DR_OK && !asks_for_help(&r, &found)) {
		code = complete(&r, environment, &found);
	}
	if (code == DR_OK && dr_arena_failed(arena)) {
		code = dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the command line");
	}
	if (code == DR_OK) {
		*ret_options = found;
	} else {
		ret_options->command = found.command;
	}
	return code;
}
