#include "base/str.h"
#include <string.h>

dr_str dr_str_of(const char *text)
{
	return text != NULL ? (dr_str){ text, strlen(text) } : (dr_str){ 0 };
}

bool dr_str_eq_nocase(dr_str a, dr_str b)
{
	return a.len == b.len && dr_str_starts_nocase(a, b);
}

int dr_str_cmp(dr_str a, dr_str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common > 0 ? memcmp(a.ptr, b.ptr, common) : 0;
	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool dr_str_starts(dr_str s, dr_str prefix)
{
	return s.len >= prefix.len && dr_str_eq((dr_str){ s.ptr, prefix.len }, prefix);
}

bool dr_str_starts_nocase(dr_str s, dr_str prefix)
{
	if (s.len < prefix.len) {
		return false;
	}
	for (size_t i = 0; i < prefix.len; i++) {
		if (dr_to_lower(s.ptr[i]) != dr_to_lower(prefix.ptr[i])) {
			return false;
		}
	}
	return true;
}

bool dr_str_ends(dr_str s, dr_str suffix)
{
	return s.len >= suffix.len &&
	       dr_str_eq(dr_str_sub(s, s.len - suffix.len, suffix.len), suffix);
}

bool dr_str_ends_nocase(dr_str s, dr_str suffix)
{
	return s.len >= suffix.len &&
	       dr_str_eq_nocase(dr_str_sub(s, s.len - suffix.len, suffix.len), suffix);
}

size_t dr_str_find(dr_str s, size_t from, char c)
{
	const char *hit = from < s.len ? memchr(s.ptr + from, c, s.len - from) : NULL;
	return hit != NULL ? (size_t)(hit - s.ptr) : s.len;
}

size_t dr_str_search(dr_str s, dr_str needle)
{
	if (needle.len == 0 || needle.len > s.len) {
		return needle.len == 0 ? 0 : s.len;
	}
	const size_t last = s.len - needle.len; /* where it may begin at the latest */
	for (size_t at = 0; at <= last; at++) {
		at = dr_str_find(dr_str_sub(s, 0, last + 1), at, *needle.ptr);
		if (at <= last && dr_str_eq(dr_str_sub(s, at, needle.len), needle)) {
			return at;
		}
	}
	return s.len;
}

static uint64_t word_at(const char *octets)
{
	uint64_t word;
	memcpy(&word, octets, sizeof(word));
	return word;
}

bool dr_str_is_ascii(dr_str s)
{
	const uint64_t high_bits = UINT64_C(0x8080808080808080);
	const size_t size = sizeof(uint64_t);
	uint64_t seen = 0;
	if (s.len < size) {
		for (size_t i = 0; i < s.len; i++) {
			seen |= (unsigned char)s.ptr[i];
		}
		return (seen & high_bits) == 0;
	}
	for (size_t i = 0; i < s.len - size; i += size) {
		seen |= word_at(s.ptr + i);
	}
	return ((seen | word_at(s.ptr + s.len - size)) & high_bits) == 0;
}

dr_str dr_str_slice(dr_str s, dr_span span)
{
	return dr_str_sub(s, span.off, span.len);
}

dr_str dr_str_trim(dr_str s)
{
	while (s.len > 0 && dr_is_space(s.ptr[0])) {
		s.ptr++;
		s.len--;
	}
	while (s.len > 0 && dr_is_space(s.ptr[s.len - 1])) {
		s.len--;
	}
	return s;
}

bool dr_str_split(dr_str *rest, char sep, dr_str *ret_part)
{
	if (rest->ptr == NULL) {
		return false;
	}
	size_t end = dr_str_find(*rest, 0, sep);
	*ret_part = dr_str_sub(*rest, 0, end);
	*rest = end < rest->len ? dr_str_sub(*rest, end + 1, rest->len) : (dr_str){ 0 };
	return true;
}

bool dr_str_to_u64(dr_str s, uint64_t max, uint64_t *ret_value)
{
	uint64_t value = 0;
	if (s.len == 0 || s.len > 20) {
		return false;
	}
	for (size_t i = 0; i < s.len; i++) {
		if (!dr_is_digit(s.ptr[i])) {
			return false;
		}
		uint64_t digit = (uint64_t)(s.ptr[i] - '0');
		if (value > (UINT64_MAX - digit) / 10) {
			return false;
		}
		value = value * 10 + digit;
	}
	if (value > max) {
		return false;
	}
	*ret_value = value;
	return true;
}

enum { DISTANCE_MAX = 64 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t dr_str_distance(dr_str a, dr_str b, size_t limit)
{
	size_t rows[3][DISTANCE_MAX + 1];
	size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
	if (a.len > DISTANCE_MAX || b.len > DISTANCE_MAX || gap > limit) {
		return limit + 1;
	}
	size_t *before = rows[0], *above = rows[1], *row = rows[2];
	for (size_t j = 0; j <= b.len; j++) {
		above[j] = j;
	}
	for (size_t i = 1; i <= a.len; i++) {
		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			char x = dr_to_lower(a.ptr[i - 1]), y = dr_to_lower(b.ptr[j - 1]);
			size_t best =
				least(least(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == dr_to_lower(b.ptr[j - 2]) &&
			    y == dr_to_lower(a.ptr[i - 2])) {
				best = least(best, before[j - 2] + 1);
			}
			row[j] = best;
		}
		size_t *spare = before;
		before = above;
		above = row;
		row = spare;
	}
	return least(above[b.len], limit + 1);
}

bool dr_is_xdigit(char c)
{
	return dr_hex_value(c) >= 0;
}

int dr_hex_value(char c)
{
	if (dr_is_digit(c)) {
		return c - '0';
	}
	char lower = dr_to_lower(c);
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}
