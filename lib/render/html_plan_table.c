/* All domains of a page in one table, in the order of their moves, and what several wait for. */
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
	add_cell(out, dr_portfolio_next(row));
	dr_buf_add(out, DR_STR("<td>"));
	if (row->alarms.len > 0) {
		dr_buf_add(out, DR_STR("today"));
	} else if (row->not_before != DR_NO_DAY) {
		dr_plan_write_day(out, row->not_before);
	} else if (row->moves) {
		dr_buf_add(out, DR_STR("no day is free"));
	}
	dr_buf_addf(out, "%s</td><td>%zu</td>",
	            row->decision && row->alarms.len == 0 ? ", after a decision" : "",
	            row->waiting);
	add_cell(out, row->owner);
	dr_buf_add(out, DR_STR("</tr>\n"));
}

static void add_task(dr_buf *out, const dr_portfolio_task *task)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "%.*s: %.*s For ", DR_FMT(task->sender), DR_FMT(task->todo));
	dr_plan_write_domains(&text, task);
	dr_html_element(out, "li", dr_buf_str(&text));
}

static void add_tasks(dr_buf *out, dr_portfolio_tasks tasks)
{
	if (tasks.len == 0) {
		return;
	}
	dr_html_element(out, "h3", DR_STR("One task for several domains"));
	dr_buf_add(out, DR_STR("<ul>\n"));
	for (size_t i = 0; i < tasks.len; i++) {
		add_task(out, &tasks.items[i]);
	}
	dr_buf_add(out, DR_STR("</ul>\n"));
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
	add_tasks(out, dr_portfolio_shared(portfolio));
}
