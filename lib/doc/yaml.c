#include "doc/tree_priv.h"
#include "base/cursor.h"
#include "doc/packed.h"
#include <yaml.h>

typedef struct {
	dr_str name;
	const dr_node *node;
} named_node;

typedef DR_LIST(named_node) named_nodes;

typedef struct {
	yaml_parser_t parser;
	dr_tree tree;
	size_t index, octet; /* of one and the same code point */
	unsigned documents;
	bool done;
	named_nodes anchors;
} reader;

static bool starts_code_point(dr_str text, size_t octet)
{
	return octet >= text.len || ((unsigned char)text.ptr[octet] & 0xC0U) != 0x80U;
}

/* The octet of a mark: libyaml counts code points. */
static size_t octet_of(reader *r, yaml_mark_t mark)
{
	dr_str text = r->tree.source->text;
	while (r->index < mark.index && r->octet < text.len) {
		r->octet++;
		r->index += starts_code_point(text, r->octet);
	}
	while (r->index > mark.index) {
		r->index -= starts_code_point(text, r->octet);
		r->octet--;
	}
	while (r->octet > 0 && !starts_code_point(text, r->octet)) {
		r->octet--;
	}
	return r->octet;
}

static dr_span span_of(reader *r, const yaml_event_t *event)
{
	size_t start = octet_of(r, event->start_mark);
	return (dr_span){ (uint32_t)start, (uint32_t)(octet_of(r, event->end_mark) - start) };
}

static bool is_key_char(char c)
{
	return dr_is_alnum(c) || c == '_' || c == '-';
}

/* The key of `key: value` in the line of an octet; empty when the line is none. */
static dr_str key_of_line(dr_str text, size_t off)
{
	size_t start = off;
	while (start > 0 && text.ptr[start - 1] != '\n') {
		start--;
	}
	dr_cursor c = dr_cursor_of(dr_str_sub(text, start, dr_str_find(text, start, '\n') - start));
	dr_cursor_take_while(&c, dr_is_space);
	while (dr_cursor_take(&c, DR_STR("- "))) {
		dr_cursor_take_while(&c, dr_is_space);
	}
	dr_str key = dr_cursor_take_while(&c, is_key_char);
	bool has_value =
		dr_cursor_take(&c, DR_STR(": ")) && dr_str_trim(dr_cursor_rest(&c)).len > 0;
	return has_value ? key : (dr_str){ 0 };
}

/* Most YAML errors in our files are texts that YAML takes for its own syntax. */
static int fail_with_hint(reader *r, int code, dr_span span, const char *what, const char *problem)
{
	dr_str key = key_of_line(r->tree.source->text, span.off);
	if (key.len == 0) {
		return dr_fail(r->tree.err, code, span, "%s%s", what, problem);
	}
	return dr_fail(r->tree.err, code, span,
	               "%s%s; write `%.*s: |` and the text on the next line", what, problem,
	               DR_FMT(key));
}

static int fail_reading(reader *r)
{
	const yaml_parser_t *parser = &r->parser;
	const char *problem = parser->problem != NULL ? parser->problem : "";
	dr_span span = { 0, 1 };
	if (parser->error == YAML_MEMORY_ERROR) {
		return dr_fail(r->tree.err, DR_ENOMEM, span, "no memory for the document");
	}
	if (parser->error == YAML_READER_ERROR) {
		span.off = (uint32_t)parser->problem_offset;
		return dr_fail(r->tree.err, DR_ESYNTAX, span, "not YAML: %s", problem);
	}
	span.off = (uint32_t)octet_of(r, parser->problem_mark);
	return fail_with_hint(r, DR_ESYNTAX, span, "not YAML: ", problem);
}

static int refuse_properties(reader *r, const yaml_event_t *event, const yaml_char_t *anchor,
                             const yaml_char_t *tag)
{
	if (tag != NULL) {
		return fail_with_hint(r, DR_ETYPE, span_of(r, event), "`!` starts a tag here, ",
		                      "and tags are not read");
	}
	if (anchor != NULL) {
		return fail_with_hint(r, DR_ETYPE, span_of(r, event), "`&` starts an anchor here, ",
		                      "and anchors are not read");
	}
	return DR_OK;
}

