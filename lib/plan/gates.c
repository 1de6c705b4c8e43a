#include "plan/plan_priv.h"

enum { SHOWN_MAX = 50, SCALE_DIGITS = 4 };

static void add_causes(dr_planner *p, const dr_causes *causes, dr_strs *because)
{
	for (size_t i = 0; i < causes->len; i++) {
		dr_list_add(p->arena, because, causes->items[i].path);
	}
}

void dr_planner_look_at(dr_planner *p, size_t end)
{
	p->values.at[p->playbook->reports] =
		end < p->evidence_count ? &p->evidence[end].reports : NULL;
}

static dr_gate_state state_of(dr_planner *p, const dr_playbook_gate *from, dr_strs *because)
{
	if (from->met == NULL) {
		return DR_GATE_UNKNOWN;
	}
	dr_outcome_of_expr outcome = dr_expr_eval(from->met, &p->values, p->arena);
	static const dr_gate_state STATES[] = {
		[DR_TRUE] = DR_GATE_MET, [DR_FALSE] = DR_GATE_OPEN, [DR_UNDECIDED] = DR_GATE_UNKNOWN
	};
	add_causes(p, &outcome.causes, because);
	if (outcome.verdict == DR_FALSE && from->unknown != NULL &&
	    dr_expr_eval(from->unknown, &p->values, p->arena).verdict == DR_TRUE) {
		return DR_GATE_UNKNOWN;
	}
	return STATES[outcome.verdict];
}

/* "0.9921" in ten-thousandths; untouched when it is no number. */
static void parse_value(dr_str text, int64_t *ret_value)
{
	dr_str rest = text, whole;
	uint64_t units, part = 0;
	if (!dr_str_split(&rest, '.', &whole) || !dr_str_to_u64(whole, INT32_MAX, &units)) {
		return;
	}
	for (size_t i = 0; i < SCALE_DIGITS; i++) {
		part = part * 10 + (i < rest.len ? (uint64_t)dr_hex_value(rest.ptr[i]) : 0);
	}
	*ret_value = (int64_t)(units * 10000 + part);
}

static dr_measure measure(dr_planner *p, const dr_playbook_gate *from)
{
	dr_measure m = { .value = -1, .of = -1 };
	uint64_t of;
	bool seen = p->evidence_count > 0 || from->each == DR_EACH_ADDRESS;
	if (from->measured == NULL || !seen) {
		return m;
	}
	m.given = true;
	m.text = dr_planner_text(p, from->measured);
	if (from->value != NULL) {
		parse_value(dr_planner_text(p, from->value), &m.value);
	}
	if (from->of != NULL && dr_str_to_u64(dr_planner_text(p, from->of), INT64_MAX, &of)) {
		m.of = (int64_t)of;
	}
	return m;
}

static dr_str needed_of(dr_planner *p, const dr_playbook_gate *from)
{
	bool words = from->needed != NULL && (p->evidence_count > 0 || from->evidence.len == 0);
	return words ? dr_planner_text(p, from->needed) : from->evidence;
}

static dr_plan_gate describe(dr_planner *p, const dr_playbook_gate *from)
{
	return (dr_plan_gate){
		.id = from->id,
		.title = from->title,
		.scope = from->scope,
		.needed = needed_of(p, from),
		.todo = dr_planner_text(p, from->todo),
		.opens = DR_NO_DAY,
		.opens_checked = DR_NO_DAY,
	};
}

/* A gate holds three report days running: the worst of them is its state. */
static bool is_worse(dr_gate_state a, dr_gate_state b)
{
	static const int RANK[] = {
		[DR_GATE_MET] = 0, [DR_GATE_ACCEPTED] = 0, [DR_GATE_UNKNOWN] = 1, [DR_GATE_OPEN] = 2
	};
	return RANK[a] > RANK[b];
}

/* What an earlier report day decides is not what is measured today. */
static void tell_day(dr_planner *p, size_t end, dr_plan_gate *gate)
{
	dr_buf needed, text;
	dr_buf_init(&needed, p->arena);
	dr_buf_addf(&needed, "%.*s, on three report days running", DR_FMT(gate->needed));
	gate->needed = dr_buf_str(&needed);
	if (gate->measured.given) {
		dr_buf_init(&text, p->arena);
		dr_buf_addf(&text, "%.*s up to ", DR_FMT(gate->measured.text));
		dr_day_write(p->evidence[end].until, &text);
		gate->measured.text = dr_buf_str(&text);
	}
}

