/* tests/vectors/{bimi,mtasts,tlsrpt}: records, policies, and what patterns match. */
#include "record/bimi.h"
#include "record/mtasts.h"
#include "record/tlsrpt.h"
#include "unit.h"
#include "vectors.h"

typedef struct {
	dr_str name, see, record, issues;
	bool valid, declined, personal;
} record_vector;

typedef struct {
	dr_str name, see, body, mode, mx, issues;
	int64_t max_age;
	bool valid, lf_only;
} policy_vector;

typedef struct {
	dr_str name, see, pattern, host;
	bool matches;
} match_vector;

/* clang-format off */
static const dr_field RECORD_FIELDS[] = {
	DR_PLAIN(record_vector, name, "what it shows"),
	DR_PLAIN(record_vector, see, "the section it is about"),
	DR_PLAIN(record_vector, record, "the text"),
	DR_PLAIN(record_vector, issues, "codes and subjects", DR_OPTIONAL),
	DR_PLAIN(record_vector, valid, "it can be used", DR_OPTIONAL),
	DR_PLAIN(record_vector, declined, "no logo is wanted", DR_OPTIONAL),
	DR_PLAIN(record_vector, personal, "avp=personal", DR_OPTIONAL),
};
static DR_SCHEMA(RECORD_SCHEMA, "vector", record_vector, RECORD_FIELDS, "a record");

static const dr_field POLICY_FIELDS[] = {
	DR_PLAIN(policy_vector, name, "what it shows"),
	DR_PLAIN(policy_vector, see, "the section it is about"),
	DR_PLAIN(policy_vector, body, "the file"),
	DR_PLAIN(policy_vector, mode, "when there is one", DR_OPTIONAL),
	DR_PLAIN(policy_vector, mx, "good patterns", DR_OPTIONAL),
	DR_PLAIN(policy_vector, issues, "codes and subjects", DR_OPTIONAL),
	DR_PLAIN(policy_vector, max_age, "-1: none"),
	DR_PLAIN(policy_vector, valid, "it can be used", DR_OPTIONAL),
	DR_PLAIN(policy_vector, lf_only, "lines that end with LF", DR_OPTIONAL),
};
static DR_SCHEMA(POLICY_SCHEMA, "vector", policy_vector, POLICY_FIELDS, "a policy");

static const dr_field MATCH_FIELDS[] = {
	DR_PLAIN(match_vector, name, "what it shows"),
	DR_PLAIN(match_vector, see, "the section it is about"),
	DR_PLAIN(match_vector, pattern, "of an mx line"),
	DR_PLAIN(match_vector, host, "of an MX record"),
	DR_PLAIN(match_vector, matches, "whether it does", DR_OPTIONAL),
};
static DR_SCHEMA(MATCH_SCHEMA, "vector", match_vector, MATCH_FIELDS, "a pattern and a host");
/* clang-format on */

static dr_arena *arena;
static dr_buf wrong; /* what differs, a line each */

static void set_up(void)
{
	arena = dr_arena_new(0);
	dr_buf_init(&wrong, arena);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static void expect_text(dr_str name, const char *what, dr_str got, dr_str want)
{
	if (!dr_str_eq(got, want)) {
		dr_buf_addf(&wrong, "\n%.*s: %s: got \"%.*s\", want \"%.*s\"", DR_FMT(name), what,
		            DR_FMT(got), DR_FMT(want));
	}
}

static void expect_flag(dr_str name, const char *what, bool got, bool want)
{
	expect_text(name, what, got ? S("true") : S("false"), want ? S("true") : S("false"));
}

static dr_str codes_of(const dr_issues *issues)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < issues->len; i++) {
		const dr_issue *issue = &issues->items[i];
		bool subject = issue->subject.len > 0;
		dr_buf_addf(&out, "%s%s%s%.*s", i > 0 ? ", " : "", dr_issue_name(issue->code),
		            subject ? " " : "", DR_FMT(issue->subject));
	}
	return dr_buf_str(&out);
}

static const record_vector *records_of(const char *path, size_t least, size_t *ret_count)
{
	vectors all = vectors_load(arena, path, &RECORD_SCHEMA, least);
	*ret_count = all.count;
	return all.items;
}

