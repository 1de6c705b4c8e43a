#include "run/reported.h"
#include "run/run_priv.h"
#include "run/waivers.h"

/* The settings of a run, for rules about reports only. */
typedef struct {
	const dr_rule_settings *given; /* may be NULL */
} of_reports;

static bool decide(const void *self, const dr_rule *rule, dr_severity *severity)
{
	const of_reports *only = self;
	if ((rule->reads & (1u << DR_VARIABLE_traffic)) == 0) {
		return false;
	}
	return only->given != NULL ? only->given->decide(only->given->self, rule, severity)
	                           : !rule->optional;
}

static const dr_traffic_facts *facts_of(const dr_run_config *config, const dr_run_result *now,
                                        struct dr_traffic *traffic, dr_arena *arena)
{
	if (now->survey == NULL) {
		return NULL;
	}
	const dr_facts_input input = { .survey = now->survey,
		                       .traffic = traffic,
		                       .as_of = config->as_of };
	return dr_facts_of_traffic(arena, &input, now->facts);
}

int dr_run_reported(const dr_run_config *config, const dr_run_result *now,
                    struct dr_traffic *traffic, dr_arena *arena, dr_findings *ret_findings,
                    dr_error *err)
{
	const of_reports only = { now->request->settings != NULL ? now->request->settings
		                                                 : config->settings };
	const dr_rule_settings settings = { .decide = decide, .self = &only };
	const dr_waiving waiving = { .given = config->waivers,
		                     .zones = config->zones,
		                     .as_of = config->as_of,
		                     .domain = now->domain };
	dr_judgement judgement = { 0 };
	dr_waivers_facts waivers = { 0 };
	dr_values values = now->values;
	values.at[DR_VARIABLE_traffic] = facts_of(config, now, traffic, arena);
	if (values.at[DR_VARIABLE_traffic] == NULL || config->rules == NULL) {
		*ret_findings = (dr_findings){ 0 };
		return DR_OK;
	}
	dr_arena *scratch = dr_arena_new(dr_run_arena_limit(config));
	int code = scratch != NULL ? dr_ruleset_run(config->rules, DR_STAGE_FACTS, &values,
	                                            &settings, arena, scratch, &judgement)
	                           : DR_ENOMEM;
	dr_arena_free(scratch);
	if (code == DR_OK) {
		dr_run_waive(arena, &waiving, &judgement.findings, &waivers);
		dr_judgement_finish(arena, &judgement);
	}
	if (code != DR_OK || dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to judge what reports show");
	}
	*ret_findings = judgement.findings;
	return DR_OK;
}
