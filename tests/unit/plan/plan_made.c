#include "plan_made.h"
#include "render/render.h"
#include "run/after.h"
#include <check.h>

static int judge_after(void *self, dr_arena *arena, dr_str record, dr_findings *ret_findings,
                       dr_error *err)
{
	const made_plan *made = self;
	dr_buf owner;
	dr_buf_init(&owner, arena);
	dr_buf_addf(&owner, "_dmarc.%.*s", DR_FMT(made->result.domain));
	const dr_run_change change = { dr_buf_str(&owner), record };
	return dr_run_after(&made->config, &made->result, &change, arena, ret_findings, err);
}

static dr_zone *open_zone(const plan_domain *d, made_plan *made)
{
	const dr_source source = { "example.com.zone", plan_domain_zone(d, made->arena) };
	const dr_zone_options options = { 0 };
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	ck_assert_msg(dr_zone_parse(&source, &options, NULL, &zone, &err) == DR_OK, "%s: %s",
	              plan_domain_show(d), err.text);
	return zone;
}

static void open_past(const plan_domain *d, made_plan *made)
{
	if (d->past != DR_NO_DAY) {
		plan_domain past = plan_past_domain(d, made->arena);
		made->past = open_zone(&past, made);
		made->config.previous = dr_zones_source(dr_zones_new(made->arena, &made->past, 1));
	}
	made->config.previous_day = d->past;
}

/* Names of which the program asks DNS: those in reports, and those that the zone has. */
static void add_below(const plan_domain *d, made_plan *made)
{
	static const dr_str NAMES[] = { DR_STR_INIT("shop.example.com"),
		                        DR_STR_INIT("lab.example.com"),
		                        DR_STR_INIT("web01.example.com"),
		                        DR_STR_INIT("a.news.example.com") };
	for (size_t i = 0; i < DR_COUNT(NAMES); i++) {
		if (dr_name_text_is_within(NAMES[i], d->domain)) {
			dr_list_add(made->arena, &made->request.below, NAMES[i]);
		}
	}
}

static void run(const plan_books *books, const plan_domain *d, made_plan *made)
{
	dr_error err = { 0 };
	made->config = (dr_run_config){ .catalog = books->catalog,
		                        .rules = books->rules,
		                        .as_of = d->as_of,
		                        .zones = dr_zones_new(made->arena, &made->zone, 1) };
	open_past(d, made);
	made->request = (dr_request){ .domain = d->domain,
		                      .mail = dr_str_of(d->mail),
		                      .probe = DR_PROBE_NAMED };
	dr_list_add(made->arena, &made->request.selectors, DR_STR("s1"));
	if (d->rua[0] != '\0') {
		dr_list_add(made->arena, &made->request.rua, plan_domain_rua(d));
	}
	add_below(d, made);
	ck_assert_int_eq(dr_run_one(&made->config, &made->request, &made->result), DR_OK);
	dr_judgement_finish(made->result.arena, &made->result.judgement);
	if (made->traffic != NULL) {
		const dr_traffic_knowledge knowledge = {
			.spf = &made->result.survey->spf_reach.senders.set,
		};
		ck_assert_int_eq(dr_traffic_judge(made->arena, made->traffic, &knowledge, &err),
		                 DR_OK);
	}
}

void plan_make(const plan_books *books, const plan_domain *d, bool backwards, made_plan *made)
{
	*made = (made_plan){ .arena = dr_arena_new(0) };
	dr_error err = { 0 };
	made->zone = open_zone(d, made);
	made->traffic = plan_mail_read(d, made->arena, backwards);
	run(books, d, made);
	dr_str rua = plan_domain_rua(d);
	const dr_plan_request wanted = {
		.playbook = books->playbooks[d->playbook],
		.facts = made->result.facts,
		.values = &made->result.values,
		.judgement = &made->result.judgement,
		.config = &d->config,
		.own = plan_domain_own(d),
		.as_of = d->as_of,
		.traffic = made->traffic,
		.since = d->since,
		.by = d->by,
		.pace = dr_str_of(d->pace),
		.mail = dr_str_of(d->mail),
		.rua = { &rua, rua.len > 0 },
		.judge_after = judge_after,
		.self = made,
	};
	ck_assert_msg(dr_plan_run(made->arena, &wanted, &made->plan, &err) == DR_OK, "%s: %s",
	              plan_domain_show(d), err.text);
	ck_assert_msg(!made->plan.incomplete, "%s: %.*s is missing", plan_domain_show(d),
	              DR_FMT(made->plan.missing));
}

void plan_unmake(made_plan *made)
{
	dr_run_result_done(&made->result);
	dr_zone_close(made->zone);
	dr_zone_close(made->past);
	dr_arena_free(made->arena);
}

dr_str plan_written(const made_plan *made, const char *as)
{
	const dr_format *format = dr_format_find(dr_str_of(as));
	const dr_render_options options = { .as_of = made->plan.as_of, .full = true };
	const dr_render_item item = { .result = &made->result, .plan = &made->plan };
	dr_buf out;
	dr_buf_init(&out, made->arena);
	format->domains[DR_DOCUMENT_PLAN]->item(&options, &item, &out);
	return dr_buf_str(&out);
}

const dr_plan_phase *plan_step(const dr_plan *plan, size_t number)
{
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (phase->state == DR_PHASE_UPCOMING && phase->records.len > 0 && number-- == 0) {
			return phase;
		}
	}
	return NULL;
}

const dr_playbook_phase *playbook_phase(const dr_playbook *playbook, dr_str id)
{
	for (size_t i = 0; i < playbook->phases.len; i++) {
		if (dr_str_eq(playbook->phases.items[i].id, id)) {
			return &playbook->phases.items[i];
		}
	}
	ck_abort_msg("no phase %.*s in the playbook", DR_FMT(id));
}
