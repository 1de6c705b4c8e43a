/*
 * Authentication-Results (RFC 8601 2.2): what a server found out about a mail, and how far it is to
 * be believed.
 */
#pragma once
#include "base/list.h"

/* "header.from=example.com"; what is said without a ptype has none. */
typedef struct {
	dr_str ptype, name, value;
} dr_authres_property;

typedef DR_LIST(dr_authres_property) dr_authres_properties;

typedef struct {
	dr_str method, result; /* as written */
	dr_str reason;         /* reason=, without quotation marks */
	dr_str comment;        /* the first comment behind the result, without its parentheses */
	dr_authres_properties properties;
} dr_authres_result;

typedef struct {
	dr_str server;     /* authserv-id; empty: not said, as some servers do */
	uint64_t instance; /* of ARC-Authentication-Results; 0: not said */
	bool foreign;      /* a version that is not 1: nothing behind it was read */
	DR_LIST(dr_authres_result) results; /* empty: "none", or nothing that can be read */
} dr_authres;

/* Reads a value, folded or not, with or without the field's name before it. Slices borrow from it.
 * What cannot be read is passed over; at most 64 results with 32 properties each are kept. */
void dr_authres_parse(dr_arena *arena, dr_str value, dr_authres *ret_authres);
/* The value of a property, "header.from"; the empty slice when it is not there. */
dr_str dr_authres_find(const dr_authres_result *result, const char *ptype, const char *name);

/* Whether a field's value was written by the server `authserv_id` and says that `method` passed.
 * Comments may stand between any two words; ids, methods and results are compared without case. */
bool dr_authres_passed(dr_str value, dr_str authserv_id, dr_str method);
/* Whether the value was written by that server. */
bool dr_authres_is_of(dr_str value, dr_str authserv_id);
