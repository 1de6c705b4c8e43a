/* What the answers come to: facts of whole runs over small worlds. */
#include "facts_text.h"
#include "schema/walk.h"
#include "unit.h"
#include "world.h"

static world w;

static void tear_down(void)
{
	world_close(&w);
}

typedef struct {
	const char *lines, *timeouts, *path, *text;
} fact_case;

static void run(const char *domain, const char *selectors, dr_run_result *ret_result)
{
	dr_strs named = { 0 };
	dr_str rest = dr_str_of(selectors), name;
	while (selectors != NULL && dr_str_split(&rest, ' ', &name)) {
		dr_list_add(w.arena, &named, name);
	}
	dr_run_config config = { .first = &w.base };
	dr_request *request = dr_arena_new_of(w.arena, dr_request);
	*request = (dr_request){ .domain = dr_str_of(domain),
		                 .selectors = named,
		                 .probe = DR_PROBE_SERVICES };
	ck_assert_int_eq(dr_run_one(&config, request, ret_result), DR_OK);
	ck_assert_msg(ret_result->error.code == DR_OK, "%s", ret_result->error.text);
}

/* The lines of a case hold until the next case that has some. */
static void check(const fact_case *cases, size_t count, const char *domain, const char *selectors)
{
	dr_run_result result = { 0 };
	for (size_t i = 0; i < count; i++) {
		if (cases[i].lines != NULL) {
			if (i > 0) {
				dr_run_result_done(&result);
				world_close(&w);
			}
			world_open(&w, cases[i].lines, cases[i].timeouts);
			run(domain, selectors, &result);
		}
		dr_str text = fact_text(w.arena, &result, cases[i].path);
		ck_assert_msg(dr_str_eq(text, dr_str_of(cases[i].text)),
		              "%s: got \"%.*s\", want \"%s\"", cases[i].path, DR_FMT(text),
		              cases[i].text);
	}
	dr_run_result_done(&result);
}

