/*
 * Profiles by name: those of the distribution, rules/profiles/NAME.yaml.
 */
#pragma once
#include "rule/profile.h"

/* The profile, or `list` on standard output. EXIT_CLEAN; EXIT_USAGE after saying which one may have
 * been meant, or what is wrong. `rules` must outlive it. */
int profile_open(dr_arena *arena, dr_str name, const dr_ruleset *rules,
                 const dr_profile **ret_profile);

typedef DR_LIST(const dr_profile *) profile_list;

/* All of them, by name. Problems are told; their number is added to *errors. */
profile_list profiles_load(dr_arena *arena, const dr_ruleset *rules, size_t *errors);

/* One line for each on standard output. */
int profiles_print(dr_arena *arena);
