/* What a policy would have done, for programs. */
#include "render/render_priv.h"

static void key_fate(dr_json *json, const char *key, const dr_fate *fate)
{
	dr_json_key(json, key);
	dr_json_object(json);
	dr_json_put_count(json, "messages", fate->messages);
	dr_json_put_count(json, "pass", fate->passed);
	dr_json_put_count(json, "none", fate->none);
	dr_json_put_count(json, "quarantine", fate->quarantine);
	dr_json_put_count(json, "reject", fate->reject);
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
	dr_json_put_str(json, "source", sender->id);
	dr_json_put_str(json, "name", sender->name);
	dr_json_put_text(json, "class", dr_class_name(sender->class));
	dr_json_put_bool(json, "ours", sender->ours);
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
	dr_json_put_text(json, "schema", "dmarcramp.what-if/1");
	dr_json_put_str(json, "domain", traffic->domain);
	dr_json_put_str(json, "policy", what->policy);
	dr_json_put_day(json, "first", traffic->first);
	dr_json_put_day(json, "last", traffic->last);
	dr_json_put_count(json, "reporters", traffic->reporters.len);
	dr_json_put_count(json, "own_records", traffic->elsewhere);
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
