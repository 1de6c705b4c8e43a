/* No step is taken past a gate that is open or unknown: as the plan calls its gates, and as the
 * mail is that was made up. */
#include "plan_checks.h"
#include "plan_policy.h"

enum { LATELY = 14, LOOKED_AT = 3, MOST_DAYS = 42 };

static bool is_closed(const dr_plan_gate *gate)
{
	return gate->state == DR_GATE_MET || gate->state == DR_GATE_ACCEPTED;
}

/* ---- the mail ---- */

static bool is_ours(const plan_domain *d, const mail_stream *s)
{
	if (s->decision != NULL) {
		return s->decision->is == DR_IS_OURS;
	}
	return s->kind == MAIL_PASSES || s->kind == MAIL_SPF_ONLY || s->kind == MAIL_SOME_FAIL ||
	       s->kind == MAIL_STUMBLED || (s->kind == MAIL_FAILS && s->inside && d->sends);
}

/* More than two in a hundred fail, over any window that a gate may look at, and lately too. */
static bool fails(const plan_domain *d, const mail_stream *s, dr_day until, bool by_dkim)
{
	static const int WINDOWS[] = { 14, 28, 35, 42 };
	mail_count lately = plan_mail_count(d, s, until - LATELY + 1, until);
	if ((by_dkim ? lately.without_dkim : lately.failing) == 0) {
		return false;
	}
	for (size_t i = 0; i < DR_COUNT(WINDOWS); i++) {
		mail_count c = plan_mail_count(d, s, until - WINDOWS[i] + 1, until);
		if ((by_dkim ? c.without_dkim : c.failing) * 50 <= c.messages) {
			return false;
		}
	}
	return true;
}

/* On one of the last days with reports that count. */
static bool failed(const plan_domain *d, const mail_stream *s, bool by_dkim)
{
	dr_day last = d->as_of - REPORT_LAG;
	int seen = 0;
	for (dr_day day = last; day >= d->reports.first && seen < LOOKED_AT; day--) {
		if (plan_mail_is_reported(d, day)) {
			if (fails(d, s, seen == 0 ? last : day, by_dkim)) {
				return true;
			}
			seen++;
		}
	}
	return false;
}

/* A stranger that a person must decide about, in any class of volume. */
static bool is_undecided(const plan_domain *d, const mail_stream *s)
{
	dr_day until = d->as_of - REPORT_LAG;
	uint64_t days = 0;
	if (s->decision != NULL || s->kind != MAIL_FOREIGN) {
		return false;
	}
	for (dr_day day = until - 27; day <= until; day++) {
		days += plan_mail_count(d, s, day, day).messages > 0;
	}
	mail_count week = plan_mail_count(d, s, until - 6, until);
	return days >= 3 && week.messages >= 50;
}

static bool is_reported(const plan_domain *d)
{
	for (dr_day day = d->as_of - REPORT_LAG - MOST_DAYS; day <= d->as_of - REPORT_LAG; day++) {
		if (d->reports.vouched && plan_mail_is_reported(d, day)) {
			return true;
		}
	}
	return false;
}

/* ---- where it counts ---- */

static bool has_own_record(const plan_domain *d, dr_str from)
{
	return plan_domain_own_record(d, from).len > 0;
}

static policy_role role_of(const plan_domain *d, const mail_stream *s)
{
	if (dr_str_eq(s->from, d->domain) || plan_domain_shares(d, s->from)) {
		return ROLE_P;
	}
	return plan_domain_exists(d, s->from) ? ROLE_SP : ROLE_NP;
}

/* Mail of the stream that fails is treated worse after the step. */
static bool is_reached(const plan_domain *d, const mail_stream *s, dr_str is)
{
	policy_role role = role_of(d, s);
	if (role != ROLE_P && has_own_record(d, s->from)) {
		return false;
	}
	bool worse = false;
	for (size_t i = 0; i < RECEIVERS && plan_counts(d, role); i++) {
		worse = worse || policy_at(is, i, role).most > plan_reaching(d, i, role).most;
	}
	return worse;
}

