/* Mark certificates: the first octet chooses what the rest is: a PEM file with itself as roots, one
 * without roots, or the DER of a logotype extension. */
#include "fuzz.h"
#include "mark/evidence.h"
#include "mark/logotype.h"

static void read_evidence(dr_arena *arena, dr_str file, bool roots)
{
	const dr_evidence_input input = {
		.file = file,
		.roots = roots ? file : (dr_str){ 0 },
		.as_of = dr_day_of(2026, 11, 21),
	};
	dr_evidence evidence;
	if (dr_evidence_read(arena, &input, &evidence, NULL) == DR_OK) {
		REQUIRE(evidence.certificates <= DR_EVIDENCE_CERTIFICATES_MAX);
		REQUIRE(evidence.certificates > 0 || evidence.names.len == 0);
		REQUIRE(evidence.chain_judged == (roots && evidence.certificates > 0));
	}
}

static void read_logotype(dr_arena *arena, dr_str der)
{
	dr_logotype logotype;
	if (dr_logotype_read(arena, der, &logotype)) {
		REQUIRE(logotype.svg.ptr == NULL || logotype.uri.ptr != NULL);
		REQUIRE(!logotype.hash_holds || logotype.hashed);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(16 * 1024 * 1024);
	if (arena != NULL && size > 0) {
		dr_str rest = { (const char *)data + 1, size - 1 };
		if (data[0] % 3 == 2) {
			read_logotype(arena, rest);
		} else {
			read_evidence(arena, rest, data[0] % 3 == 1);
		}
	}
	dr_arena_free(arena);
	return 0;
}
