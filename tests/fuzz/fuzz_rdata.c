/*
 * Rdata both ways. The first two octets are the type; the rest is read as text and as rdata: what
 * is written must be read back as the same octets.
 */
#include "answer/rdata.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* CERT, IPSECKEY: ldns 1.8.3 leaks some octets when it refuses their text. */
static const uint16_t LEAKING[] = { 37, 45 };

static void must(bool ok)
{
	if (!ok) {
		abort();
	}
}

static void check_printable(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		must(dr_is_printable(text.ptr[i]));
	}
}

/* Rdata as text and back. */
static void round_trip(dr_arena *arena, uint16_t type, dr_str rdata)
{
	dr_buf text;
	dr_rr rr = { 0 };
	dr_error err = { 0 };
	dr_buf_init(&text, arena);
	dr_rdata_write(type, rdata, &text);
	check_printable(dr_buf_str(&text));
	must(dr_rdata_parse(arena, type, dr_buf_str(&text), &rr, &err) == DR_OK);
	must(dr_str_eq(rr.rdata, rdata));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2) {
		return 0;
	}
	uint16_t type = (uint16_t)(data[0] << 8 | data[1]);
	for (size_t i = 0; i < DR_COUNT(LEAKING); i++) {
		if (type == LEAKING[i]) {
			return 0;
		}
	}
	dr_arena *arena = dr_arena_new(0);
	dr_str rest = { (const char *)data + 2, size - 2 };
	dr_rr rr = { 0 };
	dr_error err = { 0 };
	if (dr_rdata_parse(arena, type, rest, &rr, &err) == DR_OK) {
		round_trip(arena, type, rr.rdata);
	} else {
		must(err.text[0] != '\0');
	}
	if (dr_rr_set_rdata(arena, type, rest, &rr)) {
		round_trip(arena, type, rr.rdata);
	}
	dr_arena_free(arena);
	return 0;
}
