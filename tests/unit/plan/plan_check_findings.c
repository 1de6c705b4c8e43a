/* No record that a plan writes has an error, or a warning that its phase does not name. */
#include "plan_checks.h"

enum { BIMI = 2 }; /* among the playbooks */

static bool is_told(const dr_finding *f)
{
	return f->outcome == DR_HIT && !f->superseded && f->severity > DR_INFO &&
	       dr_str_eq(f->rule->record, DR_STR("dmarc"));
}

static bool is_one_of(const dr_finding *f, const char *const *rules, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (dr_str_eq(f->rule->id, dr_str_of(rules[i]))) {
			return true;
		}
	}
	return false;
}

static bool has_same_tag(dr_str a, dr_str b, const char *tag, const char *otherwise)
{
	dr_str one = policy_tag(a, tag), other = policy_tag(b, tag);
	one = one.len > 0 ? one : dr_str_of(otherwise);
	return dr_str_eq(one, other.len > 0 ? other : dr_str_of(otherwise));
}

/* pct and t are what the phase sets; or they are kept as they reach the domain already. */
static bool names_share(const plan_check *c, const dr_plan_phase *step, dr_str standing)
{
	dr_str above = plan_domain_found(c->domain, DR_STR("_dmarc.example.com"));
	dr_str was = standing.len > 0 ? standing : above;
	const dr_playbook *playbook = c->books->playbooks[c->domain->playbook];
	return playbook_phase(playbook, step->id)->replace.len > 0 ||
	       (has_same_tag(was, step->text, "pct", "100") &&
	        has_same_tag(was, step->text, "t", "n"));
}

/* That the policy is weak is what the plan is about: it rises later, or people said where it ends;
 * or a logo is asked for where nothing sends, and no step is for that. */
static bool rises_later(const plan_check *c, const dr_plan_phase *step)
{
	const dr_plan *plan = &c->made->plan;
	bool later = c->domain->playbook == BIMI && plan_is_silent(c->domain);
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		later = later ||
		        (phase > step && phase->state == DR_PHASE_UPCOMING &&
		         policy_asked(phase->text, ROLE_P) > policy_asked(step->text, ROLE_P));
	}
	return later || plan_domain_own(c->domain)->target.len > 0;
}

/* A task of the phase says so. */
static bool is_task(const dr_plan_phase *step, const dr_finding *f)
{
	for (size_t i = 0; i < step->tasks.len; i++) {
		if (dr_str_eq(step->tasks.items[i].because, f->rule->id)) {
			return true;
		}
	}
	return false;
}

/* The phase names it: in a task, or because it is what the phase, or the plan, is about. */
static bool is_named(const plan_check *c, const dr_plan_phase *step, dr_str standing,
                     const dr_finding *f)
{
	static const char *const SHARE[] = { "DMARC028", "DMARC030", "DMARC033", "DMARC085" };
	static const char *const WEAK[] = { "DMARC055", "DMARC066" };
	return is_task(step, f) ||
	       (is_one_of(f, SHARE, DR_COUNT(SHARE)) && names_share(c, step, standing)) ||
	       (is_one_of(f, WEAK, DR_COUNT(WEAK)) &&
	        (rises_later(c, step) || !policy_is_read(standing) /* was none, and weaker */));
}

static bool was_there(const dr_findings *before, const dr_finding *f)
{
	for (size_t i = 0; i < before->len; i++) {
		if (is_told(before->items[i]) && before->items[i]->rule == f->rule) {
			return true;
		}
	}
	return false;
}

/* The gate about errors holds the step up, or the error is not the step's: it is there already. */
static bool is_held_up(const dr_plan_phase *step)
{
	for (size_t i = 0; i < step->gates.len; i++) {
		const dr_plan_gate *gate = &step->gates.items[i];
		if (dr_str_eq(gate->id, DR_STR("PL007")) && gate->state == DR_GATE_OPEN) {
			return true;
		}
	}
	return false;
}

void check_findings(const plan_check *c)
{
	const dr_findings *before = &c->made->result.judgement.findings;
	dr_str standing = c->made->plan.published;
	const dr_plan_phase *step;
	for (size_t i = 0; (step = plan_step(&c->made->plan, i)) != NULL; i++) {
		for (size_t k = 0; k < step->findings.len; k++) {
			const dr_finding *f = step->findings.items[k];
			bool fine = !is_told(f) || is_held_up(step) || was_there(before, f) ||
			            (f->severity == DR_WARNING && is_named(c, step, standing, f));
			HOLDS(c->domain, fine, "%.*s writes '%.*s': %s %.*s", DR_FMT(step->id),
			      DR_FMT(step->text), dr_severity_name(f->severity),
			      DR_FMT(f->rule->id));
		}
		before = &step->findings;
		standing = step->text;
	}
}
