/* How a domain stands, for the page of its plan: what its records say, and what reports do. */
#include "render/html_plan_priv.h"
#include "render/traffic_view.h"
#include "render/verdict.h"

/* A source of ours of which one message in a hundred fails on the days of its figure; NULL: none.
 * What failed before and was repaired is over. */
static const dr_sender *find_failing(const dr_plan *plan)
{
	const dr_traffic *traffic = plan->traffic;
	for (size_t i = 0; traffic != NULL && i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		dr_tally sum = dr_html_bars_sum(sender, plan->as_of);
		if (dr_traffic_section_of(sender) == DR_SECTION_FIX && sum.none > 0 &&
		    sum.none * 100 >= sum.messages) {
			return sender;
		}
	}
	return NULL;
}

/* The records may be fine, and mail fail all the same. */
static dr_verdict_line delivery_of(dr_arena *arena, const dr_plan *plan, dr_verdict_line said)
{
	const dr_sender *failing = find_failing(plan);
	if (strcmp(said.word, "ok") != 0 || (plan->alarms.len == 0 && failing == NULL)) {
		return said;
	}
	dr_buf why;
	dr_buf_init(&why, arena);
	if (plan->alarms.len > 0) {
		dr_buf_add(&why, plan->alarms.items[0].text);
	} else {
		dr_tally sum = dr_html_bars_sum(failing, plan->as_of);
		dr_buf_addf(&why,
		            "%.*s is yours, and %llu of %llu reported messages of %d days failed",
		            DR_FMT(failing->name), (unsigned long long)sum.none,
		            (unsigned long long)sum.messages, (int)DR_HTML_BARS_DAYS);
	}
	return (dr_verdict_line){ "at-risk", dr_buf_str(&why) };
}

void dr_html_plan_verdict(dr_buf *out, const dr_plan *plan, const dr_run_result *result)
{
	static const char *const COLUMNS[] = { "About", "Verdict", "Because", NULL };
	dr_verdicts v = dr_verdicts_of(out->arena, result->facts, &result->judgement);
	const struct {
		const char *about;
		dr_verdict_line line;
	} rows[] = { { "Your mail", delivery_of(out->arena, plan, v.delivery) },
		     { "Spoofing", v.spoofing },
		     { "Reports", v.reports },
		     { "Logo", v.brand } };
	dr_html_element(out, "h3", DR_STR("Verdict"));
	dr_html_table(out, "How the domain stands today", COLUMNS);
	for (size_t i = 0; i < DR_COUNT(rows); i++) {
		bool no = strcmp(rows[i].line.word, "not-possible") == 0;
		dr_buf_addf(out, "<tr><th scope=\"row\">%s</th><td class=\"word\">%s</td><td>",
		            rows[i].about, no ? "no" : rows[i].line.word);
		dr_markup_write(out, rows[i].line.why);
		dr_buf_add(out, DR_STR("</td></tr>\n"));
	}
	dr_html_table_end(out);
}
