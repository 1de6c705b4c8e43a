#include "answer/answers_priv.h"
#include <string.h>

static dr_question question_of_target(const dr_answer *answer, size_t hop)
{
	dr_question question = dr_question_dns(answer->hops[hop].target, answer->question.type);
	question.flags = answer->question.flags;
	return question;
}

static bool zone_speaks_for(dr_answers *answers, const dr_question *question)
{
	for (size_t i = 0; i < answers->config.immediate_count; i++) {
		dr_source_of_answers *source = answers->config.immediate[i];
		if (source->is_zone &&
		    source->immediate(source, answers->arena, question) != NULL) {
			return true;
		}
	}
	return false;
}

/* What others say about a name that a zone of the run holds is old: the chain ends before it. */
static void cut_at_zone(dr_answers *answers, dr_answer *answer)
{
	for (size_t i = 0; i < answer->hop_count; i++) {
		dr_question question = question_of_target(answer, i);
		if (zone_speaks_for(answers, &question)) {
			answer->hop_count = i + 1;
			answer->outcome = DR_OPEN;
			answer->rr_count = 0;
			return;
		}
	}
}

/* Whether joining would make a circle, or a chain of more entries than any resolver follows. */
static bool leads_back(const entry *from, const entry *to)
{
	unsigned steps = 0;
	while (from != NULL && from != to && steps < HOPS_MAX) {
		from = from->tail;
		steps++;
	}
	return from != NULL;
}

static dr_trust combine_trust(dr_trust a, dr_trust b)
{
	if (a == DR_TRUST_NO || b == DR_TRUST_NO) {
		return DR_TRUST_NO;
	}
	return a == DR_TRUST_YES && b == DR_TRUST_YES ? DR_TRUST_YES : DR_TRUST_UNKNOWN;
}

static bool append_hops(dr_arena *arena, dr_answer *answer, const dr_answer *end)
{
	size_t count = answer->hop_count + end->hop_count;
	dr_hop *hops = dr_arena_alloc_array(arena, count, sizeof(dr_hop));
	if (count > HOPS_MAX || hops == NULL) {
		return false;
	}
	memcpy(hops, answer->hops, answer->hop_count * sizeof(dr_hop));
	if (end->hop_count > 0) {
		memcpy(hops + answer->hop_count, end->hops, end->hop_count * sizeof(dr_hop));
	}
	answer->hops = hops;
	answer->hop_count = count;
	return true;
}

static void settle(dr_answers *answers, entry *e);

/* The entry's own hops, and behind them everything its tail knows. */
static void finish_join(dr_answers *answers, entry *e)
{
	dr_answer *answer = &e->answer;
	const dr_answer *end = &e->tail->answer;
	if (!append_hops(answers->arena, answer, end)) {
		dr_answers_end(answers, e, DR_SERVFAIL);
		return;
	}
	answer->outcome = end->outcome;
	answer->rrs = end->rrs;
	answer->rr_count = end->rr_count;
	answer->soa = end->soa;
	answer->negative_ttl = end->negative_ttl;
	answer->ttl_exact = answer->ttl_exact && end->ttl_exact;
	answer->secure = combine_trust(answer->secure, end->secure);
	answer->wire_size = 0;
	answer->truncated = answer->truncated || end->truncated;
	dr_answer_settle(answers->arena, answer);
	settle(answers, e);
}

/* The entry is done, and so are those that waited for it. An answer that may be incomplete because
 * memory is spent is none. */
static void settle(dr_answers *answers, entry *e)
{
	e->state = ENTRY_DONE;
	if (dr_arena_failed(answers->arena)) {
		e->answer.outcome = DR_BUDGET;
		e->answer.rr_count = 0;
	}
	entry *next = e->waiters;
	e->waiters = NULL;
	while (next != NULL) {
		entry *waiter = next;
		next = waiter->next_waiter;
		finish_join(answers, waiter);
	}
}

void dr_answers_end(dr_answers *answers, entry *e, dr_outcome outcome)
{
	e->answer.outcome = outcome;
	e->answer.rr_count = 0;
	settle(answers, e);
}

/* The chain leaves its source: the target is a question of its own. */
static void join(dr_answers *answers, entry *e)
{
	if (answers->depth >= HOPS_MAX) {
		dr_answers_end(answers, e, DR_SERVFAIL);
		return;
	}
	dr_question question = question_of_target(&e->answer, e->answer.hop_count - 1);
	entry *tail = dr_answers_obtain(answers, &question);
	if (tail == &answers->spent || leads_back(tail, e)) {
		bool spent = tail == &answers->spent;
		dr_answers_end(answers, e, spent ? DR_BUDGET : DR_SERVFAIL);
		return;
	}
	e->tail = tail;
	e->state = ENTRY_JOINED;
	if (tail->state == ENTRY_DONE) {
		finish_join(answers, e);
		return;
	}
	e->next_waiter = tail->waiters;
	tail->waiters = e;
	if (tail->state == ENTRY_NEW) {
		answers->depth++;
		dr_answers_resolve(answers, tail);
		answers->depth--;
	}
}

void dr_answers_take(dr_answers *answers, entry *e, const dr_answer *got,
                     const dr_source_of_answers *from)
{
	dr_question question = e->answer.question;
	uint16_t index = e->answer.index;
	e->answer = *got;
	e->answer.question = question;
	e->answer.index = index;
	e->kept = NULL;
	bool follow = question.kind == DR_ASK_DNS && question.server.family == DR_IP_NONE;
	if (follow && (from == NULL || !from->is_zone)) {
		cut_at_zone(answers, &e->answer);
	}
	if (e->answer.outcome != DR_OPEN) {
		settle(answers, e);
	} else if (follow && e->answer.hop_count > 0) {
		join(answers, e);
	} else {
		dr_answers_end(answers, e, DR_GARBLED);
	}
}
