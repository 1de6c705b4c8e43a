/* What holds of every plan, over many generated domains: records of any policies, with and without
 * pct, t and reports, sending or not, small and large. */
#include "plan/plan.h"
#include "record/dmarc.h"
#include "run/run.h"
#include "unit.h"
#include <stdio.h>

enum { DOMAINS = 4000, BATCHES = 20 };

/* PLAN_DOMAINS in the environment says how many domains; 20 000 take a minute of a processor. */
static int domains_of_a_batch(void)
{
	const char *said = getenv("PLAN_DOMAINS");
	int count = said != NULL ? (int)strtol(said, NULL, 10) : DOMAINS;
	return count / BATCHES;
}

#define ZONE                                                                        \
	"$ORIGIN example.com.\n$TTL 3600\n@ SOA ns host 1 7200 3600 1209600 3600\n" \
	"@ NS ns\nns A 192.0.2.53\n"

static dr_arena *books; /* as long as a test */
static const dr_playbook *playbook;

static dr_source *read_file(const char *path)
{
	static char text[64 * 1024];
	FILE *file = fopen(path, "rb");
	ck_assert_ptr_nonnull(file);
	dr_source *source = dr_arena_new_of(books, dr_source);
	source->name = path;
	source->text = dr_arena_copy(books, (dr_str){ text, fread(text, 1, sizeof(text), file) });
	fclose(file);
	return source;
}

static void set_up(void)
{
	books = dr_arena_new(0);
	dr_errors errors = { 0 };
	ck_assert_uint_eq(dr_playbook_load(books, read_file("rules/playbooks/standard.yaml"),
	                                   read_file("rules/gates/standard.yaml"),
	                                   &dr_run_world()->variables, &playbook, &errors),
	                  0);
}

static void tear_down(void)
{
	dr_arena_free(books);
}

static uint32_t next_number(uint32_t *state)
{
	*state = *state * 1664525U + 1013904223U;
	return *state >> 16;
}

static const char *pick(uint32_t *state, const char *const *texts, size_t count)
{
	return texts[next_number(state) % count];
}

#define PICK(state, ...)                                    \
	pick((state), (const char *const[]){ __VA_ARGS__ }, \
	     DR_COUNT(((const char *const[]){ __VA_ARGS__ })))

typedef struct {
	const char *pace, *mail;
	dr_day as_of, since;
	bool sends;
	dr_buf record; /* empty: none is published */
} domain_case;

static domain_case generate(dr_arena *arena, uint32_t *state)
{
	domain_case c = {
		.pace = PICK(state, "small", "large"),
		.mail = PICK(state, "", "people", "transactional", "mixed", "none"),
		.as_of = dr_day_of(2026, 1, 1) + (dr_day)(next_number(state) % 730),
		.sends = next_number(state) % 4 != 0,
	};
	c.since = next_number(state) % 2 == 0 ? c.as_of - (dr_day)(next_number(state) % 200)
	                                      : DR_NO_DAY;
	dr_buf_init(&c.record, arena);
	if (next_number(state) % 5 != 0) {
		dr_buf_addf(
			&c.record, "v=DMARC1; p=%s%s%s%s%s%s",
			PICK(state, "none", "quarantine", "reject"),
			PICK(state, "", "; sp=none", "; sp=quarantine", "; sp=reject", "; sp=x"),
			PICK(state, "", "; np=none", "; np=quarantine", "; np=reject"),
			PICK(state, "", "", "; pct=0", "; pct=50", "; pct=100"),
			PICK(state, "", "", "; t=y", "; t=n"),
			PICK(state, "", "; rua=mailto:d@example.com"));
	}
	return c;
}

typedef struct {
	dr_arena *arena;
	dr_zone *zone;
	dr_run_result result;
	dr_plan plan;
} planned;

