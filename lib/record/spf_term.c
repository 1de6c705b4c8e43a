#include "record/spf_term_priv.h"
#include "base/cursor.h"
#include "record/text_priv.h"

const dr_spf_kind_def DR_SPF_KINDS[DR_SPF_KIND_COUNT] = {
	[DR_SPF_ALL] = { DR_STR_INIT("all"), DR_SPF_TAKES_NOTHING, false, false, false },
	[DR_SPF_INCLUDE] = { DR_STR_INIT("include"), DR_SPF_TAKES_DOMAIN, false, false, true },
	[DR_SPF_A] = { DR_STR_INIT("a"), DR_SPF_MAY_TAKE_DOMAIN, false, true, true },
	[DR_SPF_MX] = { DR_STR_INIT("mx"), DR_SPF_MAY_TAKE_DOMAIN, false, true, true },
	[DR_SPF_PTR] = { DR_STR_INIT("ptr"), DR_SPF_MAY_TAKE_DOMAIN, false, false, true },
	[DR_SPF_IP4] = { DR_STR_INIT("ip4"), DR_SPF_TAKES_V4, false, false, false },
	[DR_SPF_IP6] = { DR_STR_INIT("ip6"), DR_SPF_TAKES_V6, false, false, false },
	[DR_SPF_EXISTS] = { DR_STR_INIT("exists"), DR_SPF_TAKES_DOMAIN, false, false, true },
	[DR_SPF_REDIRECT] = { DR_STR_INIT("redirect"), DR_SPF_TAKES_DOMAIN, true, false, true },
	[DR_SPF_EXP] = { DR_STR_INIT("exp"), DR_SPF_TAKES_DOMAIN, true, false, false },
	[DR_SPF_OTHER] = { DR_STR_INIT("other"), DR_SPF_TAKES_DOMAIN, true, false, false },
	[DR_SPF_UNKNOWN] = { DR_STR_INIT("unknown"), DR_SPF_TAKES_NOTHING, false, false, false },
};

const char *dr_spf_kind_name(dr_spf_kind kind)
{
	return DR_SPF_KINDS[kind].name.ptr;
}

/* The kind that a name stands for; DR_SPF_UNKNOWN when it is none. */
static dr_spf_kind find_kind(dr_str name)
{
	for (dr_spf_kind kind = 0; kind < DR_SPF_OTHER; kind++) {
		dr_str known = DR_SPF_KINDS[kind].name;
		if (name.len == known.len && dr_to_lower(*name.ptr) == *known.ptr &&
		    dr_str_eq_nocase(name, known)) {
			return kind;
		}
	}
	return DR_SPF_UNKNOWN;
}

void dr_spf_note(dr_spf_reader *r, dr_issue_code code, dr_str subject, dr_str where)
{
	dr_issue_add(r->arena, r->issues, code, subject, dr_span_in(r->record, where));
}

void dr_spf_reject(dr_spf_reader *r, dr_issue_code code, dr_str subject, dr_str where)
{
	r->term->valid = false;
	dr_spf_note(r, code, subject, where);
}

/* A character that ends a name too early; others than printable ASCII are reported already. */
static void reject_character(dr_spf_reader *r, dr_str rest)
{
	dr_str character = dr_str_sub(rest, 0, 1);
	r->term->valid = false;
	if (dr_is_printable(character.ptr[0])) {
		dr_spf_note(r, DR_ISSUE_SPF_CHARACTER, character, character);
	}
}

static bool is_name_char(char c)
{
	return dr_is_alnum(c) || c == '-' || c == '_' || c == '.';
}

static bool is_qualifier(char c)
{
	return c == '+' || c == '-' || c == '?' || c == '~';
}

static dr_str nearest_name(dr_str name, bool modifier)
{
	dr_nearest nearest = dr_nearest_start(dr_str_sub(name, 0, dr_str_find(name, 0, '.')));
	for (dr_spf_kind kind = 0; kind < DR_SPF_OTHER; kind++) {
		if (DR_SPF_KINDS[kind].modifier == modifier) {
			dr_nearest_try(&nearest, dr_spf_kind_name(kind));
		}
	}
	return nearest.found;
}

/* A bare address or network gets the name that it lacks. */
static dr_str missing_name(dr_str word)
{
	dr_ipaddr address;
	if (!dr_ipaddr_parse(dr_str_sub(word, 0, dr_str_find(word, 0, '/')), &address)) {
		return (dr_str){ 0 };
	}
	return address.family == DR_IPV4 ? DR_STR("ip4") : DR_STR("ip6");
}

