#include "base/utf8.h"
#include "expr/expr_priv.h"

/* Regular expressions are written in RE2's syntax, so that they mean the same in every CEL. This
 * reads a pattern, refuses what RE2 has not (or has with another meaning), and writes the same
 * pattern for PCRE2, without capturing groups. */

enum {
	REPEAT_MAX = 1000, /* RE2's limit, also for the product of nested repetitions */
	NESTING_MAX = 32,
};

typedef struct {
	dr_cursor c;
	dr_buf out;
	dr_span span; /* of the literal, for errors */
	dr_error *err;
	bool repeatable;                   /* a repetition may follow */
	unsigned repeats;                  /* how often the last atom repeats its innermost part */
	unsigned largest[NESTING_MAX + 1]; /* the largest `repeats` in each open group */
	unsigned depth;
} pattern;

#define refuse(p, ...) dr_fail((p)->err, DR_ESYNTAX, (p)->span, __VA_ARGS__)

static void put(pattern *p, size_t from)
{
	dr_buf_add(&p->out, dr_cursor_since(&p->c, from));
}

static void put_text(pattern *p, const char *text)
{
	dr_buf_add(&p->out, dr_str_of(text));
}

static void end_atom(pattern *p, bool repeatable)
{
	p->repeatable = repeatable;
	p->repeats = 1;
}

/* Escapes. */

typedef enum { OUTSIDE = 1, IN_CLASS = 2 } escape_place;

/* Escapes with a letter: where they are allowed and what PCRE2 is given. */
static const struct {
	char letter;
	unsigned places;
	bool set, zero_width;
	const char *outside, *in_class;
} ESCAPES[] = {
	{ 'd', OUTSIDE | IN_CLASS, true, false, "\\d", "\\d" },
	{ 'D', OUTSIDE | IN_CLASS, true, false, "\\D", "\\D" },
	{ 'w', OUTSIDE | IN_CLASS, true, false, "\\w", "\\w" },
	{ 'W', OUTSIDE | IN_CLASS, true, false, "\\W", "\\W" },
	{ 's', OUTSIDE | IN_CLASS, true, false, "[\\t\\n\\f\\r ]", "\\t\\n\\f\\r " },
	{ 'S', OUTSIDE, true, false, "[^\\t\\n\\f\\r ]", NULL },
	{ 'b', OUTSIDE, false, true, "\\b", NULL },
	{ 'B', OUTSIDE, false, true, "\\B", NULL },
	{ 'A', OUTSIDE, false, true, "\\A", NULL },
	{ 'z', OUTSIDE, false, true, "\\z", NULL },
	{ 'a', OUTSIDE | IN_CLASS, false, false, "\\x07", "\\x07" },
	{ 'f', OUTSIDE | IN_CLASS, false, false, "\\f", "\\f" },
	{ 'n', OUTSIDE | IN_CLASS, false, false, "\\n", "\\n" },
	{ 'r', OUTSIDE | IN_CLASS, false, false, "\\r", "\\r" },
	{ 't', OUTSIDE | IN_CLASS, false, false, "\\t", "\\t" },
	{ 'v', OUTSIDE | IN_CLASS, false, false, "\\x0B", "\\x0B" },
};

/* `\x41`, `\x{1F4E7}`; the cursor stands behind the x. */
static int take_hex(pattern *p, size_t start)
{
	dr_str digits = { NULL, 0 };
	if (dr_cursor_take_char(&p->c, '{')) {
		digits = dr_cursor_take_while(&p->c, dr_is_xdigit);
		if (!dr_cursor_take_char(&p->c, '}') || digits.len > 6) {
			digits.len = 0;
		}
	} else if (dr_is_xdigit(dr_cursor_peek(&p->c)) &&
	           dr_is_xdigit(dr_cursor_peek_at(&p->c, 1))) {
		digits = dr_cursor_take_octets(&p->c, 2);
	}
	if (digits.len == 0) {
		return refuse(p, "matches(): \\x takes two hexadecimal digits, or some in braces");
	}
	put(p, start);
	return DR_OK;
}

/* `ret_set`: the escape stands for several characters. The cursor stands at the backslash. */
static int take_escape(pattern *p, escape_place place, bool *ret_set)
{
	size_t start = p->c.pos;
	dr_cursor_skip(&p->c, 1);
	char letter = dr_cursor_next(&p->c);
	*ret_set = false;
	if (letter == 'x') {
		return take_hex(p, start);
	}
	if (dr_is_printable(letter) && !dr_is_alnum(letter)) {
		put(p, start);
		return DR_OK;
	}
	for (size_t i = 0; i < DR_COUNT(ESCAPES); i++) {
		if (ESCAPES[i].letter == letter && (ESCAPES[i].places & (unsigned)place) != 0) {
			put_text(p, place == OUTSIDE ? ESCAPES[i].outside : ESCAPES[i].in_class);
			p->repeatable = !ESCAPES[i].zero_width;
			*ret_set = ESCAPES[i].set;
			return DR_OK;
		}
	}
	if (!dr_is_printable(letter)) {
		return refuse(p, "matches(): a backslash before nothing that it could escape");
	}
	return refuse(p, "matches(): \\%c is not supported%s", letter,
	              place == IN_CLASS ? " in brackets" : "");
}

