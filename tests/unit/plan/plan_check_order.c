/* No phase is left out, but for a reason that holds; and none is taken before its turn. */
#include "plan_checks.h"
#include "plan_policy.h"

static bool is_text(dr_str text, const char *other)
{
	return dr_str_eq(text, dr_str_of(other));
}

static int level(dr_str policy)
{
	return is_text(policy, "reject") ? 2 : is_text(policy, "quarantine") ? 1 : 0;
}

bool plan_is_parked(const plan_domain *d)
{
	const dr_domain_config *own = plan_domain_own(d);
	bool ours = false;
	for (size_t i = 0; i < own->sources.len; i++) {
		ours = ours || own->sources.items[i].is == DR_IS_OURS;
	}
	bool said = d->mail[0] != '\0' ? strcmp(d->mail, "none") != 0 : ours;
	return !d->sends && !said;
}

bool plan_is_silent(const plan_domain *d)
{
	return plan_is_parked(d) || strcmp(d->mail, "none") == 0;
}

/* No generated address is part of another one. */
static bool names(dr_str record, dr_str uri)
{
	for (size_t i = 0; i + uri.len <= record.len; i++) {
		if (dr_str_eq(dr_str_sub(record, i, uri.len), uri)) {
			return true;
		}
	}
	return false;
}

/* A name below has a record, or gets one. */
static bool has_record_below(const dr_plan *plan)
{
	bool found = false;
	for (size_t i = 0; i < plan->below.len; i++) {
		found = found || plan->below.items[i].own.len > 0;
	}
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		found = found || (is_text(phase->id, "apart") && phase->records.len > 0);
	}
	return found;
}

/* Its mail is treated by the record above it, and some receiver acts on that. */
static bool inherits(const plan_domain *d)
{
	bool below =
		plan_domain_published(d).len == 0 && !dr_str_eq(d->domain, DR_STR("example.com"));
	dr_str above = plan_domain_found(d, DR_STR("_dmarc.example.com"));
	return below && above.len > 0 && policy_anywhere(above, ROLE_SP).most > 0;
}

/* What a playbook's conditions ask of the person, as this domain has it. */
static dr_ask_facts ask_of(const plan_domain *d, const dr_plan *plan)
{
	const dr_domain_config *own = plan_domain_own(d);
	bool said = d->mail[0] != '\0';
	dr_str rua = plan_domain_rua(d);
	return (dr_ask_facts){ .pace = dr_str_of(d->pace),
		               .mail = dr_str_of(d->mail),
		               .mail_status = said ? DR_STATUS_KNOWN : DR_STATUS_ABSENT,
		               .rua = rua,
		               .rua_status = rua.len > 0 ? DR_STATUS_KNOWN : DR_STATUS_ABSENT,
		               .named = names(plan->published, rua),
		               .ruf_status = DR_STATUS_ABSENT,
		               .since_given = plan->since_given,
		               .inherits = inherits(d),
		               .parked = plan_is_parked(d),
		               .target = own->target.len > 0 ? own->target : DR_STR("reject"),
		               .decided = is_text(own->target, "reject") && own->decided_by.len > 0,
		               .below = plan->below.len > 0,
		               .own_below = has_record_below(plan),
		               .sends = !plan_is_silent(d) };
}

static bool belongs(const plan_check *c, const dr_playbook *playbook, const dr_expr *when)
{
	dr_values values = c->made->result.values;
	dr_ask_facts ask = ask_of(c->domain, &c->made->plan);
	values.at[playbook->ask] = &ask;
	return when == NULL || dr_expr_eval(when, &values, c->made->arena).verdict == DR_TRUE;
}

static bool has_nothing_to_raise(const plan_check *c, const dr_playbook_phase *from,
                                 dr_str standing)
{
	const dr_str raises[ROLES] = { from->raise_p, from->raise_sp, from->raise_np };
	bool top = dr_str_eq(c->domain->domain, c->made->result.facts->dmarc.organizational);
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		bool counts = role == ROLE_P || top;
		if (counts && policy_asked(standing, role) < level(raises[role])) {
			return false;
		}
	}
	return true;
}

static bool has_nothing_to_clean(const dr_playbook_phase *from, dr_str standing)
{
	if (from->remove.len == 0) {
		return true;
	}
	dr_arena *arena = dr_arena_new(0);
	dr_str clean = policy_without(arena, standing, &from->remove);
	bool same = policy_is_same(standing, clean);
	dr_arena_free(arena);
	return same;
}

/* Its np cannot be read, and makes new receivers pass over a p beyond what the phase is about; or
 * pct or t hold some of that back. */
