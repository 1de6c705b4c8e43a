#include "base/share.h"
#include "gate/evidence_priv.h"

enum {
	LATELY = 14,      /* days */
	WEEK = 7,         /* days */
	DECIDE_DAYS = 28, /* strangers are looked at for so long, however short the window is */
	RARER_DAYS = 62,  /* two months: one of them shows a monthly stranger once … */
	RUN = 5,          /* … when it sends so much on a day: that is no stray message */
	GOOD_OF = 50,     /* a good day has at most one failure among so many */
};

static bool is_good(uint64_t failing, uint64_t messages)
{
	return failing * GOOD_OF <= messages;
}

static uint64_t without_dkim(const dr_tally *tally)
{
	return tally->spf_only + tally->none;
}

static void count_day(const dr_gate_evidence_view *view, const dr_tally *tally, dr_day day,
                      int64_t window, dr_stream_fact *f)
{
	if (day > view->until || tally->messages == 0) {
		return;
	}
	bool good = is_good(tally->none, tally->messages);
	bool dkim_good = is_good(without_dkim(tally), tally->messages);
	f->good_days = good ? f->good_days + 1 : 0;
	f->dkim_good_days = dkim_good ? f->dkim_good_days + 1 : 0;
	if (day > view->until - (dr_day)window) {
		f->messages += (int64_t)tally->messages;
		f->failing += (int64_t)tally->none;
		f->dkim_failing += (int64_t)without_dkim(tally);
	}
	if (day > view->until - LATELY) {
		f->failing_14 += (int64_t)tally->none;
		f->dkim_failing_14 += (int64_t)without_dkim(tally);
	}
}

/* Where an author domain stands: under p, sp or np, or under a record of its own. A name below
 * whose _dmarc leads to the domain's record finds that record as its own: p holds for it. */
typedef struct {
	dr_str scope;
	bool exists, own_record, shared;
} place;

const dr_dmarc_below_fact *dr_gate_evidence_find_below(const dr_dmarc_below_facts *list,
                                                       dr_str name)
{
	for (size_t i = 0; list != NULL && i < list->len; i++) {
		if (dr_str_eq_nocase(list->items[i].name, name)) {
			return &list->items[i];
		}
	}
	return NULL;
}

static place place_of(const dr_gate_evidence_view *view, dr_str domain)
{
	if (dr_str_eq_nocase(domain, view->traffic->domain)) {
		return (place){ DR_STR("p"), .exists = true };
	}
	const dr_dmarc_below_fact *below = dr_gate_evidence_find_below(view->below, domain);
	if (below != NULL && dr_is_known(below->shared_status) && below->shared) {
		return (place){ DR_STR("p"), .exists = true, .shared = true };
	}
	bool known = below != NULL && below->exists_status.state == DR_KNOWN;
	bool missing = known && !below->exists;
	return (place){
		.scope = missing ? DR_STR("np") : DR_STR("sp"),
		.exists = known && below->exists,
		.own_record = below != NULL && below->own_status.state == DR_KNOWN && below->own,
	};
}

/* A break is noticed late on busy days: an average would promise too little. */
static int64_t busiest_days(const dr_gate_evidence_view *view, const dr_stream_days *days,
                            int64_t window)
{
	uint64_t most = 0;
	dr_day from = view->until - (dr_day)window + 1;
	for (size_t i = 0; i < days->len; i++) {
		dr_day first = days->items[i].day;
		uint64_t sum = 0;
		for (size_t j = i; j < days->len && first >= from; j++) {
			bool within = days->items[j].day < first + DR_BUSIEST_DAYS &&
			              days->items[j].day <= view->until;
			sum += within ? days->items[j].direct.counted.messages : 0;
			if (!within) {
				break;
			}
		}
		most = sum > most ? sum : most;
	}
	return (int64_t)most;
}

/* Days that are not yet reported in full prove nothing good; what broke on them broke. */
static bool has_broken(const dr_gate_evidence_view *view, const dr_stream_days *days, dr_str volume)
{
	const dr_break_trigger trigger = { .volume = volume, .since = view->since };
	for (size_t i = 0; i < days->len; i++) {
		bool after = days->items[i].day > view->until && days->items[i].day <= view->today;
		dr_break ignored;
		if (after && dr_gate_evidence_is_broken(&trigger, days, i, &ignored)) {
			return true;
		}
	}
	return false;
}

dr_stream_fact dr_gate_evidence_measure(const dr_gate_evidence_view *view, const dr_sender *sender,
                                        const dr_mail_stream *stream,
                                        const dr_reports_fact *reports)
{
	int64_t window = reports->window;
	const dr_source_decision *decision = sender->decision;
	dr_cadence cadence = dr_gate_evidence_cadence(sender, stream);
	place at = place_of(view, stream->scope);
	dr_stream_fact f = {
		.name = sender->name,
		.domain = stream->scope,
		.scope = at.scope,
		.exists = at.exists,
		.own_record = at.own_record,
		.shared = at.shared,
		.owner = decision != NULL ? decision->owner : (dr_str){ 0 },
		.declared = decision != NULL,
		.seen = true,
		.silent = dr_gate_evidence_is_silent(view, sender, cadence, window),
		.paused = dr_gate_evidence_is_paused(view, stream, cadence, window),
		.verified = decision != NULL && dr_gate_evidence_is_verified(decision, view->today),
		.rare = cadence >= DR_CADENCE_WEEKLY,
		.rarer = cadence > DR_CADENCE_WEEKLY,
		.sender = sender,
		.mail = stream,
	};
	for (size_t i = 0; i < stream->days.len; i++) {
		const dr_stream_day *day = &stream->days.items[i];
		count_day(view, &day->direct.counted, day->day, window, &f);
	}
	uint64_t all = (uint64_t)f.messages;
	f.bound = dr_share_bound(all - (uint64_t)f.failing, all);
	f.dkim_bound = dr_share_bound(all - (uint64_t)f.dkim_failing, all);
	f.hit_a_day = (double)f.failing / (double)window;
	f.busiest = busiest_days(view, &stream->days, window);
	f.broke = has_broken(view, &stream->days, reports->volume);
	return f;
}

