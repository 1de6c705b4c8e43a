/* The functions of the part reports: each loads the module, and calls what it names. */
#include "late.h"
#include "load.h"

static const late_reports *load(dr_error *err)
{
	return late_load("reports", "DMARCRAMP_REPORTS", err);
}

#define LATE(name, parameters, arguments)                                  \
	int name parameters                                                \
	{                                                                  \
		const late_reports *module = load(err);                    \
		return module != NULL ? module->name arguments : DR_EPART; \
	}

#define LATE_CLOSE(name, type)                                                 \
	void name(type *self)                                                  \
	{                                                                      \
		const late_reports *module = self != NULL ? load(NULL) : NULL; \
		if (module != NULL) {                                          \
			module->name(self);                                    \
		}                                                              \
	}

#define LATE_SETUP(name)                                 \
	void name(void)                                  \
	{                                                \
		const late_reports *module = load(NULL); \
		if (module != NULL) {                    \
			module->name();                  \
		}                                        \
	}

#include "late_reports.def"
