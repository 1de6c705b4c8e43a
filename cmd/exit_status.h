/*
 * Exit codes: what a script may rely on.
 */
#pragma once

enum {
	EXIT_CLEAN = 0,    /* nothing at or above --fail-on */
	EXIT_FINDINGS = 1, /* findings, or a rule file that is not right */
	EXIT_USAGE = 2,    /* the command line, a file that cannot be read, a setting */
	EXIT_UNSURE = 3,   /* no finding, but an answer that matters could not be had */
	EXIT_INTERNAL = 4, /* no memory, output that cannot be written */
	EXIT_SIGNAL = 128, /* and the number of the signal on top */
};

/* Of two statuses the one that is told: 4, 2, 1, 3, 0. */
int exit_worse(int a, int b);
/* What a DR_E* code means for the program. */
int exit_of_error(int code);
