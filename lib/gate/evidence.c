#include "gate/evidence.h"
#include "gate/evidence_priv.h"

enum {
	MONTH = 30,
	LONGEST_MONTH = 31,
	WINDOW_SMALL = 28,
	WINDOW_MEDIUM = 35,
	WINDOW_LARGE = 42,
	WINDOW_VERIFIED = 14,
	VERIFIED_DAYS = 30, /* a checked message is a proof for so long */
	SILENT_DAYS = 3,
	USUAL_PERCENT = 80, /* of the days: such a reporter is a usual one */
	DAY_SECONDS = 86400,
	REPORT_LAG = 2, /* days */
	SEEN_AFTER = 5, /* days: the last three report days, each 48 hours old, are then over */
	ENOUGH = 100,   /* organisations */
	NOON_SECONDS = DAY_SECONDS / 2, /* when steps are taken, more or less */
};

bool dr_gate_evidence_is_ours(const dr_sender *sender)
{
	return sender->ours && sender->path == DR_PATH_DIRECT;
}

static uint64_t month_messages(const dr_gate_evidence_view *view)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < view->traffic->senders.len; i++) {
		const dr_sender *sender = view->traffic->senders.items[i];
		for (size_t j = 0; dr_gate_evidence_is_ours(sender) && j < sender->streams.len;
		     j++) {
			const dr_stream_days *days = &sender->streams.items[j].days;
			for (size_t d = 0; d < days->len; d++) {
				bool within = days->items[d].day > view->until - MONTH &&
				              days->items[d].day <= view->until;
				sum += within ? days->items[d].direct.counted.messages : 0;
			}
		}
	}
	return sum;
}

static const char *volume_of(uint64_t messages)
{
	return messages < 1000 ? "small" : messages <= 100000 ? "medium" : "large";
}

bool dr_gate_evidence_is_verified(const dr_source_decision *decision, dr_day as_of)
{
	return decision->verified != DR_NO_DAY && decision->verified <= as_of &&
	       decision->verified >= as_of - VERIFIED_DAYS;
}

bool dr_gate_evidence_all_verified(const dr_domain_config *own, dr_day as_of)
{
	size_t declared = 0, verified = 0;
	for (size_t i = 0; own != NULL && i < own->sources.len; i++) {
		const dr_source_decision *d = &own->sources.items[i];
		declared += d->is == DR_IS_OURS;
		verified += d->is == DR_IS_OURS && dr_gate_evidence_is_verified(d, as_of);
	}
	return declared > 0 && declared == verified;
}

static int64_t window_of(const dr_reports_fact *f)
{
	if (dr_str_eq(f->volume, DR_STR("large"))) {
		return WINDOW_LARGE;
	}
	if (dr_str_eq(f->volume, DR_STR("medium"))) {
		return WINDOW_MEDIUM;
	}
	return f->verified ? WINDOW_VERIFIED : WINDOW_SMALL;
}

/* Google, Microsoft, Yahoo, by the names that they give in reports: bits. */
static unsigned large_of(dr_str name)
{
	static const struct {
		dr_str begins;
		unsigned bit;
	} LARGE[] = {
		{ DR_STR_INIT("google"), 1 },  { DR_STR_INIT("microsoft"), 2 },
		{ DR_STR_INIT("outlook"), 2 }, { DR_STR_INIT("enterprise outlook"), 2 },
		{ DR_STR_INIT("yahoo"), 4 },
	};
	for (size_t i = 0; i < DR_COUNT(LARGE); i++) {
		if (dr_str_starts_nocase(name, LARGE[i].begins)) {
			return LARGE[i].bit;
		}
	}
	return 0;
}

static int64_t count_bits(unsigned bits)
{
	int64_t count = 0;
	for (; bits != 0; bits &= bits - 1) {
		count++;
	}
	return count;
}

/* Adds a reporter; its bit when it is one of the large ones. */
static unsigned count_reporter(const dr_reporter *reporter, dr_day from, dr_day until,
                               dr_reports_fact *f)
{
	int64_t days = 0;
	dr_day last = DR_NO_DAY;
	for (size_t i = 0; i < reporter->days.len; i++) {
		dr_day day = reporter->days.items[i];
		if (day >= from && day <= until) {
			days++;
			last = day;
		}
	}
	if (days == 0) {
		return 0;
	}
	f->organisations++;
	f->silent += last <= until - SILENT_DAYS && days * 100 >= f->window * USUAL_PERCENT;
	return large_of(reporter->name);
}

static bool ends_quarter(dr_day day)
{
	dr_date next = dr_day_date(day + 1);
	return next.day == 1 && (next.month - 1) % 3 == 0;
}

