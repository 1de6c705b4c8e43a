#include "run/playbook_examples.h"
#include "gate/evidence.h"
#include "plan/plan.h"
#include "run/examples_priv.h"

#define DOMAIN "example.com"

static dr_str zone_text(dr_arena *arena, const dr_phase_example *example)
{
	static const dr_str SENDS =
		DR_STR_INIT("@ MX 10 mail\nmail A 192.0.2.1\n@ TXT \"v=spf1 mx -all\"\n");
	dr_str lines = example->zone.len > 0 ? example->zone : SENDS;
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text,
	            "$ORIGIN " DOMAIN
	            ".\n$TTL 3600\n@ SOA ns host 1 7200 900 1209600 300\n@ NS ns\n"
	            "ns A 192.0.2.53\n%.*s\n",
	            DR_FMT(lines));
	if (example->published.len > 0) {
		dr_buf_addf(&text, "_dmarc TXT \"%.*s\"\n", DR_FMT(example->published));
	}
	return dr_buf_str(&text);
}

/* One fact for each element of `list`; NULL: none. */
static int read_facts(dr_arena *arena, const dr_schema *schema, const dr_node *list,
                      void **ret_items, size_t *ret_count, dr_error *err)
{
	size_t count = list != NULL ? list->count : 0, done = 0;
	char *items = dr_arena_alloc_array(arena, count + 1, schema->size);
	const dr_node *item = count > 0 ? list->first : NULL;
	for (; item != NULL && items != NULL; item = item->next) {
		int code = dr_example_set_record(arena, schema, item, items + done++ * schema->size,
		                                 err);
		if (code != DR_OK) {
			return code;
		}
	}
	*ret_items = items;
	*ret_count = items != NULL ? done : 0;
	return DR_OK;
}

static int read_evidence(dr_arena *arena, const dr_phase_example *example, dr_gate_evidence *facts,
                         dr_error *err)
{
	void *stream_items = NULL, *source_items = NULL;
	size_t streams = 0, sources = 0;
	int code = DR_OK;
	if (example->reports != NULL) {
		code = dr_example_set_record(arena, &DR_REPORTS_FACT_SCHEMA, example->reports,
		                             &facts->reports, err);
	}
	if (code == DR_OK) {
		code = read_facts(arena, &DR_STREAM_FACT_SCHEMA, example->streams, &stream_items,
		                  &streams, err);
	}
	if (code == DR_OK) {
		code = read_facts(arena, &DR_SOURCE_FACT_SCHEMA, example->sources, &source_items,
		                  &sources, err);
	}
	facts->streams = (dr_stream_facts){ stream_items, streams };
	facts->sources = (dr_source_facts){ source_items, sources };
	return code;
}

static const dr_plan_gate *find_gate(const dr_plan_phase *phase, dr_str id, dr_str state)
{
	const dr_plan_gate *found = NULL;
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (dr_str_eq(gate->id, id)) {
			found = gate;
			if (dr_str_eq(dr_str_of(dr_gate_state_name(gate->state)), state)) {
				return gate;
			}
		}
	}
	return found;
}

static void compare_gates(const dr_plan_phase *phase, const dr_node *gates, dr_buf *what)
{
	for (const dr_node *g = gates != NULL ? gates->first : NULL; g != NULL; g = g->next) {
		const dr_plan_gate *gate = find_gate(phase, g->key, g->text);
		const char *state = gate != NULL ? dr_gate_state_name(gate->state) : "not there";
		if (!dr_str_eq(dr_str_of(state), g->text)) {
			dr_buf_addf(what, "%s%.*s is %s, not %.*s", what->len > 0 ? "; " : "",
			            DR_FMT(g->key), state, DR_FMT(g->text));
		}
	}
}

static bool removes(const dr_plan_phase *phase, dr_str name)
{
	for (size_t i = 0; i < phase->records.len; i++) {
		const dr_plan_record *record = &phase->records.items[i];
		if (dr_str_eq(record->action, DR_STR("remove")) && dr_str_eq(record->name, name)) {
			return true;
		}
	}
	return false;
}

