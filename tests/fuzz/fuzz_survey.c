/* Any zone text gives facts: every one set, closed sets closed, places inside their records. */
#include "fuzz.h"
#include "run/run.h"
#include "schema/walk.h"

static void check_place(const dr_field *field, const void *value)
{
	const char *record = (const char *)value - field->offset;
	const dr_place *place = (const dr_place *)(const void *)(record + field->place);
	if (place->answer == NULL) {
		return;
	}
	REQUIRE(place->answer->rr_count == 0 || place->rr < place->answer->rr_count);
	if (place->span.len > 0) {
		size_t len = place->answer->rrs[place->rr].text.len;
		REQUIRE(place->span.off <= len && place->span.len <= len - place->span.off);
	}
}

static bool check_fact(dr_visit *self, dr_str path, const dr_field *field, dr_status status,
                       const void *value)
{
	(void)self;
	(void)path;
	bool there = status.state == DR_KNOWN;
	REQUIRE(status.state != DR_UNKNOWN || status.why != DR_WHY_NOBODY);
	REQUIRE(status.state != DR_ABSENT || field->may_be_absent);
	REQUIRE(status.state != DR_PARTIAL || field->type->kind == DR_T_LIST);
	if (there && field->placed) {
		check_place(field, value);
	}
	if (there && field->choices != NULL && field->type->kind == DR_T_STRING) {
		REQUIRE(dr_choices_hold(field->choices, *(const dr_str *)value));
	}
	return true;
}

static void check_facts(const dr_run_result *result)
{
	const dr_variables *variables = &dr_run_world()->variables;
	dr_visit visit = { check_fact };
	for (size_t i = 0; i < variables->count; i++) {
		const dr_variable *v = &variables->items[i];
		if (result->values.at[i] != NULL) {
			dr_schema_walk(result->arena, v->type->record, v->name,
			               result->values.at[i], &visit);
		}
	}
	const dr_spf_facts *spf = &result->facts->spf;
	if (spf->lookups_status.state == DR_KNOWN) {
		REQUIRE(spf->lookups == spf->lookups_min);
	}
	const dr_dmarc_effective *effective = &result->facts->dmarc.effective;
	if (effective->strictest.p_status.state == DR_ABSENT) {
		REQUIRE(effective->weakest.p_status.state == DR_ABSENT);
	}
}

static void survey(dr_arena *arena, dr_zone *zone, const char *domain)
{
	static dr_str selectors[] = { DR_STR_INIT("s1") };
	dr_run_config config = { .zones = dr_zones_new(arena, &zone, 1) };
	dr_request request = { .domain = dr_str_of(domain),
		               .selectors = { selectors, 1 },
		               .probe = DR_PROBE_COMMON };
	dr_run_result result = { 0 };
	int code = dr_run_one(&config, &request, &result);
	REQUIRE(code == DR_OK || code == DR_ENOMEM);
	REQUIRE(result.error.code == DR_OK);
	if (code == DR_OK) {
		check_facts(&result);
	}
	dr_run_result_done(&result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char HEAD[] = "$ORIGIN .\n$TTL 300\n. SOA . . 1 2 3 4 300\n. NS ns.\n";
	dr_arena *arena = dr_arena_new(0);
	dr_buf text;
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	dr_buf_init(&text, arena);
	dr_buf_add(&text, dr_str_of(HEAD));
	dr_buf_add(&text, (dr_str){ (const char *)data, size });
	const dr_source source = { "fuzz", dr_buf_str(&text) };
	const dr_zone_options options = { .origin = DR_NAME_ROOT };
	if (dr_zone_parse(&source, &options, NULL, &zone, &err) == DR_OK) {
		survey(arena, zone, "d.test");
		survey(arena, zone, "a.d.test");
	}
	dr_zone_close(zone);
	dr_arena_free(arena);
	return 0;
}
