/*
 * SPF records (RFC 7208 4.5, 4.6, 5, 6, 7.1): one text, term by term. What the terms look up and
 * lead to is the receiver's and the survey's business.
 *
 * The reader goes on after an error and reports every one; a receiver gives permerror for the whole
 * record when there is one (RFC 7208 4.6), which is `valid` false.
 */
#pragma once
#include "base/ipaddr.h"
#include "base/issue.h"
#include "record/spf_macro.h"
#include "record/strings.h"

typedef enum {
	DR_SPF_ALL,
	DR_SPF_INCLUDE,
	DR_SPF_A,
	DR_SPF_MX,
	DR_SPF_PTR,
	DR_SPF_IP4,
	DR_SPF_IP6,
	DR_SPF_EXISTS,
	DR_SPF_REDIRECT,
	DR_SPF_EXP,
	DR_SPF_OTHER,   /* a modifier that nobody knows; ignored */
	DR_SPF_UNKNOWN, /* no term at all */
	DR_SPF_KIND_COUNT
} dr_spf_kind;

/* Slices borrow from the record's text. */
typedef struct {
	dr_spf_kind kind;
	bool valid;     /* no syntax error */
	char qualifier; /* '+', '-', '?', '~'; '+' when left out; NUL for modifiers */
	bool qualifier_given;
	bool counts;         /* towards the ten DNS terms (RFC 7208 4.6.4) */
	bool message;        /* what it looks up depends on the message: macros other than %{d} */
	uint32_t letters;    /* macros that are used: bits DR_MACRO_BIT */
	dr_str text;         /* the whole term */
	dr_str name;         /* of mechanism or modifier, as written */
	dr_str domain;       /* domain-spec; empty: left out, the current domain is meant */
	dr_prefix prefix;    /* ip4, ip6 */
	uint8_t v4_length;   /* a, mx: 32 when left out */
	uint8_t v6_length;   /* a, mx: 128 when left out */
	dr_span span;        /* of `text` */
	dr_span domain_span; /* of `domain` */
} dr_spf_term;

typedef DR_LIST(dr_spf_term) dr_spf_terms;

typedef struct {
	dr_str text;                 /* the whole record; borrowed */
	bool valid;                  /* else permerror */
	dr_spf_terms terms;          /* in order, with those that are not valid */
	const dr_spf_term *all;      /* the first, or NULL: it ends the evaluation */
	const dr_spf_term *redirect; /* the first, or NULL; without effect when there is an `all` */
	const dr_spf_term *exp;      /* the first, or NULL */
	dr_issues issues;
} dr_spf;

/* Reads a record; `strings` may be NULL, then STRING_JOIN and LONG_STRING are not seen. A text that
 * is no SPF record (record/kind.h) gets SPF_VERSION or LEADING_SPACE and is read all the same. 0,
 * or DR_ENOMEM when the arena is spent (`ret_record` is then incomplete). */
int dr_spf_parse(dr_arena *arena, dr_str text, const dr_strings *strings, dr_spf *ret_record);

/* "all", "include", …; "other", "unknown". Static storage. */
const char *dr_spf_kind_name(dr_spf_kind kind);
