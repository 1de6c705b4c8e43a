#include "answer/source.h"

void dr_source_close(dr_source_of_answers *source)
{
	if (source != NULL) {
		source->close(source);
	}
}
