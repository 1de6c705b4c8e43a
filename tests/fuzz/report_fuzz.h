/*
 * What the targets for reports share: any octets are read within the limits, and what the sink is
 * told holds together.
 */
#pragma once
#include "base/utf8.h"
#include "fuzz.h"
#include "report/read.h"

typedef struct {
	uint64_t rows, messages; /* since the last report */
	size_t reports;
} told;

static inline void require_utf8(dr_str text)
{
	for (size_t at = 0; at < text.len;) {
		size_t len = dr_utf8_length(dr_str_sub(text, at, text.len));
		REQUIRE(len > 0);
		at += len;
	}
}

/* A name in one form: no capitals, no blanks, no control characters. */
static inline void require_tidy(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		REQUIRE((uint8_t)text.ptr[i] > ' ' && text.ptr[i] != '\x7f');
		REQUIRE(text.ptr[i] == dr_to_lower(text.ptr[i]));
	}
}

static inline int fuzz_record(void *self, const dr_aggregate *so_far,
                              const dr_aggregate_record *record, dr_error *err)
{
	(void)err;
	told *to = self;
	REQUIRE(record->messages > 0);
	to->rows++;
	to->messages += record->messages;
	REQUIRE(so_far->records == to->rows && so_far->messages == to->messages);
	require_tidy(record->header_from);
	require_tidy(record->envelope_from);
	require_tidy(record->envelope_to);
	require_tidy(record->spf_domain);
	for (size_t i = 0; i < record->signatures.len; i++) {
		require_tidy(record->signatures.items[i].domain);
		require_tidy(record->signatures.items[i].selector);
	}
	return DR_OK;
}

static inline int fuzz_aggregate(void *self, const dr_aggregate *report, dr_error *err)
{
	(void)err;
	told *to = self;
	REQUIRE(report->records == to->rows && report->messages == to->messages);
	REQUIRE(report->begin <= report->end && report->policy.domain.len > 0);
	require_tidy(report->policy.domain);
	*to = (told){ .reports = to->reports + 1 };
	return DR_OK;
}

static inline void fuzz_dropped(void *self)
{
	told *to = self;
	*to = (told){ .reports = to->reports };
}

static inline int fuzz_failure(void *self, const dr_failure *report, dr_error *err)
{
	(void)err;
	((told *)self)->reports++;
	require_tidy(report->reported_domain);
	REQUIRE(report->subject.len == 0);
	return DR_OK;
}

static inline int fuzz_tls(void *self, const dr_tls_report *report, dr_error *err)
{
	(void)err;
	((told *)self)->reports++;
	REQUIRE(report->begin <= report->end);
	require_utf8(report->org_name);
	return DR_OK;
}

static inline void fuzz_refused(void *self, dr_str place, const char *why)
{
	(void)self;
	(void)place;
	REQUIRE(why[0] != '\0');
}

static inline void fuzz_report(const uint8_t *data, size_t size)
{
	told to = { .rows = 0 };
	const dr_report_sink sink = { &to,          fuzz_record, fuzz_aggregate, fuzz_dropped,
		                      fuzz_failure, fuzz_tls,    fuzz_refused };
	dr_report_options options = { .limits = dr_report_limits_default() };
	options.limits.values[DR_REPORT_LIMIT_SIZE] = 4 << 20;
	options.limits.values[DR_REPORT_LIMIT_HELD] = 1 << 20;
	options.limits.values[DR_REPORT_LIMIT_ENTRIES] = 64;
	dr_report_reader *reader = NULL;
	dr_octet_stream octets;
	dr_error err = { 0 };
	size_t found = 0;
	dr_report_setup();
	REQUIRE(dr_report_reader_open(&options, &sink, &reader, &err) == DR_OK);
	dr_str text = { (const char *)data, size };
	REQUIRE(dr_report_read(reader, dr_stream_of(&octets, text), &found, &err) == DR_OK);
	REQUIRE(found == to.reports && to.rows == 0);
	dr_report_reader_close(reader);
}
