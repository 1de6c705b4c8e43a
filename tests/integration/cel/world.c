#include "cel.h"
#include "doc/json_out.h"
#include <stdio.h>

static const char *const STRINGS[] = {
	"",   "a",          "example.com",   "www.example.com", "A.example.COM", "192.0.2.7",
	"É📧", "a\xC3\xFFz", "v=spf1\n -all", "mailto:a@b",      "it's",          "x y",
};
static const int64_t INTS[] = { 0, 1, 2, 3, 7, 10, -1, 100, INT64_MAX, INT64_MIN };
static const double DOUBLES[] = { 0, 0.5, 1, -1.5, 0.973, 99.25, 1e18, 1e-9 };

size_t dice_roll(dice *d, size_t sides)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return (size_t)((d->state * UINT64_C(2685821657736338717)) >> 33) % sides;
}

/* Filling. */

static dr_str random_string(dice *d, const char *const *choices)
{
	size_t count = DR_COUNT(STRINGS);
	if (choices != NULL) {
		for (count = 0; choices[count] != NULL; count++) {
		}
		return dr_str_of(choices[dice_roll(d, count)]);
	}
	return dr_str_of(STRINGS[dice_roll(d, count)]);
}

static dr_status random_status(dice *d, const dr_field *field, bool element)
{
	size_t roll = dice_roll(d, 20);
	bool list = field->type->kind == DR_T_LIST;
	/* cel-go cannot say that it is unknown whether an element has a field. */
	bool never_unknown = element && field->may_be_absent;
	if (roll < 5 && !never_unknown) {
		return (dr_status){ .state = DR_UNKNOWN, .why = DR_WHY_NETWORK };
	}
	return (roll < 11 && field->may_be_absent) || (roll < 6 && list) ? DR_STATUS_ABSENT
	                                                                 : DR_STATUS_KNOWN;
}

static void fill_value(dice *d, const dr_field *field, void *at)
{
	switch (field->type->kind) {
	case DR_T_BOOL: *(bool *)at = dice_roll(d, 2) == 0; break;
	case DR_T_INT: *(int64_t *)at = INTS[dice_roll(d, DR_COUNT(INTS))]; break;
	case DR_T_DOUBLE: *(double *)at = DOUBLES[dice_roll(d, DR_COUNT(DOUBLES))]; break;
	case DR_T_STRING: *(dr_str *)at = random_string(d, field->choices); break;
	case DR_T_LIST:
	case DR_T_RECORD: break;
	}
}

static void fill_list(dice *d, dr_str *items, const char *const *choices, dr_strs *ret)
{
	ret->len = dice_roll(d, 5);
	ret->items = items;
	for (size_t i = 0; i < ret->len; i++) {
		items[i] = random_string(d, choices);
	}
}

static void fill_record(dice *d, const dr_schema *schema, void *record, bool element)
{
	for (size_t i = 0; i < schema->field_count; i++) {
		const dr_field *field = &schema->fields[i];
		char *at = (char *)record + field->offset;
		if (field->type->kind == DR_T_RECORD) {
			fill_record(d, field->type->record, at, element);
		}
		fill_value(d, field, at);
		if (field->status >= 0) {
			dr_status status = random_status(d, field, element);
			memcpy((char *)record + field->status, &status, sizeof(status));
		}
	}
}

void cel_world_fill(cel_world *world, dice *d)
{
	toy *t = &world->toy;
	toy_fill(t);
	fill_record(d, &TOY_DMARC, &t->dmarc, false);
	fill_record(d, &TOY_SPF, &t->spf, false);
	fill_list(d, world->lists[0], NULL, &t->dmarc.rua);
	fill_list(d, world->lists[1], TOY_TAGS, &t->dmarc.tags);
	fill_list(d, world->lists[2], NULL, &t->names);
	t->spf.terms = (toy_terms){ world->terms, dice_roll(d, DR_COUNT(world->terms) + 1) };
	for (size_t i = 0; i < DR_COUNT(world->terms); i++) {
		fill_record(d, &TOY_TERM, &world->terms[i], true);
		fill_list(d, world->lists[3 + i], NULL, &world->terms[i].hosts);
	}
	t->domain = random_string(d, NULL);
	t->n = INTS[dice_roll(d, DR_COUNT(INTS))];
	t->ratio = DOUBLES[dice_roll(d, DR_COUNT(DOUBLES))];
	t->flag = dice_roll(d, 2) == 0;
}

/* Writing. A type is written as "int", "list string", "record policy", "list record spf term". */

