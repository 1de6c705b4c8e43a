#include "expr/expr_priv.h"

/* Recursive descent. Every function leaves the first token that it does not need in `next`. */
typedef struct {
	lexer *lx;
	token next;
	unsigned depth;
} parser;

enum { LEVEL_OR, LEVEL_AND, LEVEL_RELATION, LEVEL_SUM, LEVEL_PRODUCT, LEVEL_COUNT };

static const struct {
	token_kind token;
	node_kind node;
	int level;
	dr_str text;
} OPERATORS[] = {
	{ TK_OR, N_OR, LEVEL_OR, DR_STR_INIT("||") },
	{ TK_AND, N_AND, LEVEL_AND, DR_STR_INIT("&&") },
	{ TK_EQ, N_EQ, LEVEL_RELATION, DR_STR_INIT("==") },
	{ TK_NE, N_NE, LEVEL_RELATION, DR_STR_INIT("!=") },
	{ TK_LT, N_LT, LEVEL_RELATION, DR_STR_INIT("<") },
	{ TK_LE, N_LE, LEVEL_RELATION, DR_STR_INIT("<=") },
	{ TK_GT, N_GT, LEVEL_RELATION, DR_STR_INIT(">") },
	{ TK_GE, N_GE, LEVEL_RELATION, DR_STR_INIT(">=") },
	{ TK_IN, N_IN, LEVEL_RELATION, DR_STR_INIT("in") },
	{ TK_ADD, N_ADD, LEVEL_SUM, DR_STR_INIT("+") },
	{ TK_SUB, N_SUB, LEVEL_SUM, DR_STR_INIT("-") },
	{ TK_MUL, N_MUL, LEVEL_PRODUCT, DR_STR_INIT("*") },
	{ TK_DIV, N_DIV, LEVEL_PRODUCT, DR_STR_INIT("/") },
	{ TK_MOD, N_MOD, LEVEL_PRODUCT, DR_STR_INIT("%") },
};

/* Words of other languages where CEL has an operator. */
static const struct {
	dr_str word;
	const char *operator;
} OTHER_WORDS[] = {
	{ DR_STR_INIT("and"), "&&" },
	{ DR_STR_INIT("or"), "||" },
	{ DR_STR_INIT("not"), "!" },
};

/* Words that CEL keeps for itself. */
static const char *const RESERVED[] = {
	"as",  "break", "const", "continue", "else",      "for",    "function", "if",   "import",
	"let", "loop",  "null",  "package",  "namespace", "return", "var",      "void", "while",
};

dr_str expr_operator_text(node_kind kind)
{
	for (size_t i = 0; i < DR_COUNT(OPERATORS); i++) {
		if (OPERATORS[i].node == kind) {
			return OPERATORS[i].text;
		}
	}
	return DR_STR("");
}

static int parse_expression(parser *p, node **ret);

static int advance(parser *p)
{
	return expr_lex(p->lx, &p->next);
}

static dr_span span_over(dr_span first, dr_span last)
{
	return (dr_span){ first.off, last.off + last.len - first.off };
}

static int too_deep(parser *p, dr_span span)
{
	return dr_fail(p->lx->err, DR_ELIMIT, span, "this is nested too deeply; the limit is %d",
	               DR_LIMIT_EXPR_DEPTH);
}

static int new_node(parser *p, node_kind kind, dr_span span, node **ret)
{
	node *n = dr_arena_new_of(p->lx->arena, node);
	if (n == NULL) {
		return dr_fail(p->lx->err, DR_ENOMEM, span, "out of memory");
	}
	n->kind = kind;
	n->span = span;
	n->status = -1;
	*ret = n;
	return DR_OK;
}

static int add_kid(parser *p, node *n, node *kid)
{
	dr_list_add(p->lx->arena, &n->kids, kid);
	n->height = kid->height >= n->height ? kid->height + 1 : n->height;
	return n->height <= DR_LIMIT_EXPR_DEPTH ? DR_OK : too_deep(p, n->span);
}

