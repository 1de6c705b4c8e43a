/* The ways back from what is published today: the policy alone changes, and never upwards. */
#include "plan_checks.h"
#include "plan_policy.h"

static const char *const LEVELS[] = { "none", "quarantine", "reject" };

/* Nobody does more with it, and beside policies every octet is what it was. */
static void check_lower(const plan_check *c, dr_str is)
{
	static const dr_str POLICIES[] = { DR_STR_INIT("p"), DR_STR_INIT("sp"), DR_STR_INIT("np") };
	const dr_strs tags = { (dr_str *)(uintptr_t)POLICIES, DR_COUNT(POLICIES) };
	dr_str was = c->made->plan.published;
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		HOLDS(c->domain, policy_anywhere(is, role).most <= policy_anywhere(was, role).most,
		      "'%.*s' after '%.*s'", DR_FMT(is), DR_FMT(was));
	}
	HOLDS(c->domain,
	      dr_str_eq(policy_without(c->made->arena, was, &tags),
	                policy_without(c->made->arena, is, &tags)),
	      "'%.*s' after '%.*s'", DR_FMT(is), DR_FMT(was));
}

static void check_p(const plan_check *c, const dr_plan_return *back, int wanted)
{
	dr_str is = back->records.items[0].value;
	HOLDS(c->domain, back->records.len == 1, "%zu records", back->records.len);
	HOLDS(c->domain, dr_str_eq(policy_tag(is, "p"), dr_str_of(LEVELS[wanted])), "'%.*s'",
	      DR_FMT(is));
}

static void check_place(const plan_check *c, const dr_plan_return *back)
{
	for (size_t i = 0; i < back->records.len; i++) {
		const dr_plan_record *r = &back->records.items[i];
		dr_str there = plan_domain_text(c->domain, r->name);
		HOLDS(c->domain, dr_str_eq(there, c->made->plan.published), "%.*s",
		      DR_FMT(r->name));
		HOLDS(c->domain,
		      dr_str_eq(r->action, r->value.len > 0 ? DR_STR("set") : DR_STR("remove")),
		      "%.*s", DR_FMT(r->action));
	}
}

void check_returns(const plan_check *c)
{
	const dr_plan *plan = &c->made->plan;
	const dr_plan_return *const all[] = { &plan->rollback, &plan->emergency, &plan->step_down };
	int p = -1;
	for (int i = 0; i < 3; i++) {
		p = dr_str_eq(policy_tag(plan->published, "p"), dr_str_of(LEVELS[i])) ? i : p;
	}
	for (size_t i = 0; i < DR_COUNT(all); i++) {
		HOLDS(c->domain, all[i]->possible == (all[i]->records.len > 0), "%zu", i);
		HOLDS(c->domain, all[i]->possible || p <= 0, "%zu: %.*s", i, DR_FMT(all[i]->why));
		check_place(c, all[i]);
		if (all[i]->possible && all[i]->records.items[0].value.len > 0) {
			check_lower(c, all[i]->records.items[0].value);
		}
	}
	if (p > 0) {
		check_p(c, &plan->emergency, 0);
		check_p(c, &plan->step_down, p - 1);
	}
	HOLDS(c->domain, plan->rollback.possible == (plan->published.len > 0), "rollback");
}
