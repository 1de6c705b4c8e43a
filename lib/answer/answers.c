#include "answer/answers.h"
#include "answer/answers_priv.h"

dr_answers *dr_answers_new(dr_arena *arena, const dr_answers_config *config)
{
	dr_answers *answers = dr_arena_new_of(arena, dr_answers);
	if (answers != NULL) {
		answers->arena = arena;
		answers->config = *config;
		answers->spent.state = ENTRY_DONE;
		answers->spent.answer.outcome = DR_BUDGET;
		answers->spent.answer.index = UINT16_MAX;
	}
	return answers;
}

void dr_answers_done(dr_answers *answers)
{
	if (answers != NULL) {
		HASH_CLEAR(hh, answers->table);
	}
}

/* Entries whose questions have the same hash stand in one list. */
static entry *find_entry(const dr_answers *answers, const dr_question *question, uint64_t hash)
{
	entry *found = NULL;
	HASH_FIND(hh, answers->table, &hash, sizeof(hash), found);
	while (found != NULL && !dr_question_eq(&found->answer.question, question)) {
		found = found->same_hash;
	}
	return found;
}

/* False when the table has no memory. */
static bool add_to_table(dr_answers *answers, entry *e)
{
	entry *first = NULL;
	HASH_FIND(hh, answers->table, &e->hash, sizeof(e->hash), first);
	if (first != NULL) {
		e->same_hash = first->same_hash;
		first->same_hash = e;
		return true;
	}
	HASH_ADD(hh, answers->table, hash, sizeof(e->hash), e);
	return e->hh.tbl != NULL;
}

static entry *add_entry(dr_answers *answers, const dr_question *question, uint64_t hash)
{
	entry *e = dr_arena_new_of(answers->arena, entry);
	if (e == NULL || answers->entries.len >= ENTRIES_MAX) {
		return NULL;
	}
	e->hash = hash;
	e->answer.question = dr_question_copy(answers->arena, question);
	e->answer.outcome = DR_OPEN;
	e->answer.index = (uint16_t)answers->entries.len;
	dr_list_add(answers->arena, &answers->entries, e);
	if (dr_arena_failed(answers->arena)) {
		return NULL;
	}
	if (!add_to_table(answers, e)) {
		answers->entries.len--;
		return NULL;
	}
	return e;
}

/* The entry of the question, new when it was never asked; the one that says "budget" when there is
 * no room for it. */
entry *dr_answers_obtain(dr_answers *answers, const dr_question *question)
{
	uint64_t hash = dr_question_hash(question);
	entry *e = find_entry(answers, question, hash);
	if (e == NULL) {
		e = add_entry(answers, question, hash);
	}
	return e != NULL ? e : &answers->spent;
}

/* What a question becomes that no immediate source speaks for. */
static void leave_open(dr_answers *answers, entry *e)
{
	bool https = e->answer.question.kind == DR_ASK_HTTPS;
	size_t *opened = https ? &answers->opened_fetches : &answers->opened_questions;
	size_t most = https ? answers->config.max_fetches : answers->config.max_questions;
	if (dr_arena_failed(answers->arena)) {
		dr_answers_end(answers, e, DR_BUDGET);
	} else if (!(https ? answers->config.live_https : answers->config.live)) {
		dr_answers_end(answers, e, DR_NOT_GIVEN);
	} else if (answers->given_up) {
		dr_answers_end(answers, e, answers->give_up_as);
	} else if (*opened >= most) {
		dr_answers_end(answers, e, DR_BUDGET);
	} else {
		(*opened)++;
		answers->open_count++;
		e->state = ENTRY_OPEN;
	}
}

void dr_answers_resolve(dr_answers *answers, entry *e)
{
	for (size_t i = 0; i < answers->config.immediate_count; i++) {
		dr_source_of_answers *source = answers->config.immediate[i];
		const dr_answer *got = NULL;
		if (source->immediate != NULL) {
			got = source->immediate(source, answers->arena, &e->answer.question);
		}
		if (got != NULL) {
			dr_answers_take(answers, e, got, source);
			return;
		}
	}
	leave_open(answers, e);
}

