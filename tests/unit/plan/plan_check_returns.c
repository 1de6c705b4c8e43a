/* The ways back from what is published today: the policy alone changes, and never upwards. */
#include "plan_checks.h"
#include "plan_policy.h"

static const char *const LEVELS[] = { "none", "quarantine", "reject" };

/* Nobody does more with it, and beside policies, and how far they are meant, every octet is what it
 * was, unless the record before is `known`.
 */
static void check_lower(const plan_check *c, dr_str was, dr_str is, bool known)
{
	static const dr_str POLICIES[] = { DR_STR_INIT("p"), DR_STR_INIT("sp"), DR_STR_INIT("np"),
		                           DR_STR_INIT("pct"), DR_STR_INIT("t") };
	const dr_strs tags = { (dr_str *)(uintptr_t)POLICIES, DR_COUNT(POLICIES) };
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		HOLDS(c->domain, policy_anywhere(is, role).most <= policy_anywhere(was, role).most,
		      "'%.*s' after '%.*s'", DR_FMT(is), DR_FMT(was));
	}
	HOLDS(c->domain,
	      known || dr_str_eq(policy_without(c->made->arena, was, &tags),
	                         policy_without(c->made->arena, is, &tags)),
	      "'%.*s' after '%.*s'", DR_FMT(is), DR_FMT(was));
}

/* Mail of names below alone broke: p is none of its business. */
static bool broke_below(const plan_check *c)
{
	const dr_plan_alarms *alarms = &c->made->plan.alarms;
	for (size_t i = 0; i < alarms->len; i++) {
		if (dr_str_eq(alarms->items[i].domain, c->made->plan.domain)) {
			return false;
		}
	}
	return alarms->len > 0;
}

/* Where names below broke, records of their own may be the way, and the domain's stays. */
static bool is_below(const plan_check *c, const dr_plan_record *record)
{
	for (size_t i = 0; i < c->made->plan.alarms.len; i++) {
		dr_str name = c->made->plan.alarms.items[i].domain;
		bool domain = dr_str_eq(name, c->made->plan.domain);
		dr_str place = plan_domain_end(c->domain, plan_domain_place(c->domain, name));
		if (!domain && dr_str_eq(record->name, place)) {
			return true;
		}
	}
	return false;
}

/* The record before left a name below without a plain one of its own, which came since. */
static bool is_undone(const plan_check *c, const dr_plan_return *back, const dr_plan_record *record)
{
	dr_str there = plan_domain_found(c->domain, record->name);
	return back == &c->made->plan.rollback && record->value.len == 0 && there.len > 0 &&
	       !dr_str_eq(there, c->made->plan.published) && policy_tag(there, "sp").len == 0 &&
	       policy_tag(there, "np").len == 0;
}

/* No receiver can read p, or sp: all of it says none, and np cannot help that. */
static bool is_void(const plan_check *c, dr_str text)
{
	static const dr_str NP = DR_STR_INIT("np");
	const dr_strs tags = { (dr_str *)(uintptr_t)&NP, 1 };
	return text.len > 0 && !policy_is_read(policy_without(c->made->arena, text, &tags));
}

/* What receivers would do without the domain's own record. */
static int level_above(const plan_check *c)
{
	dr_str name = DR_STR("_dmarc.example.com");
	bool below = !dr_str_eq(c->domain->domain, DR_STR("example.com"));
	return below ? policy_anywhere(plan_domain_found(c->domain, name), ROLE_SP).most : 0;
}

/* What they do at most to names below without one of their own. */
static int level_below(const plan_check *c)
{
	dr_str published = c->made->plan.published;
	int sp = policy_anywhere(published, ROLE_SP).most;
	int np = policy_anywhere(published, ROLE_NP).most;
	return sp > np ? sp : np;
}

/* Its own record holds a stricter one off. */
static bool is_needed(const plan_check *c)
{
	dr_str above = plan_domain_found(c->domain, DR_STR("_dmarc.example.com"));
	int own = policy_anywhere(c->made->plan.published, ROLE_P).most;
	return level_above(c) > own || (above.len > 0 && !policy_is_read(above));
}

/* Where nobody could read np, newer receivers did nothing, and go on so: p=none for all. */
static bool is_nothing(const plan_check *c, dr_str is)
{
	return !policy_is_read(c->made->plan.published) &&
	       dr_str_eq(policy_tag(is, "p"), DR_STR("none")) &&
	       policy_anywhere(is, ROLE_SP).most == 0 && policy_anywhere(is, ROLE_NP).most == 0;
}

static void check_p(const plan_check *c, const dr_plan_return *back, int wanted)
{
	dr_str is = back->records.items[0].value;
	if (is_below(c, &back->records.items[0]) || is_nothing(c, is)) {
		return;
	}
	bool stays = broke_below(c) &&
	             dr_str_eq(policy_tag(is, "p"), policy_tag(c->made->plan.published, "p"));
	HOLDS(c->domain, stays || dr_str_eq(policy_tag(is, "p"), dr_str_of(LEVELS[wanted])),
	      "'%.*s'", DR_FMT(is));
}

