/* snapshot */
#include "command.h"
#include "exit_status.h"
#include "message.h"
#include "snapshot/snapshot.h"
#include "sweep.h"

typedef DR_LIST(const dr_answer *) answer_list;

typedef struct {
	dr_arena *arena;
	const errand *on;
	size_t next;
	answer_list answers; /* of all domains, in `arena` */
	bool incomplete;
} recording;

static bool has_answer(const answer_list *answers, const dr_question *question)
{
	for (size_t i = 0; i < answers->len; i++) {
		if (dr_question_eq(&answers->items[i]->question, question)) {
			return true;
		}
	}
	return false;
}

static void keep_answers(recording *r, const dr_answers *answers)
{
	for (size_t i = 0; i < dr_answers_count(answers); i++) {
		const dr_answer *answer = dr_answers_at(answers, i);
		if (!has_answer(&r->answers, &answer->question)) {
			dr_list_add(r->arena, &r->answers, dr_answer_copy(r->arena, answer));
		}
	}
}

static bool next_domain(void *self, dr_arena *arena, sweep_request *ret_request)
{
	recording *r = self;
	if (r->next >= r->on->given->arguments.len) {
		return false;
	}
	ret_request->request = errand_request(
		r->on, arena, r->on->given->arguments.items[r->next++], DR_PROBE_COMMON);
	errand_add_below(r->on, arena, &ret_request->request);
	return true;
}

static void look(void *self, const dr_run_result *result)
{
	recording *r = self;
	if (result->error.code == DR_OK) {
		keep_answers(r, result->answers);
		r->incomplete = r->incomplete || result->incomplete;
	}
}

static int write_snapshot(recording *r, dr_day as_of, documents *list)
{
	dr_buf text;
	dr_buf_init(&text, r->arena);
	int code = dr_snapshot_write(r->answers.items, r->answers.len, as_of, &text);
	if (code != DR_OK || dr_arena_failed(r->arena)) {
		message_say("no memory for the snapshot");
		return EXIT_INTERNAL;
	}
	for (size_t i = 0; i < list->len; i++) {
		output_write(list->items[i].out, dr_buf_str(&text));
	}
	return r->incomplete ? EXIT_UNSURE : EXIT_CLEAN;
}

static int work(errand *on)
{
	recording r = { .arena = on->arena, .on = on };
	documents none = { NULL, 0 };
	sweep_options how = {
		.on = on,
		.list = &none,
		.kind = DR_DOCUMENT_SNAPSHOT,
		.jobs = 1,
		.ordered = true,
		.next = next_domain,
		.look = look,
		.self = &r,
	};
	sweep_result result = { .stopped = false };
	int status = errand_check_domains(on->arena, &on->given->arguments);
	if (status == EXIT_CLEAN) {
		status = sweep_run(&how, &result);
	}
	if (status == EXIT_CLEAN && !result.stopped) {
		status = write_snapshot(&r, on->from.as_of, &on->list);
	}
	return status;
}

static int snapshot(dr_arena *arena, const options *given)
{
	const errand_plan plan = { DR_DOCUMENT_SNAPSHOT, "json", false, work };
	return errand_run(arena, given, &plan);
}

const command CMD_SNAPSHOT = {
	.bit = COMMAND_SNAPSHOT,
	.name = "snapshot",
	.usage = "DOMAIN…",
	.min = 1,
	.max = SIZE_MAX,
	.title = "record the answers a run uses, to run again without the network",
	.about = "Asks for everything that `lint` asks for and writes the answers down. "
		 "`dmarcramp lint --snapshot FILE` then judges them again, offline, with the same "
		 "result, on this or another machine. For an offline plan give "
		 "it the same --rua, --ruf, --config and --evidence: then it also records whether "
		 "others agreed to take the reports, and what is known of names below the domain.",
	.examples = (const char *const[]){ "dmarcramp snapshot example.com > example.com.json",
	                                   "record a domain",
	                                   "dmarcramp lint --snapshot example.com.json example.com",
	                                   "judge what was recorded",
	                                   "dmarcramp snapshot --rua dmarc@example.net example.com",
	                                   "for a plan with the same --rua", NULL },
	.exits = (const char *const[]){ "0", "everything was answered", "2",
	                                "the command line or a file is wrong", "3",
	                                "an answer is missing; the rest was written", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = snapshot,
};
