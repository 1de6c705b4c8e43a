#include "toy_compile.h"
#include "base/limits.h"
#include <stdio.h>

static dr_arena *arena;
static toy world;

static void set_up(void)
{
	arena = dr_arena_new(0);
	toy_fill(&world);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static const dr_expr *compile_value(const char *text, const dr_type **ret_type)
{
	const dr_expr *expr = NULL;
	dr_error err = { 0 };
	int r = dr_expr_compile_value(arena, &TOY_VARIABLES, dr_str_of(text), &expr, ret_type,
	                              &err);
	ck_assert_msg(r == DR_OK, "%s: %s", text, err.text);
	return expr;
}

static dr_verdict verdict(const char *text)
{
	return dr_expr_eval(compile(arena, text), &world.values, arena).verdict;
}

/* The error of a text that is refused; nothing is put out. */
static dr_error refusal(dr_str text)
{
	const dr_expr *expr = NULL;
	dr_error err = { 0 };
	ck_assert_int_lt(dr_expr_compile(arena, &TOY_VARIABLES, text, &expr, &err), 0);
	ck_assert_ptr_null(expr);
	return err;
}

START_TEST(blanks_newlines_and_comments_do_not_matter)
{
	ck_assert_int_eq(verdict("\n\t flag // why\r\n &&\f!false // end"), DR_TRUE);
	ck_assert_int_eq(verdict("//\n//\nflag\n//"), DR_TRUE);
	ck_assert_str_eq(refusal(DR_STR("")).text, "expected a value, found the end");
	ck_assert_str_eq(refusal(DR_STR(" // flag")).text, "expected a value, found the end");
}
END_TEST

START_TEST(every_kind_of_refusal_has_its_code)
{
	static const struct {
		dr_str text;
		int code;
	} CASES[] = {
		{ DR_STR_INIT("flag &&"), DR_ESYNTAX },
		{ DR_STR_INIT("flag\x01"), DR_ESYNTAX },
		{ DR_STR_INIT("flag\xC3"), DR_ESYNTAX },
		{ DR_STR_INIT("flag\0"), DR_ESYNTAX },
		{ DR_STR_INIT("'\xC3' == ''"), DR_ESYNTAX },
		{ DR_STR_INIT("n"), DR_ETYPE },
		{ DR_STR_INIT("dmarc.p == 'x'"), DR_ETYPE },
		{ DR_STR_INIT("dmarc.ttl > 1"), DR_ETYPE },
		{ DR_STR_INIT("nothing"), DR_ENAME },
		{ DR_STR_INIT("dmarc.nothing"), DR_ENAME },
		{ DR_STR_INIT("nothing()"), DR_ENAME },
		{ DR_STR_INIT("99999999999999999999 > 1"), DR_ELIMIT },
		{ DR_STR_INIT("inPrefix('1.2.3.4', 'x')"), DR_EINVAL },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_error err = refusal(CASES[i].text);
		ck_assert_msg(err.code == CASES[i].code, "%.*s: %d %s", DR_FMT(CASES[i].text),
		              err.code, err.text);
	}
	ck_assert_str_eq(refusal(DR_STR("flag\x01")).text, "unexpected octet 0x01");
	const dr_expr *expr = NULL;
	ck_assert_int_eq(dr_expr_compile(arena, &TOY_VARIABLES, DR_STR("n"), &expr, NULL),
	                 DR_ETYPE);
}
END_TEST

START_TEST(a_text_of_the_limit_compiles_and_one_more_octet_does_not)
{
	char text[DR_LIMIT_EXPR_TEXT + 1];
	memset(text, ' ', sizeof(text));
	memcpy(text, "flag", 4);
	const dr_expr *expr = NULL;
	dr_str fits = { text, DR_LIMIT_EXPR_TEXT };
	ck_assert_int_eq(dr_expr_compile(arena, &TOY_VARIABLES, fits, &expr, NULL), DR_OK);
	dr_error err = refusal((dr_str){ text, sizeof(text) });
	ck_assert_int_eq(err.code, DR_ELIMIT);
	ck_assert_str_eq(err.text, "an expression has at most 4096 octets");

	const dr_template *template = NULL;
	memset(text, 'x', sizeof(text));
	ck_assert_int_eq(dr_template_compile(arena, &TOY_VARIABLES, fits, &template, NULL), DR_OK);
	ck_assert_int_eq(dr_template_compile(arena, &TOY_VARIABLES, (dr_str){ text, sizeof(text) },
	                                     &template, NULL),
	                 DR_ELIMIT);
}
END_TEST

START_TEST(an_expression_says_which_variables_it_reads)
{
	enum { DMARC = 1U << 0, SPF = 1U << 1, GONE = 1U << 2, NAMES = 1U << 3, DOMAIN_ = 1U << 4 };
	ck_assert_uint_eq(dr_expr_reads(compile(arena, "true")), 0);
	ck_assert_uint_eq(dr_expr_reads(compile(arena, "has(dmarc.sp)")), DMARC);
	ck_assert_uint_eq(dr_expr_reads(compile(arena, "spf.valid || gone.valid")), SPF | GONE);
	ck_assert_uint_eq(dr_expr_reads(compile(arena, "names.exists(x, x == domain)")),
	                  NAMES | DOMAIN_);
	ck_assert_uint_eq(dr_template_reads(compile_text(arena, DR_STR("{domain} and {spf.all}"))),
	                  SPF | DOMAIN_);
	ck_assert_uint_eq(dr_template_reads(compile_text(arena, DR_STR("none"))), 0);
}
END_TEST

START_TEST(a_later_condition_may_count_on_an_earlier_one)
{
	const dr_expr *first = compile(arena, "has(dmarc.sp) && flag"), *second = NULL,
		      *third = NULL;
	const dr_str text = DR_STR("dmarc.sp == 'none' && has(dmarc.ttl)");
	dr_error err = { 0 };
	ck_assert_int_eq(dr_expr_compile_after(arena, &TOY_VARIABLES, NULL, text, &second, &err),
	                 DR_ETYPE);
	ck_assert_int_eq(dr_expr_compile_after(arena, &TOY_VARIABLES, first, text, &second, NULL),
	                 DR_OK);
	ck_assert_int_eq(dr_expr_eval(second, &world.values, arena).verdict, DR_TRUE);
	ck_assert_int_eq(dr_expr_compile_after(arena, &TOY_VARIABLES, second,
	                                       DR_STR("dmarc.ttl > 60 && dmarc.sp != 'none'"),
	                                       &third, NULL),
	                 DR_OK);
	ck_assert_int_eq(dr_expr_eval(third, &world.values, arena).verdict, DR_FALSE);

	/* The earlier one keeps what it proved itself. */
	ck_assert_int_eq(dr_expr_compile_after(arena, &TOY_VARIABLES, first,
	                                       DR_STR("dmarc.ttl > 60"), &third, NULL),
	                 DR_ETYPE);
}
END_TEST

START_TEST(has_may_ask_for_64_facts_in_one_condition)
{
	enum { FACTS = 65, NAME_SIZE = 8 };
	static struct {
		dr_str value[FACTS];
		dr_status status[FACTS];
	} record;
	static char names[FACTS][NAME_SIZE];
	static dr_field fields[FACTS];
	static dr_schema schema;
	dr_buf text;
	dr_buf_init(&text, arena);
	for (size_t i = 0; i < FACTS; i++) {
		snprintf(names[i], NAME_SIZE, "f%zu", i);
		fields[i] = (dr_field){ .name = names[i],
			                .type = &DR_STRING,
			                .offset = i * sizeof(dr_str),
			                .status = (ptrdiff_t)(sizeof(record.value) +
			                                      i * sizeof(dr_status)),
			                .may_be_absent = true };
	}
	schema = (dr_schema){ .name = "wide", .size = sizeof(record), .fields = fields };
	schema.field_count = FACTS;
	schema.type = (dr_type){ .kind = DR_T_RECORD, .record = &schema };
	const dr_variable wide = { "wide", &schema.type, "many facts" };
	const dr_variables variables = { &wide, 1 };
	const dr_expr *expr = NULL;
	for (size_t i = 0; i < FACTS; i++) {
		dr_error err = { 0 };
		dr_buf_addf(&text, "%shas(wide.f%zu)", i > 0 ? " && " : "", i);
		int r = dr_expr_compile(arena, &variables, dr_buf_str(&text), &expr, &err);
		ck_assert_msg(r == (i < 64 ? DR_OK : DR_ELIMIT), "%zu: %s", i, err.text);
	}
}
END_TEST

START_TEST(a_value_has_a_type_and_may_be_absent)
{
	const dr_type *type = NULL;
	compile_value("dmarc.sp", &type);
	ck_assert_ptr_eq(type, &DR_STRING);
	compile_value("spf.terms.filter(t, t.target != '')", &type);
	ck_assert_ptr_eq(type, &TOY_TERM.list);
	compile_value("spf.terms.map(t, t.cost)", &type);
	ck_assert_int_eq(type->kind, DR_T_LIST);
	ck_assert_int_eq(type->elem->kind, DR_T_INT);
	compile_value("dmarc", &type);
	ck_assert_ptr_eq(type, &TOY_DMARC.type);
}
END_TEST

START_TEST(the_place_of_a_fact_is_known_when_the_fact_is)
{
	const dr_type *type;
	dr_place place = { .rr = 99 };
	const dr_expr *sp = compile_value("dmarc.sp", &type);
	ck_assert(dr_expr_place(sp, &world.values, &place));
	ck_assert_uint_eq(place.rr, 2);
	ck_assert_uint_eq(place.span.off, 17);

	place.rr = 99;
	toy_set_status(&world, DR_STR("dmarc.sp"), DR_STATUS_ABSENT);
	ck_assert(!dr_expr_place(sp, &world.values, &place));
	toy_set_status(&world, DR_STR("dmarc.sp"), DR_STATUS_NOT_GIVEN);
	ck_assert(!dr_expr_place(sp, &world.values, &place));
	ck_assert(!dr_expr_place(compile_value("dmarc.p", &type), &world.values, &place));
	ck_assert(!dr_expr_place(compile_value("domain", &type), &world.values, &place));
	ck_assert(!dr_expr_place(compile_value("'a' + domain", &type), &world.values, &place));
	toy_fill(&world);
	world.values.at[0] = NULL;
	ck_assert(!dr_expr_place(sp, &world.values, &place));
	ck_assert_uint_eq(place.rr, 99);
}
END_TEST

typedef struct {
	size_t count;
	dr_str kinds[8];
} visited;

static void visit_term(void *self, size_t index, const void *element)
{
	visited *v = self;
	ck_assert_uint_eq(index, v->count);
	v->kinds[v->count++] = ((const toy_term *)element)->kind;
}

START_TEST(elements_are_visited_in_order)
{
	const dr_type *type;
	dr_outcome_of_expr outcome = { .verdict = DR_FALSE };
	visited all = { 0 }, some = { 0 };
	const dr_expr *terms = compile_value("spf.terms", &type);
	ck_assert_int_eq(
		dr_expr_each(terms, NULL, 0, &world.values, arena, visit_term, &all, &outcome),
		DR_TRUE);
	ck_assert_uint_eq(all.count, 3);
	ck_assert_dr_str(all.kinds[0], "include");
	ck_assert_dr_str(all.kinds[2], "all");
	ck_assert_int_eq(outcome.verdict, DR_TRUE);

	const dr_expr *free = compile_value("spf.terms.filter(t, t.cost < 2)", &type);
	ck_assert_int_eq(
		dr_expr_each(free, NULL, 0, &world.values, arena, visit_term, &some, &outcome),
		DR_TRUE);
	ck_assert_uint_eq(some.count, 2);
	ck_assert_dr_str(some.kinds[0], "mx");
}
END_TEST

static void visit_set_term(void *self, size_t index, const void *element)
{
	visited *v = self;
	ck_assert_ptr_eq(world.values.at[TOY_VARIABLES.count], element);
	ck_assert_uint_eq(index, v->count * 2);
	v->kinds[v->count++] = ((const toy_term *)element)->kind;
}

START_TEST(elements_are_left_out_where_a_condition_is_false)
{
	dr_variable items[DR_VARIABLES_MAX] = { [0].name = NULL };
	const dr_variables variables = { items, TOY_VARIABLES.count + 1 };
	const dr_type *type;
	const dr_expr *where = NULL, *terms = compile_value("spf.terms", &type);
	dr_outcome_of_expr outcome;
	dr_error err = { 0 };
	visited seen = { 0 };
	memcpy(items, TOY_VARIABLES.items, TOY_VARIABLES.count * sizeof(*items));
	items[TOY_VARIABLES.count] = (dr_variable){ .name = "term", .type = &TOY_TERM.type };
	ck_assert_int_eq(dr_expr_compile(arena, &variables,
	                                 DR_STR("term.kind == 'include' || "
	                                        "(term.kind == 'all' && dmarc.share > 0.0)"),
	                                 &where, &err),
	                 DR_OK);
	toy_set_status(&world, DR_STR("dmarc.share"), DR_STATUS_NOT_GIVEN);
	ck_assert_int_eq(dr_expr_each(terms, where, TOY_VARIABLES.count, &world.values, arena,
	                              visit_set_term, &seen, &outcome),
	                 DR_TRUE);
	ck_assert_uint_eq(seen.count, 2);
	ck_assert_dr_str(seen.kinds[1], "all");
	ck_assert_ptr_null(world.values.at[TOY_VARIABLES.count]);
}
END_TEST

START_TEST(a_list_that_is_not_whole_is_undecided)
{
	static const struct {
		dr_status status;
		size_t visited;
	} CASES[] = {
		{ { .state = DR_PARTIAL, .why = DR_WHY_NETWORK, .question = 5 }, 3 },
		{ { .state = DR_UNKNOWN, .why = DR_WHY_NETWORK, .question = 5 }, 0 },
	};
	const dr_type *type;
	const dr_expr *terms = compile_value("spf.terms", &type);
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_outcome_of_expr outcome = { 0 };
		visited seen = { 0 };
		toy_set_status(&world, DR_STR("spf.terms"), CASES[i].status);
		ck_assert_int_eq(dr_expr_each(terms, NULL, 0, &world.values, arena, visit_term,
		                              &seen, &outcome),
		                 DR_UNDECIDED);
		ck_assert_uint_eq(seen.count, CASES[i].visited);
		ck_assert_int_eq(outcome.verdict, DR_UNDECIDED);
		ck_assert_uint_eq(outcome.why, 1U << DR_WHY_NETWORK);
		ck_assert_uint_eq(outcome.causes.len, 1);
		ck_assert_dr_str(outcome.causes.items[0].path, "spf.terms");
		ck_assert_uint_eq(outcome.causes.items[0].status.question, 5);
	}
	dr_outcome_of_expr outcome = { 0 };
	visited seen = { 0 };
	toy_set_status(&world, DR_STR("spf.terms"), DR_STATUS_ABSENT);
	ck_assert_int_eq(
		dr_expr_each(terms, NULL, 0, &world.values, arena, visit_term, &seen, &outcome),
		DR_TRUE);
	ck_assert_uint_eq(seen.count, 0);
}
END_TEST

