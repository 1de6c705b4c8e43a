/*
 * JSON text out, through jansson: keys in the order given, two-space indent or one line. Octets
 * that are not UTF-8 become U+FFFD. Calls after a failed allocation do nothing.
 */
#pragma once
#include "base/buf.h"
#include "base/clock.h"
#include "base/error.h"

typedef struct dr_json dr_json;

/* Collects a document for `out`; `indent` false gives one line without spaces. NULL: no memory. */
dr_json *dr_json_open(dr_buf *out, bool indent);
/* Writes the document, a newline behind it, and frees the handle; NULL is fine. DR_ENOMEM when
 * memory ran out at any time: nothing is written then. */
int dr_json_close(dr_json *json);
void dr_json_object(dr_json *json);
void dr_json_array(dr_json *json);
void dr_json_end(dr_json *json); /* closes the innermost object or array */
void dr_json_key(dr_json *json, const char *key);
void dr_json_key_str(dr_json *json, dr_str key);
void dr_json_str(dr_json *json, dr_str value);
void dr_json_text(dr_json *json, const char *value); /* NULL gives null */
void dr_json_int(dr_json *json, int64_t value);
void dr_json_bool(dr_json *json, bool value);
void dr_json_null(dr_json *json);
/* A number with `decimals` digits behind the point: value is in units of 10^-decimals. */
void dr_json_fixed(dr_json *json, int64_t value, unsigned decimals);

/* A key with its value. */
void dr_json_put_str(dr_json *json, const char *key, dr_str value);
void dr_json_put_text(dr_json *json, const char *key, const char *value); /* NULL gives null */
void dr_json_put_int(dr_json *json, const char *key, int64_t value);
void dr_json_put_count(dr_json *json, const char *key, uint64_t value);
void dr_json_put_bool(dr_json *json, const char *key, bool value);
void dr_json_put_null(dr_json *json, const char *key);
void dr_json_put_known(dr_json *json, const char *key, dr_str value); /* empty gives null */
void dr_json_put_day(dr_json *json, const char *key, dr_day day);     /* DR_NO_DAY gives null */
void dr_json_put_strs(dr_json *json, const char *key, const dr_strs *values);
