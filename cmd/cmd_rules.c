/* rules list, rules check */
#include "command.h"
#include "exit_status.h"
#include "message.h"
#include "outputs.h"
#include "playbooks.h"
#include "profiles.h"
#include "rulebook.h"

static const char *const CHECK_EXITS[] = {
	"0",  "everything is right",
	"1",  "something is wrong; each place is shown",
	"2",  "the command line, or a file that cannot be read",
	NULL,
};

static int write_list(dr_arena *arena, const rule_list *rules, documents *list)
{
	for (size_t i = 0; i < list->len; i++) {
		document *one = &list->items[i];
		dr_buf text;
		dr_buf_init(&text, arena);
		one->format->rules(&one->options, rules->items, rules->len, &text);
		output_write(one->out, dr_buf_str(&text));
	}
	return outputs_close(list, !dr_arena_failed(arena));
}

static int list_rules(dr_arena *arena, const options *given)
{
	documents list;
	bool listed;
	int status = outputs_open(arena, given, DR_DOCUMENT_RULES, "text", &list, &listed);
	if (status != EXIT_CLEAN || listed) {
		return status;
	}
	rulebook book;
	rule_list rules;
	status = rulebook_load(arena, &given->rules, RULES_ALONE, &book);
	if (status == EXIT_CLEAN) {
		status = rulebook_choose(&book, &given->arguments, &rules);
	}
	if (status != EXIT_CLEAN) {
		outputs_close(&list, false);
		return status;
	}
	return write_list(arena, &rules, &list);
}

static int check_rules(dr_arena *arena, const options *given)
{
	rulebook book = { .errors = 0 };
	int status = rulebook_load(arena, &given->rules, RULES_WITH_EXAMPLES, &book);
	profile_list profiles = { NULL, 0 };
	if (status == EXIT_CLEAN) {
		profiles = profiles_load(arena, book.rules, &book.errors);
	}
	if (book.errors > 0) {
		message_say("%zu %s", book.errors, book.errors == 1 ? "problem" : "problems");
		return EXIT_FINDINGS;
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	size_t playbooks = 0;
	if (playbooks_check(arena, &playbooks) != EXIT_CLEAN ||
	    playbook_check(arena, given->playbook) != EXIT_CLEAN) {
		return EXIT_FINDINGS;
	}
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%zu rules, %zu profiles, %zu playbooks, nothing wrong\n",
	            dr_ruleset_count(book.rules), profiles.len, playbooks);
	return output_print(arena, dr_buf_str(&text));
}

const command CMD_RULES_LIST = {
	.bit = COMMAND_RULES_LIST,
	.name = "rules list",
	.usage = "[RULE…]",
	.max = SIZE_MAX,
	.title = "the rules, one line each",
	.about =
		"Lists every rule with its id, severity and title. A rule has an id (SPF023) and a "
		"name (too-many-lookups); either is accepted wherever a rule is named.",
	.examples = (const char *const[]){ "dmarcramp rules list", "every rule",
	                                   "dmarcramp rules list --rules my-rules --format json",
	                                   "your own rules too, for a program", NULL },
	.exits = (const char *const[]){ "0", "listed", "2",
	                                "an unknown rule, or a rule file that is not right", NULL },
	.run = list_rules,
};

const command CMD_RULES_CHECK = {
	.bit = COMMAND_RULES_CHECK,
	.name = "rules check",
	.usage = "",
	.title = "whether rules of your own are well written",
	.about =
		"Reads the built-in rules and those of --rules and shows every mistake with its "
		"place: unknown keys and facts, type errors, facts that are read although they may "
		"be absent, equal ids, rules and phases of playbooks without examples.",
	.examples = (const char *const[]){ "dmarcramp rules check --rules my-rules",
	                                   "check a folder of rules before using it",
	                                   "dmarcramp rules check --playbook mine.yaml",
	                                   "check a playbook of your own", NULL },
	.exits = CHECK_EXITS,
	.run = check_rules,
};
