/*
 * What the makers of evidence facts share.
 */
#pragma once
#include "plan/evidence.h"

/* A source of ours whose mail comes directly. */
bool dr_gate_evidence_is_ours(const dr_sender *sender);

/* What DNS says of a name below the domain; NULL: nothing. */
const dr_dmarc_below_fact *dr_gate_evidence_find_below(const dr_dmarc_below_facts *list,
                                                       dr_str name);

/* evidence_streams.c: `facts->reports` is there already. */
void dr_gate_evidence_add_streams(dr_arena *arena, const dr_gate_evidence_view *view,
                                  dr_gate_evidence *facts);
void dr_gate_evidence_add_sources(dr_arena *arena, const dr_gate_evidence_view *view,
                                  dr_gate_evidence *facts);
