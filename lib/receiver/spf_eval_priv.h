/*
 * An evaluation of SPF from inside: checks and what they lead to in spf_eval.c, what mechanisms
 * look up in spf_match.c, reverse look-ups in spf_ptr.c, the sender in spf_sender.c, explanations
 * in spf_explain.c.
 */
#pragma once
#include "receiver/spf_eval.h"

/* A domain as the sender or a record writes it, and for DNS. */
typedef struct {
	dr_str text;  /* without the final dot */
	dr_name name; /* not set: no DNS name */
} dr_spf_domain;

typedef struct {
	const dr_asking *asking;
	dr_spf_evaluation *out;
	dr_spf_macro_values values; /* `domain` is the current one */
	bool local_is_ascii;
	bool explaining; /* look-ups no longer count */
} dr_spf_evaluator;

/* Whom the client says it sends for (RFC 7208 2.4, 4.3). */
typedef struct {
	dr_str address, local;
	dr_spf_domain domain; /* A-labels */
} dr_spf_sender;

dr_spf_sender dr_spf_read_sender(dr_arena *arena, const dr_spf_client *client);
bool dr_spf_is_ascii(dr_str text);
/* The domain that a text means; a final dot and upper case are fine. */
dr_spf_domain dr_spf_domain_of(dr_arena *arena, dr_str text);

/* Asks for the sake of a step. What comes back with nothing counts as void when the step is a
 * term's; one too many is the step's problem. */
const dr_answer *dr_spf_ask(dr_spf_evaluator *e, dr_spf_step *step, dr_name name, uint16_t type);
/* A or AAAA records of a host, in the client's family. */
const dr_answer *dr_spf_ask_host(dr_spf_evaluator *e, dr_spf_step *step, dr_name host);
/* True when one of the addresses is in a network of that many bits with the client. */
bool dr_spf_holds_client(const dr_spf_evaluator *e, const dr_answer *answer, uint8_t length);
/* The step cannot be taken for want of an answer. */
void dr_spf_stop(dr_spf_evaluator *e, dr_spf_step *step, const dr_answer *answer);
/* True when an answer is not there yet or was never asked for: no receiver ends like that, so not
 * even "a DNS error" can be made of it. */
bool dr_spf_is_ours(const dr_answer *answer);
/* Counts a term that asks. False: one too many, which is the step's problem. */
bool dr_spf_count(dr_spf_evaluator *e, dr_spf_step *step);

/* Expands the domain-spec of a step's term, else takes the current domain; looks up %{p}. False
 * when the term cannot match, or for a problem of the step. The target may be no name. */
bool dr_spf_expand_target(dr_spf_evaluator *e, dr_spf_step *step, dr_spf_domain *ret_target);
/* True when a macro is used that a local part outside ASCII has no value for. */
bool dr_spf_needs_ascii(const dr_spf_evaluator *e, uint32_t letters);
/* Sets values.validated, for texts with %{p}. */
void dr_spf_validate(dr_spf_evaluator *e, dr_spf_step *step);

/* Whether the mechanism matches at a name; `step->problem` is set when that cannot be told. */
bool dr_spf_match_a(dr_spf_evaluator *e, dr_spf_step *step, dr_name target);
bool dr_spf_match_mx(dr_spf_evaluator *e, dr_spf_step *step, dr_name target);
bool dr_spf_match_ptr(dr_spf_evaluator *e, dr_spf_step *step, dr_name target);
bool dr_spf_match_exists(dr_spf_evaluator *e, dr_spf_step *step, dr_name target);

/* Looks up the explanation of a record that said fail. */
void dr_spf_explain(dr_spf_evaluator *e, const dr_spf_check *check);
