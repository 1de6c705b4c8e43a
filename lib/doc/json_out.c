#include "doc/json_out.h"
#include "base/utf8.h"
#include <jansson.h>

enum { DEPTH_MAX = 64, DECIMALS_SHOWN = 15 };

struct dr_json {
	dr_buf *out;
	bool indent, failed;
	json_t *root;            /* owned */
	json_t *open[DEPTH_MAX]; /* borrowed from the root */
	size_t depth;
	dr_str key; /* of the next value in an object */
};

static const dr_str REPLACEMENT = DR_STR_INIT("\xEF\xBF\xBD");

dr_json *dr_json_open(dr_buf *out, bool indent)
{
	dr_json *json = dr_arena_new_of(out->arena, dr_json);
	if (json != NULL) {
		json->out = out;
		json->indent = indent;
	}
	return json;
}

/* The text with every octet that is not UTF-8 replaced. */
static dr_str clean(dr_json *json, dr_str text)
{
	size_t good = 0, length;
	while (good < text.len && (length = dr_utf8_length(dr_str_sub(text, good, 4))) > 0) {
		good += length;
	}
	if (good == text.len) {
		return text;
	}
	dr_buf cleaned;
	dr_buf_init(&cleaned, json->out->arena);
	for (dr_str rest = text; rest.len > 0; rest = dr_str_sub(rest, length, rest.len)) {
		length = dr_utf8_length(dr_str_sub(rest, 0, 4));
		dr_buf_add(&cleaned, length > 0 ? dr_str_sub(rest, 0, length) : REPLACEMENT);
		length = length > 0 ? length : 1;
	}
	return dr_buf_str(&cleaned);
}

/* Puts a value where the next one belongs; takes ownership. */
static void put(dr_json *json, json_t *value)
{
	if (value == NULL || json->failed) {
		json->failed = true;
		json_decref(value);
		return;
	}
	if (json->depth == 0) {
		json_decref(json->root);
		json->root = value;
		return;
	}
	json_t *parent = json->open[json->depth - 1];
	int status = json_is_array(parent) ? json_array_append_new(parent, value)
	                                   : json_object_setn_new_nocheck(parent, json->key.ptr,
	                                                                  json->key.len, value);
	json->failed = status != 0;
}

static void open_value(dr_json *json, json_t *value)
{
	put(json, value);
	if (json->failed || json->depth == DEPTH_MAX) {
		json->failed = true;
		return;
	}
	json->open[json->depth++] = value;
}

void dr_json_object(dr_json *json)
{
	open_value(json, json_object());
}

void dr_json_array(dr_json *json)
{
	open_value(json, json_array());
}

void dr_json_end(dr_json *json)
{
	if (json->depth > 0) {
		json->depth--;
	}
}

void dr_json_key_str(dr_json *json, dr_str key)
{
	json->key = key.len > 0 ? clean(json, key) : DR_STR("");
}

void dr_json_key(dr_json *json, const char *key)
{
	dr_json_key_str(json, dr_str_of(key));
}

void dr_json_str(dr_json *json, dr_str value)
{
	dr_str text = clean(json, value);
	put(json, json_stringn_nocheck(text.len > 0 ? text.ptr : "", text.len));
}

void dr_json_text(dr_json *json, const char *value)
{
	if (value == NULL) {
		dr_json_null(json);
	} else {
		dr_json_str(json, dr_str_of(value));
	}
}

void dr_json_int(dr_json *json, int64_t value)
{
	put(json, json_integer(value));
}

void dr_json_bool(dr_json *json, bool value)
{
	put(json, json_boolean(value));
}

void dr_json_null(dr_json *json)
{
	put(json, json_null());
}

void dr_json_fixed(dr_json *json, int64_t value, unsigned decimals)
{
	double unit = 1;
	for (unsigned i = 0; i < decimals; i++) {
		unit *= 10;
	}
	put(json, decimals > 0 ? json_real((double)value / unit) : json_integer(value));
}