static int unexpected(parser *p, const char *wanted)
{
	const token *t = &p->next;
	dr_error *err = p->lx->err;
	if (t->kind == TK_END) {
		return dr_fail(err, DR_ESYNTAX, t->span, "expected %s, found the end", wanted);
	}
	for (size_t i = 0; i < DR_COUNT(OTHER_WORDS); i++) {
		if (t->kind == TK_NAME && dr_str_eq(t->text, OTHER_WORDS[i].word)) {
			return dr_fail(err, DR_ESYNTAX, t->span, "write '%s' for '%.*s'",
			               OTHER_WORDS[i].operator, DR_FMT(t->text));
		}
	}
	dr_str text = dr_str_slice(p->lx->c.text, t->span);
	return dr_fail(err, DR_ESYNTAX, t->span, "expected %s, found %.*s", wanted, DR_FMT(text));
}

static int expect(parser *p, token_kind kind, const char *wanted)
{
	return p->next.kind == kind ? advance(p) : unexpected(p, wanted);
}

/* `first, second, …` up to `close`, which is read; the node's span is extended over it. */
static int parse_items(parser *p, node *n, token_kind close, const char *wanted)
{
	int r;
	while (p->next.kind != close) {
		node *item;
		if ((r = parse_expression(p, &item)) < 0 || (r = add_kid(p, n, item)) < 0) {
			return r;
		}
		if (p->next.kind != TK_COMMA) {
			break;
		}
		if ((r = advance(p)) < 0) {
			return r;
		}
		if (p->next.kind == close && n->kind == N_CALL) {
			return unexpected(p, "an argument");
		}
	}
	n->span = span_over(n->span, p->next.span);
	return expect(p, close, wanted);
}

static int parse_list(parser *p, node **ret)
{
	int r;
	if ((r = new_node(p, N_LIST, p->next.span, ret)) < 0 || (r = advance(p)) < 0) {
		return r;
	}
	return parse_items(p, *ret, TK_RBRACKET, "',' or ']'");
}

/* The arguments of a call; its '(' is next. */
static int parse_arguments(parser *p, node *n)
{
	int r = advance(p);
	n->kind = N_CALL;
	return r < 0 ? r : parse_items(p, n, TK_RPAREN, "',' or ')'");
}

static int refuse_reserved(parser *p, const token *t)
{
	if (dr_str_eq(t->text, DR_STR("null"))) {
		return dr_fail(p->lx->err, DR_ESYNTAX, t->span,
		               "null is not supported; has() tells whether a fact is there");
	}
	for (size_t i = 0; i < DR_COUNT(RESERVED); i++) {
		if (dr_str_eq(t->text, dr_str_of(RESERVED[i]))) {
			return dr_fail(p->lx->err, DR_ESYNTAX, t->span, "'%s' is a reserved word",
			               RESERVED[i]);
		}
	}
	for (size_t i = 0; i < DR_COUNT(OTHER_WORDS); i++) {
		if (dr_str_eq(t->text, OTHER_WORDS[i].word)) {
			return unexpected(p, "a value");
		}
	}
	return DR_OK;
}

static int parse_name(parser *p, node **ret)
{
	const token t = p->next;
	int r;
	if ((r = refuse_reserved(p, &t)) < 0 || (r = new_node(p, N_NAME, t.span, ret)) < 0 ||
	    (r = advance(p)) < 0) {
		return r;
	}
	(*ret)->name = t.text;
	(*ret)->name_span = t.span;
	return p->next.kind == TK_LPAREN ? parse_arguments(p, *ret) : DR_OK;
}

static int parse_literal(parser *p, const dr_type *type, node **ret)
{
	const token t = p->next;
	int r = new_node(p, N_CONST, t.span, ret);
	if (r < 0) {
		return r;
	}
	(*ret)->type = type;
	if (type->kind == DR_T_BOOL) {
		(*ret)->constant.b = t.kind == TK_TRUE;
	} else if (type->kind == DR_T_DOUBLE) {
		(*ret)->constant.d = t.real;
	} else {
		(*ret)->constant.s = t.text;
	}
	return advance(p);
}

