/*
 * Zones out of formats that hold records as data: octoDNS, DNSControl, Route 53, Cloudflare,
 * Terraform. Each format's reader walks a tree and puts records; what they share is here.
 */
#pragma once
#include "doc/tree.h"
#include "zone/zone_priv.h"

/* A file while it is read. */
typedef struct {
	dr_arena *arena; /* ends with the reading */
	const dr_source *source;
	const dr_zone_options *options;
	dr_error *err;
	dr_arena *zones_arena;
	dr_zone_list *zones; /* those that are begun */
	const uint32_t *line_starts;
	size_t line_count;
} intake;

/* A record set that is being put. */
typedef struct {
	intake *in;
	dr_zone *zone;
	dr_name owner;
	uint16_t type; /* 0: the name exists, nothing more is known */
	uint32_t ttl;
	const dr_node *node; /* what records and issues point at */
	const char *address; /* of the resource; NULL */
} record_set;

/* Some octets of a text, and the offset in it of the first of them. */
typedef struct {
	dr_str octets;
	size_t offset;
} text_part;

typedef DR_LIST(text_part) text_parts;

/* How a text holds character-strings. */
enum {
	TEXT_BARE = 0,         /* without quotation marks it is one string, as it is */
	TEXT_WORDS = 1 << 0,   /* without quotation marks each word is a string */
	TEXT_WRAPPED = 1 << 1, /* the outer quotation marks are left out: a""b is "a""b" */
	TEXT_OCTAL = 1 << 2,   /* \DDD is octal, not decimal */
};

/* Reads the lines of the source. */
void dr_intake_init(intake *in);
/* A zone of this name, the one that is begun already or a new one. NULL: no memory. */
dr_zone *dr_intake_zone(intake *in, dr_name origin);
/* Where a node stands; `inner` octets behind the beginning of its text. */
dr_file_place dr_intake_place(const intake *in, const dr_node *value, size_t inner,
                              const char *address);

/* The owner name of a text below `origin`; a final dot makes it absolute, and so does
 * `ends_in_zone` when the text ends with the origin. Issue bad-name and false otherwise. */
bool dr_intake_name(const record_set *set, dr_str text, bool ends_in_zone, dr_name *ret_name);

/* Puts one record. The value is at `set->node`.
 *   text   character-strings, each split at 255 octets; `told`: that is an issue
 *   data   master-file rdata of the type; names without a final dot are absolute
 *   name   the name that NS, CNAME, PTR, DNAME hold, or behind a preference MX
 *   bare   nothing but how it stands */
void dr_intake_put_text(const record_set *set, const text_parts *parts, bool told);
void dr_intake_put_data(const record_set *set, dr_str data);
void dr_intake_put_name(const record_set *set, const uint16_t *preference, dr_str name);
void dr_intake_put_bare(const record_set *set, standing stands);
/* What a type's value is as one text of a master file: put_text, put_name or put_data. `how`:
 * TEXT_x. */
void dr_intake_put_value(const record_set *set, dr_str value, unsigned how);
/* Type 0, and addresses that the provider makes. */
void dr_intake_put_alias(const record_set *set);

void dr_intake_issue(const record_set *set, const char *code, dr_str subject, const char *format,
                     ...) __attribute__((format(printf, 4, 5)));

/* The strings of a text. */
text_parts dr_zone_split_text(dr_arena *arena, dr_str text, unsigned how);
/* An octal-escaped owner name, as Route 53 writes it, with decimal escapes. */
dr_str dr_zone_octal_name(dr_arena *arena, dr_str name);

/* The name that all names end with, without labels that begin with `_` and wildcards; not set when
 * it has less than two labels. */
dr_name dr_intake_common(const dr_name *names, size_t count);

/* The text of a member: of a text or number; empty when it is absent or something else. */
dr_str dr_member_text(const dr_node *map, const char *key);
/* A number; `fallback` when it is absent or something else. */
uint32_t dr_member_number(const dr_node *map, const char *key, uint32_t fallback);

/* The readers. Broken records are issues; DR_EINVAL when the tree is none of the format's. */
int dr_zone_read_octodns(intake *in, const dr_node *root);
int dr_zone_read_dnscontrol(intake *in, const dr_node *root);
int dr_zone_read_route53(intake *in, const dr_node *root);
int dr_zone_read_cloudflare(intake *in, const dr_node *root);
int dr_zone_read_terraform(intake *in, const dr_node *root);
