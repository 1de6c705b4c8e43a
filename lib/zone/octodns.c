/*
 * octoDNS's YAML: a file for each zone, a key for each name below it, for each key a record set or
 * a list of them. Texts are not split, `;` is written `\;`, and the apex is the empty key.
 */
#include "answer/rdata.h"
#include "zone/intake_priv.h"
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_TTL = 3600, FIELDS_MAX = 6 };

/* How the parts of a value make a line of a master file. A key may have an older name. */
static const struct {
	uint16_t type;
	struct {
		const char *key, *older;
		const char *fallback; /* NULL: must be there */
		bool quoted;
	} fields[FIELDS_MAX];
} FORMS[] = {
	{ DR_TYPE_MX,
	  { { "preference", "priority", NULL, false }, { "exchange", "value", NULL, false } } },
	{ DR_TYPE_SRV,
	  { { "priority", NULL, NULL, false },
	    { "weight", NULL, NULL, false },
	    { "port", NULL, NULL, false },
	    { "target", NULL, NULL, false } } },
	{ DR_TYPE_CAA,
	  { { "flags", NULL, "0", false },
	    { "tag", NULL, NULL, false },
	    { "value", NULL, NULL, true } } },
	{ DR_TYPE_TLSA,
	  { { "certificate_usage", NULL, NULL, false },
	    { "selector", NULL, NULL, false },
	    { "matching_type", NULL, NULL, false },
	    { "certificate_association_data", NULL, NULL, false } } },
	{ DR_TYPE_DS,
	  { { "key_tag", "algorithm", NULL, false },
	    { "algorithm", "flags", NULL, false },
	    { "digest_type", "protocol", NULL, false },
	    { "digest", "public_key", NULL, false } } },
};

/* ---- texts ---- */

typedef struct {
	dr_buf text;
	bool glued;   /* `""` stands in it */
	size_t first; /* offset of the first octet */
} plain_text;

/* What is published of a value: outer quotation marks go, inner ones where a text was split
 * too, and `\;` is a semicolon. */
static plain_text read_text(dr_arena *arena, dr_str value)
{
	plain_text out = { .first = 0 };
	dr_buf_init(&out.text, arena);
	bool quoted = value.len > 1 && value.ptr[0] == '"';
	dr_str rest = quoted ? dr_str_sub(value, 1, value.len - 2) : value;
	out.first = quoted ? 1 : 0;
	for (size_t i = 0; i < rest.len; i++) {
		dr_str at = dr_str_sub(rest, i, rest.len);
		if (dr_str_starts(at, DR_STR("\" \""))) {
			i += 2;
		} else if (dr_str_starts(at, DR_STR("\"\""))) {
			out.glued = true;
			i++;
		} else if (!dr_str_starts(at, DR_STR("\\;")) &&
		           !dr_str_starts(at, DR_STR("\\\""))) {
			dr_buf_add_char(&out.text, rest.ptr[i]);
		}
	}
	return out;
}

static void put_text(const record_set *set, const dr_node *value)
{
	plain_text text = read_text(set->in->arena, value->text);
	text_parts parts = { NULL, 0 };
	const text_part part = { dr_buf_str(&text.text), text.first };
	dr_list_add(set->in->arena, &parts, part);
	if (text.glued) {
		dr_intake_issue(set, "glued-quotes", DR_STR("TXT"),
		                "the text holds two quotation marks where it was split; octoDNS "
		                "splits texts by itself");
	}
	dr_intake_put_text(set, &parts, false);
}

/* ---- values ---- */

static const dr_node *find_field(const dr_node *value, const char *key, const char *older)
{
	const dr_node *found = dr_node_find(value, key);
	return found == NULL && older != NULL ? dr_node_find(value, older) : found;
}

static void add_field(dr_buf *line, dr_str text, bool quoted)
{
	dr_buf_add(line, dr_str_of(line->len > 0 ? " " : ""));
	if (!quoted) {
		dr_buf_add(line, text);
		return;
	}
	dr_buf_add_char(line, '"');
	for (size_t i = 0; i < text.len; i++) {
		bool escaped = text.ptr[i] == '"' ||
		               (text.ptr[i] == '\\' && i + 1 < text.len && text.ptr[i + 1] != ';');
		dr_buf_add(line, dr_str_of(escaped ? "\\" : ""));
		dr_buf_add_char(line, text.ptr[i]);
	}
	dr_buf_add_char(line, '"');
}

