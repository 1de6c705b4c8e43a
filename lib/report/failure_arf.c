/* Failure reports: the feedback part of RFC 5965 3 with the fields of RFC 6591 3 and RFC 9991 4. */
#include "report/read_priv.h"
#include "message/header.h"
#include "report/text_priv.h"

enum { HEADERS_MAX_OCTETS = 16384 };

typedef struct {
	dr_report_context *context;
	dr_failure report;
} reading;

typedef struct {
	const char *name;
	size_t member;
	bool domain;   /* only a domain name counts */
	bool personal; /* may hold addresses */
	bool required;
} field_spec;

#define MEMBER(m) .member = offsetof(dr_failure, m)

static const field_spec FIELDS[] = {
	{ "User-Agent", MEMBER(user_agent), .required = true },
	{ "Auth-Failure", MEMBER(auth_failure), .domain = true, .required = true },
	{ "Authentication-Results", MEMBER(authentication_results), .personal = true,
	  .required = true },
	{ "Reported-Domain", MEMBER(reported_domain), .domain = true },
	{ "Identity-Alignment", MEMBER(identity_alignment) },
	{ "Delivery-Result", MEMBER(delivery_result) },
	{ "Original-Mail-From", MEMBER(mail_from), .personal = true },
	{ "Arrival-Date", MEMBER(arrival_date) },
	{ "Received-Date", MEMBER(arrival_date) },
	{ "Reporting-MTA", MEMBER(reporting_mta) },
	{ "DKIM-Domain", MEMBER(dkim_domain), .domain = true },
	{ "DKIM-Selector", MEMBER(dkim_selector), .domain = true },
	{ "DKIM-Identity", MEMBER(dkim_identity), .personal = true },
	{ "SPF-DNS", MEMBER(spf_dns) },
};

/* Fields of the message that are kept; of `address` ones only the domains. */
static const struct {
	const char *name;
	bool address;
} KEPT[] = {
	{ "From", true },
	{ "Sender", true },
	{ "Reply-To", true },
	{ "Return-Path", true },
	{ "Date", false },
	{ "Message-ID", false },
	{ "Received", false },
	{ "Received-SPF", false },
	{ "Authentication-Results", false },
	{ "DKIM-Signature", false },
	{ "ARC-Authentication-Results", false },
	{ "ARC-Message-Signature", false },
	{ "ARC-Seal", false },
	{ "List-Id", false },
};

static void note(reading *r, dr_report_issue_code code, const char *name)
{
	dr_report_issue_add(r->context->arena, &r->report.issues, code, dr_str_of(name), 0);
}

static dr_str *member_of(reading *r, const field_spec *spec)
{
	return (dr_str *)(void *)((char *)&r->report + spec->member);
}

static dr_str masked(reading *r, dr_str value)
{
	if (r->context->keep_personal) {
		return value;
	}
	dr_buf out;
	dr_buf_init(&out, r->context->arena);
	dr_header_mask_write(value, &out);
	return dr_buf_str(&out);
}

static void read_value(reading *r, const field_spec *spec, dr_str value)
{
	dr_str *member = member_of(r, spec);
	if (member->ptr != NULL) {
		note(r, DR_REPORT_FIELD_TWICE, spec->name);
		return;
	}
	dr_str line = dr_header_unfold(r->context->arena, value);
	line = spec->personal ? masked(r, line) : line;
	*member = spec->domain ? dr_report_domain(r->context->arena, line)
	                       : dr_report_line(r->context->arena, line);
}

static void read_number(reading *r, dr_str value)
{
	if (!dr_str_to_u64(dr_str_trim(value), UINT32_MAX, &r->report.incidents)) {
		note(r, DR_REPORT_NUMBER, "Incidents");
		r->report.incidents = 1;
	}
}

static void read_address(reading *r, dr_str value)
{
	dr_ipaddr address;
	dr_str text = dr_str_trim(value);
	if (dr_str_starts_nocase(text, DR_STR("IPv6:"))) {
		text = dr_str_sub(text, 5, text.len);
	}
	if (dr_ipaddr_parse(text, &address)) {
		r->report.source_ip = dr_ipaddr_unmap(address);
	} else {
		note(r, DR_REPORT_NO_ADDRESS, "Source-IP");
	}
}

