#include "base/limits.h"
#include "rule/rule_priv.h"
#include <string.h>

enum { NOT_GIVEN = 1U << DR_WHY_NOT_GIVEN };

/* One rule over one domain. */
typedef struct {
	const dr_rule *rule;
	dr_severity severity;
	dr_values *values; /* with the element behind the world's variables */
	dr_arena *arena, *scratch;
	dr_judgement *judgement;
	bool found;     /* a hit, or an undecided finding */
	bool not_given; /* something was undecided for want of an input only */
	dr_str not_given_for;
	size_t findings_before; /* in the judgement, when the rule began */
} judge;

static dr_str write_text(const judge *j, const dr_template *text)
{
	dr_buf out;
	if (text == NULL) {
		return (dr_str){ 0 };
	}
	dr_buf_init(&out, j->arena);
	dr_template_write(text, j->values, j->scratch, &out);
	return dr_buf_str(&out);
}

static dr_finding *add_finding(judge *j, dr_finding_outcome outcome)
{
	j->found = true;
	dr_finding *finding = dr_arena_new_of(j->arena, dr_finding);
	if (finding == NULL) {
		return NULL;
	}
	finding->rule = j->rule;
	finding->severity = j->severity;
	finding->outcome = outcome;
	finding->subject = write_text(j, j->rule->subject);
	finding->owner = write_text(j, j->rule->owner);
	if (j->rule->span != NULL) {
		dr_expr_place(j->rule->span, j->values, &finding->place);
	}
	dr_list_add(j->arena, &j->judgement->findings, finding);
	return finding;
}

static void add_hit(judge *j)
{
	dr_finding *finding = add_finding(j, DR_HIT);
	if (finding != NULL) {
		finding->message = write_text(j, j->rule->message);
		finding->fix = write_text(j, j->rule->fix);
	}
}

static void add_undecided(judge *j, const dr_outcome_of_expr *outcome)
{
	dr_finding *finding = add_finding(j, DR_UNDECIDED_FINDING);
	if (finding == NULL) {
		return;
	}
	finding->message = j->rule->title;
	finding->why = outcome->why & ~(dr_why_set)NOT_GIVEN;
	for (size_t i = 0; i < outcome->causes.len; i++) {
		if (outcome->causes.items[i].status.why != DR_WHY_NOT_GIVEN) {
			dr_list_add(j->arena, &finding->because, outcome->causes.items[i]);
		}
	}
}

static bool has_cause(const dr_causes *causes, dr_str path)
{
	for (size_t i = 0; i < causes->len; i++) {
		if (dr_str_eq(causes->items[i].path, path)) {
			return true;
		}
	}
	return false;
}

/* All clauses must hold; one that certainly does not decides whatever the others say. */
static dr_outcome_of_expr evaluate(const judge *j)
{
	dr_outcome_of_expr all = { .verdict = DR_TRUE };
	for (size_t i = 0; i < j->rule->when.len; i++) {
		dr_outcome_of_expr one =
			dr_expr_eval(j->rule->when.items[i].expr, j->values, j->scratch);
		if (one.verdict == DR_FALSE) {
			return one;
		}
		if (one.verdict == DR_UNDECIDED) {
			all.verdict = DR_UNDECIDED;
			all.why |= one.why;
		}
		for (size_t k = 0; k < one.causes.len; k++) {
			if (!has_cause(&all.causes, one.causes.items[k].path)) {
				dr_list_add(j->scratch, &all.causes, one.causes.items[k]);
			}
		}
	}
	return all;
}

static void take_undecided(judge *j, const dr_outcome_of_expr *outcome)
{
	if ((outcome->why & ~(dr_why_set)NOT_GIVEN) != 0) {
		add_undecided(j, outcome);
	} else if (!j->not_given) {
		j->not_given = true;
		j->not_given_for =
			outcome->causes.len > 0 ? outcome->causes.items[0].path : (dr_str){ 0 };
	}
}

static void judge_once(judge *j)
{
	dr_outcome_of_expr outcome = evaluate(j);
	if (outcome.verdict == DR_TRUE) {
		add_hit(j);
	} else if (outcome.verdict == DR_UNDECIDED) {
		take_undecided(j, &outcome);
	}
}

