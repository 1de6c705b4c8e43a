#include "plan/plan_priv.h"

static void add_causes(dr_planner *p, const dr_causes *causes, dr_strs *because)
{
	for (size_t i = 0; i < causes->len; i++) {
		dr_list_add(p->arena, because, causes->items[i].path);
	}
}

static dr_plan_gate judge(dr_planner *p, const dr_playbook_gate *from)
{
	dr_plan_gate gate = {
		.id = from->id,
		.title = from->title,
		.scope = from->scope,
		.state = DR_GATE_UNKNOWN,
		.needed = from->needed,
		.todo = from->todo,
	};
	if (from->met != NULL) {
		dr_outcome_of_expr outcome = dr_expr_eval(from->met, &p->values, p->arena);
		static const dr_gate_state STATES[] = { [DR_TRUE] = DR_GATE_MET,
			                                [DR_FALSE] = DR_GATE_OPEN,
			                                [DR_UNDECIDED] = DR_GATE_UNKNOWN };
		gate.state = STATES[outcome.verdict];
		add_causes(p, &outcome.causes, &gate.because);
	}
	return gate;
}

void dr_planner_fill_gates(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase)
{
	for (size_t i = 0; i < from->gates.len; i++) {
		if (dr_planner_holds(p, from->gates.items[i].when)) {
			dr_list_add(p->arena, &phase->gates, judge(p, &from->gates.items[i]));
		}
	}
}

/* Addresses of the phase's record that another domain must agree to take (RFC 9990 4). */
static void add_authorisations(dr_planner *p, dr_plan_phase *phase)
{
	const dr_address_facts *rua = &p->facts->dmarc.rua;
	for (size_t i = 0; i < rua->len; i++) {
		const dr_address_fact *a = &rua->items[i];
		if (a->authorised_status.state != DR_KNOWN || a->authorised) {
			continue;
		}
		dr_buf text;
		dr_buf_init(&text, p->arena);
		dr_buf_addf(&text, "Ask %.*s to publish: %.*s. IN TXT \"v=DMARC1;\"",
		            DR_FMT(a->host), DR_FMT(a->authorisation));
		dr_list_add(p->arena, &phase->tasks,
		            (dr_plan_task){ .kind = DR_STR("people"), .text = dr_buf_str(&text) });
	}
}

void dr_planner_fill_tasks(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase)
{
	for (size_t i = 0; i < from->tasks.len; i++) {
		const dr_playbook_task *task = &from->tasks.items[i];
		if (dr_planner_holds(p, task->when)) {
			dr_list_add(p->arena, &phase->tasks,
			            (dr_plan_task){ .kind = task->kind,
			                            .text = dr_planner_text(p, task->text) });
		}
	}
	if (from->set.len > 0) {
		add_authorisations(p, phase);
	}
}

static dr_str task_kind(const dr_finding *finding)
{
	if (dr_str_eq(finding->rule->who, DR_STR("service"))) {
		return DR_STR("sender");
	}
	return dr_str_eq(finding->rule->category, DR_STR("hygiene")) ? DR_STR("verify")
	                                                             : DR_STR("dns");
}

static bool is_work(const dr_finding *finding)
{
	return finding->outcome == DR_HIT && !finding->superseded && !finding->waived &&
	       finding->severity != DR_INFO;
}

void dr_planner_add_findings(dr_planner *p, dr_plan_phase *next)
{
	const dr_findings *findings = &p->request->judgement->findings;
	for (size_t i = 0; i < findings->len; i++) {
		const dr_finding *f = findings->items[i];
		if (!is_work(f)) {
			continue;
		}
		dr_str text = f->fix.len > 0 ? f->fix : f->message;
		dr_list_add(p->arena, &next->tasks,
		            (dr_plan_task){ task_kind(f), text, f->rule->id });
		if (f->severity == DR_ERROR) {
			dr_list_add(p->arena, &p->plan->blockers,
			            (dr_plan_blocker){ f->rule->id, f->message });
		}
	}
}
