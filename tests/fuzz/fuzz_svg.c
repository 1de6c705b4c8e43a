/* Logos: any octets give a logo whose problems are bounded and have known codes. */
#include "fuzz.h"
#include "mark/logo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(16 * 1024 * 1024);
	dr_str file = { (const char *)data, size };
	dr_logo logo;
	if (arena != NULL && dr_logo_read(arena, file, &logo, NULL) == DR_OK) {
		REQUIRE(logo.problems.len <= DR_LOGO_PROBLEMS_MAX);
		for (size_t i = 0; i < logo.problems.len; i++) {
			REQUIRE(logo.problems.items[i].code < DR_LOGO_PROBLEM_COUNT);
			REQUIRE(logo.problems.items[i].count > 0);
		}
		REQUIRE(logo.svg.len <= DR_LOGO_OCTETS_MAX || logo.problems.len > 0);
	}
	dr_arena_free(arena);
	return 0;
}
