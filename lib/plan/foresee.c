/* Days before which no gate can open that only time opens, however well things go: of reports as
 * they are, and of those that begin with a step of the plan. */
#include "plan/plan_priv.h"

static dr_day later(dr_day a, dr_day b)
{
	return a > b ? a : b;
}

static bool asks_for_reports(dr_planner *p, dr_str text)
{
	return text.len > 0 && dr_planner_parse(p, text).usable_rua;
}

dr_day dr_planner_reports_begin(dr_planner *p, const dr_plan_phase *step, dr_day on)
{
	bool begin = p->evidence_count == 0 && !asks_for_reports(p, p->plan->published) &&
	             asks_for_reports(p, step->text);
	return begin && on != DR_NO_DAY ? on + 1 : DR_NO_DAY;
}

/* The first day of which there may be reports that gates have not seen. They come with a record
 * that asks for them; of the day on which it is published few see it. */
static dr_day first_unread(dr_planner *p)
{
	enum { LONG_AGO = 366 };
	const dr_plan *plan = p->plan;
	const dr_traffic *traffic = p->request->traffic;
	for (size_t i = 0; traffic != NULL && i < traffic->days.len; i++) {
		if (traffic->days.items[i].counted_reporters > 0) {
			return traffic->days.items[i].day;
		}
	}
	if (!asks_for_reports(p, dr_planner_published(p))) {
		return plan->as_of + 1;
	}
	return plan->since_given ? plan->since + 1 : plan->as_of - LONG_AGO;
}

static void expect(dr_planner *p, dr_day first)
{
	const dr_domain_config *own = p->request->own;
	p->unread_reports = dr_gate_evidence_at_best(own, first, p->plan->as_of, &p->unread_stream);
}

void dr_planner_expect_reports(dr_planner *p)
{
	expect(p, first_unread(p));
}

dr_day dr_planner_settles_on(const dr_playbook_gate *from, dr_day step, int64_t ttl)
{
	return step + (dr_day)(from->settles + dr_gate_evidence_ttl_days(ttl));
}

/* The step before has been taken: what must settle after it counts from its day. */
static dr_day settles_by_now(const dr_planner *p, const dr_playbook_gate *from)
{
	bool dated = p->plan->since_given && from->settles > 0;
	return dated ? dr_planner_settles_on(from, p->plan->since, dr_planner_ttl(p)) : DR_NO_DAY;
}

static bool is_met(dr_planner *p, const dr_playbook_gate *from)
{
	return from->met != NULL &&
	       dr_expr_eval(from->met, &p->values, p->arena).verdict == DR_TRUE;
}

/* What the stream is on days ahead: worked out once for each that was reported. */
static dr_stream_aheads look_ahead(dr_planner *p, const dr_stream_fact *stream)
{
	const dr_gate_evidence *evidence = &p->evidence[0];
	const dr_stream_facts *streams = &evidence->streams;
	if (p->evidence_count == 0) {
		return dr_gate_evidence_look_ahead(p->arena, evidence, stream);
	}
	if (p->aheads == NULL) {
		p->aheads = dr_arena_alloc_array(p->arena, streams->len, sizeof(*p->aheads));
	}
	if (p->aheads == NULL) {
		return (dr_stream_aheads){ 0 };
	}
	dr_stream_aheads *found = &p->aheads[stream - streams->items];
	if (found->len == 0) {
		*found = dr_gate_evidence_look_ahead(p->arena, evidence, stream);
	}
	return *found;
}

/* The same of a stream; `checked`: once a message of it was. */
static bool stream_meets(dr_planner *p, const dr_playbook_gate *from, const dr_stream_fact *stream,
                         bool checked)
{
	const void *looked_at = p->values.at[p->playbook->stream];
	dr_stream_fact one = *stream;
	one.verified = one.verified || checked;
	p->values.at[p->playbook->stream] = &one;
	bool met = is_met(p, from);
	p->values.at[p->playbook->stream] = looked_at;
	return met;
}

/* At the end of the report day before the last, too. */
static bool was_met(dr_planner *p, const dr_playbook_gate *from, const dr_stream_fact *stream,
                    bool checked)
{
	if (p->evidence_count < 2) {
		return true;
	}
	dr_planner_look_at(p, 1);
	const dr_stream_facts *then = &p->evidence[1].streams;
	size_t at = (size_t)(stream - p->evidence[0].streams.items);
	bool met = stream_meets(p, from, &then->items[at], checked);
	dr_planner_look_at(p, 0);
	return met;
}

