/*
 * DKIM key records (RFC 6376 3.6.1, RFC 8301, RFC 8463).
 */
#pragma once
#include "record/der.h"
#include "record/dkim_weak.h"
#include "record/taglist.h"

/* Rows of the tag table. */
typedef enum {
	DR_DKIM_V,
	DR_DKIM_K,
	DR_DKIM_P,
	DR_DKIM_H,
	DR_DKIM_S,
	DR_DKIM_T,
	DR_DKIM_N,
	DR_DKIM_G,
	DR_DKIM_TAG_COUNT
} dr_dkim_tag;

typedef struct {
	dr_str text;     /* the whole record; borrowed */
	dr_taglist list; /* every tag as published */
	dr_issues issues;
	bool valid;      /* every verifier that follows the standards can use it for mail */
	bool version;    /* v=DKIM1 is there */
	bool revoked;    /* p= is there and empty */
	dr_str k;        /* as published, or empty; rsa is meant then */
	dr_str octets;   /* of p, decoded, in the arena; empty when it is not base64 */
	dr_key_kind key; /* what the octets are, whatever k says */
	dr_der_key der;  /* RSA, and wrapped Ed25519: size, exponent, octets missing or trailing */
	uint32_t bits;   /* of the key; 0: not known */
	dr_modulus_weakness weakness; /* of an RSA key */
	dr_span missing;    /* octets of the record that are missing behind p; len 0: none */
	bool test, strict;  /* t=y, t=s */
	bool sha1, sha256;  /* h allows it */
	bool email, tlsrpt; /* s allows it */
} dr_dkim;

/* Reads a record. 0, or DR_ENOMEM when the arena is spent (`ret_record` is then incomplete).
 * Issues: those of dr_taglist_parse, TAG_VALUE for k, and the KEY_ ones; the subject of those is
 * the tag. */
int dr_dkim_parse(dr_arena *arena, dr_str text, dr_dkim *ret_record);

/* The first occurrence of a tag, or NULL. */
const dr_tag *dr_dkim_find(const dr_dkim *record, dr_dkim_tag tag);
extern const dr_taglist_kind DR_DKIM_TAGS;
