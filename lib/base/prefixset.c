#include "base/prefixset.h"
#include <stdlib.h>

enum { V4_MAX_BITS = 32, V6_NETWORK_BITS = 64 };

static int compare(const void *a, const void *b)
{
	const dr_prefix *x = a, *y = b;
	int order = dr_ipaddr_cmp(x->address, y->address);
	return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

/* The prefix that is one bit shorter. */
static dr_prefix widened(dr_prefix prefix)
{
	prefix.length--;
	return dr_prefix_masked(prefix);
}

/* The upper or lower half of a prefix that is no single address. */
static dr_prefix half(dr_prefix prefix, bool upper)
{
	if (upper) {
		prefix.address.octets[prefix.length / 8] |= (uint8_t)(0x80u >> prefix.length % 8);
	}
	prefix.length++;
	return prefix;
}

static bool are_halves(dr_prefix a, dr_prefix b)
{
	return a.length == b.length && a.length > 0 && compare(&a, &b) != 0 &&
	       dr_prefix_holds(widened(a), b.address);
}

/* Appends to a list that is in order already, joining what can be one prefix. */
static void append(dr_arena *arena, dr_prefixes *list, dr_prefix prefix)
{
	if (list->len > 0 && dr_prefix_covers(list->items[list->len - 1], prefix)) {
		return;
	}
	while (list->len > 0 && are_halves(list->items[list->len - 1], prefix)) {
		prefix = widened(prefix);
		list->len--;
	}
	dr_list_add(arena, list, prefix);
}

static dr_prefixes *family_of(dr_prefixset *set, dr_prefix prefix)
{
	return prefix.address.family == DR_IPV4 ? &set->v4 : &set->v6;
}

void dr_prefixset_build(dr_arena *arena, const dr_prefix *prefixes, size_t count,
                        dr_prefixset *ret_set)
{
	dr_prefixset set = { 0 };
	dr_prefix *sorted = dr_arena_alloc_array(arena, count, sizeof(*sorted));
	if (sorted != NULL && count > 0) {
		for (size_t i = 0; i < count; i++) {
			sorted[i] = dr_prefix_masked(prefixes[i]);
		}
		qsort(sorted, count, sizeof(*sorted), compare);
		for (size_t i = 0; i < count; i++) {
			append(arena, family_of(&set, sorted[i]), sorted[i]);
		}
	}
	*ret_set = set;
}

/* The index of the first prefix that stands after `address`. */
static size_t find_after(const dr_prefixes *list, dr_ipaddr address)
{
	size_t low = 0, high = list->len;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (dr_ipaddr_cmp(list->items[middle].address, address) <= 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static bool list_covers(const dr_prefixes *list, dr_prefix prefix)
{
	size_t after = find_after(list, prefix.address);
	return after > 0 && dr_prefix_covers(list->items[after - 1], prefix);
}

bool dr_prefixset_covers(const dr_prefixset *set, dr_prefix prefix)
{
	return list_covers(&set->v4, prefix) || list_covers(&set->v6, prefix);
}

bool dr_prefixset_holds(const dr_prefixset *set, dr_ipaddr address)
{
	return dr_prefixset_covers(set, (dr_prefix){ address, dr_ipaddr_bits(address) });
}

static bool list_contains(const dr_prefixes *outer, const dr_prefixes *inner)
{
	for (size_t i = 0; i < inner->len; i++) {
		if (!list_covers(outer, inner->items[i])) {
			return false;
		}
	}
	return true;
}

bool dr_prefixset_contains(const dr_prefixset *outer, const dr_prefixset *inner)
{
	return list_contains(&outer->v4, &inner->v4) && list_contains(&outer->v6, &inner->v6);
}

static void concatenate(dr_arena *arena, dr_prefixes *list, const dr_prefixes *more)
{
	for (size_t i = 0; i < more->len; i++) {
		dr_list_add(arena, list, more->items[i]);
	}
}

void dr_prefixset_union(dr_arena *arena, const dr_prefixset *a, const dr_prefixset *b,
                        dr_prefixset *ret_set)
{
	dr_prefixes all = { 0 };
	concatenate(arena, &all, &a->v4);
	concatenate(arena, &all, &a->v6);
	concatenate(arena, &all, &b->v4);
	concatenate(arena, &all, &b->v6);
	dr_prefixset_build(arena, all.items, all.len, ret_set);
}

static bool touches(const dr_prefixes *list, dr_prefix prefix)
{
	size_t after = find_after(list, prefix.address);
	return (after > 0 && dr_prefix_holds(prefix, list->items[after - 1].address)) ||
	       (after < list->len && dr_prefix_holds(prefix, list->items[after].address));
}

/* Appends what is left of `prefix`, by halves; at most one call deep for each of its bits. */
static void append_without(dr_arena *arena, dr_prefixes *list, dr_prefix prefix,
                           const dr_prefixes *removed)
{
	if (list_covers(removed, prefix)) {
		return;
	}
	if (!touches(removed, prefix)) {
		append(arena, list, prefix);
		return;
	}
	append_without(arena, list, half(prefix, false), removed);
	append_without(arena, list, half(prefix, true), removed);
}

static dr_prefixes minus(dr_arena *arena, const dr_prefixes *a, const dr_prefixes *b)
{
	dr_prefixes left = { 0 };
	for (size_t i = 0; i < a->len; i++) {
		append_without(arena, &left, a->items[i], b);
	}
	return left;
}

void dr_prefixset_minus(dr_arena *arena, const dr_prefixset *a, const dr_prefixset *b,
                        dr_prefixset *ret_set)
{
	*ret_set = (dr_prefixset){
		.v4 = minus(arena, &a->v4, &b->v4),
		.v6 = minus(arena, &a->v6, &b->v6),
	};
}

static uint64_t count_v4(const dr_prefixes *list)
{
	uint64_t count = 0;
	for (size_t i = 0; i < list->len; i++) {
		count += UINT64_C(1) << (V4_MAX_BITS - list->items[i].length);
	}
	return count;
}

/* Prefixes longer than /64 that share a network count it once. */
static uint64_t count_v6(const dr_prefixes *list)
{
	uint64_t count = 0;
	dr_prefix last = { 0 };
	for (size_t i = 0; i < list->len; i++) {
		dr_prefix prefix = list->items[i];
		if (prefix.length == 0) {
			return UINT64_MAX;
		}
		if (prefix.length <= V6_NETWORK_BITS) {
			count += UINT64_C(1) << (V6_NETWORK_BITS - prefix.length);
		} else if (!dr_prefix_holds(last, prefix.address)) {
			prefix.length = V6_NETWORK_BITS;
			last = dr_prefix_masked(prefix);
			count++;
		}
	}
	return count;
}

static void common(dr_arena *arena, const dr_prefixes *a, const dr_prefixes *b, dr_prefixes *ret)
{
	for (size_t i = 0, j = 0; i < a->len && j < b->len;) {
		if (dr_prefix_covers(a->items[i], b->items[j])) {
			dr_list_add(arena, ret, b->items[j]);
			j++;
		} else if (dr_prefix_covers(b->items[j], a->items[i])) {
			dr_list_add(arena, ret, a->items[i]);
			i++;
		} else if (dr_ipaddr_cmp(a->items[i].address, b->items[j].address) < 0) {
			i++;
		} else {
			j++;
		}
	}
}

void dr_prefixset_common(dr_arena *arena, const dr_prefixset *a, const dr_prefixset *b,
                         dr_prefixset *ret_set)
{
	dr_prefixset both = { 0 };
	common(arena, &a->v4, &b->v4, &both.v4);
	common(arena, &a->v6, &b->v6, &both.v6);
	*ret_set = both;
}

static void add_texts(dr_arena *arena, const dr_prefixes *prefixes, size_t most, dr_strs *list)
{
	for (size_t i = 0; i < prefixes->len && list->len < most; i++) {
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_prefix_write(prefixes->items[i], &text);
		dr_list_add(arena, list, dr_buf_str(&text));
	}
}

dr_strs dr_prefixset_texts(dr_arena *arena, const dr_prefixset *set, size_t most)
{
	dr_strs list = { 0 };
	add_texts(arena, &set->v4, most, &list);
	add_texts(arena, &set->v6, most, &list);
	return list;
}

bool dr_prefixset_is_empty(const dr_prefixset *set)
{
	return set->v4.len + set->v6.len == 0;
}

dr_prefix_count dr_prefixset_count(const dr_prefixset *set)
{
	return (dr_prefix_count){ .v4 = count_v4(&set->v4), .v6_slash64 = count_v6(&set->v6) };
}
