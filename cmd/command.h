/*
 * What a command is: its words, its help, and what runs it. One const object for each, in its own
 * cmd_<name>.c; main.c lists them.
 */
#pragma once
#include "options.h"

struct command {
	unsigned bit;                /* COMMAND_x: which options it takes */
	const char *name;            /* "lint", "rules list" */
	const char *usage;           /* arguments: "DOMAIN…", or "" */
	size_t min, max;             /* how many arguments; SIZE_MAX: any number */
	const char *title;           /* one line for the list of commands */
	const char *about;           /* one paragraph */
	const char *const *examples; /* command lines and what they do, in turn; NULL at the end */
	const char *const *exits;    /* exit codes and their meaning, in turn; NULL at the end */
	/* The exit status (exit_status.h). Everything that was said about options holds. */
	int (*run)(dr_arena *arena, const options *given);
};

/* The commands of the program, in the order of the help. */
typedef struct command_table {
	const command *const *items;
	size_t count;
} command_table;

/* All of them (commands.c). */
extern const command_table COMMAND_TABLE;

/* By all its words; NULL when there is none. */
const command *command_find(const command_table *table, dr_str name);
/* True when `word` is the first of several words of a command: "rules". */
bool command_is_family(const command_table *table, dr_str word);

/* In cmd_<name>.c each. */
extern const command CMD_LINT, CMD_PLAN, CMD_SCAN, CMD_FACTS, CMD_SNAPSHOT, CMD_EXPLAIN;
extern const command CMD_GATE, CMD_STATUS;
extern const command CMD_CONFIG_SHOW, CMD_TF_EXTERNAL, CMD_COMPLETION;
extern const command CMD_LIVE, CMD_SPF_EVAL, CMD_SPF_TREE, CMD_DIFF, CMD_SIMULATE;
extern const command CMD_RULES_LIST, CMD_RULES_CHECK, CMD_RULES_TEST;
extern const command CMD_REPORT_INGEST, CMD_REPORT_SUMMARY, CMD_REPORT_WHAT_IF, CMD_REPORT_EXPORT,
	CMD_REPORT_PRUNE;
