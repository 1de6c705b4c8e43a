#include "run/run_priv.h"
#include "base/limits.h"
#include "schema/walk.h"
#include "run/waivers.h"
#include "survey/survey.h"

#ifdef DR_ARENA_DEBUG
enum { CHECKS_FACTS = true };
#else
enum { CHECKS_FACTS = false };
#endif

enum { SOURCES_MAX = 3 }; /* that answer at once */

static size_t or_default(size_t value, size_t otherwise)
{
	return value > 0 ? value : otherwise;
}

size_t dr_run_arena_limit(const dr_run_config *config)
{
	return or_default(config->max_arena, DR_LIMIT_ARENA);
}

static bool open_answers(dr_run *run)
{
	const dr_run_config *config = run->config;
	size_t count = 0;
	dr_source_of_answers **sources =
		dr_arena_alloc_array(run->result.arena, SOURCES_MAX, sizeof(*sources));
	if (sources == NULL) {
		return false;
	}
	if (config->first != NULL) {
		sources[count++] = config->first;
	}
	if (config->zones != NULL) {
		sources[count++] = dr_zones_source(config->zones);
	}
	if (config->snapshot != NULL) {
		sources[count++] = config->snapshot;
	}
	dr_answers_config answers = {
		.immediate = sources,
		.immediate_count = count,
		.live = config->live != NULL,
		.live_https = config->web != NULL,
		.max_questions = or_default(config->max_questions, DR_LIMIT_QUESTIONS),
		.max_fetches = or_default(config->max_fetches, DR_LIMIT_FETCHES),
	};
	run->result.answers = dr_answers_new(run->result.arena, &answers);
	return run->result.answers != NULL;
}

static bool load_domain(dr_run *run)
{
	dr_run_result *result = &run->result;
	if (dr_domain_load(result->arena, run->request->domain, &run->domain, &result->error) !=
	    DR_OK) {
		return false;
	}
	result->domain = dr_name_text(result->arena, run->domain);
	return true;
}

static void init(dr_run *run, const dr_run_config *config, dr_arena *arena, dr_arena *scratch,
                 int64_t now_ms)
{
	*run = (dr_run){
		.config = config,
		.result = { .arena = arena },
		.scratch = scratch,
		.deadline_ms = now_ms + (config->run_ms > 0 ? config->run_ms : DR_LIMIT_RUN_MS),
		.fresh = true,
		.fresh_since_ms = INT64_MIN / 2,
	};
}

int dr_run_begin(dr_run *run, const dr_run_config *config, const dr_request *request,
                 dr_arena *arena, dr_arena *scratch, int64_t now_ms)
{
	init(run, config, arena, scratch, now_ms);
	run->request = run->result.request = request;
	run->hints = (dr_hints){
		.selectors = request->selectors,
		.bimi_selector = request->bimi_selector,
		.probe = request->probe,
		.rua = request->rua,
		.ruf = request->ruf,
		.domains = config->domains != NULL ? config->domains->listed : (dr_strs){ 0 },
		.catalog = config->catalog,
		.authoritative = config->authoritative,
		.allow_private = config->allow_private,
	};
	if (!load_domain(run)) {
		return run->result.error.code == DR_ENOMEM ? DR_ENOMEM : DR_OK;
	}
	run->hints.listed = dr_run_listed_selectors(run);
	run->hints.below = dr_run_names_below(run);
	dr_run_add_used(run);
	if (!open_answers(run)) {
		return DR_ENOMEM;
	}
	run->before = dr_run_before(run);
	run->hints.included = dr_run_included_before(run);
	return DR_OK;
}

int dr_run_begin_inquiry(dr_run *run, const dr_run_config *config, const dr_inquiry *inquiry,
                         dr_arena *arena, dr_arena *scratch, int64_t now_ms)
{
	init(run, config, arena, scratch, now_ms);
	run->inquiry = inquiry;
	return open_answers(run) ? DR_OK : DR_ENOMEM;
}

/* One pass; `ret_survey` is filled in unless the run is an inquiry. */
static void ask(dr_run *run, dr_arena *arena, dr_survey *ret_survey)
{
	dr_asking asking = {
		.answers = run->result.answers,
		.arena = arena,
		.kept = run->result.arena,
		.suffixes = run->config->suffixes,
	};
	run->result.passes++;
	run->fresh = false;
	if (run->inquiry != NULL) {
		run->inquiry->ask(run->inquiry->self, &asking);
	} else {
		dr_survey_run(&asking, &run->hints, run->domain, ret_survey);
	}
}

void dr_run_pass(dr_run *run)
{
	dr_survey ignored;
	dr_arena_reset(run->scratch);
	ask(run, run->scratch, &ignored);
}

/* Facts over an empty table, when the domain has spent its memory: all are unknown. */
static int start_over(dr_run *run)
{
	dr_run_result *result = &run->result;
	dr_answers_done(result->answers);
	dr_arena_reset(result->arena);
	run->waiters = NULL;
	result->over_budget = true;
	result->survey = NULL;
	if (!load_domain(run) || !open_answers(run)) {
		return DR_ENOMEM;
	}
	result->facts = dr_facts_unknown(result->arena, result->domain, DR_WHY_BUDGET);
	return result->facts != NULL ? DR_OK : DR_ENOMEM;
}

/* A fact that nobody set is a mistake of ours. */
static void check_facts(dr_run *run)
{
	const dr_variables *variables = &dr_run_world()->variables;
	for (size_t i = 0; i < variables->count && CHECKS_FACTS; i++) {
		const dr_variable *v = &variables->items[i];
		if (run->result.values.at[i] != NULL) {
			dr_str unset = dr_schema_unset(run->scratch, v->type->record, v->name,
			                               run->result.values.at[i]);
			if (unset.len > 0) {
				dr_error_set(&run->result.error, DR_EINVAL, DR_NOWHERE,
				             "nobody set the fact %.*s", DR_FMT(unset));
			}
		}
	}
}

