#include "receiver/spf_eval_priv.h"

static const char *const RESULT_NAMES[DR_SPF_RESULT_COUNT] = {
	[DR_SPF_RESULT_NONE] = "none",           [DR_SPF_RESULT_NEUTRAL] = "neutral",
	[DR_SPF_RESULT_PASS] = "pass",           [DR_SPF_RESULT_FAIL] = "fail",
	[DR_SPF_RESULT_SOFTFAIL] = "softfail",   [DR_SPF_RESULT_TEMPERROR] = "temperror",
	[DR_SPF_RESULT_PERMERROR] = "permerror",
};

static const struct {
	const char *name, *text;
	dr_spf_result result;
} PROBLEMS[DR_SPF_PROBLEM_COUNT] = {
	[DR_SPF_PROBLEM_NONE] = { "", "", DR_SPF_RESULT_NEUTRAL },
	[DR_SPF_PROBLEM_DOMAIN] = { "no-domain", "the sender has no domain", DR_SPF_RESULT_NONE },
	[DR_SPF_PROBLEM_NO_RECORD] = { "no-record", "there is no SPF record", DR_SPF_RESULT_NONE },
	[DR_SPF_PROBLEM_SEVERAL] = { "several-records", "there are several SPF records",
	                             DR_SPF_RESULT_PERMERROR },
	[DR_SPF_PROBLEM_SYNTAX] = { "syntax", "a record has a syntax error",
	                            DR_SPF_RESULT_PERMERROR },
	[DR_SPF_PROBLEM_LOOKUPS] = { "too-many-lookups", "more than 10 terms ask DNS",
	                             DR_SPF_RESULT_PERMERROR },
	[DR_SPF_PROBLEM_VOID_LOOKUPS] = { "too-many-void-lookups",
	                                  "more than 2 look-ups found nothing",
	                                  DR_SPF_RESULT_PERMERROR },
	[DR_SPF_PROBLEM_MX_HOSTS] = { "too-many-mx-hosts", "an mx has more than 10 hosts",
	                              DR_SPF_RESULT_PERMERROR },
	[DR_SPF_PROBLEM_TARGET] = { "no-record-at-target",
	                            "an include or redirect leads to a domain without a record",
	                            DR_SPF_RESULT_PERMERROR },
	[DR_SPF_PROBLEM_DNS] = { "dns", "a question was not answered", DR_SPF_RESULT_TEMPERROR },
};

const char *dr_spf_result_name(dr_spf_result result)
{
	return RESULT_NAMES[result];
}

const char *dr_spf_problem_name(dr_spf_problem problem)
{
	return PROBLEMS[problem].name;
}

const char *dr_spf_problem_text(dr_spf_problem problem)
{
	return PROBLEMS[problem].text;
}

static dr_spf_result result_of_qualifier(char qualifier)
{
	switch (qualifier) {
	case '-': return DR_SPF_RESULT_FAIL;
	case '~': return DR_SPF_RESULT_SOFTFAIL;
	case '?': return DR_SPF_RESULT_NEUTRAL;
	default: return DR_SPF_RESULT_PASS;
	}
}

/* Sets check->texts and says whether there is one good record (RFC 7208 4.4, 4.5, 4.6). */
static dr_spf_problem select_record(dr_spf_evaluator *e, dr_spf_check *check, dr_name name,
                                    dr_spf_step *from)
{
	if (dr_name_labels(name) < 2 || check->domain.ptr[0] == '[') {
		return DR_SPF_PROBLEM_DOMAIN;
	}
	const dr_answer *answer = dr_spf_ask(e, from, name, DR_TYPE_TXT);
	check->texts = dr_texts_of(e->asking, answer, DR_RECORD_SPF);
	answer = check->texts->answer;
	if (!dr_outcome_is_certain(answer->outcome)) {
		dr_spf_stop(e, from, answer);
		return DR_SPF_PROBLEM_DNS;
	}
	if (check->texts->count != 1) {
		return check->texts->count == 0 ? DR_SPF_PROBLEM_NO_RECORD : DR_SPF_PROBLEM_SEVERAL;
	}
	return check->texts->spf->valid ? DR_SPF_PROBLEM_NONE : DR_SPF_PROBLEM_SYNTAX;
}

static void evaluate_record(dr_spf_evaluator *e, dr_spf_check *check);

/* `from` is the step that leads here. */
static const dr_spf_check *check_host(dr_spf_evaluator *e, const dr_spf_domain *domain,
                                      dr_spf_step *from)
{
	static const dr_spf_check NO_MEMORY = { .result = DR_SPF_RESULT_TEMPERROR,
		                                .problem = DR_SPF_PROBLEM_DNS };
	dr_spf_check *check = dr_arena_new_of(e->asking->arena, dr_spf_check);
	if (check == NULL) {
		return &NO_MEMORY;
	}
	dr_str outer = e->values.domain;
	check->domain = e->values.domain = domain->text;
	check->problem = select_record(e, check, domain->name, from);
	if (check->problem == DR_SPF_PROBLEM_NONE) {
		evaluate_record(e, check);
	} else {
		check->result = PROBLEMS[check->problem].result;
	}
	e->values.domain = outer;
	from->below = check;
	return check;
}

/* The problem of a step that got `check` for its target; none when it has a result that counts. */
static dr_spf_problem problem_below(const dr_spf_check *check)
{
	return check->result == DR_SPF_RESULT_NONE ? DR_SPF_PROBLEM_TARGET : check->problem;
}

