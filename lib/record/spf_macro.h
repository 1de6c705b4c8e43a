/*
 * Macros of SPF (RFC 7208 7): reading a macro-string part by part, and expanding it.
 */
#pragma once
#include "base/cursor.h"
#include "base/ipaddr.h"

typedef enum {
	DR_MACRO_END,        /* nothing is left */
	DR_MACRO_TEXT,       /* characters that stand for themselves */
	DR_MACRO_ESCAPE,     /* %%, %_ or %- */
	DR_MACRO_LETTER,     /* %{…} */
	DR_MACRO_BAD,        /* a percent sign that begins none of these */
	DR_MACRO_BAD_LETTER, /* %{…} with a letter that does not exist */
} dr_spf_macro_kind;

typedef struct {
	dr_spf_macro_kind kind;
	dr_str text;       /* the part as written */
	dr_str literal;    /* TEXT, ESCAPE: what it stands for */
	char letter;       /* LETTER: lower case */
	bool escaped;      /* an upper-case letter: the value is URL-escaped */
	bool reverse;      /* r */
	uint32_t digits;   /* how many right-hand parts are kept; 0: all */
	dr_str delimiters; /* empty: "." */
} dr_spf_macro;

/* Reads the next part. After a bad one the cursor stands behind it, so that reading can go on. */
dr_spf_macro dr_spf_macro_next(dr_cursor *c);

/* The letters of a macro-string as bits 1 << (letter - 'a'). */
uint32_t dr_spf_macro_letters(dr_str text);
#define DR_MACRO_BIT(letter) (UINT32_C(1) << ((letter) - 'a'))

/* What the letters stand for (RFC 7208 7.2). */
typedef struct {
	dr_str sender;        /* s: local@sender_domain */
	dr_str local;         /* l: local part of the sender; "postmaster" when it has none */
	dr_str sender_domain; /* o */
	dr_str domain;        /* d: the current domain */
	dr_str helo;          /* h */
	dr_str validated;     /* p: "unknown" unless somebody validated a name */
	dr_str receiver;      /* r: explanations only */
	uint64_t time;        /* t: seconds since 1970, explanations only */
	dr_ipaddr ip;         /* i, c, v */
} dr_spf_macro_values;

enum { DR_SPF_EXPLANATION_MAX = 4096 }; /* ours: octets of an explanation */

/* Appends the expansion of `text`: of an explanation, or else of a domain-spec, which is a name
 * without escapes. False, with what was expanded so far, for a bad macro, a c, r or t where
 * `explanation` is false, and an explanation of over DR_SPF_EXPLANATION_MAX octets. Memory is
 * bounded: of a very long name only the end stays, which is all that dr_spf_macro_shorten() looks
 * at. */
bool dr_spf_macro_expand(dr_str text, const dr_spf_macro_values *values, bool explanation,
                         dr_buf *out);

/* A name without its final dot and, when it has over 253 characters, without as many of its first
 * labels as it takes (RFC 7208 7.3). */
dr_str dr_spf_macro_shorten(dr_str name);
