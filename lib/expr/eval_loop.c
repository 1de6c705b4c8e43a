#include "expr/expr_priv.h"

/* One pass over a list: the element is the loop's variable. */
typedef struct {
	const step *body; /* the first of what is evaluated for each element */
	value list;
	const dr_type *type; /* of the elements */
	size_t size;         /* of one */
	size_t next;
	const void **element;
	bool known; /* of every element so far */
} loop;

static bool begin(evaluator *ev, const step *s, loop *l)
{
	const step *list = expr_first(s);
	if (!expr_eval(ev, list, &l->list)) {
		return false;
	}
	l->body = list->end;
	l->type = list->type->elem;
	l->size = dr_type_size(l->type);
	l->next = 0;
	l->element = &ev->locals[s->slot - SLOT_LOCAL];
	l->known = true;
	return true;
}

/* Sets the variable to the next element; false behind the last, or when the steps are spent. */
static bool next(const evaluator *ev, loop *l)
{
	if (l->next == l->list.list.len || ev->steps == 0) {
		return false;
	}
	*l->element = (const char *)l->list.list.items + l->next++ * l->size;
	return true;
}

/* Whether the body is certainly `wanted` for the element. */
static bool gives(evaluator *ev, loop *l, bool wanted)
{
	value v;
	if (!expr_eval(ev, l->body, &v)) {
		l->known = false;
		return false;
	}
	return v.b == wanted;
}

/* Whether all is known of every element; notes the cause when there were no steps for all. */
static bool complete(evaluator *ev, const loop *l)
{
	return (l->next == l->list.list.len || expr_spent(ev)) && l->known;
}

bool expr_eval_quantifier(evaluator *ev, const step *s, value *out)
{
	const bool decides = s->kind == N_EXISTS;
	const mark before = expr_mark(ev);
	loop l;
	if (!begin(ev, s, &l)) {
		return false;
	}
	while (next(ev, &l)) {
		if (gives(ev, &l, decides)) {
			expr_forget(ev, before);
			out->b = decides;
			return true;
		}
	}
	out->b = !decides;
	return complete(ev, &l) && !l.list.partial;
}

bool expr_eval_exists_one(evaluator *ev, const step *s, value *out)
{
	loop l;
	size_t hits = 0;
	if (!begin(ev, s, &l)) {
		return false;
	}
	while (next(ev, &l)) {
		hits += gives(ev, &l, true);
	}
	out->b = hits == 1;
	return complete(ev, &l) && !l.list.partial;
}

/* The value that the current element adds to the result; false: none, or it is unknown. */
static bool collect_one(evaluator *ev, loop *l, const step *s, value *ret_value)
{
	const step *second = l->body->end;
	bool conditional = s->kind == N_FILTER || second != s->end;
	if (conditional && !gives(ev, l, true)) {
		return false;
	}
	if (s->kind == N_FILTER) {
		expr_load(ev, *l->element, l->type, ret_value);
		return true;
	}
	bool known = expr_eval(ev, conditional ? second : l->body, ret_value);
	l->known = l->known && known;
	return known;
}

bool expr_eval_collect(evaluator *ev, const step *s, value *out)
{
	loop l;
	if (!begin(ev, s, &l)) {
		return false;
	}
	size_t size = dr_type_size(s->type->elem);
	char *items = dr_arena_alloc_array(ev->scratch, l.list.list.len, size);
	if (items == NULL) {
		return expr_spent(ev);
	}
	expr_charge(ev, l.list.list.len * size);
	size_t count = 0;
	while (next(ev, &l)) {
		value v;
		if (collect_one(ev, &l, s, &v)) {
			expr_store(&v, s->type->elem, items + count++ * size);
		}
	}
	out->list = (dr_list){ items, count };
	out->partial = l.list.partial;
	return complete(ev, &l);
}
