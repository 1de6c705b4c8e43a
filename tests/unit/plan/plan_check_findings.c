/* No record that a plan writes has an error, or a warning that its phase does not name. */
#include "plan_checks.h"

/* Warnings that a phase is about: it says so in its own words. */
static const char *const MEANT[][2] = {
	{ "quarantine-10", "DMARC030" },
	{ "quarantine-50", "DMARC030" },
	{ "quarantine-test", "DMARC028" },
	{ "monitor", "DMARC055" },
	{ "reports", "DMARC055" },
	{ "apart", "DMARC055" },
	/* what is inherited, or what an unreadable record comes to, is kept as it is */
	{ "monitor", "DMARC030" },
	{ "monitor", "DMARC028" },
	{ "monitor", "DMARC033" },
	{ "monitor", "DMARC066" },
	{ "monitor", "DMARC085" },
	{ "reports", "DMARC066" },
};

static bool is_told(const dr_finding *f)
{
	return f->outcome == DR_HIT && !f->superseded && f->severity > DR_INFO &&
	       dr_str_eq(f->rule->record, DR_STR("dmarc"));
}

static bool is_meant(const dr_plan_phase *step, const dr_finding *f)
{
	for (size_t i = 0; i < DR_COUNT(MEANT); i++) {
		if (dr_str_eq(step->id, dr_str_of(MEANT[i][0])) &&
		    dr_str_eq(f->rule->id, dr_str_of(MEANT[i][1]))) {
			return true;
		}
	}
	/* sp stays weaker than p while names below are not ready: a task says so */
	if (step->alone && step->tasks.len > 0 && dr_str_eq(f->rule->id, DR_STR("DMARC019"))) {
		return true;
	}
	for (size_t i = 0; i < step->tasks.len; i++) {
		if (dr_str_eq(step->tasks.items[i].because, f->rule->id)) {
			return true;
		}
	}
	return false;
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
	const dr_plan_phase *step;
	for (size_t i = 0; (step = plan_step(&c->made->plan, i)) != NULL; i++) {
		for (size_t k = 0; k < step->findings.len; k++) {
			const dr_finding *f = step->findings.items[k];
			bool fine = !is_told(f) || is_held_up(step) || was_there(before, f) ||
			            (f->severity == DR_WARNING && is_meant(step, f));
			HOLDS(c->domain, fine, "%.*s writes '%.*s': %s %.*s", DR_FMT(step->id),
			      DR_FMT(step->text), dr_severity_name(f->severity),
			      DR_FMT(f->rule->id));
		}
		before = &step->findings;
	}
}