static bool was_seen(const dr_traffic *traffic, const dr_source_decision *decision)
{
	for (size_t i = 0; i < traffic->senders.len; i++) {
		if (traffic->senders.items[i]->decision == decision) {
			return true;
		}
	}
	return false;
}

dr_str dr_gate_evidence_name_of(const dr_source_decision *d)
{
	const dr_str names[] = { d->name, d->service, d->dkim, d->spf, d->rdns };
	for (size_t i = 0; i < DR_COUNT(names); i++) {
		if (names[i].len > 0) {
			return names[i];
		}
	}
	return DR_STR("a network");
}

/* Sources that somebody declared and that no report has shown yet. */
static void add_unseen(dr_arena *arena, const dr_gate_evidence_view *view, dr_gate_evidence *facts)
{
	for (size_t i = 0; view->own != NULL && i < view->own->sources.len; i++) {
		const dr_source_decision *d = &view->own->sources.items[i];
		if (d->is == DR_IS_OURS && !was_seen(view->traffic, d)) {
			dr_list_add(arena, &facts->streams,
			            (dr_stream_fact){ .name = dr_gate_evidence_name_of(d),
			                              .domain = view->traffic->domain,
			                              .scope = DR_STR("p"),
			                              .exists = true,
			                              .owner = d->owner,
			                              .declared = true,
			                              .rare = d->cadence >= DR_CADENCE_WEEKLY,
			                              .rarer = d->cadence > DR_CADENCE_WEEKLY,
			                              .verified = dr_gate_evidence_is_verified(
							      d, view->today) });
		}
	}
}

void dr_gate_evidence_add_streams(dr_arena *arena, const dr_gate_evidence_view *view,
                                  dr_gate_evidence *facts)
{
	for (size_t i = 0; i < view->traffic->senders.len; i++) {
		const dr_sender *sender = view->traffic->senders.items[i];
		for (size_t j = 0; dr_gate_evidence_is_ours(sender) && j < sender->streams.len;
		     j++) {
			const dr_mail_stream *stream = &sender->streams.items[j];
			if (stream->direct.counted.messages > 0) {
				dr_list_add(arena, &facts->streams,
				            dr_gate_evidence_measure(view, sender, stream,
				                                     &facts->reports));
			}
		}
	}
	add_unseen(arena, view, facts);
}

static bool is_telling(const dr_sender *sender)
{
	return sender->in_spf || sender->in_networks || sender->service != NULL ||
	       sender->signs_as_us;
}

/* Messages of a day and those before it, from `first` on. */
static int64_t messages_since(const dr_stream_days *days, size_t at, dr_day first)
{
	uint64_t sum = 0;
	for (size_t i = at + 1; i > 0 && days->items[i - 1].day >= first; i--) {
		sum += days->items[i - 1].direct.counted.messages;
	}
	return (int64_t)sum;
}

static dr_source_fact measure_source(const dr_gate_evidence_view *view, const dr_sender *sender,
                                     const dr_mail_stream *stream, const dr_reports_fact *reports)
{
	place at = place_of(view, stream->scope);
	dr_source_fact f = {
		.name = sender->name,
		.domain = stream->scope,
		.scope = at.scope,
		.exists = at.exists,
		.own_record = at.own_record,
		.shared = at.shared,
		.telling = is_telling(sender),
		.rarer = dr_gate_evidence_cadence(sender, stream) > DR_CADENCE_WEEKLY,
	};
	dr_day window = reports->window > DECIDE_DAYS ? (dr_day)reports->window : DECIDE_DAYS;
	dr_day reach = f.rarer && window < RARER_DAYS ? RARER_DAYS : window;
	int64_t within = 0;
	for (size_t i = 0; i < stream->days.len; i++) {
		const dr_stream_day *day = &stream->days.items[i];
		int64_t messages = (int64_t)day->direct.counted.messages;
		if (messages == 0 || day->day > view->today || day->day <= view->until - reach) {
			continue;
		}
		if (day->day <= view->until - window && messages < RUN) {
			continue;
		}
		int64_t week = messages_since(&stream->days, i, day->day - WEEK + 1);
		f.messages += messages;
		f.days++;
		f.week = week > f.week ? week : f.week;
		within += day->day > view->until - window ? messages : 0;
	}
	int64_t all = reports->messages + within;
	f.share = all > 0 ? (double)within / (double)all : 0.0;
	return f;
}

void dr_gate_evidence_add_sources(dr_arena *arena, const dr_gate_evidence_view *view,
                                  dr_gate_evidence *facts)
{
	for (size_t i = 0; i < view->traffic->senders.len; i++) {
		const dr_sender *sender = view->traffic->senders.items[i];
		for (size_t j = 0; sender->undecided && j < sender->streams.len; j++) {
			dr_source_fact fact = measure_source(
				view, sender, &sender->streams.items[j], &facts->reports);
			if (fact.messages > 0) {
				dr_list_add(arena, &facts->sources, fact);
			}
		}
	}
}
