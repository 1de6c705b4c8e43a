/* rules test */
#include "command.h"
#include "exit_status.h"
#include "name/suffixes.h"
#include "output.h"
#include "rulebook.h"
#include "run/examples.h"
#include "sources.h"

typedef struct {
	dr_arena *arena;   /* of the program */
	dr_arena *scratch; /* of one example */
	dr_run_config config;
	size_t examples, failed;
	dr_buf text;
} testing;

static void tell_failure(testing *t, const dr_rule *rule, const dr_example *example, dr_str what)
{
	dr_position at = dr_source_find(rule->source, example->at.off);
	t->failed++;
	dr_buf_addf(&t->text, "%s:%u:%u: %.*s: %.*s\n", rule->source->name, at.line, at.column,
	            DR_FMT(rule->id), DR_FMT(what));
}

static void test_example(testing *t, const dr_rule *rule, const dr_example *example)
{
	dr_example_result result = { .ok = false };
	dr_error err = { 0 };
	int code = dr_example_run(rule, example, dr_run_example_facts, &t->config, t->scratch,
	                          &result, &err);
	t->examples++;
	if (code != DR_OK) {
		tell_failure(t, rule, example, dr_str_of(err.text));
	} else if (!result.ok) {
		tell_failure(t, rule, example, result.what);
	}
	dr_arena_reset(t->scratch);
}

static int run_tests(testing *t, const rule_list *rules)
{
	for (size_t i = 0; i < rules->len; i++) {
		for (size_t j = 0; j < rules->items[i]->examples.len; j++) {
			test_example(t, rules->items[i], rules->items[i]->examples.items[j]);
		}
	}
	dr_buf_addf(&t->text, "%zu rules, %zu examples, %zu failed\n", rules->len, t->examples,
	            t->failed);
	int status = output_print(t->arena, dr_buf_str(&t->text));
	return exit_worse(status, t->failed > 0 ? EXIT_FINDINGS : EXIT_CLEAN);
}

static int test_rules(dr_arena *arena, const options *given)
{
	rulebook book;
	rule_list rules;
	int status = rulebook_load(arena, &given->rules, RULES_WITH_EXAMPLES, &book);
	if (status == EXIT_CLEAN) {
		status = rulebook_choose(&book, &given->arguments, &rules);
	}
	dr_suffixes *suffixes = NULL;
	if (status == EXIT_CLEAN) {
		status = suffixes_read(arena, given, &suffixes);
	}
	testing t = { .arena = arena, .config = { .suffixes = suffixes } };
	if (status == EXIT_CLEAN) {
		t.config.catalog = services_load(arena);
		t.scratch = dr_arena_new(0);
		dr_buf_init(&t.text, arena);
		status = t.config.catalog == NULL || t.scratch == NULL ? EXIT_INTERNAL
		                                                       : run_tests(&t, &rules);
		dr_arena_free(t.scratch);
	}
	dr_suffixes_close(suffixes);
	return status;
}

const command CMD_RULES_TEST = {
	.bit = COMMAND_RULES_TEST,
	.name = "rules test",
	.usage = "[RULE…]",
	.max = SIZE_MAX,
	.title = "run the examples that rules carry",
	.about = "Turns the examples of every rule into DNS answers, runs the rule over them and "
		 "compares: does it hit where it says so, and only there?",
	.examples = (const char *const[]){ "dmarcramp rules test", "all of them",
	                                   "dmarcramp rules test --rules my-rules X-001",
	                                   "one of your own", NULL },
	.exits =
		(const char *const[]){ "0", "every example behaves as it says", "1",
	                               "one does not; its place is shown", "2",
	                               "the command line, or a rule file that is not right", NULL },
	.run = test_rules,
};
