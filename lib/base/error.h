/*
 * Our own failures: no memory, unreadable files, invalid rules. Broken records are not errors
 * (base/issue.h), and neither are unanswered questions (answer/answer.h).
 */
#pragma once
#include "base/str.h"

/* What an `int` function returns when it fails; 0 is success. */
enum {
	DR_OK = 0,
	DR_ENOMEM = -1,  /* no memory, or an arena's limit */
	DR_ESYNTAX = -2, /* the text is not of its language */
	DR_ETYPE = -3,   /* well formed, but the wrong kind of thing */
	DR_ELIMIT = -4,  /* one of our limits (base/limits.h) */
	DR_ENAME = -5,   /* an unknown key, rule, fact, option, … */
	DR_EIO = -6,     /* the system refused to read or write */
	DR_EINVAL = -7,  /* a value that cannot be meant */
	DR_EPART = -8,   /* a part of the program that this build leaves out (base/part.h) */
};

/* Caller storage, zeroed before the first use. The first error stays. */
typedef struct {
	int code;           /* DR_OK while nothing has failed */
	const char *source; /* file or other name of the text; borrowed; NULL when there is none */
	uint32_t line;      /* from 1; 0: no place */
	uint32_t column;    /* from 1, in octets */
	dr_span span;       /* octets of the text that was being read */
	char text[256];     /* one sentence without a full stop: what is wrong and what to do */
} dr_error;

/* Records the error unless there is one already; `err` may be NULL. */
void dr_error_set(dr_error *err, int code, dr_span span, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The only way to report: `return dr_fail(err, DR_ETYPE, span, "expected %s", …);`. Its value is
 * the code itself, so that readers and static analysers see it. */
#define dr_fail(err, code, span, ...) (dr_error_set((err), (code), (span), __VA_ARGS__), (code))
#define DR_NOWHERE                    ((dr_span){ 0, 0 })
