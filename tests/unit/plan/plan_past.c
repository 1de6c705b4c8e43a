/* An earlier snapshot of a generated domain: of the same record, or of another one. */
#include "plan_domain.h"
#include "plan_policy.h"

void plan_past_generate(plan_domain *d)
{
	enum { AGO = 150 };
	dr_str now = plan_domain_published(d);
	d->past = one_in(d, 4) ? d->as_of - 1 - (dr_day)random_below(d, AGO) : DR_NO_DAY;
	if (d->past == DR_NO_DAY) {
		return;
	}
	bool agrees = now.len > 0 && one_in(d, 2), none = one_in(d, 6);
	d->past_record = agrees ? now : none ? (dr_str){ 0 } : plan_dns_record(d);
}

static uint64_t share_of(dr_str record)
{
	uint64_t pct = 100;
	(void)dr_str_to_u64(policy_tag(record, "pct"), 100, &pct);
	return pct;
}

static bool is_test(dr_str record)
{
	return dr_str_eq(policy_tag(record, "t"), DR_STR("y"));
}

bool plan_past_is_other(const plan_domain *d)
{
	dr_str was = d->past_record, is = plan_domain_published(d);
	if (d->past == DR_NO_DAY || !policy_is_read(is)) {
		return false;
	}
	if (was.len == 0) {
		return true;
	}
	bool other = share_of(was) != share_of(is) || is_test(was) != is_test(is);
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		other = other || policy_asked(was, role) != policy_asked(is, role);
	}
	return other && policy_is_read(was);
}

plan_domain plan_past_domain(const plan_domain *d, dr_arena *arena)
{
	plan_domain past = *d;
	past.arena = arena;
	plan_domain_copy_dns(&past);
	plan_domain_publish(&past, d->past_record);
	return past;
}
