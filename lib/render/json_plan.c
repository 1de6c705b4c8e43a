#include "render/json_plan_priv.h"

static void put_records(dr_json *json, const char *key, const dr_plan_records *records)
{
	dr_json_key(json, key);
	dr_json_array(json);
	for (size_t i = 0; i < records->len; i++) {
		const dr_plan_record *r = &records->items[i];
		dr_json_object(json);
		dr_json_put_str(json, "action", r->action);
		dr_json_put_str(json, "name", r->name);
		dr_json_put_str(json, "type", r->type);
		dr_json_put_int(json, "ttl", r->ttl);
		dr_json_put_known(json, "value", r->value);
		dr_json_put_str(json, "host_field", r->host_field);
		dr_json_put_str(json, "why", r->why);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_effect(dr_json *json, const char *key, const dr_plan_effect *effect)
{
	dr_json_key(json, key);
	dr_json_object(json);
	dr_json_put_str(json, "rfc7489", effect->rfc7489);
	dr_json_put_str(json, "rfc9989", effect->rfc9989);
	dr_json_put_str(json, "weakest", effect->weakest);
	dr_json_put_str(json, "strictest", effect->strictest);
	dr_json_end(json);
}

static void put_measured(dr_json *json, const dr_measure *measured)
{
	if (!measured->given) {
		dr_json_put_null(json, "measured");
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
	dr_json_put_str(json, "text", measured->text);
	dr_json_end(json);
}

void dr_json_plan_gates(dr_json *json, const dr_plan_gates *gates)
{
	dr_json_key(json, "gates");
	dr_json_array(json);
	for (size_t i = 0; i < gates->len; i++) {
		const dr_plan_gate *g = &gates->items[i];
		dr_json_object(json);
		dr_json_put_str(json, "id", g->id);
		dr_json_put_str(json, "title", g->title);
		dr_json_put_text(json, "state", dr_gate_state_name(g->state));
		dr_json_put_str(json, "scope", g->scope);
		dr_json_put_known(json, "source", g->source);
		put_measured(json, &g->measured);
		dr_json_put_str(json, "needed", g->needed);
		dr_json_put_known(json, "accepted_by", g->accepted_by);
		dr_json_put_str(json, "todo", g->todo);
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
		dr_json_put_str(json, "kind", tasks->items[i].kind);
		dr_json_put_str(json, "text", tasks->items[i].text);
		dr_json_put_null(json, "owner");
		dr_json_put_known(json, "because", tasks->items[i].because);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_impact(dr_json *json, const dr_plan_impact *impact)
{
	if (!impact->given) {
		dr_json_put_null(json, "impact");
		return;
	}
	dr_json_key(json, "impact");
	dr_json_object(json);
	dr_json_key(json, "window");
	dr_json_object(json);
	dr_json_put_day(json, "from", impact->from);
	dr_json_put_day(json, "to", impact->to);
	dr_json_end(json);
	dr_json_put_count(json, "reporters", impact->reporters);
	dr_json_put_bool(json, "at_least", true);
	dr_json_put_count(json, "messages", impact->messages);
	dr_json_put_count(json, "affected", impact->affected);
	dr_json_key(json, "sources");
	dr_json_array(json);
	for (size_t i = 0; i < impact->sources.len; i++) {
		dr_json_object(json);
		dr_json_put_str(json, "source", impact->sources.items[i].source);
		dr_json_put_count(json, "affected", impact->sources.items[i].affected);
		dr_json_end(json);
	}
	dr_json_end(json);
	dr_json_end(json);
}

static void put_exposure(dr_json *json, const dr_plan_exposure *exposure)
{
	if (!exposure->given) {
		dr_json_put_null(json, "exposure");
		return;
	}
	dr_json_key(json, "exposure");
	dr_json_object(json);
	dr_json_put_count(json, "messages", exposure->messages);
	dr_json_put_int(json, "hours", exposure->hours);
	dr_json_put_str(json, "stream", exposure->stream);
	dr_json_end(json);
}

/* A phase that is left out has none, and of one that is over nobody knows what it did. */
static void put_policies(dr_json *json, const dr_plan_phase *phase)
{
	if (phase->state == DR_PHASE_SKIPPED || phase->state == DR_PHASE_DONE) {
		dr_json_put_null(json, "effective_policy");
		return;
	}
	dr_json_key(json, "effective_policy");
	dr_json_object(json);
	put_effect(json, "p", &phase->p);
	put_effect(json, "sp", &phase->sp);
	put_effect(json, "np", &phase->np);
	dr_json_end(json);
}

static void put_phase(dr_json *json, const dr_plan_phase *phase)
{
	dr_json_object(json);
	dr_json_put_str(json, "id", phase->id);
	dr_json_put_str(json, "title", phase->title);
	dr_json_put_text(json, "state", dr_phase_state_name(phase->state));
	dr_json_put_known(json, "skipped_because", phase->skipped_because);
	put_records(json, "records", &phase->records);
	put_records(json, "elsewhere", &phase->elsewhere);
	put_policies(json, phase);
	dr_json_put_day(json, "not_before", phase->not_before);
	dr_json_put_day(json, "earliest", phase->earliest);
	dr_json_put_known(json, "waits_for", phase->waits_for);
	dr_json_put_int(json, "min_days", phase->min_days);
	dr_json_put_strs(json, "delays", &phase->delays);
	dr_json_put_bool(json, "after_decision", phase->decision);
	dr_json_put_known(json, "ahead_of_p_because", phase->ahead);
	dr_json_plan_gates(json, &phase->gates);
	put_impact(json, &phase->impact);
	put_exposure(json, &phase->exposure);
	dr_json_key(json, "rollback");
	dr_json_object(json);
	put_records(json, "records", &phase->rollback);
	dr_json_put_strs(json, "when", &phase->triggers);
	dr_json_put_strs(json, "cannot_undo", &phase->cannot_undo);
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
		dr_json_put_str(json, "id", d->id);
		dr_json_put_str(json, "question", d->question);
		dr_json_put_strs(json, "for", &d->in_favour);
		dr_json_put_strs(json, "against", &d->against);
		dr_json_put_known(json, "answer", d->answer);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_return(dr_json *json, const char *key, const dr_plan_return *back)
{
	dr_json_key(json, key);
	dr_json_object(json);
	dr_json_put_bool(json, "possible", back->possible);
	dr_json_put_str(json, "why", back->why);
	put_records(json, "records", &back->records);
	dr_json_put_strs(json, "cannot_undo", &back->cannot_undo);
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

static void put_clock(dr_json *json, const dr_plan *plan)
{
	dr_json_put_day(json, "since", plan->since);
	bool counted = !plan->incomplete || plan->since_given;
	dr_json_put_known(json, "clock",
	                  counted ? dr_str_of(dr_plan_clock_name(plan->clock)) : (dr_str){ 0 });
	dr_json_put_day(json, "due", plan->due);
	dr_json_put_day(json, "wanted_by", plan->by);
	dr_json_put_day(json, "possible_by", plan->end);
	dr_json_put_known(json, "late_because", plan->late);
	dr_json_put_strs(json, "notes", &plan->notes);
	dr_json_put_strs(json, "remarks", &plan->remarks);
}

void dr_json_plan_alarms(dr_json *json, const dr_plan_alarms *alarms)
{
	dr_json_key(json, "alarms");
	dr_json_array(json);
	for (size_t i = 0; i < alarms->len; i++) {
		const dr_plan_alarm *a = &alarms->items[i];
		dr_json_object(json);
		dr_json_put_str(json, "source", a->source);
		dr_json_put_str(json, "domain", a->domain);
		dr_json_put_day(json, "day", a->day);
		dr_json_put_count(json, "messages", a->messages);
		dr_json_put_count(json, "failing", a->failing);
		dr_json_put_str(json, "text", a->text);
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
		dr_json_put_str(json, "rule", blockers->items[i].rule);
		dr_json_put_str(json, "message", blockers->items[i].message);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_obstacles(dr_json *json, const dr_plan_obstacles *obstacles)
{
	dr_json_key(json, "obstacles");
	dr_json_array(json);
	for (size_t i = 0; i < obstacles->len; i++) {
		const dr_plan_obstacle *o = &obstacles->items[i];
		dr_json_object(json);
		dr_json_put_str(json, "text", o->what);
		dr_json_put_str(json, "todo", o->todo);
		dr_json_put_known(json, "command", o->command);
		dr_json_put_strs(json, "because", &o->because);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_if_known(dr_json *json, const char *key, bool known, bool value)
{
	if (known) {
		dr_json_put_bool(json, key, value);
	} else {
		dr_json_put_null(json, key);
	}
}

static void put_names(dr_json *json, const dr_plan_names *names)
{
	dr_json_key(json, "subdomains");
	dr_json_array(json);
	for (size_t i = 0; i < names->len; i++) {
		const dr_plan_name *n = &names->items[i];
		dr_json_object(json);
		dr_json_put_str(json, "name", n->name);
		put_if_known(json, "exists", n->exists_known, n->exists);
		put_if_known(json, "has_record", n->own_known, n->own.len > 0);
		dr_json_put_known(json, "record", n->own);
		dr_json_put_count(json, "messages", n->messages);
		dr_json_put_count(json, "failing", n->failing);
		dr_json_end(json);
	}
	dr_json_end(json);
}

void dr_json_plan_add(const dr_render_options *options, dr_str document, dr_buf *out)
{
	if (options->several) {
		dr_json_list_add(out, document);
	} else {
		dr_buf_add(out, document);
	}
}

static dr_str id_of(const dr_plan_phase *phase)
{
	return phase != NULL ? phase->id : (dr_str){ 0 };
}

static void put_plan(dr_json *json, const dr_plan *plan)
{
	dr_json_object(json);
	dr_json_put_text(json, "schema", "dmarcramp.plan/1");
	dr_json_put_str(json, "domain", plan->domain);
	dr_json_put_day(json, "as_of", plan->as_of);
	dr_json_put_text(json, "status", plan->incomplete ? "incomplete" : "complete");
	dr_json_put_known(json, "missing", plan->missing);
	dr_json_put_str(json, "playbook", plan->playbook);
	dr_json_put_str(json, "pace", plan->pace);
	dr_json_put_str(json, "mail", plan->mail.len > 0 ? plan->mail : DR_STR("mixed"));
	dr_json_put_known(json, "current_phase", id_of(plan->current));
	dr_json_put_known(json, "next_phase", id_of(plan->next));
	dr_json_put_known(json, "cname", plan->cname);
	put_clock(json, plan);
	dr_json_put_strs(json, "assumptions", &plan->assumptions);
	put_names(json, &plan->below);
	dr_json_key(json, "phases");
	dr_json_array(json);
	for (size_t i = 0; i < plan->phases.len; i++) {
		put_phase(json, &plan->phases.items[i]);
	}
	dr_json_end(json);
	put_decisions(json, &plan->decisions);
	put_blockers(json, &plan->blockers);
	put_obstacles(json, &plan->obstacles);
	dr_json_plan_alarms(json, &plan->alarms);
	put_way_back(json, plan);
	dr_json_end(json);
}

static void write_head(const dr_render_options *options, dr_buf *out)
{
	if (options->several) {
		dr_json_list_head(out, "dmarcramp.plans/1", options->as_of);
	}
}

static void write_plan(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_json *json = item->plan != NULL ? dr_json_open(&text, true) : NULL;
	if (json != NULL) {
		put_plan(json, item->plan);
		dr_json_close(json);
		dr_json_plan_add(options, dr_buf_str(&text), out);
	}
}

static void write_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)summary;
	dr_buf order;
	dr_buf_init(&order, out->arena);
	dr_json *json = options->portfolio != NULL ? dr_json_open(&order, true) : NULL;
	if (json != NULL) {
		dr_json_plan_table(json, options->portfolio);
		dr_json_close(json);
	}
	if (options->several) {
		dr_json_list_end(out, json != NULL ? "portfolio" : NULL, dr_buf_str(&order));
	}
}

const dr_domain_writer DR_JSON_PLAN = { write_head, write_plan, ",\n", write_tail, NULL };
