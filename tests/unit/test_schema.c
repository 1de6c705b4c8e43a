#include "unit.h"
#include "schema/walk.h"
#include <string.h>

typedef struct {
	dr_str kind;
	int64_t cost;
	dr_status cost_status;
} term;
typedef DR_LIST(term) terms;

typedef struct {
	dr_str p;
	dr_status p_status;
	int64_t pct;
	dr_status pct_status;
} policy;

typedef struct {
	bool present;
	dr_status present_status;
	double share;
	dr_status share_status;
	dr_strs rua;
	dr_status rua_status;
	policy old;
	terms parts;
	dr_status parts_status;
	dr_str p;
	dr_status p_status;
	dr_place p_place;
} facts;

static const char *const POLICIES[] = { "none", "quarantine", "reject", NULL };

/* clang-format off */
static const dr_field TERM_FIELDS[] = {
	DR_PLAIN(term, kind, "mechanism or modifier"),
	DR_FACT(term, cost, "look-ups"),
};
static DR_SCHEMA(TERM, "spf term", term, TERM_FIELDS, "one term");

static const dr_field POLICY_FIELDS[] = {
	DR_FACT(policy, p, "policy", DR_CHOICES(POLICIES)),
	DR_FACT(policy, pct, "percentage", DR_DEFAULT_INT(100)),
};
static DR_SCHEMA(POLICY, "policy", policy, POLICY_FIELDS, "a policy");

static const dr_field FACTS_FIELDS[] = {
	DR_FACT(facts, present, "a record is there"),
	DR_FACT(facts, share, "aligned share"),
	DR_FACT(facts, rua, "report addresses", DR_SEE("RFC 9989 4.7")),
	DR_RECORD(facts, old, policy, POLICY, "by the old text"),
	DR_LISTED(facts, parts, term, TERM, "terms in order"),
	DR_FACT(facts, p, "policy", DR_MAY_BE_ABSENT, DR_CHOICES(POLICIES), DR_PLACE(facts, p_place)),
};
static DR_SCHEMA(FACTS, "facts", facts, FACTS_FIELDS, "all of it");
/* clang-format on */

START_TEST(a_row_holds_what_its_macro_says)
{
	const dr_field *p = dr_schema_find(&FACTS, DR_STR("p"));
	ck_assert_ptr_nonnull(p);
	ck_assert_ptr_eq(p->type, &DR_STRING);
	ck_assert_uint_eq(p->offset, offsetof(facts, p));
	ck_assert_int_eq(p->status, offsetof(facts, p_status));
	ck_assert(p->placed);
	ck_assert_uint_eq(p->place, offsetof(facts, p_place));
	ck_assert(p->may_be_absent);
	ck_assert(!p->fallback.given);
	ck_assert_str_eq(p->choices[2], "reject");
	ck_assert_str_eq(p->doc, "policy");

	const dr_field *rua = dr_schema_find(&FACTS, DR_STR("rua"));
	ck_assert_ptr_eq(rua->type, &DR_STRINGS);
	ck_assert_str_eq(rua->see, "RFC 9989 4.7");
	ck_assert(!rua->placed);

	const dr_field *parts = dr_schema_find(&FACTS, DR_STR("parts"));
	ck_assert_ptr_eq(parts->type, &TERM.list);
	ck_assert_ptr_eq(parts->type->elem->record, &TERM);
	ck_assert_uint_eq(parts->size, sizeof(term));

	const dr_field *pct = dr_schema_find(&POLICY, DR_STR("pct"));
	ck_assert(pct->fallback.given);
	ck_assert_int_eq(pct->fallback.i, 100);
	ck_assert_int_eq(dr_schema_find(&TERM, DR_STR("kind"))->status, -1);
	ck_assert_ptr_null(dr_schema_find(&FACTS, DR_STR("P")));
	ck_assert_ptr_null(dr_schema_find(&FACTS, DR_STR("")));
}
END_TEST

