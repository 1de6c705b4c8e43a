/* Report addresses. */
#include "record/mailuri.h"
#include "issues.h"
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

enum { DMARC = DR_URI_MAILTO | DR_URI_SIZE };

/* One URI of DMARC: its address and host (valid URIs: marked with =), and its issues. */
static const struct {
	const char *text, *reads, *issues;
} URIS[] = {
	{ "mailto:a@example.com", "=a@example.com example.com", "" },
	{ "MAILTO:a@Example.COM", "=a@Example.COM Example.COM", "" },
	{ "mailto:%41b@example.com", "=Ab@example.com example.com", "" },
	{ "mailto:a@example.com?subject=x", "=a@example.com example.com", "" },
	{ "mailto:a+b/c@example.com", "=a+b/c@example.com example.com", "" },
	{ "mailto:a@example.com!10m", "=a@example.com example.com", "uri-size 10m 20+4" },
	{ "mailto:a@example.com!7", "=a@example.com example.com", "uri-size 7 20+2" },
	{ "https://example.com/x?y", "= example.com", "uri-scheme https 0+5" },
	{ "https://example.com:8443", "= example.com", "uri-scheme https 0+5" },
	{ "http://example.com", "= example.com", "uri-scheme http 0+4" },
	{ "tel:+1", "= ", "uri-scheme tel 0+3" },
	{ "malto:a@example.com", "= ", "uri-scheme malto 0+5" },
	{ "a@example.com", "a@example.com example.com", "uri-no-scheme a@example.com 0+13" },
	{ "example", " ", "uri-syntax example 0+7" },
	{ "mailto", " ", "uri-syntax mailto 0+6" },
	{ "1:x", " ", "uri-syntax 1:x 0+3" },
	{ "mailto:", " ", "uri-syntax mailto: 0+7" },
	{ "mailto:a", " ", "uri-syntax mailto:a 0+8" },
	{ "mailto:@example.com", " ", "uri-syntax mailto:@example.com 0+19" },
	{ "mailto:a@", " ", "uri-syntax mailto:a@ 0+9" },
	{ "mailto:a@b..c", " ", "uri-syntax mailto:a@b..c 0+13" },
	{ "mailto:a@.", " ", "uri-syntax mailto:a@. 0+10" },
	{ "mailto:a@b@c", " ", "uri-syntax mailto:a@b@c 0+12" },
	{ "mailto://a@example.com", " ", "uri-syntax mailto://a@example.com 0+22" },
	{ "mailto: a@example.com", " ", "uri-syntax mailto: a@example.com 0+21" },
	{ "mailto:%4@example.com", " ", "uri-syntax mailto:%4@example.com 0+21" },
	{ "mailto:%20a@example.com", " ", "uri-syntax mailto:%20a@example.com 0+23" },
	{ "<mailto:a@example.com>", " ", "uri-syntax <mailto:a@example.com> 0+22" },
	{ "mailto:a<b@example.com", "a<b@example.com example.com",
	  "uri-syntax mailto:a<b@example.com 0+22" },
	{ "https:example.com", " ", "uri-syntax https:example.com 0+17" },
	{ "https://", " ", "uri-syntax https:// 0+8" },
	{ "https://u@example.com/", " ", "uri-syntax https://u@example.com/ 0+22" },
	{ "https://example.com:99999/", " ", "uri-syntax https://example.com:99999/ 0+26" },
	{ "mailto:a!b@example.com", " ", "uri-escape ! 8+1" },
	{ "mailto:a@example.com!10x", " ", "uri-escape ! 20+1" },
	{ "mailto:a@example.com!", " ", "uri-escape ! 20+1" },
};

START_TEST(single_uris)
{
	for (size_t i = 0; i < DR_COUNT(URIS); i++) {
		dr_issues issues = { 0 };
		dr_str text = dr_str_of(URIS[i].text);
		dr_mailuri u = dr_mailuri_parse(arena, text, text, DMARC, &issues);
		dr_buf buf;
		dr_buf_init(&buf, arena);
		dr_buf_addf(&buf, "%s%.*s %.*s", u.valid ? "=" : "", DR_FMT(u.address),
		            DR_FMT(u.host));
		ck_assert_msg(dr_str_eq(dr_buf_str(&buf), dr_str_of(URIS[i].reads)),
		              "%s: got \"%.*s\"", URIS[i].text, DR_FMT(dr_buf_str(&buf)));
		dr_str got = issues_text(arena, &issues);
		ck_assert_msg(dr_str_eq(got, dr_str_of(URIS[i].issues)), "%s: got %.*s",
		              URIS[i].text, DR_FMT(got));
	}
}
END_TEST