static int append(const char *octets, size_t len, void *out)
{
	dr_buf_add(out, (dr_str){ octets, len });
	return 0;
}

/* JSON may say every character of a string in two ways. What would act on whoever looks at the text
 * (bidirectional marks in an editor, `##[` in a log) is written as an escape. */
static void add_tame(dr_buf *out, dr_str text)
{
	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point = 0;
		len = dr_utf8_read(dr_str_sub(text, at, text.len), &point);
		bool hash = text.ptr[at] == '#' && at + 1 < text.len && text.ptr[at + 1] == '#';
		if (len == 0 || (!hash && (point < 0x7F || !dr_utf8_is_hidden(point)))) {
			len = len > 0 ? len : 1;
			dr_buf_add(out, dr_str_sub(text, at, len));
		} else if (point < 0x10000) {
			dr_buf_addf(out, "\\u%04X", (unsigned)point);
		} else {
			point -= 0x10000;
			dr_buf_addf(out, "\\u%04X\\u%04X", (unsigned)(0xD800 + (point >> 10)),
			            (unsigned)(0xDC00 + (point & 0x3FF)));
		}
	}
}

static int write_document(dr_json *json)
{
	size_t flags = json->indent ? JSON_INDENT(2) : JSON_COMPACT;
	dr_arena *arena = json->out->arena;
	if (json->failed || json->root == NULL || dr_arena_failed(arena)) {
		return DR_ENOMEM;
	}
	dr_buf text;
	dr_buf_init(&text, arena);
	flags |= JSON_ENCODE_ANY | JSON_REAL_PRECISION(DECIMALS_SHOWN);
	if (json_dump_callback(json->root, append, &text, flags) != 0 || dr_arena_failed(arena)) {
		return DR_ENOMEM;
	}
	dr_buf_add_char(&text, '\n');
	dr_buf tame;
	dr_buf_init(&tame, arena);
	add_tame(&tame, dr_buf_str(&text));
	if (dr_arena_failed(arena)) {
		return DR_ENOMEM;
	}
	dr_buf_add(json->out, dr_buf_str(&tame));
	return dr_arena_failed(arena) ? DR_ENOMEM : DR_OK;
}

int dr_json_close(dr_json *json)
{
	if (json == NULL) {
		return DR_OK;
	}
	int status = write_document(json);
	json_decref(json->root);
	return status;
}

void dr_json_put_str(dr_json *json, const char *key, dr_str value)
{
	dr_json_key(json, key);
	dr_json_str(json, value);
}

void dr_json_put_text(dr_json *json, const char *key, const char *value)
{
	dr_json_key(json, key);
	dr_json_text(json, value);
}

void dr_json_put_int(dr_json *json, const char *key, int64_t value)
{
	dr_json_key(json, key);
	dr_json_int(json, value);
}

void dr_json_put_count(dr_json *json, const char *key, uint64_t value)
{
	dr_json_key(json, key);
	dr_json_int(json, (int64_t)value);
}

void dr_json_put_bool(dr_json *json, const char *key, bool value)
{
	dr_json_key(json, key);
	dr_json_bool(json, value);
}

void dr_json_put_null(dr_json *json, const char *key)
{
	dr_json_key(json, key);
	dr_json_null(json);
}

void dr_json_put_known(dr_json *json, const char *key, dr_str value)
{
	if (value.len > 0) {
		dr_json_put_str(json, key, value);
	} else {
		dr_json_put_null(json, key);
	}
}

void dr_json_put_day(dr_json *json, const char *key, dr_day day)
{
	dr_buf text;
	dr_buf_init(&text, json->out->arena);
	if (day != DR_NO_DAY) {
		dr_day_write(day, &text);
	}
	dr_json_put_known(json, key, dr_buf_str(&text));
}

void dr_json_put_strs(dr_json *json, const char *key, const dr_strs *values)
{
	dr_json_key(json, key);
	dr_json_array(json);
	for (size_t i = 0; i < values->len; i++) {
		dr_json_str(json, values->items[i]);
	}
	dr_json_end(json);
}
