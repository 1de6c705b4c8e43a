/*
 * Where the octets of a scalar's text stand in the source: line breaks, indentation, folding and
 * escapes make the two differ.
 */
#include "doc/tree.h"
#include "base/cursor.h"

/* Walks through the text and what was written for it, side by side. */
typedef struct {
	const dr_node *scalar;
	dr_cursor source; /* of what was written */
	size_t text;      /* the octet of the text that stands there */
	size_t indent;    /* block scalars: spaces that belong to no line */
} walker;

static bool is_break(char c)
{
	return c == '\n' || c == '\r';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_block(const walker *w)
{
	return w->scalar->style == DR_STYLE_LITERAL || w->scalar->style == DR_STYLE_FOLDED;
}

static char text_at(const walker *w)
{
	return w->text < w->scalar->text.len ? w->scalar->text.ptr[w->text] : '\0';
}

static void skip_blanks(walker *w, size_t most)
{
	for (size_t i = 0; i < most && is_blank(dr_cursor_peek(&w->source)); i++) {
		dr_cursor_next(&w->source);
	}
}

static size_t leading_spaces(dr_str text)
{
	size_t count = 0;
	while (count < text.len && text.ptr[count] == ' ') {
		count++;
	}
	return count;
}

/* Spaces before the first line that is not blank. */
static size_t first_indent(dr_str text)
{
	dr_str line = { 0 };
	for (dr_str rest = text; dr_str_split(&rest, '\n', &line);) {
		if (dr_str_trim(line).len > 0) {
			break;
		}
	}
	return leading_spaces(line);
}

/* To the first line, behind the indicator and what it says. */
static void start_block(walker *w)
{
	dr_cursor_take_until(&w->source, '\n');
	dr_cursor_take_char(&w->source, '\n');
	size_t in_source = first_indent(dr_cursor_rest(&w->source));
	size_t in_text = first_indent(w->scalar->text);
	w->indent = in_source > in_text ? in_source - in_text : 0;
	skip_blanks(w, w->indent);
}

static walker start(const dr_node *scalar)
{
	walker w = { .scalar = scalar };
	w.source = dr_cursor_of((dr_str){ scalar->written, scalar->span.len });
	if (is_block(&w)) {
		start_block(&w);
	} else if (scalar->style != DR_STYLE_PLAIN) {
		dr_cursor_next(&w.source);
	}
	return w;
}

/* True at a line break; folding also drops the blanks before it. */
static bool at_break(const walker *w)
{
	size_t ahead = 0;
	while (!is_block(w) && is_blank(dr_cursor_peek_at(&w->source, ahead))) {
		ahead++;
	}
	return is_break(dr_cursor_peek_at(&w->source, ahead));
}

/* A line break is one, and the next line starts behind the indentation. */
static void step_line(walker *w)
{
	dr_cursor_take_char(&w->source, '\r');
	dr_cursor_take_char(&w->source, '\n');
	skip_blanks(w, w->indent);
	w->text++;
}

/* Line breaks became one space, or one line break less. */
static void step_fold(walker *w)
{
	size_t most = is_block(w) ? w->indent : w->scalar->span.len;
	skip_blanks(w, most);
	while (is_break(dr_cursor_peek(&w->source))) {
		dr_cursor_next(&w->source);
		skip_blanks(w, most);
	}
	size_t one_space = text_at(w) == ' ';
	w->text += one_space;
	while (one_space == 0 && text_at(w) == '\n') {
		w->text++;
	}
}

/* Octets of the escape at hand; 0: none is there. */
static size_t escape_length(const walker *w)
{
	char first = dr_cursor_peek(&w->source), second = dr_cursor_peek_at(&w->source, 1);
	if (w->scalar->style == DR_STYLE_SINGLE && first == '\'' && second == '\'') {
		return 2;
	}
	if (w->scalar->style != DR_STYLE_DOUBLE || first != '\\') {
		return 0;
	}
	switch (second) {
	case 'x': return 4;
	case 'u': return (unsigned char)text_at(w) >= 0xF0 ? 12 : 6; /* JSON: a surrogate pair */
	case 'U': return 10;
	default: return 2;
	}
}

static size_t octets_of_code_point(char first)
{
	unsigned char c = (unsigned char)first;
	return c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
}

static void step_escape(walker *w, size_t length)
{
	bool joins_lines = is_break(dr_cursor_peek_at(&w->source, 1));
	dr_cursor_skip(&w->source, length);
	if (joins_lines) {
		skip_blanks(w, w->scalar->span.len);
	} else {
		w->text += octets_of_code_point(text_at(w));
	}
}

static void step(walker *w)
{
	size_t escape = escape_length(w);
	if (escape > 0) {
		step_escape(w, escape);
	} else if (!at_break(w)) {
		dr_cursor_next(&w->source);
		w->text++;
	} else if (w->scalar->style == DR_STYLE_LITERAL) {
		step_line(w);
	} else {
		step_fold(w);
	}
}

/* Goes on to octet `off` of the text, or to what became it; the offset in the source. */
static uint32_t find(walker *w, size_t off)
{
	size_t before = w->source.pos;
	while (w->text < off && !dr_cursor_at_end(&w->source)) {
		before = w->source.pos;
		step(w);
	}
	return w->scalar->span.off + (uint32_t)(w->text > off ? before : w->source.pos);
}

dr_span dr_node_span_of(const dr_node *scalar, dr_span inner)
{
	walker w = start(scalar);
	uint32_t first = find(&w, inner.off);
	if (inner.len == 0) {
		return (dr_span){ first, 0 };
	}
	uint32_t last = find(&w, (size_t)inner.off + inner.len - 1);
	uint32_t end = scalar->span.off + scalar->span.len;
	return (dr_span){ first, last < end ? last - first + 1 : end - first };
}
