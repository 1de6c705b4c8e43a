#include "doc/packed.h"
#include "base/cursor.h"
#include "doc/tree_priv.h"

/* One octet for kind and style; then the span; in a map the key and its span; then of a scalar its
 * text, of a list or map the count of its children, which follow. */
enum { STYLE_SHIFT = 3, KIND_MASK = 7, NUMBER_BITS = 7, NUMBER_MASK = 0x7F, NUMBER_GOES_ON = 0x80 };

static bool is_collection(const dr_node *node)
{
	return node->kind == DR_NODE_SEQ || node->kind == DR_NODE_MAP;
}

/* ---- writing ---- */

typedef struct {
	const dr_packed_without *without;
	dr_buf *out;
} writer;

/* Seven bits an octet, the least significant ones first. */
static void write_number(const writer *w, uint64_t number)
{
	while (number > NUMBER_MASK) {
		dr_buf_add_char(w->out, (char)(NUMBER_GOES_ON | (number & NUMBER_MASK)));
		number >>= NUMBER_BITS;
	}
	dr_buf_add_char(w->out, (char)number);
}

static void write_text(const writer *w, dr_str text)
{
	write_number(w, text.len);
	dr_buf_add(w->out, text);
}

static void write_span(const writer *w, dr_span span)
{
	write_number(w, span.off);
	write_number(w, span.len);
}

static bool is_left_out(const writer *w, const dr_node *node, size_t depth)
{
	return w->without != NULL && w->without->depth == depth && node->key.ptr != NULL &&
	       dr_choices_hold(w->without->keys, node->key);
}

static size_t count_kept(const writer *w, const dr_node *parent, size_t depth)
{
	size_t count = 0;
	for (const dr_node *child = parent->first; child != NULL; child = child->next) {
		count += !is_left_out(w, child, depth);
	}
	return count;
}

static void write_node(const writer *w, const dr_node *node, bool keyed, size_t depth)
{
	dr_buf_add_char(w->out, (char)((unsigned)node->style << STYLE_SHIFT | node->kind));
	write_span(w, node->span);
	if (keyed) {
		write_text(w, node->key);
		write_span(w, node->key_span);
	}
	if (!is_collection(node)) {
		write_text(w, node->text);
		return;
	}
	write_number(w, count_kept(w, node, depth + 1));
	for (const dr_node *child = node->first; child != NULL; child = child->next) {
		if (!is_left_out(w, child, depth + 1)) {
			write_node(w, child, node->kind == DR_NODE_MAP, depth + 1);
		}
	}
}

void dr_packed_write(const dr_node *root, const dr_packed_without *without, dr_buf *out)
{
	const writer w = { without, out };
	write_node(&w, root, false, 0);
}

/* ---- reading ---- */

typedef struct {
	dr_arena *arena;
	dr_str source;
	dr_cursor in;
} reader;

static uint64_t read_number(reader *r)
{
	uint64_t number = 0;
	unsigned octet = NUMBER_GOES_ON;
	for (unsigned shift = 0; shift < 64 && octet >= NUMBER_GOES_ON; shift += NUMBER_BITS) {
		octet = (unsigned char)dr_cursor_next(&r->in);
		number |= (uint64_t)(octet & NUMBER_MASK) << shift;
	}
	return number;
}

static dr_str read_text(reader *r)
{
	uint64_t len = read_number(r);
	return dr_cursor_take_octets(&r->in, len < SIZE_MAX ? (size_t)len : SIZE_MAX);
}

/* Of octets of the source. */
static dr_span read_span(reader *r)
{
	uint64_t off = read_number(r), len = read_number(r);
	if (off > r->source.len || len > r->source.len - off) {
		r->in.overrun = true;
		return DR_NOWHERE;
	}
	return (dr_span){ (uint32_t)off, (uint32_t)len };
}

static dr_node *read_node(reader *r, bool keyed, size_t depth);

static void read_children(reader *r, dr_node *parent, size_t depth)
{
	uint64_t count = read_number(r);
	dr_node *last = NULL;
	for (uint64_t i = 0; i < count && !r->in.overrun; i++) {
		dr_node *child = read_node(r, parent->kind == DR_NODE_MAP, depth);
		if (child == NULL) {
			return;
		}
		*(last != NULL ? &last->next : &parent->first) = child;
		last = child;
		parent->count++;
	}
}

static void read_scalar(reader *r, dr_node *node)
{
	node->text = read_text(r);
	node->written = r->source.ptr + node->span.off;
	if (node->style == DR_STYLE_PLAIN && !dr_scalar_resolve(node)) {
		r->in.overrun = true;
	}
}

static dr_node *read_node(reader *r, bool keyed, size_t depth)
{
	dr_node *node = dr_arena_new_of(r->arena, dr_node);
	unsigned form = (unsigned char)dr_cursor_next(&r->in);
	if (node == NULL || depth > DR_LIMIT_DOC_DEPTH || form >> STYLE_SHIFT > DR_STYLE_FOLDED ||
	    (form & KIND_MASK) > DR_NODE_MAP) {
		r->in.overrun = true;
		return NULL;
	}
	node->kind = (dr_node_kind)(form & KIND_MASK);
	node->style = (dr_style)(form >> STYLE_SHIFT);
	node->span = read_span(r);
	if (keyed) {
		node->key = read_text(r);
		node->key_span = read_span(r);
	}
	if (is_collection(node)) {
		read_children(r, node, depth + 1);
	} else {
		read_scalar(r, node);
	}
	return node;
}

int dr_packed_read(dr_arena *arena, const dr_source *source, const dr_node **ret_root,
                   dr_error *err)
{
	reader r = { arena, source->text, dr_cursor_of(source->packed) };
	const dr_node *root = read_node(&r, false, 0);
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the document");
	}
	if (r.in.overrun || !dr_cursor_at_end(&r.in)) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE, "no packed document");
	}
	*ret_root = root;
	return DR_OK;
}
