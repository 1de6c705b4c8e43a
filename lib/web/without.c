#include "base/part.h"
#include "web/web.h"

int dr_web_open(const dr_web_options *options, dr_source_of_answers **ret_source, dr_error *err)
{
	(void)options;
	(void)ret_source;
	return dr_part_fail("web", err);
}
