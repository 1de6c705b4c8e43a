#include "plan/plan_priv.h"
#include "record/edit.h"

static const dr_generation GENERATIONS[] = { DR_RFC7489, DR_RFC9989 };

static dr_str policy_text(dr_policy policy)
{
	return dr_str_of(dr_policy_name(policy));
}

dr_dmarc dr_planner_parse(dr_planner *p, dr_str text)
{
	dr_dmarc record = { 0 };
	dr_dmarc_parse(p->arena, text, &record);
	return record;
}

/* A record that is inherited is where the plan starts from too: an own record may not be weaker,
 * and says the same to each kind of receiver. */
dr_str dr_planner_inherited(dr_planner *p)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	const dr_dmarc_policies *now = &dmarc->effective.strictest;
	if (!dr_is_known(now->p_status)) {
		return (dr_str){ 0 };
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "v=DMARC1; p=%.*s", DR_FMT(now->p));
	bool enforced = dr_policy_parse(now->p) > DR_POLICY_NONE;
	if (enforced && dr_is_known(dmarc->pct_status) && dmarc->pct < 100) {
		dr_buf_addf(&text, "; pct=%d", (int)dmarc->pct);
	}
	if (dr_is_known(dmarc->adkim_status) && dr_str_eq(dmarc->adkim, DR_STR("s"))) {
		dr_buf_addf(&text, "; adkim=s");
	}
	if (dr_is_known(dmarc->aspf_status) && dr_str_eq(dmarc->aspf, DR_STR("s"))) {
		dr_buf_addf(&text, "; aspf=s");
	}
	if (enforced && dr_is_known(dmarc->t_status) && dr_str_eq(dmarc->t, DR_STR("y"))) {
		dr_buf_addf(&text, "; t=y");
	}
	return dr_buf_str(&text);
}

dr_str dr_planner_published(dr_planner *p)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	bool own = dr_is_known(dmarc->own_status) && dmarc->own;
	return own && dr_is_known(dmarc->text_status) ? dmarc->text : (dr_str){ 0 };
}

/* Policies as they are with fallbacks: sp falls back to p, np to sp (RFC 9989 4.7). */
static dr_policies in_force(const dr_dmarc *record)
{
	dr_policies now = { record->p, record->sp, record->np };
	now.sp = now.sp != DR_POLICY_UNSET ? now.sp : now.p;
	now.np = now.np != DR_POLICY_UNSET ? now.np : now.sp;
	return now;
}

static dr_policy stronger(dr_policy a, dr_policy b)
{
	return a > b ? a : b;
}

/* The policies after a phase: raised where the phase says so, never lowered. */
static dr_policies raised(const dr_playbook_phase *from, dr_policies now)
{
	return (dr_policies){
		.p = stronger(now.p, dr_policy_parse(from->raise_p)),
		.sp = stronger(now.sp, dr_policy_parse(from->raise_sp)),
		.np = stronger(now.np, dr_policy_parse(from->raise_np)),
	};
}

typedef struct {
	dr_tag_edit items[16];
	size_t count;
} edits;

static void add_edit(edits *e, dr_str tag, dr_str value)
{
	if (e->count < DR_COUNT(e->items)) {
		e->items[e->count++] = (dr_tag_edit){ tag, value };
	}
}

/* The first edit of a tag counts. A tag is written only where its fallback would say something
 * else, and one that a phase is about goes when the fallback says the same. */
static void edit_policy(edits *e, const char *tag, dr_policy published, dr_policy wanted,
                        dr_policy fallback)
{
	if (wanted != fallback && published != wanted) {
		add_edit(e, dr_str_of(tag), policy_text(wanted));
	} else if (wanted == fallback && published != DR_POLICY_UNSET) {
		add_edit(e, dr_str_of(tag), (dr_str){ 0 });
	}
}

/* An np that nobody can read makes new receivers act as if p, sp and np said none (RFC 9989
 * 4.10.1): a phase that enforces, or cleans, takes it away. */
static void drop_unreadable(edits *e, const dr_dmarc *record)
{
	if (dr_dmarc_find(record, DR_DMARC_NP) != NULL && !dr_dmarc_is_valid(record, DR_DMARC_NP)) {
		add_edit(e, DR_STR("np"), (dr_str){ 0 });
	}
}

static bool enforces(const dr_playbook_phase *from)
{
	return dr_policy_parse(from->raise_p) > DR_POLICY_NONE ||
	       dr_policy_parse(from->raise_sp) > DR_POLICY_NONE ||
	       dr_policy_parse(from->raise_np) > DR_POLICY_NONE;
}

