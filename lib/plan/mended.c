/* Streams that failed and do not any more: their days show it still, and nothing is to repair. */
#include "plan/plan_priv.h"

enum {
	WELL_DAYS = 7, /* good ones in a row: what fails every week is not mended */
	HUNDRED = 100,
	WELL_TIMES = 2, /* the same of a stream that sends weekly or rarer */
};

const dr_stream_fact *dr_planner_find_stream(const dr_planner *p, const dr_plan_gate *gate)
{
	const dr_stream_facts *streams = &p->evidence[0].streams;
	bool about = p->evidence_count > 0 && dr_str_eq(gate->each, DR_STR("stream"));
	for (size_t i = 0; about && i < streams->len; i++) {
		const dr_stream_fact *one = &streams->items[i];
		if (dr_str_eq(one->name, gate->sender) &&
		    dr_str_eq_nocase(one->domain, gate->domain)) {
			return one;
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

/* On its last days less than one in a hundred fails, and less than half as much as in the whole
 * window: good days may have a failure each, and what fails so every day is not mended. */
static bool fails_less(const dr_planner *p, const dr_stream_fact *stream, bool by_dkim)
{
	const dr_stream_days *days = &stream->mail->days;
	uint64_t messages = 0, failing = 0;
	int left = stream->rare ? WELL_TIMES : WELL_DAYS;
	for (size_t i = days->len; i > 0 && left > 0; i--) {
		const dr_tally *tally = &days->items[i - 1].direct.counted;
		if (days->items[i - 1].day <= p->evidence[0].until && tally->messages > 0) {
			messages += tally->messages;
			failing += tally->none + (by_dkim ? tally->spf_only : 0);
			left--;
		}
	}
	int64_t before = by_dkim ? stream->dkim_failing : stream->failing;
	return failing == 0 ||
	       (failing * HUNDRED < messages &&
	        2 * failing * (uint64_t)stream->messages < (uint64_t)before * messages);
}

/* Also on the days that are not yet reported. */
static bool is_well(const dr_planner *p, const dr_plan_gate *gate, bool by_dkim)
{
	const dr_stream_fact *stream = dr_planner_find_stream(p, gate);
	bool failed = gate->state == DR_GATE_OPEN && stream != NULL && stream->mail != NULL;
	return failed && !stream->broke &&
	       are_enough(stream, by_dkim ? stream->dkim_good_days : stream->good_days) &&
	       fails_less(p, stream, by_dkim);
}

bool dr_planner_passes_by_now(const dr_planner *p, const dr_plan_gate *gate)
{
	return is_well(p, gate, false);
}

bool dr_planner_is_mended(const dr_planner *p, const dr_plan_gate *gate)
{
	return is_well(p, gate, is_about_dkim(gate));
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
