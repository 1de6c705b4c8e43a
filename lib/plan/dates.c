/* The days of a plan: stays, distances between steps, the calendar, and what gates wait for. p does
 * not wait for the stay of a step on top of the ladder that moved names below only, nor they for
 * that of a step that left them where they were. */
#include "plan/plan_priv.h"

enum { BETWEEN_CHANGES = 7 }; /* days */

/* When a phase may begin. */
typedef struct {
	dr_day start;   /* as far as stays, steps before and gates go; DR_NO_DAY: it is not ahead */
	dr_day due;     /* as far as the stay of the present phase goes, or a turn among others */
	dr_day on;      /* the first free day from then on; DR_NO_DAY: there is none */
	dr_strs delays; /* why that is later */
	dr_str gate, title; /* what `start` waits for; empty: no gate */
	int64_t min_days;   /* of the phase; as in dr_plan_phase */
	dr_day month_end;
} phase_day;
typedef DR_LIST(phase_day) phase_days;

/* The first day after the month of `start` has ended. */
static dr_day after_month_end(dr_day start)
{
	dr_date d = dr_day_date(start);
	return d.month == 12 ? dr_day_of(d.year + 1, 1, 1) : dr_day_of(d.year, d.month + 1, 1);
}

static dr_day later(dr_day a, dr_day b)
{
	return a > b ? a : b;
}

/* The least duration of a phase that begins on `start`. */
typedef struct {
	int64_t days;
	dr_day month_end, end; /* as in dr_plan_phase; the day on which it may end */
} stay;

static stay stay_of(dr_planner *p, dr_str phase, dr_day start)
{
	const dr_stays *stays = &dr_planner_find_phase(p->playbook, phase)->stay;
	stay s = { 0, DR_NO_DAY, start };
	for (size_t i = 0; i < stays->len; i++) {
		if (dr_planner_holds(p, stays->items[i].when)) {
			s.days = stays->items[i].days;
			bool waits = stays->items[i].month_end && start != DR_NO_DAY;
			s.month_end = waits ? after_month_end(start) : DR_NO_DAY;
			break;
		}
	}
	s.end = later(start + (dr_day)s.days, s.month_end);
	return s;
}

/* A policy that is inherited has no clock, unless somebody says since when. */
static bool is_timed(const dr_plan *plan)
{
	return plan->current != NULL && (plan->inherited_from.len == 0 || plan->since_given);
}

/* Days on which stays are over. */
typedef struct {
	dr_day p, names; /* of the domain; of names below it */
} stays_over;

static dr_policy published_p(const dr_planner *p)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	return dr_is_known(dmarc->p_status) ? dr_policy_parse(dmarc->p) : DR_POLICY_UNSET;
}

/* The last phase up to the present one that says something of p, and no more than it is; NULL: none
 * of the playbook does. What came after it moved names below only. */
static const dr_playbook_phase *find_phase_of_p(const dr_planner *p)
{
	const dr_playbook_phase *from = p->playbook->phases.items, *found = NULL;
	const dr_playbook_phase *present = dr_planner_find_phase(p->playbook, p->plan->current->id);
	for (; from <= present; from++) {
		bool put =
			from->raise_p.len > 0 && dr_policy_parse(from->raise_p) <= published_p(p);
		found = put ? from : found;
	}
	return found;
}

/* The phase that enforces p; NULL: none does. */
static const dr_playbook_phase *find_enforcing(const dr_planner *p)
{
	const dr_playbook_phase *found = find_phase_of_p(p);
	bool enforces = found != NULL && dr_policy_parse(found->raise_p) > DR_POLICY_NONE;
	return enforces ? found : NULL;
}

/* The present phase put p where it is, and began when that came. */
static bool began_with_p(const dr_planner *p)
{
	const dr_playbook_phase *own = find_phase_of_p(p);
	return own != NULL && dr_str_eq(own->id, p->plan->current->id);
}

static dr_day or_today(const dr_plan *plan, dr_day day)
{
	return day != DR_NO_DAY ? day : plan->as_of;
}

