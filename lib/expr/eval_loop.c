#include "expr/expr_priv.h"

/* One pass over a list: the element is the loop's variable. */
typedef struct {
	const node *n;
	value list;
	const dr_type *type; /* of the elements */
	size_t size;         /* of one */
	size_t i;
} loop;

static bool begin(evaluator *ev, const node *n, loop *l)
{
	const node *list = n->kids.items[0];
	if (!expr_eval(ev, list, &l->list)) {
		return false;
	}
	l->n = n;
	l->type = list->type->elem;
	l->size = dr_type_size(l->type);
	l->i = 0;
	return true;
}

/* Sets the variable to the next element; false behind the last, or when the steps are spent. */
static bool next(evaluator *ev, loop *l)
{
	if (l->i == l->list.list.len || ev->steps == 0) {
		return false;
	}
	ev->locals[l->n->slot - SLOT_LOCAL] = (const char *)l->list.list.items + l->i++ * l->size;
	return true;
}

/* Whether every element was visited; notes the cause when not. */
static bool complete(evaluator *ev, const loop *l)
{
	return l->i == l->list.list.len || expr_spent(ev);
}

bool expr_eval_quantifier(evaluator *ev, const node *n, value *out)
{
	const bool decides = n->kind == N_EXISTS;
	const mark before = expr_mark(ev);
	loop l;
	if (!begin(ev, n, &l)) {
		return false;
	}
	bool known = !l.list.partial;
	while (next(ev, &l)) {
		value v;
		if (!expr_eval(ev, n->kids.items[1], &v)) {
			known = false;
		} else if (v.b == decides) {
			expr_forget(ev, before);
			out->b = decides;
			return true;
		}
	}
	out->b = !decides;
	return complete(ev, &l) && known;
}

bool expr_eval_exists_one(evaluator *ev, const node *n, value *out)
{
	loop l;
	size_t hits = 0;
	if (!begin(ev, n, &l)) {
		return false;
	}
	bool known = !l.list.partial;
	while (next(ev, &l)) {
		value v;
		if (!expr_eval(ev, n->kids.items[1], &v)) {
			known = false;
		} else {
			hits += v.b;
		}
	}
	out->b = hits == 1;
	return complete(ev, &l) && known;
}

/* The value that the current element adds to the result, if any; false: unknown. */
static bool collect_one(evaluator *ev, const loop *l, bool *ret_take, value *ret_value)
{
	const node *n = l->n;
	bool conditional = n->kind == N_FILTER || n->kids.len == 3;
	value v = { .b = true };
	if (conditional && !expr_eval(ev, n->kids.items[1], &v)) {
		return false;
	}
	*ret_take = v.b;
	if (!v.b) {
		return true;
	}
	if (n->kind == N_MAP) {
		return expr_eval(ev, n->kids.items[n->kids.len - 1], ret_value);
	}
	expr_load(ev, ev->locals[n->slot - SLOT_LOCAL], l->type, ret_value);
	return true;
}

bool expr_eval_collect(evaluator *ev, const node *n, value *out)
{
	loop l;
	if (!begin(ev, n, &l)) {
		return false;
	}
	size_t size = dr_type_size(n->type->elem);
	char *items = dr_arena_alloc_array(ev->scratch, l.list.list.len, size);
	if (items == NULL) {
		return expr_spent(ev);
	}
	expr_charge(ev, l.list.list.len * size);
	size_t count = 0;
	bool known = true;
	while (next(ev, &l)) {
		bool take = false;
		value v;
		if (!collect_one(ev, &l, &take, &v)) {
			known = false;
		} else if (take) {
			expr_store(&v, n->type->elem, items + count++ * size);
		}
	}
	out->list = (dr_list){ items, count };
	out->partial = l.list.partial;
	return complete(ev, &l) && known;
}
