/* Zones in the formats of other programs: what each of them says, and how. */
#include "zone_unit.h"

static dr_arena *arena;

static const dr_source TYPES = {
	"types.yaml",
	DR_STR_INIT("- {type: aws_route53_record, owner: name, rrtype: type, values: records,"
	            " text: wrapped, zone: zone_id, whole: true, alias: alias}\n"
	            "- {type: cloudflare_dns_record, owner: name, rrtype: type, values: content,"
	            " older: value, prefer: priority, text: bare, zone: zone_id}\n"
	            "- {type: google_dns_record_set, owner: name, rrtype: type, values: rrdatas,"
	            " text: words, zone: managed_zone, whole: true}\n")
};

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_zone *read_only_zone(const char *name, dr_str text)
{
	dr_source source = { .name = name, .text = text };
	dr_zone_options options = { .fallback = dr_name_of(arena, S("example.com")),
		                    .resource_types = &TYPES };
	dr_zone_list zones = { NULL, 0 };
	dr_error err = { 0 };
	int code = dr_zone_parse_all(arena, &source, &options, NULL, &zones, &err);
	ck_assert_msg(code == DR_OK, "%s: %s", name, err.text);
	ck_assert_uint_eq(zones.len, 1);
	return zones.items[0];
}

static void check_issues(const dr_zone *zone, const char *want)
{
	const dr_zone_issues *issues = dr_zone_issues_of(zone);
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < issues->len; i++) {
		dr_buf_addf(&out, "%s%s:%u", i > 0 ? " " : "", issues->items[i].code,
		            issues->items[i].at.line);
	}
	ck_assert_msg(dr_str_eq(dr_buf_str(&out), dr_str_of(want)), "issues: %.*s, want %s",
	              DR_FMT(dr_buf_str(&out)), want);
}

/* ---- the same zone in every format ---- */