static const fact_case SPF[] = {
	{ "d.test. TXT \"hello\"\n", NULL, "spf.present", "= false" },
	{ NULL, NULL, "spf.text", "absent" },
	{ NULL, NULL, "spf.valid", "= false" },
	{ NULL, NULL, "spf.lookups", "= 0" },
	{ NULL, NULL, "spf.answer_octets", "= 5" },
	{ NULL, NULL, "spf.effective_all", "absent" },
	{ "d.test. TXT \"v=spf1 a\"\nd.test. TXT \"v=spf1 mx\"\nd.test. TXT \" v=spf1 "
	  "-all\"\n"
	  "d.test. TXT \"v=DMARC1; p=none\"\n",
	  NULL, "spf.records", "= 2" },
	{ NULL, NULL, "spf.text", "absent" },
	{ NULL, NULL, "spf.strays", "= 2 items" },
	{ NULL, NULL, "spf.strays[0].problem", "= leading-space" },
	{ NULL, NULL, "spf.strays[1].kind", "= dmarc" },
	{ "d.test. TXT \"v=spf1 ip4:192.0.2.1/24 ip4:192.0.2.128/25 ip4:10.0.0.0/8 \" \"a "
	  "a:x.test "
	  "A -all mx redirect=r.test\"\n"
	  "d.test. A 192.0.2.1\n",
	  NULL, "spf.valid", "= true" },
	{ NULL, NULL, "spf.strings", "= 2" },
	{ NULL, NULL, "spf.all", "= -" },
	{ NULL, NULL, "spf.redirect", "= r.test" },
	{ NULL, NULL, "spf.effective_all", "= -" },
	{ NULL, NULL, "spf.lookups", "= 3" },
	{ NULL, NULL, "spf.ranges", "= 3 items" },
	{ NULL, NULL, "spf.ranges[0].host_bits", "= true" },
	{ NULL, NULL, "spf.ranges[0].covered_by", "= " },
	{ NULL, NULL, "spf.ranges[1].covered_by", "= ip4:192.0.2.1/24" },
	{ NULL, NULL, "spf.ranges[2].special", "= private" },
	{ NULL, NULL, "spf.own_ipv4", "= 16777472" },
	{ NULL, NULL, "spf.terms[3].target", "= d.test" },
	{ NULL, NULL, "spf.terms[3].outcome", "= ok" },
	{ NULL, NULL, "spf.terms[3].is_void", "= false" },
	{ NULL, NULL, "spf.terms[4].outcome", "= no-name" },
	{ NULL, NULL, "spf.terms[4].is_void", "= true" },
	{ NULL, NULL, "spf.terms[4].unregistered", "= true" },
	{ NULL, NULL, "spf.terms[5].duplicate", "= true" },
	{ NULL, NULL, "spf.terms[6].after_all", "= false" },
	{ NULL, NULL, "spf.terms[7].after_all", "= true" },
	{ NULL, NULL, "spf.terms[7].lookups", "= 0" },
	{ NULL, NULL, "spf.terms[7].outcome", "absent" },
	{ NULL, NULL, "spf.voids_ipv4", "= 1" },
	{ NULL, NULL, "spf.voids_ipv6", "= 3" },
	{ "d.test. TXT \"v=spf1 include:i.test redirect=r.test\"\n"
	  "i.test. TXT \"v=spf1 include:r.test a:gone.test -all\"\nr.test. TXT \"v=spf1 "
	  "~all\"\n",
	  NULL, "spf.effective_all", "= ~" },
	{ NULL, NULL, "spf.all", "absent" },
	{ NULL, NULL, "spf.problems", "= 1 items" },
	{ NULL, NULL, "spf.problems[0].domain", "= i.test" },
	{ NULL, NULL, "spf.problems[0].via", "= include:i.test" },
	{ NULL, NULL, "spf.problems[0].depth", "= 1" },
	{ NULL, NULL, "spf.repeated", "= r.test" },
	{ NULL, NULL, "spf.terms[0].lookups", "= 3" },
	{ "d.test. TXT \"v=spf1 redirect=slow.test\"\n", "slow.test", "spf.effective_all",
	  "? network slow.test TXT" },
	{ NULL, NULL, "spf.problems", "= 0 items ? network slow.test TXT" },
	{ NULL, NULL, "spf.sends_nothing", "= false" },
	{ "d.test. TXT \"v=spf1  -all \"\n*.d.test. TXT \"v=spf1 a\"\n", NULL, "spf.sends_nothing",
	  "= true" },
	{ NULL, NULL, "spf.wildcard", "= true" },
	{ NULL, NULL, "domain.sends", "= false" },
	{ "d.test. TXT \"v=spf1 exp=e.test a:h.d.test/24 mx include:i.test ip4:192.0.2.7 "
	  "a:c.test -all\"\nd.test. SPF \"v=spf1 -all\"\nh.d.test. A 192.0.2.1\n"
	  "d.test. MX 1 h.d.test.\nd.test. MX 2 gone.d.test.\ne.test. TXT \"100%\"\n"
	  "i.test. TXT \"v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/63\"\n"
	  "c.test. CNAME gone.c.test.\n",
	  NULL, "spf.type99", "= true" },
	{ NULL, NULL, "spf.mx_hosts", "= 2" },
	{ NULL, NULL, "spf.senders_ipv4", "= 512" },
	{ NULL, NULL, "spf.senders_ipv6", "= 2" },
	{ NULL, NULL, "spf.senders_ipv4_min", "= 512" },
	{ NULL, NULL, "spf.senders_ipv6_min", "= 2" },
	{ NULL, NULL, "spf.stop_ipv4", "absent" },
	{ NULL, NULL, "spf.stop_ipv6", "= mx" },
	{ NULL, NULL, "spf.lost_ipv4", "= 0" },
	{ NULL, NULL, "spf.lost_ipv6", "= 2" },
	{ NULL, NULL, "spf.advice", "= 0 items" },
	{ NULL, NULL, "spf.ranges[0].kind", "= a" },
	{ NULL, NULL, "spf.ranges[0].length", "= 24" },
	{ NULL, NULL, "spf.terms[0].early", "= true" },
	{ NULL, NULL, "spf.terms[0].text_problem", "= macro" },
	{ NULL, NULL, "spf.terms[1].ipv4", "= 256" },
	{ NULL, NULL, "spf.terms[1].special", "= documentation" },
	{ NULL, NULL, "spf.terms[1].alone_ipv4", "= 254" },
	{ NULL, NULL, "spf.terms[2].covered_by", "= a:h.d.test/24" },
	{ NULL, NULL, "spf.terms[2].alone_ipv4", "= 0" },
	{ NULL, NULL, "spf.terms[3].ipv6", "= 2" },
	{ NULL, NULL, "spf.terms[3].alone_ipv6", "= 2" },
	{ NULL, NULL, "spf.terms[4].alone_ipv4", "absent" },
	{ NULL, NULL, "spf.terms[5].dangling", "= true" },
	{ NULL, NULL, "spf.terms[5].failing", "= false" },
	{ "d.test. CNAME o.test.\no.test. TXT \"v=spf1 a -all\"\n", NULL, "spf.alias.target",
	  "= o.test" },
	{ NULL, NULL, "spf.alias.dangling", "= false" },
	{ NULL, NULL, "spf.present", "= true" },
	{ "", "d.test", "spf.present", "? network d.test TXT" },
	{ NULL, NULL, "spf.alias.present", "? network d.test TXT" },
	{ NULL, NULL, "spf.lookups_min", "? network d.test TXT" },
	{ NULL, NULL, "domain.sends", "? network d.test TXT" },
};

