/*
 * Two zone texts, one before and one after a change: their SPF trees, advice and reach, and what
 * differs. Nothing is said to be lost or gained that is not, and no advice takes more than it
 * names.
 *
 * Input: the zone texts, a line feed and a percent sign between.
 */
#include "fuzz.h"
#include "run/run.h"

static dr_zone *read_zone(dr_arena *arena, dr_str lines)
{
	static const char HEAD[] = "$ORIGIN .\n$TTL 300\n. SOA . . 1 2 3 4 300\n. NS ns.\n";
	dr_buf text;
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	dr_buf_init(&text, arena);
	dr_buf_add(&text, dr_str_of(HEAD));
	dr_buf_add(&text, lines);
	const dr_source source = { "fuzz", dr_buf_str(&text) };
	const dr_zone_options options = { .origin = DR_NAME_ROOT };
	return dr_zone_parse(&source, &options, NULL, &zone, &err) == DR_OK ? zone : NULL;
}

/* False: memory is spent. */
static bool survey(dr_arena *arena, dr_zone *zone, const dr_change_side *since,
                   dr_run_result *ret_result)
{
	const dr_run_config config = { .zones = dr_zones_new(arena, &zone, 1) };
	dr_request *request = dr_arena_new_of(arena, dr_request);
	REQUIRE(request != NULL && config.zones != NULL);
	*request = (dr_request){ .domain = DR_STR("d.test"), .since = since };
	int code = dr_run_one(&config, request, ret_result);
	REQUIRE(code == DR_OK || code == DR_ENOMEM);
	REQUIRE(ret_result->error.code == DR_OK);
	return code == DR_OK && ret_result->survey != NULL;
}

static bool is_empty(const dr_prefixset *set)
{
	return set->v4.len + set->v6.len == 0;
}

static void must_not_meet(dr_arena *arena, const dr_prefixset *a, const dr_prefixset *b)
{
	dr_prefixset left;
	dr_prefixset_minus(arena, a, b, &left);
	REQUIRE(dr_prefixset_contains(&left, a));
}

static void check_shift(dr_arena *arena, const dr_spf_shift *shift, const dr_spf_senders *from,
                        const dr_spf_senders *to)
{
	REQUIRE(dr_prefixset_contains(&from->set, &shift->addresses));
	must_not_meet(arena, &shift->addresses, &to->set);
	for (size_t i = 0; i < shift->causes.len; i++) {
		const dr_spf_cause *cause = &shift->causes.items[i];
		REQUIRE(cause->term.len > 0 && !is_empty(&cause->addresses));
		REQUIRE(dr_prefixset_contains(&shift->addresses, &cause->addresses));
	}
}

static void check_advice(const dr_survey *found)
{
	const dr_spf_advice *advice = &found->spf_advice;
	int64_t lookups = INT64_MAX;
	for (size_t i = 0; i < advice->proposals.len; i++) {
		const dr_spf_proposal *proposal = &advice->proposals.items[i];
		REQUIRE(advice->node != NULL && proposal->terms.len > 0);
		REQUIRE(proposal->saves > 0 && proposal->lookups < lookups);
		REQUIRE(dr_prefixset_contains(&advice->node->senders.set, &proposal->loses));
		lookups = proposal->lookups;
	}
}

static void check(const dr_run_result *before, const dr_run_result *after)
{
	const dr_spf_senders *from = &before->survey->spf_reach.senders;
	const dr_spf_senders *to = &after->survey->spf_reach.senders;
	REQUIRE(after->change != NULL);
	check_shift(after->arena, &after->change->lost, from, to);
	check_shift(after->arena, &after->change->gained, to, from);
	check_advice(before->survey);
	check_advice(after->survey);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(0);
	dr_str text = { (const char *)data, size };
	size_t cut = dr_str_search(text, DR_STR("\n%"));
	dr_zone *old = read_zone(arena, dr_str_sub(text, 0, cut));
	dr_zone *fresh = read_zone(arena, dr_str_sub(text, cut + 2, size));
	dr_run_result before = { 0 }, after = { 0 };
	if (old != NULL && fresh != NULL && survey(arena, old, NULL, &before)) {
		const dr_change_side since = { before.survey, before.facts };
		if (survey(arena, fresh, &since, &after)) {
			check(&before, &after);
		}
	}
	dr_run_result_done(&after);
	dr_run_result_done(&before);
	dr_zone_close(old);
	dr_zone_close(fresh);
	dr_arena_free(arena);
	return 0;
}
