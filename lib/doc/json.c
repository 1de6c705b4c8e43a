/*
 * A reader of JSON (RFC 8259) that knows the place of every value.
 */
#include "doc/tree_priv.h"
#include "base/utf8.h"
#include "base/cursor.h"

typedef struct {
	dr_tree tree;
	dr_cursor c;
} reader;

static int read_value(reader *r);

static int fail_here(reader *r, size_t len, const char *what)
{
	return dr_fail(r->tree.err, DR_ESYNTAX, ((dr_span){ (uint32_t)r->c.pos, (uint32_t)len }),
	               "not JSON: %s", what);
}

static int fail_expected(reader *r, const char *expected)
{
	char found = dr_cursor_peek(&r->c);
	dr_span span = { (uint32_t)r->c.pos, 1 };
	if (dr_cursor_at_end(&r->c)) {
		return dr_fail(r->tree.err, DR_ESYNTAX, span,
		               "not JSON: expected %s, found the end", expected);
	}
	if (!dr_is_printable(found)) {
		return dr_fail(r->tree.err, DR_ESYNTAX, span,
		               "not JSON: expected %s, found octet 0x%02X", expected,
		               (unsigned char)found);
	}
	return dr_fail(r->tree.err, DR_ESYNTAX, span, "not JSON: expected %s, found '%c'", expected,
	               found);
}

static void skip_space(reader *r)
{
	dr_cursor_take_while(&r->c, dr_is_space);
}

static bool is_verbatim(char c)
{
	return c != '"' && c != '\\' && (unsigned char)c >= 0x20 && (unsigned char)c < 0x80;
}

/* Four hexadecimal digits; -1 when they are not there. */
static int32_t read_hex4(reader *r)
{
	int32_t value = 0;
	for (int i = 0; i < 4; i++) {
		int digit = dr_hex_value(dr_cursor_peek(&r->c));
		if (digit < 0) {
			return -1;
		}
		dr_cursor_next(&r->c);
		value = value * 16 + digit;
	}
	return value;
}

/* Behind `\u`; a surrogate must be the first of a pair. */
static int read_unicode(reader *r, dr_buf *out)
{
	int32_t unit = read_hex4(r);
	if (unit < 0) {
		return fail_expected(r, "four hexadecimal digits");
	}
	if (unit >= 0xDC00 && unit <= 0xDFFF) {
		return fail_here(r, 1, "the second half of a surrogate pair without the first");
	}
	if (unit >= 0xD800 && unit <= 0xDBFF) {
		int32_t low = dr_cursor_take(&r->c, DR_STR("\\u")) ? read_hex4(r) : -1;
		if (low < 0xDC00 || low > 0xDFFF) {
			return fail_here(r, 1, "the first half of a surrogate pair alone");
		}
		unit = 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00);
	}
	dr_utf8_add(out, (uint32_t)unit);
	return DR_OK;
}

static int read_escape(reader *r, dr_buf *out)
{
	static const dr_str NAMES = DR_STR_INIT("\"\\/bfnrt");
	static const char VALUES[] = "\"\\/\b\f\n\r\t";
	dr_cursor_next(&r->c);
	if (dr_cursor_take_char(&r->c, 'u')) {
		return read_unicode(r, out);
	}
	char name = dr_cursor_peek(&r->c);
	size_t at = dr_str_find(NAMES, 0, name);
	if (at == NAMES.len) {
		return fail_expected(r, "one of \"\\/bfnrtu behind the backslash");
	}
	dr_cursor_next(&r->c);
	dr_buf_add_char(out, VALUES[at]);
	return DR_OK;
}

