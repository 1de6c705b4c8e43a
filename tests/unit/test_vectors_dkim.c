/* tests/vectors/dkim: key records, one by one. */
#include "doc/tree.h"
#include "record/dkim.h"
#include "unit.h"
#include "vectors.h"

enum { LEAST = 120 };

static dr_arena *arena;
static const dr_node *keys;

static void set_up(void)
{
	arena = dr_arena_new(0);
	keys = vectors_read(arena, "tests/vectors/dkim/keys.yaml");
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_str issues_of(const dr_issues *issues)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < issues->len; i++) {
		const dr_issue *issue = &issues->items[i];
		dr_buf_addf(&out, "%s%s %.*s%s%.*s", i > 0 ? ", " : "", dr_issue_name(issue->code),
		            DR_FMT(issue->subject), issue->nearest.len > 0 ? "~" : "",
		            DR_FMT(issue->nearest));
	}
	return dr_buf_str(&out);
}

static void check_flags(const dr_node *vector, const dr_dkim *record)
{
	const struct {
		const char *name;
		bool got, otherwise;
	} flags[] = {
		{ "valid", record->valid, false },     { "version", record->version, false },
		{ "revoked", record->revoked, false }, { "test", record->test, false },
		{ "strict", record->strict, false },   { "sha256", record->sha256, true },
		{ "email", record->email, true },
	};
	for (size_t i = 0; i < DR_COUNT(flags); i++) {
		const dr_node *want = dr_node_find(vector, flags[i].name);
		ck_assert_msg(flags[i].got == (want != NULL ? want->b : flags[i].otherwise),
		              "%s: %s", vector_name(vector), flags[i].name);
	}
}

static void check_numbers(const dr_node *vector, const dr_dkim *record)
{
	const dr_node *exponent = dr_node_find(vector, "exponent");
	const dr_node *missing = dr_node_find(vector, "missing");
	const uint64_t most = INT64_MAX;
	uint64_t got = record->der.exponent < most ? record->der.exponent : most;
	vector_check_int(vector, "bits", record->bits);
	vector_check_int(vector, "trailing", (int64_t)record->der.trailing);
	if (exponent != NULL) {
		ck_assert_msg(exponent->i == (int64_t)got, "%s: exponent", vector_name(vector));
	}
	int64_t from = missing != NULL ? missing->first->i : 0;
	int64_t to = missing != NULL ? missing->first->next->i + 1 : 0;
	ck_assert_msg(record->missing.len == (size_t)(to - from) &&
	                      (missing == NULL || record->missing.off == (size_t)from),
	              "%s: missing %u to %u", vector_name(vector), record->missing.off,
	              record->missing.off + record->missing.len - 1);
}

START_TEST(every_record)
{
	const dr_node *vectors = vectors_read(arena, "tests/vectors/dkim/records.yaml");
	ck_assert_uint_ge(vectors->count, LEAST);
	for (const dr_node *v = vectors->first; v != NULL; v = v->next) {
		dr_dkim record;
		vector_check_source(v);
		dr_str text = vectors_fill(arena, keys, vector_text(v, "record"));
		ck_assert_int_eq(dr_dkim_parse(arena, text, &record), 0);
		vector_check_text(v, "issues", issues_of(&record.issues));
		vector_check_text(v, "key", dr_str_of(dr_key_kind_name(record.key)));
		vector_check_text(v, "weakness", dr_str_of(dr_weakness_name(record.weakness.kind)));
		check_flags(v, &record);
		check_numbers(v, &record);
	}
}
END_TEST

UNIT_MAIN("vectors_dkim", set_up, tear_down, every_record)
