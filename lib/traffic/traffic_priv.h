/*
 * How rows of evidence become sources.
 *
 * The evidence is read twice, because what a row is depends on others: whether an address is ours
 * shows where SPF passed, whether a signature is forwarded shows where it usually comes from. The
 * first reading makes a profile of addresses and signatures, the second one sources.
 */
#pragma once
#include "base/table.h"
#include "base/name_table.h"
#include "traffic/traffic.h"

enum {
	DR_TRAFFIC_PROFILED_MAX = 262144, /* addresses with a profile */
	DR_TRAFFIC_NAMES_MAX = 65536,     /* names whose organization is remembered */
	DR_TRAFFIC_HOMES_MAX = 8,         /* return-paths of one signature */
	DR_TRAFFIC_LIST_MAX = 16,         /* domains told of one source */
	DR_TRAFFIC_SCOPES_MAX = 1024,     /* author domains, selectors, policies told of a domain */
};

/* Services by what their mail shows. */
typedef struct {
	dr_name_table signing, return_path; /* domains, with what is below them */
	const dr_catalog *catalog;          /* NULL: none */
} dr_service_signs;

/* A signature that names the author's organization, wherever it was seen. */
typedef struct dr_identity {
	dr_str domain, selector;
	struct dr_identity *same;  /* of the same sender, by shared addresses; NULL: the first */
	uint64_t passed, failed;   /* messages */
	dr_day last, last_counted; /* passed; in a report that counts; DR_NO_DAY: on none */
	uint64_t at_home;          /* passed, and SPF passed aligned */
	uint64_t elsewhere;        /* passed, and SPF passed for none */
	struct {
		dr_str organization; /* of the return-path that passed SPF, not ours */
		uint64_t messages;
	} homes[DR_TRAFFIC_HOMES_MAX];
	dr_str key;
	UT_hash_handle hh;
} dr_identity;

typedef struct {
	dr_ipaddr ip;
	uint64_t spf_aligned;  /* messages that passed SPF, aligned … */
	dr_str spf_domain;     /* … with this return-path, the first in octet order */
	uint64_t carried;      /* with a good signature of ours, and without aligned SPF */
	dr_identity *identity; /* that signs there with aligned SPF */
	dr_identity *carries;  /* the first good signature of ours without aligned SPF */
	UT_hash_handle hh;
} dr_address_profile;

/* A name and the organization it belongs to. */
typedef struct {
	dr_str name, organization;
	UT_hash_handle hh;
} dr_known_name;

/* A reverse name that the evidence keeps. */
typedef struct {
	dr_ipaddr ip;
	dr_str name; /* empty: there is none that is confirmed */
	UT_hash_handle hh;
} dr_kept_name;

typedef struct dr_sender_entry {
	dr_str key;
	dr_sender sender;
	UT_hash_handle hh;
} dr_sender_entry;

typedef struct {
	dr_str key;
	dr_traffic_use use;
	UT_hash_handle hh;
} dr_use_entry;

/* An address within a source. */
typedef struct {
	dr_sender *sender;
	dr_ipaddr ip;
} dr_address_key;

typedef struct {
	dr_address_key key;
	size_t at; /* in the source's list */
	UT_hash_handle hh;
} dr_address_entry;

/* A reporter that told of the name's mail in a report about a domain above, on a day. */
typedef struct {
	dr_str key;
	UT_hash_handle hh;
} dr_heard;

/* One reading. The tables are closed with it. */
typedef struct {
	dr_arena *arena;
	const dr_traffic_input *input;
	dr_service_signs signs;
	dr_prefixset networks; /* of the config */
	dr_known_name *names;
	dr_kept_name *reverse;
	dr_identity *identities;
	dr_address_profile *profiles;
	dr_sender_entry *senders;
	dr_address_entry *addresses;
	dr_use_entry *uses;
	dr_heard *heard;
	dr_traffic *traffic;
	dr_buf key;
	uint64_t aligned_by_spf, aligned_unsigned; /* messages; the second without our DKIM */
} dr_reading;

