/*
 * The pieces of the text format.
 */
#pragma once
#include "render/render_priv.h"
#include "render/typed.h"

enum { DR_TEXT_WIDTH = 100 };

typedef enum { DR_PAINT_NONE, DR_PAINT_BAD, DR_PAINT_POOR, DR_PAINT_GOOD, DR_PAINT_HEAD } dr_paint;

/* Appends text in a colour, when colours are on. */
void dr_text_paint(const dr_render_options *options, dr_buf *out, dr_paint paint, dr_str text);
dr_paint dr_text_severity_paint(dr_severity severity);

/* "1 error", "3 errors". */
void dr_text_count(dr_buf *out, size_t count, const char *what);

/* Running text of a finding or a rule, neutralised and wrapped. */
void dr_text_wrap(dr_buf *out, dr_str text, size_t at, size_t indent);

/* Hits, worst first: ten in full, the rest one line each, notes only with `all`. */
void dr_text_findings(const dr_render_options *options, const dr_run_result *result, dr_buf *out);
/* The table of the profile in the options; nothing when it has none. */
void dr_text_profile(const dr_render_options *options, const dr_judgement *judgement, dr_buf *out);
/* What could not be decided, by the answer that is missing. */
void dr_text_undecided(const dr_run_result *result, dr_buf *out);

/* TLS sessions by outcome; nothing when there are none. */
void dr_text_traffic_tls(const dr_traffic_tls *list, dr_buf *out);
