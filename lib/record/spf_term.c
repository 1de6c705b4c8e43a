#include "record/spf_term_priv.h"
#include "base/cursor.h"
#include "base/name_wire.h"
#include "record/text_priv.h"

enum { V4_BITS = 32, V6_BITS = 128 };

typedef struct {
	dr_arena *arena;
	dr_str record;
	dr_issues *issues;
	dr_spf_term term;
} reader;

typedef enum { NO_ARGUMENT, DOMAIN_OR_NOTHING, DOMAIN, ADDRESS_V4, ADDRESS_V6 } argument;

static const struct {
	const char *name;
	argument takes;
	bool modifier;
	bool lengths; /* "/24//64" may follow */
	bool counts;
} KINDS[DR_SPF_KIND_COUNT] = {
	[DR_SPF_ALL] = { "all", NO_ARGUMENT, false, false, false },
	[DR_SPF_INCLUDE] = { "include", DOMAIN, false, false, true },
	[DR_SPF_A] = { "a", DOMAIN_OR_NOTHING, false, true, true },
	[DR_SPF_MX] = { "mx", DOMAIN_OR_NOTHING, false, true, true },
	[DR_SPF_PTR] = { "ptr", DOMAIN_OR_NOTHING, false, false, true },
	[DR_SPF_IP4] = { "ip4", ADDRESS_V4, false, false, false },
	[DR_SPF_IP6] = { "ip6", ADDRESS_V6, false, false, false },
	[DR_SPF_EXISTS] = { "exists", DOMAIN, false, false, true },
	[DR_SPF_REDIRECT] = { "redirect", DOMAIN, true, false, true },
	[DR_SPF_EXP] = { "exp", DOMAIN, true, false, false },
	[DR_SPF_OTHER] = { "other", DOMAIN, true, false, false },
	[DR_SPF_UNKNOWN] = { "unknown", NO_ARGUMENT, false, false, false },
};

const char *dr_spf_kind_name(dr_spf_kind kind)
{
	return KINDS[kind].name;
}

/* The kind that a name stands for; DR_SPF_UNKNOWN when it is none. */
static dr_spf_kind find_kind(dr_str name)
{
	for (dr_spf_kind kind = 0; kind < DR_SPF_OTHER; kind++) {
		if (dr_str_eq_nocase(name, dr_str_of(KINDS[kind].name))) {
			return kind;
		}
	}
	return DR_SPF_UNKNOWN;
}

static void note(reader *r, dr_issue_code code, dr_str subject, dr_str where)
{
	dr_issue_add(r->arena, r->issues, code, subject, dr_span_in(r->record, where));
}

/* Reports a syntax error. */
static void reject(reader *r, dr_issue_code code, dr_str subject, dr_str where)
{
	r->term.valid = false;
	note(r, code, subject, where);
}

