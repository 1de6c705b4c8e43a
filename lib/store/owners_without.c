/* Owners of networks when there is no libmaxminddb. */
#include "store/owners.h"

int dr_owners_open(const char *path, dr_owners **ret_owners, dr_error *err)
{
	(void)ret_owners;
	return dr_fail(err, DR_EPART, DR_NOWHERE,
	               "%s: this dmarcramp was built without libmaxminddb and cannot read it",
	               path);
}

void dr_owners_close(dr_owners *owners)
{
	(void)owners;
}