static void read_field(reading *r, const dr_header_field *field, bool *is_failure)
{
	if (dr_str_eq_nocase(field->name, DR_STR("Feedback-Type"))) {
		dr_str type = dr_str_trim(field->value);
		*is_failure = *is_failure || dr_str_starts_nocase(type, DR_STR("auth-failure"));
	} else if (dr_str_eq_nocase(field->name, DR_STR("Source-IP"))) {
		read_address(r, field->value);
	} else if (dr_str_eq_nocase(field->name, DR_STR("Incidents"))) {
		read_number(r, field->value);
	}
	for (size_t i = 0; i < DR_COUNT(FIELDS); i++) {
		if (dr_str_eq_nocase(field->name, dr_str_of(FIELDS[i].name))) {
			read_value(r, &FIELDS[i], field->value);
		}
	}
}

static void check_required(reading *r)
{
	for (size_t i = 0; i < DR_COUNT(FIELDS); i++) {
		if (FIELDS[i].required && member_of(r, &FIELDS[i])->len == 0) {
			note(r, DR_REPORT_FIELD_MISSING, FIELDS[i].name);
		}
	}
}

/* "From: example.com" when addresses are not kept. */
static void keep_field(reading *r, const dr_header_field *field, bool address, dr_buf *out)
{
	dr_arena *arena = r->context->arena;
	dr_str value = dr_header_unfold(arena, field->value);
	if (address && !r->context->keep_personal) {
		dr_str domain = dr_header_domain(value);
		dr_buf_addf(out, "%.*s: *@%.*s\n", DR_FMT(field->name), DR_FMT(domain));
		return;
	}
	dr_str line = dr_report_line(arena, masked(r, value));
	dr_buf_addf(out, "%.*s: %.*s\n", DR_FMT(field->name), DR_FMT(line));
}

static void read_original(reading *r, dr_str header)
{
	dr_arena *arena = r->context->arena;
	dr_buf kept;
	dr_buf_init(&kept, arena);
	dr_header_field field;
	for (dr_str rest = header; dr_header_next(&rest, &field);) {
		for (size_t i = 0; i < DR_COUNT(KEPT) && kept.len < HEADERS_MAX_OCTETS; i++) {
			if (dr_str_eq_nocase(field.name, dr_str_of(KEPT[i].name))) {
				keep_field(r, &field, KEPT[i].address, &kept);
			}
		}
	}
	r->report.headers = dr_buf_str(&kept);
	r->report.from_domain =
		dr_report_domain(arena, dr_header_domain(dr_header_find(arena, header, "From")));
	r->report.date = dr_report_line(arena, dr_header_find(arena, header, "Date"));
	r->report.message_id =
		masked(r, dr_report_line(arena, dr_header_find(arena, header, "Message-ID")));
	if (r->context->keep_personal) {
		r->report.subject = dr_report_line(arena, dr_header_find(arena, header, "Subject"));
	}
}

int dr_failure_arf_read(dr_report_context *context, dr_str feedback, dr_str original, dr_str mail,
                        bool *ret_found, dr_error *err)
{
	reading r = { .context = context, .report.incidents = 1 };
	bool is_failure = false;
	dr_header_field field;
	for (dr_str rest = feedback; dr_header_next(&rest, &field);) {
		read_field(&r, &field, &is_failure);
	}
	*ret_found = is_failure || r.report.auth_failure.len > 0;
	if (!*ret_found) {
		return DR_OK;
	}
	check_required(&r);
	read_original(&r, original);
	r.report.reporter = dr_report_domain(
		context->arena, dr_header_domain(dr_header_find(context->arena, mail, "From")));
	r.report.day = dr_header_day(r.report.arrival_date);
	if (r.report.day == DR_NO_DAY) {
		r.report.day = dr_header_day(dr_header_find(context->arena, mail, "Date"));
	}
	if (dr_arena_failed(context->arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for a report");
	}
	return context->sink->failure(context->sink->self, &r.report, err);
}