/* The last pass is like the one before it, but its results stay. Nothing may become open in it. */
void dr_run_fill_facts(dr_run *run)
{
	dr_run_result *result = &run->result;
	const dr_run_config *config = run->config;
	dr_survey *found = dr_arena_new_of(result->arena, dr_survey);
	if (found == NULL) {
		return;
	}
	dr_answers_give_up(result->answers, DR_BUDGET);
	ask(run, result->arena, found);
	dr_facts_input input = {
		.survey = found,
		.catalog = config->catalog,
		.suffixes = config->suffixes,
		.zone = dr_run_zone(run),
		.domains = config->domains,
		.mail = run->request->mail,
		.report_addresses = run->request->report_addresses,
		.services = run->request->services,
		.networks = run->request->networks,
		.message = run->request->message,
		.traffic = run->request->traffic,
		.before = run->before.facts,
		.before_survey = run->before.survey,
		.before_day = config->previous_day,
		.as_of = config->as_of,
		.logo = config->logo,
		.certificate = config->certificate,
		.mark_roots = config->mark_roots,
	};
	result->survey = found;
	result->facts = dr_facts_make(result->arena, &input);
}

static int make_facts(dr_run *run)
{
	dr_run_fill_facts(run);
	if (!dr_arena_failed(run->result.arena)) {
		return DR_OK;
	}
	return dr_arena_over_limit(run->result.arena) ? start_over(run) : DR_ENOMEM;
}

static bool any_answer_missing(const dr_answers *answers, dr_why why)
{
	for (size_t i = 0; i < dr_answers_count(answers); i++) {
		dr_outcome outcome = dr_answers_at(answers, i)->outcome;
		if (!dr_outcome_is_certain(outcome) && dr_outcome_why(outcome) == why) {
			return true;
		}
	}
	return false;
}

static bool any_rule_undecided(const dr_judgement *judgement)
{
	const dr_why_set had_not = (1u << DR_WHY_NETWORK) | (1u << DR_WHY_BUDGET);
	for (size_t i = 0; i < judgement->findings.len; i++) {
		const dr_finding *finding = judgement->findings.items[i];
		if (finding->outcome == DR_UNDECIDED_FINDING && (finding->why & had_not) != 0) {
			return true;
		}
	}
	return false;
}

/* Waivers are applied between the two stages: rules that keep house see what became of them. */
static int judge_stages(dr_run *run)
{
	dr_run_result *result = &run->result;
	const dr_run_config *config = run->config;
	const dr_rule_settings *settings =
		run->request->settings != NULL ? run->request->settings : config->settings;
	const dr_waiving waiving = { .given = config->waivers,
		                     .zones = config->zones,
		                     .as_of = config->as_of,
		                     .domain = result->domain };
	dr_waivers_facts *waivers = dr_arena_new_of(result->arena, dr_waivers_facts);
	int code = waivers != NULL ? DR_OK : DR_ENOMEM;
	if (code == DR_OK && config->rules != NULL) {
		code = dr_ruleset_run(config->rules, DR_STAGE_FACTS, &result->values, settings,
		                      result->arena, run->scratch, &result->judgement);
	}
	if (code == DR_OK && config->rules != NULL) {
		result->values.at[DR_VARIABLE_plan] =
			config->plan != NULL ? config->plan(config->plan_self, result) : NULL;
		code = dr_ruleset_run(config->rules, DR_STAGE_PLAN, &result->values, settings,
		                      result->arena, run->scratch, &result->judgement);
	}
	if (code == DR_OK) {
		dr_run_waive(result->arena, &waiving, &result->judgement.findings, waivers);
		result->values.at[DR_VARIABLE_waivers] = waivers;
	}
	if (code == DR_OK && config->rules != NULL) {
		code = dr_ruleset_run(config->rules, DR_STAGE_FINDINGS, &result->values, settings,
		                      result->arena, run->scratch, &result->judgement);
	}
	return code;
}

static int judge(dr_run *run)
{
	dr_run_result *result = &run->result;
	const dr_run_config *config = run->config;
	bool spent = any_answer_missing(result->answers, DR_WHY_BUDGET);
	result->over_budget = result->over_budget || spent;
	result->values = dr_run_values(result->facts);
	result->values.at[DR_VARIABLE_change] = dr_run_change(run);
	dr_arena_reset(run->scratch);
	check_facts(run);
	int code = judge_stages(run);
	if (config->rules == NULL) {
		result->incomplete =
			result->over_budget || any_answer_missing(result->answers, DR_WHY_NETWORK);
	} else {
		result->incomplete = any_rule_undecided(&result->judgement);
	}
	return code;
}

int dr_run_finish(dr_run *run)
{
	if (run->result.error.code != DR_OK) {
		return DR_OK;
	}
	int code = make_facts(run);
	return code == DR_OK ? judge(run) : code;
}

void dr_run_finish_inquiry(dr_run *run)
{
	dr_run_result *result = &run->result;
	dr_survey ignored;
	dr_answers_give_up(result->answers, DR_BUDGET);
	ask(run, result->arena, &ignored);
	bool spent = any_answer_missing(result->answers, DR_WHY_BUDGET);
	result->over_budget = result->over_budget || spent;
	result->incomplete =
		result->over_budget || any_answer_missing(result->answers, DR_WHY_NETWORK);
}
