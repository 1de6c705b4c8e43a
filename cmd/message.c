#include "message.h"
#include "render/neutral.h"

#include <stdarg.h>
#include <stdio.h>

enum { LINE_MAX_OCTETS = 1024 };

static void write_line(FILE *to, dr_arena *arena, dr_str line)
{
	dr_str shown = dr_neutral_text(arena, line);
	fprintf(to, "%.*s\n", DR_FMT(shown));
}

void message_say(const char *format, ...)
{
	char text[LINE_MAX_OCTETS];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	dr_arena *arena = dr_arena_new(0);
	if (arena == NULL) {
		return;
	}
	fputs("dmarcramp: ", stderr);
	write_line(stderr, arena, dr_str_of(text));
	dr_arena_free(arena);
}

void message_error(const dr_error *err, const dr_source *source)
{
	dr_arena *arena = dr_arena_new(0);
	if (arena == NULL) {
		return;
	}
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_error_write(err, source, &out);
	dr_str rest = dr_str_trim(dr_buf_str(&out));
	if (err->source == NULL) {
		fputs("dmarcramp: ", stderr);
	}
	for (dr_str line; dr_str_split(&rest, '\n', &line);) {
		write_line(stderr, arena, line);
	}
	dr_arena_free(arena);
}
