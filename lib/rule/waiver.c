#include "rule/waiver.h"

bool dr_waiver_is_expired(const dr_waiver *waiver, dr_day as_of)
{
	return waiver->until != DR_NO_DAY && as_of > waiver->until;
}

bool dr_waiver_covers(const dr_waiver *waiver, const dr_rule *rule, dr_str owner)
{
	bool named = dr_str_eq_nocase(waiver->rule, rule->id) ||
	             dr_str_eq_nocase(waiver->rule, rule->name);
	return named && dr_str_eq_nocase(waiver->owner, owner);
}