START_TEST(too_many_steps_leave_the_outcome_open)
{
	enum { MANY = 1000 };
	static dr_str items[MANY];
	world.names = (dr_strs){ items, MANY };
	dr_outcome_of_expr outcome = dr_expr_eval(
		compile(arena, "names.exists(x, names.exists(y, x != y))"), &world.values, arena);
	ck_assert_int_eq(outcome.verdict, DR_UNDECIDED);
	ck_assert_uint_eq(outcome.why, 1U << DR_WHY_BUDGET);
	ck_assert_int_eq(verdict("true || names.exists(x, names.exists(y, x != y))"), DR_TRUE);
	ck_assert_int_eq(verdict("names.all(x, x == '')"), DR_TRUE);
}
END_TEST

START_TEST(long_strings_cost_steps)
{
	enum { LONG = 16384, MANY = 1000 };
	static char text[LONG];
	static dr_str items[MANY];
	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < MANY; i++) {
		items[i] = (dr_str){ text, sizeof(text) };
	}
	world.names = (dr_strs){ items, MANY };
	ck_assert_int_eq(verdict("names.exists(x, x.contains('b'))"), DR_UNDECIDED);
	ck_assert_int_eq(verdict("names.exists(x, x.contains('a'))"), DR_TRUE);
}
END_TEST

