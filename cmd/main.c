#include "command.h"
#include "exit_status.h"
#include "help.h"
#include "message.h"
#include "output.h"
#include "system.h"

#include <stdlib.h>

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
		help_write_family(&COMMAND_TABLE, given->family, &text);
	} else {
		help_write_program(&COMMAND_TABLE, &text);
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
	if (options_read(arena, &COMMAND_TABLE, argc, argv, environment, &given, &err) != DR_OK) {
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
