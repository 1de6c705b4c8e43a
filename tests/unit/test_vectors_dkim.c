/* tests/vectors/dkim/records.yaml: key records, one by one. */
#include "dkim_keys.h"
#include "record/dkim.h"
#include "vectors.h"

enum { LEAST = 125 };

typedef struct {
	dr_str name, see, record;
	bool valid, version, revoked, test, strict, sha256, email;
	dr_str key, weakness, issues;
	int64_t bits, exponent, trailing;
	const dr_node *missing; /* first and last octet */
} vector;

/* clang-format off */
static const dr_field FIELDS[] = {
	DR_PLAIN(vector, name, "what it shows"),
	DR_PLAIN(vector, see, "the section it is about"),
	DR_PLAIN(vector, record, "the text"),
	DR_PLAIN(vector, valid, "every verifier can use it for mail", DR_OPTIONAL),
	DR_PLAIN(vector, version, "v=DKIM1 is there", DR_OPTIONAL),
	DR_PLAIN(vector, revoked, "p is empty", DR_OPTIONAL),
	DR_PLAIN(vector, test, "t=y", DR_OPTIONAL),
	DR_PLAIN(vector, strict, "t=s", DR_OPTIONAL),
	DR_PLAIN(vector, sha256, "h allows it", DR_DEFAULT_BOOL(true)),
	DR_PLAIN(vector, email, "s allows it", DR_DEFAULT_BOOL(true)),
	DR_PLAIN(vector, key, "what the octets are", DR_OPTIONAL),
	DR_PLAIN(vector, weakness, "of the modulus", DR_OPTIONAL),
	DR_PLAIN(vector, issues, "codes and subjects", DR_OPTIONAL),
	DR_PLAIN(vector, bits, "of the key", DR_OPTIONAL),
	DR_PLAIN(vector, exponent, "of an RSA key; 0: not looked at", DR_OPTIONAL),
	DR_PLAIN(vector, trailing, "octets behind the key", DR_OPTIONAL),
	DR_KEPT(vector, missing, "octets of the record that are missing", DR_OPTIONAL),
};
static DR_SCHEMA(VECTOR_SCHEMA, "vector", vector, FIELDS, "a key record");
/* clang-format on */

static dr_arena *arena;
static const dr_node *keys;

static void set_up(void)
{
	arena = dr_arena_new(0);
	keys = read_keys(arena);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static void check_text(const vector *v, const char *what, dr_str got, dr_str want)
{
	ck_assert_msg(dr_str_eq(got, want), "%.*s: %s: got \"%.*s\", want \"%.*s\"",
	              DR_FMT(v->name), what, DR_FMT(got), DR_FMT(want));
}

static void check_number(const vector *v, const char *what, uint64_t got, int64_t want)
{
	const uint64_t most = INT64_MAX;
	ck_assert_msg((got < most ? got : most) == (uint64_t)want, "%.*s: %s is %llu",
	              DR_FMT(v->name), what, (unsigned long long)got);
}

static void check_issues(const vector *v, const dr_issues *issues)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < issues->len; i++) {
		const dr_issue *issue = &issues->items[i];
		dr_buf_addf(&out, "%s%s %.*s%s%.*s", i > 0 ? ", " : "", dr_issue_name(issue->code),
		            DR_FMT(issue->subject), issue->nearest.len > 0 ? "~" : "",
		            DR_FMT(issue->nearest));
	}
	check_text(v, "issues", dr_buf_str(&out), v->issues);
}

static void check_flags(const vector *v, const dr_dkim *record)
{
	check_number(v, "valid", record->valid, v->valid);
	check_number(v, "version", record->version, v->version);
	check_number(v, "revoked", record->revoked, v->revoked);
	check_number(v, "test", record->test, v->test);
	check_number(v, "strict", record->strict, v->strict);
	check_number(v, "sha256", record->sha256, v->sha256);
	check_number(v, "email", record->email, v->email);
}

static void check_key(const vector *v, const dr_dkim *record)
{
	dr_span missing = record->missing;
	check_text(v, "key", dr_str_of(dr_key_kind_name(record->key)), v->key);
	check_text(v, "weakness", dr_str_of(dr_weakness_name(record->weakness.kind)), v->weakness);
	check_number(v, "bits", record->bits, v->bits);
	check_number(v, "trailing", record->der.trailing, v->trailing);
	if (v->exponent > 0) {
		check_number(v, "exponent", record->der.exponent, v->exponent);
	}
	ck_assert_msg((missing.len > 0) == (v->missing != NULL), "%.*s: missing", DR_FMT(v->name));
	if (v->missing != NULL) {
		check_number(v, "missing from", missing.off, v->missing->first->i);
		check_number(v, "to", missing.off + missing.len - 1, v->missing->first->next->i);
	}
}

START_TEST(every_record)
{
	vectors all = vectors_load(arena, "tests/vectors/dkim/records.yaml", &VECTOR_SCHEMA, LEAST);
	for (size_t i = 0; i < all.count; i++) {
		const vector *v = &((const vector *)all.items)[i];
		dr_dkim record;
		int code = dr_dkim_parse(arena, with_keys(arena, keys, v->record), &record);
		ck_assert_int_eq(code, 0);
		check_issues(v, &record.issues);
		check_flags(v, &record);
		check_key(v, &record);
	}
}
END_TEST

UNIT_MAIN("vectors_dkim", set_up, tear_down, every_record)
