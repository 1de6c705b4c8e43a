#include "run/examples_priv.h"
#include <string.h>

static int wrong_type(const dr_field *field, const dr_node *node, dr_error *err)
{
	return dr_fail(err, DR_ETYPE, node->span, "'%s' must be a %s, not %s", field->name,
	               dr_type_name(field->type), dr_node_kind_name(node->kind));
}

static int set_strings(dr_arena *arena, const dr_field *field, const dr_node *node, void *value,
                       dr_error *err)
{
	dr_strs list = { 0 };
	if (node->kind != DR_NODE_SEQ) {
		return wrong_type(field, node, err);
	}
	for (const dr_node *item = node->first; item != NULL; item = item->next) {
		dr_list_add(arena, &list, item->text);
	}
	memcpy(value, &list, sizeof(list));
	return DR_OK;
}

/* Facts of an element that an example does not name are absent. */
static int set_records(dr_arena *arena, const dr_field *field, const dr_node *node, void *value,
                       dr_error *err)
{
	if (node->kind != DR_NODE_SEQ) {
		return wrong_type(field, node, err);
	}
	const dr_schema *schema = field->type->elem->record;
	char *items = dr_arena_alloc_array(arena, node->count, schema->size);
	size_t len = 0;
	for (const dr_node *item = node->first; item != NULL && items != NULL; item = item->next) {
		void *record = items + len++ * schema->size;
		int code = dr_example_set_record(arena, schema, item, record, err);
		if (code != DR_OK) {
			return code;
		}
		dr_schema_mark(schema, record, DR_STATUS_ABSENT);
	}
	const dr_list list = { items, len };
	memcpy(value, &list, sizeof(list));
	return DR_OK;
}

static int set_list(dr_arena *arena, const dr_field *field, const dr_node *node, void *value,
                    dr_error *err)
{
	return dr_type_eq(field->type, &DR_STRINGS) ? set_strings(arena, field, node, value, err)
	                                            : set_records(arena, field, node, value, err);
}

static int set_scalar(const dr_field *field, const dr_node *node, void *value, dr_error *err)
{
	if (field->type->kind == DR_T_BOOL && node->kind == DR_NODE_BOOL) {
		memcpy(value, &node->b, sizeof(node->b));
	} else if (field->type->kind == DR_T_INT && node->kind == DR_NODE_INT) {
		memcpy(value, &node->i, sizeof(node->i));
	} else if (field->type->kind == DR_T_DOUBLE && node->kind == DR_NODE_DOUBLE) {
		memcpy(value, &node->d, sizeof(node->d));
	} else if (field->type->kind == DR_T_STRING && node->kind == DR_NODE_STRING) {
		memcpy(value, &node->text, sizeof(node->text));
	} else {
		return wrong_type(field, node, err);
	}
	return DR_OK;
}

static int set_field(dr_arena *arena, const dr_field *field, const dr_node *node, void *record,
                     dr_error *err)
{
	const dr_status known = DR_STATUS_KNOWN;
	void *value = (char *)record + field->offset;
	if (field->type->kind == DR_T_RECORD) {
		return dr_example_set_record(arena, field->type->record, node, value, err);
	}
	int code = field->type->kind == DR_T_LIST ? set_list(arena, field, node, value, err)
	                                          : set_scalar(field, node, value, err);
	if (code == DR_OK && field->status >= 0) {
		memcpy((char *)record + field->status, &known, sizeof(known));
	}
	return code;
}

int dr_example_set_record(dr_arena *arena, const dr_schema *schema, const dr_node *map,
                          void *record, dr_error *err)
{
	if (map->kind != DR_NODE_MAP) {
		return dr_fail(err, DR_ETYPE, map->span, "the facts of %s must be a map, not %s",
		               schema->name, dr_node_kind_name(map->kind));
	}
	for (const dr_node *node = map->first; node != NULL; node = node->next) {
		const dr_field *field = dr_schema_find(schema, node->key);
		if (field == NULL) {
			return dr_fail(err, DR_ENAME, node->key_span, "no fact '%.*s' in %s",
			               DR_FMT(node->key), schema->name);
		}
		int code = set_field(arena, field, node, record, err);
		if (code != DR_OK) {
			return code;
		}
	}
	return DR_OK;
}

/* Facts are const for everybody else: an example changes a copy. */
static int set_variable(dr_arena *arena, const dr_variable *variable, const dr_node *map,
                        const void **value, dr_error *err)
{
	const dr_schema *schema = variable->type->record;
	void *copy = *value != NULL ? dr_arena_copy_octets(arena, *value, schema->size)
	                            : dr_arena_alloc(arena, schema->size);
	if (copy == NULL) {
		return dr_fail(err, DR_ENOMEM, map->span, "no memory");
	}
	*value = copy;
	return dr_example_set_record(arena, schema, map, copy, err);
}

int dr_example_set_facts(dr_arena *arena, const dr_node *map, dr_values *values, dr_error *err)
{
	const dr_variables *variables = &dr_run_world()->variables;
	for (const dr_node *node = map != NULL ? map->first : NULL; node != NULL;
	     node = node->next) {
		size_t i = 0;
		while (i < variables->count &&
		       !dr_str_eq(dr_str_of(variables->items[i].name), node->key)) {
			i++;
		}
		if (i == variables->count) {
			return dr_fail(err, DR_ENAME, node->key_span, "no variable '%.*s'",
			               DR_FMT(node->key));
		}
		int code = set_variable(arena, &variables->items[i], node, &values->at[i], err);
		if (code != DR_OK) {
			return code;
		}
	}
	return DR_OK;
}
