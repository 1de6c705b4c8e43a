/* explain */
#include "command.h"
#include "exit_status.h"
#include "message.h"
#include "outputs.h"
#include "rulebook.h"

/* What was named: one of the two. */
typedef struct {
	const dr_rule *rule;
	const dr_service *service;
} topic;

typedef DR_LIST(topic) topics;

/* The nearer of two names that may have been meant; either may be NULL. */
static const char *nearer(dr_str what, const char *a, const char *b)
{
	enum { FAR = 100 };
	if (a == NULL || b == NULL) {
		return a != NULL ? a : b;
	}
	return dr_str_distance(what, dr_str_of(a), FAR) <= dr_str_distance(what, dr_str_of(b), FAR)
	               ? a
	               : b;
}

static int find_topic(const rulebook *book, const dr_catalog *catalog, dr_str what,
                      topics *ret_topics)
{
	topic found = { .rule = dr_ruleset_find(book->rules, what) };
	found.service = found.rule == NULL ? dr_catalog_find(catalog, what) : NULL;
	if (found.rule != NULL || found.service != NULL) {
		dr_list_add(book->arena, ret_topics, found);
		return EXIT_CLEAN;
	}
	const char *near = nearer(what, dr_ruleset_suggest(book->rules, what),
	                          dr_catalog_suggest(catalog, what));
	if (near != NULL) {
		message_say("no rule or service '%.*s'; did you mean '%s'?", DR_FMT(what), near);
	} else {
		message_say("no rule or service '%.*s'; `dmarcramp rules list` shows all rules",
		            DR_FMT(what));
	}
	return EXIT_USAGE;
}

static int find_topics(dr_arena *arena, const options *given, topics *ret_topics)
{
	rulebook book;
	int status = rulebook_load(arena, &given->rules, RULES_WITH_EXAMPLES, &book);
	const dr_catalog *catalog =
		status == EXIT_CLEAN ? services_load(arena, RULES_WITH_EXAMPLES) : NULL;
	if (catalog == NULL) {
		return exit_worse(status, status == EXIT_CLEAN ? EXIT_INTERNAL : status);
	}
	for (size_t i = 0; i < given->arguments.len && status == EXIT_CLEAN; i++) {
		status = find_topic(&book, catalog, given->arguments.items[i], ret_topics);
	}
	return status;
}

static void write_topics(dr_arena *arena, const document *one, const topics *list)
{
	bool is_text = dr_str_eq(dr_str_of(one->format->name), DR_STR("text"));
	dr_buf text;
	dr_buf_init(&text, arena);
	for (size_t i = 0; i < list->len; i++) {
		const topic *it = &list->items[i];
		dr_buf_add(&text, i > 0 && is_text ? DR_STR("\n\n") : DR_STR(""));
		if (it->rule != NULL) {
			one->format->explain_rule(&one->options, it->rule, &text);
		} else {
			one->format->explain_service(&one->options, it->service, &text);
		}
	}
	output_write(one->out, dr_buf_str(&text));
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
		write_topics(arena, &list.items[i], &found);
	}
	int closed = outputs_close(&list, status == EXIT_CLEAN && !dr_arena_failed(arena));
	return status == EXIT_CLEAN ? closed : status;
}

const command CMD_EXPLAIN = {
	.bit = COMMAND_EXPLAIN,
	.name = "explain",
	.usage = "RULE|SERVICE…",
	.min = 1,
	.max = SIZE_MAX,
	.title = "what a rule or a service is about, and what to do",
	.about = "Says what a rule looks for and why it matters, how to fix what it found, shows "
		 "records that it hits and records that pass, and where the standard says so. Of "
		 "a service it says how it shows in DNS, where its SPF counts, how its mail looks "
		 "before it is set up, what to publish and where to click.",
	.examples = (const char *const[]){ "dmarcramp explain SPF023", "a rule by id",
	                                   "dmarcramp explain subdomain-policy-weaker",
	                                   "a rule by name", "dmarcramp explain sendgrid",
	                                   "a service", NULL },
	.exits = (const char *const[]){ "0", "explained", "2", "no such rule or service", NULL },
	.run = explain,
};
