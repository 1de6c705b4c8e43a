#include "render/json_plan_priv.h"

static void put(dr_json *json, const char *key, dr_str value)
{
	dr_json_key(json, key);
	dr_json_str(json, value);
}

/* Empty texts are null: the key is always there. */
static void put_or_null(dr_json *json, const char *key, dr_str value)
{
	dr_json_key(json, key);
	if (value.len > 0) {
		dr_json_str(json, value);
	} else {
		dr_json_null(json);
	}
}

static void put_null(dr_json *json, const char *key)
{
	dr_json_key(json, key);
	dr_json_null(json);
}

static void put_day(dr_json *json, dr_arena *arena, const char *key, dr_day day)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	if (day != DR_NO_DAY) {
		dr_day_write(day, &text);
	}
	put_or_null(json, key, dr_buf_str(&text));
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

static void put_records(dr_json *json, const char *key, const dr_plan_records *records)
{
	dr_json_key(json, key);
	dr_json_array(json);
	for (size_t i = 0; i < records->len; i++) {
		const dr_plan_record *r = &records->items[i];
		dr_json_object(json);
		put(json, "action", r->action);
		put(json, "name", r->name);
		put(json, "type", r->type);
		dr_json_key(json, "ttl");
		dr_json_int(json, r->ttl);
		put_or_null(json, "value", r->value);
		put(json, "host_field", r->host_field);
		put(json, "why", r->why);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_effect(dr_json *json, const char *key, const dr_plan_effect *effect)
{
	dr_json_key(json, key);
	dr_json_object(json);
	put(json, "rfc7489", effect->rfc7489);
	put(json, "rfc9989", effect->rfc9989);
	put(json, "weakest", effect->weakest);
	put(json, "strictest", effect->strictest);
	dr_json_end(json);
}

static void put_measured(dr_json *json, const dr_measure *measured)
{
	if (!measured->given) {
		put_null(json, "measured");
		return;
	}
	dr_json_key(json, "measured");
	dr_json_object(json);
	dr_json_key(json, "value");
	if (measured->value >= 0) {
		dr_json_fixed(json, measured->value, 4);
	} else {
		dr_json_null(json);
	}
	dr_json_key(json, "of");
	if (measured->of >= 0) {
		dr_json_int(json, measured->of);
	} else {
		dr_json_null(json);
	}
	put(json, "text", measured->text);
	dr_json_end(json);
}

void dr_json_plan_gates(dr_json *json, const dr_plan_gates *gates)
{
	dr_json_key(json, "gates");
	dr_json_array(json);
	for (size_t i = 0; i < gates->len; i++) {
		const dr_plan_gate *g = &gates->items[i];
		dr_json_object(json);
		put(json, "id", g->id);
		put(json, "title", g->title);
		dr_json_key(json, "state");
		dr_json_text(json, dr_gate_state_name(g->state));
		put(json, "scope", g->scope);
		put_or_null(json, "source", g->source);
		put_measured(json, &g->measured);
		put(json, "needed", g->needed);
		put_or_null(json, "accepted_by", g->accepted_by);
		put(json, "todo", g->todo);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_tasks(dr_json *json, const dr_plan_tasks *tasks)
{
	dr_json_key(json, "tasks");
	dr_json_array(json);
	for (size_t i = 0; i < tasks->len; i++) {
		dr_json_object(json);
		put(json, "kind", tasks->items[i].kind);
		put(json, "text", tasks->items[i].text);
		put_null(json, "owner");
		put_or_null(json, "because", tasks->items[i].because);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_count(dr_json *json, const char *key, uint64_t count)
{
	dr_json_key(json, key);
	dr_json_int(json, (int64_t)count);
}

static void put_impact(dr_json *json, dr_arena *arena, const dr_plan_impact *impact)
{
	if (!impact->given) {
		put_null(json, "impact");
		return;
	}
	dr_json_key(json, "impact");
	dr_json_object(json);
	dr_json_key(json, "window");
	dr_json_object(json);
	put_day(json, arena, "from", impact->from);
	put_day(json, arena, "to", impact->to);
	dr_json_end(json);
	put_count(json, "reporters", impact->reporters);
	dr_json_key(json, "at_least");
	dr_json_bool(json, true);
	put_count(json, "messages", impact->messages);
	put_count(json, "affected", impact->affected);
	dr_json_key(json, "sources");
	dr_json_array(json);
	for (size_t i = 0; i < impact->sources.len; i++) {
		dr_json_object(json);
		put(json, "source", impact->sources.items[i].source);
		put_count(json, "affected", impact->sources.items[i].affected);
		dr_json_end(json);
	}
	dr_json_end(json);
	dr_json_end(json);
}

static void put_exposure(dr_json *json, const dr_plan_exposure *exposure)
{
	if (!exposure->given) {
		put_null(json, "exposure");
		return;
	}
	dr_json_key(json, "exposure");
	dr_json_object(json);
	put_count(json, "messages", exposure->messages);
	dr_json_key(json, "hours");
	dr_json_int(json, exposure->hours);
	put(json, "stream", exposure->stream);
	dr_json_end(json);
}

static void put_phase(dr_json *json, dr_arena *arena, const dr_plan_phase *phase)
{
	dr_json_object(json);
	put(json, "id", phase->id);
	put(json, "title", phase->title);
	dr_json_key(json, "state");
	dr_json_text(json, dr_phase_state_name(phase->state));
	put_or_null(json, "skipped_because", phase->skipped_because);
	put_records(json, "records", &phase->records);
	dr_json_key(json, "effective_policy");
	dr_json_object(json);
	put_effect(json, "p", &phase->p);
	put_effect(json, "sp", &phase->sp);
	put_effect(json, "np", &phase->np);
	dr_json_end(json);
	put_day(json, arena, "not_before", phase->not_before);
	dr_json_key(json, "min_days");
	dr_json_int(json, phase->min_days);
	put_texts(json, "delays", &phase->delays);
	dr_json_key(json, "after_decision");
	dr_json_bool(json, phase->decision);
	dr_json_plan_gates(json, &phase->gates);
	put_impact(json, arena, &phase->impact);
	put_exposure(json, &phase->exposure);
	dr_json_key(json, "rollback");
	dr_json_object(json);
	put_records(json, "records", &phase->rollback);
	put_texts(json, "when", &phase->triggers);
	put_texts(json, "cannot_undo", &phase->cannot_undo);
	dr_json_end(json);
	put_tasks(json, &phase->tasks);
	dr_json_end(json);
}

static void put_decisions(dr_json *json, const dr_plan_decisions *decisions)
{
	dr_json_key(json, "decisions");
	dr_json_array(json);
	for (size_t i = 0; i < decisions->len; i++) {
		const dr_plan_decision *d = &decisions->items[i];
		dr_json_object(json);
		put(json, "id", d->id);
		put(json, "question", d->question);
		put_texts(json, "for", &d->in_favour);
		put_texts(json, "against", &d->against);
		put_or_null(json, "answer", d->answer);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_return(dr_json *json, const char *key, const dr_plan_return *back)
{
	dr_json_key(json, key);
	dr_json_object(json);
	dr_json_key(json, "possible");
	dr_json_bool(json, back->possible);
	put(json, "why", back->why);
	put_records(json, "records", &back->records);
	put_texts(json, "cannot_undo", &back->cannot_undo);
	dr_json_end(json);
}

static void put_way_back(dr_json *json, const dr_plan *plan)
{
	dr_json_key(json, "way_back");
	dr_json_object(json);
	put_return(json, "rollback", &plan->rollback);
	put_return(json, "emergency", &plan->emergency);
	put_return(json, "step_down", &plan->step_down);
	dr_json_end(json);
}

static void put_clock(dr_json *json, dr_arena *arena, const dr_plan *plan)
{
	put_day(json, arena, "since", plan->since);
	dr_json_key(json, "clock");
	dr_json_text(json, dr_plan_clock_name(plan->clock));
	put_day(json, arena, "due", plan->due);
	put_day(json, arena, "wanted_by", plan->by);
	put_day(json, arena, "possible_by", plan->end);
	put_or_null(json, "late_because", plan->late);
	put_texts(json, "notes", &plan->notes);
}

void dr_json_plan_alarms(dr_json *json, dr_arena *arena, const dr_plan_alarms *alarms)
{
	dr_json_key(json, "alarms");
	dr_json_array(json);
	for (size_t i = 0; i < alarms->len; i++) {
		const dr_plan_alarm *a = &alarms->items[i];
		dr_json_object(json);
		put(json, "source", a->source);
		put(json, "domain", a->domain);
		put_day(json, arena, "day", a->day);
		put_count(json, "messages", a->messages);
		put_count(json, "failing", a->failing);
		put(json, "text", a->text);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_blockers(dr_json *json, const dr_plan_blockers *blockers)
{
	dr_json_key(json, "blockers");
	dr_json_array(json);
	for (size_t i = 0; i < blockers->len; i++) {
		dr_json_object(json);
		put(json, "rule", blockers->items[i].rule);
		put(json, "message", blockers->items[i].message);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static dr_str id_of(const dr_plan_phase *phase)
{
	return phase != NULL ? phase->id : (dr_str){ 0 };
}

static void put_plan(dr_json *json, const dr_plan *plan, dr_buf *out)
{
	dr_json_object(json);
	dr_json_key(json, "schema");
	dr_json_text(json, "dmarcramp.plan/1");
	put(json, "domain", plan->domain);
	put_day(json, out->arena, "as_of", plan->as_of);
	dr_json_key(json, "status");
	dr_json_text(json, plan->incomplete ? "incomplete" : "complete");
	put_or_null(json, "missing", plan->missing);
	put(json, "playbook", plan->playbook);
	put(json, "pace", plan->pace);
	put(json, "mail", plan->mail.len > 0 ? plan->mail : DR_STR("mixed"));
	put_or_null(json, "current_phase", id_of(plan->current));
	put_or_null(json, "next_phase", id_of(plan->next));
	put_clock(json, out->arena, plan);
	put_texts(json, "assumptions", &plan->assumptions);
	dr_json_key(json, "phases");
	dr_json_array(json);
	for (size_t i = 0; i < plan->phases.len; i++) {
		put_phase(json, out->arena, &plan->phases.items[i]);
	}
	dr_json_end(json);
	put_decisions(json, &plan->decisions);
	put_blockers(json, &plan->blockers);
	dr_json_plan_alarms(json, out->arena, &plan->alarms);
	put_way_back(json, plan);
	dr_json_end(json);
}

static void write_plan(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	dr_json *json = item->plan != NULL ? dr_json_open(out, true) : NULL;
	if (json != NULL) {
		put_plan(json, item->plan, out);
		dr_json_close(json);
	}
}

const dr_domain_writer DR_JSON_PLAN = { .item = write_plan };
