/* What each reporter told day by day, by its own habits: who never tells sp, np, pct or t otherwise
 * than they hold without being written may not read them; who does, and leaves one out, saw that it
 * was not written. */
#include <stdlib.h>
#include "plan/history.h"

dr_day dr_planner_first_sight(const dr_planner *p)
{
	dr_day first = p->request->traffic->first, far = p->plan->as_of - DR_PLANNER_HISTORY_DAYS;
	return first > far ? first : far;
}

typedef struct {
	dr_planner_told told;
	bool counts; /* believed, with a p that can be read */
	bool own;    /* of the domain, not of a name below it */
} words;

typedef struct {
	dr_planner *p;
	const dr_traffic *traffic;
	words *words; /* by the places of the policies there */
	dr_planner_told now;
	unsigned always; /* tags that all are believed to read */
	dr_planner_sights sights;
} reading;

static bool read_words(reading *r)
{
	const dr_seen_policies *list = &r->traffic->policies;
	r->words = dr_arena_alloc_array(r->p->arena, list->len + 1, sizeof(*r->words));
	for (size_t i = 0; r->words != NULL && i < list->len; i++) {
		const dr_seen_policy *seen = &list->items[i];
		dr_planner_told told = dr_planner_read_told(seen->text);
		r->words[i] = (words){
			.told = told,
			.counts = told.says[DR_TOLD_P] != DR_TOLD_NOT &&
			          dr_planner_is_believed(r->p, seen),
			.own = dr_str_eq_nocase(seen->domain, r->p->facts->domain.name),
		};
	}
	return r->words != NULL;
}

/* Tags, as bits. */
typedef struct {
	unsigned read;    /* told otherwise than they would hold without it, of any domain */
	unsigned written; /* told at all */
} tags;

static tags tags_of(const reading *r, const dr_reporter *reporter)
{
	tags of = { 1U << DR_TOLD_P, 0 };
	for (size_t i = 0; i < reporter->told.len; i++) {
		const words *w = &r->words[reporter->told.items[i].policy];
		for (unsigned tag = 0; w->counts && tag < DR_TOLD_TAGS; tag++) {
			const int16_t says = w->told.says[tag];
			bool told = says != DR_TOLD_NOT;
			bool more = told && says != dr_planner_fallback(&w->told, (dr_told_tag)tag);
			of.read |= more ? 1U << tag : 0;
			of.written |= told ? 1U << tag : 0;
		}
	}
	return of;
}

/* Where nobody tells an sp or np that says more than without it, but all tell one, it is believed.
 */
static unsigned tags_of_all(const reading *r)
{
	tags of = { 0, 1U << DR_TOLD_SP | 1U << DR_TOLD_NP };
	for (size_t i = 0; i < r->traffic->reporters.len; i++) {
		const tags one = tags_of(r, &r->traffic->reporters.items[i]);
		of.read |= one.read;
		of.written &= one.written != 0 ? one.written : ~0U;
	}
	return of.written & ~of.read;
}

/* Who writes as RFC 9990 has it knows no pct: where it tells one, it wrote as RFC 7489 has it then,
 * which knows no np and no t. */
static bool knows(const dr_reporter *reporter, const dr_planner_told *told, unsigned tag)
{
	bool older = told->says[DR_TOLD_PCT] != DR_TOLD_NOT;
	return tag <= DR_TOLD_SP ||
	       (tag == DR_TOLD_PCT ? older || !reporter->newer : !(older && reporter->newer));
}

/* As the reporter means it, which reads these tags. */
static void mean(const reading *r, const dr_reporter *reporter, unsigned read,
                 dr_planner_sight *sight)
{
	const dr_planner_told *said = &r->words[sight->policy].told;
	sight->told = *said;
	for (unsigned tag = DR_TOLD_SP; tag < DR_TOLD_TAGS; tag++) {
		int16_t *says = &sight->told.says[tag];
		if ((read & 1U << tag) == 0) {
			*says = DR_TOLD_NOT;
		} else if (*says == DR_TOLD_NOT && knows(reporter, said, tag)) {
			*says = dr_planner_fallback(said, (dr_told_tag)tag);
			sight->assumed |= (uint8_t)(1U << tag);
		}
	}
	sight->told = dr_planner_acting(sight->told);
}

static int by_day(const void *a, const void *b)
{
	const dr_planner_sight *one = a, *other = b;
	return one->day != other->day
	               ? (one->day > other->day) - (one->day < other->day)
	               : (one->policy > other->policy) - (one->policy < other->policy);
}

