/*
 * Types of plain scalars by the YAML 1.2 core schema, and numbers.
 */
#include "doc/tree_priv.h"
#include "base/cursor.h"
#include <math.h>

enum { EXPONENT_MAX = 400, DIGITS_MAX = 19 };

/* A decimal number in parts: mantissa times 10 to the exponent. */
typedef struct {
	uint64_t mantissa;
	int digits; /* of the mantissa, without leading zeros */
	int exponent;
	bool negative, is_integer;
} decimal;

static void take_digits(dr_cursor *c, decimal *number, int scale)
{
	while (dr_is_digit(dr_cursor_peek(c))) {
		uint64_t digit = (uint64_t)(dr_cursor_next(c) - '0');
		if (number->digits < DIGITS_MAX) {
			number->mantissa = number->mantissa * 10 + digit;
			number->digits += number->mantissa > 0;
			number->exponent -= scale;
		} else {
			number->exponent += 1 - scale;
		}
	}
}

static int take_exponent(dr_cursor *c)
{
	bool negative = dr_cursor_take_char(c, '-');
	int value = 0;
	dr_cursor_take_char(c, '+');
	while (dr_is_digit(dr_cursor_peek(c))) {
		value = value * 10 + (dr_cursor_next(c) - '0');
		value = value < EXPONENT_MAX * 4 ? value : EXPONENT_MAX * 4;
	}
	return negative ? -value : value;
}

static decimal read_decimal(dr_str text)
{
	decimal number = { .is_integer = true };
	dr_cursor c = dr_cursor_of(text);
	number.negative = dr_cursor_take_char(&c, '-');
	dr_cursor_take_char(&c, '+');
	take_digits(&c, &number, 0);
	if (dr_cursor_take_char(&c, '.')) {
		number.is_integer = false;
		take_digits(&c, &number, 1);
	}
	if (dr_cursor_take_nocase(&c, DR_STR("e"))) {
		number.is_integer = false;
		number.exponent += take_exponent(&c);
	}
	return number;
}

/* Good to the last bit or the one beside it; strtod() would follow the locale. */
static double to_double(const decimal *number)
{
	long double value = (long double)number->mantissa;
	int exponent = number->exponent;
	if (value > 0 && (exponent > EXPONENT_MAX || exponent < -EXPONENT_MAX)) {
		value = exponent > 0 ? (long double)INFINITY : 0;
		exponent = 0;
	}
	for (; exponent > 0; exponent--) {
		value *= 10;
	}
	long double divisor = 1;
	for (; exponent < 0; exponent++) {
		divisor *= 10;
	}
	value /= divisor;
	return (double)(number->negative ? -value : value);
}

bool dr_scalar_set_number(dr_node *scalar, dr_str text)
{
	decimal number = read_decimal(text);
	uint64_t most = (uint64_t)INT64_MAX + (number.negative ? 1 : 0);
	if (number.is_integer && number.exponent == 0 && number.mantissa <= most) {
		scalar->kind = DR_NODE_INT;
		scalar->i =
			number.negative ? (int64_t)(0 - number.mantissa) : (int64_t)number.mantissa;
		scalar->d = (double)scalar->i;
		return true;
	}
	scalar->kind = DR_NODE_DOUBLE;
	scalar->d = to_double(&number);
	return isfinite(scalar->d) != 0;
}

/* [-+]?[0-9]+ and [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? */
static bool is_decimal(dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	if (!dr_cursor_take_char(&c, '-')) {
		dr_cursor_take_char(&c, '+');
	}
	size_t whole = dr_cursor_take_while(&c, dr_is_digit).len, fraction = 0;
	if (dr_cursor_take_char(&c, '.')) {
		fraction = dr_cursor_take_while(&c, dr_is_digit).len;
	}
	if (whole + fraction == 0) {
		return false;
	}
	if (dr_cursor_take_nocase(&c, DR_STR("e"))) {
		if (!dr_cursor_take_char(&c, '-')) {
			dr_cursor_take_char(&c, '+');
		}
		if (dr_cursor_take_while(&c, dr_is_digit).len == 0) {
			return false;
		}
	}
	return dr_cursor_at_end(&c);
}

/* 0o17 and 0x1F. */
static bool read_prefixed(dr_str text, int64_t *ret_value)
{
	bool octal = dr_str_starts(text, DR_STR("0o"));
	int64_t base = octal ? 8 : 16, value = 0;
	if ((!octal && !dr_str_starts(text, DR_STR("0x"))) || text.len < 3) {
		return false;
	}
	for (size_t i = 2; i < text.len; i++) {
		int digit = dr_hex_value(text.ptr[i]);
		if (digit < 0 || digit >= base || value > INT64_MAX / base - 1) {
			return false;
		}
		value = value * base + digit;
	}
	*ret_value = value;
	return true;
}

/* Words of the core schema. */
static const struct {
	dr_str word;
	dr_node_kind kind;
	bool b;
} WORDS[] = {
	{ DR_STR_INIT(""), DR_NODE_NULL, false },
	{ DR_STR_INIT("~"), DR_NODE_NULL, false },
	{ DR_STR_INIT("null"), DR_NODE_NULL, false },
	{ DR_STR_INIT("Null"), DR_NODE_NULL, false },
	{ DR_STR_INIT("NULL"), DR_NODE_NULL, false },
	{ DR_STR_INIT("true"), DR_NODE_BOOL, true },
	{ DR_STR_INIT("True"), DR_NODE_BOOL, true },
	{ DR_STR_INIT("TRUE"), DR_NODE_BOOL, true },
	{ DR_STR_INIT("false"), DR_NODE_BOOL, false },
	{ DR_STR_INIT("False"), DR_NODE_BOOL, false },
	{ DR_STR_INIT("FALSE"), DR_NODE_BOOL, false },
};

/* True when the text may be something else than a string, by its first character. */
static bool may_be_special(dr_str text)
{
	static const dr_str STARTS = DR_STR_INIT("+-.~nNtTfF");
	return text.len == 0 || dr_is_digit(text.ptr[0]) ||
	       dr_str_find(STARTS, 0, text.ptr[0]) < STARTS.len;
}

bool dr_scalar_resolve(dr_node *scalar)
{
	scalar->kind = DR_NODE_STRING;
	if (!may_be_special(scalar->text)) {
		return true;
	}
	for (size_t i = 0; i < DR_COUNT(WORDS); i++) {
		if (dr_str_eq(scalar->text, WORDS[i].word)) {
			scalar->kind = WORDS[i].kind;
			scalar->b = WORDS[i].b;
			return true;
		}
	}
	if (is_decimal(scalar->text)) {
		return dr_scalar_set_number(scalar, scalar->text);
	}
	if (read_prefixed(scalar->text, &scalar->i)) {
		scalar->kind = DR_NODE_INT;
		scalar->d = (double)scalar->i;
	}
	return true;
}
