#include "dns/wire.h"
#include "answer/rdata.h"
#include "base/cursor.h"
#include <ldns/ldns.h>

enum {
	FLAG_QR = 0x8000,
	FLAG_OPCODE = 0x7800,
	FLAG_AA = 0x0400,
	FLAG_TC = 0x0200,
	FLAG_RD = 0x0100,
	FLAG_AD = 0x0020,
	FLAG_CD = 0x0010,
	FLAG_RCODE = 0x000F,
};

enum {
	RCODE_NOERROR = 0,
	RCODE_FORMERR = 1,
	RCODE_NXDOMAIN = 3,
	RCODE_NOTIMP = 4,
	RCODE_REFUSED = 5,
	RCODE_BADVERS = 16,
};

enum { CLASS_IN = 1 };

/* ---- queries ---- */

static size_t put_u16(uint8_t *message, size_t at, unsigned value)
{
	message[at] = (uint8_t)(value >> 8 & 0xFF);
	message[at + 1] = (uint8_t)(value & 0xFF);
	return at + 2;
}

static bool is_recursive(const dr_question *question)
{
	return question->server.family == DR_IP_NONE;
}

static size_t put_header(uint8_t *message, const dr_question *question, uint16_t id, bool edns)
{
	unsigned flags = is_recursive(question) ? FLAG_RD | FLAG_AD : 0;
	flags |= question->flags & DR_FLAG_CD ? FLAG_CD : 0;
	size_t at = put_u16(message, 0, id);
	at = put_u16(message, at, flags);
	at = put_u16(message, at, 1);
	at = put_u16(message, at, 0);
	at = put_u16(message, at, 0);
	return put_u16(message, at, edns ? 1 : 0);
}

/* The pseudo-record of RFC 6891 6.1.2: root, type, size, no extended flags, no options. */
static size_t put_opt(uint8_t *message, size_t at)
{
	message[at] = 0;
	at = put_u16(message, at + 1, DR_TYPE_OPT);
	at = put_u16(message, at, DR_WIRE_UDP_SIZE);
	at = put_u16(message, at, 0);
	at = put_u16(message, at, 0);
	return put_u16(message, at, 0);
}

size_t dr_wire_write_query(const dr_question *question, uint16_t id, bool edns,
                           uint8_t *ret_message)
{
	if (!dr_name_is_set(question->name)) {
		return 0;
	}
	size_t at = put_header(ret_message, question, id, edns);
	for (size_t i = 0; i < question->name.len; i++) {
		ret_message[at++] = question->name.wire[i];
	}
	at = put_u16(ret_message, at, question->type);
	at = put_u16(ret_message, at, CLASS_IN);
	return edns ? put_opt(ret_message, at) : at;
}

/* ---- responses: is it ours? ---- */

typedef struct {
	uint16_t id, flags, questions;
} header;

static header read_header(dr_cursor *c)
{
	header h = { .id = dr_cursor_u16(c) };
	h.flags = dr_cursor_u16(c);
	h.questions = dr_cursor_u16(c);
	dr_cursor_skip(c, 6);
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
	       class == CLASS_IN;
}

static bool is_ours(dr_str message, const dr_question *question, uint16_t id)
{
	dr_cursor c = dr_cursor_of(message);
	header h = read_header(&c);
	if (c.overrun || h.id != id || (h.flags & (FLAG_QR | FLAG_OPCODE)) != FLAG_QR) {
		return false;
	}
	if (h.questions == 0) {
		/* Some servers leave the question out of an error. Believing it proves nothing. */
		int rcode = h.flags & FLAG_RCODE;
		return rcode != RCODE_NOERROR && rcode != RCODE_NXDOMAIN;
	}
	return h.questions == 1 && question_is_ours(&c, question);
}

/* ---- responses: records ---- */

typedef struct {
	dr_name owner;
	uint16_t type;
	dr_rr rr;
} record;

typedef DR_LIST(record) records;
typedef DR_LIST(dr_hop) hops;

typedef struct {
	dr_arena *arena;
	const dr_question *question;
	ldns_pkt *packet;
	uint16_t flags;
	records answers; /* of the type asked for, and CNAMEs */
	records soas;
	bool referral; /* NS in the authority section */
} reader;

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

static bool add_record(dr_arena *arena, const ldns_rr *rr, ldns_buffer *room, records *list)
{
	ldns_buffer_clear(room);
	if (ldns_rr_rdata2buffer_wire(room, rr) != LDNS_STATUS_OK) {
		return false;
	}
	dr_str rdata = { (const char *)ldns_buffer_begin(room), ldns_buffer_position(room) };
	uint32_t ttl = ldns_rr_ttl(rr);
	record made = { .owner = owner_of(arena, rr), .type = (uint16_t)ldns_rr_get_type(rr) };
	made.rr.ttl = ttl > INT32_MAX ? 0 : ttl;
	if (!dr_rr_set_rdata(arena, made.type, rdata, &made.rr)) {
		return false;
	}
	dr_list_add(arena, list, made);
	return true;
}