/* The phase is to make the record mean one thing to all receivers. */
static bool cleans(const dr_playbook_phase *from)
{
	bool raises = from->raise_p.len + from->raise_sp.len + from->raise_np.len > 0;
	for (size_t i = 0; i < from->remove.len && !raises; i++) {
		if (dr_str_eq(from->remove.items[i], DR_STR("pct"))) {
			return true;
		}
	}
	return false;
}

static void edit_policies(dr_planner *p, edits *e, const dr_playbook_phase *from,
                          const dr_dmarc *record)
{
	dr_policies wanted = raised(from, in_force(record));
	bool below_counts = dr_is_known(p->facts->dmarc.organizational_status) &&
	                    dr_str_eq(p->facts->dmarc.organizational, p->facts->domain.name);
	wanted.p = stronger(wanted.p, DR_POLICY_NONE);
	bool new_p = wanted.p != record->p;
	if (new_p) {
		add_edit(e, DR_STR("p"), policy_text(wanted.p));
	}
	wanted.sp = stronger(wanted.sp, DR_POLICY_NONE);
	if ((below_counts || (new_p && record->sp != DR_POLICY_UNSET)) && from->raise_sp.len > 0) {
		edit_policy(e, "sp", record->sp, wanted.sp, wanted.p);
	}
	if ((below_counts || (new_p && record->np != DR_POLICY_UNSET)) && from->raise_np.len > 0) {
		edit_policy(e, "np", record->np, stronger(wanted.np, DR_POLICY_NONE), wanted.sp);
	}
	if (enforces(from) || cleans(from)) {
		drop_unreadable(e, record);
	}
}

static const dr_tag *find_tag(const dr_dmarc *record, dr_str name)
{
	for (size_t i = 0; i < record->list.tags.len; i++) {
		if (dr_str_eq_nocase(record->list.tags.items[i].name, name)) {
			return &record->list.tags.items[i];
		}
	}
	return NULL;
}

static dr_str value_of(const dr_dmarc *record, dr_str name)
{
	const dr_tag *tag = find_tag(record, name);
	return tag != NULL ? tag->value : (dr_str){ 0 };
}

/* `set` adds a tag; one that is there is replaced only when the person asked for other addresses.
 */
static void edit_set(dr_planner *p, edits *e, const dr_playbook_phase *from, const dr_dmarc *record)
{
	for (size_t i = 0; i < from->set.len; i++) {
		dr_str text = dr_planner_text(p, from->set.items[i]);
		size_t equals = dr_str_find(text, 0, '=');
		dr_str tag = dr_str_sub(text, 0, equals);
		bool is_rua = dr_str_eq(tag, DR_STR("rua"));
		if (is_rua && p->ask.no_mailbox) {
			continue;
		}
		bool there = find_tag(record, tag) != NULL && (!is_rua || record->usable_rua);
		const dr_strs *asked = &p->request->rua;
		if (is_rua && asked->len > 0 && !dr_planner_names_all(p, &record->rua, asked)) {
			add_edit(e, tag, p->ask.rua);
		} else if (!there) {
			add_edit(e, tag, dr_str_sub(text, equals + 1, text.len));
		}
	}
	if (from->set.len > 0 && !dr_planner_names_all(p, &record->ruf, &p->request->ruf)) {
		add_edit(e, DR_STR("ruf"), p->ask.ruf);
	}
}

/* A first record always asks for reports: those about an inherited policy end with it. */
static void edit_first(dr_planner *p, edits *e, const dr_playbook_phase *from, dr_str before)
{
	if (before.len == 0 && from->set.len == 0 && !p->ask.no_mailbox) {
		dr_buf rua;
		dr_buf_init(&rua, p->arena);
		dr_buf_addf(&rua, "mailto:%.*s", DR_FMT(p->ask.report_address));
		add_edit(e, DR_STR("rua"), p->ask.rua.len > 0 ? p->ask.rua : dr_buf_str(&rua));
	}
}

static void edit_replace(dr_planner *p, edits *e, const dr_playbook_phase *from)
{
	for (size_t i = 0; i < from->replace.len; i++) {
		dr_str text = dr_planner_text(p, from->replace.items[i]);
		size_t equals = dr_str_find(text, 0, '=');
		add_edit(e, dr_str_sub(text, 0, equals), dr_str_sub(text, equals + 1, text.len));
	}
}

bool dr_planner_is_void(const dr_dmarc *record)
{
	bool sp = dr_dmarc_find(record, DR_DMARC_SP) != NULL;
	return record->p == DR_POLICY_UNSET || (sp && !dr_dmarc_is_valid(record, DR_DMARC_SP));
}

