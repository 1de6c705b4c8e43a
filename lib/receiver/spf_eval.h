/*
 * check_host() (RFC 7208 4): may this client send for this domain? One particular message in, one
 * result out, with the explanation that the domain publishes and every step that led there.
 *
 * It is sequential, because the order is part of the result: it stops at the first answer that is
 * not there. Run it again and again until nothing it asks is open (run/inquiry.h); a record is read
 * once for all of that. The work is bounded by the limits of RFC 7208 4.6.4, whatever is published.
 *
 * Where the RFC leaves a choice:
 *  - A void look-up is a query that is answered with nothing, not a term: three hosts of one mx
 *    without an address in the client's family exceed the limit of two. TXT queries count too;
 *    those for explanations do not.
 *  - A look-up that starts with %{p} costs one of the ten terms more (4.6.4); in explanations it is
 *    free.
 *  - An mx with more than ten hosts is permerror before the first of them is asked for.
 *  - A target that macros turn into something that is no DNS name does not exist: nothing is asked.
 *    For include and redirect that is a domain without a record.
 *  - A term that writes a local part outside ASCII does not match (RFC 8616 4).
 */
#pragma once
#include "receiver/texts.h"

/* RFC 7208 4.6.4. */
enum {
	DR_SPF_LOOKUPS_MAX = 10,     /* terms that ask, over the whole evaluation */
	DR_SPF_VOID_LOOKUPS_MAX = 2, /* answers without a record, over the whole evaluation */
	DR_SPF_MX_HOSTS_MAX = 10,    /* of one mx; more is an error */
	DR_SPF_PTR_HOSTS_MAX = 10,   /* of one ptr or %{p}; the rest is ignored */
};

typedef enum {
	DR_SPF_RESULT_NONE,
	DR_SPF_RESULT_NEUTRAL,
	DR_SPF_RESULT_PASS,
	DR_SPF_RESULT_FAIL,
	DR_SPF_RESULT_SOFTFAIL,
	DR_SPF_RESULT_TEMPERROR,
	DR_SPF_RESULT_PERMERROR,
	DR_SPF_RESULT_COUNT
} dr_spf_result;

/* "none", "neutral", … as RFC 7208 2.6 and RFC 8601 write them. Static storage. */
const char *dr_spf_result_name(dr_spf_result result);

/* Why a result is none, temperror or permerror. */
typedef enum {
	DR_SPF_PROBLEM_NONE,
	DR_SPF_PROBLEM_DOMAIN,       /* none: the sender has no domain that could have a record */
	DR_SPF_PROBLEM_NO_RECORD,    /* none: no name, no TXT, or no SPF record among them */
	DR_SPF_PROBLEM_SEVERAL,      /* several SPF records */
	DR_SPF_PROBLEM_SYNTAX,       /* a record has a syntax error */
	DR_SPF_PROBLEM_LOOKUPS,      /* over DR_SPF_LOOKUPS_MAX */
	DR_SPF_PROBLEM_VOID_LOOKUPS, /* over DR_SPF_VOID_LOOKUPS_MAX */
	DR_SPF_PROBLEM_MX_HOSTS,     /* over DR_SPF_MX_HOSTS_MAX */
	DR_SPF_PROBLEM_TARGET,       /* include or redirect leads to a domain without a record */
	DR_SPF_PROBLEM_DNS,          /* temperror: a question was not answered */
	DR_SPF_PROBLEM_COUNT
} dr_spf_problem;

/* "no-record", "too-many-lookups", …; "" for none. Static storage. */
const char *dr_spf_problem_name(dr_spf_problem problem);
/* The same for people: "more than 10 terms that need DNS". Static storage. */
const char *dr_spf_problem_text(dr_spf_problem problem);

/* What a receiver knows of a message when it evaluates SPF. Texts are borrowed. */
typedef struct {
	dr_ipaddr ip;     /* of the client; an IPv4-mapped IPv6 address is IPv4 */
	dr_str mail_from; /* "local@domain"; "domain"; with or without <>; empty: the null sender */
	dr_str helo;      /* HELO or EHLO, as said */
	dr_str receiver;  /* %{r}; empty: "unknown" */
	uint64_t time;    /* %{t}: seconds since 1970 */
} dr_spf_client;

typedef struct dr_spf_check dr_spf_check;

/* One term that was evaluated. */
typedef struct {
	const dr_spf_term *term;
	bool matched;
	dr_spf_problem problem;             /* it ended the evaluation */
	dr_str target;                      /* the name that was asked for; empty: none was */
	DR_LIST(const dr_answer *) answers; /* in the order of asking */
	const dr_spf_check *below;          /* include, redirect; else NULL */
} dr_spf_step;

/* One call of check_host(): of the sender's domain, or of what include and redirect lead to. */
struct dr_spf_check {
	dr_str domain;          /* as written by the sender or the record, without a final dot */
	const dr_texts *texts;  /* NULL: the domain was none */
	dr_spf_result result;   /* of a check that redirects: its target's */
	dr_spf_problem problem; /* here, or carried up from below */
	const dr_spf_term *decided_by; /* the directive of this record that matched, or redirect;
	                                  NULL: none, or an error */
	DR_LIST(dr_spf_step) steps;    /* of this record, in order */
};

typedef struct {
	dr_spf_result result;
	dr_spf_problem problem;
	dr_status status;   /* DR_KNOWN, or unknown because of an answer that was not had: then the
	                       result is DR_SPF_RESULT_TEMPERROR, or it lacks only the explanation */
	dr_str sender;      /* local@domain that was checked: postmaster@helo for the null sender */
	dr_str domain;      /* the part behind the @, in A-labels */
	dr_str explanation; /* ptr NULL: none; printable ASCII, but written by a stranger */
	const dr_spf_term *mechanism; /* of the domain's own record, that decided; NULL: none */
	uint32_t lookups;          /* terms that asked; one over the limit when that was exceeded */
	uint32_t void_lookups;     /* the same */
	const dr_spf_check *check; /* the steps; never NULL, except when memory is spent */
} dr_spf_evaluation;

/* In asking->arena. An arena that is spent gives temperror with DR_WHY_BUDGET. */
void dr_spf_eval(const dr_asking *asking, const dr_spf_client *client,
                 dr_spf_evaluation *ret_evaluation);
