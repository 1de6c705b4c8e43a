/* Who is heard where reporters contradict each other: tag by tag, day by day, those that tell it.
 * DNS shows today's record, so nobody is wrong who tells that. */
#include "plan/history.h"

enum { VALUES_MAX = 16 }; /* of a tag; what else is told of it counts no more than silence */

/* Reporters of a day that tell one value of a tag. */
typedef struct {
	uint32_t all, written; /* written: not only left out */
	uint16_t left;         /* values, as bits, that some of them told before */
} votes;

typedef struct {
	dr_planner *p;
	const dr_traffic *traffic;
	dr_planner_history *h;
	dr_day first; /* that of the votes */
	size_t days;
	/* Of the tag that is weighed. */
	unsigned tag;
	int16_t values[VALUES_MAX];
	size_t value_count;         /* the first is today's */
	votes (*votes)[VALUES_MAX]; /* by day of the traffic */
	uint32_t *silent;           /* reporters that do not tell it, by day */
} weighing;

static size_t place_of(const weighing *w, const dr_planner_sight *sight)
{
	size_t at = 0;
	while (at < w->value_count && w->values[at] != sight->told.says[w->tag]) {
		at++;
	}
	return sight->told.says[w->tag] == DR_TOLD_NOT ? VALUES_MAX : at;
}

static void list_values(weighing *w)
{
	w->values[0] = w->h->now.says[w->tag];
	w->value_count = 1;
	for (size_t i = 0; i < w->h->sights.len && w->value_count < VALUES_MAX; i++) {
		if (place_of(w, &w->h->sights.items[i]) == w->value_count) {
			w->values[w->value_count++] = w->h->sights.items[i].told.says[w->tag];
		}
	}
}

static size_t day_of(const weighing *w, const dr_planner_sight *sight)
{
	return (size_t)(sight->day - w->first);
}

static void count_votes(weighing *w)
{
	const dr_planner_sights *list = &w->h->sights;
	unsigned left = 0;
	memset(w->votes, 0, w->days * sizeof(*w->votes));
	memset(w->silent, 0, w->days * sizeof(*w->silent));
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_sight *one = &list->items[i];
		bool other = i == 0 || one[-1].reporter != one->reporter;
		const size_t at = place_of(w, one);
		left = other ? 0 : left;
		if (!other && one[-1].day == one->day && place_of(w, &one[-1]) == at) {
			continue;
		}
		if (at >= w->value_count) {
			w->silent[day_of(w, one)]++;
			continue;
		}
		votes *v = &w->votes[day_of(w, one)][at];
		v->all++;
		v->written += (one->assumed & 1U << w->tag) == 0;
		v->left |= (uint16_t)left;
		left |= 1U << at;
	}
}

enum { LOOK_DAYS = 7 };

/* So long before a day that no cache explains who tells something else. */
static bool was_told(const weighing *w, size_t value, size_t day)
{
	bool told = false;
	for (size_t back = DR_PLANNER_STRAGGLE_DAYS + 1; back <= LOOK_DAYS; back++) {
		told = told || (back <= day && w->votes[day - back][value].all > 0);
	}
	return told;
}

/* So long after a day most tell it: who did on that day was only the first to see it. */
static bool prevails(const weighing *w, size_t value, size_t day)
{
	uint32_t after[VALUES_MAX] = { 0 };
	bool most = true;
	for (size_t on = day + DR_PLANNER_STRAGGLE_DAYS + 1; on <= day + LOOK_DAYS; on++) {
		for (size_t i = 0; on < w->days && i < w->value_count; i++) {
			after[i] += w->votes[on][i].all;
		}
	}
	for (size_t i = 0; i < w->value_count; i++) {
		most = most && (i == value || after[value] > after[i]);
	}
	return most;
}

/* More tell something else, two at least; or as many do, and some of them saw this go, which its
 * own reporter did not see later (`then` is what that tells next), or it was only left out here. */
