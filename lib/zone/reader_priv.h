/*
 * From entries to records: directives, owners, TTLs, rdata.
 */
#pragma once
#include "zone/lexer_priv.h"
#include "zone/zone_priv.h"

typedef struct {
	dr_zone *zone;
	const dr_zone_options *options;
	const dr_zone_files *files;
	dr_error *err;
	int stop; /* DR_OK, or why reading ends */

	/* Of the file that is read; an included file gives them back (RFC 1035 5.1). */
	const char *file;
	dr_name origin; /* not set: none is known yet */
	dr_name owner;  /* of the last record; not set: none, or it could not be read */
	dr_str owner_text;
	unsigned depth;

	size_t includes;
	bool ttl_given; /* by $TTL, or by the SOA when there is no $TTL before it */
	uint32_t ttl;
	bool last_ttl_given; /* written in an earlier record (RFC 1035 5.1) */
	uint32_t last_ttl;
} reader;

/* A row of tokens and what stands behind it. */
typedef struct {
	const token *items;
	size_t count;
	bool flat;   /* the raw text from first to last token has no parentheses and breaks in it */
	dr_str tail; /* the comment behind the last token, on its line */
} fields;

/* Reads a text until its end or until `stop` is set. */
void dr_zone_read_text(reader *r, dr_str text);

/* A record whose owner is the first field, or the last owner when `blank`. */
void dr_zone_read_record(reader *r, const fields *f, bool blank);
/* The fields of a $GENERATE line, the directive included. */
void dr_zone_generate(reader *r, const fields *f);

/* TXT and SPF: every string with its place. False after an issue. */
bool dr_zone_read_strings(reader *r, const fields *f, dr_rr *rr);

/* Data of a common type in its plainest form. False when it is anything else: nothing is told. */
bool dr_zone_read_plain(reader *r, const fields *f, uint16_t type, dr_rr *rr);

/* A name, relative to the origin. False after an issue about it. */
bool dr_zone_read_name(reader *r, const token *t, dr_name *ret_name);
/* A TTL, at most 2^31-1 (RFC 2181 8). False when it is none. */
bool dr_zone_read_ttl(const token *t, uint32_t *ret_ttl);

/* An issue at octet `offset` of what the token says, with the reader's owner. */
void dr_zone_issue_at(reader *r, const char *code, const token *t, size_t offset,
                      const char *format, ...) __attribute__((format(printf, 5, 6)));
dr_file_place dr_zone_place_of(const reader *r, const token *t);
bool dr_zone_reader_stopped(const reader *r);
