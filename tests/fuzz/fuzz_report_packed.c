/* Archives of strangers: gzip and zip, and what is in them. */
#include "report_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_report(data, size);
	return 0;
}