/* A number whose sign, if any, was read; `span` covers both. */
static int parse_int(parser *p, bool negative, dr_span span, node **ret)
{
	uint64_t magnitude = p->next.magnitude;
	int r;
	if (magnitude > (uint64_t)INT64_MAX && !negative) {
		return dr_fail(p->lx->err, DR_ELIMIT, span,
		               "this number does not fit into 64 bits");
	}
	if ((r = new_node(p, N_CONST, span, ret)) < 0) {
		return r;
	}
	(*ret)->type = &DR_INT;
	(*ret)->constant.i = !negative        ? (int64_t)magnitude
	                     : magnitude == 0 ? 0
	                                      : -(int64_t)(magnitude - 1) - 1;
	return advance(p);
}

static int parse_group(parser *p, node **ret)
{
	dr_span open = p->next.span;
	int r;
	if ((r = advance(p)) < 0 || (r = parse_expression(p, ret)) < 0) {
		return r;
	}
	(*ret)->span = span_over(open, p->next.span);
	return expect(p, TK_RPAREN, "')'");
}

static int parse_primary(parser *p, node **ret)
{
	static const dr_type *const LITERALS[TK_COUNT] = {
		[TK_TRUE] = &DR_BOOL,
		[TK_FALSE] = &DR_BOOL,
		[TK_DOUBLE] = &DR_DOUBLE,
		[TK_STRING] = &DR_STRING,
	};
	static int (*const OTHERS[TK_COUNT])(parser *, node **) = {
		[TK_LPAREN] = parse_group,
		[TK_LBRACKET] = parse_list,
		[TK_NAME] = parse_name,
	};
	token_kind kind = p->next.kind;
	if (kind == TK_INT) {
		return parse_int(p, false, p->next.span, ret);
	}
	if (LITERALS[kind] != NULL) {
		return parse_literal(p, LITERALS[kind], ret);
	}
	return OTHERS[kind] != NULL ? OTHERS[kind](p, ret) : unexpected(p, "a value");
}

/* `.name` or `.name(…)` behind the value in `*ret`; the name is next. */
static int parse_selection(parser *p, node **ret)
{
	node *n;
	int r;
	if (p->next.kind != TK_NAME) {
		return unexpected(p, "a name after '.'");
	}
	const token t = p->next;
	if ((r = new_node(p, N_SELECT, span_over((*ret)->span, t.span), &n)) < 0 ||
	    (r = add_kid(p, n, *ret)) < 0 || (r = advance(p)) < 0) {
		return r;
	}
	n->name = t.text;
	n->name_span = t.span;
	n->member = true;
	*ret = n;
	return p->next.kind == TK_LPAREN ? parse_arguments(p, n) : DR_OK;
}

/* What may follow a primary expression. */
static int parse_tail(parser *p, node **ret)
{
	int r = DR_OK;
	while (r == DR_OK && p->next.kind == TK_DOT) {
		r = advance(p);
		r = r < 0 ? r : parse_selection(p, ret);
	}
	if (r == DR_OK && p->next.kind == TK_LBRACKET) {
		return dr_fail(p->lx->err, DR_ESYNTAX, p->next.span,
		               "elements are not read by their number; write exists(), filter() or "
		               "join()");
	}
	return r;
}

static int parse_member(parser *p, node **ret)
{
	int r = parse_primary(p, ret);
	return r < 0 ? r : parse_tail(p, ret);
}

static int wrap(parser *p, node_kind kind, dr_span sign, node **ret)
{
	node *operand = *ret;
	int r = new_node(p, kind, span_over(sign, operand->span), ret);
	return r < 0 ? r : add_kid(p, *ret, operand);
}

static int parse_not(parser *p, node **ret)
{
	dr_span sign = p->next.span;
	size_t count = 0;
	int r = DR_OK;
	for (; r == DR_OK && p->next.kind == TK_NOT; count++) {
		r = advance(p);
	}
	r = r < 0 ? r : parse_member(p, ret);
	for (; r == DR_OK && count > 0; count--) {
		r = wrap(p, N_NOT, sign, ret);
	}
	return r;
}

