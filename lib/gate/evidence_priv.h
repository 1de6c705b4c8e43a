/*
 * What the makers of evidence facts share.
 */
#pragma once
#include "gate/evidence.h"

/* A message of a declared source was checked, at most 30 days before. */
bool dr_gate_evidence_is_verified(const dr_source_decision *decision, dr_day as_of);

/* streams.c: `facts->reports` is there already. */
void dr_gate_evidence_add_streams(dr_arena *arena, const dr_gate_evidence_view *view,
                                  dr_gate_evidence *facts);
void dr_gate_evidence_add_sources(dr_arena *arena, const dr_gate_evidence_view *view,
                                  dr_gate_evidence *facts);
