#include "render/json_plan_priv.h"

static void put_phase_id(dr_json *json, const char *key, const dr_plan_phase *phase)
{
	dr_json_key(json, key);
	if (phase != NULL) {
		dr_json_str(json, phase->id);
	} else {
		dr_json_null(json);
	}
}

static void put_head(dr_json *json, const dr_plan *plan, const char *schema)
{
	dr_json_put_text(json, "schema", schema);
	dr_json_put_str(json, "domain", plan->domain);
	dr_json_put_day(json, "as_of", plan->as_of);
	dr_json_put_text(json, "status", plan->incomplete ? "incomplete" : "complete");
	put_phase_id(json, "current_phase", plan->current);
	put_phase_id(json, "next_phase", plan->next);
}

static void put_move(dr_json *json, const dr_plan_move *move)
{
	put_phase_id(json, "phase", move->phase);
	dr_json_put_bool(json, "allowed", move->allowed);
	dr_json_put_bool(json, "reached", move->reached);
	dr_json_put_day(json, "not_before", move->phase->not_before);
	dr_json_put_strs(json, "reasons", &move->reasons);
	dr_json_plan_gates(json, &move->phase->gates);
}

static void write_gate(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	dr_json *json = item->plan != NULL ? dr_json_open(out, true) : NULL;
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	put_head(json, item->plan, "dmarcramp.gate/1");
	dr_json_plan_alarms(json, &item->plan->alarms);
	if (item->move != NULL) {
		put_move(json, item->move);
	}
	dr_json_end(json);
	dr_json_close(json);
}

static void write_head(const dr_render_options *options, dr_buf *out)
{
	if (options->several) {
		dr_json_list_head(out, "dmarcramp.statuses/1", options->as_of);
	}
}

static void write_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)summary;
	if (options->several) {
		dr_json_list_end(out, NULL, (dr_str){ 0 });
	}
}

static void write_status(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	const dr_plan *plan = item->plan;
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_json *json = plan != NULL ? dr_json_open(&text, true) : NULL;
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	put_head(json, plan, "dmarcramp.status/1");
	dr_json_put_day(json, "since", plan->since);
	dr_json_put_day(json, "due", plan->due);
	dr_json_put_bool(json, "needs_a_person", dr_plan_needs_a_person(plan));
	dr_json_put_strs(json, "notes", &plan->notes);
	dr_json_put_strs(json, "remarks", &plan->remarks);
	dr_json_plan_alarms(json, &plan->alarms);
	if (plan->next != NULL) {
		dr_json_plan_gates(json, &plan->next->gates);
	}
	dr_json_end(json);
	dr_json_close(json);
	dr_json_plan_add(options, dr_buf_str(&text), out);
}

const dr_domain_writer DR_JSON_GATE = { .item = write_gate };
const dr_domain_writer DR_JSON_STATUS = { write_head, write_status, ",\n", write_tail, NULL };
