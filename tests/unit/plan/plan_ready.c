#include "plan_ready.h"
#include "plan_policy.h"

/* ---- flaws ---- */

static mail_stream *add_stream(plan_domain *d, mail_kind kind, uint64_t messages)
{
	mail_reports *r = &d->reports;
	mail_stream *s = &r->streams[r->count];
	*s = (mail_stream){ .kind = kind,
		            .from = d->domain,
		            .number = (unsigned)r->count,
		            .first = r->first,
		            .last = r->last,
		            .broke = DR_NO_DAY,
		            .every = 1,
		            .messages = messages,
		            .inside = kind < MAIL_FOREIGN };
	r->count++;
	return s;
}

static dr_domain_config *own_of(plan_domain *d)
{
	return &d->config.domains.items[0];
}

/* The day of the plan in another month, all reports with it. */
static void move_to(plan_domain *d, int months_more, int day)
{
	dr_date at = dr_day_date(d->as_of);
	int month = at.month - 1 + months_more;
	plan_domain_move(d, dr_day_of(at.year + month / 12, month % 12 + 1, day) - d->as_of);
}

static void begin_reports(plan_domain *d, dr_day first)
{
	d->reports.first = d->reports.turned = first;
	for (size_t i = 0; i < d->reports.count; i++) {
		d->reports.streams[i].first = first;
	}
}

static void nothing(plan_domain *d)
{
	(void)d;
}

static void some_fail(plan_domain *d)
{
	add_stream(d, MAIL_SOME_FAIL, 50)->sampled = one_in(d, 2);
}

static void spf_only(plan_domain *d)
{
	add_stream(d, MAIL_SPF_ONLY, 50);
}

static void broke_yesterday(plan_domain *d)
{
	add_stream(d, MAIL_BROKE, 20)->broke = d->as_of - 1;
}

/* One message in ten fails on a single day, `good` days that count before the newest. */
static void stumbled(plan_domain *d, int good)
{
	mail_stream *s = add_stream(d, MAIL_STUMBLED, 200);
	s->broke = d->as_of - REPORT_LAG - good;
}

static void stumbled_5_days_ago(plan_domain *d)
{
	stumbled(d, 5);
}

static void stumbled_8_days_ago(plan_domain *d)
{
	stumbled(d, 8);
}

static void stumbled_9_days_ago(plan_domain *d)
{
	stumbled(d, 9);
}

static void stumbled_16_days_ago(plan_domain *d)
{
	stumbled(d, 16);
}

static void undecided(plan_domain *d)
{
	add_stream(d, MAIL_FOREIGN, 20);
}

static void undecided_since_yesterday(plan_domain *d)
{
	d->reports.streams[0].messages = 10;
	add_stream(d, MAIL_FOREIGN, 10)->first = d->as_of - 2;
}

static void undecided_once(plan_domain *d)
{
	mail_stream *s = add_stream(d, MAIL_FOREIGN, 1);
	s->first = s->last = d->as_of - 20;
}

/* 12 days of reports today, and fewer on the two report days before; a month end is among them. */
static void few_days(plan_domain *d)
{
	d->reports.streams[0].messages = 10;
	move_to(d, 0, 8);
	begin_reports(d, d->as_of - REPORT_LAG - 11);
}

static void enough_days(plan_domain *d)
{
	d->reports.streams[0].messages = 10;
	move_to(d, 0, 8);
	begin_reports(d, d->as_of - REPORT_LAG - 17);
}

static void no_month_end(plan_domain *d)
{
	d->reports.streams[0].messages = 10;
	move_to(d, 0, 26);
	begin_reports(d, d->as_of - 23);
}

static void no_quarter_end(plan_domain *d)
{
	d->reports.streams[0].messages = 5000;
	move_to(d, 2 - (dr_day_date(d->as_of).month - 1) % 3, 20);
	dr_date at = dr_day_date(d->as_of);
	begin_reports(d, dr_day_of(at.year, at.month - 2, 1));
}

static void one_reporter(plan_domain *d)
{
	d->reports.streams[0].messages = 10;
	d->reports.reporters = 1;
}

static void say_volume(plan_domain *d, int64_t a_month, size_t reporters)
{
	d->reports.streams[0].messages = 10;
	d->reports.reporters = reporters;
	own_of(d)->outbound_per_month = a_month;
}

static void small_with_two_reporters(plan_domain *d)
{
	say_volume(d, 999, 2);
}

