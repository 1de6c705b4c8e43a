/*
 * Cloudflare's API: records of one zone, each by itself, with whole names. A text stands in
 * quotation marks, older ones without. What is proxied is served from Cloudflare's own addresses,
 * and a CNAME at the apex is flattened.
 */
#include "answer/rdata.h"
#include "zone/intake_priv.h"

enum { AUTO_TTL = 1, DEFAULT_TTL = 300 };

static dr_name find_origin(intake *in, const dr_node *list)
{
	dr_name *names = dr_arena_alloc_array(in->arena, list->count + 1, sizeof(*names));
	size_t count = 0;
	if (dr_name_is_set(in->options->origin)) {
		return in->options->origin;
	}
	for (const dr_node *one = list->first; names != NULL && one != NULL; one = one->next) {
		dr_name zone = dr_name_of(in->arena, dr_member_text(one, "zone_name"));
		dr_name name = dr_name_of(in->arena, dr_member_text(one, "name"));
		if (dr_name_is_set(zone)) {
			return zone;
		}
		if (dr_name_is_set(name)) {
			names[count++] = name;
		}
	}
	return dr_intake_guess_origin(in, names, count);
}

/* The answers say how many records there are; a page of them is a part of the zone. */
static bool is_complete(const dr_node *root)
{
	const dr_node *info = dr_node_find(root, "result_info");
	return info == NULL || dr_member_number(info, "total_pages", 1) <= 1;
}

static bool is_flattened(const record_set *set, const dr_node *map)
{
	const dr_node *proxied = dr_node_find(map, "proxied");
	bool apex = dr_name_eq(set->owner, set->zone->origin);
	return (proxied != NULL && proxied->kind == DR_NODE_BOOL && proxied->b) ||
	       (set->type == DR_TYPE_CNAME && apex);
}

/* Types whose data is in members of its own have it in the content too, but MX. */
static void put_content(const record_set *set, const dr_node *map, dr_str content)
{
	if (set->type == DR_TYPE_MX && dr_node_find(map, "priority") != NULL) {
		const uint16_t preference = (uint16_t)dr_member_number(map, "priority", 0);
		dr_intake_put_name(set, &preference, content);
	} else if (set->type == DR_TYPE_SRV && dr_node_find(map, "priority") != NULL) {
		dr_buf line;
		dr_buf_init(&line, set->in->arena);
		dr_buf_addf(&line, "%u %.*s", (unsigned)dr_member_number(map, "priority", 0),
		            DR_FMT(content));
		dr_intake_put_value(set, dr_buf_str(&line), TEXT_BARE);
	} else {
		dr_intake_put_value(set, content, TEXT_BARE);
	}
}

static void read_record(record_set *set, const dr_node *map)
{
	const dr_node *content = dr_node_find(map, "content");
	set->node = content != NULL ? content : map;
	set->owner = (dr_name){ 0 };
	set->type = dr_type_parse(dr_member_text(map, "type"));
	set->ttl = dr_member_number(map, "ttl", DEFAULT_TTL);
	set->ttl = set->ttl == AUTO_TTL ? DEFAULT_TTL : set->ttl;
	if (!dr_intake_name(set, dr_member_text(map, "name"), true, &set->owner)) {
		return;
	}
	if (set->type == 0 || is_flattened(set, map)) {
		dr_intake_put_alias(set);
	} else if (content == NULL) {
		dr_intake_put_bare(set, STANDS_ELSEWHERE);
	} else {
		put_content(set, map, content->text);
	}
}

int dr_zone_read_cloudflare(intake *in, const dr_node *root)
{
	const dr_node *list = root->kind == DR_NODE_MAP ? dr_node_find(root, "result") : root;
	if (list == NULL || list->kind != DR_NODE_SEQ) {
		return dr_fail(in->err, DR_EINVAL, root->span, "no list of records");
	}
	dr_name origin = find_origin(in, list);
	if (!dr_name_is_set(origin)) {
		return dr_fail(in->err, DR_EINVAL, DR_NOWHERE,
		               "the zone's name is not known: name its origin");
	}
	dr_zone *zone = dr_intake_zone(in, origin);
	if (zone == NULL) {
		return dr_fail(in->err, DR_ENOMEM, DR_NOWHERE, "no memory for the zone");
	}
	zone->complete = is_complete(root);
	record_set set = { .in = in, .zone = zone };
	for (const dr_node *one = list->first; one != NULL; one = one->next) {
		read_record(&set, one);
	}
	return in->err->code;
}
