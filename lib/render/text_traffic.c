/* Who sends as a domain, for the screen. */
#include "render/text_priv.h"
#include "render/traffic_view.h"
#include <inttypes.h>

enum { SOURCES_SHOWN = 8, NUMBER_COLUMNS = 10, INDENT = 12 };

typedef struct {
	const dr_render_options *options;
	const dr_traffic *traffic;
	dr_buf *out;
} writer;

/* 99.2 %, never rounded up to 100. */
static void add_percent(dr_buf *out, uint64_t part, uint64_t whole)
{
	uint64_t tenths = whole > 0 ? part / whole * 1000 + part % whole * 1000 / whole : 0;
	dr_buf_addf(out, "%" PRIu64 ".%" PRIu64 " %%", tenths / 10, tenths % 10);
}

static void add_days(dr_buf *out, dr_day first, dr_day last)
{
	dr_day_write_short(first, out);
	if (last != first) {
		dr_buf_add(out, DR_STR(" to "));
		dr_day_write_short(last, out);
	}
}

static void add_aligned(dr_buf *out, const dr_tally *tally)
{
	dr_buf_add(out, DR_STR("aligned "));
	add_percent(out, dr_tally_aligned(tally), tally->messages);
	dr_buf_addf(out,
	            ": both %" PRIu64 ", DKIM only %" PRIu64 ", SPF only %" PRIu64
	            ", neither %" PRIu64,
	            tally->both, tally->dkim_only, tally->spf_only, tally->none);
}

static void add_wrapped(writer *w, dr_buf *text, size_t indent)
{
	dr_buf_add_repeat(w->out, ' ', indent);
	dr_text_wrap(w->out, dr_buf_str(text), indent, indent);
	dr_buf_add_char(w->out, '\n');
}

static void add_reporters(dr_buf *text, const dr_traffic *traffic)
{
	enum { SHOWN = 5 };
	uint64_t counted = 0, newer = 0;
	for (size_t i = 0; i < traffic->reporters.len; i++) {
		const dr_reporter *one = &traffic->reporters.items[i];
		counted += one->counted ? 1 : 0;
		newer += one->newer ? 1 : 0;
		if (i < SHOWN) {
			dr_buf_add(text, i > 0 ? DR_STR(", ") : DR_STR("reporters "));
			dr_buf_add(text, one->name.len > 0 ? one->name : DR_STR("(nobody)"));
		}
	}
	if (traffic->reporters.len > SHOWN) {
		dr_buf_addf(text, " and %zu more", traffic->reporters.len - SHOWN);
	}
	dr_buf_addf(text,
	            "; gates count %" PRIu64 " of them%s, %" PRIu64 " report as RFC 9990 has it",
	            counted,
	            counted == 0 ? " (anyone can mail reports: say whom to believe with "
	                           "trusted_authserv_id or confirmed_reporters)"
	                         : "",
	            newer);
}

/* What receivers did, and why they did something else than the policy says. */
static void add_outcomes(dr_buf *text, const dr_outcomes *outcomes)
{
	const uint64_t *done = outcomes->dispositions;
	dr_buf_addf(text,
	            "receivers delivered %" PRIu64 ", quarantined %" PRIu64 ", rejected %" PRIu64,
	            done[DR_DISPOSITION_NONE] + done[DR_DISPOSITION_PASS],
	            done[DR_DISPOSITION_QUARANTINE], done[DR_DISPOSITION_REJECT]);
	const char *before = "; overrides: ";
	for (unsigned i = 0; i < DR_OVERRIDE_BITS; i++) {
		if (outcomes->overrides[i] > 0 && 1u << i != DR_OVERRIDE_ARC_PASS) {
			dr_buf_addf(text, "%s%.*s %" PRIu64, before,
			            DR_FMT(dr_traffic_override_name(i)), outcomes->overrides[i]);
			before = ", ";
		}
	}
	if (outcomes->rescued > 0) {
		dr_buf_addf(text, "; %" PRIu64 " that failed were rescued by ARC",
		            outcomes->rescued);
	}
}

