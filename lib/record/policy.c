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
	dr_generation finds; /* records as this one does */
	bool samples;        /* on pct (RFC 7489 6.6.4) */
	bool knows_t;        /* RFC 9989 4.7 */
	bool knows_np;
} receiver;

/* The first of each generation goes by the letter. */
static const receiver DEPLOYED[] = {
	{ .finds = DR_RFC7489, .samples = true },
	{ .finds = DR_RFC9989, .knows_t = true, .knows_np = true },
	{ .finds = DR_RFC9989, .samples = true, .knows_t = true, .knows_np = true },
	{ .finds = DR_RFC7489, .samples = false },
};

static const receiver *by_the_letter(dr_generation generation)
{
	return &DEPLOYED[generation == DR_RFC9989 ? 1 : 0];
}

/* What a sampling receiver does with a message. */
typedef enum {
	BY_THE_RFC, /* at pct=0 one level less: no message is selected; else the policy */
	AT_LEAST,   /* one level less; at pct=0 nothing, as OpenDMARC does it */
} sampling;

static dr_policy sampled(dr_policy policy, uint8_t pct, sampling how)
{
	if (pct == 0 && how == AT_LEAST) {
		return policy > DR_POLICY_NONE ? DR_POLICY_NONE : policy;
	}
	bool lowers = pct == 0 || (pct < 100 && how == AT_LEAST);
	return lowers ? dr_policy_lowered(policy) : policy;
}

static dr_policy apply(const dr_dmarc *record, const receiver *kind, sampling how, dr_policy policy)
{
	if (kind->knows_t && record->t) {
		policy = dr_policy_lowered(policy);
	}
	return kind->samples ? sampled(policy, record->pct, how) : policy;
}

static bool is_bad(const dr_dmarc *record, dr_dmarc_tag tag)
{
	return dr_dmarc_find(record, tag) != NULL && !dr_dmarc_is_valid(record, tag);
}

/* RFC 9989 4.10.1, RFC 7489 6.6.3 step 6: one bad value spoils the policy as a whole. */
static bool is_spoilt(const dr_dmarc *record, const receiver *kind)
{
	return record->p == DR_POLICY_UNSET || is_bad(record, DR_DMARC_SP) ||
	       (kind->knows_np && is_bad(record, DR_DMARC_NP));
}

/* The policy and the tag that says it. */
static void choose_tag(const dr_dmarc *record, const receiver *kind, dr_policy_role role,
                       dr_policy_choice *choice)
{
	choice->policy = record->p;
	choice->tag = "p";
	if (role != DR_ROLE_OWN && record->sp != DR_POLICY_UNSET) {
		choice->policy = record->sp;
		choice->tag = "sp";
	}
	if (role == DR_ROLE_NONEXISTENT && kind->knows_np && record->np != DR_POLICY_UNSET) {
		choice->policy = record->np;
		choice->tag = "np";
	}
}

static dr_policy_choice choose(const dr_dmarc *record, const receiver *kind, sampling how,
                               dr_policy_role role)
{
	dr_policy_choice choice = { .tag = "p" };
	bool spoilt = is_spoilt(record, kind);
	if (!record->version || (spoilt && !record->usable_rua)) {
		return choice;
	}
	if (spoilt) {
		choice.policy = DR_POLICY_NONE;
		choice.fallen = true;
	} else {
		choose_tag(record, kind, role, &choice);
	}
	choice.effective = apply(record, kind, how, choice.policy);
	return choice;
}

dr_policy_choice dr_policy_choose(const dr_dmarc *record, dr_generation generation,
                                  dr_policy_role role)
{
	return choose(record, by_the_letter(generation), BY_THE_RFC, role);
}

static dr_policies effect(const dr_dmarc *record, const receiver *kind, sampling how)
{
	return (dr_policies){
		.p = choose(record, kind, how, DR_ROLE_OWN).effective,
		.sp = choose(record, kind, how, DR_ROLE_EXISTING).effective,
		.np = choose(record, kind, how, DR_ROLE_NONEXISTENT).effective,
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

dr_policies dr_policies_weaker(dr_policies a, dr_policies b)
{
	return (dr_policies){ lower_of(a.p, b.p), lower_of(a.sp, b.sp), lower_of(a.np, b.np) };
}

dr_policies dr_policies_stricter(dr_policies a, dr_policies b)
{
	return (dr_policies){ higher_of(a.p, b.p), higher_of(a.sp, b.sp), higher_of(a.np, b.np) };
}

dr_effects dr_policy_effects(const dr_dmarc *record, dr_generation generation)
{
	dr_policies exact = effect(record, by_the_letter(generation), BY_THE_RFC);
	dr_effects effects = { exact, exact, exact };
	for (size_t i = 0; i < DR_COUNT(DEPLOYED); i++) {
		const receiver *kind = &DEPLOYED[i];
		if (kind->finds == generation) {
			dr_policies least = effect(record, kind, AT_LEAST);
			dr_policies most = effect(record, kind, BY_THE_RFC);
			effects.weakest = dr_policies_weaker(effects.weakest, least);
			effects.strictest = dr_policies_stricter(effects.strictest, most);
		}
	}
	return effects;
}

dr_effective dr_policy_effective(const dr_dmarc *record)
{
	dr_effects rfc9989 = dr_policy_effects(record, DR_RFC9989);
	dr_effects rfc7489 = dr_policy_effects(record, DR_RFC7489);
	return (dr_effective){
		.rfc9989 = rfc9989.exact,
		.rfc7489 = rfc7489.exact,
		.weakest = dr_policies_weaker(rfc9989.weakest, rfc7489.weakest),
		.strictest = dr_policies_stricter(rfc9989.strictest, rfc7489.strictest),
	};
}
