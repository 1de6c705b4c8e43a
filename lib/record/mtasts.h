/*
 * MTA-STS: the TXT record (RFC 8461 3.1) and the policy that a web server serves (RFC 8461 3.2).
 */
#pragma once
#include "base/name_wire.h"
#include "record/taglist.h"

/* Rows of the tag table. */
typedef enum { DR_MTASTS_V, DR_MTASTS_ID, DR_MTASTS_TAG_COUNT } dr_mtasts_tag;

typedef struct {
	dr_str text;     /* the whole record; borrowed */
	bool version;    /* begins with v=STSv1; and so is not discarded */
	dr_taglist list; /* every tag as published */
	dr_issues issues;
	bool valid; /* senders look for a policy */
	dr_str id;  /* as published, or empty */
} dr_mtasts;

/* Reads a record. 0, or DR_ENOMEM when the arena is spent (`ret_record` is then incomplete).
 * Issues: those of dr_taglist_parse, STS_ID. */
int dr_mtasts_parse(dr_arena *arena, dr_str text, dr_mtasts *ret_record);

typedef enum {
	DR_MTASTS_UNSET, /* missing, or not valid */
	DR_MTASTS_NONE,
	DR_MTASTS_TESTING,
	DR_MTASTS_ENFORCE,
} dr_mtasts_mode;

/* An mx line. */
typedef struct {
	dr_str pattern; /* as written */
	dr_span span;   /* of the pattern in the body */
	bool valid;     /* a name, or `*.` and a name */
} dr_mtasts_mx;

typedef DR_LIST(dr_mtasts_mx) dr_mtasts_mxs;

typedef struct {
	dr_str text;  /* the whole body; borrowed */
	bool valid;   /* a sender can use it */
	bool version; /* version: STSv1 */
	dr_mtasts_mode mode;
	bool has_max_age;
	uint32_t max_age; /* seconds, at most 31557600 */
	dr_mtasts_mxs mx;
	bool lf_only; /* some line ends without CR; allowed */
	dr_issues issues;
} dr_mtasts_policy;

/* Reads a policy. 0, or DR_ENOMEM when the arena is spent. Issues, with the key as subject:
 * TAG_SYNTAX (a line without a colon), TAG_UNKNOWN, TAG_DUPLICATE (the first counts), TAG_MISSING,
 * TAG_VALUE, VERSION, NON_ASCII, LOOKALIKE, ESCAPED. */
int dr_mtasts_policy_parse(dr_arena *arena, dr_str body, dr_mtasts_policy *ret_policy);

/* True when a host's name matches a pattern (RFC 8461 4.1): `*` stands for exactly one label. */
bool dr_mtasts_mx_matches(const dr_mtasts_mx *mx, dr_name host);
/* "none", "testing", "enforce"; "" for DR_MTASTS_UNSET. Static storage. */
const char *dr_mtasts_mode_name(dr_mtasts_mode mode);
extern const dr_taglist_kind DR_MTASTS_TAGS;
