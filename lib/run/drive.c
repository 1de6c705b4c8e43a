/* How a run gets its answers: passes, the live source, limits. */
#include "run/run_priv.h"

enum { PASS_AFTER_MS = 5, WAIT_MAX_MS = 250, FDS_MAX = 1024 };

int64_t dr_run_now(const dr_run_config *config)
{
	return config->clock != NULL ? config->clock->monotonic_ms(config->clock->self) : 0;
}

static void answered(void *self, const dr_answer *answer)
{
	dr_waiter *waiter = self;
	dr_run *run = waiter->run;
	waiter->answered = true;
	dr_answers_put(run->result.answers, answer);
	if (!run->fresh) {
		run->fresh = true;
		run->fresh_since_ms = dr_run_now(run->config);
	}
	if (run->config->shuffle_passes) {
		dr_run_pass(run);
		run->fresh = true;
	}
}

/* An answer of our own, when a question cannot even be asked. */
static void refuse(dr_run *run, const dr_question *question, dr_outcome outcome)
{
	dr_answer answer = { .question = *question, .outcome = outcome };
	dr_answers_put(run->result.answers, &answer);
	run->fresh = true;
}

/* Who asks a question; NULL: nobody can. */
static dr_source_of_answers *source_of(const dr_run_config *config, const dr_question *question)
{
	return question->kind == DR_ASK_HTTPS ? config->web : config->live;
}

static void start_open(dr_run *run)
{
	const dr_question *question;
	while ((question = dr_answers_take_open(run->result.answers)) != NULL) {
		dr_waiter *waiter = dr_arena_new_of(run->result.arena, dr_waiter);
		if (waiter == NULL) {
			refuse(run, question, DR_BUDGET);
			continue;
		}
		dr_source_of_answers *live = source_of(run->config, question);
		*waiter = (dr_waiter){ .run = run, .next = run->waiters, .source = live };
		if (live->start(live, question, waiter, run->deadline_ms) != DR_OK) {
			refuse(run, question, DR_UNREACHABLE);
			continue;
		}
		run->waiters = waiter;
	}
}

static void cancel_waiters(dr_run *run)
{
	for (dr_waiter *waiter = run->waiters; waiter != NULL; waiter = waiter->next) {
		if (!waiter->answered) {
			waiter->source->cancel(waiter->source, waiter);
		}
	}
	run->waiters = NULL;
}

static void give_up(dr_run *run)
{
	cancel_waiters(run);
	dr_answers_give_up(run->result.answers, DR_BUDGET);
	run->given_up = run->fresh = run->result.over_budget = true;
}

static bool pass_is_due(const dr_run *run, int64_t now_ms)
{
	return run->fresh &&
	       (dr_answers_open(run->result.answers) == 0 || run->config->shuffle_passes ||
	        now_ms - run->fresh_since_ms >= PASS_AFTER_MS);
}

bool dr_run_step(dr_run *run, int64_t now_ms)
{
	if (run->result.error.code != DR_OK ||
	    (run->config->live == NULL && run->config->web == NULL)) {
		return true;
	}
	if (now_ms >= run->deadline_ms && !run->given_up) {
		give_up(run);
	}
	start_open(run);
	while (pass_is_due(run, now_ms)) {
		dr_run_pass(run);
		start_open(run);
		if (dr_answers_open(run->result.answers) == 0 && !run->fresh) {
			return true;
		}
	}
	return false;
}

int dr_run_wait_ms(const dr_run *run, int64_t now_ms)
{
	int64_t until = run->deadline_ms;
	if (run->fresh && run->fresh_since_ms + PASS_AFTER_MS < until) {
		until = run->fresh_since_ms + PASS_AFTER_MS;
	}
	int64_t wait = until - now_ms;
	return wait < 0 ? 0 : wait < WAIT_MAX_MS ? (int)wait : WAIT_MAX_MS;
}

void dr_run_wait(const dr_run_config *config, int wait_ms)
{
	struct pollfd fds[FDS_MAX];
	dr_source_of_answers *const sources[] = { config->live, config->web };
	size_t counts[DR_COUNT(sources)] = { 0 }, count = 0;
	for (size_t i = 0; i < DR_COUNT(sources); i++) {
		if (sources[i] != NULL) {
			int source_ms = -1;
			counts[i] = sources[i]->fds(sources[i], fds + count, FDS_MAX - count,
			                            &source_ms);
			wait_ms = source_ms >= 0 && source_ms < wait_ms ? source_ms : wait_ms;
			count += counts[i];
		}
	}
	for (size_t i = 0; i < count; i++) {
		fds[i].revents = 0;
	}
	poll(fds, (nfds_t)count, wait_ms);
	count = 0;
	for (size_t i = 0; i < DR_COUNT(sources); i++) {
		if (sources[i] != NULL) {
			sources[i]->process(sources[i], fds + count, counts[i], answered);
			count += counts[i];
		}
	}
}

void dr_run_drop(dr_run *run)
{
	cancel_waiters(run);
	dr_answers_done(run->result.answers);
	run->result.answers = NULL;
}
