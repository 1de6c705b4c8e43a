#include "message/authres.h"
#include "message/authres_priv.h"

static bool is_word(char c)
{
	dr_str ends = DR_STR(" \t\r\n();=/\"");
	return dr_str_find(ends, 0, c) == ends.len;
}

dr_str dr_authres_take_word(dr_cursor *c)
{
	dr_lex_skip_cfws(c);
	dr_str word = dr_cursor_take_while(c, is_word);
	dr_lex_skip_cfws(c);
	return word;
}

void dr_authres_skip_item(dr_cursor *c)
{
	bool quoted = false;
	while (!dr_cursor_at_end(c) && (quoted || dr_cursor_peek(c) != ';')) {
		char next = dr_cursor_next(c);
		if (next == '\\') {
			dr_cursor_skip(c, 1);
		} else if (next == '(' && !quoted) {
			dr_lex_skip_comment(c);
		} else if (next == '"') {
			quoted = !quoted;
		}
	}
}

bool dr_authres_is_of(dr_str value, dr_str authserv_id)
{
	dr_cursor c = dr_cursor_of(value);
	return dr_str_eq_nocase(dr_authres_take_word(&c), authserv_id);
}

bool dr_authres_passed(dr_str value, dr_str authserv_id, dr_str method)
{
	dr_cursor c = dr_cursor_of(value);
	if (!dr_str_eq_nocase(dr_authres_take_word(&c), authserv_id)) {
		return false;
	}
	dr_str version = dr_authres_take_word(&c);
	if (version.len > 0 && !dr_str_eq(version, DR_STR("1"))) {
		return false;
	}
	while (dr_cursor_take_char(&c, ';')) {
		dr_str name = dr_authres_take_word(&c);
		if (dr_cursor_take_char(&c, '=') && dr_str_eq_nocase(name, method)) {
			return dr_str_eq_nocase(dr_authres_take_word(&c), DR_STR("pass"));
		}
		dr_authres_skip_item(&c);
	}
	return false;
}
