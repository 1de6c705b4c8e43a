/*
 * The SPF record of a domain and everything that it pulls in through include and redirect: what
 * each term asks for and what came of it, and how many of the ten DNS terms it all costs (RFC
 * 7208 4.6.4).
 *
 * This is the cost of the worst message: one that nothing matches before the end. It goes on where
 * a receiver stops at the limit, so that a person sees how much is too much; a record that is
 * reached twice is read once and counted twice. What one particular message gives is
 * check_host()'s.
 */
#pragma once
#include "base/prefixset.h"
#include "receiver/spf_eval.h"

/* Of one tree, ours. */
enum {
	DR_SPF_NODES_MAX = 400,      /* records */
	DR_SPF_VISITS_MAX = 8000,    /* terms */
	DR_SPF_PREFIXES_MAX = 40000, /* of all sets of addresses together */
};

/* What became of the target of a term. */
typedef enum {
	DR_SPF_OK,
	DR_SPF_NO_NAME,
	DR_SPF_NO_DATA,   /* the name exists, without records of the type */
	DR_SPF_NO_RECORD, /* include, redirect: TXT records, none of them SPF */
	DR_SPF_SEVERAL,   /* several SPF records; exp: several TXT records */
	DR_SPF_PERMERROR, /* its record has a syntax error */
	DR_SPF_LOOP,      /* a record that is being evaluated already */
	DR_SPF_TOO_MANY,  /* over ten MX hosts */
	DR_SPF_NULL_MX,
	DR_SPF_OUTCOME_COUNT
} dr_spf_outcome;

/* "ok", "no-name", …: the choices of the fact `outcome`. Static storage. */
const char *dr_spf_outcome_name(dr_spf_outcome outcome);

/* What a term and everything below it costs: numbers are certain, more may be missing. */
typedef struct {
	int64_t lookups;
	dr_status lookups_status; /* DR_KNOWN: that is all */
	int64_t voids_ipv4, voids_ipv6;
	dr_status voids_status;
	int64_t mx_hosts; /* whose addresses are asked for: they do not count as DNS terms */
} dr_spf_cost;

/* A set of addresses, by the family of the client. Terms that only a message can decide (macros,
 * ptr), and those whose answer is missing, are taken to match nobody. */
typedef struct {
	dr_prefixset set;
	dr_status status; /* DR_KNOWN: exactly these; else why it may be other ones */
} dr_spf_senders;

typedef struct dr_spf_node dr_spf_node;

/* A term of a record of the tree. */
typedef struct {
	const dr_spf_term *term;
	bool reached;   /* evaluated by the worst message: valid, and not behind `all` */
	dr_name target; /* not set: it has none, depends on the message, or is no name */
	dr_spf_outcome outcome;
	dr_status outcome_status;  /* DR_ABSENT: it asks nothing that a survey could ask */
	bool void_ipv4, void_ipv6; /* nothing was found for clients of the family */
	bool dangling;             /* the target is a CNAME whose end does not exist */
	dr_strs dead_hosts;        /* mx: hosts without any address */
	const char *text_problem;  /* exp: "non-ascii", "macro"; NULL: none. Static storage. */
	bool own_hosts; /* a, mx: its hosts have names of the tree's organization, and no CNAME */
	dr_status void_status;
	bool unregistered; /* the target's registrable domain does not exist */
	dr_status unregistered_status;
	dr_spf_node *below; /* include, redirect: the record it leads to; NULL for none */
	uint8_t lookups, voids_ipv4, voids_ipv6; /* its own, without what is below */
	dr_spf_cost cost;
	dr_spf_senders matches; /* whatever its qualifier; redirect: those that pass */
	dr_spf_senders alone; /* that pass by this term only: of the domain's own record, plus, and
	                         no ip4 or ip6; else, and of too many, DR_ABSENT */
} dr_spf_visit;

/* A domain whose record is part of the tree. */
struct dr_spf_node {
	dr_name domain;
	const dr_texts *texts;
	const dr_spf *record;   /* when there is exactly one; else NULL */
	dr_spf_visit *visits;   /* one for each of its first terms … */
	size_t visit_count;     /* … all of them, unless the tree has too many */
	dr_spf_cost cost;       /* of all of them */
	dr_spf_senders senders; /* that pass, were there no limits and nothing broken */
	size_t depth;           /* where it is first reached: 0 for the domain's own record … */
	const dr_spf_node *parent; /* … from this record … */
	const dr_spf_visit *entry; /* … through this term of it … */
	const dr_spf_visit *via;   /* … and this term of the domain's own */
	size_t times;              /* how often it is reached */
	bool active;               /* its evaluation has begun and not ended */
};

typedef struct {
	dr_name organization;    /* the organizational domain of the root's (name/suffixes.h) */
	const dr_answer *type99; /* SPF records of the dead type 99 (RFC 7208 3.1) */
	dr_spf_node *root;
	DR_LIST(dr_spf_node *) nodes; /* in the order of first reaching */
	size_t visits;                /* terms of all of them */
	size_t prefixes;              /* that their sets hold */
} dr_spf_tree;

/* The node of a domain; NULL: the tree does not reach it. */
dr_spf_node *dr_spf_find_node(const dr_spf_tree *tree, dr_name domain);

/* True for exactly `v=spf1 -all`, white space aside (RFC 7208 10.1.2). */
bool dr_spf_sends_nothing(const dr_spf *record);

/* `type99` is NULL: it is asked for only at the domain of a run. */
void dr_survey_spf_tree(const dr_asking *asking, dr_name domain, dr_spf_tree *ret_tree);
/* With it. */
void dr_survey_spf(const dr_asking *asking, dr_name domain, dr_spf_tree *ret_tree);