static dr_str without_policies(dr_planner *p, dr_str text)
{
	static const dr_tag_edit NONE[] = { { DR_STR_INIT("p"), DR_STR_INIT("none") },
		                            { DR_STR_INIT("sp"), { NULL, 0 } },
		                            { DR_STR_INIT("np"), { NULL, 0 } } };
	return dr_dmarc_edit(p->arena, text, NONE, DR_COUNT(NONE));
}

/* The record that receivers act on before a phase: without one before it, the inherited one. */
static dr_str in_force_before(dr_planner *p, dr_str before)
{
	return before.len > 0 ? before : dr_planner_inherited(p);
}

dr_str dr_planner_edit(dr_planner *p, const dr_playbook_phase *from, dr_str before)
{
	dr_str start = in_force_before(p, before);
	if (start.len == 0) {
		start = DR_STR("v=DMARC1");
	}
	start = dr_planner_readable(p, start);
	dr_dmarc record = dr_planner_parse(p, start);
	if (dr_planner_is_void(&record)) {
		start = without_policies(p, start);
		record = dr_planner_parse(p, start);
	}
	edits e = { .count = 0 };
	edit_policies(p, &e, from, &record);
	edit_set(p, &e, from, &record);
	edit_first(p, &e, from, before);
	edit_replace(p, &e, from);
	for (size_t i = 0; i < from->remove.len; i++) {
		add_edit(&e, from->remove.items[i], (dr_str){ 0 });
	}
	return dr_dmarc_edit(p->arena, start, e.items, e.count);
}

static dr_plan_effect effect_of(dr_policy rfc7489, dr_policy rfc9989, dr_policy weakest,
                                dr_policy strictest)
{
	return (dr_plan_effect){ policy_text(stronger(rfc7489, DR_POLICY_NONE)),
		                 policy_text(stronger(rfc9989, DR_POLICY_NONE)),
		                 policy_text(stronger(weakest, DR_POLICY_NONE)),
		                 policy_text(stronger(strictest, DR_POLICY_NONE)) };
}

/* Whose mail some kind of receiver treats in another way. */
typedef struct {
	bool p, sp, np;
} moves;

static bool differ(dr_policy a, dr_policy b)
{
	return stronger(a, DR_POLICY_NONE) != stronger(b, DR_POLICY_NONE);
}

static void add_moves(moves *m, dr_policies a, dr_policies b)
{
	m->p = m->p || differ(a.p, b.p);
	m->sp = m->sp || differ(a.sp, b.sp);
	m->np = m->np || differ(a.np, b.np);
}

/* At every kind of receiver, and with as many messages. */
static moves moves_between(const dr_dmarc *before, const dr_dmarc *after)
{
	static const dr_policies NOTHING = { DR_POLICY_NONE, DR_POLICY_NONE, DR_POLICY_NONE };
	moves m = { false, false, false };
	if (before->pct != after->pct) {
		add_moves(&m, NOTHING, dr_policy_effective(after).strictest);
	}
	for (size_t i = 0; i < DR_COUNT(GENERATIONS); i++) {
		dr_effects one = dr_policy_effects(before, GENERATIONS[i]);
		dr_effects other = dr_policy_effects(after, GENERATIONS[i]);
		add_moves(&m, one.exact, other.exact);
		add_moves(&m, one.weakest, other.weakest);
		add_moves(&m, one.strictest, other.strictest);
	}
	return m;
}

static bool is_same_effect(const dr_dmarc *before, const dr_dmarc *after)
{
	moves m = moves_between(before, after);
	return !m.p && !m.sp && !m.np;
}

static dr_policy policy_of_fact(dr_str policy, dr_status status)
{
	return dr_is_known(status) ? dr_policy_parse(policy) : DR_POLICY_NONE;
}

static dr_policies policies_of_facts(const dr_dmarc_policies *facts)
{
	return (dr_policies){
		.p = policy_of_fact(facts->p, facts->p_status),
		.sp = policy_of_fact(facts->sp, facts->sp_status),
		.np = policy_of_fact(facts->np, facts->np_status),
	};
}

/* While there is no record of its own, the domain is treated as the one above it says. */
static dr_effective effective_of(dr_planner *p, dr_str text)
{
	const dr_dmarc_effective *now = &p->facts->dmarc.effective;
	if (text.len > 0) {
		dr_dmarc record = dr_planner_parse(p, text);
		return dr_policy_effective(&record);
	}
	return (dr_effective){
		.rfc9989 = policies_of_facts(&now->rfc9989),
		.rfc7489 = policies_of_facts(&now->rfc7489),
		.weakest = policies_of_facts(&now->weakest),
		.strictest = policies_of_facts(&now->strictest),
	};
}

