/* DMARC records, their policies, and editing them. */
#include "record/dmarc.h"
#include "record/edit.h"
#include "record/kind.h"
#include "record_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_order(dr_policy weakest, dr_policy middle, dr_policy strictest)
{
	must(weakest <= middle && middle <= strictest);
}

static void check_policies(const dr_dmarc *record)
{
	dr_effective e = dr_policy_effective(record);
	check_order(e.weakest.p, e.rfc9989.p, e.strictest.p);
	check_order(e.weakest.p, e.rfc7489.p, e.strictest.p);
	check_order(e.weakest.sp, e.rfc9989.sp, e.strictest.sp);
	check_order(e.weakest.sp, e.rfc7489.sp, e.strictest.sp);
	check_order(e.weakest.np, e.rfc9989.np, e.strictest.np);
	check_order(e.weakest.np, e.rfc7489.np, e.strictest.np);
}

/* What an edit asks for is there afterwards, and editing again changes nothing. */
static void check_edit(dr_arena *arena, dr_str text)
{
	const dr_tag_edit edits[] = {
		{ DR_STR("p"), DR_STR("quarantine") },
		{ DR_STR("pct"), { 0 } },
	};
	dr_str once = dr_dmarc_edit(arena, text, edits, DR_COUNT(edits));
	dr_str twice = dr_dmarc_edit(arena, once, edits, DR_COUNT(edits));
	dr_dmarc record;
	if (dr_arena_failed(arena) || dr_dmarc_parse(arena, once, &record) != 0) {
		return;
	}
	must(dr_record_is(DR_RECORD_DMARC, once) && record.p == DR_POLICY_QUARANTINE);
	must(dr_str_eq(once, twice));
	size_t total = 0;
	dr_strs strings = dr_text_split(arena, once);
	for (size_t i = 0; i < strings.len; i++) {
		must(strings.items[i].len <= 255);
		total += strings.items[i].len;
	}
	must(total == once.len || dr_arena_failed(arena));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(FUZZ_ARENA);
	dr_str text = { (const char *)data, size };
	dr_dmarc record;
	if (arena != NULL && dr_dmarc_parse(arena, text, &record) == 0) {
		must_be_good_issues(text, &record.issues);
		must(record.version == dr_record_is(DR_RECORD_DMARC, text));
		must(record.pct <= 100);
		check_policies(&record);
		check_edit(arena, text);
	}
	dr_arena_free(arena);
	return 0;
}
