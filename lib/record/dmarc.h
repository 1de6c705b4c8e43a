/*
 * DMARC policy records (RFC 9989 4.7, 4.8; RFC 7489 6.3, 6.4).
 *
 * One reading for both generations of receivers: every tag that either knows is read, and
 * dr_dmarc_counts() says which generation a tag counts at. Which record applies to which domain is
 * the receiver's business (receiver/), what its policy comes to is in record/policy.h.
 */
#pragma once
#include "record/mailuri.h"
#include "record/policy.h"
#include "record/taglist.h"

/* Rows of the tag table. */
typedef enum {
	DR_DMARC_V,
	DR_DMARC_P,
	DR_DMARC_SP,
	DR_DMARC_NP,
	DR_DMARC_ADKIM,
	DR_DMARC_ASPF,
	DR_DMARC_PSD,
	DR_DMARC_T,
	DR_DMARC_PCT,
	DR_DMARC_FO,
	DR_DMARC_RF,
	DR_DMARC_RI,
	DR_DMARC_RUA,
	DR_DMARC_RUF,
	DR_DMARC_TAG_COUNT
} dr_dmarc_tag;

/* fo, as a set. */
typedef enum { DR_FO_ALL = 1, DR_FO_ANY = 2, DR_FO_DKIM = 4, DR_FO_SPF = 8 } dr_fo_option;

typedef struct dr_dmarc {
	dr_str text;         /* the whole record; borrowed */
	bool version;        /* begins with v=DMARC1: receivers look at it at all */
	dr_taglist list;     /* every tag as published, unknown ones included */
	dr_issues issues;    /* in the order in which they were found */
	unsigned valid;      /* set of 1 << dr_dmarc_tag: see dr_dmarc_is_valid */
	dr_policy p, sp, np; /* DR_POLICY_UNSET: absent, or not valid */
	char adkim, aspf;    /* 'r' or 's'; the default when absent or not valid, as in all below */
	char psd;            /* 'y', 'n' or 'u' */
	bool t;              /* t=y */
	uint8_t pct;         /* 0 to 100 */
	unsigned fo;         /* set of dr_fo_option */
	uint32_t ri;         /* seconds */
	dr_mailuris rua, ruf;
	bool usable_rua; /* one valid URI: decides what a bad policy means (RFC 9989 4.10.1) */
} dr_dmarc;

/* Reads a record. 0, or DR_ENOMEM when the arena is spent (`ret_record` is then incomplete).
 * Issues: those of dr_taglist_parse and dr_mailuri_parse_list, TAG_VALUE (for a policy with the
 * nearest value), TAG_ORDER, FO_CONFLICT. A tag that is there twice counts by its first value. */
int dr_dmarc_parse(dr_arena *arena, dr_str text, dr_dmarc *ret_record);

/* The first occurrence of a tag, or NULL. */
const dr_tag *dr_dmarc_find(const dr_dmarc *record, dr_dmarc_tag tag);
/* True when the tag is there with a value that its grammar allows (lists: one good item). */
bool dr_dmarc_is_valid(const dr_dmarc *record, dr_dmarc_tag tag);
/* Which receivers give the tag a meaning: a set of dr_generation. */
unsigned dr_dmarc_counts(dr_dmarc_tag tag);
/* "sp". Static storage. */
const char *dr_dmarc_tag_name(dr_dmarc_tag tag);
extern const dr_taglist_kind DR_DMARC_TAGS;