static bool match_include(dr_spf_evaluator *e, dr_spf_step *step, const dr_spf_domain *target)
{
	const dr_spf_check *check = check_host(e, target, step);
	step->problem = problem_below(check);
	return step->problem == DR_SPF_PROBLEM_NONE && check->result == DR_SPF_RESULT_PASS;
}

static bool (*const MATCHERS[DR_SPF_KIND_COUNT])(dr_spf_evaluator *, dr_spf_step *, dr_name) = {
	[DR_SPF_A] = dr_spf_match_a,
	[DR_SPF_MX] = dr_spf_match_mx,
	[DR_SPF_PTR] = dr_spf_match_ptr,
	[DR_SPF_EXISTS] = dr_spf_match_exists,
};

static bool match(dr_spf_evaluator *e, dr_spf_step *step)
{
	const dr_spf_term *term = step->term;
	dr_spf_domain target;
	if (!term->counts) {
		return term->kind == DR_SPF_ALL || dr_prefix_holds(term->prefix, e->values.ip);
	}
	if (!dr_spf_count(e, step) || !dr_spf_expand_target(e, step, &target)) {
		return false;
	}
	if (term->kind == DR_SPF_INCLUDE) {
		return match_include(e, step, &target);
	}
	return dr_name_is_set(target.name) && MATCHERS[term->kind](e, step, target.name);
}

static void end(dr_spf_evaluator *e, dr_spf_check *check, const dr_spf_step *step,
                dr_spf_result result)
{
	dr_list_add(e->asking->arena, &check->steps, *step);
	check->problem = step->problem;
	if (step->problem != DR_SPF_PROBLEM_NONE) {
		check->result = PROBLEMS[step->problem].result;
	} else {
		check->result = result;
		check->decided_by = step->term;
	}
}

/* RFC 7208 6.1: the target's result, unless it has none. */
static void redirect(dr_spf_evaluator *e, dr_spf_check *check)
{
	dr_spf_step step = { .term = check->texts->spf->redirect };
	dr_spf_domain target;
	dr_spf_result result = DR_SPF_RESULT_PERMERROR;
	if (dr_spf_count(e, &step) && dr_spf_expand_target(e, &step, &target)) {
		const dr_spf_check *below = check_host(e, &target, &step);
		step.problem = problem_below(below);
		step.matched = step.problem == DR_SPF_PROBLEM_NONE;
		result = below->result;
	} else if (step.problem == DR_SPF_PROBLEM_NONE) {
		step.problem = DR_SPF_PROBLEM_TARGET;
	}
	end(e, check, &step, result);
}

/* RFC 7208 4.6, 4.7: the first mechanism that matches decides, then redirect. */
static void evaluate_record(dr_spf_evaluator *e, dr_spf_check *check)
{
	const dr_spf *record = check->texts->spf;
	for (size_t i = 0; i < record->terms.len; i++) {
		dr_spf_step step = { .term = &record->terms.items[i] };
		if (step.term->qualifier == '\0') {
			continue;
		}
		step.matched = match(e, &step);
		if (step.matched || step.problem != DR_SPF_PROBLEM_NONE) {
			end(e, check, &step, result_of_qualifier(step.term->qualifier));
			return;
		}
		dr_list_add(e->asking->arena, &check->steps, step);
	}
	check->result = DR_SPF_RESULT_NEUTRAL;
	if (record->redirect != NULL) {
		redirect(e, check);
	}
}

/* The check whose record has the last word: behind every redirect. */
static const dr_spf_check *last_check(const dr_spf_check *check)
{
	while (check->decided_by != NULL && check->decided_by->kind == DR_SPF_REDIRECT) {
		check = check->steps.items[check->steps.len - 1].below;
	}
	return check;
}

void dr_spf_eval(const dr_asking *asking, const dr_spf_client *client,
                 dr_spf_evaluation *ret_evaluation)
{
	dr_spf_sender sender = dr_spf_read_sender(asking->arena, client);
	*ret_evaluation = (dr_spf_evaluation){ .status = DR_STATUS_KNOWN,
		                               .sender = sender.address,
		                               .domain = sender.domain.text };
	dr_spf_evaluator e = {
		.asking = asking,
		.out = ret_evaluation,
		.values = { .sender = sender.address,
		            .local = sender.local,
		            .sender_domain = sender.domain.text,
		            .helo = client->helo,
		            .receiver = client->receiver,
		            .time = client->time,
		            .ip = dr_ipaddr_unmap(client->ip) },
		.local_is_ascii = dr_spf_is_ascii(sender.local),
	};
	dr_spf_step start = { .term = NULL };
	const dr_spf_check *check = check_host(&e, &sender.domain, &start);
	ret_evaluation->check = check;
	ret_evaluation->result = check->result;
	ret_evaluation->problem = check->problem;
	ret_evaluation->mechanism = check->decided_by;
	if (check->result == DR_SPF_RESULT_FAIL && !dr_arena_failed(asking->arena)) {
		dr_spf_explain(&e, last_check(check));
	}
	if (dr_arena_failed(asking->arena)) {
		ret_evaluation->result = DR_SPF_RESULT_TEMPERROR;
		ret_evaluation->status = (dr_status){ .state = DR_UNKNOWN, .why = DR_WHY_BUDGET };
	}
}
