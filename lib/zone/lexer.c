#include "zone/lexer_priv.h"
#include <string.h>

typedef enum {
	CLASS_WORD,
	CLASS_BLANK,
	CLASS_BREAK,
	CLASS_QUOTE,
	CLASS_COMMENT,
	CLASS_OPEN,
	CLASS_CLOSE,
	CLASS_ESCAPE,
	CLASS_COUNT
} char_class;

static const uint8_t CLASSES[256] = {
	[' '] = CLASS_BLANK,  ['\t'] = CLASS_BLANK, ['\r'] = CLASS_BLANK,
	['\n'] = CLASS_BREAK, ['"'] = CLASS_QUOTE,  [';'] = CLASS_COMMENT,
	['('] = CLASS_OPEN,   [')'] = CLASS_CLOSE,  ['\\'] = CLASS_ESCAPE,
};

enum { SCANNED = 256 }; /* octets at once: more than a character-string has */

const char *const DR_ZONE_KEYWORDS[] = { "dmarcramp", "expect", NULL };

static char_class class_at(const lexer *lx)
{
	return (char_class)CLASSES[(uint8_t)lx->c.text.ptr[lx->c.pos]];
}

/* The first offset at or after `pos` whose octet is not of the class. */
static size_t scan(dr_str text, size_t pos, char_class of)
{
	while (pos < text.len && CLASSES[(uint8_t)text.ptr[pos]] == of) {
		pos++;
	}
	return pos;
}

/* The first offset that ends what stands in quotation marks, or escapes. The nearest of three
 * octets is searched bit by bit, for a search may find none of one of them in all of the text. */
static size_t scan_quoted(dr_str text, size_t pos)
{
	for (dr_str part; (part = dr_str_sub(text, pos, SCANNED)).len > 0; pos += part.len) {
		dr_str before = { part.ptr, dr_str_find(part, 0, '"') };
		before.len = dr_str_find(before, 0, '\\');
		before.len = dr_str_find(before, 0, '\n');
		if (before.len < part.len) {
			return pos + before.len;
		}
	}
	return pos;
}

static uint32_t column_of(const lexer *lx, size_t pos)
{
	return (uint32_t)(pos - lx->line_start + 1);
}

void dr_zone_lexer_init(lexer *lx, dr_arena *arena, dr_str text)
{
	*lx = (lexer){ .arena = arena, .c = dr_cursor_of(text), .line = 1 };
}

void dr_zone_lexer_restart(lexer *lx, dr_str text)
{
	entry room = lx->entry;
	dr_zone_lexer_init(lx, lx->arena, text);
	lx->entry.tokens = room.tokens;
	lx->entry.room = room.room;
}

dr_str dr_zone_token_text(const token *t)
{
	return t->quoted ? dr_str_sub(t->raw, 1, t->raw.len - 2) : t->raw;
}

static void take_break(lexer *lx)
{
	dr_cursor_skip(&lx->c, 1);
	lx->line++;
	lx->line_start = lx->c.pos;
}

/* ---- recovery ---- */

/* Whether the line at the cursor may still belong to the parentheses that an error broke. */
static bool line_continues(const lexer *lx)
{
	if (dr_cursor_at_end(&lx->c)) {
		return false;
	}
	char_class first = class_at(lx);
	return first == CLASS_BLANK || first == CLASS_BREAK || first == CLASS_CLOSE ||
	       first == CLASS_COMMENT;
}

static void skip_broken(lexer *lx)
{
	bool closed = lx->depth == 0;
	do {
		dr_str rest = dr_cursor_take_until(&lx->c, '\n');
		closed = closed || dr_str_find(rest, 0, ')') < rest.len;
		if (!dr_cursor_at_end(&lx->c)) {
			take_break(lx);
		}
	} while (!closed && line_continues(lx));
}

static bool fail(lexer *lx, const char *code, uint32_t column, const char *text)
{
	lx->broken = true;
	lx->error = (lexer_error){ code, text, lx->line, column };
	return false;
}

static bool fail_and_skip(lexer *lx, const char *code, uint32_t column, const char *text)
{
	fail(lx, code, column, text);
	skip_broken(lx);
	return false;
}

static bool fail_unclosed(lexer *lx)
{
	fail(lx, "unclosed-parenthesis", column_of(lx, lx->c.pos),
	     "this parenthesis is never closed");
	lx->error.line = lx->open.line;
	lx->error.column = (uint32_t)(lx->open.pos - lx->open.line_start + 1);
	return false;
}

/* ---- tokens ---- */

/* Entries use one array after the other, so it keeps its room; a dr_list would not. */
static bool grow(dr_arena *arena, entry *e)
{
	size_t room = e->room > 0 ? 2 * e->room : 16;
	token *tokens = dr_arena_alloc_array(arena, room, sizeof(token));
	if (tokens == NULL) {
		return false;
	}
	if (e->count > 0) {
		memcpy(tokens, e->tokens, e->count * sizeof(token));
	}
	e->tokens = tokens;
	e->room = room;
	return true;
}

static void add_token(lexer *lx, size_t from, bool quoted, bool escaped)
{
	entry *e = &lx->entry;
	token t = {
		.raw = dr_cursor_since(&lx->c, from),
		.line = lx->line,
		.column = column_of(lx, from),
		.quoted = quoted,
		.escaped = escaped,
		.glued = e->count > 0 && lx->token_end == from,
	};
	if (e->count < e->room || grow(lx->arena, e)) {
		e->tokens[e->count++] = t;
	}
	lx->token_end = lx->c.pos;
}

