/* A plan keeps its days: while mail passes, reports come every day and nobody changes anything but
 * what the plan says, no step comes later than an earlier plan named it, and nor does the end. */
#include "plan_checks.h"
#include "plan_policy.h"

enum { ONE_IN = 8, STEPS = 8 };

/* Mail of each class of volume, as its owner says it. */
static const struct {
	uint64_t a_day;
	int64_t a_month;
} VOLUMES[] = { { 20, -1 }, { 500, 15000 }, { 8000, 240000 } };

/* One stream that passes begins to be reported on the day after a record asks for that. */
static void begin_reports(plan_domain *d, dr_day first)
{
	mail_reports *r = &d->reports;
	*r = (mail_reports){ .first = first,
		             .last = first,
		             .reporters = REPORTERS_MAX,
		             .vouched = true,
		             .turned = first,
		             .now = plan_policy_seen(d->arena, plan_domain_published(d)),
		             .count = 1 };
	r->before = r->now;
	r->streams[0] =
		(mail_stream){ .kind = MAIL_PASSES,
		               .from = d->domain,
		               .first = first,
		               .last = first,
		               .broke = DR_NO_DAY,
		               .every = 1,
		               .messages = VOLUMES[d->number / ONE_IN % DR_COUNT(VOLUMES)].a_day,
		               .inside = true };
}

static void go_to(plan_domain *d, dr_day day)
{
	d->as_of = day;
	if (d->reports.first != DR_NO_DAY) {
		d->reports.last = d->reports.streams[0].last = day - 1;
	}
}

/* The record was published today, and nobody has read a report. */
static plan_domain start(const plan_check *c, dr_arena *arena)
{
	plan_domain d = plan_domain_generate(arena, c->domain->number, c->books->count);
	dr_domain_config *own = &d.config.domains.items[0];
	own->sources.len = own->accept.len = own->approve.len = 0;
	own->wants_approval = false;
	own->outbound_per_month = VOLUMES[d.number / ONE_IN % DR_COUNT(VOLUMES)].a_month;
	d.past = DR_NO_DAY;
	d.readiness = PLAN_ANY;
	d.since = d.as_of;
	d.reports = (mail_reports){ .first = DR_NO_DAY, .last = DR_NO_DAY };
	if (plan_domain_asks_for_reports(&d)) {
		begin_reports(&d, d.as_of + 1);
	}
	return d;
}

/* Takes the step today. */
static void take(plan_domain *d, const dr_plan_phase *step)
{
	dr_str was = plan_domain_published(d);
	bool asked = plan_domain_asks_for_reports(d);
	for (size_t i = 0; i < step->records.len; i++) {
		const dr_plan_record *record = &step->records.items[i];
		plan_domain_set(d, dr_arena_copy(d->arena, record->name),
		                dr_arena_copy(d->arena, record->value));
	}
	dr_str is = plan_domain_published(d);
	if (dr_str_eq(was, is)) {
		return;
	}
	/* One report address more leaves the policy as it is, and its days, too. */
	d->since = asked && policy_is_same(was, is) ? d->since : d->as_of;
	d->ttl = (int)step->records.items[0].ttl;
	if (d->reports.first == DR_NO_DAY) {
		begin_reports(d, d->as_of + 1);
		return;
	}
	d->reports.before = d->reports.now;
	d->reports.turned = d->as_of;
	d->reports.now = plan_policy_seen(d->arena, is);
}

/* Something but days keeps the step away: what a phase without a record of DMARC wants, for one. */
static bool waits_for_people(const dr_plan *plan, const dr_plan_phase *step)
{
	bool waits =
		step->decision || plan->next != step || plan->alarms.len + plan->blockers.len > 0;
	for (size_t i = 0; i < step->gates.len && !waits; i++) {
		const dr_plan_gate *gate = &step->gates.items[i];
		bool open = gate->state == DR_GATE_OPEN || gate->state == DR_GATE_UNKNOWN;
		waits = open && gate->opens == DR_NO_DAY;
	}
	return waits;
}

