/* The document of `live`. */
#include "render/render_priv.h"

static void write_server(dr_arena *arena, const dr_live_server *one, dr_json *json)
{
	dr_buf address;
	dr_buf_init(&address, arena);
	dr_ipaddr_write(one->server->address, &address);
	dr_json_object(json);
	dr_json_put_str(json, "name", dr_name_text(arena, one->server->name));
	dr_json_put_str(json, "address", dr_buf_str(&address));
	dr_json_put_str(json, "state", dr_str_of(dr_live_state_name(one->state)));
	if (one->state != DR_LIVE_NO_ANSWER) {
		dr_json_put_int(json, "ttl", one->ttl);
	}
	dr_json_end(json);
}

static void write_record(dr_arena *arena, const dr_live_record *record, dr_json *json)
{
	dr_buf type;
	dr_buf_init(&type, arena);
	dr_type_write(record->question.type, &type);
	dr_json_object(json);
	dr_json_put_str(json, "name", dr_name_text(arena, record->question.name));
	dr_json_put_str(json, "type", dr_buf_str(&type));
	dr_json_put_bool(json, "live", record->counts[DR_LIVE_YES] == record->servers.len);
	dr_json_put_int(json, "old_seconds", record->old_seconds);
	dr_json_key(json, "servers");
	dr_json_array(json);
	for (size_t i = 0; i < record->servers.len; i++) {
		write_server(arena, &record->servers.items[i], json);
	}
	dr_json_end(json);
	dr_json_end(json);
}

void dr_json_live(const dr_render_options *options, const dr_live *live, dr_buf *out)
{
	(void)options;
	dr_json *json = dr_json_open(out, true);
	dr_json_object(json);
	dr_json_put_str(json, "schema", DR_STR("dmarcramp.live/1"));
	dr_json_put_str(json, "domain", dr_name_text(out->arena, live->domain));
	if (dr_name_is_set(live->servers.zone)) {
		dr_json_put_str(json, "zone", dr_name_text(out->arena, live->servers.zone));
	}
	dr_json_put_str(json, "state", dr_str_of(dr_live_state_name(live->worst)));
	dr_json_key(json, "records");
	dr_json_array(json);
	for (size_t i = 0; i < live->records.len; i++) {
		write_record(out->arena, &live->records.items[i], json);
	}
	dr_json_end(json);
	dr_json_end(json);
	dr_json_close(json);
}
