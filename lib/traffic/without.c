/* The room when the part reports is left out. */
#include "base/part.h"
#include "traffic/source.h"

int dr_traffic_read(dr_arena *arena, dr_evidence *evidence, const dr_evidence_query *query,
                    dr_traffic **ret_traffic, dr_error *err)
{
	(void)arena;
	(void)evidence;
	(void)query;
	(void)ret_traffic;
	return dr_part_fail("reports", err);
}