/* Judges a gate at the end of a report day, whose evidence is looked at: the worst day decides. */
static void judge_day(dr_planner *p, const dr_playbook_gate *from, size_t end, dr_plan_gate *gate)
{
	dr_strs because = { NULL, 0 };
	dr_gate_state state = state_of(p, from, &because);
	if (end > 0 && !is_worse(state, gate->state)) {
		return;
	}
	gate->state = state;
	gate->because = because;
	gate->measured = measure(p, from);
	gate->needed = needed_of(p, from);
	if (end > 0) {
		tell_day(p, end, gate);
	}
}

static void judge_domain(dr_planner *p, const dr_playbook_gate *from, dr_plan_gates *gates)
{
	dr_plan_gate gate = describe(p, from);
	dr_planner_look_at(p, 0);
	gate.opens = dr_planner_opens_on(p, from);
	judge_day(p, from, 0, &gate);
	for (size_t end = 1; end < p->evidence_count; end++) {
		dr_planner_look_at(p, end);
		judge_day(p, from, end, &gate);
	}
	dr_planner_look_at(p, 0);
	dr_planner_doubt_gate(p, from, &gate);
	dr_list_add(p->arena, gates, gate);
}

typedef struct {
	const void *items;
	size_t len, size, variable;
} elements;

static elements elements_of(const dr_planner *p, const dr_playbook_gate *from, size_t end)
{
	const dr_gate_evidence *e = &p->evidence[end];
	if (from->each == DR_EACH_ADDRESS) {
		return (elements){ p->targets.items, p->targets.len, sizeof(dr_target_fact),
			           p->playbook->address };
	}
	if (from->each == DR_EACH_STREAM) {
		return (elements){ e->streams.items, e->streams.len, sizeof(dr_stream_fact),
			           p->playbook->stream };
	}
	return (elements){ e->sources.items, e->sources.len, sizeof(dr_source_fact),
		           p->playbook->source };
}

static bool point_at(dr_planner *p, const elements *list, size_t index,
                     const dr_playbook_gate *from)
{
	p->values.at[list->variable] = (const char *)list->items + index * list->size;
	return from->where == NULL ||
	       dr_expr_eval(from->where, &p->values, p->arena).verdict == DR_TRUE;
}

/* Streams are the same, in the same order, on every day that is looked at; other sources are not:
 * those that were there earlier do not matter any more. */
static void judge_earlier(dr_planner *p, const dr_playbook_gate *from, size_t index,
                          dr_plan_gate *gate)
{
	for (size_t end = 1; from->each == DR_EACH_STREAM && end < p->evidence_count; end++) {
		elements list = elements_of(p, from, end);
		dr_planner_look_at(p, end);
		if (index < list.len && point_at(p, &list, index, from)) {
			judge_day(p, from, end, gate);
		}
	}
	dr_planner_look_at(p, 0);
}

static void name_address(dr_planner *p, dr_plan_gate *gate)
{
	const dr_target_fact *target = p->values.at[p->playbook->address];
	gate->each = DR_STR("address");
	gate->source = target->mailbox;
	gate->domain = target->name;
	if (!dr_str_eq(target->name, p->facts->domain.name)) {
		dr_buf text;
		dr_buf_init(&text, p->arena);
		dr_buf_addf(&text, "%.*s for %.*s", DR_FMT(target->mailbox), DR_FMT(target->name));
		gate->source = dr_buf_str(&text);
	}
}

static void name_source(dr_planner *p, const dr_playbook_gate *from, dr_plan_gate *gate)
{
	const dr_stream_fact *stream = p->values.at[p->playbook->stream];
	const dr_source_fact *source = p->values.at[p->playbook->source];
	bool is_stream = from->each == DR_EACH_STREAM;
	dr_str domain = is_stream ? stream->domain : source->domain;
	gate->each = is_stream ? DR_STR("stream") : DR_STR("source");
	gate->owner = is_stream ? stream->owner : (dr_str){ 0 };
	gate->sender = is_stream ? stream->name : source->name;
	gate->source = gate->sender;
	gate->domain = domain;
	if (!dr_str_eq(domain, p->facts->domain.name)) {
		dr_buf text;
		dr_buf_init(&text, p->arena);
		dr_buf_addf(&text, "%.*s as %.*s", DR_FMT(gate->sender), DR_FMT(domain));
		gate->source = dr_buf_str(&text);
	}
}

