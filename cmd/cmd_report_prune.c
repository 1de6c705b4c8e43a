/* report prune */
#include "command.h"
#include "evidence.h"
#include "exit_status.h"
#include "message.h"
#include "output.h"

#include <inttypes.h>

static int prune(dr_arena *arena, const options *given, dr_store *store)
{
	uint64_t reports = 0;
	dr_error err = { 0 };
	int code = store->prune(store, given->before, &reports, &err);
	if (code != DR_OK) {
		message_error(&err, NULL);
		return EXIT_INTERNAL;
	}
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%" PRIu64 " aggregate %s from before ", reports,
	            reports == 1 ? "report" : "reports");
	dr_day_write(given->before, &text);
	dr_buf_add(&text, DR_STR(" forgotten\n"));
	return given->quiet ? EXIT_CLEAN : output_print(arena, dr_buf_str(&text));
}

static int report_prune(dr_arena *arena, const options *given)
{
	if (given->before == DR_NO_DAY) {
		message_say("--before is missing: the first day whose evidence stays");
		return EXIT_USAGE;
	}
	dr_store *store = NULL;
	int status = evidence_open_store(arena, given, DR_STORE_READ, &store);
	if (status == EXIT_CLEAN) {
		status = prune(arena, given, store);
		dr_store_close(store);
	}
	return status;
}

const command CMD_REPORT_PRUNE = {
	.bit = COMMAND_REPORT_PRUNE,
	.name = "report prune",
	.usage = "",
	.title = "forget old evidence",
	.about = "Forgets every report about days before a date: its rows and what they add up to. "
		 "Plans look back 90 days at most.",
	.examples = (const char *const[]){ "dmarcramp report prune --before 2026-01-01",
	                                   "keep this year", NULL },
	.exits = (const char *const[]){ "0", "forgotten", "2", "no evidence there", "4",
	                                "a store that cannot be written", NULL },
	.run = report_prune,
};
