#include "base/utf8.h"
#include "expr/expr_priv.h"

enum {
	HEX_DIGITS_MAX = 16,
	POWER_MAX = 22, /* 10^22 is the largest power of ten that a double holds exactly */
	CODE_POINT_MAX = 0x10FFFF,
};
static const uint64_t INT_MAGNITUDE_MAX = (uint64_t)1 << 63;
static const uint64_t MANTISSA_MAX = (uint64_t)1 << 53;

/* Numbers. */

/* A decimal number: digits, times ten to the power. */
typedef struct {
	uint64_t digits;
	int power;
	bool exact; /* `digits` did not overflow */
} decimal;

static void add_digits(decimal *d, dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		uint64_t digit = (uint64_t)dr_hex_value(text.ptr[i]);
		if (d->digits > (INT_MAGNITUDE_MAX - digit) / 10) {
			d->exact = false;
			return;
		}
		d->digits = d->digits * 10 + digit;
	}
}

static double power_of_ten(int power)
{
	double result = 1;
	for (int i = 0; i < power; i++) {
		result *= 10;
	}
	return result;
}

/* Both steps of the conversion are exact, so the one rounding of the product is the right one. */
static int lex_real(lexer *lx, size_t start, decimal d, token *ret_token)
{
	dr_span span = dr_cursor_span(&lx->c, start);
	if (!d.exact || d.digits > MANTISSA_MAX || d.power > POWER_MAX || d.power < -POWER_MAX) {
		return dr_fail(lx->err, DR_ELIMIT, span,
		               "this number has too many digits; 15 digits and exponents up to 22 "
		               "are supported");
	}
	double digits = (double)d.digits;
	*ret_token = (token){ .kind = TK_DOUBLE,
		              .span = span,
		              .real = d.power < 0 ? digits / power_of_ten(-d.power)
		                                  : digits * power_of_ten(d.power) };
	return DR_OK;
}

/* Reads `e10`, `E-3` if it is there. */
static bool take_exponent(lexer *lx, int *power)
{
	dr_cursor c = lx->c;
	if (!dr_cursor_take_nocase(&c, DR_STR("e"))) {
		return false;
	}
	bool negative = dr_cursor_take_char(&c, '-');
	if (!negative) {
		dr_cursor_take_char(&c, '+');
	}
	uint64_t exponent = POWER_MAX + 1;
	dr_str digits = dr_cursor_take_while(&c, dr_is_digit);
	if (digits.len == 0) {
		return false;
	}
	if (!dr_str_to_u64(digits, POWER_MAX * 2, &exponent)) {
		exponent = POWER_MAX * 4;
	}
	*power += negative ? -(int)exponent : (int)exponent;
	lx->c = c;
	return true;
}

static int lex_decimal(lexer *lx, token *ret_token)
{
	size_t start = lx->c.pos;
	decimal d = { .exact = true };
	add_digits(&d, dr_cursor_take_while(&lx->c, dr_is_digit));
	bool real = false;
	if (dr_cursor_peek(&lx->c) == '.' && dr_is_digit(dr_cursor_peek_at(&lx->c, 1))) {
		dr_cursor_skip(&lx->c, 1);
		dr_str fraction = dr_cursor_take_while(&lx->c, dr_is_digit);
		add_digits(&d, fraction);
		d.power = -(int)fraction.len;
		real = true;
	}
	real |= take_exponent(lx, &d.power);
	if (real) {
		return lex_real(lx, start, d, ret_token);
	}
	dr_span span = dr_cursor_span(&lx->c, start);
	if (!d.exact) {
		return dr_fail(lx->err, DR_ELIMIT, span, "this number does not fit into 64 bits");
	}
	*ret_token = (token){ .kind = TK_INT, .span = span, .magnitude = d.digits };
	return DR_OK;
}

static int lex_hex(lexer *lx, token *ret_token)
{
	size_t start = lx->c.pos;
	dr_cursor_skip(&lx->c, 2);
	dr_str digits = dr_cursor_take_while(&lx->c, dr_is_xdigit);
	dr_span span = dr_cursor_span(&lx->c, start);
	if (digits.len == 0) {
		return dr_fail(lx->err, DR_ESYNTAX, span, "expected hexadecimal digits after 0x");
	}
	token t = { .kind = TK_INT, .span = span };
	for (size_t i = 0; i < digits.len; i++) {
		if (t.magnitude >> 60 != 0) {
			return dr_fail(lx->err, DR_ELIMIT, span,
			               "this number does not fit into 64 bits");
		}
		t.magnitude = t.magnitude << 4 | (uint64_t)dr_hex_value(digits.ptr[i]);
	}
	if (t.magnitude > INT_MAGNITUDE_MAX) {
		return dr_fail(lx->err, DR_ELIMIT, span, "this number does not fit into 64 bits");
	}
	*ret_token = t;
	return DR_OK;
}

int expr_lex_number(lexer *lx, token *ret_token)
{
	bool hex = dr_cursor_peek(&lx->c) == '0' && dr_cursor_peek_at(&lx->c, 1) == 'x';
	int r = hex ? lex_hex(lx, ret_token) : lex_decimal(lx, ret_token);
	if (r < 0) {
		return r;
	}
	char next = dr_cursor_peek(&lx->c);
	dr_span span = { (uint32_t)lx->c.pos, 1 };
	if (next == 'u' || next == 'U') {
		return dr_fail(lx->err, DR_ESYNTAX, span,
		               "unsigned numbers are not supported; leave the '%c' out", next);
	}
	if (dr_is_alpha(next) || next == '_') {
		return dr_fail(lx->err, DR_ESYNTAX, span, "unexpected '%c' after a number", next);
	}
	return DR_OK;
}

