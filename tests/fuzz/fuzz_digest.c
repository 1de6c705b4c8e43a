/*
 * Digests of strangers: what is read and written is read again as the same, octet for octet.
 */
#include "fuzz.h"
#include "store/digest.h"

static int add_line(void *self, dr_str line, dr_error *err)
{
	(void)err;
	dr_buf_add(self, line);
	return DR_OK;
}

/* The evidence about everything below `domain`, written; closes it. */
static dr_str rewrite(dr_arena *arena, dr_evidence *evidence, dr_str domain)
{
	const dr_evidence_query query = { domain, DR_NO_DAY, DR_NO_DAY };
	dr_error err = { 0 };
	dr_buf out;
	dr_buf_init(&out, arena);
	REQUIRE(dr_digest_write(evidence, &query, add_line, &out, &err) == DR_OK);
	dr_evidence_close(evidence);
	return dr_buf_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(0);
	dr_source source = { "fuzz", { (const char *)data, size } };
	dr_evidence *evidence = NULL;
	dr_error err = { 0 };
	int code = dr_digest_open(&source, &evidence, &err);
	REQUIRE(code == err.code);
	if (code == DR_OK) {
		dr_source first = { "first", rewrite(arena, evidence, DR_STR("a.example")) };
		REQUIRE(dr_digest_open(&first, &evidence, &err) == DR_OK);
		dr_str second = rewrite(arena, evidence, DR_STR("a.example"));
		REQUIRE(dr_str_eq(first.text, second));
	}
	dr_arena_free(arena);
	return 0;
}