static int read_code_point(reader *r, dr_buf *out)
{
	size_t length = dr_utf8_length(dr_cursor_rest(&r->c));
	unsigned char first = (unsigned char)dr_cursor_peek(&r->c);
	if (dr_cursor_at_end(&r->c)) {
		return fail_expected(r, "the closing '\"'");
	}
	if (first < 0x20) {
		return dr_fail(r->tree.err, DR_ESYNTAX, ((dr_span){ (uint32_t)r->c.pos, 1 }),
		               "not JSON: a control character in a text; write \\u%04x", first);
	}
	if (length == 0) {
		return dr_fail(r->tree.err, DR_ESYNTAX, ((dr_span){ (uint32_t)r->c.pos, 1 }),
		               "not JSON: octet 0x%02X is not UTF-8", first);
	}
	dr_buf_add(out, dr_cursor_take_octets(&r->c, length));
	return DR_OK;
}

/* The rest of a text that begins with `start`. */
static int read_escaped_text(reader *r, dr_str start, dr_str *ret_text)
{
	dr_buf out;
	dr_buf_init(&out, r->tree.arena);
	dr_buf_add(&out, start);
	int status = DR_OK;
	while (status == DR_OK && !dr_cursor_take_char(&r->c, '"')) {
		dr_buf_add(&out, dr_cursor_take_while(&r->c, is_verbatim));
		char next = dr_cursor_peek(&r->c);
		if (next == '\\') {
			status = read_escape(r, &out);
		} else if (next != '"') {
			status = read_code_point(r, &out);
		}
	}
	if (status == DR_OK) {
		*ret_text = dr_buf_str(&out);
	}
	return status;
}

/* The text between quotation marks, in the arena. */
static int read_text(reader *r, dr_str *ret_text)
{
	dr_cursor_next(&r->c);
	dr_str start = dr_cursor_take_while(&r->c, is_verbatim);
	if (!dr_cursor_take_char(&r->c, '"')) {
		return read_escaped_text(r, start, ret_text);
	}
	*ret_text = dr_arena_copy(r->tree.arena, start);
	return DR_OK;
}

/* Adds a scalar that was read since octet `start`. */
static int add_scalar(reader *r, dr_node *node, size_t start)
{
	node->span = dr_cursor_span(&r->c, start);
	node->written = r->c.text.ptr + start;
	return dr_tree_add(&r->tree, node, NULL);
}

static int read_string(reader *r)
{
	dr_node node = { .kind = DR_NODE_STRING, .style = DR_STYLE_DOUBLE };
	size_t start = r->c.pos;
	int status = read_text(r, &node.text);
	return status != DR_OK ? status : add_scalar(r, &node, start);
}

static int read_digits(reader *r)
{
	return dr_cursor_take_while(&r->c, dr_is_digit).len > 0 ? DR_OK
	                                                        : fail_expected(r, "a digit");
}

static int skip_number(reader *r)
{
	int status = DR_OK;
	dr_cursor_take_char(&r->c, '-');
	if (dr_cursor_take_char(&r->c, '0')) {
		status = dr_is_digit(dr_cursor_peek(&r->c))
		                 ? fail_here(r, 1, "a number with a leading zero")
		                 : DR_OK;
	} else {
		status = read_digits(r);
	}
	if (status == DR_OK && dr_cursor_take_char(&r->c, '.')) {
		status = read_digits(r);
	}
	if (status == DR_OK && dr_cursor_take_nocase(&r->c, DR_STR("e"))) {
		if (!dr_cursor_take_char(&r->c, '-')) {
			dr_cursor_take_char(&r->c, '+');
		}
		status = read_digits(r);
	}
	return status;
}

static int read_number(reader *r)
{
	size_t start = r->c.pos;
	int status = skip_number(r);
	if (status != DR_OK) {
		return status;
	}
	dr_node node = { .text = dr_arena_copy(r->tree.arena, dr_cursor_since(&r->c, start)) };
	if (!dr_scalar_set_number(&node, node.text)) {
		return dr_fail(r->tree.err, DR_ELIMIT, dr_cursor_span(&r->c, start),
		               "the number is too large");
	}
	return add_scalar(r, &node, start);
}

