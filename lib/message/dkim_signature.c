#include "message/dkim_signature.h"
#include "base/base64.h"
#include "message/header.h"

static const dr_tag_def DEFS[DR_SIGNATURE_TAG_COUNT] = {
	[DR_SIGNATURE_V] = { "v", 0 },
	[DR_SIGNATURE_A] = { "a", DR_TAG_REQUIRED },
	[DR_SIGNATURE_B] = { "b", DR_TAG_REQUIRED | DR_TAG_FREE_TEXT },
	[DR_SIGNATURE_BH] = { "bh", DR_TAG_REQUIRED | DR_TAG_FREE_TEXT },
	[DR_SIGNATURE_C] = { "c", 0 },
	[DR_SIGNATURE_D] = { "d", DR_TAG_REQUIRED },
	[DR_SIGNATURE_H] = { "h", DR_TAG_REQUIRED },
	[DR_SIGNATURE_I] = { "i", DR_TAG_FREE_TEXT },
	[DR_SIGNATURE_L] = { "l", 0 },
	[DR_SIGNATURE_Q] = { "q", 0 },
	[DR_SIGNATURE_S] = { "s", DR_TAG_REQUIRED },
	[DR_SIGNATURE_T] = { "t", 0 },
	[DR_SIGNATURE_X] = { "x", 0 },
	[DR_SIGNATURE_Z] = { "z", DR_TAG_FREE_TEXT },
};

const dr_taglist_kind DR_SIGNATURE_TAGS = {
	.defs = DEFS,
	.count = DR_COUNT(DEFS),
	.version = "1",
	.folds = true,
};

static const struct {
	const char *name;
	dr_signature_algorithm algorithm;
} ALGORITHMS[] = {
	{ "rsa-sha256", DR_ALGORITHM_RSA_SHA256 },
	{ "rsa-sha1", DR_ALGORITHM_RSA_SHA1 },
	{ "ed25519-sha256", DR_ALGORITHM_ED25519_SHA256 },
};

enum { FIELDS_MAX = 512 };

typedef struct {
	dr_arena *arena;
	dr_signature *signature;
	bool arc;
} reader;

const dr_tag *dr_signature_find(const dr_signature *signature, dr_signature_tag tag)
{
	return dr_taglist_find(&signature->list, (int)tag);
}

const char *dr_signature_algorithm_name(dr_signature_algorithm algorithm)
{
	for (size_t i = 0; i < DR_COUNT(ALGORITHMS); i++) {
		if (ALGORITHMS[i].algorithm == algorithm) {
			return ALGORITHMS[i].name;
		}
	}
	return "";
}

const char *dr_signature_fault_text(dr_signature_fault fault)
{
	static const char *const TEXTS[] = {
		[DR_SIGNATURE_FINE] = "is well formed",
		[DR_SIGNATURE_SYNTAX] = "is no list of tags, or has a tag twice",
		[DR_SIGNATURE_VERSION] = "does not say v=1",
		[DR_SIGNATURE_MISSING] = "lacks a tag that must be there",
		[DR_SIGNATURE_VALUE] = "has a value that cannot be read",
		[DR_SIGNATURE_NO_FROM] = "does not sign From (h=)",
		[DR_SIGNATURE_IDENTITY] = "names an identity (i=) outside its domain (d=)",
		[DR_SIGNATURE_BACKWARDS] = "expires (x=) before it was made (t=)",
		[DR_SIGNATURE_QUERY] = "asks for its key in a way (q=) that is not DNS TXT",
	};
	return TEXTS[fault];
}

/* The first fault stays. */
static void fault(reader *r, dr_signature_fault fault, dr_str tag)
{
	if (r->signature->fault == DR_SIGNATURE_FINE) {
		r->signature->fault = fault;
		r->signature->fault_tag = tag;
	}
}

static dr_str tag_name(dr_signature_tag tag)
{
	return dr_str_of(DEFS[tag].name);
}

static dr_str value_of(const reader *r, dr_signature_tag tag)
{
	const dr_tag *found = dr_signature_find(r->signature, tag);
	return found != NULL ? found->value : (dr_str){ NULL, 0 };
}

