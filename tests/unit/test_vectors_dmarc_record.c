/* The vectors of tests/vectors/dmarc about records. */
#include "issues.h"
#include "record/dmarc.h"
#include "unit.h"
#include "vectors.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_buf new_text(void)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	return text;
}

typedef struct {
	dr_str name, see, record;
	dr_str values; /* "tag=value …": what receivers read; `-` for none */
	dr_str issues; /* codes and places; "-" for none */
	dr_str effect; /* "rfc9989 rfc7489 weakest strictest": letters for p, sp, np */
} record_vector;

static const dr_field RECORD_FIELDS[] = {
	DR_PLAIN(record_vector, name, "what it shows"),
	DR_PLAIN(record_vector, see, "the section"),
	DR_PLAIN(record_vector, record, "the text", DR_OPTIONAL),
	DR_PLAIN(record_vector, values, "what is read", DR_OPTIONAL),
	DR_PLAIN(record_vector, issues, "what is wrong", DR_OPTIONAL),
	DR_PLAIN(record_vector, effect, "what it comes to", DR_OPTIONAL),
};
static DR_SCHEMA(RECORD, "record", record_vector, RECORD_FIELDS, "a record");

static void add_policy(dr_buf *out, const char *tag, dr_policy policy)
{
	if (policy != DR_POLICY_UNSET) {
		dr_buf_addf(out, "%s%s=%s", out->len > 0 ? " " : "", tag, dr_policy_name(policy));
	}
}

static void add_letters(dr_buf *out, const dr_dmarc *record)
{
	const struct {
		dr_dmarc_tag tag;
		char value;
	} letters[] = { { DR_DMARC_ADKIM, record->adkim },
		        { DR_DMARC_ASPF, record->aspf },
		        { DR_DMARC_PSD, record->psd },
		        { DR_DMARC_T, record->t ? 'y' : 'n' } };
	for (size_t i = 0; i < DR_COUNT(letters); i++) {
		if (dr_dmarc_is_valid(record, letters[i].tag)) {
			dr_buf_addf(out, " %s=%c", dr_dmarc_tag_name(letters[i].tag),
			            letters[i].value);
		}
	}
}

static void add_uris(dr_buf *out, const char *tag, const dr_mailuris *uris)
{
	for (size_t i = 0; i < uris->len; i++) {
		if (uris->items[i].valid) {
			dr_buf_addf(out, " %s=%.*s", tag, DR_FMT(uris->items[i].uri));
		}
	}
}

/* What receivers read from a record: valid values only, in this order. */
static dr_str values_text(const dr_dmarc *record)
{
	dr_buf out = new_text();
	if (!record->version) {
		return S("-");
	}
	add_policy(&out, "p", record->p);
	add_policy(&out, "sp", record->sp);
	add_policy(&out, "np", record->np);
	add_letters(&out, record);
	if (dr_dmarc_is_valid(record, DR_DMARC_PCT)) {
		dr_buf_addf(&out, " pct=%u", record->pct);
	}
	if (dr_dmarc_is_valid(record, DR_DMARC_FO)) {
		dr_buf_addf(&out, " fo=%u", record->fo);
	}
	if (dr_dmarc_is_valid(record, DR_DMARC_RI)) {
		dr_buf_addf(&out, " ri=%u", record->ri);
	}
	add_uris(&out, "rua", &record->rua);
	add_uris(&out, "ruf", &record->ruf);
	return dr_str_trim(dr_buf_str(&out));
}

static void add_effect(dr_buf *out, dr_policies policies)
{
	static const char LETTERS[] = "-nqr";
	dr_buf_addf(out, "%s%c%c%c", out->len > 0 ? " " : "", LETTERS[policies.p],
	            LETTERS[policies.sp], LETTERS[policies.np]);
}

static dr_str effects_text(const dr_dmarc *record)
{
	dr_buf out = new_text();
	dr_effective effective = dr_policy_effective(record);
	add_effect(&out, effective.rfc9989);
	add_effect(&out, effective.rfc7489);
	add_effect(&out, effective.weakest);
	add_effect(&out, effective.strictest);
	return dr_buf_str(&out);
}

static void check_text(const record_vector *v, dr_str got, dr_str want)
{
	dr_str wanted = dr_str_eq(want, S("-")) && !dr_str_eq(got, S("-")) ? S("") : want;
	ck_assert_msg(want.len == 0 || dr_str_eq(got, wanted), "%.*s\ngot  %.*s\nwant %.*s",
	              DR_FMT(v->name), DR_FMT(got), DR_FMT(want));
}

static void check_file(const char *path, size_t least)
{
	vectors all = vectors_load(arena, path, &RECORD, least);
	for (size_t i = 0; i < all.count; i++) {
		const record_vector *v = (const record_vector *)all.items + i;
		dr_dmarc record;
		ck_assert_int_eq(dr_dmarc_parse(arena, v->record, &record), DR_OK);
		ck_assert_msg(v->values.len > 0 || v->issues.len > 0 || v->effect.len > 0,
		              "%.*s wants nothing", DR_FMT(v->name));
		check_text(v, values_text(&record), v->values);
		check_text(v, issues_text(arena, &record.issues), v->issues);
		check_text(v, effects_text(&record), v->effect);
	}
}

START_TEST(records_are_read)
{
	check_file("tests/vectors/dmarc/record.yaml", 80);
}
END_TEST

START_TEST(records_have_effects)
{
	check_file("tests/vectors/dmarc/effect.yaml", 25);
}
END_TEST

UNIT_MAIN("vectors dmarc record", set_up, tear_down, records_are_read, records_have_effects)
