#include "gate/evidence.h"

static const char *const VOLUMES[] = { "small", "medium", "large", NULL };
static const char *const SCOPES[] = { "p", "sp", "np", NULL };

static const dr_field REPORTS_FIELDS[] = {
	DR_PLAIN(dr_reports_fact, volume,
	         "legitimate messages a month: below 1 000, up to 100 000, "
	         "above",
	         DR_CHOICES(VOLUMES)),
	DR_PLAIN(dr_reports_fact, messages, "messages of streams in 30 days"),
	DR_PLAIN(dr_reports_fact, window, "days that gates look at"),
	DR_PLAIN(dr_reports_fact, days, "days of the window with reports"),
	DR_PLAIN(dr_reports_fact, organisations, "organisations that reported in the window"),
	DR_PLAIN(dr_reports_fact, large, "of Google, Microsoft, Yahoo"),
	DR_PLAIN(dr_reports_fact, silent, "usual reporters that were silent for 3 days"),
	DR_PLAIN(dr_reports_fact, below_only, "streams are of names below the domain, none of it"),
	DR_PLAIN(dr_reports_fact, month_end, "a month ended in the last 31 days, with evidence"),
	DR_PLAIN(dr_reports_fact, quarter_end, "a quarter ended since evidence began"),
	DR_PLAIN(dr_reports_fact, month_end_in,
	         "days until gates can have seen a month end at the earliest"),
	DR_PLAIN(dr_reports_fact, quarter_end_in, "the same of a quarter end"),
	DR_PLAIN(dr_reports_fact, verified,
	         "every declared source was checked in the last 30 days"),
	DR_PLAIN(dr_reports_fact, since_step,
	         "full report days beyond TTL and 48 h after the step"),
};
DR_SCHEMA(DR_REPORTS_FACT_SCHEMA, "reports", dr_reports_fact, REPORTS_FIELDS,
          "what aggregate reports cover");

static const dr_field STREAM_FIELDS[] = {
	DR_PLAIN(dr_stream_fact, name, "of the source"),
	DR_PLAIN(dr_stream_fact, domain, "in From"),
	DR_PLAIN(dr_stream_fact, scope,
	         "p: the domain itself, or a name below that shares its record; sp: below it, np: "
	         "not in DNS",
	         DR_CHOICES(SCOPES)),
	DR_PLAIN(dr_stream_fact, exists, "the domain in From is certainly in DNS"),
	DR_PLAIN(dr_stream_fact, own_record, "it is below and has a DMARC record of its own"),
	DR_PLAIN(dr_stream_fact, shared,
	         "it is below, and its _dmarc is a CNAME to the domain's record"),
	DR_PLAIN(dr_stream_fact, owner, "who answers for it"),
	DR_PLAIN(dr_stream_fact, declared, "somebody said that it is ours"),
	DR_PLAIN(dr_stream_fact, seen, "it was reported"),
	DR_PLAIN(dr_stream_fact, silent, "the source is silent for longer than its kind is"),
	DR_PLAIN(dr_stream_fact, paused,
	         "it is silent as this domain, and may go on as another one"),
	DR_PLAIN(dr_stream_fact, verified, "a message of it was checked in the last 30 days"),
	DR_PLAIN(dr_stream_fact, rare, "it sends weekly or rarer"),
	DR_PLAIN(dr_stream_fact, rarer, "it sends rarer than weekly"),
	DR_PLAIN(dr_stream_fact, messages, "direct messages in the window"),
	DR_PLAIN(dr_stream_fact, failing, "of them not aligned at all"),
	DR_PLAIN(dr_stream_fact, bound, "one-sided 95 % lower bound of the aligned share"),
	DR_PLAIN(dr_stream_fact, dkim_failing, "not aligned by DKIM"),
	DR_PLAIN(dr_stream_fact, dkim_bound, "the bound for DKIM alone"),
	DR_PLAIN(dr_stream_fact, failing_14, "failing in the last 14 days"),
	DR_PLAIN(dr_stream_fact, dkim_failing_14, "not aligned by DKIM in the last 14 days"),
	DR_PLAIN(dr_stream_fact, good_days, "good days in a row"),
	DR_PLAIN(dr_stream_fact, dkim_good_days, "the same for DKIM alone"),
	DR_PLAIN(dr_stream_fact, busiest, "messages of its three busiest days in a row"),
	DR_PLAIN(dr_stream_fact, hit_a_day, "failing messages a day"),
	DR_PLAIN(dr_stream_fact, broke,
	         "in the days that are not yet reported in full it broke as for a way back"),
};
DR_SCHEMA(DR_STREAM_FACT_SCHEMA, "stream", dr_stream_fact, STREAM_FIELDS,
          "a source that is ours, within one author domain");

static const dr_field SOURCE_FIELDS[] = {
	DR_PLAIN(dr_source_fact, name, "of the source"),
	DR_PLAIN(dr_source_fact, domain, "in From"),
	DR_PLAIN(dr_source_fact, scope, "p, sp or np", DR_CHOICES(SCOPES)),
	DR_PLAIN(dr_source_fact, exists, "the domain in From is certainly in DNS"),
	DR_PLAIN(dr_source_fact, own_record, "it is below and has a DMARC record of its own"),
	DR_PLAIN(dr_source_fact, shared,
	         "it is below, and its _dmarc is a CNAME to the domain's record"),
	DR_PLAIN(dr_source_fact, rarer, "it sends rarer than weekly"),
	DR_PLAIN(dr_source_fact, messages,
	         "in the window, or in 62 days when it is rarer than weekly, and up to today"),
	DR_PLAIN(dr_source_fact, days, "with messages, of the same"),
	DR_PLAIN(dr_source_fact, week, "messages of its busiest 7 days"),
	DR_PLAIN(dr_source_fact, share, "of all messages"),
	DR_PLAIN(dr_source_fact, telling, "in our SPF or networks, a service, or it signs as us"),
};
DR_SCHEMA(DR_SOURCE_FACT_SCHEMA, "source", dr_source_fact, SOURCE_FIELDS,
          "a source that nobody decided about");
