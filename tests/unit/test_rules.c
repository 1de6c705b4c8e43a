/* rules/: every shipped rule and service loads, keeps the house's promises, and its examples hold.
 */
#include "run/examples.h"
#include "run/profile_examples.h"
#include "run/service_examples.h"
#include "shipped.h"
#include <stdio.h>

/* Of 80 rules at most 25 may only judge an issue. */
enum {
	RULES_LEAST = 80,
	ISSUE_RULES_MOST = 25,
	SERVICES_LEAST = 120,
	JAPAN_LEAST = 15,
	PROFILES = 7
};

static const char *const AREAS[] = { "spf",    "dkim", "dmarc", "bimi",     "mtasts",
	                             "tlsrpt", "mx",   "zone",  "services", NULL };

START_TEST(there_are_enough_rules_and_services)
{
	ck_assert_uint_ge(dr_ruleset_count(rules), RULES_LEAST);
	ck_assert_uint_ge(dr_catalog_count(catalog), SERVICES_LEAST);
	size_t japan = 0;
	for (size_t i = 0; i < dr_catalog_count(catalog); i++) {
		const dr_strs *countries = &dr_catalog_at(catalog, i)->used_in;
		for (size_t k = 0; k < countries->len; k++) {
			japan += dr_str_eq(countries->items[k], S("jp"));
		}
	}
	ck_assert_uint_ge(japan, JAPAN_LEAST);
}
END_TEST

static bool expects(const dr_service *service, dr_str expect)
{
	for (size_t i = 0; i < service->examples.len; i++) {
		if (dr_str_eq(service->examples.items[i].expect, expect)) {
			return true;
		}
	}
	return false;
}

START_TEST(every_service_has_a_zone_that_shows_it_and_one_that_nearly_does)
{
	for (size_t i = 0; i < dr_catalog_count(catalog); i++) {
		const dr_service *s = dr_catalog_at(catalog, i);
		ck_assert_msg(expects(s, S("found")) &&
		                      (expects(s, S("missed")) || expects(s, S("asked"))),
		              "%.*s lacks examples", DR_FMT(s->id));
	}
}
END_TEST

START_TEST(every_area_has_rules)
{
	for (size_t a = 0; AREAS[a] != NULL; a++) {
		bool found = false;
		for (size_t i = 0; i < dr_ruleset_count(rules); i++) {
			found = found ||
			        dr_str_eq(dr_ruleset_at(rules, i)->record, dr_str_of(AREAS[a]));
		}
		ck_assert_msg(found, "no rule is about %s", AREAS[a]);
	}
}
END_TEST

/* Expressions without what stands in quotation marks. */
static dr_str without_texts(dr_str expr)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	bool inside = false;
	for (size_t i = 0; i < expr.len; i++) {
		inside = inside != (expr.ptr[i] == '"');
		dr_buf_add_char(&out, inside ? ' ' : expr.ptr[i]);
	}
	return dr_buf_str(&out);
}

static bool is_path_char(char c)
{
	return dr_is_alnum(c) || c == '_' || c == '.';
}

static bool is_known(const dr_rule *rule, dr_str name)
{
	for (size_t i = 0; i < rule->variables.count; i++) {
		if (dr_str_eq(name, dr_str_of(rule->variables.items[i].name))) {
			return true;
		}
	}
	return false;
}

static bool holds(dr_str text, const char *part)
{
	return dr_str_search(text, dr_str_of(part)) < text.len;
}

/* A path such as "dmarc.issues.exists" is about issues alone; `dmarc.own` says whose they are. */
static bool is_about_issues(const dr_rule *rule, dr_str path)
{
	const dr_node *each = dr_node_find(rule->node, "each");
	dr_str root = path;
	root.len = dr_str_find(path, 0, '.');
	if (root.len == path.len || !is_known(rule, root)) {
		return true; /* a word, or the variable of a loop */
	}
	bool is_element = dr_str_eq(root, rule->as);
	return holds(path, ".issues") || dr_str_eq(path, S("dmarc.own")) ||
	       (is_element && each != NULL && dr_str_ends(each->text, S(".issues")));
}

static bool judges_only_issues(const dr_rule *rule)
{
	for (size_t i = 0; i < rule->when.len; i++) {
		dr_str text = without_texts(rule->when.items[i].text);
		for (size_t at = 0, end; at < text.len; at = end + 1) {
			for (end = at; end < text.len && is_path_char(text.ptr[end]); end++) {
			}
			if (!is_about_issues(rule, dr_str_sub(text, at, end - at))) {
				return false;
			}
		}
	}
	return true;
}