static void write_type(dr_json *json, const dr_type *type)
{
	char text[64];
	bool list = type->kind == DR_T_LIST;
	const dr_type *of = list ? type->elem : type;
	snprintf(text, sizeof(text), "%s%s%s", list ? "list " : "",
	         of->kind == DR_T_RECORD ? "record " : "", dr_type_name(of));
	dr_json_text(json, text);
}

static void write_double(dr_json *json, double d)
{
	char text[32];
	snprintf(text, sizeof(text), "%.17g", d);
	dr_json_text(json, text);
}

static void write_record(dr_json *json, const dr_schema *schema, const void *record);

static void write_value(dr_json *json, const dr_type *type, const void *at)
{
	const dr_list *list = at;
	switch (type->kind) {
	case DR_T_BOOL: dr_json_bool(json, *(const bool *)at); break;
	case DR_T_INT: dr_json_int(json, *(const int64_t *)at); break;
	case DR_T_DOUBLE: write_double(json, *(const double *)at); break;
	case DR_T_STRING: dr_json_str(json, *(const dr_str *)at); break;
	case DR_T_RECORD: write_record(json, type->record, at); break;
	case DR_T_LIST:
		dr_json_array(json);
		for (size_t i = 0; i < list->len; i++) {
			write_value(json, type->elem,
			            (const char *)list->items + i * dr_type_size(type->elem));
		}
		dr_json_end(json);
		break;
	}
}

/* Facts that are unknown are "?", those that are absent are left out. */
static void write_record(dr_json *json, const dr_schema *schema, const void *record)
{
	dr_json_object(json);
	for (size_t i = 0; i < schema->field_count; i++) {
		const dr_field *field = &schema->fields[i];
		dr_status status = dr_field_status(field, record);
		if (status.state == DR_ABSENT) {
			continue;
		}
		dr_json_key(json, field->name);
		dr_json_object(json);
		dr_json_key(json, "known");
		dr_json_bool(json, status.state == DR_KNOWN);
		dr_json_key(json, "value");
		write_value(json, field->type, (const char *)record + field->offset);
		dr_json_end(json);
	}
	dr_json_end(json);
}

void cel_world_write(const cel_world *world, dr_buf *out)
{
	dr_json *json = dr_json_open(out, false);
	dr_json_object(json);
	dr_json_key(json, "world");
	dr_json_object(json);
	for (size_t i = 0; i < TOY_VARIABLES.count; i++) {
		const dr_variable *variable = &TOY_VARIABLES.items[i];
		if (world->toy.values.at[i] != NULL) {
			dr_json_key(json, variable->name);
			write_value(json, variable->type, world->toy.values.at[i]);
		}
	}
	dr_json_end(json);
	dr_json_end(json);
	dr_json_close(json);
}

static void write_fallback(dr_json *json, const dr_field *field)
{
	dr_json_key(json, "fallback");
	if (field->type->kind == DR_T_STRING) {
		dr_json_text(json, field->fallback.s);
	} else {
		dr_json_int(json, field->fallback.i);
	}
}

static void write_schema(dr_json *json, const dr_schema *schema)
{
	dr_json_key(json, schema->name);
	dr_json_object(json);
	for (size_t i = 0; i < schema->field_count; i++) {
		const dr_field *field = &schema->fields[i];
		dr_json_key(json, field->name);
		dr_json_object(json);
		dr_json_key(json, "type");
		write_type(json, field->type);
		if (field->fallback.given) {
			write_fallback(json, field);
		}
		dr_json_end(json);
	}
	dr_json_end(json);
}

void cel_schema_write(dr_buf *out)
{
	static const dr_schema *const SCHEMAS[] = { &TOY_TERM, &TOY_POLICY, &TOY_EFFECTIVE,
		                                    &TOY_DMARC, &TOY_SPF };
	dr_json *json = dr_json_open(out, false);
	dr_json_object(json);
	dr_json_key(json, "schemas");
	dr_json_object(json);
	for (size_t i = 0; i < DR_COUNT(SCHEMAS); i++) {
		write_schema(json, SCHEMAS[i]);
	}
	dr_json_end(json);
	dr_json_key(json, "variables");
	dr_json_object(json);
	for (size_t i = 0; i < TOY_VARIABLES.count; i++) {
		dr_json_key(json, TOY_VARIABLES.items[i].name);
		write_type(json, TOY_VARIABLES.items[i].type);
	}
	dr_json_end(json);
	dr_json_end(json);
	dr_json_close(json);
}
