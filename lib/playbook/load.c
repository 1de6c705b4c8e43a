#include "base/clock.h"
#include "gate/evidence.h"
#include "playbook/playbook_priv.h"

typedef dr_playbook_loader loader;
#define compile          dr_playbook_compile
#define compile_template dr_playbook_compile_template

static void load_stays(loader *l, const dr_stay_texts *texts, dr_stays *stays)
{
	for (size_t i = 0; i < texts->len; i++) {
		const dr_stay_text *text = &texts->items[i];
		dr_list_add(l->arena, stays,
		            (dr_stay){ compile(l, text->when), text->days, text->month_end });
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

static void load_apart(loader *l, const dr_phase_text *text, dr_playbook_phase *phase)
{
	phase->rejoin = text->rejoin;
	phase->apart = dr_playbook_find_gate(l, text->apart);
	if (text->apart.len > 0 && phase->apart == NULL) {
		l->count += dr_errors_add(l->arena, l->errors, l->source, DR_ENAME, DR_NOWHERE,
		                          "no gate '%.*s'", DR_FMT(text->apart));
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
		.leaves_below = compile(l, text->leaves_below),
		.while_p_waits = compile(l, text->while_p_waits),
		.catches_up = text->catches_up,
		.decision = compile(l, text->decision),
		.question = text->question,
		.in_favour = text->in_favour,
		.against = text->against,
		.examples = text->examples,
	};
	load_set(l, text->set, &phase->set);
	load_set(l, text->replace, &phase->replace);
	load_stays(l, &text->stay, &phase->stay);
	dr_playbook_load_aim(l, text->aim, &phase->aim);
	dr_playbook_name_gates(l, text->gates, &phase->gates);
	load_apart(l, text, phase);
	load_tasks(l, &text->tasks, &phase->tasks);
}

/* The variables of facts with those of the planner behind them. */
static bool add_variables(loader *l, const dr_variables *facts, dr_playbook *playbook)
{
	const dr_variable more[] = {
		{ "ask", &DR_ASK_FACTS_SCHEMA.type, "what the person asked for" },
		{ "findings", &DR_FINDING_FACT_SCHEMA.list, "rules that hit" },
		{ "aim", &DR_AIM_SCHEMA.type, "what the phase asks of streams" },
		{ "reports", &DR_REPORTS_FACT_SCHEMA.type, "what aggregate reports cover" },
		{ "stream", &DR_STREAM_FACT_SCHEMA.type, "in a gate for each stream: one" },
		{ "source", &DR_SOURCE_FACT_SCHEMA.type, "in a gate for each source: one" },
		{ "address", &DR_TARGET_FACT_SCHEMA.type, "in a gate for each address: one" },
	};
	size_t count = facts->count + DR_COUNT(more);
	dr_variable *items = dr_arena_alloc_array(l->arena, count, sizeof(*items));
	if (items == NULL || count > DR_VARIABLES_MAX) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		items[i] = i < facts->count ? facts->items[i] : more[i - facts->count];
	}
	playbook->ask = facts->count;
	playbook->findings = facts->count + 1;
	playbook->aim = facts->count + 2;
	playbook->reports = facts->count + 3;
	playbook->stream = facts->count + 4;
	playbook->source = facts->count + 5;
	playbook->address = facts->count + 6;
	playbook->variables = (dr_variables){ items, count };
	l->variables = playbook->variables;
	return true;
}

static void load_playbook(loader *l, const dr_node *root, const dr_playbook_text *text,
                          dr_playbook *playbook)
{
	playbook->text = l->source;
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
	dr_playbook_load_gates(l, &text->gates);
	playbook->gates = l->gates;
	const dr_node *place = dr_node_find(root, "phases");
	place = place != NULL ? place->first : NULL;
	for (size_t i = 0; i < text->phases.len && place != NULL; i++) {
		dr_playbook_phase phase;
		load_phase(l, &text->phases.items[i], &phase);
		phase.at = place->span;
		dr_list_add(l->arena, &playbook->phases, phase);
		place = place->next;
	}
}

static const dr_node *read_tree(loader *l, const dr_source *source)
{
	const dr_node *root = NULL;
	dr_error err = { 0 };
	if (dr_yaml_parse(l->arena, source, &root, &err) == 0 && root == NULL) {
		dr_error_set(&err, DR_ETYPE, DR_NOWHERE, "%s is empty", source->name);
	}
	if (err.code != DR_OK) {
		dr_list_add(l->arena, l->errors, err);
		l->count++;
	}
	return root;
}

/* The gates that every playbook may name. */
static void load_common_gates(loader *l, const dr_source *source)
{
	const dr_source *own = l->source;
	l->source = source;
	const dr_node *root = read_tree(l, source);
	dr_gate_texts texts = { NULL, 0 };
	for (const dr_node *item = root != NULL ? root->first : NULL; item != NULL;
	     item = item->next) {
		dr_gate_text text = { .name = { 0 } };
		l->count += dr_bind(l->arena, source, &DR_GATE_TEXT_SCHEMA, item, &text, l->errors);
		dr_list_add(l->arena, &texts, text);
	}
	if (l->count == 0) {
		dr_playbook_load_gates(l, &texts);
	}
	l->source = own;
}

size_t dr_playbook_load(dr_arena *arena, const dr_source *source, const dr_source *gates,
                        const dr_variables *facts, const dr_playbook **ret_playbook,
                        dr_errors *errors)
{
	loader l = { .arena = arena, .source = source, .errors = errors };
	dr_playbook *playbook = dr_arena_new_of(arena, dr_playbook);
	if (playbook == NULL || !add_variables(&l, facts, playbook)) {
		l.count += dr_errors_add(arena, errors, source, DR_ENOMEM, DR_NOWHERE,
		                         "no memory to read %s", source->name);
		return l.count;
	}
	load_common_gates(&l, gates);
	const dr_node *root = read_tree(&l, source);
	dr_playbook_text text = { 0 };
	if (root != NULL) {
		l.count += dr_bind(arena, source, &DR_PLAYBOOK_TEXT_SCHEMA, root, &text, errors);
	}
	if (l.count == 0) {
		load_playbook(&l, root, &text, playbook);
	}
	if (l.count == 0) {
		*ret_playbook = playbook;
	}
	return l.count;
}
