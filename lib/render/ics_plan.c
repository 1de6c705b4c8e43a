/* The steps of a plan as iCalendar (RFC 5545): one all-day event for each. Of all domains together
 * only the next move of each, on the day that leaves no week too full. */
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

static void add_text(dr_buf *out, const char *name, dr_str domain, dr_str text)
{
	dr_buf line;
	dr_buf_init(&line, out->arena);
	dr_buf_addf(&line, "%s:", name);
	add_value(&line, domain);
	dr_buf_add(&line, DR_STR(": "));
	add_value(&line, text);
	add_line(out, dr_buf_str(&line));
}

/* What one event says. */
typedef struct {
	dr_str domain, phase, title, text;
	dr_day day, as_of;
	bool decision;
} event;

static void add_event(dr_buf *out, const event *e)
{
	dr_buf line;
	dr_date stamp = dr_day_date(e->as_of);
	dr_buf_init(&line, out->arena);
	add_fixed(out, "BEGIN:VEVENT");
	dr_buf_addf(&line, "UID:%.*s-%.*s@dmarcramp", DR_FMT(e->phase), DR_FMT(e->domain));
	add_line(out, dr_buf_str(&line));
	dr_buf_init(&line, out->arena);
	dr_buf_addf(&line, "DTSTAMP:%04d%02d%02dT000000Z", stamp.year, stamp.month, stamp.day);
	add_line(out, dr_buf_str(&line));
	add_day(out, "DTSTART", e->day);
	add_day(out, "DTEND", e->day + 1);
	dr_buf_init(&line, out->arena);
	dr_buf_addf(&line, "not before this day%s: %.*s",
	            e->decision ? ", and after a decision" : "", DR_FMT(e->title));
	add_text(out, "SUMMARY", e->domain, dr_buf_str(&line));
	add_text(out, "DESCRIPTION", e->domain, e->text);
	add_fixed(out, "TRANSP:TRANSPARENT");
	add_fixed(out, "END:VEVENT");
}

/* The lines that go into the zone. */
static dr_str lines_of(dr_arena *arena, const dr_plan_records *records)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	for (size_t i = 0; i < records->len; i++) {
		dr_buf_addf(&text, "%s", i > 0 ? " and " : "");
		dr_plan_write_zone_line(&text, &records->items[i]);
	}
	return dr_buf_str(&text);
}

static void add_phase(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	const event e = {
		.domain = plan->domain,
		.phase = phase->id,
		.title = phase->title,
		.text = lines_of(out->arena, &phase->records),
		.day = phase->not_before,
		.as_of = plan->as_of,
		.decision = phase->decision,
	};
	add_event(out, &e);
}

static void add_move(dr_buf *out, const dr_portfolio_row *row, dr_day as_of)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "gates open or unknown: %zu; owner: %.*s", row->waiting,
	            DR_FMT(row->owner.len > 0 ? row->owner : DR_STR("-")));
	const event e = {
		.domain = row->domain,
		.phase = row->next,
		.title = row->next,
		.text = dr_buf_str(&text),
		.day = row->not_before,
		.as_of = as_of,
		.decision = row->decision,
	};
	add_event(out, &e);
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
	const dr_plan *plan = options->portfolio == NULL ? item->plan : NULL;
	for (size_t i = 0; plan != NULL && i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (dr_plan_is_step(phase) && phase->not_before != DR_NO_DAY) {
			add_phase(out, plan, phase);
		}
	}
}

static void write_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)summary;
	const dr_portfolio nothing = { 0 };
	const dr_portfolio *all = options->portfolio != NULL ? options->portfolio : &nothing;
	for (size_t i = 0; i < all->rows.len; i++) {
		if (all->rows.items[i].not_before != DR_NO_DAY) {
			add_move(out, &all->rows.items[i], options->as_of);
		}
	}
	add_fixed(out, "END:VCALENDAR");
}

const dr_domain_writer DR_ICS_PLAN = { .head = write_head, .item = write_plan, .tail = write_tail };
