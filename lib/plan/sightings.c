/* The policies of the domain that reports saw. DNS shows today's: what few reporters tell otherwise
 * while more of them tell today's is wrong, however long they go on. */
#include "plan/told.h"

/* What a telling says about the policy that is weighed. */
typedef enum { NEITHER, ALIKE, TODAY, FIRMLY } side;

/* A policy that the traffic lists, as some reporter meant it. */
typedef struct {
	size_t number; /* its place there */
	dr_str text;
	dr_planner_told told;
	bool today;   /* it does not differ from today's */
	side side[2]; /* while one is weighed: told by older reporters, by newer ones */
} policy;

/* A reporter told a policy on a day. */
typedef struct {
	size_t reporter, policy; /* the place in the traffic, that in the reading */
	bool newer;              /* the reporter writes as RFC 9990 has it */
	dr_day day;
} telling;

/* Reporters that told on one day … */
typedef struct {
	uint32_t alike;  /* the policy that is weighed, or one that does not differ from it */
	uint32_t today;  /* today's, where that is another one */
	uint32_t firmly; /* of these: not only by what they may fill in where they read no tag */
	size_t last[2];  /* the reporter that was counted last, and 1: for either side */
} tally;

typedef struct {
	dr_planner *p;
	dr_planner_told now;
	DR_LIST(policy) policies;
	DR_LIST(telling) tellings; /* of those that count, by reporter */
	dr_day from;               /* that of the first tally */
	tally *tallies;
	size_t days;
	size_t *wrong;                   /* by reporter: days on which it was outweighed */
	dr_day *last_alike, *last_today; /* by reporter: on which it told either */
	/* The policy that is weighed, and the first day on which others told today's. */
	const policy *weighed;
	dr_day contradicted;
} reading;

static bool counts(const dr_planner *p, const dr_seen_policy *seen, const dr_planner_told *told)
{
	return told->p != DR_POLICY_UNSET && dr_planner_is_believed(p, seen) &&
	       dr_str_eq_nocase(seen->domain, p->facts->domain.name);
}

/* Reporters may mean different things by the same words. */
static size_t policy_of(reading *r, size_t number, const dr_planner_told *told)
{
	for (size_t i = 0; i < r->policies.len; i++) {
		const policy *one = &r->policies.items[i];
		bool same = one->told.sp == told->sp && one->told.np == told->np &&
		            one->told.tells_pct == told->tells_pct &&
		            one->told.tells_t == told->tells_t;
		if (one->number == number && same) {
			return i;
		}
	}
	const dr_seen_policy *seen = &r->p->request->traffic->policies.items[number];
	dr_list_add(r->p->arena, &r->policies,
	            (policy){ .number = number,
	                      .text = seen->text,
	                      .told = *told,
	                      .today = dr_planner_is_same_policy(told, &r->now) });
	return r->policies.len - 1;
}

static void add_days(reading *r, const dr_reporter *reporter, size_t number)
{
	for (size_t i = 0; i < reporter->told.len; i++) {
		const dr_policy_days *told = &reporter->told.items[i];
		const dr_planner_told *means = &r->p->told[number][i];
		if (!counts(r->p, &r->p->request->traffic->policies.items[told->policy], means)) {
			continue;
		}
		const size_t at = policy_of(r, told->policy, means);
		for (size_t j = 0; at < r->policies.len && j < told->days.len; j++) {
			telling one = { number, at, reporter->newer, told->days.items[j] };
			if (one.day <= r->p->plan->as_of) {
				dr_list_add(r->p->arena, &r->tellings, one);
			}
		}
	}
}

/* False: there is nothing to read, or no memory. */
static bool start(reading *r, const dr_traffic *traffic)
{
	if (r->p->told == NULL) {
		return false;
	}
	for (size_t i = 0; i < traffic->reporters.len; i++) {
		add_days(r, &traffic->reporters.items[i], i);
	}
	r->from = traffic->first;
	r->days = (size_t)(traffic->last - traffic->first) + 1;
	r->tallies = dr_arena_alloc_array(r->p->arena, r->days, sizeof(*r->tallies));
	r->wrong = dr_arena_alloc_array(r->p->arena, traffic->reporters.len, sizeof(*r->wrong));
	r->last_alike = dr_arena_alloc_array(r->p->arena, traffic->reporters.len, sizeof(dr_day));
	r->last_today = dr_arena_alloc_array(r->p->arena, traffic->reporters.len, sizeof(dr_day));
	return r->tallies != NULL && r->wrong != NULL && r->last_alike != NULL &&
	       r->last_today != NULL;
}

