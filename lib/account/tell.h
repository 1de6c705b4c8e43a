/*
 * What the accounts of this folder are told from: words, suffixes, names.
 */
#pragma once
#include "account/account.h"
#include "base/clock.h"
#include "glossary/glossary.h"
#include "message/authres.h"
#include "message/bounce_table.h"
#include "name/suffixes.h"
#include "record/align.h"

/* What every account may look things up in. */
typedef struct {
	const dr_glossary *glossary;
	const dr_bounce_table *bounces;
	const dr_suffixes *suffixes; /* NULL: the built-in list */
	dr_day as_of;                /* DR_NO_DAY: not said */
	/* Seconds that the person's clock is ahead of UTC at a time; NULL: not known. */
	int (*utc_offset)(int64_t seconds);
} dr_account_world;

/* Says what a word means; nothing when there is no such word. */
void dr_tell_word(dr_account *account, const dr_account_world *world, const char *area,
                  dr_str name);
/* How a domain relates to that of From, by the public suffix list; texts that are no names relate
 * to nothing. */
dr_alignment dr_tell_relation(const dr_account *account, const dr_account_world *world, dr_str from,
                              dr_str domain);
/* The domain of "a@b.example", "<a@b.example>", "b.example", "@b.example", in lower case. */
dr_str dr_tell_domain(dr_arena *arena, dr_str text);
/* "2026-11-21 10:00:00 UTC" of seconds since 1970. */
dr_str dr_tell_time(dr_arena *arena, int64_t seconds);
/* The same, and " (19:00:00 +0900 here)" when the offset is known and not 0. */
dr_str dr_tell_time_here(dr_arena *arena, const dr_account_world *world, int64_t seconds);

/* What a server wrote about a mail: one part for each result. `from`: the domain in From; empty:
 * what dmarc= says. */
void dr_tell_authres(dr_account *account, const dr_account_world *world, const dr_authres *authres,
                     dr_str from);