static bool take_escape(lexer *lx)
{
	dr_cursor_skip(&lx->c, 1);
	if (!dr_cursor_at_end(&lx->c) && class_at(lx) != CLASS_BREAK) {
		lx->c.pos++;
	}
	return true;
}

static bool step_word(lexer *lx)
{
	size_t from = lx->c.pos;
	bool escaped = false;
	if (lx->entry.count >= TOKENS_MAX) {
		return fail_and_skip(lx, "syntax", column_of(lx, from), "too many fields");
	}
	do {
		lx->c.pos = scan(lx->c.text, lx->c.pos, CLASS_WORD);
	} while (!dr_cursor_at_end(&lx->c) && class_at(lx) == CLASS_ESCAPE &&
	         (escaped = take_escape(lx)));
	add_token(lx, from, false, escaped);
	return true;
}

static bool step_quote(lexer *lx)
{
	size_t from = lx->c.pos;
	bool escaped = false;
	if (lx->entry.count >= TOKENS_MAX) {
		return fail_and_skip(lx, "syntax", column_of(lx, from), "too many fields");
	}
	dr_cursor_skip(&lx->c, 1);
	do {
		lx->c.pos = scan_quoted(lx->c.text, lx->c.pos);
	} while (!dr_cursor_at_end(&lx->c) && class_at(lx) == CLASS_ESCAPE &&
	         (escaped = take_escape(lx)));
	if (!dr_cursor_take_char(&lx->c, '"')) {
		return fail_and_skip(lx, "unterminated-quote", column_of(lx, from),
		                     "this quotation mark is not closed on its line");
	}
	add_token(lx, from, true, escaped);
	return true;
}

const char *dr_zone_comment_keyword(dr_str comment, dr_str *ret_text)
{
	dr_str text = dr_str_trim(comment);
	for (const char *const *word = DR_ZONE_KEYWORDS; *word != NULL; word++) {
		dr_str keyword = dr_str_of(*word);
		if (dr_str_starts(text, keyword) && text.len > keyword.len &&
		    text.ptr[keyword.len] == ':') {
			*ret_text = dr_str_trim(dr_str_sub(text, keyword.len + 1, text.len));
			return *word;
		}
	}
	return NULL;
}

static bool step_comment(lexer *lx)
{
	entry *e = &lx->entry;
	uint32_t column = column_of(lx, lx->c.pos);
	dr_cursor_skip(&lx->c, 1);
	dr_str text = dr_cursor_take_until(&lx->c, '\n'), rest;
	if (e->tail_tokens < e->count) {
		e->tail = text;
		e->tail_tokens = e->count;
	}
	if (dr_zone_comment_keyword(text, &rest) != NULL) {
		lexer_comment comment = { text, lx->line, column };
		dr_list_add(lx->arena, &e->comments, comment);
	}
	return true;
}

static bool step_blank(lexer *lx)
{
	lx->c.pos = scan(lx->c.text, lx->c.pos, CLASS_BLANK);
	return true;
}

static bool step_break(lexer *lx)
{
	take_break(lx);
	if (lx->depth == 0) {
		return false;
	}
	if (lx->strict && !dr_cursor_at_end(&lx->c) && !line_continues(lx)) {
		return fail_unclosed(lx);
	}
	return true;
}

static bool step_open(lexer *lx)
{
	if (lx->depth == 0) {
		lx->open = (lexer_mark){ lx->c.pos, lx->line_start, lx->line };
	}
	lx->entry.parentheses = true;
	lx->depth++;
	dr_cursor_skip(&lx->c, 1);
	return true;
}

static bool step_close(lexer *lx)
{
	if (lx->depth == 0) {
		return fail_and_skip(lx, "syntax", column_of(lx, lx->c.pos),
		                     "this parenthesis closes nothing");
	}
	lx->depth--;
	dr_cursor_skip(&lx->c, 1);
	return true;
}

static bool (*const STEPS[CLASS_COUNT])(lexer *lx) = {
	[CLASS_WORD] = step_word,       [CLASS_BLANK] = step_blank, [CLASS_BREAK] = step_break,
	[CLASS_QUOTE] = step_quote,     [CLASS_OPEN] = step_open,   [CLASS_CLOSE] = step_close,
	[CLASS_COMMENT] = step_comment, [CLASS_ESCAPE] = step_word,
};

/* The first time a parenthesis is open at the end of the text, the text behind it is read again,
 * strictly, so that one slip does not swallow the zone. Only once: it stays linear. */
static void end_inside_parentheses(lexer *lx)
{
	fail_unclosed(lx);
	if (!lx->strict) {
		lx->strict = true;
		lx->c.pos = lx->open.pos;
		lx->line_start = lx->open.line_start;
		lx->line = lx->open.line;
		skip_broken(lx);
	}
}

static void begin_entry(lexer *lx)
{
	lx->entry.count = 0;
	lx->entry.comments = (lexer_comments){ 0 };
	lx->entry.tail = (dr_str){ 0 };
	lx->entry.tail_tokens = 0;
	lx->entry.blank = class_at(lx) == CLASS_BLANK;
	lx->entry.parentheses = false;
	lx->depth = 0;
	lx->broken = false;
}

lex_result dr_zone_lex(lexer *lx)
{
	if (dr_cursor_at_end(&lx->c)) {
		return LEX_END;
	}
	begin_entry(lx);
	while (!dr_cursor_at_end(&lx->c)) {
		if (!STEPS[class_at(lx)](lx)) {
			return lx->broken ? LEX_BROKEN : LEX_ENTRY;
		}
	}
	if (lx->depth > 0) {
		end_inside_parentheses(lx);
	}
	return lx->broken ? LEX_BROKEN : LEX_ENTRY;
}
