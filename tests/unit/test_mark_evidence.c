/* Mark certificates: tests/vectors/bimi/evidence, each with one thing wrong (made by
 * tests/integration/fetch/certificates.py); and DER that is cut at every octet. */
#include "mark/evidence.h"
#include "mark/logotype.h"
#include "unit.h"
#include <stdio.h>

#define FOLDER "tests/vectors/bimi/evidence/"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_str read_file(const char *name)
{
	dr_buf path;
	dr_buf_init(&path, arena);
	dr_buf_addf(&path, FOLDER "%s.pem", name);
	FILE *file = fopen(path.ptr, "rb");
	ck_assert_msg(file != NULL, "%s", path.ptr);
	char *octets = dr_arena_alloc(arena, 65536);
	size_t len = fread(octets, 1, 65536, file);
	fclose(file);
	return (dr_str){ octets, len };
}

static dr_evidence read_evidence(dr_str file, dr_str roots, dr_day as_of)
{
	const dr_evidence_input input = { .file = file, .roots = roots, .as_of = as_of };
	dr_evidence evidence = { 0 };
	dr_error err = { 0 };
	ck_assert_int_eq(dr_evidence_read(arena, &input, &evidence, &err), DR_OK);
	return evidence;
}

/* What is wrong, one list after the other. */
static dr_str problems_of(const dr_evidence *evidence)
{
	const dr_strs *lists[] = { &evidence->extensions, &evidence->fields, &evidence->marks };
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < DR_COUNT(lists); i++) {
		for (size_t k = 0; k < lists[i]->len; k++) {
			dr_buf_addf(&out, "%s%.*s", out.len > 0 ? "; " : "",
			            DR_FMT(lists[i]->items[k]));
		}
	}
	return dr_buf_str(&out);
}

/* Sections of draft-fetch-validation-vmc-wchuang and of the minimum requirements (MCR). */
static const struct {
	const char *see, *name, *problems;
} VECTORS[] = {
	{ "VMC", "good", "" },
	{ "VMC 4.1", "no-eku", "the extended key usage for brand indicators is missing" },
	{ "VMC 4.2", "no-logotype", "there is no logotype extension" },
	{ "RFC 9399 4.1", "broken-logotype", "the logotype extension cannot be read" },
	{ "RFC 9399 4.1", "wrong-hash", "the logotype's SHA-256 is not that of its picture" },
	{ "VMC 4.3", "no-timestamp", "" },
	{ "MCR 7.1.6", "no-policy", "the policy for mark certificates is missing" },
	{ "VMC 5.1", "no-crl", "no place for revocation lists is named" },
	{ "MCR 7.1.4", "no-type", "no mark type is named" },
	{ "MCR 7.1.4", "unknown-type", "the mark type is none that there is" },
	{ "MCR 7.1.4", "no-registration",
	  "no country of the trademark office; no trademark registration" },
	{ "MCR 7.1.4", "government", "" },
	{ "MCR 7.1.4", "prior-use", "the source of the prior use is missing" },
	{ "RFC 5280 4.2.1.9", "authority", "it is a certificate authority's" },
};

START_TEST(every_breakage)
{
	for (size_t i = 0; i < DR_COUNT(VECTORS); i++) {
		dr_evidence evidence =
			read_evidence(read_file(VECTORS[i].name), read_file("root"), 0);
		dr_str got = problems_of(&evidence);
		ck_assert_msg(dr_str_eq(got, dr_str_of(VECTORS[i].problems)), "%s (%s): %.*s",
		              VECTORS[i].name, VECTORS[i].see, DR_FMT(got));
		ck_assert_uint_eq(evidence.chain_problem.len, 0);
	}
}
END_TEST

START_TEST(a_good_one_is_read_whole)
{
	dr_evidence e = read_evidence(read_file("good"), read_file("root"), 0);
	ck_assert_uint_eq(e.certificates, 1);
	ck_assert_dr_str(e.subject, "Tidewater Ltd");
	ck_assert_dr_str(e.issuer, "Test Root");
	ck_assert_dr_str(e.mark_type, "Registered Mark");
	ck_assert_uint_eq(e.names.len, 1);
	ck_assert_dr_str(e.names.items[0], "tide.test");
	ck_assert(e.timestamps);
	ck_assert(dr_str_starts(e.logo, S("<svg xmlns")));
	ck_assert(!read_evidence(read_file("no-timestamp"), (dr_str){ 0 }, 0).timestamps);
}
END_TEST

START_TEST(chains_lead_to_given_roots)
{
	dr_str root = read_file("root"), good = read_file("good");
	ck_assert(!read_evidence(good, (dr_str){ 0 }, 0).chain_judged);
	ck_assert(read_evidence(good, root, 0).chain_judged);
	ck_assert_uint_gt(read_evidence(read_file("self-signed"), root, 0).chain_problem.len, 0);
	ck_assert_uint_gt(read_evidence(good, S(""), 0).chain_problem.len, 0);
	dr_evidence late = read_evidence(good, root, dr_day_of(2060, 1, 1));
	ck_assert_uint_eq(late.chain_problem.len, 0); /* that it is over itself is told apart */
}
END_TEST

START_TEST(what_is_no_certificate_is_none)
{
	static const char *const TEXTS[] = {
		"", "<html>", "-----BEGIN CERTIFICATE-----\n",
		"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
	};
	for (size_t i = 0; i < DR_COUNT(TEXTS); i++) {
		dr_evidence evidence = read_evidence(dr_str_of(TEXTS[i]), (dr_str){ 0 }, 0);
		ck_assert_uint_eq(evidence.certificates, 0);
	}
}
END_TEST

/* A sequence with a hash and a data: URI. */
START_TEST(logotypes_are_read_to_the_octet)
{
	static const char DER[] = "\x30\x2c\x04\x02\x01\x02\x16\x26"
				  "data:image/svg+xml;base64,PHN2Zy8+Cg==";
	dr_str der = { DER, 8 + 38 };
	dr_logotype logotype = { 0 };
	ck_assert(dr_logotype_read(arena, der, &logotype));
	ck_assert(logotype.readable && !logotype.hashed && !logotype.hash_holds);
	ck_assert_dr_str(logotype.svg, "<svg/>\n");
	for (size_t len = 1; len < der.len; len++) {
		ck_assert(dr_logotype_read(arena, dr_str_sub(der, 0, len), &logotype));
		ck_assert(!logotype.readable);
	}
}
END_TEST

UNIT_MAIN("mark certificates", set_up, tear_down, every_breakage, a_good_one_is_read_whole,
          chains_lead_to_given_roots, what_is_no_certificate_is_none,
          logotypes_are_read_to_the_octet)
