#include "base/limits.h"
#include "rule/rule_priv.h"
#include <string.h>

enum { NOT_GIVEN = 1U << DR_WHY_NOT_GIVEN };

typedef struct {
	dr_values *values; /* with the element behind the world's variables */
	uint32_t missing;  /* variables that this run does not have: bit i for the i-th */
	dr_arena *arena, *scratch;
	dr_judgement *judgement;
	/* Of the rule that is judged now: */
	const dr_rule *rule;
	dr_severity severity;
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

/* An override stays as it is. */
static bool is_mild(const judge *j)
{
	const dr_rule *rule = j->rule;
	return rule->milder_when != NULL && j->severity == rule->severity &&
	       dr_expr_eval(rule->milder_when, j->values, j->scratch).verdict == DR_TRUE;
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
	finding->scope = write_text(j, j->rule->scope);
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
		finding->severity = is_mild(j) ? j->rule->milder : j->severity;
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

/* Adds what a condition says, that is not false, to what those before it say. */
static void join(const judge *j, dr_outcome_of_expr *all, const dr_outcome_of_expr *one)
{
	if (one->verdict == DR_UNDECIDED) {
		all->verdict = DR_UNDECIDED;
		all->why |= one->why;
	}
	for (size_t i = 0; i < one->causes.len; i++) {
		if (!has_cause(&all->causes, one->causes.items[i].path)) {
			dr_list_add(j->scratch, &all->causes, one->causes.items[i]);
		}
	}
}

/* All clauses must hold; one that certainly does not decides whatever the others say. */
static dr_outcome_of_expr evaluate_all(const judge *j, const dr_clauses *when)
{
	dr_outcome_of_expr all = { .verdict = DR_TRUE };
	for (size_t i = 0; i < when->len; i++) {
		dr_outcome_of_expr one = dr_expr_eval(when->items[i].expr, j->values, j->scratch);
		if (one.verdict == DR_FALSE) {
			return one;
		}
		join(j, &all, &one);
	}
	return all;
}

static dr_outcome_of_expr evaluate(const judge *j)
{
	const dr_clauses *when = &j->rule->when;
	return when->len == 1 ? dr_expr_eval(when->items[0].expr, j->values, j->scratch)
	                      : evaluate_all(j, when);
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
	(void)element;
	if (j->judgement->findings.len - j->findings_before < DR_LIMIT_RULE_FINDINGS) {
		judge_once(j);
	}
}

/* Elements that are missing may be the ones that hit. */
static void judge_elements(judge *j)
{
	const dr_rule *rule = j->rule;
	dr_outcome_of_expr outcome = { 0 };
	const dr_expr *where = rule->when.items[0].expr;
	if (dr_expr_each(rule->each, where, rule->variables.count - 1, j->values, j->scratch,
	                 judge_element, j, &outcome) == DR_UNDECIDED) {
		take_undecided(j, &outcome);
	}
}

static uint32_t missing_variables(const dr_values *values)
{
	uint32_t missing = 0;
	for (unsigned i = 0; i < DR_VARIABLES_MAX; i++) {
		missing |= (uint32_t)(values->at[i] == NULL) << i;
	}
	return missing;
}

static const char *first_variable(const dr_rule *rule, uint32_t set)
{
	size_t i = 0;
	while ((set >> i & 1U) == 0) {
		i++;
	}
	return rule->variables.items[i].name;
}

static void judge_rule(judge *j, const dr_rule *rule, dr_severity severity)
{
	const uint32_t missing = rule->reads & j->missing;
	dr_judgement *judgement = j->judgement;
	j->rule = rule;
	j->severity = severity;
	j->found = j->not_given = false;
	j->findings_before = judgement->findings.len;
	if (missing != 0) {
		j->not_given = true;
		j->not_given_for = dr_str_of(first_variable(rule, missing));
	} else if (rule->each != NULL) {
		judge_elements(j);
	} else {
		judge_once(j);
	}
	if (j->found) {
		return;
	}
	if (j->not_given) {
		judgement->not_judged_for[judgement->not_judged_count] = j->not_given_for;
		judgement->not_judged[judgement->not_judged_count++] = rule;
	} else {
		judgement->passed[judgement->passed_count++] = rule;
	}
}

void dr_rule_judge(const dr_rule *rule, dr_values *values, dr_arena *arena, dr_arena *scratch,
                   dr_judgement *judgement)
{
	judge j = { .values = values,
		    .missing = missing_variables(values),
		    .arena = arena,
		    .scratch = scratch,
		    .judgement = judgement };
	judge_rule(&j, rule, rule->severity);
}

static bool reserve(void *list, size_t count, size_t more, size_t size, dr_arena *arena)
{
	void *grown = dr_arena_alloc_uncleared(arena, (count + more) * size), *old;
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
	judge j = { .values = &with_element,
		    .missing = missing_variables(values),
		    .arena = arena,
		    .scratch = scratch,
		    .judgement = judgement };
	for (size_t i = 0; i < rules->rules.len; i++) {
		const dr_rule *rule = rules->rules.items[i];
		dr_severity severity = rule->severity;
		bool off = settings != NULL ? !settings->decide(settings->self, rule, &severity)
		                            : rule->optional;
		if (rule->stage != stage || off) {
			continue;
		}
		judge_rule(&j, rule, severity);
		short_of_memory |= dr_arena_failed(scratch);
		if (dr_arena_used(scratch) > 0) {
			dr_arena_reset(scratch);
		}
	}
	return short_of_memory || dr_arena_failed(arena) ? DR_ENOMEM : DR_OK;
}