/* Whether a member of the map is missing; then that is an issue. */
static bool make_line(const record_set *set, size_t form, const dr_node *value, dr_buf *line)
{
	for (size_t i = 0; i < FIELDS_MAX && FORMS[form].fields[i].key != NULL; i++) {
		const char *key = FORMS[form].fields[i].key;
		const char *fallback = FORMS[form].fields[i].fallback;
		const dr_node *field = find_field(value, key, FORMS[form].fields[i].older);
		if (field == NULL && fallback == NULL) {
			dr_intake_issue(set, "bad-rdata", dr_str_of(key), "'%s' is missing", key);
			return false;
		}
		dr_str text = field != NULL ? field->text : dr_str_of(fallback);
		add_field(line, text, FORMS[form].fields[i].quoted);
	}
	return true;
}

static void put_map(const record_set *set, const dr_node *value)
{
	dr_buf line;
	dr_buf_init(&line, set->in->arena);
	for (size_t i = 0; i < DR_COUNT(FORMS); i++) {
		if (FORMS[i].type == set->type) {
			if (make_line(set, i, value, &line)) {
				dr_intake_put_value(set, dr_buf_str(&line), TEXT_BARE);
			}
			return;
		}
	}
	dr_intake_put_bare(set, STANDS_ELSEWHERE);
}

static void put_value(const record_set *of, const dr_node *value)
{
	record_set set = *of;
	set.node = value;
	bool text = set.type == DR_TYPE_TXT || set.type == DR_TYPE_SPF;
	if (value->kind == DR_NODE_MAP) {
		put_map(&set, value);
	} else if (value->kind == DR_NODE_NULL || value->kind == DR_NODE_SEQ) {
		dr_intake_issue(&set, "bad-rdata", (dr_str){ 0 }, "this record has no value");
	} else if (text) {
		put_text(&set, value);
	} else {
		dr_intake_put_value(&set, value->text, TEXT_BARE);
	}
}

static void put_values(const record_set *set, const dr_node *values)
{
	if (values->kind != DR_NODE_SEQ) {
		put_value(set, values);
		return;
	}
	for (const dr_node *value = values->first; value != NULL; value = value->next) {
		put_value(set, value);
	}
}

/* ---- record sets ---- */

/* octoDNS leaves such a record to whoever made it. */
static bool is_ignored(const dr_node *map)
{
	const dr_node *ignored = dr_node_find(dr_node_find(map, "octodns"), "ignored");
	return ignored != NULL && ignored->kind == DR_NODE_BOOL && ignored->b;
}

static bool is_elsewhere(const dr_node *map)
{
	return is_ignored(map) || dr_node_find(map, "dynamic") != NULL ||
	       dr_node_find(map, "geo") != NULL;
}

static void read_set(record_set *set, const dr_node *map)
{
	dr_str type = dr_member_text(map, "type");
	const dr_node *values = dr_node_find(map, "values");
	values = values != NULL ? values : dr_node_find(map, "value");
	set->node = map;
	set->type = dr_type_parse(type);
	set->ttl = dr_member_number(map, "ttl", DEFAULT_TTL);
	if (map->kind != DR_NODE_MAP || type.len == 0) {
		dr_intake_issue(set, "syntax", (dr_str){ 0 }, "this record has no type");
	} else if (set->type == 0) {
		dr_intake_put_alias(set);
	} else if (is_ignored(map) || (values == NULL && is_elsewhere(map))) {
		dr_intake_put_bare(set, STANDS_ELSEWHERE);
	} else if (values == NULL) {
		dr_intake_issue(set, "bad-rdata", type, "this %.*s record has no value",
		                DR_FMT(type));
	} else {
		put_values(set, values);
	}
}

static void read_name(record_set *set, const dr_node *value)
{
	if (value->kind == DR_NODE_NULL) {
		return;
	}
	if (value->kind != DR_NODE_SEQ) {
		read_set(set, value);
		return;
	}
	for (const dr_node *one = value->first; one != NULL; one = one->next) {
		read_set(set, one);
	}
}

/* ---- names that occur twice ---- */

