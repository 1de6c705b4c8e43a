/*
 * Identifier alignment (RFC 9989 3.2.10, 4.4; RFC 7489 3.1): is an authenticated domain the author
 * domain's own?
 *
 * Organizational domains are inputs: by tree walk at receivers of RFC 9989, by the public suffix
 * list at those of RFC 7489 (name/suffixes.h).
 */
#pragma once
#include "base/name_wire.h"

/* Ordered by strength. */
typedef enum {
	DR_ALIGN_NONE,
	DR_ALIGN_RELAXED, /* the same organizational domain */
	DR_ALIGN_STRICT,  /* identical */
} dr_alignment;

/* How two domains relate. A name that is not set relates to nothing; an organizational domain that
 * is not set leaves only DR_ALIGN_STRICT. */
dr_alignment dr_align_of(dr_name author, dr_name author_organization, dr_name authenticated,
                         dr_name authenticated_organization);

/* True when the relation is enough for the mode of adkim or aspf: 's', or anything else for
 * relaxed. */
bool dr_align_holds(dr_alignment alignment, char mode);
/* "none", "relaxed", "strict". Static storage. */
const char *dr_align_name(dr_alignment alignment);
