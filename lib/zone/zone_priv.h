/*
 * A zone from inside: the records in the order of the text, and the tree of names that answers are
 * looked up in.
 */
#pragma once
#include "zone/zone.h"

enum {
	ZONE_ISSUES_MAX = 10000,
	ZONE_INCLUDES_MAX = 4096, /* of one zone, whatever their depth */
	ZONE_CHAIN_MAX = 16,      /* CNAMEs of one answer */
};

/* How far the text says what a record is. */
typedef enum {
	STANDS_HERE,
	STANDS_ELSEWHERE, /* the provider's servers make it: an alias, a redirection */
	STANDS_LATER,     /* decided when the plan is applied: not known */
	STANDS_GONE,      /* is taken away */
} standing;

typedef struct record {
	struct record *next; /* in the text */
	struct record *next_in_set;
	struct node *node; /* NULL: it does not belong into the zone */
	dr_name owner;
	uint16_t type; /* 0: nothing but the name */
	standing stands;
	dr_rr rr;
} record;

typedef struct rrset {
	struct rrset *next;
	record *first, *last;
	uint32_t count;
	uint16_t type;
	uint8_t stands; /* a standing: gone only when all of it is; else the least certain */
} rrset;

/* A name that exists: an owner, or an empty non-terminal (RFC 4592 2.2.2). */
typedef struct node {
	dr_name name;
	struct node *parent;   /* NULL at the origin */
	struct node *wildcard; /* its child "*" */
	rrset *sets;
	struct node *next; /* in the order in which the text makes them exist */
} node;

/* The hash stands beside the node, so that a search seldom touches nodes that are not it. */
typedef struct {
	uint64_t hash;
	node *node; /* NULL: free */
} node_slot;

typedef struct {
	dr_source_of_answers base;
	const dr_zone *zone;
} zone_source;

struct dr_zone {
	dr_arena *arena;
	dr_name origin;
	dr_name first_origin, first_soa; /* what the text says about its origin */
	bool complete, has_soa;
	bool has_cuts;   /* a delegation or a DNAME below or at the origin */
	bool ttl_missed; /* a record has no TTL and none before it, the first of them here: */
	dr_file_place ttl_missed_at;
	dr_name ttl_missed_owner;
	uint32_t negative_ttl;
	record *first, *last;
	size_t record_count;
	node *apex, *last_node; /* the first and the last of all */
	node_slot *slots;       /* open addressing; the count is a power of two */
	size_t slot_count, node_count;
	size_t longest_name; /* of a node, in octets */
	dr_zone_issues issues;
	dr_zone_comments comments;
	zone_source source;
};

/* NULL: no memory. */
dr_zone *dr_zone_new(size_t text_len);
/* Appends a copy, unless memory or the limit is spent (DR_ELIMIT). */
int dr_zone_append(dr_zone *zone, const record *rec, dr_error *err);
/* When all records are there: finds the origin, builds the tree, checks. DR_EINVAL, DR_ELIMIT,
 * DR_ENOMEM. */
int dr_zone_settle(dr_zone *zone, const dr_zone_options *options, dr_error *err);

/* ---- issues ---- */

/* `subject` is copied. Control characters in the text become dots. */
void dr_zone_issue_add(dr_zone *zone, const char *code, dr_file_place at, dr_name owner,
                       dr_str subject, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* ---- the tree ---- */

/* Finds the origin and builds the tree; what does not fit becomes issues. DR_EINVAL: no origin. */
int dr_zone_index(dr_zone *zone, const dr_zone_options *options, dr_error *err);
node *dr_zone_find(const dr_zone *zone, dr_name name);
/* The longest existing name at or above `name`, which is within the origin; NULL: an empty zone. */
node *dr_zone_find_encloser(const dr_zone *zone, dr_name name);
rrset *dr_zone_find_set(const node *at, uint16_t type);
/* Whether another zone begins at the node. */
bool dr_zone_is_delegation(const node *at);
/* The topmost delegation or DNAME at or above the node; NULL when there is none. */
const node *dr_zone_find_cut(const dr_zone *zone, const node *at);
/* Adds issues about what records mean together. */
void dr_zone_check(dr_zone *zone);
/* The zone's name twice, such as example.com.example.com; not set for names of one label, which may
 * well repeat. */
dr_name dr_zone_doubled_origin(dr_zone *zone);
/* Adds an issue when a record holds that name, which lacks a final dot then: as its target, or as
 * its owner when that is another than the owner of the record before. And one when its target is a
 * text rather than the name of a host. */
void dr_zone_check_names(dr_zone *zone, const record *rec, dr_name doubled, bool new_owner);
