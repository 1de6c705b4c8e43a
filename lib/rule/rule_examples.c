#include "rule/rule_priv.h"

static const char *const EXPECTATIONS[] = {
	[DR_EXPECT_HIT] = "hit",
	[DR_EXPECT_MISS] = "miss",
	[DR_EXPECT_UNDECIDED] = "undecided",
	[DR_EXPECT_NOT_JUDGED] = "not-judged",
	NULL,
};

/* The keys of an example. */
typedef struct {
	dr_str expect, name, domain, record, zone, octodns, before;
	dr_strs timeout, servfail, selectors;
	dr_str mail;
	const dr_node *facts, *fetches, *fetches_before;
	dr_strs message;
	dr_str severity;
} example_text;

static const dr_field EXAMPLE_FIELDS[] = {
	DR_PLAIN(example_text, expect, "what must come of it", DR_CHOICES(EXPECTATIONS)),
	DR_PLAIN(example_text, name, "what it shows", DR_OPTIONAL),
	DR_PLAIN(example_text, domain, "the domain that is looked at",
	         .fallback = { .given = true, .s = "example.com" }),
	DR_PLAIN(example_text, record, "a text at the rule's usual owner name", DR_OPTIONAL),
	DR_PLAIN(example_text, zone, "master-file lines for example.com", DR_OPTIONAL),
	DR_PLAIN(example_text, octodns, "a file of octoDNS for example.com", DR_OPTIONAL),
	DR_PLAIN(example_text, before, "such lines of before a change", DR_OPTIONAL),
	DR_PLAIN(example_text, timeout, "owner names that do not answer"),
	DR_PLAIN(example_text, servfail, "owner names whose server fails"),
	DR_PLAIN(example_text, selectors, "DKIM selectors that the user named"),
	DR_PLAIN(example_text, mail, "what the domain sends", DR_OPTIONAL),
	DR_KEPT(example_text, facts, "values set directly", DR_OPTIONAL),
	DR_KEPT(example_text, fetches, "files that web servers give", DR_OPTIONAL),
	DR_KEPT(example_text, fetches_before, "and those of before a change", DR_OPTIONAL),
	DR_PLAIN(example_text, message, "texts that the message must hold"),
	DR_PLAIN(example_text, severity, "how bad the hit is", DR_CHOICES(DR_SEVERITIES),
	         DR_OPTIONAL),
};
static DR_SCHEMA(EXAMPLE_TEXT, "an example", example_text, EXAMPLE_FIELDS,
                 "an example as it is written");

static dr_expectation expectation_of(dr_str word)
{
	size_t i = 0;
	while (EXPECTATIONS[i] != NULL && !dr_str_eq(word, dr_str_of(EXPECTATIONS[i]))) {
		i++;
	}
	return (dr_expectation)i;
}

static size_t load_example(dr_arena *arena, const dr_source *source, const dr_node *node,
                           dr_examples *ret_examples, dr_errors *errors)
{
	example_text text = { 0 };
	size_t count = dr_bind(arena, source, &EXAMPLE_TEXT, node, &text, errors);
	if (text.facts != NULL && text.facts->kind != DR_NODE_MAP) {
		count += dr_errors_add(arena, errors, source, DR_ETYPE, text.facts->span,
		                       "'facts' must be a map, not %s",
		                       dr_node_kind_name(text.facts->kind));
	}
	dr_example *example = dr_arena_new_of(arena, dr_example);
	if (count > 0 || example == NULL) {
		return count;
	}
	*example = (dr_example){ .expect = expectation_of(text.expect),
		                 .title = text.name,
		                 .domain = text.domain,
		                 .record = text.record,
		                 .zone = text.zone,
		                 .octodns = text.octodns,
		                 .before = text.before,
		                 .timeouts = text.timeout,
		                 .servfails = text.servfail,
		                 .selectors = text.selectors,
		                 .mail = text.mail,
		                 .facts = text.facts,
		                 .fetches = text.fetches,
		                 .fetches_before = text.fetches_before,
		                 .messages = text.message,
		                 .severity = text.severity,
		                 .at = node->span };
	dr_list_add(arena, ret_examples, example);
	return 0;
}

size_t dr_examples_load(dr_arena *arena, const dr_source *source, const dr_node *node,
                        dr_examples *ret_examples, dr_errors *errors)
{
	size_t count = 0;
	if (node != NULL && node->kind != DR_NODE_SEQ) {
		return dr_errors_add(arena, errors, source, DR_ETYPE, node->span,
		                     "'examples' must be a list, not %s",
		                     dr_node_kind_name(node->kind));
	}
	for (const dr_node *item = node != NULL ? node->first : NULL; item != NULL;
	     item = item->next) {
		count += load_example(arena, source, item, ret_examples, errors);
	}
	return count;
}

