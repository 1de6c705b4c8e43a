/*
 * What the formats of `spf tree` share: words for what a tree holds.
 */
#pragma once
#include "render/render_priv.h"

/* The service that an include or redirect leads to; NULL: none is known. */
const dr_service *dr_spf_view_service(const dr_spf_view *view, dr_arena *arena,
                                      const dr_spf_visit *visit);
/* What is wrong with a term, for people: "does not exist"; NULL: nothing. Static storage. */
const char *dr_spf_view_problem(const dr_spf_visit *visit);
/* Why there is no tree: "no SPF record". Static storage. */
const char *dr_spf_view_missing(const dr_spf_node *root);
/* "256 IPv4 addresses, 1 IPv6 network (/64)", with what is not known; empty for nobody. */
dr_str dr_spf_view_senders(dr_arena *arena, const dr_spf_senders *senders, bool reached);
/* The addresses of `count` terms from the index `at` on. */
void dr_spf_view_join(dr_arena *arena, const dr_spf_node *node, size_t at, size_t count,
                      dr_spf_senders *ret_senders);
/* "drop include:a.example: …": what a proposal does, and who passes no more. */
void dr_spf_view_proposal(const dr_spf_proposal *proposal, dr_buf *out);
