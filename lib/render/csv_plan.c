/* Plans as a table for spreadsheets: a line for each domain, in the order of the moves. */
#include "render/render_priv.h"

static dr_str number(dr_arena *arena, size_t value)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%zu", value);
	return dr_buf_str(&text);
}

static dr_str day_of(dr_arena *arena, dr_day day)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	if (day != DR_NO_DAY) {
		dr_day_write(day, &text);
	}
	return dr_buf_str(&text);
}

static void put_rows(const dr_portfolio *portfolio, dr_buf *out)
{
	for (size_t i = 0; i < portfolio->rows.len; i++) {
		const dr_portfolio_row *row = &portfolio->rows.items[i];
		bool planned = row->missing.len == 0, back = row->alarms.len > 0;
		const dr_str cells[] = {
			row->domain,
			row->mail,
			row->now,
			dr_portfolio_next(row),
			day_of(out->arena, planned && !back ? row->not_before : DR_NO_DAY),
			planned ? number(out->arena, row->waiting) : (dr_str){ 0 },
			row->decision ? DR_STR("true") : DR_STR("false"),
			row->owner,
			dr_str_of(dr_wave_name(row->wave)),
			row->missing,
		};
		dr_csv_row(out, cells, DR_COUNT(cells));
	}
}

static void put_head(const dr_render_options *options, dr_buf *out)
{
	(void)options;
	dr_buf_add(out, DR_STR("\"domain\",\"mail\",\"today\",\"next\",\"not_before\","
	                       "\"open_gates\",\"decision\",\"owner\",\"wave\",\"missing\"\r\n"));
}

/* A plan by itself; of all of them the table has each. */
static void put_plan(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	if (item->plan != NULL && options->portfolio == NULL) {
		dr_portfolio one = { .arena = out->arena };
		dr_portfolio_add(&one, item->plan, (dr_str){ 0 });
		dr_portfolio_settle(&one);
		put_rows(&one, out);
	}
}

static void put_table(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)summary;
	if (options->portfolio != NULL) {
		put_rows(options->portfolio, out);
	}
}

const dr_domain_writer DR_CSV_PLAN = { put_head, put_plan, NULL, put_table, NULL };
