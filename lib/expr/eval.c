#include "expr/expr_priv.h"

/* Reading. */

static const void *variable_at(const evaluator *ev, const node *n)
{
	return n->slot < SLOT_LOCAL ? ev->values->at[n->slot] : ev->locals[n->slot - SLOT_LOCAL];
}

static dr_status status_at(const node *n, const void *variable)
{
	if (variable == NULL) {
		return DR_STATUS_NOT_GIVEN;
	}
	return n->status < 0 ? DR_STATUS_KNOWN
	                     : *(const dr_status *)((const char *)variable + n->status);
}

static void load_fallback(const node *n, value *out)
{
	const dr_fallback *fallback = &n->field->fallback;
	switch (n->type->kind) {
	case DR_T_BOOL: out->b = fallback->b; break;
	case DR_T_INT: out->i = fallback->i; break;
	case DR_T_DOUBLE: out->d = fallback->d; break;
	case DR_T_STRING: out->s = dr_str_of(fallback->s); break;
	case DR_T_LIST:
	case DR_T_RECORD: break;
	}
}

static bool read_absent(evaluator *ev, const node *n, dr_status status, value *out)
{
	if (n->type->kind == DR_T_LIST) {
		out->list = (dr_list){ NULL, 0 };
		out->partial = false;
		return true;
	}
	if (n->field->fallback.given) {
		load_fallback(n, out);
		return true;
	}
	status.why = DR_WHY_ERROR;
	return expr_unknown(ev, n->path, status);
}

static bool read_partial(evaluator *ev, const node *n, dr_status status, const void *variable,
                         value *out)
{
	expr_note_unknown(ev, n->path, status);
	if (n->type->kind != DR_T_LIST) {
		return false;
	}
	expr_load(ev, (const char *)variable + n->offset, n->type, out);
	out->partial = true;
	return true;
}

static bool eval_read(evaluator *ev, const node *n, value *out)
{
	const void *variable = variable_at(ev, n);
	dr_status status = status_at(n, variable);
	if (status.state == DR_KNOWN) {
		expr_load(ev, (const char *)variable + n->offset, n->type, out);
		return true;
	}
	if (status.state == DR_ABSENT) {
		return read_absent(ev, n, status, out);
	}
	if (status.state == DR_PARTIAL) {
		return read_partial(ev, n, status, variable, out);
	}
	return expr_unknown(ev, n->path, status);
}

static bool eval_has(evaluator *ev, const node *n, value *out)
{
	dr_status status = status_at(n, variable_at(ev, n));
	out->b = status.state != DR_ABSENT;
	return status.state == DR_UNKNOWN ? expr_unknown(ev, n->path, status) : true;
}

static bool eval_const(evaluator *ev, const node *n, value *out)
{
	(void)ev;
	*out = n->constant;
	return true;
}

/* Logic. */

static bool eval_not(evaluator *ev, const node *n, value *out)
{
	bool known = expr_eval(ev, n->kids.items[0], out);
	out->b = known && !out->b;
	return known;
}