static dr_day start_of_present(const dr_planner *p)
{
	const dr_plan *plan = p->plan;
	return or_today(plan, began_with_p(p) ? plan->p_since : plan->since);
}

/* p is at none, and reports tell since when, or will once they are there. A day that only somebody
 * said may be that of a step about names below. */
static bool saw_monitoring(const dr_planner *p)
{
	dr_plan_clock clock = p->plan->clock;
	return published_p(p) == DR_POLICY_NONE &&
	       (clock == DR_CLOCK_REPORTS || clock == DR_CLOCK_TODAY);
}

/* p stays by the phase that put it there, however names below moved since. */
static dr_day end_of_p(dr_planner *p)
{
	const dr_plan *plan = p->plan;
	const dr_playbook_phase *own = find_phase_of_p(p);
	dr_day present = stay_of(p, plan->current->id, start_of_present(p)).end;
	if (find_enforcing(p) != NULL) {
		return stay_of(p, own->id, or_today(plan, plan->p_since)).end;
	}
	return own != NULL && saw_monitoring(p)
	               ? later(present, stay_of(p, own->id, or_today(plan, plan->p_since)).end)
	               : present;
}

/* The present phase lasts at least until these days. */
static stays_over end_of_present(dr_planner *p)
{
	const dr_plan *plan = p->plan;
	if (!is_timed(plan)) {
		return (stays_over){ plan->as_of, plan->as_of };
	}
	bool enforces = find_enforcing(p) != NULL;
	bool parted = began_with_p(p) && (enforces || plan->clock == DR_CLOCK_REPORTS);
	dr_day below = enforces ? plan->names_since : later(plan->names_since, plan->p_since);
	dr_day names = or_today(plan, parted ? below : plan->since);
	return (stays_over){ end_of_p(p), stay_of(p, plan->current->id, names).end };
}

static dr_day end_of_stays(const stays_over *over, const dr_plan_phase *phase)
{
	bool names = phase->moves_sp || phase->moves_np;
	return phase->moves_p == names ? later(over->p, over->names)
	       : names                 ? over->names
	                               : over->p;
}

/* The day from which on a phase may begin as far as the stays before it go: `free_from` for what
 * enforces more, at once for what does not. A record for a name that is not ready comes just before
 * the step that it makes room for: until then it may still be mended. */
static dr_day first_day(dr_planner *p, const dr_plan_phase *phase, dr_day free_from)
{
	if (phase->enforces_more || phase->records.len == 0) {
		return free_from;
	}
	bool apart = dr_planner_find_phase(p->playbook, phase->id)->apart != NULL;
	return apart ? later(p->plan->as_of, free_from - BETWEEN_CHANGES) : p->plan->as_of;
}

/* How far the plan has come. */
typedef struct {
	stays_over stayed; /* that of the present phase */
	stays_over free;   /* those so far */
	dr_day changed;    /* the last change of a record; DR_NO_DAY: nobody knows */
	dr_day moved_p;    /* the last step of the plan that moved p; DR_NO_DAY: there is none */
	dr_day names;      /* of what it says of names below */
	dr_str p_phase;    /* that enforces p as it is; empty: none does */
	bool planned;      /* it is a step of the plan */
	dr_day stepped;    /* the day of the last that reports look anew at; DR_NO_DAY: none does */
	dr_day reports; /* the first of which there are reports, where a step brings them; or none
	                 */
	bool stuck;     /* there is no day for a phase: behind it no other has one */
} progress;

/* Reports are asked for at once, however new the record is that does not. */
static bool keeps_away(dr_planner *p, const dr_plan_phase *phase, const progress *at)
{
	const dr_playbook_phase *from = dr_planner_find_phase(p->playbook, phase->id);
	bool beside = from->apart != NULL || from->rejoin;
	return phase->records.len > 0 && (at->planned || phase->enforces_more || beside);
}

