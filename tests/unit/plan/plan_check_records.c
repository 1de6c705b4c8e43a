#include "plan_checks.h"
#include "plan_policy.h"
#include <stdarg.h>
#include <stdio.h>

void plan_fails(const plan_domain *d, const char *file, int line, const char *condition,
                const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	ck_abort_msg("%s\n%s:%d: not so: %s: %s", plan_domain_show(d), file, line, condition, text);
}

/* What stands in DNS while the plan goes on. */
typedef struct {
	dr_arena *arena;
	plan_domain now;
} standing;

static standing stand(const plan_domain *d)
{
	standing s = { dr_arena_new(0), *d };
	s.now.arena = s.arena;
	plan_domain_copy_dns(&s.now);
	return s;
}

static void publish(standing *s, const dr_plan_records *records)
{
	for (size_t i = 0; i < records->len; i++) {
		const dr_plan_record *r = &records->items[i];
		bool removes = dr_str_eq(r->action, DR_STR("remove"));
		HOLDS(&s->now, removes == (r->value.len == 0), "%.*s", DR_FMT(r->name));
		plan_domain_put(&s->now, r);
	}
}

policy_effect plan_reaching(const plan_domain *d, size_t receiver, policy_role role)
{
	dr_str own = plan_domain_published(d);
	dr_str above = plan_domain_found(d, DR_STR("_dmarc.example.com"));
	bool inherits = own.len == 0 && !dr_str_eq(d->domain, DR_STR("example.com"));
	bool as_sp = inherits && role == ROLE_P;
	return policy_at(inherits ? above : own, receiver, as_sp ? ROLE_SP : role);
}

bool plan_counts(const plan_domain *d, policy_role role)
{
	bool top = dr_str_eq(d->domain, DR_STR("example.com")) ||
	           plan_domain_found(d, DR_STR("_dmarc.example.com")).len == 0;
	return role == ROLE_P || top;
}

static void check_strength(const plan_domain *before, const plan_domain *after,
                           const dr_plan_phase *step)
{
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		for (size_t i = 0; i < RECEIVERS && plan_counts(before, role); i++) {
			policy_effect was = plan_reaching(before, i, role);
			policy_effect is = plan_reaching(after, i, role);
			HOLDS(before, is.least >= was.least && is.most >= was.most,
			      "%.*s weakens role %d at receiver %zu: '%.*s' after '%.*s'",
			      DR_FMT(step->id), (int)role, i, DR_FMT(plan_domain_published(after)),
			      DR_FMT(plan_domain_published(before)));
		}
	}
}

static int level(dr_str policy)
{
	return dr_str_eq(policy, DR_STR("reject")) ? 2 : dr_str_eq(policy, DR_STR("quarantine"));
}

/* What the plan says of its effect is what the record does. */
static void check_effect(const plan_domain *d, const dr_plan_phase *step)
{
	const dr_plan_effect *const said[ROLES] = { &step->p, &step->sp, &step->np };
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		policy_effect any = policy_anywhere(step->text, role);
		HOLDS(d, level(said[role]->weakest) == any.least, "%.*s", DR_FMT(step->text));
		HOLDS(d, level(said[role]->strictest) == any.most, "%.*s", DR_FMT(step->text));
	}
}

/* Two records that only look different: the same tags with the same values. */
static bool is_same(dr_str a, dr_str b)
{
	static const char *const TAGS[] = { "p",  "sp",  "np",  "adkim", "aspf", "fo", "rf",
		                            "ri", "rua", "ruf", "pct",   "t",    "psd" };
	for (size_t i = 0; i < DR_COUNT(TAGS); i++) {
		if (!dr_str_eq(policy_tag(a, TAGS[i]), policy_tag(b, TAGS[i]))) {
			return false;
		}
	}
	return true;
}

/* Some receiver does something else, with more messages too; or reports go elsewhere; or nothing,
 * or no policy, stood there. */
static bool does_something(dr_str was, dr_str is)
{
	return !policy_is_same(was, is) || (was.len == 0) != (is.len == 0) ||
	       (policy_tag(was, "p").len == 0) != (policy_tag(is, "p").len == 0) ||
	       !dr_str_eq(policy_tag(was, "rua"), policy_tag(is, "rua")) ||
	       !dr_str_eq(policy_tag(was, "ruf"), policy_tag(is, "ruf"));
}

/* The name below the domain whose record it is. */
static dr_str name_of(const dr_plan_record *record)
{
	dr_str prefix = DR_STR("_dmarc.");
	return dr_str_sub(record->name, prefix.len, record->name.len);
}

static bool is_below(const plan_domain *before, const dr_plan_record *record)
{
	return dr_str_starts(record->name, DR_STR("_dmarc.")) &&
	       !dr_str_eq(name_of(record), before->domain);
}

