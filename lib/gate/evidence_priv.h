/*
 * What the makers of evidence facts share.
 */
#pragma once
#include "gate/evidence.h"

/* streams.c: `facts->reports` is there already. */
void dr_gate_evidence_add_streams(dr_arena *arena, const dr_gate_evidence_view *view,
                                  dr_gate_evidence *facts);
void dr_gate_evidence_add_sources(dr_arena *arena, const dr_gate_evidence_view *view,
                                  dr_gate_evidence *facts);

/* streams.c: one of them, at the end of the view's day. */
dr_stream_fact dr_gate_evidence_measure(const dr_gate_evidence_view *view, const dr_sender *sender,
                                        const dr_mail_stream *stream,
                                        const dr_reports_fact *reports);

/* cadence.c: how often it sends, as somebody said, or as the days look. */
dr_cadence dr_gate_evidence_cadence(const dr_sender *sender, const dr_mail_stream *stream);

/* Somebody declared it, and nothing came for longer than a source of `cadence` pauses; `window` in
 * days. */
bool dr_gate_evidence_is_silent(const dr_gate_evidence_view *view, const dr_sender *sender,
                                dr_cadence cadence, int64_t window);
/* The same of what it sends as one name. */
bool dr_gate_evidence_is_paused(const dr_gate_evidence_view *view, const dr_mail_stream *stream,
                                dr_cadence cadence, int64_t window);
