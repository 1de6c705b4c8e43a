/* What reporters tell of the records that they see, and what it says that they leave sp out. */
#include "plan/told.h"

/* In the words of its reports, whatever domain they are about. */
static bool tells_sp(const dr_traffic *traffic, const dr_reporter *reporter)
{
	for (size_t i = 0; i < reporter->told.len; i++) {
		dr_str text = traffic->policies.items[reporter->told.items[i].policy].text;
		if (dr_planner_read_told(text).sp != DR_POLICY_UNSET) {
			return true;
		}
	}
	return false;
}

static void fill_sp(dr_planner *p, const dr_reporter *reporter)
{
	for (size_t i = 0; i < reporter->told.len; i++) {
		dr_planner_told *told = &p->told[reporter->told.items[i].policy];
		told->sp = told->sp != DR_POLICY_UNSET ? told->sp : told->p;
	}
}

void dr_planner_read_policies(dr_planner *p)
{
	const dr_traffic *traffic = p->request->traffic;
	size_t count = traffic != NULL ? traffic->policies.len : 0;
	p->told = count > 0 ? dr_arena_alloc_array(p->arena, count, sizeof(*p->told)) : NULL;
	for (size_t i = 0; p->told != NULL && i < count; i++) {
		p->told[i] = dr_planner_read_told(traffic->policies.items[i].text);
	}
	for (size_t i = 0; p->told != NULL && i < traffic->reporters.len; i++) {
		const dr_reporter *reporter = &traffic->reporters.items[i];
		if (tells_sp(traffic, reporter)) {
			fill_sp(p, reporter);
		}
	}
}
