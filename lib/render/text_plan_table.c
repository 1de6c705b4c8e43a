/* Many plans as one table in their order, and what several of them wait for. */
#include "render/text_plan_priv.h"

enum { DOMAIN_MAX = 30, WIDTH = 96 };

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

/* A name that is wider than its column has a line of its own. */
static void add_domain(dr_buf *out, dr_str domain, size_t width)
{
	if (domain.len > width) {
		dr_buf_addf(out, "%.*s\n", DR_FMT(domain));
		domain = (dr_str){ 0 };
	}
	add_cell(out, domain, width);
}

/* The last column, or what does not fit in below it. */
static void add_owner(dr_buf *out, const dr_portfolio_row *row, size_t begin)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "%.*s%s", DR_FMT(or_dash(row->owner)),
	            row->decision ? " (to decide)" : "");
	dr_plan_writer w = { .out = out };
	const dr_str below = DR_STR("\n    owner: ");
	size_t at = dr_wrap_columns(dr_str_sub(dr_buf_str(out), begin, out->len)) + 2;
	bool fits = at + dr_wrap_columns(dr_buf_str(&text)) <= WIDTH;
	dr_buf_add(out, fits ? DR_STR("  ") : below);
	at = fits ? at : below.len - 1;
	dr_text_plan_wrapped(&w, dr_buf_str(&text), at, 4);
}

static void add_row(dr_buf *out, const dr_portfolio_row *row, size_t width)
{
	add_domain(out, row->domain, width);
	size_t begin = out->len - width - 2;
	if (row->missing.len > 0) {
		dr_buf text;
		dr_buf_init(&text, out->arena);
		dr_plan_writer w = { .out = out };
		dr_buf_addf(&text, "no plan: %.*s could not be found out", DR_FMT(row->lacks));
		dr_text_plan_wrapped(&w, dr_buf_str(&text), width + 2, 4);
		return;
	}
	add_cell(out, row->mail.len > 0 ? row->mail : DR_STR("mixed"), 13);
	add_cell(out, or_dash(row->now), 10);
	if (row->alarms.len > 0) {
		add_cell(out, dr_portfolio_next(row), 22);
	} else {
		add_cell(out, or_dash(row->next), 10);
		add_day(out, row);
	}
	dr_buf_addf(out, "%5zu", row->waiting);
	add_owner(out, row, begin);
}

static void add_task(dr_plan_writer *w, const dr_portfolio_task *task)
{
	dr_buf domains;
	dr_buf_init(&domains, w->out->arena);
	dr_plan_write_domains(&domains, task);
	dr_text_plan_add(w, "  ");
	dr_neutral_write(w->out, task->sender);
	dr_text_plan_add(w, ": ");
	dr_text_plan_wrapped(w, task->todo, task->sender.len + 4, 4);
	dr_text_plan_add(w, "    for ");
	dr_text_plan_wrapped(w, dr_buf_str(&domains), 8, 8);
}

static void add_tasks(dr_plan_writer *w, dr_portfolio_tasks tasks)
{
	dr_text_plan_add(w, tasks.len > 0 ? "\nOne task for several domains:\n" : "");
	for (size_t i = 0; i < tasks.len; i++) {
		add_task(w, &tasks.items[i]);
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
	add_tasks(&w, dr_portfolio_shared(portfolio));
	dr_buf_addf(out, "\nIn this order: %.*s; at most %d moves a week.\n",
	            DR_FMT(DR_PORTFOLIO_ORDER), (int)DR_MOVES_A_WEEK);
	if (moved > 0) {
		dr_buf_addf(out, "This week %zu %s already.\n", moved,
		            moved == 1 ? "domain has moved" : "domains have moved");
	}
}
