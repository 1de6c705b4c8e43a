#include "render/html_plan_priv.h"

static void add(dr_buf *out, const char *text)
{
	dr_buf_add(out, dr_str_of(text));
}

static void add_whole_name(dr_buf *out, const dr_plan_record *record)
{
	if (record->zone.len > 0) {
		add(out, "; if it does not add ");
		dr_markup_write(out, record->zone);
		add(out, ", the name is <code>");
		dr_markup_write(out, record->name);
		add(out, "</code>");
	}
}

void dr_html_plan_records(dr_buf *out, const dr_plan_records *records)
{
	for (size_t i = 0; i < records->len; i++) {
		const dr_plan_record *r = &records->items[i];
		dr_buf line;
		dr_buf_init(&line, out->arena);
		dr_plan_write_zone_line(&line, r);
		add(out, "<p><code>");
		dr_markup_write(out, dr_buf_str(&line));
		add(out, "</code></p>\n");
		if (r->value.len > 0) {
			add(out, "<p class=\"soft\">In a web form: name <code>");
			dr_markup_write(out, r->host_field);
			dr_buf_addf(out, "</code>, type %.*s, TTL %d, value <code>",
			            DR_FMT(r->type), (int)r->ttl);
			dr_markup_write(out, r->value);
			add(out, "</code>");
			add_whole_name(out, r);
			add(out, "</p>\n");
		}
	}
}

static void add_gate(dr_buf *out, const dr_plan_gate *gate)
{
	dr_buf_addf(out, "<tr><th scope=\"row\">%.*s ", DR_FMT(gate->id));
	dr_markup_write(out, gate->title);
	if (gate->source.len > 0) {
		add(out, ": ");
		dr_markup_write(out, gate->source);
	}
	const char *state = dr_gate_state_name(gate->state);
	dr_buf_addf(out, "</th><td class=\"state %s\">%s</td><td>", state, state);
	dr_markup_write(out, gate->measured.text);
	add(out, "</td><td>");
	dr_markup_write(out, gate->accepted_by.len > 0 ? gate->accepted_by : gate->needed);
	add(out, "</td></tr>\n");
}

static void add_gates(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	dr_buf evidence;
	dr_buf_init(&evidence, out->arena);
	static const char *const COLUMNS[] = { "Gate", "State", "Measured", "Needed", NULL };
	if (phase->gates.len == 0) {
		return;
	}
	dr_plan_write_evidence(&evidence, plan);
	dr_html_element(out, "p", dr_buf_str(&evidence));
	dr_html_table(out, "What must hold before it begins", COLUMNS);
	for (size_t i = 0; i < phase->gates.len; i++) {
		add_gate(out, &phase->gates.items[i]);
	}
	dr_html_table_end(out);
}

static void add_touched(dr_buf *out, const dr_plan_affected_list *sources)
{
	dr_strs texts = { NULL, 0 };
	for (size_t i = 0; i < sources->len; i++) {
		dr_buf line;
		dr_buf_init(&line, out->arena);
		dr_buf_addf(&line, "%llu: %.*s", (unsigned long long)sources->items[i].affected,
		            DR_FMT(sources->items[i].source));
		dr_list_add(out->arena, &texts, dr_buf_str(&line));
	}
	dr_html_list(out, "Whose mail that is", &texts);
}

static void add_cost(dr_buf *out, const dr_plan_phase *phase)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	if (phase->impact.given) {
		dr_buf_addf(&text, "It would have touched ");
		dr_plan_write_touched(&text, &phase->impact);
		dr_buf_add_char(&text, '.');
		dr_html_element(out, "p", dr_buf_str(&text));
	}
	add_touched(out, &phase->impact.sources);
	if (phase->exposure.given) {
		dr_buf_init(&text, out->arena);
		dr_buf_addf(&text, "At stake: ");
		dr_plan_write_exposure(&text, &phase->exposure);
		dr_buf_add_char(&text, '.');
		dr_html_element(out, "p", dr_buf_str(&text));
	}
}

static void add_effects(dr_buf *out, const dr_plan_phase *phase)
{
	static const char *const COLUMNS[] = { "Mail as", "RFC 7489",  "RFC 9989",
		                               "Weakest", "Strictest", NULL };
	const struct {
		const char *whom;
		const dr_plan_effect *effect;
	} rows[] = { { "the domain (p)", &phase->p },
		     { "names below it (sp)", &phase->sp },
		     { "names that do not exist (np)", &phase->np } };
	dr_html_table(out, "What receivers do with mail that fails", COLUMNS);
	for (size_t i = 0; i < DR_COUNT(rows); i++) {
		const dr_plan_effect *e = rows[i].effect;
		dr_buf_addf(out,
		            "<tr><th scope=\"row\">%s</th><td>%.*s</td><td>%.*s</td><td>%.*s</td>"
		            "<td>%.*s</td></tr>\n",
		            rows[i].whom, DR_FMT(e->rfc7489), DR_FMT(e->rfc9989),
		            DR_FMT(e->weakest), DR_FMT(e->strictest));
	}
	dr_html_table_end(out);
}

static void add_tasks(dr_buf *out, const dr_plan_tasks *tasks)
{
	dr_strs texts = { NULL, 0 };
	for (size_t i = 0; i < tasks->len; i++) {
		dr_buf text;
		dr_buf_init(&text, out->arena);
		if (tasks->items[i].because.len > 0) {
			dr_buf_addf(&text, "%.*s: ", DR_FMT(tasks->items[i].because));
		}
		dr_buf_add(&text, tasks->items[i].text);
		dr_list_add(out->arena, &texts, dr_buf_str(&text));
	}
	dr_html_list(out, "Before", &texts);
}

void dr_html_plan_phase(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	add(out, "<section>\n<h3>");
	dr_markup_write(out, phase->title);
	add(out, "</h3>\n");
	dr_html_element(out, "p", phase->why);
	if (phase->ahead.len > 0) {
		dr_html_element(out, "p", phase->ahead);
	}
	dr_html_plan_records(out, &phase->records);
	if (phase->elsewhere.len > 0) {
		dr_html_element(out, "p",
		                DR_STR("Before it, whoever runs the report mailboxes publishes:"));
		dr_html_plan_records(out, &phase->elsewhere);
	}
	add_cost(out, phase);
	add_tasks(out, &phase->tasks);
	add_gates(out, plan, phase);
	add_effects(out, phase);
	dr_strs waits = dr_plan_find_waits(out->arena, phase);
	dr_html_list(out, "It waits for", &waits);
	dr_html_list(out, "Go back when", &phase->triggers);
	if (phase->rollback.len > 0) {
		dr_html_element(out, "h4", DR_STR("Way back"));
		dr_html_plan_records(out, &phase->rollback);
	}
	dr_html_list(out, "What that does not undo", &phase->cannot_undo);
	add(out, "</section>\n");
}
