/* The steps of a plan as iCalendar (RFC 5545): one all-day event for each, on the day when gates
 * that only time opens may be met. Of all domains together
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
	dr_str domain; /* what it is about: all events of a phase of a domain are one */
	dr_str phase, summary, text;
	dr_day day, as_of;
	bool weekly; /* from that day on */
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
	if (e->weekly) {
		add_fixed(out, "RRULE:FREQ=WEEKLY");
	}
	add_text(out, "SUMMARY", e->domain, e->summary);
	add_text(out, "DESCRIPTION", e->domain, e->text);
	add_fixed(out, "TRANSP:TRANSPARENT");
	add_fixed(out, "END:VEVENT");
}

static dr_str summary_of_step(dr_arena *arena, dr_str title, bool decision)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "not before this day%s: %.*s", decision ? ", and after a decision" : "",
	            DR_FMT(title));
	return dr_buf_str(&text);
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

/* Its record, and why it does not come sooner, as a comment. */
static dr_str describe_step(dr_arena *arena, const dr_plan_phase *phase)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, lines_of(arena, &phase->records));
	dr_strs waits = dr_plan_find_waits(arena, phase);
	for (size_t i = 0; i < waits.len; i++) {
		dr_buf_addf(&text, "; %.*s", DR_FMT(waits.items[i]));
	}
	return dr_buf_str(&text);
}

static void add_phase(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	const event e = {
		.domain = plan->domain,
		.phase = phase->id,
		.summary = summary_of_step(out->arena, phase->title, phase->decision),
		.text = describe_step(out->arena, phase),
		.day = dr_plan_first_day(phase),
		.as_of = plan->as_of,
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
		.summary = summary_of_step(out->arena, row->next, row->decision),
		.text = dr_buf_str(&text),
		.day = row->not_before,
		.as_of = as_of,
	};
	add_event(out, &e);
}

/* A calendar holds at least one component (RFC 5545 3.6): where no step has a day, what is left is
 * to look. `named`: as the command wants it. */
static void add_look(dr_buf *out, dr_str domain, dr_str named, dr_str text, dr_day as_of)
{
	enum { WEEK = 7 };
	dr_buf summary;
	dr_buf_init(&summary, out->arena);
	dr_buf_addf(&summary, "the weekly look: dmarcramp status %.*s", DR_FMT(named));
	const event e = {
		.domain = domain,
		.phase = DR_STR("look"),
		.summary = dr_buf_str(&summary),
		.text = text,
		.day = as_of + WEEK,
		.as_of = as_of,
		.weekly = true,
	};
	add_event(out, &e);
}

static void add_no_plan(dr_buf *out, dr_str domain, dr_str lacks, dr_day as_of)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "%.*s could not be found out, and nothing is proposed without it",
	            DR_FMT(lacks));
	const event e = {
		.domain = domain,
		.phase = DR_STR("look"),
		.summary = DR_STR("no plan: try again"),
		.text = dr_buf_str(&text),
		.day = as_of,
		.as_of = as_of,
	};
	add_event(out, &e);
}

static void add_sentence(dr_buf *text, const char *label, dr_str sentence)
{
	dr_buf_addf(text, " %s%.*s%s", label, DR_FMT(sentence),
	            dr_str_ends(sentence, DR_STR(".")) ? "" : ".");
}

/* What is to be looked at: what must be settled, and behind the last step the lasting work. */
static dr_str describe_look(dr_arena *arena, const dr_plan *plan)
{
	const dr_plan_phase *last = plan->next == NULL ? plan->current : NULL;
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%s",
	            plan->next != NULL ? "No step has a day." : "The plan is at its end.");
	for (size_t i = 0; i < plan->obstacles.len; i++) {
		add_sentence(&text, "To settle: ", plan->obstacles.items[i].what);
	}
	for (size_t i = 0; last != NULL && i < last->tasks.len; i++) {
		add_sentence(&text, "", last->tasks.items[i].text);
	}
	return dr_buf_str(&text);
}

static void write_head(const dr_render_options *options, dr_buf *out)
{
	(void)options;
	add_fixed(out, "BEGIN:VCALENDAR");
	add_fixed(out, "VERSION:2.0");
	add_fixed(out, "PRODID:-//dmarcramp//plan//EN");
}

/* Mail is lost now: what is to be done today. */
static void add_alarm(dr_buf *out, dr_str domain, const dr_strs *why, dr_day as_of)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "dmarcramp plan --rollback %.*s has the record.", DR_FMT(domain));
	for (size_t i = 0; i < why->len; i++) {
		add_sentence(&text, "", why->items[i]);
	}
	const event e = {
		.domain = domain,
		.phase = DR_STR("back"),
		.summary = DR_STR("go back now"),
		.text = dr_buf_str(&text),
		.day = as_of,
		.as_of = as_of,
	};
	if (why->len > 0) {
		add_event(out, &e);
	}
}

static size_t add_steps(dr_buf *out, const dr_plan *plan, dr_plan_part part)
{
	size_t count = plan->alarms.len;
	dr_strs why = { NULL, 0 };
	for (size_t i = 0; i < plan->alarms.len; i++) {
		dr_list_add(out->arena, &why, plan->alarms.items[i].text);
	}
	add_alarm(out, plan->domain, &why, plan->as_of);
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		bool meant = phase == plan->next || part != DR_PLAN_NEXT;
		if (meant && dr_plan_is_step(phase) && dr_plan_first_day(phase) != DR_NO_DAY) {
			add_phase(out, plan, phase);
			count++;
		}
	}
	return count;
}

static void write_plan(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	const dr_plan *plan = item->plan;
	if (plan == NULL || options->portfolio != NULL) {
		return;
	}
	if (plan->incomplete) {
		dr_buf lacks;
		dr_buf_init(&lacks, out->arena);
		dr_plan_write_missing(&lacks, item->result, plan);
		add_no_plan(out, plan->domain, dr_buf_str(&lacks), plan->as_of);
	} else if (add_steps(out, plan, options->part) == 0) {
		add_look(out, plan->domain, plan->domain, describe_look(out->arena, plan),
		         plan->as_of);
	}
}

static void add_moves(dr_buf *out, const dr_portfolio *all)
{
	size_t count = 0;
	for (size_t i = 0; i < all->rows.len; i++) {
		const dr_portfolio_row *row = &all->rows.items[i];
		add_alarm(out, row->domain, &row->alarms, all->as_of);
		if (row->missing.len > 0) {
			add_no_plan(out, row->domain, row->lacks, all->as_of);
		} else if (row->not_before != DR_NO_DAY) {
			add_move(out, row, all->as_of);
		}
		count +=
			row->missing.len > 0 || row->alarms.len > 0 || row->not_before != DR_NO_DAY;
	}
	if (count == 0) {
		add_look(out, DR_STR("all"), DR_STR("--all"), DR_STR("No step has a day."),
		         all->as_of);
	}
}

static void write_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)summary;
	if (options->portfolio != NULL) {
		add_moves(out, options->portfolio);
	}
	add_fixed(out, "END:VCALENDAR");
}

const dr_domain_writer DR_ICS_PLAN = { .head = write_head, .item = write_plan, .tail = write_tail };
