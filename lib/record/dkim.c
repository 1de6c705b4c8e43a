#include "record/dkim.h"
#include "base/base64.h"
#include "base/error.h"
#include "record/text_priv.h"

static const dr_tag_def DEFS[DR_DKIM_TAG_COUNT] = {
	[DR_DKIM_V] = { "v", 0 },
	[DR_DKIM_K] = { "k", 0 },
	[DR_DKIM_P] = { "p", DR_TAG_REQUIRED | DR_TAG_MAY_BE_EMPTY },
	[DR_DKIM_H] = { "h", 0 },
	[DR_DKIM_S] = { "s", 0 },
	[DR_DKIM_T] = { "t", 0 },
	[DR_DKIM_N] = { "n", DR_TAG_MAY_BE_EMPTY | DR_TAG_FREE_TEXT },
	[DR_DKIM_G] = { "g", DR_TAG_OBSOLETE | DR_TAG_MAY_BE_EMPTY },
};

const dr_taglist_kind DR_DKIM_TAGS = {
	.defs = DEFS,
	.count = DR_COUNT(DEFS),
	.version = "DKIM1",
	.folds = true,
};

enum { ED25519_OCTETS = 32, ED25519_BITS = 256, RSA_MIN_BITS = 1024 };

typedef struct {
	dr_arena *arena;
	dr_dkim *record;
	const dr_tag *p;
} reader;

const dr_tag *dr_dkim_find(const dr_dkim *record, dr_dkim_tag tag)
{
	return dr_taglist_find(&record->list, (int)tag);
}

static void report(reader *r, dr_issue_code code, dr_span span)
{
	r->record->valid = false;
	dr_issue_add(r->arena, &r->record->issues, code, DR_STR("p"), span);
}

/* Characters of base64, without the white space between them. */
static size_t count_digits(dr_str base64)
{
	size_t count = 0;
	for (size_t i = 0; i < base64.len; i++) {
		count += !dr_is_space(base64.ptr[i]);
	}
	return count;
}

/* True when the colon list of a tag holds a word; `missing` when the tag is not there. */
static bool lists(const dr_dkim *record, dr_dkim_tag tag, dr_str word, bool missing)
{
	const dr_tag *found = dr_dkim_find(record, tag);
	if (found == NULL) {
		return missing;
	}
	for (dr_str rest = found->value, item; dr_str_split(&rest, ':', &item);) {
		if (dr_str_eq_nocase(dr_str_trim(item), word)) {
			return true;
		}
	}
	return false;
}

static void read_lists(dr_dkim *record)
{
	bool any_service = lists(record, DR_DKIM_S, DR_STR("*"), true);
	record->test = lists(record, DR_DKIM_T, DR_STR("y"), false);
	record->strict = lists(record, DR_DKIM_T, DR_STR("s"), false);
	record->sha1 = lists(record, DR_DKIM_H, DR_STR("sha1"), true);
	record->sha256 = lists(record, DR_DKIM_H, DR_STR("sha256"), true);
	record->email = any_service || lists(record, DR_DKIM_S, DR_STR("email"), true);
	record->tlsrpt = any_service || lists(record, DR_DKIM_S, DR_STR("tlsrpt"), true);
}

/* The key type that k announces; DR_KEY_NONE for one that nobody knows. */
static dr_key_kind read_type(reader *r)
{
	const dr_tag *k = dr_dkim_find(r->record, DR_DKIM_K);
	if (k == NULL) {
		return DR_KEY_RSA;
	}
	r->record->k = k->value;
	dr_nearest nearest = dr_nearest_start(k->value);
	for (dr_key_kind kind = DR_KEY_RSA; kind <= DR_KEY_ED25519; kind++) {
		if (dr_str_eq_nocase(k->value, dr_str_of(dr_key_kind_name(kind)))) {
			return kind;
		}
		dr_nearest_try(&nearest, dr_key_kind_name(kind));
	}
	dr_issue_add_unknown(r->arena, &r->record->issues, DR_ISSUE_TAG_VALUE, DR_STR("k"),
	                     nearest.found, k->span);
	return DR_KEY_NONE;
}

static bool is_whole(dr_str octets)
{
	dr_der_key key = dr_der_read_key(octets);
	return octets.len == ED25519_OCTETS || (key.kind != DR_KEY_NONE && key.missing == 0);
}

/* p without its padding: the grammar allows that (RFC 6376 2.10), many decoders do not. Leaves the
 * record alone when padding does not make a whole key of it. */
