#include "zone/intake_priv.h"
#include "answer/rdata.h"
#include "name/name.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- places ---- */

static size_t count_lines(dr_str text)
{
	size_t count = 1;
	for (size_t at = dr_str_find(text, 0, '\n'); at < text.len;
	     at = dr_str_find(text, at + 1, '\n')) {
		count++;
	}
	return count;
}

bool dr_intake_add_text(intake *in, const dr_source *source, uint32_t *ret_base)
{
	dr_str text = source->text;
	const intake_text *before = in->texts.len > 0 ? &in->texts.items[in->texts.len - 1] : NULL;
	size_t base = before != NULL ? before->base + before->source->text.len + 1 : 0;
	size_t count = count_lines(text), i = 1;
	uint32_t *starts = dr_arena_alloc_array(in->arena, count, sizeof(*starts));
	if (starts == NULL || base + text.len > UINT32_MAX) {
		return false;
	}
	for (size_t at = dr_str_find(text, 0, '\n'); at < text.len && i < count;
	     at = dr_str_find(text, at + 1, '\n')) {
		starts[i++] = (uint32_t)at + 1;
	}
	const intake_text added = { source, (uint32_t)base, starts, count };
	dr_list_add(in->arena, &in->texts, added);
	*ret_base = added.base;
	return true;
}

/* The line that the octet is in, from 0. */
static size_t line_of(const intake_text *text, uint32_t off)
{
	size_t low = 0, high = text->line_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		*(text->line_starts[middle] <= off ? &low : &high) = middle;
	}
	return low;
}

const intake_text *dr_intake_text_of(const intake *in, uint32_t off)
{
	size_t low = 0, high = in->texts.len;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		*(in->texts.items[middle].base <= off ? &low : &high) = middle;
	}
	return high > 0 ? &in->texts.items[low] : NULL;
}

dr_file_place dr_intake_place(const intake *in, const dr_node *value, size_t inner,
                              const char *address)
{
	dr_file_place at = { .file = in->source->name, .line = 1, .column = 1, .address = address };
	const intake_text *text = value != NULL ? dr_intake_text_of(in, value->span.off) : NULL;
	if (text == NULL) {
		return at;
	}
	uint32_t off = value->span.off;
	if (value->kind == DR_NODE_STRING) {
		off = dr_node_span_of(value, (dr_span){ (uint32_t)inner, 1 }).off;
	}
	off -= text->base;
	size_t line = line_of(text, off);
	at.file = text->source->name;
	at.line = (uint32_t)line + 1;
	at.column = off - text->line_starts[line] + 1;
	return at;
}

void dr_intake_issue(const record_set *set, const char *code, dr_str subject, const char *format,
                     ...)
{
	char text[sizeof(((dr_zone_issue *)0)->text)];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	dr_zone_issue_add(set->zone, code, dr_intake_place(set->in, set->node, 0, set->address),
	                  set->owner, subject, "%s", text);
}

/* ---- zones and names ---- */

dr_zone *dr_intake_zone(intake *in, dr_name origin)
{
	for (size_t i = in->zones->len; i > 0; i--) {
		dr_zone *begun = in->zones->items[i - 1];
		if (dr_name_eq(begun->origin, origin)) {
			return begun;
		}
	}
	dr_zone *zone = dr_zone_new(in->source->text.len);
	if (zone == NULL) {
		return NULL;
	}
	zone->origin = dr_name_copy(zone->arena, origin);
	size_t before = in->zones->len;
	dr_list_add(in->zones_arena, in->zones, zone);
	if (in->zones->len == before) {
		dr_zone_close(zone);
		return NULL;
	}
	return zone;
}

/* The name as it is written, whatever it is below. */
static bool read_name(const record_set *set, dr_str text, dr_name *ret_name)
{
	dr_name_room room;
	dr_error error = { 0 };
	if (!dr_str_is_ascii(text)) {
		if (dr_domain_load(set->zone->arena, text, ret_name, &error) == DR_OK) {
			return true;
		}
		dr_intake_issue(set, "bad-name", text, "the name '%.*s': %s", DR_FMT(text),
		                error.text);
		return false;
	}
	dr_name name;
	dr_name_status status = dr_name_parse(&room, text, &name);
	if (status != DR_NAME_OK) {
		dr_intake_issue(set, "bad-name", text, "the name '%.*s' %s", DR_FMT(text),
		                dr_name_status_text(status));
		return false;
	}
	*ret_name = dr_name_copy(set->zone->arena, name);
	return dr_name_is_set(*ret_name);
}

bool dr_intake_name(const record_set *set, dr_str text, bool ends_in_zone, dr_name *ret_name)
{
	dr_name name;
	if (text.len == 0 || dr_str_eq(text, DR_STR("@"))) {
		*ret_name = set->zone->origin;
		return true;
	}
	if (!read_name(set, text, &name)) {
		return false;
	}
	bool whole = ends_in_zone && dr_name_is_within(name, set->zone->origin);
	if (whole || dr_name_text_is_absolute(text)) {
		*ret_name = name;
		return true;
	}
	name = dr_name_below(set->zone->arena, name, set->zone->origin);
	if (!dr_name_is_set(name)) {
		dr_intake_issue(set, "bad-name", text, "the name '%.*s' %s", DR_FMT(text),
		                dr_name_status_text(DR_NAME_LONG));
		return false;
	}
	*ret_name = name;
	return true;
}

static size_t shared_labels(dr_name a, dr_name b)
{
	size_t least =
		dr_name_labels(a) < dr_name_labels(b) ? dr_name_labels(a) : dr_name_labels(b);
	while (least > 0 && !dr_name_eq(dr_name_suffix(a, least), dr_name_suffix(b, least))) {
		least--;
	}
	return least;
}

dr_name dr_intake_common(const dr_name *names, size_t count)
{
	dr_name common = count > 0 ? names[0] : (dr_name){ 0 };
	for (size_t i = 1; i < count; i++) {
		common = dr_name_suffix(common, shared_labels(common, names[i]));
	}
	for (size_t labels = count > 0 ? dr_name_labels(common) : 0; labels > 0; labels--) {
		dr_name at = dr_name_suffix(common, labels);
		dr_str label = dr_name_label(at);
		if (dr_str_starts(label, DR_STR("_")) || dr_str_eq(label, DR_STR("*"))) {
			common = dr_name_parent(at);
		}
	}
	bool told = dr_name_is_set(common) && dr_name_labels(common) > 1;
	return told ? common : (dr_name){ 0 };
}

dr_name dr_intake_guess_origin(const intake *in, const dr_name *names, size_t count)
{
	dr_name fallback = in->options->fallback;
	dr_name common = dr_intake_common(names, count);
	bool fits = dr_name_is_set(fallback) && dr_name_is_set(common) &&
	            dr_name_is_within(common, fallback);
	return fits || !dr_name_is_set(common) ? fallback : common;
}

/* ---- members ---- */

dr_str dr_member_text(const dr_node *map, const char *key)
{
	const dr_node *value = dr_node_find(map, key);
	bool scalar = value != NULL && value->kind != DR_NODE_NULL && value->kind != DR_NODE_SEQ &&
	              value->kind != DR_NODE_MAP;
	return scalar ? value->text : (dr_str){ 0 };
}

uint32_t dr_member_number(const dr_node *map, const char *key, uint32_t fallback)
{
	uint64_t value;
	dr_str text = dr_member_text(map, key);
	return dr_str_to_u64(text, INT32_MAX, &value) ? (uint32_t)value : fallback;
}
