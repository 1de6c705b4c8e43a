#include "plan_domain.h"
#include "store/evidence.h"
#include <check.h>

static const dr_str REPORTERS[REPORTERS_MAX] = {
	DR_STR_INIT("google.com"),
	DR_STR_INIT("Microsoft Corporation"),
	DR_STR_INIT("Yahoo"),
	DR_STR_INIT("mail.example.net"),
	DR_STR_INIT("post.example.org"),
	DR_STR_INIT("isp.example"),
};

dr_ipaddr plan_mail_address(const mail_stream *stream)
{
	dr_ipaddr address = { .family = DR_IPV4 };
	static const uint8_t OURS[] = { 192, 0, 2 }, THEIRS[] = { 198, 51, 100 };
	memcpy(address.octets, stream->inside ? OURS : THEIRS, sizeof(OURS));
	address.octets[3] = (uint8_t)(10 + stream->number);
	return address;
}

/* ---- making it up ---- */

static uint64_t random_messages(plan_domain *d)
{
	static const uint32_t UP_TO[] = { 3, 30, 30, 300, 8000 };
	return 1 + random_below(d, UP_TO[random_below(d, DR_COUNT(UP_TO))]);
}

static dr_str random_author(plan_domain *d)
{
	bool apex = dr_str_eq(d->domain, DR_STR("example.com"));
	if (!one_in(d, 3)) {
		return d->domain;
	}
	return apex ? dr_str_of(RANDOM_OF(d, "shop.example.com", "lab.example.com",
	                                  "web01.example.com", "web01.example.com"))
	            : DR_STR("a.news.example.com");
}

static mail_stream random_stream(plan_domain *d, unsigned number, bool tidy)
{
	mail_stream s = { .number = number, .from = random_author(d) };
	s.kind = tidy && !one_in(d, 6) ? MAIL_PASSES : (mail_kind)random_below(d, MAIL_KINDS);
	s.inside = s.kind < MAIL_FOREIGN && !(s.kind == MAIL_FAILS && one_in(d, 2));
	s.first = tidy ? d->reports.first : d->reports.first + (dr_day)random_below(d, 20);
	s.last = one_in(d, 6) ? d->reports.last - (dr_day)random_below(d, 30) : d->reports.last;
	if (one_in(d, 10)) { /* silent for long */
		s.last = d->reports.last - 20 - (dr_day)random_below(d, 100);
		s.last = s.last > s.first ? s.last : s.first;
	}
	s.broke = d->reports.last - 1 - (dr_day)random_below(d, 25);
	s.every = tidy || !one_in(d, 3) ? 1 : 2 + (int)random_below(d, 14);
	s.messages = random_messages(d);
	s.sampled = one_in(d, 4);
	if (s.kind == MAIL_FORGED) {
		s.last = s.first + (dr_day)random_below(d, 3);
	}
	return s;
}

void plan_mail_generate(plan_domain *d)
{
	mail_reports *r = &d->reports;
	bool tidy = d->ripe || one_in(d, 2);
	*r = (mail_reports){ .first = DR_NO_DAY, .last = DR_NO_DAY };
	if (one_in(d, 6)) {
		return;
	}
	r->last = d->as_of - (tidy ? 1 : 1 + (dr_day)random_below(d, 8));
	r->first = r->last - (tidy ? 60 : 2) - (dr_day)random_below(d, 60);
	r->first -= one_in(d, 16) ? 220 : 0;
	r->gap = tidy && !one_in(d, 4) ? 0 : (int)random_below(d, 8);
	r->gap = r->gap == 1 ? 0 : r->gap;
	r->reporters = tidy ? 5 + random_below(d, 2) : 1 + random_below(d, REPORTERS_MAX);
	r->vouched = tidy || !one_in(d, 8);
	r->turned = d->ripe || one_in(d, 3) ? r->first : d->as_of - (dr_day)random_below(d, 90);
	r->now = plan_policy_seen(d->arena, plan_domain_published(d));
	dr_str was = dr_str_of(RANDOM_OF(d, "p=none sp=none np=none", "p=none sp=reject np=none",
	                                 "p=quarantine sp=none np=none"));
	r->before = dr_str_eq(was, r->now) ? DR_STR("p=reject sp=none np=none") : was;
	size_t count = random_below(d, STREAMS_MAX);
	while (r->count < count) {
		r->streams[r->count] = random_stream(d, (unsigned)r->count, tidy);
		r->count++;
	}
}

