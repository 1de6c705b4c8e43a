/*
 * Public suffixes (publicsuffix.org): which names are registries, and the organizational domain as
 * receivers of RFC 7489 see it (RFC 7489 3.2). Both sections of the list count, as deployed
 * receivers do it; a name that no rule fits has its last label as public suffix.
 *
 * A NULL dr_suffixes means the list that came with libpsl.
 */
#pragma once
#include "base/error.h"
#include "base/name_wire.h"

typedef struct dr_suffixes dr_suffixes;

/* Reads a list in the format of publicsuffix.org. DR_EINVAL when the text holds no rule, DR_ENOMEM.
 * Close with dr_suffixes_close. */
int dr_suffixes_load(dr_str text, dr_suffixes **ret_suffixes, dr_error *err);
void dr_suffixes_close(dr_suffixes *suffixes); /* NULL is fine */

bool dr_suffixes_is_public(const dr_suffixes *suffixes, dr_name name);
/* The public suffix plus one label; the name itself when it is a public suffix or the root.
 * Borrows from `name`. */
dr_name dr_suffixes_organizational(const dr_suffixes *suffixes, dr_name name);
