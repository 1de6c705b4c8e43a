#include "expr/expr_priv.h"

/* Compiling. */

static int parse_and_check(checker *c, node **ret_root)
{
	lexer lx = { .c = dr_cursor_of(c->text), .arena = c->arena, .err = c->err };
	if (c->text.len > DR_LIMIT_EXPR_TEXT) {
		return dr_fail(c->err, DR_ELIMIT, ((dr_span){ DR_LIMIT_EXPR_TEXT, 1 }),
		               "an expression has at most %d octets", DR_LIMIT_EXPR_TEXT);
	}
	int r = expr_parse(&lx, TK_END, ret_root);
	return r < 0 ? r : expr_check(c, *ret_root);
}

static int finish(checker *c, const node *root, const guards *proven, const dr_expr **ret_expr)
{
	dr_expr *expr = dr_arena_new_of(c->arena, dr_expr);
	const step *code = expr_emit(c->arena, root);
	if (expr == NULL || code == NULL || dr_arena_failed(c->arena)) {
		return dr_fail(c->err, DR_ENOMEM, DR_NOWHERE, "out of memory");
	}
	*expr = (dr_expr){
		.text = c->text, .root = root, .code = code, .reads = c->reads, .guards = proven
	};
	if (proven != NULL) {
		expr->screens = expr_screens_of(c->arena, code);
	}
	*ret_expr = expr;
	return DR_OK;
}

int dr_expr_compile_after(dr_arena *arena, const dr_variables *variables, const dr_expr *earlier,
                          dr_str text, const dr_expr **ret_expr, dr_error *err)
{
	checker c = { .arena = arena, .variables = variables, .text = text, .err = err };
	node *root;
	int r = parse_and_check(&c, &root);
	if (r < 0) {
		return r;
	}
	if (root->type->kind != DR_T_BOOL) {
		return dr_fail(err, DR_ETYPE, root->span,
		               "a condition is true or false, this is a %s",
		               dr_type_name(root->type));
	}
	guards *proven = dr_arena_new_of(arena, guards);
	if (proven == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "out of memory");
	}
	if (earlier != NULL && earlier->guards != NULL) {
		*proven = *earlier->guards;
	}
	r = expr_check_defined(proven, root, err);
	return r < 0 ? r : finish(&c, root, proven, ret_expr);
}

int dr_expr_compile(dr_arena *arena, const dr_variables *variables, dr_str text,
                    const dr_expr **ret_expr, dr_error *err)
{
	return dr_expr_compile_after(arena, variables, NULL, text, ret_expr, err);
}

int dr_expr_compile_value(dr_arena *arena, const dr_variables *variables, dr_str text,
                          const dr_expr **ret_expr, const dr_type **ret_type, dr_error *err)
{
	checker c = { .arena = arena, .variables = variables, .text = text, .err = err };
	node *root;
	int r = parse_and_check(&c, &root);
	r = r < 0 ? r : finish(&c, root, NULL, ret_expr);
	if (r == DR_OK) {
		*ret_type = root->type;
	}
	return r;
}

uint32_t dr_expr_reads(const dr_expr *expr)
{
	return expr->reads;
}

/* Evaluating. */

static void give_causes(evaluator *ev, dr_outcome_of_expr *outcome)
{
	outcome->verdict = DR_UNDECIDED;
	outcome->causes.items = dr_arena_copy_octets(ev->scratch, ev->causes,
	                                             ev->cause_count * sizeof(*ev->causes));
	outcome->causes.len = outcome->causes.items != NULL ? ev->cause_count : 0;
	if (dr_arena_failed(ev->scratch)) {
		ev->why |= (dr_why_set)1 << DR_WHY_BUDGET;
	}
	outcome->why = ev->why;
}

dr_outcome_of_expr dr_expr_eval(const dr_expr *expr, const dr_values *values, dr_arena *scratch)
{
	dr_outcome_of_expr outcome = { 0 };
	dr_cause room[CAUSES_MAX];
	evaluator ev;
	value v;
	if (expr_is_refuted(&expr->screens, values)) {
		return outcome;
	}
	expr_begin(&ev, expr, values, scratch, room);
	if (expr_eval(&ev, expr->code, &v) && !dr_arena_failed(scratch)) {
		outcome.verdict = v.b ? DR_TRUE : DR_FALSE;
	} else {
		give_causes(&ev, &outcome);
	}
	return outcome;
}

/* The list of an expression, of which all that is known stands in `ret_list`; the causes when that
 * is not all. */
static dr_outcome_of_expr list_of(const dr_expr *expr, const dr_values *values, dr_arena *scratch,
                                  dr_list *ret_list)
{
	dr_outcome_of_expr outcome = { .verdict = DR_TRUE };
	dr_cause room[CAUSES_MAX];
	evaluator ev;
	value v;
	expr_begin(&ev, expr, values, scratch, room);
	bool known = expr_eval(&ev, expr->code, &v);
	*ret_list = known ? v.list : (dr_list){ NULL, 0 };
	if (!known || v.partial) {
		give_causes(&ev, &outcome);
	}
	return outcome;
}

/* Whether a condition is true or unknown. */
static bool may_hold(evaluator *ev, const dr_expr *expr)
{
	value v;
	if (expr_is_refuted(&expr->screens, ev->values)) {
		return false;
	}
	ev->steps = DR_LIMIT_EXPR_STEPS;
	ev->cause_count = 0;
	return !expr_eval(ev, expr->code, &v) || v.b || dr_arena_failed(ev->scratch);
}

dr_verdict dr_expr_each(const dr_expr *expr, const dr_expr *where, size_t variable,
                        dr_values *values, dr_arena *scratch, dr_expr_element fn, void *self,
                        dr_outcome_of_expr *ret_outcome)
{
	const size_t size = dr_type_size(expr->code->type->elem);
	dr_cause room[CAUSES_MAX];
	evaluator ev;
	dr_list list;
	*ret_outcome = list_of(expr, values, scratch, &list);
	if (where != NULL) {
		expr_begin(&ev, where, values, scratch, room);
	}
	for (size_t i = 0; i < list.len; i++) {
		const void *element = (const char *)list.items + i * size;
		if (where != NULL) {
			values->at[variable] = element;
		}
		if (where == NULL || may_hold(&ev, where)) {
			fn(self, i, element);
		}
	}
	if (where != NULL) {
		values->at[variable] = NULL;
	}
	return ret_outcome->verdict;
}

bool dr_expr_place(const dr_expr *expr, const dr_values *values, dr_place *ret_place)
{
	const node *n = expr->root;
	if (n->kind != N_READ || n->field == NULL || !n->field->placed) {
		return false;
	}
	const char *variable = values->at[n->slot];
	if (variable == NULL) {
		return false;
	}
	const char *record = variable + n->offset - n->field->offset;
	if (dr_field_status(n->field, record).state != DR_KNOWN) {
		return false;
	}
	*ret_place = *(const dr_place *)(record + n->field->place);
	return true;
}
