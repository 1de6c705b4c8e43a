#include "message/mime.h"
#include "base/buf.h"
#include <gmime/gmime.h>

enum { LEVELS_MAX = 32 };

typedef struct {
	dr_arena *arena;
	dr_mime_visit visit;
	void *self;
	dr_error *err;
	size_t left; /* parts that may still come */
} walk;

void dr_mime_setup(void)
{
	g_mime_init();
}

static dr_str lower(dr_arena *arena, const char *text)
{
	dr_str copy = dr_arena_copy(arena, dr_str_of(text));
	for (size_t i = 0; i < copy.len; i++) {
		((char *)copy.ptr)[i] = dr_to_lower(copy.ptr[i]);
	}
	return copy;
}

static dr_str type_of(dr_arena *arena, GMimeObject *object)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);
	if (type == NULL) {
		return (dr_str){ NULL, 0 };
	}
	char *text = g_mime_content_type_get_mime_type(type);
	dr_str copy = lower(arena, text);
	g_free(text);
	return copy;
}

static int visit(walk *w, GMimeObject *object, const char *file_name, GMimeStream *octets,
                 size_t level)
{
	GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(octets));
	dr_mime_part part = {
		.type = type_of(w->arena, object),
		.file_name = dr_arena_copy(w->arena, dr_str_of(file_name)),
		.octets =
			dr_arena_copy(w->arena, (dr_str){ (const char *)bytes->data, bytes->len }),
		.level = level,
	};
	if (dr_arena_failed(w->arena)) {
		return dr_fail(w->err, DR_ENOMEM, DR_NOWHERE, "no memory for a part of a message");
	}
	return w->visit(w->self, &part, w->err);
}

static int visit_leaf(walk *w, GMimePart *leaf, size_t level)
{
	GMimeStream *octets = g_mime_stream_mem_new();
	GMimeDataWrapper *content = g_mime_part_get_content(leaf);
	if (content != NULL) {
		g_mime_data_wrapper_write_to_stream(content, octets);
	}
	int code = visit(w, GMIME_OBJECT(leaf), g_mime_part_get_filename(leaf), octets, level);
	g_object_unref(octets);
	return code;
}

static int visit_message(walk *w, GMimeMessagePart *part, size_t level)
{
	GMimeMessage *message = g_mime_message_part_get_message(part);
	GMimeStream *octets = g_mime_stream_mem_new();
	if (message != NULL) {
		g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, octets);
	}
	int code = visit(w, GMIME_OBJECT(part), NULL, octets, level);
	g_object_unref(octets);
	return code;
}

static int walk_object(walk *w, GMimeObject *object, size_t level)
{
	if (object == NULL || level > LEVELS_MAX) {
		return DR_OK;
	}
	if (w->left-- == 0) {
		w->left = 0;
		return DR_ELIMIT;
	}
	if (GMIME_IS_MESSAGE_PART(object)) {
		return visit_message(w, GMIME_MESSAGE_PART(object), level);
	}
	if (GMIME_IS_PART(object)) {
		return visit_leaf(w, GMIME_PART(object), level);
	}
	int code = DR_OK;
	if (GMIME_IS_MULTIPART(object)) {
		GMimeMultipart *parts = GMIME_MULTIPART(object);
		int count = g_mime_multipart_get_count(parts);
		for (int i = 0; i < count && code == DR_OK; i++) {
			code = walk_object(w, g_mime_multipart_get_part(parts, i), level + 1);
		}
	}
	return code;
}

int dr_mime_walk(dr_arena *arena, dr_str message, size_t max, dr_mime_visit visit_part, void *self,
                 dr_error *err)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(message.ptr, message.len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	g_object_unref(stream);
	GMimeMessage *parsed = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	walk w = { arena, visit_part, self, err, max };
	int code = DR_OK;
	if (parsed != NULL) {
		code = walk_object(&w, g_mime_message_get_mime_part(parsed), 0);
		g_object_unref(parsed);
	}
	return code;
}
