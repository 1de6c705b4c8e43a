/* Rows of aggregate reports: why nothing was done, and why auth_results and policy_evaluated differ
 * (RFC 9990 3.1.1.9, RFC 7489 6.6.4). */
#include "account/report.h"
#include "unit.h"

static dr_arena *arena;
static dr_account last;
static size_t refused;

static void set_up(void)
{
	arena = dr_arena_new(0);
	refused = 0;
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static void take(void *self, const dr_account *account)
{
	(void)self;
	last = *account;
}

static void refuse(void *self, dr_str place, const char *why)
{
	(void)self;
	(void)place;
	(void)why;
	refused++;
}

/* A report of one row. */
static size_t explain(const char *policy, const char *row)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(
		&text,
		"<feedback><report_metadata><org_name>o</org_name><email>e</email>"
		"<report_id>1</report_id><date_range><begin>1794960000</begin><end>1795046399</end>"
		"</date_range></report_metadata><policy_published><domain>a.example</domain>"
		"%s</policy_published><record>%s</record></feedback>",
		policy, row);
	const dr_account_world world = { .glossary = dr_glossary_new(arena) };
	const dr_report_options options = { .limits = dr_report_limits_default() };
	const dr_account_sink sink = { take, refuse, NULL };
	size_t found = 0;
	ck_assert_int_eq(
		dr_account_reports(arena, &world, &options, dr_buf_str(&text), &sink, &found, NULL),
		DR_OK);
	return found;
}

static bool says(const char *about, const char *sentence)
{
	for (size_t i = 0; i < last.parts.len; i++) {
		for (size_t j = 0; j < last.parts.items[i].says.len; j++) {
			dr_str text = last.parts.items[i].says.items[j];
			if (dr_str_eq(dr_str_of(last.parts.items[i].about), dr_str_of(about)) &&
			    dr_str_search(text, dr_str_of(sentence)) < text.len) {
				return true;
			}
		}
	}
	return false;
}

#define ROW(disposition, dkim, spf, reason)                                                 \
	"<row><source_ip>192.0.2.1</source_ip><count>2</"                                   \
	"count><policy_evaluated><disposition>" disposition "</disposition><dkim>" dkim     \
	"</dkim><spf>" spf "</spf>" reason                                                  \
	"</policy_evaluated></row><identifiers><header_from>x.a.example</header_from>"      \
	"</identifiers><auth_results><dkim><domain>v.example</domain><result>pass</result>" \
	"</dkim><spf><domain>a.example</domain><result>pass</result></spf></auth_results>"

static const struct {
	const char *policy, *row, *sentence;
} CASES[] = {
	{ "<p>none</p>", ROW("none", "fail", "fail", ""), "although it fails: the policy is none" },
	{ "<p>reject</p><sp>none</sp>", ROW("none", "fail", "fail", ""), "the policy is none" },
	{ "<p>reject</p><pct>10</pct>", ROW("none", "fail", "fail", ""), "pct left it out" },
	{ "<p>reject</p><testing>y</testing>", ROW("none", "fail", "fail", ""), "t=y" },
	{ "<p>reject</p>", ROW("none", "fail", "fail", ""), "does not say why, though it should" },
	{ "<p>reject</p>",
	  ROW("none", "fail", "fail",
	      "<reason><type>local_policy</type><comment>arc=pass</comment></reason>"),
	  "the receiver had a reason" },
	{ "<p>reject</p>", ROW("reject", "fail", "fail", ""),
	  "disposition reject: p=reject was applied" },
	{ "<p>reject</p>", ROW("quarantine", "fail", "fail", ""), "did something else" },
	{ "<p>reject</p>", ROW("none", "fail", "pass", ""), "it passes DMARC, so p=reject is not" },
	{ "<p>reject</p>", ROW("none", "fail", "pass", ""),
	  "it passed for v.example, which does not" },
	{ "<p>reject</p><aspf>s</aspf>", ROW("reject", "fail", "fail", ""),
	  "the record asks for strict alignment" },
};

START_TEST(why)
{
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		ck_assert_uint_eq(explain(CASES[i].policy, CASES[i].row), 1);
		ck_assert_str_eq(last.kind, "aggregate-report");
		ck_assert_msg(says("record", CASES[i].sentence), "%zu: %s", i, CASES[i].sentence);
	}
	ck_assert_uint_eq(refused, 0);
}
END_TEST

START_TEST(times_are_utc)
{
	ck_assert_uint_eq(explain("<p>none</p>", CASES[0].row), 1);
	ck_assert(says("report_metadata", "begin: 2026-11-18 00:00:00 UTC"));
	ck_assert(says("report_metadata", "end: 2026-11-18 23:59:59 UTC"));
	ck_assert(says("report_metadata", "RFC 7489"));
}
END_TEST

UNIT_MAIN("account/report", set_up, tear_down, why, times_are_utc)
