#include "schema/walk.h"

typedef struct {
	dr_buf path;
	dr_visit *visit;
} walker;

static void walk_record(walker *w, const dr_schema *schema, const void *record);

static void walk_items(walker *w, const dr_schema *schema, const dr_list *list)
{
	size_t base = w->path.len;
	for (size_t i = 0; i < list->len; i++) {
		dr_buf_addf(&w->path, "[%zu]", i);
		walk_record(w, schema, (const char *)list->items + i * schema->size);
		w->path.len = base;
	}
}

static void walk_field(walker *w, const dr_field *field, const void *record)
{
	const void *value = (const char *)record + field->offset;
	const dr_type *type = field->type;
	dr_status status = dr_field_status(field, record);
	if (!w->visit->fact(w->visit, dr_buf_str(&w->path), field, status, value)) {
		return;
	}
	bool there = status.state == DR_KNOWN || status.state == DR_PARTIAL;
	if (type->kind == DR_T_RECORD) {
		walk_record(w, type->record, value);
	} else if (type->kind == DR_T_LIST && type->elem->kind == DR_T_RECORD && there) {
		walk_items(w, type->elem->record, value);
	}
}

static void walk_record(walker *w, const dr_schema *schema, const void *record)
{
	size_t base = w->path.len;
	for (size_t i = 0; i < schema->field_count; i++) {
		dr_buf_add_char(&w->path, '.');
		dr_buf_add(&w->path, dr_str_of(schema->fields[i].name));
		walk_field(w, &schema->fields[i], record);
		w->path.len = base;
	}
}

void dr_schema_walk(dr_arena *scratch, const dr_schema *schema, const char *name,
                    const void *record, dr_visit *visit)
{
	walker w = { .visit = visit };
	dr_buf_init(&w.path, scratch);
	dr_buf_add(&w.path, dr_str_of(name));
	walk_record(&w, schema, record);
}

typedef struct {
	dr_visit visit;
	dr_arena *arena;
	dr_str found;
} unset_search;

static bool find_unset(dr_visit *self, dr_str path, const dr_field *field, dr_status status,
                       const void *value)
{
	unset_search *search = (unset_search *)self;
	(void)field;
	(void)value;
	if (search->found.len == 0 && status.state == DR_UNKNOWN && status.why == DR_WHY_NOBODY) {
		search->found = dr_arena_copy(search->arena, path);
	}
	return search->found.len == 0;
}

dr_str dr_schema_unset(dr_arena *arena, const dr_schema *schema, const char *name,
                       const void *record)
{
	unset_search search = { .visit = { .fact = find_unset }, .arena = arena };
	dr_schema_walk(arena, schema, name, record, &search.visit);
	return search.found;
}
