/* GitHub's Markdown: for job summaries and pull requests. */
#include "render/markup.h"
#include "render/render_priv.h"

static void put_verdict(dr_buf *out, const char *what, const dr_verdict_line *line)
{
	dr_buf_addf(out, "| %s | %s | ", what, line->word);
	dr_markdown_write(out, line->why);
	dr_buf_add(out, DR_STR(" |\n"));
}

static void put_verdicts(dr_buf *out, const dr_run_result *result)
{
	dr_verdicts verdicts = dr_verdicts_of(out->arena, result->facts, &result->judgement);
	dr_buf_add(out, DR_STR("| | | |\n|---|---|---|\n"));
	put_verdict(out, "your mail", &verdicts.delivery);
	put_verdict(out, "spoofing", &verdicts.spoofing);
	put_verdict(out, "reports", &verdicts.reports);
	put_verdict(out, "logo", &verdicts.brand);
}

static void put_place(dr_buf *out, const dr_finding_view *view)
{
	dr_markdown_code(out, view->owner);
	if (view->at.file != NULL) {
		dr_buf_add(out, DR_STR("<br>"));
		dr_markdown_write(out, dr_str_of(view->at.file));
		dr_buf_addf(out, " line %u", view->at.line);
	}
}

static void put_finding(dr_buf *out, const dr_finding_view *view)
{
	const dr_finding *finding = view->finding;
	dr_buf_addf(out, "| %s | %.*s | ", dr_severity_name(finding->severity),
	            DR_FMT(finding->rule->id));
	put_place(out, view);
	dr_buf_add(out, DR_STR(" | "));
	dr_markdown_write(out, finding->message);
	if (finding->fix.len > 0) {
		dr_buf_add(out, DR_STR("<br>**Fix** "));
		dr_markdown_write(out, finding->fix);
	}
	dr_buf_add(out, DR_STR(" |\n"));
}

static void put_findings(const dr_render_options *options, const dr_run_result *result, dr_buf *out)
{
	dr_finding_views views = dr_finding_views_by_weight(out->arena, result);
	size_t notes = 0;
	bool begun = false;
	for (size_t i = 0; i < views.len; i++) {
		if (views.items[i].finding->severity == DR_INFO && !options->all) {
			notes++;
			continue;
		}
		if (!begun) {
			dr_buf_add(out, DR_STR("\n| | rule | where | what |\n|---|---|---|---|\n"));
		}
		begun = true;
		put_finding(out, &views.items[i]);
	}
	if (notes > 0) {
		dr_buf_addf(out, "\n%zu %s (`--all` shows them)\n", notes,
		            notes == 1 ? "note" : "notes");
	}
}

static void markdown_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	const dr_run_result *result = item->result;
	bool good = result->error.code == DR_OK;
	dr_buf_add(out, DR_STR("## "));
	dr_markdown_write(out, good ? result->domain : result->request->domain);
	dr_buf_add(out, DR_STR("\n\n"));
	if (!good) {
		dr_markdown_write(out, dr_str_of(result->error.text));
		dr_buf_add_char(out, '\n');
		return;
	}
	put_verdicts(out, result);
	put_findings(options, result, out);
	if (result->incomplete) {
		dr_buf_add(out, DR_STR("\nNot sure: an answer that matters could not be had.\n"));
	}
}

const dr_domain_writer DR_MARKDOWN_LINT = { NULL, markdown_item, "\n", NULL };
