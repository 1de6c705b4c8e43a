#include "traffic.h"
#include "evidence.h"
#include "exit_status.h"
#include "message.h"
#include "rulebook.h"
#include "sources.h"

static int read_context(dr_arena *arena, const options *given, evidence_reader *reader)
{
	dr_traffic_input *input = &reader->input;
	int status = evidence_query(arena, given, &input->query);
	if (status == EXIT_CLEAN) {
		status = settings_open(arena, given, NULL, &reader->settings);
	}
	if (status == EXIT_CLEAN) {
		status = suffixes_read(arena, given, &reader->suffixes);
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	const dr_config *config = reader->settings.config;
	input->suffixes = reader->suffixes;
	input->catalog = services_load(arena, RULES_WITH_EXAMPLES);
	input->config = settings_of(&reader->settings, arena, input->query.domain);
	input->confirmed = config != NULL ? &config->confirmed_reporters : NULL;
	return input->catalog != NULL ? EXIT_CLEAN : EXIT_INTERNAL;
}

static int open_owners(dr_arena *arena, const options *given, evidence_reader *reader)
{
	dr_error err = { 0 };
	const char *path = dr_arena_copy(arena, given->owners).ptr;
	int code = path != NULL ? dr_owners_open(path, &reader->owners, &err) : DR_ENOMEM;
	if (code != DR_OK) {
		message_say("--owners: %s", path != NULL ? err.text : "no memory");
		return exit_of_error(code);
	}
	reader->input.owners = reader->owners;
	return EXIT_CLEAN;
}

static int open_evidence(dr_arena *arena, const options *given, evidence_reader *reader)
{
	if (given->evidence.len > 0) {
		return evidence_open(arena, given, &reader->evidence);
	}
	int status = evidence_open_store(arena, given, DR_STORE_READ, &reader->store);
	if (status == EXIT_CLEAN) {
		reader->evidence = &reader->store->evidence;
	}
	return status;
}

int traffic_open(dr_arena *arena, const options *given, evidence_reader *ret_reader)
{
	evidence_reader reader = { .evidence = NULL };
	int status = read_context(arena, given, &reader);
	if (status == EXIT_CLEAN && given->owners.len > 0) {
		status = open_owners(arena, given, &reader);
	}
	if (status == EXIT_CLEAN) {
		status = open_evidence(arena, given, &reader);
	}
	if (status == EXIT_CLEAN) {
		*ret_reader = reader;
	} else {
		traffic_close(&reader);
	}
	return status;
}

int traffic_read(dr_arena *arena, const evidence_reader *reader, dr_traffic **ret_traffic)
{
	dr_error err = { 0 };
	int code = dr_traffic_read(arena, reader->evidence, &reader->input, ret_traffic, &err);
	if (code != DR_OK) {
		message_error(&err, NULL);
	}
	return exit_of_error(code);
}

void traffic_close(evidence_reader *reader)
{
	dr_evidence_close(reader->evidence);
	dr_owners_close(reader->owners);
	dr_suffixes_close(reader->suffixes);
}
