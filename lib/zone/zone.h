/*
 * Zones that are not published (yet): read from text, answering as the zone's server would.
 *
 * The reader is RFC 1035 master-file syntax ($ORIGIN, $TTL, $INCLUDE, $GENERATE, parentheses,
 * escapes, class and TTL in either order, RFC 3597) with line and column of every character-string.
 * It goes on after an error: a broken line is an issue of the zone, the rest is served.
 *
 * The server: wildcards and empty non-terminals (RFC 4592), CNAME, DNAME (RFC 6672), delegations
 * and glue, negative answers with the SOA's TTL (RFC 2308). A complete zone (it has a SOA at its
 * origin) denies what it does not hold; a partial one does not speak for it.
 */
#pragma once
#include "answer/source.h"
#include "base/error.h"
#include "base/source.h"

typedef struct dr_zone dr_zone;

/* Reading files is the program's: a callback, so that lib/ stays testable and can be kept in a
 * folder. The text is borrowed until the zone is closed. */
typedef struct {
	/* `name` as written in $INCLUDE or after !include, `from` the including file. Refuses names
	 * that leave the folder it keeps to. 0, DR_EIO, DR_EINVAL with a text in err. */
	int (*read)(void *self, const char *from, dr_str name, dr_source *ret_source,
	            dr_error *err);
	void *self;
} dr_zone_files;

typedef struct {
	dr_name origin;       /* not set: $ORIGIN or SOA of the file, else `fallback` */
	dr_name fallback;     /* from the file's name */
	uint32_t default_ttl; /* without $TTL and SOA; 3600 when 0 */
	const char *format;   /* one of DR_ZONE_FORMATS; NULL: what the text looks like */
	/* YAML that says where resource types of Terraform keep records (rules/terraform.yaml);
	 * NULL: a plan cannot be read. */
	const dr_source *resource_types;
} dr_zone_options;

/* Something wrong in the text; a rule (ZN014, ZN002, ZN003 …) judges it.
 *
 * The record is left out: syntax, unterminated-quote, unclosed-parenthesis, bad-name, no-owner,
 * bad-ttl, bad-class, unknown-type, bad-rdata, bad-escape, out-of-zone, duplicate-soa,
 * soa-not-at-origin. The directive is left out: syntax, bad-name, bad-ttl, include, generate.
 *
 * The record is kept, and served as far as a server would:
 *   long-string          a character-string of over 255 octets; it is split there
 *   unescaped-semicolon  text without quotation marks that a semicolon cuts off
 *   escaped-semicolon    the same with `\;`: several strings that join without the blanks
 *   unquoted-words       the same without semicolons: v=spf1 -all
 *   no-ttl               no TTL and none before it; told once, and not of fragments
 *   doubled-origin       the owner or the target holds the zone's name twice
 *   cname-and-other, duplicate-cname   servers refuse such a zone; here other types come first
 *   occluded             at or below a delegation, or below a DNAME: never served
 *   u-label              the owner's first label is in letters beyond ASCII, not in A-labels
 *   text-as-name         the target of a CNAME, MX, NS … is no name of a host: v=dmarc1;p=none
 *   duplicate-key        octoDNS: a name occurs twice in a file; the last is read
 *   glued-quotes         octoDNS: `""` stands in a text that octoDNS would split by itself
 *   no-ns                no name servers at the origin
 *   byte-order-mark      of the file; it is skipped, and columns of line 1 do not count it */
typedef struct {
	const char *code;
	dr_str subject;   /* the field or the name it is about; in the zone's arena */
	char text[160];   /* what is wrong, a sentence without full stop; nothing in it acts */
	dr_file_place at; /* of the field */
	dr_name owner;    /* when the line has got that far; else not set */
} dr_zone_issue;

typedef DR_LIST(dr_zone_issue) dr_zone_issues;

/* A comment that is more than one. "dmarcramp" is an inline waiver, on a record's line:
 * `; dmarcramp: ignore=SPF003 until=2027-01-31 reason=…`, in YAML with `#` and anywhere among what
 * is said about a name, or on a line before it; "expect" says what a test wants. */
typedef struct {
	const char *keyword; /* "dmarcramp" or "expect"; static storage */
	dr_name owner;       /* of the record on the line; not set when there is none */
	dr_str text;         /* what follows the keyword's colon, trimmed; borrowed from the file */
	dr_file_place at;    /* of the semicolon, or the `#` */
} dr_zone_comment;

typedef DR_LIST(dr_zone_comment) dr_zone_comments;

/* Reads a master file. Broken lines are issues; DR_EINVAL only when the text is binary or no origin
 * can be found; DR_ELIMIT for too many records or too much memory; DR_ENOMEM. The text stays
 * borrowed. Close with dr_zone_close. */
int dr_zone_parse(const dr_source *text, const dr_zone_options *options, const dr_zone_files *files,
                  dr_zone **ret_zone, dr_error *err);
void dr_zone_close(dr_zone *zone);

typedef DR_LIST(dr_zone *) dr_zone_list;

/* "zone" (master file), "octodns", "dnscontrol" (print-ir), "route53" (record sets, change batch),
 * "cloudflare" (API), "terraform" (show -json); NULL at the end. */
extern const char *const DR_ZONE_FORMATS[];

/* Reads a file of any format, which may hold several zones: in `arena`, each to be closed. Errors
 * as above, and DR_ESYNTAX for text that is no JSON or YAML. Zones that the format holds whole are
 * complete even without a SOA; change batches, truncated lists and Terraform plans are partial.
 * What a plan does not know yet is answered with DR_NOT_GIVEN, and what a change takes away with
 * DR_NO_DATA, also by a partial zone. */
int dr_zone_parse_all(dr_arena *arena, const dr_source *text, const dr_zone_options *options,
                      const dr_zone_files *files, dr_zone_list *ret_zones, dr_error *err);
/* Reads a zone that octoDNS keeps in several files, `count` > 0: names may occur in more than one.
 * Its name is that of the options. Errors as above; a file that is none of a zone is an issue. */
int dr_zone_parse_split(dr_arena *arena, const dr_source *parts, size_t count,
                        const dr_zone_options *options, const dr_zone_files *files,
                        dr_zone_list *ret_zones, dr_error *err);

dr_name dr_zone_origin(const dr_zone *zone);
bool dr_zone_is_complete(const dr_zone *zone);
size_t dr_zone_record_count(const dr_zone *zone);
const dr_zone_issues *dr_zone_issues_of(const dr_zone *zone);
/* Comments that begin with "dmarcramp:" or "expect:" (tests). */
const dr_zone_comments *dr_zone_comments_of(const dr_zone *zone);

/* What the zone's server would answer; NULL when the zone does not speak for the name (outside it,
 * at or below a delegation, or a partial zone without it). A chain that leaves the zone ends in
 * DR_OPEN with its hops: what follows is for others to say. A chain that goes round, is longer than
 * 16, or makes a name that is too long is DR_SERVFAIL, as resolvers have it. In `arena`. */
const dr_answer *dr_zone_answer(const dr_zone *zone, dr_arena *arena, const dr_question *question);
/* Every owner name in canonical order (wildcards included, glue below delegations not). */
void dr_zone_names(const dr_zone *zone, dr_arena *arena, dr_name **ret_names, size_t *ret_count);
/* Those at or below `top`; nothing is gone through when it does not exist. */
void dr_zone_names_below(const dr_zone *zone, dr_arena *arena, dr_name top, dr_name **ret_names,
                         size_t *ret_count);

/* The zone as a source of answers; the zone must outlive it and its answers. */
dr_source_of_answers *dr_zone_source(dr_zone *zone);
