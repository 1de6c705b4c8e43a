/*
 * Whose network an address is in: from a file in the MaxMind DB format (MMDB), such as GeoLite2
 * ASN, DB-IP ASN or IPinfo Lite, which people fetch themselves.
 */
#pragma once
#include "base/error.h"
#include "base/ipaddr.h"

typedef struct dr_owners dr_owners;

struct dr_owners {
	/* "AS64500 Example Networks", in `arena`; empty when the file does not say. */
	dr_str (*find)(const dr_owners *self, dr_arena *arena, dr_ipaddr address);
};

/* DR_EIO with a text (cannot be read, is no such file), DR_ENOMEM; DR_EPART without the part
 * reports or when dmarcramp was built without libmaxminddb. */
int dr_owners_open(const char *path, dr_owners **ret_owners, dr_error *err);
void dr_owners_close(dr_owners *owners); /* NULL is fine */