static void write_totals(writer *w)
{
	const dr_traffic *traffic = w->traffic;
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	dr_buf_addf(&text, "direct    %" PRIu64 " messages, ", traffic->direct.all.messages);
	add_aligned(&text, &traffic->direct.all);
	add_wrapped(w, &text, 2);
	text.len = 0;
	if (traffic->indirect.all.messages > 0) {
		dr_buf_addf(&text, "indirect  %" PRIu64 " messages, ",
		            traffic->indirect.all.messages);
		add_aligned(&text, &traffic->indirect.all);
		add_wrapped(w, &text, 2);
		text.len = 0;
	}
	add_reporters(&text, traffic);
	add_wrapped(w, &text, 2);
	text.len = 0;
	add_outcomes(&text, &traffic->outcomes);
	add_wrapped(w, &text, 2);
}

static uint64_t messages_of(const dr_sender *sender)
{
	return sender->direct.all.messages + sender->indirect.all.messages;
}

/* "steady", "new", "gone", "growing", "falling": the last week against the one before. */
static const char *trend_of(const writer *w, const dr_sender *sender)
{
	if (w->traffic->last - w->traffic->first < 14) {
		return "";
	}
	if (sender->recent == 0) {
		return ", silent for a week";
	}
	if (sender->before == 0 && w->traffic->last - sender->first < 7) {
		return ", new";
	}
	bool grew = sender->recent > sender->before * 2;
	bool fell = sender->recent * 2 < sender->before;
	return grew ? ", growing" : fell ? ", falling" : "";
}

static void add_source_head(writer *w, const dr_sender *sender)
{
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	const dr_tallies *sums =
		sender->direct.all.messages > 0 ? &sender->direct : &sender->indirect;
	dr_buf_add(&text, sender->name);
	if (sender->decision != NULL && sender->decision->owner.len > 0) {
		dr_buf_addf(&text, " (%.*s)", DR_FMT(sender->decision->owner));
	}
	if (sender->class != DR_CLASS_ALIGNED) {
		dr_buf_addf(&text, ", %s", dr_class_words(sender->class));
	}
	dr_buf_add(&text, DR_STR(": "));
	add_percent(&text, dr_tally_aligned(&sums->all), sums->all.messages);
	dr_buf_addf(&text, " aligned, on %" PRIu64 " %s, ", sender->days,
	            sender->days == 1 ? "day" : "days");
	add_days(&text, sender->first, sender->last);
	dr_buf_addf(&text, "%s", trend_of(w, sender));
	dr_buf_addf(w->out, "%*" PRIu64 "  ", NUMBER_COLUMNS, messages_of(sender));
	dr_text_wrap(w->out, dr_buf_str(&text), INDENT, INDENT);
	dr_buf_add_char(w->out, '\n');
}

static void add_advice(writer *w, const dr_sender *sender)
{
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	if (sender->problem.len > 0) {
		const char *sure = sender->confidence == DR_CERTAIN  ? ""
		                   : sender->confidence == DR_LIKELY ? "likely: "
		                                                     : "cannot tell: ";
		dr_buf_addf(&text, "%s%.*s", sure, DR_FMT(sender->problem));
		add_wrapped(w, &text, INDENT);
		text.len = 0;
	}
	if (sender->remedy.len > 0) {
		dr_buf_addf(&text, "fix: %.*s", DR_FMT(sender->remedy));
		add_wrapped(w, &text, INDENT);
	}
}

/* Where it sends from: of strangers about whom more than the address is known, and of mail of ours
 * that only a return-path tells apart. */
static void add_whereabouts(writer *w, const dr_sender *sender)
{
	bool stranger = sender->undecided && sender->rdns.len + sender->network.len > 0;
	bool server =
		sender->kind == DR_SOURCE_SPF && dr_traffic_section_of(sender) == DR_SECTION_FIX;
	if (!stranger && !server) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	for (size_t i = 0; i < sender->addresses.len && i < DR_TRAFFIC_ADDRESSES_SHOWN; i++) {
		dr_buf_add(&text, i > 0 ? DR_STR(", ") : DR_STR("from "));
		dr_ipaddr_write(sender->addresses.items[i].ip, &text);
	}
	if (sender->addresses.len > DR_TRAFFIC_ADDRESSES_SHOWN) {
		dr_buf_addf(&text, " and %zu more",
		            sender->addresses.len - DR_TRAFFIC_ADDRESSES_SHOWN);
	}
	dr_buf_addf(&text, "%s%.*s", sender->rdns.len > 0 ? ", " : "", DR_FMT(sender->rdns));
	dr_buf_addf(&text, "%s%.*s", sender->network.len > 0 ? ", " : "", DR_FMT(sender->network));
	add_wrapped(w, &text, INDENT);
}

