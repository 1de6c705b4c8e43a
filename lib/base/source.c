#include "base/source.h"

enum { SHOWN_COLUMNS = 88, TABS_TO = 4 };

dr_position dr_source_find(const dr_source *source, size_t off)
{
	dr_position at = { 1, 1 };
	size_t end = off < source->text.len ? off : source->text.len, line_start = 0;
	for (size_t nl; (nl = dr_str_find(source->text, line_start, '\n')) < end;) {
		line_start = nl + 1;
		at.line++;
	}
	at.column = (uint32_t)(end - line_start + 1);
	return at;
}

size_t dr_source_offset(const dr_source *source, dr_position position)
{
	size_t start = 0;
	for (uint32_t line = 1; line < position.line; line++) {
		size_t nl = dr_str_find(source->text, start, '\n');
		if (nl >= source->text.len) {
			return source->text.len;
		}
		start = nl + 1;
	}
	size_t end = dr_str_find(source->text, start, '\n');
	size_t off = start + (position.column > 0 ? position.column - 1 : 0);
	return off < end ? off : end;
}

void dr_error_locate(dr_error *err, const dr_source *source)
{
	if (err == NULL || err->code == DR_OK || err->line > 0) {
		return;
	}
	dr_position at = dr_source_find(source, err->span.off);
	err->source = source->name;
	err->line = at.line;
	err->column = at.column;
}

/* Octets of the line to show: all of it, or a window around the column. */
static dr_str window(dr_str line, size_t column, size_t *ret_start)
{
	size_t start = 0;
	if (line.len > SHOWN_COLUMNS && column > SHOWN_COLUMNS / 2) {
		start = column - SHOWN_COLUMNS / 2;
	}
	*ret_start = start;
	return dr_str_sub(line, start, SHOWN_COLUMNS);
}

static void write_shown(dr_str text, dr_buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (c == '\t') {
			dr_buf_add_repeat(out, ' ', TABS_TO);
		} else {
			dr_buf_add_char(out, c < 0x20 || c == 0x7F ? '.' : text.ptr[i]);
		}
	}
}

/* Columns that the text takes: one for each code point, TABS_TO for a tab. */
static size_t width(dr_str text)
{
	size_t columns = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		columns += c == '\t' ? TABS_TO : (c & 0xC0U) != 0x80U;
	}
	return columns;
}

static void write_excerpt(const dr_error *err, const dr_source *source, dr_buf *out)
{
	size_t off = dr_source_offset(source, (dr_position){ err->line, 1 });
	dr_str line = dr_str_sub(source->text, off, dr_str_find(source->text, off, '\n') - off);
	size_t column = err->column - 1 < line.len ? err->column - 1 : line.len, start;
	dr_str shown = window(line, column, &start);
	dr_buf_addf(out, "%6u | ", err->line);
	write_shown(shown, out);
	dr_buf_add(out, DR_STR("\n       | "));
	dr_buf_add_repeat(out, ' ', width(dr_str_sub(shown, 0, column - start)));
	dr_buf_add_char(out, '^');
	size_t marked = width(dr_str_sub(shown, column - start, err->span.len));
	dr_buf_add_repeat(out, '~', marked > 1 ? marked - 1 : 0);
	dr_buf_add_char(out, '\n');
}

void dr_error_write(const dr_error *err, const dr_source *source, dr_buf *out)
{
	if (err->source != NULL) {
		dr_buf_addf(out, "%s:", err->source);
	}
	if (err->line > 0) {
		dr_buf_addf(out, "%u:%u:", err->line, err->column);
	}
	dr_buf_addf(out, "%s%s\n",
	            out->len > 0 && (err->source != NULL || err->line > 0) ? " " : "", err->text);
	if (source != NULL && err->line > 0) {
		write_excerpt(err, source, out);
	}
}
