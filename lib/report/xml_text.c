#include "report/xml_text_priv.h"
#include "base/utf8.h"
#include <string.h>

enum { HEAD = 4096 };
static const uint32_t REPLACEMENT = 0xFFFD;

static const struct {
	dr_str mark;
	dr_xml_encoding encoding;
	size_t taken;
} MARKS[] = {
	{ DR_STR_INIT("\xEF\xBB\xBF"), DR_XML_UTF8, 3 },
	{ DR_STR_INIT("\xFF\xFE"), DR_XML_UTF16LE, 2 },
	{ DR_STR_INIT("\xFE\xFF"), DR_XML_UTF16BE, 2 },
	{ DR_STR_INIT("<\0"), DR_XML_UTF16LE, 0 },
	{ DR_STR_INIT("\0<"), DR_XML_UTF16BE, 0 },
};

static const dr_str LATIN1[] = {
	DR_STR_INIT("iso-8859-1"),  DR_STR_INIT("iso8859-1"),    DR_STR_INIT("latin1"),
	DR_STR_INIT("latin-1"),     DR_STR_INIT("windows-1252"), DR_STR_INIT("cp1252"),
	DR_STR_INIT("iso-8859-15"),
};

static dr_xml_encoding declared(dr_str declaration)
{
	dr_str key = DR_STR("encoding=");
	size_t at = dr_str_search(declaration, key);
	dr_str value = dr_str_sub(declaration, at + key.len + 1, declaration.len);
	for (size_t i = 0; i < DR_COUNT(LATIN1); i++) {
		if (dr_str_starts_nocase(value, LATIN1[i])) {
			return DR_XML_LATIN1;
		}
	}
	return DR_XML_UTF8;
}

static uint32_t count_lines(dr_str octets)
{
	uint32_t lines = 0;
	for (size_t i = 0; i < octets.len; i++) {
		lines += octets.ptr[i] == '\n' ? 1 : 0;
	}
	return lines;
}

/* The declaration is taken even when it is broken: up to its >, or before the next element. */
static size_t declaration_len(dr_str head)
{
	size_t next = dr_str_find(head, 1, '<');
	size_t end = dr_str_find(head, 0, '>');
	return end < next ? end + 1 : next;
}

static void take_declaration(dr_xml_text *text, dr_flow *flow, dr_str head,
                             dr_report_issues *issues)
{
	size_t len = declaration_len(head);
	dr_str declaration = dr_str_sub(head, 0, len);
	if (!dr_str_ends(declaration, DR_STR("?>"))) {
		dr_report_issue_add(text->arena, issues, DR_REPORT_XML_DECLARATION, declaration,
		                    text->lines + 1);
	}
	text->encoding = declared(declaration);
	text->lines += count_lines(declaration);
	dr_flow_take(flow, len);
}

int dr_xml_text_begin(dr_xml_text *text, dr_arena *arena, dr_flow *flow, dr_report_issues *issues,
                      dr_error *err)
{
	*text = (dr_xml_text){ .arena = arena };
	dr_buf_init(&text->room, arena);
	dr_str head;
	int code = dr_flow_peek(flow, HEAD, &head, err);
	if (code != DR_OK) {
		return code;
	}
	for (size_t i = 0; i < DR_COUNT(MARKS); i++) {
		if (dr_str_starts(head, MARKS[i].mark)) {
			text->encoding = MARKS[i].encoding;
			dr_flow_take(flow, MARKS[i].taken);
			head = dr_str_sub(head, MARKS[i].taken, head.len);
			break;
		}
	}
	if (text->encoding != DR_XML_UTF8) {
		return DR_OK;
	}
	size_t junk = dr_str_find(head, 0, '<');
	text->lines = count_lines(dr_str_sub(head, 0, junk));
	dr_flow_take(flow, junk);
	head = dr_str_sub(head, junk, head.len);
	if (dr_str_starts_nocase(head, DR_STR("<?xml"))) {
		if (junk > 0) {
			dr_report_issue_add(arena, issues, DR_REPORT_XML_DECLARATION,
			                    DR_STR("not at the start"), text->lines + 1);
		}
		take_declaration(text, flow, head, issues);
	}
	return DR_OK;
}

static bool is_allowed(uint8_t octet)
{
	return octet >= ' ' || octet == '\n' || octet == '\t' || octet == '\r';
}

