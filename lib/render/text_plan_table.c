/* Many plans as one table in their order, and what several of them wait for. */
#include "render/text_plan_priv.h"

enum { DOMAIN_MAX = 40 };

static size_t widest_domain(const dr_portfolio_rows *rows)
{
	size_t width = sizeof("domain") - 1;
	for (size_t i = 0; i < rows->len; i++) {
		size_t len = rows->items[i].domain.len;
		width = len > width ? len : width;
	}
	return width < DOMAIN_MAX ? width : DOMAIN_MAX;
}

static void add_cell(dr_buf *out, dr_str text, size_t width)
{
	dr_str shown = dr_neutral_text(out->arena, text);
	dr_buf_addf(out, "%.*s", DR_FMT(shown));
	dr_buf_add_repeat(out, ' ', (shown.len < width ? width - shown.len : 0) + 2);
}

static dr_str or_dash(dr_str text)
{
	return text.len > 0 ? text : DR_STR("-");
}

static void add_day(dr_buf *out, const dr_portfolio_row *row)
{
	dr_buf day;
	dr_buf_init(&day, out->arena);
	if (row->not_before != DR_NO_DAY) {
		dr_day_write(row->not_before, &day);
	}
	bool stuck = row->moves && row->not_before == DR_NO_DAY;
	add_cell(out, stuck ? DR_STR("no day") : or_dash(dr_buf_str(&day)), 10);
}

static void add_row(dr_buf *out, const dr_portfolio_row *row, size_t width)
{
	add_cell(out, row->domain, width);
	if (row->missing.len > 0) {
		dr_buf_addf(out, "no plan: %.*s could not be found out\n", DR_FMT(row->lacks));
		return;
	}
	add_cell(out, row->mail.len > 0 ? row->mail : DR_STR("mixed"), 13);
	add_cell(out, or_dash(row->now), 10);
	add_cell(out, or_dash(row->next), 10);
	add_day(out, row);
	dr_buf_addf(out, "%5zu  ", row->waiting);
	dr_neutral_write(out, or_dash(row->owner));
	dr_buf_add(out, row->decision ? DR_STR(" (to decide)\n") : DR_STR("\n"));
}

static void add_task(dr_plan_writer *w, const dr_portfolio_task *task)
{
	dr_text_plan_add(w, "  ");
	dr_neutral_write(w->out, task->sender);
	dr_text_plan_add(w, ": ");
	dr_text_plan_wrapped(w, task->todo, task->sender.len + 4, 4);
	dr_text_plan_add(w, "    for");
	for (size_t i = 0; i < task->domains.len; i++) {
		dr_buf_addf(w->out, "%s %.*s", i > 0 ? "," : "", DR_FMT(task->domains.items[i]));
	}
	dr_text_plan_add(w, "\n");
}

static void add_tasks(dr_plan_writer *w, const dr_portfolio_tasks *tasks)
{
	bool begun = false;
	for (size_t i = 0; i < tasks->len; i++) {
		if (tasks->items[i].domains.len < 2) {
			continue;
		}
		dr_text_plan_add(w, begun ? "" : "\nOne task for several domains:\n");
		add_task(w, &tasks->items[i]);
		begun = true;
	}
}

void dr_text_plan_table(const dr_portfolio *portfolio, dr_buf *out)
{
	const dr_portfolio_rows *rows = &portfolio->rows;
	size_t width = widest_domain(rows), moved = dr_portfolio_count_moved(portfolio);
	add_cell(out, DR_STR("domain"), width);
	dr_buf_addf(out, "%-13s  %-10s  %-10s  %-10s   open  owner\n", "mail", "today", "next",
	            "not before");
	for (size_t i = 0; i < rows->len; i++) {
		add_row(out, &rows->items[i], width);
	}
	dr_plan_writer w = { .out = out };
	add_tasks(&w, &portfolio->tasks);
	dr_buf_addf(out, "\nIn this order: %.*s; at most %d moves a week.\n",
	            DR_FMT(DR_PORTFOLIO_ORDER), (int)DR_MOVES_A_WEEK);
	if (moved > 0) {
		dr_buf_addf(out, "This week %zu %s already.\n", moved,
		            moved == 1 ? "domain has moved" : "domains have moved");
	}
}
