#include "mails.h"
#include "base/limits.h"
#include "exit_status.h"
#include "files.h"
#include "message.h"

int mail_read(dr_arena *arena, dr_str file, const dr_mail **ret_mail)
{
	dr_source source = { .name = NULL };
	dr_error err = { 0 };
	dr_mail *mail = dr_arena_new_of(arena, dr_mail);
	if (mail == NULL) {
		message_say("no memory for %.*s", DR_FMT(file));
		return EXIT_INTERNAL;
	}
	int code = files_read(arena, file, DR_LIMIT_MAIL, &source, &err);
	if (code == DR_OK) {
		code = dr_mail_parse(arena, source.text, mail, &err);
	}
	if (code == DR_OK && !dr_mail_is(source.text)) {
		code = dr_fail(&err, DR_ESYNTAX, DR_NOWHERE,
		               "%s is no mail: it does not begin with header fields", source.name);
	}
	if (code != DR_OK) {
		message_error(&err, NULL);
		return exit_of_error(code);
	}
	*ret_mail = mail;
	return EXIT_CLEAN;
}

void mail_add_selectors(dr_arena *arena, const dr_mail *mail, dr_str domain, dr_strs *selectors)
{
	dr_str plain = domain;
	plain.len -= dr_str_ends(plain, DR_STR(".")) ? 1 : 0;
	for (size_t i = 0; i < mail->signatures.len; i++) {
		const dr_signature *signature = &mail->signatures.items[i];
		if (signature->selector.len > 0 && dr_str_eq_nocase(signature->domain, plain)) {
			dr_list_add(arena, selectors, signature->selector);
		}
	}
}

dr_str mail_bimi_selector(const dr_mail *mail, dr_str domain)
{
	dr_str plain = domain;
	plain.len -= dr_str_ends(plain, DR_STR(".")) ? 1 : 0;
	bool own = mail->authors.len == 1 && dr_str_eq_nocase(mail->authors.items[0], plain);
	return own ? mail->bimi_selector : DR_STR("");
}

/* "; signed as example.com (s1), vendor.example (k2)" */
static void add_signatures(const dr_mail *mail, dr_buf *text)
{
	for (size_t i = 0; i < mail->signatures.len; i++) {
		const dr_signature *signature = &mail->signatures.items[i];
		dr_buf_addf(text, "%s%.*s (%.*s)", i == 0 ? "; signed as " : ", ",
		            DR_FMT(signature->domain), DR_FMT(signature->selector));
	}
	if (mail->signatures.len == 0) {
		dr_buf_add(text, DR_STR("; not signed"));
	}
}

void mail_choose_domain(dr_arena *arena, dr_str file, const dr_mail *mail, dr_strs *domains)
{
	if (mail->authors.len != 1) {
		message_say("%.*s: %s; name the domain to lint", DR_FMT(file),
		            mail->authors.len == 0 ? "its From has no domain"
		                                   : "its From has several domains");
		return;
	}
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%.*s is from %.*s", DR_FMT(file), DR_FMT(mail->authors.items[0]));
	add_signatures(mail, &text);
	if (mail->return_path.len > 0) {
		dr_buf_addf(&text, "; bounces go to %.*s", DR_FMT(mail->return_path));
	}
	message_say("%.*s", DR_FMT(dr_buf_str(&text)));
	dr_list_add(arena, domains, mail->authors.items[0]);
}
