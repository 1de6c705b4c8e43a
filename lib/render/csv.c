/* Findings as a table for spreadsheets (RFC 4180), in which no cell is a formula. */
#include "render/render_priv.h"

/* By its first character. */
static bool looks_like_formula(dr_str text)
{
	dr_str starts = DR_STR("=+-@\t\r");
	return text.len > 0 && dr_str_find(starts, 0, text.ptr[0]) < starts.len;
}

void dr_csv_cell(dr_buf *out, dr_str text)
{
	dr_str neutral = dr_neutral_text(out->arena, text);
	dr_buf_addf(out, looks_like_formula(neutral) ? "\"'" : "\"");
	for (size_t i = 0; i < neutral.len; i++) {
		dr_buf_addf(out, neutral.ptr[i] == '"' ? "\"" : "");
		dr_buf_add_char(out, neutral.ptr[i]);
	}
	dr_buf_add_char(out, '"');
}

void dr_csv_row(dr_buf *out, const dr_str *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		dr_buf_addf(out, i > 0 ? "," : "");
		dr_csv_cell(out, cells[i]);
	}
	dr_buf_add(out, DR_STR("\r\n"));
}

static dr_str number(dr_arena *arena, uint32_t value)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	if (value > 0) {
		dr_buf_addf(&text, "%u", value);
	}
	return dr_buf_str(&text);
}

static void csv_head(const dr_render_options *options, dr_buf *out)
{
	(void)options;
	dr_buf_add(out, DR_STR("\"domain\",\"severity\",\"rule\",\"outcome\",\"waived\",\"owner\","
	                       "\"type\",\"subject\",\"message\",\"fix\",\"file\",\"line\","
	                       "\"column\",\"fingerprint\"\r\n"));
}

static void csv_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	const dr_run_result *result = item->result;
	if (result->error.code != DR_OK) {
		const dr_str cells[14] = { result->request->domain,
			                   DR_STR("error"),
			                   { 0 },
			                   { 0 },
			                   { 0 },
			                   { 0 },
			                   { 0 },
			                   { 0 },
			                   dr_str_of(result->error.text) };
		dr_csv_row(out, cells, DR_COUNT(cells));
		return;
	}
	dr_finding_views views = dr_finding_views_by_owner(out->arena, result);
	for (size_t i = 0; i < views.len; i++) {
		const dr_finding_view *view = &views.items[i];
		const dr_finding *f = view->finding;
		const dr_str cells[14] = {
			result->domain,
			dr_str_of(dr_severity_name(f->severity)),
			f->rule->id,
			f->outcome == DR_HIT ? DR_STR("hit") : DR_STR("undecided"),
			f->waived ? DR_STR("yes") : DR_STR("no"),
			view->owner,
			view->type,
			f->subject,
			f->message,
			f->fix,
			dr_str_of(view->at.file),
			number(out->arena, view->at.line),
			number(out->arena, view->at.column),
			dr_str_of(view->fingerprint),
		};
		dr_csv_row(out, cells, DR_COUNT(cells));
	}
}

const dr_domain_writer DR_CSV_LINT = { csv_head, csv_item, NULL, NULL };
