#include "base/ipaddr.h"
#include "base/cursor.h"
#include <string.h>

enum { V4_OCTETS = 4, V6_OCTETS = 16, V6_GROUPS = 8, NO_GAP = V6_OCTETS + 1 };

static bool take_decimal_octet(dr_cursor *c, uint8_t *ret_octet)
{
	dr_str digits = dr_cursor_take_while(c, dr_is_digit);
	uint64_t value;
	if ((digits.len > 1 && digits.ptr[0] == '0') || !dr_str_to_u64(digits, 255, &value)) {
		return false;
	}
	*ret_octet = (uint8_t)value;
	return true;
}

bool dr_ipaddr_parse_v4(dr_str text, dr_ipaddr *ret_address)
{
	dr_cursor c = dr_cursor_of(text);
	dr_ipaddr address = { .family = DR_IPV4 };
	for (size_t i = 0; i < V4_OCTETS; i++) {
		if ((i > 0 && !dr_cursor_take_char(&c, '.')) ||
		    !take_decimal_octet(&c, &address.octets[i])) {
			return false;
		}
	}
	if (!dr_cursor_at_end(&c)) {
		return false;
	}
	*ret_address = address;
	return true;
}

/* The groups of an IPv6 text as they are read, and where "::" stood. */
typedef struct {
	uint8_t octets[V6_OCTETS];
	size_t len;
	size_t gap; /* octets before "::", or NO_GAP */
} v6_groups;

static bool add_hex_group(v6_groups *groups, dr_str digits)
{
	if (digits.len == 0 || digits.len > 4 || groups->len == V6_OCTETS) {
		return false;
	}
	unsigned value = 0;
	for (size_t i = 0; i < digits.len; i++) {
		value = value << 4 | (unsigned)dr_hex_value(digits.ptr[i]);
	}
	groups->octets[groups->len++] = (uint8_t)(value >> 8);
	groups->octets[groups->len++] = (uint8_t)value;
	return true;
}

static bool add_dotted_tail(v6_groups *groups, dr_str text)
{
	dr_ipaddr tail;
	if (groups->len > V6_OCTETS - V4_OCTETS || !dr_ipaddr_parse_v4(text, &tail)) {
		return false;
	}
	memcpy(groups->octets + groups->len, tail.octets, V4_OCTETS);
	groups->len += V4_OCTETS;
	return true;
}

/* Reads ":" or "::" between groups; a single colon may not end the text. */
static bool take_separator(dr_cursor *c, v6_groups *groups)
{
	if (!dr_cursor_take_char(c, ':')) {
		return false;
	}
	if (!dr_cursor_take_char(c, ':')) {
		return !dr_cursor_at_end(c);
	}
	if (groups->gap != NO_GAP) {
		return false;
	}
	groups->gap = groups->len;
	return true;
}

static bool read_groups(dr_cursor *c, v6_groups *groups)
{
	if (dr_cursor_peek(c) == ':') {
		if (dr_cursor_peek_at(c, 1) != ':' || !take_separator(c, groups)) {
			return false;
		}
	}
	while (!dr_cursor_at_end(c)) {
		dr_str rest = dr_cursor_rest(c);
		dr_str digits = dr_cursor_take_while(c, dr_is_xdigit);
		if (dr_cursor_peek(c) == '.') {
			return add_dotted_tail(groups, rest);
		}
		if (!add_hex_group(groups, digits)) {
			return false;
		}
		if (!dr_cursor_at_end(c) && !take_separator(c, groups)) {
			return false;
		}
	}
	return true;
}

bool dr_ipaddr_parse_v6(dr_str text, dr_ipaddr *ret_address)
{
	dr_cursor c = dr_cursor_of(text);
	v6_groups groups = { .gap = NO_GAP };
	if (!read_groups(&c, &groups)) {
		return false;
	}
	dr_ipaddr address = { .family = DR_IPV6 };
	if (groups.gap == NO_GAP) {
		if (groups.len != V6_OCTETS) {
			return false;
		}
		groups.gap = groups.len;
	} else if (groups.len == V6_OCTETS) {
		return false;
	}
	size_t after = groups.len - groups.gap;
	memcpy(address.octets, groups.octets, groups.gap);
	memcpy(address.octets + V6_OCTETS - after, groups.octets + groups.gap, after);
	*ret_address = address;
	return true;
}