START_TEST(spf)
{
	check(SPF, DR_COUNT(SPF), "d.test", NULL);
}
END_TEST

START_TEST(dmarc_of_the_domain_itself)
{
	static const fact_case CASES[] = {
		{ "_dmarc.d.test. 600 TXT \"v=DMARC1; p=Reject; sp=quarantine; pct=200; t=y; "
		  "psd=x; "
		  "adkim=s; rua=mailto:a@d.test, mailto:b@x.test,d@d.test,https://d.test/r; x=y\"\n"
		  "_dmarc.d.test. TXT \"other\"\nx.test. A 192.0.2.1\n",
		  NULL, "dmarc.p", "= reject" },
		{ NULL, NULL, "dmarc.sp", "= quarantine" },
		{ NULL, NULL, "dmarc.np", "absent" },
		{ NULL, NULL, "dmarc.pct", "absent" },
		{ NULL, NULL, "dmarc.t", "= y" },
		{ NULL, NULL, "dmarc.psd", "absent" },
		{ NULL, NULL, "dmarc.adkim", "= s" },
		{ NULL, NULL, "dmarc.aspf", "absent" },
		{ NULL, NULL, "dmarc.fo", "absent" },
		{ NULL, NULL, "dmarc.tags", "= v p sp pct t psd adkim rua x" },
		{ NULL, NULL, "dmarc.usable_rua", "= true" },
		{ NULL, NULL, "dmarc.strays[0].problem", "= unrelated" },
		{ NULL, NULL, "dmarc.rua", "= 4 items" },
		{ NULL, NULL, "dmarc.rua[0].external", "= false" },
		{ NULL, NULL, "dmarc.rua[0].authorised", "= true" },
		{ NULL, NULL, "dmarc.rua[0].accepts", "= no" },
		{ NULL, NULL, "dmarc.rua[1].external", "= true" },
		{ NULL, NULL, "dmarc.rua[1].authorised", "= false" },
		{ NULL, NULL, "dmarc.rua[1].authorisation", "= d.test._report._dmarc.x.test" },
		{ NULL, NULL, "dmarc.rua[1].accepts", "= yes" },
		{ NULL, NULL, "dmarc.rua[2].valid", "= false" },
		{ NULL, NULL, "dmarc.rua[3].scheme", "= https" },
		{ NULL, NULL, "dmarc.effective.rfc9989.p", "= quarantine" },
		{ NULL, NULL, "dmarc.effective.rfc7489.p", "= reject" },
		{ NULL, NULL, "dmarc.effective.rfc9989.np", "= none" },
		{ NULL, NULL, "dmarc.effective.weakest.p", "= quarantine" },
		{ NULL, NULL, "dmarc.effective.strictest.p", "= reject" },
		{ NULL, NULL, "dmarc.organizational", "= d.test" },
		{ NULL, NULL, "dmarc.organization.sp", "= quarantine" },
		{ NULL, NULL, "dmarc.walk[1].domain", "= test" },
		{ NULL, NULL, "dmarc.walk[1].records", "= 0" },
		{ NULL, NULL, "dmarc.random_exists", "= false" },
		{ NULL, NULL, "dmarc.wildcard", "= false" },
	};
	check(CASES, DR_COUNT(CASES), "d.test", NULL);
}
END_TEST