static void judge_element(void *self, size_t index, const void *element)
{
	judge *j = self;
	(void)index;
	if (j->judgement->findings.len - j->findings_before >= DR_LIMIT_RULE_FINDINGS) {
		return;
	}
	j->values->at[j->rule->variables.count - 1] = element;
	judge_once(j);
}

/* Elements that are missing may be the ones that hit. */
static void judge_elements(judge *j)
{
	dr_outcome_of_expr outcome = { 0 };
	dr_verdict all =
		dr_expr_each(j->rule->each, j->values, j->scratch, judge_element, j, &outcome);
	j->values->at[j->rule->variables.count - 1] = NULL;
	if (all == DR_UNDECIDED) {
		take_undecided(j, &outcome);
	}
}

/* The first variable of the rule that this run does not have, or NULL. */
static const char *missing_variable(const dr_rule *rule, const dr_values *values)
{
	for (uint32_t left = rule->reads, i = 0; left != 0; left >>= 1U, i++) {
		if ((left & 1U) != 0 && values->at[i] == NULL) {
			return rule->variables.items[i].name;
		}
	}
	return NULL;
}

void dr_rule_judge(const dr_rule *rule, dr_severity severity, dr_values *values, dr_arena *arena,
                   dr_arena *scratch, dr_judgement *judgement)
{
	judge j = { .rule = rule,
		    .findings_before = judgement->findings.len,
		    .severity = severity,
		    .values = values,
		    .arena = arena,
		    .scratch = scratch,
		    .judgement = judgement };
	const char *missing = missing_variable(rule, values);
	if (missing != NULL) {
		j.not_given = true;
		j.not_given_for = dr_str_of(missing);
	} else if (rule->each != NULL) {
		judge_elements(&j);
	} else {
		judge_once(&j);
	}
	if (j.found) {
		return;
	}
	if (j.not_given) {
		judgement->not_judged_for[judgement->not_judged_count] = j.not_given_for;
		judgement->not_judged[judgement->not_judged_count++] = rule;
	} else {
		judgement->passed[judgement->passed_count++] = rule;
	}
}

static bool reserve(void *list, size_t count, size_t more, size_t size, dr_arena *arena)
{
	void *grown = dr_arena_alloc_array(arena, count + more, size), *old;
	if (grown == NULL) {
		return false;
	}
	memcpy(&old, list, sizeof(old));
	if (count > 0) {
		memcpy(grown, old, count * size);
	}
	memcpy(list, &grown, sizeof(grown));
	return true;
}

bool dr_judgement_reserve(dr_judgement *j, size_t more, dr_arena *arena)
{
	return reserve(&j->passed, j->passed_count, more, sizeof(*j->passed), arena) &&
	       reserve(&j->not_judged, j->not_judged_count, more, sizeof(*j->not_judged), arena) &&
	       reserve(&j->not_judged_for, j->not_judged_count, more, sizeof(*j->not_judged_for),
	               arena);
}

int dr_ruleset_run(const dr_ruleset *rules, dr_stage stage, const dr_values *values,
                   const dr_rule_settings *settings, dr_arena *arena, dr_arena *scratch,
                   dr_judgement *judgement)
{
	if (!dr_judgement_reserve(judgement, rules->rules.len, arena)) {
		return DR_ENOMEM;
	}
	dr_values with_element = *values;
	bool short_of_memory = false;
	for (size_t i = 0; i < rules->rules.len; i++) {
		const dr_rule *rule = rules->rules.items[i];
		dr_severity severity = rule->severity;
		bool off = settings != NULL && !settings->decide(settings->self, rule, &severity);
		if (rule->stage != stage || off) {
			continue;
		}
		dr_rule_judge(rule, severity, &with_element, arena, scratch, judgement);
		short_of_memory |= dr_arena_failed(scratch);
		dr_arena_reset(scratch);
	}
	return short_of_memory || dr_arena_failed(arena) ? DR_ENOMEM : DR_OK;
}
