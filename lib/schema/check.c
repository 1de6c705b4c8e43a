#include "schema/schema.h"

/* Octets of a struct that a row accounts for. */
typedef struct {
	size_t off, size, align;
	const dr_field *field;
} region;

/* A struct on the way from the first table to the one that is being checked. */
typedef struct above {
	const dr_schema *schema;
	const struct above *parent;
} above;

typedef struct {
	dr_buf *out;
	size_t count;
} problems;

#define complain(p, schema, ...)                               \
	do {                                                   \
		dr_buf_addf((p)->out, "%s: ", (schema)->name); \
		dr_buf_addf((p)->out, __VA_ARGS__);            \
		dr_buf_add_char((p)->out, '\n');               \
		(p)->count++;                                  \
	} while (0)

static size_t align_of(const dr_type *type)
{
	static const size_t ALIGNS[] = {
		[DR_T_BOOL] = _Alignof(bool),     [DR_T_INT] = _Alignof(int64_t),
		[DR_T_DOUBLE] = _Alignof(double), [DR_T_STRING] = _Alignof(dr_str),
		[DR_T_LIST] = _Alignof(dr_list),
	};
	if (type->kind != DR_T_RECORD) {
		return ALIGNS[type->kind];
	}
	size_t largest = 1;
	for (size_t i = 0; i < type->record->field_count; i++) {
		const dr_field *field = &type->record->fields[i];
		size_t align = field->type != NULL ? align_of(field->type) : 1;
		largest = align > largest ? align : largest;
		if (field->status >= 0 && largest < _Alignof(dr_status)) {
			largest = _Alignof(dr_status);
		}
		if (field->placed && largest < _Alignof(dr_place)) {
			largest = _Alignof(dr_place);
		}
	}
	return largest;
}

static size_t align_up(size_t off, size_t align)
{
	return (off + align - 1) / align * align;
}

static void keep_first(region *first, size_t from, region candidate)
{
	bool useful = candidate.off + candidate.size > from;
	if (useful && (first->field == NULL || candidate.off < first->off)) {
		*first = candidate;
	}
}

/* The first region that ends behind `from`; without a field when there is none. */
static region next_region(const dr_schema *schema, size_t from)
{
	region first = { 0 };
	for (size_t i = 0; i < schema->field_count; i++) {
		const dr_field *f = &schema->fields[i];
		if (f->type != NULL) {
			keep_first(
				&first, from,
				(region){ f->offset, dr_type_size(f->type), align_of(f->type), f });
		}
		if (f->status >= 0) {
			keep_first(&first, from,
			           (region){ (size_t)f->status, sizeof(dr_status),
			                     _Alignof(dr_status), f });
		}
		if (f->placed) {
			keep_first(&first, from,
			           (region){ f->place, sizeof(dr_place), _Alignof(dr_place), f });
		}
	}
	return first;
}

static void check_gaps(problems *p, const dr_schema *schema)
{
	const dr_type self = { .kind = DR_T_RECORD, .record = schema };
	size_t end = 0;
	for (region r = next_region(schema, 0); r.field != NULL; r = next_region(schema, end)) {
		if (r.off > align_up(end, r.align)) {
			complain(p, schema, "no row describes octets %zu to %zu, before %s", end,
			         r.off - 1, r.field->name);
		}
		end = r.off + r.size;
	}
	if (schema->size > align_up(end, align_of(&self))) {
		complain(p, schema, "no row describes octets %zu to %zu, at the end", end,
		         schema->size - 1);
	}
}

static void check_fallback(problems *p, const dr_schema *schema, const dr_field *field)
{
	bool string = field->type->kind == DR_T_STRING;
	if (field->type->kind == DR_T_LIST || field->type->kind == DR_T_RECORD ||
	    string != (field->fallback.s != NULL)) {
		complain(p, schema, "the fallback of %s is not a %s", field->name,
		         dr_type_name(field->type));
	} else if (string && field->choices != NULL &&
	           !dr_choices_hold(field->choices, dr_str_of(field->fallback.s))) {
		complain(p, schema, "the fallback '%s' of %s is not one of its choices",
		         field->fallback.s, field->name);
	}
}

static void check_size(problems *p, const dr_schema *schema, const dr_field *field)
{
	const dr_type *type = field->type;
	if (type->kind == DR_T_LIST && type->elem->kind == DR_T_RECORD) {
		type = type->elem;
	}
	if (field->size != dr_type_size(type)) {
		complain(p, schema, "%s has %zu octets, its type %s has %zu", field->name,
		         field->size, dr_type_name(type), dr_type_size(type));
	}
}

static void check_row(problems *p, const dr_schema *schema, const dr_field *field)
{
	if (field->doc == NULL || field->doc[0] == '\0') {
		complain(p, schema, "%s has no doc", field->name);
	}
	if (field->may_be_absent && field->status < 0) {
		complain(p, schema, "%s may be absent but has no status", field->name);
	}
	if (field->type == NULL) {
		complain(p, schema, "%s has no type", field->name);
		return;
	}
	check_size(p, schema, field);
	bool strings = dr_type_eq(field->type, &DR_STRING) || dr_type_eq(field->type, &DR_STRINGS);
	if (field->choices != NULL && !strings) {
		complain(p, schema, "%s has choices but is no string", field->name);
	}
	if (field->fallback.given) {
		check_fallback(p, schema, field);
	}
}

static void check_schema(problems *p, const dr_schema *schema, const above *parent)
{
	const above here = { schema, parent };
	for (const above *a = parent; a != NULL; a = a->parent) {
		if (a->schema == schema) {
			return;
		}
	}
	for (size_t i = 0; i < schema->field_count; i++) {
		const dr_field *field = &schema->fields[i];
		if (i > 0 && field->offset <= field[-1].offset) {
			complain(p, schema, "%s stands before %s in the struct, not after it",
			         field->name, field[-1].name);
		}
		check_row(p, schema, field);
		const dr_type *type = field->type;
		if (type != NULL && type->kind == DR_T_LIST) {
			type = type->elem;
		}
		if (type != NULL && type->kind == DR_T_RECORD) {
			check_schema(p, type->record, &here);
		}
	}
	check_gaps(p, schema);
}

size_t dr_schema_check(const dr_schema *schema, dr_buf *out)
{
	problems p = { .out = out };
	check_schema(&p, schema, NULL);
	return p.count;
}
