/*
 * Which services a domain uses, by what its records show: MX hosts, includes, CNAMEs at customary
 * names, CNAMEs of DKIM keys. Verification texts are weak signs: they only raise a question.
 */
#pragma once
#include "survey/hints.h"
#include "survey/mail_find.h"
#include "survey/spf_tree.h"

/* Strongest first. */
typedef enum {
	DR_SIGN_MX = 1,
	DR_SIGN_SPF = 2,
	DR_SIGN_DKIM = 4,
	DR_SIGN_RETURN_PATH = 8, /* a CNAME at a customary name */
	DR_SIGN_TOKEN = 16,      /* a verification text: weak */
} dr_sign;

typedef struct {
	const dr_service *service;
	unsigned signs; /* set of dr_sign */
	dr_place place; /* of the first sign in the order of dr_sign */
} dr_service_found;

typedef struct {
	DR_LIST(dr_service_found) items; /* in the order of finding; each service once */
	dr_status status;                /* DR_KNOWN, or DR_PARTIAL because of a missing answer */
} dr_services_found;

/* True when more than a token shows it. */
bool dr_service_in_use(const dr_service_found *found);

/* Adds a sign; NULL services are ignored. */
void dr_services_note(dr_arena *arena, dr_services_found *services, const dr_service *service,
                      dr_sign sign, dr_place place);
/* Makes the list partial when the status is unknown for another reason than a message. */
void dr_services_note_missing(dr_services_found *services, dr_status status);

/* Everything but DKIM. `texts` are those at the domain itself. Without a catalogue nothing is asked
 * or found. A service that is only included by another service's record is that one's business. */
void dr_survey_services(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                        const dr_mail_found *mail, const dr_spf_tree *spf, bool sends_nothing,
                        dr_services_found *ret_services);

/* The service that a record of the SPF tree belongs to, or NULL. */
const dr_service *dr_service_of_node(dr_arena *arena, const dr_catalog *catalog,
                                     const dr_spf_node *node);
