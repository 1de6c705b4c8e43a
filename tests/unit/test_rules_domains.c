/* rules/: whole domains. Those set up as their mail service says hear almost nothing, and one cause
 * is one finding. */
#include "run/run.h"
#include "shipped.h"

/* A 2048-bit key in two strings, and one of 1024 bits. */
#define KEY_2048                                                                       \
	"\"v=DKIM1; k=rsa; p="                                                         \
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzOd+kszNMP6mM9oUVOS6TiAJCn0C70In" \
	"wbmy/ZVfmEYrv/PzCzDZWxlENmNV6IKJPIhO+vEGqBwSGsaygiJK1eTRNkf8xXNxO80BgoLa12mn" \
	"/Sb7iJVyTuSuDO1PtndnatAxBof7UPcUJFoBb+EEs3FcdGuV"                             \
	"\" \""                                                                        \
	"LjghGdFpR2Y/A/ybmmv12AxG5b1jVhNpjLSb/SdflxiimrVH73aat0ezzu0NLSFuSghGNnhIzXaD" \
	"A1PB7tH4IXmsW9HRFcJuVlD7kwh23mwCsRaTBeuxisdHqo+9nQGOT41Kj5PGac90oESfMdaDKFkF" \
	"GdIDDrwHrGS7glK/wSYF/d3AevCAaq1iGwIDAQAB"                                     \
	"\"\n"
#define KEY_1024                                                                       \
	"\"v=DKIM1; k=rsa; p="                                                         \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC2NGVf95cW63UZSQpXI3/p0MvN242I/Ny68V3H" \
	"aj3qgrRKOXrFrVUfrVMsJ4jUFbY/6L+PNVlpwDzn8a5dpceVhVDyWnRKebmRXwFq0BqaTjHjaLl4" \
	"DZ+5748cx0ApMdfOjdT0h1ighnwNlygfuGKic8aYKEFXzoJfBtS9vSFlowIDAQAB"             \
	"\"\n"

#define HEAD "$TTL 3600\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\nns1 A 192.0.2.53\n"

/* What the rest of the world answers; what is not here does not exist. */
static const char WORLD[] =
	"$TTL 3600\n. SOA ns. ns. 1 7200 900 1209600 300\n. NS ns.\n"
	"_spf.google.com. TXT \"v=spf1 ip4:192.0.2.64/26 ~all\"\n"
	"smtp.google.com. A 192.0.2.65\n"
	"spf.protection.outlook.com. TXT \"v=spf1 ip4:198.51.100.0/25 -all\"\n"
	"example-com.mail.protection.outlook.com. A 198.51.100.5\n"
	"s1-example-com._domainkey.example.n-v1.dkim.mail.microsoft. TXT " KEY_2048
	"s2-example-com._domainkey.example.n-v1.dkim.mail.microsoft. TXT " KEY_2048
	"zohomail.eu. TXT \"v=spf1 ip4:198.51.100.128/25 -all\"\n"
	"mx.zoho.eu. A 198.51.100.129\nmx2.zoho.eu. A 198.51.100.130\n"
	"servers.mcsv.net. TXT \"v=spf1 ip4:203.0.113.0/24 -all\"\n"
	"sendgrid.net. TXT \"v=spf1 ip4:203.0.113.0/24 -all\"\n";

#define REPORTED "_dmarc TXT \"v=DMARC1; p=none; rua=mailto:dmarc@example.com\"\n"

