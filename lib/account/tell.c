#include "account/tell.h"

void dr_tell_word(dr_account *account, const dr_account_world *world, const char *area, dr_str name)
{
	const dr_term *term = dr_glossary_find(world->glossary, dr_str_of(area), name);
	if (term != NULL) {
		dr_account_say(account, "%.*s", DR_FMT(term->says));
	}
}

dr_alignment dr_tell_relation(const dr_account *account, const dr_account_world *world, dr_str from,
                              dr_str domain)
{
	dr_name a = dr_name_of(account->arena, from), b = dr_name_of(account->arena, domain);
	if (!dr_name_is_set(a) || !dr_name_is_set(b) || from.len == 0 || domain.len == 0) {
		return DR_ALIGN_NONE;
	}
	return dr_align_of(a, dr_suffixes_organizational(world->suffixes, a), b,
	                   dr_suffixes_organizational(world->suffixes, b));
}

static bool is_domain_octet(char c)
{
	return dr_is_alnum(c) || c == '-' || c == '.' || c == '_' || (uint8_t)c >= 0x80;
}

dr_str dr_tell_domain(dr_arena *arena, dr_str text)
{
	enum { NAME_OCTETS = 253 };
	size_t at = text.len;
	while (at > 0 && text.ptr[at - 1] != '@' && text.ptr[at - 1] != '<') {
		at--;
	}
	dr_buf out;
	dr_buf_init(&out, arena);
	for (; at < text.len && is_domain_octet(text.ptr[at]) && out.len < NAME_OCTETS; at++) {
		dr_buf_add_char(&out, dr_to_lower(text.ptr[at]));
	}
	dr_str domain = dr_buf_str(&out);
	while (dr_str_ends(domain, DR_STR("."))) {
		domain.len--;
	}
	return domain;
}

dr_str dr_tell_time(dr_arena *arena, int64_t seconds)
{
	enum { DAY = 86400, HOUR = 3600, MINUTE = 60 };
	const int64_t last = 253402300799; /* the end of the year 9999 */
	dr_buf out;
	dr_buf_init(&out, arena);
	if (seconds < 0 || seconds > last) {
		return DR_STR("a time that no calendar has");
	}
	int left = (int)(seconds % DAY);
	dr_day_write((dr_day)(seconds / DAY), &out);
	dr_buf_addf(&out, " %02d:%02d:%02d UTC", left / HOUR, left % HOUR / MINUTE, left % MINUTE);
	return dr_buf_str(&out);
}

dr_str dr_tell_time_here(dr_arena *arena, const dr_account_world *world, int64_t seconds)
{
	enum { HOUR = 3600, MINUTE = 60, UTC_LETTERS = 4 };
	dr_str utc = dr_tell_time(arena, seconds);
	int offset = world->utc_offset != NULL ? world->utc_offset(seconds) : 0;
	if (offset == 0 || !dr_str_ends(utc, DR_STR(" UTC"))) {
		return utc;
	}
	int ahead = offset < 0 ? -offset : offset;
	dr_str here = dr_tell_time(arena, seconds + offset);
	dr_buf out;
	dr_buf_init(&out, arena);
	here.len -= dr_str_ends(here, DR_STR(" UTC")) ? UTC_LETTERS : 0;
	dr_buf_addf(&out, "%.*s (here %.*s %c%02d%02d)", DR_FMT(utc), DR_FMT(here),
	            offset < 0 ? '-' : '+', ahead / HOUR, ahead % HOUR / MINUTE);
	return dr_buf_str(&out);
}