static void wait(phase_day *day, dr_day until, dr_str id, dr_str title)
{
	if (until > day->start) {
		day->start = until;
		day->gate = id;
		day->title = title;
	}
}

static void wait_for_gate(dr_planner *p, const dr_playbook_phase *from, const dr_plan_gate *gate,
                          const progress *at, phase_day *day)
{
	dr_day opens = at->reports != DR_NO_DAY ? dr_planner_opens_with(p, from, gate, at->reports)
	                                        : gate->opens;
	if (opens != DR_NO_DAY) {
		wait(day, opens, gate->id, gate->title);
	}
}

static bool is_accepted(const dr_plan_gate *gate)
{
	return gate->state == DR_GATE_ACCEPTED;
}

/* Gates that only time can open, however well things go. What somebody accepted counts as long as
 * that lasts: the day without it is known first. */
static void wait_for_gates(dr_planner *p, const dr_plan_phase *phase, const progress *at,
                           phase_day *day)
{
	const dr_playbook_phase *from = dr_planner_find_phase(p->playbook, phase->id);
	const dr_playbook_gates *own = &from->gates;
	for (size_t i = 0; i < phase->gates.len; i++) {
		if (!is_accepted(&phase->gates.items[i])) {
			wait_for_gate(p, from, &phase->gates.items[i], at, day);
		}
	}
	for (size_t i = 0; i < own->len && at->stepped != DR_NO_DAY; i++) {
		const dr_playbook_gate *gate = &own->items[i];
		if (gate->settles > 0) {
			dr_day on = dr_planner_settles_on(gate, at->stepped, dr_planner_new_ttl(p));
			wait(day, on, gate->id, gate->title);
		}
	}
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (is_accepted(gate) && !dr_planner_is_accepted_on(p, gate, day->start)) {
			wait_for_gate(p, from, gate, at, day);
		}
	}
}

/* Where many domains move, the next step also waits for its turn. */
static void wait_for_slot(const dr_plan_slot *slot, dr_arena *arena, phase_day *day)
{
	if (slot == NULL || (slot->day != DR_NO_DAY && slot->day <= day->start)) {
		return;
	}
	for (size_t i = 0; i < slot->delays.len; i++) {
		dr_list_add(arena, &day->delays, slot->delays.items[i]);
	}
	day->start = day->due = slot->day;
}

static const phase_day NEVER = { .start = DR_NO_DAY, .on = DR_NO_DAY, .month_end = DR_NO_DAY };

/* "p=quarantine stays for 28 days and past the end of a month": the present phase, which is about
 * names below, is over before. */
static void say_stay_of_p(dr_planner *p, const dr_plan_phase *phase, const progress *at,
                          phase_day *day)
{
	const dr_plan *plan = p->plan;
	const dr_playbook_phase *own = is_timed(plan) ? find_phase_of_p(p) : NULL;
	bool waits = phase == plan->next && phase->moves_p && phase->enforces_more;
	if (!waits || own == NULL || day->start != at->stayed.p || day->start <= plan->as_of ||
	    stay_of(p, plan->current->id, start_of_present(p)).end >= day->start) {
		return;
	}
	stay s = stay_of(p, own->id, or_today(plan, plan->p_since));
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "p=%s stays for %d days%s", dr_policy_name(published_p(p)), (int)s.days,
	            s.month_end != DR_NO_DAY ? " and past the end of a month" : "");
	dr_list_add(p->arena, &day->delays, dr_buf_str(&text));
}

/* The same of what it says of names below, that p had to itself before. */
static void say_stay_of_names(dr_planner *p, const dr_plan_phase *phase, const progress *at,
                              phase_day *day)
{
	const dr_plan *plan = p->plan;
	bool waits = phase == plan->next && (phase->moves_sp || phase->moves_np);
	if (!waits || day->start != at->stayed.names || day->start <= plan->as_of ||
	    at->stayed.p + BETWEEN_CHANGES > day->start || !plan->since_given || !began_with_p(p)) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "what it says of names below is there since ");
	dr_day_write(plan->names_since, &text);
	dr_buf_addf(&text, " and stays as long");
	dr_list_add(p->arena, &day->delays, dr_buf_str(&text));
}

