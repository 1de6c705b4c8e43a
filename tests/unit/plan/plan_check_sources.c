/* Declared sources that have fallen silent: nobody knows whether their mail still passes, unless it
 * was looked at, or they pause for so long. */
#include "plan_checks.h"

enum { LATELY = 30, SEEN_FOR = 20, STANDARD_BOOKS = 3 };

/* Days that such a source may pause at most, and that it may in any case. */
static int longest_pause(dr_cadence cadence)
{
	return cadence == DR_CADENCE_YEARLY ? 400 : cadence == DR_CADENCE_QUARTERLY ? 184 : 62;
}

static int shortest_pause(dr_cadence cadence)
{
	return cadence >= DR_CADENCE_MONTHLY ? longest_pause(cadence) : 28;
}

static dr_day last_seen(const plan_domain *d, const mail_stream *s)
{
	for (dr_day day = d->as_of; day >= d->reports.first; day--) {
		if (plan_mail_count(d, s, day, day).messages > 0) {
			return day;
		}
	}
	return DR_NO_DAY;
}

/* It counts as it is only where nothing else may close the gate, on this day or the days before. */
static bool is_verified(const plan_domain *d, const mail_stream *s, int days)
{
	dr_day verified = s->decision->verified;
	return verified != DR_NO_DAY && verified >= d->as_of - days;
}

static bool is_accepted(const plan_domain *d, const mail_stream *s)
{
	const dr_acceptances *accept = &plan_domain_own(d)->accept;
	for (size_t i = 0; i < accept->len; i++) {
		const dr_acceptance *a = &accept->items[i];
		bool meant = a->source.len == 0 || dr_str_eq(a->source, s->decision->name);
		if (meant && dr_str_eq(a->gate, DR_STR("PL003")) && a->until >= d->as_of) {
			return true;
		}
	}
	return false;
}

/* No report is old enough to count: the gate knows of no source at all. */
static bool is_blind(const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (dr_str_eq(gate->id, DR_STR("PL003")) && gate->sender.len == 0) {
			return gate->state != DR_GATE_MET;
		}
	}
	return false;
}

static const dr_plan_gate *gate_of(const plan_check *c, const dr_plan_phase *phase,
                                   const mail_stream *s)
{
	dr_ipaddr address = plan_mail_address(s);
	dr_buf text;
	dr_buf_init(&text, c->made->arena);
	dr_ipaddr_write(address, &text);
	dr_str name = s->decision->name.len > 0 ? s->decision->name : dr_buf_str(&text);
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (dr_str_eq(gate->id, DR_STR("PL003")) && dr_str_eq(gate->sender, name)) {
			return gate;
		}
	}
	return NULL;
}

static void check_stream(const plan_check *c, const dr_plan_phase *phase, const mail_stream *s)
{
	const plan_domain *d = c->domain;
	dr_day last = last_seen(d, s), until = d->as_of - REPORT_LAG;
	if (last == DR_NO_DAY) {
		return;
	}
	const dr_plan_gate *gate = gate_of(c, phase, s);
	if (gate == NULL && is_blind(phase)) {
		return;
	}
	HOLDS(d, gate != NULL, "%.*s does not ask for stream %u", DR_FMT(phase->id), s->number);
	bool silent = until - last > longest_pause(s->decision->cadence);
	bool heard = until - last <= shortest_pause(s->decision->cadence) &&
	             plan_mail_count(d, s, d->reports.first, until - SEEN_FOR).messages > 0;
	dr_gate_state waits = is_accepted(d, s) ? DR_GATE_ACCEPTED : DR_GATE_UNKNOWN;
	HOLDS(d, !heard || gate->state == DR_GATE_MET, "stream %u is heard", s->number);
	HOLDS(d, !silent || is_verified(d, s, 2 * LATELY) || gate->state == waits,
	      "stream %u is silent: %s", s->number, dr_gate_state_name(gate->state));
}

void check_sources(const plan_check *c)
{
	const plan_domain *d = c->domain;
	const dr_plan *plan = &c->made->plan;
	if (d->playbook >= STANDARD_BOOKS || plan_is_silent(d) || !d->reports.vouched) {
		return;
	}
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		bool rises = dr_str_eq(phase->id, DR_STR("quarantine")) ||
		             dr_str_eq(phase->id, DR_STR("reject"));
		for (size_t j = 0;
		     rises && phase->state == DR_PHASE_UPCOMING && j < d->reports.count; j++) {
			const mail_stream *s = &d->reports.streams[j];
			bool ours = s->decision != NULL && s->decision->is == DR_IS_OURS;
			if (ours && s->kind != MAIL_FORWARDED) {
				check_stream(c, phase, s);
			}
		}
	}
}
