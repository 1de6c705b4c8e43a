/*
 * The verdict about a domain: four answers that a person can hand to a manager.
 *
 * It is computed from facts and findings; it adds no judgement of its own.
 *
 * delivery: does the domain's own mail arrive, and does mail reach it?
 *   broken    an error about MX; or DMARC enforces, SPF has a delivery error, and there is no DKIM
 *             key that could save the mail (none found, or a delivery error about DKIM)
 *   at-risk   any other error or warning of the category delivery
 *   unknown   none, but a rule of that category and weight is undecided for want of an answer, or
 *             SPF or MX could not be read
 *   ok        otherwise
 * spoofing: can others send in the domain's name? By the policy at the weakest kind of receiver.
 *   open      no policy, p=none, or an error of the category spoofing (`+all`)
 *   partly    p holds, but sp or np is weaker, or there is a warning of the category spoofing
 *   closed    p, sp and np are quarantine or reject
 *   unknown   a policy could not be read
 * reports: do aggregate reports arrive?
 *   arriving  at least one address of rua is valid, has agreed and accepts mail
 *   blind     no address, or none of them can receive
 *   unknown   it depends on answers that were not had
 * brand: can a logo be shown (BIMI)?
 *   not-wanted    the record declines, or the domain sends no mail
 *   possible      p and sp are quarantine or reject at every kind of receiver, and there is no
 *                 error of the category brand
 *   not-possible  otherwise
 *   unknown       the policy could not be read
 */
#pragma once
#include "facts/facts.h"
#include "rule/rule.h"

typedef struct {
	const char *word; /* as in JSON; static storage */
	dr_str why;       /* one sentence for people, without full stop; not neutralised */
} dr_verdict_line;

typedef struct {
	dr_verdict_line delivery, spoofing, reports, brand;
} dr_verdicts;

/* Texts go to `arena` or borrow from the arguments. */
dr_verdicts dr_verdicts_of(dr_arena *arena, const dr_facts *facts, const dr_judgement *judgement);
