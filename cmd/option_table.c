#include "option_table.h"

const option_group *const OPTION_GROUPS[] = {
	&OPTIONS_SOURCES,  &OPTIONS_DOMAIN, &OPTIONS_MESSAGE, &OPTIONS_RULES,  &OPTIONS_PLAN,
	&OPTIONS_EVIDENCE, &OPTIONS_OUTPUT, &OPTIONS_LIMITS,  &OPTIONS_COMMON,
};

const size_t OPTION_GROUP_COUNT = DR_COUNT(OPTION_GROUPS);

const option_spec *option_at(size_t i)
{
	for (size_t group = 0; group < OPTION_GROUP_COUNT; group++) {
		if (i < OPTION_GROUPS[group]->count) {
			return &OPTION_GROUPS[group]->specs[i];
		}
		i -= OPTION_GROUPS[group]->count;
	}
	return NULL;
}
