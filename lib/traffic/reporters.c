#include "traffic/traffic_priv.h"

/* Reports come by day, so the last item of a list is the day's own or an earlier one. */
static dr_report_day *day_of(dr_reading *r, dr_day day)
{
	dr_report_days *days = &r->traffic->days;
	if (days->len == 0 || days->items[days->len - 1].day != day) {
		size_t old = days->len;
		dr_list_add(r->arena, days, (dr_report_day){ .day = day });
		return days->len > old ? &days->items[old] : NULL;
	}
	return &days->items[days->len - 1];
}

static dr_reporter *reporter_of(dr_reading *r, const dr_evidence_report *report)
{
	dr_reporters *list = &r->traffic->reporters;
	size_t at = list->len, old = list->len;
	while (at > 0 && dr_str_cmp(list->items[at - 1].name, report->reporter) > 0) {
		at--;
	}
	if (at > 0 && dr_str_eq(list->items[at - 1].name, report->reporter)) {
		return &list->items[at - 1];
	}
	dr_reporter fresh = { .name = dr_arena_copy(r->arena, report->reporter),
		              .first = report->day };
	dr_list_insert(r->arena, list, at, fresh);
	return list->len > old ? &list->items[at] : NULL;
}

/* Reports come by day here, too. */
static void add_told(dr_reading *r, dr_reporter *reporter, size_t policy, dr_day day)
{
	size_t at = 0, old = reporter->told.len;
	while (at < old && reporter->told.items[at].policy != policy) {
		at++;
	}
	if (at == old) {
		dr_list_add(r->arena, &reporter->told, (dr_policy_days){ .policy = policy });
	}
	dr_policy_days *told = at < reporter->told.len ? &reporter->told.items[at] : NULL;
	if (told != NULL && (told->days.len == 0 || told->days.items[told->days.len - 1] != day)) {
		dr_list_add(r->arena, &told->days, day);
	}
}

/* Anyone can send a report: those that do not count leave room for those that do. */
static void add_policy(dr_reading *r, dr_reporter *reporter, const dr_evidence_report *report,
                       bool counted)
{
	const size_t most = counted ? DR_TRAFFIC_SCOPES_MAX : DR_TRAFFIC_SCOPES_MAX / 2;
	dr_seen_policies *list = &r->traffic->policies;
	for (size_t i = 0; i < list->len; i++) {
		dr_seen_policy *seen = &list->items[i];
		if (seen->counted == counted && dr_str_eq(seen->domain, report->domain) &&
		    dr_str_eq(seen->text, report->policy)) {
			seen->last = report->day;
			seen->reports += report->reports;
			add_told(r, reporter, i, report->day);
			return;
		}
	}
	const size_t old = list->len;
	if (old < most) {
		dr_list_add(r->arena, list,
		            (dr_seen_policy){
				    .domain = dr_arena_copy(r->arena, report->domain),
				    .text = dr_arena_copy(r->arena, report->policy),
				    .counted = counted,
				    .first = report->day,
				    .last = report->day,
				    .reports = report->reports,
			    });
	}
	if (list->len > old) {
		add_told(r, reporter, old, report->day);
	}
}

static void add_to_reporter(dr_reading *r, dr_reporter *reporter, const dr_evidence_report *report,
                            bool counted)
{
	reporter->reports += report->reports;
	reporter->messages += report->messages;
	reporter->counted = reporter->counted || counted;
	reporter->newer = reporter->newer || report->newer;
	reporter->last = report->day;
	if (counted && reporter->last_counted != report->day) {
		dr_list_add(r->arena, &reporter->days, report->day);
		reporter->last_counted = report->day;
	}
}

/* True the first time a reporter is seen on a day. */
static bool is_first_of_day(const dr_reporter *reporter, dr_day day)
{
	return reporter->reports == 0 || reporter->last != day;
}

int dr_traffic_take_report(dr_reading *r, const dr_evidence_report *report, dr_error *err)
{
	bool counted = report->vouched || dr_traffic_is_counted(r, report->reporter);
	dr_report_day *day = day_of(r, report->day);
	dr_reporter *reporter = reporter_of(r, report);
	if (day == NULL || reporter == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the reporters");
	}
	day->reporters += is_first_of_day(reporter, report->day) ? 1 : 0;
	day->counted_reporters += counted && reporter->last_counted != report->day ? 1 : 0;
	day->messages += report->messages;
	day->counted_messages += counted ? report->messages : 0;
	add_to_reporter(r, reporter, report, counted);
	add_policy(r, reporter, report, counted);
	r->traffic->first = r->traffic->first == DR_NO_DAY ? report->day : r->traffic->first;
	r->traffic->last = report->day;
	return DR_OK;
}
