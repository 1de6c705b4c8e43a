#include "inquire.h"
#include "exit_status.h"
#include "message.h"

static bool is_signalled(void *self)
{
	(void)self;
	return system_signal() != 0;
}

int inquire(const errand *on, const dr_inquiry *inquiry, dr_inquiry_result *ret_result)
{
	live_source live;
	int status = live_open(&on->from, on->given, &live);
	if (status != EXIT_CLEAN) {
		return status;
	}
	dr_run_config config = on->from.config;
	config.live = live.source;
	config.web = live.web;
	dr_inquiry whole = *inquiry;
	whole.stop = is_signalled;
	int code = dr_inquiry_run(&config, &whole, ret_result);
	live_close(&live);
	if (code != DR_OK) {
		message_say("no memory");
		return EXIT_INTERNAL;
	}
	if (ret_result->stopped) {
		dr_inquiry_result_done(ret_result);
		return EXIT_INTERNAL;
	}
	return EXIT_CLEAN;
}
