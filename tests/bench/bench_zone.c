/*
 * How fast zones are read and looked up in: a zone as a hosting company has it, made in memory.
 *
 * Usage: bench_zone [DOMAINS]     100000 domains when none are named
 */
#include "zone/zone.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { DOMAINS = 100000 };

/* Of this process on a processor: other programs do not count. */
static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What one customer has: hosts, mail, SPF, DMARC, two DKIM keys. */
static void add_domain(dr_buf *out, unsigned n)
{
	static const char KEY[] =
		"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtX2Tn4o0RkGm3dWq7Yv0wq9H1mXk5bJ8sVnYc"
		"uQzq3fT6lZ8eW1oP2aJrKxG5hLw9mD4cVbN7sEyQ0iUoPzA1xSvB3nHgF6jKdR8tYwMqLcXeZ2aV5bN7uI"
		"o";
	dr_buf_addf(out, "d%06u\tIN\tA\t192.0.%u.%u\n", n, n / 256 % 256, n % 256);
	dr_buf_addf(out, "\tIN\tAAAA\t2001:db8::%x:%x\n", n / 65536, n % 65536);
	dr_buf_addf(out, "\tIN\tMX\t10 mx1.mail\n\tIN\tMX\t20 mx2.mail\n");
	dr_buf_addf(out,
	            "\tIN\tTXT\t\"v=spf1 include:_spf.mail.example.net ip4:192.0.2.%u -all\"\n",
	            n % 256);
	dr_buf_addf(out,
	            "_dmarc.d%06u 3600 IN TXT \"v=DMARC1; p=quarantine; sp=reject; "
	            "rua=mailto:dmarc-%06u@reports.example.net\"\n",
	            n, n);
	dr_buf_addf(out, "www.d%06u IN CNAME web%u.hosting.example.net.\n", n, n % 64);
	dr_buf_addf(out, "s1._domainkey.d%06u IN TXT ( \"v=DKIM1; k=rsa; p=%.*s\"\n\t\"%s\" )\n", n,
	            120, KEY, KEY + 40);
	dr_buf_addf(out, "s2._domainkey.d%06u IN CNAME s2-d%06u.dkim.example.net.\n", n, n);
}

static dr_str make_zone(dr_arena *arena, unsigned domains)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_addf(&out, "$ORIGIN example.com.\n$TTL 3600\n@ IN SOA ns1 hostmaster 1 7200 3600 "
	                  "1209600 300\n\tIN NS ns1\nns1 IN A 192.0.2.1\n"
	                  "mx1.mail IN A 192.0.2.2\nmx2.mail IN A 192.0.2.3\n");
	for (unsigned n = 0; n < domains; n++) {
		add_domain(&out, n);
	}
	return dr_buf_str(&out);
}

static dr_zone *read_zone(dr_str text)
{
	dr_source source = { .name = "bench", .text = text };
	dr_zone_options options = { 0 };
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	double from = seconds();
	if (dr_zone_parse(&source, &options, NULL, &zone, &err) != DR_OK) {
		fprintf(stderr, "%s\n", err.text);
		exit(EXIT_FAILURE);
	}
	double took = seconds() - from;
	printf("read: %.1f MB, %zu records in %.3f s: %.1f MB/s, %.2f M records/s, %zu issues\n",
	       (double)text.len / 1e6, dr_zone_record_count(zone), took,
	       (double)text.len / 1e6 / took, (double)dr_zone_record_count(zone) / 1e6 / took,
	       dr_zone_issues_of(zone)->len);
	return zone;
}

/* The questions of a short survey, in an order that no cache likes. */
static void ask(const dr_zone *zone, unsigned domains)
{
	static const struct {
		const char *prefix;
		uint16_t type;
	} QUESTIONS[] = { { "", DR_TYPE_TXT },
		          { "", DR_TYPE_MX },
		          { "_dmarc.", DR_TYPE_TXT },
		          { "s1._domainkey.", DR_TYPE_TXT },
		          { "s2._domainkey.", DR_TYPE_TXT },
		          { "default._bimi.", DR_TYPE_TXT },
		          { "_mta-sts.", DR_TYPE_TXT },
		          { "x.y.", DR_TYPE_A } };
	dr_arena *arena = dr_arena_new(0);
	size_t asked = 0, records = 0;
	double from = seconds();
	for (unsigned n = 0; n < domains; n++) {
		for (size_t i = 0; i < DR_COUNT(QUESTIONS); i++) {
			char name[64];
			int len = snprintf(name, sizeof(name), "%sd%06u.example.com",
			                   QUESTIONS[i].prefix,
			                   (unsigned)((uint64_t)n * 7919 % domains));
			dr_question question =
				dr_question_dns(dr_name_of(arena, (dr_str){ name, (size_t)len }),
			                        QUESTIONS[i].type);
			const dr_answer *answer = dr_zone_answer(zone, arena, &question);
			records += answer != NULL ? answer->rr_count : 0;
			asked++;
		}
		dr_arena_reset(arena);
	}
	double took = seconds() - from;
	printf("ask: %zu questions, %zu records in %.3f s: %.2f M questions/s\n", asked, records,
	       took, (double)asked / 1e6 / took);
	dr_arena_free(arena);
}

int main(int argc, char **argv)
{
	unsigned domains = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : DOMAINS;
	dr_arena *arena = dr_arena_new(0);
	dr_str text = make_zone(arena, domains);
	dr_zone *zone = read_zone(text);
	ask(zone, domains);
	dr_zone_close(zone);
	dr_arena_free(arena);
	return EXIT_SUCCESS;
}
