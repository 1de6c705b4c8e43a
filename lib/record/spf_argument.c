#include "base/cursor.h"
#include "base/name_wire.h"
#include "record/spf_term_priv.h"
#include "record/text_priv.h"

enum { NAME_MAX_CHARS = 253 };

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

dr_str dr_spf_check_macros(dr_spf_reader *r, dr_str text)
{
	const uint32_t explanation = DR_MACRO_BIT('c') | DR_MACRO_BIT('r') | DR_MACRO_BIT('t');
	if (dr_str_find(text, 0, '%') == text.len) {
		return text;
	}
	dr_cursor c = dr_cursor_of(text);
	dr_str tail = dr_str_sub(text, text.len, 0);
	for (dr_spf_macro m; (m = dr_spf_macro_next(&c)).kind != DR_MACRO_END;) {
		tail = m.kind == DR_MACRO_TEXT ? m.text : dr_str_sub(text, text.len, 0);
		uint32_t bit = m.kind == DR_MACRO_LETTER ? DR_MACRO_BIT(m.letter) : 0;
		r->term->letters |= bit;
		if (m.kind == DR_MACRO_BAD_LETTER || (bit & explanation) != 0) {
			dr_spf_reject(r, DR_ISSUE_SPF_MACRO_LETTER, m.text, m.text);
		} else if (m.kind == DR_MACRO_BAD) {
			dr_spf_reject(r, DR_ISSUE_SPF_MACRO, m.text, m.text);
		}
	}
	r->term->message = (r->term->letters & ~DR_MACRO_BIT('d')) != 0;
	return tail;
}

/* Labels of 1 to 63 octets, 253 in all. */
static bool fits_dns(dr_str name)
{
	size_t label = 0;
	for (size_t i = 0; i < name.len; i++) {
		bool dot = name.ptr[i] == '.';
		if (dot ? label == 0 : label == DR_LABEL_MAX) {
			return false;
		}
		label = dot ? 0 : label + 1;
	}
	return label > 0 && name.len <= NAME_MAX_CHARS;
}

/* The end of a domain-spec that is not a macro: "." and a top label. */
static void check_domain_end(dr_spf_reader *r, dr_str spec, dr_str tail)
{
	bool final_dot = dr_str_ends(tail, DR_STR("."));
	dr_str name = dr_str_sub(tail, 0, tail.len - final_dot);
	size_t dot = name.len;
	while (dot > 0 && name.ptr[dot - 1] != '.') {
		dot--;
	}
	dr_str label = dr_str_sub(name, dot, name.len);
	if (dot == 0) {
		dr_spf_reject(r, DR_ISSUE_SPF_DOMAIN, spec, spec);
	} else if (!is_top_label(label)) {
		dr_spf_reject(r, DR_ISSUE_SPF_TOP_LABEL, label, label.len > 0 ? label : spec);
	} else if (tail.len == spec.len && !fits_dns(dr_str_sub(spec, 0, spec.len - final_dot))) {
		/* No syntax error: there is just nothing to ask for. */
		dr_spf_note(r, DR_ISSUE_SPF_NAME, spec, spec);
	}
}

void dr_spf_read_domain(dr_spf_reader *r, dr_str spec)
{
	if (spec.len == 0) {
		dr_spf_reject(r, DR_ISSUE_SPF_EMPTY_ARGUMENT, r->term->name, r->term->text);
		return;
	}
	r->term->domain = spec;
	r->term->domain_span = dr_span_in(r->record, spec);
	bool was_valid = r->term->valid;
	dr_str tail = dr_spf_check_macros(r, spec);
	if (tail.len > 0 && r->term->valid == was_valid) {
		check_domain_end(r, spec, tail);
	}
}

/* Prefix lengths. */