START_TEST(dmarc_missing_broken_or_not_given)
{
	static const fact_case CASES[] = {
		{ "d.test. A 192.0.2.1\n", NULL, "dmarc.present", "= false" },
		{ NULL, NULL, "dmarc.effective.weakest.p", "absent" },
		{ NULL, NULL, "dmarc.found_at", "absent" },
		{ NULL, NULL, "dmarc.organization.present", "= false" },
		{ "_dmarc.d.test. TXT \"v=DMARC1; p=x\"\n*.d.test. TXT \"v=DMARC1; p=none\"\n",
		  NULL, "dmarc.present", "= true" },
		{ NULL, NULL, "dmarc.effective.rfc9989.p", "absent" },
		{ NULL, NULL, "dmarc.random_exists", "= true" },
		{ NULL, NULL, "dmarc.wildcard", "= true" },
		{ "_dmarc.d.test. CNAME gone.test.\n", NULL, "dmarc.alias.dangling", "= true" },
		{ NULL, NULL, "dmarc.alias.target", "= gone.test" },
		{ "", "_dmarc.d.test", "dmarc.p", "? network _dmarc.d.test TXT" },
		{ NULL, NULL, "dmarc.effective.rfc7489.np", "? network _dmarc.d.test TXT" },
		{ NULL, NULL, "dmarc.public_suffix", "= false" },
		{ "_dmarc.d.test. TXT \"v=DMARC1; p=none\\194\\160; sp=none\\194\\160; x=1\"\n",
		  NULL, "dmarc.issues[0].code", "= lookalike" },
		{ NULL, NULL, "dmarc.issues[0].first", "= true" },
		{ NULL, NULL, "dmarc.issues[1].code", "= lookalike" },
		{ NULL, NULL, "dmarc.issues[1].first", "= false" },
	};
	check(CASES, DR_COUNT(CASES), "d.test", NULL);
}
END_TEST

