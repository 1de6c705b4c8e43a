#include "receiver/spf_eval.h"

static const char *const RESULT_NAMES[DR_SPF_RESULT_COUNT] = {
	[DR_SPF_RESULT_NONE] = "none",           [DR_SPF_RESULT_NEUTRAL] = "neutral",
	[DR_SPF_RESULT_PASS] = "pass",           [DR_SPF_RESULT_FAIL] = "fail",
	[DR_SPF_RESULT_SOFTFAIL] = "softfail",   [DR_SPF_RESULT_TEMPERROR] = "temperror",
	[DR_SPF_RESULT_PERMERROR] = "permerror",
};

const char *dr_spf_result_name(dr_spf_result result)
{
	return RESULT_NAMES[result];
}

void dr_spf_eval(const dr_asking *asking, const dr_spf_client *client,
                 dr_spf_evaluation *ret_evaluation)
{
	(void)asking;
	*ret_evaluation =
		(dr_spf_evaluation){ .status = DR_STATUS_KNOWN, .sender = client->mail_from };
}