START_TEST(a_spent_arena_leaves_the_outcome_open)
{
	const dr_expr *expr = compile(arena, "(domain + domain).size() == 22");
	dr_arena *small = dr_arena_new(16);
	dr_outcome_of_expr outcome = dr_expr_eval(expr, &world.values, small);
	ck_assert_int_eq(outcome.verdict, DR_UNDECIDED);
	ck_assert_uint_eq(outcome.why, 1U << DR_WHY_BUDGET);
	dr_arena_free(small);
}
END_TEST

START_TEST(no_more_than_32_causes_are_kept)
{
	enum { MANY = 100 };
	static toy_term items[MANY];
	for (size_t i = 0; i < MANY; i++) {
		items[i].cost_status =
			(dr_status){ .why = DR_WHY_NETWORK, .question = (uint16_t)i };
	}
	world.spf.terms = (toy_terms){ items, MANY };
	dr_outcome_of_expr outcome = dr_expr_eval(compile(arena, "spf.terms.exists(t, t.cost > 1)"),
	                                          &world.values, arena);
	ck_assert_int_eq(outcome.verdict, DR_UNDECIDED);
	ck_assert_uint_eq(outcome.causes.len, 32);
	ck_assert_uint_eq(outcome.causes.items[31].status.question, 31);
}
END_TEST

