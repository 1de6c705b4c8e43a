/* simulate */
#include "command.h"
#include "exit_status.h"
#include "inquire.h"
#include "message.h"
#include "name/name.h"

enum { DAY_S = 86400 };

typedef struct {
	bool evaluates_spf;
	dr_spf_client client;
	dr_message message;
	dr_message_views views;
} simulation;

/* What SPF says becomes an identifier of the message. */
static dr_identifier evaluate_spf(const simulation *s, const dr_asking *asking)
{
	dr_spf_evaluation evaluation;
	dr_spf_eval(asking, &s->client, &evaluation);
	dr_identifier spf = { .domain = dr_name_of(asking->arena, evaluation.domain) };
	dr_auth_result_parse(dr_str_of(dr_spf_result_name(evaluation.result)), &spf.result);
	return spf;
}

static void ask(void *self, const dr_asking *asking)
{
	simulation *s = self;
	if (s->evaluates_spf) {
		s->message.spf = evaluate_spf(s, asking);
	}
	dr_message_judge(asking, &s->message, &s->views);
}

/* Reading the options. */

static int read_domain(dr_arena *arena, const char *option, dr_str text, dr_name *ret_name)
{
	dr_error err = { 0 };
	if (dr_domain_load(arena, text, ret_name, &err) != DR_OK) {
		message_say("--%s: %s", option, err.text);
		return exit_of_error(err.code);
	}
	return EXIT_CLEAN;
}

static int read_result(const char *option, dr_str text, dr_auth_result *ret_result)
{
	if (dr_auth_result_parse(text, ret_result)) {
		return EXIT_CLEAN;
	}
	message_say("--%s: '%.*s' is no result; it is pass, fail, softfail, neutral, none, policy, "
	            "temperror or permerror",
	            option, DR_FMT(dr_str_sub(text, 0, 40)));
	return EXIT_USAGE;
}

/* DOMAIN or DOMAIN=RESULT. */
static int read_dkim(dr_arena *arena, dr_str text, dr_identifier *ret_identifier)
{
	dr_str domain = text;
	dr_identifier identifier = { .result = DR_AUTH_PASS };
	int status = EXIT_CLEAN;
	if (dr_str_find(text, 0, '=') < text.len) {
		dr_str result = text;
		dr_str_split(&result, '=', &domain);
		status = read_result("dkim", result, &identifier.result);
	}
	if (status == EXIT_CLEAN) {
		status = read_domain(arena, "dkim", domain, &identifier.domain);
	}
	*ret_identifier = identifier;
	return status;
}

static int read_all_dkim(dr_arena *arena, const dr_strs *texts, dr_identifiers *ret_identifiers)
{
	int status = EXIT_CLEAN;
	for (size_t i = 0; i < texts->len && status == EXIT_CLEAN; i++) {
		dr_identifier identifier;
		status = read_dkim(arena, texts->items[i], &identifier);
		dr_list_add(arena, ret_identifiers, identifier);
	}
	return status;
}

static int read_spf(dr_arena *arena, const options *given, dr_identifier *ret_spf)
{
	ret_spf->result = DR_AUTH_PASS;
	int status = read_domain(arena, "spf-domain", given->spf_domain, &ret_spf->domain);
	if (status == EXIT_CLEAN && given->spf_result.len > 0) {
		status = read_result("spf-result", given->spf_result, &ret_spf->result);
	}
	return status;
}

static int refuse(const char *text)
{
	message_say("%s", text);
	return EXIT_USAGE;
}

/* Which options go together. */
static int check_options(const options *given)
{
	bool has_ip = given->ip.family != DR_IP_NONE;
	bool has_sender = given->mail_from.len > 0 || given->helo.len > 0;
	bool has_spf = given->spf_domain.len > 0;
	if (given->header_from.len == 0) {
		return refuse("--header-from is missing: the domain in the From of the message");
	}
	if (has_spf && (has_ip || has_sender)) {
		return refuse("either --spf-domain with --spf-result, or --ip with --mail-from "
		              "and --helo");
	}
	if (has_ip && !has_sender) {
		return refuse("--ip needs --mail-from or --helo: without both there is no domain");
	}
	if (has_sender && !has_ip) {
		return refuse("--mail-from and --helo need --ip: the address that the mail comes "
		              "from");
	}
	if (given->spf_result.len > 0 && !has_spf) {
		return refuse("--spf-result needs --spf-domain: whose result it is");
	}
	return EXIT_CLEAN;
}