START_TEST(few_rules_only_judge_an_issue)
{
	size_t count = 0;
	dr_buf names;
	dr_buf_init(&names, arena);
	for (size_t i = 0; i < dr_ruleset_count(rules); i++) {
		const dr_rule *rule = dr_ruleset_at(rules, i);
		if (judges_only_issues(rule)) {
			count++;
			dr_buf_addf(&names, " %.*s", DR_FMT(rule->id));
		}
	}
	size_t most = dr_ruleset_count(rules) * ISSUE_RULES_MOST / RULES_LEAST;
	ck_assert_msg(count > 0 && count <= most, "%zu rules:%.*s", count,
	              DR_FMT(dr_buf_str(&names)));
}
END_TEST

START_TEST(every_rule_explains_itself)
{
	for (size_t i = 0; i < dr_ruleset_count(rules); i++) {
		const dr_rule *rule = dr_ruleset_at(rules, i);
		ck_assert_msg(rule->fix != NULL && rule->why.len > 0 && rule->see.len > 0,
		              "%.*s needs fix, why and see", DR_FMT(rule->id));
		ck_assert_msg(rule->span != NULL || rule->owner != NULL, "%.*s names no place",
		              DR_FMT(rule->id));
		ck_assert_msg(rule->each == NULL || rule->subject != NULL,
		              "%.*s runs per element and has no subject", DR_FMT(rule->id));
	}
}
END_TEST

START_TEST(every_service_says_what_its_include_needs)
{
	for (size_t i = 0; i < dr_catalog_count(catalog); i++) {
		const dr_service *s = dr_catalog_at(catalog, i);
		dr_str target = dr_str_sub(s->include, strlen("include:"), s->include.len);
		ck_assert_msg(s->include.len == 0 || dr_catalog_by_include(catalog, target) == s,
		              "%.*s is not found by its own include", DR_FMT(s->id));
		ck_assert_msg(s->include.len == 0 || dr_str_eq(s->spf_counts, S("author-domain")),
		              "%.*s asks for an include that does not count", DR_FMT(s->id));
	}
}
END_TEST

static void show_failure(dr_buf *out, const dr_rule *rule, const dr_example *example, dr_str what)
{
	uint32_t line = dr_source_find(rule->source, example->at.off).line;
	dr_buf_addf(out, "\n%s:%u: %.*s: %.*s", rule->source->name, line, DR_FMT(rule->id),
	            DR_FMT(what));
}

/* Runs the examples of one rule; what failed is a line in `out`. */
static void try_examples(const dr_rule *rule, dr_buf *out)
{
	dr_run_config config = { .catalog = catalog, .rules = rules };
	dr_arena *run = dr_arena_new(0);
	for (size_t i = 0; i < rule->examples.len; i++) {
		const dr_example *example = rule->examples.items[i];
		dr_example_result result = { 0 };
		dr_error err = { 0 };
		int code = dr_example_run(rule, example, dr_run_example_facts, &config, run,
		                          &result, &err);
		if (code != DR_OK || !result.ok) {
			show_failure(out, rule, example,
			             code != DR_OK ? dr_str_of(err.text) : result.what);
		}
		dr_arena_reset(run);
	}
	dr_arena_free(run);
}

START_TEST(every_example_holds)
{
	dr_buf failures;
	dr_buf_init(&failures, arena);
	for (size_t i = 0; i < dr_ruleset_count(rules); i++) {
		try_examples(dr_ruleset_at(rules, i), &failures);
	}
	dr_str text = dr_buf_str(&failures);
	ck_assert_msg(text.len == 0, "examples that do not hold:%.*s", DR_FMT(text));
}
END_TEST

/* As try_examples(). */
static void try_service(size_t index, dr_buf *out)
{
	const dr_service *service = dr_catalog_at(catalog, index);
	const dr_source *source = dr_catalog_source_at(catalog, index);
	dr_run_config config = { .catalog = catalog, .rules = rules };
	dr_arena *run = dr_arena_new(0);
	for (size_t i = 0; i < service->examples.len; i++) {
		const dr_service_example *example = &service->examples.items[i];
		dr_example_result result = { 0 };
		dr_error err = { 0 };
		int code = dr_service_example_run(&config, service, example, run, &result, &err);
		if (code != DR_OK || !result.ok) {
			dr_buf_addf(
				out, "\n%s:%u: %.*s", source->name,
				dr_source_find(source, dr_catalog_example_at(catalog, index, i).off)
					.line,
				DR_FMT(code != DR_OK ? dr_str_of(err.text) : result.what));
		}
		dr_arena_reset(run);
	}
	dr_arena_free(run);
}