/* A character that ends a name too early; others than printable ASCII are reported already. */
static void reject_character(reader *r, dr_str rest)
{
	dr_str character = dr_str_sub(rest, 0, 1);
	r->term.valid = false;
	if (dr_is_printable(character.ptr[0])) {
		note(r, DR_ISSUE_SPF_CHARACTER, character, character);
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

/* Macro-strings and domain-specs (RFC 7208 7.1). */

static bool is_top_label(dr_str label)
{
	bool letter = false;
	for (size_t i = 0; i < label.len; i++) {
		char c = label.ptr[i];
		if (!dr_is_alnum(c) && c != '-') {
			return false;
		}
		letter = letter || !dr_is_digit(c);
	}
	return letter && label.ptr[0] != '-' && label.ptr[label.len - 1] != '-';
}

/* Checks the macros and gives the text behind the last one: the whole when there is none. */
static dr_str check_macros(reader *r, dr_str text)
{
	const uint32_t explanation = DR_MACRO_BIT('c') | DR_MACRO_BIT('r') | DR_MACRO_BIT('t');
	dr_cursor c = dr_cursor_of(text);
	dr_str tail = dr_str_sub(text, text.len, 0);
	for (dr_spf_macro m; (m = dr_spf_macro_next(&c)).kind != DR_MACRO_END;) {
		tail = m.kind == DR_MACRO_TEXT ? m.text : dr_str_sub(text, text.len, 0);
		uint32_t bit = m.kind == DR_MACRO_LETTER ? DR_MACRO_BIT(m.letter) : 0;
		r->term.letters |= bit;
		if (m.kind == DR_MACRO_BAD_LETTER || (bit & explanation) != 0) {
			reject(r, DR_ISSUE_SPF_MACRO_LETTER, m.text, m.text);
		} else if (m.kind == DR_MACRO_BAD) {
			reject(r, DR_ISSUE_SPF_MACRO, m.text, m.text);
		}
	}
	r->term.message = (r->term.letters & ~DR_MACRO_BIT('d')) != 0;
	return tail;
}

/* A name without macros must be one: labels neither empty nor too long. */
static bool is_literal_name(dr_str text)
{
	dr_name_room room;
	dr_name name;
	return dr_str_find(text, 0, '\\') < text.len ||
	       dr_name_parse(&room, text, &name) == DR_NAME_OK;
}

/* The end of a domain-spec that is not a macro: "." and a top label. */
static void check_domain_end(reader *r, dr_str spec, dr_str tail)
{
	bool final_dot = dr_str_ends(tail, DR_STR("."));
	dr_str name = dr_str_sub(tail, 0, tail.len - final_dot);
	size_t dot = name.len;
	while (dot > 0 && name.ptr[dot - 1] != '.') {
		dot--;
	}
	dr_str label = dr_str_sub(name, dot, name.len);
	if (dot == 0) {
		reject(r, DR_ISSUE_SPF_DOMAIN, spec, spec);
	} else if (!is_top_label(label)) {
		reject(r, DR_ISSUE_SPF_TOP_LABEL, label, label.len > 0 ? label : spec);
	} else if (tail.len == spec.len && !is_literal_name(spec)) {
		reject(r, DR_ISSUE_SPF_DOMAIN, spec, spec);
	}
}

static void read_domain(reader *r, dr_str spec)
{
	if (spec.len == 0) {
		reject(r, DR_ISSUE_SPF_EMPTY_ARGUMENT, r->term.name, r->term.text);
		return;
	}
	r->term.domain = spec;
	r->term.domain_span = dr_span_in(r->record, spec);
	bool was_valid = r->term.valid;
	dr_str tail = check_macros(r, spec);
	if (tail.len > 0 && r->term.valid == was_valid) {
		check_domain_end(r, spec, tail);
	}
}

/* Prefix lengths. */

/* "24" behind its slash or slashes: no leading zeros, at most `bits`. */
static void read_length(reader *r, dr_str digits, dr_str where, uint8_t bits, uint8_t *ret_length)
{
	uint64_t value;
	if ((digits.len > 1 && digits.ptr[0] == '0') || !dr_str_to_u64(digits, bits, &value)) {
		reject(r, DR_ISSUE_SPF_CIDR, where, where);
		return;
	}
	*ret_length = (uint8_t)value;
}

/* Where "/digits" (or "//digits") begins at the end of `text`; its length when it does not end so.
 * Domains may hold slashes, so lengths are looked for from the end. */
static size_t find_length(dr_str text, size_t slashes)
{
	size_t at = text.len;
	while (at > 0 && dr_is_digit(text.ptr[at - 1])) {
		at--;
	}
	size_t seen = 0;
	while (seen < 2 && at > seen && text.ptr[at - 1 - seen] == '/') {
		seen++;
	}
	return seen == slashes ? at - slashes : text.len;
}

/* Takes "/24//64" off the end of `text`. */
static dr_str take_lengths(reader *r, dr_str text)
{
	size_t v6 = find_length(text, 2);
	if (v6 < text.len) {
		dr_str where = dr_str_sub(text, v6, text.len);
		read_length(r, dr_str_sub(where, 2, where.len), where, V6_BITS, &r->term.v6_length);
		text = dr_str_sub(text, 0, v6);
	}
	size_t v4 = find_length(text, 1);
	if (v4 < text.len) {
		dr_str where = dr_str_sub(text, v4, text.len);
		dr_str front = dr_str_sub(text, 0, v4);
		size_t another = find_length(front, 1);
		if (another < front.len) {
			reject(r, DR_ISSUE_SPF_DUAL_CIDR, where, where);
			return dr_str_sub(front, 0, another);
		}
		read_length(r, dr_str_sub(where, 1, where.len), where, V4_BITS, &r->term.v4_length);
		text = front;
	}
	return text;
}

/* Arguments of mechanisms; `rest` is what follows the name. */

static void read_domain_argument(reader *r, dr_str rest, dr_spf_kind kind)
{
	if (KINDS[kind].lengths) {
		rest = take_lengths(r, rest);
	}
	if (dr_str_starts(rest, DR_STR(":"))) {
		read_domain(r, dr_str_sub(rest, 1, rest.len));
	} else if (rest.len > 0) {
		reject(r, DR_ISSUE_SPF_EXTRA_ARGUMENT, rest, rest);
	} else if (KINDS[kind].takes == DOMAIN) {
		reject(r, DR_ISSUE_SPF_NO_ARGUMENT, r->term.name, r->term.text);
	}
}

/* What an address that is none of its family is: of the other one, a macro, or nothing. */
static void reject_address(reader *r, dr_str text, bool v6)
{
	dr_ipaddr other;
	if (dr_ipaddr_parse(text, &other)) {
		reject(r, DR_ISSUE_SPF_FAMILY, text, text);
	} else if (dr_str_find(text, 0, '%') < text.len) {
		reject(r, DR_ISSUE_SPF_MACRO_ADDRESS, text, text);
	} else {
		reject(r, v6 ? DR_ISSUE_SPF_IP6 : DR_ISSUE_SPF_IP4, text, text);
	}
}

static void read_address(reader *r, dr_str rest, bool v6)
{
	if (!dr_str_starts(rest, DR_STR(":"))) {
		reject(r, rest.len > 0 ? DR_ISSUE_SPF_CIDR : DR_ISSUE_SPF_NO_ARGUMENT, r->term.name,
		       r->term.text);
		return;
	}
	dr_str text = dr_str_sub(rest, 1, rest.len);
	size_t slash = dr_str_find(text, 0, '/');
	dr_str address = dr_str_sub(text, 0, slash);
	dr_prefix prefix = { .length = v6 ? V6_BITS : V4_BITS };
	if (text.len == 0) {
		reject(r, DR_ISSUE_SPF_EMPTY_ARGUMENT, r->term.name, r->term.text);
		return;
	}
	if (v6 ? !dr_ipaddr_parse_v6(address, &prefix.address)
	       : !dr_ipaddr_parse_v4(address, &prefix.address)) {
		reject_address(r, address, v6);
		return;
	}
	if (slash < text.len) {
		dr_str where = dr_str_sub(text, slash, text.len);
		read_length(r, dr_str_sub(where, 1, where.len), where, prefix.length,
		            &prefix.length);
	}
	r->term.prefix = prefix;
	if (r->term.valid && dr_prefix_has_host_bits(prefix)) {
		note(r, DR_ISSUE_SPF_HOST_BITS, text, text);
	}
}

static void read_argument(reader *r, dr_str rest, dr_spf_kind kind)
{
	switch (KINDS[kind].takes) {
	case NO_ARGUMENT:
		if (rest.len > 0) {
			reject(r, DR_ISSUE_SPF_EXTRA_ARGUMENT, rest, rest);
		}
		break;
	case DOMAIN_OR_NOTHING:
	case DOMAIN: read_domain_argument(r, rest, kind); break;
	case ADDRESS_V4:
	case ADDRESS_V6: read_address(r, rest, kind == DR_SPF_IP6); break;
	}
}

/* Terms. */

static dr_str nearest_name(dr_str name, bool modifier)
{
	dr_nearest nearest = dr_nearest_start(dr_str_sub(name, 0, dr_str_find(name, 0, '.')));
	for (dr_spf_kind kind = 0; kind < DR_SPF_OTHER; kind++) {
		if (KINDS[kind].modifier == modifier) {
			dr_nearest_try(&nearest, KINDS[kind].name);
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

static void reject_unknown(reader *r, dr_str name, dr_str rest)
{
	dr_str word = dr_str_sub(r->term.text, r->term.qualifier_given, r->term.text.len);
	dr_str nearest = missing_name(word);
	bool bare = name.len == 0 && rest.len > 0 && nearest.len == 0;
	r->term.kind = DR_SPF_UNKNOWN;
	if (bare) {
		reject_character(r, rest);
		return;
	}
	r->term.valid = false;
	dr_str subject = nearest.len > 0 ? word : name.len > 0 ? name : r->term.text;
	nearest = nearest.len > 0 ? nearest : nearest_name(name, false);
	dr_issue_add_unknown(r->arena, r->issues, DR_ISSUE_SPF_UNKNOWN_MECHANISM, subject, nearest,
	                     dr_span_in(r->record, r->term.text));
}

static void read_mechanism(reader *r, dr_str rest)
{
	dr_str name = r->term.name;
	dr_spf_kind kind = find_kind(name);
	char next = rest.len > 0 ? rest.ptr[0] : ':';
	if (kind == DR_SPF_UNKNOWN) {
		reject_unknown(r, name, rest);
	} else if (KINDS[kind].modifier) {
		r->term.kind = DR_SPF_UNKNOWN;
		reject(r, DR_ISSUE_SPF_MODIFIER_AS_MECHANISM, name, r->term.text);
	} else if (next != ':' && next != '/') {
		r->term.kind = kind;
		reject_character(r, rest);
	} else {
		r->term.kind = kind;
		read_argument(r, rest, kind);
	}
}

/* A modifier that is not defined is legal, but mostly a slip. */
static void note_unknown_modifier(reader *r)
{
	dr_str name = r->term.name;
	if (find_kind(name) != DR_SPF_UNKNOWN) {
		note(r, DR_ISSUE_SPF_MECHANISM_AS_MODIFIER, name, r->term.text);
		return;
	}
	dr_issue_add_unknown(r->arena, r->issues, DR_ISSUE_SPF_UNKNOWN_MODIFIER, name,
	                     nearest_name(name, true), dr_span_in(r->record, r->term.text));
}

static void read_modifier(reader *r, dr_str value)
{
	dr_str name = r->term.name;
	dr_spf_kind kind = find_kind(name);
	r->term.kind = kind != DR_SPF_UNKNOWN && KINDS[kind].modifier ? kind : DR_SPF_OTHER;
	if (r->term.qualifier_given || name.len == 0 || !dr_is_alpha(name.ptr[0])) {
		reject(r, DR_ISSUE_SPF_MODIFIER_NAME, name, r->term.text);
	} else if (r->term.kind == DR_SPF_OTHER) {
		note_unknown_modifier(r);
	}
	if (r->term.kind == DR_SPF_OTHER) {
		check_macros(r, value);
	} else {
		read_domain(r, value);
	}
}

/* "…-all" at the end of another term. */
static void note_glued_all(reader *r)
{
	dr_str text = r->term.text;
	dr_str end = dr_str_sub(text, text.len > 4 ? text.len - 4 : text.len, 4);
	if (end.len == 4 && is_qualifier(end.ptr[0]) && dr_str_ends_nocase(end, DR_STR("all"))) {
		note(r, DR_ISSUE_SPF_GLUED_ALL, text, end);
	}
}

dr_spf_term dr_spf_term_parse(dr_arena *arena, dr_str record, dr_str word, dr_issues *issues)
{
	reader r = { arena,
		     record,
		     issues,
		     { .valid = true,
		       .text = word,
		       .span = dr_span_in(record, word),
		       .v4_length = V4_BITS,
		       .v6_length = V6_BITS } };
	dr_cursor c = dr_cursor_of(word);
	char qualifier = '+';
	if (is_qualifier(dr_cursor_peek(&c))) {
		qualifier = dr_cursor_next(&c);
		r.term.qualifier_given = true;
	}
	r.term.name = dr_cursor_take_while(&c, is_name_char);
	if (dr_cursor_take_char(&c, '=')) {
		read_modifier(&r, dr_cursor_rest(&c));
	} else {
		r.term.qualifier = qualifier;
		read_mechanism(&r, dr_cursor_rest(&c));
	}
	r.term.counts = KINDS[r.term.kind].counts;
	note_glued_all(&r);
	return r.term;
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
	return KINDS[kind].modifier ? next == '='
	       : next == ':'        ? true
	                            : kind == DR_SPF_ALL && qualified && dr_cursor_at_end(&c);
}
