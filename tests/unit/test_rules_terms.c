/* The shipped words: each is well formed, and everything that a person may meet has one. */
#include "glossary/glossary.h"
#include "builtin.h"
#include "record/bimi.h"
#include "record/dkim.h"
#include "record/dmarc.h"
#include "receiver/verdict.h"
#include "report/words.h"
#include "unit.h"

static dr_arena *arena;
static dr_glossary *glossary;

static void set_up(void)
{
	arena = dr_arena_new(0);
	glossary = dr_glossary_new(arena);
	dr_errors errors = { NULL, 0 };
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		if (dr_str_starts(dr_str_of(DR_BUILTIN_FILES[i].name), S("terms/"))) {
			dr_glossary_load(glossary, &DR_BUILTIN_FILES[i], &errors);
		}
	}
	ck_assert_msg(errors.len == 0, "%s: %s", errors.len > 0 ? errors.items[0].source : "",
	              errors.len > 0 ? errors.items[0].text : "");
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static void has(const char *area, dr_str name)
{
	ck_assert_msg(dr_glossary_find(glossary, dr_str_of(area), name) != NULL, "%s.%.*s", area,
	              DR_FMT(name));
}

START_TEST(every_tag_has_a_word)
{
	const struct {
		const char *area;
		const dr_taglist_kind *kind;
	} KINDS[] = { { "dmarc", &DR_DMARC_TAGS },
		      { "dkim", &DR_DKIM_TAGS },
		      { "bimi", &DR_BIMI_TAGS } };
	for (size_t i = 0; i < DR_COUNT(KINDS); i++) {
		for (size_t j = 0; j < KINDS[i].kind->count; j++) {
			has(KINDS[i].area, dr_str_of(KINDS[i].kind->defs[j].name));
		}
	}
	for (dr_str rest = S("v a b bh c d h i l q s t x z"), tag;
	     dr_str_split(&rest, ' ', &tag);) {
		has("signature", tag);
	}
}
END_TEST

START_TEST(every_result_has_a_word)
{
	for (dr_auth_result result = DR_AUTH_NONE; result < DR_AUTH_RESULT_COUNT; result++) {
		has("spf", dr_str_of(dr_auth_result_name(result)));
		if (result != DR_AUTH_SOFTFAIL) {
			has("dkim", dr_str_of(dr_auth_result_name(result)));
		}
	}
	for (dr_dmarc_result result = DR_DMARC_RESULT_NONE; result < DR_DMARC_RESULT_COUNT;
	     result++) {
		has("dmarc", dr_str_of(dr_dmarc_result_name(result)));
	}
	for (size_t i = 0; i < DR_DISPOSITION_WORDS.len; i++) {
		if (!DR_DISPOSITION_WORDS.items[i].old) {
			has("disposition", DR_DISPOSITION_WORDS.items[i].word);
		}
	}
	for (size_t i = 0; i < DR_OVERRIDE_WORDS.len; i++) {
		if (!DR_OVERRIDE_WORDS.items[i].old) {
			has("override", DR_OVERRIDE_WORDS.items[i].word);
		}
	}
}
END_TEST

START_TEST(words_are_found_as_people_write_them)
{
	static const struct {
		const char *what, *id;
		size_t count;
	} CASES[] = {
		{ "pct", "dmarc.pct", 1 },
		{ "PCT=25", "dmarc.pct", 1 },
		{ "dmarc.p", "dmarc.p", 1 },
		{ "dkim=softfail", "authres.dkim", 2 },
		{ "dkim=permerror", "dkim.permerror", 1 },
		{ "<policy_evaluated>", "report.policy_evaluated", 1 },
		{ "sampled-out", "override.sampled_out", 1 },
		{ "softfail", "spf.softfail", 1 },
		{ "hardfail", "spf.fail", 1 },
		{ "header.from", "authres.header.from", 1 },
		{ "rua:", "dmarc.rua", 2 },
		{ "-all", "spf.all", 1 },
		{ "no such word", "", 0 },
		{ "", "", 0 },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_terms found = dr_glossary_search(glossary, arena, dr_str_of(CASES[i].what));
		ck_assert_msg(found.len == CASES[i].count, "%s: %zu", CASES[i].what, found.len);
		if (found.len > 0) {
			ck_assert_dr_str(found.items[0]->id, CASES[i].id);
		}
	}
	ck_assert_str_eq(dr_glossary_suggest(glossary, S("policy_evalated")), "policy_evaluated");
}
END_TEST

START_TEST(faulty_files_are_refused)
{
	static const char *const FILES[] = {
		"",
		"area: a\nkind: b\nterms: [{name: x, says: y, see: z}, {name: X, says: y, see: z}]",
		"area: a\nkind: b\nterms:\n  - {name: y, says: y}\n",
		"area: a\nkind: b\nterms:\n  - {name: y, see: [z]}\n",
	};
	for (size_t i = 0; i < DR_COUNT(FILES); i++) {
		dr_errors errors = { NULL, 0 };
		const dr_source file = { "t.yaml", dr_str_of(FILES[i]) };
		ck_assert_uint_gt(dr_glossary_load(dr_glossary_new(arena), &file, &errors), 0);
	}
}
END_TEST

UNIT_MAIN("rules/terms", set_up, tear_down, every_tag_has_a_word, every_result_has_a_word,
          words_are_found_as_people_write_them, faulty_files_are_refused)
