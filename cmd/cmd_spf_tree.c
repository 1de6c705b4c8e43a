/* spf tree */
#include "command.h"
#include "exit_status.h"
#include "inquire.h"
#include "message.h"
#include "name/name.h"

typedef struct {
	const dr_catalog *catalog;
	dr_name domain;
	dr_spf_tree tree;
	dr_spf_reach reach;
	dr_spf_advice advice;
} climbing;

static void climb(void *self, const dr_asking *asking)
{
	climbing *c = self;
	dr_survey_spf(asking, c->domain, &c->tree);
	if (c->tree.root != NULL) {
		dr_spf_find_reach(asking->arena, &c->tree, &c->reach);
		dr_spf_advise(asking->arena, &c->tree, c->catalog, &c->advice);
	}
}

static int write_tree(errand *on, const climbing *c, const dr_inquiry_result *result)
{
	const dr_spf_view view = { &c->tree, &c->reach, &c->advice, c->catalog };
	if (c->tree.root == NULL) {
		message_say("no memory for the tree");
		return EXIT_INTERNAL;
	}
	for (size_t i = 0; i < on->list.len; i++) {
		document *one = &on->list.items[i];
		dr_buf text;
		dr_buf_init(&text, on->arena);
		one->format->spf_tree(&one->options, &view, &text);
		output_write(one->out, dr_buf_str(&text));
	}
	bool failed = dr_arena_failed(on->arena);
	return failed ? EXIT_INTERNAL : result->incomplete ? EXIT_UNSURE : EXIT_CLEAN;
}

static int work(errand *on)
{
	climbing c = { .catalog = on->from.config.catalog };
	const dr_inquiry inquiry = { .ask = climb, .self = &c };
	dr_inquiry_result result = { .passes = 0 };
	dr_error err = { 0 };
	if (dr_domain_load(on->arena, on->given->arguments.items[0], &c.domain, &err) != DR_OK) {
		message_say("%s", err.text);
		return exit_of_error(err.code);
	}
	int status = inquire(on, &inquiry, &result);
	if (status == EXIT_CLEAN) {
		status = write_tree(on, &c, &result);
		dr_inquiry_result_done(&result);
	}
	return status;
}

static int spf_tree(dr_arena *arena, const options *given)
{
	const errand_plan plan = { DR_DOCUMENT_SPF_TREE, "text", false, work };
	return errand_run(arena, given, &plan);
}

const command CMD_SPF_TREE = {
	.bit = COMMAND_SPF_TREE,
	.name = "spf tree",
	.usage = "DOMAIN",
	.min = 1,
	.max = 1,
	.title = "what an SPF record pulls in, what that costs, whom it lets pass",
	.about = "Draws the domain's SPF record with everything that it includes: the DNS look-ups "
		 "of "
		 "each term, the addresses that it lets pass, what is broken, and the ways back "
		 "when "
		 "it costs nearly ten look-ups or more.",
	.examples = (const char *const[]){ "dmarcramp spf tree example.com", "as a tree",
	                                   "dmarcramp spf tree --format json example.com",
	                                   "with every prefix, for a program",
	                                   "dmarcramp spf tree --zone new.zone example.com",
	                                   "before it is published", NULL },
	.exits = (const char *const[]){ "0", "everything was answered", "2",
	                                "the command line or a file is wrong", "3",
	                                "an answer is missing", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = spf_tree,
};