/* Mail of ours fails as a name below that is in DNS and has no record of its own. */
static bool is_to_be_apart(const plan_domain *d, const mail_stream *s)
{
	bool open = !plan_is_silent(d) && d->reports.vouched && is_ours(d, s) &&
	            fails(d, s, d->as_of - REPORT_LAG, false);
	bool below = !dr_str_eq(s->from, d->domain) && role_of(d, s) != ROLE_NP;
	return open && below && !has_own_record(d, s->from);
}

bool plan_has_name_to_set_apart(const plan_domain *d)
{
	for (size_t i = 0; i < d->reports.count; i++) {
		const mail_stream *s = &d->reports.streams[i];
		if (is_to_be_apart(d, s) && role_of(d, s) == ROLE_SP) {
			return true;
		}
	}
	return false;
}

bool plan_has_name_without_dkim(const plan_domain *d)
{
	for (size_t i = 0; i < d->reports.count; i++) {
		const mail_stream *s = &d->reports.streams[i];
		mail_count all = plan_mail_count(d, s, d->reports.first, d->as_of);
		if (role_of(d, s) != ROLE_P && all.without_dkim > 0) {
			return true;
		}
	}
	return false;
}

static bool sets(const plan_domain *d, const dr_plan_phase *phase, dr_str from)
{
	dr_str name = plan_domain_place(d, from);
	for (size_t i = 0; i < phase->records.len; i++) {
		if (dr_str_eq(phase->records.items[i].name, name)) {
			return true;
		}
	}
	return false;
}

/* One that shares the domain's record is set apart before p rises, others before sp does. */
static bool rises_after(const dr_plan *plan, const dr_plan_phase *apart, policy_role role)
{
	const dr_plan_phase *end = plan->phases.items + plan->phases.len;
	for (const dr_plan_phase *phase = apart + 1; phase < end; phase++) {
		bool step = phase->state == DR_PHASE_UPCOMING && phase->records.len > 0;
		if (step && (role == ROLE_P ? phase->moves_p : phase->moves_sp)) {
			return true;
		}
	}
	return false;
}

/* When names are set apart, none of those that fail is forgotten. */
static void check_apart(const plan_check *c)
{
	const plan_domain *d = c->domain;
	const dr_plan_phase *apart = dr_plan_find(&c->made->plan, DR_STR("apart"));
	if (apart == NULL || apart->state != DR_PHASE_UPCOMING) {
		return;
	}
	for (size_t i = 0; i < d->reports.count; i++) {
		const mail_stream *s = &d->reports.streams[i];
		bool wanted =
			is_to_be_apart(d, s) && rises_after(&c->made->plan, apart, role_of(d, s));
		HOLDS(d, !wanted || sets(d, apart, s->from), "%.*s is forgotten", DR_FMT(s->from));
	}
}

/* ---- the step ---- */

static bool accepts(const plan_domain *d, const char *gate)
{
	const dr_acceptances *accept = &plan_domain_own(d)->accept;
	for (size_t i = 0; i < accept->len; i++) {
		const dr_acceptance *a = &accept->items[i];
		bool whole = dr_str_eq(a->gate, dr_str_of(gate)) && a->source.len == 0;
		if (whole && a->until >= d->as_of) {
			return true;
		}
	}
	return false;
}

static void check_streams(const plan_check *c, const dr_plan_phase *step)
{
	const plan_domain *d = c->domain;
	bool refuses = dr_str_eq(step->id, DR_STR("reject"));
	for (size_t i = 0; i < d->reports.count && d->reports.vouched; i++) {
		const mail_stream *s = &d->reports.streams[i];
		if (!is_reached(d, s, step->text)) {
			continue;
		}
		HOLDS(d, !is_ours(d, s) || !failed(d, s, false), "stream %zu fails, %.*s goes on",
		      i, DR_FMT(step->id));
		HOLDS(d, !refuses || !is_ours(d, s) || !failed(d, s, true),
		      "stream %zu has no DKIM, %.*s goes on", i, DR_FMT(step->id));
		HOLDS(d, !is_undecided(d, s), "stream %zu is undecided, %.*s goes on", i,
		      DR_FMT(step->id));
	}
}

