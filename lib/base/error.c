#include "base/error.h"
#include <stdarg.h>
#include <stdio.h>

void dr_error_set(dr_error *err, int code, dr_span span, const char *format, ...)
{
	if (err == NULL || err->code != DR_OK) {
		return;
	}
	err->code = code;
	err->span = span;
	va_list args;
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
}
