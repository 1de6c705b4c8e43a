#include "playbooks.h"
#include "base/limits.h"
#include "builtin.h"
#include "exit_status.h"
#include "files.h"
#include "message.h"
#include "run/world.h"

static const dr_str FOLDER = DR_STR_INIT("playbooks/"), SUFFIX = DR_STR_INIT(".yaml");

/* "standard" for "playbooks/standard.yaml"; the empty slice for other files. */
static dr_str builtin_name(const dr_source *file)
{
	dr_str name = dr_str_of(file->name);
	if (!dr_str_starts(name, FOLDER) || !dr_str_ends(name, SUFFIX)) {
		return (dr_str){ 0 };
	}
	return dr_str_sub(name, FOLDER.len, name.len - FOLDER.len - SUFFIX.len);
}

static const dr_source *find_builtin(dr_str name)
{
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		if (dr_str_eq(builtin_name(&DR_BUILTIN_FILES[i]), name)) {
			return &DR_BUILTIN_FILES[i];
		}
	}
	return NULL;
}

/* A name without a slash or an ending is meant to be a built-in one. */
static bool looks_like_a_name(dr_str text)
{
	return dr_str_find(text, 0, '/') == text.len && dr_str_find(text, 0, '.') == text.len;
}

static dr_str list_builtin(dr_arena *arena)
{
	dr_buf names;
	dr_buf_init(&names, arena);
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		dr_str name = builtin_name(&DR_BUILTIN_FILES[i]);
		if (name.len > 0) {
			dr_buf_addf(&names, "%s%.*s", names.len > 0 ? ", " : "", DR_FMT(name));
		}
	}
	return dr_buf_str(&names);
}

static int read_source(dr_arena *arena, dr_str name, dr_source *ret_source)
{
	const dr_source *builtin = find_builtin(name);
	if (builtin != NULL) {
		*ret_source = *builtin;
		return EXIT_CLEAN;
	}
	if (looks_like_a_name(name)) {
		message_say("no playbook '%.*s'; there is %.*s, or give the path of a file",
		            DR_FMT(name), DR_FMT(list_builtin(arena)));
		return EXIT_USAGE;
	}
	dr_error err = { 0 };
	int code = files_read(arena, name, DR_LIMIT_DOC_TEXT, ret_source, &err);
	if (code != DR_OK) {
		message_error(&err, NULL);
		return exit_of_error(code);
	}
	return EXIT_CLEAN;
}

static const dr_source *common_gates(void)
{
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		if (dr_str_eq(dr_str_of(DR_BUILTIN_FILES[i].name), DR_STR("gates/standard.yaml"))) {
			return &DR_BUILTIN_FILES[i];
		}
	}
	return NULL;
}

static void tell(const dr_errors *errors, const dr_source *source, const dr_source *gates)
{
	for (size_t i = 0; i < errors->len; i++) {
		bool own = errors->items[i].source == source->name;
		message_error(&errors->items[i], own ? source : gates);
	}
}

int playbook_open(dr_arena *arena, dr_str name_or_file, const dr_playbook **ret_playbook)
{
	dr_source *source = dr_arena_new_of(arena, dr_source);
	int status = source != NULL ? read_source(arena, name_or_file, source) : EXIT_INTERNAL;
	if (status != EXIT_CLEAN) {
		return status;
	}
	dr_errors errors = { 0 };
	const dr_source *gates = common_gates();
	if (dr_playbook_load(arena, source, gates, &dr_run_world()->variables, ret_playbook,
	                     &errors) == 0) {
		return EXIT_CLEAN;
	}
	tell(&errors, source, gates);
	return EXIT_USAGE;
}

static int check(dr_arena *arena, const dr_playbook *playbook)
{
	dr_errors errors = { 0 };
	if (dr_playbook_check_examples(arena, playbook, &errors) == 0) {
		return EXIT_CLEAN;
	}
	tell(&errors, playbook->text, NULL);
	return EXIT_USAGE;
}

int playbook_check(dr_arena *arena, dr_str name_or_file)
{
	const dr_playbook *playbook = NULL;
	int status = playbook_open(arena, name_or_file, &playbook);
	return status == EXIT_CLEAN ? check(arena, playbook) : status;
}

playbook_list playbooks_load(dr_arena *arena, size_t *ret_bad)
{
	playbook_list list = { NULL, 0 };
	*ret_bad = 0;
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		const dr_playbook *playbook = NULL;
		dr_str name = builtin_name(&DR_BUILTIN_FILES[i]);
		if (name.len == 0) {
			continue;
		}
		if (playbook_open(arena, name, &playbook) == EXIT_CLEAN) {
			dr_list_add(arena, &list, playbook);
		} else {
			++*ret_bad;
		}
	}
	return list;
}

int playbooks_check(dr_arena *arena, size_t *ret_count)
{
	size_t bad = 0;
	playbook_list list = playbooks_load(arena, &bad);
	for (size_t i = 0; i < list.len; i++) {
		bad += check(arena, list.items[i]) != EXIT_CLEAN;
	}
	*ret_count = list.len;
	return bad > 0 ? EXIT_USAGE : EXIT_CLEAN;
}

static bool is_gate(dr_arena *arena, const dr_playbook *playbook, dr_str id)
{
	if (dr_playbook_has_gate(playbook, id) || dr_str_starts(id, DR_STR("X-"))) {
		return true;
	}
	size_t bad;
	playbook_list builtin = playbooks_load(arena, &bad);
	for (size_t i = 0; i < builtin.len; i++) {
		if (dr_playbook_has_gate(builtin.items[i], id)) {
			return true;
		}
	}
	return false;
}

/* "PL001, PL002, …", each once, in the order of the playbook. */
static dr_str list_gates(dr_arena *arena, const dr_playbook *playbook)
{
	dr_buf ids;
	dr_buf_init(&ids, arena);
	for (size_t i = 0; i < playbook->gates.len; i++) {
		dr_str id = playbook->gates.items[i].id, known = dr_buf_str(&ids);
		if (dr_str_search(known, id) == known.len) {
			dr_buf_addf(&ids, "%s%.*s", i > 0 ? ", " : "", DR_FMT(id));
		}
	}
	return dr_buf_str(&ids);
}

int playbook_check_accepted(dr_arena *arena, const dr_playbook *playbook, const dr_config *config)
{
	dr_errors errors = { 0 };
	for (size_t i = 0; config != NULL && i < config->domains.len; i++) {
		const dr_acceptances *accept = &config->domains.items[i].accept;
		for (size_t j = 0; j < accept->len; j++) {
			const dr_acceptance *a = &accept->items[j];
			if (!is_gate(arena, playbook, a->gate)) {
				dr_errors_add(arena, &errors, config->source, DR_ENAME, a->at,
				              "no gate '%.*s'; there is %.*s", DR_FMT(a->gate),
				              DR_FMT(list_gates(arena, playbook)));
			}
		}
	}
	for (size_t i = 0; i < errors.len; i++) {
		message_error(&errors.items[i], config->source);
	}
	return errors.len == 0 ? EXIT_CLEAN : EXIT_USAGE;
}
