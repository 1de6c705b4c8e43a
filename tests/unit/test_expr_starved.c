/* expr without memory: the n-th allocation fails, whatever n. */
#include "toy_compile.h"

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

static const char *const EVERYTHING =
	"has(dmarc.sp) && strength(dmarc.sp) < strength(dmarc.p) && [n, 2].exists(x, x == 3) && "
	"spf.terms.filter(t, has(t.target)).map(t, t.target).join('\\n') != 'x' && "
	"domain.matches('^(?:[a-z]+\\\\.)*[[:alpha:]]{2,}$') && 'a' + domain != domain && "
	"(flag ? percent(ratio) : plural(n, 'a', 'b')).lowerAscii() == '50%' && spf.text != ''";

/* The n-th allocation fails: the compiler says so, whatever n. */
START_TEST(compiling_without_memory_fails_cleanly)
{
	size_t n = 1;
	for (int r = DR_ENOMEM; r != DR_OK; n++) {
		dr_arena *failing = dr_arena_new(0);
		const dr_expr *expr = NULL;
		const dr_template *template = NULL;
		dr_error err = { 0 };
		dr_arena_fail_at(failing, n);
		r = dr_expr_compile(failing, &TOY_VARIABLES, dr_str_of(EVERYTHING), &expr, &err);
		ck_assert_msg(r == DR_OK || (r == DR_ENOMEM && expr == NULL), "%zu: %d %s", n, r,
		              err.text);
		dr_arena_reset(failing);
		dr_arena_fail_at(failing, n);
		dr_str text = DR_STR("{names.join('-')} {{ {dmarc.p + domain} {n}");
		int t = dr_template_compile(failing, &TOY_VARIABLES, text, &template, NULL);
		ck_assert((t == DR_OK) == (template != NULL));
		ck_assert(t == DR_OK || t == DR_ENOMEM);
		dr_arena_free(failing);
		ck_assert_uint_lt(n, 10000);
	}
	ck_assert_uint_gt(n, 50);
}
END_TEST

/* The same for the evaluator: an outcome is right or open, never wrong. */
START_TEST(evaluating_without_memory_leaves_the_outcome_open)
{
	const dr_expr *expr = compile(arena, EVERYTHING);
	const dr_template *template =
		compile_text(arena, DR_STR("{names} {spf.text} {domain + domain}"));
	dr_verdict got = DR_UNDECIDED;
	size_t n = 1;
	for (; got == DR_UNDECIDED; n++) {
		dr_arena *failing = dr_arena_new(0);
		dr_buf out;
		dr_arena_fail_at(failing, n);
		dr_outcome_of_expr outcome = dr_expr_eval(expr, &world.values, failing);
		got = outcome.verdict;
		ck_assert_int_ne(got, DR_FALSE);
		ck_assert(got == DR_TRUE || (outcome.why & 1U << DR_WHY_BUDGET) != 0);
		dr_buf_init(&out, failing);
		dr_template_write(template, &world.values, failing, &out);
		dr_arena_free(failing);
		ck_assert_uint_lt(n, 1000);
	}
	ck_assert_uint_gt(n, 8);
}
END_TEST

UNIT_MAIN("expr_starved", set_up, tear_down, compiling_without_memory_fails_cleanly,
          evaluating_without_memory_leaves_the_outcome_open)
