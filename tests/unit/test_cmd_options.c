/* The command line: words, options, twins in the environment, suggestions. */
#include "command.h"
#include "help.h"
#include "exit_status.h"
#include "option_values.h"
#include "unit.h"

#include <string.h>

static dr_arena *arena;

static const char *const NO_PAIRS[] = { NULL };

static const command LINT = { .bit = COMMAND_LINT,
	                      .name = "lint",
	                      .usage = "DOMAIN…",
	                      .max = 3,
	                      .title = "t",
	                      .about = "a",
	                      .examples = NO_PAIRS,
	                      .exits = NO_PAIRS };
static const command LIST = { .bit = COMMAND_RULES_LIST,
	                      .name = "rules list",
	                      .usage = "",
	                      .title = "t",
	                      .about = "a",
	                      .examples = NO_PAIRS,
	                      .exits = NO_PAIRS };
static const command TEST = { .bit = COMMAND_RULES_TEST,
	                      .name = "rules test",
	                      .usage = "RULE",
	                      .min = 1,
	                      .max = 1,
	                      .title = "t",
	                      .about = "a",
	                      .examples = NO_PAIRS,
	                      .exits = NO_PAIRS };
static const command *const COMMANDS[] = { &LINT, &LIST, &TEST };
static const command_table TABLE = { COMMANDS, DR_COUNT(COMMANDS) };

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static const char *nothing_set(const char *name)
{
	(void)name;
	return NULL;
}

static int read_with(const char *const *argv, const char *(*environment)(const char *),
                     options *ret, dr_error *err)
{
	char *copy[16];
	int argc = 0;
	for (; argv[argc] != NULL; argc++) {
		copy[argc] = (char *)(uintptr_t)argv[argc];
	}
	copy[argc] = NULL;
	*ret = (options){ .command = NULL };
	*err = (dr_error){ 0 };
	return options_read(arena, &TABLE, argc, copy, environment, ret, err);
}

#define READ(...) \
	read_with((const char *const[]){ "dmarcramp", __VA_ARGS__, NULL }, nothing_set, &o, &err)

START_TEST(defaults_come_from_the_table)
{
	options o;
	dr_error err;
	ck_assert_int_eq(READ("lint"), DR_OK);
	ck_assert_ptr_eq(o.command, &LINT);
	ck_assert_uint_eq(o.arguments.len, 0);
	ck_assert_dr_str(o.fail_on, "error");
	ck_assert_dr_str(o.input_format, "");
	ck_assert_int_eq(o.timeout_ms, 30000);
	ck_assert_int_eq(o.query_timeout_ms, 2000);
	ck_assert_int_eq(o.max_questions, 400);
	ck_assert_int_eq(o.max_arena, 67108864);
	ck_assert_int_eq(o.jobs, 1);
	ck_assert_int_eq(o.as_of, DR_NO_DAY);
	ck_assert_uint_eq(o.dkim_probe.len, 0);
	ck_assert(!o.offline && !o.all && !o.quiet);
}
END_TEST

START_TEST(values_stand_behind_a_space_or_an_equals_sign)
{
	options o;
	dr_error err;
	ck_assert_int_eq(READ("lint", "--zone", "a.zone", "x.example", "--zone=b=c.zone",
	                      "--offline", "--fail-on", "never", "--timeout=1500ms", "--max-arena",
	                      "2M", "--as-of=2026-11-21", "y.example"),
	                 DR_OK);
	ck_assert_uint_eq(o.zones.len, 2);
	ck_assert_dr_str(o.zones.items[0], "a.zone");
	ck_assert_dr_str(o.zones.items[1], "b=c.zone");
	ck_assert_uint_eq(o.arguments.len, 2);
	ck_assert_dr_str(o.arguments.items[0], "x.example");
	ck_assert_dr_str(o.arguments.items[1], "y.example");
	ck_assert(o.offline);
	ck_assert_dr_str(o.fail_on, "never");
	ck_assert_int_eq(o.timeout_ms, 1500);
	ck_assert_int_eq(o.max_arena, 2097152);
	ck_assert_int_eq(o.as_of, dr_day_of(2026, 11, 21));
}
END_TEST

START_TEST(two_dashes_end_options)
{
	options o;
	dr_error err;
	ck_assert_int_eq(READ("lint", "--", "--all", "-x"), DR_OK);
	ck_assert(!o.all);
	ck_assert_uint_eq(o.arguments.len, 2);
	ck_assert_dr_str(o.arguments.items[0], "--all");
}
END_TEST

