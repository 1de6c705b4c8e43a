/*
 * The parts of the cache, private to cache*.c.
 *
 *   cache_pack.c   answers as octets, the form in which they are kept
 *   cache_entry.c  the table of entries: what is asked and what is known
 *   cache.c        the source of answers: asking behind, telling who waits
 */
#pragma once
#include "answer/cache.h"

/* Appends everything but the question and what only files and HTTPS have. */
void dr_cache_pack(const dr_answer *answer, dr_buf *out);
/* The reverse, in `arena`, with TTLs that are not exact `age_s` seconds lower. NULL: no memory. */
const dr_answer *dr_cache_unpack(dr_arena *arena, const dr_question *question, dr_str packed,
                                 uint32_t age_s);

typedef struct dr_cache dr_cache;
typedef struct dr_cache_entry dr_cache_entry;

/* Somebody who waits for an entry. */
typedef struct dr_cache_waiter {
	struct dr_cache_waiter *next;
	void *who;
	int64_t deadline;
} dr_cache_waiter;

typedef struct {
	dr_cache_entry *first, *last;
} dr_cache_entries;

/* A question, and its answer when there is one. Always in the table and in one of three lists:
 * asked of the source behind; ready, an answer that waiters have still to be told; stored, an
 * answer without waiters. */
struct dr_cache_entry {
	UT_hash_handle hh;
	dr_cache *cache;
	dr_cache_entries *list;
	dr_cache_entry *previous, *next;
	dr_cache_waiter *waiters;
	int64_t deadline;           /* asked: what the source behind was given */
	bool telling;               /* its waiters are being told: must not be freed */
	int64_t stored_at, expires; /* ms */
	char *packed;               /* malloc'ed; NULL: no answer */
	size_t packed_len;
	dr_question question;
	size_t key_len;
	uint8_t key[]; /* ends with the name's octets */
};

struct dr_cache {
	dr_source_of_answers source; /* first: a source is this structure */
	dr_source_of_answers *behind;
	const dr_clock *clock;
	dr_hash_key key;
	size_t max_octets;
	dr_cache_entry *table;
	dr_cache_entries asked, ready, stored; /* stored: least recently used first */
	int64_t next_due;                      /* not later than any waiter's deadline */
	dr_answered answered;                  /* of the call of process() that runs */
	dr_arena *scratch;                     /* the answer being packed or told */
	dr_cache_stats stats;
};

dr_cache_entry *dr_cache_find(dr_cache *cache, const dr_question *question);
/* In the table and in no list; NULL: no memory. */
dr_cache_entry *dr_cache_add(dr_cache *cache, const dr_question *question);
void dr_cache_free_entry(dr_cache_entry *entry); /* with its waiters */
/* To the end of the list. */
void dr_cache_move(dr_cache_entry *entry, dr_cache_entries *list);
/* Keeps the answer and makes the entry ready, when the answer has a lifetime and there is memory.
 */
void dr_cache_keep(dr_cache_entry *entry, const dr_answer *answer, int64_t now);
void dr_cache_drop_answer(dr_cache_entry *entry); /* the entry stays */
/* Whether there is an answer that may still be given. */
bool dr_cache_is_fresh(const dr_cache_entry *entry, int64_t now);
/* The answer in `arena`; NULL: no memory. */
const dr_answer *dr_cache_answer(dr_arena *arena, const dr_cache_entry *entry, int64_t now);
/* Forgets stored answers, least recently used first, until the rest fits. */
void dr_cache_evict(dr_cache *cache);