static const struct {
	const char *name, *text;
} SAME[] = {
	{ "master", "$ORIGIN example.com.\n$TTL 300\n"
	            "@ SOA ns1.example.net. hm.example.net. 1 7200 900 1209600 300\n"
	            "@ NS ns1.example.net.\n"
	            "@ MX 10 mail\n@ TXT \"v=spf1 mx -all\"\n@ TXT \"a;b\"\n"
	            "_dmarc TXT \"v=DMARC1; p=reject\"\n"
	            "mail A 192.0.2.1\nalias CNAME mail\n*.wild A 192.0.2.9\n" },
	{ "octodns", "---\n'':\n"
	             "  - {type: NS, ttl: 300, values: [ns1.example.net.]}\n"
	             "  - type: MX\n    ttl: 300\n    value: {exchange: mail.example.com., "
	             "preference: 10}\n"
	             "  - type: TXT\n    ttl: 300\n    values:\n      - v=spf1 mx -all\n"
	             "      - a\\;b\n"
	             "'*.wild': {type: A, ttl: 300, value: 192.0.2.9}\n"
	             "_dmarc: {type: TXT, ttl: 300, value: 'v=DMARC1\\; p=reject'}\n"
	             "alias: {type: CNAME, ttl: 300, value: mail.example.com.}\n"
	             "mail: {type: A, ttl: 300, values: [192.0.2.1]}\n" },
	{ "dnscontrol",
	  "{\"registrars\":[],\"dns_providers\":[],\"domains\":[{\"name\":\"example.com\","
	  "\"records\":["
	  "{\"type\":\"NS\",\"name\":\"@\",\"target\":\"ns1.example.net.\",\"ttl\":300},"
	  "{\"type\":\"MX\",\"name\":\"@\",\"mxpreference\":10,\"target\":\"mail.example.com.\"},"
	  "{\"type\":\"TXT\",\"name\":\"@\",\"target\":\"v=spf1 mx -all\",\"ttl\":300},"
	  "{\"type\":\"TXT\",\"name\":\"@\",\"target\":\"a;b\",\"ttl\":300},"
	  "{\"type\":\"TXT\",\"name\":\"_dmarc\",\"target\":\"v=DMARC1; p=reject\",\"ttl\":300},"
	  "{\"type\":\"A\",\"name\":\"mail\",\"target\":\"192.0.2.1\",\"ttl\":300},"
	  "{\"type\":\"A\",\"name\":\"*.wild\",\"target\":\"192.0.2.9\",\"ttl\":300},"
	  "{\"type\":\"CNAME\",\"name\":\"alias\",\"target\":\"mail.example.com.\",\"ttl\":300}"
	  "]}]}" },
	{ "route53",
	  "{\"ResourceRecordSets\":["
	  "{\"Name\":\"example.com.\",\"Type\":\"NS\",\"TTL\":300,\"ResourceRecords\":"
	  "[{\"Value\":\"ns1.example.net.\"}]},"
	  "{\"Name\":\"example.com.\",\"Type\":\"SOA\",\"TTL\":300,\"ResourceRecords\":"
	  "[{\"Value\":\"ns1.example.net. hm.example.net. 1 7200 900 1209600 300\"}]},"
	  "{\"Name\":\"example.com.\",\"Type\":\"MX\",\"TTL\":300,\"ResourceRecords\":"
	  "[{\"Value\":\"10 mail.example.com\"}]},"
	  "{\"Name\":\"example.com.\",\"Type\":\"TXT\",\"TTL\":300,\"ResourceRecords\":"
	  "[{\"Value\":\"\\\"v=spf1 \\\" \\\"mx -all\\\"\"},{\"Value\":\"\\\"a\\\\073b\\\"\"}]},"
	  "{\"Name\":\"_dmarc.example.com.\",\"Type\":\"TXT\",\"TTL\":300,\"ResourceRecords\":"
	  "[{\"Value\":\"\\\"v=DMARC1; p=reject\\\"\"}]},"
	  "{\"Name\":\"alias.example.com.\",\"Type\":\"CNAME\",\"TTL\":300,\"ResourceRecords\":"
	  "[{\"Value\":\"mail.example.com\"}]},"
	  "{\"Name\":\"mail.example.com.\",\"Type\":\"A\",\"TTL\":300,\"ResourceRecords\":"
	  "[{\"Value\":\"192.0.2.1\"}]},"
	  "{\"Name\":\"\\\\052.wild.example.com.\",\"Type\":\"A\",\"TTL\":300,\"ResourceRecords\":"
	  "[{\"Value\":\"192.0.2.9\"}]}],\"IsTruncated\":false}" },
	{ "cloudflare",
	  "{\"success\":true,\"result\":["
	  "{\"type\":\"MX\",\"name\":\"example.com\",\"content\":\"mail.example.com\","
	  "\"priority\":10,\"ttl\":1},"
	  "{\"type\":\"TXT\",\"name\":\"example.com\",\"content\":\"\\\"v=spf1 mx -all\\\"\","
	  "\"ttl\":300},"
	  "{\"type\":\"TXT\",\"name\":\"example.com\",\"content\":\"a;b\",\"ttl\":300},"
	  "{\"type\":\"TXT\",\"name\":\"_dmarc.example.com\",\"content\":"
	  "\"\\\"v=DMARC1; p=\\\" \\\"reject\\\"\",\"ttl\":300},"
	  "{\"type\":\"CNAME\",\"name\":\"alias.example.com\",\"content\":\"mail.example.com\","
	  "\"proxied\":false,\"ttl\":300},"
	  "{\"type\":\"A\",\"name\":\"*.wild.example.com\",\"content\":\"192.0.2.9\",\"ttl\":1},"
	  "{\"type\":\"A\",\"name\":\"mail.example.com\",\"content\":\"192.0.2.1\",\"ttl\":1}]}" },
};

