#include "handed_over.h"
#include "account/authres.h"
#include "account/bounce.h"
#include "account/mail.h"
#include "account/report.h"
#include "base/limits.h"
#include "base/part.h"
#include "builtin.h"
#include "exit_status.h"
#include "files.h"
#include "inquire.h"
#include "linting.h"
#include "message.h"
#include "message/mime.h"

static const dr_str BOUNCES = DR_STR_INIT("bounces/");

static int complain(const dr_error *err)
{
	message_error(err, NULL);
	return exit_of_error(err->code);
}

/* A text that nobody would give a file or a rule as its name. */
static bool is_pasted(dr_str what)
{
	return dr_str_find(what, 0, ' ') < what.len || dr_str_find(what, 0, '\n') < what.len;
}

int handed_read(dr_arena *arena, dr_str what, handed_over *ret_handed, bool *ret_told)
{
	handed_over handed = { .name = what, .text = what };
	dr_error err = { 0 };
	*ret_told = true;
	bool is_file = dr_str_eq(what, DR_STR("-")) || files_exists(arena, what);
	if (!is_file && !is_pasted(what)) {
		*ret_told = false;
		return EXIT_USAGE;
	}
	if (!dr_part_is_built("reports")) {
		dr_part_fail("reports", &err);
		return complain(&err);
	}
	dr_source source = { .name = NULL };
	if (is_file && files_read(arena, what, DR_LIMIT_MAIL, &source, &err) != DR_OK) {
		return complain(&err);
	}
	handed.text = is_file ? source.text : what;
	handed.kind = dr_handed_of(arena, handed.text);
	if (handed.kind == DR_HANDED_UNKNOWN) {
		*ret_told = is_file;
		if (is_file) {
			message_say("%s is no mail, bounce, report or Authentication-Results field",
			            source.name);
		}
		return EXIT_USAGE;
	}
	*ret_handed = handed;
	return EXIT_CLEAN;
}

/* NULL after telling what is wrong. */
static const dr_bounce_table *bounces_load(dr_arena *arena)
{
	dr_bounce_table *table = dr_bounce_table_new(arena);
	dr_errors errors = { NULL, 0 };
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT && table != NULL; i++) {
		const dr_source *file = &DR_BUILTIN_FILES[i];
		if (dr_str_starts(dr_str_of(file->name), BOUNCES)) {
			dr_bounce_table_load(table, file, &errors);
		}
	}
	for (size_t i = 0; i < errors.len; i++) {
		message_error(&errors.items[i], NULL);
	}
	return errors.len == 0 ? table : NULL;
}

typedef struct {
	errand *on;
	dr_account_world world;
	const handed_over *handed;
} explaining;

static void write_account(const explaining *e, const dr_account *account)
{
	for (size_t i = 0; i < e->on->list.len; i++) {
		document *one = &e->on->list.items[i];
		dr_buf text;
		dr_buf_init(&text, e->on->arena);
		bool is_text = dr_str_eq(dr_str_of(one->format->name), DR_STR("text"));
		dr_buf_add(&text, one->begun && is_text ? DR_STR("\n\n") : DR_STR(""));
		one->format->account(&one->options, account, &text);
		output_write(one->out, dr_buf_str(&text));
		one->begun = true;
	}
}

static int explain_authres(explaining *e)
{
	dr_account account;
	dr_account_authres(e->on->arena, &e->world, e->handed->text, &account);
	write_account(e, &account);
	return EXIT_CLEAN;
}

/* The domain that the bounce is about is linted, with the answers that the options name. */
static int lint_domain(const explaining *e, dr_str domain)
{
	dr_strs domains = { NULL, 0 };
	dr_name name;
	if (dr_domain_load(e->on->arena, domain, &name, NULL) != DR_OK) {
		return EXIT_CLEAN;
	}
	dr_list_add(e->on->arena, &domains, domain);
	for (size_t i = 0; i < e->on->list.len; i++) {
		document *one = &e->on->list.items[i];
		one->begun = false;
		if (dr_str_eq(dr_str_of(one->format->name), DR_STR("text"))) {
			output_write(one->out, DR_STR("\n\n"));
		}
	}
	int findings;
	int status = lint_domains(e->on, &domains, &findings);
	return status != EXIT_CLEAN ? status : findings == EXIT_UNSURE ? EXIT_UNSURE : EXIT_CLEAN;
}

