/* Who sends as a domain, for programs. */
#include "render/render_priv.h"
#include "render/traffic_view.h"
#include "report/words.h"

enum { ADDRESSES_SHOWN = 10 };

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
	dr_json_put_count(json, "messages", tally->messages);
	dr_json_put_count(json, "both", tally->both);
	dr_json_put_count(json, "dkim", tally->dkim_only);
	dr_json_put_count(json, "spf", tally->spf_only);
	dr_json_put_count(json, "none", tally->none);
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
	dr_json_put_count(json, "messages", all.messages);
	dr_json_key(json, "aligned");
	dr_json_object(json);
	dr_json_put_count(json, "both", all.both);
	dr_json_put_count(json, "dkim", all.dkim_only);
	dr_json_put_count(json, "spf", all.spf_only);
	dr_json_put_count(json, "none", all.none);
	dr_json_end(json);
	key_tallies(json, "direct", direct);
	key_tallies(json, "indirect", indirect);
	key_words(json, "dispositions", &DR_DISPOSITION_WORDS, outcomes->dispositions,
	          DR_DISPOSITION_COUNT);
	key_words(json, "overrides", &DR_OVERRIDE_WORDS, outcomes->overrides, DR_OVERRIDE_BITS);
	dr_json_put_count(json, "rescued", outcomes->rescued);
	dr_json_put_count(json, "rfc9990", outcomes->newer);
}

