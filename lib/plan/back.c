#include "plan/plan_priv.h"
#include "record/edit.h"

static const dr_str LIKELY =
	DR_STR_INIT("the policy of the playbook before this one; give --previous FILE "
                    "for the very record");
static const dr_str LOWER = DR_STR_INIT("one policy lower, until the failing source is repaired");

static dr_str with_policy(dr_planner *p, dr_policy policy)
{
	const dr_tag_edit edit = { DR_STR("p"), dr_str_of(dr_policy_name(policy)) };
	dr_str text = dr_dmarc_edit(p->arena, p->plan->published, &edit, 1);
	return dr_planner_without_stage(p, text);
}

static dr_plan_return not_possible(dr_str why)
{
	return (dr_plan_return){ .why = why };
}

/* What the published policy has done: of the phase that raises p to it, though sp or np may keep
 * the plan in an earlier one. */
static dr_strs not_undone(dr_planner *p)
{
	const dr_plan *plan = p->plan;
	dr_dmarc record = dr_planner_parse(p, plan->published);
	dr_policies all = dr_policy_effective(&record).strictest;
	dr_policy below = all.sp > all.np ? all.sp : all.np;
	dr_policy now = all.p > below ? all.p : below;
	for (size_t i = 0; i < p->playbook->phases.len; i++) {
		const dr_playbook_phase *from = &p->playbook->phases.items[i];
		if (now > DR_POLICY_NONE && dr_policy_parse(from->raise_p) == now) {
			return from->cannot_undo;
		}
	}
	return plan->current != NULL ? plan->current->cannot_undo : (dr_strs){ NULL, 0 };
}

/* An np that nobody can read makes newer receivers act on nothing of a record (RFC 9989 4.10.1).
 * Without it they act again: where that is more than today, none of them may. */
static dr_str without_np(dr_planner *p, dr_str text)
{
	static const dr_tag_edit NOTHING[] = { { DR_STR_INIT("p"), DR_STR_INIT("none") },
		                               { DR_STR_INIT("sp"), { NULL, 0 } },
		                               { DR_STR_INIT("np"), { NULL, 0 } } };
	dr_str back = dr_dmarc_edit(p->arena, text, &NOTHING[2], 1);
	return dr_planner_weakens(p, back, p->plan->published)
	               ? dr_dmarc_edit(p->arena, text, NOTHING, DR_COUNT(NOTHING))
	               : back;
}

/* A way back as every receiver can read it. */
static dr_str readable(dr_planner *p, dr_str text)
{
	dr_str clean = dr_planner_readable(p, text);
	dr_dmarc record = dr_planner_parse(p, clean);
	bool np = dr_dmarc_find(&record, DR_DMARC_NP) != NULL;
	return np && !dr_dmarc_is_valid(&record, DR_DMARC_NP) ? without_np(p, clean) : clean;
}

static dr_str say_left_out(dr_planner *p, dr_str before, dr_str text, dr_str why)
{
	dr_dmarc was = dr_planner_parse(p, before), is = dr_planner_parse(p, text);
	dr_str parts = dr_planner_left_out(p, before, text);
	dr_buf said;
	dr_buf_init(&said, p->arena);
	dr_buf_add(&said, why);
	if (parts.len > 0) {
		dr_buf_addf(&said, "; without %.*s, which cannot be read", DR_FMT(parts));
	}
	if (is.p != was.p || is.sp != was.sp) {
		dr_buf_addf(&said, ", and p=none for all: newer receivers act on nothing of a "
		                   "record with such an np, and would begin to");
	}
	return dr_buf_str(&said);
}

/* `before` empty: the record is removed. */
static dr_plan_return go_to(dr_planner *p, dr_str before, dr_str why)
{
	dr_str text = before.len > 0 ? readable(p, before) : before;
	dr_plan_return back = { .possible = true, .cannot_undo = not_undone(p) };
	back.why = before.len > 0 ? say_left_out(p, before, text, why) : why;
	dr_list_add(p->arena, &back.records, dr_planner_record(p, text, back.why));
	return back;
}

/* Under p=none sp rose after np: the last one goes. */
static dr_plan_return lower_below(dr_planner *p, const dr_dmarc *record)
{
	const char *tag = record->sp > DR_POLICY_NONE ? "sp" : "np";
	const dr_tag_edit edit = { dr_str_of(tag), { NULL, 0 } };
	dr_str text = dr_dmarc_edit(p->arena, p->plan->published, &edit, 1);
	return go_to(p, dr_planner_without_stage(p, text),
	             DR_STR("names below the domain as they were before this record; give "
	                    "--previous FILE for the very record"));
}

static bool acts_below(const dr_dmarc *record)
{
	return record->sp > DR_POLICY_NONE || record->np > DR_POLICY_NONE;
}

static dr_str say_inherited(dr_planner *p, const char *tag, dr_str policy)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text,
	            "without a record of its own the policy of %.*s, %s=%.*s, would hold: leave "
	            "this record where it is",
	            DR_FMT(p->facts->dmarc.organizational), tag, DR_FMT(policy));
	return dr_buf_str(&text);
}

/* The name is there without its DMARC record too; that one alone may be all that makes it exist. */
static bool stays_in_dns(const dr_planner *p)
{
	const dr_mx_facts *mx = &p->facts->mx;
	return (dr_is_known(mx->present_status) && mx->present) ||
	       (dr_is_known(mx->address_status) && mx->address) ||
	       dr_is_known(p->facts->spf.text_status);
}

/* Why a record that enforces nothing must stay: the organizational domain's may enforce. Empty: it
 * may go. */
