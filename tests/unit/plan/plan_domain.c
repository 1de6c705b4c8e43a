#include "plan_domain.h"
#include "plan_policy.h"
#include "plan_ready.h"
#include <check.h>
#include <string.h>

#define APEX "example.com"

uint32_t random_below(plan_domain *d, uint32_t limit)
{
	d->random ^= d->random << 13;
	d->random ^= d->random >> 17;
	d->random ^= d->random << 5;
	return (uint32_t)((uint64_t)d->random * limit >> 32);
}

bool one_in(plan_domain *d, uint32_t n)
{
	return random_below(d, n) == 0;
}

const char *random_of(plan_domain *d, const char *const *texts, size_t count)
{
	return texts[random_below(d, (uint32_t)count)];
}

dr_str plan_domain_rua(const plan_domain *d)
{
	dr_buf uri;
	dr_buf_init(&uri, d->arena);
	if (d->rua[0] != '\0') {
		dr_buf_addf(&uri, "mailto:%s", d->rua);
	}
	return dr_buf_str(&uri);
}

const dr_domain_config *plan_domain_own(const plan_domain *d)
{
	return &d->config.domains.items[0];
}

dr_str plan_policy_seen(dr_arena *arena, dr_str record)
{
	static const char *const LEVELS[] = { "none", "quarantine", "reject" };
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "p=%s sp=%s np=%s", LEVELS[policy_asked(record, ROLE_P)],
	            LEVELS[policy_asked(record, ROLE_SP)], LEVELS[policy_asked(record, ROLE_NP)]);
	return dr_buf_str(&text);
}

plan_domain plan_domain_generate(dr_arena *arena, uint32_t number, size_t playbooks)
{
	plan_domain d = { .number = number,
		          .random = (number + 1) * 2654435761U,
		          .arena = arena,
		          .ttl = 3600,
		          .past = DR_NO_DAY };
	for (int i = 0; i < 4; i++) {
		random_below(&d, 1);
	}
	d.playbook = one_in(&d, 2) ? 0 : random_below(&d, (uint32_t)playbooks);
	d.pace = RANDOM_OF(&d, "small", "small", "large");
	d.mail = RANDOM_OF(&d, "", "people", "transactional", "mixed", "none");
	d.rua = RANDOM_OF(&d, "", "", "", "reports@mail." APEX, "reports@reports.example.net");
	d.as_of = dr_day_of(2026, 1, 1) + (dr_day)random_below(&d, 730);
	d.ripe = one_in(&d, 3);
	d.since = one_in(&d, 3) ? DR_NO_DAY : d.as_of - (dr_day)random_below(&d, 200);
	d.by = one_in(&d, 4) ? d.as_of + (dr_day)random_below(&d, 200) : DR_NO_DAY;
	d.since = d.ripe ? d.as_of - 150 : d.since;
	bool elsewhere = strstr(d.rua, APEX) == NULL;
	d.rua = d.ripe && elsewhere ? "" : d.rua; /* whether others take reports is not known */
	if (d.ripe && one_in(&d, 2)) {
		plan_ready_generate(&d);
		return d;
	}
	plan_dns_generate(&d);
	plan_past_generate(&d);
	plan_mail_generate(&d);
	plan_people_generate(&d);
	return d;
}

static void move_day(dr_day *day, dr_day by)
{
	*day += *day != DR_NO_DAY ? by : 0;
}

void plan_domain_move(plan_domain *d, dr_day by)
{
	mail_reports *r = &d->reports;
	d->as_of += by;
	move_day(&d->since, by);
	move_day(&d->past, by);
	move_day(&r->first, by);
	move_day(&r->last, by);
	move_day(&r->turned, by);
	for (size_t i = 0; i < r->count; i++) {
		move_day(&r->streams[i].first, by);
		move_day(&r->streams[i].last, by);
		move_day(&r->streams[i].broke, by);
	}
	dr_domain_config *own = &d->config.domains.items[0];
	for (size_t i = 0; i < own->sources.len; i++) {
		move_day(&own->sources.items[i].verified, by);
	}
}

static void copy_decisions(dr_arena *arena, plan_domain *d)
{
	dr_domain_config *own = dr_arena_new_of(arena, dr_domain_config);
	dr_domain_configs domains = { NULL, 0 };
	*own = d->config.domains.items[0];
	const dr_source_decisions was = own->sources;
	own->sources = (dr_source_decisions){ NULL, 0 };
	for (size_t i = 0; i < was.len; i++) {
		dr_list_add(arena, &own->sources, was.items[i]);
	}
	dr_list_add(arena, &domains, *own);
	for (size_t i = 1; i < d->config.domains.len; i++) {
		dr_list_add(arena, &domains, d->config.domains.items[i]);
	}
	d->config.domains = domains;
	for (size_t i = 0; i < d->reports.count; i++) {
		mail_stream *stream = &d->reports.streams[i];
		if (stream->decision != NULL) {
			stream->decision =
				&domains.items[0].sources.items[stream->decision - was.items];
		}
	}
}

plan_domain plan_domain_after(dr_arena *arena, const plan_domain *d, const dr_plan *plan,
                              const dr_plan_phase *step)
{
	plan_domain after = *d;
	dr_str was = plan_domain_published(d);
	dr_day present = plan->since_given ? plan->since : plan->as_of;
	after.arena = arena;
	plan_domain_copy_dns(&after);
	copy_decisions(arena, &after);
	for (size_t i = 0; i < step->records.len; i++) {
		plan_domain_put(&after, &step->records.items[i]);
	}
	bool turned = !dr_str_eq(was, plan_domain_published(&after));
	after.ttl = turned ? (int)step->records.items[0].ttl : d->ttl;
	after.readiness = PLAN_ANY;
	plan_domain_move(&after, step->not_before - d->as_of);
	after.past = d->past;
	after.since = turned ? step->not_before : present;
	after.reports.turned = after.as_of;
	after.reports.before = d->reports.now;
	after.reports.now = plan_policy_seen(arena, plan_domain_published(&after));
	return after;
}

const char *plan_domain_show(const plan_domain *d)
{
	dr_buf text;
	dr_buf_init(&text, d->arena);
	dr_buf_addf(&text, "domain %u: %.*s, playbook %zu, pace %s, mail '%s', %s", d->number,
	            DR_FMT(d->domain), d->playbook, d->pace, d->mail,
	            d->sends ? "sends" : "parked");
	if (d->readiness != PLAN_ANY) {
		dr_buf_addf(&text, ", flaw %zu", d->flaw);
	}
	for (size_t i = 0; i < d->texts.len; i++) {
		dr_buf_addf(&text, ", %.*s '%.*s'", DR_FMT(d->texts.items[i].name),
		            DR_FMT(d->texts.items[i].value));
	}
	if (d->past != DR_NO_DAY) {
		dr_buf_addf(&text, ", %d days ago '%.*s'", d->as_of - d->past,
		            DR_FMT(d->past_record));
	}
	for (size_t i = 0; i < d->aliases.len; i++) {
		dr_buf_addf(&text, ", %.*s -> %.*s", DR_FMT(d->aliases.items[i].name),
		            DR_FMT(d->aliases.items[i].value));
	}
	return text.ptr;
}

bool plan_domain_asks_for_reports(const plan_domain *d)
{
	dr_str text = plan_domain_published(d);
	return dr_str_find(text, 0, '@') < text.len;
}