/* Classes. */

/* `[:alpha:]`, `[:^alpha:]`; PCRE2 checks the name. */
static int take_named_class(pattern *p)
{
	size_t start = p->c.pos;
	dr_cursor_skip(&p->c, 2);
	dr_cursor_take_char(&p->c, '^');
	dr_cursor_take_while(&p->c, dr_is_alpha);
	if (!dr_cursor_take(&p->c, DR_STR(":]"))) {
		return refuse(p, "matches(): [: begins a name such as [:alpha:]");
	}
	put(p, start);
	return DR_OK;
}

/* One character of a class, or one escape. */
static int take_class_character(pattern *p, bool *ret_set)
{
	*ret_set = false;
	char c = dr_cursor_peek(&p->c);
	if (c == '\\') {
		return take_escape(p, IN_CLASS, ret_set);
	}
	if (c == '[') {
		dr_cursor_skip(&p->c, 1);
		put_text(p, "\\[");
		return DR_OK;
	}
	dr_str rest = dr_cursor_rest(&p->c);
	size_t length = dr_utf8_length(rest);
	dr_buf_add(&p->out, dr_str_sub(rest, 0, length));
	dr_cursor_skip(&p->c, length);
	return DR_OK;
}

/* A character, a range, or a set. */
static int take_class_item(pattern *p)
{
	bool set = false, end_set = false;
	int r;
	if (dr_cursor_peek(&p->c) == '[' && dr_cursor_peek_at(&p->c, 1) == ':') {
		set = true;
		r = take_named_class(p);
	} else {
		r = take_class_character(p, &set);
	}
	bool range = dr_cursor_peek(&p->c) == '-' && dr_cursor_peek_at(&p->c, 1) != ']' &&
	             dr_cursor_left(&p->c) > 1;
	if (r < 0 || !range) {
		return r;
	}
	dr_cursor_skip(&p->c, 1);
	put_text(p, "-");
	bool named = dr_cursor_peek(&p->c) == '[' && dr_cursor_peek_at(&p->c, 1) == ':';
	if (!set && !named && (r = take_class_character(p, &end_set)) < 0) {
		return r;
	}
	return set || named || end_set
	               ? refuse(p, "matches(): write \\- for a hyphen beside a set of characters")
	               : DR_OK;
}

static int take_class(pattern *p)
{
	size_t start = p->c.pos;
	dr_cursor_skip(&p->c, 1);
	dr_cursor_take_char(&p->c, '^');
	put(p, start);
	bool first = true;
	int r = DR_OK;
	while (r == DR_OK && (first || dr_cursor_peek(&p->c) != ']')) {
		if (dr_cursor_at_end(&p->c)) {
			return refuse(p, "matches(): a [ without its ]");
		}
		if (first && dr_cursor_take_char(&p->c, ']')) {
			put_text(p, "\\]");
		} else {
			r = take_class_item(p);
		}
		first = false;
	}
	dr_cursor_skip(&p->c, 1);
	put_text(p, "]");
	end_atom(p, true);
	return r;
}

/* Groups and repetitions. */

static bool is_flag(char c)
{
	return c == 'i' || c == 'm' || c == 's' || c == 'U';
}

static int open_group(pattern *p)
{
	if (p->depth == NESTING_MAX) {
		return refuse(p, "matches(): groups are nested too deeply; the limit is %d",
		              NESTING_MAX);
	}
	p->largest[++p->depth] = 1;
	p->repeatable = false;
	return DR_OK;
}

/* Behind `(?`: flags, and `:` or `)`. */
static int take_flags(pattern *p)
{
	size_t start = p->c.pos;
	size_t on = dr_cursor_take_while(&p->c, is_flag).len;
	bool minus = dr_cursor_take_char(&p->c, '-');
	size_t off = minus ? dr_cursor_take_while(&p->c, is_flag).len : 0;
	bool flags = minus ? off > 0 : on > 0;
	bool group = dr_cursor_take_char(&p->c, ':');
	bool setting = !group && dr_cursor_take_char(&p->c, ')');
	if (!(group && (flags || start + 1 == p->c.pos)) && !(setting && flags)) {
		return refuse(p,
		              "matches(): of the groups with (? only (?:…) and the flags i, m, s "
		              "and U are supported");
	}
	put_text(p, "(?");
	put(p, start);
	end_atom(p, false);
	return group ? open_group(p) : DR_OK;
}