/* A name in lower case, without a final dot. */
static dr_str lower_name(dr_arena *arena, dr_str text)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < text.len; i++) {
		dr_buf_add_char(&out, dr_to_lower(text.ptr[i]));
	}
	dr_str name = dr_buf_str(&out);
	name.len -= dr_str_ends(name, DR_STR(".")) ? 1 : 0;
	return name;
}

static bool is_within(dr_str name, dr_str domain)
{
	if (!dr_str_ends(name, domain)) {
		return false;
	}
	size_t front = name.len - domain.len;
	return front == 0 || name.ptr[front - 1] == '.';
}

static void read_names(reader *r)
{
	dr_signature *s = r->signature;
	s->domain = lower_name(r->arena, value_of(r, DR_SIGNATURE_D));
	s->selector = lower_name(r->arena, value_of(r, DR_SIGNATURE_S));
	s->identity = s->domain;
	dr_str identity = value_of(r, DR_SIGNATURE_I);
	if (r->arc || identity.len == 0) {
		return;
	}
	size_t at = identity.len;
	while (at > 0 && identity.ptr[at - 1] != '@') {
		at--;
	}
	s->identity = lower_name(r->arena, dr_str_sub(identity, at, identity.len));
	if (at == 0 || !is_within(s->identity, s->domain)) {
		fault(r, DR_SIGNATURE_IDENTITY, tag_name(DR_SIGNATURE_I));
	}
}

static void read_octets(reader *r, dr_signature_tag tag, dr_str *ret_octets)
{
	size_t at;
	dr_str text = value_of(r, tag);
	if (text.len > 0 && dr_base64_decode(r->arena, text, ret_octets, &at) != DR_BASE64_OK) {
		*ret_octets = (dr_str){ NULL, 0 };
		fault(r, DR_SIGNATURE_VALUE, tag_name(tag));
	}
}

static void read_algorithm(reader *r)
{
	dr_str name = value_of(r, DR_SIGNATURE_A);
	for (size_t i = 0; i < DR_COUNT(ALGORITHMS); i++) {
		if (dr_str_eq_nocase(name, dr_str_of(ALGORITHMS[i].name))) {
			r->signature->algorithm = ALGORITHMS[i].algorithm;
			return;
		}
	}
	fault(r, DR_SIGNATURE_VALUE, tag_name(DR_SIGNATURE_A));
}

/* One half of c; false when it names no algorithm. */
static bool read_form(dr_str text, bool *ret_relaxed)
{
	*ret_relaxed = dr_str_eq_nocase(text, DR_STR("relaxed"));
	return *ret_relaxed || dr_str_eq_nocase(text, DR_STR("simple"));
}

/* RFC 6376 3.5: simple/simple when c is not there; the body is simple when only one is named. */
static void read_canonicalization(reader *r)
{
	dr_str rest = value_of(r, DR_SIGNATURE_C), header;
	if (rest.len == 0) {
		return;
	}
	dr_str_split(&rest, '/', &header);
	dr_str body = rest.ptr != NULL ? rest : DR_STR("simple");
	if (!read_form(dr_str_trim(header), &r->signature->relaxed_header) ||
	    !read_form(dr_str_trim(body), &r->signature->relaxed_body)) {
		fault(r, DR_SIGNATURE_VALUE, tag_name(DR_SIGNATURE_C));
	}
}

static void read_fields(reader *r)
{
	dr_strs *fields = &r->signature->signed_fields;
	bool from = false;
	for (dr_str rest = value_of(r, DR_SIGNATURE_H), name; dr_str_split(&rest, ':', &name);) {
		name = dr_str_trim(name);
		from = from || dr_str_eq_nocase(name, DR_STR("from"));
		if (fields->len < FIELDS_MAX) {
			dr_list_add(r->arena, fields, name);
		}
	}
	if (!from && !r->arc) {
		fault(r, DR_SIGNATURE_NO_FROM, tag_name(DR_SIGNATURE_H));
	}
}

/* Seconds, or octets; false when the tag is not there. */
static bool read_number(reader *r, dr_signature_tag tag, uint64_t max, uint64_t *ret_number)
{
	const dr_tag *found = dr_signature_find(r->signature, tag);
	if (found != NULL && !dr_str_to_u64(found->value, max, ret_number)) {
		fault(r, DR_SIGNATURE_VALUE, tag_name(tag));
		return false;
	}
	return found != NULL;
}

