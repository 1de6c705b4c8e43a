#include "lines.h"
#include "exit_status.h"
#include "message.h"
#include "system.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

int lines_open(dr_arena *arena, lines *ret_lines)
{
	char *room = dr_arena_alloc(arena, LINE_OCTETS_MAX);
	if (room == NULL) {
		message_say("no memory to read standard input");
		return EXIT_INTERNAL;
	}
	*ret_lines = (lines){ .room = room };
	return EXIT_CLEAN;
}

/* Reads more behind what is there; false when nothing comes any more. */
static bool read_more(lines *in)
{
	memmove(in->room, in->room + in->at, in->end - in->at);
	in->end -= in->at;
	in->at = 0;
	while (!in->over && system_signal() == 0) {
		ssize_t got = read(STDIN_FILENO, in->room + in->end, LINE_OCTETS_MAX - in->end);
		if (got > 0) {
			in->end += (size_t)got;
			return true;
		}
		in->over = got == 0 || errno != EINTR;
	}
	return false;
}

/* Up to the end of the line, whose beginning is dropped already. */
static void skip_line(lines *in)
{
	for (;;) {
		dr_str have = { in->room + in->at, in->end - in->at };
		size_t len = dr_str_find(have, 0, '\n');
		in->at += len < have.len ? len + 1 : have.len;
		if (len < have.len || !read_more(in)) {
			return;
		}
	}
}

static bool holds_line(const lines *in)
{
	dr_str have = { in->room + in->at, in->end - in->at };
	return have.len == LINE_OCTETS_MAX || dr_str_find(have, 0, '\n') < have.len;
}

bool lines_ready(lines *in)
{
	while (!in->over && !holds_line(in)) {
		struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
		if (poll(&input, 1, 0) <= 0) {
			return false;
		}
		if (!read_more(in)) {
			break;
		}
	}
	return true;
}

bool lines_next(lines *in, dr_arena *arena, dr_str *ret_line, bool *ret_cut)
{
	*ret_cut = false;
	for (;;) {
		dr_str have = { in->room + in->at, in->end - in->at };
		size_t len = dr_str_find(have, 0, '\n');
		if (len < have.len) {
			*ret_line = dr_arena_copy(arena, dr_str_sub(have, 0, len));
			in->at += len + 1;
			return true;
		}
		if (have.len == LINE_OCTETS_MAX) {
			*ret_line = dr_arena_copy(arena, have);
			*ret_cut = true;
			in->at = in->end;
			skip_line(in);
			return true;
		}
		if (!read_more(in)) {
			have = (dr_str){ in->room + in->at, in->end - in->at };
			*ret_line = dr_arena_copy(arena, have);
			in->at = in->end;
			return have.len > 0 && system_signal() == 0;
		}
	}
}
