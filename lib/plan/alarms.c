#include "plan/plan_priv.h"

enum {
	LATELY = 7,   /* days: an older break is known by now */
	LASTING = 14, /* days before a way back in which the break may have begun */
	GOOD_OF = 50, /* one failure among so many is a good day */
};

static const dr_tally *tally_of(const dr_stream_days *days, size_t at)
{
	return &days->items[at].direct.counted;
}

static bool is_good(const dr_tally *tally)
{
	return tally->messages > 0 && tally->none * GOOD_OF <= tally->messages;
}

/* The day from which on no break is usual. After a way back it is one before it: the break began
 * then. Nobody knows it: no break is. */
static dr_day first_of_phase(const dr_planner *p)
{
	if (!p->plan->since_given) {
		return DR_NO_DAY;
	}
	return p->went_back ? p->plan->since - LASTING : p->plan->since;
}

/* Whether a stream is broken, and the first mail that says so: a good day ends the matter. */
static bool find_break(const dr_planner *p, dr_day from, const dr_stream_days *days,
                       dr_break *ret_break)
{
	const dr_break_trigger trigger = { .volume = p->evidence[0].reports.volume,
		                           .from = from,
		                           .since = first_of_phase(p) };
	bool found = false;
	for (size_t i = 0; i < days->len; i++) {
		if (days->items[i].day < from || days->items[i].day > p->plan->as_of) {
			continue;
		}
		dr_break one;
		if (dr_gate_evidence_is_broken(&trigger, days, i, &one)) {
			*ret_break = found ? *ret_break : one;
			found = true;
		} else if (is_good(tally_of(days, i))) {
			found = false;
		}
	}
	return found;
}

/* It broke before somebody went back, and has not passed since. */
static bool has_lasted(const dr_planner *p, const dr_stream_days *days)
{
	if (!p->went_back || !p->plan->since_given) {
		return false;
	}
	dr_break one;
	return find_break(p, p->plan->since - LASTING, days, &one) && one.last < p->plan->since;
}

/* "on 2026-12-02", "from 2026-11-30 to 2026-12-02". */
static void write_days(const dr_break *one, dr_buf *text)
{
	dr_buf_addf(text, one->first < one->last ? "from " : "on ");
	if (one->first < one->last) {
		dr_day_write(one->first, text);
		dr_buf_addf(text, " to ");
	}
	dr_day_write(one->last, text);
}

static void add_alarm(dr_planner *p, const dr_sender *sender, const dr_mail_stream *stream,
                      const dr_break *one)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%.*s", DR_FMT(sender->name));
	if (!dr_str_eq_nocase(stream->scope, p->plan->domain)) {
		dr_buf_addf(&text, " as %.*s", DR_FMT(stream->scope));
	}
	dr_buf_addf(&text, ": %llu of %llu messages failed ", (unsigned long long)one->failing,
	            (unsigned long long)one->messages);
	write_days(one, &text);
	if (has_lasted(p, &stream->days)) {
		dr_buf_addf(&text, "; the way back did not cure it: look at how this mail is "
		                   "signed (DKIM) and at its SPF, for a weaker policy repairs "
		                   "nothing");
	}
	dr_list_add(p->arena, &p->plan->alarms,
	            (dr_plan_alarm){ .source = sender->name,
	                             .domain = stream->scope,
	                             .day = one->last,
	                             .messages = one->messages,
	                             .failing = one->failing,
	                             .text = dr_buf_str(&text) });
}

static bool is_enforced(dr_planner *p, const dr_mail_stream *stream)
{
	return dr_planner_today(p, stream->scope) > DR_POLICY_NONE;
}

/* The first day that tells something about the present record. After a way back it is the first one
 * on which nobody used the record before any more: days until then called for it already. */
static dr_day first_telling(const dr_planner *p)
{
	enum { DAY_SECONDS = 86400 };
	const dr_plan *plan = p->plan;
	dr_day lately = plan->as_of - LATELY, since = plan->since;
	if (!plan->since_given) {
		return lately;
	}
	if (p->went_back) {
		since += (dr_day)((dr_planner_ttl(p) + DAY_SECONDS - 1) / DAY_SECONDS);
	}
	return since > lately ? since : lately;
}

void dr_planner_find_alarms(dr_planner *p)
{
	const dr_plan *plan = p->plan;
	if (plan->current == NULL || p->evidence_count == 0 || p->request->traffic == NULL) {
		return;
	}
	dr_day from = first_telling(p);
	for (size_t i = 0; i < p->request->traffic->senders.len; i++) {
		const dr_sender *sender = p->request->traffic->senders.items[i];
		for (size_t j = 0; dr_gate_evidence_is_ours(sender) && j < sender->streams.len;
		     j++) {
			const dr_mail_stream *stream = &sender->streams.items[j];
			dr_break one;
			if (is_enforced(p, stream) && find_break(p, from, &stream->days, &one)) {
				add_alarm(p, sender, stream, &one);
			}
		}
	}
}
