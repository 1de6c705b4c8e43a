/*
 * Results as documents: one table of formats, and for each what it can write.
 *
 * Writers append text to a buffer and know nothing about files, terminals or clocks. The same
 * results give the same octets in every format. Everything that came from DNS is untrusted: each
 * format neutralises it in its own way (text: render/neutral.h; JSON: string escapes).
 */
#pragma once
#include "catalog/catalog.h"
#include "account/account.h"
#include "change/change.h"
#include "glossary/glossary.h"
#include "plan/portfolio.h"
#include "rule/profile.h"
#include "receiver/message.h"
#include "receiver/spf_eval.h"
#include "run/run.h"
#include "survey/servers_live.h"
#include "survey/spf_advice.h"
#include "store/intake.h"
#include "traffic/traffic.h"

/* What of a plan is written. */
typedef enum {
	DR_PLAN_SCREEN,
	DR_PLAN_NEXT,      /* only the next step */
	DR_PLAN_QUESTIONS, /* what to ask colleagues */
	DR_PLAN_ROLLBACK,
	DR_PLAN_EMERGENCY,
	DR_PLAN_STEP_DOWN,
} dr_plan_part;

/* What a document looks like beside its results. */
typedef struct {
	dr_day as_of;                  /* the day it was judged on; DR_NO_DAY: not said */
	bool all;                      /* notes in full, and the rules that passed */
	bool color;                    /* text: escape sequences for colours */
	bool quiet;                    /* text: no hints about what to do next */
	bool trace;                    /* spf eval: every step */
	bool full;                     /* plan: every phase with everything */
	dr_plan_part part;             /* plan: what of it */
	const dr_portfolio *portfolio; /* plan: one table of all; NULL: each by itself */
	bool several;                  /* plan, status: of more than one domain, one document */
	bool undecided;                /* report summary: only sources that need a decision */
	const dr_ruleset *rules;       /* sarif: the rules that were run; NULL: none */
	const dr_profile *profile;     /* lint: under which it was judged; NULL: none */
	const char *next; /* text: the command to try next, before the domain; NULL: none */
} dr_render_options;

/* One domain of a document. */
typedef struct {
	const dr_run_result *result; /* its judgement is finished */
	dr_str id;                   /* scan: as the input line had it; ptr NULL: none */
	bool id_is_number;
	const dr_plan *plan;      /* plan documents */
	const dr_plan_move *move; /* gate documents */
} dr_render_item;

/* What the domains of a document add up to. */
typedef struct {
	size_t domains, incomplete;
	size_t hits[DR_SEVERITY_COUNT]; /* neither superseded nor waived */
	size_t undecided, waived;
} dr_summary;

void dr_summary_add(dr_summary *summary, const dr_run_result *result);

/* A document about one or more domains: head, items with `between` between those that wrote
 * something, tail. `item` may be called from several threads at once. NULL members write nothing.
 */
typedef struct {
	void (*head)(const dr_render_options *options, dr_buf *out);
	void (*item)(const dr_render_options *options, const dr_render_item *item, dr_buf *out);
	const char *between;
	void (*tail)(const dr_render_options *options, const dr_summary *summary, dr_buf *out);
	/* What is written of an item, in the order of the document: NULL, the text as it is. `seen`
	 * are counts of this document, from 0; one call at a time. */
	void (*pass)(size_t seen[DR_SEVERITY_COUNT], dr_str text, dr_buf *out);
} dr_domain_writer;

/* What a document is about. */
typedef enum {
	DR_DOCUMENT_LINT,
	DR_DOCUMENT_SCAN,
	DR_DOCUMENT_FACTS,
	DR_DOCUMENT_PLAN,
	DR_DOCUMENT_GATE,
	DR_DOCUMENT_STATUS,
	DR_DOCUMENT_SNAPSHOT,
	DR_DOCUMENT_RULES,
	DR_DOCUMENT_EXPLAIN,
	DR_DOCUMENT_SPF_EVAL,
	DR_DOCUMENT_SPF_TREE,
	DR_DOCUMENT_DIFF,
	DR_DOCUMENT_SIMULATE,
	DR_DOCUMENT_LIVE,
	DR_DOCUMENT_INGEST,
	DR_DOCUMENT_TRAFFIC,
	DR_DOCUMENT_WHAT_IF,
	DR_DOCUMENT_RECORDS,
	DR_DOCUMENT_COUNT
} dr_document;

