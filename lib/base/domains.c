#include "base/domains.h"

dr_domains dr_domains_of(dr_arena *arena, const dr_strs *listed)
{
	dr_domains domains = { .listed = *listed };
	dr_name *names = dr_arena_alloc_array(arena, listed->len, sizeof(*names));
	for (size_t i = 0; names != NULL && i < listed->len; i++) {
		names[i] = dr_name_of(arena, listed->items[i]);
		if (dr_name_is_set(names[i])) {
			dr_name_table_add(arena, &domains.by_name, dr_name_key(names[i]),
			                  &names[i]);
		}
	}
	return domains;
}

dr_name dr_domains_nearest(const dr_domains *domains, dr_name name)
{
	const dr_name *found = NULL;
	if (domains != NULL) {
		found = dr_name_table_find_nearest(&domains->by_name, name);
	}
	return found != NULL ? *found : (dr_name){ NULL, 0 };
}
