#include "expr/expr_priv.h"
#include <string.h>

/* Causes. */

void expr_begin(evaluator *ev, const dr_expr *expr, const dr_values *values, dr_arena *scratch,
                dr_cause *room)
{
	ev->values = values;
	ev->scratch = scratch;
	ev->text = expr->text;
	ev->steps = DR_LIMIT_EXPR_STEPS;
	ev->causes = room;
	ev->cause_count = 0;
	ev->why = 0;
	ev->regex = NULL;
}

mark expr_mark(const evaluator *ev)
{
	return (mark){ ev->cause_count, ev->why };
}

void expr_forget(evaluator *ev, mark m)
{
	ev->cause_count = m.count;
	ev->why = m.why;
}

static bool same_cause(const dr_cause *cause, dr_str path, dr_status status)
{
	return cause->status.state == status.state && cause->status.why == status.why &&
	       cause->status.question == status.question && dr_str_eq(cause->path, path);
}

void expr_note_unknown(evaluator *ev, dr_str path, dr_status status)
{
	ev->why |= (dr_why_set)1 << status.why;
	for (size_t i = 0; i < ev->cause_count; i++) {
		if (same_cause(&ev->causes[i], path, status)) {
			return;
		}
	}
	if (ev->cause_count < CAUSES_MAX) {
		ev->causes[ev->cause_count++] = (dr_cause){ path, status };
	}
}

void expr_note_fault(evaluator *ev, const node *n)
{
	expr_note_unknown(ev, dr_str_slice(ev->text, n->span),
	                  (dr_status){ .state = DR_UNKNOWN, .why = DR_WHY_ERROR });
}

void expr_note_spent(evaluator *ev)
{
	expr_note_unknown(ev, ev->text, (dr_status){ .state = DR_UNKNOWN, .why = DR_WHY_BUDGET });
}

void expr_charge(evaluator *ev, size_t octets)
{
	size_t steps = octets / 64;
	ev->steps -= steps < ev->steps ? steps : ev->steps;
}

/* Values in structs. */

static void load_bool(evaluator *ev, const void *at, value *out)
{
	(void)ev;
	out->b = *(const bool *)at;
}

static void load_int(evaluator *ev, const void *at, value *out)
{
	(void)ev;
	out->i = *(const int64_t *)at;
}

static void load_double(evaluator *ev, const void *at, value *out)
{
	(void)ev;
	out->d = *(const double *)at;
}

static void load_text(evaluator *ev, const void *at, value *out)
{
	out->s = expr_clean(ev->scratch, *(const dr_str *)at);
}

static void load_word(evaluator *ev, const void *at, value *out)
{
	(void)ev;
	out->s = *(const dr_str *)at;
}

static void load_list(evaluator *ev, const void *at, value *out)
{
	(void)ev;
	out->list = *(const dr_list *)at;
	out->partial = false;
}

static void load_record(evaluator *ev, const void *at, value *out)
{
	(void)ev;
	out->record = at;
}

expr_loader *expr_loader_of(const dr_type *type, bool is_closed)
{
	static expr_loader *const LOADERS[] = {
		[DR_T_BOOL] = load_bool,   [DR_T_INT] = load_int,   [DR_T_DOUBLE] = load_double,
		[DR_T_STRING] = load_text, [DR_T_LIST] = load_list, [DR_T_RECORD] = load_record,
	};
	return is_closed && type->kind == DR_T_STRING ? load_word : LOADERS[type->kind];
}

void expr_load(evaluator *ev, const void *at, const dr_type *type, value *out)
{
	expr_loader_of(type, false)(ev, at, out);
}

void expr_store(const value *v, const dr_type *type, void *at)
{
	switch (type->kind) {
	case DR_T_BOOL: *(bool *)at = v->b; break;
	case DR_T_INT: *(int64_t *)at = v->i; break;
	case DR_T_DOUBLE: *(double *)at = v->d; break;
	case DR_T_STRING: *(dr_str *)at = v->s; break;
	case DR_T_LIST: *(dr_list *)at = v->list; break;
	case DR_T_RECORD: memcpy(at, v->record, type->record->size); break;
	}
}

const void *expr_item(const value *list, const dr_type *type, size_t i)
{
	return (const char *)list->list.items + i * dr_type_size(type);
}

static int order(bool less, bool more)
{
	return (int)more - (int)less;
}

int expr_compare(const value *a, const value *b, dr_type_kind kind)
{
	switch (kind) {
	case DR_T_BOOL: return order(a->b<b->b, a->b> b->b);
	case DR_T_INT: return order(a->i<b->i, a->i> b->i);
	case DR_T_DOUBLE: return order(a->d<b->d, a->d> b->d);
	case DR_T_STRING: return dr_str_cmp(a->s, b->s);
	case DR_T_LIST:
	case DR_T_RECORD: break;
	}
	return 0;
}

bool expr_equal(const value *a, const value *b, dr_type_kind kind)
{
	if (kind == DR_T_STRING) {
		return dr_str_eq(a->s, b->s);
	}
	return kind == DR_T_DOUBLE ? a->d == b->d : expr_compare(a, b, kind) == 0;
}
