#include "plan_cases.h"
#include "plan_policy.h"
#include <check.h>

const char *const PLAN_CASES[CASES] = {
	[CASE_SHARES] = "shares",
	[CASE_SHARES_HELD] = "shares, holds p",
	[CASE_SHARES_APART] = "shares, set apart",
	[CASE_OTHER] = "other record",
	[CASE_NOWHERE] = "CNAME to none",
	[CASE_LED] = "own CNAME",
	[CASE_SHARES_ABOVE] = "CNAME to above",
	[CASE_INHERITS] = "inherits",
	[CASE_INHERITS_RISES] = "inherits, rises",
	[CASE_SNAPSHOT] = "snapshot",
	[CASE_CHANGED] = "changed",
	[CASE_AGREES] = "snapshot agrees",
	[CASE_DISPROVED] = "disproved",
	[CASE_SEEN_OTHERWISE] = "seen otherwise",
	[CASE_SILENT] = "silent",
	[CASE_SILENT_CLOSED] = "silent, closed",
	[CASE_PAUSES] = "pauses",
	[CASE_ONE_ACCEPTED] = "one accepted",
	[CASE_TAKEN_APPROVED] = "taken, approved",
	[CASE_ALL_WAITS] = "all waits",
};

/* ---- CNAMEs ---- */

static dr_str name_of(dr_str place)
{
	dr_str prefix = DR_STR("_dmarc.");
	return dr_str_sub(place, prefix.len, place.len);
}

static bool is_held_by(const dr_plan_phase *next, dr_str name)
{
	for (size_t i = 0; next != NULL && i < next->gates.len; i++) {
		const dr_plan_gate *gate = &next->gates.items[i];
		if (gate->state == DR_GATE_OPEN && dr_str_eq(gate->scope, DR_STR("p")) &&
		    dr_str_eq(gate->domain, name)) {
			return true;
		}
	}
	return false;
}

static bool is_written(const dr_plan *plan, dr_str place)
{
	const dr_plan_phase *step;
	for (size_t i = 0; (step = plan_step(plan, i)) != NULL; i++) {
		for (size_t k = 0; k < step->records.len; k++) {
			if (dr_str_eq(step->records.items[k].name, place)) {
				return true;
			}
		}
	}
	return false;
}

static void add_alias(size_t *cells, const plan_domain *d, const dr_plan *plan, dr_str place)
{
	dr_str name = name_of(place);
	bool shares = plan_domain_shares(d, name);
	bool own = plan_domain_own_record(d, name).len > 0;
	cells[CASE_SHARES] += shares;
	cells[CASE_SHARES_HELD] += shares && is_held_by(plan->next, name);
	cells[CASE_SHARES_APART] += shares && is_written(plan, place);
	cells[CASE_OTHER] += !shares && own;
	cells[CASE_NOWHERE] += !shares && !own;
}

static void add_places(size_t *cells, const plan_domain *d, const dr_plan *plan)
{
	dr_str own = plan_domain_place(d, d->domain), end = plan_domain_end(d, own);
	for (size_t i = 0; i < d->aliases.len; i++) {
		const dns_text *a = &d->aliases.items[i];
		dr_str name = name_of(a->name);
		bool below = dr_str_ends(name, d->domain) && !dr_str_eq(name, d->domain);
		if (a->value.len > 0 && below) {
			add_alias(cells, d, plan, a->name);
		}
	}
	bool led = !dr_str_eq(own, end);
	cells[CASE_LED] += led && is_written(plan, end);
	cells[CASE_SHARES_ABOVE] += led && is_written(plan, own);
	bool inherits = plan->inherited_from.len > 0;
	cells[CASE_INHERITS] += inherits;
	const dr_plan_phase *step = plan_step(plan, 0);
	dr_str above = plan_domain_found(d, DR_STR("_dmarc.example.com"));
	int now = policy_anywhere(above, ROLE_SP).most;
	cells[CASE_INHERITS_RISES] += inherits && now > 0 && step != NULL &&
	                              policy_anywhere(step->text, ROLE_P).most > now;
}

