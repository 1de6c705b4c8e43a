#include "run/after.h"
#include "answer/rdata.h"
#include "record/edit.h"

/* Answers as the first run has them, and one that is changed. */
typedef struct {
	dr_source_of_answers base;
	const dr_answers *seen;
	const dr_answer *changed;
} later;

static const dr_answer *answer_at_once(dr_source_of_answers *self, dr_arena *arena,
                                       const dr_question *question)
{
	const later *l = (const later *)(const void *)self;
	if (dr_question_eq(question, &l->changed->question)) {
		return dr_answer_copy(arena, l->changed);
	}
	const dr_answer *seen = dr_answers_find(l->seen, question);
	return seen != NULL ? dr_answer_copy(arena, seen) : NULL;
}

static dr_str txt_of(dr_arena *arena, dr_str text)
{
	dr_strs strings = dr_text_split(arena, text);
	return dr_rdata_txt(arena, strings.items, strings.len);
}

/* NULL: no memory. */
static const dr_answer *changed_answer(dr_arena *arena, const dr_run_change *change, dr_name owner)
{
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	dr_rr *rr = dr_arena_new_of(arena, dr_rr);
	if (answer == NULL || rr == NULL ||
	    !dr_rr_set_rdata(arena, DR_TYPE_TXT, txt_of(arena, change->text), rr)) {
		return NULL;
	}
	answer->question = dr_question_dns(owner, DR_TYPE_TXT);
	answer->outcome = DR_ANSWER;
	answer->rrs = rr;
	answer->rr_count = 1;
	return answer;
}

static void keep_findings(const dr_findings *from, dr_arena *arena, dr_findings *ret_findings)
{
	for (size_t i = 0; i < from->len; i++) {
		dr_finding *copy = dr_arena_new_of(arena, dr_finding);
		if (copy == NULL) {
			return;
		}
		const dr_finding *f = from->items[i];
		*copy = (dr_finding){
			.rule = f->rule,
			.severity = f->severity,
			.outcome = f->outcome,
			.why = f->why,
			.subject = dr_arena_copy(arena, f->subject),
			.message = dr_arena_copy(arena, f->message),
			.fix = dr_arena_copy(arena, f->fix),
			.owner = dr_arena_copy(arena, f->owner),
			.waived = f->waived,
		};
		dr_list_add(arena, ret_findings, copy);
	}
}

int dr_run_after(const dr_run_config *config, const dr_run_result *now, const dr_run_change *change,
                 dr_arena *arena, dr_findings *ret_findings, dr_error *err)
{
	dr_name owner = dr_name_of(arena, change->owner);
	if (!dr_name_is_set(owner)) {
		return dr_fail(err, DR_ENAME, DR_NOWHERE, "'%.*s' is no name",
		               DR_FMT(change->owner));
	}
	later source = { .base = { .kind = "plan", .immediate = answer_at_once },
		         .seen = now->answers,
		         .changed = changed_answer(arena, change, owner) };
	dr_run_config offline = *config;
	offline.first = &source.base;
	offline.snapshot = offline.live = NULL;
	offline.plan = NULL;
	dr_request request = *now->request;
	request.planned = request.traffic != NULL ? request.traffic : request.planned;
	request.traffic = NULL;
	dr_run_result result = { 0 };
	if (source.changed == NULL || dr_run_one(&offline, &request, &result) != DR_OK) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to judge a planned record");
	}
	dr_judgement_finish(result.arena, &result.judgement);
	dr_findings findings = { 0 };
	keep_findings(&result.judgement.findings, arena, &findings);
	bool failed = dr_arena_failed(result.arena) || dr_arena_failed(arena);
	dr_run_result_done(&result);
	if (failed) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to judge a planned record");
	}
	*ret_findings = findings;
	return DR_OK;
}
