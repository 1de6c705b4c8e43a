/* Every date of every phase is the same in JSON, in the calendar file and on the page. */
#include "doc/tree.h"
#include "plan_checks.h"
#include <stdarg.h>
#include <stdio.h>

/* Where a part begins; the length of the text: nowhere. */
static size_t find(dr_str text, size_t from, dr_str part)
{
	for (size_t at = from; at + part.len <= text.len; at++) {
		if (memcmp(text.ptr + at, part.ptr, part.len) == 0) {
			return at;
		}
	}
	return text.len;
}

/* From `from` on, what stands between it and `until`; the empty slice: `from` is not there. */
static dr_str part_of(dr_str text, dr_str from, const char *until)
{
	size_t at = find(text, 0, from);
	size_t end = find(text, at, dr_str_of(until));
	return at < text.len ? dr_str_sub(text, at, end) : (dr_str){ 0 };
}

static bool has(dr_str text, dr_str part)
{
	return find(text, 0, part) < text.len;
}

__attribute__((format(printf, 2, 3))) static dr_str words(const plan_check *c, const char *format,
                                                          ...)
{
	char text[256];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return dr_arena_copy(c->made->arena, dr_str_of(text));
}

/* ---- JSON ---- */

static bool is_day(const dr_node *node, dr_day day)
{
	dr_day said = DR_NO_DAY;
	if (node == NULL || day == DR_NO_DAY) {
		return node != NULL && node->kind == DR_NODE_NULL;
	}
	return dr_day_parse(node->text, &said) && said == day;
}

static void check_json(const plan_check *c)
{
	const dr_plan *plan = &c->made->plan;
	const dr_source source = { "plan.json", plan_written(c->made, "json") };
	const dr_node *root = NULL;
	dr_error err = { 0 };
	int code = dr_json_parse(c->made->arena, &source, &root, &err);
	HOLDS(c->domain, code == DR_OK, "%s", err.text);
	HOLDS(c->domain, is_day(dr_node_find(root, "possible_by"), plan->end), "the end");
	const dr_node *phase = dr_node_find(root, "phases")->first;
	for (size_t i = 0; i < plan->phases.len; i++, phase = phase->next) {
		const dr_plan_phase *meant = &plan->phases.items[i];
		HOLDS(c->domain,
		      phase != NULL && dr_str_eq(dr_node_find(phase, "id")->text, meant->id),
		      "%.*s", DR_FMT(meant->id));
		HOLDS(c->domain, is_day(dr_node_find(phase, "not_before"), meant->not_before),
		      "%.*s", DR_FMT(meant->id));
	}
	HOLDS(c->domain, phase == NULL, "there are more");
}

/* ---- the calendar file ---- */

static void check_event(const plan_check *c, dr_str calendar, const dr_plan_phase *phase)
{
	dr_date first = dr_day_date(phase->earliest), last = dr_day_date(phase->earliest + 1);
	dr_str uid = words(c, "UID:%.*s-%.*s@dmarcramp\r\n", DR_FMT(phase->id),
	                   DR_FMT(c->made->plan.domain));
	dr_str event = part_of(calendar, uid, "END:VEVENT");
	dr_str start = words(c, "\r\nDTSTART;VALUE=DATE:%04d%02d%02d\r\n", first.year, first.month,
	                     first.day);
	dr_str end =
		words(c, "\r\nDTEND;VALUE=DATE:%04d%02d%02d\r\n", last.year, last.month, last.day);
	HOLDS(c->domain, has(event, start) && has(event, end), "%.*s: %.*s", DR_FMT(phase->id),
	      DR_FMT(event));
}

static size_t count_events(dr_str calendar)
{
	const dr_str begin = DR_STR("BEGIN:VEVENT");
	size_t count = 0, at = 0;
	while ((at = find(calendar, at, begin)) < calendar.len) {
		at += begin.len;
		count++;
	}
	return count;
}

static void check_calendar(const plan_check *c)
{
	dr_str calendar = plan_written(c->made, "ics");
	bool lost = c->made->plan.alarms.len > 0;
	size_t steps = lost;
	HOLDS(c->domain, has(calendar, DR_STR("\r\nUID:back-")) == lost, "%.*s", DR_FMT(calendar));
	for (size_t i = 0; i < c->made->plan.phases.len; i++) {
		const dr_plan_phase *phase = &c->made->plan.phases.items[i];
		bool step = phase->state == DR_PHASE_UPCOMING && phase->records.len > 0;
		if (step && phase->earliest != DR_NO_DAY) {
			check_event(c, calendar, phase);
			steps++;
		}
	}
	bool looks = has(calendar, DR_STR("\r\nUID:look-"));
	size_t events = count_events(calendar);
	HOLDS(c->domain, looks == (steps == 0) && events == (looks ? 1 : steps), "%zu steps: %.*s",
	      steps, DR_FMT(calendar));
}

/* ---- the page ---- */

/* "1 Dec 2026" between two texts; only these for no day. */
static dr_str day_in_words(const plan_check *c, const char *before, dr_day day, const char *after)
{
	static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	dr_date d = dr_day_date(day);
	return day == DR_NO_DAY ? words(c, "%s%s", before, after)
	                        : words(c, "%s%d %s %d%s", before, d.day, MONTHS[d.month - 1],
	                                d.year, after);
}

static void check_page(const plan_check *c)
{
	dr_str page = plan_written(c->made, "html");
	for (size_t i = 0; i < c->made->plan.phases.len; i++) {
		const dr_plan_phase *phase = &c->made->plan.phases.items[i];
		dr_str head = words(c, "<tr><th scope=\"row\">%.*s</th><td>%s</td>",
		                    DR_FMT(phase->title), dr_phase_state_name(phase->state));
		dr_str row = part_of(page, head, "</tr>");
		bool shown = phase->state != DR_PHASE_SKIPPED;
		HOLDS(c->domain, shown == (row.len > 0), "%.*s", DR_FMT(phase->id));
		HOLDS(c->domain,
		      !shown || has(row, day_in_words(c, "<td>", phase->not_before, "<")),
		      "%.*s: %.*s", DR_FMT(phase->id), DR_FMT(row));
		bool later = phase->state == DR_PHASE_UPCOMING && phase->earliest != DR_NO_DAY &&
		             phase->earliest != phase->not_before;
		const char *ends = phase->by_check
		                           ? " at the earliest, sooner once a message is checked "
		                             "(verified:)</td>"
		                           : " at the earliest</td>";
		HOLDS(c->domain, !later || has(row, day_in_words(c, ": ", phase->earliest, ends)),
		      "%.*s: %.*s", DR_FMT(phase->id), DR_FMT(row));
	}
}

void check_written(const plan_check *c)
{
	check_json(c);
	check_calendar(c);
	check_page(c);
}
