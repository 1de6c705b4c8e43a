/*
 * Records on the screen: whatever the octets and wherever the span, an excerpt is two lines that
 * fit, neutral text is one line, and neither holds an octet that a terminal acts on.
 */
#include "base/utf8.h"
#include "fuzz.h"
#include "render/excerpt.h"
#include "render/neutral.h"
#include "render/wrap.h"

enum { HEADER = 5, WIDTH = 100, LONGEST_ESCAPE = 4 };

/* Printable ASCII, line ends where they are allowed, and whole code points from U+00A0 on. */
static void require_harmless(dr_str text, bool lines)
{
	for (size_t i = 0, len; i < text.len; i += len) {
		len = dr_utf8_length(dr_str_sub(text, i, text.len));
		REQUIRE(len > 0);
		unsigned char c = (unsigned char)text.ptr[i];
		REQUIRE(len > 1 || (c >= 0x20 && c < 0x7F) || (lines && c == '\n'));
		REQUIRE(len != 2 || c != 0xC2 || (unsigned char)text.ptr[i + 1] >= 0xA0);
	}
	static const char *const TURNS[] = { "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x80\x8f" };
	for (size_t i = 0; i < DR_COUNT(TURNS); i++) {
		REQUIRE(dr_str_search(text, dr_str_of(TURNS[i])) == text.len);
	}
}

static void show_excerpt(dr_arena *arena, dr_str record, dr_span span, size_t at)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_excerpt_write(&out, record, span, at, WIDTH);
	dr_str text = dr_buf_str(&out);
	require_harmless(text, true);
	size_t count = 0;
	for (dr_str rest = text, line; dr_str_split(&rest, '\n', &line); count++) {
		size_t columns = dr_wrap_columns(line) + (count == 0 ? at : 0);
		REQUIRE(columns <= WIDTH + LONGEST_ESCAPE);
	}
	REQUIRE(count == 2 || count == 3); /* the last line end closes the last line */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(0);
	if (arena == NULL || size < HEADER) {
		dr_arena_free(arena);
		return 0;
	}
	dr_span span = { (uint32_t)(data[0] | data[1] << 8), (uint32_t)(data[2] | data[3] << 8) };
	dr_str record = { (const char *)data + HEADER, size - HEADER };
	show_excerpt(arena, record, span, data[4] % (WIDTH / 2));
	dr_buf neutral;
	dr_buf_init(&neutral, arena);
	dr_neutral_write(&neutral, record);
	require_harmless(dr_buf_str(&neutral), false);
	dr_arena_free(arena);
	return 0;
}
