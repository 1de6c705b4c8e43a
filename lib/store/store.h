/*
 * Evidence at rest. The interface is what a back end must do; the one there is keeps an SQLite
 * database.
 *
 * A report is its organisation, report id, policy domain and period. The same content again, on
 * whatever way it came, changes nothing; the same identity with other content is kept beside the
 * first, marked, and does not count, unless somebody vouches for it and nobody for the first:
 * anyone can mail a report under another's name, and must not keep the true one out. What was added
 * is there for good once dr_store_commit() has returned 0; until then it is all there or not at all
 * when the process dies. Several processes may write at once: each waits for the others.
 *
 * A store serves one thread at a time.
 */
#pragma once
#include "store/evidence.h"

typedef struct dr_store dr_store;

typedef enum {
	DR_STORED_NEW,
	DR_STORED_AGAIN,   /* the same report is there already */
	DR_STORED_VARIANT, /* one of the same identity is there, with other content */
	DR_STORED_INSTEAD, /* such a one was there that nobody vouched for; it counts no more */
	DR_STORED_COUNT
} dr_stored;

/* What tells contents apart. */
typedef struct {
	uint8_t octets[32];
} dr_content;

/* A row as it was reported, with its report: what export shows. */
typedef struct {
	const dr_aggregate *report; /* without texts that only people read; no counts */
	bool variant;               /* its report does not count */
	uint64_t number;            /* of the row in its report, from 0 */
	dr_aggregate_record record;
} dr_stored_record;

typedef int (*dr_stored_record_visit)(void *self, const dr_stored_record *record, dr_error *err);

typedef struct {
	uint64_t reports, variants, records, messages, failures, tls_reports;
	dr_day first, last; /* DR_NO_DAY: no report */
} dr_store_totals;

struct dr_store {
	dr_evidence evidence; /* what it adds up to; its close is that of the store */

	/* Begins an aggregate report; rows follow, then `end` or `drop`. `content` NULL: not known
	 * yet. With it, *ret_stored may be DR_STORED_AGAIN: then nothing follows. */
	int (*begin)(dr_store *self, const dr_aggregate *report, const dr_content *content,
	             dr_stored *ret_stored, dr_error *err);
	int (*record)(dr_store *self, const dr_aggregate_record *record, dr_error *err);
	int (*end)(dr_store *self, const dr_aggregate *report, const dr_content *content,
	           dr_stored *ret_stored, dr_error *err);
	int (*drop)(dr_store *self, dr_error *err);

	int (*failure)(dr_store *self, const dr_failure *report, dr_stored *ret_stored,
	               dr_error *err);
	int (*tls)(dr_store *self, const dr_tls_report *report, dr_stored *ret_stored,
	           dr_error *err);

	/* Keeps what is known of an address's reverse name, in place of what was known. */
	int (*name)(dr_store *self, const dr_evidence_name *name, dr_error *err);

	/* Everything since the last commit; nothing to do is fine. */
	int (*commit)(dr_store *self, dr_error *err);

	/* Rows of aggregate reports, by day, domain, reporter and report id, in their order. */
	int (*records)(dr_store *self, const dr_evidence_query *query, dr_stored_record_visit visit,
	               void *visitor, dr_error *err);
	/* Forgets everything about days before `day`; commits. */
	int (*prune)(dr_store *self, dr_day day, uint64_t *ret_reports, dr_error *err);
	int (*totals)(dr_store *self, dr_store_totals *ret_totals, dr_error *err);
};

typedef enum {
	DR_STORE_WRITE, /* made when it is not there */
	DR_STORE_READ,  /* DR_EIO when it is not there */
} dr_store_mode;

/* Opens a database file. DR_EIO with a text (cannot be opened, is no database of ours, is of a
 * later version), DR_ENOMEM, DR_EPART without the part reports. */
int dr_store_open(const char *path, dr_store_mode mode, dr_store **ret_store, dr_error *err);
void dr_store_close(dr_store *store); /* NULL is fine; what was not committed is gone */
