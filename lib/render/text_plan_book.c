#include "render/text_plan_priv.h"

static void add_effect(dr_plan_writer *w, const char *tag, const dr_plan_effect *e)
{
	dr_buf_addf(
		w->out,
		"     %-3s RFC 7489: %-11.*s RFC 9989: %-11.*s weakest: %-11.*s strictest: %.*s\n",
		tag, DR_FMT(e->rfc7489), DR_FMT(e->rfc9989), DR_FMT(e->weakest),
		DR_FMT(e->strictest));
}

static void add_title(dr_plan_writer *w, size_t number, const dr_plan_phase *phase)
{
	dr_buf text;
	dr_plan_writer aside = dr_text_plan_aside(w, &text);
	dr_buf_addf(&text, "%zu. %.*s: %.*s (%s", number, DR_FMT(phase->id), DR_FMT(phase->title),
	            dr_phase_state_name(phase->state));
	if (dr_plan_lacks_day(phase) || phase->not_before != DR_NO_DAY) {
		dr_text_plan_add(&aside, ", ");
		dr_text_plan_when(&aside, phase);
	}
	dr_text_plan_add(&aside, phase->decision ? ", after your decision)" : ")");
	dr_text_plan_add(w, "\n");
	dr_text_plan_wrapped(w, dr_buf_str(&text), 0, 3);
	dr_strs waits = dr_plan_find_waits(w->out->arena, phase);
	dr_text_plan_list(w, "waits for", &waits);
}

static void add_tasks(dr_plan_writer *w, const dr_plan_phase *phase)
{
	if (phase->tasks.len > 0) {
		dr_text_plan_add(w, "   tasks:\n");
		dr_text_plan_tasks(w, phase);
	}
}

/* Of what must stay as it is: what is not so. */
static void add_lost_gates(dr_plan_writer *w, const dr_plan_phase *phase)
{
	bool lost = dr_plan_count_passed(phase) < phase->gates.len;
	dr_text_plan_add(w, lost ? "   gates not met:\n" : "");
	for (size_t i = 0; i < phase->gates.len; i++) {
		dr_gate_state state = phase->gates.items[i].state;
		if (state != DR_GATE_MET && state != DR_GATE_ACCEPTED) {
			dr_text_plan_gate(w, &phase->gates.items[i]);
		}
	}
}

/* What was to be done before it began is done; behind the last step the work goes on. */
static void add_present(dr_plan_writer *w, const dr_plan_phase *phase)
{
	if (w->plan->next == NULL) {
		add_lost_gates(w, phase);
		add_tasks(w, phase);
	}
	dr_text_plan_list(w, "go back when", &phase->triggers);
}

static void add_step(dr_plan_writer *w, const dr_plan_phase *phase)
{
	dr_text_plan_cost(w, phase, "   ");
	if (phase->gates.len > 0) {
		dr_text_plan_add(w, "   gates:\n");
	}
	for (size_t i = 0; i < phase->gates.len; i++) {
		dr_text_plan_gate(w, &phase->gates.items[i]);
	}
	add_tasks(w, phase);
	dr_text_plan_list(w, "go back when", &phase->triggers);
	if (phase->rollback.len > 0) {
		dr_text_plan_add(w, "   way back:\n");
		dr_text_plan_records(w, &phase->rollback);
	}
	dr_text_plan_list(w, "not undone", &phase->cannot_undo);
}

void dr_text_plan_phase(dr_plan_writer *w, size_t number, const dr_plan_phase *phase)
{
	add_title(w, number, phase);
	if (phase->state == DR_PHASE_DONE) {
		return;
	}
	dr_buf_add_repeat(w->out, ' ', 3);
	dr_text_plan_wrapped(w, phase->why, 3, 3);
	if (phase->ahead.len > 0) {
		dr_buf_add_repeat(w->out, ' ', 3);
		dr_text_plan_wrapped(w, phase->ahead, 3, 3);
	}
	dr_text_plan_records(w, &phase->records);
	dr_text_plan_elsewhere(w, phase);
	dr_text_plan_add(w, "   what receivers do with mail that fails:\n");
	add_effect(w, "p", &phase->p);
	add_effect(w, "sp", &phase->sp);
	add_effect(w, "np", &phase->np);
	if (phase->state == DR_PHASE_UPCOMING) {
		add_step(w, phase);
	} else {
		add_present(w, phase);
	}
}

