/* Records of formats that hold them as data. */
#include "answer/rdata.h"
#include "zone/intake_priv.h"
#include <string.h>

enum {
	STRING_MAX = 255, /* RFC 1035 3.3 */
	RDATA_MAX = 65535,
};

static void put(const record_set *set, const dr_rr *rr, standing stands)
{
	record made = { .owner = set->owner, .type = set->type, .stands = stands };
	if (rr != NULL) {
		made.rr = *rr;
	}
	made.rr.ttl = set->ttl;
	made.rr.at = dr_intake_place(set->in, set->node, 0, set->address);
	dr_zone_append(set->zone, &made, set->in->err);
}

void dr_intake_put_bare(const record_set *set, standing stands)
{
	put(set, NULL, stands);
}

void dr_intake_put_alias(const record_set *set)
{
	static const uint16_t TYPES[] = { DR_TYPE_A, DR_TYPE_AAAA };
	for (size_t i = 0; i < DR_COUNT(TYPES); i++) {
		record_set one = *set;
		one.type = TYPES[i];
		put(&one, NULL, STANDS_ELSEWHERE);
	}
}

static void refuse_data(const record_set *set, const char *what)
{
	dr_buf type;
	dr_buf_init(&type, set->in->arena);
	dr_type_write(set->type, &type);
	dr_intake_issue(set, "bad-rdata", dr_buf_str(&type), "%.*s: %s", DR_FMT(dr_buf_str(&type)),
	                what);
}

void dr_intake_put_data(const record_set *set, dr_str data)
{
	dr_rr rr = { 0 };
	dr_error error = { 0 };
	if (dr_rdata_parse_below(set->zone->arena, set->type, data, DR_NAME_ROOT, &rr, &error) !=
	    DR_OK) {
		refuse_data(set, error.text);
		return;
	}
	put(set, &rr, STANDS_HERE);
}

void dr_intake_put_name(const record_set *set, const uint16_t *preference, dr_str name)
{
	dr_name_room room;
	dr_name target;
	dr_name_status status = dr_name_parse(&room, name, &target);
	if (status != DR_NAME_OK) {
		refuse_data(set, dr_name_status_text(status));
		return;
	}
	uint8_t rdata[2 + DR_NAME_MAX];
	size_t len = 0;
	if (preference != NULL) {
		rdata[len++] = (uint8_t)(*preference >> 8);
		rdata[len++] = (uint8_t)*preference;
	}
	memcpy(rdata + len, target.wire, target.len);
	dr_rr rr = { 0 };
	const dr_str wire = { (const char *)rdata, len + target.len };
	if (dr_rr_set_rdata(set->zone->arena, set->type, wire, &rr)) {
		put(set, &rr, STANDS_HERE);
	}
}

/* ---- texts ---- */

/* How many character-strings the parts make; an empty text is one. */
static size_t count_strings(const text_parts *parts)
{
	size_t count = 0;
	for (size_t i = 0; i < parts->len; i++) {
		size_t len = parts->items[i].octets.len;
		count += len == 0 ? 1 : (len + STRING_MAX - 1) / STRING_MAX;
	}
	return count;
}

static size_t add_part(const record_set *set, const text_part *part, uint8_t *rdata, size_t len,
                       dr_chunk *chunks)
{
	size_t made = 0;
	for (size_t at = 0; at == 0 || at < part->octets.len; at += STRING_MAX) {
		dr_str string = dr_str_sub(part->octets, at, STRING_MAX);
		rdata[len++] = (uint8_t)string.len;
		if (string.len > 0) {
			memcpy(rdata + len, string.ptr, string.len);
		}
		chunks[made++] = (dr_chunk){
			.octets = { (const char *)rdata + len, string.len },
			.at = dr_intake_place(set->in, set->node, part->offset + at, set->address),
		};
		len += string.len;
	}
	return made;
}

static void tell_length(const record_set *set, const text_parts *parts)
{
	for (size_t i = 0; i < parts->len; i++) {
		if (parts->items[i].octets.len > STRING_MAX) {
			dr_intake_issue(set, "long-string", (dr_str){ 0 },
			                "this string has %zu octets; a character-string holds at "
			                "most 255, split it in two",
			                parts->items[i].octets.len);
		}
	}
}

void dr_intake_put_text(const record_set *set, const text_parts *parts, bool told)
{
	size_t strings = count_strings(parts), octets = strings, len = 0, count = 0;
	for (size_t i = 0; i < parts->len; i++) {
		octets += parts->items[i].octets.len;
	}
	if (octets > RDATA_MAX || strings == 0) {
		refuse_data(set, strings == 0 ? "the text is missing"
		                              : "the text is longer than a record can be");
		return;
	}
	uint8_t *rdata = dr_arena_alloc_octets(set->zone->arena, octets);
	dr_chunk *chunks = dr_arena_alloc_array(set->zone->arena, strings, sizeof(*chunks));
	if (rdata == NULL || chunks == NULL) {
		return;
	}
	for (size_t i = 0; i < parts->len; i++) {
		size_t made = add_part(set, &parts->items[i], rdata, len, chunks + count);
		len += parts->items[i].octets.len + made;
		count += made;
	}
	dr_rr rr = { .rdata = { (const char *)rdata, len },
		     .chunks = chunks,
		     .chunk_count = count };
	rr.text = count == 1 ? chunks[0].octets : (dr_str){ 0 };
	if (told) {
		tell_length(set, parts);
	}
	put(set, &rr, STANDS_HERE);
}

/* ---- values in master-file form ---- */

static bool holds_one_name(uint16_t type)
{
	return type == DR_TYPE_CNAME || type == DR_TYPE_DNAME || type == DR_TYPE_NS ||
	       type == DR_TYPE_PTR;
}

/* "10 mail.example.com." */
static bool put_exchange(const record_set *set, dr_str value)
{
	uint64_t preference;
	dr_str rest = dr_str_trim(value), first;
	dr_str_split(&rest, ' ', &first);
	rest = dr_str_trim(rest);
	if (!dr_str_to_u64(first, UINT16_MAX, &preference) || rest.len == 0) {
		return false;
	}
	const uint16_t number = (uint16_t)preference;
	dr_intake_put_name(set, &number, rest);
	return true;
}

void dr_intake_put_value(const record_set *set, dr_str value, unsigned how)
{
	if (set->type == DR_TYPE_TXT || set->type == DR_TYPE_SPF) {
		const text_parts parts = dr_zone_split_text(set->in->arena, value, how);
		dr_intake_put_text(set, &parts, true);
	} else if (holds_one_name(set->type)) {
		dr_intake_put_name(set, NULL, dr_str_trim(value));
	} else if (set->type != DR_TYPE_MX || !put_exchange(set, value)) {
		dr_intake_put_data(set, value);
	}
}
