/* What a policy would have done, for the screen. */
#include "render/text_priv.h"
#include <inttypes.h>

enum { SOURCES_SHOWN = 10, INDENT = 12, NUMBER_COLUMNS = 10 };

static const char *const GENERATIONS[] = { "RFC 7489", "RFC 9989" };

static uint64_t hit(const dr_fate *fate)
{
	return fate->quarantine + fate->reject;
}

static bool same(const dr_fate *a, const dr_fate *b)
{
	return a->none == b->none && a->quarantine == b->quarantine && a->reject == b->reject;
}

static void write_fate(const char *title, const char *receivers, const dr_fate *fate, dr_buf *out)
{
	dr_buf_addf(out,
	            "  %-9s%-24s %10" PRIu64 " %10" PRIu64 " %10" PRIu64 " %10" PRIu64 " %10" PRIu64
	            "\n",
	            title, receivers, fate->messages, fate->passed, fate->none, fate->quarantine,
	            fate->reject);
}

/* One line where both generations do the same. */
static void write_fates(const char *title, const dr_fate *fates, dr_buf *out)
{
	if (same(&fates[DR_FATE_RFC7489], &fates[DR_FATE_RFC9989])) {
		write_fate(title, "every receiver", fates, out);
		return;
	}
	for (size_t i = 0; i < DR_FATE_COUNT; i++) {
		dr_buf name;
		dr_buf_init(&name, out->arena);
		dr_buf_addf(&name, "receivers of %s", GENERATIONS[i]);
		write_fate(i == 0 ? title : "", name.ptr, &fates[i], out);
	}
}

static uint64_t most_hit(const dr_sender *sender)
{
	uint64_t most = 0;
	for (size_t i = 0; i < DR_FATE_COUNT; i++) {
		uint64_t one = hit(&sender->would.direct[i]) + hit(&sender->would.indirect[i]);
		most = one > most ? one : most;
	}
	return most;
}

static void write_source(const dr_sender *sender, dr_buf *out)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "%.*s, %s%s", DR_FMT(sender->name), dr_class_words(sender->class),
	            sender->ours ? " (ours)" : "");
	if (sender->problem.len > 0) {
		dr_buf_addf(&text, ": %.*s", DR_FMT(sender->problem));
	}
	dr_buf_addf(out, "%*" PRIu64 "  ", NUMBER_COLUMNS, most_hit(sender));
	dr_text_wrap(out, dr_buf_str(&text), INDENT, INDENT);
	dr_buf_add_char(out, '\n');
}

/* Sources that are ours first: theirs is the mail that is lost. */
static void write_sources(const dr_render_options *options, const dr_traffic *traffic, dr_buf *out)
{
	size_t shown = 0, rest = 0;
	for (int ours = 1; ours >= 0; ours--) {
		for (size_t i = 0; i < traffic->senders.len; i++) {
			const dr_sender *sender = traffic->senders.items[i];
			if (sender->ours != (ours == 1) || most_hit(sender) == 0) {
				continue;
			}
			if (shown < SOURCES_SHOWN || options->all) {
				dr_buf_addf(out, "%s", shown == 0 ? "\nwould be touched\n" : "");
				write_source(sender, out);
				shown++;
			} else {
				rest++;
			}
		}
	}
	if (rest > 0) {
		dr_buf_addf(out, "            and %zu more (--all shows them)\n", rest);
	}
}

void dr_text_what_if(const dr_render_options *options, const dr_what_if *what, dr_buf *out)
{
	const dr_traffic *traffic = what->traffic;
	dr_neutral_write(out, traffic->domain);
	dr_buf_add(out, DR_STR(": "));
	dr_neutral_write(out, what->policy);
	if (traffic->first == DR_NO_DAY) {
		dr_buf_add(out, DR_STR(": nothing was reported\n"));
		return;
	}
	dr_buf_add(out, DR_STR(", from "));
	dr_day_write(traffic->first, out);
	dr_buf_add(out, DR_STR(" to "));
	dr_day_write(traffic->last, out);
	dr_buf_addf(out, ", %zu %s\n%47s %10s %10s %10s %10s\n", traffic->reporters.len,
	            traffic->reporters.len == 1 ? "reporter" : "reporters", "messages", "pass",
	            "left alone", "quarantine", "reject");
	write_fates("direct", traffic->would.direct, out);
	write_fates("indirect", traffic->would.indirect, out);
	if (traffic->elsewhere > 0) {
		dr_buf_addf(out,
		            "  %" PRIu64 " messages of names with a record of their own are "
		            "not under it\n",
		            traffic->elsewhere);
	}
	write_sources(options, traffic, out);
	if (!options->quiet) {
		dr_buf_add(out, DR_STR("\nOf reported messages: not every receiver reports, and "
		                       "names that do not exist count as existing (sp).\n"));
	}
}
