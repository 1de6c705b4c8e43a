/* The field tables of the facts: complete, in order, and right where rules lean on them. */
#include "facts/facts.h"
#include "unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static const dr_schema *const SCHEMAS[] = {
	&DR_DOMAIN_FACTS_SCHEMA, &DR_SPF_FACTS_SCHEMA,  &DR_DKIM_FACTS_SCHEMA,
	&DR_DMARC_FACTS_SCHEMA,  &DR_BIMI_FACTS_SCHEMA, &DR_MTASTS_FACTS_SCHEMA,
	&DR_TLSRPT_FACTS_SCHEMA, &DR_MX_FACTS_SCHEMA,   &DR_SERVICES_FACTS_SCHEMA,
	&DR_ZONE_FACTS_SCHEMA,
};

START_TEST(every_member_has_a_row)
{
	dr_buf problems;
	dr_buf_init(&problems, arena);
	for (size_t i = 0; i < DR_COUNT(SCHEMAS); i++) {
		dr_schema_check(SCHEMAS[i], &problems);
	}
	ck_assert_msg(problems.len == 0, "%.*s", (int)problems.len, problems.ptr);
}
END_TEST

/* The field at the end of a path without list elements. */
static const dr_field *field_at(const dr_schema *schema, dr_str path)
{
	const dr_field *field = NULL;
	for (dr_str part; dr_str_split(&path, '.', &part);) {
		field = dr_schema_find(schema, part);
		ck_assert_msg(field != NULL, "no %.*s in %s", DR_FMT(part), schema->name);
		schema = field->type->record;
	}
	return field;
}

START_TEST(closed_sets_and_defaults_are_declared)
{
	static const struct {
		const dr_schema *schema;
		const char *path, *choice; /* a choice the field must have; NULL: an open set */
		bool may_be_absent, has_default, placed;
	} CASES[] = {
		{ &DR_DMARC_FACTS_SCHEMA, "p", "quarantine", true, false, true },
		{ &DR_DMARC_FACTS_SCHEMA, "pct", NULL, true, true, true },
		{ &DR_DMARC_FACTS_SCHEMA, "t", "y", true, true, true },
		{ &DR_DMARC_FACTS_SCHEMA, "psd", "u", true, true, true },
		{ &DR_DMARC_FACTS_SCHEMA, "adkim", "s", true, true, true },
		{ &DR_DMARC_FACTS_SCHEMA, "fo", NULL, true, true, true },
		{ &DR_DMARC_FACTS_SCHEMA, "present", NULL, false, false, false },
		{ &DR_DMARC_FACTS_SCHEMA, "effective.weakest.np", "reject", true, false, false },
		{ &DR_DMARC_FACTS_SCHEMA, "organization.pct", NULL, true, true, false },
		{ &DR_SPF_FACTS_SCHEMA, "all", "~", true, false, true },
		{ &DR_SPF_FACTS_SCHEMA, "lookups", NULL, false, false, false },
		{ &DR_SPF_TERM_FACT_SCHEMA, "outcome", "too-many", true, false, true },
		{ &DR_DKIM_SELECTOR_FACT_SCHEMA, "tier", "common", false, false, true },
		{ &DR_DKIM_SELECTOR_FACT_SCHEMA, "k", NULL, true, true, true },
		{ &DR_ISSUE_FACT_SCHEMA, "code", "tag-duplicate", false, false, true },
		{ &DR_MX_HOST_FACT_SCHEMA, "resolves", "no-address", false, false, true },
		{ &DR_SERVICE_FACT_SCHEMA, "signs", "token", false, false, true },
		{ &DR_DOMAIN_FACTS_SCHEMA, "mail", "transactional", true, false, false },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		const dr_field *f = field_at(CASES[i].schema, dr_str_of(CASES[i].path));
		ck_assert_msg(f->may_be_absent == CASES[i].may_be_absent &&
		                      f->fallback.given == CASES[i].has_default &&
		                      f->placed == CASES[i].placed,
		              "%s", CASES[i].path);
		ck_assert_msg((f->choices != NULL) == (CASES[i].choice != NULL), "%s",
		              CASES[i].path);
		if (CASES[i].choice != NULL) {
			ck_assert_msg(dr_choices_hold(f->choices, dr_str_of(CASES[i].choice)), "%s",
			              CASES[i].path);
		}
	}
}
END_TEST

UNIT_MAIN("facts schema", set_up, tear_down, every_member_has_a_row,
          closed_sets_and_defaults_are_declared)
