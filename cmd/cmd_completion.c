/* completion */
#include "command.h"
#include "completion.h"
#include "exit_status.h"
#include "message.h"
#include "output.h"

static int completion(dr_arena *arena, const options *given)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	if (!completion_write(given->arguments.items[0], &out)) {
		message_say("'%.*s' is none of bash, zsh, fish, man",
		            DR_FMT(given->arguments.items[0]));
		return EXIT_USAGE;
	}
	return output_print(arena, dr_buf_str(&out));
}

const command CMD_COMPLETION = {
	.bit = COMMAND_COMPLETION,
	.name = "completion",
	.usage = "bash|zsh|fish|man",
	.min = 1,
	.max = 1,
	.title = "what a shell completes, or the manual page",
	.about =
		"Writes the completion script of a shell, or the manual page, from the same tables "
		"as --help.",
	.examples =
		(const char *const[]){
			"dmarcramp completion bash > ~/.local/share/bash-completion/completions/"
			"dmarcramp",
			"for bash, from the next shell on", NULL },
	.exits = (const char *const[]){ "0", "it was written", "2", "there is no such shell", "4",
	                                "output that cannot be written", NULL },
	.run = completion,
};
