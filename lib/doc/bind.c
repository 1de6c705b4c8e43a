#include "doc/bind.h"
#include "base/limits.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const dr_schema NODE_SCHEMA = { .name = "node", .size = sizeof(const dr_node *) };
const dr_type DR_NODE = { .kind = DR_T_RECORD, .record = &NODE_SCHEMA };

enum { TEXT_SHOWN = 40 }; /* octets of a key or value that a message repeats */

typedef struct {
	dr_arena *arena;
	const dr_source *source;
	dr_errors *errors;
	size_t count; /* of errors added */
} binder;

size_t dr_errors_add(dr_arena *arena, dr_errors *errors, const dr_source *source, int code,
                     dr_span span, const char *format, ...)
{
	if (errors->len >= DR_LIMIT_ERRORS) {
		return 1;
	}
	char text[sizeof(((dr_error *)NULL)->text)];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	dr_error err = { 0 };
	dr_error_set(&err, code, span, "%s", text);
	if (source != NULL) {
		dr_error_locate(&err, source);
	}
	dr_list_add(arena, errors, err);
	return 1;
}

#define fail(b, ...) \
	((b)->count += dr_errors_add((b)->arena, (b)->errors, (b)->source, __VA_ARGS__))

static void *member(void *record, size_t offset)
{
	return (char *)record + offset;
}

static void fail_type(binder *b, const dr_field *field, const char *expected, const dr_node *node)
{
	bool is_word = node->style == DR_STYLE_PLAIN && node->text.len > 0 &&
	               field->type->kind == DR_T_STRING;
	fail(b, DR_ETYPE, node->span, "'%s' must be %s, not %s%s", field->name, expected,
	     dr_node_kind_name(node->kind), is_word ? "; quote it if it is a text" : "");
}

size_t dr_bind_choice(dr_arena *arena, const dr_source *source, const char *key,
                      const dr_node *text, const char *const *choices, dr_errors *errors)
{
	if (dr_choices_hold(choices, text->text)) {
		return 0;
	}
	dr_buf all;
	dr_buf_init(&all, arena);
	size_t count = 0;
	for (; choices[count] != NULL; count++) {
		dr_buf_addf(&all, "%s%s", count > 0 ? ", " : "", choices[count]);
	}
	const char *near = dr_suggest(choices, count, text->text);
	return dr_errors_add(arena, errors, source, DR_EINVAL, text->span,
	                     "'%s' cannot be '%.*s'; it is one of %.*s%s%s%s", key,
	                     DR_FMT(dr_str_sub(text->text, 0, TEXT_SHOWN)),
	                     DR_FMT(dr_buf_str(&all)), near != NULL ? "; did you mean '" : "",
	                     near != NULL ? near : "", near != NULL ? "'?" : "");
}

static void bind_bool(binder *b, const dr_field *field, const dr_node *node, void *to)
{
	if (node->kind != DR_NODE_BOOL) {
		fail_type(b, field, "true or false", node);
	} else {
		*(bool *)to = node->b;
	}
}

static void bind_int(binder *b, const dr_field *field, const dr_node *node, void *to)
{
	if (node->kind != DR_NODE_INT) {
		fail_type(b, field, "an integer", node);
	} else {
		*(int64_t *)to = node->i;
	}
}

static void bind_double(binder *b, const dr_field *field, const dr_node *node, void *to)
{
	if (node->kind != DR_NODE_INT && node->kind != DR_NODE_DOUBLE) {
		fail_type(b, field, "a number", node);
	} else {
		*(double *)to = node->d;
	}
}

static void bind_string(binder *b, const dr_field *field, const dr_node *node, void *to)
{
	if (node->kind != DR_NODE_STRING) {
		fail_type(b, field, "a text", node);
		return;
	}
	*(dr_str *)to = node->text;
	if (field->choices != NULL) {
		b->count += dr_bind_choice(b->arena, b->source, field->name, node, field->choices,
		                           b->errors);
	}
}

static void bind_record(binder *b, const dr_schema *schema, const dr_node *map, void *record);
static void bind_value(binder *b, const dr_field *field, const dr_type *type, const dr_node *node,
                       void *to);

