/* diff */
#include "command.h"
#include "errand.h"
#include "exit_status.h"
#include "files.h"
#include "message.h"

enum { FILE_OCTETS_MAX = 1 << 30 };

/* Where one side of the comparison comes from. */
typedef struct {
	options given; /* as if it had been asked for alone */
	sources from;
	live_source live;
	dr_run_config config;
	bool open;
} side;

typedef struct {
	errand *on;
	side before, after;
	size_t domains, worse;
	bool unsure;
} comparison;

/* A snapshot is a JSON object; no zone file begins with a brace. */
static int is_snapshot(dr_arena *arena, dr_str path, bool *ret_is)
{
	dr_source file = { NULL, { NULL, 0 } };
	dr_error err = { 0 };
	if (files_read(arena, path, FILE_OCTETS_MAX, &file, &err) != DR_OK) {
		message_error(&err, NULL);
		return exit_of_error(err.code);
	}
	*ret_is = dr_str_starts(dr_str_trim(file.text), DR_STR("{"));
	return EXIT_CLEAN;
}

static int choose_source(const errand *on, dr_str what, side *one)
{
	bool snapshot = false;
	one->given = *on->given;
	if (dr_str_eq(what, DR_STR("live"))) {
		return EXIT_CLEAN;
	}
	int status = is_snapshot(on->arena, what, &snapshot);
	if (status != EXIT_CLEAN) {
		return status;
	}
	if (snapshot) {
		one->given.snapshot = what;
	} else {
		dr_strs zones = { NULL, 0 };
		dr_list_add(on->arena, &zones, what);
		for (size_t i = 0; i < on->given->zones.len; i++) {
			dr_list_add(on->arena, &zones, on->given->zones.items[i]);
		}
		one->given.zones = zones;
	}
	return EXIT_CLEAN;
}

static int open_side(const errand *on, dr_str what, side *one)
{
	int status = choose_source(on, what, one);
	if (status == EXIT_CLEAN) {
		status = sources_open(on->arena, &one->given, on->book.rules, &one->from);
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	one->open = true;
	one->config = one->from.config;
	one->config.settings = on->from.config.settings;
	one->config.waivers = on->from.config.waivers;
	status = live_open(&one->from, &one->given, &one->live);
	one->config.live = one->live.source;
	return status;
}

static void close_side(side *one)
{
	if (one->open) {
		live_close(&one->live);
		sources_close(&one->from);
	}
}

static bool holds(const dr_strs *list, dr_str text)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq(list->items[i], text)) {
			return true;
		}
	}
	return false;
}

/* Those that are named; else the mail domains of both sides' zones. */
static dr_strs domains_of(const comparison *c)
{
	const zone_list *lists[] = { &c->before.from.zones, &c->after.from.zones };
	dr_strs all = c->on->given->arguments;
	bool named = all.len > 0;
	for (size_t i = 0; i < DR_COUNT(lists) && !named; i++) {
		for (size_t j = 0; j < lists[i]->len; j++) {
			dr_strs more = zones_domains(c->on->arena, lists[i]->items[j]);
			for (size_t k = 0; k < more.len; k++) {
				if (!holds(&all, more.items[k])) {
					dr_list_add(c->on->arena, &all, more.items[k]);
				}
			}
		}
	}
	return all;
}

static int run_side(const comparison *c, const side *one, dr_str domain,
                    const dr_change_side *since, dr_run_result *ret_result)
{
	dr_request *request = dr_arena_new_of(c->on->arena, dr_request);
	if (request == NULL) {
		return EXIT_INTERNAL;
	}
	*request = errand_request(c->on, c->on->arena, domain, DR_PROBE_SERVICES);
	request->since = since;
	if (dr_run_one(&one->config, request, ret_result) != DR_OK) {
		message_say("no memory");
		return EXIT_INTERNAL;
	}
	if (ret_result->error.code != DR_OK) {
		message_say("%s", ret_result->error.text);
		return exit_of_error(ret_result->error.code);
	}
	dr_judgement_finish(ret_result->arena, &ret_result->judgement);
	return EXIT_CLEAN;
}