static dr_str joined(const dr_zone *zone, const char *name)
{
	dr_question question = dr_question_dns(dr_name_of(arena, dr_str_of(name)), DR_TYPE_TXT);
	const dr_answer *answer = dr_zone_answer(zone, arena, &question);
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; answer != NULL && i < answer->rr_count; i++) {
		dr_buf_addf(&out, "[%.*s]", DR_FMT(answer->rrs[i].text));
	}
	return dr_buf_str(&out);
}

static void check_same(const char *name, const char *text)
{
	dr_zone *zone = read_only_zone(name, dr_str_of(text));
	ck_assert(dr_zone_is_complete(zone));
	check_issues(zone, "");
	check_answer(arena, zone, "example.com", DR_TYPE_MX, "answer 300 10 mail.example.com.");
	check_answer(arena, zone, "alias.example.com", DR_TYPE_A,
	             "answer 300 >mail.example.com 192.0.2.1");
	check_answer(arena, zone, "x.wild.example.com", DR_TYPE_A, "answer 300 192.0.2.9");
	ck_assert(dr_str_eq(joined(zone, "_dmarc.example.com"), S("[v=DMARC1; p=reject]")));
	dr_str apex = joined(zone, "example.com");
	ck_assert_msg(dr_str_search(apex, S("[v=spf1 mx -all]")) < apex.len &&
	                      dr_str_search(apex, S("[a;b]")) < apex.len,
	              "%.*s", DR_FMT(apex));
	dr_question gone = dr_question_dns(dr_name_of(arena, S("no.example.com")), DR_TYPE_TXT);
	ck_assert_int_eq(dr_zone_answer(zone, arena, &gone)->outcome, DR_NO_NAME);
	dr_question none = dr_question_dns(dr_name_of(arena, S("mail.example.com")), DR_TYPE_TXT);
	ck_assert_int_eq(dr_zone_answer(zone, arena, &none)->outcome, DR_NO_DATA);
	dr_zone_close(zone);
}

START_TEST(every_format_holds_the_same_zone)
{
	for (size_t i = 0; i < DR_COUNT(SAME); i++) {
		check_same(SAME[i].name, SAME[i].text);
	}
}
END_TEST

/* ---- octoDNS ---- */

START_TEST(octodns_as_people_write_it)
{
	dr_zone *zone = read_only_zone(
		"example.com.yaml",
		S("---\n"
	          "? ''\n"
	          ":\n"
	          "  - {type: MX, value: {priority: 5, value: mx.example.net}}\n"
	          "  - {type: CAA, value: {flags: 0, tag: issue, value: ca.example.net; a=b}}\n"
	          "  - type: ALIAS\n    value: lb.example.net.\n"
	          "quoted: {type: TXT, value: '\"v=x\\; y\" \"z\"'}\n"
	          "bare: {type: TXT, value: v=x; y}\n"
	          "long:\n  type: TXT\n  value: >-\n    one\n    two\n"
	          "number: {type: TXT, value: 0123}\n"
	          "geo: {type: A, geo: {EU: [192.0.2.8]}, values: [192.0.2.7]}\n"
	          "later: {type: CNAME, dynamic: {pools: {}}}\n"
	          "other: {octodns: {ignored: true}, type: TXT, value: x}\n"
	          "base: &b {type: A, value: 192.0.2.1}\n"
	          "copy: *b\n"
	          "r53: {type: Route53Provider/ALIAS, value: {name: x, type: A}}\n"));
	check_issues(zone, "");
	check_answer(arena, zone, "example.com", DR_TYPE_MX, "answer 3600 5 mx.example.net.");
	check_answer(arena, zone, "example.com", DR_TYPE_A, "-");
	check_answer(arena, zone, "example.com", DR_TYPE_SOA, "-");
	check_answer(arena, zone, "example.com", DR_TYPE_TXT, "nodata 0");
	check_answer(arena, zone, "quoted.example.com", DR_TYPE_TXT, "answer 3600 \"v=x; yz\"");
	check_answer(arena, zone, "bare.example.com", DR_TYPE_TXT, "answer 3600 \"v=x; y\"");
	check_answer(arena, zone, "long.example.com", DR_TYPE_TXT, "answer 3600 \"one two\"");
	check_answer(arena, zone, "number.example.com", DR_TYPE_TXT, "answer 3600 \"0123\"");
	check_answer(arena, zone, "geo.example.com", DR_TYPE_A, "answer 3600 192.0.2.7");
	check_answer(arena, zone, "later.example.com", DR_TYPE_TXT, "-");
	check_answer(arena, zone, "other.example.com", DR_TYPE_TXT, "-");
	check_answer(arena, zone, "copy.example.com", DR_TYPE_A, "answer 3600 192.0.2.1");
	check_answer(arena, zone, "r53.example.com", DR_TYPE_TXT, "nodata 0");
	dr_zone_close(zone);
}
END_TEST

