/* Plans of small zones: phases, exact records, days, what is never proposed. */
#include "plan/plan.h"
#include "run/run.h"
#include "unit.h"
#include <stdio.h>
#include <string.h>

#define ZONE                                       \
	"$ORIGIN example.com.\n$TTL 3600\n"        \
	"@ SOA ns host 1 7200 3600 1209600 3600\n" \
	"@ NS ns\nns A 192.0.2.53\n"
#define MAIL        ZONE "@ MX 10 mail\nmail A 192.0.2.1\n@ TXT \"v=spf1 mx -all\"\n"
#define PARKED      ZONE "@ TXT \"v=spf1 -all\"\n"
#define DMARC(text) "_dmarc TXT \"v=DMARC1; " text "\"\n"
#define RUA         "rua=mailto:dmarc@example.com"

static dr_arena *arena;
static dr_run_result result;
static dr_zone *zone;
static const dr_playbook *playbook;

static dr_source *read_file(const char *path)
{
	static char text[64 * 1024];
	FILE *file = fopen(path, "rb");
	ck_assert_ptr_nonnull(file);
	dr_source *source = dr_arena_new_of(arena, dr_source);
	source->name = path;
	source->text = dr_arena_copy(arena, (dr_str){ text, fread(text, 1, sizeof(text), file) });
	fclose(file);
	return source;
}

static void set_up(void)
{
	arena = dr_arena_new(0);
	result = (dr_run_result){ 0 };
	zone = NULL;
	dr_errors errors = { 0 };
	ck_assert_uint_eq(dr_playbook_load(arena, read_file("rules/playbooks/standard.yaml"),
	                                   read_file("rules/gates/standard.yaml"),
	                                   &dr_run_world()->variables, &playbook, &errors),
	                  0);
}

static void tear_down(void)
{
	dr_run_result_done(&result);
	dr_zone_close(zone);
	dr_arena_free(arena);
}

static dr_day day(const char *text)
{
	dr_day d = 0;
	ck_assert(dr_day_parse(dr_str_of(text), &d));
	return d;
}

/* What a person would have said; every text may be NULL. */
typedef struct {
	const char *domain, *pace, *mail, *rua, *since, *stop_at;
} asked;

static dr_str or_empty(const char *text)
{
	return dr_str_of(text);
}

static int make_plan(const char *text, asked a, dr_plan *plan, dr_error *err)
{
	const dr_source source = { "example.com.zone", dr_str_of(text) };
	const dr_zone_options options = { 0 };
	ck_assert_int_eq(dr_zone_parse(&source, &options, NULL, &zone, err), DR_OK);
	const dr_run_config config = { .zones = dr_zones_new(arena, &zone, 1) };
	const dr_request request = { .domain = dr_str_of(a.domain ? a.domain : "example.com"),
		                     .mail = or_empty(a.mail) };
	ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
	dr_str rua = or_empty(a.rua);
	const dr_plan_request wanted = {
		.playbook = playbook,
		.facts = result.facts,
		.values = &result.values,
		.judgement = &result.judgement,
		.as_of = day("2026-11-21"),
		.since = a.since != NULL ? day(a.since) : DR_NO_DAY,
		.pace = a.pace != NULL ? dr_str_of(a.pace) : DR_STR("small"),
		.mail = or_empty(a.mail),
		.rua = { &rua, rua.len > 0 },
		.stop_at = or_empty(a.stop_at),
	};
	return dr_plan_run(arena, &wanted, plan, err);
}

static dr_plan plan_of(const char *text, asked a)
{
	dr_plan plan = { 0 };
	dr_error err = { 0 };
	ck_assert_msg(make_plan(text, a, &plan, &err) == DR_OK, "%s", err.text);
	return plan;
}

/* "monitor 2026-11-23 v=DMARC1; …" for each phase that has a record, one a line. */
static const char *steps(const dr_plan *plan)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		for (size_t j = 0; j < phase->records.len; j++) {
			dr_buf_addf(&out, "%.*s ", DR_FMT(phase->id));
			dr_day_write(phase->not_before, &out);
			dr_buf_addf(&out, "%s %.*s\n", phase->decision ? "?" : "",
			            DR_FMT(phase->records.items[j].value));
		}
	}
	return out.ptr != NULL ? out.ptr : "";
}

typedef struct {
	const char *name, *zone;
	asked asked;
	const char *current, *next, *steps;
} plan_case;