/* One domain of a `diff`; both sides have facts, and their judgements are finished. */
typedef struct {
	const dr_run_result *before, *after; /* after->change is set */
} dr_diff_item;

/* Something got worse: senders lost, a policy weakened, a new error or warning. */
bool dr_diff_is_worse(dr_arena *arena, const dr_diff_item *item);

/* NULL members write nothing. */
typedef struct {
	void (*head)(const dr_render_options *options, dr_buf *out);
	void (*item)(const dr_render_options *options, const dr_diff_item *item, dr_buf *out);
	const char *between;
	void (*tail)(size_t domains, size_t worse, dr_buf *out);
} dr_diff_writer;

/* A domain's SPF tree and what it comes to. */
typedef struct {
	const dr_spf_tree *tree;
	const dr_spf_reach *reach;
	const dr_spf_advice *advice;
	const dr_catalog *catalog; /* NULL: no service is known */
} dr_spf_view;

/* What became of a file that was read, or of all of them. */
typedef struct {
	dr_str file;             /* as it was found */
	uint64_t files, without; /* the total only: files read, those without any report */
	dr_intake_counts counts;
} dr_ingested;

/* One line for each file as it is done, and the total. NULL members write nothing. */
typedef struct {
	void (*file)(const dr_ingested *file, dr_buf *out);
	void (*total)(const dr_ingested *total, dr_buf *out);
} dr_ingest_writer;

/* Evidence that was replayed against a policy. */
typedef struct {
	dr_str policy; /* the record */
	const dr_traffic *traffic;
} dr_what_if;

/* Rows as they were reported. */
typedef struct {
	void (*head)(dr_buf *out);
	void (*item)(const dr_stored_record *record, dr_buf *out);
} dr_record_writer;

typedef struct {
	const char *name, *doc;
	const dr_domain_writer *domains[DR_DOCUMENT_COUNT]; /* NULL: not in this format */
	void (*rules)(const dr_render_options *options, const dr_rule *const *rules, size_t count,
	              dr_buf *out);
	void (*spf_eval)(const dr_render_options *options, const dr_spf_evaluation *evaluation,
	                 dr_buf *out);
	const dr_diff_writer *diff;
	void (*spf_tree)(const dr_render_options *options, const dr_spf_view *view, dr_buf *out);
	void (*simulate)(const dr_render_options *options, const dr_message *message,
	                 const dr_message_views *views, dr_buf *out);
	void (*live)(const dr_render_options *options, const dr_live *live, dr_buf *out);
	/* Everything about one rule, service or word, for people who met it. */
	void (*explain_rule)(const dr_render_options *options, const dr_rule *rule, dr_buf *out);
	void (*explain_service)(const dr_render_options *options, const dr_service *service,
	                        dr_buf *out);
	void (*explain_term)(const dr_render_options *options, const dr_term *term, dr_buf *out);
	/* Everything about something that was handed over. */
	void (*account)(const dr_render_options *options, const dr_account *account, dr_buf *out);
	const dr_ingest_writer *ingest;
	void (*traffic)(const dr_render_options *options, const dr_traffic *traffic, dr_buf *out);
	void (*what_if)(const dr_render_options *options, const dr_what_if *what, dr_buf *out);
	const dr_record_writer *records;
	bool snapshot; /* it is the format of snapshots (snapshot/snapshot.h writes them) */
} dr_format;

extern const dr_format DR_FORMATS[];
extern const size_t DR_FORMAT_COUNT;

/* NULL when there is none. */
const dr_format *dr_format_find(dr_str name);
bool dr_format_has(const dr_format *format, dr_document document);
