/* The steps of a plan as iCalendar (RFC 5545): one all-day event for each. */
#include "render/plan_view.h"
#include "render/render_priv.h"

enum { LINE_OCTETS = 73 }; /* RFC 5545 3.1: 75, the CRLF not counted; kept shorter for the fold */

/* A text value (RFC 5545 3.3.11). */
static void add_value(dr_buf *line, dr_str text)
{
	dr_str clean = dr_neutral_text(line->arena, text);
	for (size_t i = 0; i < clean.len; i++) {
		char c = clean.ptr[i];
		if (c == '\\' || c == ';' || c == ',') {
			dr_buf_add_char(line, '\\');
		}
		dr_buf_add_char(line, c);
	}
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0U) == 0x80U;
}

/* Folds a content line (RFC 5545 3.1) between characters. */
static void add_line(dr_buf *out, dr_str line)
{
	size_t used = 0;
	for (size_t i = 0; i < line.len; i++) {
		if (used >= LINE_OCTETS - 3 && !is_continuation(line.ptr[i])) {
			dr_buf_add(out, DR_STR("\r\n "));
			used = 1;
		}
		dr_buf_add_char(out, line.ptr[i]);
		used++;
	}
	dr_buf_add(out, DR_STR("\r\n"));
}

static void add_fixed(dr_buf *out, const char *line)
{
	add_line(out, dr_str_of(line));
}

static void add_day(dr_buf *out, const char *name, dr_day day)
{
	dr_buf line;
	dr_buf_init(&line, out->arena);
	dr_date date = dr_day_date(day);
	dr_buf_addf(&line, "%s;VALUE=DATE:%04d%02d%02d", name, date.year, date.month, date.day);
	add_line(out, dr_buf_str(&line));
}

static void add_text(dr_buf *out, const char *name, const dr_plan *plan, dr_str text)
{
	dr_buf line;
	dr_buf_init(&line, out->arena);
	dr_buf_addf(&line, "%s:", name);
	add_value(&line, plan->domain);
	dr_buf_add(&line, DR_STR(": "));
	add_value(&line, text);
	add_line(out, dr_buf_str(&line));
}

static void add_event(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	dr_buf line;
	dr_date stamp = dr_day_date(plan->as_of);
	dr_buf_init(&line, out->arena);
	add_fixed(out, "BEGIN:VEVENT");
	dr_buf_addf(&line, "UID:%.*s-%.*s@dmarcramp", DR_FMT(phase->id), DR_FMT(plan->domain));
	add_line(out, dr_buf_str(&line));
	dr_buf_init(&line, out->arena);
	dr_buf_addf(&line, "DTSTAMP:%04d%02d%02dT000000Z", stamp.year, stamp.month, stamp.day);
	add_line(out, dr_buf_str(&line));
	add_day(out, "DTSTART", phase->not_before);
	add_day(out, "DTEND", phase->not_before + 1);
	dr_buf_init(&line, out->arena);
	dr_buf_addf(&line, "not before this day%s: %.*s",
	            phase->decision ? ", and after a decision" : "", DR_FMT(phase->title));
	add_text(out, "SUMMARY", plan, dr_buf_str(&line));
	add_text(out, "DESCRIPTION", plan,
	         phase->records.len > 0 ? phase->records.items[0].value : phase->why);
	add_fixed(out, "TRANSP:TRANSPARENT");
	add_fixed(out, "END:VEVENT");
}

static void write_head(const dr_render_options *options, dr_buf *out)
{
	(void)options;
	add_fixed(out, "BEGIN:VCALENDAR");
	add_fixed(out, "VERSION:2.0");
	add_fixed(out, "PRODID:-//dmarcramp//plan//EN");
}

static void write_plan(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	const dr_plan *plan = item->plan;
	for (size_t i = 0; plan != NULL && i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (phase->state == DR_PHASE_UPCOMING && phase->not_before != DR_NO_DAY) {
			add_event(out, plan, phase);
		}
	}
}

static void write_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)options;
	(void)summary;
	add_fixed(out, "END:VCALENDAR");
}

const dr_domain_writer DR_ICS_PLAN = { .head = write_head, .item = write_plan, .tail = write_tail };
