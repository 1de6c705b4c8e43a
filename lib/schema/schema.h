/*
 * Facts describe themselves: one const table per struct says which members rules can see, their
 * types, what is known about them, their defaults and closed sets, and where the standard says so.
 *
 * The same table drives type checking of rules, the JSON dump, the YAML reader and the generated
 * documentation. A member that is declared with the wrong macro does not compile; a member that is
 * left out fails a unit test (dr_schema_check). Nothing here knows about e-mail.
 */
#pragma once
#include "base/list.h"
#include "base/buf.h"
#include "base/place.h"
#include "base/status.h"

typedef enum { DR_T_BOOL, DR_T_INT, DR_T_DOUBLE, DR_T_STRING, DR_T_LIST, DR_T_RECORD } dr_type_kind;

typedef struct dr_type dr_type;
typedef struct dr_schema dr_schema;

struct dr_type {
	dr_type_kind kind;
	const dr_type *elem;     /* lists */
	const dr_schema *record; /* records */
};

extern const dr_type DR_BOOL;    /* bool */
extern const dr_type DR_INT;     /* int64_t */
extern const dr_type DR_DOUBLE;  /* double */
extern const dr_type DR_STRING;  /* dr_str */
extern const dr_type DR_STRINGS; /* dr_strs */

/* What reading a fact gives when it is absent. */
typedef struct {
	bool given;
	bool b;
	int64_t i;
	double d;
	const char *s;
} dr_fallback;

typedef struct {
	const char *name;
	const dr_type *type;
	size_t offset;              /* of the member */
	size_t size;                /* of the member; of one item when it is a list of records */
	ptrdiff_t status;           /* offset of its dr_status; -1: always known */
	bool placed;                /* there is a dr_place beside it … */
	size_t place;               /* … at this offset */
	bool may_be_absent;         /* has() may be asked */
	dr_fallback fallback;       /* given: reading an absent fact gives this */
	const char *const *choices; /* closed set of strings, NULL at the end; NULL: open */
	const char *doc;            /* one line, no full stop */
	const char *see;            /* "RFC 9989 4.7"; NULL when it is ours */
} dr_field;

struct dr_schema {
	const char *name; /* as messages call it: "dmarc", "spf term" */
	const char *doc;
	size_t size; /* of the struct */
	const dr_field *fields;
	size_t field_count;
	dr_type type; /* records of this schema */
	dr_type list; /* lists of them */
};

/* clang-format off */

/* The type of a scalar member or list of strings, found by the compiler; others do not compile. */
#define DR_TYPE_OF(st, member) _Generic(((st *)0)->member,                                         \
	bool: &DR_BOOL, int64_t: &DR_INT, double: &DR_DOUBLE, dr_str: &DR_STRING, dr_strs: &DR_STRINGS)

/* The rows of a `static const dr_field NAME[]`. In all: `st` the struct, `member` its member, which
 * is also the fact's name; the rest is the doc text and then designators such as
 * `DR_CHOICES(POLICIES), DR_SEE("RFC 9989 4.7")`.
 *
 * DR_FACT: scalar or list of strings with `member_status` beside it.
 * DR_PLAIN: the same for members that are always known (list elements, mostly).
 * DR_RECORD: a nested struct; its own members carry their states.
 * DR_LISTED, DR_LISTED_PLAIN: a DR_LIST of structs, with and without `member_status`. */