/* Older reporters that leave pct out mean all of it. */
static side find_side(const reading *r, const policy *one, bool newer)
{
	const dr_planner_told *weighed = &r->weighed->told;
	dr_planner_told t = one->told, firm = dr_planner_firm(t);
	if (!one->today) {
		return dr_planner_is_same_policy(&t, weighed) ? ALIKE : NEITHER;
	}
	t.tells_pct = t.tells_pct || !newer;
	return !dr_planner_is_same_policy(&firm, weighed) ? FIRMLY
	       : !dr_planner_is_same_policy(&t, weighed)  ? TODAY
	                                                  : NEITHER;
}

static side side_of(const reading *r, const telling *one)
{
	return r->policies.items[one->policy].side[one->newer];
}

static bool is_odd(const reading *r, size_t reporter)
{
	return r->wrong[reporter] > DR_PLANNER_STRAGGLE_DAYS;
}

static tally *tally_of(const reading *r, dr_day day)
{
	return &r->tallies[day - r->from];
}

/* One that told both on a day, as when a record changed, counts for both. */
static bool is_counted(tally *t, const telling *one, side of)
{
	size_t *last = &t->last[of == ALIKE];
	bool counted = *last == one->reporter + 1;
	*last = one->reporter + 1;
	return counted;
}

static void count(reading *r)
{
	memset(r->tallies, 0, r->days * sizeof(*r->tallies));
	r->contradicted = DR_NO_DAY;
	for (size_t i = 0; i < r->tellings.len; i++) {
		const telling *one = &r->tellings.items[i];
		side of = side_of(r, one);
		tally *t = tally_of(r, one->day);
		if (of == NEITHER || is_counted(t, one, of)) {
			continue;
		}
		t->alike += of == ALIKE && !is_odd(r, one->reporter);
		t->today += of == TODAY || of == FIRMLY;
		t->firmly += of == FIRMLY;
		bool sooner = r->contradicted == DR_NO_DAY || one->day < r->contradicted;
		r->contradicted = of != ALIKE && sooner ? one->day : r->contradicted;
	}
}

/* It told the like, and tells today's since: it saw the change. */
static bool went_over(const reading *r, size_t reporter)
{
	return r->last_today[reporter] > r->last_alike[reporter];
}

/* Somebody says it now, or may: the config may still tell of the step before. */
static bool may_be_said_now(const dr_plan_request *request)
{
	return request->since == DR_NO_DAY || request->own == NULL ||
	       request->own->since != request->since;
}

/* No fewer tell today's policy, and not by what may be filled in where a tag is not read, unless
 * somebody says now how old it is; or somebody does, and the like is itself what may be filled in.
 */
static bool is_disputed(const reading *r, const telling *one)
{
	const tally *t = tally_of(r, one->day);
	const dr_planner_told firm = dr_planner_firm(r->weighed->told);
	const bool filled_in = dr_planner_is_same_policy(&firm, &r->now);
	uint32_t against = filled_in || may_be_said_now(r->p->request) ? t->today : t->firmly;
	return against > 0 && (against >= t->alike || filled_in) && !went_over(r, one->reporter);
}

/* Two others at least tell today's policy, and more of them than tell this one; or nobody does but
 * who was wrong about it for long. Who says since when today's is there is believed unless most
 * contradict, or who told this one saw it go. */
static bool is_outweighed(const reading *r, const telling *one)
{
	const tally *t = tally_of(r, one->day);
	dr_day said = r->p->request->since;
	bool known = said != DR_NO_DAY && one->day > said && is_disputed(r, one);
	bool late = r->contradicted != DR_NO_DAY && one->day > r->contradicted;
	return known || (t->firmly > 1 && t->firmly > t->alike) || (late && t->alike == 0);
}

