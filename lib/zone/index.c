#include "answer/rdata.h"
#include "base/table.h"
#include "zone/zone_priv.h"

enum { FIRST_SLOTS = 64 };

/* ---- the table of names ---- */

static node_slot *slot_of(const dr_zone *zone, dr_name name, uint64_t hash)
{
	size_t at = hash & (zone->slot_count - 1);
	while (zone->slots[at].node != NULL &&
	       (zone->slots[at].hash != hash || !dr_name_eq(zone->slots[at].node->name, name))) {
		at = (at + 1) & (zone->slot_count - 1);
	}
	return &zone->slots[at];
}

static bool resize(dr_zone *zone, size_t count)
{
	node_slot *slots = dr_arena_alloc_array(zone->arena, count, sizeof(node_slot));
	if (slots == NULL) {
		return false;
	}
	node_slot *old = zone->slots;
	size_t old_count = zone->slot_count;
	zone->slots = slots;
	zone->slot_count = count;
	for (size_t i = 0; i < old_count; i++) {
		if (old[i].node != NULL) {
			*slot_of(zone, old[i].node->name, old[i].hash) = old[i];
		}
	}
	return true;
}

/* Whether the table has no room for one more: a quarter of it stays free. */
static bool is_full(const dr_zone *zone)
{
	return zone->node_count >= zone->slot_count / 4 * 3;
}

/* As many slots as there are records: most names have more than one. */
static bool make_slots(dr_zone *zone)
{
	size_t count = FIRST_SLOTS;
	while (count < zone->record_count) {
		count *= 2;
	}
	return resize(zone, count);
}

node *dr_zone_find(const dr_zone *zone, dr_name name)
{
	bool may_be = name.len <= zone->longest_name;
	return may_be ? slot_of(zone, name, dr_name_hash(name))->node : NULL;
}

node *dr_zone_find_encloser(const dr_zone *zone, dr_name name)
{
	node *found = dr_zone_find(zone, name);
	while (found == NULL && name.len > zone->origin.len) {
		name = dr_name_parent(name);
		found = dr_zone_find(zone, name);
	}
	return found;
}

/* ---- nodes ---- */

/* The node of one name; NULL: no memory. */
static node *obtain_one(dr_zone *zone, dr_name name, bool *ret_made)
{
	if (is_full(zone) && !resize(zone, 2 * zone->slot_count)) {
		return NULL;
	}
	uint64_t hash = dr_name_hash(name);
	node_slot *slot = slot_of(zone, name, hash);
	*ret_made = slot->node == NULL;
	if (slot->node != NULL) {
		return slot->node;
	}
	node *made = dr_arena_new_of(zone->arena, node);
	if (made == NULL) {
		return NULL;
	}
	made->name = name;
	*slot = (node_slot){ hash, made };
	if (zone->last_node != NULL) {
		zone->last_node->next = made;
	}
	zone->last_node = made;
	zone->node_count++;
	zone->longest_name = name.len > zone->longest_name ? name.len : zone->longest_name;
	return made;
}

/* The name's node when it is `near` or above; NULL when it is not. Names that stand together in a
 * text have most of their ancestors in common. */
static node *find_above(node *near, dr_name name)
{
	while (near != NULL && near->name.len > name.len) {
		near = near->parent;
	}
	return near != NULL && dr_name_eq(near->name, name) ? near : NULL;
}

/* The node of a name within the origin; new ones get their ancestors too, which exist because of
 * them (RFC 4592 2.2.2). `near` is any node, or NULL. NULL: no memory. */
static node *obtain(dr_zone *zone, dr_name name, node *near)
{
	bool made;
	node *first = obtain_one(zone, name, &made);
	for (node *at = first, *parent; at != NULL && made && at->name.len > zone->origin.len;
	     at = parent) {
		dr_name above = dr_name_parent(at->name);
		parent = find_above(near, above);
		made = false;
		if (parent == NULL && (parent = obtain_one(zone, above, &made)) == NULL) {
			return NULL;
		}
		at->parent = parent;
		if (dr_name_is_wildcard(at->name)) {
			parent->wildcard = at;
		}
	}
	return first;
}

rrset *dr_zone_find_set(const node *at, uint16_t type)
{
	rrset *set = at->sets;
	while (set != NULL && set->type != type) {
		set = set->next;
	}
	return set;
}

/* What is taken away does not count beside what stays. */
static standing both_stand(standing a, standing b)
{
	if (a == STANDS_GONE || b == STANDS_GONE) {
		return a == STANDS_GONE ? b : a;
	}
	return a > b ? a : b;
}

