/* explain */
#include "command.h"
#include "exit_status.h"
#include "topics.h"

static int find_topics(dr_arena *arena, const options *given, topics *ret_topics)
{
	topic_index index;
	int status = topics_open(arena, given, &index);
	for (size_t i = 0; i < given->arguments.len && status == EXIT_CLEAN; i++) {
		if (!topics_find(&index, given->arguments.items[i], ret_topics)) {
			topics_suggest(&index, given->arguments.items[i]);
			status = EXIT_USAGE;
		}
	}
	return status;
}

static int explain(dr_arena *arena, const options *given)
{
	documents list;
	bool listed;
	int status = outputs_open(arena, given, DR_DOCUMENT_EXPLAIN, "text", &list, &listed);
	if (status != EXIT_CLEAN || listed) {
		return status;
	}
	topics found = { NULL, 0 };
	status = find_topics(arena, given, &found);
	for (size_t i = 0; i < list.len && status == EXIT_CLEAN; i++) {
		topics_write(arena, &list.items[i], &found);
	}
	int closed = outputs_close(&list, status == EXIT_CLEAN && !dr_arena_failed(arena));
	return status == EXIT_CLEAN ? closed : status;
}

const command CMD_EXPLAIN = {
	.bit = COMMAND_EXPLAIN,
	.name = "explain",
	.usage = "RULE|SERVICE|WORD…",
	.min = 1,
	.max = SIZE_MAX,
	.title = "what a rule, a service or a word of the standards is about, and what to do",
	.about = "Says what a rule looks for and why it matters, how to fix what it found, shows "
		 "records that it hits and records that pass, and where the standard says so. Of "
		 "a service it says how it shows in DNS, where its SPF counts, how its mail looks "
		 "before it is set up, what to publish and where to click. Of a tag, a result, an "
		 "element of a report it says what it means and what receivers of the two "
		 "generations make of it.",
	.examples = (const char *const[]){ "dmarcramp explain SPF023", "a rule by id",
	                                   "dmarcramp explain subdomain-policy-weaker",
	                                   "a rule by name", "dmarcramp explain sendgrid",
	                                   "a service", "dmarcramp explain sampled_out pct",
	                                   "words of reports and records", NULL },
	.exits = (const char *const[]){ "0", "explained", "2", "nothing is called so", NULL },
	.run = explain,
};
