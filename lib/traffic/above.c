/* Where reports about a name are. A name without a DMARC record of its own is judged by that of a
 * domain above, and its mail is in the reports about that domain (RFC 9990: policy_published names
 * the domain where the record was found). So what they hold of its mail is evidence about the name,
 * beside the reports about itself: each message is in one of them only. */
#include "base/name_wire.h"
#include "traffic/traffic_priv.h"

static bool has_above(dr_reading *r)
{
	dr_str name = r->input->query.domain;
	return !dr_str_eq(dr_traffic_organization(r, name), name);
}

static bool is_below(dr_str name, dr_str domain)
{
	return name.len > domain.len && dr_name_text_is_within(name, domain);
}

/* It is about a domain above, and of the name's mail or that of names below it. */
static bool is_filed_above(const dr_reading *r, const dr_evidence_row *row)
{
	dr_str name = r->input->query.domain;
	return is_below(name, row->domain) && dr_name_text_is_within(row->header_from, name);
}

static dr_evidence_query query_of_organization(dr_reading *r)
{
	dr_evidence_query query = r->input->query;
	query.domain = dr_traffic_organization(r, query.domain);
	return query;
}

/* ---- rows ---- */

typedef struct {
	dr_reading *r;
	dr_evidence_row_visit visit;
} row_filter;

static int take_row(void *self, const dr_evidence_row *row, dr_error *err)
{
	const row_filter *filter = self;
	bool own = dr_name_text_is_within(row->domain, filter->r->input->query.domain);
	return own || is_filed_above(filter->r, row) ? filter->visit(filter->r, row, err) : DR_OK;
}

int dr_traffic_read_rows(dr_reading *r, dr_evidence *evidence, dr_evidence_row_visit visit,
                         dr_error *err)
{
	if (!has_above(r)) {
		return evidence->rows(evidence, &r->input->query, visit, r, err);
	}
	const dr_evidence_query query = query_of_organization(r);
	row_filter filter = { r, visit };
	return evidence->rows(evidence, &query, take_row, &filter, err);
}

/* ---- reports ---- */

static dr_str key_of(dr_reading *r, dr_day day, dr_str domain, dr_str reporter)
{
	r->key.len = 0;
	dr_buf_addf(&r->key, "%d %.*s %.*s", (int)day, DR_FMT(domain), DR_FMT(reporter));
	return dr_buf_str(&r->key);
}

static dr_heard *find_heard(const dr_reading *r, dr_str key)
{
	dr_heard *heard = NULL;
	HASH_FIND(hh, r->heard, key.ptr, key.len, heard);
	return heard;
}

/* Who said something about the name in reports about a domain above, and when. */
static int hear(void *self, const dr_evidence_row *row, dr_error *err)
{
	dr_reading *r = self;
	for (size_t i = 0; is_filed_above(r, row) && i < row->reporters.len; i++) {
		dr_str key = key_of(r, row->day, row->domain, row->reporters.items[i]);
		if (find_heard(r, key) != NULL) {
			continue;
		}
		dr_heard *heard = dr_arena_new_of(r->arena, dr_heard);
		if (heard == NULL) {
			break;
		}
		heard->key = dr_arena_copy(r->arena, key);
		HASH_ADD_KEYPTR(hh, r->heard, heard->key.ptr, heard->key.len, heard);
	}
	return dr_arena_failed(r->arena)
	               ? dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the reporters")
	               : DR_OK;
}

static int take_report(void *self, const dr_evidence_report *report, dr_error *err)
{
	dr_reading *r = self;
	bool own = dr_name_text_is_within(report->domain, r->input->query.domain);
	dr_str key = key_of(r, report->day, report->domain, report->reporter);
	return own || find_heard(r, key) != NULL ? dr_traffic_take_report(r, report, err) : DR_OK;
}

int dr_traffic_read_reports(dr_reading *r, dr_evidence *evidence, dr_error *err)
{
	const dr_evidence_query query = query_of_organization(r);
	int code = has_above(r) ? evidence->rows(evidence, &query, hear, r, err) : DR_OK;
	return code == DR_OK ? evidence->reports(evidence, &query, take_report, r, err) : code;
}