/* "24" behind its slash or slashes: no leading zeros, at most `bits`. */
static void read_length(dr_spf_reader *r, dr_str digits, dr_str where, uint8_t bits,
                        uint8_t *ret_length)
{
	uint64_t value;
	if ((digits.len > 1 && digits.ptr[0] == '0') || !dr_str_to_u64(digits, bits, &value)) {
		dr_spf_reject(r, DR_ISSUE_SPF_CIDR, where, where);
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
static dr_str take_lengths(dr_spf_reader *r, dr_str text)
{
	size_t v6 = find_length(text, 2);
	if (v6 < text.len) {
		dr_str where = dr_str_sub(text, v6, text.len);
		read_length(r, dr_str_sub(where, 2, where.len), where, DR_SPF_V6_BITS,
		            &r->term->v6_length);
		text = dr_str_sub(text, 0, v6);
	}
	size_t v4 = find_length(text, 1);
	if (v4 < text.len) {
		dr_str where = dr_str_sub(text, v4, text.len);
		dr_str front = dr_str_sub(text, 0, v4);
		size_t another = find_length(front, 1);
		if (another < front.len) {
			dr_spf_reject(r, DR_ISSUE_SPF_DUAL_CIDR, where, where);
			return dr_str_sub(front, 0, another);
		}
		read_length(r, dr_str_sub(where, 1, where.len), where, DR_SPF_V4_BITS,
		            &r->term->v4_length);
		text = front;
	}
	return text;
}

/* Arguments of mechanisms; `rest` is what follows the name. */

static void read_domain_argument(dr_spf_reader *r, dr_str rest, dr_spf_kind kind)
{
	if (DR_SPF_KINDS[kind].lengths) {
		rest = take_lengths(r, rest);
	}
	if (dr_str_starts(rest, DR_STR(":"))) {
		dr_spf_read_domain(r, dr_str_sub(rest, 1, rest.len));
	} else if (rest.len > 0) {
		dr_spf_reject(r, DR_ISSUE_SPF_EXTRA_ARGUMENT, rest, rest);
	} else if (DR_SPF_KINDS[kind].takes == DR_SPF_TAKES_DOMAIN) {
		dr_spf_reject(r, DR_ISSUE_SPF_NO_ARGUMENT, r->term->name, r->term->text);
	}
}

/* What an address that is none of its family is: of the other one, a macro, or nothing. */
static void reject_address(dr_spf_reader *r, dr_str text, bool v6)
{
	dr_ipaddr other;
	if (dr_ipaddr_parse(text, &other)) {
		dr_spf_reject(r, DR_ISSUE_SPF_FAMILY, text, text);
	} else if (dr_str_find(text, 0, '%') < text.len) {
		dr_spf_reject(r, DR_ISSUE_SPF_MACRO_ADDRESS, text, text);
	} else {
		dr_spf_reject(r, v6 ? DR_ISSUE_SPF_IP6 : DR_ISSUE_SPF_IP4, text, text);
	}
}

static void read_address(dr_spf_reader *r, dr_str rest, bool v6)
{
	if (!dr_str_starts(rest, DR_STR(":"))) {
		dr_spf_reject(r, rest.len > 0 ? DR_ISSUE_SPF_CIDR : DR_ISSUE_SPF_NO_ARGUMENT,
		              r->term->name, r->term->text);
		return;
	}
	dr_str text = dr_str_sub(rest, 1, rest.len);
	size_t slash = dr_str_find(text, 0, '/');
	dr_str address = dr_str_sub(text, 0, slash);
	dr_prefix prefix = { .length = v6 ? DR_SPF_V6_BITS : DR_SPF_V4_BITS };
	if (text.len == 0) {
		dr_spf_reject(r, DR_ISSUE_SPF_EMPTY_ARGUMENT, r->term->name, r->term->text);
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
	r->term->prefix = prefix;
	if (r->term->valid && slash < text.len && dr_prefix_has_host_bits(prefix)) {
		dr_spf_note(r, DR_ISSUE_SPF_HOST_BITS, text, text);
	}
}

void dr_spf_read_argument(dr_spf_reader *r, dr_str rest, dr_spf_kind kind)
{
	switch (DR_SPF_KINDS[kind].takes) {
	case DR_SPF_TAKES_NOTHING:
		if (rest.len > 0) {
			dr_spf_reject(r, DR_ISSUE_SPF_EXTRA_ARGUMENT, rest, rest);
		}
		break;
	case DR_SPF_MAY_TAKE_DOMAIN:
	case DR_SPF_TAKES_DOMAIN: read_domain_argument(r, rest, kind); break;
	case DR_SPF_TAKES_V4:
	case DR_SPF_TAKES_V6: read_address(r, rest, kind == DR_SPF_IP6); break;
	}
}
