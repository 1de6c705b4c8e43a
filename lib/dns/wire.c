#include "dns/wire_priv.h"
#include "answer/rdata.h"
#include "base/cursor.h"
#include <ldns/ldns.h>

enum {
	RCODE_NOERROR = 0,
	RCODE_FORMERR = 1,
	RCODE_NXDOMAIN = 3,
	RCODE_NOTIMP = 4,
	RCODE_REFUSED = 5,
	RCODE_BADVERS = 16,
};

/* ---- is it ours? ---- */

typedef struct {
	uint16_t id, flags;
	uint16_t counts[4]; /* records of each section; the first is questions */
} header;

typedef struct {
	dr_name owner;
	dr_rr rr;
	uint16_t type;
} record;

typedef DR_LIST(record) records;
typedef DR_LIST(dr_hop) hops;

typedef struct {
	dr_arena *arena;
	dr_cursor cursor;
	header header;
	const dr_question *question;
	unsigned rcode;  /* with the upper bits that OPT holds */
	records answers; /* of the type asked for, and CNAMEs */
	records soas;    /* of the authority section */
	bool referral;   /* NS in the authority section */
} reader;

enum { ANSWER = 1, AUTHORITY = 2, ADDITIONAL = 3 };

static header read_header(dr_cursor *c)
{
	header h = { .id = dr_cursor_u16(c), .flags = 0 };
	h.flags = dr_cursor_u16(c);
	for (size_t i = 0; i < DR_COUNT(h.counts); i++) {
		h.counts[i] = dr_cursor_u16(c);
	}
	return h;
}

uint16_t dr_wire_id(dr_str message)
{
	dr_cursor c = dr_cursor_of(message);
	return dr_cursor_u16(&c);
}

/* Names differ in letter case at most: length octets are below the letters. */
static bool question_is_ours(dr_cursor *c, const dr_question *question)
{
	dr_str want = { (const char *)question->name.wire, question->name.len };
	dr_str name = dr_cursor_take_octets(c, want.len);
	uint16_t type = dr_cursor_u16(c), class = dr_cursor_u16(c);
	return !c->overrun && dr_str_eq_nocase(name, want) && type == question->type &&
	       class == DR_WIRE_CLASS_IN;
}

/* Reads header and question. */
static bool is_ours(reader *r, uint16_t id)
{
	r->header = read_header(&r->cursor);
	r->rcode = r->header.flags & DR_WIRE_RCODE;
	if (r->cursor.overrun || r->header.id != id ||
	    (r->header.flags & (DR_WIRE_QR | DR_WIRE_OPCODE)) != DR_WIRE_QR) {
		return false;
	}
	if (r->header.counts[0] == 0) {
		/* Some servers leave the question out of an error. Believing it proves nothing. */
		return r->rcode != RCODE_NOERROR && r->rcode != RCODE_NXDOMAIN;
	}
	return r->header.counts[0] == 1 && question_is_ours(&r->cursor, r->question);
}

/* ---- records ---- */

/* A record as it stands in the message, before its names are expanded. */
typedef struct {
	size_t at;
	uint16_t type, class;
	uint32_t ttl;
} raw_record;

/* Over a name that may end in a compression pointer (RFC 1035 4.1.4). */
static void skip_name(dr_cursor *c)
{
	uint8_t label;
	while ((label = dr_cursor_u8(c)) > 0 && label <= DR_LABEL_MAX) {
		dr_cursor_skip(c, label);
	}
	if (label > 0) {
		dr_cursor_skip(c, 1);
	}
}

static bool next_record(dr_cursor *c, raw_record *ret_raw)
{
	raw_record raw = { .at = c->pos };
	skip_name(c);
	raw.type = dr_cursor_u16(c);
	raw.class = dr_cursor_u16(c);
	raw.ttl = dr_cursor_u32(c);
	dr_cursor_skip(c, dr_cursor_u16(c));
	*ret_raw = raw;
	return !c->overrun;
}

static dr_name owner_of(dr_arena *arena, const ldns_rr *rr)
{
	const ldns_rdf *owner = ldns_rr_owner(rr);
	uint8_t *wire = dr_arena_copy_octets(arena, ldns_rdf_data(owner), ldns_rdf_size(owner));
	if (wire == NULL) {
		return (dr_name){ 0 };
	}
	for (size_t i = 0; i < ldns_rdf_size(owner); i++) {
		wire[i] = (uint8_t)dr_to_lower((char)wire[i]);
	}
	return (dr_name){ wire, (uint8_t)ldns_rdf_size(owner) };
}