START_TEST(options_may_come_before_the_command)
{
	options o;
	dr_error err;
	ck_assert_int_eq(READ("--fail-on", "info", "lint", "x.example"), DR_OK);
	ck_assert_ptr_eq(o.command, &LINT);
	ck_assert_dr_str(o.fail_on, "info");
}
END_TEST

START_TEST(commands_of_two_words)
{
	options o;
	dr_error err;
	ck_assert_int_eq(READ("rules", "list"), DR_OK);
	ck_assert_ptr_eq(o.command, &LIST);
	ck_assert_int_eq(READ("rules", "test", "SPF001"), DR_OK);
	ck_assert_ptr_eq(o.command, &TEST);
	ck_assert_dr_str(o.arguments.items[0], "SPF001");
}
END_TEST

START_TEST(help_is_given_whatever_else_is_wrong)
{
	options o;
	dr_error err;
	ck_assert_int_eq(READ("rules", "test", "-h"), DR_OK);
	ck_assert(o.help);
	ck_assert_ptr_eq(o.command, &TEST);
	ck_assert_int_eq(READ("help", "lint"), DR_OK);
	ck_assert(o.help);
	ck_assert_ptr_eq(o.command, &LINT);
	ck_assert_int_eq(READ("rules", "--help"), DR_OK);
	ck_assert_dr_str(o.family, "rules");
	ck_assert_int_eq(READ("-V"), DR_OK);
	ck_assert(o.version);
}
END_TEST

static const struct {
	const char *argv[6];
	int code;
	const char *text;
} WRONG[] = {
	{ { "" }, DR_ENAME, "no command ''" },
	{ { "lnit" }, DR_ENAME, "no command 'lnit'; did you mean 'lint'?" },
	{ { "rules", "lst" }, DR_ENAME, "no command 'rules lst'; did you mean 'rules list'?" },
	{ { "rules" }, DR_EINVAL, "'rules' needs another word: rules list, rules test" },
	{ { NULL }, DR_EINVAL, "no command given" },
	{ { "lint", "--zonne", "x" }, DR_ENAME, "no option --zonne; did you mean --zone?" },
	{ { "lint", "--qqqqqqqqqqqq" }, DR_ENAME, "no option --qqqqqqqqqqqq" },
	{ { "lint", "-z" },
	  DR_ENAME,
	  "no option -z; options are written --name, besides -h and -V" },
	{ { "lint", "--zone" }, DR_EINVAL, "--zone needs a value: --zone FILE" },
	{ { "lint", "--zone=" }, DR_EINVAL, "--zone needs a value: --zone FILE" },
	{ { "lint", "--offline=yes" }, DR_EINVAL, "--offline takes no value" },
	{ { "lint", "--fail-on", "eror" },
	  DR_ENAME,
	  "--fail-on: no 'eror'; did you mean 'error'?" },
	{ { "lint", "--fail-on=everything" },
	  DR_ENAME,
	  "--fail-on: no 'everything'; there is error, warning, info, never" },
	{ { "lint", "--jobs", "0" }, DR_EINVAL, "--jobs: '0' is too small" },
	{ { "lint", "--jobs", "257" }, DR_EINVAL, "--jobs: '257' is too large" },
	{ { "lint", "--jobs", "-1" }, DR_EINVAL, "--jobs: '-1' is no number" },
	{ { "lint", "--timeout", "soon" },
	  DR_EINVAL,
	  "--timeout: 'soon' is no time such as 500ms, 30s or 2m" },
	{ { "lint", "--max-arena", "1T" },
	  DR_EINVAL,
	  "--max-arena: '1T' is no size such as 65536, 512K or 16M" },
	{ { "lint", "--max-arena", "9223372036854775807G" },
	  DR_EINVAL,
	  "--max-arena: '9223372036854775807G' is no size such as 65536, 512K or 16M" },
	{ { "lint", "--as-of", "2026-02-30" },
	  DR_EINVAL,
	  "--as-of: '2026-02-30' is no day such as 2026-11-21" },
	{ { "lint", "--format", "=x" },
	  DR_EINVAL,
	  "--format: '=x' is not of the form NAME or NAME=FILE" },
	{ { "lint", "--format", "json=" },
	  DR_EINVAL,
	  "--format: 'json=' is not of the form NAME or NAME=FILE" },
	{ { "lint", "a", "b", "c", "d" }, DR_EINVAL, "'d' is too much: dmarcramp lint DOMAIN…" },
	{ { "rules", "test" }, DR_EINVAL, "something is missing: dmarcramp rules test RULE" },
	{ { "rules", "list", "--zone", "x" }, DR_ENAME, "--zone is no option of 'rules list'" },
	{ { "lint", "--ordered" }, DR_ENAME, "--ordered is no option of 'lint'" },
};

