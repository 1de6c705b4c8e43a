/* `diff` on the screen. */
#include "render/diff_view.h"
#include "render/spf_view.h"
#include "render/text_priv.h"

enum { PREFIXES_MAX = 12 /* that are shown of one set */ };

static dr_str counted(dr_arena *arena, const dr_prefixset *set)
{
	const dr_spf_senders senders = { *set, DR_STATUS_KNOWN };
	return dr_spf_view_senders(arena, &senders, true);
}

static void write_prefixes(dr_buf *out, const dr_prefixset *set)
{
	const dr_prefixes *lists[] = { &set->v4, &set->v6 };
	size_t shown = 0, all = set->v4.len + set->v6.len;
	dr_buf text;
	dr_buf_init(&text, out->arena);
	for (size_t i = 0; i < DR_COUNT(lists); i++) {
		for (size_t j = 0; j < lists[i]->len && shown < PREFIXES_MAX; j++, shown++) {
			dr_buf_addf(&text, "%s", text.len > 0 ? " " : "");
			dr_prefix_write(lists[i]->items[j], &text);
		}
	}
	if (shown < all) {
		dr_buf_addf(&text, " and %zu more", all - shown);
	}
	dr_buf_add(out, DR_STR("         "));
	dr_text_wrap(out, dr_buf_str(&text), 9, 9);
	dr_buf_add_char(out, '\n');
}

static const char *const CAUSE_TEXTS[DR_CAUSE_COUNT] = {
	[DR_CAUSE_ADDED] = "is new",
	[DR_CAUSE_REMOVED] = "is gone",
	[DR_CAUSE_CHANGED] = "leads to others now, or stands elsewhere",
	[DR_CAUSE_STOP] = "is where evaluation ends with a permanent error",
};

static void write_shift(const dr_render_options *options, const dr_spf_shift *shift,
                        const char *word, dr_paint paint, dr_buf *out)
{
	if (shift->addresses.v4.len + shift->addresses.v6.len == 0) {
		return;
	}
	dr_buf_add(out, DR_STR("  spf    "));
	dr_text_paint(options, out, paint, dr_str_of(word));
	dr_buf_addf(out, ": %.*s\n", DR_FMT(counted(out->arena, &shift->addresses)));
	write_prefixes(out, &shift->addresses);
	for (size_t i = 0; i < shift->causes.len; i++) {
		const dr_spf_cause *cause = &shift->causes.items[i];
		dr_buf text;
		dr_buf_init(&text, out->arena);
		dr_buf_addf(&text, "\"%.*s\" %s: %.*s", DR_FMT(cause->term),
		            CAUSE_TEXTS[cause->kind],
		            DR_FMT(counted(out->arena, &cause->addresses)));
		dr_buf_add(out, DR_STR("         "));
		dr_text_wrap(out, dr_buf_str(&text), 9, 9);
		dr_buf_add_char(out, '\n');
	}
}

static const char *shown(dr_str policy)
{
	return policy.len == 0 ? "nothing" : policy.ptr;
}

static void write_policies(const dr_render_options *options, const dr_change *change, dr_buf *out)
{
	for (size_t i = 0; change->dmarc_status.state == DR_KNOWN && i < DR_POLICY_CHANGES; i++) {
		const dr_policy_change *p = &change->policies[i];
		if (dr_str_eq(p->before, p->after)) {
			continue;
		}
		dr_paint paint = p->weaker ? DR_PAINT_BAD : DR_PAINT_GOOD;
		dr_buf_add(out, DR_STR("  dmarc  "));
		dr_text_paint(options, out, paint,
		              p->weaker ? DR_STR("weaker") : DR_STR("stricter"));
		dr_buf_addf(out, ": %s from %.*s to %.*s\n", p->tag,
		            DR_FMT(dr_str_of(shown(p->before))),
		            DR_FMT(dr_str_of(shown(p->after))));
	}
	if (change->skips_a_phase) {
		dr_buf_add(out, DR_STR("  dmarc  p goes to reject without a time of quarantine\n"));
	}
}

static void write_findings(const dr_render_options *options, const dr_finding_views *views,
                           const char *word, dr_buf *out)
{
	for (size_t i = 0; i < views->len; i++) {
		const dr_finding *finding = views->items[i].finding;
		if (finding->severity == DR_INFO && !options->all) {
			continue;
		}
		dr_buf text;
		dr_buf_init(&text, out->arena);
		dr_buf_addf(&text, "%.*s  %.*s", DR_FMT(finding->rule->id),
		            DR_FMT(finding->message));
		dr_buf_addf(out, "  %-6s ", word);
		dr_text_paint(options, out, dr_text_severity_paint(finding->severity),
		              dr_str_of(dr_severity_name(finding->severity)));
		dr_buf_add(out, DR_STR("  "));
		dr_text_wrap(out, dr_buf_str(&text), 18, 9);
		dr_buf_add_char(out, '\n');
	}
}

static void write_open(const dr_change *change, dr_buf *out)
{
	if (change->spf_status.state != DR_KNOWN) {
		dr_buf_addf(out, "  spf    not all of it is known: %s\n",
		            change->spf_status.why == DR_WHY_MESSAGE ? "terms depend on the message"
		                                                     : "answers are missing");
	}
	if (change->dmarc_status.state != DR_KNOWN) {
		dr_buf_add(out, DR_STR("  dmarc  not compared: answers are missing\n"));
	}
}

static void write_item(const dr_render_options *options, const dr_diff_item *item, dr_buf *out)
{
	dr_diff_findings findings = dr_diff_findings_of(out->arena, item);
	dr_buf body;
	dr_buf_init(&body, out->arena);
	write_shift(options, &item->after->change->lost, "pass no more", DR_PAINT_BAD, &body);
	write_shift(options, &item->after->change->gained, "pass now", DR_PAINT_GOOD, &body);
	write_policies(options, item->after->change, &body);
	write_findings(options, &findings.fresh, "new", &body);
	write_findings(options, &findings.gone, "gone", &body);
	write_open(item->after->change, &body);
	dr_neutral_write(out, item->after->domain);
	dr_buf_addf(out, "   %s\n",
	            body.len == 0                        ? "nothing changes for mail"
	            : dr_diff_is_worse(out->arena, item) ? "something gets worse"
	                                                 : "nothing gets worse");
	dr_buf_add(out, dr_buf_str(&body));
}

const dr_diff_writer DR_TEXT_DIFF = { .item = write_item };
