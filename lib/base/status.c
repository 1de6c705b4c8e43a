#include "base/status.h"

static const char *const WHY_NAMES[DR_WHY_COUNT] = {
	[DR_WHY_NOBODY] = "nobody",   [DR_WHY_NETWORK] = "network",     [DR_WHY_BUDGET] = "budget",
	[DR_WHY_MESSAGE] = "message", [DR_WHY_NOT_GIVEN] = "not-given", [DR_WHY_ERROR] = "error",
};

const char *dr_why_name(dr_why why)
{
	return WHY_NAMES[why];
}

dr_status dr_list_status(dr_status status)
{
	if (status.state == DR_UNKNOWN) {
		status.state = DR_PARTIAL;
	}
	return status;
}