static void compare(const dr_plan *plan, const dr_playbook_phase *of,
                    const dr_phase_example *example, dr_buf *what)
{
	const dr_plan_phase *phase = dr_plan_find(plan, of->id);
	if (phase == NULL) {
		dr_buf_addf(what, "there is no plan: %.*s is missing", DR_FMT(plan->missing));
		return;
	}
	const char *state = dr_phase_state_name(phase->state);
	if (!dr_str_eq(dr_str_of(state), example->state->text)) {
		dr_buf_addf(what, "the phase is %s, not %.*s", state, DR_FMT(example->state->text));
	}
	dr_str written = phase->records.len > 0 ? phase->records.items[0].value : (dr_str){ 0 };
	if (example->writes.len > 0 && !dr_str_eq(written, example->writes)) {
		dr_buf_addf(what, "%sit writes '%.*s'", what->len > 0 ? "; " : "", DR_FMT(written));
	}
	if (example->removes.len > 0 && !removes(phase, example->removes)) {
		dr_buf_addf(what, "%sit does not remove %.*s", what->len > 0 ? "; " : "",
		            DR_FMT(example->removes));
	}
	compare_gates(phase, example->gates, what);
}

static int plan_example(const dr_playbook *playbook, const dr_phase_example *example,
                        const dr_run_result *result, dr_arena *arena, dr_plan *ret_plan,
                        dr_error *err)
{
	dr_gate_evidence evidence = { .reports = { .messages = 0 } };
	bool reported = example->reports != NULL;
	int code = read_evidence(arena, example, &evidence, err);
	const dr_plan_request request = {
		.playbook = playbook,
		.facts = result->facts,
		.values = &result->values,
		.judgement = &result->judgement,
		.as_of = dr_day_of(2026, 11, 23),
		.since = DR_NO_DAY,
		.by = DR_NO_DAY,
		.evidence = reported ? &evidence : NULL,
		.pace = example->pace,
		.mail = example->mail,
		.rua = example->asks,
	};
	return code == DR_OK ? dr_plan_run(arena, &request, ret_plan, err) : code;
}

/* What is wrong with the example is added to `what`. */
static int judge(const dr_playbook *playbook, const dr_playbook_phase *phase,
                 const dr_phase_example *example, const dr_run_result *result, dr_buf *what,
                 dr_error *err)
{
	dr_plan plan = { 0 };
	int code = plan_example(playbook, example, result, result->arena, &plan, err);
	if (code == DR_OK) {
		compare(&plan, phase, example, what);
	}
	return code;
}

static int read_zone(dr_arena *arena, const dr_phase_example *example, dr_zone **ret_zone,
                     dr_error *err)
{
	const dr_source source = { DOMAIN ".zone", zone_text(arena, example) };
	const dr_zone_options options = { 0 };
	return dr_zone_parse(&source, &options, NULL, ret_zone, err);
}

int dr_playbook_example_run(const dr_run_config *config, const dr_playbook *playbook,
                            const dr_playbook_phase *phase, const dr_phase_example *example,
                            dr_arena *arena, dr_example_result *ret_result, dr_error *err)
{
	dr_zone *zone = NULL;
	dr_run_result result = { 0 };
	dr_buf what;
	dr_buf_init(&what, arena);
	int code = read_zone(arena, example, &zone, err);
	if (code != DR_OK) {
		return code;
	}
	const dr_run_config offline = {
		.catalog = config->catalog,
		.suffixes = config->suffixes,
		.rules = config->rules,
		.zones = dr_zones_new(arena, &zone, 1),
		.as_of = dr_day_of(2026, 11, 23),
	};
	const dr_request request = { .domain = DR_STR(DOMAIN),
		                     .mail = example->mail,
		                     .below = example->below,
		                     .rua = example->asks,
		                     .probe = DR_PROBE_NAMED };
	code = dr_run_one(&offline, &request, &result);
	if (code == DR_OK) {
		code = judge(playbook, phase, example, &result, &what, err);
		*ret_result = (dr_example_result){ .ok = what.len == 0, .what = dr_buf_str(&what) };
	}
	dr_run_result_done(&result);
	dr_zone_close(zone);
	return code;
}
