#include "name/name.h"
#include "base/buf.h"
#include "base/ipaddr.h"
#include <idn2.h>

enum { SHOWN = 60 }; /* octets of a text that a message repeats */

static dr_span span_of(dr_str whole, dr_str part)
{
	return (dr_span){ (uint32_t)(part.ptr - whole.ptr), (uint32_t)part.len };
}

static dr_str shown(dr_str text)
{
	return dr_str_sub(text, 0, SHOWN);
}

/* What libidn2 finds wrong, as the rest of a sentence. Its own texts follow the locale. */
static const struct {
	int code;
	const char *text;
} IDNA_ERRORS[] = {
	{ IDN2_ENCODING_ERROR, "is not UTF-8" },
	{ IDN2_TOO_BIG_LABEL, "is longer than 63 octets as an A-label" },
	{ IDN2_TOO_BIG_DOMAIN, "is longer than 63 octets as an A-label" },
	{ IDN2_PUNYCODE_BAD_INPUT, "begins with xn-- but is no A-label" },
	{ IDN2_INVALID_ALABEL, "begins with xn-- but is no A-label" },
	{ IDN2_HYPHEN_STARTEND, "begins or ends with a hyphen" },
	{ IDN2_LEADING_COMBINING, "begins with a combining character" },
	{ IDN2_BIDI, "mixes writing directions in a way that IDNA does not allow" },
	{ IDN2_UNASSIGNED, "holds a character that Unicode does not assign" },
};

static const char *idna_error_text(int code)
{
	for (size_t i = 0; i < DR_COUNT(IDNA_ERRORS); i++) {
		if (IDNA_ERRORS[i].code == code) {
			return IDNA_ERRORS[i].text;
		}
	}
	return "holds a character that IDNA does not allow in a domain name";
}

/* UTS 46 maps some characters to ASCII ones that no label may hold: U+FF20 to `@`. */
static bool is_host_label(dr_str label)
{
	for (size_t i = 0; i < label.len; i++) {
		if (!dr_is_alnum(label.ptr[i]) && label.ptr[i] != '-') {
			return false;
		}
	}
	return label.len > 0;
}

/* `text` ends with a NUL. The result is in the arena; a code of libidn2. */
static int convert(dr_arena *arena, const char *text, dr_str *ret_label)
{
	uint8_t *ascii = NULL;
	int code = idn2_lookup_u8((const uint8_t *)text, &ascii,
	                          IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (code == IDN2_OK) {
		dr_str label = dr_str_of((const char *)ascii);
		*ret_label = dr_arena_copy(arena, label);
		code = dr_arena_failed(arena) ? IDN2_MALLOC
		       : is_host_label(label) ? IDN2_OK
		                              : IDN2_DISALLOWED;
		idn2_free(ascii);
	}
	return code;
}

int dr_label_to_ascii(dr_arena *arena, dr_str label, dr_str *ret_label, dr_error *err)
{
	if (dr_str_is_ascii(label)) {
		*ret_label = label;
		return DR_OK;
	}
	dr_span span = { 0, (uint32_t)label.len };
	dr_str copy = dr_arena_copy(arena, label), ascii;
	int code = copy.len == label.len ? convert(arena, copy.ptr, &ascii) : IDN2_MALLOC;
	if (code == IDN2_MALLOC) {
		return dr_fail(err, DR_ENOMEM, span, "no memory");
	}
	if (code != IDN2_OK) {
		return dr_fail(err, DR_EINVAL, span, "the label '%.*s' %s", DR_FMT(shown(label)),
		               idna_error_text(code));
	}
	*ret_label = ascii;
	return DR_OK;
}

/* What people type where a domain is wanted. Each check fails with a text, or finds nothing. */

static int refuse_url(dr_str text, dr_span span, dr_error *err)
{
	size_t scheme = dr_str_search(text, DR_STR("://"));
	if (scheme == text.len) {
		return DR_OK;
	}
	dr_str host = dr_str_sub(text, scheme + 3, text.len);
	size_t end = 0;
	while (end < host.len && (dr_is_alnum(host.ptr[end]) || host.ptr[end] == '-' ||
	                          host.ptr[end] == '.' || host.ptr[end] == '_')) {
		end++;
	}
	if (end == 0) {
		return dr_fail(err, DR_EINVAL, span,
		               "'%.*s' is a URL, not a domain; write a name such as example.com",
		               DR_FMT(shown(text)));
	}
	return dr_fail(err, DR_EINVAL, span, "'%.*s' is a URL, not a domain; write %.*s",
	               DR_FMT(shown(text)), DR_FMT(shown(dr_str_sub(host, 0, end))));
}

static int refuse_mailbox(dr_str text, dr_span span, dr_error *err)
{
	size_t at = dr_str_find(text, 0, '@');
	if (at == text.len) {
		return DR_OK;
	}
	dr_str domain = dr_str_trim(dr_str_sub(text, at + 1, text.len));
	if (domain.len == 0) {
		return dr_fail(err, DR_EINVAL, span,
		               "'%.*s' is an e-mail address without a domain; write a name such "
		               "as example.com",
		               DR_FMT(shown(text)));
	}
	return dr_fail(err, DR_EINVAL, span, "'%.*s' is an e-mail address; write its domain, %.*s",
	               DR_FMT(shown(text)), DR_FMT(shown(domain)));
}

static int refuse_address(dr_str text, dr_span span, dr_error *err)
{
	dr_ipaddr address;
	dr_str inner = text;
	if (inner.len > 2 && inner.ptr[0] == '[' && dr_str_ends(inner, DR_STR("]"))) {
		inner = dr_str_sub(inner, 1, inner.len - 2);
	}
	if (!dr_ipaddr_parse(inner, &address)) {
		return DR_OK;
	}
	return dr_fail(err, DR_EINVAL, span,
	               "'%.*s' is an IP address; write the domain that stands behind the @ of the "
	               "mail's From",
	               DR_FMT(shown(text)));
}

static int fail_root(dr_str text, dr_span span, dr_error *err)
{
	return dr_fail(err, DR_EINVAL, span,
	               "'%.*s' is the root of the DNS; write a name such as example.com",
	               DR_FMT(shown(text)));
}

static int refuse_root(dr_str text, dr_span span, dr_error *err)
{
	return dr_str_eq(text, DR_STR(".")) ? fail_root(text, span, err) : DR_OK;
}

static int refuse_empty(dr_str text, dr_span span, dr_error *err)
{
	if (text.len > 0) {
		return DR_OK;
	}
	return dr_fail(err, DR_EINVAL, span,
	               "the domain is empty; write a name such as example.com");
}

/* Before anything costly is done with it: no name has more than four octets of UTF-8 for each of
 * its own. */
static int refuse_long(dr_str text, dr_span span, dr_error *err)
{
	if (text.len <= 4 * DR_NAME_MAX) {
		return DR_OK;
	}
	return dr_fail(err, DR_EINVAL, span, "'%.*s…' is no domain: it %s", DR_FMT(shown(text)),
	               dr_name_status_text(DR_NAME_LONG));
}

static int refuse_character(dr_str text, dr_span span, dr_error *err)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		dr_span at = { span.off + (uint32_t)i, 1 };
		if ((uint8_t)c > 0x7f || dr_is_alnum(c) || c == '-' || c == '.' || c == '_') {
			continue;
		}
		if (!dr_is_printable(c)) {
			return dr_fail(err, DR_EINVAL, at,
			               "the domain holds a control character (octet 0x%02x)",
			               (unsigned)(uint8_t)c);
		}
		return dr_fail(err, DR_EINVAL, at,
		               "'%.*s' is no domain: '%c' cannot stand in one; write a name such "
		               "as example.com",
		               DR_FMT(shown(text)), c);
	}
	return DR_OK;
}