START_TEST(octodns_defects_have_their_line)
{
	dr_zone *zone =
		read_only_zone("example.com.yaml",
	                       S("'': {type: A, value: 192.0.2.300}\n"
	                         "_dmarc.shop: {type: CNAME, value: v=DMARC1;p=none}\n"
	                         "a: {value: 192.0.2.1}\n"
	                         "b: {type: MX, value: {exchange: mx.example.net.}}\n"
	                         "c: {type: TXT}\n"
	                         "d..e: {type: A, value: 192.0.2.1}\n"
	                         "key._domainkey: {type: TXT, value: 'v=DKIM1\\; p=AA\"\"AA'}\n"
	                         "w: {type: A, value: 192.0.2.1}\n"
	                         "w: {type: A, value: 192.0.2.2}\n"
	                         "x.example.com: {type: A, value: 192.0.2.2}\n"));
	check_issues(zone, "bad-rdata:1 syntax:3 bad-rdata:4 bad-rdata:5 bad-name:6 "
	                   "glued-quotes:7 duplicate-key:8 text-as-name:2 doubled-origin:10");
	check_answer(arena, zone, "w.example.com", DR_TYPE_A, "answer 3600 192.0.2.2");
	check_answer(arena, zone, "key._domainkey.example.com", DR_TYPE_TXT,
	             "answer 3600 \"v=DKIM1; p=AAAA\"");
	dr_zone_close(zone);
}
END_TEST

START_TEST(octodns_splits_long_texts)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "k:\n  type: TXT\n  value: ");
	dr_buf_add_repeat(&text, 'x', 300);
	dr_zone *zone = read_only_zone("example.com.yaml", dr_buf_str(&text));
	dr_question question = dr_question_dns(dr_name_of(arena, S("k.example.com")), DR_TYPE_TXT);
	const dr_rr *rr = &dr_zone_answer(zone, arena, &question)->rrs[0];
	check_issues(zone, "");
	ck_assert_uint_eq(rr->chunk_count, 2);
	ck_assert_uint_eq(rr->chunks[0].octets.len, 255);
	ck_assert_uint_eq(rr->chunks[1].at.line, 3);
	ck_assert_uint_eq(rr->chunks[1].at.column, 10 + 255);
	dr_zone_close(zone);
}
END_TEST

START_TEST(yaml_that_cannot_be_read_is_an_issue)
{
	dr_zone *zone = read_only_zone("example.com.yaml", S("---\na: [\nb: {type\n"));
	ck_assert(!dr_zone_is_complete(zone));
	check_issues(zone, "syntax:4");
	dr_zone_close(zone);
}
END_TEST

/* ---- partial formats ---- */

