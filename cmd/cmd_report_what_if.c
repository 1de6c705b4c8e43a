/* report what-if */
#include "command.h"
#include "exit_status.h"
#include "message.h"
#include "outputs.h"
#include "traffic.h"

static int write_what_if(dr_arena *arena, const dr_what_if *what, documents *list)
{
	for (size_t i = 0; i < list->len; i++) {
		document *one = &list->items[i];
		dr_buf text;
		dr_buf_init(&text, arena);
		one->format->what_if(&one->options, what, &text);
		output_write(one->out, dr_buf_str(&text));
	}
	return dr_arena_failed(arena) ? EXIT_INTERNAL : EXIT_CLEAN;
}

/* Every tag that it has must have a value that can be meant. */
static bool is_good(const dr_dmarc *policy)
{
	for (int tag = DR_DMARC_P; tag < DR_DMARC_TAG_COUNT; tag++) {
		if (dr_dmarc_find(policy, (dr_dmarc_tag)tag) != NULL &&
		    !dr_dmarc_is_valid(policy, (dr_dmarc_tag)tag)) {
			return false;
		}
	}
	return policy->version && policy->p != DR_POLICY_UNSET;
}

/* Tags as people type them, or a whole record. */
static int read_policy(dr_arena *arena, dr_str text, dr_dmarc *ret_policy)
{
	dr_buf record;
	dr_buf_init(&record, arena);
	if (text.len == 0) {
		message_say("--policy is missing: the policy to replay, 'p=reject'");
		return EXIT_USAGE;
	}
	if (!dr_str_starts(dr_str_trim(text), DR_STR("v="))) {
		dr_buf_add(&record, DR_STR("v=DMARC1; "));
	}
	dr_buf_add(&record, dr_str_trim(text));
	if (dr_dmarc_parse(arena, dr_buf_str(&record), ret_policy) != DR_OK) {
		return EXIT_INTERNAL;
	}
	if (is_good(ret_policy)) {
		return EXIT_CLEAN;
	}
	message_say("--policy: '%.*s' is no policy such as 'p=reject; sp=quarantine'",
	            DR_FMT(text));
	return EXIT_USAGE;
}

static int replay(dr_arena *arena, const options *given, documents *list)
{
	evidence_reader reader;
	dr_dmarc policy;
	int status = read_policy(arena, given->policy, &policy);
	if (status == EXIT_CLEAN) {
		status = traffic_open(arena, given, &reader);
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	dr_traffic *traffic = NULL;
	reader.input.policy = &policy;
	status = traffic_read(arena, &reader, &traffic);
	if (status == EXIT_CLEAN) {
		const dr_what_if what = { policy.text, traffic };
		status = write_what_if(arena, &what, list);
	}
	traffic_close(&reader);
	return status;
}

static int report_what_if(dr_arena *arena, const options *given)
{
	documents list;
	bool listed;
	int status = outputs_open(arena, given, DR_DOCUMENT_WHAT_IF, "text", &list, &listed);
	if (status != EXIT_CLEAN || listed) {
		return status;
	}
	status = replay(arena, given, &list);
	return exit_worse(outputs_close(&list, status == EXIT_CLEAN), status);
}

const command CMD_REPORT_WHAT_IF = {
	.bit = COMMAND_REPORT_WHAT_IF,
	.name = "report what-if",
	.usage = "DOMAIN",
	.min = 1,
	.max = 1,
	.title = "what a policy would have done with the mail that was reported",
	.about = "Replays the evidence against any policy: what passes by its alignment modes is "
		 "left alone, the rest gets what p says, or sp for names below the domain. Both "
		 "generations of receivers, and direct and indirect mail, are told apart; sources "
		 "whose mail would be touched are listed, ours first.",
	.examples =
		(const char *const[]){
			"dmarcramp report what-if example.com --policy p=reject", "from the store",
			"dmarcramp report what-if example.com --policy 'p=reject; adkim=s'",
			"with strict alignment of DKIM", NULL },
	.exits = (const char *const[]){ "0", "shown", "2",
	                                "no evidence there, no such domain, or no policy", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = report_what_if,
};
