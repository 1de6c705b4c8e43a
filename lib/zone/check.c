/* What records mean together: the checks that need the whole zone. */
#include "answer/rdata.h"
#include "name/name.h"
#include "zone/zone_priv.h"

/* RFC 4034 3, 4, 2181 10.1: what may stand beside a CNAME. */
static bool may_stand_beside_cname(uint16_t type)
{
	return type == DR_TYPE_CNAME || type == DR_TYPE_RRSIG || type == DR_TYPE_NSEC;
}

static void check_cname(dr_zone *zone, const node *at)
{
	const rrset *cname = dr_zone_find_set(at, DR_TYPE_CNAME);
	if (cname == NULL || cname->stands != STANDS_HERE) {
		return;
	}
	const record *second = cname->first->next_in_set;
	if (second != NULL && !dr_str_eq(second->rr.rdata, cname->first->rr.rdata)) {
		dr_zone_issue_add(zone, "duplicate-cname", second->rr.at, at->name, DR_STR("CNAME"),
		                  "a name has one CNAME; servers refuse the second");
	}
	for (const rrset *set = at->sets; set != NULL; set = set->next) {
		if (set->stands == STANDS_HERE && !may_stand_beside_cname(set->type)) {
			dr_zone_issue_add(zone, "cname-and-other", cname->first->rr.at, at->name,
			                  DR_STR("CNAME"),
			                  "a name with a CNAME has no other records");
			return;
		}
	}
}

static bool is_address(uint16_t type)
{
	return type == DR_TYPE_A || type == DR_TYPE_AAAA;
}

/* What a parent keeps at a delegation: the delegation, its signatures, glue. */
static bool belongs_at_cut(uint16_t type)
{
	return type == DR_TYPE_NS || type == DR_TYPE_DS || type == DR_TYPE_NSEC ||
	       type == DR_TYPE_RRSIG || is_address(type);
}

static void check_occluded(dr_zone *zone, const node *at)
{
	const node *cut = dr_zone_find_cut(zone, at);
	if (cut == NULL) {
		return;
	}
	bool delegation = dr_zone_is_delegation(cut);
	if (cut == at && !delegation) {
		return;
	}
	for (const rrset *set = at->sets; set != NULL; set = set->next) {
		bool kept =
			cut == at ? belongs_at_cut(set->type) : delegation && is_address(set->type);
		if (!kept) {
			dr_str name = dr_name_text(zone->arena, cut->name);
			dr_zone_issue_add(
				zone, "occluded", set->first->rr.at, at->name, name,
				"this record is hidden by the %s of %.*s and never served",
				delegation ? "delegation" : "DNAME", DR_FMT(name));
		}
	}
}

static bool is_ascii(dr_name name)
{
	return dr_str_is_ascii((dr_str){ (const char *)name.wire, name.len });
}

/* The first label with letters beyond ASCII as DNS has it; "A-labels" when it cannot be written so.
 */
static dr_str a_label_of(const dr_zone *zone, dr_name name)
{
	dr_error err = { 0 };
	dr_str label = { 0 };
	while (dr_str_is_ascii(dr_name_label(name))) {
		name = dr_name_parent(name);
	}
	return dr_label_to_ascii(zone->arena, dr_name_label(name), &label, &err) == DR_OK
	               ? label
	               : DR_STR("A-labels");
}

/* Servers compare octets: a name in letters beyond ASCII is not the one that mail asks for, which
 * is written in A-labels (RFC 5890 2.3.2.1). Told at the uppermost name that has records. */
static void check_letters(dr_zone *zone, const node *at)
{
	bool above = at->parent != NULL && at->parent->sets != NULL && !is_ascii(at->parent->name);
	if (at->sets == NULL || above || is_ascii(at->name)) {
		return;
	}
	dr_str label = a_label_of(zone, at->name);
	dr_zone_issue_add(zone, "u-label", at->sets->first->rr.at, at->name,
	                  dr_name_text(zone->arena, at->name),
	                  "the owner has letters beyond ASCII; nobody asks for it like that: write "
	                  "%.*s",
	                  DR_FMT(label));
}