static const struct {
	const char *name, *zone;
	const char *rules; /* errors and warnings, in order of id */
} CASES[] = {
	{ "Google's instructions",
	  "@ MX 1 smtp.google.com.\n@ TXT \"v=spf1 include:_spf.google.com ~all\"\n"
	  "@ TXT \"google-site-verification=0123456789\"\n"
	  "google._domainkey TXT " KEY_2048 REPORTED,
	  "" },
	{ "Microsoft's instructions",
	  "@ MX 0 example-com.mail.protection.outlook.com.\n"
	  "@ TXT \"v=spf1 include:spf.protection.outlook.com -all\"\n@ TXT \"MS=ms12345678\"\n"
	  "autodiscover CNAME autodiscover.outlook.com.\n"
	  "selector1._domainkey CNAME "
	  "s1-example-com._domainkey.example.n-v1.dkim.mail.microsoft.\n"
	  "selector2._domainkey CNAME "
	  "s2-example-com._domainkey.example.n-v1.dkim.mail.microsoft.\n" REPORTED,
	  "" },
	{ "Zoho's instructions",
	  "@ MX 10 mx.zoho.eu.\n@ MX 20 mx2.zoho.eu.\n"
	  "@ TXT \"v=spf1 include:zohomail.eu ~all\"\n@ TXT \"zoho-verification=zb1.example\"\n"
	  "zmail._domainkey TXT " KEY_1024 REPORTED,
	  "" },
	{ "a domain that sends nothing",
	  "@ MX 0 .\n@ TXT \"v=spf1 -all\"\n_dmarc TXT \"v=DMARC1; p=reject\"\n", "" },
	{ "a name with a web site only", "@ A 192.0.2.80\nwww A 192.0.2.80\n", "" },
	{ "several SPF records explain the rest",
	  "@ MX 1 smtp.google.com.\n@ TXT \"v=spf1 mx -all\"\n@ TXT \"v=spf1 a -all\"\n"
	  "google._domainkey TXT " KEY_2048 REPORTED,
	  "SPF002" },
	{ "no SPF record explains the missing include",
	  "@ MX 1 smtp.google.com.\ngoogle._domainkey TXT " KEY_2048 REPORTED, "SPF001" },
	{ "a syntax error explains look-ups and voids",
	  "@ MX 10 mail\nmail A 192.0.2.10\ns1._domainkey TXT " KEY_2048 REPORTED
	  "@ TXT \"v=spf1 ipv4:192.0.2.1 a:a1.example.com a:a2.example.com a:a3.example.com\"\n",
	  "SPF010" },
	{ "three dead names are one finding",
	  "@ MX 10 mail\nmail A 192.0.2.10\ns1._domainkey TXT " KEY_2048 REPORTED
	  "@ TXT \"v=spf1 mx a:a1.example.com a:a2.example.com a:a3.example.com -all\"\n",
	  "SPF026" },
	{ "several DMARC records explain that none applies",
	  "@ MX 10 mail\nmail A 192.0.2.10\n@ TXT \"v=spf1 mx -all\"\n"
	  "s1._domainkey TXT " KEY_2048 REPORTED "_dmarc TXT \"v=DMARC1; p=reject\"\n",
	  "DMARC003" },
	{ "a wrong version explains that no record applies",
	  "@ MX 10 mail\nmail A 192.0.2.10\n@ TXT \"v=spf1 mx -all\"\n"
	  "s1._domainkey TXT " KEY_2048 "_dmarc TXT \"v=dmarc1; p=reject\"\n",
	  "DMARC009" },
	{ "a policy without reports is one finding",
	  "@ MX 10 mail\nmail A 192.0.2.10\n@ TXT \"v=spf1 mx -all\"\n"
	  "s1._domainkey TXT " KEY_2048 "_dmarc TXT \"v=DMARC1; p=reject\"\n",
	  "DMARC051" },
	{ "no DKIM at all is one finding for three services",
	  "@ MX 1 smtp.google.com.\n" REPORTED
	  "@ TXT \"v=spf1 include:_spf.google.com include:servers.mcsv.net "
	  "include:sendgrid.net ~all\"\n",
	  "DKIM002" },
	{ "services whose DKIM is not set up",
	  "@ MX 1 smtp.google.com.\ngoogle._domainkey TXT " KEY_2048 REPORTED
	  "@ TXT \"v=spf1 include:_spf.google.com include:servers.mcsv.net "
	  "include:sendgrid.net ~all\"\n",
	  "DKIM048 DKIM048" },
	{ "a logo in the dark",
	  "@ MX 10 mail\nmail A 192.0.2.10\n@ TXT \"v=spf1 mx -all\"\ns1._domainkey TXT " KEY_2048
	  "_dmarc TXT \"v=DMARC1; p=none; sp=none; rua=mailto:d@example.com\"\n"
	  "www A 192.0.2.80\ndefault._bimi TXT \"v=BIMI1; l=https://www.example.com/a.svg\"\n",
	  "BIMI007" },
};

static dr_zone *open_zone(const char *name, const char *text, const char *origin)
{
	dr_error err = { 0 };
	dr_zone *zone = NULL;
	dr_source source = { name, dr_str_of(text) };
	dr_zone_options options = { .origin = dr_name_of(arena, dr_str_of(origin)) };
	int code = dr_zone_parse(&source, &options, NULL, &zone, &err);
	ck_assert_msg(code == DR_OK, "%s: %s", name, err.text);
	return zone;
}

/* Errors and warnings of example.com by the rules, as the ids that CASES lists. */
static dr_str lint(const char *name, const char *lines)
{
	dr_buf text, ids;
	dr_buf_init(&text, arena);
	dr_buf_init(&ids, arena);
	dr_buf_addf(&text, HEAD "%s", lines);
	dr_buf_add_char(&text, '\0');
	dr_zone *zones[] = { open_zone(name, dr_buf_str(&text).ptr, "example.com"),
		             open_zone("world", WORLD, ".") };
	dr_run_config config = { .catalog = catalog,
		                 .rules = rules,
		                 .zones = dr_zones_new(arena, zones, DR_COUNT(zones)) };
	dr_request request = { .domain = S("example.com"), .probe = DR_PROBE_COMMON };
	dr_run_result result = { 0 };
	ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
	ck_assert_msg(!result.incomplete, "%s is incomplete", name);
	dr_judgement_finish(result.arena, &result.judgement);
	for (size_t i = 0; i < result.judgement.findings.len; i++) {
		const dr_finding *finding = result.judgement.findings.items[i];
		if (finding->outcome == DR_HIT && finding->severity != DR_INFO) {
			dr_buf_addf(&ids, "%s%.*s", ids.len > 0 ? " " : "",
			            DR_FMT(finding->rule->id));
		}
	}
	dr_run_result_done(&result);
	dr_zone_close(zones[0]);
	dr_zone_close(zones[1]);
	return dr_buf_str(&ids);
}

START_TEST(domains_hear_what_matters_once)
{
	dr_buf failures;
	dr_buf_init(&failures, arena);
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_str ids = lint(CASES[i].name, CASES[i].zone);
		if (!dr_str_eq(ids, dr_str_of(CASES[i].rules))) {
			dr_buf_addf(&failures, "\n%s: got \"%.*s\", want \"%s\"", CASES[i].name,
			            DR_FMT(ids), CASES[i].rules);
		}
	}
	dr_str text = dr_buf_str(&failures);
	ck_assert_msg(text.len == 0, "%.*s", DR_FMT(text));
}
END_TEST

UNIT_MAIN("rules of domains", load_shipped, drop_shipped, domains_hear_what_matters_once)
