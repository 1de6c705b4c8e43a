#include "base/cursor.h"
#include "web/web_priv.h"

enum { NAMES_MAX = 200 };

static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static bool read_number(dr_cursor *c, uint64_t max, int *ret_number)
{
	uint64_t number = 0;
	dr_cursor_take_while(c, dr_is_space);
	bool read = dr_str_to_u64(dr_cursor_take_while(c, dr_is_digit), max, &number);
	*ret_number = (int)number;
	return read;
}

/* "Jan 31 23:59:59 2027 GMT". */
static dr_day read_day(dr_str text)
{
	dr_cursor c = dr_cursor_of(dr_str_trim(text));
	dr_str name = dr_cursor_take_while(&c, dr_is_alpha);
	int month = 0, day = 0, year = 0;
	while (month < 12 && !dr_str_eq(name, dr_str_of(MONTHS[month]))) {
		month++;
	}
	bool good = month < 12 && read_number(&c, 31, &day);
	dr_cursor_take_while(&c, dr_is_space);
	dr_cursor_take_until(&c, ' ');
	good = good && read_number(&c, 9999, &year);
	return good ? dr_day_of(year, month + 1, day) : DR_NO_DAY;
}

/* "DNS:a.example, DNS:b.example, IP Address:192.0.2.1". */
static void read_names(dr_arena *arena, dr_str text, dr_http *http)
{
	const dr_str kind = DR_STR("DNS:");
	for (dr_str rest = text, item; dr_str_split(&rest, ',', &item);) {
		dr_str name = dr_str_trim(item);
		if (dr_str_starts(name, kind) && http->tls_names.len < NAMES_MAX) {
			name = dr_arena_copy(arena, dr_str_sub(name, kind.len, name.len));
			dr_list_add(arena, &http->tls_names, name);
		}
	}
}

void dr_web_read_certificate(dr_arena *arena, dr_str line, dr_http *http)
{
	const dr_str end = DR_STR("Expire date:"),
		     names = DR_STR("X509v3 Subject Alternative Name:");
	if (dr_str_starts(line, end)) {
		http->tls_not_after = read_day(dr_str_sub(line, end.len, line.len));
	} else if (dr_str_starts(line, names)) {
		read_names(arena, dr_str_sub(line, names.len, line.len), http);
	}
}
