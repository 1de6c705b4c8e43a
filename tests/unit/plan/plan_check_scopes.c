/* p does not wait for names below the domain, nor they for p; and how many changes that makes of a
 * domain without a record. */
#include "plan_checks.h"
#include "plan_policy.h"

/* Playbooks in which names may go first: the standard one and the fast one. */
enum { KNOWING = 2, SMALL_CHANGES = 3, LARGE_CHANGES = 6 };

static bool is_text(dr_str text, const char *other)
{
	return dr_str_eq(text, dr_str_of(other));
}

static int level(dr_str policy)
{
	return is_text(policy, "reject") ? 2 : is_text(policy, "quarantine") ? 1 : 0;
}

/* A name that a step before gives a record of its own is in nobody's way. */
static bool is_set_apart(const dr_plan *plan, const dr_plan_phase *until, dr_str domain)
{
	for (const dr_plan_phase *phase = plan->phases.items; phase < until; phase++) {
		for (size_t i = 0; i < phase->records.len; i++) {
			dr_str name = phase->records.items[i].name, prefix = DR_STR("_dmarc.");
			if (dr_str_eq_nocase(dr_str_sub(name, prefix.len, name.len), domain)) {
				return true;
			}
		}
	}
	return false;
}

/* Errors of records keep all of them back, and an np that nobody can read makes them rise together.
 */
static bool is_clean(const dr_plan_phase *phase, dr_str standing)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (is_text(gate->id, "PL007") && gate->state == DR_GATE_OPEN) {
			return false;
		}
	}
	return policy_is_read(standing);
}

static bool is_held_up(const dr_plan *plan, const dr_plan_phase *phase, bool below)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		bool counts = gate->state == DR_GATE_OPEN && !is_text(gate->id, "PL013");
		bool apart = !dr_str_eq(gate->domain, plan->domain) &&
		             is_set_apart(plan, phase, gate->domain);
		if (counts && !apart && is_text(gate->scope, "p") != below) {
			return true;
		}
	}
	return false;
}

/* Names below may be refused before the domain only where nobody is asked whether to refuse. */
static bool is_settled(const plan_domain *d, const dr_plan_phase *phase)
{
	const dr_domain_config *own = plan_domain_own(d);
	return !is_text(phase->id, "reject") || (own->target.len > 0 && own->decided_by.len > 0) ||
	       strcmp(d->mail, "transactional") == 0;
}

/* What holds p back, pct or t, holds names below back, too: they wait for the same step. */
static bool is_sampled(dr_str record)
{
	policy_effect p = policy_anywhere(record, ROLE_P);
	return p.least < p.most;
}

/* A step of names alone would end pct or t, and with them let a policy go that is above the target
 * that a person set. */
static bool would_go_beyond(const plan_check *c, dr_str record)
{
	dr_str target = plan_domain_own(c->domain)->target;
	bool beyond = false;
	for (policy_role role = ROLE_SP; role < ROLES; role++) {
		policy_effect below = policy_anywhere(record, role);
		bool held = below.least < below.most;
		beyond = beyond || (held && policy_asked(record, role) > level(target));
	}
	return target.len > 0 && beyond;
}

/* Receivers that know np know t, too: of an np that is to be filed it leaves none anything. */
static bool is_held_back(dr_str record, policy_role role)
{
	policy_effect names = policy_anywhere(record, role);
	return names.least < names.most || names.least < policy_asked(record, role);
}

static void check_phase(const plan_check *c, const dr_plan_phase *phase, dr_str standing)
{
	const dr_plan *plan = &c->made->plan;
	bool p = is_held_up(plan, phase, false), below = is_held_up(plan, phase, true);
	bool rises = policy_asked(phase->text, ROLE_P) > policy_asked(standing, ROLE_P);
	bool held_back = (phase->moves_sp || phase->moves_np) &&
	                 (is_held_back(standing, ROLE_SP) || is_held_back(standing, ROLE_NP));
	HOLDS(c->domain, !rises || p || !below || c->domain->logo || held_back,
	      "p waits for names below in %.*s", DR_FMT(phase->id));
	HOLDS(c->domain,
	      !p || below || !is_clean(phase, standing) || plan->below.len == 0 ||
	              !is_settled(c->domain, phase) || is_sampled(standing) ||
	              would_go_beyond(c, standing) ||
	              policy_asked(phase->text, ROLE_SP) <= policy_asked(standing, ROLE_SP),
	      "names below wait for p in %.*s after '%.*s': %.*s", DR_FMT(phase->id),
	      DR_FMT(standing),
	      DR_FMT(phase > plan->phases.items ? phase[-1].skipped_because : phase->id));
}

/* Steps that go ahead, and records of names below in a small rollout, come on top. */
static void check_count(const plan_check *c)
{
	const dr_plan *plan = &c->made->plan;
	bool small = is_text(plan->pace, "small");
	size_t count = 0;
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		bool follows = is_text(phase->id, "below-quarantine") ||
		               is_text(phase->id, "below-later") ||
		               is_text(phase->id, "below-reject");
		bool on_top = phase->ahead.len > 0 || (small && phase->beside) || follows;
		count += phase->state == DR_PHASE_UPCOMING && phase->records.len > 0 && !on_top;
	}
	HOLDS(c->domain, count <= (small ? SMALL_CHANGES : LARGE_CHANGES), "%zu changes", count);
}

static bool is_test(dr_str record)
{
	return is_text(policy_tag(record, "t"), "y");
}

/* A plan never ends with names below the domain weaker than the domain, as far as the target that
 * a person set lets them rise. Where pct or t stand beside a p above that target, a person chooses
 * which record is clean: what the record asks for counts, but for an np=quarantine beside t=y,
 * which would do nothing at any receiver. */
static void check_end(const plan_check *c, dr_str last)
{
	dr_str target = plan_domain_own(c->domain)->target;
	int p = policy_anywhere(last, ROLE_P).least;
	p = target.len > 0 && level(target) < p ? level(target) : p;
	bool chosen =
		target.len > 0 && level(target) < policy_asked(last, ROLE_P) && is_sampled(last);
	int sp = chosen ? policy_asked(last, ROLE_SP) : policy_anywhere(last, ROLE_SP).least;
	int np = chosen ? policy_asked(last, ROLE_NP) : policy_anywhere(last, ROLE_NP).least;
	HOLDS(c->domain, sp >= p, "sp at the end: %.*s", DR_FMT(last));
	HOLDS(c->domain, np >= p || (chosen && is_test(last)), "np at the end: %.*s", DR_FMT(last));
}

void check_scopes(const plan_check *c)
{
	const dr_plan *plan = &c->made->plan;
	dr_str standing = plan->published;
	if (c->domain->playbook >= KNOWING || plan_is_silent(c->domain) ||
	    !dr_str_eq(c->domain->domain, c->made->result.facts->dmarc.organizational)) {
		return;
	}
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (phase->state != DR_PHASE_UPCOMING) {
			continue;
		}
		if (is_text(phase->id, "quarantine") || is_text(phase->id, "reject")) {
			check_phase(c, phase, standing);
		}
		c->tally->ahead += phase->ahead.len > 0;
		standing = phase->text;
	}
	if (plan->published.len == 0) {
		check_count(c);
	}
	check_end(c, standing);
}
