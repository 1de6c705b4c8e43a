/*
 * What the makers of facts share.
 */
#pragma once
#include "facts/facts.h"

typedef struct {
	dr_arena *arena;
	const dr_facts_input *input;
	const dr_survey *survey;
	dr_facts *facts;
} dr_maker;

/* One part of the facts each. Later ones may read what earlier ones made, in this order. */
void dr_make_mx(const dr_maker *m);
void dr_make_mx_hosts(const dr_maker *m); /* after mx */
void dr_make_spf(const dr_maker *m);
void dr_make_dmarc(const dr_maker *m);
void dr_make_effective(const dr_maker *m);   /* of dmarc */
void dr_make_names_below(const dr_maker *m); /* of dmarc */
void dr_make_bimi(const dr_maker *m);
void dr_make_mtasts(const dr_maker *m);
void dr_make_policy(const dr_maker *m); /* of mtasts; after mx */
void dr_make_mark(const dr_maker *m);   /* logo and evidence of bimi */
void dr_make_tlsas(const dr_maker *m);  /* of the hosts of mx; after mtasts */
void dr_make_tlsrpt(const dr_maker *m);
void dr_make_dkim(const dr_maker *m);
void dr_make_doubled(const dr_maker *m); /* of dkim */
void dr_make_services(const dr_maker *m);
void dr_make_domain(const dr_maker *m);
void dr_make_zone(const dr_maker *m);
void dr_make_servers(const dr_maker *m);
void dr_make_before(const dr_maker *m);
void dr_make_traffic(const dr_maker *m); /* after dkim */
/* Its part about keys and addresses that are in use and gone; after sources and selectors. */
void dr_make_traffic_lost(const dr_maker *m, const struct dr_traffic *traffic,
                          dr_traffic_facts *facts);
/* Its part about streams, oddities, TLS sessions and includes. */
void dr_make_traffic_beside(const dr_maker *m, const struct dr_traffic *traffic,
                            dr_traffic_facts *facts);

/* One selector that was asked for. */
dr_dkim_selector_fact dr_make_selector(const dr_maker *m, const dr_dkim_selector *found);
/* Whether the mail that was handed over was signed with this key. */
void dr_make_fits(const dr_maker *m, const dr_dkim *key, dr_dkim_selector_fact *fact);

/* Whether an answer was validated (DNSSEC): known only from a resolver that is trusted. */
dr_status dr_secure_status(const dr_answer *answer);
/* The place of a span of the texts' record. */
dr_place dr_place_in(const dr_texts *texts, dr_span span);

void dr_make_fetch(const dr_maker *m, const dr_fetched *fetched, dr_fetch_facts *ret_fetch);
bool dr_fetch_is(const dr_fetch_facts *fetch, const char *result);
/* What was fetched; ptr NULL unless the result is "ok". */
dr_str dr_fetch_body(const dr_fetch_facts *fetch, const dr_fetched *fetched);

dr_alias_facts dr_alias_of(const dr_maker *m, const dr_answer *answer);
/* The same without a CNAME that a wildcard of the domain gives to any name: a record takes its
 * place, and nothing stands beside it. */
dr_alias_facts dr_own_alias_of(const dr_maker *m, const dr_answer *answer);
/* `texts` NULL: they are not of a record, and have no place. */
dr_issue_facts dr_issues_of(const dr_maker *m, const dr_issues *issues, const dr_texts *texts);
/* Texts that are not records of the kind; unrelated ones only when `all`. */
dr_stray_facts dr_strays_of(const dr_maker *m, const dr_texts *texts, bool all);
/* `failures`: the addresses of ruf. `texts` NULL: they are of no record, and have no place. */
dr_address_facts dr_addresses_of(const dr_maker *m, const dr_report_addresses *addresses,
                                 bool failures, const dr_texts *texts);
/* ASCII letters in lower case. */
dr_str dr_lower_text(dr_arena *arena, dr_str text);
/* The addresses of an answer, as text. */
void dr_add_addresses(const dr_maker *m, const dr_answer *answer, dr_strs *addresses);
/* True when a TXT answer has a record of the kind. */
bool dr_answer_has(const dr_answer *answer, dr_record_kind kind);
