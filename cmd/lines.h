/*
 * Lines of standard input, of a bounded length.
 */
#pragma once
#include "base/arena.h"

enum { LINE_OCTETS_MAX = 65536 };

typedef struct {
	char *room;
	size_t at, end; /* what was read and not handed out yet */
	bool over;      /* nothing more comes */
} lines;

/* EXIT_CLEAN, or EXIT_INTERNAL after telling that there is no memory. */
int lines_open(dr_arena *arena, lines *ret_lines);
/* Whether lines_next() would not wait for more input: a line is there, or the end. */
bool lines_ready(lines *in);
/* The next line without its end, copied to `arena`. What goes beyond LINE_OCTETS_MAX is skipped and
 * `ret_cut` set. False at the end, and when a signal has come. */
bool lines_next(lines *in, dr_arena *arena, dr_str *ret_line, bool *ret_cut);