static void check_change(const plan_domain *before, const dr_plan_record *record)
{
	dr_str was = is_below(before, record) ? plan_domain_own_record(before, name_of(record))
	                                      : plan_domain_found(before, record->name);
	HOLDS(before, !is_same(was, record->value) || was.len == 0 || record->value.len == 0,
	      "'%.*s' after '%.*s'", DR_FMT(record->value), DR_FMT(was));
	HOLDS(before, does_something(was, record->value), "'%.*s' after '%.*s'",
	      DR_FMT(record->value), DR_FMT(was));
}

/* A name below the domain that gets a record of its own is treated as before: as the domain, where
 * it shared that record. */
static void check_apart(const plan_domain *before, const dr_plan_record *record)
{
	dr_str name = name_of(record);
	bool exists = is_below(before, record) && plan_domain_exists(before, name);
	bool new = plan_domain_own_record(before, name).len == 0;
	policy_role role = plan_domain_shares(before, name) ? ROLE_P : ROLE_SP;
	for (size_t i = 0; i < RECEIVERS && exists && new; i++) {
		policy_effect is = policy_at(record->value, i, ROLE_P);
		policy_effect was = plan_reaching(before, i, role);
		HOLDS(before, is.least == was.least && is.most == was.most, "%.*s '%.*s'",
		      DR_FMT(record->name), DR_FMT(record->value));
	}
}

/* A task of the step tells that the name is a CNAME: nothing may stand beside it. */
static bool is_told(const plan_domain *before, const dr_plan_phase *step, dr_str name)
{
	dr_buf text;
	dr_buf_init(&text, before->arena);
	dr_buf_addf(&text, "%.*s is a CNAME to ", DR_FMT(name));
	for (size_t i = 0; i < step->tasks.len; i++) {
		if (dr_str_starts(step->tasks.items[i].text, dr_buf_str(&text))) {
			return true;
		}
	}
	return false;
}

/* A record is never put beside a CNAME: it takes its place, and the step says so; or it is changed
 * where the CNAME leads, and the step says where that is. */
static void check_place(const plan_domain *before, const dr_plan_phase *step,
                        const dr_plan_record *record)
{
	dr_str own = plan_domain_place(before, before->domain);
	bool led = !dr_str_eq(record->name, own) &&
	           dr_str_eq(record->name, plan_domain_end(before, own));
	if (plan_domain_alias(before, record->name).len > 0) {
		HOLDS(before, is_told(before, step, record->name), "%.*s", DR_FMT(record->name));
	}
	HOLDS(before, !led || is_told(before, step, own), "%.*s", DR_FMT(record->name));
	HOLDS(before, led || dr_str_starts(record->name, DR_STR("_dmarc.")), "%.*s",
	      DR_FMT(record->name));
}

/* What stands at a name again: a record, or a CNAME that leads where the one before led. */
static void check_back(const plan_domain *before, const plan_domain *back, dr_str name,
                       const dr_plan_phase *step)
{
	dr_str was = plan_domain_text(before, name), is = plan_domain_text(back, name);
	dr_str end = plan_domain_end(before, name), led = plan_domain_end(back, name);
	HOLDS(before, dr_str_eq(is, was) && dr_str_eq(led, end),
	      "%.*s: %.*s goes back to '%.*s' at %.*s", DR_FMT(step->id), DR_FMT(name), DR_FMT(is),
	      DR_FMT(led));
}

static void check_way_back(standing *s, const dr_plan_phase *step, const plan_domain *before)
{
	standing back = stand(&s->now);
	publish(&back, &step->rollback);
	HOLDS(before, step->rollback.len == step->records.len, "%.*s", DR_FMT(step->id));
	HOLDS(before, dr_str_eq(plan_domain_published(&back.now), plan_domain_published(before)),
	      "%.*s", DR_FMT(step->id));
	for (size_t i = 0; i < back.now.texts.len; i++) {
		check_back(before, &back.now, back.now.texts.items[i].name, step);
	}
	dr_arena_free(back.arena);
}

void check_records(const plan_check *c)
{
	standing s = stand(c->domain);
	const dr_plan_phase *step;
	HOLDS(c->domain, dr_str_eq(c->made->plan.published, plan_domain_published(c->domain)),
	      "published");
	for (size_t i = 0; (step = plan_step(&c->made->plan, i)) != NULL; i++) {
		standing before = stand(&s.now);
		for (size_t r = 0; r < step->records.len; r++) {
			check_change(&before.now, &step->records.items[r]);
			check_apart(&before.now, &step->records.items[r]);
			check_place(&before.now, step, &step->records.items[r]);
		}
		publish(&s, &step->records);
		HOLDS(c->domain, dr_str_eq(step->text, plan_domain_published(&s.now)), "%.*s",
		      DR_FMT(step->id));
		check_strength(&before.now, &s.now, step);
		check_effect(&before.now, step);
		check_way_back(&s, step, &before.now);
		dr_arena_free(before.arena);
	}
	dr_arena_free(s.arena);
}
