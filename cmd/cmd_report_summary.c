/* report summary */
#include "command.h"
#include "evidence.h"
#include "exit_status.h"
#include "message.h"
#include "name/name.h"
#include "outputs.h"
#include "traffic/traffic.h"

static int write_traffic(dr_arena *arena, const dr_traffic *traffic, documents *list)
{
	for (size_t i = 0; i < list->len; i++) {
		document *one = &list->items[i];
		dr_buf text;
		dr_buf_init(&text, arena);
		one->format->traffic(&one->options, traffic, &text);
		output_write(one->out, dr_buf_str(&text));
	}
	return dr_arena_failed(arena) ? EXIT_INTERNAL : EXIT_CLEAN;
}

static int summarise(dr_arena *arena, const options *given, documents *list)
{
	dr_evidence_query query;
	int status = evidence_query(arena, given, &query);
	dr_evidence *evidence = NULL;
	if (status == EXIT_CLEAN) {
		status = evidence_open(arena, given, &evidence);
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	dr_traffic *traffic = NULL;
	dr_error err = { 0 };
	const dr_traffic_input input = { .query = query };
	int code = dr_traffic_read(arena, evidence, &input, &traffic, &err);
	if (code == DR_OK) {
		status = write_traffic(arena, traffic, list);
	} else {
		message_error(&err, NULL);
		status = exit_of_error(code);
	}
	dr_evidence_close(evidence);
	return status;
}

static int report_summary(dr_arena *arena, const options *given)
{
	documents list;
	bool listed;
	int status = outputs_open(arena, given, DR_DOCUMENT_TRAFFIC, "text", &list, &listed);
	if (status != EXIT_CLEAN || listed) {
		return status;
	}
	status = summarise(arena, given, &list);
	return exit_worse(outputs_close(&list, status == EXIT_CLEAN), status);
}

const command CMD_REPORT_SUMMARY = {
	.bit = COMMAND_REPORT_SUMMARY,
	.name = "report summary",
	.usage = "DOMAIN",
	.min = 1,
	.max = 1,
	.title = "who sends as a domain, and how it authenticates",
	.about = "Adds up what receivers reported about a domain and those below it, per source: "
		 "messages, how they were aligned, what receivers did and why, who reported, since "
		 "when. Every number is of reported messages: not every receiver reports.",
	.examples =
		(const char *const[]){ "dmarcramp report summary example.com", "from the store",
	                               "dmarcramp report summary example.com --since 2026-11-01",
	                               "of this month only",
	                               "dmarcramp report summary example.com --evidence d.ndjson",
	                               "from a digest that is under version control", NULL },
	.exits = (const char *const[]){ "0", "shown", "2", "no evidence there, or no such domain",
	                                "4", "internal error, or output that cannot be written",
	                                NULL },
	.run = report_summary,
};
