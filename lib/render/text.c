/* `lint` on the screen: the verdict first, then what is wrong, then what to do next. */
#include "render/text_priv.h"

#include <string.h>

enum { LABEL_COLUMNS = 12, WORD_COLUMNS = 13, PAINTS = 5 };

static const char *const PAINT_CODES[PAINTS] = {
	[DR_PAINT_BAD] = "\x1b[31m",
	[DR_PAINT_POOR] = "\x1b[33m",
	[DR_PAINT_GOOD] = "\x1b[32m",
	[DR_PAINT_HEAD] = "\x1b[1m",
};

/* Words of the verdict as the screen says them. */
static const struct {
	const char *word, *shown;
	dr_paint paint;
} WORDS[] = {
	{ "ok", "OK", DR_PAINT_GOOD },
	{ "at-risk", "AT RISK", DR_PAINT_POOR },
	{ "broken", "BROKEN", DR_PAINT_BAD },
	{ "closed", "CLOSED", DR_PAINT_GOOD },
	{ "partly", "PARTLY OPEN", DR_PAINT_POOR },
	{ "open", "OPEN", DR_PAINT_BAD },
	{ "arriving", "ARRIVING", DR_PAINT_GOOD },
	{ "blind", "BLIND", DR_PAINT_BAD },
	{ "possible", "POSSIBLE", DR_PAINT_GOOD },
	{ "not-possible", "NO", DR_PAINT_NONE },
	{ "not-wanted", "NOT WANTED", DR_PAINT_NONE },
	{ "unknown", "UNKNOWN", DR_PAINT_POOR },
};

void dr_text_paint(const dr_render_options *options, dr_buf *out, dr_paint paint, dr_str text)
{
	const char *code = PAINT_CODES[paint];
	bool colored = options->color && code != NULL;
	dr_buf_addf(out, "%s%.*s%s", colored ? code : "", DR_FMT(text), colored ? "\x1b[0m" : "");
}

