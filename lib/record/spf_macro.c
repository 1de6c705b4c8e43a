#include "record/spf_macro.h"
#include <string.h>

enum { NAME_MAX_CHARS = 253, NAME_KEPT = 512, NAME_KEPT_AT_MOST = 4096, DIGITS_MAX = UINT16_MAX };

static const dr_str LETTERS = DR_STR_INIT("slodiphcrtv");
/* Allowed only in the text that exp leads to (RFC 7208 7.2). */
static const dr_str EXPLANATION_LETTERS = DR_STR_INIT("crt");

static bool is_in(dr_str set, char c)
{
	return dr_str_find(set, 0, c) < set.len;
}

static bool is_delimiter(char c)
{
	return is_in(DR_STR(".-+,/_="), c);
}

static const struct {
	char mark;
	dr_str literal;
} ESCAPES[] = {
	{ '%', DR_STR_INIT("%") },
	{ '_', DR_STR_INIT(" ") },
	{ '-', DR_STR_INIT("%20") },
};

static bool take_escape(dr_cursor *c, dr_spf_macro *m)
{
	for (size_t i = 0; i < DR_COUNT(ESCAPES); i++) {
		if (dr_cursor_take_char(c, ESCAPES[i].mark)) {
			m->kind = DR_MACRO_ESCAPE;
			m->literal = ESCAPES[i].literal;
			return true;
		}
	}
	return false;
}

/* The transformers behind the letter, up to the closing brace (RFC 7208 7.1, 7.3). */
static bool take_transformers(dr_cursor *c, dr_spf_macro *m)
{
	dr_str digits = dr_cursor_take_while(c, dr_is_digit);
	uint64_t value = 0;
	if (digits.len > 0 && !dr_str_to_u64(digits, DIGITS_MAX, &value)) {
		value = DIGITS_MAX;
	}
	if (digits.len > 0 && value == 0) {
		return false;
	}
	m->digits = (uint32_t)value;
	m->reverse = dr_cursor_take_nocase(c, DR_STR("r"));
	m->delimiters = dr_cursor_take_while(c, is_delimiter);
	return dr_cursor_take_char(c, '}');
}

/* What follows `%{`. */
static void take_letter(dr_cursor *c, dr_spf_macro *m)
{
	char written = dr_cursor_next(c);
	m->letter = dr_to_lower(written);
	m->escaped = written != m->letter;
	if (!dr_is_alpha(written)) {
		return;
	}
	m->kind = !take_transformers(c, m)     ? DR_MACRO_BAD
	          : !is_in(LETTERS, m->letter) ? DR_MACRO_BAD_LETTER
	                                       : DR_MACRO_LETTER;
}

dr_spf_macro dr_spf_macro_next(dr_cursor *c)
{
	size_t from = c->pos;
	dr_spf_macro m = { .kind = DR_MACRO_END };
	if (dr_cursor_at_end(c)) {
		return m;
	}
	m.literal = dr_cursor_take_until(c, '%');
	if (m.literal.len > 0) {
		m.kind = DR_MACRO_TEXT;
		m.text = m.literal;
		return m;
	}
	dr_cursor_take_char(c, '%');
	m.kind = DR_MACRO_BAD;
	if (!take_escape(c, &m) && dr_cursor_take_char(c, '{')) {
		take_letter(c, &m);
	}
	if (m.kind == DR_MACRO_BAD) {
		c->pos = from + 1;
	}
	m.text = dr_cursor_since(c, from);
	return m;
}

uint32_t dr_spf_macro_letters(dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	uint32_t letters = 0;
	for (dr_spf_macro m; (m = dr_spf_macro_next(&c)).kind != DR_MACRO_END;) {
		if (m.kind == DR_MACRO_LETTER) {
			letters |= DR_MACRO_BIT(m.letter);
		}
	}
	return letters;
}

/* An IPv6 address as 32 nibbles with dots between (RFC 7208 7.3), which does not say in which case:
 * as the openspf.org test suite has them. */
static void write_nibbles(dr_ipaddr ip, dr_buf *out)
{
	for (size_t i = 0; i < sizeof(ip.octets); i++) {
		dr_buf_addf(out, i > 0 ? ".%X.%X" : "%X.%X", ip.octets[i] >> 4u,
		            ip.octets[i] & 15u);
	}
}

static dr_str ip_text(dr_ipaddr ip, bool nibbles, dr_arena *arena)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	if (nibbles && ip.family == DR_IPV6) {
		write_nibbles(ip, &buf);
	} else {
		dr_ipaddr_write(ip, &buf);
	}
	return dr_buf_str(&buf);
}

static dr_str time_text(uint64_t time, dr_arena *arena)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	dr_buf_addf(&buf, "%llu", (unsigned long long)time);
	return dr_buf_str(&buf);
}