static dr_expectation outcome_of(const dr_judgement *judgement)
{
	const dr_findings *findings = &judgement->findings;
	for (size_t i = 0; i < findings->len; i++) {
		if (findings->items[i]->outcome == DR_HIT) {
			return DR_EXPECT_HIT;
		}
	}
	if (findings->len > 0) {
		return DR_EXPECT_UNDECIDED;
	}
	return judgement->not_judged_count > 0 ? DR_EXPECT_NOT_JUDGED : DR_EXPECT_MISS;
}

static bool says(const dr_findings *findings, dr_str text)
{
	for (size_t i = 0; i < findings->len; i++) {
		dr_str message = findings->items[i]->message;
		if (text.len == 0 || dr_str_search(message, text) < message.len) {
			return true;
		}
	}
	return false;
}

static bool has_severity(const dr_findings *findings, dr_str name)
{
	for (size_t i = 0; i < findings->len; i++) {
		if (dr_str_eq(name, dr_str_of(dr_severity_name(findings->items[i]->severity)))) {
			return true;
		}
	}
	return false;
}

/* What happened, behind "expected …, got …": the messages, or what was missing. */
static void write_details(const dr_judgement *judgement, dr_buf *out)
{
	for (size_t i = 0; i < judgement->findings.len; i++) {
		const dr_finding *finding = judgement->findings.items[i];
		dr_buf_addf(out, "%s%.*s", i > 0 ? "; " : ": ", DR_FMT(finding->message));
		for (size_t k = 0; k < finding->because.len; k++) {
			const dr_cause *cause = &finding->because.items[k];
			dr_buf_addf(out, "%s%.*s: %s", k > 0 ? ", " : " (", DR_FMT(cause->path),
			            dr_why_name((dr_why)cause->status.why));
		}
		dr_buf_add(out, finding->because.len > 0 ? DR_STR(")") : DR_STR(""));
	}
	if (judgement->not_judged_count > 0) {
		dr_buf_addf(out, ": %.*s is not given", DR_FMT(judgement->not_judged_for[0]));
	}
}

static dr_example_result compare(const dr_example *example, const dr_judgement *judgement,
                                 dr_arena *arena)
{
	dr_buf what;
	dr_buf_init(&what, arena);
	dr_expectation got = outcome_of(judgement);
	if (got != example->expect) {
		dr_buf_addf(&what, "expected %s, got %s", EXPECTATIONS[example->expect],
		            EXPECTATIONS[got]);
		write_details(judgement, &what);
	}
	if (what.len == 0 && example->severity.len > 0 &&
	    !has_severity(&judgement->findings, example->severity)) {
		dr_buf_addf(&what, "no finding is of severity %.*s", DR_FMT(example->severity));
		write_details(judgement, &what);
	}
	for (size_t i = 0; what.len == 0 && i < example->messages.len; i++) {
		dr_str wanted = example->messages.items[i];
		if (!says(&judgement->findings, wanted)) {
			dr_buf_addf(&what, "the message lacks '%.*s'", DR_FMT(wanted));
			write_details(judgement, &what);
		}
	}
	return (dr_example_result){ .ok = what.len == 0, .what = dr_buf_str(&what) };
}

int dr_example_run(const dr_rule *rule, const dr_example *example, dr_example_facts make,
                   void *self, dr_arena *arena, dr_example_result *ret_result, dr_error *err)
{
	dr_values values = { 0 };
	dr_judgement judgement = { 0 };
	dr_error why = { 0 };
	int status = make(self, arena, rule, example, &values, &why);
	if (status == DR_EPART) {
		*ret_result = (dr_example_result){ .ok = true };
		return DR_OK;
	}
	if (status != DR_OK) {
		*err = why;
		return status;
	}
	if (dr_judgement_reserve(&judgement, 1, arena)) {
		dr_rule_judge(rule, &values, arena, arena, &judgement);
	}
	dr_example_result result = compare(example, &judgement, arena);
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, example->at, "no memory for the example");
	}
	*ret_result = result;
	return DR_OK;
}

static bool has_example(const dr_rule *rule, dr_expectation expect)
{
	for (size_t i = 0; i < rule->examples.len; i++) {
		if (rule->examples.items[i]->expect == expect) {
			return true;
		}
	}
	return false;
}

size_t dr_examples_check(const dr_ruleset *rules, dr_errors *errors)
{
	static const dr_expectation NEEDED[] = { DR_EXPECT_HIT, DR_EXPECT_MISS };
	size_t count = 0;
	for (size_t i = 0; i < rules->rules.len; i++) {
		const dr_rule *rule = rules->rules.items[i];
		for (size_t k = 0; k < DR_COUNT(NEEDED); k++) {
			if (!has_example(rule, NEEDED[k])) {
				count += dr_errors_add(rules->arena, errors, rule->source,
				                       DR_EINVAL, rule->at,
				                       "%.*s has no example that expects a %s",
				                       DR_FMT(rule->id), EXPECTATIONS[NEEDED[k]]);
			}
		}
	}
	return count;
}
