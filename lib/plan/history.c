/* Puts together what reporters told. Nobody tells a record before it is there: who goes over to it
 * saw when it came. */
#include "plan/history.h"

size_t dr_planner_end_of_reporter(const dr_planner_sights *list, size_t at)
{
	size_t end = at;
	while (end < list->len && list->items[end].reporter == list->items[at].reporter) {
		end++;
	}
	return end;
}

/* The reporter told another value just before, or nothing. */
static bool is_new(const dr_planner_sights *list, size_t at, size_t tag)
{
	const int16_t says = list->items[at].told.says[tag];
	for (size_t i = at; i-- > 0 && list->items[i].reporter == list->items[at].reporter;) {
		if (list->items[i].told.says[tag] != DR_TOLD_NOT) {
			return list->items[i].told.says[tag] != says;
		}
	}
	return true;
}

/* It tells today's value, or another one. */
static bool is_today(const dr_planner_history *h, const dr_planner_sight *sight, size_t tag)
{
	return sight->told.says[tag] != DR_TOLD_NOT && sight->told.says[tag] == h->now.says[tag];
}

static bool tells_other(const dr_planner_history *h, const dr_planner_sight *sight, size_t tag)
{
	return sight->told.says[tag] != DR_TOLD_NOT && !is_today(h, sight, tag);
}

/* The first day on which a reporter went over to today's value, or began with it, after another
 * one was told; else the day after that. */
static dr_planner_moved find_moved(const dr_planner_history *h, size_t tag)
{
	dr_planner_moved found = { DR_NO_DAY, DR_NO_DAY };
	bool told = false;
	for (size_t i = 0; i < h->sights.len; i++) {
		const dr_planner_sight *one = &h->sights.items[i];
		bool later = one->day > found.last_other && tells_other(h, one, tag);
		found.last_other = later ? one->day : found.last_other;
		told = told || is_today(h, one, tag);
	}
	for (size_t i = 0; i < h->sights.len; i++) {
		const dr_day day = h->sights.items[i].day;
		bool after = found.last_other == DR_NO_DAY ||
		             day + DR_PLANNER_STRAGGLE_DAYS >= found.last_other;
		bool sooner = found.first == DR_NO_DAY || day < found.first;
		bool came = is_today(h, &h->sights.items[i], tag) && is_new(&h->sights, i, tag);
		found.first = after && sooner && came ? day : found.first;
	}
	found.first = found.first == DR_NO_DAY && told ? found.last_other + 1 : found.first;
	return found;
}

dr_day dr_planner_first_of(const dr_planner_history *history, unsigned tags)
{
	dr_day first = DR_NO_DAY;
	for (size_t tag = 0; tag < DR_TOLD_TAGS; tag++) {
		const dr_planner_moved *one = &history->tags[tag];
		if ((tags & 1U << tag) == 0) {
			continue;
		}
		if (one->first == DR_NO_DAY && one->last_other != DR_NO_DAY) {
			return DR_NO_DAY;
		}
		first = one->first > first ? one->first : first;
	}
	return first;
}

/* Of p and of the tags that reporters saw move. A value that nobody tells came after the other,
 * unless that was told just as long as a cache explains. */
static void join_tags(dr_planner_history *h)
{
	h->first = h->tags[DR_TOLD_P].first;
	h->last_other = h->tags[DR_TOLD_P].last_other;
	for (size_t tag = DR_TOLD_SP; h->first != DR_NO_DAY && tag < DR_TOLD_TAGS; tag++) {
		const dr_planner_moved *one = &h->tags[tag];
		const dr_day last = one->last_other;
		bool late = last > h->tags[DR_TOLD_P].first + DR_PLANNER_STRAGGLE_DAYS;
		dr_day first = one->first == DR_NO_DAY && late ? last + 1 : one->first;
		h->first = last != DR_NO_DAY && first > h->first ? first : h->first;
	}
	for (size_t tag = DR_TOLD_SP; tag < DR_TOLD_TAGS; tag++) {
		const dr_day last = h->tags[tag].last_other;
		h->last_other = last > h->last_other ? last : h->last_other;
	}
}

/* The last that the reporter, whose sights begin at `at`, told of another record up to the last day
 * of that; NULL: nothing. */
static const dr_planner_sight *last_of_other(const dr_planner_history *h, size_t at)
{
	const size_t end = dr_planner_end_of_reporter(&h->sights, at);
	const dr_planner_sight *last = NULL;
	for (size_t i = at; i < end && h->sights.items[i].day <= h->last_other; i++) {
		const dr_planner_sight *one = &h->sights.items[i];
		last = dr_planner_is_same_policy(&one->told, &h->now) ? last : one;
	}
	return last;
}

static bool is_near(const dr_planner_history *h, const dr_planner_sight *sight)
{
	return sight->day + DR_PLANNER_STRAGGLE_DAYS >= h->last_other;
}

static bool has_left(const dr_planner_history *h, size_t at, const dr_planner_sight *then)
{
	const size_t end = dr_planner_end_of_reporter(&h->sights, at);
	return is_near(h, then) &&
	       dr_planner_is_same_policy(&h->sights.items[end - 1].told, &h->now);
}

static size_t count_told(const dr_planner_told *told)
{
	size_t count = 0;
	for (size_t tag = 0; tag < DR_TOLD_TAGS; tag++) {
		count += told->says[tag] != DR_TOLD_NOT;
	}
	return count;
}

/* What one reporter leaves out another told then, of no other record by what both tell: it did on
 * about the same day, or tells it before and after. */
static void complete(dr_planner_history *h, size_t tag)
{
	const dr_planner_told told = h->other;
	for (size_t i = 0; i < h->sights.len; i++) {
		const dr_planner_sight *one = &h->sights.items[i];
		bool goes_on = i + 1 < h->sights.len && one[1].reporter == one->reporter &&
		               one[1].day > h->last_other &&
		               one[1].told.says[tag] == one->told.says[tag];
		if (one->day <= h->last_other && (goes_on || is_near(h, one)) &&
		    one->told.says[tag] != DR_TOLD_NOT &&
		    dr_planner_is_same_policy(&one->told, &told)) {
			h->other.says[tag] = one->told.says[tag];
		}
	}
}

/* Who went over to today's record tells best, or who tells most tags. */
static void find_other(dr_planner_history *h)
{
	const dr_planner_sights *list = &h->sights;
	size_t best = 0;
	for (size_t i = 0; i < list->len; i = dr_planner_end_of_reporter(list, i)) {
		const dr_planner_sight *then = last_of_other(h, i);
		if (then == NULL) {
			continue;
		}
		bool left = has_left(h, i, then);
		size_t fit = count_told(&then->told) + (left ? DR_TOLD_TAGS : 0);
		h->is_left = h->is_left || left;
		if (fit > best && then->day == h->last_other) {
			best = fit;
			h->other = then->told;
		}
	}
	for (size_t tag = 0; tag < DR_TOLD_TAGS; tag++) {
		if (h->other.says[tag] == DR_TOLD_NOT) {
			complete(h, tag);
		}
	}
	h->other = dr_planner_acting(h->other);
}

void dr_planner_read_history(dr_planner *p)
{
	dr_planner_history *h = p->history;
	*h = (dr_planner_history){ .now = dr_planner_told_now(p),
		                   .sights = dr_planner_read_sights(p) };
	dr_planner_weigh(p, h);
	for (size_t tag = 0; tag < DR_TOLD_TAGS; tag++) {
		h->tags[tag] = find_moved(h, tag);
	}
	join_tags(h);
	if (h->last_other != DR_NO_DAY) {
		find_other(h);
	}
}
