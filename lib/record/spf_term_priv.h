/*
 * One term of an SPF record: names and qualifiers in spf_term.c, arguments in spf_argument.c.
 */
#pragma once
#include "record/spf.h"

enum { DR_SPF_V4_BITS = 32, DR_SPF_V6_BITS = 128 };

/* What a term takes behind its name. */
typedef enum {
	DR_SPF_TAKES_NOTHING,
	DR_SPF_MAY_TAKE_DOMAIN,
	DR_SPF_TAKES_DOMAIN,
	DR_SPF_TAKES_V4,
	DR_SPF_TAKES_V6,
} dr_spf_argument;

typedef struct {
	dr_str name; /* as in the standard; for the kinds without a name, ours */
	dr_spf_argument takes;
	bool modifier;
	bool lengths; /* "/24//64" may follow */
	bool counts;  /* towards the ten DNS terms */
} dr_spf_kind_def;

extern const dr_spf_kind_def DR_SPF_KINDS[DR_SPF_KIND_COUNT];

/* A term that is being read. */
typedef struct {
	dr_arena *arena;
	dr_str record;
	dr_issues *issues;
	dr_spf_term *term;
} dr_spf_reader;

/* Reports what is no syntax error, and what is one. */
void dr_spf_note(dr_spf_reader *r, dr_issue_code code, dr_str subject, dr_str where);
void dr_spf_reject(dr_spf_reader *r, dr_issue_code code, dr_str subject, dr_str where);

/* Reads what follows the name of a mechanism. */
void dr_spf_read_argument(dr_spf_reader *r, dr_str rest, dr_spf_kind kind);
/* Reads a domain-spec (RFC 7208 7.1). */
void dr_spf_read_domain(dr_spf_reader *r, dr_str spec);
/* Checks the macros of a macro-string, remembers their letters, and gives the text behind the last
 * macro: the whole when there is none. */
dr_str dr_spf_check_macros(dr_spf_reader *r, dr_str text);

/* Reads `word`, a slice of `record` without spaces, into a term that is all zeros. */
void dr_spf_term_parse(dr_arena *arena, dr_str record, dr_str word, dr_issues *issues,
                       dr_spf_term *ret_term);

/* True when `text` begins like a term with an argument, or is a directive `all` with a qualifier:
 * what stands behind a missing space. */
bool dr_spf_begins_term(dr_str text);
