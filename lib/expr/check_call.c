#include "expr/expr_priv.h"

/* has(). */

static int check_has(checker *c, node *n)
{
	node *fact = n->kids.len == 1 ? n->kids.items[0] : NULL;
	if (fact == NULL || n->member || fact->kind != N_SELECT) {
		return dr_fail(c->err, DR_ETYPE, n->span,
		               "has() takes one fact, as in has(dmarc.sp)");
	}
	int r = expr_check(c, fact);
	if (r < 0) {
		return r;
	}
	if (fact->type->kind == DR_T_LIST) {
		return dr_fail(c->err, DR_ETYPE, fact->span,
		               "has() does not take lists; write size(%.*s) > 0",
		               DR_FMT(fact->path));
	}
	if (!fact->field->may_be_absent) {
		return dr_fail(c->err, DR_ETYPE, fact->span,
		               "%.*s is never absent, has() is not needed", DR_FMT(fact->path));
	}
	n->kind = N_HAS;
	n->slot = fact->slot;
	n->offset = fact->offset;
	n->status = fact->status;
	n->field = fact->field;
	n->path = fact->path;
	n->kids.len = 0;
	n->type = &DR_BOOL;
	return DR_OK;
}

/* Loops. */

static int check_loop_form(checker *c, const node *n, const macro *m)
{
	bool counts = n->kids.len == m->kids + 1 || (m->kind == N_MAP && n->kids.len == 4);
	if (!n->member || !counts || n->kids.items[1]->kind != N_NAME) {
		return dr_fail(c->err, DR_ETYPE, n->span, "%s() is written %s", m->doc.name,
		               m->doc.signature);
	}
	if (c->local_count == LOCALS_MAX) {
		return dr_fail(c->err, DR_ELIMIT, n->name_span,
		               "loops are nested too deeply; the limit is %d", LOCALS_MAX);
	}
	const node *name = n->kids.items[1];
	bool taken = false;
	for (unsigned i = 0; i < c->local_count; i++) {
		taken = taken || dr_str_eq(c->locals[i].name, name->name);
	}
	for (size_t i = 0; i < c->variables->count; i++) {
		taken = taken || dr_str_eq(dr_str_of(c->variables->items[i].name), name->name);
	}
	if (taken) {
		return dr_fail(c->err, DR_ENAME, name->span,
		               "'%.*s' is a variable already; choose another name",
		               DR_FMT(name->name));
	}
	return DR_OK;
}

static dr_str element_path(checker *c, const node *list, dr_str name)
{
	if (list->path.len == 0) {
		return name;
	}
	dr_buf path;
	dr_buf_init(&path, c->arena);
	dr_buf_addf(&path, "%.*s[]", DR_FMT(list->path));
	return dr_buf_str(&path);
}

/* The kids behind the name of the element, with the element as a variable. */
static int check_bodies(checker *c, node *n, const macro *m)
{
	const node *list = n->kids.items[0];
	dr_str name = n->kids.items[1]->name;
	n->slot = SLOT_LOCAL + c->local_count;
	c->locals[c->local_count++] = (local){ .name = name,
		                               .type = list->type->elem,
		                               .choices = list->choices,
		                               .path = element_path(c, list, name) };
	int r = DR_OK;
	for (size_t i = 2; r == DR_OK && i < n->kids.len; i++) {
		const node *body = n->kids.items[i];
		bool gives_value = m->kind == N_MAP && i == n->kids.len - 1;
		r = expr_check(c, n->kids.items[i]);
		if (r == DR_OK && !gives_value && body->type->kind != DR_T_BOOL) {
			r = dr_fail(c->err, DR_ETYPE, body->span,
			            "%s() takes a condition, found %s", m->doc.name,
			            dr_type_name(body->type));
		}
	}
	c->local_count--;
	return r;
}

static int check_loop(checker *c, node *n, const macro *m)
{
	int r;
	if ((r = check_loop_form(c, n, m)) < 0 || (r = expr_check(c, n->kids.items[0])) < 0) {
		return r;
	}
	const node *list = n->kids.items[0];
	if (list->type->kind != DR_T_LIST) {
		return dr_fail(c->err, DR_ETYPE, list->span, "%s() goes through a list, found %s",
		               m->doc.name, dr_type_name(list->type));
	}
	if ((r = check_bodies(c, n, m)) < 0) {
		return r;
	}
	const node *body = n->kids.items[n->kids.len - 1];
	n->kind = m->kind;
	n->path = list->path;
	n->type = &DR_BOOL;
	if (m->kind == N_FILTER) {
		n->type = list->type;
		n->choices = list->choices;
	} else if (m->kind == N_MAP) {
		n->type = expr_list_of(body->type);
		n->choices = body->choices;
	}
	if (n->type == NULL) {
		return dr_fail(c->err, DR_ETYPE, body->span, "lists of lists are not supported");
	}
	for (size_t i = 1; i + 1 < n->kids.len; i++) {
		n->kids.items[i] = n->kids.items[i + 1];
	}
	n->kids.len--;
	return DR_OK;
}