START_TEST(types_have_sizes_names_and_equality)
{
	ck_assert_uint_eq(dr_type_size(&DR_BOOL), sizeof(bool));
	ck_assert_uint_eq(dr_type_size(&DR_INT), 8);
	ck_assert_uint_eq(dr_type_size(&DR_DOUBLE), 8);
	ck_assert_uint_eq(dr_type_size(&DR_STRING), sizeof(dr_str));
	ck_assert_uint_eq(dr_type_size(&DR_STRINGS), sizeof(dr_list));
	ck_assert_uint_eq(dr_type_size(&TERM.type), sizeof(term));
	ck_assert_str_eq(dr_type_name(&DR_BOOL), "bool");
	ck_assert_str_eq(dr_type_name(&DR_STRINGS), "list");
	ck_assert_str_eq(dr_type_name(&TERM.type), "spf term");
	const dr_type strings = { .kind = DR_T_LIST, .elem = &DR_STRING };
	ck_assert(dr_type_eq(&strings, &DR_STRINGS));
	ck_assert(dr_type_eq(&TERM.list, &TERM.list));
	ck_assert(!dr_type_eq(&TERM.list, &DR_STRINGS));
	ck_assert(!dr_type_eq(&TERM.type, &POLICY.type));
	ck_assert(!dr_type_eq(&DR_INT, &DR_DOUBLE));
	ck_assert(!dr_type_eq(&DR_STRING, &DR_STRINGS));
}
END_TEST

START_TEST(the_nearest_name_is_suggested)
{
	static const struct {
		const char *wanted, *suggested;
	} CASES[] = {
		{ "presnt", "present" }, { "Present", "present" },   { "shares", "share" },
		{ "rau", "rua" },        { "part", "parts" },        { "P", "p" },
		{ "x", NULL },           { "lookups", NULL },        { "", NULL },
		{ "sp", "p" },           { "presently", "present" }, { "qq", NULL },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		const char *found = dr_schema_suggest(&FACTS, dr_str_of(CASES[i].wanted));
		ck_assert_msg((found == NULL) == (CASES[i].suggested == NULL) &&
		                      (found == NULL || strcmp(found, CASES[i].suggested) == 0),
		              "%s: %s", CASES[i].wanted, found != NULL ? found : "nothing");
	}
	ck_assert_str_eq(dr_suggest(POLICIES, 3, DR_STR("qarantine")), "quarantine");
	ck_assert_ptr_null(dr_suggest(POLICIES, 3, DR_STR("discard")));
	ck_assert(dr_choices_hold(POLICIES, DR_STR("none")));
	ck_assert(!dr_choices_hold(POLICIES, DR_STR("None")));
}
END_TEST

START_TEST(marking_sets_only_what_nobody_set)
{
	facts f = { .p_status = DR_STATUS_ABSENT,
		    .old.pct_status = { .state = DR_UNKNOWN, .why = DR_WHY_BUDGET } };
	dr_schema_mark(&FACTS, &f, DR_STATUS_NOT_GIVEN);
	ck_assert_int_eq(f.present_status.why, DR_WHY_NOT_GIVEN);
	ck_assert_int_eq(f.parts_status.why, DR_WHY_NOT_GIVEN);
	ck_assert_int_eq(f.old.p_status.why, DR_WHY_NOT_GIVEN);
	ck_assert_int_eq(f.old.pct_status.why, DR_WHY_BUDGET);
	ck_assert_int_eq(f.p_status.state, DR_ABSENT);
}
END_TEST

typedef struct {
	dr_visit visit;
	dr_buf seen;
	const char *leave; /* do not go into this fact */
} listing;

static bool note_path(dr_visit *self, dr_str path, const dr_field *field, dr_status status,
                      const void *value)
{
	listing *l = (listing *)self;
	ck_assert_ptr_nonnull(value);
	dr_buf_addf(&l->seen, "%.*s:%d ", DR_FMT(path), status.state);
	return l->leave == NULL || strcmp(field->name, l->leave) != 0;
}

static term TERMS[] = { { .kind = DR_STR_INIT("a"), .cost_status = { .state = DR_KNOWN } },
	                { .kind = DR_STR_INIT("mx") } };

static facts filled(void)
{
	facts f = { .present_status = DR_STATUS_KNOWN, .share_status = DR_STATUS_KNOWN };
	f.rua_status = DR_STATUS_ABSENT;
	f.old.p_status = f.old.pct_status = DR_STATUS_KNOWN;
	f.parts_status = (dr_status){ .state = DR_PARTIAL, .why = DR_WHY_NETWORK };
	f.parts.items = TERMS;
	f.parts.len = 2;
	f.p_status = DR_STATUS_KNOWN;
	return f;
}

