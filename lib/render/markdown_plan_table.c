/* All domains in one table, in the order of their moves, and what several of them wait for. */
#include "render/markdown_plan_priv.h"

static void add(dr_buf *out, const char *text)
{
	dr_buf_add(out, dr_str_of(text));
}

static void add_cell(dr_buf *out, dr_str text)
{
	add(out, " ");
	dr_markdown_write(out, text);
	add(out, " |");
}

static void add_day(dr_buf *out, const dr_portfolio_row *row)
{
	dr_buf day;
	dr_buf_init(&day, out->arena);
	if (row->alarms.len > 0) {
		add_cell(out, DR_STR("today"));
		return;
	}
	if (row->not_before != DR_NO_DAY) {
		dr_day_write(row->not_before, &day);
	} else if (row->moves) {
		dr_buf_add(&day, DR_STR("no day is free"));
	}
	dr_buf_addf(&day, "%s", row->decision ? ", after a decision" : "");
	add_cell(out, dr_buf_str(&day));
}

static void add_row(dr_buf *out, const dr_portfolio_row *row)
{
	add(out, "|");
	add_cell(out, row->domain);
	add_cell(out, row->mail.len > 0 ? row->mail : DR_STR("mixed"));
	add_cell(out, row->missing.len > 0 ? DR_STR("not known") : row->now);
	add_cell(out, dr_portfolio_next(row));
	add_day(out, row);
	dr_buf_addf(out, " %zu |", row->waiting);
	add_cell(out, row->owner);
	add(out, "\n");
}

/* A box to tick: whoever settles it does so for all of them. */
static void add_task(dr_buf *out, const dr_portfolio_task *task)
{
	dr_buf domains;
	dr_buf_init(&domains, out->arena);
	dr_plan_write_domains(&domains, task);
	add(out, "- [ ] ");
	dr_markdown_write(out, task->sender);
	add(out, ": ");
	dr_markdown_write(out, task->todo);
	add(out, "<br>for ");
	dr_markdown_write(out, dr_buf_str(&domains));
	add(out, "\n");
}

void dr_markdown_plan_table(dr_buf *out, const dr_portfolio *portfolio)
{
	dr_portfolio_tasks tasks = dr_portfolio_shared(portfolio);
	add(out, "\n## All domains, in the order of their moves\n\n"
	         "| Domain | Mail | Today | Next | Not before | Gates open | Owner |\n"
	         "|---|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < portfolio->rows.len; i++) {
		add_row(out, &portfolio->rows.items[i]);
	}
	dr_buf_addf(out, "\nIn this order: %.*s; at most %d moves a week.\n",
	            DR_FMT(DR_PORTFOLIO_ORDER), (int)DR_MOVES_A_WEEK);
	add(out, tasks.len > 0 ? "\n### One task for several domains\n\n" : "");
	for (size_t i = 0; i < tasks.len; i++) {
		add_task(out, &tasks.items[i]);
	}
}