/* A name that is not in DNS may inherit more by np, which old receivers do not know, than by sp. */
bool dr_planner_inherits_evenly(dr_planner *p)
{
	dr_dmarc own = dr_planner_parse(p, dr_planner_inherited(p));
	dr_effective now = effective_of(p, (dr_str){ 0 }), then = dr_policy_effective(&own);
	return now.rfc7489.p == stronger(then.rfc7489.p, DR_POLICY_NONE) &&
	       now.rfc9989.p == stronger(then.rfc9989.p, DR_POLICY_NONE);
}

static void fill_effect(dr_planner *p, dr_plan_phase *phase, dr_str before)
{
	dr_dmarc record = dr_planner_parse(p, in_force_before(p, phase->text));
	dr_dmarc old = dr_planner_parse(p, in_force_before(p, before));
	dr_effective e = effective_of(p, phase->text), was = effective_of(p, before);
	moves m = moves_between(&old, &record);
	m.p = m.p || (before.len == 0 && phase->text.len > 0 && !dr_planner_inherits_evenly(p));
	phase->moves_p = m.p;
	phase->moves_sp = m.sp;
	phase->moves_np = m.np;
	phase->enforces_more = m.p || m.sp || m.np;
	phase->raises_p = e.strictest.p > was.strictest.p;
	phase->raises_sp = e.strictest.sp > was.strictest.sp;
	phase->raises_np = e.strictest.np > was.strictest.np;
	phase->p = effect_of(e.rfc7489.p, e.rfc9989.p, e.weakest.p, e.strictest.p);
	phase->sp = effect_of(e.rfc7489.sp, e.rfc9989.sp, e.weakest.sp, e.strictest.sp);
	phase->np = effect_of(e.rfc7489.np, e.rfc9989.np, e.weakest.np, e.strictest.np);
}

/* One of the tags that a phase is about has another value. */
static bool changes_tag(dr_planner *p, const dr_templates *texts, const dr_dmarc *old,
                        const dr_dmarc *new)
{
	for (size_t i = 0; i < texts->len; i++) {
		dr_str text = dr_planner_text(p, texts->items[i]);
		dr_str tag = dr_str_sub(text, 0, dr_str_find(text, 0, '='));
		if (!dr_str_eq(value_of(old, tag), value_of(new, tag))) {
			return true;
		}
	}
	return false;
}

bool dr_planner_changes(dr_planner *p, const dr_playbook_phase *from, dr_str before, dr_str after)
{
	if (before.len == 0 || dr_str_eq(before, after)) {
		return before.len == 0;
	}
	dr_dmarc old = dr_planner_parse(p, before), new = dr_planner_parse(p, after);
	dr_str ruf = DR_STR("ruf");
	return !is_same_effect(&old, &new) || old.p == DR_POLICY_UNSET ||
	       !dr_str_eq(value_of(&old, ruf), value_of(&new, ruf)) ||
	       changes_tag(p, &from->set, &old, &new) || changes_tag(p, &from->replace, &old, &new);
}

static bool is_weaker(dr_policies is, dr_policies was)
{
	return is.p < was.p || is.sp < was.sp || is.np < was.np;
}

/* Receivers that know pct act on a smaller share of what some tag enforces. */
static bool takes_share(const dr_dmarc *old, const dr_dmarc *new)
{
	dr_policies was = dr_policy_effects(old, DR_RFC7489).strictest;
	return new->pct < old->pct &&
	       (was.p > DR_POLICY_NONE || was.sp > DR_POLICY_NONE || was.np > DR_POLICY_NONE);
}

bool dr_planner_weakens(dr_planner *p, dr_str before, dr_str after)
{
	dr_dmarc old = dr_planner_parse(p, before), new = dr_planner_parse(p, after);
	if (takes_share(&old, &new)) {
		return true;
	}
	for (size_t i = 0; i < DR_COUNT(GENERATIONS); i++) {
		dr_effects was = dr_policy_effects(&old, GENERATIONS[i]);
		dr_effects is = dr_policy_effects(&new, GENERATIONS[i]);
		if (is_weaker(is.exact, was.exact) || is_weaker(is.weakest, was.weakest) ||
		    is_weaker(is.strictest, was.strictest)) {
			return true;
		}
	}
	return false;
}

void dr_planner_fill_records(dr_planner *p, dr_plan_phase *phase, dr_str before)
{
	fill_effect(p, phase, before);
	if (phase->text.len > 0) {
		dr_list_add(p->arena, &phase->wanted,
		            dr_planner_record(p, phase->text, phase->title));
	}
	if (phase->state != DR_PHASE_UPCOMING || dr_str_eq(phase->text, before)) {
		return;
	}
	dr_list_add(p->arena, &phase->records, dr_planner_record(p, phase->text, phase->title));
	dr_list_add(p->arena, &phase->rollback,
	            dr_planner_record_before(p, before, DR_STR("the record before this step")));
}