/* In this order: an e-mail address in a URL is a URL. */
static int (*const REFUSALS[])(dr_str text, dr_span span, dr_error *err) = {
	refuse_empty, refuse_long,    refuse_url,       refuse_mailbox,
	refuse_root,  refuse_address, refuse_character,
};

/* The full stops of other scripts that UTS 46 takes for a dot. */
static const dr_str DOTS[] = { DR_STR_INIT("\xE3\x80\x82"), DR_STR_INIT("\xEF\xBC\x8E"),
	                       DR_STR_INIT("\xEF\xBD\xA1") };

static size_t dot_at(dr_str text, size_t at)
{
	if (text.ptr[at] == '.') {
		return 1;
	}
	for (size_t i = 0; i < DR_COUNT(DOTS); i++) {
		if (dr_str_starts(dr_str_sub(text, at, text.len), DOTS[i])) {
			return DOTS[i].len;
		}
	}
	return 0;
}

/* The label that begins at `from`; `ret_next` is behind its dot, past the end for the last. */
static dr_str label_at(dr_str text, size_t from, size_t *ret_next)
{
	size_t at = from, dot = 0;
	while (at < text.len && (dot = dot_at(text, at)) == 0) {
		at++;
	}
	*ret_next = at < text.len ? at + dot : text.len + 1;
	return dr_str_sub(text, from, at - from);
}

static int add_labels(dr_arena *arena, dr_str text, dr_str whole, dr_buf *out, dr_error *err)
{
	for (size_t at = 0, next; at <= text.len; at = next) {
		dr_str label = label_at(text, at, &next), ascii;
		dr_error wrong = { 0 };
		int code = dr_label_to_ascii(arena, label, &ascii, &wrong);
		if (code != DR_OK) {
			return dr_fail(err, code, span_of(whole, label), "%s", wrong.text);
		}
		bool last = next > text.len;
		if (last && label.len == 0 && at > 0) {
			break;
		}
		dr_buf_add(out, ascii);
		dr_buf_add(out, last ? DR_STR("") : DR_STR("."));
	}
	return DR_OK;
}

static int check_name(dr_arena *arena, dr_str ascii, dr_str shown_as, dr_span span,
                      dr_name *ret_name, dr_error *err)
{
	dr_name_room room;
	dr_name name;
	dr_name_status status = dr_name_parse(&room, ascii, &name);
	if (status != DR_NAME_OK) {
		return dr_fail(err, DR_EINVAL, span,
		               "'%.*s' is no domain: it %s; write a name such as example.com",
		               DR_FMT(shown(shown_as)), dr_name_status_text(status));
	}
	if (name.len == 1) { /* a full stop of another script */
		return fail_root(shown_as, span, err);
	}
	dr_name copy = dr_name_copy(arena, name);
	if (!dr_name_is_set(copy)) {
		return dr_fail(err, DR_ENOMEM, span, "no memory");
	}
	*ret_name = copy;
	return DR_OK;
}

int dr_domain_load(dr_arena *arena, dr_str text, dr_name *ret_name, dr_error *err)
{
	dr_str typed = dr_str_trim(text);
	dr_span span = typed.len > 0 ? span_of(text, typed) : DR_NOWHERE;
	for (size_t i = 0; i < DR_COUNT(REFUSALS); i++) {
		int code = REFUSALS[i](typed, span, err);
		if (code != DR_OK) {
			return code;
		}
	}
	dr_buf ascii;
	dr_buf_init(&ascii, arena);
	int code = add_labels(arena, typed, text, &ascii, err);
	if (code != DR_OK) {
		return code;
	}
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, span, "no memory");
	}
	return check_name(arena, dr_buf_str(&ascii), typed, span, ret_name, err);
}
