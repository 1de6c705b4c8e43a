#include "load.h"
#include <dlfcn.h>
#include <stdio.h>

/* The dynamic linker finds the file by the program's run path (CMakeLists.txt). */
const void *late_load(const char *part, const char *table, dr_error *err)
{
	char file[64];
	snprintf(file, sizeof(file), "dmarcramp-%s-" DMARCRAMP_VERSION ".so", part);
	void *module = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	const void *found = module != NULL ? dlsym(module, table) : NULL;
	if (found == NULL) {
		dr_error_set(err, DR_EPART, DR_NOWHERE,
		             "the part '%s' of dmarcramp cannot be loaded: %s", part, dlerror());
	}
	return found;
}