static dr_str rdata_of(dr_arena *arena, const ldns_rr *rr)
{
	dr_buf octets;
	dr_buf_init(&octets, arena);
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		const ldns_rdf *field = ldns_rr_rdf(rr, i);
		dr_buf_add(&octets,
		           (dr_str){ (const char *)ldns_rdf_data(field), ldns_rdf_size(field) });
	}
	return dr_buf_str(&octets);
}

/* Adds the record with its names expanded by ldns; false when it cannot be read. */
static bool expand_record(reader *r, const raw_record *raw, records *list)
{
	dr_str message = r->cursor.text;
	size_t at = raw->at;
	ldns_rr *rr = NULL;
	if (ldns_wire2rr(&rr, (const uint8_t *)message.ptr, message.len, &at,
	                 LDNS_SECTION_ANSWER) != LDNS_STATUS_OK) {
		return false;
	}
	record made = { .owner = owner_of(r->arena, rr), .type = raw->type };
	made.rr.ttl = raw->ttl > INT32_MAX ? 0 : raw->ttl;
	bool read = dr_rr_set_rdata(r->arena, made.type, rdata_of(r->arena, rr), &made.rr);
	ldns_rr_free(rr);
	if (read) {
		dr_list_add(r->arena, list, made);
	}
	return read;
}

/* Takes what matters here; false when that cannot be read. */
static bool take_record(reader *r, int section, const raw_record *raw)
{
	bool in = raw->class == DR_WIRE_CLASS_IN;
	if (section == ANSWER && in &&
	    (raw->type == r->question->type || raw->type == DR_TYPE_CNAME)) {
		return expand_record(r, raw, &r->answers);
	}
	if (section == AUTHORITY && in && raw->type == DR_TYPE_SOA) {
		return expand_record(r, raw, &r->soas);
	}
	if (section == AUTHORITY && in && raw->type == DR_TYPE_NS) {
		r->referral = true;
	}
	if (section == ADDITIONAL && raw->type == DR_TYPE_OPT) {
		r->rcode |= raw->ttl >> 24 << 4;
	}
	return true;
}

static bool read_records(reader *r)
{
	for (int section = ANSWER; section <= ADDITIONAL; section++) {
		for (size_t i = 0; i < r->header.counts[section]; i++) {
			raw_record raw;
			if (!next_record(&r->cursor, &raw) || !take_record(r, section, &raw)) {
				return false;
			}
		}
	}
	return true;
}

/* ---- the chain, the records at its end, the SOA ---- */

static const record *find_cname(const records *list, dr_name owner)
{
	const record *least = NULL;
	for (size_t i = 0; i < list->len; i++) {
		const record *each = &list->items[i];
		if (each->type == DR_TYPE_CNAME && dr_name_eq(each->owner, owner) &&
		    (least == NULL || dr_str_cmp(each->rr.rdata, least->rr.rdata) < 0)) {
			least = each;
		}
	}
	return least;
}

/* Fills in the hops; false when the chain has no end. */
static bool follow_chain(const reader *r, dr_answer *answer, dr_name *ret_end)
{
	hops chain = { 0 };
	dr_name end = r->question->name;
	const record *cname = NULL;
	while (r->question->type != DR_TYPE_CNAME && chain.len <= DR_WIRE_MAX_HOPS &&
	       (cname = find_cname(&r->answers, end)) != NULL) {
		dr_hop hop = { .name = end, .ttl = cname->rr.ttl };
		if (!dr_rr_read_name(&cname->rr, &hop.target)) {
			break;
		}
		dr_list_add(r->arena, &chain, hop);
		end = hop.target;
	}
	answer->hops = chain.items;
	answer->hop_count = chain.len;
	*ret_end = end;
	return chain.len <= DR_WIRE_MAX_HOPS;
}

static void take_records(const reader *r, dr_name end, dr_answer *answer)
{
	dr_rr *rrs = dr_arena_alloc_array(r->arena, r->answers.len, sizeof(*rrs));
	size_t count = 0;
	for (size_t i = 0; rrs != NULL && i < r->answers.len; i++) {
		const record *each = &r->answers.items[i];
		if (each->type == r->question->type && dr_name_eq(each->owner, end)) {
			rrs[count++] = each->rr;
		}
	}
	answer->rrs = rrs;
	answer->rr_count = count;
}