/* How many octets from `at` on are right as they stand. */
static size_t clean_length(dr_str s, size_t at)
{
	size_t from = at;
	while (at < s.len) {
		uint8_t octet = (uint8_t)s.ptr[at];
		if (octet < 0x80) {
			if (!is_allowed(octet)) {
				break;
			}
			at++;
			continue;
		}
		size_t len = dr_utf8_length(dr_str_sub(s, at, s.len));
		dr_str one = dr_str_sub(s, at, len);
		if (len == 0 || dr_str_eq(one, DR_STR("\xEF\xBF\xBE")) ||
		    dr_str_eq(one, DR_STR("\xEF\xBF\xBF"))) {
			break;
		}
		at += len;
	}
	return at - from;
}

/* Whether more octets could make a character of this end of a chunk. */
static bool may_continue(dr_str tail)
{
	if (tail.len == 0 || tail.len > 3) {
		return false;
	}
	uint8_t first = (uint8_t)tail.ptr[0];
	size_t wants = first >= 0xF0 && first < 0xF5 ? 4
	               : first >= 0xE0               ? 3
	               : first >= 0xC2               ? 2
	                                             : 0;
	for (size_t i = 1; i < tail.len; i++) {
		if (((uint8_t)tail.ptr[i] & 0xC0) != 0x80) {
			return false;
		}
	}
	return first < 0xF5 && tail.len < wants;
}

static void keep(dr_xml_text *text, dr_str tail)
{
	memcpy(text->pending, tail.ptr, tail.len);
	text->pending_len = tail.len;
}

static void replace(dr_xml_text *text)
{
	dr_utf8_add(&text->room, REPLACEMENT);
	text->bad++;
}

/* Completes the character that the last chunk began; what is left of `octets`. */
static dr_str finish_pending(dr_xml_text *text, dr_str octets)
{
	while (text->pending_len > 0 && octets.len > 0) {
		text->pending[text->pending_len] = octets.ptr[0];
		dr_str so_far = { text->pending, text->pending_len + 1 };
		if (clean_length(so_far, 0) == so_far.len) {
			dr_buf_add(&text->room, so_far);
			text->pending_len = 0;
		} else if (may_continue(so_far)) {
			text->pending_len++;
		} else {
			replace(text);
			text->pending_len = 0;
			return octets;
		}
		octets = dr_str_sub(octets, 1, octets.len);
	}
	return octets;
}

static dr_str clean_utf8(dr_xml_text *text, dr_str octets)
{
	if (text->pending_len == 0 && clean_length(octets, 0) == octets.len) {
		return octets;
	}
	octets = finish_pending(text, octets);
	for (size_t at = 0; at < octets.len;) {
		size_t len = clean_length(octets, at);
		dr_buf_add(&text->room, dr_str_sub(octets, at, len));
		at += len;
		dr_str tail = dr_str_sub(octets, at, octets.len);
		if (may_continue(tail)) {
			keep(text, tail);
			break;
		}
		if (tail.len > 0) {
			replace(text);
			at++;
		}
	}
	return dr_buf_str(&text->room);
}

static dr_str clean_latin1(dr_xml_text *text, dr_str octets)
{
	for (size_t i = 0; i < octets.len; i++) {
		uint8_t octet = (uint8_t)octets.ptr[i];
		text->bad += is_allowed(octet) ? 0 : 1;
		dr_utf8_add(&text->room, is_allowed(octet) ? octet : REPLACEMENT);
	}
	return dr_buf_str(&text->room);
}

static void add_unit(dr_xml_text *text, uint32_t unit)
{
	bool right = unit < 0xD800 || (unit > 0xDFFF && unit < 0xFFFE);
	right = right && (unit > 0xFF || is_allowed((uint8_t)unit));
	text->bad += right ? 0 : 1;
	dr_utf8_add(&text->room, right ? unit : REPLACEMENT);
}

/* Characters beyond the first plane become U+FFFD: reports have no use for them. */
static dr_str clean_utf16(dr_xml_text *text, dr_str octets)
{
	bool little = text->encoding == DR_XML_UTF16LE;
	for (size_t i = 0; i < octets.len; i++) {
		text->pending[text->pending_len++] = octets.ptr[i];
		if (text->pending_len == 2) {
			uint32_t low = (uint8_t)text->pending[little ? 0 : 1];
			uint32_t high = (uint8_t)text->pending[little ? 1 : 0];
			add_unit(text, high << 8 | low);
			text->pending_len = 0;
		}
	}
	return dr_buf_str(&text->room);
}

dr_str dr_xml_text_clean(dr_xml_text *text, dr_str octets)
{
	text->room.len = 0;
	switch (text->encoding) {
	case DR_XML_UTF8: return clean_utf8(text, octets);
	case DR_XML_LATIN1: return clean_latin1(text, octets);
	case DR_XML_UTF16LE:
	case DR_XML_UTF16BE: return clean_utf16(text, octets);
	}
	return octets;
}
