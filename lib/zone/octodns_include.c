/* YAML of several files: `!include` and "<<" as octoDNS reads them. */
#include "zone/intake_priv.h"

enum {
	INCLUDE_DEPTH_MAX = 8,
	INCLUDED_OCTETS_MAX = 64 * 1024 * 1024, /* of one zone */
};

/* A file on the way from the zone's to the one that is read. */
typedef struct origin_file {
	const struct origin_file *from;
	const char *name;
	uint32_t base;
	unsigned depth;
} origin_file;

typedef struct {
	intake *in;
	dr_zone *zone;
} resolver;

static dr_node *copy(resolver *r, const origin_file *file, const dr_node *value);

/* A node of a text as a node of the tree, without children. */
static dr_node *copy_alone(resolver *r, const origin_file *file, const dr_node *value)
{
	dr_node *made = dr_arena_new_of(r->in->arena, dr_node);
	if (made != NULL) {
		*made = *value;
		made->include = false;
		made->span.off += file->base;
		made->key_span.off += file->base;
		made->first = made->next = NULL;
		made->count = 0;
	}
	return made;
}

/* ---- files ---- */

static void refuse(resolver *r, const dr_node *at, dr_str name, const char *why)
{
	const record_set set = { .in = r->in, .zone = r->zone, .node = at };
	r->zone->complete = false;
	dr_intake_issue(&set, "include", name, "!include: %s", why);
}

static bool is_open(const origin_file *file, const char *name)
{
	while (file != NULL && !dr_str_eq(dr_str_of(file->name), dr_str_of(name))) {
		file = file->from;
	}
	return file != NULL;
}

/* Whether the file may be read; else why not. */
static const char *read_file(resolver *r, const origin_file *from, dr_str name,
                             dr_source *ret_source, dr_error *err)
{
	intake *in = r->in;
	if (from->depth == INCLUDE_DEPTH_MAX || in->includes++ == ZONE_INCLUDES_MAX) {
		return "too many files, or too deep in each other";
	}
	if (in->files == NULL) {
		return "no file is read here";
	}
	if (in->files->read(in->files->self, from->name, name, ret_source, err) != DR_OK) {
		return err->text;
	}
	in->included_octets += ret_source->text.len;
	if (in->included_octets > INCLUDED_OCTETS_MAX) {
		return "the files are too large together";
	}
	return is_open(from, ret_source->name) ? "the file includes itself" : NULL;
}

/* The tree of a file; NULL after an issue at `at`, and for an empty file. */
static dr_node *load(resolver *r, const origin_file *from, const dr_node *at)
{
	dr_error err = { 0 };
	const dr_node *root = NULL;
	dr_source *source = dr_arena_new_of(r->in->arena, dr_source);
	if (source == NULL) {
		return NULL;
	}
	const char *why = read_file(r, from, at->text, source, &err);
	if (why == NULL &&
	    dr_yaml_parse_loose(r->in->arena, source, INCLUDED_OCTETS_MAX, &root, &err) != DR_OK) {
		why = err.text;
	}
	origin_file file = { .from = from, .name = source->name, .depth = from->depth + 1 };
	if (why == NULL && !dr_intake_add_text(r->in, source, &file.base)) {
		why = "the files are too large together";
	}
	if (why != NULL) {
		refuse(r, at, at->text, why);
		return NULL;
	}
	return root != NULL ? copy(r, &file, root) : NULL;
}

/* ---- trees ---- */

static void append(dr_node *parent, dr_node ***end, dr_node *first)
{
	**end = first;
	for (; first != NULL; first = first->next) {
		*end = &first->next;
		parent->count++;
	}
}

/* The files of a list, together: of lists all elements in order, of maps all members, those of
 * later files before those of earlier ones, for the first of a key holds. */
static void include_several(resolver *r, const origin_file *file, const dr_node *list,
                            dr_node *made)
{
	dr_node **end = &made->first;
	for (const dr_node *one = list->first; one != NULL; one = one->next) {
		dr_node *at = copy_alone(r, file, one);
		dr_node *root = at != NULL ? load(r, file, at) : NULL;
		if (root == NULL || (made->count > 0 && root->kind != made->kind)) {
			continue;
		}
		made->kind = root->kind;
		if (root->kind == DR_NODE_MAP && root->count > 0) {
			dr_node *earlier = made->first;
			end = &made->first;
			append(made, &end, root->first);
			*end = earlier;
		} else {
			append(made, &end, root->first);
		}
	}
}

static void include(resolver *r, const origin_file *file, const dr_node *value, dr_node *made)
{
	if (value->kind == DR_NODE_SEQ) {
		include_several(r, file, value, made);
		return;
	}
	const dr_node *root = value->kind != DR_NODE_MAP ? load(r, file, made) : NULL;
	dr_node kept = *made;
	*made = root != NULL ? *root : (dr_node){ .kind = DR_NODE_NULL, .span = kept.span };
	made->key = kept.key;
	made->key_span = kept.key_span;
	made->next = NULL;
}

/* Behind the members of its own, for the first of a key holds. */
static void merge(resolver *r, const origin_file *file, const dr_node *merged, dr_node *map,
                  dr_node ***end)
{
	dr_node *made = copy(r, file, merged);
	if (made == NULL) {
		return;
	}
	if (made->kind == DR_NODE_MAP) {
		append(map, end, made->first);
		return;
	}
	for (dr_node *one = made->first; one != NULL; one = one->next) {
		if (one->kind == DR_NODE_MAP) {
			append(map, end, one->first);
		}
	}
}

static bool is_merged(const dr_node *map, const dr_node *member)
{
	return map->kind == DR_NODE_MAP && dr_str_eq(member->key, DR_STR("<<"));
}

static dr_node *copy(resolver *r, const origin_file *file, const dr_node *value)
{
	dr_node *made = copy_alone(r, file, value);
	if (made == NULL) {
		return NULL;
	}
	if (value->include) {
		include(r, file, value, made);
		return made;
	}
	dr_node **end = &made->first;
	for (const dr_node *child = value->first; child != NULL; child = child->next) {
		if (!is_merged(value, child)) {
			append(made, &end, copy(r, file, child));
		}
	}
	for (const dr_node *child = value->first; child != NULL; child = child->next) {
		if (is_merged(value, child)) {
			merge(r, file, child, made, &end);
		}
	}
	return made;
}

/* Most zones are read as they are. */
static bool is_plain(dr_str text)
{
	return dr_str_search(text, DR_STR("!include")) == text.len &&
	       dr_str_search(text, DR_STR("<<")) == text.len;
}

const dr_node *dr_zone_resolve_yaml(intake *in, dr_zone *zone, const dr_node *root)
{
	const intake_text *text = &in->texts.items[in->texts.len - 1];
	if (root == NULL || (text->base == 0 && is_plain(text->source->text))) {
		return root;
	}
	resolver r = { in, zone };
	const origin_file file = { .name = text->source->name, .base = text->base };
	return copy(&r, &file, root);
}
