#include "base/clock.h"
#include "base/cursor.h"

/* Days before month m of a year that begins in March: the leap day then comes last. */
static int days_before(int months_since_march)
{
	return (153 * months_since_march + 2) / 5;
}

dr_day dr_day_of(int year, int month, int day)
{
	int y = month > 2 ? year : year - 1;
	int era = (y >= 0 ? y : y - 399) / 400;
	int year_of_era = y - era * 400;
	int day_of_year = days_before((month + 9) % 12) + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

dr_date dr_day_date(dr_day day)
{
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int day_of_era = z - era * 146097;
	int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int march = (5 * day_of_year + 2) / 153;
	int month = march < 10 ? march + 3 : march - 9;
	return (dr_date){
		.year = year_of_era + era * 400 + (month <= 2),
		.month = month,
		.day = day_of_year - days_before(march) + 1,
		.weekday = (day % 7 + 7 + 3) % 7,
	};
}

static bool take_number(dr_cursor *c, size_t digits, int *ret_number)
{
	uint64_t n;
	if (!dr_str_to_u64(dr_cursor_take_octets(c, digits), 9999, &n)) {
		return false;
	}
	*ret_number = (int)n;
	return true;
}

bool dr_day_parse(dr_str text, dr_day *ret_day)
{
	dr_cursor c = dr_cursor_of(text);
	int year, month, day;
	if (!take_number(&c, 4, &year) || !dr_cursor_take_char(&c, '-') ||
	    !take_number(&c, 2, &month) || !dr_cursor_take_char(&c, '-') ||
	    !take_number(&c, 2, &day) || !dr_cursor_at_end(&c) || month < 1 || month > 12) {
		return false;
	}
	dr_day parsed = dr_day_of(year, month, day);
	dr_date back = dr_day_date(parsed);
	if (back.month != month || back.day != day) {
		return false;
	}
	*ret_day = parsed;
	return true;
}

void dr_day_write(dr_day day, dr_buf *out)
{
	dr_date d = dr_day_date(day);
	dr_buf_addf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void dr_day_write_short(dr_day day, dr_buf *out)
{
	static const char MONTHS[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	dr_date d = dr_day_date(day);
	dr_buf_addf(out, "%d %s", d.day, MONTHS[d.month - 1]);
}

uint8_t dr_weekdays_parse(const dr_strs *names)
{
	static const char DAYS[7][4] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	uint8_t days = 0;
	for (size_t i = 0; i < names->len; i++) {
		for (unsigned day = 0; day < DR_COUNT(DAYS); day++) {
			if (dr_str_eq(names->items[i], dr_str_of(DAYS[day]))) {
				days |= (uint8_t)(1U << day);
			}
		}
	}
	return days;
}
