#include "expr/expr_priv.h"

static const dr_type BOOLS = { .kind = DR_T_LIST, .elem = &DR_BOOL };
static const dr_type INTS = { .kind = DR_T_LIST, .elem = &DR_INT };
static const dr_type DOUBLES = { .kind = DR_T_LIST, .elem = &DR_DOUBLE };

const dr_type *expr_list_of(const dr_type *elem)
{
	static const dr_type *const LISTS[] = {
		[DR_T_BOOL] = &BOOLS,        [DR_T_INT] = &INTS, [DR_T_DOUBLE] = &DOUBLES,
		[DR_T_STRING] = &DR_STRINGS, [DR_T_LIST] = NULL,
	};
	return elem->kind == DR_T_RECORD ? &elem->record->list : LISTS[elem->kind];
}

/* Names. */

static int unknown_name(checker *c, const node *n)
{
	const char *names[DR_VARIABLES_MAX + LOCALS_MAX];
	size_t count = 0;
	for (; count < c->variables->count; count++) {
		names[count] = c->variables->items[count].name;
	}
	const char *near = dr_suggest(names, count, n->name);
	return dr_fail(c->err, DR_ENAME, n->name_span, "no variable '%.*s'%s%s%s", DR_FMT(n->name),
	               near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
	               near != NULL ? "'?" : "");
}

static int read_local(node *n, const local *l, unsigned slot)
{
	n->kind = N_READ;
	n->slot = slot;
	n->type = l->type;
	n->choices = l->choices;
	n->path = l->path;
	return DR_OK;
}

static int check_name(checker *c, node *n)
{
	for (unsigned i = c->local_count; i-- > 0;) {
		if (dr_str_eq(c->locals[i].name, n->name)) {
			return read_local(n, &c->locals[i], SLOT_LOCAL + i);
		}
	}
	for (unsigned i = 0; i < c->variables->count; i++) {
		const dr_variable *variable = &c->variables->items[i];
		if (dr_str_eq(dr_str_of(variable->name), n->name)) {
			c->reads |= (uint32_t)1 << i;
			return read_local(n,
			                  &(local){ .type = variable->type,
			                            .path = dr_str_of(variable->name) },
			                  i);
		}
	}
	return unknown_name(c, n);
}

static int no_fact(checker *c, const node *n, const dr_schema *schema)
{
	const char *near = dr_schema_suggest(schema, n->name);
	return dr_fail(c->err, DR_ENAME, n->name_span, "no fact '%.*s' in %s%s%s%s",
	               DR_FMT(n->name), schema->name, near != NULL ? "; did you mean '" : "",
	               near != NULL ? near : "", near != NULL ? "'?" : "");
}

static int no_facts_in(checker *c, const node *n, const node *of)
{
	if (of->type->kind == DR_T_LIST) {
		return dr_fail(c->err, DR_ETYPE, n->name_span,
		               "a list has no facts, its elements have; write "
		               "list.exists(x, x.%.*s …)",
		               DR_FMT(n->name));
	}
	return dr_fail(c->err, DR_ETYPE, n->name_span, "a value of type %s has no facts",
	               dr_type_name(of->type));
}

/* `record.fact` becomes one reading with the offset from the start of the variable. */
static int check_select(checker *c, node *n)
{
	const node *of = n->kids.items[0];
	int r = expr_check(c, n->kids.items[0]);
	if (r < 0) {
		return r;
	}
	if (of->type->kind != DR_T_RECORD) {
		return no_facts_in(c, n, of);
	}
	if (of->kind != N_READ) {
		return dr_fail(c->err, DR_ETYPE, of->span,
		               "facts are read from variables and elements only");
	}
	const dr_field *field = dr_schema_find(of->type->record, n->name);
	if (field == NULL) {
		return no_fact(c, n, of->type->record);
	}
	dr_buf path;
	dr_buf_init(&path, c->arena);
	dr_buf_add(&path, of->path);
	dr_buf_add_char(&path, '.');
	dr_buf_add(&path, dr_str_of(field->name));
	n->kind = N_READ;
	n->slot = of->slot;
	n->offset = of->offset + field->offset;
	n->status = field->status < 0 ? -1 : (ptrdiff_t)of->offset + field->status;
	n->field = field;
	n->type = field->type;
	n->choices = field->choices;
	n->path = dr_buf_str(&path);
	return DR_OK;
}

/* Closed sets. */

static int not_a_choice(checker *c, const char *const *choices, dr_str subject, const node *n,
                        dr_str given)
{
	size_t count = 0;
	dr_buf all;
	dr_buf_init(&all, c->arena);
	for (; choices[count] != NULL; count++) {
		dr_buf_addf(&all, "%s%s", count > 0 ? ", " : "", choices[count]);
	}
	const char *near = dr_suggest(choices, count, given);
	if (near != NULL) {
		return dr_fail(c->err, DR_ETYPE, n->span,
		               "%.*s is never '%.*s'; did you mean '%s'?", DR_FMT(subject),
		               DR_FMT(given), near);
	}
	return dr_fail(c->err, DR_ETYPE, n->span, "%.*s is never '%.*s'; it is one of %.*s",
	               DR_FMT(subject), DR_FMT(given), DR_FMT(dr_buf_str(&all)));
}