static bool has_names_alone(const dr_plan *plan)
{
	const dr_plan_phase *names = dr_plan_find(plan, DR_STR("names"));
	return names != NULL && names->state == DR_PHASE_UPCOMING;
}

/* What was promised: the day of the next step, and that of the last. */
typedef struct {
	dr_str step;
	dr_day on, end;
	bool names; /* np rises in a step of its own */
} promise;

static promise make_promise(const plan_check *c, const plan_domain *d)
{
	made_plan made;
	plan_make(c->books, d, false, &made);
	const dr_plan_phase *step = plan_step(&made.plan, 0);
	promise p = { step != NULL ? dr_arena_copy(d->arena, step->id) : (dr_str){ 0 },
		      step != NULL ? step->earliest : DR_NO_DAY, made.plan.end,
		      has_names_alone(&made.plan) };
	plan_unmake(&made);
	return p;
}

static void check_end(const plan_check *c, const plan_domain *d, const promise *p, dr_day end)
{
	HOLDS(c->domain, end <= p->end, "on %d the end is on %d, and %d was promised", d->as_of,
	      end, p->end);
}

/* Comes to the day of the step, and takes it. False: that needs people, or there is none. */
static bool keep(const plan_check *c, plan_domain *d, const promise *p)
{
	go_to(d, p->on);
	made_plan made;
	plan_make(c->books, d, false, &made);
	const dr_plan_phase *step = plan_step(&made.plan, 0);
	bool same = step != NULL && dr_str_eq(step->id, p->step);
	bool people = !same || waits_for_people(&made.plan, step);
	if (!people) {
		dr_plan_move move = { .allowed = false };
		dr_error err = { 0 };
		ck_assert_int_eq(dr_plan_may_move(made.arena, &made.plan, step->id, &move, &err),
		                 DR_OK);
		HOLDS(c->domain, move.allowed, "%.*s was promised for today, %d: %.*s",
		      DR_FMT(step->id), d->as_of,
		      DR_FMT(move.reasons.len > 0 ? move.reasons.items[0] : DR_STR("")));
		check_end(c, d, p, made.plan.end);
		take(d, step);
	}
	plan_unmake(&made);
	return !people;
}

/* pct or t hold p back, and names below are behind what p asks for: once the record is clean, they
 * are behind p itself, and which of both goes next is decided then. */
static bool is_decided_later(dr_str record)
{
	bool held = policy_anywhere(record, ROLE_P).least < policy_asked(record, ROLE_P);
	return held && (policy_asked(record, ROLE_SP) < policy_asked(record, ROLE_P) ||
	                policy_asked(record, ROLE_NP) < policy_asked(record, ROLE_P));
}

/* Names are ahead of p=none: somebody may have said the day of a step of theirs. That p=none is no
 * older, only reports tell later. */
static bool is_told_later(dr_str record)
{
	return policy_asked(record, ROLE_P) == 0 &&
	       (policy_asked(record, ROLE_SP) > 0 || policy_asked(record, ROLE_NP) > 0);
}

void check_promise(const plan_check *c)
{
	if (c->domain->number % ONE_IN != 0) {
		return;
	}
	dr_arena *arena = dr_arena_new(0);
	plan_domain d = start(c, arena);
	promise first = make_promise(c, &d);
	dr_str record = plan_domain_published(&d);
	bool kept = policy_is_read(record) /* else reporters differ */ &&
	            !is_decided_later(record) && !is_told_later(record);
	for (size_t i = 0; i < STEPS && kept && first.step.len > 0 && first.on != DR_NO_DAY; i++) {
		kept = keep(c, &d, &first);
		if (kept) {
			go_to(&d, d.as_of + 1);
			promise next = make_promise(c, &d);
			/* It may come once names are no longer behind, while a person decides
			 * about p. */
			if (first.names || !next.names) {
				check_end(c, &d, &first, next.end);
			}
			first = next;
			c->tally->kept++;
		}
	}
	dr_arena_free(arena);
}
