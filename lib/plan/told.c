#include "plan/told.h"

static int16_t policy_in(dr_str text, dr_str tag)
{
	dr_policy policy = dr_policy_parse(dr_planner_seen_tag(text, tag));
	return policy != DR_POLICY_UNSET ? (int16_t)policy : DR_TOLD_NOT;
}

dr_planner_told dr_planner_read_told(dr_str text)
{
	dr_str t = dr_planner_seen_tag(text, DR_STR("t"));
	uint64_t pct = 0;
	bool share = dr_str_to_u64(dr_planner_seen_tag(text, DR_STR("pct")), DR_PLANNER_ALL, &pct);
	return (dr_planner_told){ {
		policy_in(text, DR_STR("p")),
		policy_in(text, DR_STR("sp")),
		policy_in(text, DR_STR("np")),
		share ? (int16_t)pct : DR_TOLD_NOT,
		t.len > 0 ? !dr_str_eq_nocase(t, DR_STR("y")) : DR_TOLD_NOT,
	} };
}

int16_t dr_planner_fallback(const dr_planner_told *told, dr_told_tag tag)
{
	const int16_t p = told->says[DR_TOLD_P], sp = told->says[DR_TOLD_SP];
	return tag == DR_TOLD_PCT                       ? DR_PLANNER_ALL
	       : tag == DR_TOLD_FULL                    ? 1
	       : tag == DR_TOLD_NP && sp != DR_TOLD_NOT ? sp
	                                                : p;
}

dr_planner_told dr_planner_acting(dr_planner_told told)
{
	bool acts = false;
	for (size_t tag = DR_TOLD_P; tag <= DR_TOLD_NP; tag++) {
		acts = acts || told.says[tag] > (int16_t)DR_POLICY_NONE;
	}
	for (size_t tag = DR_TOLD_PCT; !acts && tag < DR_TOLD_TAGS; tag++) {
		told.says[tag] = DR_TOLD_NOT;
	}
	return told;
}

static dr_planner_told fall_back(dr_policy p, dr_policy sp, dr_policy np, int64_t pct, bool t)
{
	sp = sp != DR_POLICY_UNSET ? sp : p;
	np = np != DR_POLICY_UNSET ? np : sp;
	return dr_planner_acting(
		(dr_planner_told){ { (int16_t)p, (int16_t)sp, (int16_t)np, (int16_t)pct, !t } });
}

static dr_policy known(dr_str policy, dr_status status)
{
	return dr_is_known(status) ? dr_policy_parse(policy) : DR_POLICY_UNSET;
}

dr_planner_told dr_planner_told_now(const dr_planner *p)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	dr_policy says = known(dmarc->p, dmarc->p_status);
	return fall_back(says != DR_POLICY_UNSET ? says : DR_POLICY_NONE,
	                 known(dmarc->sp, dmarc->sp_status), known(dmarc->np, dmarc->np_status),
	                 dr_is_known(dmarc->pct_status) ? dmarc->pct : DR_PLANNER_ALL,
	                 dr_is_known(dmarc->t_status) && dr_str_eq(dmarc->t, DR_STR("y")));
}

dr_planner_told dr_planner_told_in(const dr_dmarc *record)
{
	dr_policy p = record->p != DR_POLICY_UNSET ? record->p : DR_POLICY_NONE;
	return fall_back(p, record->sp, record->np, record->pct, record->t);
}

bool dr_planner_is_same_policy(const dr_planner_told *a, const dr_planner_told *b)
{
	for (size_t tag = 0; tag < DR_TOLD_TAGS; tag++) {
		const int16_t one = a->says[tag], other = b->says[tag];
		if (one != other && one != DR_TOLD_NOT && other != DR_TOLD_NOT) {
			return false;
		}
	}
	return true;
}

bool dr_planner_speaks_below(const dr_planner *p)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	return dr_is_known(dmarc->organizational_status) &&
	       dr_str_eq_nocase(dmarc->organizational, p->facts->domain.name);
}

static bool said_more(const dr_planner_told *was, const dr_planner_told *is, size_t tag)
{
	return is->says[tag] != DR_TOLD_NOT && was->says[tag] > is->says[tag];
}

/* Each tag unless it only followed the one that it falls back to. */
dr_str dr_planner_say_more(const dr_planner *p, const dr_planner_told *was,
                           const dr_planner_told *is)
{
	static const char *const NAMES[] = { "p", "sp", "np" };
	const bool same_p = was->says[DR_TOLD_P] == is->says[DR_TOLD_P];
	dr_buf text;
	dr_buf_init(&text, p->arena);
	for (size_t i = 0; i < (dr_planner_speaks_below(p) ? DR_COUNT(NAMES) : 1); i++) {
		bool follows =
			i > 0 && was->says[i] == was->says[i - 1] && is->says[i] == is->says[i - 1];
		if (said_more(was, is, i) && !follows) {
			dr_buf_addf(&text, "%s%s=%s", text.len > 0 ? " " : "", NAMES[i],
			            dr_policy_name((dr_policy)was->says[i]));
		}
	}
	if (text.len == 0 && same_p && said_more(was, is, DR_TOLD_PCT) &&
	    was->says[DR_TOLD_PCT] < DR_PLANNER_ALL) {
		dr_buf_addf(&text, "pct=%d", was->says[DR_TOLD_PCT]);
	} else if (text.len == 0 && same_p &&
	           (said_more(was, is, DR_TOLD_PCT) || said_more(was, is, DR_TOLD_FULL))) {
		dr_buf_addf(&text, "meant in full");
	}
	return dr_buf_str(&text);
}
