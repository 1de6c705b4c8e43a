/*
 * Sets of addresses: sorted, merged prefixes per family. What an SPF record authorises is one.
 */
#pragma once
#include "base/ipaddr.h"
#include "base/list.h"

typedef DR_LIST(dr_prefix) dr_prefixes;

typedef struct {
	dr_prefixes v4, v6; /* disjoint, ascending, no two that could be one */
} dr_prefixset;

/* How many addresses: exact up to 2^64-1, else saturated. */
typedef struct {
	uint64_t v4;
	uint64_t v6_slash64; /* IPv6 is counted in /64 networks, rounded up */
} dr_prefix_count;

/* Builds a set from prefixes in any order, overlapping or not. */
void dr_prefixset_build(dr_arena *arena, const dr_prefix *prefixes, size_t count,
                        dr_prefixset *ret_set);
bool dr_prefixset_holds(const dr_prefixset *set, dr_ipaddr address);
bool dr_prefixset_covers(const dr_prefixset *set, dr_prefix prefix);
/* True when every address of `inner` is in `outer`. */
bool dr_prefixset_contains(const dr_prefixset *outer, const dr_prefixset *inner);
void dr_prefixset_union(dr_arena *arena, const dr_prefixset *a, const dr_prefixset *b,
                        dr_prefixset *ret_set);
/* Addresses of `a` that are not in `b`. */
void dr_prefixset_minus(dr_arena *arena, const dr_prefixset *a, const dr_prefixset *b,
                        dr_prefixset *ret_set);
/* Addresses of both. */
void dr_prefixset_common(dr_arena *arena, const dr_prefixset *a, const dr_prefixset *b,
                         dr_prefixset *ret_set);
/* The first of them, at most `most`, as "192.0.2.0/24", IPv4 first. */
dr_strs dr_prefixset_texts(dr_arena *arena, const dr_prefixset *set, size_t most);
bool dr_prefixset_is_empty(const dr_prefixset *set);
dr_prefix_count dr_prefixset_count(const dr_prefixset *set);
