/*
 * The process's cache of live answers: bounded in octets, least recently used goes first, questions
 * in flight are joined. It holds only what the DNS said, never answers of a zone or a snapshot.
 *
 * It is itself a source: it stands in front of another one. How long an answer stays: its TTL, at
 * most DR_LIMIT_CACHE_POSITIVE_S; negative answers RFC 2308, at most DR_LIMIT_CACHE_NEGATIVE_S;
 * failures DR_LIMIT_CACHE_FAILURE_S, except those that only our own deadline made. A hit is a copy
 * with TTLs decreased by its age; a TTL that is exact is the record's own and stays.
 *
 * Every waiter keeps its own deadline: one that joins late is neither timed out early nor waits
 * longer than it wanted.
 */
#pragma once
#include "answer/source.h"
#include "base/clock.h"
#include "base/table.h"

/* Takes ownership of `behind`. `key` should be random. NULL: no memory (`behind` is closed). */
dr_source_of_answers *dr_cache_open(dr_source_of_answers *behind, size_t max_octets,
                                    const dr_clock *clock, const dr_hash_key *key);

typedef struct {
	uint64_t hits, misses, joined, evicted;
	size_t octets, entries; /* of answers held; questions in flight are not counted */
} dr_cache_stats;
dr_cache_stats dr_cache_stats_of(const dr_source_of_answers *cache);
