/*
 * The run's table from inside: an entry per question, and how CNAME chains are joined.
 *
 * A chain that leaves one source and enters another is asked again there as its own question. The
 * entry it left from is `joined`: it waits for its `tail` and is made of both when that one is
 * done.
 */
#pragma once
#include "answer/answers.h"
#include "base/table.h"

enum {
	ENTRIES_MAX = UINT16_MAX - 1, /* an index fits into dr_status.question */
	HOPS_MAX = 16,                /* of a chain; resolvers stop at 8 to 17 */
};

/* A value that a caller keeps beside an answer. */
typedef struct kept {
	struct kept *next;
	const void *key;
	void *value;
} kept;

typedef enum {
	ENTRY_NEW,    /* no source was asked yet */
	ENTRY_OPEN,   /* waits for a live answer */
	ENTRY_JOINED, /* waits for the answer of its tail */
	ENTRY_DONE
} entry_state;

typedef struct entry {
	dr_answer answer; /* what everybody holds a pointer to: it changes in place */
	entry_state state;
	uint64_t hash;
	struct entry *same_hash;
	struct entry *tail;                  /* where the chain goes on */
	struct entry *waiters, *next_waiter; /* entries whose tail this is */
	kept *kept;
	UT_hash_handle hh;
} entry;

struct dr_answers {
	dr_arena *arena;
	dr_answers_config config;
	entry *table; /* by hash */
	DR_LIST(entry *) entries;
	size_t next_to_take, open_count;
	size_t opened_questions, opened_fetches;
	bool given_up;
	dr_outcome give_up_as;
	unsigned depth; /* entries that are being resolved, one for the sake of the other */
	entry spent;    /* stands for every question there was no room for */
};

/* The entry of the question, new when it was never asked; `spent` when there is no room. */
entry *dr_answers_obtain(dr_answers *answers, const dr_question *question);
/* Asks the immediate sources about a new entry; what none speaks for stays open. */
void dr_answers_resolve(dr_answers *answers, entry *e);
/* Puts an answer into the entry, made in the table's arena; `from` NULL is live. Follows its chain.
 */
void dr_answers_take(dr_answers *answers, entry *e, const dr_answer *got,
                     const dr_source_of_answers *from);
/* Ends the entry without records. */
void dr_answers_end(dr_answers *answers, entry *e, dr_outcome outcome);
