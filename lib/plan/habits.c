/* What reporters tell of the records that they see, and what it says that one leaves a tag out. */
#include "plan/told.h"

/* A policy of the traffic, in the words of the reports. */
typedef struct {
	dr_planner_told told;
	bool believed;
	bool own; /* of the domain, not of a name below it */
} words;

typedef struct {
	const dr_traffic *traffic;
	const words *words; /* by the places of the policies there */
	uint16_t *written;  /* by day of the traffic: for each p the tags told, see bit_of() */
} habits;

static bool read_words(const dr_planner *p, habits *h)
{
	const dr_seen_policies *list = &h->traffic->policies;
	words *all = dr_arena_alloc_array(p->arena, list->len + 1, sizeof(*all));
	for (size_t i = 0; all != NULL && i < list->len; i++) {
		const dr_seen_policy *seen = &list->items[i];
		all[i] = (words){
			.told = dr_planner_read_told(seen->text),
			.believed = dr_planner_is_believed(p, seen),
			.own = dr_str_eq_nocase(seen->domain, p->facts->domain.name),
		};
	}
	h->words = all;
	return all != NULL;
}

/* Tags that reports leave out. */
typedef enum { SP, NP, PCT, T, TAG_COUNT } tag;

static bool is_told(const dr_planner_told *t, tag of)
{
	return of == SP    ? t->sp != DR_POLICY_UNSET
	       : of == NP  ? t->np != DR_POLICY_UNSET
	       : of == PCT ? t->tells_pct
	                   : t->tells_t;
}

/* What holds where the tag is not written. */
static dr_policy fallback_of(const dr_planner_told *t, tag of)
{
	return of == NP && t->sp != DR_POLICY_UNSET ? t->sp : t->p;
}

/* A tag that says what would hold without it may have been filled in. */
static bool is_written(const dr_planner_told *t, tag of)
{
	bool plain = of == SP    ? t->sp == fallback_of(t, SP)
	             : of == NP  ? t->np == fallback_of(t, NP)
	             : of == PCT ? t->pct == DR_PLANNER_ALL
	                         : !t->t;
	return is_told(t, of) && !plain;
}

static uint16_t bit_of(const dr_planner_told *t, tag of)
{
	return (uint16_t)(1U << ((unsigned)t->p * TAG_COUNT + of));
}

static uint16_t bits_written(const dr_planner_told *t)
{
	uint16_t bits = 0;
	for (unsigned of = 0; of < TAG_COUNT; of++) {
		bits |= is_written(t, (tag)of) ? bit_of(t, (tag)of) : 0;
	}
	return bits;
}

static void add_written(habits *h, const dr_policy_days *told)
{
	const words *w = &h->words[told->policy];
	uint16_t bits = w->own && w->believed ? bits_written(&w->told) : 0;
	for (size_t i = 0; bits != 0 && i < told->days.len; i++) {
		h->written[told->days.items[i] - h->traffic->first] |= bits;
	}
}

static bool read_written(const dr_planner *p, habits *h)
{
	const dr_reporters *all = &h->traffic->reporters;
	const size_t days = (size_t)(h->traffic->last - h->traffic->first) + 1;
	h->written = dr_arena_alloc_array(p->arena, days, sizeof(*h->written));
	for (size_t i = 0; h->written != NULL && i < all->len; i++) {
		for (size_t k = 0; k < all->items[i].told.len; k++) {
			add_written(h, &all->items[i].told.items[k]);
		}
	}
	return h->written != NULL;
}

/* In reports that are believed, whatever domain they are about. */
static bool tells(const habits *h, const dr_reporter *reporter, tag of)
{
	for (size_t i = 0; i < reporter->told.len; i++) {
		const words *w = &h->words[reporter->told.items[i].policy];
		if (w->believed && is_told(&w->told, of)) {
			return true;
		}
	}
	return false;
}

/* Others tell the tag beside the same p on the same days, for longer than caches explain. */
static bool is_contradicted(const habits *h, const dr_policy_days *told, tag of)
{
	const uint16_t bit = bit_of(&h->words[told->policy].told, of);
	size_t days = 0;
	for (size_t i = 0; i < told->days.len; i++) {
		days += (h->written[told->days.items[i] - h->traffic->first] & bit) != 0;
	}
	return days > DR_PLANNER_STRAGGLE_DAYS;
}

/* Who writes as RFC 9990 has it knows no pct: where it tells one, it wrote as RFC 7489 has it then,
 * which knows no np and no t. */
static bool knows(const dr_reporter *reporter, const dr_planner_told *told, tag of)
{
	return of == SP || (of == PCT ? !reporter->newer : !(reporter->newer && told->tells_pct));
}

static void fill_tag(dr_planner_told *t, tag of)
{
	if (of == SP) {
		t->sp = fallback_of(t, SP);
	} else if (of == NP) {
		t->np = fallback_of(t, NP);
	}
	t->tells_pct = t->tells_pct || of == PCT;
	t->tells_t = t->tells_t || of == T;
}

/* What it tells of each policy, in the order of its list; NULL: no memory. */
static dr_planner_told *read_reporter(const dr_planner *p, const habits *h,
                                      const dr_reporter *reporter)
{
	dr_planner_told *told =
		dr_arena_alloc_array(p->arena, reporter->told.len + 1, sizeof(*told));
	bool does[TAG_COUNT];
	for (unsigned of = 0; of < TAG_COUNT; of++) {
		does[of] = tells(h, reporter, (tag)of);
	}
	for (size_t i = 0; told != NULL && i < reporter->told.len; i++) {
		const dr_policy_days *days = &reporter->told.items[i];
		const dr_planner_told *said = &h->words[days->policy].told;
		told[i] = *said;
		for (unsigned of = 0; of < TAG_COUNT; of++) {
			if (does[of] && !is_told(said, (tag)of) && knows(reporter, said, (tag)of) &&
			    !is_contradicted(h, days, (tag)of)) {
				fill_tag(&told[i], (tag)of);
			}
		}
	}
	return told;
}

void dr_planner_read_policies(dr_planner *p)
{
	habits h = { .traffic = p->request->traffic };
	const size_t count = h.traffic != NULL ? h.traffic->reporters.len : 0;
	bool all = count > 0 && read_words(p, &h) && read_written(p, &h);
	dr_planner_told **told =
		all ? dr_arena_alloc_array(p->arena, count, sizeof(dr_planner_told *)) : NULL;
	for (size_t i = 0; told != NULL && i < count; i++) {
		told[i] = read_reporter(p, &h, &h.traffic->reporters.items[i]);
		all = all && told[i] != NULL;
	}
	p->told = all ? told : NULL;
}