static bool ends_month(dr_day day)
{
	return dr_day_date(day + 1).day == 1;
}

/* Days from today until gates have seen the first such day since `from`, when reports go on coming
 * day by day. */
static int64_t days_until(dr_day from, bool (*ends)(dr_day), dr_day today)
{
	dr_day day = from;
	while (!ends(day)) {
		day++;
	}
	dr_day seen = day + SEEN_AFTER;
	return seen > today ? seen - today : 0;
}

static void tell_ends(dr_reports_fact *f, dr_day first, dr_day until, dr_day today)
{
	dr_day recent = until - LONGEST_MONTH + 1;
	f->month_end_in = days_until(first > recent ? first : recent, ends_month, today);
	f->quarter_end_in = days_until(first, ends_quarter, today);
}

/* What the owner says of the volume counts before the first report is in. */
static dr_str volume_at_least(const dr_domain_config *own, int64_t messages)
{
	int64_t said = own != NULL ? own->outbound_per_month : -1;
	return dr_str_of(volume_of((uint64_t)(said > messages ? said : messages)));
}

int64_t dr_gate_evidence_ttl_days(int64_t ttl)
{
	return (ttl + NOON_SECONDS) / DAY_SECONDS;
}

dr_reports_fact dr_gate_evidence_at_best(const dr_domain_config *own, dr_day first, dr_day today,
                                         dr_stream_fact *ret_stream)
{
	dr_reports_fact best = {
		.volume = volume_at_least(own, 0),
		.verified = dr_gate_evidence_all_verified(own, today),
		.organisations = ENOUGH,
		.large = ENOUGH,
	};
	dr_day until = today - REPORT_LAG - 1;
	int64_t days = until - first + 1;
	best.window = window_of(&best);
	best.days = days < best.window ? days : best.window;
	best.since_step = days > REPORT_LAG ? days - REPORT_LAG : 0;
	tell_ends(&best, first, until, today);
	*ret_stream = (dr_stream_fact){
		.verified = best.verified, .seen = true, .good_days = days, .dkim_good_days = days
	};
	return best;
}

static void count_days(const dr_gate_evidence_view *view, dr_day from, dr_reports_fact *f)
{
	dr_day settled = DR_NO_DAY;
	if (view->since != DR_NO_DAY) {
		settled =
			view->since + REPORT_LAG + 1 + (dr_day)dr_gate_evidence_ttl_days(view->ttl);
	}
	for (size_t i = 0; i < view->traffic->days.len; i++) {
		const dr_report_day *d = &view->traffic->days.items[i];
		if (d->day > view->until || d->counted_reporters == 0) {
			continue;
		}
		f->days += d->day >= from;
		f->since_step += settled != DR_NO_DAY && d->day >= settled;
	}
	for (dr_day day = view->traffic->first; day != DR_NO_DAY && day <= view->until; day++) {
		bool lately = day > view->until - LONGEST_MONTH;
		f->month_end = f->month_end || (lately && ends_month(day));
		f->quarter_end = f->quarter_end || ends_quarter(day);
	}
	dr_day first = view->traffic->first != DR_NO_DAY ? view->traffic->first : view->today;
	tell_ends(f, first, view->until, view->today);
}

static void make_reports(const dr_gate_evidence_view *view, dr_reports_fact *f)
{
	f->messages = (int64_t)month_messages(view);
	f->volume = volume_at_least(view->own, f->messages);
	f->verified = dr_gate_evidence_all_verified(view->own, view->today);
	f->window = window_of(f);
	dr_day from = view->until - (dr_day)f->window + 1;
	unsigned large = 0;
	for (size_t i = 0; i < view->traffic->reporters.len; i++) {
		large |= count_reporter(&view->traffic->reporters.items[i], from, view->until, f);
	}
	f->large = count_bits(large);
	count_days(view, from, f);
}

static bool are_below(const dr_stream_facts *streams)
{
	bool own = false;
	for (size_t i = 0; i < streams->len; i++) {
		own = own || dr_str_eq(streams->items[i].scope, DR_STR("p"));
	}
	return streams->len > 0 && !own;
}

void dr_gate_evidence_make(dr_arena *arena, const dr_gate_evidence_view *view,
                           dr_gate_evidence *ret_facts)
{
	dr_gate_evidence facts = { .until = view->until, .view = *view };
	make_reports(view, &facts.reports);
	dr_gate_evidence_add_streams(arena, view, &facts);
	facts.reports.below_only = are_below(&facts.streams);
	dr_gate_evidence_add_sources(arena, view, &facts);
	*ret_facts = facts;
}