static int read_message(errand *on, simulation *s)
{
	const options *given = on->given;
	s->evaluates_spf = given->ip.family != DR_IP_NONE;
	s->client = (dr_spf_client){ .ip = given->ip,
		                     .mail_from = given->mail_from,
		                     .helo = given->helo,
		                     .time = (uint64_t)on->from.as_of * DAY_S };
	s->message.typed = given->header_from;
	int status = read_domain(on->arena, "header-from", given->header_from, &s->message.author);
	if (status == EXIT_CLEAN && given->spf_domain.len > 0) {
		status = read_spf(on->arena, given, &s->message.spf);
	}
	if (status == EXIT_CLEAN) {
		status = read_all_dkim(on->arena, &given->dkim, &s->message.dkim);
	}
	return status;
}

static int write_views(errand *on, const simulation *s)
{
	for (size_t i = 0; i < on->list.len; i++) {
		document *one = &on->list.items[i];
		dr_buf text;
		dr_buf_init(&text, on->arena);
		one->format->simulate(&one->options, &s->message, &s->views, &text);
		output_write(one->out, dr_buf_str(&text));
	}
	bool sure = s->message.spf.result != DR_AUTH_TEMPERROR &&
	            s->views.rfc9989.missing == NULL && s->views.rfc7489.missing == NULL &&
	            s->views.rfc9989.verdict.result != DR_DMARC_RESULT_TEMPERROR &&
	            s->views.rfc7489.verdict.result != DR_DMARC_RESULT_TEMPERROR;
	return dr_arena_failed(on->arena) ? EXIT_INTERNAL : sure ? EXIT_CLEAN : EXIT_UNSURE;
}

static int work(errand *on)
{
	simulation s = { .evaluates_spf = false };
	const dr_inquiry inquiry = { .ask = ask, .self = &s };
	dr_inquiry_result result = { .passes = 0 };
	int status = read_message(on, &s);
	if (status == EXIT_CLEAN) {
		status = inquire(on, &inquiry, &result);
	}
	if (status == EXIT_CLEAN) {
		status = write_views(on, &s);
		dr_inquiry_result_done(&result);
	}
	return status;
}

static int simulate(dr_arena *arena, const options *given)
{
	const errand_plan plan = { DR_DOCUMENT_SIMULATE, "text", false, work };
	bool listing =
		given->formats.len > 0 && dr_str_eq(given->formats.items[0].name, DR_STR("list"));
	int status = listing ? EXIT_CLEAN : check_options(given);
	return status == EXIT_CLEAN ? errand_run(arena, given, &plan) : status;
}

const command CMD_SIMULATE = {
	.bit = COMMAND_SIMULATE,
	.name = "simulate",
	.usage = "",
	.title = "what receivers do with one message, and why",
	.about = "Takes what a receiver knows of a message: the domain in From, the result of SPF, "
		 "or what SPF is evaluated from, and the domains of DKIM signatures. Says what "
		 "receivers of RFC 9989 and of RFC 7489 make of it: which record applies, what is "
		 "aligned, which policy is in effect, and the names they ask for.",
	.examples =
		(const char *const[]){
			"dmarcramp simulate --header-from example.com --dkim mail.example.com",
			"a message that only DKIM vouches for",
			("dmarcramp simulate --header-from example.com --ip 192.0.2.1 --mail-from "
	                 "bounce@example.com --helo mx.example.com"),
			"SPF is evaluated", NULL },
	.exits = (const char *const[]){ "0", "there are two results", "2",
	                                "the command line or a file is wrong", "3",
	                                "temperror, or an answer is missing", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = simulate,
};
