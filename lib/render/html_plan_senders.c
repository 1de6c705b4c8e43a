/* Who sends, for the page of a plan: each source in the days that its figure shows. */
#include "render/html_plan_priv.h"
#include "render/traffic_view.h"

enum { SOURCES_SHOWN = 20 };

static void add(dr_buf *out, const char *text)
{
	dr_buf_add(out, dr_str_of(text));
}

/* What is to be done about it is told while something of it fails, or nobody decided. */
static void add_source(dr_buf *out, const dr_sender *sender, dr_day until)
{
	dr_tally sum = dr_html_bars_sum(sender, until);
	bool fine = sum.none == 0 && sender->class == DR_CLASS_ALIGNED;
	add(out, "<figure>\n<figcaption><strong>");
	dr_markup_write(out, sender->name);
	add(out, "</strong>: ");
	if (sum.messages > 0) {
		dr_buf_addf(out, "%llu of %llu reported messages of these %d days passed",
		            (unsigned long long)dr_tally_aligned(&sum),
		            (unsigned long long)sum.messages, (int)DR_HTML_BARS_DAYS);
	} else {
		add(out, "no message of these days was reported, the last of ");
		dr_plan_write_day(out, sender->last);
	}
	dr_buf_addf(out, "; %s", dr_class_words(sender->class));
	if (sender->remedy.len > 0 && !fine) {
		add(out, "<br>To do: ");
		dr_markup_write(out, sender->remedy);
	}
	add(out, "</figcaption>\n");
	if (sum.messages > 0) {
		dr_html_bars(out, sender, until);
	}
	add(out, "</figure>\n");
}

static void add_window(dr_buf *out, const dr_plan *plan)
{
	dr_day from = plan->as_of - DR_HTML_BARS_DAYS + 1;
	size_t count = 0;
	for (size_t i = 0; i < plan->traffic->reporters.len; i++) {
		count += plan->traffic->reporters.items[i].last >= from;
	}
	add(out, "<p class=\"soft\">Reported messages of ");
	dr_plan_write_day(out, from);
	add(out, " to ");
	dr_plan_write_day(out, plan->as_of);
	dr_buf_addf(out, ", by %zu %s; filled bars passed DMARC, outlined ones failed.</p>\n",
	            count, count == 1 ? "organisation" : "organisations");
}

void dr_html_plan_senders(dr_buf *out, const dr_plan *plan)
{
	dr_html_element(out, "h3", DR_STR("Who sends"));
	if (plan->traffic == NULL || plan->traffic->senders.len == 0) {
		add(out, "<p>Not known: there are no aggregate reports.</p>\n");
		return;
	}
	add_window(out, plan);
	size_t shown = 0, folded = 0;
	for (size_t i = 0; i < plan->traffic->senders.len; i++) {
		const dr_sender *sender = plan->traffic->senders.items[i];
		bool quiet = dr_traffic_section_of(sender) == DR_SECTION_FOLDED;
		if (!quiet && shown < SOURCES_SHOWN) {
			add_source(out, sender, plan->as_of);
			shown++;
		} else {
			folded++;
		}
	}
	if (folded > 0) {
		dr_buf_addf(out,
		            "<p>And %zu more, about which nobody has to do anything or that "
		            "are smaller: dmarcramp report summary.</p>\n",
		            folded);
	}
}
