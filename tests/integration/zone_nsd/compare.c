#include "answer/rdata.h"
#include "zone_nsd.h"
#include <ldns/ldns.h>
#include <stdlib.h>
#include <string.h>

typedef DR_LIST(dr_str) lines;

static int compare_lines(const void *a, const void *b)
{
	return dr_str_cmp(*(const dr_str *)a, *(const dr_str *)b);
}

static dr_str line_of(dr_arena *arena, dr_name owner, uint16_t type, uint32_t ttl, dr_str rdata)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_name_write(owner, &out);
	dr_buf_addf(&out, " %u ", (unsigned)ttl);
	dr_type_write(type, &out);
	dr_buf_add_char(&out, ' ');
	dr_rdata_write(type, rdata, &out);
	return dr_buf_str(&out);
}

/* ---- what we say ---- */

static lines our_lines(dr_arena *arena, const dr_answer *ours)
{
	lines all = { 0 };
	for (size_t i = 0; ours != NULL && i < ours->hop_count; i++) {
		const dr_hop *hop = &ours->hops[i];
		dr_str target = { (const char *)hop->target.wire, hop->target.len };
		dr_list_add(arena, &all,
		            line_of(arena, hop->name, DR_TYPE_CNAME, hop->ttl, target));
	}
	for (size_t i = 0; ours != NULL && i < ours->rr_count; i++) {
		dr_list_add(arena, &all,
		            line_of(arena, dr_answer_end(ours), ours->question.type,
		                    ours->rrs[i].ttl, ours->rrs[i].rdata));
	}
	return all;
}

/* ---- what the server says ---- */

static dr_name owner_of(dr_arena *arena, const ldns_rr *rr)
{
	dr_name wire = { ldns_rdf_data(ldns_rr_owner(rr)),
		         (uint8_t)ldns_rdf_size(ldns_rr_owner(rr)) };
	return dr_name_of(arena, dr_name_text(arena, wire));
}

static dr_str rdata_of(dr_arena *arena, uint16_t type, const ldns_rr *rr)
{
	ldns_buffer *wire = ldns_buffer_new(LDNS_MAX_PACKETLEN);
	ldns_rr_rdata2buffer_wire(wire, rr);
	dr_str octets = { (const char *)ldns_buffer_begin(wire), ldns_buffer_position(wire) };
	dr_rr lowered = { 0 };
	if (!dr_rr_set_rdata(arena, type, octets, &lowered)) {
		lowered.rdata = DR_STR("malformed");
	}
	ldns_buffer_free(wire);
	return lowered.rdata;
}

static bool is_above(dr_name owner, dr_name name)
{
	return name.len > owner.len && dr_name_is_within(name, owner);
}

/* Whether a DNAME at the owner made one of our CNAMEs. */
static bool is_made_of(const dr_answer *ours, dr_name owner)
{
	bool made = ours != NULL && is_above(owner, ours->question.name);
	for (size_t i = 0; ours != NULL && i < ours->hop_count; i++) {
		made = made || is_above(owner, ours->hops[i].name);
	}
	return made;
}

/* Everything in the answer section, except the DNAMEs that our CNAMEs are made of. */
static lines their_lines(dr_arena *arena, const dr_answer *ours, const ldns_pkt *packet)
{
	lines all = { 0 };
	const ldns_rr_list *answer = ldns_pkt_answer(packet);
	for (size_t i = 0; i < ldns_rr_list_rr_count(answer); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(answer, i);
		uint16_t type = (uint16_t)ldns_rr_get_type(rr);
		dr_name owner = owner_of(arena, rr);
		if (type != DR_TYPE_DNAME || !is_made_of(ours, owner)) {
			dr_list_add(arena, &all,
			            line_of(arena, owner, type, ldns_rr_ttl(rr),
			                    rdata_of(arena, type, rr)));
		}
	}
	return all;
}

static const ldns_rr *their_soa(const ldns_pkt *packet)
{
	const ldns_rr_list *authority = ldns_pkt_authority(packet);
	for (size_t i = 0; i < ldns_rr_list_rr_count(authority); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(authority, i);
		if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_SOA) {
			return rr;
		}
	}
	return NULL;
}

/* ---- the difference ---- */

