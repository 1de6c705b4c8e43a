/* IP addresses and prefixes. */
#include "base/ipaddr.h"
#include "unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_str text_of(dr_ipaddr address)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	dr_ipaddr_write(address, &buf);
	return dr_buf_str(&buf);
}

static dr_ipaddr address(const char *text)
{
	dr_ipaddr result = { 0 };
	ck_assert_msg(dr_ipaddr_parse(dr_str_of(text), &result), "%s is an address", text);
	return result;
}

static dr_prefix prefix(const char *text, uint8_t length)
{
	return (dr_prefix){ address(text), length };
}

/* Text, and how it is written back; NULL: not an address. */
static const struct {
	const char *text, *want;
} ADDRESSES[] = {
	{ "192.0.2.1", "192.0.2.1" },
	{ "0.0.0.0", "0.0.0.0" },
	{ "255.255.255.255", "255.255.255.255" },
	{ "::", "::" },
	{ "::1", "::1" },
	{ "1::", "1::" },
	{ "2001:DB8::1", "2001:db8::1" },
	{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
	{ "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
	{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
	{ "0001:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8" },
	{ "::1.1.1.1", "::101:101" },
	{ "::ffff:192.0.2.1", "::ffff:192.0.2.1" },
	{ "64:ff9b::192.0.2.33", "64:ff9b::c000:221" },
	{ "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304" },
	{ "", NULL },
	{ "192.0.2", NULL },
	{ "192.0.2.1.", NULL },
	{ "192.0.2.01", NULL },
	{ "192.0.2.256", NULL },
	{ "192.0.2.1:25", NULL },
	{ "192.0.2.-1", NULL },
	{ " 192.0.2.1", NULL },
	{ "192.0.2.1000000000000000000000", NULL },
	{ ":", NULL },
	{ ":::", NULL },
	{ "1:2:3:4:5:6:7:8:", NULL },
	{ ":1:2:3:4:5:6:7:8", NULL },
	{ ":1::2", NULL },
	{ "1:2:3:4:5:6:7", NULL },
	{ "1:2:3:4:5:6:7:8:9", NULL },
	{ "1:2:3:4:5:6:7:8::", NULL },
	{ "1::2::3", NULL },
	{ "12345::", NULL },
	{ "g::", NULL },
	{ "1:2:3:4:5:6:7:1.2.3.4", NULL },
	{ "::1.2.3", NULL },
	{ "::1.2.3.4:1", NULL },
	{ "fe80::1%eth0", NULL },
	{ "[::1]", NULL },
};

START_TEST(addresses_are_read_and_written)
{
	for (size_t i = 0; i < DR_COUNT(ADDRESSES); i++) {
		dr_ipaddr result = { .octets = { 42 } };
		bool ok = dr_ipaddr_parse(dr_str_of(ADDRESSES[i].text), &result);
		ck_assert_msg(ok == (ADDRESSES[i].want != NULL), "%s", ADDRESSES[i].text);
		if (ok) {
			ck_assert_dr_str(text_of(result), ADDRESSES[i].want);
		} else {
			ck_assert_uint_eq(result.octets[0], 42);
		}
	}
}
END_TEST

START_TEST(families_are_kept_apart)
{
	dr_ipaddr result;
	ck_assert(!dr_ipaddr_parse_v4(S("::1"), &result));
	ck_assert(!dr_ipaddr_parse_v6(S("192.0.2.1"), &result));
	ck_assert(!dr_ipaddr_eq(address("::ffff:192.0.2.1"), address("192.0.2.1")));
	ck_assert(dr_ipaddr_eq(dr_ipaddr_unmap(address("::ffff:192.0.2.1")), address("192.0.2.1")));
	ck_assert(dr_ipaddr_eq(dr_ipaddr_unmap(address("::192.0.2.1")), address("::c000:201")));
	ck_assert_int_lt(dr_ipaddr_cmp(address("255.0.0.0"), address("::")), 0);
	ck_assert_int_lt(dr_ipaddr_cmp(address("9.0.0.0"), address("10.0.0.0")), 0);
	ck_assert_int_gt(dr_ipaddr_cmp(address("2::"), address("1::")), 0);
	ck_assert_uint_eq(dr_ipaddr_bits(address("::")), 128);
	ck_assert_uint_eq(dr_ipaddr_bits(address("0.0.0.0")), 32);
	ck_assert_uint_eq(dr_ipaddr_bits((dr_ipaddr){ 0 }), 0);
}
END_TEST

START_TEST(prefixes_hold_addresses)
{
	ck_assert(dr_prefix_holds(prefix("192.0.2.0", 24), address("192.0.2.255")));
	ck_assert(!dr_prefix_holds(prefix("192.0.2.0", 24), address("192.0.3.0")));
	ck_assert(dr_prefix_holds(prefix("192.0.2.9", 31), address("192.0.2.8")));
	ck_assert(!dr_prefix_holds(prefix("192.0.2.9", 32), address("192.0.2.8")));
	ck_assert(dr_prefix_holds(prefix("10.0.0.0", 0), address("255.255.255.255")));
	ck_assert(!dr_prefix_holds(prefix("10.0.0.0", 0), address("::1")));
	ck_assert(dr_prefix_holds(prefix("2001:db8::", 33), address("2001:db8:7fff::")));
	ck_assert(!dr_prefix_holds(prefix("2001:db8::", 33), address("2001:db8:8000::")));
	ck_assert(!dr_prefix_holds((dr_prefix){ 0 }, (dr_ipaddr){ 0 }));
}
END_TEST

START_TEST(prefixes_cover_prefixes)
{
	ck_assert(dr_prefix_covers(prefix("10.0.0.0", 8), prefix("10.1.0.0", 16)));
	ck_assert(dr_prefix_covers(prefix("10.0.0.0", 8), prefix("10.0.0.0", 8)));
	ck_assert(!dr_prefix_covers(prefix("10.1.0.0", 16), prefix("10.0.0.0", 8)));
	ck_assert(!dr_prefix_covers(prefix("10.0.0.0", 8), prefix("11.0.0.0", 16)));
	ck_assert(!dr_prefix_covers(prefix("0.0.0.0", 0), prefix("::", 0)));
}
END_TEST

START_TEST(host_bits_are_seen_and_cleared)
{
	ck_assert(dr_prefix_has_host_bits(prefix("192.0.2.1", 24)));
	ck_assert(!dr_prefix_has_host_bits(prefix("192.0.2.1", 32)));
	ck_assert(dr_prefix_has_host_bits(prefix("2001:db8::1", 127)));
	ck_assert(!dr_prefix_has_host_bits(prefix("2001:db8::1", 128)));
	dr_buf buf;
	dr_buf_init(&buf, arena);
	dr_prefix_write(dr_prefix_masked(prefix("198.51.100.255", 26)), &buf);
	ck_assert_dr_str(dr_buf_str(&buf), "198.51.100.192/26");
}
END_TEST

static const struct {
	const char *address, *want;
} SPECIAL[] = {
	{ "0.1.2.3", "reserved" },
	{ "10.0.0.1", "private" },
	{ "100.64.0.1", "private" },
	{ "100.128.0.1", NULL },
	{ "127.0.0.1", "loopback" },
	{ "169.254.1.1", "link-local" },
	{ "172.31.255.255", "private" },
	{ "172.32.0.0", NULL },
	{ "192.168.1.1", "private" },
	{ "192.0.2.1", "documentation" },
	{ "198.51.100.7", "documentation" },
	{ "203.0.113.7", "documentation" },
	{ "198.19.0.1", "reserved" },
	{ "224.0.0.1", "multicast" },
	{ "255.255.255.255", "reserved" },
	{ "8.8.8.8", NULL },
	{ "::", "reserved" },
	{ "::1", "loopback" },
	{ "::ffff:8.8.8.8", "reserved" },
	{ "2001:db8::1", "documentation" },
	{ "3fff:1::", "documentation" },
	{ "fd00::1", "private" },
	{ "fe80::1", "link-local" },
	{ "ff02::1", "multicast" },
	{ "2a00:1450::1", NULL },
};

START_TEST(special_ranges)
{
	for (size_t i = 0; i < DR_COUNT(SPECIAL); i++) {
		const char *got = dr_ipaddr_special(address(SPECIAL[i].address));
		ck_assert_msg(dr_str_eq(dr_str_of(got), dr_str_of(SPECIAL[i].want)), "%s: %s",
		              SPECIAL[i].address, got != NULL ? got : "routed");
	}
}
END_TEST

UNIT_MAIN("base_ipaddr", set_up, tear_down, addresses_are_read_and_written, families_are_kept_apart,
          prefixes_hold_addresses, prefixes_cover_prefixes, host_bits_are_seen_and_cleared,
          special_ranges)
