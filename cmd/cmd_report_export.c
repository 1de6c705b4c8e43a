/* report export */
#include "command.h"
#include "evidence.h"
#include "exit_status.h"
#include "message.h"
#include "outputs.h"
#include "store/digest.h"

typedef struct {
	documents *list;
	dr_arena *arena; /* of one row */
} exporting;

static int write_row(void *self, const dr_stored_record *record, dr_error *err)
{
	exporting *e = self;
	dr_arena_reset(e->arena);
	for (size_t i = 0; i < e->list->len; i++) {
		dr_buf text;
		dr_buf_init(&text, e->arena);
		e->list->items[i].format->records->item(record, &text);
		output_write(e->list->items[i].out, dr_buf_str(&text));
	}
	if (dr_arena_failed(e->arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for a row");
	}
	return outputs_are_dead(e->list) ? dr_fail(err, DR_EIO, DR_NOWHERE, "nobody reads on")
	                                 : DR_OK;
}

static void write_heads(exporting *e)
{
	for (size_t i = 0; i < e->list->len; i++) {
		dr_buf text;
		dr_buf_init(&text, e->arena);
		if (e->list->items[i].format->records->head != NULL) {
			e->list->items[i].format->records->head(&text);
		}
		output_write(e->list->items[i].out, dr_buf_str(&text));
	}
}

static int export_rows(dr_arena *arena, const options *given, documents *list)
{
	dr_evidence_query query;
	dr_store *store = NULL;
	int status = evidence_query(arena, given, &query);
	if (status == EXIT_CLEAN) {
		status = evidence_open_store(arena, given, DR_STORE_READ, &store);
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	exporting e = { list, dr_arena_new(0) };
	dr_error err = { 0 };
	int code = DR_ENOMEM;
	if (e.arena != NULL) {
		write_heads(&e);
		code = store->records(store, &query, write_row, &e, &err);
	}
	if (code != DR_OK && !outputs_are_dead(list)) {
		message_error(&err, NULL);
		status = exit_of_error(code);
	}
	dr_arena_free(e.arena);
	dr_store_close(store);
	return status;
}

static int write_line(void *self, dr_str line, dr_error *err)
{
	(void)err;
	output_write(self, line);
	return DR_OK;
}

/* The digest has one form, so that it can be read again; --format names no other. */
static int export_digest(dr_arena *arena, const options *given)
{
	dr_evidence_query query;
	dr_evidence *evidence = NULL;
	output *out = NULL;
	dr_error err = { 0 };
	if (given->arguments.len != 1) {
		message_say("a digest is of one domain: report export --digest DOMAIN");
		return EXIT_USAGE;
	}
	int status = evidence_query(arena, given, &query);
	if (status == EXIT_CLEAN) {
		status = evidence_open(arena, given, &evidence);
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	dr_str file = given->formats.len > 0 ? given->formats.items[0].file : (dr_str){ NULL, 0 };
	int code = output_open(arena, file, &out, &err);
	if (code == DR_OK) {
		code = dr_digest_write(evidence, &query, write_line, out, &err);
	}
	if (code == DR_OK) {
		code = output_commit(out, &err);
	} else {
		output_abandon(out);
	}
	dr_evidence_close(evidence);
	if (code != DR_OK) {
		message_error(&err, NULL);
	}
	return code == DR_EIO ? EXIT_INTERNAL : exit_of_error(code);
}

static int report_export(dr_arena *arena, const options *given)
{
	documents list;
	bool listed;
	if (given->digest) {
		return export_digest(arena, given);
	}
	int status = outputs_open(arena, given, DR_DOCUMENT_RECORDS, "ndjson", &list, &listed);
	if (status != EXIT_CLEAN || listed) {
		return status;
	}
	status = export_rows(arena, given, &list);
	return exit_worse(outputs_close(&list, status == EXIT_CLEAN), status);
}

const command CMD_REPORT_EXPORT = {
	.bit = COMMAND_REPORT_EXPORT,
	.name = "report export",
	.usage = "[DOMAIN]",
	.max = 1,
	.title = "the evidence as rows, or as a digest to keep under version control",
	.about =
		"Writes the rows of aggregate reports as they were reported, or with --digest what "
		"they add up to per day, source and scope: lines in a fixed order, without "
		"addresses of people. A digest is evidence for every other command (--evidence).",
	.examples =
		(const char *const[]){ "dmarcramp report export --format csv=rows.csv",
	                               "every row, for a spreadsheet",
	                               "dmarcramp report export --digest example.com > d.ndjson",
	                               "a file to commit", NULL },
	.exits = (const char *const[]){ "0", "written", "2", "no evidence there, or no such domain",
	                                "4", "internal error, or output that cannot be written",
	                                NULL },
	.run = report_export,
};