START_TEST(change_batches_speak_for_what_they_change)
{
	dr_zone *zone = read_only_zone(
		"batch",
		S("{\"Comment\":\"c\",\"Changes\":["
	          "{\"Action\":\"DELETE\",\"ResourceRecordSet\":{\"Name\":\"_dmarc.example.com\","
	          "\"Type\":\"TXT\",\"TTL\":60,\"ResourceRecords\":[{\"Value\":\"\\\"v="
	          "DMARC1\\\"\"}]}},"
	          "{\"Action\":\"UPSERT\",\"ResourceRecordSet\":{\"Name\":\"example.com\","
	          "\"Type\":\"TXT\",\"TTL\":60,\"ResourceRecords\":[{\"Value\":\"\\\"x\\\"\"}]}}]"
	          "}"));
	ck_assert(!dr_zone_is_complete(zone));
	check_issues(zone, "");
	check_answer(arena, zone, "_dmarc.example.com", DR_TYPE_TXT, "nodata 0");
	check_answer(arena, zone, "example.com", DR_TYPE_TXT, "answer 60 \"x\"");
	check_answer(arena, zone, "example.com", DR_TYPE_MX, "-");
	check_answer(arena, zone, "www.example.com", DR_TYPE_A, "-");
	dr_zone_close(zone);
}
END_TEST