static void add_name(dr_plan_writer *w, const dr_plan_name *name)
{
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	dr_buf_addf(&text, "%.*s: %llu messages, %llu fail", DR_FMT(name->name),
	            (unsigned long long)name->messages, (unsigned long long)name->failing);
	if (name->own.len > 0) {
		dr_buf_addf(&text, "; its own record: ");
		dr_shown_write(&text, name->own);
	} else if (!name->own_known) {
		dr_buf_addf(&text, "; not known whether it has a record of its own");
	}
	if (name->exists_known && !name->exists) {
		dr_buf_addf(&text, "; not in DNS: np is for it");
	}
	dr_text_plan_add(w, "  ");
	dr_text_plan_wrapped(w, dr_buf_str(&text), 2, 6);
}

static void add_names(dr_plan_writer *w)
{
	enum { SHOWN = 20 };
	const dr_plan_names *names = &w->plan->below;
	if (names->len > 0) {
		dr_text_plan_add(w,
		                 "\nNames below the domain, in From of the last 90 days or with a "
		                 "record of their own:\n");
	}
	for (size_t i = 0; i < names->len && i < SHOWN; i++) {
		add_name(w, &names->items[i]);
	}
	if (names->len > SHOWN) {
		dr_buf_addf(w->out, "  and %zu more: --format json\n", names->len - SHOWN);
	}
}

void dr_text_plan_book(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	size_t number = 0;
	dr_text_plan_urgent(w);
	dr_text_plan_target(w);
	add_names(w);
	for (size_t i = 0; i < plan->phases.len; i++) {
		if (plan->phases.items[i].state != DR_PHASE_SKIPPED) {
			dr_text_plan_phase(w, ++number, &plan->phases.items[i]);
		}
	}
	for (size_t i = 0; i < plan->decisions.len; i++) {
		const dr_plan_decision *d = &plan->decisions.items[i];
		dr_buf_addf(w->out, "\nTo decide before %.*s: ", DR_FMT(d->id));
		dr_text_plan_wrapped(w, d->question, 19, 3);
		dr_text_plan_list(w, "for", &d->in_favour);
		dr_text_plan_list(w, "against", &d->against);
		if (d->answer.len > 0) {
			dr_text_plan_list(w, "decided", &(dr_strs){ (dr_str *)&d->answer, 1 });
		}
	}
	dr_text_plan_assumptions(w);
}

/* A sentence of a step, indented as its column. */
static void add_sentence(dr_plan_writer *w, dr_str text, const char *indent)
{
	dr_text_plan_add(w, indent);
	dr_text_plan_wrapped(w, text, strlen(indent), strlen(indent) + 2);
}

void dr_text_plan_cost(dr_plan_writer *w, const dr_plan_phase *phase, const char *indent)
{
	const dr_plan_impact *impact = &phase->impact;
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	if (impact->given) {
		dr_buf_addf(&text, "would touch ");
		dr_plan_write_touched(&text, impact);
		add_sentence(w, dr_buf_str(&text), indent);
	}
	for (size_t i = 0; i < impact->sources.len && i < 5; i++) {
		dr_buf_addf(w->out, "%s  %llu  ", indent,
		            (unsigned long long)impact->sources.items[i].affected);
		dr_text_plan_wrapped(w, impact->sources.items[i].source, 12, 12);
	}
	if (phase->exposure.given) {
		dr_buf_init(&text, w->out->arena);
		dr_plan_write_exposure(&text, &phase->exposure);
		add_sentence(w, dr_buf_str(&text), indent);
	}
}