static void bind_list(binder *b, const dr_field *field, const dr_type *elem, const dr_node *node,
                      void *to)
{
	bool is_single = node->kind == DR_NODE_STRING && elem->kind == DR_T_STRING;
	if (node->kind != DR_NODE_SEQ && !is_single) {
		fail_type(b, field, "a list", node);
		return;
	}
	size_t size = dr_type_size(elem), len = 0;
	char *items = NULL;
	for (const dr_node *item = is_single ? node : node->first; item != NULL;
	     item = is_single ? NULL : item->next) {
		items = dr_list_grow(b->arena, items, len, size);
		if (items == NULL) {
			return;
		}
		bind_value(b, field, elem, item, items + size * len++);
	}
	memcpy(to, &(dr_list){ items, len }, sizeof(dr_list));
}

static void bind_value(binder *b, const dr_field *field, const dr_type *type, const dr_node *node,
                       void *to)
{
	if (type == &DR_NODE) {
		*(const dr_node **)to = node;
		return;
	}
	switch (type->kind) {
	case DR_T_BOOL: bind_bool(b, field, node, to); break;
	case DR_T_INT: bind_int(b, field, node, to); break;
	case DR_T_DOUBLE: bind_double(b, field, node, to); break;
	case DR_T_STRING: bind_string(b, field, node, to); break;
	case DR_T_LIST: bind_list(b, field, type->elem, node, to); break;
	case DR_T_RECORD: bind_record(b, type->record, node, to); break;
	}
}

static void set_fallback(const dr_field *field, void *to)
{
	switch (field->type->kind) {
	case DR_T_BOOL: *(bool *)to = field->fallback.b; break;
	case DR_T_INT: *(int64_t *)to = field->fallback.i; break;
	case DR_T_DOUBLE: *(double *)to = field->fallback.d; break;
	case DR_T_STRING: *(dr_str *)to = dr_str_of(field->fallback.s); break;
	case DR_T_LIST:
	case DR_T_RECORD: break;
	}
}

static bool is_optional(const dr_field *field)
{
	return field->status >= 0 || field->may_be_absent || field->type->kind == DR_T_LIST;
}

static void set_status(const dr_field *field, void *record, dr_status status)
{
	if (field->status >= 0) {
		*(dr_status *)member(record, (size_t)field->status) = status;
	}
}

static void bind_absent(binder *b, const dr_field *field, const dr_node *map, void *record)
{
	set_status(field, record, DR_STATUS_ABSENT);
	if (field->fallback.given) {
		set_fallback(field, member(record, field->offset));
	} else if (!is_optional(field)) {
		dr_span at = map->first != NULL ? map->first->key_span : map->span;
		fail(b, DR_ENAME, at, "the key '%s' is missing", field->name);
	}
}

static void refuse_unknown(binder *b, const dr_schema *schema, const dr_node *map)
{
	for (const dr_node *value = map->first; value != NULL; value = value->next) {
		if (dr_schema_find(schema, value->key) != NULL) {
			continue;
		}
		const char *near = dr_schema_suggest(schema, value->key);
		fail(b, DR_ENAME, value->key_span, "no key '%.*s' in %s%s%s%s",
		     DR_FMT(dr_str_sub(value->key, 0, TEXT_SHOWN)), schema->name,
		     near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
		     near != NULL ? "'?" : "");
	}
}

static void bind_record(binder *b, const dr_schema *schema, const dr_node *map, void *record)
{
	if (map->kind != DR_NODE_MAP) {
		fail(b, DR_ETYPE, map->span, "%s: expected a map, not %s", schema->name,
		     dr_node_kind_name(map->kind));
		return;
	}
	refuse_unknown(b, schema, map);
	for (size_t i = 0; i < schema->field_count; i++) {
		const dr_field *field = &schema->fields[i];
		const dr_node *value = dr_node_find(map, field->name);
		if (value == NULL) {
			bind_absent(b, field, map, record);
			continue;
		}
		bind_value(b, field, field->type, value, member(record, field->offset));
		set_status(field, record, DR_STATUS_KNOWN);
	}
}

size_t dr_bind(dr_arena *arena, const dr_source *source, const dr_schema *schema,
               const dr_node *map, void *ret_record, dr_errors *errors)
{
	binder b = { .arena = arena, .source = source, .errors = errors };
	bind_record(&b, schema, map, ret_record);
	return b.count;
}
