#include "message.h"
#include "render/neutral.h"

#include <stdarg.h>
#include <stdio.h>

enum { LINE_MAX_OCTETS = 1024 };

static void write_line(dr_arena *arena, dr_str line)
{
	dr_str shown = dr_neutral_text(arena, line);
	fprintf(stderr, "%.*s\n", DR_FMT(shown));
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
	write_line(arena, dr_str_of(text));
	dr_arena_free(arena);
}

/* The same error, with texts from the world on one line each. */
static dr_error neutral_error(dr_arena *arena, const dr_error *err)
{
	dr_error safe = *err;
	dr_str text = dr_neutral_text(arena, dr_str_of(err->text));
	snprintf(safe.text, sizeof(safe.text), "%.*s", DR_FMT(text));
	if (err->source != NULL) {
		dr_str name = dr_neutral_text(arena, dr_str_of(err->source));
		safe.source = dr_arena_copy(arena, name).ptr;
	}
	return safe;
}

void message_error(const dr_error *err, const dr_source *source)
{
	dr_arena *arena = dr_arena_new(0);
	if (arena == NULL) {
		return;
	}
	dr_error safe = neutral_error(arena, err);
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_error_write(&safe, source, &out);
	if (safe.source == NULL) {
		fputs("dmarcramp: ", stderr);
	}
	dr_str rest = dr_buf_str(&out);
	rest.len -= rest.len > 0 ? 1 : 0;
	for (dr_str line; dr_str_split(&rest, '\n', &line);) {
		write_line(arena, line);
	}
	dr_arena_free(arena);
}
