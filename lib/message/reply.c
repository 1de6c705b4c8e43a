#include "message/reply.h"
#include "base/buf.h"
#include "base/cursor.h"

enum { TEXT_MAX = 16 * 1024, DOMAINS_MAX = 64, WORD_MAX = 512, CODE = 3 };

/* "550", and what follows its hyphen in "550-5.7.26" or "550-text". False: the word is no code. */
static bool read_basic(dr_str word, unsigned *ret_basic, dr_str *ret_rest)
{
	uint64_t number;
	if (word.len < CODE || !dr_str_to_u64(dr_str_sub(word, 0, CODE), 599, &number) ||
	    number < 400 || (word.len > CODE && word.ptr[CODE] != '-')) {
		return false;
	}
	*ret_basic = (unsigned)number;
	*ret_rest = dr_str_sub(word, CODE + 1, word.len);
	return true;
}

/* "5.7.26", "#5.7.26", "(5.7.26)" (RFC 3463 2). */
static bool read_enhanced(dr_str word, dr_str *ret_enhanced)
{
	dr_cursor c = dr_cursor_of(word);
	while (dr_cursor_take_char(&c, '#') || dr_cursor_take_char(&c, '(') ||
	       dr_cursor_take_char(&c, '[')) {
	}
	size_t from = c.pos;
	char class = dr_cursor_next(&c);
	if ((class != '4' && class != '5') || !dr_cursor_take_char(&c, '.') ||
	    dr_cursor_take_while(&c, dr_is_digit).len == 0 || !dr_cursor_take_char(&c, '.') ||
	    dr_cursor_take_while(&c, dr_is_digit).len == 0) {
		return false;
	}
	*ret_enhanced = dr_cursor_since(&c, from);
	dr_str rest = dr_cursor_rest(&c);
	return rest.len == 0 || dr_str_find(DR_STR(")]:,;"), 0, rest.ptr[0]) < 5;
}

static bool is_name(char c)
{
	return dr_is_alnum(c) || c == '-' || c == '.' || c == '_';
}

/* A name of two labels or more whose last one is letters, as in "<b@a.example>" or "a.example's".
 */
static bool is_domain(dr_str name)
{
	size_t dot = name.len;
	while (dot > 0 && name.ptr[dot - 1] != '.') {
		dot--;
	}
	dr_str last = dr_str_sub(name, dot, name.len);
	for (size_t i = 0; i < last.len; i++) {
		if (!dr_is_alpha(last.ptr[i]) && !dr_str_starts(last, DR_STR("xn--"))) {
			return false;
		}
	}
	return dot > 1 && last.len >= 2 && name.len <= 253 &&
	       dr_str_search(name, DR_STR("..")) == name.len && name.ptr[0] != '.';
}

static void add_domain(dr_arena *arena, dr_str name, dr_strs *domains)
{
	while (name.len > 0 && dr_str_find(DR_STR(".-"), 0, name.ptr[name.len - 1]) < 2) {
		name.len--;
	}
	if (!is_domain(name) || domains->len == DOMAINS_MAX) {
		return;
	}
	for (size_t i = 0; i < domains->len; i++) {
		if (dr_str_eq(domains->items[i], name)) {
			return;
		}
	}
	dr_list_add(arena, domains, name);
}

static void find_domains(dr_arena *arena, dr_str text, dr_strs *domains)
{
	dr_cursor c = dr_cursor_of(text);
	while (!dr_cursor_at_end(&c)) {
		dr_str name = dr_cursor_take_while(&c, is_name);
		char next = dr_cursor_next(&c);
		if (next != '@') {
			add_domain(arena, name, domains);
		}
	}
}

typedef struct {
	dr_reply *reply;
	dr_buf text;
	dr_str enhanced; /* in the raw text */
} reader;

static void add_word(reader *r, dr_str word)
{
	dr_str found;
	if (read_enhanced(word, &found)) {
		bool first = r->enhanced.len == 0;
		r->enhanced = first ? found : r->enhanced;
		return;
	}
	if (r->text.len > 0) {
		dr_buf_add_char(&r->text, ' ');
	}
	for (size_t i = 0; i < word.len && i < WORD_MAX; i++) {
		dr_buf_add_char(&r->text, dr_to_lower(word.ptr[i]));
	}
}

static void read_word(reader *r, dr_str word)
{
	unsigned basic;
	dr_str rest;
	if (read_basic(word, &basic, &rest)) {
		r->reply->basic = r->reply->basic == 0 ? basic : r->reply->basic;
		word = rest;
	}
	if (word.len > 0) {
		add_word(r, word);
	}
}

static bool is_black(char c)
{
	return !dr_is_space(c);
}

void dr_reply_parse(dr_arena *arena, dr_str text, dr_reply *ret_reply)
{
	*ret_reply = (dr_reply){ .basic = 0 };
	reader r = { .reply = ret_reply };
	dr_buf_init(&r.text, arena);
	dr_cursor c = dr_cursor_of(dr_str_sub(text, 0, TEXT_MAX));
	while (!dr_cursor_at_end(&c)) {
		dr_cursor_take_while(&c, dr_is_space);
		read_word(&r, dr_cursor_take_while(&c, is_black));
	}
	ret_reply->text = dr_buf_str(&r.text);
	ret_reply->enhanced = r.enhanced;
	find_domains(arena, ret_reply->text, &ret_reply->domains);
}

bool dr_reply_is(dr_str text)
{
	unsigned basic;
	dr_str rest, enhanced;
	dr_cursor c = dr_cursor_of(dr_str_sub(text, 0, TEXT_MAX));
	dr_cursor_take_while(&c, dr_is_space);
	bool first = true;
	while (!dr_cursor_at_end(&c)) {
		dr_str word = dr_cursor_take_while(&c, is_black);
		dr_cursor_take_while(&c, dr_is_space);
		if (read_enhanced(word, &enhanced) || (first && read_basic(word, &basic, &rest))) {
			return true;
		}
		if (read_basic(word, &basic, &rest) && read_enhanced(rest, &enhanced)) {
			return true;
		}
		first = false;
	}
	return false;
}