START_TEST(walking_visits_every_fact_in_table_order)
{
	static const struct {
		const char *leave, *seen;
	} CASES[] = {
		{ NULL, "f.present:2 f.share:2 f.rua:1 f.old:2 f.old.p:2 f.old.pct:2 f.parts:3 "
		        "f.parts[0].kind:2 f.parts[0].cost:2 f.parts[1].kind:2 f.parts[1].cost:0 "
		        "f.p:2 " },
		{ "parts", "f.present:2 f.share:2 f.rua:1 f.old:2 f.old.p:2 f.old.pct:2 f.parts:3 "
		           "f.p:2 " },
		{ "old", "f.present:2 f.share:2 f.rua:1 f.old:2 f.parts:3 f.parts[0].kind:2 "
		         "f.parts[0].cost:2 f.parts[1].kind:2 f.parts[1].cost:0 f.p:2 " },
	};
	const facts f = filled();
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_arena *arena = dr_arena_new(0);
		listing l = { .visit = { .fact = note_path }, .leave = CASES[i].leave };
		dr_buf_init(&l.seen, arena);
		dr_schema_walk(arena, &FACTS, "f", &f, &l.visit);
		ck_assert_str_eq(l.seen.ptr, CASES[i].seen);
		dr_arena_free(arena);
	}
}
END_TEST

START_TEST(a_fact_that_nobody_set_is_found)
{
	dr_arena *arena = dr_arena_new(0);
	facts f = filled();
	dr_str path = dr_schema_unset(arena, &FACTS, "f", &f);
	ck_assert(dr_str_eq(path, DR_STR("f.parts[1].cost")));
	f.old.pct_status = (dr_status){ 0 };
	path = dr_schema_unset(arena, &FACTS, "f", &f);
	ck_assert(dr_str_eq(path, DR_STR("f.old.pct")));
	f.old.pct_status = DR_STATUS_NOT_GIVEN;
	f.parts.len = 1;
	ck_assert_uint_eq(dr_schema_unset(arena, &FACTS, "f", &f).len, 0);
	dr_arena_free(arena);
}
END_TEST

START_TEST(a_good_table_has_no_problems)
{
	dr_arena *arena = dr_arena_new(0);
	dr_buf out;
	dr_buf_init(&out, arena);
	ck_assert_msg(dr_schema_check(&FACTS, &out) == 0, "%s", out.ptr);
	dr_arena_free(arena);
}
END_TEST

/* Tables with one defect each. */
typedef struct {
	int64_t first;
	dr_status first_status;
	int64_t second;
	dr_status second_status;
	dr_str last;
} bad;

/* clang-format off */
static const dr_field HOLE_IN_THE_MIDDLE[] = {
	DR_FACT(bad, first, "doc"), DR_PLAIN(bad, last, "doc"),
};
static const dr_field HOLE_AT_THE_START[] = {
	DR_FACT(bad, second, "doc"), DR_PLAIN(bad, last, "doc"),
};
static const dr_field HOLE_AT_THE_END[] = {
	DR_FACT(bad, first, "doc"), DR_FACT(bad, second, "doc"),
};
static const dr_field STATUS_LEFT_OUT[] = {
	DR_FACT(bad, first, "doc"), DR_PLAIN(bad, second, "doc"), DR_PLAIN(bad, last, "doc"),
};
static const dr_field OUT_OF_ORDER[] = {
	DR_FACT(bad, second, "doc"), DR_FACT(bad, first, "doc"), DR_PLAIN(bad, last, "doc"),
};
static const dr_field TWICE[] = {
	DR_FACT(bad, first, "doc"), DR_FACT(bad, first, "doc"), DR_FACT(bad, second, "doc"),
	DR_PLAIN(bad, last, "doc"),
};
static const dr_field NO_DOC[] = {
	DR_FACT(bad, first, NULL), DR_FACT(bad, second, ""), DR_PLAIN(bad, last, "doc"),
};
static const dr_field NO_TYPE[] = {
	DR_FACT(bad, first, "doc"), DR_FACT(bad, second, "doc"),
	{ .name = "last", .offset = offsetof(bad, last), .status = -1, .doc = "doc" },
};
static const dr_field FALLBACK_NOT_A_CHOICE[] = {
	DR_FACT(bad, first, "doc"), DR_FACT(bad, second, "doc"),
	{ .name = "last", .type = &DR_STRING, .offset = offsetof(bad, last), .size = sizeof(dr_str),
	  .status = offsetof(bad, second_status), .doc = "doc",
	  .choices = POLICIES, DR_DEFAULT_STR("discard") },
};
static const dr_field FALLBACK_OF_OTHER_TYPE[] = {
	DR_FACT(bad, first, "doc", DR_DEFAULT_STR("1")), DR_FACT(bad, second, "doc"),
	DR_PLAIN(bad, last, "doc"),
};
static const dr_field ABSENT_WITHOUT_STATUS[] = {
	DR_FACT(bad, first, "doc"), DR_FACT(bad, second, "doc"),
	DR_PLAIN(bad, last, "doc", DR_MAY_BE_ABSENT),
};
static const dr_field CHOICES_OF_A_NUMBER[] = {
	DR_FACT(bad, first, "doc", DR_CHOICES(POLICIES)), DR_FACT(bad, second, "doc"),
	DR_PLAIN(bad, last, "doc"),
};
/* clang-format on */

