/*
 * The zone's own name servers: what each of them says about the records that matter to mail, beside
 * what the run's resolver said (RFC 1034 4.3.1, RFC 2182). At most four servers by two addresses.
 *
 * Asked last, when the survey knows which records there are; only when the user wants it, because
 * it talks to machines of others.
 */
#pragma once
#include "survey/dkim_find.h"
#include "survey/hints.h"

enum {
	DR_SERVERS_MAX = 4,         /* names of servers */
	DR_SERVER_ADDRESSES = 2,    /* of each */
	DR_SERVER_RECORDS_MAX = 16, /* names and types that each is asked for */
};

/* One address of a name server. */
typedef struct {
	dr_name name;
	dr_ipaddr address;
	const dr_answer *soa;   /* NULL: it was not asked, the address is not public */
	const dr_answer *plain; /* the same without EDNS, when `soa` was not had; else NULL */
} dr_server_found;

/* What a server says about a record. */
typedef struct {
	const dr_answer *answer; /* NULL: it was not asked */
	const dr_answer *plain;  /* TXT without EDNS: whether it must be asked over TCP; or NULL */
} dr_server_says;

typedef struct {
	const char *what;          /* spf mx dmarc dkim mtasts tlsrpt bimi; static storage */
	const dr_answer *resolver; /* what the run's resolver says; its question is the one asked */
	const dr_answer *unchecked; /* the same without DNSSEC, after a SERVFAIL; or NULL */
	const dr_server_says *says; /* by index of the server */
} dr_server_record;

typedef struct {
	bool wanted;
	dr_name zone;     /* not set: not known */
	dr_status status; /* of zone and servers */
	DR_LIST(dr_server_found) items;
	DR_LIST(dr_server_record) records;
} dr_servers_found;

/* What the rest of the survey has asked that others should be asked too. */
typedef struct {
	dr_name domain;
	const dr_answer *spf, *mx, *dmarc, *mtasts, *tlsrpt, *bimi; /* at names of the domain */
	const dr_dkim_search *dkim;
} dr_server_wishes;

void dr_survey_servers(const dr_asking *asking, const dr_hints *hints,
                       const dr_server_wishes *wishes, dr_servers_found *ret_found);
/* The same for questions of the caller's own: `answers` are those of the run's resolver, or of what
 * else is to be compared. */
void dr_survey_servers_for(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                           const dr_answer *const *answers, size_t count,
                           dr_servers_found *ret_found);

/* Whether two answers say the same: outcome, records, and where a CNAME leads first. Those that are
 * not known are equal to none. */
bool dr_servers_agree(const dr_answer *a, const dr_answer *b);
/* What most of `count` servers say about a record; the first of several with the same number. NULL:
 * none of them speaks. */
const dr_answer *dr_servers_usual(const dr_server_record *record, size_t count);
/* An answer that tells something about the record: certain, or a chain that leads elsewhere. */
bool dr_server_answers(const dr_answer *answer);
