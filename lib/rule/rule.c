#include "rule/rule_priv.h"
#include "base/name_table.h"
#include <stdlib.h>
#include <string.h>

const char *const DR_SEVERITIES[] = {
	[DR_INFO] = "info",
	[DR_WARNING] = "warning",
	[DR_ERROR] = "error",
	[DR_SEVERITY_COUNT] = NULL,
};

const char *dr_severity_name(dr_severity severity)
{
	return DR_SEVERITIES[severity];
}

bool dr_severity_parse(dr_str name, dr_severity *ret_severity)
{
	for (size_t i = 0; i < DR_SEVERITY_COUNT; i++) {
		if (dr_str_eq(name, dr_str_of(DR_SEVERITIES[i]))) {
			*ret_severity = (dr_severity)i;
			return true;
		}
	}
	return false;
}

dr_ruleset *dr_ruleset_new(dr_arena *arena, const dr_rule_world *world)
{
	dr_ruleset *rules = dr_arena_new_of(arena, dr_ruleset);
	if (rules != NULL) {
		rules->arena = arena;
		rules->world = world;
	}
	return rules;
}

size_t dr_ruleset_count(const dr_ruleset *rules)
{
	return rules->rules.len;
}

const dr_rule *dr_ruleset_at(const dr_ruleset *rules, size_t index)
{
	return rules->rules.items[index];
}

const dr_rule *dr_ruleset_find(const dr_ruleset *rules, dr_str id_or_name)
{
	for (size_t i = 0; i < rules->rules.len; i++) {
		const dr_rule *rule = rules->rules.items[i];
		if (dr_str_eq_nocase(rule->id, id_or_name) ||
		    dr_str_eq_nocase(rule->name, id_or_name)) {
			return rule;
		}
	}
	return NULL;
}

const char *dr_ruleset_suggest(const dr_ruleset *rules, dr_str id_or_name)
{
	return rules->names != NULL ? dr_suggest(rules->names, rules->rules.len * 2, id_or_name)
	                            : NULL;
}

static bool is_word(const char *const *words, dr_str word)
{
	while (*words != NULL && !dr_str_eq_nocase(dr_str_of(*words), word)) {
		words++;
	}
	return *words != NULL;
}

bool dr_ruleset_is_group(const dr_ruleset *rules, dr_str word)
{
	return is_word(rules->world->records, word) || is_word(rules->world->categories, word);
}

typedef struct {
	dr_ruleset *rules;
	dr_errors *errors;
	size_t count; /* of errors added */
	bool *seen;   /* of each rule: among the superseded ones of the rule at hand */
} finisher;

/* The error stands at a part of a rule. */
#define fail(f, rule, span, ...)                                                               \
	((f)->count += dr_errors_add((f)->rules->arena, (f)->errors, (rule)->source, DR_ENAME, \
	                             (span), __VA_ARGS__))

