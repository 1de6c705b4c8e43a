/* report ingest */
#include "command.h"
#include "evidence.h"
#include "exit_status.h"
#include "ingest.h"

static int report_ingest(dr_arena *arena, const options *given)
{
	documents list;
	bool listed;
	int status = outputs_open(arena, given, DR_DOCUMENT_INGEST, "text", &list, &listed);
	if (status != EXIT_CLEAN || listed) {
		return status;
	}
	dr_store *store = NULL;
	const char *path = NULL;
	status = evidence_store_path(arena, given, &path);
	if (status == EXIT_CLEAN) {
		status = evidence_open_store(arena, given, DR_STORE_WRITE, &store);
	}
	if (status == EXIT_CLEAN) {
		const ingest_options how = { given, store, path, &list };
		status = ingest_run(arena, &how);
		dr_store_close(store);
	}
	bool good = status != EXIT_INTERNAL && store != NULL;
	return exit_worse(outputs_close(&list, good), status);
}

const command CMD_REPORT_INGEST = {
	.bit = COMMAND_REPORT_INGEST,
	.name = "report ingest",
	.usage = "FILE|DIR…",
	.min = 1,
	.max = SIZE_MAX,
	.title = "read reports from files, folders and mailboxes into the store",
	.about = "Reads aggregate reports (RFC 7489, RFC 9990), failure reports (RFC 6591, RFC "
		 "9991) "
		 "and TLS reports (RFC 8460): plain, packed with gzip or zip, in mails, mailboxes "
		 "and "
		 "Maildirs, in folders with everything below them, and from standard input (-). "
		 "What "
		 "a file is follows from its content. A report that is there already counts once. "
		 "What is hostile or broken is refused and named; the rest is read.",
	.examples =
		(const char *const[]){
			"dmarcramp report ingest ~/Maildir/.dmarc",
			"a mail folder; what was read before is recognised",
			"dmarcramp report ingest reports.mbox more/ google.com!example.com!….zip",
			"a mailbox, a folder and one report",
			"dmarcramp report ingest - < message.eml", "one mail, from a pipe", NULL },
	.exits = (const char *const[]){ "0", "everything was read", "2",
	                                "the command line, or a file that is not there", "3",
	                                "something was refused; the rest is in", "4",
	                                "internal error, or a store that cannot be written", NULL },
	.run = report_ingest,
};
