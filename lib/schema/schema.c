#include "schema/schema.h"
#include <string.h>

const dr_type DR_BOOL = { .kind = DR_T_BOOL };
const dr_type DR_INT = { .kind = DR_T_INT };
const dr_type DR_DOUBLE = { .kind = DR_T_DOUBLE };
const dr_type DR_STRING = { .kind = DR_T_STRING };
const dr_type DR_STRINGS = { .kind = DR_T_LIST, .elem = &DR_STRING };

const dr_field *dr_schema_find(const dr_schema *schema, dr_str name)
{
	for (size_t i = 0; i < schema->field_count; i++) {
		if (dr_str_eq(dr_str_of(schema->fields[i].name), name)) {
			return &schema->fields[i];
		}
	}
	return NULL;
}

/* The nearest name so far. */
typedef struct {
	dr_str wanted;
	size_t limit; /* a candidate must be at most this far away */
	const char *name;
} nearest;

static nearest nearest_to(dr_str wanted)
{
	size_t limit = (wanted.len + 1) / 3;
	return (nearest){ .wanted = wanted, .limit = limit < 3 ? limit : 3 };
}

static void nearest_try(nearest *best, const char *name)
{
	size_t distance = dr_str_distance(best->wanted, dr_str_of(name), best->limit);
	if (distance < best->limit || (distance == best->limit && best->name == NULL)) {
		best->limit = distance;
		best->name = name;
	}
}

const char *dr_schema_suggest(const dr_schema *schema, dr_str name)
{
	nearest best = nearest_to(name);
	for (size_t i = 0; i < schema->field_count; i++) {
		nearest_try(&best, schema->fields[i].name);
	}
	return best.name;
}

const char *dr_suggest(const char *const *names, size_t count, dr_str name)
{
	nearest best = nearest_to(name);
	for (size_t i = 0; i < count; i++) {
		nearest_try(&best, names[i]);
	}
	return best.name;
}

size_t dr_type_size(const dr_type *type)
{
	static const size_t SIZES[] = {
		[DR_T_BOOL] = sizeof(bool),     [DR_T_INT] = sizeof(int64_t),
		[DR_T_DOUBLE] = sizeof(double), [DR_T_STRING] = sizeof(dr_str),
		[DR_T_LIST] = sizeof(dr_list),
	};
	return type->kind == DR_T_RECORD ? type->record->size : SIZES[type->kind];
}

bool dr_type_eq(const dr_type *a, const dr_type *b)
{
	while (a != b && a->kind == DR_T_LIST && b->kind == DR_T_LIST) {
		a = a->elem;
		b = b->elem;
		if (a == NULL || b == NULL) {
			return a == b;
		}
	}
	return a == b || (a->kind == b->kind && a->record == b->record);
}

const char *dr_type_name(const dr_type *type)
{
	static const char *const NAMES[] = {
		[DR_T_BOOL] = "bool",     [DR_T_INT] = "int",   [DR_T_DOUBLE] = "double",
		[DR_T_STRING] = "string", [DR_T_LIST] = "list",
	};
	return type->kind == DR_T_RECORD ? type->record->name : NAMES[type->kind];
}

bool dr_choices_hold(const char *const *choices, dr_str value)
{
	for (; *choices != NULL; choices++) {
		if (dr_str_eq(dr_str_of(*choices), value)) {
			return true;
		}
	}
	return false;
}

dr_status dr_field_status(const dr_field *field, const void *record)
{
	dr_status status = DR_STATUS_KNOWN;
	if (field->status >= 0) {
		memcpy(&status, (const char *)record + field->status, sizeof(status));
	}
	return status;
}

void dr_schema_mark(const dr_schema *schema, void *record, dr_status status)
{
	for (size_t i = 0; i < schema->field_count; i++) {
		const dr_field *field = &schema->fields[i];
		if (field->type->kind == DR_T_RECORD) {
			dr_schema_mark(field->type->record, (char *)record + field->offset, status);
		}
		dr_status now = dr_field_status(field, record);
		if (now.state == DR_UNKNOWN && now.why == DR_WHY_NOBODY) {
			memcpy((char *)record + field->status, &status, sizeof(status));
		}
	}
}
