#include "plan_domain.h"

/* What people call streams that they decide about. */
static const char *const SOURCES[STREAMS_MAX] = { "source 0", "source 1", "source 2",
	                                          "source 3", "source 4", "source 5" };

static dr_day near_day(plan_domain *d, int before, int after)
{
	return d->as_of - before + (dr_day)random_below(d, (uint32_t)(before + after));
}

static void generate_freezes(plan_domain *d)
{
	static const dr_freeze YEARLY[] = {
		{ DR_STR_INIT("year end"), true, 1215, 107 },
		{ DR_STR_INIT("Golden Week"), true, 429, 506 },
		{ DR_STR_INIT("Obon"), true, 810, 817 },
		{ DR_STR_INIT("fiscal year end"), true, 320, 405 },
		{ DR_STR_INIT("the summer"), true, 601, 910 },
	};
	for (size_t i = 0; i < DR_COUNT(YEARLY); i++) {
		if (one_in(d, 5)) {
			dr_list_add(d->arena, &d->config.freezes, YEARLY[i]);
		}
	}
	if (one_in(d, 4)) {
		dr_freeze once = { .name = DR_STR("a move") };
		once.from = near_day(d, 5, 90);
		once.until = once.from + (dr_day)random_below(d, 40);
		dr_list_add(d->arena, &d->config.freezes, once);
	}
	static const uint8_t WEEKDAYS[] = { 0, 0, 0, 0x1F, 0x02, 0x60 };
	d->config.weekdays = WEEKDAYS[random_below(d, DR_COUNT(WEEKDAYS))];
}

static void generate_changes(plan_domain *d, dr_domain_config *own)
{
	for (int i = 0; i < 2; i++) {
		if (one_in(d, 6)) {
			const dr_known_change change = { near_day(d, 10, 60), DR_STR("new MX") };
			dr_list_add(d->arena, &own->changes, change);
		}
	}
}

static void generate_acceptances(plan_domain *d, dr_domain_config *own)
{
	static const char *const GATES[] = { "PL001", "PL002", "PL003", "PL004", "PL005",
		                             "PL006", "PL007", "PL008", "PL009", "PL010",
		                             "PL011", "PL012", "PL013" };
	bool all = d->ripe && one_in(d, 3);
	for (size_t i = 0; i < DR_COUNT(GATES); i++) {
		if (all || one_in(d, 8)) {
			const dr_acceptance a = { .gate = dr_str_of(GATES[i]),
				                  .by = DR_STR("A. Nother"),
				                  .reason = DR_STR("known"),
				                  .until = near_day(d, 10, 40) };
			dr_list_add(d->arena, &own->accept, a);
		}
	}
}

static void generate_decisions(plan_domain *d, dr_domain_config *own)
{
	own->target = dr_str_of(RANDOM_OF(d, "", "", "reject", "reject", "quarantine", "none"));
	if (own->target.len > 0 && !one_in(d, 3)) {
		own->decided_by = DR_STR("B. Oss");
		own->reason = DR_STR("asked for");
	}
	own->wants_approval = one_in(d, 8);
	static const char *const PHASES[] = { "monitor",    "quarantine", "reject",
		                              "subdomains", "apart",      "clean" };
	for (size_t i = 0; own->wants_approval && i < DR_COUNT(PHASES); i++) {
		if (one_in(d, 2)) {
			const dr_approval approval = { dr_str_of(PHASES[i]), DR_STR("B. Oss"),
				                       near_day(d, 10, 10) };
			dr_list_add(d->arena, &own->approve, approval);
		}
	}
}

/* By its address, so that it is about this stream and no other. */
static dr_source_decision decision_about(plan_domain *d, const mail_stream *stream, bool tidy)
{
	bool stranger = stream->kind >= MAIL_FOREIGN;
	dr_source_decision decision = {
		.is = stranger && (tidy || one_in(d, 2)) ? DR_IS_NOT_OURS : DR_IS_OURS,
		.cadence = (dr_cadence)random_below(d, DR_CADENCE_YEARLY + 1),
		.verified = one_in(d, 2) ? near_day(d, 60, 1) : DR_NO_DAY,
	};
	if (!tidy && one_in(d, 8)) {
		decision.is = one_in(d, 2) ? DR_IS_FORWARDER : DR_IS_RETIRED;
	}
	if (one_in(d, 2)) {
		decision.name = dr_str_of(SOURCES[stream->number]);
	}
	decision.network = (dr_prefix){ plan_mail_address(stream), 32 };
	return decision;
}

/* Nobody knows of this one, and somebody lets it pass: most lines are about a gate as a whole. */
static void accept_alone(plan_domain *d, dr_domain_config *own, const dr_source_decision *decision)
{
	if (decision->name.len > 0 && !d->ripe && one_in(d, 3)) {
		const dr_acceptance a = { .gate = dr_str_of(RANDOM_OF(d, "PL003", "PL004")),
			                  .source = decision->name,
			                  .by = DR_STR("A. Nother"),
			                  .reason = DR_STR("known"),
			                  .until = near_day(d, 10, 40) };
		dr_list_add(d->arena, &own->accept, a);
	}
}

static void decide_streams(plan_domain *d, dr_domain_config *own)
{
	bool tidy = d->ripe || one_in(d, 2);
	bool decided[STREAMS_MAX] = { false };
	for (size_t i = 0; i < d->reports.count; i++) {
		const mail_stream *stream = &d->reports.streams[i];
		bool gone = stream->last < d->reports.last - 20 && stream->kind < MAIL_FOREIGN;
		decided[i] = tidy && !gone ? stream->kind != MAIL_PASSES && !one_in(d, 3)
		                           : one_in(d, gone ? 2 : 3);
		if (decided[i]) {
			dr_source_decision decision = decision_about(d, stream, tidy);
			dr_list_add(d->arena, &own->sources, decision);
			accept_alone(d, own, &decision);
		}
	}
	for (size_t i = 0, at = 0; i < d->reports.count; i++) {
		if (decided[i]) {
			d->reports.streams[i].decision = &own->sources.items[at++];
		}
	}
	if (!tidy && one_in(d, 6)) {
		dr_list_add(d->arena, &own->sources,
		            (dr_source_decision){ .dkim = DR_STR("payroll.example"),
		                                  .is = DR_IS_OURS,
		                                  .verified = DR_NO_DAY });
	}
}

void plan_people_generate(plan_domain *d)
{
	dr_domain_config own = { .domain = d->domain,
		                 .since = DR_NO_DAY,
		                 .by = DR_NO_DAY,
		                 .outbound_per_month = one_in(d, 8) ? 5000 : -1 };
	if (d->ripe && !one_in(d, 3)) {
		d->config.weekdays = DR_EVERY_WEEKDAY;
	} else {
		generate_freezes(d);
		generate_changes(d, &own);
	}
	generate_acceptances(d, &own);
	generate_decisions(d, &own);
	decide_streams(d, &own);
	dr_list_add(d->arena, &d->config.domains, own);
	if (one_in(d, 8)) {
		dr_list_add(d->arena, &d->config.domains,
		            (dr_domain_config){ .domain = DR_STR("lab.example.com"),
		                                .since = DR_NO_DAY,
		                                .by = DR_NO_DAY,
		                                .outbound_per_month = -1 });
	}
}
