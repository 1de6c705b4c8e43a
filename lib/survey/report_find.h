/*
 * Report addresses of a record: whether their destination takes the reports (RFC 9990 4, RFC 7489
 * 7.1), and whether mail can be sent there.
 */
#pragma once
#include "receiver/dmarc_discover.h"
#include "survey/mail_find.h"

enum { DR_REPORT_ADDRESSES_MAX = 16 }; /* of one tag; what follows is not asked about */

typedef struct {
	const dr_mailuri *uri;
	dr_name host;        /* not set: there is none, or it is no name */
	dr_mail_route route; /* of the host; for other schemes DR_MAIL_YES */
	bool external;       /* another organizational domain than the record's */
	dr_status external_status;
	dr_name authorisation;   /* external: where the destination says that it takes them; not
	                            set when that name would be too long */
	const dr_texts *texts;   /* what it says there; NULL when not external */
	const dr_texts *anybody; /* what it says to a domain that nobody has; NULL when texts has no
	                            record */
} dr_report_address;

typedef DR_LIST(dr_report_address) dr_report_addresses;

/* `found_at`: the domain whose DMARC record it is; not set for records that need no authorisation
 * (TLS-RPT). */
void dr_survey_reports(const dr_asking *asking, const dr_mailuris *uris, dr_name found_at,
                       dr_report_addresses *ret_addresses);
/* The same of a record that is still to be published: what is below the domain belongs to its
 * organization then, though no record says so today (RFC 9989 4.10.2). */
void dr_survey_reports_ahead(const dr_asking *asking, const dr_mailuris *uris, dr_name domain,
                             dr_report_addresses *ret_addresses);
