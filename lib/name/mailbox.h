/*
 * Mailboxes as people type them where reports are to go: `dmarc@example.com`, or the same as a
 * mailto: URI.
 */
#pragma once
#include "base/buf.h"
#include "base/error.h"

/* The mailbox that `text` (UTF-8) names, its domain in A-labels, in `arena`; it can stand in a
 * record behind `mailto:` as it is (RFC 6068 2, RFC 9989 4.8). DR_EINVAL with a text that says what
 * is wrong with it (a size limit, another scheme, a character that would need encoding, what
 * dr_domain_load() says of the domain); DR_ENOMEM. */
int dr_mailbox_load(dr_arena *arena, dr_str text, dr_str *ret_mailbox, dr_error *err);