static int take_open(pattern *p)
{
	dr_cursor_skip(&p->c, 1);
	if (dr_cursor_peek(&p->c) == '*') {
		return refuse(p, "matches(): nothing can be repeated here");
	}
	if (dr_cursor_take_char(&p->c, '?')) {
		return take_flags(p);
	}
	put_text(p, "(?:");
	return open_group(p);
}

static int take_close(pattern *p)
{
	if (p->depth == 0) {
		return refuse(p, "matches(): a ) without its (");
	}
	unsigned inner = p->largest[p->depth--];
	dr_cursor_skip(&p->c, 1);
	put_text(p, ")");
	p->repeatable = true;
	p->repeats = inner;
	if (p->largest[p->depth] < inner) {
		p->largest[p->depth] = inner;
	}
	return DR_OK;
}

/* `{2}`, `{2,}`, `{2,5}`: how often at most; 0 when it is none of them. */
static bool take_count(dr_cursor *c, unsigned *ret_count)
{
	uint64_t min, max;
	dr_cursor_skip(c, 1);
	if (!dr_str_to_u64(dr_cursor_take_while(c, dr_is_digit), REPEAT_MAX, &min)) {
		return false;
	}
	max = min;
	if (dr_cursor_take_char(c, ',') && dr_cursor_peek(c) != '}' &&
	    !dr_str_to_u64(dr_cursor_take_while(c, dr_is_digit), REPEAT_MAX, &max)) {
		return false;
	}
	*ret_count = (unsigned)max;
	return min <= max && dr_cursor_take_char(c, '}');
}

static int take_repetition(pattern *p)
{
	size_t start = p->c.pos;
	unsigned count = 1;
	if (dr_cursor_peek(&p->c) != '{') {
		dr_cursor_skip(&p->c, 1);
	} else if (!take_count(&p->c, &count)) {
		return refuse(p,
		              "matches(): { begins a count such as {2,5} up to %d; write \\{ for "
		              "a brace",
		              REPEAT_MAX);
	}
	if (!p->repeatable) {
		return refuse(p, "matches(): nothing can be repeated here");
	}
	p->repeats *= count > 0 ? count : 1;
	if (p->repeats > REPEAT_MAX) {
		return refuse(p, "matches(): repeats more than %d times", REPEAT_MAX);
	}
	if (p->largest[p->depth] < p->repeats) {
		p->largest[p->depth] = p->repeats;
	}
	dr_cursor_take_char(&p->c, '?');
	put(p, start);
	p->repeatable = false;
	return DR_OK;
}

static int take_plain(pattern *p)
{
	static const dr_str ZERO_WIDTH = DR_STR_INIT("^$|");
	dr_str rest = dr_cursor_rest(&p->c);
	dr_str character = dr_str_sub(rest, 0, dr_utf8_length(rest));
	dr_buf_add(&p->out, character);
	dr_cursor_skip(&p->c, character.len);
	end_atom(p, dr_str_find(ZERO_WIDTH, 0, character.ptr[0]) == ZERO_WIDTH.len);
	return DR_OK;
}

static int take_outside_escape(pattern *p)
{
	bool set;
	end_atom(p, true);
	return take_escape(p, OUTSIDE, &set);
}

static int take_one(pattern *p)
{
	static const struct {
		char c;
		int (*take)(pattern *);
	} TAKERS[] = {
		{ '\\', take_outside_escape }, { '[', take_class },      { '(', take_open },
		{ ')', take_close },           { '*', take_repetition }, { '+', take_repetition },
		{ '?', take_repetition },      { '{', take_repetition },
	};
	for (size_t i = 0; i < DR_COUNT(TAKERS); i++) {
		if (dr_cursor_peek(&p->c) == TAKERS[i].c) {
			return TAKERS[i].take(p);
		}
	}
	return take_plain(p);
}

int expr_regex_translate(dr_arena *arena, const node *literal, dr_error *err, dr_str *ret_pattern)
{
	pattern p = { .c = dr_cursor_of(literal->constant.s), .span = literal->span, .err = err };
	dr_buf_init(&p.out, arena);
	while (!dr_cursor_at_end(&p.c)) {
		int r = take_one(&p);
		if (r < 0) {
			return r;
		}
	}
	if (p.depth > 0) {
		return refuse(&p, "matches(): a ( without its )");
	}
	*ret_pattern = dr_buf_str(&p.out);
	return DR_OK;
}
