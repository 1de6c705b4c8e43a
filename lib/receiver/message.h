/*
 * What receivers of both generations make of one message: they ask for the records, compare the
 * identifiers and come to a verdict (RFC 9989 4.10, 5.3; RFC 7489 6.6).
 *
 * `queries` is what a receiver asks that keeps what it was told and asks nothing that cannot change
 * its mind: no walk when an identifier is the author domain itself and that has a record, none for
 * strict alignment (RFC 9989 4.10.2), none for an identifier that is not at or below the author's
 * organizational domain, because an organizational domain is never below its own.
 */
#pragma once
#include "receiver/dmarc_discover.h"
#include "receiver/verdict.h"

/* A message as a receiver sees it. The alignment of the identifiers is found out. */
typedef struct {
	dr_name author;    /* domain of RFC5322.From; not the root */
	dr_str typed;      /* the same as a person typed it, for screens; may be empty */
	dr_identifier spf; /* domain not set: no SPF */
	dr_identifiers dkim;
} dr_message;

/* One name that a receiver asks for: `answer->question.name` is "_dmarc.…". */
typedef DR_LIST(const dr_texts *) dr_dmarc_queries;

/* One generation's view. Lists are in the arena of the asking. */
typedef struct {
	dr_dmarc_verdict verdict;
	dr_dmarc_found found;     /* the record; DR_KNOWN also when receivers ignore it */
	dr_name organizational;   /* of the author domain; not set: not known */
	bool several;             /* RFC 7489: a set of several records ended the search */
	dr_policy_role role;      /* of the author domain, when a record was found */
	dr_identifier spf;        /* as in the message, with its alignment */
	dr_identifiers dkim;      /* the same */
	dr_dmarc_queries queries; /* in the order asked, each name once */
	const dr_answer *missing; /* the first answer that was wanted and not had, or NULL */
} dr_message_view;

typedef struct {
	dr_message_view rfc9989, rfc7489;
} dr_message_views;

void dr_message_judge(const dr_asking *asking, const dr_message *message,
                      dr_message_views *ret_views);
