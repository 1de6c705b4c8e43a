/* live */
#include "command.h"
#include "exit_status.h"
#include "inquire.h"
#include "message.h"
#include "name/name.h"
#include "wanted.h"

enum { QUESTIONS_MAX = DR_SERVER_RECORDS_MAX };

typedef struct {
	errand *on;
	dr_name domain;
	dr_hints hints;
	dr_question questions[QUESTIONS_MAX];
	size_t count;
	wanted_answers planned; /* of --phase: nothing else is asked about then */
	dr_live live;
} looking;

static void add_question(looking *l, dr_str prefix, uint16_t type)
{
	dr_arena *arena = l->on->arena;
	dr_name name = prefix.len > 0 ? dr_name_join(arena, prefix, l->domain) : l->domain;
	if (dr_name_is_set(name) && l->count < QUESTIONS_MAX) {
		l->questions[l->count++] = dr_question_dns(name, type);
	}
}

static void add_key(looking *l, dr_name name)
{
	if (l->count < QUESTIONS_MAX) {
		l->questions[l->count++] = dr_question_dns(name, DR_TYPE_TXT);
	}
}

/* The keys that the zone files hold. */
static void add_keys_of_zones(looking *l)
{
	dr_name keys = dr_name_join(l->on->arena, DR_STR("_domainkey"), l->domain);
	for (size_t z = 0; z < l->on->from.zones.len; z++) {
		dr_name *names = NULL;
		size_t count = 0;
		dr_zone_names(l->on->from.zones.items[z], l->on->arena, &names, &count);
		for (size_t i = 0; i < count; i++) {
			if (dr_name_is_within(names[i], keys) && !dr_name_is_wildcard(names[i]) &&
			    !dr_name_eq(names[i], keys)) {
				add_key(l, names[i]);
			}
		}
	}
}

/* What is asked about: the phase's records, or those that matter to mail. */
static int collect(looking *l)
{
	const options *given = l->on->given;
	if (given->phase.len > 0) {
		return wanted_of_phase(l->on, &l->planned);
	}
	add_question(l, DR_STR(""), DR_TYPE_TXT);
	add_question(l, DR_STR(""), DR_TYPE_MX);
	add_question(l, DR_STR("_dmarc"), DR_TYPE_TXT);
	for (size_t i = 0; i < given->selectors.len; i++) {
		dr_buf prefix;
		dr_buf_init(&prefix, l->on->arena);
		dr_buf_addf(&prefix, "%.*s._domainkey", DR_FMT(given->selectors.items[i]));
		add_question(l, dr_buf_str(&prefix), DR_TYPE_TXT);
	}
	add_keys_of_zones(l);
	return EXIT_CLEAN;
}

/* One pass: the answers that are wanted, and what the servers say. */
static void look(void *self, const dr_asking *asking)
{
	looking *l = self;
	const dr_answer *wanted[QUESTIONS_MAX];
	const dr_answer *const *all = l->planned.len > 0 ? l->planned.items : wanted;
	size_t count = l->planned.len > 0 ? l->planned.len : l->count;
	for (size_t i = 0; i < l->count; i++) {
		wanted[i] = dr_ask(asking->answers, &l->questions[i]);
	}
	bool by_servers = l->on->from.zones.len == 0 && l->planned.len == 0;
	dr_survey_live(asking, &l->hints, l->domain, all, count, by_servers, &l->live);
}

static int write_live(errand *on, const dr_live *live)
{
	static const int STATUS[] = { [DR_LIVE_YES] = EXIT_CLEAN,
		                      [DR_LIVE_OLD] = EXIT_FINDINGS,
		                      [DR_LIVE_NO_ANSWER] = EXIT_UNSURE };
	for (size_t i = 0; i < on->list.len; i++) {
		document *one = &on->list.items[i];
		dr_buf text;
		dr_buf_init(&text, on->arena);
		one->format->live(&one->options, live, &text);
		output_write(one->out, dr_buf_str(&text));
	}
	return dr_arena_failed(on->arena) ? EXIT_INTERNAL : STATUS[live->worst];
}

static int work(errand *on)
{
	dr_error err = { 0 };
	looking l = { .on = on, .hints = { .allow_private = on->given->allow_private } };
	if (dr_domain_load(on->arena, on->given->arguments.items[0], &l.domain, &err) != DR_OK) {
		message_say("%s", err.text);
		return exit_of_error(err.code);
	}
	int status = collect(&l);
	const dr_inquiry inquiry = { .ask = look, .self = &l };
	dr_inquiry_result result = { .passes = 0 };
	if (status == EXIT_CLEAN) {
		status = inquire(on, &inquiry, &result);
	}
	if (status == EXIT_CLEAN) {
		status = write_live(on, &l.live);
		dr_inquiry_result_done(&result);
	}
	return status;
}

static int live(dr_arena *arena, const options *given)
{
	const errand_plan plan = { DR_DOCUMENT_LIVE, "text", given->phase.len > 0, work };
	if (given->phase.len > 0 && given->zones.len > 0) {
		message_say("either --zone or --phase says what is wanted");
		return EXIT_USAGE;
	}
	return errand_run(arena, given, &plan);
}

const command CMD_LIVE = {
	.bit = COMMAND_LIVE,
	.name = "live",
	.usage = "DOMAIN",
	.min = 1,
	.max = 1,
	.title = "whether every name server answers the wanted records",
	.about =
		"Asks the name servers of the zone themselves for the records that matter to mail: "
		"SPF, MX, DMARC, the keys of the selectors that are named. Wanted is what a zone "
		"file says (--zone), or the plan while a phase lasts (--phase), or without either "
		"what most of the servers say.",
	.examples = (const char *const[]){ "dmarcramp live example.com --zone example.com.zone",
	                                   "has the change arrived everywhere?",
	                                   "dmarcramp live example.com --phase quarantine",
	                                   "has the step of the plan arrived everywhere?",
	                                   "dmarcramp live example.com --selector s1",
	                                   "do all servers say the same?", NULL },
	.exits = (const char *const[]){ "0", "every server answers the wanted records", "1",
	                                "a server answers something else", "2",
	                                "the command line or a file is wrong", "3",
	                                "a server could not be asked", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = live,
};
