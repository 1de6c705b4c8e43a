#include "render/excerpt.h"
#include "render/neutral.h"

enum { QUOTES = 2, DOTS = 2, LEAST_COLUMNS = 30 };

/* The part that is shown: octets [from, to), and the record's first word before it. */
typedef struct {
	dr_str record;
	size_t from, to;
	size_t head;   /* octets of the first word that are shown; 0: none */
	size_t budget; /* columns that are left */
} view;

static size_t columns_of(dr_str octets)
{
	size_t columns = 0;
	for (size_t i = 0; i < octets.len; i++) {
		columns += dr_shown_width(octets.ptr[i]);
	}
	return columns;
}

static size_t columns_between(const view *v, size_t from, size_t to)
{
	return columns_of(dr_str_sub(v->record, from, to - from));
}

/* The end of the word that begins at or after `off`, the blank before it included. */
static size_t word_end(dr_str record, size_t off)
{
	return dr_str_find(record, off < record.len ? off + 1 : off, ' ');
}

static size_t word_start(dr_str record, size_t off)
{
	while (off > 0 && record.ptr[off - 1] == ' ') {
		off--;
	}
	while (off > 0 && record.ptr[off - 1] != ' ') {
		off--;
	}
	return off;
}

static bool grow_right(view *v)
{
	size_t end = word_end(v->record, v->to), cost = columns_between(v, v->to, end);
	if (v->to >= v->record.len || cost > v->budget) {
		return false;
	}
	v->to = end;
	v->budget -= cost;
	return true;
}

static bool grow_left(view *v)
{
	size_t start = word_start(v->record, v->from), cost = columns_between(v, start, v->from);
	if (v->from == 0 || cost > v->budget) {
		return false;
	}
	v->from = start;
	v->budget -= cost;
	return true;
}

/* Fills what is left of the line with parts of words, the right side first. */
static void fill(view *v)
{
	while (v->to < v->record.len && dr_shown_width(v->record.ptr[v->to]) <= v->budget) {
		v->budget -= dr_shown_width(v->record.ptr[v->to++]);
	}
	while (v->from > 0 && dr_shown_width(v->record.ptr[v->from - 1]) <= v->budget) {
		v->budget -= dr_shown_width(v->record.ptr[--v->from]);
	}
}

static void choose(view *v, dr_span span)
{
	size_t columns = columns_of(v->record);
	if (columns <= v->budget) {
		v->to = v->record.len;
		return;
	}
	v->budget -= 2 * DOTS;
	size_t first = dr_str_find(v->record, 0, ' '), end = (size_t)span.off + span.len;
	if (first < span.off && columns_between(v, 0, first) * 4 <= v->budget) {
		v->head = first;
		v->budget -= columns_between(v, 0, first) + 1;
	}
	v->from = v->to = span.off;
	while (v->to < end && dr_shown_width(v->record.ptr[v->to]) <= v->budget) {
		v->budget -= dr_shown_width(v->record.ptr[v->to++]);
	}
	if (v->to < end) {
		return;
	}
	for (bool grows = true; grows;) {
		bool right = grow_right(v), left = grow_left(v);
		grows = right || left;
	}
	if (v->to == end && v->from == span.off) {
		fill(v);
	}
	if (v->from <= v->head) {
		v->from = 0;
		v->head = 0;
	}
}

static void write_caret(dr_buf *out, const view *v, dr_span span, size_t at)
{
	size_t end = (size_t)span.off + span.len, last = end < v->to ? end : v->to;
	size_t width = columns_between(v, span.off, last);
	dr_buf_add_repeat(out, ' ', at + columns_between(v, v->from, span.off));
	dr_buf_add_char(out, '^');
	dr_buf_add_repeat(out, '~', width > 1 ? width - 1 : 0);
	dr_buf_add_char(out, '\n');
}

void dr_excerpt_write(dr_buf *out, dr_str record, dr_span span, size_t at, size_t width)
{
	bool marked = span.off <= record.len && span.len <= record.len - span.off;
	if (!marked) {
		span = (dr_span){ 0, 0 };
	}
	size_t room = width > at + QUOTES + LEAST_COLUMNS ? width - at - QUOTES : LEAST_COLUMNS;
	view v = { .record = record, .budget = room };
	choose(&v, span);
	dr_buf_add_char(out, '"');
	at++;
	if (v.head > 0) {
		dr_shown_write(out, dr_str_sub(record, 0, v.head));
		dr_buf_add_char(out, ' ');
		at += columns_between(&v, 0, v.head) + 1;
	}
	if (v.from > 0) {
		bool blank = record.ptr[v.from] != ' ';
		dr_buf_addf(out, "…%s", blank ? " " : "");
		at += blank ? DOTS : 1;
	}
	dr_shown_write(out, dr_str_sub(record, v.from, v.to - v.from));
	dr_buf_addf(out, "%s\"\n", v.to < record.len ? " …" : "");
	if (marked) {
		write_caret(out, &v, span, at);
	}
}