static void write_item(comparison *c, const dr_diff_item *item)
{
	const documents *list = &c->on->list;
	for (size_t i = 0; i < list->len; i++) {
		const dr_diff_writer *writer = list->items[i].format->diff;
		dr_buf text;
		dr_buf_init(&text, item->after->arena);
		if (c->domains > 0 && writer->between != NULL) {
			dr_buf_add(&text, dr_str_of(writer->between));
		}
		writer->item(&list->items[i].options, item, &text);
		output_write(list->items[i].out, dr_buf_str(&text));
	}
	c->domains++;
	c->worse += dr_diff_is_worse(item->after->arena, item);
	c->unsure = c->unsure || item->before->incomplete || item->after->incomplete;
}

static int compare(comparison *c, dr_str domain)
{
	dr_run_result before = { 0 }, after = { 0 };
	int status = run_side(c, &c->before, domain, NULL, &before);
	const dr_change_side since = { before.survey, before.facts };
	if (status == EXIT_CLEAN) {
		status = run_side(c, &c->after, domain, &since, &after);
	}
	if (status == EXIT_CLEAN) {
		const dr_diff_item item = { &before, &after };
		write_item(c, &item);
	}
	dr_run_result_done(&before);
	dr_run_result_done(&after);
	return status;
}

static void write_ends(const comparison *c, bool head)
{
	for (size_t i = 0; i < c->on->list.len; i++) {
		const document *one = &c->on->list.items[i];
		const dr_diff_writer *writer = one->format->diff;
		dr_buf text;
		dr_buf_init(&text, c->on->arena);
		if (head && writer->head != NULL) {
			writer->head(&one->options, &text);
		} else if (!head && writer->tail != NULL) {
			writer->tail(c->domains, c->worse, &text);
		}
		output_write(one->out, dr_buf_str(&text));
	}
}

static int compare_all(comparison *c)
{
	dr_strs domains = domains_of(c);
	int status = EXIT_CLEAN;
	if (domains.len == 0) {
		message_say("name the domains to compare");
		return EXIT_USAGE;
	}
	write_ends(c, true);
	for (size_t i = 0; i < domains.len && status == EXIT_CLEAN && system_signal() == 0; i++) {
		status = compare(c, domains.items[i]);
	}
	write_ends(c, false);
	return status != EXIT_CLEAN ? status
	       : c->worse > 0       ? EXIT_FINDINGS
	       : c->unsure          ? EXIT_UNSURE
	                            : EXIT_CLEAN;
}

static int work(errand *on)
{
	comparison c = { .on = on };
	int status = errand_check_domains(on->arena, &on->given->arguments);
	if (status == EXIT_CLEAN && (on->given->from.len == 0 || on->given->to.len == 0)) {
		message_say(
			"--from and --to say what to compare: a zone file, a snapshot, or live");
		status = EXIT_USAGE;
	}
	if (status == EXIT_CLEAN) {
		status = open_side(on, on->given->from, &c.before);
	}
	if (status == EXIT_CLEAN) {
		status = open_side(on, on->given->to, &c.after);
	}
	if (status == EXIT_CLEAN) {
		status = compare_all(&c);
	}
	close_side(&c.before);
	close_side(&c.after);
	return status;
}

static int diff(dr_arena *arena, const options *given)
{
	const errand_plan plan = { DR_DOCUMENT_DIFF, "text", true, work };
	return errand_run(arena, given, &plan);
}

const command CMD_DIFF = {
	.bit = COMMAND_DIFF,
	.name = "diff",
	.usage = "[DOMAIN…]",
	.max = SIZE_MAX,
	.title = "what a change means for mail: who passes no more, which policy weakens",
	.about = "Compares two states of a domain, each a zone file, a snapshot or what is "
		 "published "
		 "now: the addresses that gain or lose SPF, by prefix and by the term that did it, "
		 "DMARC policies that weaken, findings that come and go. Without a domain it takes "
		 "all "
		 "mail domains of the zones.",
	.examples = (const char *const[]){ "dmarcramp diff --from live --to new.zone",
	                                   "before a zone is published",
	                                   "dmarcramp diff --from last.json --to live example.com",
	                                   "since a snapshot was taken", NULL },
	.exits =
		(const char *const[]){ "0", "nothing got worse", "1", "something got worse", "2",
	                               "the command line or a file is wrong", "3",
	                               "nothing got worse as far as is known; an answer is missing",
	                               "4", "internal error, or output that cannot be written",
	                               NULL },
	.run = diff,
};