void dr_text_count(dr_buf *out, size_t count, const char *what)
{
	dr_buf_addf(out, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

void dr_text_wrap(dr_buf *out, dr_str text, size_t at, size_t indent)
{
	/* Line ends in a rule's text are its own; those from DNS must not make lines of ours. */
	dr_buf safe;
	dr_buf_init(&safe, out->arena);
	for (dr_str rest = text, part; dr_str_split(&rest, '\n', &part);) {
		dr_neutral_write(&safe, part);
		dr_buf_add_char(&safe, ' ');
	}
	dr_wrap_write(out, dr_buf_str(&safe), at, indent, DR_TEXT_WIDTH);
}

static void write_verdict_line(const dr_render_options *options, const char *label,
                               const dr_verdict_line *verdict, dr_buf *out)
{
	dr_buf_addf(out, "  %-*s", LABEL_COLUMNS, label);
	for (size_t i = 0; i < DR_COUNT(WORDS); i++) {
		if (strcmp(WORDS[i].word, verdict->word) == 0) {
			size_t len = strlen(WORDS[i].shown);
			dr_text_paint(options, out, WORDS[i].paint, dr_str_of(WORDS[i].shown));
			dr_buf_add_repeat(out, ' ', WORD_COLUMNS - len);
		}
	}
	size_t at = 2 + LABEL_COLUMNS + WORD_COLUMNS;
	dr_text_wrap(out, verdict->why, at, at);
	dr_buf_add_char(out, '\n');
}

static void write_verdict(const dr_render_options *options, const dr_run_result *result,
                          dr_buf *out)
{
	dr_verdicts verdicts = dr_verdicts_of(out->arena, result->facts, &result->judgement);
	write_verdict_line(options, "your mail", &verdicts.delivery, out);
	write_verdict_line(options, "spoofing", &verdicts.spoofing, out);
	write_verdict_line(options, "reports", &verdicts.reports, out);
	write_verdict_line(options, "logo", &verdicts.brand, out);
}

/* "sends with Google Workspace, 4 own addresses", as many as fit into `columns`. */
static void write_senders(const dr_facts *facts, size_t columns, dr_buf *out)
{
	dr_buf list;
	dr_buf_init(&list, out->arena);
	size_t left_out = 0;
	for (size_t i = 0; i < facts->services.found.len; i++) {
		const dr_service_fact *service = &facts->services.found.items[i];
		if (!service->in_use) {
			continue;
		}
		if (list.len + service->name.len + 20 > columns) {
			left_out++;
			continue;
		}
		dr_buf_addf(&list, "%s%.*s", list.len > 0 ? ", " : "", DR_FMT(service->name));
	}
	if (left_out > 0) {
		dr_buf_addf(&list, "%s%zu more", list.len > 0 ? ", " : "", left_out);
	}
	bool own = facts->spf.own_ipv4_status.state == DR_KNOWN && facts->spf.own_ipv4 > 0;
	if (own && list.len + 20 <= columns) {
		dr_buf_addf(&list, "%s%lld own %s", list.len > 0 ? ", " : "",
		            (long long)facts->spf.own_ipv4,
		            facts->spf.own_ipv4 == 1 ? "address" : "addresses");
	}
	if (list.len > 0) {
		dr_buf_addf(out, "   sends with %.*s", DR_FMT(dr_buf_str(&list)));
	}
}

static void write_counts(const dr_summary *summary, dr_buf *out)
{
	static const char *const NAMES[DR_SEVERITY_COUNT] = {
		[DR_ERROR] = "error", [DR_WARNING] = "warning", [DR_INFO] = "note"
	};
	size_t start = out->len;
	for (int severity = DR_ERROR; severity >= DR_INFO; severity--) {
		if (summary->hits[severity] > 0) {
			dr_buf_add(out, out->len > start ? DR_STR("  ") : DR_STR(""));
			dr_text_count(out, summary->hits[severity], NAMES[severity]);
		}
	}
	if (summary->undecided > 0) {
		dr_buf_addf(out, "%s%zu not sure", out->len > start ? "  " : "",
		            summary->undecided);
	}
	if (summary->waived > 0) {
		dr_buf_addf(out, "%s%zu waived", out->len > start ? "  " : "", summary->waived);
	}
	if (out->len == start) {
		dr_buf_add(out, DR_STR("nothing found"));
	}
}

static void write_title(const dr_render_options *options, const dr_run_result *result, dr_buf *out)
{
	dr_summary summary = { 0 };
	dr_summary_add(&summary, result);
	dr_buf counts, senders;
	dr_buf_init(&counts, out->arena);
	dr_buf_init(&senders, out->arena);
	write_counts(&summary, &counts);
	size_t used = dr_wrap_columns(result->domain) + counts.len + 2;
	write_senders(result->facts, DR_TEXT_WIDTH > used ? DR_TEXT_WIDTH - used : 0, &senders);
	dr_str names = dr_neutral_text(out->arena, dr_buf_str(&senders));
	used += dr_wrap_columns(names);
	dr_text_paint(options, out, DR_PAINT_HEAD, result->domain);
	dr_buf_add(out, names);
	dr_buf_add_repeat(out, ' ', used < DR_TEXT_WIDTH ? DR_TEXT_WIDTH - used + 2 : 2);
	dr_buf_addf(out, "%.*s\n", DR_FMT(dr_buf_str(&counts)));
}

/* The names of selectors that have a key: "google, s1". */
static dr_str found_selectors(dr_arena *arena, const dr_dkim_facts *dkim)
{
	dr_buf list;
	dr_buf_init(&list, arena);
	for (size_t i = 0; i < dkim->selectors.len; i++) {
		const dr_dkim_selector_fact *one = &dkim->selectors.items[i];
		if (one->present_status.state == DR_KNOWN && one->present) {
			dr_buf_addf(&list, "%s%.*s", list.len > 0 ? ", " : "",
			            DR_FMT(one->selector));
		}
	}
	return dr_buf_str(&list);
}

static void write_dkim(const dr_render_options *options, const dr_facts *facts, dr_buf *out)
{
	const dr_dkim_facts *dkim = &facts->dkim;
	bool sends = facts->domain.sends_status.state != DR_KNOWN || facts->domain.sends;
	bool possible = dkim->possible_status.state != DR_KNOWN || dkim->possible;
	if (!possible || dkim->found_status.state != DR_KNOWN ||
	    dkim->tried_status.state != DR_KNOWN || dkim->tried == 0) {
		return;
	}
	dr_str found = found_selectors(out->arena, dkim);
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "DKIM: found %.*s among %lld names tried.",
	            DR_FMT(found.len > 0 ? found : DR_STR("nothing")), (long long)dkim->tried);
	if (sends && !options->quiet) {
		dr_buf_add(&text, DR_STR(" Signed with another? --selector NAME"));
	}
	dr_text_wrap(out, dr_buf_str(&text), 0, 2);
	dr_buf_add_char(out, '\n');
}

static void write_not_judged(const dr_judgement *judgement, dr_buf *out)
{
	size_t counts[DR_MISSING_COUNT];
	dr_missing_count(judgement, counts);
	dr_buf text;
	dr_buf_init(&text, out->arena);
	for (size_t i = 0; i < DR_MISSING_COUNT; i++) {
		if (counts[i] == 0) {
			continue;
		}
		if (text.len == 0) {
			dr_text_count(&text, counts[i], "check");
		} else {
			dr_buf_addf(&text, ", %zu", counts[i]);
		}
		dr_buf_addf(&text, " need%s %s", counts[i] == 1 ? "s" : "", DR_MISSING_TEXTS[i]);
	}
	if (text.len > 0) {
		dr_text_wrap(out, dr_buf_str(&text), 0, 2);
		dr_buf_add_char(out, '\n');
	}
}

static void write_passed(const dr_judgement *judgement, dr_buf *out)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_add(&text, DR_STR("passed:"));
	for (size_t i = 0; i < judgement->passed_count; i++) {
		dr_buf_addf(&text, " %.*s", DR_FMT(judgement->passed[i]->id));
	}
	dr_text_wrap(out, dr_buf_str(&text), 0, 2);
	dr_buf_add_char(out, '\n');
}

