/*
 * A file of the web: the addresses of its host are asked as questions of the run, and the fetch
 * carries the one to connect to, for every redirect anew. Who may be connected to is for the source
 * of HTTPS answers to say (web/web.h).
 */
#pragma once
#include "receiver/asking.h"

typedef struct {
	bool asked;                   /* the URL can be fetched at all */
	dr_question question;         /* the last one asked */
	const dr_answer *ipv4, *ipv6; /* of its host */
	const dr_answer *answer;      /* of the last question; DR_OPEN while addresses are open */
	size_t redirects;             /* followed */
} dr_fetched;

/* Follows at most `max_redirects`; a response that redirects further is the answer then. */
void dr_survey_fetch(const dr_asking *asking, dr_str url, size_t max_redirects,
                     dr_fetched *ret_fetched);
