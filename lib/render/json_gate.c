#include "render/json_plan_priv.h"

static void put(dr_json *json, const char *key, dr_str value)
{
	dr_json_key(json, key);
	dr_json_str(json, value);
}

static void put_flag(dr_json *json, const char *key, bool value)
{
	dr_json_key(json, key);
	dr_json_bool(json, value);
}

static void put_day(dr_json *json, dr_arena *arena, const char *key, dr_day day)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_json_key(json, key);
	if (day == DR_NO_DAY) {
		dr_json_null(json);
		return;
	}
	dr_day_write(day, &text);
	dr_json_str(json, dr_buf_str(&text));
}

static void put_phase_id(dr_json *json, const char *key, const dr_plan_phase *phase)
{
	dr_json_key(json, key);
	if (phase != NULL) {
		dr_json_str(json, phase->id);
	} else {
		dr_json_null(json);
	}
}

static void put_head(dr_json *json, dr_arena *arena, const dr_plan *plan, const char *schema)
{
	dr_json_key(json, "schema");
	dr_json_text(json, schema);
	put(json, "domain", plan->domain);
	put_day(json, arena, "as_of", plan->as_of);
	dr_json_key(json, "status");
	dr_json_text(json, plan->incomplete ? "incomplete" : "complete");
	put_phase_id(json, "current_phase", plan->current);
	put_phase_id(json, "next_phase", plan->next);
}

static void put_move(dr_json *json, dr_arena *arena, const dr_plan_move *move)
{
	put_phase_id(json, "phase", move->phase);
	put_flag(json, "allowed", move->allowed);
	put_flag(json, "reached", move->reached);
	put_day(json, arena, "not_before", move->phase->not_before);
	dr_json_key(json, "reasons");
	dr_json_array(json);
	for (size_t i = 0; i < move->reasons.len; i++) {
		dr_json_str(json, move->reasons.items[i]);
	}
	dr_json_end(json);
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
	put_head(json, out->arena, item->plan, "dmarcramp.gate/1");
	dr_json_plan_alarms(json, out->arena, &item->plan->alarms);
	if (item->move != NULL) {
		put_move(json, out->arena, item->move);
	}
	dr_json_end(json);
	dr_json_close(json);
}

static void put_texts(dr_json *json, const char *key, const dr_strs *texts)
{
	dr_json_key(json, key);
	dr_json_array(json);
	for (size_t i = 0; i < texts->len; i++) {
		dr_json_str(json, texts->items[i]);
	}
	dr_json_end(json);
}

static void write_status(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	const dr_plan *plan = item->plan;
	dr_json *json = plan != NULL ? dr_json_open(out, true) : NULL;
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	put_head(json, out->arena, plan, "dmarcramp.status/1");
	put_day(json, out->arena, "since", plan->since);
	put_day(json, out->arena, "due", plan->due);
	put_flag(json, "needs_a_person", dr_plan_needs_a_person(plan));
	put_texts(json, "notes", &plan->notes);
	dr_json_plan_alarms(json, out->arena, &plan->alarms);
	if (plan->next != NULL) {
		dr_json_plan_gates(json, &plan->next->gates);
	}
	dr_json_end(json);
	dr_json_close(json);
}

const dr_domain_writer DR_JSON_GATE = { .item = write_gate };
const dr_domain_writer DR_JSON_STATUS = { .item = write_status };
