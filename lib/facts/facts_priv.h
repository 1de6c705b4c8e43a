/*
 * Closed sets that several field tables share.
 */
#pragma once
#include "facts/facts.h"

extern const char *const DR_POLICY_CHOICES[];  /* none quarantine reject */
extern const char *const DR_SPECIAL_CHOICES[]; /* of dr_ipaddr_special(), and "" for routed */