static void reject_unknown(dr_spf_reader *r, dr_str name, dr_str rest)
{
	dr_str word = dr_str_sub(r->term->text, r->term->qualifier_given, r->term->text.len);
	dr_str nearest = missing_name(word);
	bool bare = name.len == 0 && rest.len > 0 && nearest.len == 0;
	r->term->kind = DR_SPF_UNKNOWN;
	if (bare) {
		reject_character(r, rest);
		return;
	}
	r->term->valid = false;
	dr_str subject = nearest.len > 0 ? word : name.len > 0 ? name : r->term->text;
	nearest = nearest.len > 0 ? nearest : nearest_name(name, false);
	dr_issue_add_unknown(r->arena, r->issues, DR_ISSUE_SPF_UNKNOWN_MECHANISM, subject, nearest,
	                     dr_span_in(r->record, r->term->text));
}

static void read_mechanism(dr_spf_reader *r, dr_str rest)
{
	dr_str name = r->term->name;
	dr_spf_kind kind = find_kind(name);
	char next = rest.len > 0 ? rest.ptr[0] : ':';
	if (kind == DR_SPF_UNKNOWN) {
		reject_unknown(r, name, rest);
	} else if (DR_SPF_KINDS[kind].modifier) {
		r->term->kind = DR_SPF_UNKNOWN;
		dr_spf_reject(r, DR_ISSUE_SPF_MODIFIER_AS_MECHANISM, name, r->term->text);
	} else if (next != ':' && next != '/') {
		r->term->kind = kind;
		reject_character(r, rest);
	} else {
		r->term->kind = kind;
		dr_spf_read_argument(r, rest, kind);
	}
}

/* A modifier that is not defined is legal, but mostly a slip. */
static void note_unknown_modifier(dr_spf_reader *r)
{
	dr_str name = r->term->name;
	if (find_kind(name) != DR_SPF_UNKNOWN) {
		dr_spf_note(r, DR_ISSUE_SPF_MECHANISM_AS_MODIFIER, name, r->term->text);
		return;
	}
	dr_issue_add_unknown(r->arena, r->issues, DR_ISSUE_SPF_UNKNOWN_MODIFIER, name,
	                     nearest_name(name, true), dr_span_in(r->record, r->term->text));
}

static void read_modifier(dr_spf_reader *r, dr_str value)
{
	dr_str name = r->term->name;
	dr_spf_kind kind = find_kind(name);
	r->term->kind = kind != DR_SPF_UNKNOWN && DR_SPF_KINDS[kind].modifier ? kind : DR_SPF_OTHER;
	if (r->term->qualifier_given || name.len == 0 || !dr_is_alpha(name.ptr[0])) {
		dr_spf_reject(r, DR_ISSUE_SPF_MODIFIER_NAME, name, r->term->text);
	} else if (r->term->kind == DR_SPF_OTHER) {
		note_unknown_modifier(r);
	}
	if (r->term->kind == DR_SPF_OTHER) {
		dr_spf_check_macros(r, value);
	} else {
		dr_spf_read_domain(r, value);
	}
}

/* "…-all" at the end of another term. */
static void note_glued_all(dr_spf_reader *r)
{
	dr_str text = r->term->text;
	dr_str end = dr_str_sub(text, text.len > 4 ? text.len - 4 : text.len, 4);
	if (end.len == 4 && is_qualifier(end.ptr[0]) && dr_str_ends_nocase(end, DR_STR("all"))) {
		dr_spf_note(r, DR_ISSUE_SPF_GLUED_ALL, text, end);
	}
}

void dr_spf_term_parse(dr_arena *arena, dr_str record, dr_str word, dr_issues *issues,
                       dr_spf_term *ret_term)
{
	dr_spf_reader r = { arena, record, issues, ret_term };
	dr_cursor c = dr_cursor_of(word);
	char qualifier = '+';
	ret_term->valid = true;
	ret_term->text = word;
	ret_term->span = dr_span_in(record, word);
	ret_term->v4_length = DR_SPF_V4_BITS;
	ret_term->v6_length = DR_SPF_V6_BITS;
	if (is_qualifier(dr_cursor_peek(&c))) {
		qualifier = dr_cursor_next(&c);
		ret_term->qualifier_given = true;
	}
	ret_term->name = dr_cursor_take_while(&c, is_name_char);
	if (dr_cursor_take_char(&c, '=')) {
		read_modifier(&r, dr_cursor_rest(&c));
	} else {
		ret_term->qualifier = qualifier;
		read_mechanism(&r, dr_cursor_rest(&c));
	}
	ret_term->counts = DR_SPF_KINDS[ret_term->kind].counts;
	note_glued_all(&r);
}

bool dr_spf_begins_term(dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	bool qualified = is_qualifier(dr_cursor_peek(&c));
	dr_cursor_skip(&c, qualified);
	dr_spf_kind kind = find_kind(dr_cursor_take_while(&c, is_name_char));
	char next = dr_cursor_peek(&c);
	if (kind == DR_SPF_UNKNOWN) {
		return false;
	}
	return DR_SPF_KINDS[kind].modifier ? next == '='
	       : next == ':'               ? true
	                     : kind == DR_SPF_ALL && qualified && dr_cursor_at_end(&c);
}
