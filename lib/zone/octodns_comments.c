/* Comments of YAML that are more than comments. The parser drops them, so they are looked for in
 * the text: a `#` at the beginning of a word and outside of all scalars. */
#include "zone/intake_priv.h"
#include "zone/lexer_priv.h"

enum { LOOKED_AT_MAX = 1000 }; /* each of them costs a walk over the values of its name */

typedef struct {
	intake *in;
	dr_zone *zone;
	const intake_text *text;
	const octodns_name *names;
	size_t count;
} keeper;

static bool is_inside(const dr_node *value, uint32_t off)
{
	return off >= value->span.off && off - value->span.off < value->span.len;
}

/* Whether the octet belongs to a scalar at or below the node. */
static bool is_in_scalar(const dr_node *value, uint32_t off)
{
	if (value->kind != DR_NODE_SEQ && value->kind != DR_NODE_MAP) {
		return is_inside(value, off);
	}
	for (const dr_node *child = value->first; child != NULL; child = child->next) {
		bool key = off >= child->key_span.off &&
		           off - child->key_span.off < child->key_span.len;
		if (key || is_in_scalar(child, off)) {
			return true;
		}
	}
	return false;
}

/* The first name behind the octet, from 0; `count` when it is the last. */
static size_t name_behind(const keeper *k, uint32_t off)
{
	size_t low = 0, high = k->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (k->names[middle].value->key_span.off <= off) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* A line of its own at the left margin speaks of the name that follows. */
static dr_name owner_of(const keeper *k, size_t at, bool *ret_text)
{
	dr_str text = k->text->source->text;
	size_t behind = name_behind(k, k->text->base + (uint32_t)at);
	bool left = at == 0 || text.ptr[at - 1] == '\n';
	if (left && behind < k->count) {
		return k->names[behind].owner;
	}
	if (behind == 0) {
		return (dr_name){ 0 };
	}
	const octodns_name *in = &k->names[behind - 1];
	*ret_text = is_in_scalar(in->value, k->text->base + (uint32_t)at);
	return in->owner;
}

/* Whether it is a comment that is more than one; then it is kept unless a scalar holds it. */
static bool keep(const keeper *k, size_t at, dr_str comment)
{
	dr_str text = k->text->source->text, rest;
	bool part_of_text = false;
	const char *keyword = dr_zone_comment_keyword(comment, &rest);
	bool begins = at == 0 || dr_is_space(text.ptr[at - 1]);
	if (keyword == NULL || !begins) {
		return false;
	}
	const dr_node here = { .span = { k->text->base + (uint32_t)at, 1 } };
	const dr_zone_comment made = {
		.keyword = keyword,
		.owner = owner_of(k, at, &part_of_text),
		.text = rest,
		.at = dr_intake_place(k->in, &here, 0, NULL),
	};
	if (!part_of_text) {
		dr_list_add(k->zone->arena, &k->zone->comments, made);
	}
	return true;
}

/* How many of the names are the file's own; what was included stands behind them. */
static size_t count_own(const intake *in, const octodns_name *names, size_t count)
{
	size_t own = 0;
	while (own < count &&
	       dr_intake_text_of(in, names[own].value->key_span.off)->source == in->source) {
		own++;
	}
	return own;
}

void dr_zone_keep_yaml_comments(intake *in, dr_zone *zone, const octodns_name *names, size_t count)
{
	dr_str text = in->source->text;
	size_t own = count_own(in, names, count), looked_at = 0;
	if (own == 0) {
		return;
	}
	const keeper k = { in, zone, dr_intake_text_of(in, names[0].value->key_span.off), names,
		           own };
	for (size_t at = dr_str_find(text, 0, '#'); at < text.len && looked_at < LOOKED_AT_MAX;
	     at = dr_str_find(text, at + 1, '#')) {
		size_t end = dr_str_find(text, at, '\n');
		looked_at += keep(&k, at, dr_str_sub(text, at + 1, end - at - 1));
	}
}
