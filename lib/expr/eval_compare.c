#include "expr/expr_priv.h"

bool expr_eval_pair(evaluator *ev, const step *s, value *a, value *b)
{
	const step *first = expr_first(s);
	bool known_a = expr_eval(ev, first, a);
	bool known_b = expr_eval(ev, first->end, b);
	return known_a && known_b;
}

bool expr_eval_equality(evaluator *ev, const step *s, value *out)
{
	value a, b;
	if (!expr_eval_pair(ev, s, &a, &b)) {
		return false;
	}
	bool equal = expr_equal(&a, &b, expr_first(s)->type->kind);
	out->b = equal == (s->kind == N_EQ);
	return true;
}

bool expr_accepts(node_kind kind, int c)
{
	/* Less, equal, greater. */
	static const bool ACCEPTS[N_COUNT][3] = {
		[N_EQ] = { false, true, false }, [N_NE] = { true, false, true },
		[N_LT] = { true, false, false }, [N_LE] = { true, true, false },
		[N_GT] = { false, false, true }, [N_GE] = { false, true, true },
	};
	return ACCEPTS[kind][c < 0 ? 0 : c == 0 ? 1 : 2];
}

bool expr_eval_order(evaluator *ev, const step *s, value *out)
{
	value a, b;
	dr_type_kind kind = expr_first(s)->type->kind;
	if (!expr_eval_pair(ev, s, &a, &b)) {
		return false;
	}
	if (kind == DR_T_DOUBLE && (a.d != a.d || b.d != b.d)) {
		return expr_fault(ev, s->node);
	}
	out->b = expr_accepts(s->kind, expr_compare(&a, &b, kind));
	return true;
}

/* Literals are UTF-8 as they stand; what a fact holds may have to be mended before it is compared.
 */
bool expr_is_literal_among(dr_str wanted, const value *list)
{
	const dr_str *items = list->list.items;
	for (size_t i = 0; i < list->list.len; i++) {
		if (dr_str_eq(wanted, items[i])) {
			return true;
		}
	}
	return false;
}

static bool is_among(evaluator *ev, const value *wanted, const value *list, const dr_type *type)
{
	for (size_t i = 0; i < list->list.len; i++) {
		value item;
		expr_load(ev, expr_item(list, type, i), type, &item);
		if (expr_equal(wanted, &item, type->kind)) {
			return true;
		}
	}
	return false;
}

/* An element that is found decides, even when the list is partial. */
bool expr_eval_in(evaluator *ev, const step *s, value *out)
{
	const mark before = expr_mark(ev);
	const step *operand = expr_first(s), *set = operand->end;
	bool literals = set->kind == N_CONST && operand->type->kind == DR_T_STRING;
	value wanted, list;
	if (!expr_eval_pair(ev, s, &wanted, &list)) {
		return false;
	}
	out->b = literals ? expr_is_literal_among(wanted.s, &list)
	                  : is_among(ev, &wanted, &list, operand->type);
	if (out->b) {
		expr_forget(ev, before);
		return true;
	}
	expr_charge(ev, list.list.len * 16);
	return !list.partial;
}

/* The text that the first operand reads as it stands; NULL when it is not known. */
static const dr_str *known_text(const evaluator *ev, const step *s)
{
	const step *read = expr_first(s);
	const char *variable = expr_variable_at(ev, read);
	return expr_status_at(read, variable).state == DR_KNOWN
	               ? (const dr_str *)(const void *)(variable + read->offset)
	               : NULL;
}

static bool equals_literal(evaluator *ev, const step *s, value *out)
{
	const dr_str *text = known_text(ev, s);
	if (text == NULL) {
		return expr_eval_equality(ev, s, out);
	}
	out->b = dr_str_eq(*text, expr_first(s)->end->constant.s) == (s->kind == N_EQ);
	return true;
}

static bool is_in_literals(evaluator *ev, const step *s, value *out)
{
	const dr_str *text = known_text(ev, s);
	if (text == NULL) {
		return expr_eval_in(ev, s, out);
	}
	const value *literals = &expr_first(s)->end->constant;
	out->b = expr_is_literal_among(*text, literals);
	expr_charge(ev, out->b ? 0 : literals->list.len * 16);
	return true;
}

static bool is_ascii_set(const value *list)
{
	const dr_str *items = list->list.items;
	for (size_t i = 0; i < list->list.len; i++) {
		if (!dr_str_is_ascii(items[i])) {
			return false;
		}
	}
	return true;
}

bool expr_has_literal(const step *s)
{
	const step *read = expr_first(s), *literal = read->end;
	if (read->kind != N_READ || read->type->kind != DR_T_STRING || literal->kind != N_CONST) {
		return false;
	}
	return s->kind == N_IN ? is_ascii_set(&literal->constant)
	                       : dr_str_is_ascii(literal->constant.s);
}

expr_run *expr_run_with_literal(const step *s)
{
	return !expr_has_literal(s) ? s->run : s->kind == N_IN ? is_in_literals : equals_literal;
}
