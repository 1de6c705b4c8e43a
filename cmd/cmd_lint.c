/* lint */
#include "command.h"
#include "exit_status.h"
#include "linting.h"
#include "mails.h"
#include "message.h"
#include "planning.h"
#include "playbooks.h"
#include "profiles.h"

/* What was named, or else the domain of the mail, or else what the zones show. */
static dr_strs choose_domains(const errand *on)
{
	dr_arena *arena = on->arena;
	const zone_list *zones = &on->from.zones;
	dr_strs domains = { NULL, 0 };
	if (on->given->arguments.len > 0) {
		return on->given->arguments;
	}
	if (on->mail != NULL) {
		mail_choose_domain(arena, on->given->message, on->mail, &domains);
		return domains;
	}
	for (size_t i = 0; i < zones->len; i++) {
		dr_strs found = zones_domains(arena, zones->items[i]);
		for (size_t j = 0; j < found.len; j++) {
			dr_list_add(arena, &domains, found.items[j]);
		}
	}
	return domains;
}

/* "dmarcramp plan --zone FILE": the same answers, the next question. NULL when the zone cannot be
 * read twice. */
static const char *next_command(dr_arena *arena, const options *given)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, DR_STR("dmarcramp plan"));
	for (size_t i = 0; i < given->zones.len; i++) {
		if (dr_str_eq(given->zones.items[i], DR_STR("-"))) {
			return NULL;
		}
		dr_buf_addf(&text, " --zone %.*s", DR_FMT(given->zones.items[i]));
	}
	if (given->snapshot.len > 0) {
		dr_buf_addf(&text, " --snapshot %.*s", DR_FMT(given->snapshot));
	}
	return text.ptr;
}

static int work(errand *on)
{
	dr_strs domains = choose_domains(on);
	int status = domains.len > 0 || on->mail == NULL ? errand_check_domains(on->arena, &domains)
	                                                 : EXIT_USAGE;
	if (status != EXIT_CLEAN) {
		return status;
	}
	for (size_t i = 0; domains.len == 1 && i < on->list.len; i++) {
		on->list.items[i].options.next = next_command(on->arena, on->given);
	}
	int findings = EXIT_CLEAN;
	planning from = { .on = on };
	if (on->settings.config != NULL) {
		status = playbook_open(on->arena, on->given->playbook, &from.playbook);
		on->from.config.plan = planning_facts;
		on->from.config.plan_self = &from;
	}
	if (status == EXIT_CLEAN) {
		status = lint_domains(on, &domains, &findings);
	}
	return exit_worse(status, findings);
}

static int lint(dr_arena *arena, const options *given)
{
	if (dr_str_eq(given->profile, DR_STR("list"))) {
		return profiles_print(arena);
	}
	if (given->arguments.len == 0 && given->zones.len == 0 && given->message.len == 0 &&
	    !outputs_only_listed(given)) {
		message_say(
			"name a domain, or a zone file: dmarcramp lint example.com, or dmarcramp "
			"lint --zone FILE");
		return EXIT_USAGE;
	}
	const errand_plan plan = { DR_DOCUMENT_LINT, "text", true, work };
	return errand_run(arena, given, &plan);
}

const command CMD_LINT = {
	.bit = COMMAND_LINT,
	.name = "lint",
	.usage = "[DOMAIN…]",
	.max = SIZE_MAX,
	.title = "what is wrong with these domains' records",
	.about = "Asks for everything that protects a domain's e-mail (SPF with all that it "
		 "includes, "
		 "DKIM keys, DMARC, BIMI, MTA-STS, TLS reporting, MX), judges it by the rules, and "
		 "says what is wrong, which mail suffers and how to fix it. With --zone it checks "
		 "records before they are published; without a domain it then takes all the zone's "
		 "mail domains.",
	.examples =
		(const char *const[]){
			"dmarcramp lint example.com", "a domain as the world sees it",
			"dmarcramp lint --zone example.com.zone --offline --fail-on warning",
			"a zone file in a pipeline, without the network",
			"dmarcramp lint example.com --selector s1 --format json=result.json",
			"with a DKIM selector that must be there, for a program",
			"dmarcramp lint --message mail.eml",
			"the domain that a mail is from, with the selectors it was signed with",
			"dmarcramp lint example.com --profile bulk-senders",
			"what Gmail, Yahoo and Outlook.com ask of bulk senders", NULL },
	.exits =
		(const char *const[]){
			"0", "nothing at or above --fail-on", "1", "findings at or above --fail-on",
			"2", "the command line, a file or a rule is wrong", "3",
			"no such finding, but an answer that matters could not be had", "4",
			"internal error, or output that cannot be written", NULL },
	.run = lint,
};
