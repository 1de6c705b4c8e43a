/* What became of report files: for people a total, for programs a line each. */
#include "render/render_priv.h"
#include <inttypes.h>

static void add_count(dr_buf *out, uint64_t count, const char *one, const char *many)
{
	dr_buf_addf(out, "%" PRIu64 " %s", count, count == 1 ? one : many);
}

/* "; 2 failure reports", nothing when there is none. */
static void add_more(dr_buf *out, uint64_t count, const char *one, const char *many)
{
	if (count > 0) {
		dr_buf_add(out, DR_STR("; "));
		add_count(out, count, one, many);
	}
}

static void text_total(const dr_ingested *total, dr_buf *out)
{
	const dr_intake_counts *c = &total->counts;
	add_count(out, total->files, "file", "files");
	dr_buf_add(out, DR_STR(": "));
	add_count(out, c->stored[DR_STORED_NEW], "new aggregate report", "new aggregate reports");
	if (c->stored[DR_STORED_NEW] > 0) {
		dr_buf_add(out, DR_STR(" ("));
		add_count(out, c->records, "row", "rows");
		dr_buf_add(out, DR_STR(", "));
		add_count(out, c->messages, "message", "messages");
		dr_buf_add_char(out, ')');
	}
	add_more(out, c->stored[DR_STORED_AGAIN], "was there already", "were there already");
	add_more(out, c->stored[DR_STORED_VARIANT],
	         "differs from one of the same name that is there: kept, not counted",
	         "differ from ones of the same name that are there: kept, not counted");
	add_more(out, c->stored[DR_STORED_INSTEAD],
	         "counts instead of one of the same name that nobody vouched for",
	         "count instead of ones of the same name that nobody vouched for");
	add_more(out, c->failures, "new failure report", "new failure reports");
	add_more(out, c->failures_again, "failure report was there already",
	         "failure reports were there already");
	add_more(out, c->tls_reports, "new TLS report", "new TLS reports");
	add_more(out, c->tls_again, "TLS report was there already",
	         "TLS reports were there already");
	add_more(out, c->with_issues, "new report deviates from the format",
	         "new reports deviate from the format");
	add_more(out, total->without, "file holds no report", "files hold no report");
	add_more(out, c->refused, "refusal", "refusals");
	dr_buf_add_char(out, '\n');
}

const dr_ingest_writer DR_TEXT_INGEST = { .total = text_total };

static const char *outcome_of(const dr_intake_counts *c)
{
	if (c->stored[DR_STORED_NEW] + c->stored[DR_STORED_INSTEAD] + c->failures + c->tls_reports >
	    0) {
		return "read";
	}
	if (c->stored[DR_STORED_VARIANT] > 0) {
		return "variant";
	}
	if (c->stored[DR_STORED_AGAIN] + c->failures_again + c->tls_again > 0) {
		return "again";
	}
	return c->refused > 0 ? "refused" : "nothing";
}

static void add_counts(dr_json *json, const dr_intake_counts *c)
{
	dr_json_put_count(json, "new", c->stored[DR_STORED_NEW]);
	dr_json_put_count(json, "again", c->stored[DR_STORED_AGAIN]);
	dr_json_put_count(json, "variants", c->stored[DR_STORED_VARIANT]);
	dr_json_put_count(json, "replacing", c->stored[DR_STORED_INSTEAD]);
	dr_json_put_count(json, "records", c->records);
	dr_json_put_count(json, "messages", c->messages);
	dr_json_put_count(json, "failures", c->failures);
	dr_json_put_count(json, "tls", c->tls_reports);
	dr_json_put_count(json, "with_issues", c->with_issues);
	dr_json_put_count(json, "refused", c->refused);
}

static void ndjson_file(const dr_ingested *file, dr_buf *out)
{
	dr_json *json = dr_json_open(out, false);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	dr_json_put_str(json, "file", file->file);
	dr_json_put_text(json, "outcome", outcome_of(&file->counts));
	add_counts(json, &file->counts);
	dr_json_end(json);
	dr_json_close(json);
}

static void ndjson_total(const dr_ingested *total, dr_buf *out)
{
	dr_json *json = dr_json_open(out, false);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	dr_json_put_text(json, "schema", "dmarcramp.ingest/1");
	dr_json_put_count(json, "files", total->files);
	dr_json_put_count(json, "without_report", total->without);
	add_counts(json, &total->counts);
	dr_json_end(json);
	dr_json_close(json);
}

const dr_ingest_writer DR_NDJSON_INGEST = { .file = ndjson_file, .total = ndjson_total };