int expr_check_choice(checker *c, const char *const *choices, dr_str subject, const node *n)
{
	if (choices == NULL) {
		return DR_OK;
	}
	if (n->kind == N_CONST && n->type->kind == DR_T_STRING &&
	    !dr_choices_hold(choices, n->constant.s)) {
		return not_a_choice(c, choices, subject, n, n->constant.s);
	}
	if (n->kind == N_TERNARY) {
		int r = expr_check_choice(c, choices, subject, n->kids.items[1]);
		return r < 0 ? r : expr_check_choice(c, choices, subject, n->kids.items[2]);
	}
	if (n->kind == N_CONST && n->type->kind == DR_T_LIST) {
		for (size_t i = 0; i < n->kids.len; i++) {
			int r = expr_check_choice(c, choices, subject, n->kids.items[i]);
			if (r < 0) {
				return r;
			}
		}
	}
	return DR_OK;
}

/* What a message calls the fact with the closed set. */
static dr_str subject_of(const checker *c, const node *n)
{
	return n->kind == N_READ ? n->path : dr_str_slice(c->text, n->span);
}

static int check_choices(checker *c, const node *a, const node *b)
{
	int r = expr_check_choice(c, a->choices, subject_of(c, a), b);
	return r < 0 ? r : expr_check_choice(c, b->choices, subject_of(c, b), a);
}

/* Operators. */

static int check_kids(checker *c, node *n)
{
	for (size_t i = 0; i < n->kids.len; i++) {
		int r = expr_check(c, n->kids.items[i]);
		if (r < 0) {
			return r;
		}
	}
	return DR_OK;
}

static int check_bool(checker *c, const node *n, const char *what)
{
	if (n->type->kind == DR_T_BOOL) {
		return DR_OK;
	}
	return dr_fail(c->err, DR_ETYPE, n->span, "%s takes conditions, found %s", what,
	               dr_type_name(n->type));
}

static int check_const(checker *c, node *n)
{
	(void)c;
	(void)n;
	return DR_OK;
}

static int check_logic(checker *c, node *n)
{
	static const char *const WORDS[N_COUNT] = {
		[N_NOT] = "'!'",
		[N_AND] = "'&&'",
		[N_OR] = "'||'",
	};
	int r = check_kids(c, n);
	for (size_t i = 0; r == DR_OK && i < n->kids.len; i++) {
		r = check_bool(c, n->kids.items[i], WORDS[n->kind]);
	}
	n->type = &DR_BOOL;
	return r;
}

static int check_negative(checker *c, node *n)
{
	const node *operand = n->kids.items[0];
	int r = check_kids(c, n);
	if (r < 0) {
		return r;
	}
	n->type = operand->type;
	if (n->type->kind != DR_T_INT && n->type->kind != DR_T_DOUBLE) {
		return dr_fail(c->err, DR_ETYPE, n->span, "'-' takes int or double, found %s",
		               dr_type_name(n->type));
	}
	return DR_OK;
}

static bool is_number(const dr_type *type)
{
	return type->kind == DR_T_INT || type->kind == DR_T_DOUBLE;
}

static int two_types(checker *c, const node *n, const char *what, const node *a, const node *b)
{
	if (dr_type_eq(a->type, b->type)) {
		return DR_OK;
	}
	bool mixed = is_number(a->type) && is_number(b->type);
	return dr_fail(c->err, DR_ETYPE, n->span,
	               "%s takes two values of one type, found %s and %s%s", what,
	               dr_type_name(a->type), dr_type_name(b->type),
	               mixed ? "; write 1.0 for 1, or double(x)" : "");
}

static int check_ternary(checker *c, node *n)
{
	const node *yes = n->kids.items[1], *no = n->kids.items[2];
	int r;
	if ((r = check_kids(c, n)) < 0 || (r = check_bool(c, n->kids.items[0], "'?'")) < 0 ||
	    (r = two_types(c, n, "'? :'", yes, no)) < 0) {
		return r;
	}
	n->type = yes->type;
	n->choices = yes->choices == no->choices ? yes->choices : NULL;
	n->path = yes->path;
	return DR_OK;
}

#define KIND(x) (1U << DR_T_##x)
/* Which kinds of values an operator takes two of. */
static const struct {
	unsigned kinds;
	const char *words;
	bool compares; /* the result is a bool */
} OPERANDS[N_COUNT] = {
	[N_EQ] = { KIND(BOOL) | KIND(INT) | KIND(DOUBLE) | KIND(STRING), "single values", true },
	[N_NE] = { KIND(BOOL) | KIND(INT) | KIND(DOUBLE) | KIND(STRING), "single values", true },
	[N_LT] = { KIND(BOOL) | KIND(INT) | KIND(DOUBLE) | KIND(STRING), "single values", true },
	[N_LE] = { KIND(BOOL) | KIND(INT) | KIND(DOUBLE) | KIND(STRING), "single values", true },
	[N_GT] = { KIND(BOOL) | KIND(INT) | KIND(DOUBLE) | KIND(STRING), "single values", true },
	[N_GE] = { KIND(BOOL) | KIND(INT) | KIND(DOUBLE) | KIND(STRING), "single values", true },
	[N_ADD] = { KIND(INT) | KIND(DOUBLE) | KIND(STRING), "int, double or string", false },
	[N_SUB] = { KIND(INT) | KIND(DOUBLE), "int or double", false },
	[N_MUL] = { KIND(INT) | KIND(DOUBLE), "int or double", false },
	[N_DIV] = { KIND(INT) | KIND(DOUBLE), "int or double", false },
	[N_MOD] = { KIND(INT), "int", false },
};
#undef KIND

