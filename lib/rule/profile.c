#include "rule/profile.h"
#include "rule/rule_priv.h"

/* The keys of a file. */
typedef struct {
	dr_str name, title, about;
	dr_strs parties;
	const dr_node *rules;
	dr_requirements requirements;
	dr_profile_examples examples;
	dr_strs see;
} profile_text;

#define OR_EMPTY .fallback = { .given = true, .s = "" }

static const dr_field REQUIREMENT_FIELDS[] = {
	DR_PLAIN(dr_requirement, id, "what documents call it"),
	DR_PLAIN(dr_requirement, title, "one line"),
	DR_PLAIN(dr_requirement, asked_by, "the parties that ask for it"),
	DR_PLAIN(dr_requirement, rules, "rules whose hits say that it is not met"),
	DR_PLAIN(dr_requirement, see, "where it is asked for", OR_EMPTY),
};
DR_SCHEMA(DR_REQUIREMENT_SCHEMA, "requirement", dr_requirement, REQUIREMENT_FIELDS,
          "a line of a profile's table");

static const dr_field EXAMPLE_FIELDS[] = {
	DR_PLAIN(dr_profile_example, name, "what it shows", OR_EMPTY),
	DR_PLAIN(dr_profile_example, zone, "master-file lines for example.com"),
	DR_PLAIN(dr_profile_example, mail, "what the domain sends", OR_EMPTY),
	DR_PLAIN(dr_profile_example, hits, "rules that must hit"),
	DR_PLAIN(dr_profile_example, misses, "rules that must not hit"),
};
DR_SCHEMA(DR_PROFILE_EXAMPLE_SCHEMA, "example of a profile", dr_profile_example, EXAMPLE_FIELDS,
          "a zone, and what the profile says about it");

static const dr_field PROFILE_FIELDS[] = {
	DR_PLAIN(profile_text, name, "what --profile calls it"),
	DR_PLAIN(profile_text, title, "one line for lists"),
	DR_PLAIN(profile_text, about, "what it is for"),
	DR_PLAIN(profile_text, parties, "who asks: the columns of the table"),
	DR_KEPT(profile_text, rules, "severities of rules, by id or name"),
	DR_LISTED_PLAIN(profile_text, requirements, dr_requirement, DR_REQUIREMENT_SCHEMA,
	                "the lines of the table"),
	DR_LISTED_PLAIN(profile_text, examples, dr_profile_example, DR_PROFILE_EXAMPLE_SCHEMA,
	                "zones to try it on"),
	DR_PLAIN(profile_text, see, "sources"),
};
static DR_SCHEMA(PROFILE_TEXT, "a profile", profile_text, PROFILE_FIELDS,
                 "a profile as it is written");

typedef struct {
	dr_arena *arena;
	const dr_source *source;
	dr_errors *errors;
	dr_profile *profile;
	size_t count; /* of errors added */
} loader;

#define fail(l, ...) \
	((l)->count += dr_errors_add((l)->arena, (l)->errors, (l)->source, __VA_ARGS__))

static const dr_rule *find_rule(loader *l, dr_str name, dr_span at)
{
	const dr_rule *rule = dr_ruleset_find(l->profile->rules, name);
	if (rule == NULL) {
		const char *near = dr_ruleset_suggest(l->profile->rules, name);
		fail(l, DR_ENAME, at, "no rule '%.*s'%s%s%s", DR_FMT(name),
		     near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
		     near != NULL ? "'?" : "");
	}
	return rule;
}

static void load_choice(loader *l, const dr_node *value)
{
	dr_profile_choice choice = { .rule = find_rule(l, value->key, value->key_span) };
	choice.off = value->kind == DR_NODE_STRING && dr_str_eq(value->text, DR_STR("off"));
	bool is_severity =
		value->kind == DR_NODE_STRING && dr_severity_parse(value->text, &choice.severity);
	if (!choice.off && !is_severity) {
		fail(l, DR_ETYPE, value->span, "a severity is error, warning, info or off");
	}
	dr_list_add(l->arena, &l->profile->choices, choice);
}

static void load_choices(loader *l, const dr_node *map)
{
	if (map == NULL || map->kind != DR_NODE_MAP) {
		fail(l, DR_ETYPE, map != NULL ? map->span : DR_NOWHERE,
		     "'rules' must be a map from rules to severities");
		return;
	}
	for (const dr_node *value = map->first; value != NULL; value = value->next) {
		load_choice(l, value);
	}
}

static void check_names(loader *l, const dr_strs *names, dr_span at)
{
	for (size_t i = 0; i < names->len; i++) {
		find_rule(l, names->items[i], at);
	}
}

static bool has(const dr_strs *list, dr_str text)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq(list->items[i], text)) {
			return true;
		}
	}
	return false;
}

static void check_requirement(loader *l, const dr_requirement *requirement, dr_span at)
{
	check_names(l, &requirement->rules, at);
	for (size_t i = 0; i < requirement->asked_by.len; i++) {
		dr_str party = requirement->asked_by.items[i];
		if (!has(&l->profile->parties, party)) {
			fail(l, DR_ENAME, at, "'%.*s' is not one of the parties", DR_FMT(party));
		}
	}
}

