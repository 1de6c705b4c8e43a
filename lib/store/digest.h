/*
 * The digest: the evidence about a domain as a text to keep under version control, and back.
 *
 * Lines of JSON in a fixed order, so that a new day is lines added: a head
 *   {"schema":"dmarcramp.digest/1","domain":"example.com"}
 * TLS sessions by day ("tls"), and for each day what each reporter sent ("reporter"), what was odd
 * about it ("odd"), what it adds up to ("ip"), and the reverse names of addresses that come for the
 * first time ("address"). No address of a person is in it.
 */
#pragma once
#include "base/source.h"
#include "store/evidence.h"

/* Takes a line at a time, its newline included. 0 or a negative DR_E*. */
typedef int (*dr_digest_line)(void *self, dr_str line, dr_error *err);

/* Writes the evidence of a query. What the evidence fails with, DR_ENOMEM. */
int dr_digest_write(dr_evidence *evidence, const dr_evidence_query *query, dr_digest_line line,
                    void *self, dr_error *err);

/* Reads a digest; the evidence keeps nothing of the text. DR_ESYNTAX, DR_ETYPE and the like with
 * line and column; DR_ENOMEM. Close with dr_evidence_close(). */
int dr_digest_open(const dr_source *source, dr_evidence **ret_evidence, dr_error *err);