START_TEST(dmarc_from_above)
{
	static const fact_case CASES[] = {
		{ "_dmarc.d.test. TXT \"v=DMARC1; p=reject; sp=quarantine; np=none\"\n"
		  "a.sub.d.test. A 192.0.2.1\n",
		  NULL, "dmarc.own", "= false" },
		{ NULL, NULL, "dmarc.found_at", "= d.test" },
		{ NULL, NULL, "mx.exists", "= true" },
		{ NULL, NULL, "dmarc.effective.rfc9989.p", "= quarantine" },
		{ NULL, NULL, "dmarc.effective.rfc7489.p", "= quarantine" },
		{ NULL, NULL, "dmarc.effective.rfc9989.np", "= none" },
		{ NULL, NULL, "dmarc.effective.rfc7489.np", "= quarantine" },
		{ NULL, NULL, "dmarc.effective.weakest.np", "= none" },
		{ NULL, NULL, "dmarc.effective.strictest.np", "= quarantine" },
		/* a domain that does not exist gets np at receivers that know it */
		{ "_dmarc.d.test. TXT \"v=DMARC1; p=reject; sp=quarantine; np=none\"\n", NULL,
		  "mx.exists", "= false" },
		{ NULL, NULL, "dmarc.effective.rfc9989.p", "= none" },
		{ NULL, NULL, "dmarc.effective.rfc7489.p", "= quarantine" },
		/* two records: old receivers stop, new ones go on */
		{ "_dmarc.d.test. TXT \"v=DMARC1; p=reject\"\n_dmarc.sub.d.test. TXT \"v=DMARC1; "
		  "p=none\"\n"
		  "_dmarc.sub.d.test. TXT \"v=DMARC1; p=quarantine\"\n",
		  NULL, "dmarc.records", "= 2" },
		{ NULL, NULL, "dmarc.present", "= true" },
		{ NULL, NULL, "dmarc.present_rfc7489", "= false" },
		{ NULL, NULL, "dmarc.effective.rfc9989.p", "= reject" },
		{ NULL, NULL, "dmarc.effective.rfc7489.p", "absent" },
		{ NULL, NULL, "dmarc.effective.weakest.p", "absent" },
		{ NULL, NULL, "dmarc.effective.strictest.p", "= reject" },
		/* each generation finds a record of its own: t is not read by those that find the
		 * lower one, pct not by those that find the upper one */
		{ "_dmarc.test. TXT \"v=DMARC1; p=reject\"\n"
		  "_dmarc.d.test. TXT \"v=DMARC1; p=reject; t=y\"\n",
		  NULL, "dmarc.found_at", "= test" },
		{ NULL, NULL, "dmarc.found_at_rfc7489", "= d.test" },
		{ NULL, NULL, "dmarc.effective.weakest.p", "= reject" },
		{ NULL, NULL, "dmarc.effective.strictest.p", "= reject" },
		/* a record of one's own; names below obey the organization's */
		{ "_dmarc.d.test. TXT \"v=DMARC1; p=reject; pct=10\"\n"
		  "_dmarc.sub.d.test. TXT \"v=DMARC1; p=none; sp=reject\"\n",
		  NULL, "dmarc.effective.rfc9989.p", "= none" },
		{ NULL, NULL, "dmarc.effective.rfc9989.sp", "= reject" },
		{ NULL, NULL, "dmarc.organization.p", "= reject" },
		{ NULL, NULL, "dmarc.organization.pct", "= 10" },
		{ NULL, NULL, "dmarc.sp", "= reject" },
	};
	check(CASES, DR_COUNT(CASES), "sub.d.test", NULL);
}
END_TEST

#define ED25519 "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

