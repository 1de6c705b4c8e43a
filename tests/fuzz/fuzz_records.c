/* BIMI, MTA-STS (record and policy) and TLS-RPT; and what kind of record a text is. */
#include "record/bimi.h"
#include "record/kind.h"
#include "record/mtasts.h"
#include "record/tlsrpt.h"
#include "record_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_kinds(dr_str text)
{
	for (dr_record_kind kind = 0; kind < DR_RECORD_KIND_COUNT; kind++) {
		dr_record_fit fit = dr_record_fit_of(kind, text);
		must(fit < DR_FIT_COUNT && dr_record_is(kind, text) == (fit == DR_FIT_YES));
	}
	must(dr_record_kind_of(text) < DR_RECORD_KIND_COUNT);
}

static void check_bimi(dr_arena *arena, dr_str text)
{
	dr_bimi record;
	if (dr_bimi_parse(arena, text, &record) == 0) {
		must_be_good_issues(text, &record.issues);
		must(record.version == dr_record_is(DR_RECORD_BIMI, text) || !record.version);
		must(!record.valid || record.version);
	}
}

static void check_transport(dr_arena *arena, dr_str text)
{
	dr_mtasts mtasts;
	dr_tlsrpt tlsrpt;
	if (dr_mtasts_parse(arena, text, &mtasts) == 0) {
		must_be_good_issues(text, &mtasts.issues);
		must(mtasts.version == dr_record_is(DR_RECORD_MTASTS, text));
		must(mtasts.valid || mtasts.issues.len > 0);
	}
	if (dr_tlsrpt_parse(arena, text, &tlsrpt) == 0) {
		must_be_good_issues(text, &tlsrpt.issues);
		must(tlsrpt.version == dr_record_is(DR_RECORD_TLSRPT, text));
		must(tlsrpt.valid || tlsrpt.issues.len > 0);
	}
}

static void check_policy(dr_arena *arena, dr_str text)
{
	dr_mtasts_policy policy;
	if (dr_mtasts_policy_parse(arena, text, &policy) != 0) {
		return;
	}
	must_be_good_issues(text, &policy.issues);
	must(policy.valid || policy.issues.len > 0);
	for (size_t i = 0; i < policy.mx.len; i++) {
		must_be_inside(text, policy.mx.items[i].span);
		dr_mtasts_mx_matches(&policy.mx.items[i], DR_NAME_ROOT);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(FUZZ_ARENA);
	dr_str text = { (const char *)data, size };
	if (arena != NULL) {
		check_kinds(text);
		check_bimi(arena, text);
		check_transport(arena, text);
		check_policy(arena, text);
	}
	dr_arena_free(arena);
	return 0;
}