static dr_str needed(dr_planner *p)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	const dr_dmarc_organization_facts *above = &dmarc->organization;
	if (dmarc->organizational_status.state != DR_KNOWN ||
	    above->present_status.state != DR_KNOWN) {
		return DR_STR("whether another policy would hold without this record is not known");
	}
	if (dr_str_eq_nocase(dmarc->organizational, p->facts->domain.name)) {
		return (dr_str){ 0 };
	}
	if (!above->readable) {
		return (dr_str){ 0 };
	}
	bool sp = above->sp_status.state == DR_KNOWN;
	bool any = sp || above->p_status.state == DR_KNOWN;
	bool np = above->np_status.state == DR_KNOWN && !stays_in_dns(p);
	dr_str policy = sp ? above->sp : above->p;
	if (any && dr_policy_parse(policy) > DR_POLICY_NONE) {
		return say_inherited(p, sp ? "sp" : "p", policy);
	}
	return np && dr_policy_parse(above->np) > DR_POLICY_NONE ? say_inherited(p, "np", above->np)
	                                                         : (dr_str){ 0 };
}

static dr_plan_return remove_record(dr_planner *p)
{
	dr_str why = needed(p);
	return why.len > 0 ? not_possible(why)
	                   : go_to(p, (dr_str){ 0 },
	                           DR_STR("the first step is undone by removing the record"));
}

/* A p or sp that nobody can read: the record enforces nothing, whatever its other tags say. */
static dr_plan_return void_already(dr_planner *p, const dr_dmarc *record)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%s cannot be read: %s. dmarcramp plan %.*s says how to repair it",
	            record->p == DR_POLICY_UNSET ? "p" : "sp",
	            record->usable_rua
	                    ? "receivers act as if all of the record said p=none"
	                    : "receivers ignore the record, for it has no valid rua either",
	            DR_FMT(p->plan->domain));
	return not_possible(dr_buf_str(&text));
}

static dr_plan_return rollback(dr_planner *p, const dr_dmarc *record)
{
	bool nothing = dr_planner_is_void(record);
	dr_policy now = nothing ? DR_POLICY_NONE : record->p;
	dr_str why = { 0 }, before = dr_planner_seen_before(p, now, &why);
	if (before.len > 0) {
		return go_to(p, before, why);
	}
	if (nothing) {
		return void_already(p, record);
	}
	if (now <= DR_POLICY_NONE && acts_below(record)) {
		return lower_below(p, record);
	}
	before = dr_planner_likely_before(p, record);
	if (before.len > 0) {
		return go_to(p, before, LIKELY);
	}
	if (now <= DR_POLICY_NONE) {
		return remove_record(p);
	}
	return go_to(p, with_policy(p, dr_policy_lowered(now)), LIKELY);
}

static dr_plan_return emergency(dr_planner *p, const dr_dmarc *record)
{
	if (dr_planner_is_void(record)) {
		return void_already(p, record);
	}
	if (record->p <= DR_POLICY_NONE) {
		return not_possible(
			acts_below(record)
				? DR_STR("p=none already. Receivers still act on sp and np for "
		                         "names below the domain: --rollback takes that back")
				: DR_STR("p=none already: no receiver acts on the record"));
	}
	return go_to(p, with_policy(p, DR_POLICY_NONE),
	             DR_STR("p=none; sp, np and rua stay as they are written"));
}

static dr_plan_return step_down(dr_planner *p, const dr_dmarc *record)
{
	dr_policy now = record->p;
	if (dr_planner_is_void(record)) {
		return void_already(p, record);
	}
	if (now <= DR_POLICY_NONE) {
		return acts_below(record) ? lower_below(p, record)
		                          : not_possible(DR_STR("p=none is the lowest policy"));
	}
	return go_to(p, with_policy(p, dr_policy_lowered(now)), LOWER);
}

static dr_str say_nothing_published(dr_planner *p)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	if (dmarc->records_status.state != DR_KNOWN || dmarc->records < 2) {
		return DR_STR("the domain has no DMARC record of its own");
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text,
	            "_dmarc.%.*s has %lld DMARC records, and receivers ignore them all: none is in "
	            "force. Leave only the right one",
	            DR_FMT(p->facts->domain.name), (long long)dmarc->records);
	return dr_buf_str(&text);
}

void dr_planner_fill_returns(dr_planner *p)
{
	dr_plan *plan = p->plan;
	if (dr_planner_inherits(p)) {
		dr_planner_fill_returns_of_inherited(p);
		return;
	}
	if (plan->published.len == 0) {
		dr_str why = say_nothing_published(p);
		plan->rollback = plan->emergency = plan->step_down = not_possible(why);
		return;
	}
	dr_dmarc record = dr_planner_parse(p, plan->published);
	plan->kept = dr_planner_ttl(p) > dr_planner_new_ttl(p) ? dr_planner_ttl(p)
	                                                       : dr_planner_new_ttl(p);
	plan->rollback = rollback(p, &record);
	plan->emergency = emergency(p, &record);
	plan->step_down = step_down(p, &record);
	if (plan->current != NULL && !plan->rollback.possible) {
		dr_planner_writable(p, plan->current)->cannot_undo = (dr_strs){ NULL, 0 };
	}
	dr_planner_relieve(p, &record, false, &plan->rollback);
	dr_planner_undo_names(p, &plan->rollback);
	dr_planner_relieve(p, &record, true, &plan->step_down);
	dr_planner_relieve_at_once(p, &record, &plan->emergency);
}
