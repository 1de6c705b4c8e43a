/* SHA-256 (the vectors of FIPS 180-2 and of the empty text). */
#include "base/digest.h"
#include "unit.h"
#include <string.h>

static const char *const VECTORS[][2] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

START_TEST(digests_are_written_in_hex)
{
	for (size_t i = 0; i < DR_COUNT(VECTORS); i++) {
		dr_sha256 digest = dr_digest_sha256(dr_str_of(VECTORS[i][0]));
		char text[65];
		dr_digest_hex(&digest, 64, text);
		ck_assert_str_eq(text, VECTORS[i][1]);
		dr_digest_hex(&digest, 12, text);
		ck_assert_uint_eq(strlen(text), 12);
		ck_assert_int_eq(strncmp(text, VECTORS[i][1], 12), 0);
	}
	dr_sha256 nothing = dr_digest_sha256((dr_str){ 0 });
	char text[65];
	dr_digest_hex(&nothing, 64, text);
	ck_assert_str_eq(text, VECTORS[0][1]);
}
END_TEST

UNIT_MAIN("base_digest", NULL, NULL, digests_are_written_in_hex)
