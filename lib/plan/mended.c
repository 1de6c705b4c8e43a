/* Streams that failed and do not any more: their days show it still, and nothing is to repair. */
#include "plan/plan_priv.h"

enum {
	WELL_DAYS = 7,  /* good ones in a row: what fails every week is not mended */
	WELL_TIMES = 2, /* the same of a stream that sends weekly or rarer */
};

/* NULL: the gate is about none, or the stream fails on the days that are not yet reported. */
static const dr_stream_fact *find_stream(const dr_planner *p, const dr_plan_gate *gate)
{
	const dr_stream_facts *streams = &p->evidence[0].streams;
	bool about = p->evidence_count > 0 && dr_str_eq(gate->each, DR_STR("stream")) &&
	             gate->state == DR_GATE_OPEN;
	for (size_t i = 0; about && i < streams->len; i++) {
		const dr_stream_fact *one = &streams->items[i];
		if (dr_str_eq(one->name, gate->sender) &&
		    dr_str_eq_nocase(one->domain, gate->domain)) {
			return one->broke ? NULL : one;
		}
	}
	return NULL;
}

static bool are_enough(const dr_stream_fact *stream, int64_t good_days)
{
	return good_days >= (stream->rare ? WELL_TIMES : WELL_DAYS);
}

static bool is_about_dkim(const dr_plan_gate *gate)
{
	return dr_str_eq(gate->id, DR_STR("PL005")) || dr_str_eq(gate->id, DR_STR("PL014"));
}

bool dr_planner_passes_by_now(const dr_planner *p, const dr_plan_gate *gate)
{
	const dr_stream_fact *stream = find_stream(p, gate);
	return stream != NULL && are_enough(stream, stream->good_days);
}

bool dr_planner_is_mended(const dr_planner *p, const dr_plan_gate *gate)
{
	const dr_stream_fact *stream = find_stream(p, gate);
	return stream != NULL &&
	       are_enough(stream, is_about_dkim(gate) ? stream->dkim_good_days : stream->good_days);
}

/* It says only that some of the mail failed. */
static bool tells_of_failures(const dr_sender *sender)
{
	return sender->diagnosis == DR_DIAGNOSIS_SOME_FAIL ||
	       sender->diagnosis == DR_DIAGNOSIS_SERVICE_SOME_FAIL;
}

bool dr_planner_has_problem(const dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender)
{
	if (sender == NULL || sender->problem.len == 0 || dr_planner_is_mended(p, gate)) {
		return false;
	}
	return !(tells_of_failures(sender) && dr_planner_passes_by_now(p, gate));
}