static void add_to_set(dr_zone *zone, record *rec)
{
	node *at = rec->node;
	rrset *set = dr_zone_find_set(at, rec->type);
	if (set == NULL) {
		set = dr_arena_new_of(zone->arena, rrset);
		if (set == NULL) {
			return;
		}
		*set = (rrset){ .next = at->sets,
			        .type = rec->type,
			        .first = rec,
			        .stands = (uint8_t)rec->stands };
		at->sets = set;
	} else {
		set->last->next_in_set = rec;
		set->stands = (uint8_t)both_stand((standing)set->stands, rec->stands);
	}
	set->last = rec;
	set->count++;
}

bool dr_zone_is_delegation(const node *at)
{
	return at->parent != NULL && dr_zone_find_set(at, DR_TYPE_NS) != NULL;
}

const node *dr_zone_find_cut(const dr_zone *zone, const node *at)
{
	const node *top = NULL;
	for (; zone->has_cuts && at != NULL; at = at->parent) {
		if (dr_zone_is_delegation(at) || dr_zone_find_set(at, DR_TYPE_DNAME) != NULL) {
			top = at;
		}
	}
	return top;
}

/* ---- building ---- */

static dr_name choose_origin(const dr_zone *zone, const dr_zone_options *options)
{
	bool has_fallback = dr_name_is_set(options->fallback);
	if (dr_name_is_set(options->origin)) {
		return options->origin;
	}
	if (dr_name_is_set(zone->first_soa)) {
		return zone->first_soa;
	}
	if (zone->first_origin.len > 1 || (zone->first_origin.len == 1 && !has_fallback)) {
		return zone->first_origin;
	}
	return options->fallback;
}

/* Whether the record belongs into the tree; an issue when it does not. */
static bool belongs(dr_zone *zone, const record *rec)
{
	bool at_origin = dr_name_eq(rec->owner, zone->origin);
	if (!dr_name_is_within(rec->owner, zone->origin)) {
		dr_str owner = dr_name_text(zone->arena, rec->owner);
		dr_zone_issue_add(zone, "out-of-zone", rec->rr.at, rec->owner, owner,
		                  "%.*s is outside the zone; its server ignores this record",
		                  DR_FMT(owner));
		return false;
	}
	if (rec->type == DR_TYPE_SOA && !at_origin) {
		dr_zone_issue_add(zone, "soa-not-at-origin", rec->rr.at, rec->owner, DR_STR("SOA"),
		                  "this SOA is not at the zone's origin");
		return false;
	}
	if (rec->type == DR_TYPE_SOA && zone->has_soa) {
		dr_zone_issue_add(zone, "duplicate-soa", rec->rr.at, rec->owner, DR_STR("SOA"),
		                  "a zone has one SOA");
		return false;
	}
	return true;
}

static void add_record(dr_zone *zone, record *rec)
{
	if (rec->type == DR_TYPE_SOA) {
		zone->complete = zone->has_soa = true;
		dr_rr_read_soa_minimum(&rec->rr, &zone->negative_ttl);
	}
	if (rec->type == DR_TYPE_DNAME || (rec->type == DR_TYPE_NS && rec->node->parent != NULL)) {
		zone->has_cuts = true;
	}
	if (rec->type != 0) {
		add_to_set(zone, rec);
	}
}

/* One pass does all that every record takes: of a large zone each pass fetches all memory again. */
static void add_records(dr_zone *zone)
{
	const dr_name doubled = dr_zone_doubled_origin(zone);
	const record *last = NULL;
	node *near = zone->apex;
	for (record *rec = zone->first; rec != NULL; last = rec, rec = rec->next) {
		bool same = last != NULL && last->owner.wire == rec->owner.wire;
		dr_zone_check_names(zone, rec, doubled, !same);
		if (!belongs(zone, rec)) {
			continue;
		}
		bool known = same && last->node != NULL;
		rec->node = known ? last->node : obtain(zone, rec->owner, near);
		if (rec->node == NULL) {
			return;
		}
		near = rec->node;
		add_record(zone, rec);
	}
}

int dr_zone_index(dr_zone *zone, const dr_zone_options *options, dr_error *err)
{
	zone->origin = dr_name_copy(zone->arena, choose_origin(zone, options));
	if (dr_arena_failed(zone->arena)) {
		return DR_OK;
	}
	if (!dr_name_is_set(zone->origin)) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE,
		               "the zone's name is not known: give the file a $ORIGIN or a SOA, "
		               "or name its origin");
	}
	zone->apex = make_slots(zone) ? obtain(zone, zone->origin, NULL) : NULL;
	if (zone->apex != NULL) {
		add_records(zone);
	}
	return DR_OK;
}
