/*
 * Options: one table for all of them, of all commands. It drives parsing, the environment twins,
 * the help text and later the man page and completions.
 *
 * Long options only, besides -h and -V: `--name value`, `--name=value`; `--` ends them. Every
 * option has a twin in the environment, DMARCRAMP_<NAME>, which the option overrides; several
 * values of a repeatable one are separated by commas there.
 */
#pragma once
#include "base/clock.h"
#include "base/error.h"
#include "base/list.h"
#include "dns/live.h"
#include "report/limits.h"
#include "web/web.h"

typedef struct command command;
typedef struct command_table command_table;

/* Which commands take an option. */
enum {
	COMMAND_LINT = 1u << 0,
	COMMAND_SCAN = 1u << 1,
	COMMAND_FACTS = 1u << 2,
	COMMAND_SNAPSHOT = 1u << 3,
	COMMAND_PLAN = 1u << 4,
	COMMAND_RULES_LIST = 1u << 5,
	COMMAND_RULES_CHECK = 1u << 6,
	COMMAND_RULES_TEST = 1u << 7,
	COMMAND_EXPLAIN = 1u << 8,
	COMMAND_SPF_EVAL = 1u << 9,
	COMMAND_SIMULATE = 1u << 10,
	COMMAND_REPORT_INGEST = 1u << 11,
	COMMAND_REPORT_SUMMARY = 1u << 12,
	COMMAND_REPORT_EXPORT = 1u << 13,
	COMMAND_REPORT_PRUNE = 1u << 14,
	COMMAND_SPF_TREE = 1u << 15,
	COMMAND_DIFF = 1u << 16,
	COMMAND_LIVE = 1u << 17,
	COMMAND_GATE = 1u << 18,
	COMMAND_STATUS = 1u << 19,
	COMMAND_CONFIG_SHOW = 1u << 20,
	COMMAND_TF_EXTERNAL = 1u << 21,
	COMMAND_COMPLETION = 1u << 22,
	COMMAND_REPORT_WHAT_IF = 1u << 23,
};

/* One --format. */
typedef struct {
	dr_str name;
	dr_str file; /* ptr NULL: standard output */
} output_choice;

typedef DR_LIST(output_choice) output_choices;
typedef DR_LIST(dr_server) server_list;

typedef struct option_spec option_spec;

/* A value that an option has got, and from where: "default", "environment DMARCRAMP_X",
 * "option". */
typedef struct {
	const option_spec *spec;
	dr_str value, origin;
} option_told;

typedef DR_LIST(option_told) option_tolds;

/* What was said, or else the defaults of the table. Texts are borrowed from argv, the environment
 * and the arena. */
typedef struct {
	const command *command;
	dr_strs arguments; /* those behind the command's words */
	dr_str family;     /* only the first of a command's words was said: "rules" */
	bool help, version;
	option_tolds told; /* every option of the command that has a value, in the table's order */

	dr_str from, to; /* diff */
	dr_strs zones;
	dr_str input_format;
	dr_str origin;
	dr_str snapshot;
	bool offline;
	server_list resolvers;
	bool trust_ad;
	bool authoritative;
	dr_str previous;

	bool fetch, no_fetch;
	dr_web_detours detours;
	dr_str ca_file, mark_roots;
	bool allow_private;

	dr_str logo, certificate; /* files */
	dr_strs selectors;
	dr_str message;    /* a file with a mail; empty: none */
	dr_str dkim_probe; /* empty: the command's own default */
	dr_str mail;

	dr_strs rules; /* folders or files beside the built-in set */
	dr_str config; /* a file; empty: looked for */
	dr_str psl;
	dr_day as_of; /* DR_NO_DAY: today */

	dr_ipaddr ip;                     /* of the client; DR_IP_NONE: not said */
	dr_str mail_from, helo, receiver; /* ptr NULL: not said; may be empty */
	dr_str header_from;
	dr_str spf_domain, spf_result; /* empty: not said */
	dr_strs dkim;                  /* DOMAIN or DOMAIN=RESULT */
	bool trace;
	dr_str verify; /* explain: a source; empty: none */

	dr_str pace;
	dr_strs rua, ruf; /* URIs; empty: not said */
	dr_day since;     /* DR_NO_DAY: not said */
	dr_str playbook;  /* a name or a file */
	dr_str stop_at;
	dr_day by;    /* DR_NO_DAY: not said */
	dr_str phase; /* gate, live: its id; empty: the next one */
	bool full, next, questions;
	bool rollback, emergency, step_down;

	dr_str store;    /* empty: the user's own */
	dr_str evidence; /* a digest; empty: the store */
	dr_str owners;   /* an MMDB file; empty: none */
	dr_day before;   /* DR_NO_DAY: not said */
	bool digest;
	bool undecided;
	dr_str policy; /* to replay; empty: not said */
	bool keep_personal;
	dr_str trusted_authserv_id;
	dr_report_limits report_limits;

	output_choices formats;
	bool all;
	dr_str fail_on;
	dr_str profile;                  /* empty: none */
	dr_str baseline, write_baseline; /* files; empty: none */
	dr_str color;
	bool quiet;

	int64_t timeout_ms; /* of one domain */
	int64_t query_timeout_ms;
	int64_t max_questions;
	int64_t max_fetches;
	int64_t max_body;  /* octets */
	int64_t max_arena; /* octets */
	int64_t jobs;
	bool ordered;
} options;

/* Stores a value; the text of a switch is empty. 0, or DR_EINVAL, DR_ENAME with a text that names
 * what is wanted. */
typedef int (*option_reader)(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                             dr_error *err);

struct option_spec {
	const char *name;  /* without the dashes */
	char letter;       /* 'h' for -h; 0: none */
	const char *value; /* as the help calls it: "FILE"; NULL: a switch */
	bool repeatable;   /* the member is a list */
	unsigned commands; /* COMMAND_x; 0: also without a command */
	const char *doc;
	const char *fallback; /* the default, read like a value; NULL: none */
	const char *shown;    /* the default in words, when the reader of the help needs others */
	size_t member;        /* offset in `options` */
	option_reader read;
	const char *const *choices; /* closed set, NULL at the end */
	int64_t min, max;           /* numbers */
};

/* Options that stand together in the help. */
typedef struct {
	const char *heading;
	const option_spec *specs;
	size_t count;
} option_group;

/* In the order of the help. */
extern const option_group *const OPTION_GROUPS[];
extern const size_t OPTION_GROUP_COUNT;

/* Of all groups together the option at this index; NULL behind the last. */
const option_spec *option_at(size_t i);

bool option_is_for(const option_spec *spec, const command *which);

/* Reads the command line. `environment` gives the value of a variable or NULL. Texts go to `arena`.
 * When --help or --version was given, nothing but `command`, `help` and `version` counts and the
 * number of arguments is not checked. DR_ENAME (unknown command, option or value, with a
 * suggestion), DR_EINVAL, DR_ENOMEM; of `ret_options` only `command` is touched then. */
int options_read(dr_arena *arena, const command_table *commands, int argc, char *const *argv,
                 const char *(*environment)(const char *name), options *ret_options, dr_error *err);
