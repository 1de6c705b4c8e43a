/*
 * What `explain` says about something that a person hands over (a bounce, a header field, a mail, a
 * report): parts with sentences for people and facts for programs.
 *
 * The sentences are ours; what they quote is a stranger's and is neutralised by the formats. An
 * account is bounded: what is beyond its limits is counted, not told.
 */
#pragma once
#include "base/list.h"

/* How good the news is. */
typedef enum { DR_TONE_PLAIN, DR_TONE_GOOD, DR_TONE_POOR, DR_TONE_BAD } dr_tone;

typedef struct {
	const char *key; /* "selector" */
	dr_str value;
} dr_account_fact;

typedef DR_LIST(dr_account_fact) dr_account_facts;

typedef struct {
	const char *about; /* what it is for programs: "signature" */
	dr_tone tone;
	dr_str title; /* one line */
	dr_account_facts facts;
	dr_strs says; /* sentences; each begins a line */
} dr_account_part;

typedef struct {
	dr_arena *arena;
	const char *kind; /* "bounce" "authentication-results" "message" "aggregate-report" … */
	dr_str title;
	DR_LIST(dr_account_part) parts;
	dr_strs todo;    /* what to do, most important first */
	dr_strs domains; /* worth a lint, each once */
	bool unsure;     /* an answer of the DNS is missing */
} dr_account;

enum { DR_ACCOUNT_PARTS = 256, DR_ACCOUNT_TEXT = 2048 /* octets of one quotation */ };

void dr_account_init(dr_account *account, dr_arena *arena, const char *kind, dr_str title);
/* Begins a part; what is said next belongs to it. Beyond DR_ACCOUNT_PARTS it is dropped. */
void dr_account_begin(dr_account *account, const char *about, dr_tone tone, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* A sentence of the last part; an empty one is left out. */
void dr_account_say(dr_account *account, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A fact of the last part; an empty value is left out. */
void dr_account_fact_add(dr_account *account, const char *key, dr_str value);
void dr_account_fact_number(dr_account *account, const char *key, uint64_t value);
void dr_account_advise(dr_account *account, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void dr_account_add_domain(dr_account *account, dr_str domain);
/* A stranger's text, cut to what is worth quoting. Borrows. */
dr_str dr_account_quote(dr_str text);
