/* Many plans as JSON in the order of their moves, and what several of them wait for. */
#include "render/json_plan_priv.h"

static void put_row(dr_json *json, const dr_portfolio_row *row)
{
	dr_json_object(json);
	dr_json_put_str(json, "domain", row->domain);
	dr_json_put_str(json, "mail", row->mail.len > 0 ? row->mail : DR_STR("mixed"));
	dr_json_put_known(json, "current_phase", row->now);
	dr_json_put_known(json, "next_phase", row->next);
	dr_json_put_day(json, "not_before", row->not_before);
	dr_json_put_known(json, "waits_for", row->waits_for);
	dr_json_put_strs(json, "delays", &row->delays);
	dr_json_put_count(json, "open_gates", row->waiting);
	dr_json_put_bool(json, "after_decision", row->decision);
	dr_json_put_text(json, "wave", dr_wave_name(row->wave));
	dr_json_put_known(json, "owner", row->owner);
	dr_json_put_known(json, "missing", row->missing);
	dr_json_end(json);
}

static void put_shared_tasks(dr_json *json, dr_portfolio_tasks tasks)
{
	dr_json_key(json, "tasks");
	dr_json_array(json);
	for (size_t i = 0; i < tasks.len; i++) {
		dr_json_object(json);
		dr_json_put_str(json, "source", tasks.items[i].sender);
		dr_json_put_str(json, "text", tasks.items[i].todo);
		dr_json_put_strs(json, "domains", &tasks.items[i].domains);
		dr_json_end(json);
	}
	dr_json_end(json);
}

void dr_json_plan_table(dr_json *json, const dr_portfolio *portfolio)
{
	const dr_portfolio_rows *rows = &portfolio->rows;
	dr_json_object(json);
	dr_json_put_text(json, "schema", "dmarcramp.portfolio/1");
	dr_json_put_str(json, "order", DR_PORTFOLIO_ORDER);
	dr_json_put_int(json, "moves_a_week", DR_MOVES_A_WEEK);
	dr_json_put_count(json, "moved_this_week", dr_portfolio_count_moved(portfolio));
	dr_json_key(json, "domains");
	dr_json_array(json);
	for (size_t i = 0; i < rows->len; i++) {
		put_row(json, &rows->items[i]);
	}
	dr_json_end(json);
	put_shared_tasks(json, dr_portfolio_shared(portfolio));
	dr_json_end(json);
}