static const char PLAN[] =
	"{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":{},"
	"\"resource_changes\":["
	"{\"address\":\"aws_route53_record.dkim[\\\"s1\\\"]\",\"mode\":\"managed\","
	"\"type\":\"aws_route53_record\",\"change\":{\"actions\":[\"create\"],\"before\":null,"
	"\"after\":{\"name\":\"s1._domainkey.example.com\",\"records\":[\"v=DKIM1; "
	"p=AAA\\\"\\\"BBB\"],"
	"\"ttl\":300,\"type\":\"TXT\",\"zone_id\":\"Z1\"},\"after_unknown\":{\"id\":true,"
	"\"records\":[false]}}},"
	"{\"address\":\"aws_route53_record.spf\",\"mode\":\"managed\",\"type\":\"aws_route53_"
	"record\","
	"\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":{\"name\":\"example.com\","
	"\"records\":[null],\"ttl\":300,\"type\":\"TXT\",\"zone_id\":\"Z1\"},"
	"\"after_unknown\":{\"records\":[true]}}},"
	"{\"address\":\"aws_route53_record.old\",\"mode\":\"managed\",\"type\":\"aws_route53_"
	"record\","
	"\"change\":{\"actions\":[\"delete\"],\"before\":{\"name\":\"_dmarc.example.com\","
	"\"records\":[\"v=DMARC1; p=none\"],\"type\":\"TXT\",\"zone_id\":\"Z1\"},\"after\":null}},"
	"{\"address\":\"google_dns_record_set.mx\",\"mode\":\"managed\","
	"\"type\":\"google_dns_record_set\",\"change\":{\"actions\":[\"update\"],\"after\":"
	"{\"name\":\"shop.example.com.\",\"rrdatas\":[\"v=spf1 -all\"],\"type\":\"TXT\",\"ttl\":60,"
	"\"managed_zone\":\"z\"},\"after_unknown\":{}}},"
	"{\"address\":\"module.m.cloudflare_dns_record.mx\",\"mode\":\"managed\","
	"\"type\":\"cloudflare_dns_record\",\"change\":{\"actions\":[\"create\"],\"after\":"
	"{\"name\":\"mail.example.com\",\"content\":\"mx.example.net\",\"priority\":5,\"type\":"
	"\"MX\","
	"\"ttl\":1,\"zone_id\":\"c\"},\"after_unknown\":{}}}]}";

START_TEST(plans_keep_what_is_unknown_apart)
{
	dr_zone_list zones = { NULL, 0 };
	const dr_source source = { "plan.json", dr_str_of(PLAN) };
	const dr_zone_options options = { .resource_types = &TYPES,
		                          .origin = dr_name_of(arena, S("example.com")) };
	ck_assert_int_eq(dr_zone_parse_all(arena, &source, &options, NULL, &zones, NULL), DR_OK);
	ck_assert_uint_eq(zones.len, 1);
	const dr_zone *zone = zones.items[0];
	ck_assert(!dr_zone_is_complete(zone));
	check_answer(arena, zone, "s1._domainkey.example.com", DR_TYPE_TXT,
	             "answer 300 \"v=DKIM1; p=AAA\" \"BBB\"");
	check_answer(arena, zone, "example.com", DR_TYPE_TXT, "unknown 0");
	check_answer(arena, zone, "_dmarc.example.com", DR_TYPE_TXT, "nodata 0");
	check_answer(arena, zone, "shop.example.com", DR_TYPE_TXT, "answer 60 \"v=spf1\" \"-all\"");
	check_answer(arena, zone, "mail.example.com", DR_TYPE_MX, "answer 1 5 mx.example.net.");
	check_answer(arena, zone, "www.example.com", DR_TYPE_A, "-");
	dr_question question =
		dr_question_dns(dr_name_of(arena, S("s1._domainkey.example.com")), DR_TYPE_TXT);
	const dr_answer *answer = dr_zone_answer(zone, arena, &question);
	ck_assert_str_eq(answer->rrs[0].chunks[1].at.address, "aws_route53_record.dkim[\"s1\"]");
	dr_zone_close(zones.items[0]);
}
END_TEST

START_TEST(plans_find_their_zones)
{
	dr_zone_list zones = { NULL, 0 };
	const dr_source source = { "plan.json", dr_str_of(PLAN) };
	const dr_zone_options options = { .resource_types = &TYPES };
	ck_assert_int_eq(dr_zone_parse_all(arena, &source, &options, NULL, &zones, NULL), DR_OK);
	ck_assert_uint_eq(zones.len, 3);
	for (size_t i = 0; i < zones.len; i++) {
		static const char *const NAMES[] = { "example.com", "shop.example.com",
			                             "mail.example.com" };
		dr_str name = dr_name_text(arena, dr_zone_origin(zones.items[i]));
		ck_assert_msg(dr_str_eq(name, dr_str_of(NAMES[i])), "%.*s", DR_FMT(name));
		dr_zone_close(zones.items[i]);
	}
}
END_TEST

/* ---- what is refused ---- */

static const struct {
	const char *text, *says;
} REFUSED[] = {
	{ "{\"a\":1}", "none of DNSControl" },
	{ "{\"@level\":\"info\"}\n{\"@level\":\"info\"}\n", "terraform show -json" },
	{ "PK\x03\x04 plan", "terraform show -json" },
	{ "{\"format_version\":\"2.0\",\"planned_values\":{}}", "2.0" },
	{ "providers: {}\nzones: {}\n", "configuration of octoDNS" },
	{ "{\"result\":[", "not JSON" },
};

static void check_refused(const char *text, const char *says)
{
	const dr_source source = { "file", dr_str_of(text) };
	const dr_zone_options options = { .fallback = dr_name_of(arena, S("example.com")),
		                          .resource_types = &TYPES };
	dr_zone_list zones = { NULL, 0 };
	dr_error err = { 0 };
	ck_assert_int_lt(dr_zone_parse_all(arena, &source, &options, NULL, &zones, &err), 0);
	ck_assert_msg(strstr(err.text, says) != NULL, "%s", err.text);
}

START_TEST(other_texts_are_refused)
{
	for (size_t i = 0; i < DR_COUNT(REFUSED); i++) {
		check_refused(REFUSED[i].text, REFUSED[i].says);
	}
}
END_TEST

UNIT_MAIN("zone_formats", set_up, tear_down, every_format_holds_the_same_zone,
          octodns_as_people_write_it, octodns_defects_have_their_line, octodns_splits_long_texts,
          yaml_that_cannot_be_read_is_an_issue, change_batches_speak_for_what_they_change,
          plans_keep_what_is_unknown_apart, plans_find_their_zones, other_texts_are_refused)