static phase_day day_of(dr_planner *p, const dr_plan_phase *phase, const progress *at,
                        bool with_gates)
{
	phase_day day = NEVER;
	day.start = first_day(p, phase, end_of_stays(&at->free, phase));
	bool keeps = keeps_away(p, phase, at);
	if (keeps && at->changed != DR_NO_DAY) {
		day.start = later(day.start, at->changed + BETWEEN_CHANGES);
	}
	say_stay_of_p(p, phase, at, &day);
	say_stay_of_names(p, phase, at, &day);
	day.due = phase->enforces_more ? end_of_stays(&at->stayed, phase) : day.start;
	if (with_gates && phase->records.len > 0) {
		wait_for_gates(p, phase, at, &day);
	}
	if (phase == p->plan->next) {
		wait_for_slot(p->request->slot, p->arena, &day);
	}
	if (!at->stuck && day.start != DR_NO_DAY) {
		dr_day from =
			keeps ? dr_planner_wait_for_names(p, day.start, &day.delays) : day.start;
		day.on = dr_planner_next_day(p, from, &day.delays);
	}
	return day;
}

/* How long a phase lasts that begins on `on`; the day on which it may end. */
static dr_day set_stay(dr_planner *p, const dr_plan_phase *phase, dr_day on, phase_day *day)
{
	stay s = stay_of(p, phase->id, on);
	day->min_days = s.days;
	day->month_end = s.month_end;
	return s.end;
}

static bool moves_names(const dr_plan_phase *phase)
{
	return phase->moves_sp || phase->moves_np;
}

/* A step that comes on top of those of the pace is not what p waits for. Names below stay where
 * they are at least as long as p has to where it is: those that a step of p left there, counted
 * from the day on which they came there. What the stay of p=none would have them wait ends with
 * it. */
static void set_stays(dr_planner *p, const dr_plan_phase *phase, dr_day on, phase_day *day,
                      progress *at)
{
	dr_day end = set_stay(p, phase, on, day);
	bool left = phase->moves_p && !moves_names(phase), on_top = dr_planner_is_on_top(p, phase);
	dr_day names = left ? stay_of(p, phase->id, at->names).end : end;
	if (on_top && phase->ahead.len == 0 && at->p_phase.len > 0) {
		names = later(names, stay_of(p, at->p_phase, on).end);
	}
	at->free.p = on_top ? at->free.p : later(at->free.p, end);
	bool first = left && at->p_phase.len == 0;
	at->free.names = first ? names : later(at->free.names, names);
	at->names = moves_names(phase) ? on : at->names;
	at->moved_p = phase->moves_p ? on : at->moved_p;
	at->p_phase = phase->moves_p ? phase->id : at->p_phase;
}

/* Reports of the step before count after one that enforces more; so does a first report after one
 * that brings them. */
static void note_step(dr_planner *p, const dr_plan_phase *phase, dr_day on, progress *at)
{
	dr_day reports = dr_planner_reports_begin(p, phase, on);
	bool enforced = dr_policy_parse(phase->p.strictest) > DR_POLICY_NONE;
	bool begin = at->reports == DR_NO_DAY && reports != DR_NO_DAY;
	at->reports = begin ? reports : at->reports;
	at->stepped = enforced && (begin || phase->enforces_more) ? on : at->stepped;
	at->changed = on;
	at->planned = true;
}

/* When the plan brought what a phase that is there by then would bring. */
static dr_day day_of_there(dr_planner *p, const dr_plan_phase *phase, const progress *at)
{
	bool of_p = dr_planner_find_phase(p->playbook, phase->id)->raise_p.len > 0;
	return of_p && at->moved_p != DR_NO_DAY ? at->moved_p : at->changed;
}

