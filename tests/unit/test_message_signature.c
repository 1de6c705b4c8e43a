/* DKIM-Signature fields: their tags, and what makes them worthless (RFC 6376 3.5, 6.1.1). */
#include "message/dkim_signature.h"
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

static dr_signature parse(const char *value)
{
	dr_signature signature;
	dr_signature_parse(arena, dr_str_of(value), dr_str_of(value), &signature);
	return signature;
}

START_TEST(all_tags)
{
	dr_signature s = parse(" v=1; a=ed25519-sha256; c=relaxed/simple;\r\n\td=A.example; s=b.C;"
	                       "\r\n h=from : To;h2=x; i=me=x@Sub.a.example; l=10; q=dns/txt;"
	                       " t=1000; x=2000; bh=AAEC; b=AwQ\r\n F; z=From:a|To:=b");
	ck_assert_int_eq(s.fault, DR_SIGNATURE_FINE);
	ck_assert_dr_str(s.domain, "a.example");
	ck_assert_dr_str(s.selector, "b.c");
	ck_assert_dr_str(s.identity, "sub.a.example");
	ck_assert_int_eq(s.algorithm, DR_ALGORITHM_ED25519_SHA256);
	ck_assert(s.relaxed_header && !s.relaxed_body);
	ck_assert_uint_eq(s.signed_fields.len, 2);
	ck_assert(s.cut);
	ck_assert_uint_eq(s.length, 10);
	ck_assert_int_eq(s.made, 1000);
	ck_assert_int_eq(s.expires, 2000);
	ck_assert_uint_eq(s.b.len, 3);
	ck_assert_uint_eq(s.bh.len, 3);
}
END_TEST

START_TEST(defaults)
{
	dr_signature s = parse("v=1; a=rsa-sha256; d=a.example; s=b; h=from; bh=AAEC; b=AwQF");
	ck_assert_int_eq(s.fault, DR_SIGNATURE_FINE);
	ck_assert(!s.relaxed_header && !s.relaxed_body && !s.cut);
	ck_assert_dr_str(s.identity, "a.example");
	ck_assert_int_eq(s.made, -1);
	ck_assert_int_eq(s.expires, -1);
}
END_TEST

START_TEST(faults)
{
	static const struct {
		const char *value;
		dr_signature_fault fault;
	} CASES[] = {
		{ "v=1; a=rsa-sha256; d=a.example; s=b; h=from; bh=AAEC", DR_SIGNATURE_MISSING },
		{ "a=rsa-sha256; d=a.example; s=b; h=from; bh=AAEC; b=AwQF", DR_SIGNATURE_VERSION },
		{ "v=2; a=rsa-sha256; d=a.example; s=b; h=from; bh=AAEC; b=AwQF",
		  DR_SIGNATURE_VERSION },
		{ "v=1; a=rsa-md5; d=a.example; s=b; h=from; bh=AAEC; b=AwQF", DR_SIGNATURE_VALUE },
		{ "v=1; a=rsa-sha256; d=a.example; s=b; h=from; bh=AAEC; b=%", DR_SIGNATURE_VALUE },
		{ "v=1; a=rsa-sha256; d=a.example; s=b; h=to; bh=AAEC; b=AwQF",
		  DR_SIGNATURE_NO_FROM },
		{ "v=1; a=rsa-sha256; d=a.example; i=@xa.example; s=b; h=from; bh=AAEC; b=AwQF",
		  DR_SIGNATURE_IDENTITY },
		{ "v=1; a=rsa-sha256; d=a.example; s=b; h=from; t=5; x=5; bh=AAEC; b=AwQF",
		  DR_SIGNATURE_BACKWARDS },
		{ "v=1; a=rsa-sha256; d=a.example; s=b; h=from; l=x; bh=AAEC; b=AwQF",
		  DR_SIGNATURE_VALUE },
		{ "v=1; a=rsa-sha256; d=a.example; d=c.example; s=b; h=from; bh=AAEC; b=AwQF",
		  DR_SIGNATURE_SYNTAX },
		{ "v=1; a=rsa-sha256; c=loose; d=a.example; s=b; h=from; bh=AAEC; b=AwQF",
		  DR_SIGNATURE_VALUE },
		{ "v=1; a=rsa-sha256; q=http; d=a.example; s=b; h=from; bh=AAEC; b=AwQF",
		  DR_SIGNATURE_QUERY },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_signature s = parse(CASES[i].value);
		ck_assert_msg(s.fault == CASES[i].fault, "%s: %s", CASES[i].value,
		              dr_signature_fault_text(s.fault));
	}
}
END_TEST

/* RFC 8617 4.1.2: no v, and i is the instance. */
START_TEST(arc_message_signatures)
{
	dr_signature s;
	dr_str value = S("i=1; a=rsa-sha256; d=a.example; s=b; h=from; bh=AAEC; b=AwQF");
	dr_signature_parse_arc(arena, value, value, &s);
	ck_assert_int_eq(s.fault, DR_SIGNATURE_FINE);
	ck_assert_dr_str(s.identity, "a.example");
	value = S("v=1; i=1; a=rsa-sha256; d=a.example; s=b; h=from; bh=AAEC; b=AwQF");
	dr_signature_parse_arc(arena, value, value, &s);
	ck_assert_int_eq(s.fault, DR_SIGNATURE_VERSION);
}
END_TEST

UNIT_MAIN("message/dkim_signature", set_up, tear_down, all_tags, defaults, faults,
          arc_message_signatures)
