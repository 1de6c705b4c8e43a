#include "rule/rule_priv.h"
#include "base/cursor.h"
#include <string.h>

/* The keys of a rule. What holds expressions is kept as nodes, for the places of their errors. */
typedef struct {
	dr_str id, name, record, category, who, severity, title, why;
	bool optional;
	dr_str milder;
	const dr_node *milder_when, *when, *each;
	dr_str as;
	const dr_node *message, *fix, *subject, *span, *owner, *scope;
	dr_strs see, supersedes;
	const dr_node *examples;
} rule_text;

static const dr_field RULE_FIELDS[] = {
	DR_PLAIN(rule_text, id, "what configurations and reports call it"),
	DR_PLAIN(rule_text, name, "the same for people: words-with-hyphens"),
	DR_PLAIN(rule_text, record, "the kind of record that it is about"),
	DR_PLAIN(rule_text, category, "what suffers"),
	DR_PLAIN(rule_text, who, "who can mend it", .fallback = { .given = true, .s = "you" }),
	DR_PLAIN(rule_text, severity, "how bad it is", DR_CHOICES(DR_SEVERITIES)),
	DR_PLAIN(rule_text, optional, "off until a profile or the configuration names it",
	         .fallback = { .given = true, .b = false }),
	DR_PLAIN(rule_text, title, "one line for lists"),
	DR_PLAIN(rule_text, why, "the explanation", DR_OPTIONAL),
	DR_PLAIN(rule_text, milder, "how bad a hit is for which milder_when holds",
	         DR_CHOICES(DR_SEVERITIES), DR_OPTIONAL),
	DR_KEPT(rule_text, milder_when, "a condition", DR_OPTIONAL),
	DR_KEPT(rule_text, when, "a condition, or a list of which all must hold", DR_OPTIONAL),
	DR_KEPT(rule_text, each, "a list: the rule runs once for each element", DR_OPTIONAL),
	DR_PLAIN(rule_text, as, "the element's variable", DR_OPTIONAL),
	DR_KEPT(rule_text, message, "what a hit says", DR_OPTIONAL),
	DR_KEPT(rule_text, fix, "what to do", DR_OPTIONAL),
	DR_KEPT(rule_text, subject, "what a finding is about, with each", DR_OPTIONAL),
	DR_KEPT(rule_text, span, "the fact whose place is shown", DR_OPTIONAL),
	DR_KEPT(rule_text, owner, "the owner name, without span", DR_OPTIONAL),
	DR_KEPT(rule_text, scope, "whose policy a finding matters for: p, sp or own", DR_OPTIONAL),
	DR_PLAIN(rule_text, see, "where the standards say so"),
	DR_PLAIN(rule_text, supersedes, "rules that a hit of this one explains"),
	DR_KEPT(rule_text, examples, "what must hit and what must not", DR_OPTIONAL),
};
static DR_SCHEMA(RULE_TEXT, "a rule", rule_text, RULE_FIELDS, "a rule as it is written");

typedef struct {
	dr_ruleset *rules;
	dr_arena *arena;
	const dr_source *source;
	dr_errors *errors;
	bool builtin;
	size_t count; /* of errors added */
} loader;

#define fail(l, ...) \
	((l)->count += dr_errors_add((l)->arena, (l)->errors, (l)->source, __VA_ARGS__))

/* An error of an expression, moved to its place in the file. */
static void fail_inside(loader *l, const dr_node *text, const dr_error *err)
{
	fail(l, err->code, dr_node_span_of(text, err->span), "%s", err->text);
}

static bool is_text(loader *l, const dr_node *node, const char *key)
{
	if (node->kind != DR_NODE_STRING) {
		fail(l, DR_ETYPE, node->span, "'%s' must be a text, not %s", key,
		     dr_node_kind_name(node->kind));
	}
	return node->kind == DR_NODE_STRING;
}