static int compare_places(const void *a, const void *b)
{
	const dr_node *x = ((const octodns_name *)a)->value, *y = ((const octodns_name *)b)->value;
	return (x->key_span.off > y->key_span.off) - (x->key_span.off < y->key_span.off);
}

/* Of names that are equal and in order of their places, the one that holds: the last of the file
 * itself, else the last of all. */
static size_t choose(const intake *in, const octodns_name *equal, size_t count)
{
	const intake_text *own = dr_intake_text_of(in, equal[0].value->key_span.off);
	size_t chosen = own->source == in->source ? 0 : count - 1;
	for (size_t i = 1; i < count && own->source == in->source; i++) {
		uint32_t off = equal[i].value->key_span.off;
		chosen = dr_intake_text_of(in, off) == own ? i : chosen;
	}
	return chosen;
}

/* Reads one of them. The others of the same file are issues; what was included is overridden. */
static void read_equal(record_set *set, octodns_name *equal, size_t count)
{
	size_t chosen = count > 1 ? choose(set->in, equal, count) : 0;
	for (size_t i = 0; i < count; i++) {
		const dr_node *value = equal[i].value;
		set->node = value;
		set->owner = (dr_name){ 0 };
		if (!dr_intake_name(set, value->key, false, &set->owner)) {
			continue;
		}
		equal[i].owner = set->owner;
		if (i == chosen) {
			read_name(set, value);
		} else if (dr_intake_text_of(set->in, value->key_span.off) ==
		           dr_intake_text_of(set->in, equal[chosen].value->key_span.off)) {
			dr_intake_issue(set, "duplicate-key", value->key,
			                "this name occurs again; only the last one is read");
		}
	}
}

static void read_names(record_set *set, const dr_node *root)
{
	octodns_name *names = dr_arena_alloc_array(set->in->arena, root->count + 1, sizeof(*names));
	size_t count = 0;
	for (const dr_node *value = root->first; names != NULL && value != NULL;
	     value = value->next) {
		names[count++].value = value;
	}
	if (count == 0) {
		return;
	}
	qsort(names, count, sizeof(*names), dr_node_compare_keys);
	for (size_t i = 0, equal; i < count; i += equal) {
		equal = 1;
		while (i + equal < count &&
		       dr_str_eq(names[i].value->key, names[i + equal].value->key)) {
			equal++;
		}
		read_equal(set, &names[i], equal);
	}
	qsort(names, count, sizeof(*names), compare_places);
	dr_zone_keep_yaml_comments(set->in, set->zone, names, count);
}

/* ---- the file ---- */

static bool is_configuration(const dr_node *root)
{
	return dr_node_find(root, "providers") != NULL && dr_node_find(root, "zones") != NULL;
}

/* A zone is complete until something of it cannot be read. */
static dr_zone *begin_zone(intake *in, dr_name origin)
{
	size_t before = in->zones->len;
	dr_zone *zone = dr_intake_zone(in, origin);
	if (zone != NULL && in->zones->len > before) {
		zone->complete = true;
	}
	return zone;
}

int dr_zone_read_octodns(intake *in, const dr_node *root)
{
	dr_name origin =
		dr_name_is_set(in->options->origin) ? in->options->origin : in->options->fallback;
	if (root != NULL && is_configuration(root)) {
		return dr_fail(in->err, DR_EINVAL, root->span,
		               "this is the configuration of octoDNS, not a zone");
	}
	if (root != NULL && !root->include && root->kind != DR_NODE_MAP &&
	    root->kind != DR_NODE_NULL) {
		return dr_fail(in->err, DR_EINVAL, root->span,
		               "no zone of octoDNS: expected a map of names");
	}
	if (!dr_name_is_set(origin)) {
		return dr_fail(in->err, DR_EINVAL, DR_NOWHERE,
		               "the zone's name is not known: call the file after it, as "
		               "example.com.yaml, or name its origin");
	}
	dr_zone *zone = begin_zone(in, origin);
	if (zone == NULL) {
		return dr_fail(in->err, DR_ENOMEM, DR_NOWHERE, "no memory for the zone");
	}
	root = dr_zone_resolve_yaml(in, zone, root);
	record_set set = { .in = in, .zone = zone };
	if (root != NULL && root->kind == DR_NODE_MAP) {
		read_names(&set, root);
	}
	return in->err->code;
}
