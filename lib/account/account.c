#include "account/account.h"
#include "base/buf.h"
#include <stdarg.h>
#include <stdio.h>

enum { SENTENCE = 4096, SAYS_MAX = 64 };

/* A sentence in the arena; a longer one is cut. */
__attribute__((format(printf, 2, 0))) static dr_str format_text(dr_arena *arena, const char *format,
                                                                va_list args)
{
	char room[SENTENCE];
	int len = vsnprintf(room, sizeof(room), format, args);
	if (len < 0) {
		return (dr_str){ NULL, 0 };
	}
	size_t used = (size_t)len < sizeof(room) ? (size_t)len : sizeof(room) - 1;
	return dr_arena_copy(arena, (dr_str){ room, used });
}

static dr_account_part *last_part(const dr_account *account)
{
	return account->parts.len > 0 ? &account->parts.items[account->parts.len - 1] : NULL;
}

void dr_account_init(dr_account *account, dr_arena *arena, const char *kind, dr_str title)
{
	*account = (dr_account){ .arena = arena, .kind = kind, .title = title };
}

void dr_account_begin(dr_account *account, const char *about, dr_tone tone, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	if (account->parts.len < DR_ACCOUNT_PARTS) {
		dr_account_part part = { .about = about,
			                 .tone = tone,
			                 .title = format_text(account->arena, format, args) };
		dr_list_add(account->arena, &account->parts, part);
	}
	va_end(args);
}

void dr_account_say(dr_account *account, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	dr_str text = format_text(account->arena, format, args);
	va_end(args);
	dr_account_part *part = last_part(account);
	if (part != NULL && text.len > 0 && part->says.len < SAYS_MAX) {
		dr_list_add(account->arena, &part->says, text);
	}
}

void dr_account_fact_add(dr_account *account, const char *key, dr_str value)
{
	dr_account_part *part = last_part(account);
	if (part != NULL && value.len > 0) {
		dr_account_fact fact = { key, dr_account_quote(value) };
		dr_list_add(account->arena, &part->facts, fact);
	}
}

void dr_account_fact_number(dr_account *account, const char *key, uint64_t value)
{
	dr_buf text;
	dr_buf_init(&text, account->arena);
	dr_buf_addf(&text, "%llu", (unsigned long long)value);
	dr_account_fact_add(account, key, dr_buf_str(&text));
}

void dr_account_advise(dr_account *account, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	dr_str text = format_text(account->arena, format, args);
	va_end(args);
	for (size_t i = 0; i < account->todo.len; i++) {
		if (dr_str_eq(account->todo.items[i], text)) {
			return;
		}
	}
	if (account->todo.len < SAYS_MAX) {
		dr_list_add(account->arena, &account->todo, text);
	}
}

void dr_account_add_domain(dr_account *account, dr_str domain)
{
	for (size_t i = 0; i < account->domains.len; i++) {
		if (dr_str_eq_nocase(account->domains.items[i], domain)) {
			return;
		}
	}
	if (domain.len > 0) {
		dr_list_add(account->arena, &account->domains, domain);
	}
}

dr_str dr_account_quote(dr_str text)
{
	return dr_str_sub(text, 0, DR_ACCOUNT_TEXT);
}