/* A name below that had none gets a record of its own, as the domain's, and no receiver does more
 * to it. */
static void check_new(const plan_check *c, dr_str text)
{
	static const dr_str BELOW[] = { DR_STR_INIT("sp"), DR_STR_INIT("np"), DR_STR_INIT("psd") };
	const dr_strs tags = { (dr_str *)(uintptr_t)BELOW, DR_COUNT(BELOW) };
	dr_str published = policy_without(c->made->arena, c->made->plan.published, &tags);
	check_lower(c, published, text, false);
	int now = policy_anywhere(c->made->plan.published, ROLE_SP).most;
	int np = policy_anywhere(c->made->plan.published, ROLE_NP).most;
	HOLDS(c->domain, policy_anywhere(text, ROLE_P).most < (now > np ? now : np), "'%.*s'",
	      DR_FMT(text));
}

static void check_place(const plan_check *c, const dr_plan_return *back)
{
	bool known = c->domain->past != DR_NO_DAY && back == &c->made->plan.rollback;
	for (size_t i = 0; i < back->records.len; i++) {
		const dr_plan_record *r = &back->records.items[i];
		dr_str there = plan_domain_found(c->domain, r->name);
		bool undone = is_undone(c, back, r);
		bool below = undone || is_below(c, r);
		HOLDS(c->domain, below || dr_str_eq(there, c->made->plan.published), "%.*s",
		      DR_FMT(r->name));
		HOLDS(c->domain, i == 0 || below, "%.*s", DR_FMT(r->name));
		HOLDS(c->domain, !dr_str_eq(there, r->value), "%.*s", DR_FMT(r->name));
		if (r->value.len > 0 && there.len == 0) {
			check_new(c, r->value);
		} else if (r->value.len > 0) {
			check_lower(c, there, r->value, known);
			HOLDS(c->domain, is_below(c, r) || policy_is_read(r->value), "'%.*s'",
			      DR_FMT(r->value));
		} else {
			int above = undone ? level_below(c) : level_above(c);
			HOLDS(c->domain, above <= policy_anywhere(there, ROLE_P).most, "%.*s",
			      DR_FMT(r->name));
		}
		HOLDS(c->domain,
		      dr_str_eq(r->action, r->value.len > 0 ? DR_STR("set") : DR_STR("remove")),
		      "%.*s", DR_FMT(r->action));
	}
}

/* Where the record above is enforced and there is none of its own, one of its own is the way:
 * milder for the name, at its own place. */
static void check_own(const plan_check *c, const dr_plan_return *back, int wanted)
{
	HOLDS(c->domain, back->possible && back->records.len == 1, "%zu records",
	      back->records.len);
	const dr_plan_record *r = &back->records.items[0];
	HOLDS(c->domain, dr_str_eq(policy_tag(r->value, "p"), dr_str_of(LEVELS[wanted])), "'%.*s'",
	      DR_FMT(r->value));
	HOLDS(c->domain, policy_anywhere(r->value, ROLE_P).most < level_above(c), "'%.*s'",
	      DR_FMT(r->value));
	HOLDS(c->domain, plan_domain_text(c->domain, r->name).len == 0, "%.*s", DR_FMT(r->name));
}

void check_returns(const plan_check *c)
{
	const dr_plan *plan = &c->made->plan;
	if (plan->published.len == 0 && level_above(c) > 0) {
		check_own(c, &plan->rollback, level_above(c) - 1);
		check_own(c, &plan->step_down, level_above(c) - 1);
		check_own(c, &plan->emergency, 0);
		return;
	}
	const dr_plan_return *const all[] = { &plan->rollback, &plan->emergency, &plan->step_down };
	bool nothing = is_void(c, plan->published);
	int p = -1;
	for (int i = 0; i < 3 && !nothing; i++) {
		p = dr_str_eq(policy_tag(plan->published, "p"), dr_str_of(LEVELS[i])) ? i : p;
	}
	for (size_t i = 0; i < DR_COUNT(all); i++) {
		HOLDS(c->domain, all[i]->possible == (all[i]->records.len > 0), "%zu", i);
		HOLDS(c->domain, all[i]->possible || p <= 0, "%zu: %.*s", i, DR_FMT(all[i]->why));
		check_place(c, all[i]);
	}
	if (p > 0) {
		check_p(c, &plan->emergency, 0);
		check_p(c, &plan->step_down, p - 1);
	}
	HOLDS(c->domain,
	      plan->rollback.possible == (plan->published.len > 0 && !nothing) || is_needed(c) ||
	              c->domain->past != DR_NO_DAY,
	      "rollback");
}
