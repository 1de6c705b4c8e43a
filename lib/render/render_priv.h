/*
 * What the formats share, and the writers that the table in render.c lists.
 */
#pragma once
#include "doc/json_out.h"
#include "render/finding_view.h"
#include "render/neutral.h"
#include "render/render.h"
#include "render/verdict.h"
#include "render/wrap.h"

/* What a rule that was not judged is missing. */
typedef enum {
	DR_MISSING_REPORTS,
	DR_MISSING_HISTORY,
	DR_MISSING_AUTHORITATIVE,
	DR_MISSING_FETCHING,
	DR_MISSING_PLAN,
	DR_MISSING_CHANGE,
	DR_MISSING_ZONE,
	DR_MISSING_ANSWERS,
	DR_MISSING_COUNT
} dr_missing;

/* Keys of `not_judged`, and the same for people. */
extern const char *const DR_MISSING_KEYS[DR_MISSING_COUNT];
extern const char *const DR_MISSING_TEXTS[DR_MISSING_COUNT];

/* How many rules of a judgement were not judged for want of each kind of input. */
void dr_missing_count(const dr_judgement *judgement, size_t ret_counts[DR_MISSING_COUNT]);

extern const dr_domain_writer DR_TEXT_LINT, DR_TEXT_FACTS, DR_TEXT_PLAN;
extern const dr_domain_writer DR_MARKDOWN_PLAN, DR_ICS_PLAN, DR_HTML_PLAN;
extern const dr_domain_writer DR_TEXT_GATE, DR_TEXT_STATUS, DR_JSON_GATE, DR_JSON_STATUS;
/* A quoted cell, neutral, that no spreadsheet takes for a formula. */
void dr_csv_cell(dr_buf *out, dr_str text);
/* A line of cells. */
void dr_csv_row(dr_buf *out, const dr_str *cells, size_t count);

extern const dr_domain_writer DR_GITHUB_LINT, DR_SARIF_LINT, DR_JUNIT_LINT, DR_GITLAB_LINT;
extern const dr_domain_writer DR_MARKDOWN_LINT, DR_CSV_LINT, DR_CSV_PLAN;
extern const dr_domain_writer DR_JSON_LINT, DR_JSON_SCAN, DR_JSON_FACTS, DR_JSON_PLAN;
void dr_text_rules(const dr_render_options *options, const dr_rule *const *rules, size_t count,
                   dr_buf *out);
void dr_text_spf_eval(const dr_render_options *options, const dr_spf_evaluation *evaluation,
                      dr_buf *out);
extern const dr_diff_writer DR_TEXT_DIFF, DR_JSON_DIFF;
void dr_text_spf_tree(const dr_render_options *options, const dr_spf_view *view, dr_buf *out);
void dr_json_spf_tree(const dr_render_options *options, const dr_spf_view *view, dr_buf *out);
void dr_json_spf_eval(const dr_render_options *options, const dr_spf_evaluation *evaluation,
                      dr_buf *out);
void dr_text_live(const dr_render_options *options, const dr_live *live, dr_buf *out);
void dr_json_live(const dr_render_options *options, const dr_live *live, dr_buf *out);
void dr_text_simulate(const dr_render_options *options, const dr_message *message,
                      const dr_message_views *views, dr_buf *out);
void dr_json_simulate(const dr_render_options *options, const dr_message *message,
                      const dr_message_views *views, dr_buf *out);
void dr_json_rules(const dr_render_options *options, const dr_rule *const *rules, size_t count,
                   dr_buf *out);

/* A text of a rule, "fix" or "message", without a domain: words instead of {expressions}. */
void dr_rule_words(const dr_rule *rule, const char *key, dr_buf *out);
void dr_text_explain_rule(const dr_render_options *options, const dr_rule *rule, dr_buf *out);
void dr_json_explain_rule(const dr_render_options *options, const dr_rule *rule, dr_buf *out);
void dr_text_explain_service(const dr_render_options *options, const dr_service *service,
                             dr_buf *out);
void dr_json_explain_service(const dr_render_options *options, const dr_service *service,
                             dr_buf *out);
void dr_text_explain_term(const dr_render_options *options, const dr_term *term, dr_buf *out);
void dr_json_explain_term(const dr_render_options *options, const dr_term *term, dr_buf *out);
void dr_text_account(const dr_render_options *options, const dr_account *account, dr_buf *out);
void dr_json_account(const dr_render_options *options, const dr_account *account, dr_buf *out);
extern const dr_ingest_writer DR_TEXT_INGEST, DR_NDJSON_INGEST;
extern const dr_record_writer DR_NDJSON_RECORDS, DR_CSV_RECORDS;
void dr_text_traffic(const dr_render_options *options, const dr_traffic *traffic, dr_buf *out);
void dr_text_what_if(const dr_render_options *options, const dr_what_if *what, dr_buf *out);
void dr_json_what_if(const dr_render_options *options, const dr_what_if *what, dr_buf *out);
void dr_json_traffic(const dr_render_options *options, const dr_traffic *traffic, dr_buf *out);
