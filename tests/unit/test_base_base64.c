/* Base64: the vectors of RFC 4648 10, and what is refused. */
#include "base/base64.h"
#include "unit.h"
#include <string.h>

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

/* Text, octets, status, and for bad characters the offset. */
static const struct {
	const char *text, *octets;
	dr_base64_status status;
	size_t at;
} CASES[] = {
	{ "", "", DR_BASE64_OK, 0 },
	{ "Zg==", "f", DR_BASE64_OK, 0 },
	{ "Zm8=", "fo", DR_BASE64_OK, 0 },
	{ "Zm9v", "foo", DR_BASE64_OK, 0 },
	{ "Zm9vYg==", "foob", DR_BASE64_OK, 0 },
	{ "Zm9vYmE=", "fooba", DR_BASE64_OK, 0 },
	{ "Zm9vYmFy", "foobar", DR_BASE64_OK, 0 },
	{ " Zm 9v\tYg =\r\n= ", "foob", DR_BASE64_OK, 0 },
	{ "+/+/", "\xfb\xff\xbf", DR_BASE64_OK, 0 },
	{ "Zm9vY", "foo", DR_BASE64_LENGTH, 0 },
	{ "Zm9vYg", "foo", DR_BASE64_LENGTH, 0 },
	{ "Zm9vYg=", "foo", DR_BASE64_LENGTH, 0 },
	{ "Zm9v!", NULL, DR_BASE64_CHARACTER, 4 },
	{ "Zm9v-_==", NULL, DR_BASE64_CHARACTER, 4 },
	{ "Zm9v=", NULL, DR_BASE64_CHARACTER, 4 },
	{ "Z===", NULL, DR_BASE64_CHARACTER, 1 },
	{ "Zg==Zg==", NULL, DR_BASE64_CHARACTER, 4 },
	{ "Zg=g", NULL, DR_BASE64_CHARACTER, 3 },
};

START_TEST(texts_are_decoded)
{
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_str octets = S("untouched");
		size_t at = 0;
		dr_base64_status status =
			dr_base64_decode(arena, dr_str_of(CASES[i].text), &octets, &at);
		ck_assert_msg(status == CASES[i].status && at == CASES[i].at, "%s: %d at %zu",
		              CASES[i].text, (int)status, at);
		ck_assert_dr_str(octets, CASES[i].octets != NULL ? CASES[i].octets : "untouched");
	}
}
END_TEST

START_TEST(octets_are_encoded)
{
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		if (CASES[i].status == DR_BASE64_OK && !strpbrk(CASES[i].text, " \t\r\n")) {
			dr_buf out;
			dr_buf_init(&out, arena);
			dr_base64_write(dr_str_of(CASES[i].octets), &out);
			ck_assert_dr_str(dr_buf_str(&out), CASES[i].text);
		}
	}
}
END_TEST

START_TEST(without_memory)
{
	dr_str octets = S("x");
	size_t at;
	dr_arena_fail_at(arena, 1);
	dr_base64_decode(arena, S("Zg=="), &octets, &at);
	ck_assert_uint_eq(octets.len, 0);
	ck_assert(dr_arena_failed(arena));
}
END_TEST

UNIT_MAIN("base_base64", set_up, tear_down, texts_are_decoded, octets_are_encoded, without_memory)
