#include "base/clock.h"
#include "plan/playbook_priv.h"

typedef struct {
	dr_arena *arena;
	const dr_source *source;
	dr_errors *errors;
	size_t count; /* of errors added */
	dr_variables variables;
} loader;

/* Errors of an expression point into the scalar; people want the place in the file. */
static void add_error(loader *l, const dr_node *scalar, const dr_error *err)
{
	dr_span at = dr_node_span_of(scalar, err->span);
	dr_errors_add(l->arena, l->errors, l->source, err->code, at, "%s", err->text);
	l->count++;
}

static bool is_text(loader *l, const dr_node *node)
{
	if (node->kind == DR_NODE_STRING || node->kind == DR_NODE_BOOL) {
		return true;
	}
	dr_errors_add(l->arena, l->errors, l->source, DR_ETYPE, node->span,
	              "expected a text, found %s", dr_node_kind_name(node->kind));
	l->count++;
	return false;
}

static const dr_expr *compile(loader *l, const dr_node *node)
{
	const dr_expr *expr = NULL;
	dr_error err = { 0 };
	if (node != NULL && is_text(l, node) &&
	    dr_expr_compile(l->arena, &l->variables, node->text, &expr, &err) < 0) {
		add_error(l, node, &err);
	}
	return expr;
}

static const dr_template *compile_template(loader *l, const dr_node *node)
{
	const dr_template *template = NULL;
	dr_error err = { 0 };
	if (is_text(l, node) &&
	    dr_template_compile(l->arena, &l->variables, node->text, &template, &err) < 0) {
		add_error(l, node, &err);
	}
	return template;
}

static void load_stays(loader *l, const dr_stay_texts *texts, dr_stays *stays)
{
	for (size_t i = 0; i < texts->len; i++) {
		const dr_stay_text *text = &texts->items[i];
		dr_list_add(l->arena, stays,
		            (dr_stay){ compile(l, text->when), text->days, text->month_end });
	}
}

static void load_gates(loader *l, const dr_gate_texts *texts, dr_playbook_gates *gates)
{
	for (size_t i = 0; i < texts->len; i++) {
		const dr_gate_text *text = &texts->items[i];
		dr_list_add(l->arena, gates,
		            (dr_playbook_gate){
				    .id = text->id,
				    .title = text->title,
				    .scope = text->scope,
				    .when = compile(l, text->when),
				    .met = compile(l, text->met),
				    .needed = text->met != NULL ? text->needed : text->evidence,
				    .todo = text->todo,
			    });
	}
}

static void load_tasks(loader *l, const dr_task_texts *texts, dr_playbook_tasks *tasks)
{
	for (size_t i = 0; i < texts->len; i++) {
		const dr_task_text *text = &texts->items[i];
		dr_list_add(l->arena, tasks,
		            (dr_playbook_task){ text->kind, compile(l, text->when),
		                                compile_template(l, text->text) });
	}
}

static void load_set(loader *l, const dr_node *seq, dr_templates *templates)
{
	for (const dr_node *item = seq != NULL ? seq->first : NULL; item != NULL;
	     item = item->next) {
		const dr_template *template = compile_template(l, item);
		dr_list_add(l->arena, templates, template);
	}
}

static void load_phase(loader *l, const dr_phase_text *text, dr_playbook_phase *phase)
{
	dr_raise_text raise = { 0 };
	if (text->raise != NULL) {
		l->count += dr_bind(l->arena, l->source, &DR_RAISE_TEXT_SCHEMA, text->raise, &raise,
		                    l->errors);
	}
	*phase = (dr_playbook_phase){
		.id = text->id,
		.title = text->title,
		.why = text->why,
		.when = compile(l, text->when),
		.reached = compile(l, text->reached),
		.skipped = text->skipped,
		.raise_p = raise.p,
		.raise_sp = raise.sp,
		.raise_np = raise.np,
		.remove = text->remove,
		.triggers = text->triggers,
		.cannot_undo = text->cannot_undo,
		.decision = compile(l, text->decision),
		.question = text->question,
		.in_favour = text->in_favour,
		.against = text->against,
	};
	load_set(l, text->set, &phase->set);
	load_stays(l, &text->stay, &phase->stay);
	load_gates(l, &text->gates, &phase->gates);
	load_tasks(l, &text->tasks, &phase->tasks);
}

/* The variables of facts with `ask` and `findings` behind them. */
static bool add_variables(loader *l, const dr_variables *facts, dr_playbook *playbook)
{
	dr_variable *items = dr_arena_alloc_array(l->arena, facts->count + 2, sizeof(*items));
	if (items == NULL || facts->count + 2 > DR_VARIABLES_MAX) {
		return false;
	}
	for (size_t i = 0; i < facts->count; i++) {
		items[i] = facts->items[i];
	}
	playbook->ask = facts->count;
	playbook->findings = facts->count + 1;
	items[playbook->ask] =
		(dr_variable){ "ask", &DR_ASK_FACTS_SCHEMA.type, "what the person asked for" };
	items[playbook->findings] =
		(dr_variable){ "findings", &DR_FINDING_FACT_SCHEMA.list, "rules that hit" };
	playbook->variables = (dr_variables){ items, facts->count + 2 };
	l->variables = playbook->variables;
	return true;
}

static void load_playbook(loader *l, const dr_playbook_text *text, dr_playbook *playbook)
{
	playbook->name = text->name;
	playbook->title = text->title;
	playbook->ttl = text->ttl;
	playbook->questions = text->questions;
	uint8_t weekdays = dr_weekdays_parse(&text->weekdays);
	playbook->weekdays = weekdays != 0 ? weekdays : DR_EVERY_WEEKDAY;
	for (size_t i = 0; i < text->assumptions.len; i++) {
		const dr_assumption_text *a = &text->assumptions.items[i];
		dr_list_add(l->arena, &playbook->assumptions,
		            (dr_assumption){ compile(l, a->when), compile_template(l, a->text) });
	}
	for (size_t i = 0; i < text->phases.len; i++) {
		dr_playbook_phase phase;
		load_phase(l, &text->phases.items[i], &phase);
		dr_list_add(l->arena, &playbook->phases, phase);
	}
}

size_t dr_playbook_load(dr_arena *arena, const dr_source *source, const dr_variables *facts,
                        const dr_playbook **ret_playbook, dr_errors *errors)
{
	loader l = { .arena = arena, .source = source, .errors = errors };
	dr_playbook *playbook = dr_arena_new_of(arena, dr_playbook);
	const dr_node *root = NULL;
	dr_error err = { 0 };
	if (playbook == NULL || !add_variables(&l, facts, playbook)) {
		dr_error_set(&err, DR_ENOMEM, DR_NOWHERE, "no memory to read %s", source->name);
	} else if (dr_yaml_parse(arena, source, &root, &err) == 0 && root == NULL) {
		dr_error_set(&err, DR_ETYPE, DR_NOWHERE, "%s is empty", source->name);
	}
	if (err.code != DR_OK) {
		dr_list_add(arena, errors, err);
		return 1;
	}
	dr_playbook_text text = { 0 };
	l.count += dr_bind(arena, source, &DR_PLAYBOOK_TEXT_SCHEMA, root, &text, errors);
	if (l.count == 0) {
		load_playbook(&l, &text, playbook);
	}
	if (l.count == 0) {
		*ret_playbook = playbook;
	}
	return l.count;
}
