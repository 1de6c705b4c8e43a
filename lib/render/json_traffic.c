/* Who sends as a domain, for programs. */
#include "render/render_priv.h"
#include "render/traffic_view.h"
#include "report/words.h"

enum { ADDRESSES_SHOWN = 10 };

static void key_str(dr_json *json, const char *key, dr_str text)
{
	dr_json_key(json, key);
	dr_json_str(json, text);
}

static void key_text(dr_json *json, const char *key, const char *text)
{
	dr_json_key(json, key);
	dr_json_text(json, text);
}

static void key_number(dr_json *json, const char *key, uint64_t number)
{
	dr_json_key(json, key);
	dr_json_int(json, (int64_t)number);
}

static void key_bool(dr_json *json, const char *key, bool value)
{
	dr_json_key(json, key);
	dr_json_bool(json, value);
}

/* null when it is not known. */
static void key_known(dr_json *json, const char *key, dr_str text)
{
	dr_json_key(json, key);
	if (text.len > 0) {
		dr_json_str(json, text);
	} else {
		dr_json_null(json);
	}
}

static void key_day(dr_json *json, const char *key, dr_day day, dr_arena *arena)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	if (day != DR_NO_DAY) {
		dr_day_write(day, &text);
	}
	key_known(json, key, dr_buf_str(&text));
}

static void key_list(dr_json *json, const char *key, const dr_strs *list)
{
	dr_json_key(json, key);
	dr_json_array(json);
	for (size_t i = 0; i < list->len; i++) {
		dr_json_str(json, list->items[i]);
	}
	dr_json_end(json);
}

/* An object of the words that occur. */
static void key_words(dr_json *json, const char *key, const dr_report_words *words,
                      const uint64_t *counts, size_t count)
{
	dr_json_key(json, key);
	dr_json_object(json);
	for (size_t i = 0; i < count; i++) {
		if (counts[i] > 0) {
			dr_json_key_str(json, dr_report_word_of(words, (unsigned)i));
			dr_json_int(json, (int64_t)counts[i]);
		}
	}
	dr_json_end(json);
}

static void add_tally(dr_json *json, const dr_tally *tally)
{
	key_number(json, "messages", tally->messages);
	key_number(json, "both", tally->both);
	key_number(json, "dkim", tally->dkim_only);
	key_number(json, "spf", tally->spf_only);
	key_number(json, "none", tally->none);
}

static void key_tallies(dr_json *json, const char *key, const dr_tallies *tallies)
{
	dr_json_key(json, key);
	dr_json_object(json);
	add_tally(json, &tallies->all);
	dr_json_key(json, "counted");
	dr_json_object(json);
	add_tally(json, &tallies->counted);
	dr_json_end(json);
	dr_json_end(json);
}

/* "messages" and "aligned" of direct and indirect mail together, and what receivers did. */
static void add_sums(dr_json *json, const dr_tallies *direct, const dr_tallies *indirect,
                     const dr_outcomes *outcomes)
{
	dr_tally all = direct->all;
	dr_tally_add(&all, &indirect->all);
	key_number(json, "messages", all.messages);
	dr_json_key(json, "aligned");
	dr_json_object(json);
	key_number(json, "both", all.both);
	key_number(json, "dkim", all.dkim_only);
	key_number(json, "spf", all.spf_only);
	key_number(json, "none", all.none);
	dr_json_end(json);
	key_tallies(json, "direct", direct);
	key_tallies(json, "indirect", indirect);
	key_words(json, "dispositions", &DR_DISPOSITION_WORDS, outcomes->dispositions,
	          DR_DISPOSITION_COUNT);
	key_words(json, "overrides", &DR_OVERRIDE_WORDS, outcomes->overrides, DR_OVERRIDE_BITS);
	key_number(json, "rescued", outcomes->rescued);
	key_number(json, "rfc9990", outcomes->newer);
}

