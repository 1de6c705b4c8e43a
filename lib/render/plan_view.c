#include "render/plan_view.h"
#include "record/dmarc.h"
#include "record/edit.h"
#include "render/neutral.h"

static void write_string(dr_buf *out, dr_str part)
{
	dr_buf_add_char(out, '"');
	for (size_t i = 0; i < part.len; i++) {
		if (part.ptr[i] == '"') {
			dr_buf_add_char(out, '\\');
		}
		dr_shown_write(out, dr_str_sub(part, i, 1));
	}
	dr_buf_add_char(out, '"');
}

void dr_plan_write_zone_line(dr_buf *out, const dr_plan_record *record)
{
	if (dr_str_eq(record->action, DR_STR("remove"))) {
		dr_buf_addf(out, "remove %.*s. %.*s", DR_FMT(record->name), DR_FMT(record->type));
		return;
	}
	dr_buf_addf(out, "%.*s. %d IN %.*s", DR_FMT(record->name), (int)record->ttl,
	            DR_FMT(record->type));
	if (dr_str_eq(record->type, DR_STR("CNAME"))) {
		dr_buf_add_char(out, ' ');
		dr_shown_write(out, record->value);
		dr_buf_add_char(out, '.');
		return;
	}
	dr_strs parts = dr_text_split(out->arena, record->value);
	for (size_t i = 0; i < parts.len; i++) {
		dr_buf_add_char(out, ' ');
		write_string(out, parts.items[i]);
	}
}

void dr_plan_write_domains(dr_buf *out, const dr_portfolio_task *task)
{
	for (size_t i = 0; i < task->domains.len; i++) {
		dr_buf_addf(out, "%s%.*s", i > 0 ? ", " : "", DR_FMT(task->domains.items[i]));
	}
}

void dr_plan_write_policy(dr_buf *out, const dr_plan_phase *phase)
{
	const struct {
		const char *tag;
		const dr_plan_effect *effect, *above;
	} parts[] = { { "p", &phase->p, NULL },
		      { "sp", &phase->sp, &phase->p },
		      { "np", &phase->np, &phase->sp } };
	for (size_t i = 0; i < DR_COUNT(parts); i++) {
		const dr_plan_effect *e = parts[i].effect, *above = parts[i].above;
		if (above != NULL && dr_str_eq(e->weakest, above->weakest) &&
		    dr_str_eq(e->strictest, above->strictest)) {
			continue;
		}
		dr_buf_addf(out, "%s%s=%.*s", i > 0 ? "  " : "", parts[i].tag, DR_FMT(e->weakest));
		if (!dr_str_eq(e->weakest, e->strictest)) {
			dr_buf_addf(out, " to %.*s", DR_FMT(e->strictest));
		}
	}
}

void dr_plan_write_day(dr_buf *out, dr_day day)
{
	dr_day_write_short(day, out);
	dr_buf_addf(out, " %d", dr_day_date(day).year);
}

void dr_plan_write_age(dr_buf *out, const dr_plan_phase *phase, dr_day as_of)
{
	int days = (int)(as_of - phase->not_before), least = (int)phase->min_days;
	if (least > 0 && days > least) {
		dr_buf_addf(out, "its %d days are over since ", least);
		dr_plan_write_day(out, phase->not_before + (dr_day)least);
		return;
	}
	dr_buf_addf(out, "day %d", days);
	if (least > 0) {
		dr_buf_addf(out, " of %d", least);
	}
}

static void write_tag(dr_buf *out, const dr_dmarc *record, dr_dmarc_tag id)
{
	const dr_tag *tag = dr_dmarc_find(record, id);
	if (tag != NULL && dr_dmarc_is_valid(record, id)) {
		dr_buf_addf(out, "%s%.*s=%.*s", id == DR_DMARC_P ? "" : "; ", DR_FMT(tag->name),
		            DR_FMT(tag->value));
	}
}

void dr_plan_write_standing(dr_buf *out, const dr_plan *plan)
{
	static const dr_dmarc_tag SHOWN[] = { DR_DMARC_P, DR_DMARC_SP, DR_DMARC_NP, DR_DMARC_PCT,
		                              DR_DMARC_T };
	dr_dmarc record = { 0 };
	if (plan->current != NULL || plan->published.len == 0 ||
	    dr_dmarc_parse(out->arena, plan->published, &record) != DR_OK ||
	    record.p == DR_POLICY_UNSET) {
		return;
	}
	for (size_t i = 0; i < DR_COUNT(SHOWN); i++) {
		write_tag(out, &record, SHOWN[i]);
	}
	if (plan->since_given) {
		dr_buf_addf(out, " since ");
		dr_plan_write_day(out, plan->since);
		dr_buf_addf(out, " (day %d)", (int)(plan->as_of - plan->since));
	}
}

dr_day dr_plan_first_day(const dr_plan_phase *phase)
{
	return phase->state == DR_PHASE_UPCOMING ? phase->earliest : phase->not_before;
}

