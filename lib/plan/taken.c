/* The step that brought p where it is, judged as if it were still ahead: a record may have gone, or
 * be about to go, past gates that are open. */
#include "plan/history.h"

/* Of the phases that raise p so far the last one whose record stands there; else the last one that
 * is part of the plan; else the last one. */
static const dr_playbook_phase *find_taken(dr_planner *p, dr_policy now)
{
	const dr_playbook_phase *found = NULL;
	int best = 0;
	for (size_t i = 0; i < p->playbook->phases.len; i++) {
		const dr_playbook_phase *from = &p->playbook->phases.items[i];
		if (dr_policy_parse(from->raise_p) != now) {
			continue;
		}
		bool part = dr_planner_holds(p, from->when);
		int fit = 1 + part + (part && dr_planner_holds(p, from->reached));
		if (fit >= best) {
			best = fit;
			found = from;
		}
	}
	return found;
}

/* The same phase without names below the domain, where the record leaves them behind. */
static dr_playbook_phase for_scopes(dr_planner *p, const dr_playbook_phase *from, dr_str text)
{
	dr_playbook_phase taken = *from;
	bool left = dr_planner_are_names_behind(p, text);
	taken.gates = (dr_playbook_gates){ NULL, 0 };
	for (size_t i = 0; i < from->gates.len; i++) {
		if (!left || !dr_planner_is_below(from->gates.items[i].scope)) {
			dr_list_add(p->arena, &taken.gates, from->gates.items[i]);
		}
	}
	return taken;
}

/* A gate that waits for the step before to settle looks at the present one; and an answer that is
 * missing today says nothing of a step. */
static size_t count_waiting(const dr_plan_gates *gates)
{
	size_t count = 0;
	for (size_t i = 0; i < gates->len; i++) {
		const dr_plan_gate *gate = &gates->items[i];
		bool waits = gate->state == DR_GATE_OPEN || gate->state == DR_GATE_UNKNOWN;
		count += waits && !gate->unread && !dr_str_eq(gate->id, DR_STR("PL010"));
	}
	return count;
}

/* Of the earlier snapshot; unset: it shows none. */
static dr_policy policy_before(const dr_planner *p)
{
	const dr_before_facts *before = p->facts->before;
	bool there = before != NULL && dr_is_known(before->days_status) &&
	             dr_is_known(before->dmarc.own_status) && before->dmarc.own &&
	             dr_is_known(before->dmarc.p_status);
	return there ? dr_policy_parse(before->dmarc.p) : DR_POLICY_UNSET;
}

/* The first phase of the plan between the policy of the earlier snapshot and this one. */
static const dr_playbook_phase *find_jumped(dr_planner *p, dr_policy now)
{
	const dr_policy was = policy_before(p);
	if (was == DR_POLICY_UNSET) {
		return NULL;
	}
	for (size_t i = 0; i < p->playbook->phases.len; i++) {
		const dr_playbook_phase *from = &p->playbook->phases.items[i];
		dr_policy to = dr_policy_parse(from->raise_p);
		if (to > was && to < now && dr_planner_holds(p, from->when)) {
			return from;
		}
	}
	return NULL;
}

/* Since when the policy of the earlier snapshot was there, as reports saw it, that snapshot shows
 * it, or somebody says; DR_NO_DAY: no report did. */
static dr_day first_before(dr_planner *p, dr_policy was, dr_policy now)
{
	const dr_planner_sights *list = &p->history->sights;
	const dr_day said = p->request->since;
	dr_day first = DR_NO_DAY, last_other = DR_NO_DAY;
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_sight *one = &list->items[i];
		const int16_t says = one->told.says[DR_TOLD_P];
		if (says == (int16_t)was) {
			first = first == DR_NO_DAY || one->day < first ? one->day : first;
		} else if (says != (int16_t)now) {
			last_other = one->day > last_other ? one->day : last_other;
		}
	}
	dr_day shown = p->plan->as_of - (dr_day)p->facts->before->days;
	bool known = first != DR_NO_DAY && said != DR_NO_DAY && said > last_other && said < first;
	first = known ? said : first;
	return first != DR_NO_DAY && shown < first ? shown : first;
}

/* The day on which the stay of the policy before ends, when that is ahead; DR_NO_DAY: it is not, or
 * nobody can tell. */
static dr_day end_before(dr_planner *p, dr_policy now)
{
	const dr_policy was = policy_before(p);
	const dr_playbook_phase *from = NULL;
	for (size_t i = 0; i < p->playbook->phases.len; i++) {
		const dr_playbook_phase *one = &p->playbook->phases.items[i];
		bool meant = dr_policy_parse(one->raise_p) == was && dr_planner_holds(p, one->when);
		from = meant ? one : from;
	}
	if (was == DR_POLICY_UNSET || was >= now || from == NULL || !p->ask.sends) {
		return DR_NO_DAY;
	}
	const dr_plan_phase phase = { .id = from->id };
	dr_day first = first_before(p, was, now);
	dr_day end = first != DR_NO_DAY ? dr_planner_end_of_stay(p, &phase, first) : DR_NO_DAY;
	return end > p->plan->as_of ? end : DR_NO_DAY;
}

static void add_bar(dr_buf *text, const char *before, dr_str what, const char *after)
{
	dr_buf_addf(text, "%s%s%.*s%s", text->len > 0 ? " and " : "", before, DR_FMT(what), after);
}

static dr_str find_bars(dr_planner *p, const dr_playbook_phase *from, dr_policy now)
{
	const dr_playbook_phase *jumped = find_jumped(p, now);
	dr_str beyond = dr_planner_beyond_target(p, from);
	dr_buf text;
	dr_buf_init(&text, p->arena);
	if (jumped != NULL) {
		add_bar(&text, "", jumped->id, " comes before it");
	}
	const dr_day until = jumped == NULL ? end_before(p, now) : DR_NO_DAY;
	if (until != DR_NO_DAY) {
		dr_str was = dr_str_of(dr_policy_name(policy_before(p)));
		add_bar(&text, "p=", was, " stays until ");
		dr_day_write(until, &text);
	}
	if (beyond.len > 0) {
		add_bar(&text, "", beyond, "");
	} else if (dr_planner_is_undecided(p, from)) {
		add_bar(&text, "nobody has decided that ", from->id, " comes");
	}
	return dr_buf_str(&text);
}

void dr_planner_judge_taken(dr_planner *p)
{
	dr_str text = dr_planner_published(p);
	dr_dmarc record = dr_planner_parse(p, text);
	const dr_playbook_phase *from =
		record.p != DR_POLICY_UNSET ? find_taken(p, record.p) : NULL;
	if (from == NULL) {
		return;
	}
	dr_playbook_phase taken = for_scopes(p, from, text);
	dr_plan_phase phase = { .id = from->id, .state = DR_PHASE_UPCOMING, .text = text };
	dr_list_add(p->arena, &phase.records, dr_planner_record(p, text, from->title));
	phase.wanted = phase.records;
	dr_planner_find_targets(p, &phase, text);
	dr_planner_fill_gates(p, &taken, &phase);
	dr_planner_add_approval(p, &phase);
	p->plan->taken =
		(dr_plan_taken){ count_waiting(&phase.gates), find_bars(p, from, record.p) };
}
