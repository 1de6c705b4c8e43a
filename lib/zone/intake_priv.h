/*
 * Zones out of formats that hold records as data: octoDNS, DNSControl, Route 53, Cloudflare,
 * Terraform. Each format's reader walks a tree and puts records; what they share is here.
 */
#pragma once
#include "doc/tree.h"
#include "zone/zone_priv.h"

/* A text whose nodes are looked at. Their spans count from `base` on, so that one tree can hold
 * nodes of several texts. */
typedef struct {
	const dr_source *source;
	uint32_t base;
	const uint32_t *line_starts; /* offsets in the text */
	size_t line_count;
} intake_text;

typedef DR_LIST(intake_text) intake_texts;

/* A file while it is read, or the files of a zone one after the other. */
typedef struct {
	dr_arena *arena;         /* ends with the reading */
	const dr_source *source; /* the file that is read */
	const dr_zone_options *options;
	const dr_zone_files *files; /* NULL: nothing can be included */
	dr_error *err;
	dr_arena *zones_arena;
	dr_zone_list *zones; /* those that are begun */
	intake_texts texts;  /* in order of `base` */
	size_t includes;     /* files that were included, and their octets */
	size_t included_octets;
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

/* From now on places in this text can be told. The base of its spans; false: no room for more. */
bool dr_intake_add_text(intake *in, const dr_source *source, uint32_t *ret_base);
/* The text that an octet of the tree is in; NULL: none is there. */
const intake_text *dr_intake_text_of(const intake *in, uint32_t off);
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
/* The zone's name where only names in it are told: what they share, unless they all fit the one
 * that the caller falls back to. */
dr_name dr_intake_guess_origin(const intake *in, const dr_name *names, size_t count);

/* The text of a member: of a text or number; empty when it is absent or something else. */
dr_str dr_member_text(const dr_node *map, const char *key);
/* A number; `fallback` when it is absent or something else. */
uint32_t dr_member_number(const dr_node *map, const char *key, uint32_t fallback);

/* The files of an octoDNS zone, which together are the zone. A file that is no YAML is an issue,
 * and makes the zone a partial one. DR_EINVAL: one file, which is none of a zone. */
int dr_zone_read_parts(intake *in, const dr_source *parts, size_t count);
/* A tree of the text that was added last, as YAML means it: instead of `!include` what it names,
 * instead of "<<" the members of the maps. What cannot be included is an issue and null, and the
 * zone is a partial one then. */
const dr_node *dr_zone_resolve_yaml(intake *in, dr_zone *zone, const dr_node *root);

/* A name of an octoDNS file. */
typedef struct {
	const dr_node *value; /* first: dr_node_compare_keys() takes it as such a pointer */
	dr_name owner;        /* not set: it is none */
} octodns_name;

/* Keeps the comments of in->source that begin with a keyword. `names`, which are sorted as they
 * stand in the text, say what each is about: the record set that it stands in, and on a line of its
 * own before a name that name. */
void dr_zone_keep_yaml_comments(intake *in, dr_zone *zone, const octodns_name *names, size_t count);

/* The readers. Broken records are issues; DR_EINVAL when the tree is none of the format's. */
int dr_zone_read_octodns(intake *in, const dr_node *root);
int dr_zone_read_dnscontrol(intake *in, const dr_node *root);
int dr_zone_read_route53(intake *in, const dr_node *root);
int dr_zone_read_cloudflare(intake *in, const dr_node *root);
int dr_zone_read_terraform(intake *in, const dr_node *root);
