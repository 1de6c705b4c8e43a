/*
 * Live HTTPS: one GET for each question, on the poll loop of the run.
 *
 * What is connected to is what was checked: a question carries the address to connect to in
 * `server` (its asker got it from the DNS), addresses that are not public are refused, and the
 * socket is compared with the address before it connects. Nothing is resolved here, no redirect is
 * followed (whoever asks may ask for the next location, and is checked again), and nothing of the
 * surroundings counts: no proxy, no cookies, no netrc.
 *
 * What comes back, beside time-outs and network failures:
 *   DR_ANSWER   an HTTP response (http->status), or a TLS failure (status 0, http->tls_problem)
 *   DR_REFUSED  the address is not public (http->peer), or nobody listens there
 *   DR_NOT_GIVEN  this machine has no certificates to trust
 */
#pragma once
#include "answer/source.h"
#include "base/error.h"

/* Connect to another place than the DNS says, as a user demands: no address is refused then. */
typedef struct {
	dr_str host;   /* empty: any */
	uint16_t port; /* 0: any */
	dr_ipaddr address;
	uint16_t address_port;
} dr_web_detour;

typedef DR_LIST(dr_web_detour) dr_web_detours;

typedef struct {
	int timeout_ms;         /* of one fetch; 0: DR_LIMIT_FETCH_MS */
	size_t max_body;        /* octets; 0: DR_LIMIT_BODY */
	bool allow_private;     /* addresses that are not public are connected to */
	const char *ca_file;    /* PEM; NULL: the system's certificates; borrowed */
	dr_web_detours detours; /* borrowed */
	const dr_clock *clock;  /* borrowed */
} dr_web_options;

/* A source that answers HTTPS questions. DR_EINVAL (no clock), DR_ENOMEM, DR_EIO (libcurl cannot
 * start), DR_EPART. */
int dr_web_open(const dr_web_options *options, dr_source_of_answers **ret_source, dr_error *err);