/* ---- the truth ---- */

bool plan_mail_is_reported(const plan_domain *d, dr_day day)
{
	const mail_reports *r = &d->reports;
	return r->first != DR_NO_DAY && day >= r->first && day <= r->last &&
	       (r->gap == 0 || (day - r->first) % r->gap != 0);
}

static mail_count count_day(const plan_domain *d, const mail_stream *s, dr_day day)
{
	bool sends = day >= s->first && day <= s->last && (day - s->first) % s->every == 0;
	mail_count c = { 0, 0, 0 };
	if (!sends || !plan_mail_is_reported(d, day)) {
		return c;
	}
	c.messages = s->messages;
	switch (s->kind) {
	case MAIL_PASSES:
	case MAIL_FORWARDED:
	case MAIL_SPF_ONLY:
	case MAIL_KINDS: break;
	case MAIL_SOME_FAIL: c.failing = (s->messages + 9) / 10; break;
	case MAIL_STUMBLED: c.failing = day == s->broke ? (s->messages + 9) / 10 : 0; break;
	case MAIL_BROKE: c.failing = day >= s->broke ? s->messages : 0; break;
	case MAIL_FAILS:
	case MAIL_FOREIGN:
	case MAIL_FORGED: c.failing = s->messages; break;
	}
	c.without_dkim = s->kind == MAIL_SPF_ONLY ? c.messages : c.failing;
	return c;
}

mail_count plan_mail_count(const plan_domain *d, const mail_stream *stream, dr_day from,
                           dr_day until)
{
	mail_count sum = { 0, 0, 0 };
	for (dr_day day = from; day <= until; day++) {
		mail_count c = count_day(d, stream, day);
		sum.messages += c.messages;
		sum.failing += c.failing;
		sum.without_dkim += c.without_dkim;
	}
	return sum;
}

/* ---- as reports ---- */

typedef struct {
	dr_evidence evidence;
	const plan_domain *domain;
	dr_arena *arena;
	bool backwards;
} reported;

/* "pass s3.example.com s1": each stream has a key of its own. */
static dr_report_dkims signatures_of(const reported *r, const mail_stream *s, bool passes)
{
	dr_buf text;
	dr_buf_init(&text, r->arena);
	if (s->kind == MAIL_FOREIGN) {
		dr_buf_addf(&text, "pass vendor%u.example v1", s->number);
	} else if (passes && s->kind != MAIL_SPF_ONLY) {
		dr_buf_addf(&text, "pass s%u.%.*s s1", s->number, DR_FMT(s->from));
	}
	return dr_evidence_signatures_parse(r->arena, dr_buf_str(&text));
}

static dr_evidence_row row_of(const reported *r, const mail_stream *s, bool passes)
{
	bool elsewhere = s->kind == MAIL_FOREIGN || s->kind == MAIL_FORWARDED;
	dr_evidence_row row = { .domain = r->domain->domain,
		                .ip = plan_mail_address(s),
		                .header_from = s->from,
		                .signatures = signatures_of(r, s, passes),
		                .spf_scope = DR_SCOPE_MFROM,
		                .spf_domain = elsewhere ? DR_STR("vendor.example") : s->from,
		                .spf_result =
		                        passes || elsewhere ? DR_REPORTED_PASS : DR_REPORTED_FAIL,
		                .disposition = DR_DISPOSITION_NONE,
		                .vouched = r->domain->reports.vouched,
		                .records = 1 };
	bool dkim = passes && s->kind != MAIL_SPF_ONLY, spf = passes && !elsewhere;
	row.dkim = dkim ? DR_EVALUATED_PASS : DR_EVALUATED_FAIL;
	row.spf = spf ? DR_EVALUATED_PASS : DR_EVALUATED_FAIL;
	row.overrides = s->kind == MAIL_FORWARDED ? DR_OVERRIDE_FORWARDED
	                : s->sampled && !passes   ? DR_OVERRIDE_SAMPLED_OUT
	                                          : 0;
	row.reporters.items = (dr_str *)(uintptr_t)REPORTERS;
	row.reporters.len = r->domain->reports.reporters;
	return row;
}

