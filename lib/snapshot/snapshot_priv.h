/*
 * Snapshots from inside: the JSON forms as structs, and the answers in the order of their
 * questions.
 */
#pragma once
#include "doc/bind.h"
#include "snapshot/snapshot.h"

enum {
	SNAPSHOT_TTL = 3600, /* where a snapshot does not say */
	SNAPSHOT_HTTPS_PORT = 443,
};

extern const char SNAPSHOT_SCHEMA_NAME[]; /* "dmarcramp.snapshot/1" */

/* ---- the document, member by member (contract: 5. Snapshot) ---- */

typedef struct {
	dr_str schema;
	dr_str missing; /* "default" */
	dr_str as_of;
	const dr_node *answers, *fetches;
} document_form;

typedef struct {
	dr_str name, type, server;
	dr_strs flags;
	dr_str outcome;
	const dr_node *chain;
	dr_str alias;
	int64_t ttl;
	bool ttl_exact;
	dr_str soa;
	int64_t negative_ttl;
	bool secure;
	dr_status secure_status;
	int64_t size;
	bool truncated;
	dr_strs rrs;
} answer_form;

typedef struct {
	dr_str name, target;
	int64_t ttl;
} hop_form;

typedef struct {
	dr_str url, outcome;
	int64_t status;
	dr_str content_type, body;
	bool body_cut;
	dr_str peer;
	const dr_node *tls;
	dr_strs redirects;
} fetch_form;

typedef struct {
	bool verified;
	dr_str problem;
	dr_strs names;
	dr_str not_after;
} tls_form;

extern const dr_schema SNAPSHOT_DOCUMENT, SNAPSHOT_ANSWER, SNAPSHOT_HOP, SNAPSHOT_FETCH,
	SNAPSHOT_TLS;

/* ---- reading ---- */

typedef struct {
	dr_arena *arena;
	const dr_source *source;
	dr_errors errors; /* a snapshot is read to its first error */
} snapshot_reader;

/* A map of the form's schema; false after an error. */
bool dr_snapshot_bind(snapshot_reader *r, const dr_schema *schema, const dr_node *node, void *form);
/* An error at the value of a key, or at the map when it has none. Always false. */
bool dr_snapshot_refuse(snapshot_reader *r, const dr_node *map, const char *key, int code,
                        const char *format, ...) __attribute__((format(printf, 5, 6)));
/* One element of "answers", or of "fetches". False after an error. */
bool dr_snapshot_read_answer(snapshot_reader *r, const dr_node *node, dr_answer *ret_answer);
bool dr_snapshot_read_fetch(snapshot_reader *r, const dr_node *node, dr_answer *ret_answer);
bool dr_snapshot_read_outcome(snapshot_reader *r, const dr_node *map, dr_str text,
                              dr_outcome *ret_outcome);
