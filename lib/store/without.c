/* The room when the part reports is left out. */
#include "base/part.h"
#include "store/digest.h"
#include "store/intake.h"
#include "store/owners.h"

int dr_store_open(const char *path, dr_store_mode mode, dr_store **ret_store, dr_error *err)
{
	(void)path;
	(void)mode;
	(void)ret_store;
	return dr_part_fail("reports", err);
}

void dr_store_close(dr_store *store)
{
	(void)store;
}

int dr_digest_open(const dr_source *source, dr_evidence **ret_evidence, dr_error *err)
{
	(void)source;
	(void)ret_evidence;
	return dr_part_fail("reports", err);
}

int dr_digest_write(dr_evidence *evidence, const dr_evidence_query *query, dr_digest_line line,
                    void *self, dr_error *err)
{
	(void)evidence;
	(void)query;
	(void)line;
	(void)self;
	return dr_part_fail("reports", err);
}

void dr_evidence_close(dr_evidence *evidence)
{
	(void)evidence;
}

void dr_evidence_signatures_write(const dr_report_dkims *signatures, dr_buf *out)
{
	(void)signatures;
	(void)out;
}

int dr_intake_open(const dr_intake_options *options, dr_intake **ret_intake, dr_error *err)
{
	(void)options;
	(void)ret_intake;
	return dr_part_fail("reports", err);
}

void dr_intake_close(dr_intake *intake)
{
	(void)intake;
}

const dr_report_sink *dr_intake_sink(const dr_intake *intake)
{
	(void)intake;
	return NULL;
}

dr_intake_counts dr_intake_take_counts(dr_intake *intake)
{
	(void)intake;
	return (dr_intake_counts){ .records = 0 };
}

void dr_intake_counts_add(dr_intake_counts *sum, const dr_intake_counts *more)
{
	(void)sum;
	(void)more;
}

int dr_owners_open(const char *path, dr_owners **ret_owners, dr_error *err)
{
	(void)path;
	(void)ret_owners;
	return dr_part_fail("reports", err);
}

void dr_owners_close(dr_owners *owners)
{
	(void)owners;
}