/* The organizational domain (of the public suffix list); the name itself when it is none. */
dr_str dr_traffic_organization(dr_reading *r, dr_str name);
/* The confirmed reverse name of an address; empty: none that is known. */
dr_str dr_traffic_reverse(dr_reading *r, dr_ipaddr ip);
/* What evidence tells beside rows and reports: reverse names, which are to be known before rows are
 * read, oddities, TLS sessions. */
int dr_traffic_read_names(dr_reading *r, dr_evidence *evidence, dr_error *err);
int dr_traffic_read_beside(dr_reading *r, dr_evidence *evidence, dr_error *err);
int dr_traffic_take_tls(void *reading, const dr_evidence_tls *tls, dr_error *err);
/* Copies a text into a list that is in octet order, unless it is there. */
void dr_traffic_add_once(dr_arena *arena, dr_strs *list, dr_str text);
/* The same, of lists that hold DR_TRAFFIC_LIST_MAX at the most; nothing for the empty text. */
void dr_traffic_add_few(dr_arena *arena, dr_strs *list, dr_str text);

void dr_service_signs_make(dr_arena *arena, const dr_catalog *catalog, dr_service_signs *ret_signs);
/* The service that a row shows by default signing, return-path, selector or reverse name; NULL. */
const dr_service *dr_traffic_service(dr_reading *r, const dr_evidence_row *row);

/* The first reading, row by row. False: no memory. */
bool dr_profile_row(dr_reading *r, const dr_evidence_row *row);
/* The signature of the author's organization that says most: one that passed, else the first. */
const dr_report_dkim *dr_traffic_own_signature(dr_reading *r, const dr_evidence_row *row);
dr_identity *dr_identity_find(dr_reading *r, const dr_report_dkim *signature);
/* The one that stands for all of the same sender. */
dr_identity *dr_identity_first(dr_identity *identity);
const dr_address_profile *dr_profile_find(const dr_reading *r, dr_ipaddr ip);

/* How a row came to the reporter. */
dr_path dr_traffic_path(dr_reading *r, const dr_evidence_row *row);
/* Whose mail a row that fails is: a signature that holds elsewhere, and here came the way that its
 * mail usually comes, by return-path or by address. NULL: it only went through there. */
dr_identity *dr_traffic_usual_sender(dr_reading *r, const dr_evidence_row *row);
/* The domain besides ours that a row authenticates as; empty: none. */
dr_str dr_traffic_other_signer(dr_reading *r, const dr_evidence_row *row);
dr_str dr_traffic_other_return_path(dr_reading *r, const dr_evidence_row *row);

/* The source of a row; made when it is new. NULL: no memory. */
dr_sender *dr_traffic_sender(dr_reading *r, const dr_evidence_row *row, dr_path path);
/* Adds a row to its source. */
void dr_traffic_count(dr_reading *r, dr_sender *sender, const dr_evidence_row *row);
/* Adds a row of direct mail that counts to what its source passes by. */
void dr_traffic_add_use(dr_reading *r, dr_sender *sender, const dr_evidence_row *row);
/* Adds what the policy of the input would have done with a row; nothing when there is none. */
void dr_traffic_replay(dr_reading *r, dr_sender *sender, dr_mail_stream *stream,
                       const dr_evidence_row *row);
/* Gates count its reports, whatever way they came. */
bool dr_traffic_is_counted(const dr_reading *r, dr_str reporter);
/* The same of all reporters of a row. */
bool dr_traffic_is_row_counted(const dr_reading *r, const dr_evidence_row *row);
/* Reports: who, when, which policy. */
int dr_traffic_take_report(dr_reading *r, const dr_evidence_report *report, dr_error *err);
/* above.c: the rows and the reports that are about the name, wherever they are. A visit gets the
 * reading. */
int dr_traffic_read_rows(dr_reading *r, dr_evidence *evidence, dr_evidence_row_visit visit,
                         dr_error *err);
int dr_traffic_read_reports(dr_reading *r, dr_evidence *evidence, dr_error *err);

/* Writes problem, remedy and what tells. */
void dr_traffic_explain(dr_arena *arena, dr_sender *sender);
