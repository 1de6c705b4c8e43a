#include "planning.h"
#include "as_typed.h"
#include "evidence.h"
#include "exit_status.h"
#include "message.h"
#include "playbooks.h"
#include "run/after.h"
#include "run/reported.h"
#include "zones.h"

typedef struct {
	const dr_run_config *config;
	const dr_run_result *now;
} looking_ahead;

static int judge_after(void *self, dr_arena *arena, dr_str record, dr_findings *ret_findings,
                       dr_error *err)
{
	const looking_ahead *from = self;
	dr_buf owner;
	dr_buf_init(&owner, arena);
	dr_buf_addf(&owner, "_dmarc.%.*s", DR_FMT(from->now->domain));
	const dr_run_change change = { dr_buf_str(&owner), record };
	return dr_run_after(from->config, from->now, &change, arena, ret_findings, err);
}

/* What is published cannot be younger than the day from which is looked. */
static int check_since(const errand *on)
{
	if (on->given->since == DR_NO_DAY || on->given->since <= on->from.as_of) {
		return EXIT_CLEAN;
	}
	dr_buf days;
	dr_buf_init(&days, on->arena);
	dr_day_write(on->given->since, &days);
	dr_buf_add(&days, DR_STR(" is later than the day of the plan, "));
	dr_day_write(on->from.as_of, &days);
	message_say("--since: %.*s", DR_FMT(dr_buf_str(&days)));
	return EXIT_USAGE;
}

int planning_open(errand *on, planning *ret_planning)
{
	planning from = { .on = on };
	int status = check_since(on);
	if (status == EXIT_CLEAN) {
		status = playbook_open(on->arena, on->given->playbook, &from.playbook);
	}
	if (status == EXIT_CLEAN) {
		status = playbook_check_accepted(on->arena, from.playbook, on->settings.config);
	}
	if (status == EXIT_CLEAN && on->evidence == NULL) {
		status = evidence_open_if_any(on->arena, on->given, &on->evidence);
	}
	if (status == EXIT_CLEAN) {
		*ret_planning = from;
	}
	return status;
}

dr_request planning_request(const planning *from, dr_arena *arena, dr_str domain)
{
	dr_request request = errand_request(from->on, arena, domain, DR_PROBE_COMMON);
	request.planned = request.traffic;
	request.traffic = NULL;
	errand_add_below(from->on, arena, &request);
	return request;
}

/* What is said goes before what the config knows, and that before what is usual. */

static dr_day since_of(const options *given, const dr_domain_config *own)
{
	return given->since == DR_NO_DAY && own != NULL ? own->since : given->since;
}

static dr_day by_of(const options *given, const dr_domain_config *own)
{
	return given->by == DR_NO_DAY && own != NULL ? own->by : given->by;
}

static dr_str pace_of(const options *given, const dr_domain_config *own)
{
	if (given->pace.len > 0) {
		return given->pace;
	}
	return own != NULL && own->pace.len > 0 ? own->pace : DR_STR("small");
}

static const dr_domain_config *own_config(const planning *from, const dr_run_result *result)
{
	return settings_of(&from->on->settings, result->arena, result->domain);
}

static dr_plan_request request_of(const planning *from, dr_run_result *result)
{
	const options *given = from->on->given;
	const dr_domain_config *own = own_config(from, result);
	return (dr_plan_request){
		.playbook = from->playbook,
		.facts = result->facts,
		.values = &result->values,
		.judgement = &result->judgement,
		.config = from->on->settings.config,
		.own = own,
		.as_of = from->on->from.as_of,
		.since = since_of(given, own),
		.by = by_of(given, own),
		.pace = pace_of(given, own),
		.mail = result->request->mail,
		.rua = result->request->rua,
		.ruf = result->request->ruf,
		.stop_at = given->stop_at,
		.wishes = as_typed_wishes(result->arena, given),
		.files = as_typed_files(result->arena, given),
		.judge_after = judge_after,
	};
}

