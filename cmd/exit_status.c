#include "exit_status.h"
#include "base/error.h"
#include "base/str.h"

static const int PRECEDENCE[] = { EXIT_INTERNAL, EXIT_USAGE, EXIT_FINDINGS, EXIT_UNSURE };

int exit_worse(int a, int b)
{
	for (size_t i = 0; i < DR_COUNT(PRECEDENCE); i++) {
		if (a == PRECEDENCE[i] || b == PRECEDENCE[i]) {
			return PRECEDENCE[i];
		}
	}
	return EXIT_CLEAN;
}

int exit_of_error(int code)
{
	if (code == DR_OK) {
		return EXIT_CLEAN;
	}
	return code == DR_ENOMEM ? EXIT_INTERNAL : EXIT_USAGE;
}
