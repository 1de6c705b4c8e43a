/* lib/dmarcramp.h over the rooms of the library and the built-in rules. */
#include "dmarcramp.h"
#include "builtin.h"
#include "name/name.h"
#include "run/run.h"
#include "zone/zone.h"

#include <stdio.h>

struct dmarcramp {
	dr_arena *arena;
	dr_ruleset *rules;
};

dmarcramp *dmarcramp_open(void)
{
	dr_arena *arena = dr_arena_new(0);
	dmarcramp *linter = arena != NULL ? dr_arena_new_of(arena, dmarcramp) : NULL;
	dr_errors errors = { NULL, 0 };
	if (linter == NULL) {
		dr_arena_free(arena);
		return NULL;
	}
	*linter = (dmarcramp){ arena, dr_ruleset_new(arena, dr_run_world()) };
	for (size_t i = 0; linter->rules != NULL && i < DR_BUILTIN_FILE_COUNT; i++) {
		dr_str name = dr_str_of(DR_BUILTIN_FILES[i].name);
		if (dr_str_find(name, 0, '/') == name.len) {
			dr_ruleset_load(linter->rules, &DR_BUILTIN_FILES[i], true, &errors);
		}
	}
	bool failed = linter->rules == NULL || dr_ruleset_finish(linter->rules, &errors) > 0;
	if (failed || dr_arena_failed(arena)) {
		dr_arena_free(arena);
		return NULL;
	}
	return linter;
}

void dmarcramp_close(dmarcramp *linter)
{
	if (linter != NULL) {
		dr_arena_free(linter->arena);
	}
}

const char *dmarcramp_version(void)
{
	return DMARCRAMP_VERSION;
}

static dr_file_place place_of(const dr_finding *finding)
{
	const dr_answer *answer = finding->place.answer;
	if (finding->place.file != NULL) {
		return *finding->place.file;
	}
	if (answer == NULL || finding->place.rr >= answer->rr_count) {
		return (dr_file_place){ .file = NULL };
	}
	const dr_rr *rr = &answer->rrs[finding->place.rr];
	return rr->chunk_count > 0 ? dr_rr_find_octet(rr, finding->place.span.off) : rr->at;
}

/* With a NUL behind it. */
static const char *text_of(dr_arena *arena, dr_str text)
{
	dr_str copy = dr_arena_copy(arena, text);
	return copy.ptr != NULL ? copy.ptr : "";
}

static int tell_all(const dr_run_result *result,
                    void (*tell)(void *self, const dmarcramp_finding *finding), void *self)
{
	int count = 0;
	for (size_t i = 0; i < result->judgement.findings.len; i++) {
		const dr_finding *one = result->judgement.findings.items[i];
		if (one->outcome != DR_HIT || one->waived) {
			continue;
		}
		dr_file_place at = place_of(one);
		const dmarcramp_finding told = {
			.rule = text_of(result->arena, one->rule->id),
			.name = text_of(result->arena, one->rule->name),
			.severity = dr_severity_name(one->severity),
			.message = text_of(result->arena, one->message),
			.fix = text_of(result->arena, one->fix),
			.file = at.file != NULL ? at.file : "",
			.line = at.line,
			.column = at.column,
		};
		tell(self, &told);
		count++;
	}
	return count;
}

static int read_zones(dr_arena *arena, const dmarcramp_zone *zone, dr_zone_list *ret_zones,
                      dr_error *err)
{
	const dr_source source = { zone->name != NULL ? zone->name : "zone",
		                   { zone->text, zone->length } };
	dr_zone_options options = { .format = zone->format };
	if (zone->origin != NULL) {
		int code = dr_domain_load(arena, dr_str_of(zone->origin), &options.origin, err);
		if (code != DR_OK) {
			return code;
		}
	}
	return dr_zone_parse_all(arena, &source, &options, NULL, ret_zones, err);
}

static int lint(dmarcramp *linter, dr_arena *arena, const dr_zone_list *zones, dr_str domain,
                void (*tell)(void *self, const dmarcramp_finding *finding), void *self,
                dr_error *err)
{
	const dr_run_config config = {
		.rules = linter->rules,
		.zones = dr_zones_new(arena, zones->items, zones->len),
	};
	const dr_request request = { .domain = domain, .probe = DR_PROBE_COMMON };
	dr_run_result result = { .request = NULL };
	if (dr_run_one(&config, &request, &result) != DR_OK) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	int count = -1;
	if (result.error.code != DR_OK) {
		*err = result.error;
	} else {
		dr_judgement_finish(result.arena, &result.judgement);
		count = tell_all(&result, tell, self);
	}
	dr_run_result_done(&result);
	return count;
}

int dmarcramp_lint_zone(dmarcramp *linter, const dmarcramp_zone *zone, const char *domain,
                        void (*tell)(void *self, const dmarcramp_finding *finding), void *self,
                        dmarcramp_error *error)
{
	dr_error err = { .code = DR_OK };
	dr_zone_list zones = { NULL, 0 };
	dr_arena *arena = dr_arena_new(0);
	int count = -1;
	if (arena == NULL) {
		dr_error_set(&err, DR_ENOMEM, DR_NOWHERE, "no memory");
	} else if (read_zones(arena, zone, &zones, &err) == DR_OK) {
		count = lint(linter, arena, &zones, dr_str_of(domain), tell, self, &err);
	}
	for (size_t i = 0; i < zones.len; i++) {
		dr_zone_close(zones.items[i]);
	}
	dr_arena_free(arena);
	if (count < 0 && error != NULL) {
		snprintf(error->text, sizeof(error->text), "%s", err.text);
	}
	return count < 0 ? -1 : count;
}
