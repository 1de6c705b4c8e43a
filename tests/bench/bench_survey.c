/*
 * How fast domains are surveyed: many domains of one zone, each with MX, SPF with includes, DMARC,
 * a DKIM key and the usual rest, from zone text to facts.
 *
 * Usage: bench_survey [DOMAINS]. Prints domains per second of one core, DKIM probing by services.
 */
#include "builtin.h"
#include "run/window.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What a hosting company has: a third with Google Workspace, a third with a bulk mailer beside its
 * own server, a third parked. */
static const char *const KINDS[] = {
	"d%zu 3600 MX 1 smtp.google.com.\n"
	"d%zu TXT \"v=spf1 include:_spf.google.com ~all\"\n"
	"d%zu TXT \"google-site-verification=0123456789\"\n"
	"_dmarc.d%zu TXT \"v=DMARC1; p=none; rua=mailto:dmarc@d%zu.bench.example\"\n"
	"google._domainkey.d%zu TXT \"v=DKIM1; k=ed25519; "
	"p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n",

	"d%zu MX 10 mx.d%zu\n"
	"mx.d%zu A 192.0.2.25\n"
	"d%zu TXT \"v=spf1 a mx include:servers.mcsv.net include:sendgrid.net -all\"\n"
	"_dmarc.d%zu TXT \"v=DMARC1; p=quarantine; pct=50; sp=none; "
	"rua=mailto:x@reports.example.net\"\n"
	"k1._domainkey.d%zu CNAME dkim.mcsv.net.\n",

	"d%zu MX 0 .\n"
	"d%zu TXT \"v=spf1 -all\"\n"
	"_dmarc.d%zu TXT \"v=DMARC1; p=reject\"\n"
	"*._domainkey.d%zu TXT \"v=DKIM1; p=\"\n",
};

static const char WORLD[] =
	"$TTL 3600\n"
	". SOA ns. ns. 1 7200 900 1209600 300\n"
	". NS ns.\n"
	"smtp.google.com. A 192.0.2.1\n"
	"smtp.google.com. AAAA 2001:db8::1\n"
	"_spf.google.com. TXT \"v=spf1 include:_netblocks.google.com "
	"include:_netblocks2.google.com "
	"~all\"\n"
	"_netblocks.google.com. TXT \"v=spf1 ip4:35.190.247.0/24 ip4:64.233.160.0/19 ~all\"\n"
	"_netblocks2.google.com. TXT \"v=spf1 ip6:2001:4860:4000::/36 ~all\"\n"
	"servers.mcsv.net. TXT \"v=spf1 ip4:205.201.128.0/20 ip4:198.2.128.0/18 ~all\"\n"
	"sendgrid.net. TXT \"v=spf1 ip4:167.89.0.0/17 ip4:208.117.48.0/20 ~all\"\n"
	"dkim.mcsv.net. TXT \"v=DKIM1; k=rsa; "
	"p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDNAgwDH5Q6OiO8"
	"XSDtqMiIQc3/gU/iPQCzsp9GdJVUyDSNgOR9vM4TcFzZjBIfFJgiHSPYqgPQnJrlUKmFLEJMtQmZFVGy7Xo\"\n"
	"*._report._dmarc.reports.example.net. TXT \"v=DMARC1\"\n"
	"reports.example.net. MX 10 mx.reports.example.net.\n"
	"$ORIGIN bench.example.\n";

static void add_domain(dr_buf *out, const char *lines, size_t number)
{
	for (const char *at = lines, *mark; *at != '\0'; at = mark + 3) {
		mark = strstr(at, "%zu");
		if (mark == NULL) {
			dr_buf_add(out, dr_str_of(at));
			return;
		}
		dr_buf_add(out, (dr_str){ at, (size_t)(mark - at) });
		dr_buf_addf(out, "%zu", number);
	}
}

static dr_zone *make_zone(dr_arena *arena, size_t domains)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, dr_str_of(WORLD));
	for (size_t i = 0; i < domains; i++) {
		add_domain(&text, KINDS[i % DR_COUNT(KINDS)], i);
	}
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	const dr_source source = { "bench", dr_buf_str(&text) };
	const dr_zone_options options = { .origin = DR_NAME_ROOT };
	if (dr_zone_parse(&source, &options, NULL, &zone, &err) != DR_OK) {
		fprintf(stderr, "%s\n", err.text);
		exit(2);
	}
	return zone;
}

static const dr_catalog *load_catalog(dr_arena *arena)
{
	dr_catalog *catalog = dr_catalog_new(arena);
	dr_errors errors = { 0 };
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		if (strncmp(DR_BUILTIN_FILES[i].name, "services/", 9) == 0) {
			dr_catalog_load(catalog, &DR_BUILTIN_FILES[i], &errors);
		}
	}
	dr_catalog_finish(catalog, &errors);
	return catalog;
}

typedef struct {
	dr_request request;
	char domain[64];
	size_t next, count, answers, done;
} sweep;

static const dr_request *next_request(void *self)
{
	sweep *s = self;
	if (s->next == s->count) {
		return NULL;
	}
	snprintf(s->domain, sizeof(s->domain), "d%zu.bench.example", s->next++);
	s->request = (dr_request){ .domain = dr_str_of(s->domain), .probe = DR_PROBE_SERVICES };
	return &s->request;
}

static void count(void *self, dr_run_result *result)
{
	sweep *s = self;
	s->done += result->facts != NULL;
	s->answers += dr_answers_count(result->answers);
}

int main(int argc, char **argv)
{
	size_t domains = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
	dr_arena *arena = dr_arena_new(0);
	dr_zone *zone = make_zone(arena, domains);
	dr_source_of_answers *source = dr_zone_source(zone);
	const dr_run_config config = { .catalog = load_catalog(arena), .first = source };
	sweep s = { .count = domains };
	const dr_window_options options = { .next = next_request, .done = count, .self = &s };
	double start = now();
	int code = dr_window_run(&config, &options);
	double seconds = now() - start;
	printf("%zu domains, %.1f questions each: %.0f domains/s\n", s.done,
	       (double)s.answers / (double)s.done, (double)s.done / seconds);
	dr_zone_close(zone);
	dr_arena_free(arena);
	return code == DR_OK ? 0 : 2;
}