bool dr_ipaddr_parse(dr_str text, dr_ipaddr *ret_address)
{
	return dr_ipaddr_parse_v4(text, ret_address) || dr_ipaddr_parse_v6(text, ret_address);
}

bool dr_prefix_parse(dr_str text, dr_prefix *ret_prefix)
{
	size_t slash = dr_str_find(text, 0, '/');
	dr_prefix prefix;
	uint64_t length;
	if (!dr_ipaddr_parse(dr_str_sub(text, 0, slash), &prefix.address)) {
		return false;
	}
	length = dr_ipaddr_bits(prefix.address);
	if (slash < text.len &&
	    !dr_str_to_u64(dr_str_sub(text, slash + 1, text.len), length, &length)) {
		return false;
	}
	prefix.length = (uint8_t)length;
	*ret_prefix = dr_prefix_masked(prefix);
	return true;
}

static bool is_mapped(dr_ipaddr address)
{
	static const uint8_t START[12] = { [10] = 0xff, [11] = 0xff };
	return address.family == DR_IPV6 && memcmp(address.octets, START, sizeof(START)) == 0;
}

static void write_dotted(const uint8_t *octets, dr_buf *out)
{
	dr_buf_addf(out, "%u.%u.%u.%u", octets[0], octets[1], octets[2], octets[3]);
}

static unsigned group_at(dr_ipaddr address, size_t group)
{
	return (unsigned)address.octets[2 * group] << 8 | address.octets[2 * group + 1];
}

static size_t zero_run(dr_ipaddr address, size_t from)
{
	size_t len = 0;
	while (from + len < V6_GROUPS && group_at(address, from + len) == 0) {
		len++;
	}
	return len;
}

/* The longest run of zero groups, the first of equals (RFC 5952 4.2). */
static size_t find_gap(dr_ipaddr address, size_t *ret_len)
{
	size_t best = 0, best_len = 0;
	for (size_t i = 0; i < V6_GROUPS; i++) {
		size_t len = zero_run(address, i);
		if (len > best_len) {
			best = i;
			best_len = len;
		}
	}
	*ret_len = best_len;
	return best;
}

static void write_v6(dr_ipaddr address, dr_buf *out)
{
	if (is_mapped(address)) {
		dr_buf_add(out, DR_STR("::ffff:"));
		write_dotted(address.octets + V6_OCTETS - V4_OCTETS, out);
		return;
	}
	size_t gap_len, gap = find_gap(address, &gap_len);
	for (size_t i = 0; i < V6_GROUPS; i++) {
		if (i == gap && gap_len > 1) {
			dr_buf_add(out, DR_STR("::"));
			i += gap_len - 1;
			continue;
		}
		bool after_gap = gap_len > 1 && i == gap + gap_len;
		dr_buf_addf(out, i > 0 && !after_gap ? ":%x" : "%x", group_at(address, i));
	}
}

void dr_ipaddr_write(dr_ipaddr address, dr_buf *out)
{
	if (address.family == DR_IPV4) {
		write_dotted(address.octets, out);
	} else if (address.family == DR_IPV6) {
		write_v6(address, out);
	}
}

void dr_prefix_write(dr_prefix prefix, dr_buf *out)
{
	dr_ipaddr_write(prefix.address, out);
	dr_buf_addf(out, "/%u", prefix.length);
}

int dr_ipaddr_cmp(dr_ipaddr a, dr_ipaddr b)
{
	if (a.family != b.family) {
		return a.family < b.family ? -1 : 1;
	}
	return memcmp(a.octets, b.octets, sizeof(a.octets));
}

bool dr_ipaddr_eq(dr_ipaddr a, dr_ipaddr b)
{
	return dr_ipaddr_cmp(a, b) == 0;
}

dr_ipaddr dr_ipaddr_unmap(dr_ipaddr address)
{
	if (!is_mapped(address)) {
		return address;
	}
	dr_ipaddr plain = { .family = DR_IPV4 };
	memcpy(plain.octets, address.octets + V6_OCTETS - V4_OCTETS, V4_OCTETS);
	return plain;
}