static void add_addresses(dr_json *json, const dr_sender *sender, dr_arena *arena)
{
	dr_json_put_count(json, "addresses", sender->address_count);
	dr_json_key(json, "most_used");
	dr_json_array(json);
	for (size_t i = 0; i < sender->addresses.len && i < ADDRESSES_SHOWN; i++) {
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_ipaddr_write(sender->addresses.items[i].ip, &text);
		dr_json_object(json);
		dr_json_put_str(json, "ip", dr_buf_str(&text));
		dr_json_put_count(json, "messages", sender->addresses.items[i].messages);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void add_day(dr_json *json, const dr_stream_day *day)
{
	dr_json_object(json);
	dr_json_put_day(json, "day", day->day);
	key_tallies(json, "direct", &day->direct);
	key_tallies(json, "indirect", &day->indirect);
	dr_json_end(json);
}

static void add_stream(dr_json *json, const dr_mail_stream *stream)
{
	dr_json_object(json);
	dr_json_put_str(json, "from", stream->scope);
	add_sums(json, &stream->direct, &stream->indirect, &stream->outcomes);
	dr_json_put_day(json, "first", stream->first);
	dr_json_put_day(json, "last", stream->last);
	dr_json_key(json, "days");
	dr_json_array(json);
	for (size_t i = 0; i < stream->days.len; i++) {
		add_day(json, &stream->days.items[i]);
	}
	dr_json_end(json);
	dr_json_end(json);
}

static void add_decision(dr_json *json, const dr_sender *sender)
{
	const dr_source_decision *decision = sender->decision;
	dr_json_key(json, "decision");
	if (decision == NULL) {
		dr_json_null(json);
		return;
	}
	dr_json_object(json);
	dr_json_put_text(json, "is", dr_source_is_name(decision->is));
	dr_json_put_known(json, "owner", decision->owner);
	dr_json_put_known(json, "cadence", dr_str_of(dr_cadence_name(decision->cadence)));
	dr_json_put_day(json, "verified", decision->verified);
	dr_json_put_bool(json, "lapsed", sender->lapsed);
	dr_json_end(json);
}

static void add_judgement(dr_json *json, const dr_sender *sender, dr_arena *arena)
{
	dr_json_put_text(json, "class", dr_class_name(sender->class));
	dr_json_put_text(json, "confidence", dr_confidence_name(sender->confidence));
	dr_json_put_text(json, "diagnosis", dr_diagnosis_name(sender->diagnosis));
	dr_json_put_known(json, "problem", sender->problem);
	dr_json_put_known(json, "remedy", sender->remedy);
	dr_json_put_known(json, "tells", sender->tells);
	dr_json_put_bool(json, "ours", sender->ours);
	dr_json_put_bool(json, "undecided", sender->undecided);
	add_decision(json, sender);
	if (sender->undecided) {
		dr_buf line;
		dr_buf_init(&line, arena);
		dr_traffic_decision_write(sender, &line);
		dr_json_put_str(json, "paste", dr_buf_str(&line));
	}
}

static void add_sender(dr_json *json, const dr_sender *sender, dr_arena *arena)
{
	dr_json_object(json);
	dr_json_put_str(json, "source", sender->id);
	dr_json_put_str(json, "name", sender->name);
	dr_json_put_known(json, "service",
	                  sender->service != NULL ? sender->service->id : DR_STR(""));
	add_judgement(json, sender, arena);
	add_sums(json, &sender->direct, &sender->indirect, &sender->outcomes);
	add_addresses(json, sender, arena);
	dr_json_put_strs(json, "signers", &sender->signers);
	dr_json_put_strs(json, "selectors", &sender->selectors);
	dr_json_put_strs(json, "return_paths", &sender->return_paths);
	dr_json_put_known(json, "reverse_name", sender->rdns);
	dr_json_put_known(json, "network", sender->network);
	dr_json_put_strs(json, "reporters", &sender->reporters);
	dr_json_put_day(json, "first", sender->first);
	dr_json_put_day(json, "last", sender->last);
	dr_json_put_count(json, "days", sender->days);
	dr_json_put_count(json, "last_week", sender->recent);
	dr_json_put_count(json, "week_before", sender->before);
	dr_json_key(json, "streams");
	dr_json_array(json);
	for (size_t i = 0; i < sender->streams.len; i++) {
		add_stream(json, &sender->streams.items[i]);
	}
	dr_json_end(json);
	dr_json_end(json);
}

static void add_reporters(dr_json *json, const dr_traffic *traffic)
{
	dr_json_key(json, "reporters");
	dr_json_array(json);
	for (size_t i = 0; i < traffic->reporters.len; i++) {
		const dr_reporter *one = &traffic->reporters.items[i];
		dr_json_object(json);
		dr_json_put_str(json, "name", one->name);
		dr_json_put_count(json, "reports", one->reports);
		dr_json_put_count(json, "messages", one->messages);
		dr_json_put_count(json, "days", one->days.len);
		dr_json_put_day(json, "first", one->first);
		dr_json_put_day(json, "last", one->last);
		dr_json_put_bool(json, "counted", one->counted);
		dr_json_put_bool(json, "rfc9990", one->newer);
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

/* TLS sessions by outcome; "result" null: they succeeded. */
static void add_tls(dr_json *json, const dr_traffic_tls *list)
{
	dr_traffic_tls_sums sums = dr_traffic_tls_sum(list);
	dr_json_key(json, "tls");
	dr_json_object(json);
	dr_json_put_count(json, "sessions", sums.sessions);
	dr_json_put_count(json, "failed", sums.failed);
	dr_json_key(json, "outcomes");
	dr_json_array(json);
	for (size_t i = 0; i < list->len; i++) {
		const dr_traffic_sessions *one = &list->items[i];
		dr_json_object(json);
		dr_json_put_str(json, "policy", one->type);
		dr_json_put_known(json, "result", one->result);
		dr_json_put_known(json, "host", one->host);
		dr_json_put_count(json, "sessions", one->sessions);
		dr_json_put_known(json, "remedy",
		                  one->result.len > 0 ? dr_traffic_tls_remedy(one->result)
		                                      : DR_STR(""));
		dr_json_put_strs(json, "reporters", &one->reporters);
		dr_json_put_day(json, "first", one->first);
		dr_json_put_day(json, "last", one->last);
		dr_json_end(json);
	}
	dr_json_end(json);
	dr_json_end(json);
}

void dr_json_traffic(const dr_render_options *options, const dr_traffic *traffic, dr_buf *out)
{
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	dr_json_put_text(json, "schema", "dmarcramp.report-summary/1");
	dr_json_put_str(json, "domain", traffic->domain);
	dr_json_put_day(json, "first", traffic->first);
	dr_json_put_day(json, "last", traffic->last);
	dr_json_put_count(json, "days", traffic->days.len);
	add_sums(json, &traffic->direct, &traffic->indirect, &traffic->outcomes);
	add_reporters(json, traffic);
	dr_json_put_strs(json, "selectors", &traffic->selectors);
	add_senders(json, options, traffic, out->arena);
	add_tls(json, &traffic->tls);
	dr_json_end(json);
	dr_json_close(json);
}
