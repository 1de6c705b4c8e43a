/* The vectors of tests/vectors/dmarc about report addresses. */
#include "survey/report_find.h"
#include "unit.h"
#include "vectors.h"
#include "world.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

typedef struct {
	dr_str name, see;
	dr_str zone;     /* master-file lines, names are absolute */
	dr_strs timeout; /* owner names that do not answer */
	dr_str found;    /* whose record it is */
	bool ahead;      /* that record is still to be published */
	dr_str rua;      /* one URI */
	dr_str wants;    /* "external authorised wildcard replacement" */
} report_vector;

static const dr_field REPORT_FIELDS[] = {
	DR_PLAIN(report_vector, name, "what it shows"),
	DR_PLAIN(report_vector, see, "the section"),
	DR_PLAIN(report_vector, zone, "the DNS", DR_OPTIONAL),
	DR_PLAIN(report_vector, timeout, "names without an answer"),
	DR_PLAIN(report_vector, found, "whose record it is"),
	DR_PLAIN(report_vector, ahead, "it is still to be published", DR_DEFAULT_BOOL(false)),
	DR_PLAIN(report_vector, rua, "the URI"),
	DR_PLAIN(report_vector, wants, "what comes of it"),
};
static DR_SCHEMA(REPORT, "report address", report_vector, REPORT_FIELDS, "a report address");

static const char *yes_or_no(dr_status status, bool value)
{
	return status.state != DR_KNOWN ? "?" : value ? "yes" : "no";
}

static const char *wildcard_text(const dr_report_address *address)
{
	const dr_texts *texts = address->anybody;
	return texts == NULL ? "-" : yes_or_no(dr_texts_status(texts), texts->count > 0);
}

static dr_str outcome_text(const dr_report_address *address)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_addf(&out, "%s", yes_or_no(address->external_status, address->external));
	if (!address->external) {
		dr_buf_add(&out, S(" - - -"));
		return dr_buf_str(&out);
	}
	const dr_texts *texts = address->texts;
	bool asked = texts != NULL, agrees = asked && texts->count > 0;
	dr_status status = asked ? dr_texts_status(texts) : DR_STATUS_KNOWN;
	bool other = agrees && texts->dmarc->rua.len > 0;
	dr_buf_addf(&out, " %s %s %.*s", yes_or_no(status, agrees), wildcard_text(address),
	            DR_FMT(other ? texts->dmarc->rua.items[0].uri : S("-")));
	return dr_buf_str(&out);
}

static void check_vector(const report_vector *v)
{
	world w;
	dr_buf zone, timeouts;
	dr_buf_init(&zone, arena);
	dr_buf_init(&timeouts, arena);
	dr_buf_addf(&zone, "%.*s", DR_FMT(v->zone));
	dr_buf_addf(&timeouts, "%.*s", DR_FMT(v->timeout.len > 0 ? v->timeout.items[0] : S("")));
	world_open(&w, zone.ptr, timeouts.ptr);
	dr_mailuris uris;
	dr_issues issues = { 0 };
	dr_report_addresses addresses = { 0 };
	dr_mailuri_parse_list(arena, v->rua, v->rua, DR_URI_MAILTO, &uris, &issues);
	dr_name found = dr_name_of(arena, v->found);
	if (v->ahead) {
		dr_survey_reports_ahead(&w.asking, &uris, found, &addresses);
	} else {
		dr_survey_reports(&w.asking, &uris, found, &addresses);
	}
	ck_assert_uint_eq(addresses.len, 1);
	dr_str got = outcome_text(&addresses.items[0]);
	ck_assert_msg(dr_str_eq(got, v->wants), "%.*s\ngot  %.*s\nwant %.*s", DR_FMT(v->name),
	              DR_FMT(got), DR_FMT(v->wants));
	world_close(&w);
}

START_TEST(report_addresses)
{
	vectors all = vectors_load(arena, "tests/vectors/dmarc/report.yaml", &REPORT, 20);
	for (size_t i = 0; i < all.count; i++) {
		check_vector((const report_vector *)all.items + i);
	}
}
END_TEST

UNIT_MAIN("vectors dmarc report", set_up, tear_down, report_addresses)
