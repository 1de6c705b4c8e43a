#include "base/part.h"

const char *dr_parts(void)
{
	return DR_PARTS;
}

bool dr_part_is_built(const char *part)
{
	dr_str name = dr_str_of(part);
	for (dr_str rest = DR_STR(DR_PARTS), built; dr_str_split(&rest, ' ', &built);) {
		if (dr_str_eq(built, name)) {
			return true;
		}
	}
	return false;
}

int dr_part_fail(const char *part, dr_error *err)
{
	return dr_fail(err, DR_EPART, DR_NOWHERE,
	               "this dmarcramp was built without its part '%s' (CMake option DMARCRAMP_*)",
	               part);
}
