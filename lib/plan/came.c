/* When records of names below came and went, as reports saw. */
#include "plan/told.h"

enum { QUIET_DAYS = 7 }; /* after one came */

/* The last day of mail as a name before a day; DR_NO_DAY: there is none. */
static dr_day last_mail(const dr_traffic *traffic, dr_str name, dr_day before)
{
	dr_day last = DR_NO_DAY;
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_mail_streams *streams = &traffic->senders.items[i]->streams;
		for (size_t j = 0; j < streams->len; j++) {
			const dr_mail_stream *one = &streams->items[j];
			bool of_name = dr_str_eq_nocase(one->scope, name);
			for (size_t k = 0; of_name && k < one->days.len; k++) {
				dr_day day = one->days.items[k].day;
				last = day < before && day > last ? day : last;
			}
		}
	}
	return last;
}

/* The day on which reports saw the record of a name below first. Mail of the name that they tell of
 * before was judged by another record. DR_NO_DAY: they tell of none. */
static dr_day came(const dr_planner *p, dr_str name)
{
	const dr_traffic *traffic = p->request->traffic;
	dr_day first = DR_NO_DAY;
	for (size_t i = 0; i < traffic->policies.len; i++) {
		const dr_seen_policy *seen = &traffic->policies.items[i];
		bool sooner = first == DR_NO_DAY || seen->first < first;
		if (sooner && dr_str_eq_nocase(seen->domain, name) &&
		    dr_planner_is_believed(p, seen)) {
			first = seen->first;
		}
	}
	return last_mail(traffic, name, first) != DR_NO_DAY ? first : DR_NO_DAY;
}

/* The config knows of a change in the week before a day, or since. One that is still to come is
 * another. */
static bool is_declared(const dr_planner *p, dr_day day)
{
	const dr_domain_config *own = p->request->own;
	for (size_t i = 0; own != NULL && i < own->changes.len; i++) {
		dr_day on = own->changes.items[i].on;
		if (on > day - QUIET_DAYS && on <= p->plan->as_of) {
			return true;
		}
	}
	return false;
}

/* The policy of its own under which reports saw the name last; NULL: none. */
static const dr_seen_policy *last_own(const dr_planner *p, dr_str name)
{
	const dr_seen_policies *list = &p->request->traffic->policies;
	const dr_seen_policy *found = NULL;
	for (size_t i = 0; i < list->len; i++) {
		const dr_seen_policy *seen = &list->items[i];
		bool later = found == NULL || seen->last > found->last;
		if (later && dr_str_eq_nocase(seen->domain, name) &&
		    dr_planner_is_believed(p, seen)) {
			found = seen;
		}
	}
	return found;
}

/* The day after reports saw a record of a name below last that is there no more. */
static dr_day went(const dr_planner *p, const dr_dmarc_below_fact *below)
{
	const dr_seen_policy *own = last_own(p, below->name);
	return own != NULL && own->last < p->plan->as_of ? own->last + 1 : DR_NO_DAY;
}

/* When the name's own record came, or went. DR_NO_DAY: reports do not tell, or it is of another
 * plan. What a CNAME shares with the domain they tell as the name's own, as it is found there. */
static dr_day changed(const dr_planner *p, const dr_dmarc_below_fact *below)
{
	if (!dr_is_known(below->own_status) || dr_planner_is_shared(below) ||
	    dr_planner_is_planned(p, below->name)) {
		return DR_NO_DAY;
	}
	return dr_planner_has_own(below) ? came(p, below->name) : went(p, below);
}

dr_day dr_planner_wait_for_names(dr_planner *p, dr_day day, dr_strs *delays)
{
	const dr_dmarc_below_facts *list = &p->facts->dmarc.below;
	for (size_t i = 0; i < list->len && p->request->traffic != NULL; i++) {
		const dr_dmarc_below_fact *below = &list->items[i];
		dr_day on = changed(p, below);
		if (on == DR_NO_DAY || day >= on + QUIET_DAYS || is_declared(p, on)) {
			continue;
		}
		dr_buf text;
		dr_buf_init(&text, p->arena);
		dr_buf_addf(&text, "7 days after the record of %.*s %s (as reports saw, ",
		            DR_FMT(below->name), dr_planner_has_own(below) ? "came" : "went");
		dr_day_write(on, &text);
		dr_buf_addf(&text, ")");
		dr_list_add(p->arena, delays, dr_buf_str(&text));
		day = on + QUIET_DAYS;
	}
	return day;
}