static void drop_repeated(lines *all)
{
	size_t kept = 0;
	for (size_t i = 0; i < all->len; i++) {
		if (kept == 0 || !dr_str_eq(all->items[kept - 1], all->items[i])) {
			all->items[kept++] = all->items[i];
		}
	}
	all->len = kept;
}

static void compare_sections(lines ours, lines theirs, dr_buf *out)
{
	if (ours.len > 0) {
		qsort(ours.items, ours.len, sizeof(dr_str), compare_lines);
	}
	if (theirs.len > 0) {
		qsort(theirs.items, theirs.len, sizeof(dr_str), compare_lines);
	}
	drop_repeated(&ours);
	drop_repeated(&theirs);
	size_t a = 0, b = 0;
	while (a < ours.len || b < theirs.len) {
		int order = a == ours.len     ? 1
		            : b == theirs.len ? -1
		                              : dr_str_cmp(ours.items[a], theirs.items[b]);
		if (order < 0) {
			dr_buf_addf(out, "  only ours:   %.*s\n", DR_FMT(ours.items[a]));
		}
		if (order > 0) {
			dr_buf_addf(out, "  only theirs: %.*s\n", DR_FMT(theirs.items[b]));
		}
		a += order <= 0;
		b += order >= 0;
	}
}

static const char *their_outcome(const ldns_pkt *packet)
{
	ldns_pkt_rcode rcode = ldns_pkt_get_rcode(packet);
	if (rcode != LDNS_RCODE_NOERROR) {
		return rcode == LDNS_RCODE_NXDOMAIN   ? "nxdomain"
		       : rcode == LDNS_RCODE_YXDOMAIN ? "servfail"
		                                      : "another rcode";
	}
	if (!ldns_pkt_aa(packet)) {
		return "referral";
	}
	return their_soa(packet) != NULL ? "nodata" : "answer";
}

/* A chain that leaves us is an answer without its end. */
static const char *our_outcome(const dr_answer *ours)
{
	if (ours == NULL) {
		return "referral";
	}
	return ours->outcome == DR_OPEN ? "answer" : dr_outcome_name(ours->outcome);
}

/* Where we and NSD mean the same and say it differently. */
static bool is_known_deviation(const dr_answer *ours, const ldns_pkt *packet)
{
	/* A circle of CNAMEs: NSD hands out what it has, a resolver makes SERVFAIL of it, as we do.
	 */
	return ours != NULL && ours->outcome == DR_SERVFAIL &&
	       ldns_pkt_get_rcode(packet) == LDNS_RCODE_NOERROR;
}

static void compare_packet(dr_arena *arena, const dr_answer *ours, const ldns_pkt *packet,
                           dr_buf *out)
{
	if (is_known_deviation(ours, packet)) {
		return;
	}
	if (strcmp(our_outcome(ours), their_outcome(packet)) != 0) {
		dr_buf_addf(out, "  outcome: ours %s, theirs %s\n", our_outcome(ours),
		            their_outcome(packet));
	}
	const ldns_rr *soa = their_soa(packet);
	bool negative =
		ours != NULL && (ours->outcome == DR_NO_DATA || ours->outcome == DR_NO_NAME);
	if (negative && soa != NULL && ldns_rr_ttl(soa) != ours->negative_ttl) {
		dr_buf_addf(out, "  negative TTL: ours %u, theirs %u\n",
		            (unsigned)ours->negative_ttl, (unsigned)ldns_rr_ttl(soa));
	}
	if (negative && soa != NULL && !dr_name_eq(ours->soa, owner_of(arena, soa))) {
		dr_buf_add(out, DR_STR("  owner of the SOA\n"));
	}
	compare_sections(our_lines(arena, ours), their_lines(arena, ours, packet), out);
}

void compare(dr_arena *arena, const dr_question *question, const dr_answer *ours, dr_str message,
             dr_buf *out)
{
	ldns_pkt *packet = NULL;
	if (ldns_wire2pkt(&packet, (const uint8_t *)message.ptr, message.len) != LDNS_STATUS_OK) {
		dr_buf_add(out, DR_STR("  no readable answer\n"));
	} else {
		compare_packet(arena, ours, packet, out);
	}
	ldns_pkt_free(packet);
	if (out->len > 0) {
		dr_buf_add(out, DR_STR("  question: "));
		dr_question_write(question, out);
		dr_buf_add_char(out, '\n');
	}
}
