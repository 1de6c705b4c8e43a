#include "plan/plan_priv.h"

enum {
	UNREPORTED = 3, /* today and the 48 hours before it: reports may still come */
	LAG_HOURS = 48,
	ROLLBACK_HOURS = 1,
	HOUR_SECONDS = 3600,
	IMPACT_DAYS = 28,
	SOURCES_SHOWN = 20,
};

int64_t dr_planner_new_ttl(const dr_planner *p)
{
	const dr_domain_config *own = p->request->own;
	return own != NULL && own->ttl > 0 ? own->ttl : p->playbook->ttl;
}

int64_t dr_planner_ttl(const dr_planner *p)
{
	bool known = p->facts->dmarc.ttl_status.state == DR_KNOWN;
	return known ? p->facts->dmarc.ttl : dr_planner_new_ttl(p);
}

static void add_evidence(dr_planner *p, dr_day until)
{
	const dr_gate_evidence_view view = {
		.traffic = p->request->traffic,
		.own = p->request->own,
		.below = &p->facts->dmarc.below,
		.until = until,
		.today = p->plan->as_of,
		.since = p->plan->since,
		.ttl = dr_planner_ttl(p),
	};
	dr_gate_evidence_make(p->arena, &view, &p->evidence[p->evidence_count++]);
}

static void fill_evidence(dr_planner *p)
{
	const dr_traffic *traffic = p->request->traffic;
	dr_day last = p->plan->as_of - UNREPORTED;
	dr_planner_expect_reports(p);
	if (p->request->evidence != NULL) {
		p->evidence[p->evidence_count++] = *p->request->evidence;
		return;
	}
	if (traffic == NULL || traffic->first == DR_NO_DAY) {
		return;
	}
	for (size_t i = traffic->days.len; i > 0 && p->evidence_count < DR_GATE_REPORT_DAYS; i--) {
		const dr_report_day *reported = &traffic->days.items[i - 1];
		if (reported->day <= last && reported->counted_reporters > 0) {
			add_evidence(p, p->evidence_count == 0 ? last : reported->day);
		}
	}
	if (p->evidence_count == 0 && traffic->days.len > 0 && traffic->days.items[0].day <= last) {
		add_evidence(p, last);
	}
}

void dr_planner_read_evidence(dr_planner *p)
{
	fill_evidence(p);
	dr_planner_look_at(p, 0);
}

size_t dr_planner_count_senders(const dr_planner *p)
{
	const dr_traffic *traffic = p->request->traffic;
	const dr_domain_config *own = p->request->own;
	size_t declared = 0, seen = 0;
	for (size_t i = 0; own != NULL && i < own->sources.len; i++) {
		declared += own->sources.items[i].is == DR_IS_OURS;
	}
	for (size_t i = 0; traffic != NULL && i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		seen += sender->ours && sender->path == DR_PATH_DIRECT;
	}
	return seen > declared ? seen : declared;
}

void dr_planner_count_stream(const dr_planner *p, const dr_mail_stream *stream, dr_day from,
                             uint64_t *messages, uint64_t *failing)
{
	for (size_t i = 0; i < stream->days.len; i++) {
		const dr_stream_day *day = &stream->days.items[i];
		if (day->day >= from && day->day <= p->plan->as_of) {
			*messages += day->direct.all.messages + day->indirect.all.messages;
			*failing += day->direct.all.none + day->indirect.all.none;
		}
	}
}

/* The days of which steps tell what they touch: they end with the reports. What is seen of days
 * that are not yet reported in full is seen: a stream that broke. */
typedef struct {
	dr_day from, to;
} span;

static span span_of_impact(const dr_planner *p)
{
	const dr_traffic *traffic = p->request->traffic;
	dr_day to = p->evidence[0].until;
	for (size_t i = 0; i < traffic->days.len; i++) {
		dr_day day = traffic->days.items[i].day;
		to = day > to && day <= p->plan->as_of ? day : to;
	}
	return (span){ to - IMPACT_DAYS + 1, to };
}

/* So many of them may have reports: these begin and end. */
static uint64_t count_days(const dr_planner *p, span s)
{
	const dr_traffic *traffic = p->request->traffic;
	const size_t len = traffic->days.len;
	dr_day first = len > 0 ? traffic->days.items[0].day : s.from;
	dr_day last = len > 0 ? traffic->days.items[len - 1].day : s.to;
	first = first > s.from ? first : s.from;
	last = last < s.to ? last : s.to;
	return last > first ? (uint64_t)(last - first + 1) : 1;
}

typedef struct {
	uint64_t messages, failing;
} counts;

/* What a step touches is told of the reports that gates believe: anyone can mail others. */
static counts count_stream(const dr_mail_stream *stream, span s)
{
	counts c = { 0, 0 };
	for (size_t i = 0; i < stream->days.len; i++) {
		const dr_stream_day *day = &stream->days.items[i];
		if (day->day >= s.from && day->day <= s.to) {
			c.messages += day->direct.counted.messages + day->indirect.counted.messages;
			c.failing += day->direct.counted.none + day->indirect.counted.none;
		}
	}
	return c;
}

/* A decision that the evidence speaks against is to be made again. */
static bool is_wanted(const dr_sender *sender)
{
	bool disowned = sender->decision != NULL && sender->decision->is != DR_IS_OURS &&
	                sender->decision->is != DR_IS_FORWARDER && !sender->lapsed;
	return !disowned && sender->class != DR_CLASS_SPOOFING;
}

/* Somebody passes it on. */
static bool is_indirect(const dr_sender *sender)
{
	return sender->path != DR_PATH_DIRECT ||
	       (sender->decision != NULL && sender->decision->is == DR_IS_FORWARDER);
}

