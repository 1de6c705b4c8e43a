#include "mark/reference.h"
#include "base/cursor.h"

/* Functions that take an image by its address, whatever it is. */
static const dr_str FUNCTIONS[] = { DR_STR_INIT("src"), DR_STR_INIT("image"),
	                            DR_STR_INIT("image-set"), DR_STR_INIT("cross-fade"),
	                            DR_STR_INIT("element") };

static bool is_name_char(char c)
{
	return dr_is_alnum(c) || c == '-' || c == '_';
}

/* Behind `url(`: white space, maybe a quotation mark, then what must begin with `#`. */
static bool is_local_url(dr_cursor c)
{
	dr_cursor_take_while(&c, dr_is_space);
	if (!dr_cursor_take_char(&c, '"')) {
		dr_cursor_take_char(&c, '\'');
	}
	dr_cursor_take_while(&c, dr_is_space);
	return dr_cursor_peek(&c) == '#';
}

static bool function_leaves(dr_str name, const dr_cursor *behind)
{
	if (dr_str_ends_nocase(name, DR_STR("url"))) {
		return !is_local_url(*behind);
	}
	for (size_t i = 0; i < DR_COUNT(FUNCTIONS); i++) {
		if (dr_str_ends_nocase(name, FUNCTIONS[i])) {
			return true;
		}
	}
	return false;
}

/* What stands next: a word, maybe a function with its parenthesis, or one other character. */
static bool next_leaves(dr_cursor *c)
{
	if (dr_cursor_take_char(c, '\\') || dr_cursor_take_nocase(c, DR_STR("@import"))) {
		return true;
	}
	dr_str name = dr_cursor_take_while(c, is_name_char);
	if (name.len == 0) {
		dr_cursor_skip(c, 1);
		return false;
	}
	dr_cursor_take_while(c, dr_is_space);
	return dr_cursor_take_char(c, '(') && function_leaves(name, c);
}

bool dr_css_leaves_file(dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	while (!dr_cursor_at_end(&c)) {
		if (next_leaves(&c)) {
			return true;
		}
	}
	return false;
}

bool dr_href_is_local(dr_str value)
{
	return dr_str_starts(dr_str_trim(value), DR_STR("#"));
}
