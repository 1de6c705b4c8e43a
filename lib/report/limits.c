#include "report/limits.h"

const dr_report_limit_spec DR_REPORT_LIMITS[DR_REPORT_LIMIT_COUNT] = {
	[DR_REPORT_LIMIT_SIZE] = { "size", " octets", UINT64_C(1) << 30 },
	[DR_REPORT_LIMIT_RATIO] = { "ratio", " to 1", 250 },
	[DR_REPORT_LIMIT_ENTRIES] = { "entries", " entries", 10000 },
	[DR_REPORT_LIMIT_NESTING] = { "nesting", " levels", 5 },
	[DR_REPORT_LIMIT_DEPTH] = { "depth", " elements", 32 },
	[DR_REPORT_LIMIT_TEXT] = { "text", " octets", 65536 },
	[DR_REPORT_LIMIT_RECORDS] = { "records", " rows", 10000000 },
	[DR_REPORT_LIMIT_HELD] = { "held", " octets", 64 * 1024 * 1024 },
	[DR_REPORT_LIMIT_TIME] = { "time", " seconds", 120 },
};

dr_report_limits dr_report_limits_default(void)
{
	dr_report_limits limits;
	for (size_t i = 0; i < DR_REPORT_LIMIT_COUNT; i++) {
		limits.values[i] = DR_REPORT_LIMITS[i].value;
	}
	return limits;
}

dr_report_limit dr_report_limit_find(dr_str name)
{
	size_t i = 0;
	while (i < DR_REPORT_LIMIT_COUNT && !dr_str_eq(name, dr_str_of(DR_REPORT_LIMITS[i].name))) {
		i++;
	}
	return (dr_report_limit)i;
}