/* ---- the clock ---- */

static void add_clock(size_t *cells, const plan_domain *d, const dr_plan *plan)
{
	bool agrees = d->past != DR_NO_DAY && plan->published.len > 0 &&
	              dr_str_eq(d->past_record, plan->published);
	bool disproved = plan->disproved.len > 0;
	cells[CASE_SNAPSHOT] += plan->clock == DR_CLOCK_SNAPSHOT;
	cells[CASE_CHANGED] += plan->clock == DR_CLOCK_CHANGED;
	cells[CASE_AGREES] += agrees && plan->clock == DR_CLOCK_SAID;
	cells[CASE_DISPROVED] += disproved && plan->clock == DR_CLOCK_CHANGED;
	cells[CASE_SEEN_OTHERWISE] += disproved && plan->clock == DR_CLOCK_REPORTS;
}

/* ---- people ---- */

static void add_gate(size_t *cells, const dr_plan_gate *gate)
{
	bool silent = dr_str_starts(gate->measured.text, DR_STR("silent "));
	bool declared = dr_str_eq(gate->id, DR_STR("PL003"));
	cells[CASE_SILENT] += declared && silent && gate->state == DR_GATE_UNKNOWN;
	cells[CASE_SILENT_CLOSED] += declared && silent && gate->state == DR_GATE_ACCEPTED;
}

static bool is_accepted_alone(const plan_domain *d, const dr_plan_gate *gate)
{
	const dr_acceptances *accept = &plan_domain_own(d)->accept;
	for (size_t i = 0; i < accept->len; i++) {
		const dr_acceptance *a = &accept->items[i];
		if (gate->state == DR_GATE_ACCEPTED && a->source.len > 0 &&
		    dr_str_eq(a->source, gate->sender) && dr_str_eq(a->gate, gate->id)) {
			return true;
		}
	}
	return false;
}

/* Silent for longer than any source that says nothing of it may be. */
static bool pauses(const plan_domain *d, const mail_stream *s)
{
	enum { LONG = 70 };
	bool rare = s->decision != NULL && s->decision->cadence >= DR_CADENCE_QUARTERLY;
	dr_day from = d->as_of - LONG;
	return rare && plan_mail_count(d, s, from, d->as_of).messages == 0 &&
	       plan_mail_count(d, s, d->reports.first, from).messages > 0;
}

static void add_people(size_t *cells, const plan_domain *d, const made_plan *made)
{
	const dr_plan *plan = &made->plan;
	const dr_plan_phase *next = plan->next;
	bool approval = plan_domain_own(d)->wants_approval, waits = false;
	for (size_t i = 0; next != NULL && i < next->gates.len; i++) {
		const dr_plan_gate *gate = &next->gates.items[i];
		add_gate(cells, gate);
		cells[CASE_ONE_ACCEPTED] += is_accepted_alone(d, gate);
		waits = waits ||
		        (dr_str_eq(gate->id, DR_PLAYBOOK_APPROVAL) && gate->state == DR_GATE_OPEN);
	}
	for (size_t i = 0; i < d->reports.count; i++) {
		cells[CASE_PAUSES] += pauses(d, &d->reports.streams[i]);
	}
	dr_plan_move move = { .allowed = false };
	dr_error err = { 0 };
	bool step = next != NULL && next->records.len > 0;
	if (step) {
		ck_assert_int_eq(dr_plan_may_move(made->arena, plan, next->id, &move, &err), DR_OK);
	}
	cells[CASE_TAKEN_APPROVED] += step && approval && move.allowed;
	cells[CASE_ALL_WAITS] += step && waits && d->config.freezes.len > 0 && plan->late.len > 0;
}

void plan_cases_add(size_t *cells, const plan_domain *d, const made_plan *made)
{
	add_places(cells, d, &made->plan);
	add_clock(cells, d, &made->plan);
	add_people(cells, d, made);
}