static bool is_beaten(const weighing *w, const dr_planner_sight *sight, size_t then)
{
	const size_t at = place_of(w, sight);
	const size_t on = day_of(w, sight);
	const votes *day = w->votes[on];
	const bool assumed = (sight->assumed & 1U << w->tag) != 0;
	if (prevails(w, at, on)) {
		return false;
	}
	for (size_t i = 0; i < w->value_count; i++) {
		bool more = day[i].all > 1 && day[i].all > day[at].all;
		bool saw = day[i].all >= day[at].all && (day[i].left & 1U << at) != 0 &&
		           (day[at].left & 1U << i) == 0 && then != i;
		bool knew = assumed && day[i].written >= day[at].all;
		if (i != at && (more || saw || knew) && was_told(w, i, on)) {
			return true;
		}
	}
	return false;
}

/* Somebody says it now, or may: the config may still tell of the step before. */
static bool is_said_now(const dr_plan_request *request)
{
	return request->own == NULL || request->own->since != request->since;
}

/* Who says since when today's record is there is believed, where no fewer tell the same; of what is
 * said now it is enough that they tell nothing else. */
static bool is_denied(const weighing *w, const dr_planner_sight *sight)
{
	const size_t at = place_of(w, sight), day = day_of(w, sight);
	const dr_day said = w->p->request->since;
	if (at == 0 || said == DR_NO_DAY || sight->day <= said) {
		return false;
	}
	uint32_t same = w->votes[day][0].all;
	same += is_said_now(w->p->request) ? w->silent[day] : 0;
	return same > 0 && same >= w->votes[day][at].all;
}

/* What a reporter tells in a row; who is beaten is wrong until it tells another value, also on days
 * on which nobody else reports. */
static void weigh_run(const weighing *w, dr_planner_sight *run, size_t count, size_t then,
                      bool stays)
{
	bool wrong = false;
	for (size_t i = 0; i < count; i++) {
		wrong = wrong || is_beaten(w, &run[i], then);
		run[i].wrong = run[i].wrong || wrong || (stays && is_denied(w, &run[i]));
	}
}

static void weigh_tag(weighing *w)
{
	const dr_planner_sights *list = &w->h->sights;
	size_t end = 0, next = 0;
	list_values(w);
	count_votes(w);
	for (size_t i = 0; i < list->len; i = next) {
		end = i < end ? end : dr_planner_end_of_reporter(list, i);
		const size_t at = place_of(w, &list->items[i]);
		for (next = i; next < end && place_of(w, &list->items[next]) == at;) {
			next++;
		}
		bool over = false;
		for (size_t k = next; k < end && !over; k++) {
			over = place_of(w, &list->items[k]) == 0;
		}
		if (at < w->value_count && (at > 0 || next < end)) {
			size_t then = next < end ? place_of(w, &list->items[next]) : VALUES_MAX;
			weigh_run(w, &list->items[i], next - i, then, !over);
		}
	}
}

/* Who is wrong about one tag sees another record. */
static void leave_aside(dr_planner *p, dr_planner_history *h)
{
	const dr_planner_sights all = h->sights;
	h->sights.len = 0;
	for (size_t i = 0; i < all.len; i++) {
		const dr_planner_sight one = all.items[i];
		bool last = i + 1 == all.len || all.items[i + 1].reporter != one.reporter;
		if (!one.wrong) {
			all.items[h->sights.len++] = one;
		} else if (last) {
			dr_list_add(p->arena, &h->aside, one);
		}
	}
}

static bool start(weighing *w)
{
	const dr_day as_of = w->p->plan->as_of, last = w->traffic->last;
	w->first = dr_planner_first_sight(w->p);
	w->days = (size_t)((last < as_of ? last : as_of) - w->first) + 1;
	w->votes = dr_arena_alloc_array(w->p->arena, w->days, sizeof(*w->votes));
	w->silent = dr_arena_alloc_array(w->p->arena, w->days, sizeof(*w->silent));
	return w->votes != NULL && w->silent != NULL;
}

void dr_planner_weigh(dr_planner *p, dr_planner_history *history)
{
	weighing w = { .p = p, .traffic = p->request->traffic, .h = history };
	if (history->sights.len == 0 || !start(&w)) {
		history->sights.len = 0;
		return;
	}
	for (w.tag = 0; w.tag < DR_TOLD_TAGS; w.tag++) {
		weigh_tag(&w);
	}
	leave_aside(p, history);
}