/* Reports with many names need more memory than one domain may have: a person may give it more. */
static void tell_failure(const planning *from, const dr_run_result *result, const dr_error *err)
{
	const int64_t megabyte = 1024 * 1024;
	int64_t more = (4 * from->on->given->max_arena + megabyte - 1) / megabyte;
	if (err->code != DR_ENOMEM || !dr_arena_over_limit(result->arena)) {
		message_error(err, NULL);
		return;
	}
	message_say("%s: the memory for %.*s is spent; four times as much: --max-arena %lldM",
	            err->text, DR_FMT(result->domain), (long long)more);
}

static int make_plan(const planning *from, dr_run_result *result, dr_traffic *traffic,
                     const dr_plan_slot *slot, const dr_plan **ret_plan)
{
	looking_ahead ahead = { &from->on->from.config, result };
	dr_plan_request request = request_of(from, result);
	request.self = &ahead;
	request.traffic = traffic;
	request.slot = slot;
	dr_plan *plan = dr_arena_new_of(result->arena, dr_plan);
	dr_error err = { 0 };
	int code = traffic != NULL ? dr_run_reported(ahead.config, result, traffic, result->arena,
	                                             &request.reported, &err)
	                           : DR_OK;
	if (plan == NULL) {
		code = dr_fail(&err, DR_ENOMEM, DR_NOWHERE, "no memory to make a plan");
	} else if (code == DR_OK) {
		code = dr_plan_run(result->arena, &request, plan, &err);
	}
	if (code != DR_OK) {
		tell_failure(from, result, &err);
		return exit_of_error(code);
	}
	*ret_plan = plan;
	return EXIT_CLEAN;
}

/* Once more, with what DNS says. */
static int judge_traffic(const planning *from, const dr_run_result *result, dr_traffic *traffic)
{
	const dr_traffic_knowledge knowledge = {
		.spf = result->survey != NULL ? &result->survey->spf_reach.senders.set : NULL,
	};
	dr_error err = { 0 };
	int code = dr_traffic_judge(result->arena, traffic, &knowledge, &err);
	if (code != DR_OK) {
		tell_failure(from, result, &err);
	}
	return exit_of_error(code);
}

int planning_make(const planning *from, dr_run_result *result, const dr_plan_slot *slot,
                  const dr_plan **ret_plan)
{
	dr_traffic *traffic = result->request->planned;
	int status = EXIT_CLEAN;
	if (traffic != NULL) {
		status = judge_traffic(from, result, traffic);
	} else if (from->on->evidence != NULL) {
		status = EXIT_USAGE;
	}
	return status == EXIT_CLEAN ? make_plan(from, result, traffic, slot, ret_plan) : status;
}

/* Somebody said how, from when, or to what end the domain's rollout goes. */
static bool is_planned(const dr_domain_config *own)
{
	return own != NULL && (own->pace.len > 0 || own->target.len > 0 ||
	                       own->since != DR_NO_DAY || own->by != DR_NO_DAY);
}

const dr_plan_facts *planning_facts(void *self, dr_run_result *result)
{
	const planning *from = self;
	const dr_plan *plan = NULL;
	if (!is_planned(own_config(from, result)) ||
	    make_plan(from, result, result->request->traffic, NULL, &plan) != EXIT_CLEAN) {
		return NULL;
	}
	return dr_plan_facts_make(result->arena, plan);
}

int planning_wanted(dr_arena *arena, const dr_plan *plan, dr_str phase,
                    dr_plan_records *ret_records)
{
	const dr_plan_phase *found = dr_plan_find(plan, phase);
	if (found == NULL) {
		dr_error err = { 0 };
		dr_plan_no_such_phase(arena, plan, phase, &err);
		message_say("%s", err.text);
		return EXIT_USAGE;
	}
	if (found->state == DR_PHASE_SKIPPED) {
		message_say("%.*s is not part of the plan of %.*s: %.*s", DR_FMT(phase),
		            DR_FMT(plan->domain), DR_FMT(found->skipped_because));
		return EXIT_USAGE;
	}
	if (found->state == DR_PHASE_DONE) {
		message_say(
			"%.*s is over at %.*s: wanted is what its resolvers see now; after a way "
			"back ask without --phase",
			DR_FMT(phase), DR_FMT(plan->domain));
	}
	*ret_records = found->wanted;
	return EXIT_CLEAN;
}
