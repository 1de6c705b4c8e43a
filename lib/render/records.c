/* Rows of aggregate reports as they were reported: NDJSON and CSV (RFC 4180). */
#include "render/render_priv.h"
#include "report/words.h"
#include <inttypes.h>

static dr_str address_text(dr_arena *arena, dr_ipaddr address)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	if (address.family != DR_IP_NONE) {
		dr_ipaddr_write(address, &text);
	}
	return dr_buf_str(&text);
}

static dr_str overrides_text(dr_arena *arena, unsigned overrides)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	for (unsigned i = 0; i < DR_OVERRIDE_BITS; i++) {
		if ((overrides >> i & 1u) != 0) {
			dr_buf_add(&text, text.len > 0 ? DR_STR(" ") : DR_STR(""));
			dr_buf_add(&text, dr_report_word_of(&DR_OVERRIDE_WORDS, i));
		}
	}
	return dr_buf_str(&text);
}

static dr_str signatures_text(dr_arena *arena, const dr_report_dkims *signatures)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_evidence_signatures_write(signatures, &text);
	return dr_buf_str(&text);
}

static dr_str number_text(dr_arena *arena, int64_t number)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%" PRId64, number);
	return dr_buf_str(&text);
}

typedef struct {
	const char *name;
	bool number;
	dr_str (*value)(dr_arena *arena, const dr_stored_record *r);
} column;

#define TEXT_COLUMN(id, expression)                                  \
	static dr_str id(dr_arena *arena, const dr_stored_record *r) \
	{                                                            \
		(void)arena;                                         \
		return expression;                                   \
	}

TEXT_COLUMN(org, r->report->org_name)
TEXT_COLUMN(report_id, r->report->report_id)
TEXT_COLUMN(domain, r->report->policy.domain)
TEXT_COLUMN(begin, number_text(arena, r->report->begin))
TEXT_COLUMN(end, number_text(arena, r->report->end))
TEXT_COLUMN(counts, r->variant ? DR_STR("no") : DR_STR("yes"))
TEXT_COLUMN(generation, r->report->newer ? DR_STR("rfc9990") : DR_STR("rfc7489"))
TEXT_COLUMN(source_ip, address_text(arena, r->record.source_ip))
TEXT_COLUMN(messages, number_text(arena, r->record.messages))
TEXT_COLUMN(disposition, dr_report_word_of(&DR_DISPOSITION_WORDS, r->record.disposition))
TEXT_COLUMN(aligned_dkim, dr_report_word_of(&DR_EVALUATED_WORDS, r->record.dkim))
TEXT_COLUMN(aligned_spf, dr_report_word_of(&DR_EVALUATED_WORDS, r->record.spf))
TEXT_COLUMN(overrides, overrides_text(arena, r->record.overrides))
TEXT_COLUMN(comment, r->record.comment)
TEXT_COLUMN(header_from, r->record.header_from)
TEXT_COLUMN(envelope_from, r->record.envelope_from)
TEXT_COLUMN(envelope_to, r->record.envelope_to)
TEXT_COLUMN(dkim, signatures_text(arena, &r->record.signatures))
TEXT_COLUMN(spf_domain, r->record.spf_domain)
TEXT_COLUMN(spf_scope, dr_report_word_of(&DR_SCOPE_WORDS, r->record.spf_scope))
TEXT_COLUMN(spf_result, dr_report_word_of(&DR_REPORTED_WORDS, r->record.spf_result))

static const column COLUMNS[] = {
	{ "reporter", false, org },
	{ "report_id", false, report_id },
	{ "domain", false, domain },
	{ "begin", true, begin },
	{ "end", true, end },
	{ "counts", false, counts },
	{ "generation", false, generation },
	{ "source_ip", false, source_ip },
	{ "messages", true, messages },
	{ "disposition", false, disposition },
	{ "aligned_dkim", false, aligned_dkim },
	{ "aligned_spf", false, aligned_spf },
	{ "overrides", false, overrides },
	{ "comment", false, comment },
	{ "header_from", false, header_from },
	{ "envelope_from", false, envelope_from },
	{ "envelope_to", false, envelope_to },
	{ "dkim", false, dkim },
	{ "spf_domain", false, spf_domain },
	{ "spf_scope", false, spf_scope },
	{ "spf_result", false, spf_result },
};

static void ndjson_item(const dr_stored_record *record, dr_buf *out)
{
	dr_json *json = dr_json_open(out, false);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	for (size_t i = 0; i < DR_COUNT(COLUMNS); i++) {
		dr_str value = COLUMNS[i].value(out->arena, record);
		uint64_t number = 0;
		dr_json_key(json, COLUMNS[i].name);
		if (COLUMNS[i].number && dr_str_to_u64(value, INT64_MAX, &number)) {
			dr_json_int(json, (int64_t)number);
		} else {
			dr_json_str(json, value);
		}
	}
	dr_json_end(json);
	dr_json_close(json);
}

const dr_record_writer DR_NDJSON_RECORDS = { .item = ndjson_item };

static void csv_head(dr_buf *out)
{
	for (size_t i = 0; i < DR_COUNT(COLUMNS); i++) {
		dr_buf_addf(out, "%s%s", i > 0 ? "," : "", COLUMNS[i].name);
	}
	dr_buf_add(out, DR_STR("\r\n"));
}

static void csv_item(const dr_stored_record *record, dr_buf *out)
{
	for (size_t i = 0; i < DR_COUNT(COLUMNS); i++) {
		dr_buf_add(out, i > 0 ? DR_STR(",") : DR_STR(""));
		dr_str value = COLUMNS[i].value(out->arena, record);
		if (COLUMNS[i].number) {
			dr_buf_add(out, value);
		} else {
			dr_csv_cell(out, value);
		}
	}
	dr_buf_add(out, DR_STR("\r\n"));
}

const dr_record_writer DR_CSV_RECORDS = { .head = csv_head, .item = csv_item };
