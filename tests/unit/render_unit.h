/*
 * Results made by hand, for the tests of renderers and of the verdict.
 */
#pragma once
#include "render/render.h"
#include "unit.h"

/* A result over zeroed facts: everything is unknown. */
typedef struct {
	dr_arena *arena;
	dr_facts facts;
	dr_request request;
	dr_run_result result;
} render_case;

static inline void render_case_init(render_case *c, dr_arena *arena)
{
	*c = (render_case){ .arena = arena };
	c->request.domain = S("example.com");
	c->result.request = &c->request;
	c->result.arena = arena;
	c->result.domain = S("example.com");
	c->result.facts = &c->facts;
	c->result.values = dr_run_values(&c->facts);
}

/* A TXT answer with one record of one string, at line 3, column 9 of a file unless NULL. */
static inline const dr_answer *render_answer(dr_arena *arena, const char *owner, dr_str text,
                                             const char *file)
{
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	dr_rr *rr = dr_arena_new_of(arena, dr_rr);
	dr_chunk *chunk = dr_arena_new_of(arena, dr_chunk);
	*chunk = (dr_chunk){ .octets = text, .at = { file, 3, 9 } };
	*rr = (dr_rr){ .chunks = chunk, .chunk_count = 1, .text = text, .at = { file, 3, 1 } };
	answer->question = dr_question_dns(dr_name_of(arena, dr_str_of(owner)), DR_TYPE_TXT);
	answer->rrs = rr;
	answer->rr_count = 1;
	return answer;
}

/* Adds a hit of `rule` about `answer` (NULL: about nothing that is there). */
static inline dr_finding *render_add(render_case *c, const dr_rule *rule, dr_str message,
                                     const dr_answer *answer, dr_span span)
{
	dr_finding *finding = dr_arena_new_of(c->arena, dr_finding);
	*finding = (dr_finding){ .rule = rule,
		                 .severity = rule->severity,
		                 .outcome = DR_HIT,
		                 .message = message,
		                 .place = { answer, 0, span } };
	dr_list_add(c->arena, &c->result.judgement.findings, finding);
	return finding;
}