static void medium_with_two_reporters(plan_domain *d)
{
	say_volume(d, 1000, 2);
}

static void medium_with_four_reporters(plan_domain *d)
{
	say_volume(d, 100000, 4);
}

static void large_with_four_reporters(plan_domain *d)
{
	say_volume(d, 100001, 4);
}

static void nobody_vouches(plan_domain *d)
{
	d->reports.vouched = false;
}

static void declare(plan_domain *d, dr_day verified)
{
	const dr_source_decision payroll = { .dkim = DR_STR("payroll.example"),
		                             .is = DR_IS_OURS,
		                             .verified = verified };
	dr_list_add(d->arena, &own_of(d)->sources, payroll);
}

static void declared_and_never_seen(plan_domain *d)
{
	declare(d, DR_NO_DAY);
}

static void verified_31_days_ago(plan_domain *d)
{
	declare(d, d->as_of - 31);
}

static void verified_30_days_ago(plan_domain *d)
{
	declare(d, d->as_of - 30);
}

/* A declared source that sent nothing in so many days that count. */
static void fall_silent(plan_domain *d, dr_cadence cadence, int days)
{
	mail_stream *s = add_stream(d, MAIL_PASSES, 20);
	s->last = d->as_of - REPORT_LAG - days;
	const dr_source_decision decision = { .network = { plan_mail_address(s), 32 },
		                              .is = DR_IS_OURS,
		                              .cadence = cadence,
		                              .verified = DR_NO_DAY };
	dr_list_add(d->arena, &own_of(d)->sources, decision);
	s->decision = &own_of(d)->sources.items[0];
}

static void monthly_62_days_ago(plan_domain *d)
{
	fall_silent(d, DR_CADENCE_MONTHLY, 62);
}

static void monthly_63_days_ago(plan_domain *d)
{
	fall_silent(d, DR_CADENCE_MONTHLY, 63);
}

static void quarterly_90_days_ago(plan_domain *d)
{
	fall_silent(d, DR_CADENCE_QUARTERLY, 90);
}

/* A step is settled 3 days and a TTL of 3 after it, 7 report days later; on each of three. */
static void settle(plan_domain *d, int days)
{
	if (policy_asked(plan_domain_published(d), ROLE_P) == 0) {
		return;
	}
	d->ttl = 3 * 86400;
	d->since = d->reports.turned = d->as_of - days;
	d->reports.before = DR_STR("p=none sp=none np=none");
}

static void settling(plan_domain *d)
{
	settle(d, 16);
}

static void settled(plan_domain *d)
{
	settle(d, 17);
}

static void approve(plan_domain *d, dr_day on)
{
	static const char *const PHASES[] = { "quarantine", "reject" };
	own_of(d)->wants_approval = true;
	for (size_t i = 0; i < DR_COUNT(PHASES); i++) {
		dr_list_add(d->arena, &own_of(d)->approve,
		            ((dr_approval){ dr_str_of(PHASES[i]), DR_STR("B. Oss"), on }));
	}
}

static void approved_tomorrow(plan_domain *d)
{
	approve(d, d->as_of + 1);
}

static void approved_today(plan_domain *d)
{
	approve(d, d->as_of);
}

static void undecided_target(plan_domain *d)
{
	own_of(d)->target = (dr_str){ 0 };
}

static void decided_by_nobody(plan_domain *d)
{
	own_of(d)->decided_by = (dr_str){ 0 };
}

static void decided_for_no_reason(plan_domain *d)
{
	own_of(d)->reason = (dr_str){ 0 };
}

enum { FILE_IT = 1, REFUSE_IT = 2, BOTH = FILE_IT | REFUSE_IT };

