/* rules test */
#include "command.h"
#include "exit_status.h"
#include "name/suffixes.h"
#include "output.h"
#include "playbooks.h"
#include "profiles.h"
#include "rulebook.h"
#include "run/examples.h"
#include "run/playbook_examples.h"
#include "run/profile_examples.h"
#include "run/service_examples.h"
#include "sources.h"

typedef struct {
	dr_arena *arena;   /* of the program */
	dr_arena *scratch; /* of one example */
	dr_run_config config;
	dr_str playbook; /* of --playbook */
	size_t examples, failed;
	dr_buf text;
} testing;

/* `whose`: id of the rule or service. */
static void count_example(testing *t, const dr_source *source, dr_span at, dr_str whose,
                          const char *failure, const dr_example_result *result)
{
	t->examples++;
	if (failure != NULL || !result->ok) {
		dr_position place = dr_source_find(source, at.off);
		dr_str what = failure != NULL ? dr_str_of(failure) : result->what;
		t->failed++;
		dr_buf_addf(&t->text, "%s:%u:%u: %.*s: %.*s\n", source->name, place.line,
		            place.column, DR_FMT(whose), DR_FMT(what));
	}
	dr_arena_reset(t->scratch);
}

static void test_example(testing *t, const dr_rule *rule, const dr_example *example)
{
	dr_example_result result = { .ok = false };
	dr_error err = { 0 };
	int code = dr_example_run(rule, example, dr_run_example_facts, &t->config, t->scratch,
	                          &result, &err);
	count_example(t, rule->source, example->at, rule->id, code != DR_OK ? err.text : NULL,
	              &result);
}

static void test_service(testing *t, size_t index)
{
	const dr_catalog *catalog = t->config.catalog;
	const dr_service *service = dr_catalog_at(catalog, index);
	for (size_t i = 0; i < service->examples.len; i++) {
		dr_example_result result = { .ok = false };
		dr_error err = { 0 };
		int code = dr_service_example_run(&t->config, service, &service->examples.items[i],
		                                  t->scratch, &result, &err);
		count_example(t, dr_catalog_source_at(catalog, index),
		              dr_catalog_example_at(catalog, index, i), service->id,
		              code != DR_OK ? err.text : NULL, &result);
	}
}

static void test_profile(testing *t, const dr_profile *profile)
{
	const dr_node *place = dr_node_find(profile->node, "examples");
	place = place != NULL ? place->first : NULL;
	for (size_t i = 0; i < profile->examples.len && place != NULL; i++) {
		dr_example_result result = { .ok = false };
		dr_error err = { 0 };
		int code = dr_profile_example_run(&t->config, profile, &profile->examples.items[i],
		                                  t->scratch, &result, &err);
		count_example(t, profile->source, place->span, profile->name,
		              code != DR_OK ? err.text : NULL, &result);
		place = place->next;
	}
}

/* Closes a part with a line; the number of its failures. */
static size_t sum_up(testing *t, size_t count, const char *what)
{
	size_t failed = t->failed;
	dr_buf_addf(&t->text, "%zu %s, %zu examples, %zu failed\n", count, what, t->examples,
	            t->failed);
	t->examples = t->failed = 0;
	return failed;
}

static void test_phase(testing *t, const dr_playbook *playbook, const dr_playbook_phase *phase)
{
	for (size_t i = 0; i < phase->examples.len; i++) {
		const dr_phase_example *example = &phase->examples.items[i];
		dr_example_result result = { .ok = false };
		dr_error err = { 0 };
		int code = dr_playbook_example_run(&t->config, playbook, phase, example, t->scratch,
		                                   &result, &err);
		count_example(t, playbook->text, example->state->span, phase->id,
		              code != DR_OK ? err.text : NULL, &result);
	}
}

static void test_phases(testing *t, const dr_playbook *playbook)
{
	for (size_t i = 0; i < playbook->phases.len; i++) {
		test_phase(t, playbook, &playbook->phases.items[i]);
	}
}

static bool has_playbook(const playbook_list *list, dr_str name)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq(list->items[i]->name, name)) {
			return true;
		}
	}
	return false;
}

/* The built-in ones, and that of --playbook. */
static size_t test_playbooks(testing *t)
{
	size_t bad = 0;
	const dr_playbook *own = NULL;
	playbook_list playbooks = playbooks_load(t->arena, &bad);
	if (!has_playbook(&playbooks, t->playbook)) {
		bad += playbook_open(t->arena, t->playbook, &own) != EXIT_CLEAN;
	}
	if (own != NULL) {
		dr_list_add(t->arena, &playbooks, own);
	}
	for (size_t i = 0; i < playbooks.len; i++) {
		test_phases(t, playbooks.items[i]);
	}
	return sum_up(t, playbooks.len, "playbooks") + bad;
}

static size_t test_each_rule(testing *t, const rule_list *rules)
{
	for (size_t i = 0; i < rules->len; i++) {
		for (size_t j = 0; j < rules->items[i]->examples.len; j++) {
			test_example(t, rules->items[i], rules->items[i]->examples.items[j]);
		}
	}
	return sum_up(t, rules->len, "rules");
}

/* What comes with the program beside rules. */
static size_t test_services_and_profiles(testing *t)
{
	size_t services = dr_catalog_count(t->config.catalog), bad = 0;
	for (size_t i = 0; i < services; i++) {
		test_service(t, i);
	}
	size_t failed = sum_up(t, services, "services");
	profile_list profiles = profiles_load(t->arena, t->config.rules, &bad);
	for (size_t i = 0; i < profiles.len; i++) {
		test_profile(t, profiles.items[i]);
	}
	failed += sum_up(t, profiles.len, "profiles") + bad;
	return failed + test_playbooks(t);
}

static int run_tests(testing *t, const rule_list *rules, bool everything)
{
	size_t failed = test_each_rule(t, rules);
	failed += everything ? test_services_and_profiles(t) : 0;
	int status = output_print(t->arena, dr_buf_str(&t->text));
	return exit_worse(status, failed > 0 ? EXIT_FINDINGS : EXIT_CLEAN);
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
	testing t = { .arena = arena,
		      .playbook = given->playbook,
		      .config = { .suffixes = suffixes, .rules = book.rules } };
	if (status == EXIT_CLEAN) {
		t.config.catalog = services_load(arena, RULES_WITH_EXAMPLES);
		t.scratch = dr_arena_new(0);
		dr_buf_init(&t.text, arena);
		status = t.config.catalog == NULL || t.scratch == NULL
		                 ? EXIT_INTERNAL
		                 : run_tests(&t, &rules, given->arguments.len == 0);
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
	.title = "run the examples that rules, services, profiles and playbooks carry",
	.about =
		"Turns the examples of every rule into DNS answers, runs the rule over them and "
		"compares: does it hit where it says so, and only there? Services and profiles are "
		"tried too unless rules are named: are services found in their own zones, and not "
		"in those that only look like it?",
	.examples = (const char *const[]){ "dmarcramp rules test", "all of them",
	                                   "dmarcramp rules test --rules my-rules X-001",
	                                   "one of your own", NULL },
	.exits =
		(const char *const[]){ "0", "every example behaves as it says", "1",
	                               "one does not; its place is shown", "2",
	                               "the command line, or a rule file that is not right", NULL },
	.run = test_rules,
};
