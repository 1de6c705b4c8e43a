/*
 * Rules: YAML in, checked once, run over the facts of many domains.
 *
 * The engine knows nothing about e-mail: it gets a list of variables and, per domain, a pointer for
 * each. Every severity, message, explanation and fix is in the YAML; no finding is born in C.
 */
#pragma once
#include "base/source.h"
#include "doc/bind.h"
#include "expr/expr.h"

typedef enum { DR_INFO, DR_WARNING, DR_ERROR, DR_SEVERITY_COUNT } dr_severity;

/* "info", "warning", "error". */
const char *dr_severity_name(dr_severity severity);
bool dr_severity_parse(dr_str name, dr_severity *ret_severity);

/* When a rule can run: first over a domain's facts; then over the plan and what came before; last
 * over findings. Which, follows from the variables it mentions. */
typedef enum { DR_STAGE_FACTS, DR_STAGE_PLAN, DR_STAGE_FINDINGS, DR_STAGE_COUNT } dr_stage;

/* A condition's clauses; `when` may be one text or a list, all of which must hold. */
typedef struct {
	dr_str text;
	dr_span span; /* of the text in the rule's file */
	const dr_expr *expr;
} dr_clause;
typedef DR_LIST(dr_clause) dr_clauses;

typedef struct dr_example dr_example; /* rule_examples.h */
typedef DR_LIST(dr_example *) dr_examples;

/* A rule as it was read. What every run looks at stands together at the top. */
typedef struct dr_rule {
	dr_stage stage;
	dr_severity severity;
	bool optional;       /* off unless settings switch it on (rule/profile.h) */
	uint32_t reads;      /* variables that `when`, `each` mention */
	const dr_expr *each; /* NULL: once per domain; else once per element of this list */
	dr_clauses when;
	dr_variables variables;     /* that its expressions see: the world's, then the element */
	dr_str id;                  /* "DMARC019" */
	dr_str name;                /* "subdomain-policy-weaker" */
	dr_str record;              /* "dmarc": the area; one of the engine's record kinds */
	dr_str category;            /* delivery spoofing reports brand hygiene */
	dr_str who;                 /* you service dns-host certificate-authority; default you */
	dr_severity milder;         /* of a hit … */
	const dr_expr *milder_when; /* … for which this holds; NULL: of none */
	dr_str title;               /* one line, for lists */
	dr_str as;                  /* the element's variable */
	const dr_template *message, *fix; /* fix may be NULL */
	const dr_template *subject;       /* what a finding is about, per element; may be NULL */
	const dr_expr *span;              /* fact whose place is shown; may be NULL */
	const dr_template *owner;         /* owner name when span is not given; may be NULL */
	const dr_template *scope;         /* of a finding; may be NULL */
	dr_str why;                       /* explanation for people */
	dr_strs see;
	dr_strs supersedes; /* ids or names, as written */
	dr_examples examples;
	const dr_source *source;
	dr_span at;          /* of its id in the source */
	const dr_node *node; /* as it was read */
	bool builtin;
	const struct dr_rule **superseded; /* resolved; and those that these supersede */
	size_t superseded_count;
	size_t index;
} dr_rule;

typedef struct dr_ruleset dr_ruleset;

/* What the program tells the engine about the world its rules are about. */
typedef struct {
	dr_variables variables;
	const dr_stage *stages;     /* of each variable: the stage from which on it is there */
	const char *const *records; /* legal values of `record:`, NULL at the end */
	const char *const *categories;
	const char *const *who;
} dr_rule_world;

/* In `arena`, which must outlive it. NULL: no memory. */
dr_ruleset *dr_ruleset_new(dr_arena *arena, const dr_rule_world *world);

/* Reads the rules of one file (a YAML list). Every problem is an error with file, line and column;
 * good rules of a bad file are kept. `builtin` rules may have any id, others must begin with "X-".
 * The number of errors added; the list lives in the ruleset's arena, so when memory is short it may
 * hold less. The source must outlive the ruleset. */
size_t dr_ruleset_load(dr_ruleset *rules, const dr_source *source, bool builtin, dr_errors *errors);
/* After the last file: sorts, resolves `supersedes`, refuses equal ids and names, and rules that
 * supersede themselves. The number of errors. */
size_t dr_ruleset_finish(dr_ruleset *rules, dr_errors *errors);

size_t dr_ruleset_count(const dr_ruleset *rules);
const dr_rule *dr_ruleset_at(const dr_ruleset *rules, size_t index); /* by id, when finished */
/* By id or name, any case; NULL when there is none. */
const dr_rule *dr_ruleset_find(const dr_ruleset *rules, dr_str id_or_name);
/* The nearest id or name, or NULL; after dr_ruleset_finish. */
const char *dr_ruleset_suggest(const dr_ruleset *rules, dr_str id_or_name);
/* Whether a word, in any case, is a kind of record or a category that rules may have. */
bool dr_ruleset_is_group(const dr_ruleset *rules, dr_str word);

typedef enum { DR_HIT, DR_UNDECIDED_FINDING } dr_finding_outcome;

typedef struct dr_finding dr_finding;
typedef DR_LIST(dr_finding *) dr_findings;

struct dr_finding {
	const dr_rule *rule;
	dr_severity severity; /* the rule's, the milder one of this hit, or an override */
	dr_finding_outcome outcome;
	dr_why_set why;    /* undecided */
	dr_causes because; /* undecided */
	dr_str subject;    /* may be empty */
	dr_str message, fix;
	dr_place place; /* of the fact in `span:`; answer NULL when there is none */
	dr_str owner;   /* owner name in text, when there is no place */
	dr_str scope;   /* as the rule has it: whose policy it matters for; may be empty */
	dr_findings consequences; /* hits that this one supersedes; not counted */
	bool superseded;
	bool waived;
};

/* What a run over one domain gave. */
typedef struct {
	dr_findings findings; /* hits and undecided ones, in rule order; superseded hits are only in
	                         their cause's `consequences` */
	const dr_rule **passed;
	size_t passed_count;
	const dr_rule **not_judged;
	dr_str *not_judged_for; /* for each: the variable or fact whose input was not supplied */
	size_t not_judged_count;
} dr_judgement;

/* A filter and severity overrides (settings); NULL: everything as written, without optional rules.
 */
typedef struct {
	/* False: the rule is switched off, as an optional one is that nobody asked for. May change
	 * *severity. */
	bool (*decide)(const void *self, const dr_rule *rule, dr_severity *severity);
	const void *self;
} dr_rule_settings;

/* Runs every rule of the stage; appends to the judgement (zeroed before the first stage). All
 * results are in `arena`; `scratch` is reset inside. DR_ENOMEM. */
int dr_ruleset_run(const dr_ruleset *rules, dr_stage stage, const dr_values *values,
                   const dr_rule_settings *settings, dr_arena *arena, dr_arena *scratch,
                   dr_judgement *judgement);
/* After the last stage: moves superseded hits into their causes. Two hits are about the same record
 * when their places have the same answer, or their owners are equal, or one has neither. */
void dr_judgement_finish(dr_arena *arena, dr_judgement *judgement);