static int read_word(reader *r)
{
	static const struct {
		dr_str word;
		dr_node_kind kind;
	} WORDS[] = {
		{ DR_STR_INIT("true"), DR_NODE_BOOL },
		{ DR_STR_INIT("false"), DR_NODE_BOOL },
		{ DR_STR_INIT("null"), DR_NODE_NULL },
	};
	size_t start = r->c.pos;
	for (size_t i = 0; i < DR_COUNT(WORDS); i++) {
		if (dr_cursor_take(&r->c, WORDS[i].word)) {
			dr_node node = { .kind = WORDS[i].kind, .text = WORDS[i].word };
			node.b = node.kind == DR_NODE_BOOL && i == 0;
			return add_scalar(r, &node, start);
		}
	}
	return fail_expected(r, "a value");
}

static int read_key(reader *r)
{
	dr_str key;
	size_t start = r->c.pos;
	if (dr_cursor_peek(&r->c) != '"') {
		return fail_expected(r, "a key in quotation marks");
	}
	int status = read_text(r, &key);
	if (status != DR_OK) {
		return status;
	}
	dr_tree_key(&r->tree, key, dr_cursor_span(&r->c, start));
	skip_space(r);
	return dr_cursor_take_char(&r->c, ':') ? DR_OK : fail_expected(r, "':'");
}

/* A list or a map: values (with keys) up to `close`, commas between them. */
static int read_collection(reader *r, dr_node_kind kind, char close)
{
	int status = dr_tree_open(&r->tree, kind, r->c.pos);
	dr_cursor_next(&r->c);
	skip_space(r);
	if (status == DR_OK && dr_cursor_take_char(&r->c, close)) {
		return dr_tree_close(&r->tree, r->c.pos);
	}
	while (status == DR_OK) {
		skip_space(r);
		status = kind == DR_NODE_MAP ? read_key(r) : DR_OK;
		if (status == DR_OK) {
			status = read_value(r);
		}
		skip_space(r);
		if (status == DR_OK && dr_cursor_take_char(&r->c, close)) {
			return dr_tree_close(&r->tree, r->c.pos);
		}
		if (status == DR_OK && !dr_cursor_take_char(&r->c, ',')) {
			status =
				fail_expected(r, kind == DR_NODE_MAP ? "',' or '}'" : "',' or ']'");
		}
	}
	return status;
}

static int read_value(reader *r)
{
	skip_space(r);
	char next = dr_cursor_peek(&r->c);
	if (next == '{') {
		return read_collection(r, DR_NODE_MAP, '}');
	}
	if (next == '[') {
		return read_collection(r, DR_NODE_SEQ, ']');
	}
	if (next == '"') {
		return read_string(r);
	}
	return next == '-' || dr_is_digit(next) ? read_number(r) : read_word(r);
}

static int read_document(reader *r)
{
	skip_space(r);
	if (dr_cursor_at_end(&r->c)) {
		return DR_OK;
	}
	int status = read_value(r);
	skip_space(r);
	if (status == DR_OK && !dr_cursor_at_end(&r->c)) {
		status = fail_expected(r, "the end");
	}
	return status;
}

static int read_tree(reader *r, const dr_node **ret_root)
{
	int status = dr_tree_check(&r->tree);
	if (status == DR_OK) {
		status = read_document(r);
	}
	return dr_tree_end(&r->tree, status, ret_root);
}

int dr_json_parse(dr_arena *arena, const dr_source *source, const dr_node **ret_root, dr_error *err)
{
	reader r = { .c = dr_cursor_of(source->text) };
	dr_tree_init(&r.tree, arena, source, err);
	return read_tree(&r, ret_root);
}

int dr_json_parse_large(dr_arena *arena, const dr_source *source, size_t max_text, size_t max_nodes,
                        const dr_node **ret_root, dr_error *err)
{
	reader r = { .c = dr_cursor_of(source->text) };
	dr_tree_init(&r.tree, arena, source, err);
	r.tree.max_text = max_text;
	r.tree.max_nodes = max_nodes;
	return read_tree(&r, ret_root);
}
