/*
 * Answering as the zone's server would: RFC 1034 4.3.2 with RFC 4592 (wildcards), RFC 6672 (DNAME),
 * RFC 2308 (negative answers).
 */
#include "answer/rdata.h"
#include "zone/zone_priv.h"
#include <stdlib.h>

typedef enum {
	FOUND_RECORDS,
	FOUND_CNAME,
	FOUND_DNAME,
	FOUND_NO_DATA,
	FOUND_NO_NAME,
	FOUND_ELSEWHERE, /* the zone does not speak for the name */
	FOUND_LATER,     /* the zone speaks for it, and does not know yet */
} found_kind;

typedef struct {
	found_kind kind;
	const rrset *set; /* records, CNAME, DNAME */
	const node *at;   /* owner of the DNAME */
} found;

/* Formats without a SOA leave to the servers what every zone has at its origin. */
static bool is_made_by_servers(const dr_zone *zone, const node *at, uint16_t type)
{
	bool usual = type == DR_TYPE_SOA || type == DR_TYPE_NS || type == DR_TYPE_DNSKEY;
	return !zone->has_soa && at->parent == NULL && usual;
}

static found find_set(const rrset *set, found_kind kind)
{
	static const found_kind KINDS[] = {
		[STANDS_HERE] = FOUND_RECORDS,
		[STANDS_ELSEWHERE] = FOUND_ELSEWHERE,
		[STANDS_LATER] = FOUND_LATER,
		[STANDS_GONE] = FOUND_NO_DATA,
	};
	bool here = set->stands == STANDS_HERE;
	return (found){ .kind = here ? kind : KINDS[set->stands], .set = set };
}

/* A name that exists, or the wildcard in its place. */
static found find_at(const dr_zone *zone, const node *at, uint16_t type)
{
	const rrset *set = dr_zone_find_set(at, type);
	if (set != NULL) {
		return find_set(set, FOUND_RECORDS);
	}
	set = dr_zone_find_set(at, DR_TYPE_CNAME);
	if (set != NULL) {
		return find_set(set, FOUND_CNAME);
	}
	bool denied = zone->complete && !is_made_by_servers(zone, at, type);
	return (found){ .kind = denied ? FOUND_NO_DATA : FOUND_ELSEWHERE };
}

static found find(const dr_zone *zone, dr_name name, uint16_t type)
{
	const node *encloser = dr_zone_find_encloser(zone, name);
	const node *cut = dr_zone_find_cut(zone, encloser);
	bool exact = encloser->name.len == name.len;
	if (cut != NULL && dr_zone_is_delegation(cut)) {
		bool at_parent = exact && cut == encloser && type == DR_TYPE_DS;
		return at_parent ? find_at(zone, cut, type) : (found){ .kind = FOUND_ELSEWHERE };
	}
	if (cut != NULL && (cut != encloser || !exact)) {
		const rrset *dname = dr_zone_find_set(cut, DR_TYPE_DNAME);
		return (found){ .kind = FOUND_DNAME, .set = dname, .at = cut };
	}
	if (exact) {
		return find_at(zone, encloser, type);
	}
	if (encloser->wildcard != NULL) {
		return find_at(zone, encloser->wildcard, type);
	}
	return (found){ .kind = zone->complete ? FOUND_NO_NAME : FOUND_ELSEWHERE };
}

/* ---- answers ---- */

typedef struct {
	const dr_zone *zone;
	dr_arena *arena;
	dr_answer *answer;
	dr_hop *hops;
} server;

static void take_records(server *s, const rrset *set)
{
	dr_rr *rrs = dr_arena_alloc_array(s->arena, set->count, sizeof(dr_rr));
	size_t count = 0;
	for (const record *rec = set->first; rrs != NULL && rec != NULL; rec = rec->next_in_set) {
		if (rec->stands == STANDS_HERE) {
			rrs[count++] = rec->rr;
		}
	}
	s->answer->rrs = rrs;
	s->answer->rr_count = count;
}

/* Goes on at the target; false when the chain ends here: in a circle, or too long. */
static bool hop(server *s, dr_name *at, const record *rec, dr_name target)
{
	dr_answer *answer = s->answer;
	for (size_t i = 0; i < answer->hop_count; i++) {
		if (dr_name_eq(s->hops[i].name, *at)) {
			return false;
		}
	}
	if (answer->hop_count == ZONE_CHAIN_MAX || !dr_name_is_set(target)) {
		return false;
	}
	s->hops[answer->hop_count++] =
		(dr_hop){ .name = *at, .target = target, .ttl = rec->rr.ttl, .at = rec->rr.at };
	*at = target;
	return true;
}

/* The target of the CNAME, or the one that the DNAME makes; not set when that is too long
 * (RFC 6672 2.2). */