/* With --all: what receivers did with it, who reports it, what would tell. */
static void add_details(writer *w, const dr_sender *sender)
{
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	add_outcomes(&text, &sender->outcomes);
	add_wrapped(w, &text, INDENT);
	text.len = 0;
	for (size_t i = 0; i < sender->reporters.len; i++) {
		dr_buf_add(&text, i > 0 ? DR_STR(", ") : DR_STR("reported by "));
		dr_buf_add(&text, sender->reporters.items[i]);
	}
	add_wrapped(w, &text, INDENT);
	text.len = 0;
	if (sender->tells.len > 0) {
		dr_buf_addf(&text, "what would tell: %.*s", DR_FMT(sender->tells));
		add_wrapped(w, &text, INDENT);
	}
}

static void write_source(writer *w, const dr_sender *sender)
{
	add_source_head(w, sender);
	add_whereabouts(w, sender);
	add_advice(w, sender);
	if (w->options->all) {
		add_details(w, sender);
	}
}

/* The sources of a section, largest first; the rest as one line. */
static void write_section(writer *w, dr_traffic_section section, const char *title)
{
	size_t shown = 0, rest = 0;
	uint64_t rest_messages = 0;
	for (size_t i = 0; i < w->traffic->senders.len; i++) {
		const dr_sender *sender = w->traffic->senders.items[i];
		if (dr_traffic_section_of(sender) != section) {
			continue;
		}
		if (shown == 0) {
			dr_buf_addf(w->out, "\n%s\n", title);
		}
		if (shown < SOURCES_SHOWN || w->options->all) {
			write_source(w, sender);
			shown++;
		} else {
			rest++;
			rest_messages += messages_of(sender);
		}
	}
	if (rest > 0) {
		dr_buf_addf(w->out, "%*" PRIu64 "  in %zu more (--all shows them)\n",
		            NUMBER_COLUMNS, rest_messages, rest);
	}
}

/* One line for all of a class that asks nothing of anybody. */
static void write_folded(writer *w, dr_class class, const char *words)
{
	dr_tally sum = { 0 };
	size_t sources = 0;
	for (size_t i = 0; i < w->traffic->senders.len; i++) {
		const dr_sender *sender = w->traffic->senders.items[i];
		if (sender->class == class && dr_traffic_section_of(sender) == DR_SECTION_FOLDED) {
			dr_tally_add(&sum, &sender->direct.all);
			dr_tally_add(&sum, &sender->indirect.all);
			sources++;
		}
	}
	if (sources > 0) {
		dr_buf text;
		dr_buf_init(&text, w->out->arena);
		dr_buf_addf(&text, "%zu %s: %" PRIu64 " do not align; %s", sources,
		            sources == 1 ? "source" : "sources", sum.none, words);
		dr_buf_addf(w->out, "%*" PRIu64 "  ", NUMBER_COLUMNS, sum.messages);
		dr_text_wrap(w->out, dr_buf_str(&text), INDENT, INDENT);
		dr_buf_add_char(w->out, '\n');
	}
}

static void write_rest(writer *w)
{
	static const struct {
		dr_class class;
		const char *words;
	} FOLDED[] = {
		{ DR_CLASS_FORWARDER, "forwarders, nothing to do where DKIM holds" },
		{ DR_CLASS_LIST, "mailing lists, count them before reject" },
		{ DR_CLASS_CHANGED, "changed in transit, ask who changes messages" },
		{ DR_CLASS_SPOOFING, "probable spoofing, p=reject ends it" },
		{ DR_CLASS_NOT_ALIGNED, "not ours" },
		{ DR_CLASS_UNKNOWN, "not ours" },
		{ DR_CLASS_MISCONFIGURED, "not ours" },
	};
	size_t before = w->out->len;
	dr_buf_add(w->out, DR_STR("\nnobody has to decide\n"));
	size_t begun = w->out->len;
	for (size_t i = 0; i < DR_COUNT(FOLDED); i++) {
		write_folded(w, FOLDED[i].class, FOLDED[i].words);
	}
	if (w->out->len == begun) {
		dr_buf_cut(w->out, before);
	}
}