static void make_plan(const domain_case *c, dr_str record, planned *p)
{
	*p = (planned){ .arena = dr_arena_new(0) };
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, ZONE "@ TXT \"v=spf1 %s-all\"\n", c->sends ? "mx " : "");
	dr_buf_addf(&text, "%s", c->sends ? "@ MX 10 mail\nmail A 192.0.2.1\n" : "");
	if (record.len > 0) {
		dr_buf_addf(&text, "_dmarc TXT \"%.*s\"\n", DR_FMT(record));
	}
	const dr_source source = { "example.com.zone", dr_buf_str(&text) };
	const dr_zone_options options = { 0 };
	dr_error err = { 0 };
	ck_assert_int_eq(dr_zone_parse(&source, &options, NULL, &p->zone, &err), DR_OK);
	const dr_run_config config = { .zones = dr_zones_new(p->arena, &p->zone, 1) };
	const dr_request request = { .domain = S("example.com"), .mail = dr_str_of(c->mail) };
	ck_assert_int_eq(dr_run_one(&config, &request, &p->result), DR_OK);
	const dr_plan_request wanted = {
		.playbook = playbook,
		.facts = p->result.facts,
		.values = &p->result.values,
		.judgement = &p->result.judgement,
		.as_of = c->as_of,
		.since = c->since,
		.by = DR_NO_DAY,
		.pace = dr_str_of(c->pace),
		.mail = dr_str_of(c->mail),
	};
	ck_assert_int_eq(dr_plan_run(p->arena, &wanted, &p->plan, &err), DR_OK);
	ck_assert(!p->plan.incomplete);
}

static void done(planned *p)
{
	dr_run_result_done(&p->result);
	dr_zone_close(p->zone);
	dr_arena_free(p->arena);
}

static int strength(dr_str policy)
{
	return dr_str_eq(policy, S("reject")) ? 2 : dr_str_eq(policy, S("quarantine")) ? 1 : 0;
}

static bool weakens(const dr_plan_effect *before, const dr_plan_effect *after)
{
	return strength(after->weakest) < strength(before->weakest);
}

static const dr_plan_phase *step_at(const dr_plan *plan, size_t number)
{
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (phase->state == DR_PHASE_UPCOMING && phase->records.len > 0 && number-- == 0) {
			return phase;
		}
	}
	return NULL;
}

/* Each step changes something, undoes to what was there, comes on a day for steps, and weakens
 * nothing; only a phase that is ahead may begin, and only without open and unknown gates. */
static void check_steps(const domain_case *c, const dr_plan *plan)
{
	dr_str before = plan->published;
	const dr_plan_phase *last = plan->current;
	const char *record = c->record.ptr != NULL ? c->record.ptr : "(none)";
	const dr_plan_phase *step;
	for (size_t i = 0; (step = step_at(plan, i)) != NULL; i++) {
		ck_assert_uint_eq(step->rollback.len, 1);
		ck_assert_msg(dr_str_eq(step->rollback.items[0].value, before), "%s", record);
		ck_assert_msg(!dr_str_eq(step->records.items[0].value, before), "%s", record);
		ck_assert_int_lt(dr_day_date(step->not_before).weekday, 4);
		ck_assert_int_ge(step->not_before, c->as_of);
		if (last != NULL) {
			ck_assert_msg(!weakens(&last->p, &step->p) &&
			                      !weakens(&last->sp, &step->sp) &&
			                      !weakens(&last->np, &step->np),
			              "%s: %.*s weakens", record, DR_FMT(step->id));
		}
		before = step->records.items[0].value;
		last = step;
	}
}

/* A stricter step waits until the phase before has stayed. */
static void check_stays(const domain_case *c, const dr_plan *plan)
{
	const dr_plan_phase *last = plan->current;
	const dr_plan_phase *step;
	for (size_t i = 0; (step = step_at(plan, i)) != NULL; i++) {
		if (last != NULL && step->enforces_more) {
			ck_assert_int_ge(step->not_before, last->not_before + last->min_days);
			ck_assert_int_ge(step->not_before, last->month_end);
		}
		last = step;
	}
	ck_assert(plan->current == NULL || c->since == DR_NO_DAY ||
	          plan->current->not_before == c->since);
}