static bool would_raise_p(const dr_playbook_phase *from, dr_str standing)
{
	int p = level(policy_tag(standing, "p"));
	bool passed = policy_tag(standing, "np").len > 0 && !policy_is_read(standing);
	bool held = policy_anywhere(standing, ROLE_P).least < p;
	return (passed || held) && p > level(from->raise_p);
}

/* What the record says, even where an np that cannot be read makes some receivers pass over it. */
static int said(dr_str record, policy_role role)
{
	static const char *const TAGS[ROLES] = { "p", "sp", "np" };
	dr_str value = policy_tag(record, TAGS[role]);
	bool readable = level(value) > 0 || is_text(value, "none");
	return readable || role == ROLE_P ? level(value) : said(record, role - 1);
}

/* The same of sp and np, where the record speaks for names below. */
static bool would_raise_names(const plan_check *c, const dr_playbook_phase *from, dr_str standing)
{
	bool raises = from->raise_p.len + from->raise_sp.len + from->raise_np.len > 0;
	bool top = dr_str_eq(c->domain->domain, c->made->result.facts->dmarc.organizational);
	int sp = level(from->raise_sp), np = level(from->raise_np);
	const int wanted[ROLES] = { [ROLE_SP] = sp, [ROLE_NP] = np > sp ? np : sp };
	for (policy_role role = ROLE_SP; role < ROLES && top && raises; role++) {
		int is = said(standing, role);
		bool waits = role == ROLE_SP || said(standing, ROLE_P) > 0;
		if (waits && policy_anywhere(standing, role).least < is && is > wanted[role]) {
			return true;
		}
	}
	return false;
}

/* It takes pct and t away, and they hold back what is above the target. */
static bool would_pass_target(const plan_check *c, const dr_playbook_phase *from, dr_str standing,
                              dr_str target)
{
	bool top = dr_str_eq(c->domain->domain, c->made->result.facts->dmarc.organizational);
	for (policy_role role = ROLE_P; role < (top ? ROLES : ROLE_SP); role++) {
		int is = said(standing, role);
		if (is > level(target) && policy_anywhere(standing, role).least < is) {
			return from->remove.len + from->replace.len > 0;
		}
	}
	return false;
}

static bool is_beyond_target(const plan_check *c, const dr_playbook_phase *from, dr_str standing)
{
	dr_str target = plan_domain_own(c->domain)->target;
	const dr_str raises[ROLES] = { from->raise_p, from->raise_sp, from->raise_np };
	bool beyond = false;
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		beyond = beyond || level(raises[role]) > level(target);
	}
	return target.len > 0 && (beyond || would_pass_target(c, from, standing, target));
}

static bool sp_rises_after(const dr_plan *plan, size_t at, dr_str standing)
{
	int now = policy_anywhere(standing, ROLE_SP).most;
	for (size_t i = at + 1; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (phase->state == DR_PHASE_UPCOMING &&
		    policy_anywhere(phase->text, ROLE_SP).most > now) {
			return true;
		}
	}
	return false;
}

static bool is_open_below(const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (!is_text(gate->scope, "p") && gate->state == DR_GATE_OPEN) {
			return true;
		}
	}
	return false;
}

/* p goes first: something below is in the way, and p stands where the phase wants it; or, when the
 * phase is about names only, they are behind already, or p rises in a later one. */
static bool goes_p_first(const plan_check *c, size_t at, const dr_playbook_phase *from,
                         dr_str standing)
{
	const dr_plan *plan = &c->made->plan;
	int p = policy_asked(standing, ROLE_P);
	bool there = from->raise_p.len > 0 && p >= level(from->raise_p);
	bool behind = p > policy_asked(standing, ROLE_SP), rises = behind;
	bool open = level(from->raise_p) == 2 && plan_has_name_without_dkim(c->domain);
	for (size_t i = at + 1; i < plan->phases.len; i++) {
		const dr_plan_phase *later = &plan->phases.items[i];
		open = open || is_open_below(later) || later->alone;
		rises = rises || (later->state == DR_PHASE_UPCOMING &&
		                  policy_asked(later->text, ROLE_P) > p);
	}
	return from->leaves_below != NULL && open && (there || (from->raise_p.len == 0 && rises));
}

/* Some receiver treats names below the domain milder than the domain. */
static bool are_names_behind(dr_str standing)
{
	int p = policy_anywhere(standing, ROLE_P).least;
	return policy_anywhere(standing, ROLE_SP).least < p ||
	       policy_anywhere(standing, ROLE_NP).least < p;
}

static const dr_playbook_phase *find_following(const dr_playbook *playbook,
                                               const dr_playbook_phase *from)
{
	const dr_playbook_phase *end = playbook->phases.items + playbook->phases.len;
	for (const dr_playbook_phase *phase = from + 1; phase < end; phase++) {
		if (phase->catches_up) {
			return phase;
		}
	}
	return NULL;
}

