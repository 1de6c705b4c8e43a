#include "playbook/playbook_priv.h"

typedef dr_playbook_loader loader;
#define compile          dr_playbook_compile
#define compile_template dr_playbook_compile_template

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

const dr_expr *dr_playbook_compile(loader *l, const dr_node *node)
{
	const dr_expr *expr = NULL;
	dr_error err = { 0 };
	if (node != NULL && is_text(l, node) &&
	    dr_expr_compile(l->arena, &l->variables, node->text, &expr, &err) < 0) {
		add_error(l, node, &err);
	}
	return expr;
}

const dr_template *dr_playbook_compile_template(loader *l, const dr_node *node)
{
	const dr_template *template = NULL;
	dr_error err = { 0 };
	if (node != NULL && is_text(l, node) &&
	    dr_template_compile(l->arena, &l->variables, node->text, &template, &err) < 0) {
		add_error(l, node, &err);
	}
	return template;
}

static dr_gate_each each_of(dr_str name)
{
	static const struct {
		dr_str name;
		dr_gate_each each;
	} KINDS[] = { { DR_STR_INIT("stream"), DR_EACH_STREAM },
		      { DR_STR_INIT("source"), DR_EACH_SOURCE },
		      { DR_STR_INIT("address"), DR_EACH_ADDRESS } };
	for (size_t i = 0; i < DR_COUNT(KINDS); i++) {
		if (dr_str_eq(name, KINDS[i].name)) {
			return KINDS[i].each;
		}
	}
	return DR_EACH_DOMAIN;
}

static dr_playbook_gate load_gate(loader *l, const dr_gate_text *text)
{
	return (dr_playbook_gate){
		.name = text->name,
		.id = text->id,
		.title = text->title,
		.scope = text->scope,
		.when = compile(l, text->when),
		.each = each_of(text->each),
		.where = compile(l, text->where),
		.empty_is_met = text->empty_is_met,
		.met = compile(l, text->met),
		.unknown = compile(l, text->unknown),
		.measured = compile_template(l, text->measured),
		.value = compile_template(l, text->value),
		.of = compile_template(l, text->of),
		.opens_in = compile_template(l, text->opens_in),
		.looks_ahead = text->looks_ahead,
		.settles = text->settles,
		.needed = compile_template(l, text->needed),
		.evidence = text->evidence,
		.todo = compile_template(l, text->todo),
	};
}

const dr_playbook_gate *dr_playbook_find_gate(const loader *l, dr_str name)
{
	for (size_t i = 0; i < l->gates.len; i++) {
		if (dr_str_eq(l->gates.items[i].name, name)) {
			return &l->gates.items[i];
		}
	}
	return NULL;
}

bool dr_playbook_has_gate(const dr_playbook *playbook, dr_str id)
{
	for (size_t i = 0; i < playbook->gates.len; i++) {
		if (dr_str_eq(playbook->gates.items[i].id, id)) {
			return true;
		}
	}
	return dr_str_eq(id, DR_PLAYBOOK_APPROVAL);
}

static const dr_expr *expr_or(const dr_expr *own, const dr_expr *other)
{
	return own != NULL ? own : other;
}

static const dr_template *template_or(const dr_template *own, const dr_template *other)
{
	return own != NULL ? own : other;
}

/* What a gate does not say itself is as the other one has it. */
static void take_over(dr_playbook_gate *gate, const dr_playbook_gate *other)
{
	gate->when = expr_or(gate->when, other->when);
	gate->each = gate->each != DR_EACH_DOMAIN ? gate->each : other->each;
	gate->where = expr_or(gate->where, other->where);
	gate->empty_is_met = gate->empty_is_met || other->empty_is_met;
	gate->met = expr_or(gate->met, other->met);
	gate->unknown = expr_or(gate->unknown, other->unknown);
	gate->measured = template_or(gate->measured, other->measured);
	gate->value = template_or(gate->value, other->value);
	gate->of = template_or(gate->of, other->of);
	gate->opens_in = template_or(gate->opens_in, other->opens_in);
	gate->looks_ahead = gate->looks_ahead || other->looks_ahead;
	gate->settles = gate->settles > 0 ? gate->settles : other->settles;
	gate->needed = template_or(gate->needed, other->needed);
	gate->evidence = gate->evidence.len > 0 ? gate->evidence : other->evidence;
}

static void add_gate(loader *l, const dr_gate_text *text)
{
	dr_playbook_gate gate = load_gate(l, text);
	const dr_playbook_gate *other =
		text->like != NULL ? dr_playbook_find_gate(l, text->like->text) : NULL;
	if (other != NULL) {
		take_over(&gate, other);
	} else if (text->like != NULL) {
		l->count +=
			dr_errors_add(l->arena, l->errors, l->source, DR_ENAME, text->like->span,
		                      "no gate '%.*s' before this one", DR_FMT(text->like->text));
	}
	dr_list_add(l->arena, &l->gates, gate);
}

void dr_playbook_load_gates(loader *l, const dr_gate_texts *texts)
{
	for (size_t i = 0; i < texts->len; i++) {
		add_gate(l, &texts->items[i]);
	}
}

void dr_playbook_name_gates(loader *l, const dr_node *names, dr_playbook_gates *gates)
{
	if (names == NULL || names->kind != DR_NODE_SEQ) {
		l->count += names == NULL
		                    ? 0
		                    : dr_errors_add(l->arena, l->errors, l->source, DR_ETYPE,
		                                    names->span, "'gates' is a list of names");
		return;
	}
	for (const dr_node *name = names->first; name != NULL; name = name->next) {
		const dr_playbook_gate *gate = dr_playbook_find_gate(l, name->text);
		if (gate != NULL) {
			dr_list_add(l->arena, gates, *gate);
			continue;
		}
		l->count += dr_errors_add(l->arena, l->errors, l->source, DR_ENAME, name->span,
		                          "no gate '%.*s'", DR_FMT(name->text));
	}
}

void dr_playbook_load_aim(loader *l, const dr_node *node, dr_aim *aim)
{
	if (node != NULL) {
		l->count += dr_bind(l->arena, l->source, &DR_AIM_SCHEMA, node, aim, l->errors);
	}
}
