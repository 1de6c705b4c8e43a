#include "run/examples.h"
#include "run/examples_priv.h"
#include "base/part.h"
#include "run/run_priv.h"

/* The source of an example's answers. They are copied, because the zones are gone when facts that
 * borrow from them are read. */
typedef struct {
	dr_source_of_answers base;
	const dr_example *example;
	dr_name origin;
	dr_zone *zone; /* at the origin */
	dr_zone *root; /* everything else */
} stage;

static bool names(const stage *s, dr_arena *arena, const dr_strs *list, dr_name name)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_name_eq(dr_name_of(arena, list->items[i]), name) ||
		    dr_name_eq(dr_name_join(arena, list->items[i], s->origin), name)) {
			return true;
		}
	}
	return false;
}

static const dr_answer *failure(dr_arena *arena, dr_outcome outcome)
{
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	if (answer != NULL) {
		answer->outcome = outcome;
	}
	return answer;
}

static const dr_answer *answer_at_once(dr_source_of_answers *self, dr_arena *arena,
                                       const dr_question *question)
{
	const stage *s = (const stage *)(const void *)self;
	if (names(s, arena, &s->example->timeouts, question->name)) {
		return failure(arena, DR_TIMEOUT);
	}
	if (names(s, arena, &s->example->servfails, question->name)) {
		return failure(arena, DR_SERVFAIL);
	}
	if (question->kind == DR_ASK_HTTPS) {
		return dr_example_fetch(arena, s->example->fetches, question);
	}
	const dr_answer *answer = dr_zone_answer(s->zone, arena, question);
	if (answer == NULL) {
		answer = dr_zone_answer(s->root, arena, question);
	}
	return answer != NULL ? dr_answer_copy(arena, answer) : NULL;
}

static int read_zone(dr_str text, dr_name origin, dr_zone **ret_zone, dr_error *err)
{
	dr_source source = { .name = "example", .text = text };
	dr_zone_options options = { .origin = origin };
	return dr_zone_parse(&source, &options, NULL, ret_zone, err);
}

/* The zone that is looked at. */
static int read_own(dr_arena *arena, stage *s, const dr_rule *rule, dr_name domain, dr_error *err)
{
	dr_zone_list zones = { NULL, 0 };
	if (s->example->octodns.len == 0) {
		dr_str text = dr_example_zone_text(arena, rule, s->example, domain);
		return read_zone(text, s->origin, &s->zone, err);
	}
	const dr_source source = { .name = "example.com.yaml", .text = s->example->octodns };
	const dr_zone_options options = { .origin = s->origin, .format = "octodns" };
	int code = dr_zone_parse_all(arena, &source, &options, NULL, &zones, err);
	if (code == DR_OK) {
		s->zone = zones.items[0];
	}
	return code;
}

/* Names outside the origin: the example's own lines again, below a root. */
static int read_root(dr_arena *arena, const stage *s, dr_zone **ret_zone, dr_error *err)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "$TTL 3600\n. SOA ns. ns. 1 7200 900 1209600 300\n. NS ns.\n$ORIGIN ");
	dr_name_write(s->origin, &text);
	dr_buf_addf(&text, "%s\n", s->origin.len > 1 ? "." : "");
	dr_buf_add(&text, s->example->zone);
	dr_buf_add_char(&text, '\n');
	return read_zone(dr_buf_str(&text), DR_NAME_ROOT, ret_zone, err);
}

/* Where the example's zone begins: example.com, or the registrable domain of a domain elsewhere. */
static dr_name origin_of(dr_arena *arena, const dr_suffixes *suffixes, dr_name domain)
{
	dr_name usual = dr_name_of(arena, DR_STR("example.com"));
	return dr_name_is_within(domain, usual) ? usual
	                                        : dr_suffixes_organizational(suffixes, domain);
}

/* What every example of a rule is run with. */
typedef struct {
	const dr_run_config *shared;
	const dr_rule *rule;
	dr_arena *arena, *scratch;
} theatre;

/* Rules about findings need the other rules to have run. */
static int survey(const theatre *t, stage *s, const dr_change_side *since,
                  dr_run_result *ret_result)
{
	bool wants_findings = t->rule != NULL && t->rule->stage == DR_STAGE_FINDINGS;
	dr_run_config config = {
		.catalog = t->shared->catalog,
		.suffixes = t->shared->suffixes,
		.first = &s->base,
		.zones = dr_zones_new(t->arena, &s->zone, 1),
		.rules = wants_findings ? t->shared->rules : NULL,
		.as_of = dr_day_of(2026, 11, 21),
	};
	dr_request request = {
		.domain = s->example->domain,
		.selectors = s->example->selectors,
		.mail = s->example->mail,
		.probe = DR_PROBE_COMMON,
		.since = since,
	};
	dr_run run;
	int code = dr_run_begin(&run, &config, &request, t->arena, t->scratch, 0);
	if (code == DR_OK) {
		code = dr_run_finish(&run);
	}
	*ret_result = run.result;
	dr_run_drop(&run);
	return code;
}

/* Builds the example's world, runs in it, and takes it down again. */
static int play(const theatre *t, const dr_example *example, const dr_change_side *since,
                dr_run_result *ret_result, dr_error *err)
{
	dr_name domain;
	stage s = { .base = { .kind = "example", .immediate = answer_at_once },
		    .example = example };
	int code = dr_domain_load(t->arena, example->domain, &domain, err);
	if (code == DR_OK) {
		s.origin = origin_of(t->arena, t->shared->suffixes, domain);
		code = read_own(t->arena, &s, t->rule, domain, err);
	}
	if (code == DR_OK) {
		code = read_root(t->arena, &s, &s.root, err);
	}
	if (code == DR_OK) {
		code = survey(t, &s, since, ret_result);
	}
	dr_zone_close(s.zone);
	dr_zone_close(s.root);
	return code;
}

/* The world of before a change, which answers everything. */
static dr_example before_of(const dr_example *example)
{
	return (dr_example){
		.domain = example->domain,
		.zone = example->before,
		.selectors = example->selectors,
		.mail = example->mail,
		.fetches = example->fetches_before,
	};
}

static int play_both(const theatre *t, const dr_example *example, dr_values *ret_values,
                     dr_error *err)
{
	const dr_example then = before_of(example);
	dr_run_result before = { 0 }, after = { 0 };
	bool change = example->before.ptr != NULL;
	int code = change ? play(t, &then, NULL, &before, err) : DR_OK;
	const dr_change_side since = { before.survey, before.facts };
	if (code == DR_OK) {
		code = play(t, example, change ? &since : NULL, &after, err);
	}
	if (code == DR_OK) {
		code = dr_example_set_facts(t->arena, example->facts, &after.values, err);
	}
	if (code == DR_OK) {
		*ret_values = after.values;
	}
	return code;
}

/* Logos and certificates are read by a part that may be left out. */
static bool needs_part(const dr_rule *rule, const dr_example *example)
{
	return example->fetches != NULL && dr_str_eq(rule->record, DR_STR("bimi")) &&
	       !dr_part_is_built("web");
}

int dr_run_example_facts(void *self, dr_arena *arena, const dr_rule *rule,
                         const dr_example *example, dr_values *ret_values, dr_error *err)
{
	theatre t = { .shared = self, .rule = rule, .arena = arena };
	if (needs_part(rule, example)) {
		return dr_part_fail("web", err);
	}
	t.scratch = dr_arena_new(0);
	int code = t.scratch != NULL ? play_both(&t, example, ret_values, err) : DR_ENOMEM;
	dr_arena_free(t.scratch);
	return code;
}