/* Functions. */

static bool fits(const function *f, const node *n)
{
	size_t i = 0;
	for (; i < n->kids.len; i++) {
		const dr_type *want = i < PARAMS_MAX ? f->params[i] : NULL;
		const dr_type *given = n->kids.items[i]->type;
		if (want == NULL) {
			return false;
		}
		bool any_list = want == &EXPR_ANY_LIST && given->kind == DR_T_LIST;
		if (!any_list && !dr_type_eq(want, given)) {
			return false;
		}
	}
	return i == PARAMS_MAX || f->params[i] == NULL;
}

static int no_function(checker *c, const node *n)
{
	const char *names[64];
	size_t count = 0;
	for (size_t i = 0; i < EXPR_MACRO_COUNT && count < DR_COUNT(names); i++) {
		names[count++] = EXPR_MACROS[i].doc.name;
	}
	for (size_t i = 0; i < EXPR_FUNCTION_COUNT && count < DR_COUNT(names); i++) {
		names[count++] = EXPR_FUNCTIONS[i].doc.name;
	}
	const char *near = dr_suggest(names, count, n->name);
	return dr_fail(c->err, DR_ENAME, n->name_span, "no function '%.*s'%s%s%s", DR_FMT(n->name),
	               near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
	               near != NULL ? "'?" : "");
}

static int wrong_arguments(checker *c, const node *n, const function *f)
{
	dr_buf given;
	dr_buf_init(&given, c->arena);
	for (size_t i = 0; i < n->kids.len; i++) {
		dr_buf_addf(&given, "%s%s", i > 0 ? ", " : "",
		            dr_type_name(n->kids.items[i]->type));
	}
	return dr_fail(c->err, DR_ETYPE, n->span, "%s does not fit (%.*s)", f->doc.signature,
	               DR_FMT(dr_buf_str(&given)));
}

static int wrong_form(checker *c, const node *n, const function *f)
{
	return dr_fail(c->err, DR_ETYPE, n->span, "%s() is written %s", f->doc.name,
	               f->doc.signature);
}

static int apply(checker *c, node *n, const function *f)
{
	if (f->form != FORM_BOTH && n->member != (f->form == FORM_MEMBER)) {
		return wrong_form(c, n, f);
	}
	int r = expr_check_choice(c, f->choices, n->name, n->kids.items[0]);
	if (r < 0) {
		return r;
	}
	n->function = f;
	n->type = f->result;
	return f->prepare != NULL ? f->prepare(c->arena, n, c->err) : DR_OK;
}

static const macro *find_macro(dr_str name)
{
	for (size_t i = 0; i < EXPR_MACRO_COUNT; i++) {
		if (dr_str_eq(dr_str_of(EXPR_MACROS[i].doc.name), name)) {
			return &EXPR_MACROS[i];
		}
	}
	return NULL;
}

/* The next function of the name at or behind `from`; NULL when there is none. */
static const function *find_function(dr_str name, const function *from)
{
	for (; from < EXPR_FUNCTIONS + EXPR_FUNCTION_COUNT; from++) {
		if (dr_str_eq(dr_str_of(from->doc.name), name)) {
			return from;
		}
	}
	return NULL;
}

int expr_check_call(checker *c, node *n)
{
	const macro *m = find_macro(n->name);
	if (m != NULL) {
		return m->kind == N_HAS ? check_has(c, n) : check_loop(c, n, m);
	}
	const function *first = find_function(n->name, EXPR_FUNCTIONS);
	if (first == NULL) {
		return no_function(c, n);
	}
	for (size_t i = 0; i < n->kids.len; i++) {
		int r = expr_check(c, n->kids.items[i]);
		if (r < 0) {
			return r;
		}
	}
	for (const function *f = first; f != NULL; f = find_function(n->name, f + 1)) {
		if (fits(f, n)) {
			return apply(c, n, f);
		}
	}
	return wrong_arguments(c, n, first);
}