static void find_last(reading *r)
{
	for (size_t i = 0; i < r->p->request->traffic->reporters.len; i++) {
		r->last_alike[i] = r->last_today[i] = DR_NO_DAY;
	}
	for (size_t i = 0; i < r->tellings.len; i++) {
		const telling *one = &r->tellings.items[i];
		const policy *told = &r->policies.items[one->policy];
		dr_day *last = side_of(r, one) == ALIKE ? &r->last_alike[one->reporter]
		               : told->today            ? &r->last_today[one->reporter]
		                                        : NULL;
		if (last != NULL) {
			*last = one->day > *last ? one->day : *last;
		}
	}
}

/* Who told the like on more days than caches explain, and was outweighed each time, tells nothing
 * by it on days on which nobody else reports. */
static void weigh(reading *r, const policy *weighed)
{
	const size_t reporters = r->p->request->traffic->reporters.len;
	r->weighed = weighed;
	for (size_t i = 0; i < r->policies.len; i++) {
		policy *one = &r->policies.items[i];
		one->side[false] = find_side(r, one, false);
		one->side[true] = find_side(r, one, true);
	}
	memset(r->wrong, 0, reporters * sizeof(*r->wrong));
	find_last(r);
	count(r);
	for (size_t i = 0; i < r->tellings.len; i++) {
		const telling *one = &r->tellings.items[i];
		bool wrong = side_of(r, one) == ALIKE && is_outweighed(r, one);
		r->wrong[one->reporter] += wrong;
	}
	count(r);
}

/* Tellings come by reporter. */
static void add_reporter(const reading *r, const telling *one, dr_strs *names)
{
	const dr_str name = r->p->request->traffic->reporters.items[one->reporter].name;
	if (names->len == 0 || !dr_str_eq(names->items[names->len - 1], name)) {
		dr_list_add(r->p->arena, names, name);
	}
}

static void add_dissent(const reading *r, const telling *one, dr_planner_dissent *dissent)
{
	add_reporter(r, one, &dissent->reporters);
	dissent->last = one->day > dissent->last ? one->day : dissent->last;
}

static void add_sighting(const reading *r, const telling *one, dr_planner_sighting *sighting)
{
	bool sooner = sighting->first == DR_NO_DAY || one->day < sighting->first;
	add_reporter(r, one, &sighting->reporters);
	sighting->first = sooner ? one->day : sighting->first;
	sighting->last = one->day > sighting->last ? one->day : sighting->last;
}

/* Parts the days on which the policy was told: those on which it counts are left, if any. */
static void part(reading *r, const policy *it, dr_planner_seen *seen)
{
	const dr_planner_dissent none = { .text = it->text, .last = DR_NO_DAY };
	dr_planner_sighting one = { .told = it->told, .first = DR_NO_DAY, .last = DR_NO_DAY };
	dr_planner_dissent aside = none, disputed = none;
	bool other = !it->today;
	if (other) {
		weigh(r, it);
	}
	for (size_t i = 0; i < r->tellings.len; i++) {
		const telling *t = &r->tellings.items[i];
		if (&r->policies.items[t->policy] != it) {
			continue;
		}
		if (other && is_outweighed(r, t)) {
			add_dissent(r, t, &aside);
			continue;
		}
		add_sighting(r, t, &one);
		if (other && is_disputed(r, t)) {
			add_dissent(r, t, &disputed);
		}
	}
	if (one.first != DR_NO_DAY) {
		dr_list_add(r->p->arena, &seen->list, one);
	}
	if (aside.last != DR_NO_DAY) {
		dr_list_add(r->p->arena, &seen->aside, aside);
	}
	if (disputed.last != DR_NO_DAY) {
		dr_list_add(r->p->arena, &seen->disputed, disputed);
	}
}

dr_planner_seen dr_planner_read_sightings(dr_planner *p)
{
	reading r = { .p = p, .now = dr_planner_told_now(p) };
	dr_planner_seen seen = { 0 };
	bool read = start(&r, p->request->traffic);
	for (size_t i = 0; read && i < r.policies.len; i++) {
		part(&r, &r.policies.items[i], &seen);
	}
	return seen;
}