static phase_day add_phase(dr_planner *p, const dr_plan_phase *phase, bool with_gates, progress *at)
{
	phase_day day = NEVER;
	if (phase->there && at->planned && phase > p->plan->current) {
		set_stays(p, phase, day_of_there(p, phase, at), &day, at);
	}
	if (phase->state != DR_PHASE_UPCOMING) {
		return day;
	}
	day = day_of(p, phase, at, with_gates);
	at->stuck = day.on == DR_NO_DAY;
	set_stays(p, phase, day.on, &day, at);
	if (phase->records.len > 0) {
		note_step(p, phase, day.on, at);
	}
	return day;
}

/* One for each phase. With gates: also not before those can be met that wait for time. */
static phase_days find_days(dr_planner *p, bool with_gates)
{
	const dr_plan *plan = p->plan;
	phase_days days = { NULL, 0 };
	stays_over stayed = end_of_present(p);
	progress at = { .stayed = stayed,
		        .free = { later(stayed.p, plan->as_of), later(stayed.names, plan->as_of) },
		        .changed = plan->since_given ? plan->since : DR_NO_DAY,
		        .moved_p = DR_NO_DAY,
		        .names = or_today(plan, plan->names_since),
		        .stepped = DR_NO_DAY,
		        .reports = DR_NO_DAY };
	if (is_timed(plan) && find_enforcing(p) != NULL) {
		at.p_phase = find_enforcing(p)->id;
	}
	for (size_t i = 0; i < plan->phases.len; i++) {
		dr_list_add(p->arena, &days, add_phase(p, &plan->phases.items[i], with_gates, &at));
	}
	return days;
}

static void fill_present(dr_planner *p, dr_plan_phase *phase)
{
	phase_day day;
	if (is_timed(p->plan)) {
		phase->not_before = start_of_present(p);
		set_stay(p, phase, phase->not_before, &day);
		phase->min_days = day.min_days;
		phase->month_end = day.month_end;
	}
}

static dr_str say_gate(dr_planner *p, const phase_day *day)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	if (day->gate.len > 0) {
		dr_buf_addf(&text, "%.*s (%.*s)", DR_FMT(day->gate), DR_FMT(day->title));
	}
	return dr_buf_str(&text);
}

/* All that it waits for so long are streams of which a message may be checked. */
static bool is_sooner_by_check(const dr_plan_phase *phase, dr_day start)
{
	bool sooner = false;
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (gate->opens == DR_NO_DAY || gate->opens < start) {
			continue;
		}
		if (gate->opens_checked == DR_NO_DAY) {
			return false;
		}
		sooner = true;
	}
	return sooner;
}

static void fill_phase(dr_planner *p, const phase_day *day, const phase_day *with_gates,
                       dr_plan_phase *phase)
{
	phase->min_days = day->min_days;
	phase->month_end = day->month_end;
	if (phase->state == DR_PHASE_UPCOMING) {
		phase->not_before = day->on;
		phase->delays = day->delays;
		phase->earliest = with_gates->on;
		phase->waits_for =
			with_gates->on != day->on ? say_gate(p, with_gates) : (dr_str){ 0 };
		phase->by_check =
			phase->waits_for.len > 0 && is_sooner_by_check(phase, with_gates->start);
	}
}

void dr_planner_fill_dates(dr_planner *p)
{
	dr_plan *plan = p->plan;
	phase_days days = find_days(p, false), with_gates = find_days(p, true);
	for (size_t i = 0; i < days.len && i < with_gates.len; i++) {
		dr_plan_phase *phase = &plan->phases.items[i];
		fill_phase(p, &days.items[i], &with_gates.items[i], phase);
		if (phase->state == DR_PHASE_CURRENT) {
			fill_present(p, phase);
		}
		if (phase == plan->next) {
			plan->due = days.items[i].due;
		}
		if (phase->state == DR_PHASE_UPCOMING && phase->records.len > 0) {
			plan->end = phase->earliest;
		}
	}
}

dr_day dr_planner_end_of_stay(dr_planner *p, const dr_plan_phase *phase, dr_day start)
{
	return stay_of(p, phase->id, start).end;
}