/* A strict document has no properties; a loose one is looked up by its anchors later. */
static int read_properties(reader *r, const yaml_event_t *event, const yaml_char_t *name,
                           const yaml_char_t *tag)
{
	return r->tree.loose ? DR_OK : refuse_properties(r, event, name, tag);
}

static bool is_include(const reader *r, const yaml_char_t *tag)
{
	return r->tree.loose && tag != NULL &&
	       dr_str_eq(dr_str_of((const char *)tag), DR_STR("!include"));
}

static void keep_anchor(reader *r, const yaml_char_t *name, const dr_node *node)
{
	if (name != NULL && node != NULL) {
		named_node kept = { dr_arena_copy(r->tree.arena, dr_str_of((const char *)name)),
			            node };
		dr_list_add(r->tree.arena, &r->anchors, kept);
	}
}

static int copy_anchored(reader *r, const yaml_event_t *event)
{
	dr_str name = dr_str_of((const char *)event->data.alias.anchor);
	for (size_t i = r->anchors.len; i > 0; i--) {
		if (dr_str_eq(r->anchors.items[i - 1].name, name)) {
			return dr_tree_add_copy(&r->tree, r->anchors.items[i - 1].node);
		}
	}
	return dr_fail(r->tree.err, DR_ENAME, span_of(r, event), "there is no anchor '%.*s'",
	               DR_FMT(dr_str_sub(name, 0, 64)));
}

static int on_alias(reader *r, const yaml_event_t *event)
{
	if (r->tree.loose && !dr_tree_wants_key(&r->tree)) {
		return copy_anchored(r, event);
	}
	return fail_with_hint(r, DR_ETYPE, span_of(r, event), "`*` starts an alias here, ",
	                      "and aliases are not read");
}

static int read_key(reader *r, const yaml_event_t *event, dr_str text, dr_span span)
{
	bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (plain && text.len == 0) {
		return dr_fail(r->tree.err, DR_ESYNTAX, span, "a key is missing");
	}
	if (plain && dr_str_eq(text, DR_STR("<<")) && !r->tree.loose) {
		return dr_fail(r->tree.err, DR_ETYPE, span, "merge keys are not read");
	}
	dr_tree_key(&r->tree, text, span);
	return DR_OK;
}

static dr_style style_of(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE: return DR_STYLE_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return DR_STYLE_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE: return DR_STYLE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE: return DR_STYLE_FOLDED;
	case YAML_ANY_SCALAR_STYLE:
	case YAML_PLAIN_SCALAR_STYLE: break;
	}
	return DR_STYLE_PLAIN;
}

static int on_scalar(reader *r, const yaml_event_t *event)
{
	int status = read_properties(r, event, event->data.scalar.anchor, event->data.scalar.tag);
	if (status != DR_OK) {
		return status;
	}
	dr_str value = { (const char *)event->data.scalar.value, event->data.scalar.length };
	dr_node node = { .kind = DR_NODE_STRING, .span = span_of(r, event) };
	node.text = dr_arena_copy(r->tree.arena, value);
	if (node.text.ptr == NULL) {
		return dr_fail(r->tree.err, DR_ENOMEM, node.span, "no memory for the document");
	}
	if (dr_tree_wants_key(&r->tree)) {
		return read_key(r, event, node.text, node.span);
	}
	node.written = r->tree.source->text.ptr + node.span.off;
	node.style = style_of(event->data.scalar.style);
	node.include = is_include(r, event->data.scalar.tag);
	if (node.style == DR_STYLE_PLAIN && !dr_scalar_resolve(&node)) {
		return dr_fail(r->tree.err, DR_ELIMIT, node.span, "the number is too large");
	}
	dr_node *added = NULL;
	status = dr_tree_add(&r->tree, &node, &added);
	keep_anchor(r, event->data.scalar.anchor, added);
	return status;
}

static int open_collection(reader *r, const yaml_event_t *event, dr_node_kind kind,
                           const yaml_char_t *name, const yaml_char_t *tag)
{
	dr_span span = span_of(r, event);
	if (dr_tree_wants_key(&r->tree)) {
		return fail_with_hint(r, DR_ETYPE, span, "a key must be a text, ",
		                      "not a list or a map");
	}
	int status = dr_tree_open(&r->tree, kind, span.off);
	if (status == DR_OK) {
		dr_node *node = r->tree.levels[r->tree.depth - 1].node;
		node->include = is_include(r, tag);
		keep_anchor(r, name, node);
	}
	return status;
}

