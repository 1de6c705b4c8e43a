/*
 * Reverse names of the domain's own mail hosts that also send: many receivers refuse mail from an
 * address that has none, or whose name does not lead back to it.
 */
#pragma once
#include "catalog/catalog.h"
#include "survey/mail_find.h"
#include "survey/spf_senders.h"

enum {
	DR_REVERSE_MAX = 8,       /* addresses that are asked for */
	DR_REVERSE_NAMES_MAX = 2, /* names of an address that are asked for in turn */
};

/* An address of a host of the MX set. */
typedef struct {
	size_t host; /* index in the mail hosts */
	dr_ipaddr address;
	dr_status status; /* DR_KNOWN: what follows */
	dr_name name;     /* one that has this address, else the first; not set: it has none */
	bool confirmed;   /* it has this address */
} dr_reverse_found;

typedef DR_LIST(dr_reverse_found) dr_reverses_found;

/* Of one address; `host` is 0. */
void dr_survey_reverse_of(const dr_asking *asking, dr_ipaddr address, dr_reverse_found *ret_found);
/* Of hosts that belong to no service, at addresses that SPF lets pass. */
void dr_survey_reverse(const dr_asking *asking, const dr_catalog *catalog,
                       const dr_mail_found *mail, const dr_spf_senders *senders,
                       dr_reverses_found *ret_found);
