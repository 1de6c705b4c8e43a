/*
 * Whether a change is live: do all name servers of the zone answer the wanted records, and for how
 * long may others keep the old ones (RFC 1034 4.3.4, RFC 2181 8).
 *
 * Wanted is what a zone file of the run says or a phase of a plan, or without either what most of
 * the servers say. How long the old ones may be seen comes from the servers that still answer them,
 * and from the run's resolver when it keeps one.
 */
#pragma once
#include "survey/servers.h"

typedef enum {
	DR_LIVE_YES,
	DR_LIVE_OLD,       /* it says something else */
	DR_LIVE_NO_ANSWER, /* it cannot be asked, or does not tell */
} dr_live_state;

/* "live", "old", "no-answer". Static storage. */
const char *dr_live_state_name(dr_live_state state);

typedef struct {
	const dr_server_found *server;
	dr_live_state state;
	uint32_t ttl; /* seconds that resolvers keep its answer; 0 for none */
} dr_live_server;

typedef struct {
	dr_question question;
	DR_LIST(dr_live_server) servers;
	size_t counts[DR_LIVE_NO_ANSWER + 1]; /* of servers, by state */
	uint32_t old_seconds; /* others may see the old one for so long from now on; 0: not known */
} dr_live_record;

typedef struct {
	dr_name domain;
	dr_servers_found servers;
	DR_LIST(dr_live_record) records;
	dr_live_state worst; /* DR_LIVE_NO_ANSWER too when no server was found */
} dr_live;

/* `wanted`: answers of the run's zone files or resolver, or of a plan, to the questions to be
 * compared. `by_servers`: most servers say what is wanted. */
void dr_survey_live(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                    const dr_answer *const *wanted, size_t count, bool by_servers,
                    dr_live *ret_live);
