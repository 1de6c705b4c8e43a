/* Authentication-Results: who wrote it, and what it says. */
#include "message/authres.h"
#include "unit.h"

static const struct {
	const char *value;
	bool passed;
} CASES[] = {
	{ "mx.a.example; dmarc=pass header.from=r.example", true },
	{ "MX.A.example 1; spf=fail; DMARC = Pass (p=none)", true },
	{ "mx.a.example (it; dmarc=fail) ; (c (d) e) dmarc (x) = (y) pass", true },
	{ "mx.a.example; spf=pass reason=\"a; dmarc=fail\"; dmarc=pass", true },
	{ "mx.a.example; dmarc=fail", false },
	{ "mx.a.example; dmarc=passed", false },
	{ "mx.a.example; spf=pass; dkim=pass", false },
	{ "mx.a.example; spf=pass (dmarc=pass)", false },
	{ "mx.a.example; spf=pass reason=\"; dmarc=pass\"", false },
	{ "mx.a.example; x-dmarc=pass", false },
	{ "mx.b.example; dmarc=pass", false },
	{ "mx.a.example 2; dmarc=pass", false },
	{ "mx.a.example; none", false },
	{ "dmarc=pass", false },
	{ "mx.a.example; (dmarc=pass", false },
	{ "", false },
};

/* RFC 8601 2.2, 2.3, 5. */
START_TEST(only_what_the_own_server_says_counts)
{
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		bool passed =
			dr_authres_passed(dr_str_of(CASES[i].value), S("mx.a.example"), S("dmarc"));
		ck_assert_msg(passed == CASES[i].passed, "%s", CASES[i].value);
	}
	ck_assert(dr_authres_is_of(S(" (x) Mx.a.example; none"), S("mx.a.example")));
	ck_assert(!dr_authres_is_of(S("mx.a.example.net; none"), S("mx.a.example")));
}
END_TEST

UNIT_MAIN("message/authres", NULL, NULL, only_what_the_own_server_says_counts)