static int check_binary(checker *c, node *n)
{
	const node *a = n->kids.items[0], *b = n->kids.items[1];
	int r = check_kids(c, n);
	if (r < 0) {
		return r;
	}
	dr_buf what;
	dr_buf_init(&what, c->arena);
	dr_buf_add_char(&what, '\'');
	dr_buf_add(&what, expr_operator_text(n->kind));
	dr_buf_add(&what, DR_STR("'\0"));
	if (what.len == 0) {
		return dr_fail(c->err, DR_ENOMEM, n->span, "out of memory");
	}
	for (size_t i = 0; i < 2; i++) {
		const node *operand = n->kids.items[i];
		if ((OPERANDS[n->kind].kinds >> operand->type->kind & 1U) == 0) {
			return dr_fail(c->err, DR_ETYPE, operand->span, "%s takes %s, found %s",
			               what.ptr, OPERANDS[n->kind].words,
			               dr_type_name(operand->type));
		}
	}
	if ((r = two_types(c, n, what.ptr, a, b)) < 0) {
		return r;
	}
	n->type = OPERANDS[n->kind].compares ? &DR_BOOL : a->type;
	bool equality = n->kind == N_EQ || n->kind == N_NE;
	return equality ? check_choices(c, a, b) : DR_OK;
}

static int check_in(checker *c, node *n)
{
	const node *a = n->kids.items[0], *list = n->kids.items[1];
	int r = check_kids(c, n);
	if (r < 0) {
		return r;
	}
	if (list->type->kind != DR_T_LIST) {
		return dr_fail(c->err, DR_ETYPE, list->span, "'in' looks into a list, found %s",
		               dr_type_name(list->type));
	}
	if (list->type->elem->kind == DR_T_RECORD || !dr_type_eq(a->type, list->type->elem)) {
		return dr_fail(c->err, DR_ETYPE, n->span, "no %s can be in a list of %s",
		               dr_type_name(a->type), dr_type_name(list->type->elem));
	}
	n->type = &DR_BOOL;
	return check_choices(c, a, list);
}

/* Lists. */

static int fold_list(checker *c, node *n)
{
	size_t size = dr_type_size(n->type->elem);
	char *items = dr_arena_alloc_array(c->arena, n->kids.len, size);
	if (items == NULL) {
		return dr_fail(c->err, DR_ENOMEM, n->span, "out of memory");
	}
	for (size_t i = 0; i < n->kids.len; i++) {
		expr_store(&n->kids.items[i]->constant, n->type->elem, items + i * size);
	}
	n->kind = N_CONST;
	n->constant.list = (dr_list){ items, n->kids.len };
	return DR_OK;
}

static int check_list(checker *c, node *n)
{
	int r = check_kids(c, n);
	if (r < 0) {
		return r;
	}
	if (n->kids.len == 0) {
		return dr_fail(c->err, DR_ETYPE, n->span, "an empty list is not supported");
	}
	const node *first = n->kids.items[0];
	bool constant = true;
	for (size_t i = 0; i < n->kids.len; i++) {
		const node *item = n->kids.items[i];
		if (item->type->kind == DR_T_LIST || item->type->kind == DR_T_RECORD) {
			return dr_fail(c->err, DR_ETYPE, item->span,
			               "a list is written of single values, found %s",
			               dr_type_name(item->type));
		}
		if ((r = two_types(c, item, "a list", first, item)) < 0) {
			return r;
		}
		constant = constant && item->kind == N_CONST;
	}
	n->type = expr_list_of(first->type);
	return constant ? fold_list(c, n) : DR_OK;
}

int expr_check(checker *c, node *n)
{
	static int (*const CHECKS[N_COUNT])(checker *, node *) = {
		[N_CONST] = check_const,   [N_NOT] = check_logic,      [N_AND] = check_logic,
		[N_OR] = check_logic,      [N_NEG] = check_negative,   [N_TERNARY] = check_ternary,
		[N_LIST] = check_list,     [N_EQ] = check_binary,      [N_NE] = check_binary,
		[N_LT] = check_binary,     [N_LE] = check_binary,      [N_GT] = check_binary,
		[N_GE] = check_binary,     [N_IN] = check_in,          [N_ADD] = check_binary,
		[N_SUB] = check_binary,    [N_MUL] = check_binary,     [N_DIV] = check_binary,
		[N_MOD] = check_binary,    [N_CALL] = expr_check_call, [N_NAME] = check_name,
		[N_SELECT] = check_select,
	};
	return CHECKS[n->kind](c, n);
}
