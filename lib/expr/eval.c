#include "expr/expr_priv.h"

/* Reading. */

static void load_fallback(const step *s, value *out)
{
	const dr_fallback *fallback = &s->node->field->fallback;
	switch (s->type->kind) {
	case DR_T_BOOL: out->b = fallback->b; break;
	case DR_T_INT: out->i = fallback->i; break;
	case DR_T_DOUBLE: out->d = fallback->d; break;
	case DR_T_STRING: out->s = dr_str_of(fallback->s); break;
	case DR_T_LIST:
	case DR_T_RECORD: break;
	}
}

static bool read_absent(evaluator *ev, const step *s, dr_status status, value *out)
{
	if (s->type->kind == DR_T_LIST) {
		out->list = (dr_list){ NULL, 0 };
		out->partial = false;
		return true;
	}
	if (s->node->field->fallback.given) {
		load_fallback(s, out);
		return true;
	}
	status.why = DR_WHY_ERROR;
	return expr_unknown(ev, s->node->path, status);
}

static bool read_partial(evaluator *ev, const step *s, dr_status status, const void *variable,
                         value *out)
{
	expr_note_unknown(ev, s->node->path, status);
	if (s->type->kind != DR_T_LIST) {
		return false;
	}
	s->load(ev, (const char *)variable + s->offset, out);
	out->partial = true;
	return true;
}

static bool read_unknown(evaluator *ev, const step *s, dr_status status, const void *variable,
                         value *out)
{
	if (status.state == DR_ABSENT) {
		return read_absent(ev, s, status, out);
	}
	if (status.state == DR_PARTIAL) {
		return read_partial(ev, s, status, variable, out);
	}
	return expr_unknown(ev, s->node->path, status);
}

static bool eval_read(evaluator *ev, const step *s, value *out)
{
	const void *variable = expr_variable_at(ev, s);
	dr_status status = expr_status_at(s, variable);
	if (status.state != DR_KNOWN) {
		return read_unknown(ev, s, status, variable, out);
	}
	s->load(ev, (const char *)variable + s->offset, out);
	return true;
}

static bool eval_has(evaluator *ev, const step *s, value *out)
{
	dr_status status = expr_status_at(s, expr_variable_at(ev, s));
	out->b = status.state != DR_ABSENT;
	return status.state == DR_UNKNOWN ? expr_unknown(ev, s->node->path, status) : true;
}

static bool eval_const(evaluator *ev, const step *s, value *out)
{
	(void)ev;
	*out = s->constant;
	return true;
}

/* Logic. */

static bool eval_not(evaluator *ev, const step *s, value *out)
{
	bool known = expr_eval(ev, expr_first(s), out);
	out->b = known && !out->b;
	return known;
}

/* An operand that decides the outcome makes the unknown ones irrelevant. */
static bool eval_logic(evaluator *ev, const step *s, value *out)
{
	const bool decides = s->kind == N_OR;
	const mark before = expr_mark(ev);
	bool known = true;
	for (const step *o = expr_first(s); o != s->end; o = o->end) {
		value v;
		if (!expr_eval(ev, o, &v)) {
			known = false;
		} else if (v.b == decides) {
			expr_forget(ev, before);
			out->b = decides;
			return true;
		}
	}
	out->b = !decides;
	return known;
}

static bool eval_ternary(evaluator *ev, const step *s, value *out)
{
	const step *condition = expr_first(s), *yes = condition->end, *no = yes->end;
	value holds;
	return expr_eval(ev, condition, &holds) && expr_eval(ev, holds.b ? yes : no, out);
}

/* Calls and lists. */

static bool eval_call(evaluator *ev, const step *s, value *out)
{
	value args[PARAMS_MAX];
	bool known = true;
	size_t count = 0;
	for (const step *o = expr_first(s); o != s->end; o = o->end) {
		value *arg = &args[count++];
		known = expr_eval(ev, o, arg) && known;
		if (known && o->type->kind == DR_T_LIST) {
			known = !arg->partial;
		} else if (known && o->type->kind == DR_T_STRING) {
			expr_charge(ev, arg->s.len);
		}
	}
	return known && s->node->function->run(ev, s->node, args, out);
}

static bool eval_list(evaluator *ev, const step *s, value *out)
{
	const dr_type *type = s->type->elem;
	size_t size = dr_type_size(type), count = 0;
	char *items = dr_arena_alloc_array(ev->scratch, s->node->kids.len, size);
	if (items == NULL) {
		return expr_spent(ev);
	}
	bool known = true;
	for (const step *o = expr_first(s); o != s->end; o = o->end) {
		value v;
		if (!expr_eval(ev, o, &v)) {
			known = false;
		} else {
			expr_store(&v, type, items + count++ * size);
		}
	}
	out->list = (dr_list){ items, count };
	out->partial = false;
	return known;
}

expr_run *const EXPR_RUNS[N_COUNT] = {
	[N_CONST] = eval_const,
	[N_READ] = eval_read,
	[N_HAS] = eval_has,
	[N_NOT] = eval_not,
	[N_NEG] = expr_eval_negative,
	[N_AND] = eval_logic,
	[N_OR] = eval_logic,
	[N_TERNARY] = eval_ternary,
	[N_LIST] = eval_list,
	[N_EQ] = expr_eval_equality,
	[N_NE] = expr_eval_equality,
	[N_LT] = expr_eval_order,
	[N_LE] = expr_eval_order,
	[N_GT] = expr_eval_order,
	[N_GE] = expr_eval_order,
	[N_IN] = expr_eval_in,
	[N_ADD] = expr_eval_arithmetic,
	[N_SUB] = expr_eval_arithmetic,
	[N_MUL] = expr_eval_arithmetic,
	[N_DIV] = expr_eval_arithmetic,
	[N_MOD] = expr_eval_arithmetic,
	[N_EXISTS] = expr_eval_quantifier,
	[N_ALL] = expr_eval_quantifier,
	[N_EXISTS_ONE] = expr_eval_exists_one,
	[N_FILTER] = expr_eval_collect,
	[N_MAP] = expr_eval_collect,
	[N_CALL] = eval_call,
};

bool expr_eval(evaluator *ev, const step *s, value *out)
{
	if (ev->steps == 0) {
		return expr_spent(ev);
	}
	ev->steps--;
	return s->run(ev, s, out);
}
