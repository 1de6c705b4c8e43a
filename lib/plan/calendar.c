#include "plan/calendar.h"

enum { QUIET_DAYS = 7 }; /* before and after a change of SPF, DKIM keys or MX */

static const dr_freeze *find_freeze(const dr_config *config, dr_day day)
{
	for (size_t i = 0; config != NULL && i < config->freezes.len; i++) {
		if (dr_freeze_holds(&config->freezes.items[i], day)) {
			return &config->freezes.items[i];
		}
	}
	return NULL;
}

static const dr_known_change *find_change(const dr_domain_config *own, dr_day day)
{
	for (size_t i = 0; own != NULL && i < own->changes.len; i++) {
		dr_day on = own->changes.items[i].on;
		if (day > on - QUIET_DAYS && day < on + QUIET_DAYS) {
			return &own->changes.items[i];
		}
	}
	return NULL;
}

static void add_delay(dr_arena *arena, dr_strs *delays, dr_str text)
{
	for (size_t i = 0; i < delays->len; i++) {
		if (dr_str_eq(delays->items[i], text)) {
			return;
		}
	}
	dr_list_add(arena, delays, text);
}

static dr_str freeze_text(dr_arena *arena, const dr_freeze *freeze)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "nothing is changed during %.*s",
	            DR_FMT(freeze->name.len > 0 ? freeze->name : DR_STR("a freeze")));
	return dr_buf_str(&text);
}

static dr_str change_text(dr_arena *arena, const dr_known_change *change)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "7 days before and after another change (%.*s, ",
	            DR_FMT(change->what.len > 0 ? change->what : DR_STR("declared")));
	dr_day_write(change->on, &text);
	dr_buf_addf(&text, ")");
	return dr_buf_str(&text);
}

/* What keeps a step from being taken on a day; the empty slice: nothing but the weekday may. */
static dr_str obstacle(const dr_calendar *calendar, dr_day day, dr_arena *arena)
{
	const dr_freeze *freeze = find_freeze(calendar->config, day);
	if (freeze != NULL) {
		return freeze_text(arena, freeze);
	}
	const dr_known_change *change = find_change(calendar->own, day);
	return change != NULL ? change_text(arena, change) : (dr_str){ 0 };
}

dr_day dr_calendar_next(const dr_calendar *calendar, dr_day day, dr_arena *arena, dr_strs *delays)
{
	enum { DAYS_MAX = 3660 };
	dr_strs ignored = { NULL, 0 }, *kept = delays != NULL ? delays : &ignored;
	for (dr_day at = day; at < day + DAYS_MAX; at++) {
		dr_str why = obstacle(calendar, at, arena);
		if (why.len > 0) {
			add_delay(arena, kept, why);
		} else if ((calendar->weekdays & 1U << dr_day_date(at).weekday) != 0) {
			return at;
		}
	}
	add_delay(arena, kept, DR_STR("no day is free within ten years"));
	return DR_NO_DAY;
}
