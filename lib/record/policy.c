#include "record/policy.h"
#include "record/dmarc.h"

static const char *const NAMES[] = {
	[DR_POLICY_UNSET] = "",
	[DR_POLICY_NONE] = "none",
	[DR_POLICY_QUARANTINE] = "quarantine",
	[DR_POLICY_REJECT] = "reject",
};

const char *dr_policy_name(dr_policy policy)
{
	return NAMES[policy];
}

dr_policy dr_policy_parse(dr_str text)
{
	for (dr_policy policy = DR_POLICY_NONE; policy <= DR_POLICY_REJECT; policy++) {
		if (dr_str_eq_nocase(text, dr_str_of(NAMES[policy]))) {
			return policy;
		}
	}
	return DR_POLICY_UNSET;
}

dr_policy dr_policy_lowered(dr_policy policy)
{
	return policy > DR_POLICY_NONE ? policy - 1 : policy;
}

/* A kind of receiver that is deployed. */
typedef struct {
	bool samples; /* on pct (RFC 7489 6.6.4) */
	bool knows_t; /* RFC 9989 4.7 */
	bool knows_np;
} receiver;

static const receiver RFC7489 = { .samples = true };
static const receiver RFC9989 = { .knows_t = true, .knows_np = true };
static const receiver DEPLOYED[] = {
	{ .samples = true },
	{ .knows_t = true, .knows_np = true },
	{ .samples = true, .knows_t = true, .knows_np = true },
	{ .samples = false },
};

/* What a sampling receiver does with a message. */
typedef enum {
	SELECTED,   /* the policy */
	BY_THE_RFC, /* at pct=0 one level less: no message is selected; else the policy */
	AT_LEAST,   /* one level less; at pct=0 nothing, as OpenDMARC does it */
} sampling;

static dr_policy sampled(dr_policy policy, uint8_t pct, sampling how)
{
	if (pct == 100 || how == SELECTED) {
		return policy;
	}
	if (pct == 0 && how == AT_LEAST) {
		return policy > DR_POLICY_NONE ? DR_POLICY_NONE : policy;
	}
	return pct == 0 || how == AT_LEAST ? dr_policy_lowered(policy) : policy;
}

static dr_policy apply(const dr_dmarc *record, receiver kind, sampling how, dr_policy policy)
{
	if (kind.knows_t && record->t) {
		policy = dr_policy_lowered(policy);
	}
	return kind.samples ? sampled(policy, record->pct, how) : policy;
}

static bool is_bad(const dr_dmarc *record, dr_dmarc_tag tag)
{
	return dr_dmarc_find(record, tag) != NULL && !dr_dmarc_is_valid(record, tag);
}

/* What is asked for before t and pct (RFC 9989 4.10.1, RFC 7489 6.6.3 step 6). */
static dr_policies asked(const dr_dmarc *record, receiver kind)
{
	bool bad = record->p == DR_POLICY_UNSET || is_bad(record, DR_DMARC_SP) ||
	           (kind.knows_np && is_bad(record, DR_DMARC_NP));
	if (!record->version || (bad && !record->usable_rua)) {
		return (dr_policies){ 0 };
	}
	if (bad) {
		return (dr_policies){ DR_POLICY_NONE, DR_POLICY_NONE, DR_POLICY_NONE };
	}
	dr_policies policies = { .p = record->p };
	policies.sp = record->sp != DR_POLICY_UNSET ? record->sp : policies.p;
	policies.np = kind.knows_np && record->np != DR_POLICY_UNSET ? record->np : policies.sp;
	return policies;
}

static dr_policies effect(const dr_dmarc *record, receiver kind, sampling how)
{
	dr_policies policies = asked(record, kind);
	return (dr_policies){
		.p = apply(record, kind, how, policies.p),
		.sp = apply(record, kind, how, policies.sp),
		.np = apply(record, kind, how, policies.np),
	};
}

static dr_policy lower_of(dr_policy a, dr_policy b)
{
	return a < b ? a : b;
}

static dr_policy higher_of(dr_policy a, dr_policy b)
{
	return a > b ? a : b;
}

static dr_policies combine(dr_policies a, dr_policies b, dr_policy (*choose)(dr_policy, dr_policy))
{
	return (dr_policies){ choose(a.p, b.p), choose(a.sp, b.sp), choose(a.np, b.np) };
}

dr_effective dr_policy_effective(const dr_dmarc *record)
{
	dr_effective effective = {
		.rfc9989 = effect(record, RFC9989, BY_THE_RFC),
		.rfc7489 = effect(record, RFC7489, BY_THE_RFC),
		.weakest = effect(record, DEPLOYED[0], AT_LEAST),
		.strictest = effect(record, DEPLOYED[0], BY_THE_RFC),
	};
	for (size_t i = 1; i < DR_COUNT(DEPLOYED); i++) {
		effective.weakest =
			combine(effective.weakest, effect(record, DEPLOYED[i], AT_LEAST), lower_of);
		effective.strictest = combine(effective.strictest,
		                              effect(record, DEPLOYED[i], BY_THE_RFC), higher_of);
	}
	return effective;
}
