#include "report_text.h"
#include "report/words.h"
#include <inttypes.h>
#include <stdlib.h>

typedef struct {
	dr_buf rows; /* of the report that is being read */
	dr_buf out;
} recorder;

static dr_str shown(dr_str text)
{
	return text.len > 0 ? text : DR_STR("-");
}

static void add_more(dr_buf *out, const char *key, dr_str value)
{
	if (value.len > 0) {
		dr_buf_addf(out, " %s=%.*s", key, DR_FMT(value));
	}
}

static void add_signatures(dr_buf *out, const dr_report_dkims *list)
{
	for (size_t i = 0; i < list->len; i++) {
		const dr_report_dkim *one = &list->items[i];
		dr_str result = dr_report_word_of(&DR_REPORTED_WORDS, one->result);
		dr_buf_addf(out, "; %.*s %.*s %.*s", DR_FMT(result), DR_FMT(shown(one->domain)),
		            DR_FMT(shown(one->selector)));
	}
}

static void add_overrides(dr_buf *out, unsigned overrides)
{
	const char *before = " over=";
	for (unsigned i = 0; i < DR_OVERRIDE_BITS; i++) {
		if ((overrides >> i & 1u) != 0) {
			dr_str word = dr_report_word_of(&DR_OVERRIDE_WORDS, i);
			dr_buf_addf(out, "%s%.*s", before, DR_FMT(word));
			before = ",";
		}
	}
}

static int take_record(void *self, const dr_aggregate *so_far, const dr_aggregate_record *r,
                       dr_error *err)
{
	(void)so_far;
	(void)err;
	dr_buf *out = &((recorder *)self)->rows;
	dr_str disposition = dr_report_word_of(&DR_DISPOSITION_WORDS, r->disposition);
	dr_str dkim = dr_report_word_of(&DR_EVALUATED_WORDS, r->dkim);
	dr_str spf = dr_report_word_of(&DR_EVALUATED_WORDS, r->spf);
	dr_buf_add(out, DR_STR("row "));
	if (r->source_ip.family == DR_IP_NONE) {
		dr_buf_add_char(out, '-');
	} else {
		dr_ipaddr_write(r->source_ip, out);
	}
	dr_buf_addf(out, " %" PRIu32 " %.*s dkim=%.*s spf=%.*s from=%.*s", r->messages,
	            DR_FMT(disposition), DR_FMT(dkim), DR_FMT(spf), DR_FMT(shown(r->header_from)));
	add_more(out, "mfrom", r->envelope_from);
	add_more(out, "to", r->envelope_to);
	add_overrides(out, r->overrides);
	add_more(out, "comment", r->comment);
	add_signatures(out, &r->signatures);
	if (r->spf_result != DR_REPORTED_UNKNOWN || r->spf_domain.len > 0) {
		dr_str result = dr_report_word_of(&DR_REPORTED_WORDS, r->spf_result);
		dr_str scope = dr_report_word_of(&DR_SCOPE_WORDS, r->spf_scope);
		dr_buf_addf(out, "; spf %.*s %.*s %.*s", DR_FMT(result),
		            DR_FMT(shown(r->spf_domain)),
		            DR_FMT(r->spf_scope != DR_SCOPE_UNKNOWN ? scope : DR_STR("-")));
	}
	dr_buf_add_char(out, '\n');
	return DR_OK;
}

static void add_issues(dr_buf *out, const dr_report_issues *issues)
{
	bool broken = false;
	for (size_t i = 0; i < issues->len; i++) {
		const dr_report_issue *one = &issues->items[i];
		if (broken && one->code == DR_REPORT_XML_BROKEN) {
			continue;
		}
		broken = broken || one->code == DR_REPORT_XML_BROKEN;
		dr_buf_addf(out, "issue %s", dr_report_issue_name(one->code));
		if (one->code != DR_REPORT_XML_BROKEN && one->code != DR_REPORT_XML_DECLARATION) {
			dr_buf_addf(out, " %.*s", DR_FMT(one->subject));
		}
		dr_buf_add_char(out, '\n');
	}
}

static void add_policy(dr_buf *out, const dr_report_policy *p)
{
	dr_buf_add(out, DR_STR("policy"));
	add_more(out, "p", p->p);
	add_more(out, "sp", p->sp);
	add_more(out, "np", p->np);
	add_more(out, "adkim", p->adkim);
	add_more(out, "aspf", p->aspf);
	add_more(out, "pct", p->pct);
	add_more(out, "fo", p->fo);
	add_more(out, "t", p->testing);
	add_more(out, "discovery", p->discovery_method);
	dr_buf_add_char(out, '\n');
}

