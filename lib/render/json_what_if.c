/* What a policy would have done, for programs. */
#include "render/render_priv.h"

static void key_number(dr_json *json, const char *key, uint64_t number)
{
	dr_json_key(json, key);
	dr_json_int(json, (int64_t)number);
}

static void key_text(dr_json *json, const char *key, dr_str text)
{
	dr_json_key(json, key);
	dr_json_str(json, text);
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

static void key_fate(dr_json *json, const char *key, const dr_fate *fate)
{
	dr_json_key(json, key);
	dr_json_object(json);
	key_number(json, "messages", fate->messages);
	key_number(json, "pass", fate->passed);
	key_number(json, "none", fate->none);
	key_number(json, "quarantine", fate->quarantine);
	key_number(json, "reject", fate->reject);
	dr_json_end(json);
}

static void add_fates(dr_json *json, const dr_fates *fates)
{
	static const char *const KEYS[] = { "rfc7489", "rfc9989" };
	for (size_t i = 0; i < DR_FATE_COUNT; i++) {
		dr_json_key(json, KEYS[i]);
		dr_json_object(json);
		key_fate(json, "direct", &fates->direct[i]);
		key_fate(json, "indirect", &fates->indirect[i]);
		dr_json_end(json);
	}
}

static void add_source(dr_json *json, const dr_sender *sender)
{
	dr_json_object(json);
	key_text(json, "source", sender->id);
	key_text(json, "name", sender->name);
	dr_json_key(json, "class");
	dr_json_text(json, dr_class_name(sender->class));
	dr_json_key(json, "ours");
	dr_json_bool(json, sender->ours);
	add_fates(json, &sender->would);
	dr_json_end(json);
}

void dr_json_what_if(const dr_render_options *options, const dr_what_if *what, dr_buf *out)
{
	(void)options;
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return;
	}
	const dr_traffic *traffic = what->traffic;
	dr_json_object(json);
	dr_json_key(json, "schema");
	dr_json_text(json, "dmarcramp.what-if/1");
	key_text(json, "domain", traffic->domain);
	key_text(json, "policy", what->policy);
	key_day(json, "first", traffic->first, out->arena);
	key_day(json, "last", traffic->last, out->arena);
	key_number(json, "reporters", traffic->reporters.len);
	key_number(json, "own_records", traffic->elsewhere);
	add_fates(json, &traffic->would);
	dr_json_key(json, "sources");
	dr_json_array(json);
	for (size_t i = 0; i < traffic->senders.len; i++) {
		add_source(json, traffic->senders.items[i]);
	}
	dr_json_end(json);
	dr_json_end(json);
	dr_json_close(json);
}