/* A list of one struct with the table of another; and a good table that leads to a bad one. */
typedef struct {
	terms parts;
} lister;
static const dr_field OTHER_TABLE[] = {
	{ .name = "parts", .type = &POLICY.list, .size = sizeof(term), .status = -1, .doc = "doc" },
};
typedef struct {
	bad inner;
} outer;
static DR_SCHEMA(INNER, "inner", bad, HOLE_AT_THE_END, "doc");
static const dr_field LEADS_TO_BAD[] = { DR_RECORD(outer, inner, bad, INNER, "doc") };

/* A struct with a list of its own kind, as trees have. */
typedef struct branch branch;
struct branch {
	dr_str name;
	dr_place name_place;
	DR_LIST(branch) branches;
};
extern const dr_schema BRANCH;
static const dr_field BRANCH_FIELDS[] = {
	DR_PLAIN(branch, name, "doc", DR_PLACE(branch, name_place)),
	DR_LISTED_PLAIN(branch, branches, branch, BRANCH, "doc"),
};
DR_SCHEMA(BRANCH, "branch", branch, BRANCH_FIELDS, "doc");

START_TEST(a_table_may_lead_to_itself)
{
	dr_arena *arena = dr_arena_new(0);
	dr_buf out;
	dr_buf_init(&out, arena);
	ck_assert_msg(dr_schema_check(&BRANCH, &out) == 0, "%s", out.ptr);
	dr_arena_free(arena);
}
END_TEST

START_TEST(a_defect_in_a_table_is_caught)
{
	static const struct {
		const dr_field *fields;
		size_t count, size;
		const char *says;
	} CASES[] = {
		{ HOLE_IN_THE_MIDDLE, 2, sizeof(bad),
		  "t: no row describes octets 12 to 31, before last\n" },
		{ HOLE_AT_THE_START, 2, sizeof(bad),
		  "t: no row describes octets 0 to 15, before second\n" },
		{ HOLE_AT_THE_END, 2, sizeof(bad),
		  "t: no row describes octets 28 to 47, at the end\n" },
		{ STATUS_LEFT_OUT, 3, sizeof(bad),
		  "t: no row describes octets 24 to 31, before last\n" },
		{ OUT_OF_ORDER, 3, sizeof(bad),
		  "t: first stands before second in the struct, not after it\n" },
		{ TWICE, 4, sizeof(bad),
		  "t: first stands before first in the struct, not after it\n" },
		{ NO_DOC, 3, sizeof(bad), "t: first has no doc\nt: second has no doc\n" },
		{ NO_TYPE, 3, sizeof(bad),
		  "t: last has no type\nt: no row describes octets 28 to 47, at the end\n" },
		{ FALLBACK_NOT_A_CHOICE, 3, sizeof(bad),
		  "t: the fallback 'discard' of last is not one of its choices\n" },
		{ FALLBACK_OF_OTHER_TYPE, 3, sizeof(bad),
		  "t: the fallback of first is not a int\n" },
		{ ABSENT_WITHOUT_STATUS, 3, sizeof(bad),
		  "t: last may be absent but has no status\n" },
		{ CHOICES_OF_A_NUMBER, 3, sizeof(bad), "t: first has choices but is no string\n" },
		{ OTHER_TABLE, 1, sizeof(lister),
		  "t: parts has 32 octets, its type policy has 40\n" },
		{ LEADS_TO_BAD, 1, sizeof(outer),
		  "inner: no row describes octets 28 to 47, at the end\n" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_arena *arena = dr_arena_new(0);
		dr_buf out;
		dr_buf_init(&out, arena);
		const dr_schema schema = { .name = "t",
			                   .size = CASES[i].size,
			                   .fields = CASES[i].fields,
			                   .field_count = CASES[i].count };
		size_t found = dr_schema_check(&schema, &out);
		ck_assert_uint_gt(found, 0);
		ck_assert_str_eq(out.ptr, CASES[i].says);
		dr_arena_free(arena);
	}
}
END_TEST

UNIT_MAIN("schema", NULL, NULL, a_row_holds_what_its_macro_says,
          types_have_sizes_names_and_equality, the_nearest_name_is_suggested,
          marking_sets_only_what_nobody_set, walking_visits_every_fact_in_table_order,
          a_fact_that_nobody_set_is_found, a_good_table_has_no_problems, a_table_may_lead_to_itself,
          a_defect_in_a_table_is_caught)
