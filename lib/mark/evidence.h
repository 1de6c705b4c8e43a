/*
 * Evidence documents of BIMI: verified and common mark certificates
 * (draft-fetch-validation-vmc-wchuang).
 *
 * A bad document is data. Whether the names and the logo fit a domain is for the caller to say.
 */
#pragma once
#include "base/clock.h"
#include "base/error.h"
#include "base/list.h"

enum { DR_EVIDENCE_CERTIFICATES_MAX = 8, DR_EVIDENCE_PROBLEMS_MAX = 32 };

typedef struct {
	dr_str file;  /* PEM, the mark certificate first */
	dr_str roots; /* PEM; ptr NULL: the chain is not judged */
	dr_day as_of; /* the day of judgement; 0 or DR_NO_DAY: time does not count */
} dr_evidence_input;

typedef struct {
	size_t certificates; /* 0: no certificate can be read, and nothing below is known */
	dr_str subject;      /* organization, or common name */
	dr_str issuer;       /* the same of who issued it */
	dr_day not_before, not_after;
	dr_strs names;    /* its dNSNames */
	dr_str mark_type; /* "Registered Mark", …; empty when it names none */
	bool chain_judged;
	dr_str chain_problem; /* empty: a chain to a root; else what OpenSSL says */
	bool timestamps;      /* signed certificate timestamps (RFC 6962) are embedded */
	dr_str logo;          /* the embedded SVG, unpacked; ptr NULL: none that can be read */
	dr_strs extensions;   /* what is wrong with extensions, each a phrase */
	dr_strs fields;       /* what the subject lacks for its mark type */
	dr_strs marks;        /* what is wrong with the mark type */
} dr_evidence;

/* Reads a document. DR_ENOMEM (`ret_evidence` is untouched then), DR_EPART. */
int dr_evidence_read(dr_arena *arena, const dr_evidence_input *input, dr_evidence *ret_evidence,
                     dr_error *err);