static void write_closing(const dr_render_options *options, const dr_run_result *result,
                          dr_buf *out)
{
	dr_text_undecided(result, out);
	write_dkim(options, result->facts, out);
	write_not_judged(&result->judgement, out);
	if (options->all) {
		write_passed(&result->judgement, out);
	}
	bool readable = result->facts->dmarc.present_status.state != DR_UNKNOWN;
	if (options->next != NULL && !options->quiet && readable) {
		dr_buf_add(out, DR_STR("next: "));
		dr_neutral_write(out, dr_str_of(options->next));
		dr_buf_addf(out, " %.*s\n", DR_FMT(result->domain));
	}
}

static void lint_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	const dr_run_result *result = item->result;
	if (result->error.code != DR_OK) {
		dr_neutral_write(out, dr_str_of(result->error.text));
		dr_buf_add_char(out, '\n');
		return;
	}
	write_title(options, result, out);
	dr_typed_write(out, result->request->domain);
	write_verdict(options, result, out);
	dr_text_profile(options, &result->judgement, out);
	dr_text_findings(options, result, out);
	dr_buf closing;
	dr_buf_init(&closing, out->arena);
	write_closing(options, result, &closing);
	if (closing.len > 0) {
		dr_buf_add_char(out, '\n');
		dr_buf_add(out, dr_buf_str(&closing));
	}
}

static void lint_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)options;
	if (summary->domains < 2) {
		return;
	}
	dr_buf_addf(out, "\n%zu domains: ", summary->domains);
	write_counts(summary, out);
	dr_buf_add_char(out, '\n');
}

const dr_domain_writer DR_TEXT_LINT = { NULL, lint_item, "\n", lint_tail };