static bool is_word(dr_str text, bool (*in)(char))
{
	dr_cursor c = dr_cursor_of(text);
	return dr_cursor_take_while(&c, in).len > 0 && dr_cursor_at_end(&c);
}

static bool is_id_char(char c)
{
	return dr_is_alnum(c) || c == '-';
}

static bool is_name_char(char c)
{
	return dr_is_digit(c) || c == '-' || (c >= 'a' && c <= 'z');
}

static bool is_variable_char(char c)
{
	return dr_is_alnum(c) || c == '_';
}

static void check_names(loader *l, const dr_node *id, const dr_node *name)
{
	if (id != NULL && !is_word(id->text, is_id_char)) {
		fail(l, DR_EINVAL, id->span, "an id is made of letters, digits and hyphens");
	} else if (id != NULL && !l->builtin && !dr_str_starts(id->text, DR_STR("X-"))) {
		fail(l, DR_EINVAL, id->span,
		     "ids of your own rules begin with 'X-'; write 'X-%.*s'", DR_FMT(id->text));
	}
	if (name != NULL && !is_word(name->text, is_name_char)) {
		fail(l, DR_EINVAL, name->span,
		     "a name is made of small letters, digits and hyphens");
	}
}

static void check_word(loader *l, const dr_rule *rule, const char *key, const char *const *words)
{
	const dr_node *node = dr_node_find(rule->node, key);
	if (node != NULL) {
		l->count += dr_bind_choice(l->arena, l->source, key, node, words, l->errors);
	}
}

static const dr_expr *compile(loader *l, const dr_rule *rule, const dr_node *text, const char *key,
                              const dr_type **ret_type)
{
	dr_error err = { 0 };
	const dr_expr *expr = NULL;
	if (is_text(l, text, key) && dr_expr_compile_value(l->arena, &rule->variables, text->text,
	                                                   &expr, ret_type, &err) != DR_OK) {
		fail_inside(l, text, &err);
	}
	return expr;
}

/* The world's variables and behind them the element's. */
static void add_element(loader *l, dr_rule *rule, const dr_type *type)
{
	size_t count = rule->variables.count;
	dr_variable *items = dr_arena_alloc_array(l->arena, count + 1, sizeof(*items));
	dr_str name = dr_arena_copy(l->arena, rule->as);
	if (count == DR_VARIABLES_MAX) {
		fail(l, DR_ELIMIT, rule->at, "no room for a variable beside the world's %d",
		     DR_VARIABLES_MAX);
		return;
	}
	if (items == NULL || name.ptr == NULL) {
		return;
	}
	memcpy(items, rule->variables.items, count * sizeof(*items));
	items[count] = (dr_variable){ .name = name.ptr, .type = type };
	rule->variables = (dr_variables){ items, count + 1 };
}

static bool is_variable(const dr_variables *variables, dr_str name)
{
	for (size_t i = 0; i < variables->count; i++) {
		if (dr_str_eq(name, dr_str_of(variables->items[i].name))) {
			return true;
		}
	}
	return false;
}

static void load_each(loader *l, const rule_text *text, dr_rule *rule)
{
	const dr_type *type = NULL;
	const dr_node *as = dr_node_find(rule->node, "as");
	if (text->each == NULL || as == NULL) {
		if (text->each != as) {
			fail(l, DR_ENAME, rule->at, "'each' and 'as' come together");
		}
		return;
	}
	rule->each = compile(l, rule, text->each, "each", &type);
	if (rule->each != NULL && type->kind != DR_T_LIST) {
		fail(l, DR_ETYPE, text->each->span, "'each' must be a list, not %s",
		     dr_type_name(type));
	} else if (!is_word(text->as, is_variable_char)) {
		fail(l, DR_EINVAL, as->span, "'as' must be the name of a variable");
	} else if (is_variable(&rule->variables, text->as)) {
		fail(l, DR_EINVAL, as->span, "there is a variable '%.*s' already",
		     DR_FMT(text->as));
	} else if (rule->each != NULL) {
		rule->as = text->as;
		add_element(l, rule, type->elem);
	}
}

