#include "linting.h"
#include "baseline.h"
#include "exit_status.h"
#include "sweep.h"

typedef struct {
	const errand *on;
	const dr_strs *domains;
	size_t next;
	int status; /* of the findings so far */
	int least;  /* severity that counts; DR_SEVERITY_COUNT: none */
	baseline *before;
} linting;

static bool next_domain(void *self, dr_arena *arena, sweep_request *ret_request)
{
	linting *l = self;
	if (l->next >= l->domains->len) {
		return false;
	}
	ret_request->request =
		errand_request(l->on, arena, l->domains->items[l->next++], DR_PROBE_COMMON);
	return true;
}

/* An answer that was asked for and not had; what only a message could tell does not count. */
static bool wants_answer(const dr_finding *finding)
{
	return (finding->why & (1u << DR_WHY_NETWORK | 1u << DR_WHY_BUDGET)) != 0;
}

static int status_of(const dr_finding *finding, int least)
{
	if (finding->waived || (int)finding->severity < least) {
		return EXIT_CLEAN;
	}
	if (finding->outcome == DR_HIT) {
		return EXIT_FINDINGS;
	}
	return wants_answer(finding) ? EXIT_UNSURE : EXIT_CLEAN;
}

static int waive_known(void *self, dr_run_result *result, dr_render_item *item)
{
	const linting *l = self;
	(void)item;
	baseline_waive(l->before, result);
	return EXIT_CLEAN;
}

static void look(void *self, const dr_run_result *result)
{
	linting *l = self;
	baseline_note(l->before, result);
	if (result->error.code != DR_OK) {
		l->status = exit_worse(l->status, exit_of_error(result->error.code));
	}
	for (size_t i = 0; i < result->judgement.findings.len; i++) {
		l->status = exit_worse(l->status,
		                       status_of(result->judgement.findings.items[i], l->least));
	}
}

static int least_severity(const options *given)
{
	dr_severity severity;
	return dr_severity_parse(given->fail_on, &severity) ? (int)severity : DR_SEVERITY_COUNT;
}

int lint_domains(errand *on, const dr_strs *domains, int *ret_findings)
{
	baseline before;
	*ret_findings = EXIT_CLEAN;
	int status = baseline_open(on->arena, on->given, &before);
	if (status != EXIT_CLEAN) {
		return status;
	}
	const dr_domains together = dr_domains_of(on->arena, domains);
	on->from.config.domains = &together;
	linting l = {
		.on = on, .domains = domains, .least = least_severity(on->given), .before = &before
	};
	sweep_options how = {
		.on = on,
		.list = &on->list,
		.kind = DR_DOCUMENT_LINT,
		.jobs = (size_t)on->given->jobs,
		.ordered = true,
		.next = next_domain,
		.prepare = waive_known,
		.look = look,
		.self = &l,
	};
	sweep_result result;
	status = sweep_run(&how, &result);
	on->from.config.domains = NULL;
	*ret_findings = l.status;
	return result.stopped ? status : exit_worse(status, baseline_write(&before, on->given));
}
