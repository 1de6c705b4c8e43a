/*
 * Route 53's JSON: lists of record sets (complete), and change batches (partial). Owner names and
 * texts write unusual octets in octal. A set with an identifier is one of several variants, of
 * which the first is taken.
 */
#include "answer/rdata.h"
#include "zone/intake_priv.h"

enum { DEFAULT_TTL = 300 };

typedef struct {
	const dr_node *set;
	bool gone;
} change;

typedef DR_LIST(change) changes;

/* ---- the zone's name ---- */

static dr_name name_of_set(dr_arena *arena, const dr_node *set)
{
	return dr_name_of(arena, dr_zone_octal_name(arena, dr_member_text(set, "Name")));
}

static dr_name find_origin(intake *in, const changes *list)
{
	dr_name *names = dr_arena_alloc_array(in->arena, list->len + 1, sizeof(*names));
	size_t count = 0;
	if (dr_name_is_set(in->options->origin)) {
		return in->options->origin;
	}
	for (size_t i = 0; names != NULL && i < list->len; i++) {
		dr_name name = name_of_set(in->arena, list->items[i].set);
		if (dr_str_eq(dr_member_text(list->items[i].set, "Type"), DR_STR("SOA"))) {
			return name;
		}
		if (dr_name_is_set(name)) {
			names[count++] = name;
		}
	}
	return dr_intake_guess_origin(in, names, count);
}

/* ---- record sets ---- */

static void put_values(record_set *set, const dr_node *records)
{
	for (const dr_node *one = records != NULL ? records->first : NULL; one != NULL;
	     one = one->next) {
		const dr_node *value = dr_node_find(one, "Value");
		set->node = value != NULL ? value : one;
		if (value == NULL || value->kind != DR_NODE_STRING) {
			dr_intake_issue(set, "bad-rdata", (dr_str){ 0 },
			                "this record has no value");
		} else {
			dr_intake_put_value(set, value->text, TEXT_WORDS | TEXT_OCTAL);
		}
	}
}

/* A set of which another variant was taken before. */
static bool is_variant(const changes *list, size_t at)
{
	const dr_node *set = list->items[at].set;
	if (at == 0 || dr_node_find(set, "SetIdentifier") == NULL) {
		return false;
	}
	const dr_node *before = list->items[at - 1].set;
	return dr_str_eq(dr_member_text(set, "Name"), dr_member_text(before, "Name")) &&
	       dr_str_eq(dr_member_text(set, "Type"), dr_member_text(before, "Type"));
}

static void read_set(record_set *set, const change *one)
{
	dr_str name = dr_member_text(one->set, "Name");
	set->node = one->set;
	set->owner = (dr_name){ 0 };
	set->type = dr_type_parse(dr_member_text(one->set, "Type"));
	set->ttl = dr_member_number(one->set, "TTL", DEFAULT_TTL);
	if (!dr_intake_name(set, dr_zone_octal_name(set->in->arena, name), true, &set->owner)) {
		return;
	}
	if (set->type == 0) {
		dr_intake_issue(set, "unknown-type", name, "this record has no known type");
	} else if (one->gone) {
		dr_intake_put_bare(set, STANDS_GONE);
	} else if (dr_node_find(one->set, "AliasTarget") != NULL) {
		dr_intake_put_bare(set, STANDS_ELSEWHERE);
	} else {
		put_values(set, dr_node_find(one->set, "ResourceRecords"));
	}
}

/* ---- the file ---- */

static changes list_sets(intake *in, const dr_node *root)
{
	changes list = { NULL, 0 };
	const dr_node *sets = dr_node_find(root, "ResourceRecordSets");
	const dr_node *batch = dr_node_find(root, "ChangeBatch");
	const dr_node *made = dr_node_find(batch != NULL ? batch : root, "Changes");
	for (const dr_node *set = sets != NULL ? sets->first : NULL; set != NULL; set = set->next) {
		dr_list_add(in->arena, &list, ((change){ set, false }));
	}
	for (const dr_node *one = made != NULL ? made->first : NULL; one != NULL; one = one->next) {
		const dr_node *set = dr_node_find(one, "ResourceRecordSet");
		bool gone = dr_str_eq(dr_member_text(one, "Action"), DR_STR("DELETE"));
		if (set != NULL) {
			dr_list_add(in->arena, &list, ((change){ set, gone }));
		}
	}
	return list;
}

static bool is_complete(const dr_node *root)
{
	const dr_node *truncated = dr_node_find(root, "IsTruncated");
	bool cut = truncated != NULL && truncated->kind == DR_NODE_BOOL && truncated->b;
	return dr_node_find(root, "ResourceRecordSets") != NULL && !cut &&
	       dr_node_find(root, "NextToken") == NULL;
}

int dr_zone_read_route53(intake *in, const dr_node *root)
{
	const changes list = list_sets(in, root);
	dr_name origin = find_origin(in, &list);
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
	for (size_t i = 0; i < list.len; i++) {
		if (!is_variant(&list, i)) {
			read_set(&set, &list.items[i]);
		}
	}
	return in->err->code;
}