static void load_clause(loader *l, dr_rule *rule, const dr_node *text)
{
	dr_error err = { 0 };
	dr_clause clause = { .text = text->text, .span = text->span };
	const dr_clauses *when = &rule->when;
	const dr_expr *earlier = when->len > 0 ? when->items[when->len - 1].expr : NULL;
	if (!is_text(l, text, "when")) {
		return;
	}
	if (dr_expr_compile_after(l->arena, &rule->variables, earlier, text->text, &clause.expr,
	                          &err) != DR_OK) {
		fail_inside(l, text, &err);
		return;
	}
	dr_list_add(l->arena, &rule->when, clause);
}

static void load_when(loader *l, const rule_text *text, dr_rule *rule)
{
	if (text->when == NULL) {
		fail(l, DR_ENAME, rule->at, "the key 'when' is missing");
	} else if (text->when->kind != DR_NODE_SEQ) {
		load_clause(l, rule, text->when);
	} else if (text->when->count == 0) {
		fail(l, DR_EINVAL, text->when->span, "'when' must hold a condition");
	} else {
		for (const dr_node *clause = text->when->first; clause != NULL;
		     clause = clause->next) {
			load_clause(l, rule, clause);
		}
	}
}

/* Behind the clauses of `when`, whose has() count here too. */
static void load_milder(loader *l, const rule_text *text, dr_rule *rule)
{
	dr_error err = { 0 };
	const dr_node *milder = dr_node_find(rule->node, "milder"), *when = text->milder_when;
	if (milder == NULL && when == NULL) {
		return;
	}
	if (milder == NULL || when == NULL) {
		fail(l, DR_ENAME, rule->at, "'milder' and 'milder_when' come together");
		return;
	}
	dr_severity_parse(text->milder, &rule->milder);
	if (rule->milder >= rule->severity) {
		fail(l, DR_EINVAL, milder->span, "'milder' must be less than 'severity'");
	}
	const dr_clauses *clauses = &rule->when;
	if (is_text(l, when, "milder_when") && clauses->len > 0 &&
	    dr_expr_compile_after(l->arena, &rule->variables, clauses->items[clauses->len - 1].expr,
	                          when->text, &rule->milder_when, &err) != DR_OK) {
		fail_inside(l, when, &err);
	}
}

static const dr_template *load_template(loader *l, const dr_rule *rule, const dr_node *text,
                                        const char *key)
{
	dr_error err = { 0 };
	const dr_template *template = NULL;
	if (text != NULL && is_text(l, text, key) &&
	    dr_template_compile(l->arena, &rule->variables, text->text, &template, &err) != DR_OK) {
		fail_inside(l, text, &err);
	}
	return template;
}

static void load_texts(loader *l, const rule_text *text, dr_rule *rule)
{
	const dr_type *type;
	if (text->message == NULL) {
		fail(l, DR_ENAME, rule->at, "the key 'message' is missing");
	}
	rule->message = load_template(l, rule, text->message, "message");
	rule->fix = load_template(l, rule, text->fix, "fix");
	rule->subject = load_template(l, rule, text->subject, "subject");
	rule->owner = load_template(l, rule, text->owner, "owner");
	rule->scope = load_template(l, rule, text->scope, "scope");
	if (text->span != NULL) {
		rule->span = compile(l, rule, text->span, "span", &type);
	}
}

/* The latest stage of a variable in the set. */
static dr_stage stage_of(const loader *l, uint32_t reads)
{
	dr_stage stage = DR_STAGE_FACTS;
	for (size_t i = 0; i < l->rules->world->variables.count; i++) {
		bool is_read = (reads >> i & 1U) != 0;
		if (is_read && l->rules->world->stages[i] > stage) {
			stage = l->rules->world->stages[i];
		}
	}
	return stage;
}