START_TEST(bimi_records)
{
	size_t count = 0;
	const record_vector *all = records_of("tests/vectors/bimi/records.yaml", 33, &count);
	for (size_t i = 0; i < count; i++) {
		const record_vector *v = &all[i];
		dr_bimi record;
		ck_assert_int_eq(dr_bimi_parse(arena, v->record, &record), 0);
		expect_flag(v->name, "valid", record.valid, v->valid);
		expect_flag(v->name, "declined", record.declined, v->declined);
		expect_flag(v->name, "personal", record.personal, v->personal);
		expect_text(v->name, "issues", codes_of(&record.issues), v->issues);
	}
	ck_assert_msg(wrong.len == 0, "%s", wrong.ptr);
}
END_TEST

START_TEST(mtasts_records)
{
	size_t count = 0;
	const record_vector *all = records_of("tests/vectors/mtasts/records.yaml", 16, &count);
	for (size_t i = 0; i < count; i++) {
		dr_mtasts record;
		ck_assert_int_eq(dr_mtasts_parse(arena, all[i].record, &record), 0);
		expect_flag(all[i].name, "valid", record.valid, all[i].valid);
		expect_text(all[i].name, "issues", codes_of(&record.issues), all[i].issues);
	}
	ck_assert_msg(wrong.len == 0, "%s", wrong.ptr);
}
END_TEST

START_TEST(tlsrpt_records)
{
	size_t count = 0;
	const record_vector *all = records_of("tests/vectors/tlsrpt/records.yaml", 15, &count);
	for (size_t i = 0; i < count; i++) {
		dr_tlsrpt record;
		ck_assert_int_eq(dr_tlsrpt_parse(arena, all[i].record, &record), 0);
		expect_flag(all[i].name, "valid", record.valid, all[i].valid);
		expect_text(all[i].name, "issues", codes_of(&record.issues), all[i].issues);
	}
	ck_assert_msg(wrong.len == 0, "%s", wrong.ptr);
}
END_TEST

static dr_str patterns_of(const dr_mtasts_policy *policy)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < policy->mx.len; i++) {
		const dr_mtasts_mx *mx = &policy->mx.items[i];
		if (mx->valid) {
			dr_buf_addf(&out, "%s%.*s", out.len > 0 ? " " : "", DR_FMT(mx->pattern));
		}
	}
	return dr_buf_str(&out);
}

static void check_policy(const policy_vector *v)
{
	dr_mtasts_policy policy;
	ck_assert_int_eq(dr_mtasts_policy_parse(arena, v->body, &policy), 0);
	int64_t max_age = policy.has_max_age ? (int64_t)policy.max_age : -1;
	expect_flag(v->name, "valid", policy.valid, v->valid);
	expect_flag(v->name, "LF", policy.lf_only, v->lf_only);
	expect_flag(v->name, "max_age", max_age == v->max_age, true);
	expect_text(v->name, "mode", dr_str_of(dr_mtasts_mode_name(policy.mode)), v->mode);
	expect_text(v->name, "mx", patterns_of(&policy), v->mx);
	expect_text(v->name, "issues", codes_of(&policy.issues), v->issues);
}

START_TEST(policies)
{
	vectors all = vectors_load(arena, "tests/vectors/mtasts/policies.yaml", &POLICY_SCHEMA, 29);
	for (size_t i = 0; i < all.count; i++) {
		check_policy(&((const policy_vector *)all.items)[i]);
	}
	ck_assert_msg(wrong.len == 0, "%s", wrong.ptr);
}
END_TEST

START_TEST(patterns)
{
	vectors all = vectors_load(arena, "tests/vectors/mtasts/matches.yaml", &MATCH_SCHEMA, 10);
	for (size_t i = 0; i < all.count; i++) {
		const match_vector *v = &((const match_vector *)all.items)[i];
		dr_buf body;
		dr_buf_init(&body, arena);
		dr_buf_addf(&body, "mx: %.*s\n", DR_FMT(v->pattern));
		dr_mtasts_policy policy;
		ck_assert_int_eq(dr_mtasts_policy_parse(arena, dr_buf_str(&body), &policy), 0);
		bool got = dr_mtasts_mx_matches(&policy.mx.items[0], dr_name_of(arena, v->host));
		expect_flag(v->name, "matches", got, v->matches);
	}
	ck_assert_msg(wrong.len == 0, "%s", wrong.ptr);
}
END_TEST

UNIT_MAIN("vectors of the transport", set_up, tear_down, bimi_records, mtasts_records,
          tlsrpt_records, policies, patterns)