#define DR_FACT(st, member, ...)                                                                   \
	{ .name = #member, .type = DR_TYPE_OF(st, member), .offset = offsetof(st, member),         \
	  .size = sizeof(((st *)0)->member), .status = DR_STATUS_AT(st, member##_status),          \
	  .doc = __VA_ARGS__ }
#define DR_PLAIN(st, member, ...)                                                                  \
	{ .name = #member, .type = DR_TYPE_OF(st, member), .offset = offsetof(st, member),         \
	  .size = sizeof(((st *)0)->member), .status = -1, .doc = __VA_ARGS__ }
#define DR_RECORD(st, member, type_, schema_, ...)                                                 \
	{ .name = #member, .type = _Generic(((st *)0)->member, type_: &(schema_).type),            \
	  .offset = offsetof(st, member), .size = sizeof(type_), .status = -1, .doc = __VA_ARGS__ }
#define DR_LISTED(st, member, item, schema_, ...)                                                  \
	{ .name = #member, .type = _Generic(((st *)0)->member.items, item *: &(schema_).list),     \
	  .offset = offsetof(st, member), .size = sizeof(item),                                    \
	  .status = DR_STATUS_AT(st, member##_status), .doc = __VA_ARGS__ }
#define DR_LISTED_PLAIN(st, member, item, schema_, ...)                                            \
	{ .name = #member, .type = _Generic(((st *)0)->member.items, item *: &(schema_).list),     \
	  .offset = offsetof(st, member), .size = sizeof(item), .status = -1, .doc = __VA_ARGS__ }

/* The offset of a member that must be a dr_status, or a dr_place. */
#define DR_STATUS_AT(st, member) _Generic(((st *)0)->member, dr_status: offsetof(st, member))
#define DR_PLACE_AT(st, member) _Generic(((st *)0)->member, dr_place: offsetof(st, member))

/* Designators for the rows. */
#define DR_MAY_BE_ABSENT .may_be_absent = true
#define DR_DEFAULT_STR(text) .may_be_absent = true, .fallback = { .given = true, .s = (text) }
#define DR_DEFAULT_INT(n) .may_be_absent = true, .fallback = { .given = true, .i = (n) }
#define DR_DEFAULT_BOOL(v) .may_be_absent = true, .fallback = { .given = true, .b = (v) }
#define DR_PLACE(st, member) .placed = true, .place = DR_PLACE_AT(st, member)
#define DR_CHOICES(table) .choices = (table)
#define DR_SEE(text) .see = (text)

/* The schema object of `st` from its rows; at file scope. */
#define DR_SCHEMA(object, schema_name, st, rows, text)                                             \
	const dr_schema object = { .name = schema_name, .doc = text, .size = sizeof(st),           \
		.fields = rows, .field_count = DR_COUNT(rows),                                     \
		.type = { .kind = DR_T_RECORD, .record = &object },                                \
		.list = { .kind = DR_T_LIST, .elem = &object.type } }

/* clang-format on */

/* Sets a fact and the status beside it. */
#define dr_fact_set(st, member, ...) \
	((st)->member = (__VA_ARGS__), (st)->member##_status = DR_STATUS_KNOWN)
#define dr_fact_absent(st, member) ((st)->member##_status = DR_STATUS_ABSENT)
/* The value when the status is DR_KNOWN, else only the status. */
#define dr_fact_with(st, member, status, ...)                  \
	do {                                                   \
		(st)->member##_status = (status);              \
		if ((st)->member##_status.state == DR_KNOWN) { \
			(st)->member = (__VA_ARGS__);          \
		}                                              \
	} while (0)

const dr_field *dr_schema_find(const dr_schema *schema, dr_str name);
/* The nearest field name, or NULL when none is near. Static storage. */
const char *dr_schema_suggest(const dr_schema *schema, dr_str name);
/* The nearest of `count` names, or NULL. */
const char *dr_suggest(const char *const *names, size_t count, dr_str name);

size_t dr_type_size(const dr_type *type);
bool dr_type_eq(const dr_type *a, const dr_type *b);
/* "bool", "int", "double", "string", "list", or the record's name. Static storage. */
const char *dr_type_name(const dr_type *type);
bool dr_choices_hold(const char *const *choices, dr_str value);

/* The status of a field in a struct; always-known fields give DR_KNOWN. */
dr_status dr_field_status(const dr_field *field, const void *record);
/* Sets every status of the struct, nested records included, that is still DR_WHY_NOBODY; not those
 * of list elements. */
void dr_schema_mark(const dr_schema *schema, void *record, dr_status status);

/* Problems of a table and of the tables that it leads to, for tests: gaps larger than padding
 * between members (a member that no row describes), rows out of order, rows without type or doc, a
 * nested struct with the table of another, a fallback of the wrong type or outside its choices, a
 * fact that may be absent but has no status. The number of problems; each is a line in `out`. */
size_t dr_schema_check(const dr_schema *schema, dr_buf *out);