START_TEST(mistakes_are_named)
{
	const char *argv[8] = { "dmarcramp" };
	memcpy(argv + 1, WRONG[_i].argv, sizeof(WRONG[_i].argv));
	options o;
	dr_error err;
	ck_assert_int_eq(read_with(argv, nothing_set, &o, &err), WRONG[_i].code);
	ck_assert_str_eq(err.text, WRONG[_i].text);
}
END_TEST

START_TEST(an_error_knows_the_command)
{
	options o;
	dr_error err;
	ck_assert_int_eq(READ("lint", "--jobs", "0"), DR_EINVAL);
	ck_assert_ptr_eq(o.command, &LINT);
}
END_TEST

static const char *some_set(const char *name)
{
	static const char *const VALUES[][2] = {
		{ "DMARCRAMP_FAIL_ON", "warning" },
		{ "DMARCRAMP_ZONE", "a.zone,b.zone" },
		{ "DMARCRAMP_OFFLINE", "yes" },
		{ "DMARCRAMP_ALL", "0" },
		{ "DMARCRAMP_ORIGIN", "" },
		{ "DMARCRAMP_ORDERED", "never read: lint does not take it" },
		{ "DMARCRAMP_HELP", "1" },
	};
	for (size_t i = 0; i < DR_COUNT(VALUES); i++) {
		if (strcmp(VALUES[i][0], name) == 0) {
			return VALUES[i][1];
		}
	}
	return NULL;
}

START_TEST(the_environment_is_overridden)
{
	options o;
	dr_error err;
	const char *const plain[] = { "dmarcramp", "lint", NULL };
	ck_assert_int_eq(read_with(plain, some_set, &o, &err), DR_OK);
	ck_assert_dr_str(o.fail_on, "warning");
	ck_assert_uint_eq(o.zones.len, 2);
	ck_assert_dr_str(o.zones.items[1], "b.zone");
	ck_assert(o.offline && !o.all && !o.help);
	ck_assert_uint_eq(o.origin.len, 0);

	const char *const said[] = {
		"dmarcramp", "lint", "--fail-on=info", "--zone", "c.zone", NULL
	};
	ck_assert_int_eq(read_with(said, some_set, &o, &err), DR_OK);
	ck_assert_dr_str(o.fail_on, "info");
	ck_assert_uint_eq(o.zones.len, 1);
	ck_assert_dr_str(o.zones.items[0], "c.zone");
}
END_TEST

static const char *wrong_set(const char *name)
{
	return strcmp(name, "DMARCRAMP_FAIL_ON") == 0 ? "eror" : NULL;
}

START_TEST(a_mistake_in_the_environment_names_the_variable)
{
	options o;
	dr_error err;
	const char *const argv[] = { "dmarcramp", "lint", NULL };
	ck_assert_int_eq(read_with(argv, wrong_set, &o, &err), DR_ENAME);
	ck_assert_str_eq(err.text,
	                 "--fail-on: no 'eror'; did you mean 'error'? (from DMARCRAMP_FAIL_ON)");
}
END_TEST

static const struct {
	const char *text;
	const char *address; /* NULL: refused */
	uint16_t port;
} SERVERS[] = {
	{ "192.0.2.1", "192.0.2.1", 0 },
	{ "192.0.2.1:5353", "192.0.2.1", 5353 },
	{ "2001:db8::1", "2001:db8::1", 0 },
	{ "[2001:db8::1]", "2001:db8::1", 0 },
	{ "[2001:db8::1]:53", "2001:db8::1", 53 },
	{ "::1", "::1", 0 },
	{ "192.0.2.1:", NULL, 0 },
	{ "192.0.2.1:0", NULL, 0 },
	{ "192.0.2.1:65536", NULL, 0 },
	{ "192.0.2.1:53x", NULL, 0 },
	{ "[192.0.2.1]:53", NULL, 0 },
	{ "[2001:db8::1]53", NULL, 0 },
	{ "[2001:db8::1", NULL, 0 },
	{ "fe80::1%eth0", NULL, 0 },
	{ "resolver.example", NULL, 0 },
	{ "", NULL, 0 },
};