static const plan_case CASES[] = {
	{ "nothing is published: monitor at once, on a Monday",
	  MAIL,
	  { 0 },
	  "",
	  "monitor",
	  "monitor 2026-11-23 v=DMARC1; p=none; rua=mailto:dmarc-reports@example.com\n"
	  "quarantine 2026-12-21 v=DMARC1; p=quarantine; rua=mailto:dmarc-reports@example.com\n"
	  "reject 2027-01-04? v=DMARC1; p=reject; rua=mailto:dmarc-reports@example.com\n" },
	{ "--rua says where reports go",
	  MAIL,
	  { .rua = "mailto:reports@example.com", .stop_at = "monitor" },
	  "",
	  "monitor",
	  "monitor 2026-11-23 v=DMARC1; p=none; rua=mailto:reports@example.com\n" },
	{ "monitoring since 3 November: quarantine on 1 December, reject on 15",
	  MAIL DMARC("p=none; " RUA),
	  { .since = "2026-11-03" },
	  "monitor",
	  "quarantine",
	  "quarantine 2026-12-01 v=DMARC1; p=quarantine; " RUA "\n"
	  "reject 2026-12-15? v=DMARC1; p=reject; " RUA "\n" },
	{ "transactional mail: reject needs no decision",
	  MAIL DMARC("p=quarantine; " RUA),
	  { .mail = "transactional" },
	  "quarantine",
	  "reject",
	  "reject 2026-12-07 v=DMARC1; p=reject; " RUA "\n" },
	{ "enforced without reports: reports first, policy as it is",
	  MAIL DMARC("p=reject; xkept=1"),
	  { 0 },
	  "reject",
	  "reports",
	  "reports 2026-11-23 v=DMARC1; p=reject; xkept=1; "
	  "rua=mailto:dmarc-reports@example.com\n" },
	{ "reports are wanted elsewhere than they go: that first, and it need not wait",
	  MAIL DMARC("p=none; rua=mailto:old@example.com"),
	  { .rua = "mailto:dmarc@example.com", .since = "2026-10-01", .mail = "transactional" },
	  "monitor",
	  "reports",
	  "reports 2026-11-23 v=DMARC1; p=none; " RUA "\n"
	  "quarantine 2026-12-21 v=DMARC1; p=quarantine; " RUA "\n"
	  "reject 2027-01-04 v=DMARC1; p=reject; " RUA "\n" },
	{ "pct: the clean record, then on",
	  MAIL DMARC("p=quarantine; pct=50; " RUA),
	  { 0 },
	  "monitor",
	  "clean",
	  "clean 2026-12-21 v=DMARC1; p=quarantine; " RUA "\n"
	  "reject 2027-01-04? v=DMARC1; p=reject; " RUA "\n" },
	{ "t=y: what it holds back is refused from the step on, which is that to reject",
	  MAIL DMARC("p=reject; t=y; " RUA),
	  { .mail = "transactional" },
	  "quarantine",
	  "reject",
	  "reject 2026-12-07 v=DMARC1; p=reject; " RUA "\n" },
	{ "sp=none rises with p, one policy at a time",
	  MAIL DMARC("p=quarantine; sp=none; " RUA),
	  { .mail = "transactional" },
	  "quarantine",
	  "reject",
	  "reject 2026-12-07 v=DMARC1; p=reject; sp=quarantine; " RUA "\n"
	  "below-reject 2026-12-14 v=DMARC1; p=reject; " RUA "\n" },
	{ "and before p while nobody has decided about reject",
	  MAIL DMARC("p=quarantine; sp=none; " RUA),
	  { .mail = "mixed" },
	  "quarantine",
	  "below-quarantine",
	  "below-quarantine 2026-12-07 v=DMARC1; p=quarantine; " RUA "\n"
	  "reject 2026-12-21? v=DMARC1; p=reject; " RUA "\n" },
	{ "a policy that nobody can read is not carried on",
	  MAIL DMARC("p=none; sp=quarantin; np=rejekt; " RUA),
	  { .mail = "transactional" },
	  "monitor",
	  "quarantine",
	  "quarantine 2026-12-21 v=DMARC1; p=quarantine; " RUA "\n"
	  "reject 2027-01-04 v=DMARC1; p=reject; " RUA "\n" },
	{ "nothing sends: 14 days of reports, then reject without a decision",
	  PARKED,
	  { 0 },
	  "",
	  "monitor",
	  "monitor 2026-11-23 v=DMARC1; p=none; rua=mailto:dmarc-reports@example.com\n"
	  "reject 2026-12-07 v=DMARC1; p=reject; rua=mailto:dmarc-reports@example.com\n" },
	{ "no mail, declared: reject at once",
	  PARKED,
	  { .mail = "none", .rua = "mailto:dmarc@example.com" },
	  "",
	  "reject",
	  "reject 2026-11-23 v=DMARC1; p=reject; " RUA "\n" },
	{ "the end", MAIL DMARC("p=reject; " RUA), { 0 }, "maintain", "", "" },
	{ "large: names, subdomains, the domain, month ends",
	  MAIL DMARC("p=none; " RUA),
	  { .pace = "large", .since = "2026-09-01", .mail = "mixed" },
	  "monitor",
	  "names",
	  "names 2026-11-23 v=DMARC1; p=none; np=reject; " RUA "\n"
	  "subdomains 2026-12-07 v=DMARC1; p=none; sp=quarantine; np=reject; " RUA "\n"
	  "quarantine 2026-12-21 v=DMARC1; p=quarantine; np=reject; " RUA "\n"
	  "reject 2027-01-18? v=DMARC1; p=reject; " RUA "\n" },
	{ "a record that is inherited is not undercut, and the first of its own does not wait",
	  MAIL "mail TXT \"v=spf1 a -all\"\n" DMARC("p=reject; sp=quarantine; " RUA),
	  { .domain = "mail.example.com", .mail = "transactional" },
	  "quarantine",
	  "reports",
	  "reports 2026-11-23 v=DMARC1; p=quarantine; rua=mailto:dmarc-reports@mail.example.com\n"
	  "reject 2026-12-07 v=DMARC1; p=reject; rua=mailto:dmarc-reports@mail.example.com\n" },
	{ "a domain that inherits the target needs no record of its own",
	  MAIL "mail TXT \"v=spf1 a -all\"\n" DMARC("p=reject; " RUA),
	  { .domain = "mail.example.com" },
	  "maintain",
	  "",
	  "" },
	{ "unless somebody wants its reports elsewhere",
	  MAIL "mail TXT \"v=spf1 a -all\"\n" DMARC("p=reject; " RUA),
	  { .domain = "mail.example.com", .rua = "mailto:d@mail.example.com" },
	  "maintain",
	  "reports",
	  "reports 2026-11-23 v=DMARC1; p=reject; rua=mailto:d@mail.example.com\n" },
};

