#include "message/authres_priv.h"
#include "message/authres.h"

enum { RESULTS_MAX = 64, PROPERTIES_MAX = 32 };

static const dr_str FIELD_NAMES[] = { DR_STR_INIT("Authentication-Results"),
	                              DR_STR_INIT("ARC-Authentication-Results") };

/* The field's name, when it was pasted too. */
static void skip_field_name(dr_cursor *c)
{
	dr_cursor_take_while(c, dr_is_space);
	for (size_t i = 0; i < DR_COUNT(FIELD_NAMES); i++) {
		dr_cursor at = *c;
		if (dr_cursor_take_nocase(&at, FIELD_NAMES[i])) {
			dr_cursor_take_while(&at, dr_is_space);
			if (dr_cursor_take_char(&at, ':')) {
				*c = at;
				return;
			}
		}
	}
}

/* CFWS; the first comment in it is kept. */
static void skip_noting(dr_cursor *c, dr_str *comment)
{
	for (;;) {
		dr_cursor_take_while(c, dr_is_space);
		size_t from = c->pos + 1;
		if (!dr_cursor_take_char(c, '(')) {
			return;
		}
		dr_lex_skip_comment(c);
		if (comment->ptr == NULL) {
			dr_str text = dr_cursor_since(c, from);
			*comment = dr_str_trim(dr_str_ends(text, DR_STR(")"))
			                               ? dr_str_sub(text, 0, text.len - 1)
			                               : text);
		}
	}
}

static bool ends_value(char c)
{
	return dr_is_space(c) || c == ';' || c == '(';
}

static bool is_value(char c)
{
	return !ends_value(c);
}

static dr_str take_value(dr_cursor *c)
{
	dr_lex_skip_cfws(c);
	if (dr_cursor_take_char(c, '"')) {
		size_t from = c->pos;
		dr_lex_skip_quoted(c);
		dr_str text = dr_cursor_since(c, from);
		return dr_str_ends(text, DR_STR("\"")) ? dr_str_sub(text, 0, text.len - 1) : text;
	}
	return dr_cursor_take_while(c, is_value);
}

static dr_authres_property property_of(dr_str name, dr_str value)
{
	dr_str rest = name, ptype;
	dr_str_split(&rest, '.', &ptype);
	if (rest.ptr == NULL) {
		return (dr_authres_property){ .name = name, .value = value };
	}
	return (dr_authres_property){ ptype, rest, value };
}

/* What follows the result up to the next semicolon. */
static void read_properties(dr_arena *arena, dr_cursor *c, dr_authres_result *result)
{
	while (!dr_cursor_at_end(c)) {
		skip_noting(c, &result->comment);
		size_t from = c->pos;
		dr_str name = dr_authres_take_word(c);
		if (!dr_cursor_take_char(c, '=')) {
			dr_str stray = c->pos == from ? take_value(c) : name;
			if (stray.len == 0) {
				return;
			}
			continue;
		}
		dr_str value = take_value(c);
		if (dr_str_eq_nocase(name, DR_STR("reason"))) {
			result->reason = value;
		} else if (result->properties.len < PROPERTIES_MAX) {
			dr_list_add(arena, &result->properties, property_of(name, value));
		}
	}
}

/* "method/1 = result …"; false when it is none. */
static bool read_result(dr_arena *arena, dr_cursor *c, dr_authres_result *result)
{
	result->method = dr_authres_take_word(c);
	if (dr_cursor_take_char(c, '/')) {
		dr_authres_take_word(c);
	}
	if (result->method.len == 0 || !dr_cursor_take_char(c, '=')) {
		return false;
	}
	dr_lex_skip_cfws(c);
	dr_cursor at = *c;
	result->result = dr_authres_take_word(&at);
	c->pos += result->result.len;
	read_properties(arena, c, result);
	return result->result.len > 0;
}

/* The server's name and version; "i=1;" before it. */
static void read_server(dr_cursor *c, dr_authres *authres)
{
	dr_cursor at = *c;
	dr_str word = dr_authres_take_word(&at);
	if (dr_str_eq_nocase(word, DR_STR("i")) && dr_cursor_take_char(&at, '=')) {
		dr_str_to_u64(dr_authres_take_word(&at), 1000, &authres->instance);
		dr_authres_skip_item(&at);
		dr_cursor_take_char(&at, ';');
		*c = at;
		word = dr_authres_take_word(&at);
	}
	if (dr_cursor_peek(&at) == '=') {
		return;
	}
	authres->server = word;
	dr_str version = dr_authres_take_word(&at);
	authres->foreign = version.len > 0 && !dr_str_eq(version, DR_STR("1"));
	dr_authres_skip_item(&at);
	dr_cursor_take_char(&at, ';');
	*c = at;
}

void dr_authres_parse(dr_arena *arena, dr_str value, dr_authres *ret_authres)
{
	dr_authres authres = { .instance = 0 };
	dr_cursor c = dr_cursor_of(value);
	skip_field_name(&c);
	read_server(&c, &authres);
	while (!authres.foreign && !dr_cursor_at_end(&c) && authres.results.len < RESULTS_MAX) {
		size_t from = c.pos;
		dr_authres_skip_item(&c);
		dr_cursor item = dr_cursor_of(dr_cursor_since(&c, from));
		dr_authres_result result = { .method = { NULL, 0 } };
		if (read_result(arena, &item, &result)) {
			dr_list_add(arena, &authres.results, result);
		}
		dr_cursor_take_char(&c, ';');
	}
	*ret_authres = authres;
}

dr_str dr_authres_find(const dr_authres_result *result, const char *ptype, const char *name)
{
	for (size_t i = 0; i < result->properties.len; i++) {
		const dr_authres_property *one = &result->properties.items[i];
		if (dr_str_eq_nocase(one->ptype, dr_str_of(ptype)) &&
		    dr_str_eq_nocase(one->name, dr_str_of(name))) {
			return one->value;
		}
	}
	return (dr_str){ NULL, 0 };
}