static void read_times(reader *r)
{
	const uint64_t max = 999999999999; /* as many digits as RFC 6376 3.5 asks readers for */
	uint64_t seconds;
	dr_signature *s = r->signature;
	s->made = read_number(r, DR_SIGNATURE_T, max, &seconds) ? (int64_t)seconds : -1;
	s->expires = read_number(r, DR_SIGNATURE_X, max, &seconds) ? (int64_t)seconds : -1;
	if (s->made >= 0 && s->expires >= 0 && s->expires <= s->made) {
		fault(r, DR_SIGNATURE_BACKWARDS, tag_name(DR_SIGNATURE_X));
	}
}

/* RFC 6376 3.5: a colon list of which verifiers take what they know. */
static void read_query(reader *r)
{
	dr_str rest = value_of(r, DR_SIGNATURE_Q);
	bool known = rest.len == 0;
	for (dr_str method; dr_str_split(&rest, ':', &method);) {
		known = known || dr_str_eq_nocase(dr_str_trim(method), DR_STR("dns/txt"));
	}
	if (!known) {
		fault(r, DR_SIGNATURE_QUERY, tag_name(DR_SIGNATURE_Q));
	}
}

/* Octets beyond ASCII do not: names in them are allowed (RFC 8616 5). */
static bool breaks_syntax(dr_issue_code code)
{
	static const dr_issue_code CODES[] = { DR_ISSUE_TAG_SYNTAX, DR_ISSUE_TAG_NAME,
		                               DR_ISSUE_TAG_DUPLICATE, DR_ISSUE_TAG_NO_EQUALS,
		                               DR_ISSUE_TAG_TRAILING };
	for (size_t i = 0; i < DR_COUNT(CODES); i++) {
		if (CODES[i] == code) {
			return true;
		}
	}
	return false;
}

static void check_list(reader *r)
{
	const dr_signature *s = r->signature;
	for (size_t i = 0; i < s->issues.len; i++) {
		if (breaks_syntax(s->issues.items[i].code)) {
			fault(r, DR_SIGNATURE_SYNTAX, s->issues.items[i].subject);
		}
	}
	const dr_tag *version = dr_signature_find(s, DR_SIGNATURE_V);
	if (r->arc ? version != NULL : version == NULL || !dr_str_eq(version->value, DR_STR("1"))) {
		fault(r, DR_SIGNATURE_VERSION, tag_name(DR_SIGNATURE_V));
	}
	for (dr_signature_tag tag = DR_SIGNATURE_V; tag < DR_SIGNATURE_TAG_COUNT; tag++) {
		if ((DEFS[tag].flags & DR_TAG_REQUIRED) != 0 && value_of(r, tag).len == 0) {
			fault(r, DR_SIGNATURE_MISSING, tag_name(tag));
		}
	}
}

static void read(reader *r, dr_str field, dr_str value)
{
	*r->signature = (dr_signature){ .field = field, .value = value };
	dr_taglist_parse(r->arena, dr_header_unfold(r->arena, value), &DR_SIGNATURE_TAGS,
	                 &r->signature->list, &r->signature->issues);
	check_list(r);
	read_names(r);
	read_algorithm(r);
	read_octets(r, DR_SIGNATURE_B, &r->signature->b);
	read_octets(r, DR_SIGNATURE_BH, &r->signature->bh);
	read_canonicalization(r);
	read_fields(r);
	r->signature->cut = read_number(r, DR_SIGNATURE_L, UINT64_MAX, &r->signature->length);
	read_times(r);
	read_query(r);
}

void dr_signature_parse(dr_arena *arena, dr_str field, dr_str value, dr_signature *ret_signature)
{
	reader r = { arena, ret_signature, false };
	read(&r, field, value);
}

void dr_signature_parse_arc(dr_arena *arena, dr_str field, dr_str value,
                            dr_signature *ret_signature)
{
	reader r = { arena, ret_signature, true };
	read(&r, field, value);
}