const dr_answer *dr_ask(dr_answers *answers, const dr_question *question)
{
	entry *e = dr_answers_obtain(answers, question);
	if (e->state == ENTRY_NEW) {
		dr_answers_resolve(answers, e);
	}
	return &e->answer;
}

const dr_answer *dr_ask_dns(dr_answers *answers, dr_name name, uint16_t type)
{
	dr_question question = dr_question_dns(name, type);
	return dr_ask(answers, &question);
}

const dr_question *dr_answers_take_open(dr_answers *answers)
{
	while (answers->next_to_take < answers->entries.len) {
		entry *e = answers->entries.items[answers->next_to_take++];
		if (e->state == ENTRY_OPEN) {
			return &e->answer.question;
		}
	}
	return NULL;
}

size_t dr_answers_open(const dr_answers *answers)
{
	return answers->open_count;
}

void dr_answers_put(dr_answers *answers, const dr_answer *answer)
{
	uint64_t hash = dr_question_hash(&answer->question);
	entry *e = find_entry(answers, &answer->question, hash);
	if (e == NULL || e->state != ENTRY_OPEN || answer->outcome == DR_OPEN) {
		return;
	}
	answers->open_count--;
	const dr_answer *copy = dr_answer_copy(answers->arena, answer);
	if (copy == NULL) {
		dr_answers_end(answers, e, DR_BUDGET);
		return;
	}
	dr_answers_take(answers, e, copy, NULL);
}

void dr_answers_give_up(dr_answers *answers, dr_outcome outcome)
{
	answers->given_up = true;
	answers->give_up_as = outcome;
	for (size_t i = 0; i < answers->entries.len; i++) {
		entry *e = answers->entries.items[i];
		if (e->state == ENTRY_OPEN) {
			answers->open_count--;
			dr_answers_end(answers, e, outcome);
		}
	}
}

const dr_answer *dr_answers_find(const dr_answers *answers, const dr_question *question)
{
	const entry *e = find_entry(answers, question, dr_question_hash(question));
	return e != NULL && e->state == ENTRY_DONE ? &e->answer : NULL;
}

size_t dr_answers_count(const dr_answers *answers)
{
	return answers->entries.len;
}

const dr_answer *dr_answers_at(const dr_answers *answers, size_t index)
{
	return index < answers->entries.len ? &answers->entries.items[index]->answer
	                                    : &answers->spent.answer;
}

dr_status dr_status_of_answer(const dr_answer *answer)
{
	return (dr_status){
		.state = DR_UNKNOWN,
		.why = (uint8_t)dr_outcome_why(answer->outcome),
		.question = (uint16_t)(answer->index + 1),
	};
}

static kept *find_kept(dr_answers *answers, const dr_answer *answer, const void *key)
{
	if (answer->index >= answers->entries.len) {
		return NULL;
	}
	kept *k = answers->entries.items[answer->index]->kept;
	while (k != NULL && k->key != key) {
		k = k->next;
	}
	return k;
}

void *dr_answer_kept(dr_answers *answers, const dr_answer *answer, const void *key)
{
	const kept *k = find_kept(answers, answer, key);
	return k != NULL ? k->value : NULL;
}

void dr_answer_keep(dr_answers *answers, const dr_answer *answer, const void *key, void *value)
{
	kept *k = find_kept(answers, answer, key);
	if (k != NULL) {
		k->value = value;
		return;
	}
	k = answer->index < answers->entries.len ? dr_arena_new_of(answers->arena, kept) : NULL;
	if (k != NULL) {
		entry *e = answers->entries.items[answer->index];
		*k = (kept){ .next = e->kept, .key = key, .value = value };
		e->kept = k;
	}
}
