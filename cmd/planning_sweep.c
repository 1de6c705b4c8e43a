/* The domains of a command, planned one after the other. */
#include "exit_status.h"
#include "message.h"
#include "planning.h"
#include "render/plan_view.h"
#include "sweep.h"

int planning_domains(const errand *on, dr_strs *ret_domains)
{
	*ret_domains = on->given->arguments;
	const dr_config *config = on->settings.config;
	if (ret_domains->len > 0) {
		return EXIT_CLEAN;
	}
	for (size_t i = 0; on->given->all && config != NULL && i < config->domains.len; i++) {
		dr_list_add(on->arena, ret_domains, config->domains.items[i].domain);
	}
	if (ret_domains->len == 0) {
		message_say(on->given->all
		                    ? "--all: the config names no domain"
		                    : "which domain? Name one, or --all for those of the config");
		return EXIT_USAGE;
	}
	return EXIT_CLEAN;
}

static bool next_domain(void *self, dr_arena *arena, sweep_request *ret_request)
{
	planning_sweep *over = self;
	if (over->taken == over->domains->len) {
		return false;
	}
	if (over->taken == 0) {
		over->status = EXIT_CLEAN;
	}
	dr_str domain = over->domains->items[over->taken++];
	ret_request->request = planning_request(&over->from, arena, domain);
	return true;
}

/* The first report of days behind that of the plan. */
static dr_day find_later(const planning *from, const dr_run_result *result)
{
	dr_traffic *later = NULL;
	dr_error err = { 0 };
	const dr_traffic_input input = {
		.query = { result->domain, from->on->from.as_of + 1, DR_NO_DAY },
		.suffixes = from->on->from.config.suffixes,
	};
	int code = dr_traffic_read(result->arena, from->on->evidence, &input, &later, &err);
	return code == DR_OK ? later->first : DR_NO_DAY;
}

/* The domain in whose reports the mail is, when it is another one. */
static dr_str reported_as(const dr_run_result *result)
{
	const dr_dmarc_facts *dmarc = &result->facts->dmarc;
	bool found = dr_is_known(dmarc->found_at_status) && dr_is_known(dmarc->own_status);
	return found && !dmarc->own ? dmarc->found_at : (dr_str){ 0 };
}

static void tell_none(const dr_run_result *result)
{
	dr_str above = reported_as(result);
	dr_buf text;
	dr_buf_init(&text, result->arena);
	dr_buf_addf(&text, "the evidence holds no report about %.*s", DR_FMT(result->domain));
	if (above.len > 0) {
		dr_buf_addf(&text,
		            ", and no mail of it in reports about %.*s, whose record holds for it",
		            DR_FMT(above));
	}
	message_say("%.*s", DR_FMT(dr_buf_str(&text)));
}

/* Evidence that is of days to come, or that was named and is about others. */
static void tell_silence(const planning *from, const dr_run_result *result)
{
	const dr_traffic *traffic = result->request->planned;
	if (traffic == NULL || traffic->policies.len > 0 || traffic->senders.len > 0) {
		return;
	}
	dr_day later = find_later(from, result);
	if (later != DR_NO_DAY) {
		dr_buf days;
		dr_buf_init(&days, result->arena);
		dr_day_write(later, &days);
		dr_buf_addf(&days, ", after the day of the plan, ");
		dr_day_write(from->on->from.as_of, &days);
		message_say("the reports about %.*s begin on %.*s: none of them counts",
		            DR_FMT(result->domain), DR_FMT(dr_buf_str(&days)));
	} else if (from->on->given->evidence.len > 0) {
		tell_none(result);
	}
}

/* Among all of them: when there is room for the domain's next step, when it must wait for that. */
static bool find_slot(const planning_sweep *over, const dr_run_result *result,
                      dr_plan_slot *ret_slot)
{
	const dr_portfolio_row *row =
		over->settled ? dr_portfolio_find(over->portfolio, result->domain) : NULL;
	if (row == NULL || !row->held) {
		return false;
	}
	*ret_slot = (dr_plan_slot){ row->not_before, row->delays };
	return true;
}

static void add_to_portfolio(dr_portfolio *portfolio, const dr_run_result *result,
                             const dr_plan *plan)
{
	dr_buf lacks;
	dr_buf_init(&lacks, result->arena);
	if (plan->incomplete) {
		dr_plan_write_missing(&lacks, result, plan);
	}
	dr_portfolio_add(portfolio, plan, dr_buf_str(&lacks));
}

static int prepare(void *self, dr_run_result *result, dr_render_item *item)
{
	planning_sweep *over = self;
	if (result->error.code != DR_OK) {
		over->status = exit_worse(over->status, exit_of_error(result->error.code));
		return EXIT_CLEAN;
	}
	dr_plan_slot slot;
	bool waits = find_slot(over, result, &slot);
	int status = planning_make(&over->from, result, waits ? &slot : NULL, &item->plan);
	if (status != EXIT_CLEAN) {
		return status;
	}
	if (over->domains->len == 1) {
		tell_silence(&over->from, result);
	}
	if (over->portfolio != NULL && !over->settled) {
		add_to_portfolio(over->portfolio, result, item->plan);
	}
	if (item->plan->incomplete) {
		over->status = exit_worse(over->status, EXIT_UNSURE);
	} else if (over->look != NULL) {
		int seen = over->look(over->self, result, item->plan, item);
		over->status = exit_worse(over->status, seen);
	}
	return EXIT_CLEAN;
}

static void settle(void *self)
{
	planning_sweep *over = self;
	dr_portfolio_settle(over->portfolio);
	over->settled = true;
	over->taken = 0;
}

int planning_run(errand *on, dr_document kind, planning_sweep *over)
{
	int status = errand_check_domains(on->arena, over->domains);
	if (status == EXIT_CLEAN) {
		status = planning_open(on, &over->from);
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	outputs_set_several(&on->list, over->domains->len > 1 || over->portfolio != NULL);
	sweep_options how = {
		.on = on,
		.list = &on->list,
		.kind = kind,
		.jobs = 1,
		.ordered = true,
		.next = next_domain,
		.prepare = prepare,
		.all_in = over->portfolio != NULL ? settle : NULL,
		.self = over,
	};
	sweep_result result;
	status = sweep_run(&how, &result);
	return exit_worse(status, over->status);
}