typedef struct {
	dr_evidence_row_visit visit;
	void *visitor;
	dr_error *err;
} visiting;

static int give_stream(const reported *r, const mail_stream *s, const visiting *to)
{
	dr_evidence_row good = row_of(r, s, true), bad = row_of(r, s, false);
	dr_day days = s->last - s->first;
	int code = DR_OK;
	for (dr_day i = 0; i <= days && code == DR_OK; i++) {
		dr_day day = r->backwards ? s->last - i : s->first + i;
		mail_count c = count_day(r->domain, s, day);
		good.day = bad.day = day;
		good.messages = c.messages - c.failing;
		bad.messages = c.failing;
		if (good.messages > 0) {
			code = to->visit(to->visitor, &good, to->err);
		}
		if (bad.messages > 0 && code == DR_OK) {
			code = to->visit(to->visitor, &bad, to->err);
		}
	}
	return code;
}

static int give_rows(dr_evidence *self, const dr_evidence_query *query, dr_evidence_row_visit visit,
                     void *visitor, dr_error *err)
{
	const reported *r = (const reported *)(const void *)self;
	const mail_reports *reports = &r->domain->reports;
	const visiting to = { visit, visitor, err };
	(void)query;
	int code = DR_OK;
	for (size_t i = 0; i < reports->count && code == DR_OK; i++) {
		size_t at = r->backwards ? reports->count - 1 - i : i;
		code = give_stream(r, &reports->streams[at], &to);
	}
	return code;
}

static int give_reports(dr_evidence *self, const dr_evidence_query *query,
                        dr_evidence_report_visit visit, void *visitor, dr_error *err)
{
	const reported *r = (const reported *)(const void *)self;
	const mail_reports *reports = &r->domain->reports;
	(void)query;
	int code = DR_OK;
	for (dr_day day = reports->first; day <= reports->last && code == DR_OK; day++) {
		dr_evidence_report report = { .domain = r->domain->domain,
			                      .day = day,
			                      .policy = day < reports->turned ? reports->before
			                                                      : reports->now,
			                      .vouched = reports->vouched,
			                      .reports = 1,
			                      .records = 1 };
		bool given = plan_mail_is_reported(r->domain, day);
		for (size_t i = 0; given && i < reports->reporters && code == DR_OK; i++) {
			report.reporter = REPORTERS[i];
			code = visit(visitor, &report, err);
		}
	}
	return code;
}

static int give_no_oddities(dr_evidence *self, const dr_evidence_query *query,
                            dr_evidence_oddity_visit visit, void *visitor, dr_error *err)
{
	(void)self, (void)query, (void)visit, (void)visitor, (void)err;
	return DR_OK;
}

static int give_no_tls(dr_evidence *self, const dr_evidence_query *query,
                       dr_evidence_tls_visit visit, void *visitor, dr_error *err)
{
	(void)self, (void)query, (void)visit, (void)visitor, (void)err;
	return DR_OK;
}

static int give_no_names(dr_evidence *self, dr_evidence_name_visit visit, void *visitor,
                         dr_error *err)
{
	(void)self, (void)visit, (void)visitor, (void)err;
	return DR_OK;
}

dr_traffic *plan_mail_read(const plan_domain *d, dr_arena *arena, bool backwards)
{
	reported r = { .evidence = { .rows = give_rows,
		                     .reports = give_reports,
		                     .oddities = give_no_oddities,
		                     .tls = give_no_tls,
		                     .names = give_no_names },
		       .domain = d,
		       .arena = arena,
		       .backwards = backwards };
	const dr_traffic_input input = { .query = { d->domain, DR_NO_DAY, DR_NO_DAY },
		                         .config = plan_domain_own(d) };
	dr_traffic *traffic = NULL;
	dr_error err = { 0 };
	if (d->reports.first == DR_NO_DAY) {
		return NULL;
	}
	ck_assert_int_eq(dr_traffic_read(arena, &r.evidence, &input, &traffic, &err), DR_OK);
	return traffic;
}
