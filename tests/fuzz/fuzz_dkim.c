/* DKIM keys; and the octets themselves as DER. */
#include "record/dkim.h"
#include "record_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_der(dr_str octets)
{
	dr_der_key key = dr_der_read_key(octets);
	must(key.missing == 0 || key.trailing == 0);
	must(key.trailing < octets.len || octets.len == 0);
	must(key.kind != DR_KEY_NONE || (key.bits == 0 && key.missing == 0));
	/* Ed25519 has 256 bits whatever there is of it */
	must(key.kind == DR_KEY_ED25519 || key.bits / 8 <= octets.len + key.missing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(FUZZ_ARENA);
	dr_str text = { (const char *)data, size };
	dr_dkim record;
	check_der(text);
	if (arena != NULL && dr_dkim_parse(arena, text, &record) == 0) {
		must_be_good_issues(text, &record.issues);
		must(!record.valid || (record.key != DR_KEY_NONE && record.bits > 0));
		must(!record.revoked || record.octets.len == 0);
		check_der(record.octets);
	}
	dr_arena_free(arena);
	return 0;
}