/* Where p stands, phases of their own raise sp and np. */
static bool is_left_to_others(const dr_playbook *playbook, const dr_playbook_phase *from,
                              dr_str standing)
{
	return from->leaves_below != NULL &&
	       (from->raise_p.len == 0 ||
	        policy_anywhere(standing, ROLE_P).least >= level(from->raise_p)) &&
	       are_names_behind(standing) && find_following(playbook, from) != NULL;
}

/* A later phase raises p, and nothing but time is in its way: it need not wait for this one. */
static bool need_not_wait(const plan_check *c, size_t at, dr_str standing)
{
	const dr_plan_phases *phases = &c->made->plan.phases;
	for (size_t i = at + 1; i < phases->len; i++) {
		const dr_plan_phase *phase = &phases->items[i];
		if (phase->state != DR_PHASE_UPCOMING ||
		    policy_asked(phase->text, ROLE_P) <= policy_asked(standing, ROLE_P)) {
			continue;
		}
		bool held = phase->decision;
		for (size_t j = 0; j < phase->gates.len; j++) {
			const dr_plan_gate *gate = &phase->gates.items[j];
			held = held || (gate->state == DR_GATE_OPEN && is_text(gate->scope, "p") &&
			                !is_text(gate->id, "PL010") && !is_text(gate->id, "PL013"));
		}
		return !held && policy_anywhere(standing, ROLE_P).least > 0;
	}
	return false;
}

/* Names below follow p in a later phase: p goes on and they are left, or it goes nowhere. */
static bool follows_later(const plan_check *c, size_t at, const dr_playbook *playbook,
                          const dr_playbook_phase *from, dr_str standing)
{
	const dr_playbook_phase *later = find_following(playbook, from);
	if (later == NULL || !dr_str_eq(later->raise_sp, from->raise_sp)) {
		return false;
	}
	for (size_t i = at + 1; i < c->made->plan.phases.len; i++) {
		const dr_plan_phase *phase = &c->made->plan.phases.items[i];
		if (phase->state == DR_PHASE_UPCOMING &&
		    policy_asked(phase->text, ROLE_P) > policy_asked(standing, ROLE_P)) {
			return need_not_wait(c, at, standing) ||
			       policy_asked(phase->text, ROLE_SP) ==
			               policy_asked(standing, ROLE_SP);
		}
	}
	return true;
}

/* Why it is left out, told again. */
static bool may_be_skipped(const plan_check *c, size_t at, const dr_playbook *playbook,
                           const dr_playbook_phase *from, dr_str standing)
{
	bool beside = from->apart != NULL || from->rejoin;
	if (!belongs(c, playbook, from->when) || is_beyond_target(c, from, standing)) {
		return true;
	}
	if (beside) {
		return from->rejoin || !policy_is_read(standing) ||
		       !sp_rises_after(&c->made->plan, at, standing) ||
		       !plan_has_name_to_set_apart(c->domain);
	}
	if (is_left_to_others(playbook, from, standing)) {
		return true;
	}
	if (from->leaves_below != NULL && from->raise_p.len == 0 &&
	    need_not_wait(c, at, standing)) {
		return true;
	}
	if (from->catches_up &&
	    (!are_names_behind(standing) || follows_later(c, at, playbook, from, standing))) {
		return true;
	}
	return from->while_p_waits != NULL || from->replace.len > 0 ||
	       would_raise_p(from, standing) || would_raise_names(c, from, standing) ||
	       goes_p_first(c, at, from, standing) ||
	       (has_nothing_to_raise(c, from, standing) && has_nothing_to_clean(from, standing));
}

static void check_skipped(const plan_check *c, size_t at, dr_str standing)
{
	const dr_playbook *playbook = c->books->playbooks[c->domain->playbook];
	const dr_plan_phase *phase = &c->made->plan.phases.items[at];
	const dr_playbook_phase *from = playbook_phase(playbook, phase->id);
	HOLDS(c->domain, phase->skipped_because.len > 0 || !belongs(c, playbook, from->when),
	      "%.*s", DR_FMT(phase->id));
	HOLDS(c->domain, may_be_skipped(c, at, playbook, from, standing),
	      "%.*s is left out at '%.*s': %.*s", DR_FMT(phase->id), DR_FMT(standing),
	      DR_FMT(phase->skipped_because));
}

static bool speaks_for_names(const plan_check *c)
{
	return dr_str_eq(c->domain->domain, c->made->result.facts->dmarc.organizational);
}

