#include "zone/reader_priv.h"
#include <string.h>

enum {
	STRING_MAX = 255, /* RFC 1035 3.3 */
	RDATA_MAX = 65535,
};

/* The record that is being made: rdata and, beside it, the place of each string. */
typedef struct {
	reader *reader;
	const token *token;
	uint8_t *rdata;
	size_t len;
	size_t length_octet; /* where the current string's length stands in `rdata` */
	dr_chunk *chunks;
	size_t count;
} maker;

static void begin_string(maker *m, size_t offset)
{
	dr_chunk *chunk = &m->chunks[m->count++];
	m->length_octet = m->len++;
	chunk->at = dr_zone_place_of(m->reader, m->token);
	chunk->at.column += (uint32_t)offset + (m->token->quoted ? 1 : 0);
}

static void end_string(maker *m)
{
	size_t len = m->len - m->length_octet - 1;
	m->rdata[m->length_octet] = (uint8_t)len;
	m->chunks[m->count - 1].octets =
		(dr_str){ (const char *)m->rdata + m->length_octet + 1, len };
}

static void add_octet(maker *m, char octet, size_t offset)
{
	if (m->len - m->length_octet - 1 == STRING_MAX) {
		end_string(m);
		begin_string(m, offset);
	}
	m->rdata[m->len++] = (uint8_t)octet;
}

static bool add_escaped(maker *m, dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	while (!dr_cursor_at_end(&c)) {
		size_t offset = c.pos;
		char octet = dr_cursor_next(&c);
		if (octet == '\\' && !dr_cursor_take_escape(&c, &octet)) {
			dr_zone_issue_at(m->reader, "bad-escape", m->token, offset,
			                 "a backslash needs a character or three digits up to 255");
			return false;
		}
		add_octet(m, octet, offset);
	}
	return true;
}

static void add_plain(maker *m, dr_str text)
{
	for (size_t at = 0; at < text.len; at += STRING_MAX) {
		dr_str part = dr_str_sub(text, at, STRING_MAX);
		if (at > 0) {
			end_string(m);
			begin_string(m, at);
		}
		memcpy(m->rdata + m->len, part.ptr, part.len);
		m->len += part.len;
	}
}

static void check_length(maker *m, size_t octets)
{
	if (octets > STRING_MAX) {
		dr_zone_issue_at(
			m->reader, "long-string", m->token, 0,
			"this string has %zu octets; a character-string holds at most 255, "
			"split it in two",
			octets);
	}
}

static bool add_token(maker *m, const token *t)
{
	dr_str text = dr_zone_token_text(t);
	size_t before = m->len, strings = m->count;
	m->token = t;
	begin_string(m, 0);
	if (!t->escaped) {
		add_plain(m, text);
	} else if (!add_escaped(m, text)) {
		return false;
	}
	end_string(m);
	check_length(m, m->len - before - (m->count - strings));
	return true;
}

/* ---- what people get wrong ---- */

static bool has_tag(dr_str text)
{
	dr_cursor c = dr_cursor_of(dr_str_trim(text));
	bool begins = dr_is_alpha(dr_cursor_peek(&c));
	dr_cursor_take_while(&c, dr_is_alnum);
	return begins && dr_cursor_take_char(&c, '=');
}

/* `v=DMARC1; p=none` without quotation marks ends at the semicolon. */
static void check_cut(reader *r, const fields *f)
{
	const token *last = &f->items[f->count - 1];
	if (!last->quoted && has_tag(f->tail)) {
		dr_zone_issue_at(
			r, "unescaped-semicolon", last, last->raw.len,
			"the rest of the line is a comment: put the text in quotation marks");
	}
}

/* Words without quotation marks are strings of their own, and join without the blanks. */
static void check_words(reader *r, const fields *f)
{
	size_t bare = 0, semicolons = 0;
	for (size_t i = 0; i < f->count; i++) {
		const token *t = &f->items[i];
		bare += t->quoted ? 0 : 1;
		semicolons += !t->quoted && dr_str_search(t->raw, DR_STR("\\;")) < t->raw.len;
	}
	if (bare < 2) {
		return;
	}
	dr_zone_issue_at(
		r, semicolons > 0 ? "escaped-semicolon" : "unquoted-words", &f->items[0], 0,
		"%zu words without quotation marks become strings that join without blanks", bare);
}

static bool prepare(maker *m, const fields *f)
{
	size_t octets = 0, strings = f->count;
	for (size_t i = 0; i < f->count; i++) {
		octets += f->items[i].raw.len;
		strings += f->items[i].raw.len / STRING_MAX;
	}
	m->rdata = dr_arena_alloc_octets(m->reader->zone->arena, octets + strings);
	m->chunks = dr_arena_alloc_array(m->reader->zone->arena, strings, sizeof(dr_chunk));
	return m->rdata != NULL && m->chunks != NULL;
}

bool dr_zone_read_strings(reader *r, const fields *f, dr_rr *rr)
{
	maker m = { .reader = r };
	if (!prepare(&m, f)) {
		return false;
	}
	for (size_t i = 0; i < f->count; i++) {
		if (!add_token(&m, &f->items[i])) {
			return false;
		}
	}
	if (m.len > RDATA_MAX) {
		dr_zone_issue_at(r, "bad-rdata", &f->items[0], 0,
		                 "the strings have %zu octets, more than a record can hold", m.len);
		return false;
	}
	check_cut(r, f);
	check_words(r, f);
	rr->rdata = (dr_str){ (const char *)m.rdata, m.len };
	rr->chunks = m.chunks;
	rr->chunk_count = m.count;
	rr->text = m.count == 1 ? m.chunks[0].octets : (dr_str){ 0 };
	return true;
}