START_TEST(servers)
{
	dr_server server;
	bool right = server_parse(dr_str_of(SERVERS[_i].text), &server);
	ck_assert_int_eq(right, SERVERS[_i].address != NULL);
	if (right) {
		dr_buf out;
		dr_buf_init(&out, arena);
		dr_ipaddr_write(server.address, &out);
		ck_assert_dr_str(dr_buf_str(&out), SERVERS[_i].address);
		ck_assert_uint_eq(server.port, SERVERS[_i].port);
	}
}
END_TEST

START_TEST(formats)
{
	options o;
	dr_error err;
	ck_assert_int_eq(READ("lint", "--format", "text", "--format=json=out=1.json"), DR_OK);
	ck_assert_uint_eq(o.formats.len, 2);
	ck_assert_dr_str(o.formats.items[0].name, "text");
	ck_assert_ptr_null(o.formats.items[0].file.ptr);
	ck_assert_dr_str(o.formats.items[1].name, "json");
	ck_assert_dr_str(o.formats.items[1].file, "out=1.json");
}
END_TEST

START_TEST(options_are_described_and_occur_once)
{
	const option_spec *spec;
	for (size_t i = 0; (spec = option_at(i)) != NULL; i++) {
		ck_assert(spec->read != NULL);
		ck_assert_ptr_nonnull(spec->doc);
		ck_assert_msg(spec->doc[strlen(spec->doc) - 1] != '.', "%s", spec->name);
		for (size_t j = 0; j < i; j++) {
			ck_assert_str_ne(spec->name, option_at(j)->name);
		}
	}
}
END_TEST

START_TEST(help_shows_the_options_of_a_command_and_fits_80_columns)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	help_write_command(&LINT, &out);
	dr_str text = dr_buf_str(&out);
	ck_assert(dr_str_search(text, S("  --fail-on SEVERITY  ")) < text.len);
	ck_assert(dr_str_search(text, S("  -h, --help  ")) < text.len);
	ck_assert(dr_str_search(text, S("(default: error)")) < text.len);
	ck_assert_uint_eq(dr_str_search(text, S("--ordered")), text.len);
	for (dr_str rest = text, line; dr_str_split(&rest, '\n', &line);) {
		ck_assert_msg(line.len <= 84, "%.*s",
		              DR_FMT(line)); /* octets: some are not ASCII */
	}
}
END_TEST

static const int WORSE[][3] = {
	{ 0, 0, 0 }, { 0, 3, 3 }, { 3, 1, 1 }, { 1, 3, 1 }, { 1, 2, 2 },
	{ 2, 4, 4 }, { 4, 1, 4 }, { 3, 2, 2 }, { 1, 0, 1 },
};

START_TEST(exit_codes_have_an_order)
{
	ck_assert_int_eq(exit_worse(WORSE[_i][0], WORSE[_i][1]), WORSE[_i][2]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cmd_options");
	TCase *tcase = tcase_create("all");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, defaults_come_from_the_table);
	tcase_add_test(tcase, values_stand_behind_a_space_or_an_equals_sign);
	tcase_add_test(tcase, two_dashes_end_options);
	tcase_add_test(tcase, options_may_come_before_the_command);
	tcase_add_test(tcase, commands_of_two_words);
	tcase_add_test(tcase, help_is_given_whatever_else_is_wrong);
	tcase_add_loop_test(tcase, mistakes_are_named, 0, (int)DR_COUNT(WRONG));
	tcase_add_test(tcase, an_error_knows_the_command);
	tcase_add_test(tcase, the_environment_is_overridden);
	tcase_add_test(tcase, a_mistake_in_the_environment_names_the_variable);
	tcase_add_loop_test(tcase, servers, 0, (int)DR_COUNT(SERVERS));
	tcase_add_test(tcase, formats);
	tcase_add_test(tcase, options_are_described_and_occur_once);
	tcase_add_test(tcase, help_shows_the_options_of_a_command_and_fits_80_columns);
	tcase_add_loop_test(tcase, exit_codes_have_an_order, 0, (int)DR_COUNT(WORSE));
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
