/*
 * How fast SPF is: reading a record of twelve terms, and check_host() over a tree of eight includes
 * whose answers and records are in the run's table.
 *
 * Usage: bench_spf [ROUNDS]. Prints records and evaluations per second of processor time.
 */
#include "receiver/spf_eval.h"
#include "zone/zone.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char RECORD[] =
	"v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.17 ip6:2001:db8::/32 a mx a:mail.example.com "
	"include:_spf.provider.example include:spf.mailer.example include:news.example "
	"exists:%{i}._spf.%{d} ip4:203.0.113.0/25 -all";

static const char ZONE[] =
	"$ORIGIN .\n$TTL 300\n. SOA . . 1 2 3 4 300\n. NS ns.\n"
	"d.test. TXT \"v=spf1 a mx include:i1.test include:i2.test include:i3.test -all\"\n"
	"d.test. A 192.0.2.10\nd.test. MX 10 mx.test.\nmx.test. A 192.0.2.11\n"
	"i1.test. TXT \"v=spf1 include:i4.test include:i5.test ~all\"\n"
	"i2.test. TXT \"v=spf1 include:i6.test include:i7.test ~all\"\n"
	"i3.test. TXT \"v=spf1 ip4:198.51.100.0/24 include:i8.test ~all\"\n"
	"i4.test. TXT \"v=spf1 ip4:198.51.100.1 ip4:198.51.100.2 ip4:198.51.100.3 ~all\"\n"
	"i5.test. TXT \"v=spf1 ip4:198.51.101.0/24 ip6:2001:db8:1::/48 ~all\"\n"
	"i6.test. TXT \"v=spf1 ip4:198.51.102.0/23 ip4:198.51.104.0/22 ~all\"\n"
	"i7.test. TXT \"v=spf1 ip6:2001:db8:2::/48 ip6:2001:db8:3::/48 ~all\"\n"
	"i8.test. TXT \"v=spf1 ip4:203.0.113.0/24 ~all\"\n";

_Noreturn static void die(const char *what)
{
	fprintf(stderr, "bench_spf: %s\n", what);
	exit(2);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void report(const char *what, size_t rounds, double seconds)
{
	printf("%-12s %8.0f/s\n", what, (double)rounds / seconds);
}

static void bench_parse(size_t rounds)
{
	dr_arena *arena = dr_arena_new(0);
	size_t terms = 0;
	double began = now();
	for (size_t i = 0; i < rounds && arena != NULL; i++) {
		dr_spf record;
		dr_arena_reset(arena);
		dr_spf_parse(arena, dr_str_of(RECORD), NULL, &record);
		terms += record.valid ? record.terms.len : 0;
	}
	if (terms != rounds * 12) {
		die("the record is not read");
	}
	report("records", rounds, now() - began);
	dr_arena_free(arena);
}

static void evaluate(const dr_asking *asking, size_t rounds)
{
	const dr_spf_client client = { .ip = { DR_IPV4, { 203, 0, 113, 9 } },
		                       .mail_from = DR_STR("user@d.test"),
		                       .helo = DR_STR("mx.test") };
	for (size_t i = 0; i < rounds; i++) {
		dr_spf_evaluation got;
		dr_arena_reset(asking->arena);
		dr_spf_eval(asking, &client, &got);
		if (got.result != DR_SPF_RESULT_PASS || got.lookups != 10) {
			die("the tree is not evaluated");
		}
	}
}

static void bench_eval(size_t rounds)
{
	const dr_source source = { "bench", dr_str_of(ZONE) };
	const dr_zone_options options = { .origin = DR_NAME_ROOT };
	dr_arena *kept = dr_arena_new(0), *arena = dr_arena_new(0);
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	if (kept == NULL || arena == NULL ||
	    dr_zone_parse(&source, &options, NULL, &zone, &err) != DR_OK) {
		die("the zone is not read");
	}
	dr_source_of_answers *answering = dr_zone_source(zone);
	dr_answers_config config = { .immediate = &answering, .immediate_count = 1 };
	dr_asking asking = { .answers = dr_answers_new(kept, &config),
		             .arena = arena,
		             .kept = kept };
	evaluate(&asking, 1);
	double began = now();
	evaluate(&asking, rounds);
	report("evaluations", rounds, now() - began);
	dr_answers_done(asking.answers);
	dr_zone_close(zone);
	dr_arena_free(kept);
	dr_arena_free(arena);
}

int main(int argc, char **argv)
{
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 500000;
	bench_parse(rounds);
	bench_eval(rounds / 4);
	return 0;
}
