/* Mails and mailboxes of strangers: MIME, failure reports, what is attached. */
#include "report_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_report(data, size);
	return 0;
}