static void check_parts(loader *l, const dr_node *root)
{
	const dr_node *node = dr_node_find(root, "requirements");
	node = node != NULL ? node->first : NULL;
	for (size_t i = 0; i < l->profile->requirements.len && node != NULL; i++) {
		check_requirement(l, &l->profile->requirements.items[i], node->span);
		node = node->next;
	}
	node = dr_node_find(root, "examples");
	node = node != NULL ? node->first : NULL;
	for (size_t i = 0; i < l->profile->examples.len && node != NULL; i++) {
		check_names(l, &l->profile->examples.items[i].hits, node->span);
		check_names(l, &l->profile->examples.items[i].misses, node->span);
		node = node->next;
	}
	if (l->profile->see.len == 0) {
		fail(l, DR_EINVAL, root->span, "'see' must name who demands this");
	}
}

static bool decide(const void *self, const dr_rule *rule, dr_severity *severity)
{
	const dr_profile *profile = self;
	for (size_t i = 0; i < profile->choices.len; i++) {
		const dr_profile_choice *choice = &profile->choices.items[i];
		if (choice->rule == rule) {
			*severity = choice->off ? *severity : choice->severity;
			return !choice->off;
		}
	}
	return !rule->optional;
}

static void fill(loader *l, const profile_text *text, const dr_node *root)
{
	dr_profile *profile = l->profile;
	profile->name = text->name;
	profile->title = text->title;
	profile->about = text->about;
	profile->parties = text->parties;
	profile->requirements = text->requirements;
	profile->examples = text->examples;
	profile->see = text->see;
	profile->settings = (dr_rule_settings){ decide, profile };
	load_choices(l, text->rules);
	check_parts(l, root);
}

size_t dr_profile_load(dr_arena *arena, const dr_source *source, const dr_ruleset *rules,
                       const dr_profile **ret_profile, dr_errors *errors)
{
	loader l = { arena, source, errors, dr_arena_new_of(arena, dr_profile), 0 };
	profile_text text = { 0 };
	const dr_node *root = NULL;
	dr_error err = { 0 };
	if (l.profile == NULL) {
		return dr_errors_add(arena, errors, source, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	*l.profile = (dr_profile){ .rules = rules, .source = source };
	if (dr_yaml_parse(arena, source, &root, &err) != DR_OK) {
		fail(&l, err.code, err.span, "%s", err.text);
	} else if (root == NULL) {
		fail(&l, DR_EINVAL, DR_NOWHERE, "the file is empty; it holds one profile");
	} else {
		l.profile->node = root;
		l.count += dr_bind(arena, source, &PROFILE_TEXT, root, &text, errors);
		if (l.count == 0) {
			fill(&l, &text, root);
		}
	}
	if (l.count == 0) {
		*ret_profile = l.profile;
	}
	return l.count;
}

const char *dr_requirement_state_name(dr_requirement_state state)
{
	static const char *const NAMES[] = {
		[DR_REQUIREMENT_MET] = "yes",
		[DR_REQUIREMENT_NOT_MET] = "no",
		[DR_REQUIREMENT_UNSURE] = "unsure",
		[DR_REQUIREMENT_NOT_VISIBLE] = "not-visible",
	};
	return NAMES[state];
}

static bool has_finding(const dr_findings *findings, const dr_rule *rule,
                        dr_finding_outcome outcome)
{
	for (size_t i = 0; i < findings->len; i++) {
		const dr_finding *finding = findings->items[i];
		if ((finding->rule == rule && finding->outcome == outcome) ||
		    has_finding(&finding->consequences, rule, outcome)) {
			return true;
		}
	}
	return false;
}

bool dr_judgement_has_hit(const dr_judgement *judgement, const dr_rule *rule)
{
	return has_finding(&judgement->findings, rule, DR_HIT);
}

static bool has_passed(const dr_judgement *judgement, const dr_rule *rule)
{
	for (size_t i = 0; i < judgement->passed_count; i++) {
		if (judgement->passed[i] == rule) {
			return true;
		}
	}
	return false;
}

static dr_requirement_state state_of(const dr_judgement *judgement, const dr_rule *rule)
{
	if (dr_judgement_has_hit(judgement, rule)) {
		return DR_REQUIREMENT_NOT_MET;
	}
	if (has_finding(&judgement->findings, rule, DR_UNDECIDED_FINDING)) {
		return DR_REQUIREMENT_UNSURE;
	}
	return has_passed(judgement, rule) ? DR_REQUIREMENT_MET : DR_REQUIREMENT_NOT_VISIBLE;
}

dr_requirement_state dr_requirement_judge(const dr_profile *profile,
                                          const dr_requirement *requirement,
                                          const dr_judgement *judgement)
{
	/* The worst says it; what one rule cannot see, another may. */
	static const dr_requirement_state WORST_FIRST[] = { DR_REQUIREMENT_NOT_MET,
		                                            DR_REQUIREMENT_UNSURE,
		                                            DR_REQUIREMENT_MET };
	for (size_t k = 0; k < DR_COUNT(WORST_FIRST); k++) {
		for (size_t i = 0; i < requirement->rules.len; i++) {
			const dr_rule *rule =
				dr_ruleset_find(profile->rules, requirement->rules.items[i]);
			if (rule != NULL && state_of(judgement, rule) == WORST_FIRST[k]) {
				return WORST_FIRST[k];
			}
		}
	}
	return DR_REQUIREMENT_NOT_VISIBLE;
}
