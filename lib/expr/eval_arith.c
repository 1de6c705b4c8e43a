#include "expr/expr_priv.h"
#include <string.h>

static bool add_int(int64_t a, int64_t b, int64_t *out)
{
	bool over = (b > 0 && a > INT64_MAX - b) || (b < 0 && a < INT64_MIN - b);
	*out = over ? 0 : a + b;
	return !over;
}

static bool sub_int(int64_t a, int64_t b, int64_t *out)
{
	bool over = (b < 0 && a > INT64_MAX + b) || (b > 0 && a < INT64_MIN + b);
	*out = over ? 0 : a - b;
	return !over;
}

static uint64_t magnitude(int64_t x)
{
	return x < 0 ? (uint64_t)0 - (uint64_t)x : (uint64_t)x;
}

static bool mul_int(int64_t a, int64_t b, int64_t *out)
{
	bool negative = (a < 0) != (b < 0);
	uint64_t limit = negative ? (uint64_t)1 << 63 : (uint64_t)INT64_MAX;
	if (b != 0 && magnitude(a) > limit / magnitude(b)) {
		return false;
	}
	*out = (int64_t)((uint64_t)a * (uint64_t)b);
	return true;
}

static bool div_int(int64_t a, int64_t b, int64_t *out)
{
	bool bad = b == 0 || (a == INT64_MIN && b == -1);
	*out = bad ? 0 : a / b;
	return !bad;
}

static bool mod_int(int64_t a, int64_t b, int64_t *out)
{
	bool bad = b == 0 || (a == INT64_MIN && b == -1);
	*out = bad ? 0 : a % b;
	return !bad;
}

static double add_double(double a, double b)
{
	return a + b;
}

static double sub_double(double a, double b)
{
	return a - b;
}

static double mul_double(double a, double b)
{
	return a * b;
}

static double div_double(double a, double b)
{
	return a / b;
}

static const struct {
	bool (*ints)(int64_t, int64_t, int64_t *);
	double (*doubles)(double, double);
} ARITHMETIC[N_COUNT] = {
	[N_ADD] = { add_int, add_double }, [N_SUB] = { sub_int, sub_double },
	[N_MUL] = { mul_int, mul_double }, [N_DIV] = { div_int, div_double },
	[N_MOD] = { mod_int, NULL },
};

static bool concatenate(evaluator *ev, dr_str a, dr_str b, value *out)
{
	char *joined = dr_arena_alloc(ev->scratch, a.len + b.len);
	if (joined == NULL) {
		return expr_spent(ev);
	}
	if (a.len > 0) {
		memcpy(joined, a.ptr, a.len);
	}
	if (b.len > 0) {
		memcpy(joined + a.len, b.ptr, b.len);
	}
	expr_charge(ev, a.len + b.len);
	out->s = (dr_str){ joined, a.len + b.len };
	return true;
}

bool expr_eval_arithmetic(evaluator *ev, const step *s, value *out)
{
	value a, b;
	if (!expr_eval_pair(ev, s, &a, &b)) {
		return false;
	}
	if (s->type->kind == DR_T_STRING) {
		return concatenate(ev, a.s, b.s, out);
	}
	if (s->type->kind == DR_T_DOUBLE) {
		out->d = ARITHMETIC[s->kind].doubles(a.d, b.d);
		return true;
	}
	return ARITHMETIC[s->kind].ints(a.i, b.i, &out->i) || expr_fault(ev, s->node);
}

bool expr_eval_negative(evaluator *ev, const step *s, value *out)
{
	value v;
	if (!expr_eval(ev, expr_first(s), &v)) {
		return false;
	}
	if (s->type->kind == DR_T_DOUBLE) {
		out->d = -v.d;
		return true;
	}
	return sub_int(0, v.i, &out->i) || expr_fault(ev, s->node);
}