void dr_plan_write_earliest(dr_buf *out, const dr_plan_phase *phase)
{
	dr_day first = dr_plan_first_day(phase);
	if (first == phase->not_before) {
		return;
	}
	dr_str why = phase->waits_for.len > 0 ? phase->waits_for : DR_STR("the steps before");
	dr_buf_addf(out, "%.*s: ", DR_FMT(why));
	if (first == DR_NO_DAY) {
		dr_buf_addf(out, "no day is free");
		return;
	}
	dr_plan_write_day(out, first);
	dr_buf_addf(out, " at the earliest%s",
	            phase->by_check ? ", sooner once a message is checked (verified:)" : "");
}

dr_strs dr_plan_find_waits(dr_arena *arena, const dr_plan_phase *phase)
{
	dr_strs waits = { NULL, 0 };
	dr_buf earliest;
	dr_buf_init(&earliest, arena);
	for (size_t i = 0; i < phase->delays.len; i++) {
		dr_list_add(arena, &waits, phase->delays.items[i]);
	}
	dr_plan_write_earliest(&earliest, phase);
	if (earliest.len > 0) {
		dr_list_add(arena, &waits, dr_buf_str(&earliest));
	}
	return waits;
}

void dr_plan_write_target(dr_buf *out, const dr_plan *plan)
{
	if (plan->late.len > 0) {
		dr_buf_add(out, plan->late);
	} else if (plan->by != DR_NO_DAY) {
		dr_buf_addf(out, "possible by ");
		dr_plan_write_day(out, plan->by);
		dr_buf_addf(out, "%s",
		            plan->end != DR_NO_DAY ? ", if every gate is met in time" : "");
	}
}

void dr_plan_write_start(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	size_t count = plan->obstacles.len;
	if (phase != plan->next) {
		dr_buf_addf(out, "not yet: %.*s comes first", DR_FMT(plan->next->id));
	} else if (plan->alarms.len > 0) {
		dr_buf_addf(out, "no: go back first");
	} else if (dr_plan_may_begin(plan)) {
		dr_buf_addf(out, "yes, today");
	} else if (count > 0) {
		dr_buf_addf(out, "not yet: %zu %s in the way", count,
		            count == 1 ? "thing stands" : "things stand");
	} else {
		dr_buf_addf(out, "not yet");
	}
}

const dr_plan_decision *dr_plan_find_decision(const dr_plan *plan, const dr_plan_phase *phase)
{
	for (size_t i = 0; i < plan->decisions.len; i++) {
		if (dr_str_eq(plan->decisions.items[i].id, phase->id)) {
			return &plan->decisions.items[i];
		}
	}
	return NULL;
}

static void write_span(dr_buf *out, dr_day from, dr_day to)
{
	dr_plan_write_day(out, from);
	dr_buf_addf(out, " to ");
	dr_plan_write_day(out, to);
}

void dr_plan_write_evidence(dr_buf *out, const dr_plan *plan)
{
	const dr_traffic *traffic = plan->traffic;
	if (traffic == NULL || traffic->first == DR_NO_DAY) {
		dr_buf_addf(out, "There are no aggregate reports.");
		return;
	}
	size_t count = traffic->reporters.len;
	dr_buf_addf(out, "Measured with aggregate reports of ");
	write_span(out, traffic->first, traffic->last);
	dr_buf_addf(out, " by %zu %s.", count, count == 1 ? "organisation" : "organisations");
}

void dr_plan_write_touched(dr_buf *out, const dr_plan_impact *impact)
{
	dr_buf_addf(out, "at least %llu of %llu reported messages (%llu reporters, ",
	            (unsigned long long)impact->affected, (unsigned long long)impact->messages,
	            (unsigned long long)impact->reporters);
	write_span(out, impact->from, impact->to);
	dr_buf_addf(out, ")");
}

void dr_plan_write_exposure(dr_buf *out, const dr_plan_exposure *exposure)
{
	dr_buf_addf(out,
	            "if the main stream (%.*s) breaks on day one, about %llu messages are lost in "
	            "the %d hours before a rollback works",
	            DR_FMT(exposure->stream), (unsigned long long)exposure->messages,
	            (int)exposure->hours);
}

void dr_plan_write_missing(dr_buf *out, const dr_run_result *result, const dr_plan *plan)
{
	const dr_status status = plan->missing_status;
	if (status.question == 0) {
		dr_buf_addf(out, "an answer that the plan needs (%.*s)", DR_FMT(plan->missing));
		return;
	}
	dr_question_write(&dr_answers_at(result->answers, (size_t)status.question - 1)->question,
	                  out);
}

bool dr_plan_may_begin(const dr_plan *plan)
{
	return dr_plan_is_ready(plan) && plan->next->not_before <= plan->as_of;
}

size_t dr_plan_count_gates(const dr_plan_phase *phase, dr_gate_state state)
{
	size_t count = 0;
	for (size_t i = 0; i < phase->gates.len; i++) {
		count += phase->gates.items[i].state == state;
	}
	return count;
}

size_t dr_plan_count_passed(const dr_plan_phase *phase)
{
	return dr_plan_count_gates(phase, DR_GATE_MET) +
	       dr_plan_count_gates(phase, DR_GATE_ACCEPTED);
}

bool dr_plan_is_step(const dr_plan_phase *phase)
{
	return phase->state == DR_PHASE_UPCOMING && phase->records.len > 0;
}
