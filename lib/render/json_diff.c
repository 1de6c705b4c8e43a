/* The document of `diff`. */
#include "render/diff_view.h"

static void put(dr_json *json, const char *key, dr_str value)
{
	dr_json_key(json, key);
	if (value.ptr != NULL && value.len > 0) {
		dr_json_str(json, value);
	} else {
		dr_json_null(json);
	}
}

static int64_t bounded(uint64_t count)
{
	return count < INT64_MAX ? (int64_t)count : INT64_MAX;
}

static void put_counts(dr_json *json, const dr_prefixset *set)
{
	dr_prefix_count count = dr_prefixset_count(set);
	dr_json_put_int(json, "ipv4", bounded(count.v4));
	dr_json_put_int(json, "ipv6_networks", bounded(count.v6_slash64));
}

static void put_prefixes(dr_json *json, dr_arena *arena, const dr_prefixset *set)
{
	const dr_prefixes *lists[] = { &set->v4, &set->v6 };
	dr_json_key(json, "prefixes");
	dr_json_array(json);
	for (size_t i = 0; i < DR_COUNT(lists); i++) {
		for (size_t j = 0; j < lists[i]->len; j++) {
			dr_buf text;
			dr_buf_init(&text, arena);
			dr_prefix_write(lists[i]->items[j], &text);
			dr_json_str(json, dr_buf_str(&text));
		}
	}
	dr_json_end(json);
}

static void put_shift(dr_json *json, dr_arena *arena, const char *key, const dr_spf_shift *shift)
{
	dr_json_key(json, key);
	dr_json_object(json);
	put_counts(json, &shift->addresses);
	put_prefixes(json, arena, &shift->addresses);
	dr_json_key(json, "causes");
	dr_json_array(json);
	for (size_t i = 0; i < shift->causes.len; i++) {
		const dr_spf_cause *cause = &shift->causes.items[i];
		dr_json_object(json);
		put(json, "term", cause->term);
		put(json, "how", dr_str_of(dr_cause_name(cause->kind)));
		put_counts(json, &cause->addresses);
		put_prefixes(json, arena, &cause->addresses);
		dr_json_end(json);
	}
	dr_json_end(json);
	dr_json_end(json);
}

static void put_spf(dr_json *json, dr_arena *arena, const dr_change *change)
{
	dr_json_key(json, "spf");
	dr_json_object(json);
	dr_json_put_bool(json, "complete", change->spf_status.state == DR_KNOWN);
	put_shift(json, arena, "gained", &change->gained);
	put_shift(json, arena, "lost", &change->lost);
	dr_json_end(json);
}

static void put_dmarc(dr_json *json, const dr_change *change)
{
	dr_json_key(json, "dmarc");
	dr_json_object(json);
	dr_json_put_bool(json, "complete", change->dmarc_status.state == DR_KNOWN);
	for (size_t i = 0; change->dmarc_status.state == DR_KNOWN && i < DR_POLICY_CHANGES; i++) {
		const dr_policy_change *p = &change->policies[i];
		dr_json_key(json, p->tag);
		dr_json_object(json);
		put(json, "from", p->before);
		put(json, "to", p->after);
		dr_json_put_bool(json, "weaker", p->weaker);
		dr_json_end(json);
	}
	dr_json_put_bool(json, "weakened", change->weakened);
	dr_json_put_bool(json, "skips_a_phase", change->skips_a_phase);
	dr_json_end(json);
}

static void put_findings(dr_json *json, const char *key, const dr_finding_views *views)
{
	dr_json_key(json, key);
	dr_json_array(json);
	for (size_t i = 0; i < views->len; i++) {
		const dr_finding_view *view = &views->items[i];
		dr_json_object(json);
		put(json, "rule", view->finding->rule->id);
		put(json, "severity", dr_str_of(dr_severity_name(view->finding->severity)));
		put(json, "owner", view->owner);
		put(json, "subject", view->finding->subject);
		put(json, "message", view->finding->message);
		put(json, "fingerprint", dr_str_of(view->fingerprint));
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_record(dr_json *json, const char *key, dr_str from, dr_str to)
{
	dr_json_key(json, key);
	dr_json_object(json);
	put(json, "from", from);
	put(json, "to", to);
	dr_json_end(json);
}

static dr_str text_of(dr_arena *arena, dr_str text, dr_status status)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	if (status.state == DR_KNOWN) {
		dr_escaped_write(&out, text);
	}
	return dr_buf_str(&out);
}

static void put_records(dr_json *json, dr_arena *arena, const dr_diff_item *item)
{
	const dr_facts *from = item->before->facts, *to = item->after->facts;
	dr_json_key(json, "records");
	dr_json_object(json);
	put_record(json, "spf", text_of(arena, from->spf.text, from->spf.text_status),
	           text_of(arena, to->spf.text, to->spf.text_status));
	put_record(json, "dmarc", text_of(arena, from->dmarc.text, from->dmarc.text_status),
	           text_of(arena, to->dmarc.text, to->dmarc.text_status));
	dr_json_end(json);
}

static void write_head(const dr_render_options *options, dr_buf *out)
{
	dr_buf_add(out, DR_STR("{\"schema\":\"dmarcramp.diff/1\",\"as_of\":\""));
	dr_day_write(options->as_of, out);
	dr_buf_add(out, DR_STR("\",\"domains\":[\n"));
}

static void write_item(const dr_render_options *options, const dr_diff_item *item, dr_buf *out)
{
	(void)options;
	dr_diff_findings findings = dr_diff_findings_of(out->arena, item);
	dr_json *json = dr_json_open(out, false);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	put(json, "domain", item->after->domain);
	dr_json_put_bool(json, "worse", dr_diff_is_worse(out->arena, item));
	bool incomplete = item->before->incomplete || item->after->incomplete;
	put(json, "status", incomplete ? DR_STR("incomplete") : DR_STR("complete"));
	put_records(json, out->arena, item);
	put_spf(json, out->arena, item->after->change);
	put_dmarc(json, item->after->change);
	dr_json_key(json, "findings");
	dr_json_object(json);
	put_findings(json, "new", &findings.fresh);
	put_findings(json, "gone", &findings.gone);
	dr_json_end(json);
	dr_json_end(json);
	dr_json_close(json);
}

static void write_tail(size_t domains, size_t worse, dr_buf *out)
{
	dr_buf_addf(out, "],\"summary\":{\"domains\":%zu,\"worse\":%zu}}\n", domains, worse);
}

const dr_diff_writer DR_JSON_DIFF = { write_head, write_item, ",", write_tail };
