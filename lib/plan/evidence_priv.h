/*
 * What the makers of evidence facts share.
 */
#pragma once
#include "plan/evidence.h"

/* A source of ours whose mail comes directly. */
bool dr_gate_evidence_is_ours(const dr_sender *sender);

/* Somebody declared sources of ours, and a message of each was checked. */
bool dr_gate_evidence_all_verified(const dr_domain_config *own, dr_day as_of);

/* A message of a declared source was checked, at most 30 days before. */
bool dr_gate_evidence_is_verified(const dr_source_decision *decision, dr_day as_of);

/* What people call a source, or by what they know it. */
dr_str dr_gate_evidence_name_of(const dr_source_decision *decision);

/* evidence_breaks.c: whether a day of a stream calls for the way back, by the triggers of a volume
 * class. */
bool dr_gate_evidence_is_broken(dr_str volume, const dr_stream_days *days, size_t at);

/* What DNS says of a name below the domain; NULL: nothing. */
const dr_dmarc_below_fact *dr_gate_evidence_find_below(const dr_dmarc_below_facts *list,
                                                       dr_str name);

/* evidence_streams.c: `facts->reports` is there already. */
void dr_gate_evidence_add_streams(dr_arena *arena, const dr_gate_evidence_view *view,
                                  dr_gate_evidence *facts);
void dr_gate_evidence_add_sources(dr_arena *arena, const dr_gate_evidence_view *view,
                                  dr_gate_evidence *facts);