START_TEST(dkim)
{
	static const fact_case CASES[] = {
		{ "a._domainkey.d.test. TXT \"v=DKIM1; " ED25519 "\"\n"
		  "b._domainkey.d.test. TXT \"" ED25519 "; t=y:s\"\n"
		  "c._domainkey.d.test. CNAME gone.test.\n"
		  "e._domainkey.d.test. TXT \"v=DKIM1; p=\"\n"
		  "f._domainkey.d.test. CNAME a._domainkey.d.test.\n",
		  NULL, "dkim.selectors", "= 7 items" },
		{ NULL, NULL, "dkim.found", "= 3" },
		{ NULL, NULL, "dkim.tried", "= 7" },
		{ NULL, NULL, "dkim.possible", "= true" },
		{ NULL, NULL, "dkim.selectors[0].owner", "= a._domainkey.d.test" },
		{ NULL, NULL, "dkim.selectors[0].valid", "= true" },
		{ NULL, NULL, "dkim.selectors[0].key", "= ed25519" },
		{ NULL, NULL, "dkim.selectors[0].bits", "= 256" },
		{ NULL, NULL, "dkim.selectors[0].exponent", "absent" },
		{ NULL, NULL, "dkim.selectors[0].same_as", "absent" },
		{ NULL, NULL, "dkim.selectors[1].same_as", "= a" },
		{ NULL, NULL, "dkim.selectors[1].test", "= true" },
		{ NULL, NULL, "dkim.selectors[1].strict", "= true" },
		{ NULL, NULL, "dkim.selectors[1].version", "= false" },
		{ NULL, NULL, "dkim.selectors[2].present", "= false" },
		{ NULL, NULL, "dkim.selectors[2].alias.dangling", "= true" },
		{ NULL, NULL, "dkim.selectors[3].revoked", "= true" },
		{ NULL, NULL, "dkim.selectors[3].key", "absent" },
		{ NULL, NULL, "dkim.selectors[4].same_as", "= b" },
		{ NULL, NULL, "dkim.selectors[5].tier", "= named" },
		{ NULL, NULL, "dkim.selectors[5].present", "= false" },
		{ NULL, NULL, "dkim.selectors[5].k", "absent" },
		{ NULL, NULL, "dkim.selectors[6].owner", "= x..y._domainkey.d.test" },
		{ NULL, NULL, "dkim.selectors[6].records", "= 0" },
		{ NULL, NULL, "dkim.doubled", "absent" },
		{ "*._domainkey.d.test. TXT \"v=DKIM1; " ED25519 "\"\n", NULL, "dkim.wildcard",
		  "= true" },
		{ NULL, NULL, "dkim.wildcard_key", "= true" },
		{ "", "a._domainkey.d.test", "dkim.possible", "= false" },
		{ NULL, NULL, "dkim.found", "? network a._domainkey.d.test TXT" },
		{ NULL, NULL, "dkim.selectors[0].valid", "? network a._domainkey.d.test TXT" },
	};
	check(CASES, DR_COUNT(CASES), "d.test", "a b c e f g x..y");
}
END_TEST

START_TEST(mail_and_transport)
{
	static const fact_case CASES[] = {
		{ "d.test. MX 20 b.test.\nd.test. MX 10 a.test.\nd.test. MX 30 192.0.2.1.\n"
		  "d.test. MX 40 c.test.\na.test. A 10.0.0.1\na.test. A 127.0.0.1\na.test. A "
		  "192.0.2.1\n"
		  "b.test. CNAME a.test.\n"
		  "_mta-sts.d.test. TXT \"v=STSv1; id=20261121;\"\nmta-sts.d.test. AAAA "
		  "2001:db8::1\n"
		  "_smtp._tls.d.test. TXT \"v=TLSRPTv1; rua=mailto:t@null.test\"\nnull.test. MX 0 "
		  ".\n",
		  NULL, "mx.hosts", "= 4 items" },
		{ NULL, NULL, "mx.hosts[0].name", "= a.test" },
		{ NULL, NULL, "mx.hosts[0].special", "= loopback" },
		{ NULL, NULL, "mx.hosts[0].alias", "= false" },
		{ NULL, NULL, "mx.hosts[1].alias", "= true" },
		{ NULL, NULL, "mx.hosts[1].addresses", "= 10.0.0.1 127.0.0.1 192.0.2.1" },
		{ NULL, NULL, "mx.hosts[2].literal", "= true" },
		{ NULL, NULL, "mx.hosts[2].resolves", "= no-address" },
		{ NULL, NULL, "mx.hosts[3].resolves", "= no-name" },
		{ NULL, NULL, "mx.receives", "= true" },
		{ NULL, NULL, "mx.address", "= false" },
		{ NULL, NULL, "mx.negative_ttl", "= 300" },
		{ NULL, NULL, "mtasts.present", "= true" },
		{ NULL, NULL, "mtasts.id", "= 20261121" },
		{ NULL, NULL, "mtasts.policy_host", "= true" },
		{ NULL, NULL, "tlsrpt.rua[0].accepts", "= null-mx" },
		{ NULL, NULL, "tlsrpt.rua[0].external", "= false" },
		{ NULL, NULL, "bimi.present", "= false" },
		{ NULL, NULL, "bimi.l", "absent" },
		{ NULL, NULL, "domain.sends", "= true" },
		{ "d.test. MX 0 .\ndefault._bimi.d.test. TXT \"v=BIMI1; l=; a=\"\n", NULL,
		  "mx.null_mx", "= true" },
		{ NULL, NULL, "mx.hosts[0].name", "= ." },
		{ NULL, NULL, "mx.receives", "= false" },
		{ NULL, NULL, "domain.sends", "= false" },
		{ NULL, NULL, "bimi.declined", "= true" },
		{ NULL, NULL, "bimi.l", "= " },
		{ NULL, NULL, "bimi.found_at", "= d.test" },
		{ "d.test. A 192.0.2.1\n*.d.test. MX 1 d.test.\n", NULL, "mx.receives", "= true" },
		{ NULL, NULL, "mx.present", "= false" },
		{ NULL, NULL, "mx.wildcard", "= true" },
		{ NULL, NULL, "domain.sends", "= false" },
		{ "d.test. MX 10 a.test.\na.test. A 192.0.2.1\n", "a.test", "mx.hosts[0].resolves",
		  "? network a.test A" },
		{ NULL, NULL, "mx.hosts[0].addresses", "=  ? network a.test A" },
	};
	check(CASES, DR_COUNT(CASES), "d.test", NULL);
}
END_TEST