static int compare_ids(const void *a, const void *b)
{
	const dr_rule *x = *(const dr_rule *const *)a, *y = *(const dr_rule *const *)b;
	int order = dr_str_cmp(x->id, y->id);
	return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static void sort(dr_rules *rules)
{
	for (size_t i = 0; i < rules->len; i++) {
		rules->items[i]->index = i;
	}
	if (rules->len > 0) {
		qsort(rules->items, rules->len, sizeof(dr_rule *), compare_ids);
	}
	for (size_t i = 0; i < rules->len; i++) {
		rules->items[i]->index = i;
	}
}

/* Copies, because what is read from a packed tree has no NUL behind it. */
static void collect_names(dr_ruleset *rules)
{
	size_t count = rules->rules.len;
	const char **names = dr_arena_alloc_array(rules->arena, count * 2, sizeof(const char *));
	for (size_t i = 0; names != NULL && i < count; i++) {
		const dr_rule *rule = rules->rules.items[i];
		names[i] = dr_arena_copy(rules->arena, rule->id).ptr;
		names[count + i] = dr_arena_copy(rules->arena, rule->name).ptr;
	}
	rules->names = dr_arena_failed(rules->arena) ? NULL : names;
}

static void refuse_taken(finisher *f, const dr_rule *rule, const char *key, const dr_rule *owner)
{
	const dr_node *value = dr_node_find(rule->node, key);
	dr_position at = dr_source_find(owner->source, owner->at.off);
	fail(f, rule, value->span, "the %s '%.*s' belongs to the rule at %s:%u already", key,
	     DR_FMT(value->text), owner->source->name, at.line);
}

/* The rule that has the word already, in whatever case; NULL: it is this rule's now. */
static const dr_rule *claim(const finisher *f, dr_name_table *words, dr_str word,
                            const dr_rule *rule)
{
	dr_arena *arena = f->rules->arena;
	dr_buf small;
	dr_buf_init(&small, arena);
	for (size_t i = 0; i < word.len; i++) {
		dr_buf_add_char(&small, dr_to_lower(word.ptr[i]));
	}
	return dr_name_table_add(arena, words, dr_buf_str(&small), rule);
}

static void refuse_duplicates(finisher *f)
{
	const dr_rules *rules = &f->rules->rules;
	dr_name_table ids = { 0 }, names = { 0 };
	for (size_t i = 0; i < rules->len; i++) {
		const dr_rule *rule = rules->items[i];
		const dr_rule *of_id = claim(f, &ids, rule->id, rule);
		const dr_rule *of_name = claim(f, &names, rule->name, rule);
		if (of_id != NULL) {
			refuse_taken(f, rule, "id", of_id);
		}
		if (of_name != NULL && of_name != of_id) {
			refuse_taken(f, rule, "name", of_name);
		}
	}
}

static void add_superseded(finisher *f, dr_rule *root, const dr_rule *rule)
{
	if (f->seen[rule->index]) {
		return;
	}
	f->seen[rule->index] = true;
	const dr_rule **grown = dr_list_grow(f->rules->arena, root->superseded,
	                                     root->superseded_count, sizeof(*grown));
	if (grown != NULL) {
		root->superseded = grown;
		root->superseded[root->superseded_count++] = rule;
	}
}

static void resolve_name(finisher *f, dr_rule *root, const dr_node *name)
{
	const dr_rule *rule = dr_ruleset_find(f->rules, name->text);
	if (rule == NULL) {
		const char *near = dr_ruleset_suggest(f->rules, name->text);
		fail(f, root, name->span, "no rule '%.*s' to supersede%s%s%s", DR_FMT(name->text),
		     near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
		     near != NULL ? "'?" : "");
	} else {
		add_superseded(f, root, rule);
	}
}

/* Adds what the superseded rules supersede in turn. */
static void close_superseded(finisher *f, dr_rule *root)
{
	for (size_t i = 0; i < root->superseded_count; i++) {
		const dr_strs *further = &root->superseded[i]->supersedes;
		for (size_t k = 0; k < further->len; k++) {
			const dr_rule *rule = dr_ruleset_find(f->rules, further->items[k]);
			if (rule != NULL) {
				add_superseded(f, root, rule);
			}
		}
	}
}

static void resolve(finisher *f, dr_rule *root)
{
	const dr_node *names = dr_node_find(root->node, "supersedes");
	if (names == NULL) {
		return;
	}
	memset(f->seen, 0, f->rules->rules.len * sizeof(*f->seen));
	const dr_node *name = names->kind == DR_NODE_STRING ? names : names->first;
	for (; name != NULL; name = name == names ? NULL : name->next) {
		resolve_name(f, root, name);
	}
	close_superseded(f, root);
	if (f->seen[root->index]) {
		fail(f, root, names->span, "%.*s supersedes itself", DR_FMT(root->id));
	}
}

size_t dr_ruleset_finish(dr_ruleset *rules, dr_errors *errors)
{
	finisher f = { .rules = rules, .errors = errors };
	sort(&rules->rules);
	collect_names(rules);
	refuse_duplicates(&f);
	f.seen = dr_arena_alloc_array(rules->arena, rules->rules.len, sizeof(*f.seen));
	for (size_t i = 0; f.seen != NULL && i < rules->rules.len; i++) {
		resolve(&f, rules->rules.items[i]);
	}
	if (dr_arena_failed(rules->arena)) {
		f.count += dr_errors_add(rules->arena, errors, NULL, DR_ENOMEM, DR_NOWHERE,
		                         "no memory for the rules");
	}
	return f.count;
}
