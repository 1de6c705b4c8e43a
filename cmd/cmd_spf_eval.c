/* spf eval */
#include "command.h"
#include "exit_status.h"
#include "inquire.h"
#include "message.h"

enum { DAY_S = 86400 };

typedef struct {
	dr_spf_client client;
	dr_spf_evaluation evaluation;
} evaluating;

static void evaluate(void *self, const dr_asking *asking)
{
	evaluating *e = self;
	dr_spf_eval(asking, &e->client, &e->evaluation);
}

static int check_message(const options *given)
{
	if (given->ip.family == DR_IP_NONE) {
		message_say("--ip is missing: the address that the mail comes from");
		return EXIT_USAGE;
	}
	if (given->mail_from.len == 0 && given->helo.len == 0) {
		message_say("--mail-from or --helo is missing: without both there is no domain");
		return EXIT_USAGE;
	}
	return EXIT_CLEAN;
}

static int write_evaluation(errand *on, const dr_spf_evaluation *evaluation)
{
	for (size_t i = 0; i < on->list.len; i++) {
		document *one = &on->list.items[i];
		dr_buf text;
		dr_buf_init(&text, on->arena);
		one->format->spf_eval(&one->options, evaluation, &text);
		output_write(one->out, dr_buf_str(&text));
	}
	bool sure = evaluation->status.state == DR_KNOWN &&
	            evaluation->result != DR_SPF_RESULT_TEMPERROR;
	return dr_arena_failed(on->arena) ? EXIT_INTERNAL : sure ? EXIT_CLEAN : EXIT_UNSURE;
}

/* The moment of a run that can be repeated is the midnight that its day begins with. */
static uint64_t time_of(const errand *on)
{
	bool now = on->from.as_of == system_today();
	return now ? (uint64_t)system_time() : (uint64_t)on->from.as_of * DAY_S;
}

static int work(errand *on)
{
	const options *given = on->given;
	evaluating e = { .client = { .ip = given->ip,
		                     .mail_from = given->mail_from,
		                     .helo = given->helo,
		                     .receiver = given->receiver,
		                     .time = time_of(on) } };
	const dr_inquiry inquiry = { .ask = evaluate, .self = &e };
	dr_inquiry_result result = { .passes = 0 };
	int status = inquire(on, &inquiry, &result);
	if (status == EXIT_CLEAN) {
		status = write_evaluation(on, &e.evaluation);
		dr_inquiry_result_done(&result);
	}
	return status;
}

static int spf_eval(dr_arena *arena, const options *given)
{
	const errand_plan plan = { DR_DOCUMENT_SPF_EVAL, "text", false, work };
	bool listing =
		given->formats.len > 0 && dr_str_eq(given->formats.items[0].name, DR_STR("list"));
	int status = listing ? EXIT_CLEAN : check_message(given);
	return status == EXIT_CLEAN ? errand_run(arena, given, &plan) : status;
}

const command CMD_SPF_EVAL = {
	.bit = COMMAND_SPF_EVAL,
	.name = "spf eval",
	.usage = "",
	.title = "whether SPF lets one message through, and why",
	.about = "Does what a receiver does with one message (RFC 7208 check_host()): its result, "
		 "the term that decided, the look-ups it cost, and the explanation that the domain "
		 "gives to senders it refuses.",
	.examples =
		(const char *const[]){
			"dmarcramp spf eval --ip 192.0.2.1 --mail-from me@example.com",
			"a message from example.com",
			"dmarcramp spf eval --ip 192.0.2.1 --helo mx.example.com --trace",
			"a bounce, step by step", NULL },
	.exits = (const char *const[]){ "0", "there is a result", "2",
	                                "the command line or a file is wrong", "3",
	                                "temperror, or an answer is missing", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = spf_eval,
};
