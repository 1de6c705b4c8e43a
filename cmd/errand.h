/*
 * What every command that asks questions does around its own work: open documents, rules and
 * sources, and close them again, so that files appear only when the work was done.
 */
#pragma once
#include "message/mail.h"
#include "outputs.h"
#include "settings.h"
#include "sources.h"
#include "store/evidence.h"

typedef struct errand {
	dr_arena *arena; /* as long as the program */
	const options *given;
	documents list; /* they say from.as_of */
	rulebook book;  /* empty when the command does not judge */
	settings settings;
	sources from;
	const dr_mail *mail;   /* of --message; NULL: none */
	dr_evidence *evidence; /* what findings may be about; NULL: none */
	void *self;            /* of the plan */
} errand;

/* How a command is opened. */
typedef struct {
	dr_document kind;
	const char *format; /* when --format is not given */
	bool judges;        /* load the rules */
	/* The work; its status. Files are kept when it is 0, 1 or 3 and no signal came. */
	int (*work)(errand *on);
	void *self; /* for `work`; may be NULL */
} errand_plan;

int errand_run(dr_arena *arena, const options *given, const errand_plan *plan);

/* Refuses texts that are no domains, each with a message: EXIT_CLEAN or EXIT_USAGE. */
int errand_check_domains(dr_arena *arena, const dr_strs *domains);

/* What the options and the config say about a domain, in `arena`; `domain` is borrowed. `probe`
 * where --dkim-probe is not given. */
dr_request errand_request(const errand *on, dr_arena *arena, dr_str domain, dr_dkim_probe probe);

/* Names below the request's domain that reports, the config and the zones tell of: plans look at
 * them too. */
void errand_add_below(const errand *on, dr_arena *arena, dr_request *request);
