/* Steps that keep p and have more receivers act on it: pct and t of a playbook that ramps. */
#include "plan/plan_priv.h"
#include "record/edit.h"

/* What a record says beside p of how far it is meant. */
typedef struct {
	dr_str pct, t; /* empty: not written, which is all of it */
} stage;

static bool is_same(const stage *a, const stage *b)
{
	return dr_str_eq(a->pct, b->pct) && dr_str_eq_nocase(a->t, b->t);
}

static stage stage_of(dr_planner *p, const dr_playbook_phase *from)
{
	stage to = { { NULL, 0 }, { NULL, 0 } };
	for (size_t i = 0; i < from->replace.len; i++) {
		dr_str text = dr_planner_text(p, from->replace.items[i]);
		size_t equals = dr_str_find(text, 0, '=');
		dr_str tag = dr_str_sub(text, 0, equals);
		dr_str value = dr_str_sub(text, equals + 1, text.len);
		to.pct = dr_str_eq(tag, DR_STR("pct")) ? value : to.pct;
		to.t = dr_str_eq(tag, DR_STR("t")) ? value : to.t;
	}
	return to;
}

static dr_str value_of(const dr_dmarc *record, dr_dmarc_tag id)
{
	const dr_tag *tag = dr_dmarc_find(record, id);
	return tag != NULL && dr_dmarc_is_valid(record, id) ? tag->value : (dr_str){ 0 };
}

/* pct=100 and t=n say what is so without them. */
static stage stage_in(const dr_dmarc *record)
{
	return (stage){ record->pct < 100 ? value_of(record, DR_DMARC_PCT) : (dr_str){ 0 },
		        record->t ? value_of(record, DR_DMARC_T) : (dr_str){ 0 } };
}

static dr_str with_stage(dr_planner *p, dr_str text, const stage *to)
{
	const dr_tag_edit edits[] = { { DR_STR("pct"), to->pct }, { DR_STR("t"), to->t } };
	return dr_dmarc_edit(p->arena, text, edits, DR_COUNT(edits));
}

/* The stage of the playbook before the present one, of those with the same p. */
static bool find_in_playbook(dr_planner *p, const dr_dmarc *record, stage *ret_before)
{
	const stage now = stage_in(record);
	const dr_playbook_phases *phases = &p->playbook->phases;
	bool any = false;
	for (size_t i = 0; i < phases->len; i++) {
		const dr_playbook_phase *from = &phases->items[i];
		if (dr_policy_parse(from->raise_p) != record->p ||
		    !dr_planner_holds(p, from->when)) {
			continue;
		}
		stage to = stage_of(p, from);
		if (is_same(&to, &now)) {
			return any;
		}
		*ret_before = to;
		any = true;
	}
	return false;
}

dr_str dr_planner_seen_tag(dr_str policy, dr_str tag)
{
	dr_str rest = policy, part;
	while (dr_str_split(&rest, ' ', &part)) {
		size_t equals = dr_str_find(part, 0, '=');
		if (dr_str_eq(dr_str_sub(part, 0, equals), tag)) {
			return dr_str_sub(part, equals + 1, part.len);
		}
	}
	return (dr_str){ 0 };
}

bool dr_planner_is_believed(const dr_planner *p, const dr_seen_policy *seen)
{
	const dr_seen_policies *list = &p->request->traffic->policies;
	bool any = false;
	for (size_t i = 0; i < list->len && !any; i++) {
		any = list->items[i].counted;
	}
	return seen->counted || !any;
}

dr_str dr_planner_stage_before(dr_planner *p, const dr_dmarc *record)
{
	stage before = { { NULL, 0 }, { NULL, 0 } };
	if (record->p <= DR_POLICY_NONE || !find_in_playbook(p, record, &before)) {
		return (dr_str){ 0 };
	}
	dr_str text = with_stage(p, p->plan->published, &before);
	return dr_planner_weakens(p, text, p->plan->published) ? (dr_str){ 0 } : text;
}

dr_str dr_planner_without_stage(dr_planner *p, dr_str text)
{
	static const stage ALL = { { NULL, 0 }, { NULL, 0 } };
	dr_str plain = with_stage(p, text, &ALL);
	return dr_planner_weakens(p, plain, p->plan->published) ? text : plain;
}
