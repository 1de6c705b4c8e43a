/* All domains of a page in one table, in the order of their moves. */
#include "render/html_plan_priv.h"

static void add_cell(dr_buf *out, dr_str text)
{
	dr_buf_add(out, DR_STR("<td>"));
	dr_markup_write(out, text);
	dr_buf_add(out, DR_STR("</td>"));
}

static void add_row(dr_buf *out, const dr_portfolio_row *row)
{
	dr_buf_add(out, DR_STR("<tr><th scope=\"row\">"));
	dr_markup_write(out, row->domain);
	dr_buf_add(out, DR_STR("</th>"));
	add_cell(out, row->mail.len > 0 ? row->mail : DR_STR("mixed"));
	add_cell(out, row->missing.len > 0 ? DR_STR("not known") : row->now);
	add_cell(out, row->next);
	dr_buf_add(out, DR_STR("<td>"));
	if (row->not_before != DR_NO_DAY) {
		dr_plan_write_day(out, row->not_before);
	} else if (row->moves) {
		dr_buf_add(out, DR_STR("no day is free"));
	}
	dr_buf_addf(out, "%s</td><td>%zu</td>", row->decision ? ", after a decision" : "",
	            row->waiting);
	add_cell(out, row->owner);
	dr_buf_add(out, DR_STR("</tr>\n"));
}

void dr_html_plan_table(dr_buf *out, const dr_portfolio *portfolio)
{
	static const char *const COLUMNS[] = { "Domain",     "Mail",       "Today", "Next",
		                               "Not before", "Gates open", "Owner", NULL };
	dr_html_element(out, "h2", DR_STR("All domains, in the order of their moves"));
	dr_html_table(out, "What comes next, with no more than five moves a week", COLUMNS);
	for (size_t i = 0; i < portfolio->rows.len; i++) {
		add_row(out, &portfolio->rows.items[i]);
	}
	dr_html_table_end(out);
}