/* The sign of a number belongs to it: -9223372036854775808 is one. */
static int parse_negative(parser *p, node **ret)
{
	dr_span sign = p->next.span;
	int r = advance(p);
	if (r < 0) {
		return r;
	}
	dr_span span = span_over(sign, p->next.span);
	if (p->next.kind == TK_SUB) {
		return dr_fail(p->lx->err, DR_ESYNTAX, span, "'--' is not supported");
	}
	if (p->next.kind == TK_INT) {
		r = parse_int(p, true, span, ret);
		return r < 0 ? r : parse_tail(p, ret);
	}
	if (p->next.kind == TK_DOUBLE) {
		p->next.real = -p->next.real;
		p->next.span = span;
		return parse_member(p, ret);
	}
	r = parse_member(p, ret);
	return r < 0 ? r : wrap(p, N_NEG, sign, ret);
}

static int parse_unary(parser *p, node **ret)
{
	if (p->next.kind == TK_NOT) {
		return parse_not(p, ret);
	}
	return p->next.kind == TK_SUB ? parse_negative(p, ret) : parse_member(p, ret);
}

/* The node of the operator that is next, when it is one of the level; else N_COUNT. */
static node_kind next_operator(const parser *p, int level)
{
	for (size_t i = 0; i < DR_COUNT(OPERATORS); i++) {
		if (OPERATORS[i].token == p->next.kind && OPERATORS[i].level == level) {
			return OPERATORS[i].node;
		}
	}
	return N_COUNT;
}

/* `a op b op c`: && and || make one node of all operands, the others a node for each operator. */
static int parse_level(parser *p, int level, node **ret)
{
	if (level == LEVEL_COUNT) {
		return parse_unary(p, ret);
	}
	node *left = NULL, *right = NULL, *n = NULL;
	int r = parse_level(p, level + 1, &left);
	for (node_kind kind; r == DR_OK && (kind = next_operator(p, level)) != N_COUNT;) {
		if ((r = advance(p)) < 0 || (r = parse_level(p, level + 1, &right)) < 0) {
			return r;
		}
		if (n == NULL || level > LEVEL_AND) {
			if ((r = new_node(p, kind, left->span, &n)) < 0 ||
			    (r = add_kid(p, n, left)) < 0) {
				return r;
			}
		}
		n->span = span_over(left->span, right->span);
		r = add_kid(p, n, right);
		left = n;
	}
	*ret = left;
	return r;
}

static int parse_choice(parser *p, node *condition, node **ret)
{
	node *n, *yes, *no;
	int r;
	if ((r = new_node(p, N_TERNARY, condition->span, &n)) < 0 || (r = advance(p)) < 0 ||
	    (r = parse_level(p, LEVEL_OR, &yes)) < 0 || (r = expect(p, TK_COLON, "':'")) < 0 ||
	    (r = parse_expression(p, &no)) < 0) {
		return r;
	}
	n->span = span_over(condition->span, no->span);
	*ret = n;
	if ((r = add_kid(p, n, condition)) < 0 || (r = add_kid(p, n, yes)) < 0) {
		return r;
	}
	return add_kid(p, n, no);
}

static int parse_expression(parser *p, node **ret)
{
	if (p->depth == DR_LIMIT_EXPR_DEPTH) {
		return too_deep(p, p->next.span);
	}
	p->depth++;
	int r = parse_level(p, LEVEL_OR, ret);
	if (r == DR_OK && p->next.kind == TK_QUESTION) {
		r = parse_choice(p, *ret, ret);
	}
	p->depth--;
	return r;
}

int expr_parse(lexer *lx, token_kind end, node **ret_root)
{
	parser p = { .lx = lx };
	node *root;
	int r;
	if ((r = advance(&p)) < 0 || (r = parse_expression(&p, &root)) < 0) {
		return r;
	}
	if (p.next.kind != end) {
		return unexpected(&p,
		                  end == TK_END ? "an operator or the end" : "an operator or '}'");
	}
	if (dr_arena_failed(lx->arena)) {
		return dr_fail(lx->err, DR_ENOMEM, root->span, "out of memory");
	}
	*ret_root = root;
	return DR_OK;
}