uint8_t dr_ipaddr_bits(dr_ipaddr address)
{
	return address.family == DR_IPV4 ? 32 : address.family == DR_IPV6 ? 128 : 0;
}

dr_prefix dr_prefix_masked(dr_prefix prefix)
{
	for (size_t i = 0; i < V6_OCTETS; i++) {
		size_t kept = prefix.length > 8 * i ? prefix.length - 8 * i : 0;
		if (kept < 8) {
			prefix.address.octets[i] &= (uint8_t)(0xff00u >> kept);
		}
	}
	return prefix;
}

bool dr_prefix_has_host_bits(dr_prefix prefix)
{
	return !dr_ipaddr_eq(prefix.address, dr_prefix_masked(prefix).address);
}

bool dr_prefix_holds(dr_prefix prefix, dr_ipaddr address)
{
	if (address.family == DR_IP_NONE) {
		return false;
	}
	dr_prefix same = { address, prefix.length };
	return dr_ipaddr_eq(dr_prefix_masked(prefix).address, dr_prefix_masked(same).address);
}

bool dr_prefix_covers(dr_prefix outer, dr_prefix inner)
{
	return outer.length <= inner.length && dr_prefix_holds(outer, inner.address);
}

/* IANA's special-purpose registries, the multicast blocks included. */
static const struct {
	dr_prefix prefix;
	const char *kind;
} SPECIAL[] = {
	{ { { DR_IPV4, { 0 } }, 8 }, "reserved" },
	{ { { DR_IPV4, { 10 } }, 8 }, "private" },
	{ { { DR_IPV4, { 100, 64 } }, 10 }, "private" },
	{ { { DR_IPV4, { 127 } }, 8 }, "loopback" },
	{ { { DR_IPV4, { 169, 254 } }, 16 }, "link-local" },
	{ { { DR_IPV4, { 172, 16 } }, 12 }, "private" },
	{ { { DR_IPV4, { 192, 0, 0 } }, 24 }, "reserved" },
	{ { { DR_IPV4, { 192, 0, 2 } }, 24 }, "documentation" },
	{ { { DR_IPV4, { 192, 88, 99 } }, 24 }, "reserved" },
	{ { { DR_IPV4, { 192, 168 } }, 16 }, "private" },
	{ { { DR_IPV4, { 198, 18 } }, 15 }, "reserved" },
	{ { { DR_IPV4, { 198, 51, 100 } }, 24 }, "documentation" },
	{ { { DR_IPV4, { 203, 0, 113 } }, 24 }, "documentation" },
	{ { { DR_IPV4, { 224 } }, 4 }, "multicast" },
	{ { { DR_IPV4, { 240 } }, 4 }, "reserved" },
	{ { { DR_IPV6, { 0 } }, 128 }, "reserved" },
	{ { { DR_IPV6, { [15] = 1 } }, 128 }, "loopback" },
	{ { { DR_IPV6, { [10] = 0xff, [11] = 0xff } }, 96 }, "reserved" },
	{ { { DR_IPV6, { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 } }, 48 }, "private" },
	{ { { DR_IPV6, { 0x01, 0x00 } }, 64 }, "reserved" },
	{ { { DR_IPV6, { 0x20, 0x01, 0x00, 0x02 } }, 48 }, "reserved" },
	{ { { DR_IPV6, { 0x20, 0x01, 0x0d, 0xb8 } }, 32 }, "documentation" },
	{ { { DR_IPV6, { 0x3f, 0xff } }, 20 }, "documentation" },
	{ { { DR_IPV6, { 0x5f, 0x00 } }, 16 }, "reserved" },
	{ { { DR_IPV6, { 0xfc } }, 7 }, "private" },
	{ { { DR_IPV6, { 0xfe, 0x80 } }, 10 }, "link-local" },
	{ { { DR_IPV6, { 0xff } }, 8 }, "multicast" },
};

const char *dr_ipaddr_special(dr_ipaddr address)
{
	for (size_t i = 0; i < DR_COUNT(SPECIAL); i++) {
		if (dr_prefix_holds(SPECIAL[i].prefix, address)) {
			return SPECIAL[i].kind;
		}
	}
	return NULL;
}