START_TEST(a_common_condition_needs_no_memory)
{
	const dr_expr *expr =
		compile(arena, "has(dmarc.sp) && strength(dmarc.sp) < strength(dmarc.p) && "
	                       "dmarc.p in ['quarantine', 'reject'] && "
	                       "spf.terms.exists(t, t.kind == 'all')");
	dr_arena *scratch = dr_arena_new(0);
	ck_assert_int_eq(dr_expr_eval(expr, &world.values, scratch).verdict, DR_TRUE);
	ck_assert_uint_eq(dr_arena_used(scratch), 0);
	dr_arena_free(scratch);
}
END_TEST

START_TEST(a_long_value_is_cut_between_characters)
{
	static char text[2 * DR_LIMIT_TEMPLATE_VALUE];
	dr_buf out;
	text[0] = 'x';
	for (size_t i = 1; i + 1 < sizeof(text); i += 2) {
		memcpy(text + i, "\xC3\xA9", 2);
	}
	world.domain = (dr_str){ text, sizeof(text) - 1 };
	dr_buf_init(&out, arena);
	dr_template_write(compile_text(arena, DR_STR("<{domain}>")), &world.values, arena, &out);
	ck_assert_uint_eq(out.len, 1 + DR_LIMIT_TEMPLATE_VALUE - 1 + strlen("…") + 1);
	ck_assert(dr_str_ends(dr_buf_str(&out), DR_STR("é…>")));

	world.names = (dr_strs){ &world.domain, 1 };
	dr_buf_init(&out, arena);
	dr_template_write(compile_text(arena, DR_STR("{names}")), &world.values, arena, &out);
	ck_assert(dr_str_ends(dr_buf_str(&out), DR_STR("é…")));
}
END_TEST

