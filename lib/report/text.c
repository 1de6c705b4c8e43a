#include "report/text_priv.h"
#include "base/clock.h"
#include "base/cursor.h"

enum { NAME_MAX_OCTETS = 255, LINE_MAX_OCTETS = 1024, DAY_S = 86400 };
static const uint64_t MILLISECONDS_FROM = 100000000000;
static const uint64_t SECONDS_MIN = 946684800, SECONDS_MAX = 7258118399;

static bool is_blank(char c)
{
	return (uint8_t)c <= ' ' || c == '\x7f';
}

static dr_str tidy(dr_arena *arena, dr_str text, size_t max, bool lower, char blank)
{
	text = dr_str_sub(dr_str_trim(text), 0, max);
	char *copy = dr_arena_alloc(arena, text.len + 1);
	if (copy == NULL) {
		return (dr_str){ NULL, 0 };
	}
	for (size_t i = 0; i < text.len; i++) {
		char c = lower ? dr_to_lower(text.ptr[i]) : text.ptr[i];
		bool odd = is_blank(c) && (lower || c != ' ');
		copy[i] = odd ? blank : c;
	}
	return (dr_str){ copy, text.len };
}

dr_str dr_report_token(dr_arena *arena, dr_str text)
{
	return tidy(arena, text, NAME_MAX_OCTETS, true, '?');
}

dr_str dr_report_domain(dr_arena *arena, dr_str text)
{
	for (size_t i = text.len; i > 0; i--) {
		if (text.ptr[i - 1] == '@') {
			text = dr_str_sub(text, i, text.len);
			break;
		}
	}
	text = dr_str_trim(text);
	while (dr_str_ends(text, DR_STR(">")) || dr_str_ends(text, DR_STR("."))) {
		text.len--;
	}
	return dr_report_token(arena, text);
}

dr_str dr_report_line(dr_arena *arena, dr_str text)
{
	return tidy(arena, text, LINE_MAX_OCTETS, false, ' ');
}

bool dr_report_seconds(dr_str text, int64_t *ret_seconds, dr_report_issue_code *ret_issue)
{
	dr_str trimmed = dr_str_trim(text);
	dr_str whole = dr_str_sub(trimmed, 0, dr_str_find(trimmed, 0, '.'));
	uint64_t number;
	if (!dr_str_to_u64(whole, INT64_MAX, &number)) {
		return dr_report_datetime(trimmed, ret_seconds);
	}
	*ret_issue = whole.len < trimmed.len ? DR_REPORT_TIME_DECIMALS : DR_REPORT_ISSUE_COUNT;
	if (number >= MILLISECONDS_FROM) {
		*ret_issue = DR_REPORT_TIME_MILLISECONDS;
		number /= 1000;
	}
	if (number < SECONDS_MIN || number > SECONDS_MAX) {
		return false;
	}
	*ret_seconds = (int64_t)number;
	return true;
}

static bool take_number(dr_cursor *c, uint64_t max, int64_t *ret_number)
{
	uint64_t number;
	if (!dr_str_to_u64(dr_cursor_take_octets(c, 2), max, &number)) {
		return false;
	}
	*ret_number = (int64_t)number;
	return true;
}

/* "Z", "+01:00", "-0500" or nothing: minutes east of UTC. */
static bool take_zone(dr_cursor *c, int64_t *ret_minutes)
{
	*ret_minutes = 0;
	if (dr_cursor_at_end(c) || dr_cursor_take_nocase(c, DR_STR("z"))) {
		return dr_cursor_at_end(c);
	}
	bool west = dr_cursor_take_char(c, '-');
	int64_t hours, minutes;
	if (!west && !dr_cursor_take_char(c, '+')) {
		return false;
	}
	if (!take_number(c, 23, &hours)) {
		return false;
	}
	dr_cursor_take_char(c, ':');
	if (!take_number(c, 59, &minutes)) {
		return false;
	}
	*ret_minutes = (hours * 60 + minutes) * (west ? -1 : 1);
	return dr_cursor_at_end(c);
}

static bool take_clock(dr_cursor *c, int64_t *ret_seconds)
{
	int64_t hour, minute, second;
	if (!take_number(c, 24, &hour) || !dr_cursor_take_char(c, ':') ||
	    !take_number(c, 59, &minute) || !dr_cursor_take_char(c, ':') ||
	    !take_number(c, 60, &second)) {
		return false;
	}
	if (dr_cursor_take_char(c, '.')) {
		dr_cursor_take_while(c, dr_is_digit);
	}
	*ret_seconds = (hour * 60 + minute) * 60 + second;
	return true;
}

bool dr_report_datetime(dr_str text, int64_t *ret_seconds)
{
	dr_cursor c = dr_cursor_of(dr_str_trim(text));
	dr_day day;
	if (!dr_day_parse(dr_cursor_take_octets(&c, 10), &day)) {
		return false;
	}
	int64_t seconds = 0, minutes = 0;
	if (!dr_cursor_at_end(&c)) {
		if (!dr_cursor_take_nocase(&c, DR_STR("t")) && !dr_cursor_take_char(&c, ' ')) {
			return false;
		}
		if (!take_clock(&c, &seconds) || !take_zone(&c, &minutes)) {
			return false;
		}
	}
	*ret_seconds = (int64_t)day * DAY_S + seconds - minutes * 60;
	return true;
}