/* Strings. */

/* Escapes that stand for one character. */
static const struct {
	char letter, value;
} SIMPLE_ESCAPES[] = {
	{ 'a', '\a' }, { 'b', '\b' }, { 'f', '\f' },  { 'n', '\n' },  { 'r', '\r' }, { 't', '\t' },
	{ 'v', '\v' }, { '?', '?' },  { '\\', '\\' }, { '\'', '\'' }, { '"', '"' },  { '`', '`' },
};

/* Escapes with a number: how many digits follow the letter. */
static const struct {
	char letter;
	size_t digits;
} HEX_ESCAPES[] = { { 'x', 2 }, { 'X', 2 }, { 'u', 4 }, { 'U', 8 } };

static bool to_number(dr_str digits, size_t count, unsigned base, uint32_t *ret_number)
{
	uint32_t number = 0;
	for (size_t i = 0; i < digits.len; i++) {
		int digit = dr_hex_value(digits.ptr[i]);
		if (digit < 0 || (unsigned)digit >= base) {
			return false;
		}
		number = number * base + (uint32_t)digit;
	}
	*ret_number = number;
	return digits.len == count;
}

/* The code point of `\x41`, `\u00e9`, `\101`: the cursor stands behind the backslash. */
static bool take_numbered(dr_cursor *c, uint32_t *ret_code_point)
{
	for (size_t i = 0; i < DR_COUNT(HEX_ESCAPES); i++) {
		if (dr_cursor_take_char(c, HEX_ESCAPES[i].letter)) {
			size_t digits = HEX_ESCAPES[i].digits;
			return to_number(dr_cursor_take_octets(c, digits), digits, 16,
			                 ret_code_point);
		}
	}
	return to_number(dr_cursor_take_octets(c, 3), 3, 8, ret_code_point) &&
	       *ret_code_point <= 0377;
}

static bool is_code_point(uint32_t number)
{
	return number <= CODE_POINT_MAX && (number < 0xD800 || number > 0xDFFF);
}

static bool take_simple(dr_cursor *c, dr_buf *out)
{
	for (size_t i = 0; i < DR_COUNT(SIMPLE_ESCAPES); i++) {
		if (dr_cursor_take_char(c, SIMPLE_ESCAPES[i].letter)) {
			dr_buf_add_char(out, SIMPLE_ESCAPES[i].value);
			return true;
		}
	}
	return false;
}

/* Decodes the escape behind a backslash that was read. */
static int take_escape(lexer *lx, dr_buf *out)
{
	size_t start = lx->c.pos - 1;
	if (take_simple(&lx->c, out)) {
		return DR_OK;
	}
	uint32_t code_point = 0;
	dr_cursor c = lx->c;
	if (!take_numbered(&c, &code_point)) {
		dr_cursor_skip(&lx->c, 1);
		return dr_fail(lx->err, DR_ESYNTAX, dr_cursor_span(&lx->c, start),
		               "unknown escape in a string; write \\\\ for a backslash, or "
		               "r'…'");
	}
	lx->c = c;
	if (!is_code_point(code_point)) {
		return dr_fail(lx->err, DR_ESYNTAX, dr_cursor_span(&lx->c, start),
		               "this escape is no character of Unicode");
	}
	dr_utf8_add(out, code_point);
	return DR_OK;
}

static int take_character(lexer *lx, bool raw, dr_buf *out)
{
	if (!raw && dr_cursor_take_char(&lx->c, '\\')) {
		return take_escape(lx, out);
	}
	dr_str rest = dr_cursor_rest(&lx->c);
	size_t length = dr_utf8_length(rest);
	if (length == 0) {
		return dr_fail(lx->err, DR_ESYNTAX, ((dr_span){ (uint32_t)lx->c.pos, 1 }),
		               "the string is not UTF-8");
	}
	dr_buf_add(out, dr_str_sub(rest, 0, length));
	dr_cursor_skip(&lx->c, length);
	return DR_OK;
}

int expr_lex_string(lexer *lx, bool raw, token *ret_token)
{
	size_t start = lx->c.pos;
	dr_cursor_skip(&lx->c, raw ? 1 : 0);
	char quote = dr_cursor_next(&lx->c);
	if (dr_cursor_peek(&lx->c) == quote && dr_cursor_peek_at(&lx->c, 1) == quote) {
		return dr_fail(lx->err, DR_ESYNTAX, ((dr_span){ (uint32_t)start, 3 }),
		               "strings in triple quotes are not supported");
	}
	dr_buf out;
	dr_buf_init(&out, lx->arena);
	while (!dr_cursor_take_char(&lx->c, quote)) {
		char c = dr_cursor_peek(&lx->c);
		if (dr_cursor_at_end(&lx->c) || c == '\n' || c == '\r') {
			return dr_fail(lx->err, DR_ESYNTAX, ((dr_span){ (uint32_t)start, 1 }),
			               "the string is not closed on its line");
		}
		int r = take_character(lx, raw, &out);
		if (r < 0) {
			return r;
		}
	}
	*ret_token = (token){ .kind = TK_STRING,
		              .span = dr_cursor_span(&lx->c, start),
		              .text = dr_buf_str(&out) };
	return DR_OK;
}