/* On the day of a change the policy that was there comes first. */
static void order_days(dr_planner_sight *list, size_t count)
{
	qsort(list, count, sizeof(*list), by_day);
	for (size_t i = 1; i < count; i++) {
		for (size_t k = i + 1; k < count && list[k].day == list[i].day; k++) {
			if (list[k].policy == list[i - 1].policy) {
				dr_planner_sight one = list[i];
				list[i] = list[k];
				list[k] = one;
			}
		}
	}
}

/* Where the telling of the policy at `at` ends. */
static size_t end_of_run(const dr_planner_sight *list, size_t count, size_t at)
{
	size_t end = at;
	while (end < count && list[end].policy == list[at].policy) {
		end++;
	}
	return end;
}

/* Two policies that a reporter tells in turns: two machines report, one of them wrong, or late. */
typedef struct {
	size_t from, end, runs; /* from the second policy on, while none is told for long */
} turns;

static turns find_turns(const dr_planner_sight *list, size_t count, size_t first)
{
	enum { RUN_DAYS = 7 };
	const size_t from = end_of_run(list, count, first);
	turns found = { from, from, 0 };
	while (found.end < count && (list[found.end].policy == list[first].policy ||
	                             list[found.end].policy == list[from].policy)) {
		size_t next = end_of_run(list, count, found.end);
		if (list[next - 1].day - list[found.end].day > RUN_DAYS) {
			break;
		}
		found.end = next;
		found.runs++;
	}
	return found;
}

/* The one that is told for long in the end, or is today's, or came last. */
static dr_planner_sight choose(const reading *r, const dr_planner_sight *list, size_t count,
                               size_t first, const turns *t)
{
	const dr_planner_sight *a = &list[first], *b = &list[t->from];
	const uint32_t end = t->end < count ? list[t->end].policy : UINT32_MAX;
	bool is_a = dr_planner_is_same_policy(&a->told, &r->now) &&
	            !dr_planner_is_same_policy(&b->told, &r->now);
	return end == a->policy || (end != b->policy && is_a) ? *a : *b;
}

/* What is told in turns becomes one policy. */
static void settle_turns(const reading *r, dr_planner_sight *list, size_t count)
{
	for (size_t i = 0; i < count;) {
		const turns t = find_turns(list, count, i);
		if (t.runs > 2) {
			dr_planner_sight one = choose(r, list, count, i, &t);
			bool brief = list[t.from - 1].day - list[i].day < DR_PLANNER_STRAGGLE_DAYS;
			for (size_t k = brief ? i : t.from; k < t.end; k++) {
				one.day = list[k].day;
				list[k] = one;
			}
		}
		i = t.from;
	}
}

static void add_reporter(reading *r, uint32_t number)
{
	const dr_reporter *reporter = &r->traffic->reporters.items[number];
	const unsigned read = tags_of(r, reporter).read | r->always;
	const size_t start = r->sights.len;
	for (size_t i = 0; i < reporter->told.len; i++) {
		const dr_policy_days *days = &reporter->told.items[i];
		dr_planner_sight one = { .reporter = number, .policy = (uint32_t)days->policy };
		mean(r, reporter, read, &one);
		const words *w = &r->words[days->policy];
		for (size_t k = 0; w->own && w->counts && k < days->days.len; k++) {
			one.day = days->days.items[k];
			if (one.day >= dr_planner_first_sight(r->p) &&
			    one.day <= r->p->plan->as_of) {
				dr_list_add(r->p->arena, &r->sights, one);
			}
		}
	}
	const size_t count = r->sights.len - start;
	if (count > 0) {
		order_days(&r->sights.items[start], count);
		settle_turns(r, &r->sights.items[start], count);
	}
}

dr_planner_sights dr_planner_read_sights(dr_planner *p)
{
	reading r = { .p = p, .traffic = p->request->traffic, .now = dr_planner_told_now(p) };
	const size_t count = r.traffic != NULL ? r.traffic->reporters.len : 0;
	bool read = count > 0 && read_words(&r);
	r.always = read ? tags_of_all(&r) : 0;
	for (uint32_t i = 0; read && i < count; i++) {
		add_reporter(&r, i);
	}
	return r.sights;
}

dr_planner_told dr_planner_as_told(const dr_planner *p, const dr_planner_sight *sight)
{
	const dr_seen_policy *seen = &p->request->traffic->policies.items[sight->policy];
	const dr_planner_told said = dr_planner_acting(dr_planner_read_told(seen->text));
	dr_planner_told told = sight->told;
	for (size_t tag = 0; tag < DR_TOLD_TAGS; tag++) {
		told.says[tag] = told.says[tag] != DR_TOLD_NOT ? told.says[tag] : said.says[tag];
	}
	return told;
}