static void find_reads(const loader *l, dr_rule *rule)
{
	uint32_t reads = rule->each != NULL ? dr_expr_reads(rule->each) : 0;
	for (size_t i = 0; i < rule->when.len; i++) {
		reads |= dr_expr_reads(rule->when.items[i].expr);
	}
	rule->reads = reads & (uint32_t)((UINT64_C(1) << l->rules->world->variables.count) - 1);
	reads |= rule->milder_when != NULL ? dr_expr_reads(rule->milder_when) : 0;
	const dr_template *const texts[] = { rule->message, rule->fix, rule->subject, rule->owner,
		                             rule->scope };
	for (size_t i = 0; i < DR_COUNT(texts); i++) {
		reads |= texts[i] != NULL ? dr_template_reads(texts[i]) : 0;
	}
	reads |= rule->span != NULL ? dr_expr_reads(rule->span) : 0;
	rule->stage = stage_of(l, reads);
}

static void load_plain(loader *l, const rule_text *text, dr_rule *rule)
{
	rule->id = text->id;
	rule->name = text->name;
	rule->record = text->record;
	rule->category = text->category;
	rule->who = text->who;
	rule->title = text->title;
	rule->optional = text->optional;
	rule->why = text->why;
	rule->see = text->see;
	rule->supersedes = text->supersedes;
	dr_severity_parse(text->severity, &rule->severity);
	check_names(l, dr_node_find(rule->node, "id"), dr_node_find(rule->node, "name"));
	check_word(l, rule, "record", l->rules->world->records);
	check_word(l, rule, "category", l->rules->world->categories);
	check_word(l, rule, "who", l->rules->world->who);
}

static void load_rule(loader *l, const dr_node *node)
{
	rule_text text = { 0 };
	size_t errors_before = l->count;
	l->count += dr_bind(l->arena, l->source, &RULE_TEXT, node, &text, l->errors);
	const dr_node *id = dr_node_find(node, "id");
	dr_rule *rule = dr_arena_new_of(l->arena, dr_rule);
	if (rule == NULL || node->first == NULL) {
		return;
	}
	*rule = (dr_rule){ .variables = l->rules->world->variables,
		           .source = l->source,
		           .at = id != NULL ? id->span : node->first->span,
		           .node = node,
		           .builtin = l->builtin };
	load_plain(l, &text, rule);
	load_each(l, &text, rule);
	if (rule->each != NULL || text.each == NULL) {
		load_when(l, &text, rule);
		load_milder(l, &text, rule);
		load_texts(l, &text, rule);
	}
	l->count +=
		dr_examples_load(l->arena, l->source, text.examples, &rule->examples, l->errors);
	if (l->count == errors_before) {
		find_reads(l, rule);
		dr_list_add(l->arena, &l->rules->rules, rule);
	}
}

size_t dr_ruleset_load(dr_ruleset *rules, const dr_source *source, bool builtin, dr_errors *errors)
{
	loader l = { rules, rules->arena, source, errors, builtin, 0 };
	const dr_node *root = NULL;
	dr_error err = { 0 };
	if (dr_yaml_parse(l.arena, source, &root, &err) != DR_OK) {
		fail(&l, err.code, err.span, "%s", err.text);
	} else if (root != NULL && root->kind != DR_NODE_SEQ) {
		fail(&l, DR_ETYPE, root->span, "a file of rules is a list, not %s",
		     dr_node_kind_name(root->kind));
	} else if (root != NULL) {
		for (const dr_node *node = root->first; node != NULL; node = node->next) {
			load_rule(&l, node);
		}
	}
	if (dr_arena_failed(rules->arena) && l.count == 0) {
		fail(&l, DR_ENOMEM, DR_NOWHERE, "no memory for the rules");
	}
	return l.count;
}