START_TEST(bimi_falls_back_to_the_organization)
{
	static const fact_case CASES[] = {
		{ "default._bimi.d.test. TXT \"v=BIMI1; l=https://d.test/l.svg; avp=brand\"\n"
		  "_dmarc.d.test. TXT \"v=DMARC1; p=reject\"\n",
		  NULL, "bimi.found_at", "= d.test" },
		{ NULL, NULL, "bimi.records", "= 0" },
		{ NULL, NULL, "bimi.l", "= https://d.test/l.svg" },
		{ NULL, NULL, "bimi.a", "absent" },
		/* two records of one's own end the search */
		{ "default._bimi.d.test. TXT \"v=BIMI1; l=https://d.test/l.svg\"\n"
		  "_dmarc.d.test. TXT \"v=DMARC1; p=reject\"\n"
		  "default._bimi.sub.d.test. TXT \"v=BIMI1; l=\"\n"
		  "default._bimi.sub.d.test. TXT \"v=BIMI1; l=; a=\"\n",
		  NULL, "bimi.present", "= false" },
		{ NULL, NULL, "bimi.records", "= 2" },
		{ "", "_dmarc.d.test", "bimi.present", "? network _dmarc.d.test TXT" },
	};
	check(CASES, DR_COUNT(CASES), "sub.d.test", NULL);
}
END_TEST

/* Places lead to the record's octets. */
START_TEST(places_lead_into_the_record)
{
	dr_run_result result = { 0 };
	world_open(&w, "_dmarc.d.test. TXT \"v=DMARC1; p=none; \" \"sp=reject\"\n", NULL);
	run("d.test", NULL, &result);
	const dr_place *place = &result.facts->dmarc.sp_place;
	const dr_rr *rr = &place->answer->rrs[place->rr];
	ck_assert_dr_str(dr_str_slice(rr->text, place->span), "sp=reject");
	dr_file_place at = dr_rr_find_octet(rr, place->span.off);
	ck_assert_uint_eq(at.line, 5);
	ck_assert_uint_eq(at.column, 42);
	dr_run_result_done(&result);
}
END_TEST