START_TEST(every_function_is_described)
{
	static char page[32768];
	FILE *file = fopen("rules/EXPRESSIONS.md", "rb");
	ck_assert_ptr_nonnull(file);
	dr_str text = { page, fread(page, 1, sizeof(page), file) };
	fclose(file);
	size_t count = 0;
	for (const dr_function_doc *doc; (doc = dr_function_doc_at(count)) != NULL; count++) {
		ck_assert_uint_gt(strlen(doc->name), 0);
		ck_assert_ptr_nonnull(strstr(doc->signature, doc->name));
		ck_assert_msg(dr_str_search(text, dr_str_of(doc->name)) < text.len,
		              "rules/EXPRESSIONS.md does not tell of %s()", doc->name);
		ck_assert_uint_gt(strlen(doc->doc), 0);
	}
	ck_assert_uint_ge(count, 24);
	ck_assert_ptr_null(dr_function_doc_at(count + 1));
	ck_assert_str_eq(dr_function_doc_at(0)->name, "has");
}
END_TEST

UNIT_MAIN("expr", set_up, tear_down, blanks_newlines_and_comments_do_not_matter,
          every_kind_of_refusal_has_its_code,
          a_text_of_the_limit_compiles_and_one_more_octet_does_not,
          an_expression_says_which_variables_it_reads,
          a_later_condition_may_count_on_an_earlier_one, has_may_ask_for_64_facts_in_one_condition,
          a_value_has_a_type_and_may_be_absent, the_place_of_a_fact_is_known_when_the_fact_is,
          elements_are_visited_in_order, elements_are_left_out_where_a_condition_is_false,
          a_list_that_is_not_whole_is_undecided, too_many_steps_leave_the_outcome_open,
          long_strings_cost_steps, a_spent_arena_leaves_the_outcome_open,
          no_more_than_32_causes_are_kept, a_common_condition_needs_no_memory,
          a_long_value_is_cut_between_characters, every_function_is_described)