static bool enforces_more(const plan_domain *d, dr_str is)
{
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		for (size_t i = 0; i < RECEIVERS && plan_counts(d, role); i++) {
			if (policy_at(is, i, role).most > plan_reaching(d, i, role).most) {
				return true;
			}
		}
	}
	return false;
}

static void check_people(const plan_check *c, const dr_plan_phase *step)
{
	const plan_domain *d = c->domain;
	const dr_domain_config *own = plan_domain_own(d);
	bool decided = own->target.len > 0 && own->decided_by.len > 0;
	bool asked = !plan_is_parked(d) && strcmp(d->mail, "transactional") != 0 &&
	             strcmp(d->mail, "none") != 0 && dr_str_eq(step->id, DR_STR("reject")) &&
	             d->playbook != 3;
	bool approved = !own->wants_approval || step->records.len == 0;
	for (size_t i = 0; i < own->approve.len; i++) {
		const dr_approval *a = &own->approve.items[i];
		approved = approved || (dr_str_eq(a->phase, step->id) && a->on <= d->as_of);
	}
	HOLDS(d, decided || !asked, "nobody decided");
	HOLDS(d, approved, "%.*s: nobody approved", DR_FMT(step->id));
}

/* Whether the mail that was made up lets the next step be taken. */
static void check_step(const plan_check *c, const dr_plan_phase *step)
{
	const plan_domain *d = c->domain;
	HOLDS(d, step == c->made->plan.next && step->not_before <= d->as_of, "%.*s",
	      DR_FMT(step->id));
	check_people(c, step);
	if (!enforces_more(d, step->text) || plan_is_silent(d)) {
		return;
	}
	HOLDS(d, is_reported(d) || accepts(d, "PL001"), "%.*s without reports", DR_FMT(step->id));
	check_streams(c, step);
	c->tally->ready++;
}

/* A step of p whose readiness is known by how the domain was made. */
static void check_readiness(const plan_check *c)
{
	const plan_domain *d = c->domain;
	const dr_plan_phase *next = c->made->plan.next;
	dr_plan_move move;
	dr_error err = { 0 };
	if (d->readiness == PLAN_ANY) {
		return;
	}
	HOLDS(d,
	      next != NULL && policy_asked(next->text, ROLE_P) >
	                              policy_asked(c->made->plan.published, ROLE_P),
	      "no step of p");
	HOLDS(d, dr_plan_may_move(c->made->arena, &c->made->plan, next->id, &move, &err) == DR_OK,
	      "%s", err.text);
	HOLDS(d, move.allowed == (d->readiness == PLAN_READY), "%.*s: %.*s", DR_FMT(next->id),
	      DR_FMT(move.allowed ? DR_STR("allowed") : move.reasons.items[0]));
}

void check_gates(const plan_check *c)
{
	const dr_plan *plan = &c->made->plan;
	check_readiness(c);
	check_apart(c);
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		dr_plan_move move;
		dr_error err = { 0 };
		int code = dr_plan_may_move(c->made->arena, plan, phase->id, &move, &err);
		HOLDS(c->domain, code == DR_OK, "%s", err.text);
		if (!move.allowed || move.reached) {
			c->tally->blocked += !move.allowed;
			continue;
		}
		for (size_t g = 0; g < phase->gates.len; g++) {
			HOLDS(c->domain, is_closed(&phase->gates.items[g]), "%.*s",
			      DR_FMT(phase->gates.items[g].id));
		}
		HOLDS(c->domain, plan->alarms.len == 0, "it broke");
		check_step(c, phase);
	}
}
