/* Who sends as a domain, for the screen. */
#include "render/render_priv.h"
#include "report/words.h"
#include <inttypes.h>

enum { SOURCES_SHOWN = 25, INDENT = 12 };

typedef struct {
	const dr_render_options *options;
	dr_buf *out;
} writer;

/* 99.2 %, never rounded up to 100. */
static void add_percent(writer *w, uint64_t part, uint64_t whole)
{
	uint64_t tenths = whole > 0 ? part / whole * 1000 + part % whole * 1000 / whole : 0;
	dr_buf_addf(w->out, "%" PRIu64 ".%" PRIu64 " %%", tenths / 10, tenths % 10);
}

static void add_text(writer *w, dr_str text)
{
	dr_neutral_write(w->out, text);
}

static void add_days(writer *w, dr_day first, dr_day last)
{
	dr_day_write(first, w->out);
	if (last != first) {
		dr_buf_add(w->out, DR_STR(" to "));
		dr_day_write(last, w->out);
	}
}

static void add_list(writer *w, const char *label, const dr_strs *list)
{
	enum { SHOWN = 8 };
	dr_buf_addf(w->out, "%s", label);
	for (size_t i = 0; i < list->len && i < SHOWN; i++) {
		dr_buf_add(w->out, i > 0 ? DR_STR(", ") : DR_STR(" "));
		dr_str text = list->items[i];
		add_text(w, text.len > 0 ? text : DR_STR("(nobody)"));
	}
	if (list->len > SHOWN) {
		dr_buf_addf(w->out, " and %zu more", list->len - SHOWN);
	}
}

static void add_aligned(writer *w, const dr_traffic_counts *counts)
{
	uint64_t aligned = counts->messages - counts->none;
	dr_buf_add(w->out, DR_STR("aligned "));
	add_percent(w, aligned, counts->messages);
	dr_buf_addf(w->out,
	            ": both %" PRIu64 ", DKIM only %" PRIu64 ", SPF only %" PRIu64
	            ", neither %" PRIu64,
	            counts->both, counts->dkim_only, counts->spf_only, counts->none);
}

/* "none 12, reject 3", of those that occur. */
static void add_words(writer *w, const char *label, const dr_report_words *words,
                      const uint64_t *counts, size_t count)
{
	bool any = false;
	for (size_t i = 0; i < count; i++) {
		if (counts[i] > 0) {
			dr_str word = dr_report_word_of(words, (unsigned)i);
			dr_buf_addf(w->out, "%s%.*s %" PRIu64, any ? ", " : label, DR_FMT(word),
			            counts[i]);
			any = true;
		}
	}
}

static void add_outcome(writer *w, const dr_traffic_counts *counts)
{
	add_words(w, "; disposition ", &DR_DISPOSITION_WORDS, counts->dispositions,
	          DR_DISPOSITION_COUNT);
	add_words(w, "; because ", &DR_OVERRIDE_WORDS, counts->overrides, DR_OVERRIDE_BITS);
}

static void add_name(writer *w, const dr_traffic_source *source)
{
	if (source->dkim_domain.len > 0) {
		dr_buf_addf(w->out, "DKIM %s ", source->dkim_pass ? "pass" : "not");
		add_text(w, source->dkim_domain);
	} else {
		dr_buf_add(w->out, DR_STR("not signed"));
	}
	if (source->spf_domain.len > 0) {
		dr_buf_addf(w->out, ", SPF %s ", source->spf_pass ? "pass" : "not");
		add_text(w, source->spf_domain);
	}
}

static void add_addresses(writer *w, const dr_traffic_source *source)
{
	dr_buf_add(w->out, DR_STR("from "));
	for (size_t i = 0; i < source->most_used.len; i++) {
		dr_buf_add(w->out, i > 0 ? DR_STR(", ") : DR_STR(""));
		if (source->most_used.items[i].ip.family == DR_IP_NONE) {
			dr_buf_add(w->out, DR_STR("(no address)"));
		} else {
			dr_ipaddr_write(source->most_used.items[i].ip, w->out);
		}
	}
	if (source->addresses > source->most_used.len) {
		dr_buf_addf(w->out, " and %" PRIu64 " more",
		            source->addresses - source->most_used.len);
	}
}

static void add_line_end(writer *w)
{
	dr_buf_add_char(w->out, '\n');
	dr_buf_add_repeat(w->out, ' ', INDENT);
}

static void add_source(writer *w, const dr_traffic_source *source)
{
	dr_buf_addf(w->out, "\n%10" PRIu64 "  ", source->counts.messages);
	add_name(w, source);
	add_line_end(w);
	add_aligned(w, &source->counts);
	add_outcome(w, &source->counts);
	add_line_end(w);
	add_addresses(w, source);
	dr_buf_add(w->out, DR_STR("; "));
	add_days(w, source->first, source->last);
	add_line_end(w);
	add_list(w, "as", &source->scopes);
	add_list(w, "; reported by", &source->reporters);
	dr_buf_add_char(w->out, '\n');
}

static void add_rest(writer *w, const dr_traffic *traffic, size_t shown)
{
	uint64_t messages = 0;
	for (size_t i = shown; i < traffic->sources.len; i++) {
		messages += traffic->sources.items[i]->counts.messages;
	}
	if (traffic->sources.len > shown) {
		dr_buf_addf(w->out, "\n%10" PRIu64 "  in %zu smaller sources (--all shows them)\n",
		            messages, traffic->sources.len - shown);
	}
}

void dr_text_traffic(const dr_render_options *options, const dr_traffic *traffic, dr_buf *out)
{
	writer w = { options, out };
	add_text(&w, traffic->domain);
	if (traffic->first == DR_NO_DAY) {
		dr_buf_add(out, DR_STR(": nothing was reported\n"));
		return;
	}
	dr_buf_addf(out, ": %" PRIu64 " messages reported, ", traffic->counts.messages);
	add_days(&w, traffic->first, traffic->last);
	dr_buf_addf(out, " (%" PRIu64 " %s with reports)\n  ", traffic->days,
	            traffic->days == 1 ? "day" : "days");
	add_aligned(&w, &traffic->counts);
	add_outcome(&w, &traffic->counts);
	add_list(&w, "\n  reported by", &traffic->reporters);
	dr_buf_add_char(out, '\n');
	size_t shown = traffic->sources.len;
	shown = options->all || shown <= SOURCES_SHOWN ? shown : SOURCES_SHOWN;
	for (size_t i = 0; i < shown; i++) {
		add_source(&w, traffic->sources.items[i]);
	}
	add_rest(&w, traffic, shown);
}
