/*
 * A finding as documents show it: which record, where, and what identifies it over time.
 */
#pragma once
#include "run/run.h"

enum { DR_FINGERPRINT_CHARS = 16 };

typedef struct {
	const dr_finding *finding;
	size_t index;     /* among the findings of the result: by rule, then by element */
	dr_str owner;     /* owner name of the record, or of where it should be */
	dr_str type;      /* "TXT" */
	dr_str record;    /* octets of a TXT record, text of any other; ptr NULL: there is none */
	bool has_span;    /* TXT only */
	dr_span span;     /* octets of `record` */
	dr_file_place at; /* file NULL: not from a file */
	char fingerprint[DR_FINGERPRINT_CHARS + 1];
} dr_finding_view;

typedef DR_LIST(dr_finding_view) dr_finding_views;

/* The file that it is from, without a leading "./", which GitHub and GitLab do not find; empty:
 * none. */
dr_str dr_finding_file(const dr_finding_view *view);
/* A path for formats that want every finding in a file: that file, or "dns/_dmarc.example.com/TXT"
 * for what came from DNS. Octets that a URI would not take as they are stand as %HH. In `arena`. */
dr_str dr_finding_path(dr_arena *arena, const dr_finding_view *view);

/* Lists and texts go to `arena`, or borrow from the result. */

/* Every finding of the result that is not superseded, by owner, rule, place; findings without a
 * place in their order. */
dr_finding_views dr_finding_views_by_owner(dr_arena *arena, const dr_run_result *result);
/* The hits that are not waived: worst first, then by category, rule, element. */
dr_finding_views dr_finding_views_by_weight(dr_arena *arena, const dr_run_result *result);
