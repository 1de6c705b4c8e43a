#include "source_silent.h"
#include "base/error.h"

static int take(dr_source_of_answers *self, const dr_question *question, void *waiter,
                int64_t deadline_ms)
{
	(void)self;
	(void)question;
	(void)waiter;
	(void)deadline_ms;
	return DR_OK;
}

static size_t wait_for_nothing(dr_source_of_answers *self, struct pollfd *fds, size_t max,
                               int *ret_wait_ms)
{
	(void)self;
	(void)fds;
	(void)max;
	*ret_wait_ms = 0;
	return 0;
}

static void answer_nothing(dr_source_of_answers *self, const struct pollfd *fds, size_t count,
                           dr_answered answered)
{
	(void)self;
	(void)fds;
	(void)count;
	(void)answered;
}

static void forget(dr_source_of_answers *self, void *waiter)
{
	(void)self;
	(void)waiter;
}

dr_source_of_answers source_silent(void)
{
	return (dr_source_of_answers){ .kind = "dns",
		                       .start = take,
		                       .fds = wait_for_nothing,
		                       .process = answer_nothing,
		                       .cancel = forget };
}