/* The first day on which the stream that is looked at can meet it: three report days running, each
 * 48 hours old. */
static dr_day opens_at_best(dr_planner *p, const dr_playbook_gate *from, bool checked)
{
	enum { MORE = 2 };
	const dr_stream_fact *stream = p->values.at[p->playbook->stream];
	if (stream == NULL) {
		return DR_NO_DAY;
	}
	if (stream_meets(p, from, stream, checked)) {
		return p->plan->as_of + (was_met(p, from, stream, checked) ? 1 : MORE);
	}
	const dr_stream_aheads ahead = look_ahead(p, stream);
	dr_day on = DR_NO_DAY, until = p->evidence[0].until;
	for (size_t i = 0; i < ahead.len && on == DR_NO_DAY; i++) {
		bool met = stream_meets(p, from, &ahead.items[i].fact, checked);
		on = met ? p->plan->as_of + ahead.items[i].until - until + MORE : DR_NO_DAY;
	}
	return on;
}

/* So many days as the playbook says; DR_NO_DAY: waiting alone does not do. */
static dr_day opens_after_days(dr_planner *p, const dr_playbook_gate *from)
{
	enum { DAYS_MAX = 3660 };
	uint64_t days;
	dr_str text = dr_planner_text(p, from->opens_in);
	if (text.len == 0) {
		return DR_NO_DAY;
	}
	bool ahead = dr_str_to_u64(text, DAYS_MAX, &days);
	return p->plan->as_of + (ahead ? (dr_day)days : 0);
}

/* What is not met today never is before tomorrow. */
static dr_day opens_on(dr_planner *p, const dr_playbook_gate *from, bool checked)
{
	if (from->opens_in == NULL && !from->looks_ahead) {
		return DR_NO_DAY;
	}
	if (p->evidence_count == 0) {
		p->values.at[p->playbook->reports] = &p->unread_reports;
	}
	dr_day on = from->looks_ahead ? opens_at_best(p, from, checked) : opens_after_days(p, from);
	dr_planner_look_at(p, 0);
	if (on == DR_NO_DAY) {
		return DR_NO_DAY;
	}
	dr_day settled = settles_by_now(p, from);
	on = later(on, p->plan->as_of + 1);
	return settled != DR_NO_DAY ? later(settled, on) : on;
}

dr_day dr_planner_opens_on(dr_planner *p, const dr_playbook_gate *from)
{
	return opens_on(p, from, false);
}

dr_day dr_planner_opens_checked(dr_planner *p, const dr_playbook_gate *from, dr_day opens)
{
	enum { WORTH_IT = 7 }; /* days */
	const dr_stream_fact *stream = p->values.at[p->playbook->stream];
	if (opens == DR_NO_DAY || !from->looks_ahead || stream == NULL || stream->mail == NULL) {
		return DR_NO_DAY;
	}
	dr_day checked = opens_on(p, from, true);
	return checked + WORTH_IT <= opens ? checked : DR_NO_DAY;
}

dr_day dr_planner_opens_unread(dr_planner *p, const dr_playbook_gate *from)
{
	bool of_stream = from->each == DR_EACH_STREAM;
	if ((from->each != DR_EACH_DOMAIN && !of_stream) || from->empty_is_met) {
		return DR_NO_DAY;
	}
	p->values.at[p->playbook->stream] = of_stream ? &p->unread_stream : NULL;
	dr_day on = dr_planner_opens_on(p, from);
	p->values.at[p->playbook->stream] = NULL;
	return on;
}

/* The gate of the playbook that was judged. */
static const dr_playbook_gate *find_gate(const dr_playbook_phase *from, const dr_plan_gate *gate)
{
	for (size_t i = 0; i < from->gates.len; i++) {
		const dr_playbook_gate *one = &from->gates.items[i];
		if (dr_str_eq(one->id, gate->id) && dr_str_eq(one->title, gate->title)) {
			return one;
		}
	}
	return NULL;
}

dr_day dr_planner_opens_with(dr_planner *p, const dr_playbook_phase *from, const dr_plan_gate *gate,
                             dr_day reports)
{
	const dr_playbook_gate *one = find_gate(from, gate);
	if (one == NULL || gate->opens == DR_NO_DAY) {
		return gate->opens;
	}
	p->values.at[p->playbook->aim] = &from->aim;
	expect(p, reports);
	dr_day on = dr_planner_opens_unread(p, one);
	dr_planner_expect_reports(p);
	return later(on, gate->opens);
}
