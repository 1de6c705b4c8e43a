#include "command.h"

const command *command_find(const command_table *table, dr_str name)
{
	for (size_t i = 0; i < table->count; i++) {
		if (dr_str_eq(dr_str_of(table->items[i]->name), name)) {
			return table->items[i];
		}
	}
	return NULL;
}

bool command_is_family(const command_table *table, dr_str word)
{
	for (size_t i = 0; i < table->count; i++) {
		dr_str name = dr_str_of(table->items[i]->name);
		if (name.len > word.len && dr_str_starts(name, word) && name.ptr[word.len] == ' ') {
			return true;
		}
	}
	return false;
}