/* An operand that decides the outcome makes the unknown ones irrelevant. */
static bool eval_logic(evaluator *ev, const node *n, value *out)
{
	const bool decides = n->kind == N_OR;
	const mark before = expr_mark(ev);
	bool known = true;
	for (size_t i = 0; i < n->kids.len; i++) {
		value v;
		if (!expr_eval(ev, n->kids.items[i], &v)) {
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

static bool eval_ternary(evaluator *ev, const node *n, value *out)
{
	value condition;
	if (!expr_eval(ev, n->kids.items[0], &condition)) {
		return false;
	}
	return expr_eval(ev, n->kids.items[condition.b ? 1 : 2], out);
}

/* Comparison. */

static bool eval_equality(evaluator *ev, const node *n, value *out)
{
	value a, b;
	if (!expr_eval_pair(ev, n, &a, &b)) {
		return false;
	}
	bool equal = expr_equal(&a, &b, n->kids.items[0]->type->kind);
	out->b = equal == (n->kind == N_EQ);
	return true;
}

static bool eval_order(evaluator *ev, const node *n, value *out)
{
	/* Which results of a comparison an operator accepts: less, equal, greater. */
	static const bool ACCEPTS[N_COUNT][3] = {
		[N_LT] = { true, false, false },
		[N_LE] = { true, true, false },
		[N_GT] = { false, false, true },
		[N_GE] = { false, true, true },
	};
	value a, b;
	dr_type_kind kind = n->kids.items[0]->type->kind;
	if (!expr_eval_pair(ev, n, &a, &b)) {
		return false;
	}
	if (kind == DR_T_DOUBLE && (a.d != a.d || b.d != b.d)) {
		return expr_fault(ev, n);
	}
	int c = expr_compare(&a, &b, kind);
	out->b = ACCEPTS[n->kind][c < 0 ? 0 : c == 0 ? 1 : 2];
	return true;
}

/* An element that is found decides, even when the list is partial. */
static bool eval_in(evaluator *ev, const node *n, value *out)
{
	const mark before = expr_mark(ev);
	const dr_type *type = n->kids.items[0]->type;
	value wanted, list, item;
	if (!expr_eval_pair(ev, n, &wanted, &list)) {
		return false;
	}
	for (size_t i = 0; i < list.list.len; i++) {
		expr_load(ev, expr_item(&list, type, i), type, &item);
		if (expr_equal(&wanted, &item, type->kind)) {
			expr_forget(ev, before);
			out->b = true;
			return true;
		}
	}
	expr_charge(ev, list.list.len * 16);
	out->b = false;
	return !list.partial;
}

/* Calls and lists. */

static bool eval_call(evaluator *ev, const node *n, value *out)
{
	value args[PARAMS_MAX];
	bool known = true;
	for (size_t i = 0; i < n->kids.len; i++) {
		const node *arg = n->kids.items[i];
		known = expr_eval(ev, arg, &args[i]) && known;
		if (known && arg->type->kind == DR_T_LIST) {
			known = !args[i].partial;
		} else if (known && arg->type->kind == DR_T_STRING) {
			expr_charge(ev, args[i].s.len);
		}
	}
	return known && n->function->run(ev, n, args, out);
}

static bool eval_list(evaluator *ev, const node *n, value *out)
{
	const dr_type *type = n->type->elem;
	size_t size = dr_type_size(type);
	char *items = dr_arena_alloc_array(ev->scratch, n->kids.len, size);
	if (items == NULL) {
		return expr_spent(ev);
	}
	bool known = true;
	for (size_t i = 0; i < n->kids.len; i++) {
		value v;
		if (!expr_eval(ev, n->kids.items[i], &v)) {
			known = false;
		} else {
			expr_store(&v, type, items + i * size);
		}
	}
	out->list = (dr_list){ items, n->kids.len };
	out->partial = false;
	return known;
}

bool expr_eval_pair(evaluator *ev, const node *n, value *a, value *b)
{
	bool known_a = expr_eval(ev, n->kids.items[0], a);
	bool known_b = expr_eval(ev, n->kids.items[1], b);
	return known_a && known_b;
}

bool expr_eval(evaluator *ev, const node *n, value *out)
{
	static bool (*const EVALS[N_COUNT])(evaluator *, const node *, value *) = {
		[N_CONST] = eval_const,
		[N_READ] = eval_read,
		[N_HAS] = eval_has,
		[N_NOT] = eval_not,
		[N_NEG] = expr_eval_negative,
		[N_AND] = eval_logic,
		[N_OR] = eval_logic,
		[N_TERNARY] = eval_ternary,
		[N_LIST] = eval_list,
		[N_EQ] = eval_equality,
		[N_NE] = eval_equality,
		[N_LT] = eval_order,
		[N_LE] = eval_order,
		[N_GT] = eval_order,
		[N_GE] = eval_order,
		[N_IN] = eval_in,
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
	if (ev->steps == 0) {
		return expr_spent(ev);
	}
	ev->steps--;
	return EVALS[n->kind](ev, n, out);
}
