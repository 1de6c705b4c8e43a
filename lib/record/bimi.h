/*
 * BIMI assertion records (draft-brand-indicators-for-message-identification, "Assertion Record
 * Definition"). What the URIs lead to is not looked at here.
 */
#pragma once
#include "record/mailuri.h"
#include "record/taglist.h"

/* Rows of the tag table. */
typedef enum {
	DR_BIMI_V,
	DR_BIMI_L,
	DR_BIMI_A,
	DR_BIMI_LPS,
	DR_BIMI_AVP,
	DR_BIMI_TAG_COUNT
} dr_bimi_tag;

typedef struct {
	dr_str text;     /* the whole record; borrowed */
	bool version;    /* begins with v=BIMI1: receivers look at it at all */
	dr_taglist list; /* every tag as published */
	dr_issues issues;
	bool valid;    /* receivers can use it; a declination is valid */
	bool declined; /* l and a are empty: no logo, and none of the organizational domain */
	dr_mailuri l;  /* indicator; zeroed when the tag is empty or not there */
	dr_mailuri a;  /* evidence document; the same */
	dr_strs lps;   /* local-part prefixes */
	bool personal; /* avp=personal; brand is the default */
} dr_bimi;

/* Reads a record. 0, or DR_ENOMEM when the arena is spent (`ret_record` is then incomplete).
 * Issues: those of dr_taglist_parse and dr_mailuri_parse, URI_SUFFIX, TAG_EMPTY for an empty l
 * beside an a, TAG_VALUE for lps and avp. */
int dr_bimi_parse(dr_arena *arena, dr_str text, dr_bimi *ret_record);

/* The first occurrence of a tag, or NULL. */
const dr_tag *dr_bimi_find(const dr_bimi *record, dr_bimi_tag tag);
extern const dr_taglist_kind DR_BIMI_TAGS;
