/*
 * Waivers: findings that a person accepts for a time, with a reason. What is waived is still found
 * and shown to programs, but not counted; on the day after `until` it is counted again.
 */
#pragma once
#include "base/clock.h"
#include "rule/rule.h"

typedef struct {
	dr_str rule;   /* id or name, any case */
	dr_str owner;  /* owner name of the record: A-labels, no final dot, any case */
	dr_day until;  /* the last day on which it holds; DR_NO_DAY: not said */
	dr_str reason; /* empty: not said */
	dr_file_place at;
} dr_waiver;
typedef DR_LIST(dr_waiver) dr_waivers;

bool dr_waiver_is_expired(const dr_waiver *waiver, dr_day as_of);
/* Whether it is about a finding of this rule at this owner name. */
bool dr_waiver_covers(const dr_waiver *waiver, const dr_rule *rule, dr_str owner);
