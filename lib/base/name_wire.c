#include "base/name_wire.h"
#include "base/cursor.h"
#include "base/table.h"
#include <string.h>

static const uint8_t ROOT_WIRE[1] = { 0 };
const dr_name DR_NAME_ROOT = { ROOT_WIRE, 1 };

static const char *const STATUS_TEXTS[] = {
	[DR_NAME_OK] = "is a name",
	[DR_NAME_EMPTY_LABEL] = "has an empty label",
	[DR_NAME_LONG_LABEL] = "has a label of over 63 octets",
	[DR_NAME_LONG] = "is longer than 255 octets",
	[DR_NAME_BAD_ESCAPE] = "has a backslash that escapes nothing",
	[DR_NAME_EMPTY] = "is empty",
};

const char *dr_name_status_text(dr_name_status status)
{
	return STATUS_TEXTS[status];
}

static dr_name_status read_escaped_label(dr_cursor *c, uint8_t *ret_octets, size_t *ret_len)
{
	size_t len = 0;
	while (!dr_cursor_at_end(c) && dr_cursor_peek(c) != '.') {
		char octet = dr_cursor_next(c);
		if (octet == '\\' && !dr_cursor_take_escape(c, &octet)) {
			return DR_NAME_BAD_ESCAPE;
		}
		if (len == DR_LABEL_MAX) {
			return DR_NAME_LONG_LABEL;
		}
		ret_octets[len++] = (uint8_t)dr_to_lower(octet);
	}
	*ret_len = len;
	return len > 0 ? DR_NAME_OK : DR_NAME_EMPTY_LABEL;
}

/* Reads one label, up to a dot or the end, into `ret_octets`. Most have no backslash, and zones
 * have millions of them. */
static dr_name_status read_label(dr_cursor *c, bool escapes, uint8_t *ret_octets, size_t *ret_len)
{
	dr_str rest = dr_str_sub(c->text, c->pos, c->text.len);
	size_t len = 0;
	while (len < rest.len && rest.ptr[len] != '.') {
		if (escapes && rest.ptr[len] == '\\') {
			return read_escaped_label(c, ret_octets, ret_len);
		}
		if (len == DR_LABEL_MAX) {
			return DR_NAME_LONG_LABEL;
		}
		ret_octets[len] = (uint8_t)dr_to_lower(rest.ptr[len]);
		len++;
	}
	c->pos += len;
	*ret_len = len;
	return len > 0 ? DR_NAME_OK : DR_NAME_EMPTY_LABEL;
}

/* Labels without the final root, and room for one that is too much. */
typedef struct {
	uint8_t octets[DR_NAME_MAX + DR_LABEL_MAX];
	size_t len;
} label_room;

/* The text is not "." and not empty. */
static dr_name_status read_labels(dr_cursor *c, bool escapes, label_room *room)
{
	while (!dr_cursor_at_end(c)) {
		size_t len;
		dr_name_status status = read_label(c, escapes, room->octets + room->len + 1, &len);
		if (status != DR_NAME_OK) {
			return status;
		}
		if (room->len + 1 + len > DR_NAME_MAX - 1) {
			return DR_NAME_LONG;
		}
		room->octets[room->len] = (uint8_t)len;
		room->len += 1 + len;
		dr_cursor_take_char(c, '.');
	}
	return DR_NAME_OK;
}

static dr_name_status parse_name(dr_name_room *room, dr_str text, bool escapes, dr_name *ret_name)
{
	if (text.len == 0) {
		return DR_NAME_EMPTY;
	}
	dr_cursor c = dr_cursor_of(text);
	label_room labels;
	labels.len = 0;
	dr_name_status status =
		dr_str_eq(text, DR_STR(".")) ? DR_NAME_OK : read_labels(&c, escapes, &labels);
	if (status != DR_NAME_OK) {
		return status;
	}
	labels.octets[labels.len++] = 0;
	memcpy(room->octets, labels.octets, labels.len);
	*ret_name = (dr_name){ room->octets, (uint8_t)labels.len };
	return DR_NAME_OK;
}

dr_name_status dr_name_parse(dr_name_room *room, dr_str text, dr_name *ret_name)
{
	return parse_name(room, text, true, ret_name);
}

dr_name_status dr_name_parse_plain(dr_name_room *room, dr_str text, dr_name *ret_name)
{
	return parse_name(room, text, false, ret_name);
}

bool dr_name_text_is_absolute(dr_str text)
{
	size_t slashes = 0;
	while (slashes + 1 < text.len && text.ptr[text.len - 2 - slashes] == '\\') {
		slashes++;
	}
	return dr_str_ends(text, DR_STR(".")) && slashes % 2 == 0;
}

dr_name dr_name_copy(dr_arena *arena, dr_name name)
{
	uint8_t *wire = dr_arena_alloc_octets(arena, name.len);
	if (wire == NULL || name.len == 0) {
		return (dr_name){ 0 };
	}
	memcpy(wire, name.wire, name.len);
	return (dr_name){ wire, name.len };
}

dr_name dr_name_of(dr_arena *arena, dr_str text)
{
	dr_name_room room;
	dr_name name;
	if (dr_name_parse(&room, text, &name) != DR_NAME_OK) {
		return (dr_name){ 0 };
	}
	return dr_name_copy(arena, name);
}