static int take_aggregate(void *self, const dr_aggregate *r, dr_error *err)
{
	(void)err;
	recorder *to = self;
	dr_buf *out = &to->out;
	dr_buf_addf(out, "report %.*s %.*s %.*s %" PRId64 " %" PRId64 " %s\n",
	            DR_FMT(shown(r->org_name)), DR_FMT(shown(r->report_id)),
	            DR_FMT(r->policy.domain), r->begin, r->end, r->newer ? "rfc9990" : "rfc7489");
	for (size_t i = 0; i < r->errors.len; i++) {
		dr_buf_addf(out, "error %.*s\n", DR_FMT(r->errors.items[i]));
	}
	add_policy(out, &r->policy);
	dr_buf_add(out, dr_buf_str(&to->rows));
	to->rows.len = 0;
	add_issues(out, &r->issues);
	return DR_OK;
}

static void take_back(void *self)
{
	recorder *to = self;
	if (to->rows.len > 0) {
		dr_buf_add(&to->out, DR_STR("dropped\n"));
	}
	to->rows.len = 0;
}

static int take_failure(void *self, const dr_failure *r, dr_error *err)
{
	(void)err;
	dr_buf *out = &((recorder *)self)->out;
	const struct {
		const char *key;
		dr_str value;
	} texts[] = {
		{ "reporter", r->reporter },
		{ "failure", r->auth_failure },
		{ "domain", r->reported_domain },
		{ "from", r->from_domain },
		{ "mfrom", r->mail_from },
		{ "alignment", r->identity_alignment },
		{ "delivery", r->delivery_result },
		{ "dkim", r->dkim_domain },
		{ "selector", r->dkim_selector },
		{ "identity", r->dkim_identity },
		{ "spf", r->spf_dns },
		{ "results", r->authentication_results },
		{ "message-id", r->message_id },
		{ "subject", r->subject },
	};
	dr_buf_add(out, DR_STR("failure"));
	if (r->day != DR_NO_DAY) {
		dr_buf_add_char(out, ' ');
		dr_day_write(r->day, out);
	}
	if (r->source_ip.family != DR_IP_NONE) {
		dr_buf_add(out, DR_STR(" ip="));
		dr_ipaddr_write(r->source_ip, out);
	}
	for (size_t i = 0; i < DR_COUNT(texts); i++) {
		add_more(out, texts[i].key, texts[i].value);
	}
	dr_buf_addf(out, " incidents=%" PRIu64 "\n%.*s", r->incidents, DR_FMT(r->headers));
	add_issues(out, &r->issues);
	return DR_OK;
}

static int take_tls(void *self, const dr_tls_report *r, dr_error *err)
{
	(void)err;
	dr_buf *out = &((recorder *)self)->out;
	dr_buf_addf(out, "tls %.*s %.*s %" PRId64 " %" PRId64 "\n", DR_FMT(shown(r->org_name)),
	            DR_FMT(shown(r->report_id)), r->begin, r->end);
	for (size_t i = 0; i < r->policies.len; i++) {
		const dr_tls_policy *p = &r->policies.items[i];
		dr_buf_addf(out, "tlspolicy %.*s %.*s good=%" PRIu64 " bad=%" PRIu64,
		            DR_FMT(shown(p->type)), DR_FMT(shown(p->domain)), p->successful,
		            p->failed);
		for (size_t k = 0; k < p->hosts.len; k++) {
			dr_buf_addf(out, " mx=%.*s", DR_FMT(p->hosts.items[k]));
		}
		dr_buf_add_char(out, '\n');
		for (size_t k = 0; k < p->failures.len; k++) {
			const dr_tls_failure *f = &p->failures.items[k];
			dr_buf_addf(out, "tlsfailure %.*s %" PRIu64, DR_FMT(shown(f->result_type)),
			            f->sessions);
			add_more(out, "host", f->receiving_host);
			add_more(out, "reason", f->reason);
			dr_buf_add_char(out, '\n');
		}
	}
	add_issues(out, &r->issues);
	return DR_OK;
}

static void take_refusal(void *self, dr_str place, const char *why)
{
	dr_buf_addf(&((recorder *)self)->out, "refused %.*s: %s\n", DR_FMT(shown(place)), why);
}

dr_str report_text(dr_arena *arena, dr_str octets, const dr_report_limits *limits)
{
	recorder to;
	dr_buf_init(&to.rows, arena);
	dr_buf_init(&to.out, arena);
	const dr_report_sink sink = {
		.self = &to,
		.record = take_record,
		.aggregate = take_aggregate,
		.dropped = take_back,
		.failure = take_failure,
		.tls = take_tls,
		.refused = take_refusal,
	};
	dr_report_options options = { .limits = *limits };
	dr_report_reader *reader = NULL;
	dr_error err = { 0 };
	size_t found;
	dr_octet_stream stream;
	if (dr_report_reader_open(&options, &sink, &reader, &err) != DR_OK ||
	    dr_report_read(reader, dr_stream_of(&stream, octets), &found, &err) != DR_OK) {
		dr_buf_addf(&to.out, "error %s\n", err.text);
	}
	dr_report_reader_close(reader);
	return dr_buf_str(&to.out);
}