/* The SOA of the zone that denies; the nearest one above the name when there are several. */
static void take_soa(const reader *r, dr_name end, dr_answer *answer)
{
	for (size_t i = 0; i < r->soas.len; i++) {
		const record *soa = &r->soas.items[i];
		if (dr_name_is_within(end, soa->owner) && soa->owner.len > answer->soa.len &&
		    dr_rr_read_soa_minimum(&soa->rr, &answer->negative_ttl)) {
			answer->soa = soa->owner;
		}
	}
}

/* ---- the outcome ---- */

static dr_trust trust_of(const reader *r, bool trust_ad)
{
	if (!trust_ad || !dr_wire_is_recursive(r->question)) {
		return DR_TRUST_UNKNOWN;
	}
	if (r->header.flags & DR_WIRE_AD) {
		return DR_TRUST_YES;
	}
	return r->question->flags & DR_FLAG_CD ? DR_TRUST_UNKNOWN : DR_TRUST_NO;
}

static dr_wire_result give(dr_answer *answer, dr_outcome outcome)
{
	answer->outcome = outcome;
	return DR_WIRE_OK;
}

/* NOERROR without a record of the type: no data, a chain to go on with, or no answer at all. */
static dr_wire_result judge_empty(const reader *r, dr_answer *answer)
{
	if (dr_name_is_set(answer->soa)) {
		return give(answer, DR_NO_DATA);
	}
	if (answer->hop_count > 0) {
		give(answer, DR_NOT_GIVEN);
		return dr_wire_is_recursive(r->question) ? DR_WIRE_PARTIAL : DR_WIRE_OK;
	}
	return give(answer, r->referral ? DR_REFUSED : DR_NO_DATA);
}

static dr_wire_result judge_records(const reader *r, dr_answer *answer)
{
	dr_name end;
	answer->ttl_exact = (r->header.flags & DR_WIRE_AA) != 0;
	if (!answer->ttl_exact && !dr_wire_is_recursive(r->question)) {
		return give(answer, DR_REFUSED);
	}
	if (!follow_chain(r, answer, &end)) {
		return give(answer, DR_SERVFAIL);
	}
	take_records(r, end, answer);
	take_soa(r, end, answer);
	if (r->rcode == RCODE_NXDOMAIN) {
		return answer->rr_count > 0 ? DR_WIRE_GARBLED : give(answer, DR_NO_NAME);
	}
	return answer->rr_count > 0 ? give(answer, DR_ANSWER) : judge_empty(r, answer);
}

static dr_wire_result judge(reader *r, bool edns, dr_answer *answer)
{
	if (!read_records(r)) {
		return DR_WIRE_GARBLED;
	}
	if (edns && r->rcode == RCODE_BADVERS) {
		return DR_WIRE_NO_EDNS;
	}
	if (r->rcode != RCODE_NOERROR && r->rcode != RCODE_NXDOMAIN) {
		return give(answer, r->rcode == RCODE_REFUSED ? DR_REFUSED : DR_SERVFAIL);
	}
	return judge_records(r, answer);
}

dr_wire_result dr_wire_read_response(dr_arena *arena, dr_str message, const dr_question *question,
                                     uint16_t id, bool edns, bool trust_ad, dr_answer **ret_answer)
{
	reader r = { .arena = arena, .question = question, .cursor = dr_cursor_of(message) };
	if (!is_ours(&r, id)) {
		return DR_WIRE_FOREIGN;
	}
	if (edns && (r.rcode == RCODE_FORMERR || r.rcode == RCODE_NOTIMP)) {
		return DR_WIRE_NO_EDNS;
	}
	if (r.header.flags & DR_WIRE_TC) {
		return DR_WIRE_TRUNCATED;
	}
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	if (answer == NULL) {
		return DR_WIRE_GARBLED;
	}
	answer->question = *question;
	answer->wire_size = (uint32_t)message.len;
	answer->secure = trust_of(&r, trust_ad);
	dr_wire_result result = judge(&r, edns, answer);
	dr_answer_settle(arena, answer);
	if (dr_arena_failed(arena)) {
		return DR_WIRE_GARBLED;
	}
	if (result == DR_WIRE_OK || result == DR_WIRE_PARTIAL) {
		*ret_answer = answer;
	}
	return result;
}
