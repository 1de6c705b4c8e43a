/*
 * Where mail for a name goes: MX, the addresses of its hosts, the name's own addresses
 * (RFC 5321 5.1, RFC 7505).
 */
#pragma once
#include "receiver/asking.h"

enum { DR_MX_HOSTS_MAX = 20 }; /* hosts whose addresses are asked for */

typedef struct {
	dr_name name; /* the root for the null MX */
	uint16_t preference;
	uint32_t rr;                  /* in the MX answer */
	bool literal;                 /* an IP address written as a name */
	const dr_answer *ipv4, *ipv6; /* NULL for the null MX, a literal, and past the limit */
} dr_mx_host;

typedef DR_LIST(dr_mx_host) dr_mx_hosts;

typedef struct {
	const dr_answer *mx;
	const dr_answer *ipv4, *ipv6; /* of the name itself */
	dr_mx_hosts hosts;            /* by preference, then name */
	bool null_mx;                 /* the only MX is the null MX */
} dr_mail_found;

/* True when the answer is the null MX alone (RFC 7505 3). */
bool dr_mail_is_null_mx(const dr_answer *mx);
void dr_survey_mail(const dr_asking *asking, dr_name name, dr_mail_found *ret_found);

/* Whether mail can be sent to a name. */
typedef enum {
	DR_MAIL_UNKNOWN,
	DR_MAIL_YES,     /* an MX that is not null, or an address */
	DR_MAIL_NO,      /* neither */
	DR_MAIL_NULL_MX, /* RFC 7505 */
	DR_MAIL_NO_NAME, /* the name does not exist */
} dr_mail_accepts;

typedef struct {
	dr_mail_accepts accepts;
	dr_status status; /* DR_KNOWN, or why accepts is DR_MAIL_UNKNOWN */
} dr_mail_route;

/* Asks for MX, and for addresses only when there is none. */
dr_mail_route dr_mail_route_to(const dr_asking *asking, dr_name name);