/* ---- the way back of a step that was about them alone ---- */

/* A record of a name below that came, or went, and the first day on which that can have been. */
typedef struct {
	const dr_dmarc_below_fact *below;
	dr_day on;
	dr_policy policy; /* of the one that went; DR_POLICY_UNSET: it came */
} change;
typedef DR_LIST(change) changes;

static change change_of(dr_planner *p, const dr_dmarc_below_fact *below)
{
	const dr_seen_policy *own = last_own(p, below->name);
	change one = { .below = below, .on = DR_NO_DAY, .policy = DR_POLICY_UNSET };
	if (dr_planner_has_own(below) && dr_planner_is_apart(p, below)) {
		dr_day seen = own != NULL ? came(p, below->name) : INT32_MAX;
		dr_day mail = last_mail(p->request->traffic, below->name, seen);
		one.on = mail != DR_NO_DAY ? mail + 1 : DR_NO_DAY;
	} else if (!dr_planner_has_own(below) && own != NULL) {
		one.on = went(p, below);
		one.policy = dr_policy_parse(dr_planner_seen_tag(own->text, DR_STR("p")));
	}
	return one;
}

/* What receivers do at most to a name without a record of its own. Whether it is in DNS without
 * that one, too, is not known. */
static dr_policy inherited(const dr_planner *p)
{
	const dr_dmarc_policies *all = &p->facts->dmarc.effective.strictest;
	dr_policy sp = dr_policy_parse(all->sp), np = dr_policy_parse(all->np);
	return sp > np ? sp : np;
}

/* A step of the plan makes only such changes: the name is treated as before. */
static bool is_step(dr_planner *p, const change *one)
{
	const dr_dmarc_below_fact *below = one->below;
	dr_policy level =
		one->policy != DR_POLICY_UNSET ? one->policy : dr_planner_today(p, below->name);
	bool alias = dr_is_known(below->alias.present_status) && below->alias.present;
	return dr_is_known(below->own_status) && !alias && level == inherited(p) &&
	       !dr_planner_is_planned(p, below->name);
}

static changes find_changes(dr_planner *p, dr_day *ret_last)
{
	const dr_dmarc_below_facts *list = &p->facts->dmarc.below;
	changes found = { NULL, 0 };
	*ret_last = DR_NO_DAY;
	for (size_t i = 0; i < list->len && p->request->traffic != NULL; i++) {
		change one = change_of(p, &list->items[i]);
		if (one.on != DR_NO_DAY && is_step(p, &one)) {
			dr_list_add(p->arena, &found, one);
			*ret_last = one.on > *ret_last ? one.on : *ret_last;
		}
	}
	return found;
}

static dr_str say_undone(dr_planner *p)
{
	dr_buf why;
	dr_buf_init(&why, p->arena);
	dr_buf_addf(&why,
	            "what changed last, as reports saw, is of names below alone: they are as "
	            "before, and the record of %.*s stays",
	            DR_FMT(p->plan->domain));
	return dr_buf_str(&why);
}

void dr_planner_undo_names(dr_planner *p, dr_plan_return *back)
{
	dr_day last = DR_NO_DAY;
	changes found = find_changes(p, &last);
	if (!p->plan->since_given || last <= p->plan->since || p->plan->alarms.len > 0) {
		return;
	}
	*back = (dr_plan_return){ .possible = true, .why = say_undone(p) };
	for (size_t i = 0; i < found.len; i++) {
		const change *one = &found.items[i];
		if (one->on + DR_PLANNER_STRAGGLE_DAYS > last) {
			dr_list_add(p->arena, &back->records,
			            dr_planner_own_before(p, one->below, one->policy, back->why));
		}
	}
}
