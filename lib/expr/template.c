#include "expr/expr_priv.h"

/* A stretch of plain text and the expression behind it, either of which may be missing. */
typedef struct {
	dr_str text;
	const dr_expr *expr;
} part;

struct dr_template {
	DR_LIST(part) parts;
	uint32_t reads;
	size_t octets; /* about how long the text becomes */
};

enum { VALUE_OCTETS = 16 }; /* of a value, mostly */

/* Compiling. */

static int check_printable(const node *root, dr_error *err)
{
	const dr_type *type = root->type;
	if (type->kind == DR_T_LIST) {
		type = type->elem;
	}
	if (type->kind == DR_T_DOUBLE) {
		return dr_fail(err, DR_ETYPE, root->span,
		               "write fixed(x, 1) or percent(x) to print a double");
	}
	if (type->kind == DR_T_RECORD) {
		return dr_fail(err, DR_ETYPE, root->span,
		               "a text cannot show %s; name one of its facts", dr_type_name(type));
	}
	return DR_OK;
}

/* An expression up to its `}`; the cursor stands behind the `{`. */
static int compile_expression(checker *c, dr_cursor *cursor, part *ret_part)
{
	lexer lx = { .c = *cursor, .arena = c->arena, .err = c->err };
	node *root;
	int r;
	if ((r = expr_parse(&lx, TK_RBRACE, &root)) < 0 || (r = expr_check(c, root)) < 0 ||
	    (r = check_printable(root, c->err)) < 0) {
		return r;
	}
	dr_expr *expr = dr_arena_new_of(c->arena, dr_expr);
	const step *code = expr_emit(c->arena, root);
	if (expr == NULL || code == NULL) {
		return dr_fail(c->err, DR_ENOMEM, root->span, "out of memory");
	}
	*expr = (dr_expr){ .text = c->text, .root = root, .code = code };
	ret_part->expr = expr;
	*cursor = lx.c;
	return DR_OK;
}

static bool is_plain(char c)
{
	return c != '{' && c != '}';
}

/* Plain text, and the expression behind it or one of a doubled brace. */
static int compile_part(checker *c, dr_cursor *cursor, part *ret_part)
{
	size_t start = cursor->pos;
	dr_cursor_take_while(cursor, is_plain);
	ret_part->text = dr_cursor_since(cursor, start);
	if (dr_cursor_at_end(cursor)) {
		return DR_OK;
	}
	char brace = dr_cursor_next(cursor);
	if (dr_cursor_take_char(cursor, brace)) {
		ret_part->text.len++;
		return DR_OK;
	}
	if (brace == '}') {
		return dr_fail(c->err, DR_ESYNTAX, dr_cursor_span(cursor, cursor->pos - 1),
		               "a '}' without its '{'; write '}}' for a brace");
	}
	return compile_expression(c, cursor, ret_part);
}

int dr_template_compile(dr_arena *arena, const dr_variables *variables, dr_str text,
                        const dr_template **ret_template, dr_error *err)
{
	checker c = { .arena = arena, .variables = variables, .text = text, .err = err };
	dr_cursor cursor = dr_cursor_of(text);
	dr_template *template = dr_arena_new_of(arena, dr_template);
	if (template == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "out of memory");
	}
	if (text.len > DR_LIMIT_EXPR_TEXT) {
		return dr_fail(err, DR_ELIMIT, ((dr_span){ DR_LIMIT_EXPR_TEXT, 1 }),
		               "a text has at most %d octets", DR_LIMIT_EXPR_TEXT);
	}
	while (!dr_cursor_at_end(&cursor)) {
		part next = { 0 };
		int r = compile_part(&c, &cursor, &next);
		if (r < 0) {
			return r;
		}
		dr_list_add(arena, &template->parts, next);
		template->octets += next.text.len + (next.expr != NULL ? VALUE_OCTETS : 0);
	}
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "out of memory");
	}
	template->reads = c.reads;
	*ret_template = template;
	return DR_OK;
}

uint32_t dr_template_reads(const dr_template *template)
{
	return template->reads;
}

/* Writing. */

static void write_scalar(const value *v, const dr_type *type, dr_buf *out)
{
	if (type->kind == DR_T_STRING) {
		dr_buf_add(out, v->s);
	} else if (type->kind == DR_T_INT) {
		dr_buf_add_int(out, v->i);
	} else {
		dr_buf_add(out, v->b ? DR_STR("true") : DR_STR("false"));
	}
}

static void write_list(evaluator *ev, const value *list, const dr_type *type, dr_buf *out)
{
	const size_t end = out->len + DR_LIMIT_TEMPLATE_VALUE;
	for (size_t i = 0; i < list->list.len && out->len <= end; i++) {
		value item;
		expr_load(ev, expr_item(list, type, i), type, &item);
		dr_buf_add(out, i > 0 ? DR_STR(", ") : DR_STR(""));
		write_scalar(&item, type, out);
	}
	if (list->partial) {
		dr_buf_add(out, list->list.len > 0 ? DR_STR(", ?") : DR_STR("?"));
	}
}

/* Cuts what was written since `start` when it is too long, between two code points. */
static void cut(dr_buf *out, size_t start)
{
	size_t end = start + DR_LIMIT_TEMPLATE_VALUE;
	if (out->len <= end) {
		return;
	}
	while (end > start && ((unsigned char)out->ptr[end] & 0xC0U) == 0x80U) {
		end--;
	}
	dr_buf_cut(out, end);
	dr_buf_add(out, DR_STR("…"));
}

static void write_expression(const dr_expr *expr, const dr_values *values, dr_arena *scratch,
                             dr_buf *out)
{
	const dr_type *type = expr->code->type;
	const size_t start = out->len;
	dr_cause room[CAUSES_MAX];
	evaluator ev;
	value v;
	expr_begin(&ev, expr, values, scratch, room);
	if (!expr_eval(&ev, expr->code, &v)) {
		dr_buf_add_char(out, '?');
	} else if (type->kind == DR_T_LIST) {
		write_list(&ev, &v, type->elem, out);
	} else {
		write_scalar(&v, type, out);
	}
	cut(out, start);
}

void dr_template_write(const dr_template *template, const dr_values *values, dr_arena *scratch,
                       dr_buf *out)
{
	dr_buf_reserve(out, template->octets);
	for (size_t i = 0; i < template->parts.len; i++) {
		const part *p = &template->parts.items[i];
		dr_buf_add(out, p->text);
		if (p->expr != NULL) {
			write_expression(p->expr, values, scratch, out);
		}
	}
}
