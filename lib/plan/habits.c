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
	uint8_t *
		written; /* by day of the traffic: a bit for each tag beside each p, see bit_of() */
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

static dr_policy tag_of(const dr_planner_told *t, bool np)
{
	return np ? t->np : t->sp;
}

/* What holds where the tag is not written. */
static dr_policy fallback_of(const dr_planner_told *t, bool np)
{
	return np && t->sp != DR_POLICY_UNSET ? t->sp : t->p;
}

static uint8_t bit_of(const dr_planner_told *t, bool np)
{
	return (uint8_t)(1U << (2U * (unsigned)t->p + (np ? 1U : 0U)));
}

/* A tag that says what would hold without it may have been filled in. */
static uint8_t bits_written(const dr_planner_told *t)
{
	uint8_t bits = 0;
	for (unsigned np = 0; np < 2; np++) {
		dr_policy tag = tag_of(t, np);
		bits |= tag != DR_POLICY_UNSET && tag != fallback_of(t, np) ? bit_of(t, np) : 0;
	}
	return bits;
}

static void add_written(habits *h, const dr_policy_days *told)
{
	const words *w = &h->words[told->policy];
	uint8_t bits = w->own && w->believed ? bits_written(&w->told) : 0;
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
static bool tells(const habits *h, const dr_reporter *reporter, bool np)
{
	for (size_t i = 0; i < reporter->told.len; i++) {
		const words *w = &h->words[reporter->told.items[i].policy];
		if (w->believed && tag_of(&w->told, np) != DR_POLICY_UNSET) {
			return true;
		}
	}
	return false;
}

/* Others tell the tag beside the same p on the same days, for longer than caches explain. */
static bool is_contradicted(const habits *h, const dr_policy_days *told, bool np)
{
	const uint8_t bit = bit_of(&h->words[told->policy].told, np);
	size_t days = 0;
	for (size_t i = 0; i < told->days.len; i++) {
		days += (h->written[told->days.items[i] - h->traffic->first] & bit) != 0;
	}
	return days > DR_PLANNER_STRAGGLE_DAYS;
}

/* Who tells np tells sp where it is written. */
static void fill(const habits *h, const dr_reporter *reporter, dr_planner_told *told)
{
	bool sp = tells(h, reporter, false), np = tells(h, reporter, true);
	for (size_t i = 0; i < reporter->told.len; i++) {
		const dr_policy_days *days = &reporter->told.items[i];
		dr_planner_told *t = &told[i];
		*t = h->words[days->policy].told;
		if (sp && t->sp == DR_POLICY_UNSET && !is_contradicted(h, days, false)) {
			t->sp = fallback_of(t, false);
		}
		if (np && t->np == DR_POLICY_UNSET && !is_contradicted(h, days, true)) {
			t->np = fallback_of(t, true);
		}
	}
}

void dr_planner_read_policies(dr_planner *p)
{
	habits h = { .traffic = p->request->traffic };
	const size_t count = h.traffic != NULL ? h.traffic->reporters.len : 0;
	bool all = count > 0 && read_words(p, &h) && read_written(p, &h);
	p->told = all ? dr_arena_alloc_array(p->arena, count, sizeof(*p->told)) : NULL;
	for (size_t i = 0; p->told != NULL && i < count; i++) {
		const dr_reporter *reporter = &h.traffic->reporters.items[i];
		const size_t told = reporter->told.len + 1;
		p->told[i] = dr_arena_alloc_array(p->arena, told, sizeof(*p->told[i]));
		if (p->told[i] == NULL) {
			p->told = NULL;
			return;
		}
		fill(&h, reporter, p->told[i]);
	}
}
