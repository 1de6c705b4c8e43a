/*
 * The parts of the facts about SPF.
 */
#pragma once
#include "facts/make_priv.h"

/* Whom a term matches: the facts from `special` to `alone_ipv6`, and `text_problem`. */
void dr_make_spf_matches(const dr_maker *m, const dr_spf_node *node, const dr_spf_visit *visit,
                         dr_spf_term_fact *fact);
/* Ranges that the domain itself writes. */
void dr_make_spf_ranges(const dr_maker *m);
/* Whom the record lets pass, where it stops, and what can be left out. */
void dr_make_spf_senders(const dr_maker *m);
/* Includes that were replaced by their addresses. */
void dr_make_spf_flattened(const dr_maker *m);

/* Counts of a set; those that do not fit are the largest. */
int64_t dr_count_ipv4(const dr_prefixset *set);
int64_t dr_count_ipv6(const dr_prefixset *set); /* networks of 64 bits */
