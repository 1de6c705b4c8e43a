/* Who sends as a domain, for programs. */
#include "render/render_priv.h"
#include "report/words.h"

static void key_str(dr_json *json, const char *key, dr_str text)
{
	dr_json_key(json, key);
	dr_json_str(json, text);
}

static void key_number(dr_json *json, const char *key, uint64_t number)
{
	dr_json_key(json, key);
	dr_json_int(json, (int64_t)number);
}

static void key_day(dr_json *json, const char *key, dr_day day, dr_arena *arena)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_json_key(json, key);
	if (day == DR_NO_DAY) {
		dr_json_null(json);
		return;
	}
	dr_day_write(day, &text);
	dr_json_str(json, dr_buf_str(&text));
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

static void add_counts(dr_json *json, const dr_traffic_counts *counts)
{
	key_number(json, "messages", counts->messages);
	dr_json_key(json, "aligned");
	dr_json_object(json);
	key_number(json, "both", counts->both);
	key_number(json, "dkim", counts->dkim_only);
	key_number(json, "spf", counts->spf_only);
	key_number(json, "none", counts->none);
	dr_json_end(json);
	key_words(json, "dispositions", &DR_DISPOSITION_WORDS, counts->dispositions,
	          DR_DISPOSITION_COUNT);
	key_words(json, "overrides", &DR_OVERRIDE_WORDS, counts->overrides, DR_OVERRIDE_BITS);
}

static void add_mechanism(dr_json *json, const char *key, dr_str domain, bool pass)
{
	dr_json_key(json, key);
	if (domain.len == 0) {
		dr_json_null(json);
		return;
	}
	dr_json_object(json);
	key_str(json, "domain", domain);
	dr_json_key(json, "pass");
	dr_json_bool(json, pass);
	dr_json_end(json);
}

static void add_addresses(dr_json *json, const dr_traffic_source *source, dr_arena *arena)
{
	key_number(json, "addresses", source->addresses);
	dr_json_key(json, "most_used");
	dr_json_array(json);
	for (size_t i = 0; i < source->most_used.len; i++) {
		dr_buf text;
		dr_buf_init(&text, arena);
		if (source->most_used.items[i].ip.family == DR_IP_NONE) {
			continue;
		}
		dr_ipaddr_write(source->most_used.items[i].ip, &text);
		dr_json_object(json);
		key_str(json, "ip", dr_buf_str(&text));
		key_number(json, "messages", source->most_used.items[i].messages);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void add_source(dr_json *json, const dr_traffic_source *source, dr_arena *arena)
{
	dr_json_object(json);
	add_mechanism(json, "dkim", source->dkim_domain, source->dkim_pass);
	add_mechanism(json, "spf", source->spf_domain, source->spf_pass);
	add_counts(json, &source->counts);
	add_addresses(json, source, arena);
	key_list(json, "from", &source->scopes);
	key_list(json, "reporters", &source->reporters);
	key_day(json, "first", source->first, arena);
	key_day(json, "last", source->last, arena);
	dr_json_end(json);
}

void dr_json_traffic(const dr_render_options *options, const dr_traffic *traffic, dr_buf *out)
{
	(void)options;
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	dr_json_key(json, "schema");
	dr_json_text(json, "dmarcramp.report-summary/1");
	key_str(json, "domain", traffic->domain);
	key_day(json, "first", traffic->first, out->arena);
	key_day(json, "last", traffic->last, out->arena);
	key_number(json, "days", traffic->days);
	add_counts(json, &traffic->counts);
	key_list(json, "reporters", &traffic->reporters);
	dr_json_key(json, "sources");
	dr_json_array(json);
	for (size_t i = 0; i < traffic->sources.len; i++) {
		add_source(json, traffic->sources.items[i], out->arena);
	}
	dr_json_end(json);
	dr_json_end(json);
	dr_json_close(json);
}