static size_t count_issues(dr_arena *arena, dr_str text)
{
	dr_dmarc record;
	ck_assert_int_eq(dr_dmarc_parse(arena, text, &record), DR_OK);
	return text.len > 0 ? record.issues.len : 0;
}

/* No step writes a record of which a parser has more to say than of the one before. */
static void check_records(const dr_plan *plan)
{
	dr_arena *arena = dr_arena_new(0);
	const dr_plan_phase *step;
	for (size_t i = 0; (step = step_at(plan, i)) != NULL; i++) {
		dr_str text = step->records.items[0].value;
		dr_str before = step->rollback.items[0].value;
		ck_assert_msg(count_issues(arena, text) <= count_issues(arena, before), "%.*s",
		              DR_FMT(text));
	}
	dr_arena_free(arena);
}

/* The same input gives the same plan. */
static void check_again(const domain_case *c, const dr_plan *plan)
{
	planned again;
	make_plan(c, dr_buf_str(&c->record), &again);
	ck_assert_uint_eq(again.plan.phases.len, plan->phases.len);
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *one = &plan->phases.items[i];
		const dr_plan_phase *other = &again.plan.phases.items[i];
		ck_assert(dr_str_eq(one->text, other->text) && one->state == other->state);
		ck_assert_int_eq(one->not_before, other->not_before);
		ck_assert_uint_eq(one->gates.len, other->gates.len);
	}
	done(&again);
}

static void check_moves(const dr_plan *plan)
{
	dr_arena *arena = dr_arena_new(0);
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		dr_plan_move move;
		dr_error err = { 0 };
		ck_assert_int_eq(dr_plan_may_move(arena, plan, phase->id, &move, &err), DR_OK);
		bool blocked =
			phase->decision || phase->not_before > plan->as_of || phase != plan->next;
		for (size_t g = 0; g < phase->gates.len; g++) {
			dr_gate_state state = phase->gates.items[g].state;
			blocked = blocked || state == DR_GATE_OPEN || state == DR_GATE_UNKNOWN;
		}
		ck_assert(move.reached || !move.allowed || !blocked);
	}
	dr_arena_free(arena);
}

/* The plan of what the next step publishes is the rest of this plan. */
static void check_tail(const domain_case *c, const dr_plan *plan)
{
	const dr_plan_phase *step = step_at(plan, 0);
	if (step == NULL) {
		return;
	}
	planned then;
	make_plan(c, step->text, &then);
	const dr_plan_phase *rest;
	size_t i = 0;
	while ((rest = step_at(plan, i + 1)) != NULL) {
		const dr_plan_phase *same = step_at(&then.plan, i++);
		const char *record = c->record.ptr != NULL ? c->record.ptr : "(none)";
		ck_assert_msg(same != NULL && dr_str_eq(same->id, rest->id) &&
		                      dr_str_eq(same->text, rest->text),
		              "%s: %.*s is not the rest", record, DR_FMT(rest->id));
	}
	ck_assert_ptr_null(step_at(&then.plan, i));
	done(&then);
}

START_TEST(every_plan_is_sound)
{
	uint32_t state = 20261122U + (uint32_t)_i;
	for (int i = 0; i < domains_of_a_batch(); i++) {
		dr_arena *arena = dr_arena_new(0);
		domain_case c = generate(arena, &state);
		planned p;
		make_plan(&c, dr_buf_str(&c.record), &p);
		check_steps(&c, &p.plan);
		check_stays(&c, &p.plan);
		check_records(&p.plan);
		check_again(&c, &p.plan);
		check_moves(&p.plan);
		check_tail(&c, &p.plan);
		done(&p);
		dr_arena_free(arena);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("plan properties");
	TCase *tcase = tcase_create("plan properties");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, every_plan_is_sound, 0, BATCHES);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