static counts count_sender(const dr_planner *p, const dr_plan_phase *phase, const dr_sender *sender,
                           span s)
{
	counts sum = { 0, 0 };
	for (size_t i = 0; i < sender->streams.len; i++) {
		const dr_mail_stream *stream = &sender->streams.items[i];
		counts c = count_stream(stream, s);
		bool acts = dr_planner_touches(p, phase, stream->scope);
		sum.messages += c.messages;
		sum.failing += acts ? c.failing : 0;
	}
	return sum;
}

static void add_affected(dr_planner *p, dr_plan_impact *impact, dr_str name, uint64_t affected)
{
	dr_plan_affected_list *list = &impact->sources;
	dr_list_add(p->arena, list, (dr_plan_affected){ name, affected });
	for (size_t i = list->len;
	     i > 1 && list->items[i - 1].affected > list->items[i - 2].affected; i--) {
		dr_plan_affected swap = list->items[i - 1];
		list->items[i - 1] = list->items[i - 2];
		list->items[i - 2] = swap;
	}
	if (list->len > SOURCES_SHOWN) {
		list->len = SOURCES_SHOWN;
	}
}

/* Mail of a stream that has few a day is lost on days that do not call for the way back yet. */
static uint64_t before_notice(int64_t busiest)
{
	return busiest < DR_BREAK_MESSAGES * DR_BUSIEST_DAYS ? DR_BREAK_MESSAGES - 1 : 0;
}

static void fill_exposure(dr_planner *p, dr_plan_phase *phase)
{
	const dr_stream_facts *streams = &p->evidence[0].streams;
	const dr_stream_fact *main = NULL;
	for (size_t i = 0; i < streams->len; i++) {
		const dr_stream_fact *one = &streams->items[i];
		bool larger = main == NULL || one->messages > main->messages;
		main = larger && dr_planner_touches(p, phase, one->domain) ? one : main;
	}
	if (main == NULL || main->messages == 0) {
		return;
	}
	int64_t ttl_hours = (dr_planner_new_ttl(p) + HOUR_SECONDS - 1) / HOUR_SECONDS;
	int64_t hours = LAG_HOURS + ttl_hours + ROLLBACK_HOURS, covered = DR_BUSIEST_DAYS * 24;
	int64_t counted = hours > covered ? hours : covered;
	phase->exposure = (dr_plan_exposure){
		.given = true,
		.messages = (uint64_t)((main->busiest * counted + covered - 1) / covered) +
		            before_notice(main->busiest),
		.hours = hours,
		.stream = main->name,
	};
}

void dr_planner_fill_impact(dr_planner *p, dr_plan_phase *phase)
{
	const dr_traffic *traffic = p->request->traffic;
	if (p->evidence_count == 0 || traffic == NULL || phase->state != DR_PHASE_UPCOMING ||
	    phase->records.len == 0) {
		return;
	}
	const span s = span_of_impact(p);
	dr_plan_impact impact = { .given = true, .from = s.from, .to = s.to };
	impact.reporters = (uint64_t)p->evidence[0].reports.organisations;
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		counts c = count_sender(p, phase, sender, s);
		impact.messages += c.messages;
		if (is_wanted(sender) && c.failing > 0) {
			impact.affected += c.failing;
			add_affected(p, &impact, sender->name, c.failing);
		}
	}
	phase->impact = impact;
	if (phase->enforces_more) {
		fill_exposure(p, phase);
	}
}

static dr_str a_day(dr_planner *p, const char *what, uint64_t count, uint64_t days)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	uint64_t rounded = (count + days / 2) / days;
	if (count > 0 && rounded == 0) {
		dr_buf_addf(&text, "%s: less than 1 a day", what);
	} else {
		dr_buf_addf(&text, "%s: about %llu a day", what, (unsigned long long)rounded);
	}
	return dr_buf_str(&text);
}

static void add_count(dr_planner *p, dr_strs *list, const char *what, uint64_t count, uint64_t days)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_add(&text, a_day(p, what, count, days));
	dr_buf_addf(&text, " (%llu in %llu %s, as reported)", (unsigned long long)count,
	            (unsigned long long)days, days == 1 ? "day" : "days");
	dr_list_add(p->arena, list, dr_buf_str(&text));
}

static dr_strs copy_of(dr_planner *p, const dr_strs *list)
{
	dr_strs copy = { NULL, 0 };
	for (size_t i = 0; i < list->len; i++) {
		dr_list_add(p->arena, &copy, list->items[i]);
	}
	return copy;
}

void dr_planner_fill_columns(dr_planner *p, dr_plan_decision *decision)
{
	const dr_traffic *traffic = p->request->traffic;
	uint64_t forged = 0, indirect = 0;
	if (p->evidence_count == 0 || traffic == NULL) {
		return;
	}
	const span s = span_of_impact(p);
	const uint64_t days = count_days(p, s);
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		for (size_t j = 0; j < sender->streams.len; j++) {
			counts c = count_stream(&sender->streams.items[j], s);
			forged += is_wanted(sender) ? 0 : c.failing;
			indirect += is_wanted(sender) && is_indirect(sender) ? c.failing : 0;
		}
	}
	decision->in_favour = copy_of(p, &decision->in_favour);
	decision->against = copy_of(p, &decision->against);
	add_count(p, &decision->in_favour, "Probably forged mail that quarantine only files",
	          forged, days);
	add_count(p, &decision->against, "Forwarded and mailing-list mail that reject would bounce",
	          indirect, days);
	decision->cost = a_day(p, "forwarded and mailing-list mail", indirect, days);
}