START_TEST(plans_of_zones)
{
	const plan_case *c = &CASES[_i];
	dr_plan plan = plan_of(c->zone, c->asked);
	ck_assert_msg(!plan.incomplete, "%s: %.*s is missing", c->name, DR_FMT(plan.missing));
	ck_assert_msg(strcmp(steps(&plan), c->steps) == 0, "%s:\n%s", c->name, steps(&plan));
	dr_str current = plan.current != NULL ? plan.current->id : (dr_str){ 0 };
	dr_str next = plan.next != NULL ? plan.next->id : (dr_str){ 0 };
	ck_assert_msg(dr_str_eq(current, dr_str_of(c->current)), "%s: current %.*s", c->name,
	              DR_FMT(current));
	ck_assert_msg(dr_str_eq(next, dr_str_of(c->next)), "%s: next %.*s", c->name, DR_FMT(next));
}
END_TEST

/* What is not known never changes a record: no phase is proposed. */
START_TEST(a_missing_answer_proposes_nothing)
{
	dr_plan plan = plan_of(MAIL, (asked){ .domain = "elsewhere.example" });
	ck_assert(plan.incomplete);
	ck_assert_uint_gt(plan.missing.len, 0);
	ck_assert_uint_eq(plan.phases.len, 0);
	ck_assert_uint_eq(plan.decisions.len, 0);
	ck_assert_ptr_null(plan.next);
}
END_TEST

START_TEST(an_unknown_phase_is_refused)
{
	dr_plan plan = { 0 };
	dr_error err = { 0 };
	ck_assert_int_eq(make_plan(MAIL, (asked){ .stop_at = "quarentine" }, &plan, &err),
	                 DR_ENAME);
	ck_assert_str_eq(err.text, "no phase 'quarentine' in the playbook standard");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("plan");
	TCase *tcase = tcase_create("plan");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, plans_of_zones, 0, (int)DR_COUNT(CASES));
	tcase_add_test(tcase, a_missing_answer_proposes_nothing);
	tcase_add_test(tcase, an_unknown_phase_is_refused);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
