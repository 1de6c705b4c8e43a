#include "receiver/verdict.h"

static const char *const RESULTS[DR_AUTH_RESULT_COUNT] = {
	[DR_AUTH_NONE] = "none",           [DR_AUTH_PASS] = "pass",
	[DR_AUTH_FAIL] = "fail",           [DR_AUTH_SOFTFAIL] = "softfail",
	[DR_AUTH_NEUTRAL] = "neutral",     [DR_AUTH_POLICY] = "policy",
	[DR_AUTH_TEMPERROR] = "temperror", [DR_AUTH_PERMERROR] = "permerror",
};

const char *dr_auth_result_name(dr_auth_result result)
{
	return RESULTS[result];
}

bool dr_auth_result_parse(dr_str text, dr_auth_result *ret_result)
{
	for (size_t i = 0; i < DR_AUTH_RESULT_COUNT; i++) {
		if (dr_str_eq_nocase(text, dr_str_of(RESULTS[i]))) {
			*ret_result = (dr_auth_result)i;
			return true;
		}
	}
	return false;
}

const char *dr_dmarc_result_name(dr_dmarc_result result)
{
	static const char *const NAMES[DR_DMARC_RESULT_COUNT] = {
		[DR_DMARC_RESULT_NONE] = "none",
		[DR_DMARC_RESULT_PASS] = "pass",
		[DR_DMARC_RESULT_FAIL] = "fail",
		[DR_DMARC_RESULT_TEMPERROR] = "temperror",
	};
	return NAMES[result];
}

/* How near an identifier is to an aligned pass, in this order. */
typedef enum { FAILS, PASSES, MIGHT_ALIGN, ALIGNS } nearness;

static nearness nearness_of(const dr_identifier *identifier, char mode)
{
	bool known = identifier->alignment_status.state == DR_KNOWN;
	bool aligns = known && mode != 0 && dr_align_holds(identifier->alignment, mode);
	if (identifier->result == DR_AUTH_PASS) {
		return aligns ? ALIGNS : known ? PASSES : MIGHT_ALIGN;
	}
	return identifier->result == DR_AUTH_TEMPERROR && (aligns || !known) ? MIGHT_ALIGN : FAILS;
}

/* The identifier that is nearest, the first of several. */
static nearness choose(const dr_identifier *identifiers, size_t count, char mode,
                       dr_dmarc_way *ret_way)
{
	nearness best = FAILS;
	*ret_way = (dr_dmarc_way){ .mode = mode };
	for (size_t i = 0; i < count; i++) {
		nearness near = nearness_of(&identifiers[i], mode);
		if (ret_way->identifier == NULL || near > best) {
			ret_way->identifier = &identifiers[i];
			best = near;
		}
	}
	ret_way->aligned = best == ALIGNS;
	return best;
}

dr_dmarc_verdict dr_dmarc_verdict_of(const dr_dmarc_case *input)
{
	dr_dmarc_verdict verdict = { .result = DR_DMARC_RESULT_NONE };
	dr_policy_choice policy = { .policy = DR_POLICY_UNSET };
	if (input->record != NULL) {
		policy = dr_policy_choose(input->record, input->generation, input->role);
	}
	bool applies = policy.policy != DR_POLICY_UNSET;
	size_t spf_count = input->spf != NULL && dr_name_is_set(input->spf->domain) ? 1 : 0;
	nearness spf =
		choose(input->spf, spf_count, applies ? input->record->aspf : '\0', &verdict.spf);
	nearness dkim = choose(input->dkim.items, input->dkim.len,
	                       applies ? input->record->adkim : '\0', &verdict.dkim);
	if (!applies) {
		return verdict;
	}
	if (input->role_status.state != DR_KNOWN) {
		verdict.result = DR_DMARC_RESULT_TEMPERROR;
		return verdict;
	}
	nearness best = spf > dkim ? spf : dkim;
	verdict.policy = policy;
	verdict.result = best == ALIGNS        ? DR_DMARC_RESULT_PASS
	                 : best == MIGHT_ALIGN ? DR_DMARC_RESULT_TEMPERROR
	                                       : DR_DMARC_RESULT_FAIL;
	return verdict;
}
