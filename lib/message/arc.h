/*
 * The chain of ARC sets on a mail (RFC 8617 4, 5.2), as far as its structure tells: no seal is
 * verified.
 */
#pragma once
#include "message/authres.h"
#include "message/mail.h"

enum { DR_ARC_MAX = 50 }; /* RFC 8617 4.2.1 */

typedef struct {
	unsigned seals, signatures, results; /* fields of this instance; one of each is right */
	dr_str sealer, selector;             /* d, s of the seal */
	dr_str cv;                           /* of the seal */
	bool forbidden;                      /* the seal has h */
	dr_authres authres;
} dr_arc_set;

typedef enum {
	DR_ARC_NONE,  /* there is no chain */
	DR_ARC_WHOLE, /* its structure is as it should be */
	DR_ARC_ENDED, /* a forwarder says cv=fail: it does not count any more */
	DR_ARC_BROKEN,
} dr_arc_state;

typedef struct {
	dr_arc_state state;
	const char *why; /* DR_ARC_BROKEN: the rest of a sentence, "lacks a field"; static */
	size_t at;       /* the instance it is about; 0: none */
	size_t count;    /* the highest instance */
	dr_arc_set sets[DR_ARC_MAX]; /* by instance, from 1 */
} dr_arc;

void dr_arc_read(dr_arena *arena, const dr_mail *mail, dr_arc *ret_arc);