static dr_str value_of(dr_arena *arena, const dr_spf_macro_values *values, char letter)
{
	switch (letter) {
	case 's': return values->sender;
	case 'l': return values->local;
	case 'o': return values->sender_domain;
	case 'd': return values->domain;
	case 'h': return values->helo;
	case 'p': return values->validated.len > 0 ? values->validated : DR_STR("unknown");
	case 'r': return values->receiver.len > 0 ? values->receiver : DR_STR("unknown");
	case 'v': return values->ip.family == DR_IPV6 ? DR_STR("ip6") : DR_STR("in-addr");
	case 'i': return ip_text(values->ip, true, arena);
	case 'c': return ip_text(values->ip, false, arena);
	default: return time_text(values->time, arena);
	}
}

static bool is_unreserved(char c)
{
	return dr_is_alnum(c) || is_in(DR_STR("-._~"), c);
}

static void write_octet(char c, bool escape, dr_buf *out)
{
	if (!escape || is_unreserved(c)) {
		dr_buf_add_char(out, c);
	} else {
		dr_buf_addf(out, "%%%02X", (unsigned)(uint8_t)c);
	}
}

static void write_part(dr_str part, bool escape, dr_buf *out)
{
	for (size_t i = 0; i < part.len; i++) {
		write_octet(part.ptr[i], escape, out);
	}
}

/* The first `count` parts. */
static dr_str first_parts(dr_str value, dr_str delimiters, size_t count)
{
	size_t end = 0;
	while (end < value.len) {
		if (is_in(delimiters, value.ptr[end]) && --count == 0) {
			break;
		}
		end++;
	}
	return dr_str_sub(value, 0, end);
}

/* The last `count` parts. */
static dr_str last_parts(dr_str value, dr_str delimiters, size_t count)
{
	size_t from = value.len;
	while (from > 0) {
		if (is_in(delimiters, value.ptr[from - 1]) && --count == 0) {
			break;
		}
		from--;
	}
	return dr_str_sub(value, from, value.len);
}

/* The parts from the last to the first, with dots between. */
static void write_reversed(dr_str parts, dr_str delimiters, bool escape, dr_buf *out)
{
	size_t end = parts.len;
	for (size_t i = parts.len; i > 0; i--) {
		if (is_in(delimiters, parts.ptr[i - 1])) {
			write_part(dr_str_sub(parts, i, end - i), escape, out);
			dr_buf_add_char(out, '.');
			end = i - 1;
		}
	}
	write_part(dr_str_sub(parts, 0, end), escape, out);
}

static void write_forward(dr_str parts, dr_str delimiters, bool escape, dr_buf *out)
{
	for (size_t i = 0; i < parts.len; i++) {
		bool delimiter = is_in(delimiters, parts.ptr[i]);
		write_octet(delimiter ? '.' : parts.ptr[i], escape, out);
	}
}

/* Splitting, reversing, keeping right-hand parts and joining (RFC 7208 7.3). Of a longer value the
 * octets that make the last `most` of the result will do. */
static void expand_letter(const dr_spf_macro *m, const dr_spf_macro_values *values, size_t most,
                          dr_buf *out)
{
	dr_str delimiters = m->delimiters.len > 0 ? m->delimiters : DR_STR(".");
	dr_str value = value_of(out->arena, values, m->letter);
	size_t kept = m->digits > 0 ? m->digits : SIZE_MAX;
	if (value.len > most) {
		value = dr_str_sub(value, m->reverse ? 0 : value.len - most, most);
	}
	if (m->reverse) {
		write_reversed(first_parts(value, delimiters, kept), delimiters, m->escaped, out);
	} else {
		write_forward(last_parts(value, delimiters, kept), delimiters, m->escaped, out);
	}
}

/* Of a name that grows and grows only the end counts (RFC 7208 7.3), so the rest need not stay. */
static void drop_front(dr_buf *name)
{
	if (name->len > NAME_KEPT_AT_MOST) {
		memmove(name->ptr, name->ptr + name->len - NAME_KEPT, NAME_KEPT);
		name->len = NAME_KEPT;
	}
}

bool dr_spf_macro_expand(dr_str text, const dr_spf_macro_values *values, bool explanation,
                         dr_buf *out)
{
	dr_cursor c = dr_cursor_of(text);
	size_t most = explanation ? DR_SPF_EXPLANATION_MAX + 1 : NAME_KEPT;
	for (dr_spf_macro m; (m = dr_spf_macro_next(&c)).kind != DR_MACRO_END;) {
		if (m.kind == DR_MACRO_TEXT || m.kind == DR_MACRO_ESCAPE) {
			dr_buf_add(out, m.literal);
		} else if (m.kind == DR_MACRO_LETTER &&
		           (explanation || !is_in(EXPLANATION_LETTERS, m.letter))) {
			expand_letter(&m, values, most, out);
		} else {
			return false;
		}
		if (!explanation) {
			drop_front(out);
		} else if (out->len > DR_SPF_EXPLANATION_MAX) {
			return false;
		}
	}
	return true;
}

dr_str dr_spf_macro_shorten(dr_str name)
{
	if (name.len > 1 && dr_str_ends(name, DR_STR("."))) {
		name.len--;
	}
	while (name.len > NAME_MAX_CHARS) {
		size_t dot = dr_str_find(name, 0, '.');
		if (dot == name.len) {
			break;
		}
		name = dr_str_sub(name, dot + 1, name.len);
	}
	return name;
}