static int on_sequence(reader *r, const yaml_event_t *event)
{
	const yaml_char_t *name = event->data.sequence_start.anchor;
	const yaml_char_t *tag = event->data.sequence_start.tag;
	int status = read_properties(r, event, name, tag);
	return status != DR_OK ? status : open_collection(r, event, DR_NODE_SEQ, name, tag);
}

static int on_mapping(reader *r, const yaml_event_t *event)
{
	const yaml_char_t *name = event->data.mapping_start.anchor;
	const yaml_char_t *tag = event->data.mapping_start.tag;
	int status = read_properties(r, event, name, tag);
	return status != DR_OK ? status : open_collection(r, event, DR_NODE_MAP, name, tag);
}

/* The end mark of a block list or map stands behind white space and comments. */
static int on_end(reader *r, const yaml_event_t *event)
{
	const dr_node *last = r->tree.levels[r->tree.depth - 1].last;
	size_t end = octet_of(r, event->end_mark);
	if (event->start_mark.index == event->end_mark.index && last != NULL) {
		end = (size_t)last->span.off + last->span.len;
	}
	return dr_tree_close(&r->tree, end);
}

static int on_document(reader *r, const yaml_event_t *event)
{
	if (r->documents++ > 0) {
		return dr_fail(r->tree.err, DR_ETYPE, span_of(r, event),
		               "a second document starts here; a file holds one");
	}
	return DR_OK;
}

static int on_nothing(reader *r, const yaml_event_t *event)
{
	r->done = event->type == YAML_STREAM_END_EVENT;
	return DR_OK;
}

static int (*const HANDLERS[])(reader *, const yaml_event_t *) = {
	[YAML_NO_EVENT] = on_nothing,           [YAML_STREAM_START_EVENT] = on_nothing,
	[YAML_STREAM_END_EVENT] = on_nothing,   [YAML_DOCUMENT_START_EVENT] = on_document,
	[YAML_DOCUMENT_END_EVENT] = on_nothing, [YAML_ALIAS_EVENT] = on_alias,
	[YAML_SCALAR_EVENT] = on_scalar,        [YAML_SEQUENCE_START_EVENT] = on_sequence,
	[YAML_SEQUENCE_END_EVENT] = on_end,     [YAML_MAPPING_START_EVENT] = on_mapping,
	[YAML_MAPPING_END_EVENT] = on_end,
};

static int read_events(reader *r)
{
	int status = DR_OK;
	while (status == DR_OK && !r->done) {
		yaml_event_t event;
		if (!yaml_parser_parse(&r->parser, &event)) {
			return fail_reading(r);
		}
		status = HANDLERS[event.type](r, &event);
		yaml_event_delete(&event);
	}
	return status;
}

static int read_document(reader *r)
{
	dr_str text = r->tree.source->text;
	if (!yaml_parser_initialize(&r->parser)) {
		return dr_fail(r->tree.err, DR_ENOMEM, DR_NOWHERE, "no memory for the document");
	}
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)text.ptr, text.len);
	int status = read_events(r);
	yaml_parser_delete(&r->parser);
	return status;
}

static int read_tree(reader *r, const dr_node **ret_root)
{
	int status = dr_tree_check(&r->tree);
	if (status == DR_OK) {
		status = read_document(r);
	}
	return dr_tree_end(&r->tree, status, ret_root);
}

int dr_yaml_parse(dr_arena *arena, const dr_source *source, const dr_node **ret_root, dr_error *err)
{
	reader r = { 0 };
	if (source->packed.len > 0) {
		return dr_packed_read(arena, source, ret_root, err);
	}
	dr_tree_init(&r.tree, arena, source, err);
	return read_tree(&r, ret_root);
}

int dr_yaml_parse_loose(dr_arena *arena, const dr_source *source, size_t max_text,
                        const dr_node **ret_root, dr_error *err)
{
	reader r = { 0 };
	dr_tree_init(&r.tree, arena, source, err);
	r.tree.loose = true;
	r.tree.max_text = max_text;
	return read_tree(&r, ret_root);
}
