/* report summary */
#include "command.h"
#include "exit_status.h"
#include "outputs.h"
#include "reverse.h"
#include "traffic.h"

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

/* Reads the evidence; again when reverse names were learnt, for they make sources. */
static int read_with_names(dr_arena *arena, const options *given, const evidence_reader *reader,
                           dr_traffic **ret_traffic)
{
	bool learnt = false;
	int status = traffic_read(arena, reader, ret_traffic);
	if (status == EXIT_CLEAN && reader->store != NULL) {
		status = reverse_learn(arena, given, reader->store, *ret_traffic, &learnt);
	}
	return status == EXIT_CLEAN && learnt ? traffic_read(arena, reader, ret_traffic) : status;
}

static int summarise(dr_arena *arena, const options *given, documents *list)
{
	evidence_reader reader;
	int status = traffic_open(arena, given, &reader);
	if (status != EXIT_CLEAN) {
		return status;
	}
	dr_traffic *traffic = NULL;
	status = read_with_names(arena, given, &reader, &traffic);
	if (status == EXIT_CLEAN) {
		status = write_traffic(arena, traffic, list);
	}
	traffic_close(&reader);
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
	.about = "Adds up what receivers reported about a domain and those below it, per source: a "
		 "service, a domain that signs, a return-path, a network. For each: how its mail "
		 "aligns, since when, what is wrong and what to do. What people decided about "
		 "sources stands in dmarcramp.yaml; --undecided lists what still needs a decision. "
		 "Reverse names of unknown addresses are asked for once a month, at most 64 at a "
		 "time, and kept in the store; --offline asks nothing. Every number is of reported "
		 "messages: not every receiver reports.",
	.examples =
		(const char *const[]){ "dmarcramp report summary example.com", "from the store",
	                               "dmarcramp report summary example.com --since 2026-11-01",
	                               "of this month only",
	                               "dmarcramp report summary example.com --undecided",
	                               "what needs a decision, with the line to paste",
	                               "dmarcramp report summary example.com --evidence d.ndjson",
	                               "from a digest that is under version control", NULL },
	.exits = (const char *const[]){ "0", "shown", "2", "no evidence there, or no such domain",
	                                "4", "internal error, or output that cannot be written",
	                                NULL },
	.run = report_summary,
};