/* What keeps which step away; the ones that nobody knows about may be accepted. */
static const struct {
	void (*make)(plan_domain *d);
	unsigned keeps;
	bool closable;
} FLAWS[] = {
	{ nothing, 0, false },
	{ some_fail, BOTH, false },
	{ spf_only, REFUSE_IT, false },
	{ broke_yesterday, BOTH, false },
	{ stumbled_5_days_ago, BOTH, false },
	{ stumbled_8_days_ago, BOTH, false },
	{ stumbled_9_days_ago, REFUSE_IT, false },
	{ stumbled_16_days_ago, 0, false },
	{ undecided, BOTH, false },
	{ undecided_since_yesterday, BOTH, false },
	{ undecided_once, 0, false },
	{ few_days, BOTH, true },
	{ enough_days, 0, false },
	{ no_month_end, BOTH, true },
	{ no_quarter_end, REFUSE_IT, true },
	{ one_reporter, BOTH, true },
	{ small_with_two_reporters, 0, false },
	{ medium_with_two_reporters, BOTH, true },
	{ medium_with_four_reporters, 0, false },
	{ large_with_four_reporters, BOTH, true },
	{ nobody_vouches, BOTH, true },
	{ declared_and_never_seen, BOTH, true },
	{ verified_31_days_ago, BOTH, true },
	{ verified_30_days_ago, 0, false },
	{ monthly_62_days_ago, 0, false },
	{ monthly_63_days_ago, BOTH, true },
	{ quarterly_90_days_ago, 0, false },
	{ settling, REFUSE_IT, true },
	{ settled, 0, false },
	{ approved_tomorrow, BOTH, false },
	{ approved_today, 0, false },
	{ undecided_target, REFUSE_IT, false },
	{ decided_by_nobody, REFUSE_IT, false },
	{ decided_for_no_reason, REFUSE_IT, false },
};

/* ---- ready ---- */

static void send_mail(plan_domain *d)
{
	static const uint64_t MESSAGES[] = { 10, 100, 5000 };
	d->reports = (mail_reports){ .first = d->as_of - 100,
		                     .last = d->as_of - 1,
		                     .reporters = REPORTERS_MAX,
		                     .vouched = true,
		                     .turned = d->as_of - 100,
		                     .before = DR_STR("p=reject sp=reject np=reject"),
		                     .now = plan_policy_seen(d->arena, plan_domain_published(d)) };
	add_stream(d, MAIL_PASSES, MESSAGES[random_below(d, DR_COUNT(MESSAGES))]);
}

static void let_people_agree(plan_domain *d)
{
	const dr_domain_config own = { .domain = d->domain,
		                       .since = DR_NO_DAY,
		                       .by = DR_NO_DAY,
		                       .outbound_per_month = -1,
		                       .target = DR_STR("reject"),
		                       .decided_by = DR_STR("B. Oss"),
		                       .reason = DR_STR("asked for") };
	d->config.weekdays = DR_EVERY_WEEKDAY;
	dr_list_add(d->arena, &d->config.domains, own);
}

/* All gates that anybody may accept, until today, or yesterday. */
static void accept_gates(plan_domain *d, dr_day until)
{
	static const char *const GATES[] = { "PL001", "PL002", "PL003", "PL004", "PL005",
		                             "PL006", "PL008", "PL009", "PL010" };
	for (size_t i = 0; i < DR_COUNT(GATES); i++) {
		const dr_acceptance a = { .gate = dr_str_of(GATES[i]),
			                  .by = DR_STR("A. Nother"),
			                  .reason = DR_STR("known"),
			                  .until = until };
		dr_list_add(d->arena, &own_of(d)->accept, a);
	}
}

void plan_ready_generate(plan_domain *d)
{
	d->playbook = random_below(d, 3);
	bool files = d->playbook == 2 || one_in(d, 2);
	d->pace = "small";
	d->rua = "";
	d->by = DR_NO_DAY;
	d->mail = RANDOM_OF(d, "", "people", "mixed");
	d->domain = DR_STR("example.com");
	d->sends = d->keys = true;
	if (one_in(d, 16)) {
		plan_domain_lead(d, plan_domain_place(d, d->domain), DR_STR("policy.example.com"));
	}
	plan_domain_publish(
		d, files ? DR_STR("v=DMARC1; p=none; rua=mailto:d@mail.example.com")
			 : DR_STR("v=DMARC1; p=quarantine; rua=mailto:d@mail.example.com"));
	send_mail(d);
	let_people_agree(d);
	d->flaw = random_below(d, DR_COUNT(FLAWS));
	FLAWS[d->flaw].make(d);
	uint32_t accepts = random_below(d, 3);
	if (accepts > 0) {
		accept_gates(d, accepts == 1 ? d->as_of : d->as_of - 1);
	}
	bool kept = (FLAWS[d->flaw].keeps & (files ? FILE_IT : REFUSE_IT)) != 0;
	bool closed = FLAWS[d->flaw].closable && accepts == 1;
	d->readiness = kept && !closed ? PLAN_FLAWED : PLAN_READY;
}
