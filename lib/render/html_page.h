/*
 * One page of HTML that needs nothing else: no scripts, no pictures, no fonts from anywhere; light
 * and dark, on paper, and for readers of screens. Its policy (CSP) lets nothing be loaded.
 */
#pragma once
#include "render/markup.h"
#include "traffic/traffic.h"

/* Up to and including the page's first heading. */
void dr_html_begin(dr_buf *out, dr_str title);
void dr_html_end(dr_buf *out);

/* "<name>text</name>", the text made harmless. */
void dr_html_element(dr_buf *out, const char *name, dr_str text);
/* A list of texts below a heading of the fourth level; nothing when it is empty. */
void dr_html_list(dr_buf *out, const char *heading, const dr_strs *texts);
/* The head of a table: what it shows, for those who cannot see it, and its columns, the last of
 * which is NULL. The table's body is open afterwards; dr_html_table_end() closes both. */
void dr_html_table(dr_buf *out, const char *caption, const char *const *columns);
void dr_html_table_end(dr_buf *out);

/* The days that a figure of a source shows. */
enum { DR_HTML_BARS_DAYS = 42 };

/* html_chart.c: all of a source on the days of its figure; and the figure: what one source sent on
 * the days up to `until`, aligned and not, as bars. */
dr_tally dr_html_bars_sum(const dr_sender *sender, dr_day until);
void dr_html_bars(dr_buf *out, const dr_sender *sender, dr_day until);