static bool decode_padded(reader *r)
{
	dr_buf padded;
	dr_buf_init(&padded, r->arena);
	dr_buf_add(&padded, r->p->value);
	for (size_t i = count_digits(r->p->value); i % 4 != 0; i++) {
		dr_buf_add_char(&padded, '=');
	}
	size_t at;
	dr_str octets = { 0 };
	dr_base64_status status = dr_base64_decode(r->arena, dr_buf_str(&padded), &octets, &at);
	if (status != DR_BASE64_OK || !is_whole(octets)) {
		return false;
	}
	r->record->octets = octets;
	dr_issue_add(r->arena, &r->record->issues, DR_ISSUE_KEY_PADDING, DR_STR("p"), r->p->span);
	return true;
}

/* Decodes p. False when it holds what is not base64; `ret_whole` is false when it is cut off. */
static bool decode(reader *r, bool *ret_whole)
{
	size_t at = 0;
	dr_base64_status status = dr_base64_decode(r->arena, r->p->value, &r->record->octets, &at);
	if (status == DR_BASE64_CHARACTER) {
		dr_span span = { r->p->value_span.off + (uint32_t)at, 1 };
		report(r, DR_ISSUE_KEY_BASE64, span);
		return false;
	}
	*ret_whole = status == DR_BASE64_OK || decode_padded(r);
	return true;
}

/* 32 octets that are announced as Ed25519 are that, whatever else they may look like. */
static void identify(dr_dkim *record, dr_key_kind announced)
{
	if (announced != DR_KEY_ED25519 || record->octets.len != ED25519_OCTETS) {
		record->der = dr_der_read_key(record->octets);
	}
	record->key = record->der.kind;
	record->bits = record->der.bits;
	record->weakness = dr_modulus_examine(record->der.modulus);
	if (record->key == DR_KEY_NONE && record->octets.len == ED25519_OCTETS) {
		record->key = DR_KEY_ED25519;
		record->bits = ED25519_BITS;
	}
}

/* What is missing of a key, counted in octets of the record. */
static dr_span missing_of(const reader *r)
{
	const dr_dkim *record = r->record;
	size_t announced = (record->octets.len + record->der.missing + 2) / 3 * 4;
	size_t there = count_digits(r->p->value);
	dr_span end = { r->p->value_span.off + r->p->value_span.len, 0 };
	end.len = announced > there ? (uint32_t)(announced - there) : 0;
	return end;
}

/* Reports how the octets and what k announces do not fit. */
static void check_key(reader *r, dr_key_kind announced, bool whole)
{
	dr_dkim *record = r->record;
	if (record->der.missing > 0) {
		record->missing = missing_of(r);
		report(r, DR_ISSUE_KEY_TRUNCATED, r->p->span);
	} else if (!whole) {
		report(r, DR_ISSUE_KEY_BASE64, r->p->span);
	}
	if (record->der.trailing > 0) {
		report(r, DR_ISSUE_KEY_TRAILING, r->p->span);
	}
	if (record->key == DR_KEY_NONE) {
		report(r, announced == DR_KEY_ED25519 ? DR_ISSUE_KEY_LENGTH : DR_ISSUE_KEY_DER,
		       r->p->span);
		return;
	}
	if (announced != DR_KEY_NONE && record->key != announced) {
		report(r, DR_ISSUE_KEY_TYPE, r->p->span);
	}
	if (record->key == DR_KEY_ED25519 && record->der.wrapped) {
		report(r, DR_ISSUE_KEY_WRAPPED, r->p->span);
	}
}

/* Even ones have no private key, and with 1 a signature is the message itself (RFC 8017 3.1). */
static bool is_exponent(uint64_t exponent)
{
	return exponent > 1 && exponent % 2 == 1;
}

static void read_key(reader *r, dr_key_kind announced)
{
	bool whole = false;
	dr_dkim *record = r->record;
	record->revoked = r->p->value.len == 0;
	if (record->revoked || !decode(r, &whole)) {
		record->valid = false;
		return;
	}
	identify(record, announced);
	check_key(r, announced, whole);
	if (record->key == DR_KEY_RSA &&
	    (record->bits < RSA_MIN_BITS || !is_exponent(record->der.exponent))) {
		record->valid = false;
	}
}

int dr_dkim_parse(dr_arena *arena, dr_str text, dr_dkim *ret_record)
{
	dr_dkim *record = ret_record;
	*record = (dr_dkim){ .text = text };
	dr_taglist_parse(arena, text, &DR_DKIM_TAGS, &record->list, &record->issues);
	reader r = { arena, record, dr_dkim_find(record, DR_DKIM_P) };
	read_lists(record);
	record->version = record->list.version && dr_dkim_find(record, DR_DKIM_V) != NULL;
	dr_key_kind announced = read_type(&r);
	record->valid = record->list.version && record->list.syntax && record->sha256 &&
	                record->email && announced != DR_KEY_NONE && r.p != NULL;
	if (r.p != NULL) {
		read_key(&r, announced);
	}
	return dr_arena_failed(arena) ? DR_ENOMEM : DR_OK;
}
