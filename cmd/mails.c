#include "mails.h"
#include "base/limits.h"
#include "exit_status.h"
#include "files.h"
#include "message.h"
#include "name/name.h"

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

/* The same domain, whether it is written in U-labels or A-labels (RFC 8616). */
static bool is_same_domain(dr_arena *arena, dr_str a, dr_str b)
{
	dr_name left, right;
	return dr_domain_load(arena, a, &left, NULL) == DR_OK &&
	       dr_domain_load(arena, b, &right, NULL) == DR_OK && dr_name_eq(left, right);
}

/* The selector as DNS has it. A label that cannot be converted stays as it is. */
static dr_str selector_in_dns(dr_arena *arena, dr_str selector)
{
	dr_str rest = selector, label;
	dr_buf out;
	dr_buf_init(&out, arena);
	while (dr_str_split(&rest, '.', &label)) {
		dr_str ascii = label;
		dr_buf_add(&out, out.len > 0 ? DR_STR(".") : DR_STR(""));
		bool converted = dr_label_to_ascii(arena, label, &ascii, NULL) == DR_OK;
		dr_buf_add(&out, converted ? ascii : label);
	}
	return dr_buf_str(&out);
}

void mail_add_selectors(dr_arena *arena, const dr_mail *mail, dr_str domain, dr_strs *selectors)
{
	for (size_t i = 0; i < mail->signatures.len; i++) {
		const dr_signature *signature = &mail->signatures.items[i];
		if (signature->selector.len > 0 &&
		    is_same_domain(arena, signature->domain, domain)) {
			dr_list_add(arena, selectors, selector_in_dns(arena, signature->selector));
		}
	}
}

dr_str mail_bimi_selector(dr_arena *arena, const dr_mail *mail, dr_str domain)
{
	bool own = mail->authors.len == 1 && is_same_domain(arena, mail->authors.items[0], domain);
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