/* ---- names that lack their final dot ---- */

dr_name dr_zone_doubled_origin(dr_zone *zone)
{
	bool told = dr_name_labels(zone->origin) > 1;
	return told ? dr_name_below(zone->arena, zone->origin, zone->origin) : (dr_name){ 0 };
}

/* The name that the data ends with. */
static bool read_target(const record *rec, dr_name *ret_name)
{
	uint16_t preference;
	switch (rec->type) {
	case DR_TYPE_MX: return dr_rr_read_mx(&rec->rr, &preference, ret_name);
	case DR_TYPE_CNAME:
	case DR_TYPE_DNAME:
	case DR_TYPE_NS:
	case DR_TYPE_PTR: return dr_rr_read_name(&rec->rr, ret_name);
	default: return false;
	}
}

static void tell_doubled(dr_zone *zone, const record *rec, dr_name name, const char *what)
{
	dr_str text = dr_name_text(zone->arena, name);
	dr_zone_issue_add(zone, "doubled-origin", rec->rr.at, rec->owner, text,
	                  "the %s %.*s holds the zone's name twice: a final dot is missing", what,
	                  DR_FMT(text));
}

/* ---- texts in the place of names ---- */

static bool is_odd(uint8_t octet)
{
	return octet == '=' || octet == ';' || octet == '"' || octet == ' ' || octet == ':';
}

static bool holds_odd(const uint8_t *octets, size_t len)
{
	bool found = false;
	for (size_t i = 0; i < len; i++) {
		found |= is_odd(octets[i]);
	}
	return found;
}

/* Mostly no octet is odd, and there is no need to tell the lengths of labels from what they hold.
 */
static bool holds_text(dr_name name)
{
	bool found = holds_odd(name.wire, name.len);
	for (dr_name at = name; found && dr_name_labels(at) > 0; at = dr_name_parent(at)) {
		dr_str label = dr_name_label(at);
		if (holds_odd((const uint8_t *)label.ptr, label.len)) {
			return true;
		}
	}
	return false;
}

static void check_target(dr_zone *zone, const record *rec, dr_name target, dr_name doubled)
{
	if (dr_name_is_set(doubled) && dr_name_is_within(target, doubled)) {
		tell_doubled(zone, rec, target, "target");
	}
	if (holds_text(target)) {
		dr_str text = dr_name_text(zone->arena, target);
		dr_zone_issue_add(zone, "text-as-name", rec->rr.at, rec->owner, text,
		                  "a name is wanted here, and this is a text: '%.*s'",
		                  DR_FMT(text));
	}
}

void dr_zone_check_names(dr_zone *zone, const record *rec, dr_name doubled, bool new_owner)
{
	dr_name target;
	if (new_owner && dr_name_is_set(doubled) && dr_name_is_within(rec->owner, doubled)) {
		tell_doubled(zone, rec, rec->owner, "owner");
	}
	if (read_target(rec, &target)) {
		check_target(zone, rec, target, doubled);
	}
}

/* ---- all of them ---- */

static void check_apex(dr_zone *zone)
{
	if (zone->has_soa && dr_zone_find_set(zone->apex, DR_TYPE_NS) == NULL) {
		const record *soa = dr_zone_find_set(zone->apex, DR_TYPE_SOA)->first;
		dr_zone_issue_add(zone, "no-ns", soa->rr.at, zone->origin, DR_STR("NS"),
		                  "the zone names no name servers; servers refuse it");
	}
}

/* A fragment gets its TTL from the zone that it becomes a part of. */
static void check_ttl(dr_zone *zone)
{
	if (zone->complete && zone->ttl_missed) {
		dr_zone_issue_add(zone, "no-ttl", zone->ttl_missed_at, zone->ttl_missed_owner,
		                  DR_STR("TTL"),
		                  "this record has no TTL and no $TTL stands before it");
	}
}

void dr_zone_check(dr_zone *zone)
{
	check_apex(zone);
	check_ttl(zone);
	for (const node *at = zone->apex; at != NULL; at = at->next) {
		check_cname(zone, at);
		check_occluded(zone, at);
		check_letters(zone, at);
	}
}
