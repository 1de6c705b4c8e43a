/*
 * What a person handed over: found out by what it holds.
 */
#pragma once
#include "base/arena.h"

typedef enum {
	DR_HANDED_UNKNOWN,
	DR_HANDED_BOUNCE,  /* a bounce, or the text of an SMTP reply */
	DR_HANDED_AUTHRES, /* an Authentication-Results field */
	DR_HANDED_MAIL,    /* any mail; it may carry reports */
	DR_HANDED_REPORT,  /* what may be a report, packed or not */
} dr_handed;

/* DR_HANDED_UNKNOWN without the part reports. */
dr_handed dr_handed_of(dr_arena *arena, dr_str text);