static bool is_plain(char c)
{
	return dr_is_alnum(c) || c == '-' || c == '_' || c == '*' || c == '/';
}

static void write_label(dr_str label, dr_buf *out)
{
	for (size_t i = 0; i < label.len; i++) {
		char c = label.ptr[i];
		if (is_plain(c)) {
			dr_buf_add_char(out, c);
		} else if (c > 0x20 && dr_is_printable(c)) {
			dr_buf_add_char(out, '\\');
			dr_buf_add_char(out, c);
		} else {
			dr_buf_addf(out, "\\%03u", (unsigned)(uint8_t)c);
		}
	}
}

void dr_name_write(dr_name name, dr_buf *out)
{
	if (name.len == 1) {
		dr_buf_add_char(out, '.');
	}
	for (dr_name rest = name; rest.len > 1;) {
		write_label(dr_name_label(rest), out);
		rest = dr_name_parent(rest);
		if (rest.len > 1) {
			dr_buf_add_char(out, '.');
		}
	}
}

dr_str dr_name_text(dr_arena *arena, dr_name name)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	dr_name_write(name, &buf);
	return dr_buf_str(&buf);
}

bool dr_name_is_set(dr_name name)
{
	return name.len > 0;
}

bool dr_name_eq(dr_name a, dr_name b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.wire, b.wire, a.len) == 0);
}

size_t dr_name_labels(dr_name name)
{
	size_t count = 0;
	for (dr_name rest = name; rest.len > 1; rest = dr_name_parent(rest)) {
		count++;
	}
	return count;
}

dr_str dr_name_label(dr_name name)
{
	if (name.len <= 1) {
		return (dr_str){ 0 };
	}
	return (dr_str){ (const char *)name.wire + 1, name.wire[0] };
}

dr_name dr_name_parent(dr_name name)
{
	if (name.len <= 1) {
		return name;
	}
	size_t skip = 1u + name.wire[0];
	return (dr_name){ name.wire + skip, (uint8_t)(name.len - skip) };
}

dr_name dr_name_suffix(dr_name name, size_t labels)
{
	for (size_t extra = dr_name_labels(name); extra > labels; extra--) {
		name = dr_name_parent(name);
	}
	return name;
}

/* A name has at most 127 labels: 255 octets, two for the shortest, one for the root. */
enum { MAX_LABELS = DR_NAME_MAX / 2 };

static size_t list_labels(dr_name name, dr_str *ret_labels)
{
	size_t count = 0;
	for (dr_name rest = name; rest.len > 1; rest = dr_name_parent(rest)) {
		ret_labels[count++] = dr_name_label(rest);
	}
	return count;
}

int dr_name_cmp(dr_name a, dr_name b)
{
	dr_str a_labels[MAX_LABELS], b_labels[MAX_LABELS];
	size_t a_count = list_labels(a, a_labels), b_count = list_labels(b, b_labels);
	for (size_t i = 1; i <= a_count && i <= b_count; i++) {
		int order = dr_str_cmp(a_labels[a_count - i], b_labels[b_count - i]);
		if (order != 0) {
			return order;
		}
	}
	return (a_count > b_count) - (a_count < b_count);
}

bool dr_name_is_within(dr_name name, dr_name ancestor)
{
	while (name.len > ancestor.len && ancestor.len > 0) {
		name = dr_name_parent(name);
	}
	return name.len > 0 && dr_name_eq(name, ancestor);
}

bool dr_name_text_is_within(dr_str name, dr_str ancestor)
{
	size_t front = name.len - ancestor.len;
	return dr_str_ends(name, ancestor) && (front == 0 || name.ptr[front - 1] == '.');
}

bool dr_name_is_wildcard(dr_name name)
{
	return dr_str_eq(dr_name_label(name), DR_STR("*"));
}

static dr_name concatenate(dr_arena *arena, const uint8_t *front, size_t front_len, dr_name tail)
{
	if (tail.len == 0 || front_len + tail.len > DR_NAME_MAX) {
		return (dr_name){ 0 };
	}
	uint8_t *wire = dr_arena_alloc_octets(arena, front_len + tail.len);
	if (wire == NULL) {
		return (dr_name){ 0 };
	}
	if (front_len > 0) {
		memcpy(wire, front, front_len);
	}
	memcpy(wire + front_len, tail.wire, tail.len);
	return (dr_name){ wire, (uint8_t)(front_len + tail.len) };
}

dr_name dr_name_below(dr_arena *arena, dr_name front, dr_name tail)
{
	return front.len > 0 ? concatenate(arena, front.wire, front.len - 1u, tail)
	                     : (dr_name){ 0 };
}

dr_name dr_name_join(dr_arena *arena, dr_str prefix, dr_name name)
{
	dr_name_room room;
	dr_name front;
	if (dr_name_parse(&room, prefix, &front) != DR_NAME_OK) {
		return (dr_name){ 0 };
	}
	return dr_name_below(arena, front, name);
}

dr_name dr_name_replace(dr_arena *arena, dr_name name, dr_name from, dr_name to)
{
	if (!dr_name_is_within(name, from)) {
		return (dr_name){ 0 };
	}
	return concatenate(arena, name.wire, (size_t)name.len - from.len, to);
}

uint64_t dr_name_hash(dr_name name)
{
	return dr_hash(&DR_HASH_FIXED, name.wire, name.len);
}
