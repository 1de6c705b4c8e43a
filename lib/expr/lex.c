#include "expr/expr_priv.h"

static const struct {
	dr_str text;
	token_kind kind;
} PUNCTUATION[] = {
	/* longest first */
	{ DR_STR_INIT("||"), TK_OR },      { DR_STR_INIT("&&"), TK_AND },
	{ DR_STR_INIT("=="), TK_EQ },      { DR_STR_INIT("!="), TK_NE },
	{ DR_STR_INIT("<="), TK_LE },      { DR_STR_INIT(">="), TK_GE },
	{ DR_STR_INIT("<"), TK_LT },       { DR_STR_INIT(">"), TK_GT },
	{ DR_STR_INIT("!"), TK_NOT },      { DR_STR_INIT("+"), TK_ADD },
	{ DR_STR_INIT("-"), TK_SUB },      { DR_STR_INIT("*"), TK_MUL },
	{ DR_STR_INIT("/"), TK_DIV },      { DR_STR_INIT("%"), TK_MOD },
	{ DR_STR_INIT("("), TK_LPAREN },   { DR_STR_INIT(")"), TK_RPAREN },
	{ DR_STR_INIT("["), TK_LBRACKET }, { DR_STR_INIT("]"), TK_RBRACKET },
	{ DR_STR_INIT("}"), TK_RBRACE },   { DR_STR_INIT(","), TK_COMMA },
	{ DR_STR_INIT("."), TK_DOT },      { DR_STR_INIT("?"), TK_QUESTION },
	{ DR_STR_INIT(":"), TK_COLON },
};

static const struct {
	dr_str text;
	token_kind kind;
} WORDS[] = {
	{ DR_STR_INIT("true"), TK_TRUE },
	{ DR_STR_INIT("false"), TK_FALSE },
	{ DR_STR_INIT("in"), TK_IN },
};

/* Characters that stand for something of other languages, or of the rest of CEL. */
static const struct {
	char c;
	const char *hint;
} FOREIGN[] = {
	{ '=', "; write '==' to compare" },
	{ '&', "; write '&&'" },
	{ '|', "; write '||'" },
	{ '{', "; maps and messages are not supported" },
	{ '#', "; a comment begins with //" },
};

static bool is_blank(char c)
{
	return dr_is_space(c) || c == '\f';
}

static bool is_word(char c)
{
	return dr_is_alnum(c) || c == '_';
}

static void skip_blanks(lexer *lx)
{
	dr_cursor_take_while(&lx->c, is_blank);
	while (dr_cursor_take(&lx->c, DR_STR("//"))) {
		dr_cursor_take_until(&lx->c, '\n');
		dr_cursor_take_while(&lx->c, is_blank);
	}
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'';
}

static int lex_word(lexer *lx, token *ret_token)
{
	size_t start = lx->c.pos;
	dr_str word = dr_cursor_take_while(&lx->c, is_word);
	if (is_quote(dr_cursor_peek(&lx->c)) && word.len <= 2) {
		if (dr_str_eq_nocase(word, DR_STR("r"))) {
			lx->c.pos = start;
			return expr_lex_string(lx, true, ret_token);
		}
		if (dr_str_find(word, 0, 'b') < word.len || dr_str_find(word, 0, 'B') < word.len) {
			return dr_fail(lx->err, DR_ESYNTAX, dr_cursor_span(&lx->c, start),
			               "bytes are not supported; write a string");
		}
	}
	token t = { .kind = TK_NAME, .span = dr_cursor_span(&lx->c, start), .text = word };
	for (size_t i = 0; i < DR_COUNT(WORDS); i++) {
		if (dr_str_eq(word, WORDS[i].text)) {
			t.kind = WORDS[i].kind;
		}
	}
	*ret_token = t;
	return DR_OK;
}

static int refuse_char(lexer *lx)
{
	char c = dr_cursor_peek(&lx->c);
	dr_span span = { (uint32_t)lx->c.pos, 1 };
	if (!dr_is_printable(c)) {
		return dr_fail(lx->err, DR_ESYNTAX, span, "unexpected octet 0x%02X",
		               (unsigned char)c);
	}
	const char *hint = "";
	for (size_t i = 0; i < DR_COUNT(FOREIGN); i++) {
		if (FOREIGN[i].c == c) {
			hint = FOREIGN[i].hint;
		}
	}
	return dr_fail(lx->err, DR_ESYNTAX, span, "unexpected '%c'%s", c, hint);
}

static int lex_punctuation(lexer *lx, token *ret_token)
{
	size_t start = lx->c.pos;
	for (size_t i = 0; i < DR_COUNT(PUNCTUATION); i++) {
		if (dr_cursor_take(&lx->c, PUNCTUATION[i].text)) {
			*ret_token = (token){ .kind = PUNCTUATION[i].kind,
				              .span = dr_cursor_span(&lx->c, start) };
			return DR_OK;
		}
	}
	return refuse_char(lx);
}

int expr_lex(lexer *lx, token *ret_token)
{
	skip_blanks(lx);
	if (dr_cursor_at_end(&lx->c)) {
		*ret_token = (token){ .kind = TK_END, .span = { (uint32_t)lx->c.pos, 0 } };
		return DR_OK;
	}
	char c = dr_cursor_peek(&lx->c);
	if (dr_is_digit(c) || (c == '.' && dr_is_digit(dr_cursor_peek_at(&lx->c, 1)))) {
		return expr_lex_number(lx, ret_token);
	}
	if (is_quote(c)) {
		return expr_lex_string(lx, false, ret_token);
	}
	return is_word(c) ? lex_word(lx, ret_token) : lex_punctuation(lx, ret_token);
}
