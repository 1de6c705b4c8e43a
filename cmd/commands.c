#include "command.h"

/* Every command, in the order of the help. */
static const command *const COMMANDS[] = {
	&CMD_LINT,          &CMD_PLAN,           &CMD_GATE,           &CMD_STATUS,
	&CMD_SCAN,          &CMD_FACTS,          &CMD_LIVE,           &CMD_SNAPSHOT,
	&CMD_DIFF,          &CMD_SPF_TREE,       &CMD_SPF_EVAL,       &CMD_SIMULATE,
	&CMD_REPORT_INGEST, &CMD_REPORT_SUMMARY, &CMD_REPORT_WHAT_IF, &CMD_REPORT_EXPORT,
	&CMD_REPORT_PRUNE,  &CMD_EXPLAIN,        &CMD_RULES_LIST,     &CMD_RULES_CHECK,
	&CMD_RULES_TEST,    &CMD_CONFIG_SHOW,    &CMD_TF_EXTERNAL,    &CMD_COMPLETION,
};

const command_table COMMAND_TABLE = { COMMANDS, DR_COUNT(COMMANDS) };
