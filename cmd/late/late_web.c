/* The functions of the part web: each loads the module, and calls what it names. */
#include "late.h"
#include "load.h"

static const late_web *load(dr_error *err)
{
	return late_load("web", "DMARCRAMP_WEB", err);
}

#define LATE(name, parameters, arguments)                                  \
	int name parameters                                                \
	{                                                                  \
		const late_web *module = load(err);                        \
		return module != NULL ? module->name arguments : DR_EPART; \
	}

#include "late_web.def"
