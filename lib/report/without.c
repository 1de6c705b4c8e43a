/* The room when the part reports is left out. */
#include "base/part.h"
#include "report/read.h"
#include "report/words.h"

const dr_report_words DR_DISPOSITION_WORDS = { NULL, 0 };
const dr_report_words DR_EVALUATED_WORDS = { NULL, 0 };
const dr_report_words DR_REPORTED_WORDS = { NULL, 0 };
const dr_report_words DR_SCOPE_WORDS = { NULL, 0 };
const dr_report_words DR_OVERRIDE_WORDS = { NULL, 0 };

const dr_report_limit_spec DR_REPORT_LIMITS[DR_REPORT_LIMIT_COUNT] = {
	{ "size", "", 0 },    { "ratio", "", 0 }, { "entries", "", 0 },
	{ "nesting", "", 0 }, { "depth", "", 0 }, { "text", "", 0 },
	{ "records", "", 0 }, { "held", "", 0 },  { "time", "", 0 },
};

dr_str dr_report_word_of(const dr_report_words *words, unsigned value)
{
	(void)words;
	(void)value;
	return DR_STR("unknown");
}

dr_report_limits dr_report_limits_default(void)
{
	return (dr_report_limits){ { 0 } };
}

dr_report_limit dr_report_limit_find(dr_str name)
{
	(void)name;
	return DR_REPORT_LIMIT_COUNT;
}

void dr_report_setup(void)
{
}

int dr_report_reader_open(const dr_report_options *options, const dr_report_sink *sink,
                          dr_report_reader **ret_reader, dr_error *err)
{
	(void)options;
	(void)sink;
	(void)ret_reader;
	return dr_part_fail("reports", err);
}

void dr_report_reader_close(dr_report_reader *reader)
{
	(void)reader;
}

int dr_report_read(dr_report_reader *reader, dr_stream stream,
                   size_t *ret_found, /* NOLINT(readability-non-const-parameter) */
                   dr_error *err)
{
	(void)reader;
	(void)stream;
	(void)ret_found;
	return dr_part_fail("reports", err);
}