static dr_name target_of(const server *s, const found *got, dr_name at)
{
	dr_name target = { 0 };
	bool read = dr_rr_read_name(&got->set->first->rr, &target);
	if (read && got->kind == FOUND_DNAME && got->at != NULL) {
		return dr_name_replace(s->arena, at, got->at->name, target);
	}
	return target;
}

/* Whoever asks for the CNAME gets the one that the DNAME makes, and it is not followed. */
static void take_made_cname(server *s, const found *got, dr_name target)
{
	dr_rr *made = dr_arena_new_of(s->arena, dr_rr);
	if (made != NULL && dr_name_is_set(target)) {
		*made = got->set->first->rr;
		made->rdata = (dr_str){ (const char *)target.wire, target.len };
		s->answer->outcome = DR_ANSWER;
		s->answer->rrs = made;
		s->answer->rr_count = 1;
	}
}

static bool is_followed(found_kind kind, uint16_t type)
{
	return kind == FOUND_CNAME || (kind == FOUND_DNAME && type != DR_TYPE_CNAME);
}

static const dr_outcome OUTCOMES[] = {
	[FOUND_RECORDS] = DR_ANSWER,  [FOUND_CNAME] = DR_SERVFAIL,  [FOUND_DNAME] = DR_SERVFAIL,
	[FOUND_NO_DATA] = DR_NO_DATA, [FOUND_NO_NAME] = DR_NO_NAME, [FOUND_ELSEWHERE] = DR_OPEN,
	[FOUND_LATER] = DR_NOT_GIVEN,
};

/* Follows the chain as long as it stays in the zone. */
static void serve(server *s)
{
	const dr_zone *zone = s->zone;
	uint16_t type = s->answer->question.type;
	dr_name at = s->answer->question.name;
	found got;
	do {
		got = (found){ .kind = FOUND_ELSEWHERE };
		if (dr_name_is_within(at, zone->origin)) {
			got = find(zone, at, type);
		}
	} while (is_followed(got.kind, type) &&
	         hop(s, &at, got.set->first, target_of(s, &got, at)));
	s->answer->outcome = OUTCOMES[got.kind];
	if (got.kind == FOUND_RECORDS) {
		take_records(s, got.set);
	} else if (got.kind == FOUND_DNAME && type == DR_TYPE_CNAME) {
		take_made_cname(s, &got, target_of(s, &got, at));
	} else if (got.kind == FOUND_NO_DATA || got.kind == FOUND_NO_NAME) {
		s->answer->soa = zone->origin;
		s->answer->negative_ttl = zone->negative_ttl;
	}
}

const dr_answer *dr_zone_answer(const dr_zone *zone, dr_arena *arena, const dr_question *question)
{
	if (question->kind != DR_ASK_DNS || question->server.family != DR_IP_NONE ||
	    !dr_name_is_within(question->name, zone->origin)) {
		return NULL;
	}
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	dr_hop *hops = dr_arena_alloc_array(arena, ZONE_CHAIN_MAX, sizeof(dr_hop));
	if (answer == NULL || hops == NULL) {
		return NULL;
	}
	*answer = (dr_answer){ .question = *question, .hops = hops, .ttl_exact = true };
	server s = { .zone = zone, .arena = arena, .answer = answer, .hops = hops };
	serve(&s);
	if (answer->outcome == DR_OPEN && answer->hop_count == 0) {
		return NULL;
	}
	dr_answer_settle(arena, answer);
	return answer;
}

/* ---- names ---- */

static bool is_listed(const dr_zone *zone, const node *at)
{
	const node *cut = dr_zone_find_cut(zone, at);
	return at->sets != NULL && (cut == NULL || cut == at);
}

static int compare_names(const void *a, const void *b)
{
	return dr_name_cmp(*(const dr_name *)a, *(const dr_name *)b);
}

void dr_zone_names_below(const dr_zone *zone, dr_arena *arena, dr_name top, dr_name **ret_names,
                         size_t *ret_count)
{
	DR_LIST(dr_name) names = { NULL, 0 };
	bool exists = dr_name_is_set(top) && dr_zone_find(zone, top) != NULL;
	for (size_t i = 0; exists && i < zone->slot_count; i++) {
		const node *at = zone->slots[i].node;
		if (at != NULL && dr_name_is_within(at->name, top) && is_listed(zone, at)) {
			dr_list_add(arena, &names, at->name);
		}
	}
	if (names.len > 0) {
		qsort(names.items, names.len, sizeof(dr_name), compare_names);
	}
	*ret_names = names.items;
	*ret_count = names.len;
}

void dr_zone_names(const dr_zone *zone, dr_arena *arena, dr_name **ret_names, size_t *ret_count)
{
	dr_zone_names_below(zone, arena, zone->origin, ret_names, ret_count);
}
