/* Names as people type them, in master files and in wire form; addresses; public suffixes. */
#include "base/ipaddr.h"
#include "name/name.h"
#include "name/suffixes.h"
#include "record_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A name reads the same after it was written. */
static void check_name(dr_arena *arena, dr_name name)
{
	dr_name again = dr_name_of(arena, dr_name_text(arena, name));
	must(dr_arena_failed(arena) || dr_name_eq(name, again));
	dr_name organization = dr_suffixes_organizational(NULL, name);
	must(dr_name_is_within(name, organization));
	must(dr_name_eq(dr_suffixes_organizational(NULL, organization), organization));
	must(dr_name_cmp(name, again) == 0 || dr_arena_failed(arena));
}

static void check_address(dr_arena *arena, dr_str text)
{
	dr_ipaddr address, again;
	if (!dr_ipaddr_parse(text, &address)) {
		return;
	}
	dr_buf buf;
	dr_buf_init(&buf, arena);
	dr_ipaddr_write(address, &buf);
	must(dr_ipaddr_parse(dr_buf_str(&buf), &again) && dr_ipaddr_eq(address, again));
	for (unsigned length = 0; length <= dr_ipaddr_bits(address); length++) {
		dr_prefix prefix = { address, (uint8_t)length };
		must(dr_prefix_holds(prefix, address));
		must(!dr_prefix_has_host_bits(dr_prefix_masked(prefix)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(FUZZ_ARENA);
	dr_str text = { (const char *)data, size };
	if (arena == NULL) {
		return 0;
	}
	dr_name name = dr_name_of(arena, text);
	if (dr_name_is_set(name)) {
		check_name(arena, name);
	}
	dr_error err = { 0 };
	int code = dr_domain_load(arena, text, &name, &err);
	must(code == 0 || (err.code == code && err.text[0] != '\0'));
	if (code == 0) {
		check_name(arena, name);
	} else {
		must_be_inside(text, err.span);
	}
	check_address(arena, text);
	dr_arena_free(arena);
	return 0;
}
