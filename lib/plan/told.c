#include "plan/told.h"

dr_planner_told dr_planner_read_told(dr_str text)
{
	dr_str t = dr_planner_seen_tag(text, DR_STR("t"));
	dr_planner_told told = {
		.p = dr_policy_parse(dr_planner_seen_tag(text, DR_STR("p"))),
		.sp = dr_policy_parse(dr_planner_seen_tag(text, DR_STR("sp"))),
		.np = dr_policy_parse(dr_planner_seen_tag(text, DR_STR("np"))),
		.t = dr_str_eq_nocase(t, DR_STR("y")),
		.tells_t = t.len > 0,
	};
	told.tells_pct =
		dr_str_to_u64(dr_planner_seen_tag(text, DR_STR("pct")), DR_PLANNER_ALL, &told.pct);
	told.pct = told.tells_pct ? told.pct : DR_PLANNER_ALL;
	return told;
}

static dr_planner_told fall_back(dr_planner_told t)
{
	t.sp = t.sp != DR_POLICY_UNSET ? t.sp : t.p;
	t.np = t.np != DR_POLICY_UNSET ? t.np : t.sp;
	return t;
}

static dr_policy known(dr_str policy, dr_status status)
{
	return dr_is_known(status) ? dr_policy_parse(policy) : DR_POLICY_UNSET;
}

dr_planner_told dr_planner_told_by(const dr_dmarc_facts *dmarc)
{
	return fall_back((dr_planner_told){
		.p = known(dmarc->p, dmarc->p_status),
		.sp = known(dmarc->sp, dmarc->sp_status),
		.np = known(dmarc->np, dmarc->np_status),
		.pct = dr_is_known(dmarc->pct_status) ? (uint64_t)dmarc->pct : DR_PLANNER_ALL,
		.t = dr_is_known(dmarc->t_status) && dr_str_eq(dmarc->t, DR_STR("y")),
		.tells_pct = true,
		.tells_t = true,
	});
}

static dr_planner_told with_p(dr_planner_told t)
{
	t.p = t.p != DR_POLICY_UNSET ? t.p : DR_POLICY_NONE;
	return fall_back(t);
}

dr_planner_told dr_planner_told_now(const dr_planner *p)
{
	return with_p(dr_planner_told_by(&p->facts->dmarc));
}

dr_planner_told dr_planner_told_in(const dr_dmarc *record)
{
	return with_p((dr_planner_told){
		.p = record->p,
		.sp = record->sp,
		.np = record->np,
		.pct = (uint64_t)record->pct,
		.t = record->t,
		.tells_pct = true,
		.tells_t = true,
	});
}

/* Beside p=none for all pct and t say nothing. */
static bool enforces(const dr_planner_told *told)
{
	return told->p > DR_POLICY_NONE || told->sp > DR_POLICY_NONE || told->np > DR_POLICY_NONE;
}

bool dr_planner_was_milder(const dr_planner_told *then, const dr_planner_told *now)
{
	bool share = then->tells_pct && then->pct < now->pct;
	return enforces(now) && (share || (then->tells_t && then->t && !now->t));
}

bool dr_planner_is_same_stage(const dr_planner_told *a, const dr_planner_told *b)
{
	bool share = !a->tells_pct || !b->tells_pct || a->pct == b->pct;
	bool test = !a->tells_t || !b->tells_t || a->t == b->t;
	return (share && test) || !(enforces(a) && enforces(b));
}

static bool may_be(dr_policy a, dr_policy b)
{
	return a == b || a == DR_POLICY_UNSET || b == DR_POLICY_UNSET;
}

bool dr_planner_is_same_policy(const dr_planner_told *a, const dr_planner_told *b)
{
	return a->p == b->p && may_be(a->sp, b->sp) && may_be(a->np, b->np) &&
	       dr_planner_is_same_stage(a, b);
}

dr_planner_told dr_planner_firm(dr_planner_told t)
{
	dr_policy np = t.sp != DR_POLICY_UNSET ? t.sp : t.p;
	t.np = t.np != np ? t.np : DR_POLICY_UNSET;
	t.sp = t.sp != t.p ? t.sp : DR_POLICY_UNSET;
	t.tells_pct = t.tells_pct && t.pct < DR_PLANNER_ALL;
	t.tells_t = t.tells_t && t.t;
	return t;
}

bool dr_planner_agrees(dr_policy seen, dr_policy now)
{
	return seen == DR_POLICY_UNSET || seen == now;
}

bool dr_planner_speaks_below(const dr_planner *p)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	return dr_is_known(dmarc->organizational_status) &&
	       dr_str_eq_nocase(dmarc->organizational, p->facts->domain.name);
}
