/* Bounces and replies of strangers: what is found in them, and the account of it. */
#include "account/authres.h"
#include "account/bounce.h"
#include "account/handed.h"
#include "message/mime.h"

/* A few replies of the kinds that rules/bounces/ has. */
static const char TABLE[] =
	"provider: Big\nhosts: [big.example]\nreplies:\n"
	"  - codes: [\"550 5.7.26\"]\n    text: [\"due to ... dmarc policy\"]\n"
	"    check: dmarc\n    means: m\n    fix: f\n    see: [s]\n"
	"  - codes: [\"421\"]\n    check: spf\n    means: m\n    fix: f\n"
	"    see: [s]\n"
	"  - text: [\"dmarc\", \"no ptr record\"]\n    check: ptr\n    means: m\n"
	"    fix: f\n    see: [s]\n";

static void explain(dr_arena *arena, dr_str text)
{
	static const dr_source file = { "table.yaml", { TABLE, sizeof(TABLE) - 1 } };
	dr_errors errors = { NULL, 0 };
	dr_bounce_table *table = dr_bounce_table_new(arena);
	dr_glossary *glossary = dr_glossary_new(arena);
	dr_account account;
	dr_bounce bounce;
	if (table == NULL || glossary == NULL || dr_bounce_table_load(table, &file, &errors) != 0) {
		return;
	}
	const dr_account_world world = { .glossary = glossary, .bounces = table };
	dr_handed_of(arena, text);
	if (dr_bounce_parse(arena, text, &bounce, NULL) == DR_OK) {
		dr_account_bounce(arena, &world, &bounce, &account);
	}
	dr_account_authres(arena, &world, text, &account);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	if (!ready) {
		dr_mime_setup();
		ready = true;
	}
	dr_arena *arena = dr_arena_new(64 * 1024 * 1024);
	if (arena != NULL) {
		explain(arena, (dr_str){ (const char *)data, size });
	}
	dr_arena_free(arena);
	return 0;
}