static size_t count_undecided(const dr_traffic *traffic)
{
	size_t count = 0;
	for (size_t i = 0; i < traffic->senders.len; i++) {
		count += traffic->senders.items[i]->undecided ? 1 : 0;
	}
	return count;
}

static void write_next(writer *w)
{
	size_t count = count_undecided(w->traffic);
	if (count > 0 && !w->options->quiet) {
		dr_buf text;
		dr_buf_init(&text, w->out->arena);
		dr_buf_addf(&text, "%zu %s a decision: dmarcramp report summary %.*s --undecided",
		            count, count == 1 ? "source needs" : "sources need",
		            DR_FMT(w->traffic->domain));
		dr_buf_add_char(w->out, '\n');
		add_wrapped(w, &text, 0);
	}
}

static void write_summary(writer *w)
{
	const dr_traffic *traffic = w->traffic;
	uint64_t messages = traffic->direct.all.messages + traffic->indirect.all.messages;
	dr_buf_addf(w->out, ": %" PRIu64 " messages reported on %zu %s, ", messages,
	            traffic->days.len, traffic->days.len == 1 ? "day" : "days");
	dr_day_write(traffic->first, w->out);
	if (traffic->last != traffic->first) {
		dr_buf_add(w->out, DR_STR(" to "));
		dr_day_write(traffic->last, w->out);
	}
	dr_buf_add_char(w->out, '\n');
	write_totals(w);
	write_section(w, DR_SECTION_FIX, "ours, to mend");
	write_section(w, DR_SECTION_DECIDE, "ours or not? to decide");
	write_section(w, DR_SECTION_PASS, "ours, passes");
	write_rest(w);
	dr_text_traffic_tls(&traffic->tls, w->out);
	write_next(w);
}

/* Where the numbers come from: every one is of reported messages. */
static void write_window(writer *w)
{
	const dr_traffic *traffic = w->traffic;
	size_t reporters = traffic->reporters.len;
	if (w->options->quiet) {
		return;
	}
	dr_buf_addf(w->out, "  messages as %zu %s reported them, ", reporters,
	            reporters == 1 ? "organisation" : "organisations");
	dr_day_write(traffic->first, w->out);
	dr_buf_add(w->out, DR_STR(" to "));
	dr_day_write(traffic->last, w->out);
	dr_buf_add_char(w->out, '\n');
}

static void write_undecided(writer *w)
{
	size_t count = 0;
	for (size_t i = 0; i < w->traffic->senders.len; i++) {
		const dr_sender *sender = w->traffic->senders.items[i];
		if (!sender->undecided) {
			continue;
		}
		dr_buf_add(w->out, count++ > 0 ? DR_STR("\n") : DR_STR("\n"));
		write_source(w, sender);
		dr_buf line;
		dr_buf_init(&line, w->out->arena);
		dr_traffic_decision_write(sender, &line);
		dr_buf_add_repeat(w->out, ' ', INDENT);
		dr_neutral_write(w->out, dr_buf_str(&line));
		dr_buf_add_char(w->out, '\n');
	}
	if (count > 0 && !w->options->quiet) {
		dr_buf_addf(w->out,
		            "\nPaste the lines below domains: %.*s: sources: in dmarcramp.yaml and "
		            "say what each is:\nours, not-ours, forwarder or retired.\n",
		            DR_FMT(w->traffic->domain));
	}
}

void dr_text_traffic(const dr_render_options *options, const dr_traffic *traffic, dr_buf *out)
{
	writer w = { options, traffic, out };
	dr_neutral_write(out, traffic->domain);
	if (traffic->first == DR_NO_DAY) {
		bool nothing = traffic->tls.len == 0;
		dr_buf_add(out, nothing ? DR_STR(": nothing was reported\n")
		                        : DR_STR(": no DMARC report, only TLS reports\n"));
		dr_text_traffic_tls(&traffic->tls, out);
	} else if (options->undecided) {
		size_t count = count_undecided(traffic);
		dr_buf_addf(out, ": %zu %s a decision\n", count,
		            count == 1 ? "source needs" : "sources need");
		write_window(&w);
		write_undecided(&w);
	} else {
		write_summary(&w);
	}
}