static void judge_one(dr_planner *p, const dr_playbook_gate *from, size_t index,
                      dr_plan_gates *found)
{
	dr_plan_gate gate = describe(p, from);
	if (from->each == DR_EACH_ADDRESS) {
		name_address(p, &gate);
	} else {
		name_source(p, from, &gate);
	}
	gate.opens = dr_planner_opens_on(p, from);
	gate.opens_checked = dr_planner_opens_checked(p, from, gate.opens);
	judge_day(p, from, 0, &gate);
	judge_earlier(p, from, index, &gate);
	dr_planner_doubt_gate(p, from, &gate);
	dr_list_add(p->arena, found, gate);
}

/* A gate with nothing to judge: its words are those of something that nobody knows anything of. */
static dr_plan_gate describe_empty(dr_planner *p, const dr_playbook_gate *from)
{
	static const dr_stream_fact STREAM = { .messages = 0 };
	static const dr_source_fact SOURCE = { .messages = 0 };
	p->values.at[p->playbook->stream] = &STREAM;
	p->values.at[p->playbook->source] = &SOURCE;
	dr_plan_gate gate = describe(p, from);
	p->values.at[p->playbook->stream] = p->values.at[p->playbook->source] = NULL;
	gate.needed = from->evidence.len > 0 ? from->evidence : gate.needed;
	return gate;
}

static void judge_each(dr_planner *p, const dr_playbook_gate *from, dr_plan_gates *gates)
{
	dr_plan_gates found = { NULL, 0 };
	dr_planner_look_at(p, 0);
	bool seen = p->evidence_count > 0 || from->each == DR_EACH_ADDRESS;
	elements list = seen ? elements_of(p, from, 0) : (elements){ .len = 0 };
	for (size_t i = 0; i < list.len; i++) {
		if (point_at(p, &list, i, from)) {
			judge_one(p, from, i, &found);
		}
	}
	p->values.at[p->playbook->stream] = p->values.at[p->playbook->source] = NULL;
	p->values.at[p->playbook->address] = NULL;
	if (found.len == 0 && from->each != DR_EACH_ADDRESS) {
		dr_plan_gate gate = describe_empty(p, from);
		bool met = p->evidence_count > 0 && from->empty_is_met;
		gate.state = met ? DR_GATE_MET : DR_GATE_UNKNOWN;
		gate.opens = p->evidence_count == 0 ? dr_planner_opens_unread(p, from) : DR_NO_DAY;
		dr_list_add(p->arena, gates, gate);
	}
	for (size_t i = 0; i < found.len; i++) {
		if (i < SHOWN_MAX || found.items[i].state != DR_GATE_MET) {
			dr_list_add(p->arena, gates, found.items[i]);
		}
	}
}

void dr_planner_judge_gate(dr_planner *p, const dr_playbook_phase *from,
                           const dr_playbook_gate *gate, dr_plan_gates *gates)
{
	p->values.at[p->playbook->aim] = &from->aim;
	if (gate->each == DR_EACH_DOMAIN) {
		judge_domain(p, gate, gates);
	} else {
		judge_each(p, gate, gates);
	}
}

/* Whether the gate is there; without reports no domain is a large one. */
static bool is_there(dr_planner *p, const dr_playbook_gate *gate)
{
	if (p->evidence_count == 0) {
		p->values.at[p->playbook->reports] = &p->unread_reports;
	}
	bool there = dr_planner_holds(p, gate->when) || dr_planner_may_be_there(p, gate);
	dr_planner_look_at(p, 0);
	return there;
}

static void add_gate(dr_planner *p, const dr_playbook_phase *from, const dr_playbook_gate *gate,
                     dr_plan_phase *phase)
{
	dr_plan_gates found = { 0 };
	dr_planner_judge_gate(p, from, gate, &found);
	for (size_t i = 0; i < found.len; i++) {
		if (dr_planner_asks_of(p, from, phase, &found.items[i])) {
			dr_list_add(p->arena, &phase->gates, found.items[i]);
		}
	}
}

void dr_planner_fill_gates(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase)
{
	for (size_t i = 0; i < from->gates.len; i++) {
		const dr_playbook_gate *gate = &from->gates.items[i];
		if (dr_planner_asks(p, from, phase, gate) && is_there(p, gate)) {
			add_gate(p, from, gate, phase);
		}
	}
	for (size_t i = 0; i < phase->gates.len; i++) {
		dr_plan_gate *gate = &phase->gates.items[i];
		if (gate->state == DR_GATE_UNKNOWN) {
			dr_planner_accept_gate(p, gate);
		}
		bool waits =
			gate->state != DR_GATE_MET && !dr_planner_is_set_apart(p, gate->domain);
		gate->opens = waits ? gate->opens : DR_NO_DAY;
		gate->opens_checked = waits ? gate->opens_checked : DR_NO_DAY;
	}
}
