#include "record/text_priv.h"
#include "base/cursor.h"
#include "base/error.h"

/* Characters that word processors and web pages put where ASCII was meant, in UTF-8. */
static const dr_str LOOKALIKES[] = {
	DR_STR_INIT("\xC2\xA0"),                              /* no-break space */
	DR_STR_INIT("\xC2\xAB"),                              /* guillemets */
	DR_STR_INIT("\xC2\xBB"),     DR_STR_INIT("\xC2\xAD"), /* soft hyphen */
	DR_STR_INIT("\xE2\x80\x8B"), /* zero-width space, non-joiner, joiner */
	DR_STR_INIT("\xE2\x80\x8C"), DR_STR_INIT("\xE2\x80\x8D"),
	DR_STR_INIT("\xE2\x80\x90"), /* hyphens and dashes */
	DR_STR_INIT("\xE2\x80\x91"), DR_STR_INIT("\xE2\x80\x92"),
	DR_STR_INIT("\xE2\x80\x93"), DR_STR_INIT("\xE2\x80\x94"),
	DR_STR_INIT("\xE2\x80\x98"), /* quotes */
	DR_STR_INIT("\xE2\x80\x99"), DR_STR_INIT("\xE2\x80\x9A"),
	DR_STR_INIT("\xE2\x80\x9C"), DR_STR_INIT("\xE2\x80\x9D"),
	DR_STR_INIT("\xE2\x80\x9E"), DR_STR_INIT("\xE2\x80\xAF"), /* narrow no-break space */
	DR_STR_INIT("\xE2\x81\xA0"),                              /* word joiner */
	DR_STR_INIT("\xEF\xBB\xBF"),                              /* byte order mark */
};

dr_str dr_trim_wsp(dr_str text)
{
	size_t from = 0, end = text.len;
	while (from < end && dr_is_wsp(text.ptr[from])) {
		from++;
	}
	while (end > from && dr_is_wsp(text.ptr[end - 1])) {
		end--;
	}
	return dr_str_sub(text, from, end - from);
}

static bool is_odd(char c)
{
	return !dr_is_printable(c) && c != '\t';
}

static bool is_common(char c)
{
	return dr_is_printable(c) && c != '"' && c != '\\';
}

/* Nothing to tell about it. */
static bool is_plain(char c)
{
	return is_common(c) || c == '\t';
}

/* As nearly every text is. Free of branches, so that compilers look at many octets at a time. */
static bool has_common_only(dr_str text)
{
	uint8_t others = 0;
	for (size_t i = 0; i < text.len; i++) {
		others |= (uint8_t)!is_common(text.ptr[i]);
	}
	return others == 0;
}

static bool take_lookalike(dr_cursor *c)
{
	for (size_t i = 0; i < DR_COUNT(LOOKALIKES); i++) {
		if (dr_cursor_take(c, LOOKALIKES[i])) {
			return true;
		}
	}
	return false;
}

static bool is_at_lookalike(dr_cursor c)
{
	return take_lookalike(&c);
}

static void take_odd_run(dr_cursor *c)
{
	while (!dr_cursor_at_end(c) && is_odd(dr_cursor_peek(c)) && !is_at_lookalike(*c)) {
		dr_cursor_next(c);
	}
}

bool dr_text_check(dr_arena *arena, dr_str text, dr_issues *issues)
{
	return dr_text_check_in(arena, text, text, issues);
}

bool dr_text_check_in(dr_arena *arena, dr_str whole, dr_str part, dr_issues *issues)
{
	dr_cursor c = dr_cursor_of(part);
	bool plain = true;
	if (has_common_only(part)) {
		return true;
	}
	dr_cursor_take_while(&c, is_plain);
	while (!dr_cursor_at_end(&c)) {
		size_t from = c.pos;
		dr_issue_code code = DR_ISSUE_ESCAPED;
		if (is_odd(dr_cursor_peek(&c))) {
			plain = false;
			code = take_lookalike(&c) ? DR_ISSUE_LOOKALIKE : DR_ISSUE_NON_ASCII;
			if (code == DR_ISSUE_NON_ASCII) {
				take_odd_run(&c);
			}
		} else {
			dr_cursor_next(&c);
		}
		dr_str found = dr_cursor_since(&c, from);
		dr_issue_add(arena, issues, code, found, dr_span_in(whole, found));
		dr_cursor_take_while(&c, is_plain);
	}
	return plain;
}

dr_nearest dr_nearest_start(dr_str wanted)
{
	return (dr_nearest){ .wanted = wanted,
		             .limit = wanted.len < 2   ? 0
		                      : wanted.len < 6 ? 1
		                                       : 2 };
}

void dr_nearest_try(dr_nearest *nearest, const char *name)
{
	dr_str candidate = dr_str_of(name);
	size_t distance = dr_str_distance(nearest->wanted, candidate, nearest->limit);
	bool first = nearest->found.len == 0 && distance <= nearest->limit;
	bool swapped = candidate.len == nearest->wanted.len &&
	               nearest->found.len != candidate.len && distance <= nearest->limit;
	if (first || swapped || distance < nearest->limit) {
		nearest->limit = distance;
		nearest->found = candidate;
	}
}

dr_span dr_span_in(dr_str whole, dr_str part)
{
	if (part.ptr == NULL || whole.ptr == NULL) {
		return DR_NOWHERE;
	}
	return (dr_span){ (uint32_t)(part.ptr - whole.ptr), (uint32_t)part.len };
}