static int explain_bounce(explaining *e)
{
	dr_account account;
	dr_bounce bounce;
	dr_error err = { 0 };
	if (dr_bounce_parse(e->on->arena, e->handed->text, &bounce, &err) != DR_OK) {
		return complain(&err);
	}
	dr_account_bounce(e->on->arena, &e->world, &bounce, &account);
	write_account(e, &account);
	return account.domains.len > 0 ? lint_domain(e, account.domains.items[0]) : EXIT_CLEAN;
}

static void take_account(void *self, const dr_account *account)
{
	write_account(self, account);
}

static void take_refusal(void *self, dr_str place, const char *why)
{
	const explaining *e = self;
	message_say("%.*s%s%.*s: %s", DR_FMT(e->handed->name), place.len > 0 ? ", " : "",
	            DR_FMT(place), why);
}

/* The reports in it, each told by itself; *ret_found: how many there are. */
static int tell_reports(explaining *e, size_t *ret_found)
{
	const dr_report_options how = { .limits = e->on->given->report_limits,
		                        .clock = SYSTEM_CLOCK };
	const dr_account_sink sink = { take_account, take_refusal, e };
	dr_error err = { 0 };
	*ret_found = 0;
	int code = dr_account_reports(e->on->arena, &e->world, &how, e->handed->text, &sink,
	                              ret_found, &err);
	return code == DR_OK ? EXIT_CLEAN : complain(&err);
}

static int explain_reports(explaining *e)
{
	size_t found;
	int status = tell_reports(e, &found);
	if (status == EXIT_CLEAN && found == 0) {
		message_say("%.*s holds no report", DR_FMT(e->handed->name));
		return EXIT_USAGE;
	}
	return status;
}

static void ask(void *self, const dr_asking *asking)
{
	dr_mail_check_ask(asking, self);
}

/* The moment of a run that can be repeated is the midnight that its day begins with. */
static int64_t time_of(const errand *on)
{
	enum { DAY_S = 86400 };
	return on->from.as_of == system_today() ? system_time() : (int64_t)on->from.as_of * DAY_S;
}

static int explain_mail_itself(const explaining *e)
{
	dr_account account;
	dr_mail mail;
	dr_error err = { 0 };
	dr_arena *arena = e->on->arena;
	dr_mail_check *check = dr_arena_new_of(arena, dr_mail_check);
	if (check == NULL || dr_mail_parse(arena, e->handed->text, &mail, &err) != DR_OK) {
		return check == NULL ? EXIT_INTERNAL : complain(&err);
	}
	dr_mail_check_begin(arena, &mail, time_of(e->on), check);
	const dr_inquiry inquiry = { .ask = ask, .self = check };
	dr_inquiry_result result = { .passes = 0 };
	int status = inquire(e->on, &inquiry, &result);
	if (status != EXIT_CLEAN) {
		return status;
	}
	dr_account_mail(arena, &e->world, check, &account);
	bool good = e->on->given->verify.len == 0 ||
	            dr_account_verify(&account, &e->world, check, e->on->given->verify);
	write_account(e, &account);
	dr_inquiry_result_done(&result);
	return account.unsure ? EXIT_UNSURE : good ? EXIT_CLEAN : EXIT_FINDINGS;
}

/* A mail that carries reports is explained by them. */
static int explain_mail(explaining *e)
{
	size_t found;
	int status = tell_reports(e, &found);
	return status == EXIT_CLEAN && found == 0 ? explain_mail_itself(e) : status;
}

int handed_explain(errand *on, const dr_glossary *glossary, const handed_over *handed)
{
	static int (*const EXPLAIN[])(explaining * e) = {
		[DR_HANDED_BOUNCE] = explain_bounce,
		[DR_HANDED_AUTHRES] = explain_authres,
		[DR_HANDED_MAIL] = explain_mail,
		[DR_HANDED_REPORT] = explain_reports,
	};
	explaining e = { .on = on, .handed = handed };
	e.world = (dr_account_world){ .glossary = glossary,
		                      .bounces = bounces_load(on->arena),
		                      .suffixes = on->from.suffixes,
		                      .as_of = on->from.as_of,
		                      .utc_offset = system_utc_offset };
	dr_mime_setup();
	int status = e.world.bounces != NULL ? EXPLAIN[handed->kind](&e) : EXIT_INTERNAL;
	return dr_arena_failed(on->arena) ? EXIT_INTERNAL : status;
}
