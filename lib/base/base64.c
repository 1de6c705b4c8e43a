#include "base/base64.h"

static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z') {
		return c - 'A';
	}
	if (c >= 'a' && c <= 'z') {
		return c - 'a' + 26;
	}
	if (dr_is_digit(c)) {
		return c - '0' + 52;
	}
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

typedef struct {
	char *octets;
	size_t len;    /* octets that are complete */
	uint32_t bits; /* the group that is being read */
	size_t digits; /* of that group, padding included */
	size_t padding;
} decoder;

static void finish_group(decoder *d)
{
	size_t octets = 3 - d->padding;
	for (size_t i = 0; i < octets; i++) {
		d->octets[d->len++] = (char)(d->bits >> (16 - 8 * i) & 0xff);
	}
	d->bits = 0;
	d->digits = 0;
}

/* False for a character that cannot stand here. */
static bool add_character(decoder *d, char c)
{
	int value = value_of(c);
	if (c == '=') {
		if (d->digits < 2) {
			return false;
		}
		d->padding++;
		value = 0;
	} else if (value < 0 || d->padding > 0) {
		return false;
	}
	d->bits = d->bits << 6 | (uint32_t)value;
	if (++d->digits == 4) {
		finish_group(d);
	}
	return true;
}

dr_base64_status dr_base64_decode(dr_arena *arena, dr_str text, dr_str *ret_octets, size_t *ret_at)
{
	decoder d = { .octets = dr_arena_alloc(arena, text.len / 4 * 3 + 3) };
	if (d.octets == NULL) {
		*ret_octets = (dr_str){ 0 };
		return DR_BASE64_LENGTH;
	}
	for (size_t i = 0; i < text.len; i++) {
		if (!dr_is_space(text.ptr[i]) && !add_character(&d, text.ptr[i])) {
			*ret_at = i;
			return DR_BASE64_CHARACTER;
		}
	}
	*ret_octets = (dr_str){ d.octets, d.len };
	return d.digits == 0 ? DR_BASE64_OK : DR_BASE64_LENGTH;
}

/* One group of one to three octets. */
static void write_group(dr_str octets, dr_buf *out)
{
	static const char DIGITS[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	for (size_t i = 0; i < 3; i++) {
		bits = bits << 8 | (i < octets.len ? (uint8_t)octets.ptr[i] : 0);
	}
	for (size_t i = 0; i < 4; i++) {
		dr_buf_add_char(out, i <= octets.len ? DIGITS[bits >> (18 - 6 * i) & 0x3F] : '=');
	}
}

void dr_base64_write(dr_str octets, dr_buf *out)
{
	for (size_t at = 0; at < octets.len; at += 3) {
		write_group(dr_str_sub(octets, at, 3), out);
	}
}