/* The section's records of class IN and of either type. */
static bool read_section(dr_arena *arena, const ldns_rr_list *section, uint16_t a, uint16_t b,
                         records *list)
{
	ldns_buffer *room = ldns_buffer_new(LDNS_MAX_PACKETLEN);
	bool ok = room != NULL;
	for (size_t i = 0; ok && i < ldns_rr_list_rr_count(section); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(section, i);
		ldns_rr_type type = ldns_rr_get_type(rr);
		if (ldns_rr_get_class(rr) == LDNS_RR_CLASS_IN && (type == a || type == b)) {
			ok = add_record(arena, rr, room, list);
		}
	}
	ldns_buffer_free(room);
	return ok;
}

static bool has_type(const ldns_rr_list *section, ldns_rr_type type)
{
	for (size_t i = 0; i < ldns_rr_list_rr_count(section); i++) {
		if (ldns_rr_get_type(ldns_rr_list_rr(section, i)) == type) {
			return true;
		}
	}
	return false;
}

static bool read_records(reader *r)
{
	const ldns_rr_list *authority = ldns_pkt_authority(r->packet);
	r->referral = has_type(authority, LDNS_RR_TYPE_NS);
	return read_section(r->arena, ldns_pkt_answer(r->packet), r->question->type, DR_TYPE_CNAME,
	                    &r->answers) &&
	       read_section(r->arena, authority, DR_TYPE_SOA, DR_TYPE_SOA, &r->soas);
}

/* ---- responses: the chain, the records at its end, the SOA ---- */

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

/* ---- responses: the outcome ---- */

static dr_trust trust_of(const reader *r, bool trust_ad)
{
	if (!trust_ad || !is_recursive(r->question)) {
		return DR_TRUST_UNKNOWN;
	}
	if (r->flags & FLAG_AD) {
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
		return is_recursive(r->question) ? DR_WIRE_PARTIAL : DR_WIRE_OK;
	}
	return give(answer, r->referral ? DR_REFUSED : DR_NO_DATA);
}

static dr_wire_result judge_records(const reader *r, int rcode, dr_answer *answer)
{
	dr_name end;
	answer->ttl_exact = (r->flags & FLAG_AA) != 0;
	if (!answer->ttl_exact && !is_recursive(r->question)) {
		return give(answer, DR_REFUSED);
	}
	if (!follow_chain(r, answer, &end)) {
		return give(answer, DR_SERVFAIL);
	}
	take_records(r, end, answer);
	take_soa(r, end, answer);
	if (rcode == RCODE_NXDOMAIN) {
		return answer->rr_count > 0 ? DR_WIRE_GARBLED : give(answer, DR_NO_NAME);
	}
	return answer->rr_count > 0 ? give(answer, DR_ANSWER) : judge_empty(r, answer);
}

static dr_wire_result judge(reader *r, bool edns, bool trust_ad, dr_answer *answer)
{
	int rcode = ldns_pkt_edns_extended_rcode(r->packet) << 4 | (r->flags & FLAG_RCODE);
	if (edns && rcode == RCODE_BADVERS) {
		return DR_WIRE_NO_EDNS;
	}
	answer->secure = trust_of(r, trust_ad);
	if (rcode != RCODE_NOERROR && rcode != RCODE_NXDOMAIN) {
		return give(answer, rcode == RCODE_REFUSED ? DR_REFUSED : DR_SERVFAIL);
	}
	return read_records(r) ? judge_records(r, rcode, answer) : DR_WIRE_GARBLED;
}

dr_wire_result dr_wire_read_response(dr_arena *arena, dr_str message, const dr_question *question,
                                     uint16_t id, bool edns, bool trust_ad, dr_answer **ret_answer)
{
	if (!is_ours(message, question, id)) {
		return DR_WIRE_FOREIGN;
	}
	dr_cursor c = dr_cursor_of(message);
	reader r = { .arena = arena, .question = question, .flags = read_header(&c).flags };
	int rcode = r.flags & FLAG_RCODE;
	if (edns && (rcode == RCODE_FORMERR || rcode == RCODE_NOTIMP)) {
		return DR_WIRE_NO_EDNS;
	}
	if (r.flags & FLAG_TC) {
		return DR_WIRE_TRUNCATED;
	}
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	if (answer == NULL ||
	    ldns_wire2pkt(&r.packet, (const uint8_t *)message.ptr, message.len) != LDNS_STATUS_OK) {
		return DR_WIRE_GARBLED;
	}
	answer->question = *question;
	answer->wire_size = (uint32_t)message.len;
	dr_wire_result result = judge(&r, edns, trust_ad, answer);
	ldns_pkt_free(r.packet);
	dr_answer_settle(arena, answer);
	if (dr_arena_failed(arena)) {
		return DR_WIRE_GARBLED;
	}
	if (result == DR_WIRE_OK || result == DR_WIRE_PARTIAL) {
		*ret_answer = answer;
	}
	return result;
}
