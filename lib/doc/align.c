/*
 * Where the octets of a scalar's text stand in the source: line breaks, indentation, folding and
 * escapes make the two differ.
 */
#include "doc/tree_priv.h"
#include "base/cursor.h"

typedef struct {
	dr_arena *arena;
	dr_node *scalar;
	dr_cursor source;
	size_t text; /* octets of the scalar's text that are placed */
	dr_style style;
	size_t indent; /* block scalars: spaces that belong to no line */
} aligner;

static bool is_break(char c)
{
	return c == '\n' || c == '\r';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_block(dr_style style)
{
	return style == DR_STYLE_LITERAL || style == DR_STYLE_FOLDED;
}

static void start_run(aligner *a)
{
	dr_node_run run = { (uint32_t)a->text, (uint32_t)a->source.pos };
	dr_list_add(a->arena, &a->scalar->runs, run);
}

static void skip_blanks(aligner *a, size_t most)
{
	for (size_t i = 0; i < most && is_blank(dr_cursor_peek(&a->source)); i++) {
		dr_cursor_next(&a->source);
	}
}

static void skip_line(dr_cursor *c)
{
	dr_cursor_take_until(c, '\n');
	dr_cursor_take_char(c, '\n');
}

static size_t leading_spaces(dr_str text)
{
	size_t count = 0;
	while (count < text.len && text.ptr[count] == ' ') {
		count++;
	}
	return count;
}

/* The first line that is not blank, with its indentation. */
static dr_str first_line(dr_str text)
{
	dr_str line = { 0 };
	for (dr_str rest = text; dr_str_split(&rest, '\n', &line);) {
		if (dr_str_trim(line).len > 0) {
			break;
		}
	}
	return line;
}

static size_t find_indent(const aligner *a)
{
	size_t in_source = leading_spaces(first_line(dr_cursor_rest(&a->source)));
	size_t in_text = leading_spaces(first_line(a->scalar->text));
	return in_source > in_text ? in_source - in_text : 0;
}

/* Lines of a literal scalar differ from the source's by their indentation only. */
static void align_literal(aligner *a)
{
	dr_cursor text = dr_cursor_of(a->scalar->text);
	while (!dr_cursor_at_end(&text)) {
		skip_blanks(a, a->indent);
		a->text = text.pos;
		start_run(a);
		skip_line(&text);
		skip_line(&a->source);
	}
}

/* True when only blanks stand before the next line break: folding drops them. */
static bool at_fold(const aligner *a)
{
	size_t ahead = 0;
	while (!is_block(a->style) && is_blank(dr_cursor_peek_at(&a->source, ahead))) {
		ahead++;
	}
	return is_break(dr_cursor_peek_at(&a->source, ahead));
}

static char text_at(const aligner *a)
{
	return a->text < a->scalar->text.len ? a->scalar->text.ptr[a->text] : '\0';
}

/* Line breaks of the source became one space, or one line break less. */
static void align_fold(aligner *a)
{
	if (!is_block(a->style)) {
		skip_blanks(a, a->scalar->span.len);
	}
	while (is_break(dr_cursor_peek(&a->source))) {
		dr_cursor_next(&a->source);
		skip_blanks(a, is_block(a->style) ? a->indent : a->scalar->span.len);
	}
	size_t one_space = text_at(a) == ' ';
	a->text += one_space;
	while (one_space == 0 && text_at(a) == '\n') {
		a->text++;
	}
	start_run(a);
}

/* Octets of the source that the escape at hand takes; 0: none is there. */
static size_t escape_length(const aligner *a)
{
	char first = dr_cursor_peek(&a->source), second = dr_cursor_peek_at(&a->source, 1);
	if (a->style == DR_STYLE_SINGLE && first == '\'' && second == '\'') {
		return 2;
	}
	if (a->style != DR_STYLE_DOUBLE || first != '\\') {
		return 0;
	}
	switch (second) {
	case 'x': return 4;
	case 'u': return (unsigned char)text_at(a) >= 0xF0 ? 12 : 6; /* JSON: a surrogate pair */
	case 'U': return 10;
	default: return 2;
	}
}

static size_t octets_of_code_point(char first)
{
	unsigned char c = (unsigned char)first;
	return c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
}

static void align_escape(aligner *a, size_t length)
{
	bool joins_lines = is_break(dr_cursor_peek_at(&a->source, 1));
	dr_cursor_skip(&a->source, length);
	if (joins_lines) {
		skip_blanks(a, a->scalar->span.len);
	} else {
		a->text += octets_of_code_point(text_at(a));
	}
	start_run(a);
}

static void align_flow(aligner *a)
{
	while (a->text < a->scalar->text.len && !dr_cursor_at_end(&a->source)) {
		size_t escape = escape_length(a);
		if (escape > 0) {
			align_escape(a, escape);
		} else if (at_fold(a)) {
			align_fold(a);
		} else {
			dr_cursor_next(&a->source);
			a->text++;
		}
	}
}

void dr_node_align(dr_arena *arena, dr_node *scalar, dr_str source, dr_style style)
{
	dr_str before_end = dr_str_sub(source, 0, (size_t)scalar->span.off + scalar->span.len);
	aligner a = { .arena = arena, .scalar = scalar, .style = style };
	a.source = dr_cursor_of(before_end);
	dr_cursor_skip(&a.source, scalar->span.off);
	if (is_block(style)) {
		skip_line(&a.source);
		a.indent = find_indent(&a);
		skip_blanks(&a, style == DR_STYLE_FOLDED ? a.indent : 0);
	} else if (style != DR_STYLE_PLAIN) {
		dr_cursor_next(&a.source);
	}
	scalar->content = (uint32_t)a.source.pos;
	if (style == DR_STYLE_LITERAL) {
		align_literal(&a);
	} else {
		align_flow(&a);
	}
}

static uint32_t place_of(const dr_node *scalar, uint32_t off)
{
	size_t low = 0, high = scalar->runs.len;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (scalar->runs.items[middle].text <= off) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	uint32_t place = low > 0 ? scalar->runs.items[low - 1].source +
	                                   (off - scalar->runs.items[low - 1].text)
	                         : scalar->content + off;
	uint32_t end = scalar->span.off + scalar->span.len;
	return place < end ? place : end;
}

dr_span dr_node_span_of(const dr_node *scalar, dr_span inner)
{
	uint32_t start = place_of(scalar, inner.off);
	if (inner.len == 0) {
		return (dr_span){ start, 0 };
	}
	uint32_t last = place_of(scalar, inner.off + inner.len - 1);
	return (dr_span){ start, last >= start ? last - start + 1 : 1 };
}