START_TEST(services_are_found_in_their_examples_only)
{
	dr_buf failures;
	dr_buf_init(&failures, arena);
	for (size_t i = 0; i < dr_catalog_count(catalog); i++) {
		try_service(i, &failures);
	}
	dr_str text = dr_buf_str(&failures);
	ck_assert_msg(text.len == 0, "examples that do not hold:%.*s", DR_FMT(text));
}
END_TEST

static void try_profile(const dr_source *file)
{
	const dr_profile *profile = NULL;
	dr_errors errors = { 0 };
	dr_run_config config = { .catalog = catalog };
	size_t count = dr_profile_load(arena, file, rules, &profile, &errors), hits = 0, misses = 0;
	ck_assert_msg(count == 0, "%s", show_errors(&errors));
	for (size_t i = 0; i < profile->examples.len; i++) {
		const dr_profile_example *example = &profile->examples.items[i];
		dr_example_result result = { 0 };
		dr_error err = { 0 };
		int code = dr_profile_example_run(&config, profile, example, arena, &result, &err);
		ck_assert_msg(code == DR_OK && result.ok, "%s: %.*s: %s%.*s", file->name,
		              DR_FMT(example->name), err.text, DR_FMT(result.what));
		hits += example->hits.len;
		misses += example->misses.len;
	}
	ck_assert_msg(hits > 0 && misses > 0, "%s lacks examples", file->name);
}

START_TEST(profiles_hold_their_examples)
{
	size_t count = 0;
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		if (is_shipped_in(&DR_BUILTIN_FILES[i], "profiles/")) {
			try_profile(&DR_BUILTIN_FILES[i]);
			count++;
		}
	}
	ck_assert_uint_eq(count, PROFILES);
}
END_TEST

static dr_str read_file(const char *path)
{
	enum { ROOM = 1 << 18 };
	char *octets = dr_arena_alloc(arena, ROOM);
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "cannot open %s", path);
	size_t len = fread(octets, 1, ROOM, file);
	fclose(file);
	ck_assert_uint_lt(len, ROOM);
	return (dr_str){ octets, len };
}

START_TEST(files_are_embedded_as_they_are)
{
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		const dr_source *file = &DR_BUILTIN_FILES[i];
		dr_buf path;
		dr_buf_init(&path, arena);
		dr_buf_addf(&path, "rules/%s", file->name);
		dr_buf_add_char(&path, '\0');
		ck_assert_msg(dr_str_eq(file->text, read_file(dr_buf_str(&path).ptr)), "%s differs",
		              file->name);
		ck_assert_int_eq(file->text.ptr[file->text.len], '\0');
		ck_assert(i == 0 || strcmp(file[-1].name, file->name) < 0);
	}
}
END_TEST

/* The text between the first ```yaml and its end. */
static dr_str yaml_block(dr_str page)
{
	dr_str begin = S("```yaml\n");
	size_t at = dr_str_search(page, begin) + begin.len;
	dr_str rest = dr_str_sub(page, at, page.len);
	return dr_str_sub(rest, 0, dr_str_search(rest, S("```")));
}

static void check_own_rules(const char *name, dr_str text, size_t count)
{
	dr_errors errors = { 0 };
	dr_source *source = dr_arena_new_of(arena, dr_source);
	dr_ruleset *own = dr_ruleset_new(arena, dr_run_world());
	*source = (dr_source){ name, text };
	size_t failed = dr_ruleset_load(own, source, false, &errors);
	failed += dr_ruleset_finish(own, &errors) + dr_examples_check(own, &errors);
	ck_assert_msg(failed == 0, "%s:%s", name, show_errors(&errors));
	ck_assert_uint_eq(dr_ruleset_count(own), count);
	dr_buf failures;
	dr_buf_init(&failures, arena);
	for (size_t i = 0; i < count; i++) {
		try_examples(dr_ruleset_at(own, i), &failures);
	}
	ck_assert_msg(dr_buf_str(&failures).len == 0, "%.*s", DR_FMT(dr_buf_str(&failures)));
}

START_TEST(rules_shown_to_people_load_as_their_own)
{
	check_own_rules("README.md", yaml_block(read_file("rules/README.md")), 1);
	check_own_rules("house.yaml", read_file("examples/rules/house.yaml"), 2);
}
END_TEST

UNIT_MAIN("rules", load_shipped, drop_shipped, there_are_enough_rules_and_services,
          every_service_has_a_zone_that_shows_it_and_one_that_nearly_does, every_area_has_rules,
          few_rules_only_judge_an_issue, every_rule_explains_itself,
          every_service_says_what_its_include_needs, files_are_embedded_as_they_are,
          every_example_holds, services_are_found_in_their_examples_only,
          profiles_hold_their_examples, rules_shown_to_people_load_as_their_own)
