/*
 * Borrowed slices of text and of octets, and ASCII-only character classes.
 *
 * Nothing here allocates or looks at the locale. A dr_str is not NUL terminated and may hold any
 * octet; whoever hands one out says how long what it points to lives.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
	const char *ptr; /* may be NULL only when len is 0 */
	size_t len;      /* octets */
} dr_str;

/* A range of octets in some text; which text is said where the span is stored. */
typedef struct {
	uint32_t off, len;
} dr_span;

#define DR_STR(literal) ((dr_str){ "" literal, sizeof(literal) - 1 })
#define DR_STR_INIT(literal)                    \
	{                                       \
		"" literal, sizeof(literal) - 1 \
	} /* for static tables */
#define DR_COUNT(array) (sizeof(array) / sizeof((array)[0]))
/* For printf's "%.*s". */
#define DR_FMT(s) (int)((s).len > INT32_MAX ? INT32_MAX : (s).len), (s).len > 0 ? (s).ptr : ""

/* The slice of a NUL-terminated string; NULL gives the empty slice. */
dr_str dr_str_of(const char *text);

/* Most texts that differ do so in their length or first octet. */
static inline bool dr_str_eq(dr_str a, dr_str b)
{
	return a.len == b.len &&
	       (a.len == 0 || (*a.ptr == *b.ptr && memcmp(a.ptr, b.ptr, a.len) == 0));
}

bool dr_str_eq_nocase(dr_str a, dr_str b); /* ASCII letters only */
int dr_str_cmp(dr_str a, dr_str b);        /* by octet value, then length: <0, 0, >0 */
bool dr_str_is_ascii(dr_str s);            /* no octet over 0x7F */
bool dr_str_starts(dr_str s, dr_str prefix);
bool dr_str_starts_nocase(dr_str s, dr_str prefix);
bool dr_str_ends(dr_str s, dr_str suffix);
bool dr_str_ends_nocase(dr_str s, dr_str suffix);

/* The offset of the first `c` at or after `from`; s.len when there is none. */
size_t dr_str_find(dr_str s, size_t from, char c);
/* The offset of the first occurrence of `needle`; s.len when there is none. */
size_t dr_str_search(dr_str s, dr_str needle);

/* From `off`, at most `len` octets; both are clamped to the slice. */
static inline dr_str dr_str_sub(dr_str s, size_t off, size_t len)
{
	if (off >= s.len) {
		return (dr_str){ s.len > 0 ? s.ptr + s.len : s.ptr, 0 };
	}
	return (dr_str){ s.ptr + off, len < s.len - off ? len : s.len - off };
}
dr_str dr_str_slice(dr_str s, dr_span span);
/* Without leading and trailing space, tab, CR and LF. */
dr_str dr_str_trim(dr_str s);
/* The part before the first `sep`; `rest` becomes what follows it (ptr NULL when nothing does).
 * Loop: `for (dr_str rest = s, part; dr_str_split(&rest, ',', &part);)`. An empty `rest` with a
 * pointer is one empty part. */
bool dr_str_split(dr_str *rest, char sep, dr_str *ret_part);

/* Decimal digits only, no sign, no surrounding space; false when empty, longer or above `max`. */
bool dr_str_to_u64(dr_str s, uint64_t max, uint64_t *ret_value);

/* Damerau-Levenshtein distance (adjacent swaps count once), at most `limit` + 1; ASCII case is
 * ignored. Texts of over 64 octets are never near. */
size_t dr_str_distance(dr_str a, dr_str b, size_t limit);

/* Character classes of ASCII, whatever the locale. Parsers ask for each octet: hence inline. */
static inline bool dr_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool dr_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool dr_is_alnum(char c)
{
	return dr_is_alpha(c) || dr_is_digit(c);
}

/* Space, tab, CR, LF. */
static inline bool dr_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* 0x20 to 0x7E. */
static inline bool dr_is_printable(char c)
{
	return c >= 0x20 && c <= 0x7E;
}

static inline char dr_to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool dr_is_xdigit(char c);
int dr_hex_value(char c); /* 0 to 15, or -1 */