START_TEST(parts_of_a_uri)
{
	dr_issues issues = { 0 };
	dr_mailuri u = dr_mailuri_parse(arena, S("https://example.com/l.svg?x#y"),
	                                S("https://example.com/l.svg?x#y"), DR_URI_HTTPS, &issues);
	ck_assert(u.valid && u.supported && !u.mailto);
	ck_assert_dr_str(u.path, "/l.svg?x#y");
	ck_assert_dr_str(u.scheme, "https");
	u = dr_mailuri_parse(arena, S("mailto:a@b.example!2k"), S("mailto:a@b.example!2k"), DMARC,
	                     &issues);
	ck_assert(u.mailto && u.sized && u.size == 2048);
	ck_assert_dr_str(u.uri, "mailto:a@b.example");
	ck_assert_dr_str(u.text, "mailto:a@b.example!2k");
	dr_str huge = S("mailto:a@b.example!18446744073709551615t");
	u = dr_mailuri_parse(arena, huge, huge, DMARC, &issues);
	ck_assert(u.sized && u.size == UINT64_MAX);
	dr_str sized = S("mailto:a@b.example!2k");
	u = dr_mailuri_parse(arena, sized, sized, DR_URI_MAILTO, &issues);
	ck_assert(!u.valid);
}
END_TEST

/* A list, how many items it has, how many of them are valid, and its issues. */
static const struct {
	const char *text;
	size_t items, valid;
	const char *issues;
} LISTS[] = {
	{ "", 0, 0, "" },
	{ "mailto:a@x.example", 1, 1, "" },
	{ "mailto:a@x.example , mailto:b@x.example", 2, 2, "" },
	{ "mailto:a@x.example,", 1, 1, "uri-syntax  19+0" },
	{ ",mailto:a@x.example", 1, 1, "uri-syntax  0+0" },
	{ "mailto:a@x.example,b@x.example", 2, 1, "uri-no-scheme b@x.example 19+11" },
	{ "mailto:a@x.example,MAILTO:A@X.example", 2, 2, "uri-duplicate MAILTO:A@X.example 19+18" },
	{ "mailto:a@x.example!1m,mailto:a@x.example", 2, 2,
	  "uri-size 1m 18+3, uri-duplicate mailto:a@x.example 22+18" },
	{ "mailto:a,b@x.example,mailto:c@x.example", 2, 1, "uri-escape , 8+1" },
	{ "mailto:a@x.example mailto:b@x.example", 1, 0,
	  "uri-syntax mailto:a@x.example mailto:b@x.example 0+37" },
};

START_TEST(lists_of_uris)
{
	for (size_t i = 0; i < DR_COUNT(LISTS); i++) {
		dr_issues issues = { 0 };
		dr_mailuris uris;
		dr_str text = dr_str_of(LISTS[i].text);
		dr_mailuri_parse_list(arena, text, text, DMARC, &uris, &issues);
		size_t valid = 0;
		for (size_t k = 0; k < uris.len; k++) {
			valid += uris.items[k].valid;
		}
		dr_str got = issues_text(arena, &issues);
		ck_assert_msg(uris.len == LISTS[i].items && valid == LISTS[i].valid &&
		                      dr_str_eq(got, dr_str_of(LISTS[i].issues)),
		              "%s: %zu items, %zu valid, %.*s", LISTS[i].text, uris.len, valid,
		              DR_FMT(got));
		ck_assert(dr_mailuri_any_valid(&uris) == (valid > 0));
	}
}
END_TEST

START_TEST(spans_count_from_the_record)
{
	dr_issues issues = { 0 };
	dr_mailuris uris;
	dr_str record = S("v=DMARC1; rua=x,mailto:a@x.example");
	dr_mailuri_parse_list(arena, record, dr_str_sub(record, 14, 99), DMARC, &uris, &issues);
	ck_assert_uint_eq(uris.items[1].span.off, 16);
	ck_assert_uint_eq(uris.items[1].span.len, 18);
	ck_assert_uint_eq(issues.items[0].place.span.off, 14);
}
END_TEST

START_TEST(endless_lists_end)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	for (int i = 0; i < 1000; i++) {
		dr_buf_addf(&text, "mailto:a%d@x.example,", i);
	}
	dr_issues issues = { 0 };
	dr_mailuris uris;
	dr_mailuri_parse_list(arena, dr_buf_str(&text), dr_buf_str(&text), DMARC, &uris, &issues);
	ck_assert_uint_eq(uris.len, 64);
}
END_TEST

UNIT_MAIN("record_mailuri", set_up, tear_down, single_uris, parts_of_a_uri, lists_of_uris,
          spans_count_from_the_record, endless_lists_end)