/* A domain that sends is filed before it is refused, when the playbook says so. */
static void check_leap(const plan_check *c, const dr_plan_phase *phase, dr_str standing)
{
	const dr_playbook *playbook = c->books->playbooks[c->domain->playbook];
	bool files = false;
	for (size_t i = 0; i < playbook->phases.len; i++) {
		files = files || level(playbook->phases.items[i].raise_p) == 1;
	}
	int was = policy_anywhere(standing, ROLE_P).most;
	int is = policy_anywhere(phase->text, ROLE_P).most;
	bool first = standing.len == 0;
	int sp_was = policy_anywhere(standing, ROLE_SP).most;
	int sp_is = policy_anywhere(phase->text, ROLE_SP).most;
	policy_effect p_was = policy_anywhere(standing, ROLE_P);
	bool even = p_was.least == 1 && p_was.most == 1;
	int np_was = policy_anywhere(standing, ROLE_NP).most;
	int np_is = policy_anywhere(phase->text, ROLE_NP).most;
	bool of_np = playbook_phase(playbook, phase->id)->raise_sp.len > 0 && np_is - np_was > 1;
	bool leaps = speaks_for_names(c) && even && (sp_is - sp_was > 1 || of_np);
	HOLDS(c->domain, (is - was < 2 && !leaps) || !files || plan_is_silent(c->domain) || first,
	      "%.*s goes from '%.*s' to '%.*s'", DR_FMT(phase->id), DR_FMT(standing),
	      DR_FMT(phase->text));
}

/* What pct or t hold back of names below comes no further than the phase is about. An np that new
 * receivers cannot read holds sp back too, there alone: others act on it in full. */
static void check_held_back(const plan_check *c, const dr_plan_phase *phase, dr_str standing)
{
	const dr_playbook *playbook = c->books->playbooks[c->domain->playbook];
	const dr_playbook_phase *from = playbook_phase(playbook, phase->id);
	bool raises = from->raise_p.len + from->raise_sp.len + from->raise_np.len > 0;
	int sp = level(from->raise_sp), np = level(from->raise_np);
	const int wanted[ROLES] = { [ROLE_SP] = sp, [ROLE_NP] = np > sp ? np : sp };
	for (policy_role role = ROLE_SP; role < ROLES && speaks_for_names(c) && raises; role++) {
		int was = policy_anywhere(standing, role).least;
		int is = policy_anywhere(phase->text, role).least;
		bool waits = role == ROLE_SP || said(standing, ROLE_P) > 0;
		HOLDS(c->domain,
		      is <= was || is <= wanted[role] || !waits || !policy_is_read(standing),
		      "%.*s goes from '%.*s' to '%.*s'", DR_FMT(phase->id), DR_FMT(standing),
		      DR_FMT(phase->text));
	}
}

/* Records of names below may come later than the playbook says: before the step that they make room
 * for. Steps that they let pass leave sp and np alone. */
static bool comes_late(const plan_check *c, size_t at, const dr_playbook_phase *apart)
{
	const dr_playbook *playbook = c->books->playbooks[c->domain->playbook];
	const dr_plan_phases *phases = &c->made->plan.phases;
	for (size_t i = 0; i < at; i++) {
		const dr_plan_phase *passed = &phases->items[i];
		bool moves = passed->state == DR_PHASE_UPCOMING &&
		             (passed->moves_sp || passed->moves_np);
		if (playbook_phase(playbook, passed->id) > apart && moves) {
			return false;
		}
	}
	return at + 1 < phases->len && phases->items[at + 1].state == DR_PHASE_UPCOMING;
}

static void check_sequence(const plan_check *c)
{
	const dr_playbook *playbook = c->books->playbooks[c->domain->playbook];
	const dr_plan_phases *phases = &c->made->plan.phases;
	const dr_playbook_phase *last = NULL;
	for (size_t i = 0; i < phases->len; i++) {
		const dr_playbook_phase *from = playbook_phase(playbook, phases->items[i].id);
		bool in_order = last == NULL || last < from;
		HOLDS(c->domain, in_order || (from->apart != NULL && comes_late(c, i, from)),
		      "%.*s comes after %.*s", DR_FMT(from->id), DR_FMT(last->id));
		last = in_order ? from : last;
	}
}

void check_order(const plan_check *c)
{
	const dr_plan *plan = &c->made->plan;
	const dr_playbook *playbook = c->books->playbooks[c->domain->playbook];
	const dr_plan_phase *next = NULL;
	dr_str standing = plan->published;
	HOLDS(c->domain, plan->phases.len == playbook->phases.len, "phases");
	check_sequence(c);
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (phase->state == DR_PHASE_SKIPPED) {
			check_skipped(c, i, standing);
			HOLDS(c->domain, phase->records.len == 0, "%.*s", DR_FMT(phase->id));
		} else if (phase->state == DR_PHASE_UPCOMING) {
			next = next != NULL ? next : phase;
			check_leap(c, phase, standing);
			check_held_back(c, phase, standing);
			standing = phase->text;
		}
	}
	HOLDS(c->domain, plan->next == next, "next");
}