START_TEST(unknown_facts_are_all_set)
{
	world_open(&w, "", NULL);
	const dr_facts *facts = dr_facts_unknown(w.arena, S("d.test"), DR_WHY_BUDGET);
	dr_values values = dr_run_values(facts);
	const dr_variables *variables = &dr_run_world()->variables;
	for (size_t i = 0; i < variables->count; i++) {
		const dr_variable *v = &variables->items[i];
		if (values.at[i] != NULL) {
			dr_str unset =
				dr_schema_unset(w.arena, v->type->record, v->name, values.at[i]);
			ck_assert_dr_str(unset, "");
		}
	}
	ck_assert_int_eq(facts->dmarc.effective.weakest.np_status.why, DR_WHY_BUDGET);
}
END_TEST

/* What comes from the zone's text: its issues, doubled names, names without SPF. */
START_TEST(a_zone_file_has_facts_of_its_own)
{
	static const char TEXT[] = "$TTL 300\n@ SOA ns hm 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n"
				   "shop MX 1 ns\nnews MX 1 ns\nnews TXT \"v=spf1 mx -all\"\n"
				   "s1._domainkey.example.com TXT \"v=DKIM1; p=\"\n"
				   "bad.shop A 192.0.2.300\n";
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	world_open(&w, "", NULL);
	const dr_source source = { "example.com.zone", dr_str_of(TEXT) };
	const dr_zone_options options = { .origin = world_name(&w, "example.com") };
	ck_assert_int_eq(dr_zone_parse(&source, &options, NULL, &zone, &err), DR_OK);
	static const struct {
		const char *domain, *path, *text;
		bool with_shop; /* shop.example.com is looked at in the same go */
	} CASES[] = {
		{ "example.com", "zone.issues", "= 2 items", false },
		{ "example.com", "zone.issues", "= 1 items", true },
		{ "shop.example.com", "zone.issues", "= 1 items", true },
		{ "example.com", "zone.origin", "= example.com" },
		{ "example.com", "zone.complete", "= true" },
		{ "example.com", "zone.unprotected", "= shop.example.com" },
		{ "example.com", "dkim.doubled", "= s1._domainkey.example.com.example.com" },
		{ "shop.example.com", "zone.issues[0].owner", "= bad.shop.example.com" },
		{ "shop.example.com", "zone.issues[0].line", "= 9" },
		{ "shop.example.com", "zone.unprotected", "= " },
		{ "shop.example.com", "dkim.doubled", "absent" },
		{ "news.example.com", "zone.issues", "= 0 items" },
		/* offline: the registry is not asked, and need not be */
		{ "shop.example.com", "dmarc.organizational", "= shop.example.com" },
		{ "elsewhere.net", "dmarc.present", "? not-given _dmarc.elsewhere.net TXT" },
	};
	static dr_str names[] = { DR_STR_INIT("shop.example.com") };
	const dr_domains shop = dr_domains_of(w.arena, &(dr_strs){ names, 1 });
	dr_run_config config = { .zones = dr_zones_new(w.arena, &zone, 1) };
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_run_result result = { 0 };
		dr_request request = { .domain = dr_str_of(CASES[i].domain) };
		config.domains = CASES[i].with_shop ? &shop : NULL;
		ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
		ck_assert(!result.incomplete);
		dr_str text = fact_text(w.arena, &result, CASES[i].path);
		ck_assert_msg(dr_str_eq(text, dr_str_of(CASES[i].text)), "%s %s: got \"%.*s\"",
		              CASES[i].domain, CASES[i].path, DR_FMT(text));
		dr_run_result_done(&result);
	}
	dr_zone_close(zone);
}
END_TEST

UNIT_MAIN("facts", NULL, tear_down, spf, dmarc_of_the_domain_itself,
          dmarc_missing_broken_or_not_given, dmarc_from_above, dkim, mail_and_transport,
          bimi_falls_back_to_the_organization, places_lead_into_the_record,
          unknown_facts_are_all_set, a_zone_file_has_facts_of_its_own)