static void add_addresses(dr_json *json, const dr_sender *sender, dr_arena *arena)
{
	key_number(json, "addresses", sender->address_count);
	dr_json_key(json, "most_used");
	dr_json_array(json);
	for (size_t i = 0; i < sender->addresses.len && i < ADDRESSES_SHOWN; i++) {
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_ipaddr_write(sender->addresses.items[i].ip, &text);
		dr_json_object(json);
		key_str(json, "ip", dr_buf_str(&text));
		key_number(json, "messages", sender->addresses.items[i].messages);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void add_day(dr_json *json, const dr_stream_day *day, dr_arena *arena)
{
	dr_json_object(json);
	key_day(json, "day", day->day, arena);
	key_tallies(json, "direct", &day->direct);
	key_tallies(json, "indirect", &day->indirect);
	dr_json_end(json);
}

static void add_stream(dr_json *json, const dr_mail_stream *stream, dr_arena *arena)
{
	dr_json_object(json);
	key_str(json, "from", stream->scope);
	add_sums(json, &stream->direct, &stream->indirect, &stream->outcomes);
	key_day(json, "first", stream->first, arena);
	key_day(json, "last", stream->last, arena);
	dr_json_key(json, "days");
	dr_json_array(json);
	for (size_t i = 0; i < stream->days.len; i++) {
		add_day(json, &stream->days.items[i], arena);
	}
	dr_json_end(json);
	dr_json_end(json);
}

static void add_decision(dr_json *json, const dr_sender *sender, dr_arena *arena)
{
	const dr_source_decision *decision = sender->decision;
	dr_json_key(json, "decision");
	if (decision == NULL) {
		dr_json_null(json);
		return;
	}
	dr_json_object(json);
	key_text(json, "is", dr_source_is_name(decision->is));
	key_known(json, "owner", decision->owner);
	key_known(json, "cadence", dr_str_of(dr_cadence_name(decision->cadence)));
	key_day(json, "verified", decision->verified, arena);
	key_bool(json, "lapsed", sender->lapsed);
	dr_json_end(json);
}

static void add_judgement(dr_json *json, const dr_sender *sender, dr_arena *arena)
{
	key_text(json, "class", dr_class_name(sender->class));
	key_text(json, "confidence", dr_confidence_name(sender->confidence));
	key_text(json, "diagnosis", dr_diagnosis_name(sender->diagnosis));
	key_known(json, "problem", sender->problem);
	key_known(json, "remedy", sender->remedy);
	key_known(json, "tells", sender->tells);
	key_bool(json, "ours", sender->ours);
	key_bool(json, "undecided", sender->undecided);
	add_decision(json, sender, arena);
	if (sender->undecided) {
		dr_buf line;
		dr_buf_init(&line, arena);
		dr_traffic_decision_write(sender, &line);
		key_str(json, "paste", dr_buf_str(&line));
	}
}

static void add_sender(dr_json *json, const dr_sender *sender, dr_arena *arena)
{
	dr_json_object(json);
	key_str(json, "source", sender->id);
	key_str(json, "name", sender->name);
	key_known(json, "service", sender->service != NULL ? sender->service->id : DR_STR(""));
	add_judgement(json, sender, arena);
	add_sums(json, &sender->direct, &sender->indirect, &sender->outcomes);
	add_addresses(json, sender, arena);
	key_list(json, "signers", &sender->signers);
	key_list(json, "selectors", &sender->selectors);
	key_list(json, "return_paths", &sender->return_paths);
	key_known(json, "reverse_name", sender->rdns);
	key_known(json, "network", sender->network);
	key_list(json, "reporters", &sender->reporters);
	key_day(json, "first", sender->first, arena);
	key_day(json, "last", sender->last, arena);
	key_number(json, "days", sender->days);
	key_number(json, "last_week", sender->recent);
	key_number(json, "week_before", sender->before);
	dr_json_key(json, "streams");
	dr_json_array(json);
	for (size_t i = 0; i < sender->streams.len; i++) {
		add_stream(json, &sender->streams.items[i], arena);
	}
	dr_json_end(json);
	dr_json_end(json);
}

static void add_reporters(dr_json *json, const dr_traffic *traffic, dr_arena *arena)
{
	dr_json_key(json, "reporters");
	dr_json_array(json);
	for (size_t i = 0; i < traffic->reporters.len; i++) {
		const dr_reporter *one = &traffic->reporters.items[i];
		dr_json_object(json);
		key_str(json, "name", one->name);
		key_number(json, "reports", one->reports);
		key_number(json, "messages", one->messages);
		key_number(json, "days", one->days.len);
		key_day(json, "first", one->first, arena);
		key_day(json, "last", one->last, arena);
		key_bool(json, "counted", one->counted);
		key_bool(json, "rfc9990", one->newer);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void add_senders(dr_json *json, const dr_render_options *options, const dr_traffic *traffic,
                        dr_arena *arena)
{
	dr_json_key(json, "sources");
	dr_json_array(json);
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		if (sender->undecided || !options->undecided) {
			add_sender(json, sender, arena);
		}
	}
	dr_json_end(json);
}

void dr_json_traffic(const dr_render_options *options, const dr_traffic *traffic, dr_buf *out)
{
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	key_text(json, "schema", "dmarcramp.report-summary/1");
	key_str(json, "domain", traffic->domain);
	key_day(json, "first", traffic->first, out->arena);
	key_day(json, "last", traffic->last, out->arena);
	key_number(json, "days", traffic->days.len);
	add_sums(json, &traffic->direct, &traffic->indirect, &traffic->outcomes);
	add_reporters(json, traffic, out->arena);
	key_list(json, "selectors", &traffic->selectors);
	add_senders(json, options, traffic, out->arena);
	dr_json_end(json);
	dr_json_close(json);
}
