#include "command.h"
#include "exit_status.h"
#include "help.h"
#include "message.h"
#include "output.h"
#include "system.h"

#include <stdlib.h>

/* Every command, in the order of the help. */
static const command *const COMMANDS[] = {
	&CMD_LINT,          &CMD_PLAN,           &CMD_GATE,          &CMD_STATUS,
	&CMD_SCAN,          &CMD_FACTS,          &CMD_LIVE,          &CMD_SNAPSHOT,
	&CMD_DIFF,          &CMD_SPF_TREE,       &CMD_SPF_EVAL,      &CMD_SIMULATE,
	&CMD_REPORT_INGEST, &CMD_REPORT_SUMMARY, &CMD_REPORT_EXPORT, &CMD_REPORT_PRUNE,
	&CMD_EXPLAIN,       &CMD_RULES_LIST,     &CMD_RULES_CHECK,   &CMD_RULES_TEST,
};

static const command_table TABLE = { COMMANDS, DR_COUNT(COMMANDS) };

static const char *environment(const char *name)
{
	return getenv(name);
}

static int tell(dr_arena *arena, const options *given)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	if (given->version) {
		help_write_version(&text);
	} else if (given->command != NULL) {
		help_write_command(given->command, &text);
	} else if (given->family.len > 0) {
		help_write_family(&TABLE, given->family, &text);
	} else {
		help_write_program(&TABLE, &text);
	}
	return output_print(arena, dr_buf_str(&text));
}

static int complain(const options *given, const dr_error *err)
{
	message_error(err, NULL);
	message_say("'dmarcramp%s%s --help' says more", given->command != NULL ? " " : "",
	            given->command != NULL ? given->command->name : "");
	return exit_of_error(err->code);
}

static int start(dr_arena *arena, int argc, char *const *argv)
{
	options given = { .command = NULL };
	dr_error err = { 0 };
	if (options_read(arena, &TABLE, argc, argv, environment, &given, &err) != DR_OK) {
		return complain(&given, &err);
	}
	if (given.help || given.version) {
		return tell(arena, &given);
	}
	int status = given.command->run(arena, &given);
	int number = system_signal();
	return number != 0 ? EXIT_SIGNAL + number : status;
}

int main(int argc, char **argv)
{
	system_catch_signals();
	dr_arena *arena = dr_arena_new(0);
	if (arena == NULL) {
		message_say("no memory");
		return EXIT_INTERNAL;
	}
	int status = start(arena, argc, argv);
	dr_arena_free(arena);
	return status;
}
