/* The day of every step, worked out once more: stays, seven days between changes, weekdays,
 * freezes, other changes. */
#include "plan_checks.h"
#include "plan_policy.h"

enum { BETWEEN = 7, QUIET = 7, NEVER = 800 };

/* As the playbooks have them; `large`, `parked` and `verified` of 0: as `days`. */
static const struct {
	const char *playbook, *phase;
	int days, large, parked;
	bool month_end; /* when it is large */
	int verified;   /* when it is not, and all sources are */
} STAYS[] = {
	{ "fast", "monitor", 14, 28, 0, false, 0 },
	{ "fast", "clean", 7, 14, 0, false, 0 },
	{ "fast", "clean-reject", 7, 14, 0, false, 0 },
	{ "fast", "subdomains", 7, 0, 0, false, 0 },
	{ "fast", "quarantine", 7, 14, 0, false, 0 },
	{ "parked", "monitor", 14, 0, 0, false, 0 },
	{ "standard", "monitor", 28, 35, 14, true, 14 },
	{ NULL, "monitor", 28, 35, 14, true, 0 },
	{ "standard", "clean", 14, 28, 0, true, 0 },
	{ "fast", "clean beside p=none", 14, 28, 0, false, 0 },
	{ "standard", "clean beside p=none", 28, 35, 0, true, 14 },
	{ "bimi", "clean beside p=none", 28, 35, 0, true, 0 },
	{ NULL, "clean beside p=none", 14, 0, 0, false, 0 },
	{ NULL, "clean", 14, 0, 0, false, 0 },
	{ NULL, "clean-reject", 14, 28, 0, true, 0 },
	{ NULL, "clean-domain", 14, 28, 0, true, 0 },
	{ "bimi", "names", 0, 0, 0, false, 0 },
	{ NULL, "names", 14, 0, 0, false, 0 },
	{ NULL, "subdomains", 7, 14, 0, false, 0 },
	{ NULL, "subdomains-reject", 7, 0, 0, false, 0 },
	{ "fast", "below-quarantine", 7, 14, 0, false, 0 },
	{ NULL, "below-quarantine", 14, 28, 0, true, 0 },
	{ NULL, "below-later", 7, 0, 0, false, 0 },
	{ NULL, "below-reject", 7, 0, 0, false, 0 },
	{ NULL, "quarantine-10", 7, 0, 0, false, 0 },
	{ NULL, "quarantine-50", 7, 0, 0, false, 0 },
	{ NULL, "quarantine-test", 7, 0, 0, false, 0 },
	{ NULL, "quarantine", 14, 28, 0, true, 0 },
	{ NULL, "domain-reject", 14, 28, 0, true, 0 },
	{ NULL, "missing-reject", 14, 28, 0, true, 0 },
};

static dr_day next_month(dr_day day)
{
	int month = dr_day_date(day).month;
	while (dr_day_date(day).month == month) {
		day++;
	}
	return day;
}

static dr_day later(dr_day a, dr_day b)
{
	return a > b ? a : b;
}

/* People declared sources of ours, and checked each of them lately. */
static bool is_verified(const plan_domain *d)
{
	enum { LATELY = 30 };
	const dr_source_decisions *sources = &plan_domain_own(d)->sources;
	size_t ours = 0, checked = 0;
	for (size_t i = 0; i < sources->len; i++) {
		const dr_source_decision *s = &sources->items[i];
		bool is_ours = s->is == DR_IS_OURS;
		ours += is_ours;
		checked += is_ours && s->verified <= d->as_of && s->verified >= d->as_of - LATELY;
	}
	return ours > 0 && ours == checked;
}

static bool keeps_an_address(const plan_domain *d, dr_str text)
{
	dr_dmarc before, after;
	dr_dmarc_parse(d->arena, plan_domain_published(d), &before);
	dr_dmarc_parse(d->arena, text, &after);
	for (size_t i = 0; i < before.rua.len; i++) {
		for (size_t k = 0; k < after.rua.len; k++) {
			if (dr_str_eq_nocase(before.rua.items[i].address,
			                     after.rua.items[k].address)) {
				return true;
			}
		}
	}
	return false;
}

/* A record that gets reports leaves the policy as it is: it stays as that policy does. */
static dr_str stays_as(const plan_check *c, const dr_plan_phase *phase)
{
	dr_str today = c->made->result.facts->dmarc.effective.strictest.p;
	bool enforced = !plan_is_parked(c->domain) && !dr_str_eq(phase->p.weakest, DR_STR("none"));
	if (dr_str_eq(phase->id, DR_STR("clean")) && dr_str_eq(today, DR_STR("none"))) {
		return DR_STR("clean beside p=none");
	}
	if (!dr_str_eq(phase->id, DR_STR("reports"))) {
		return phase->id;
	}
	/* One address more changes nothing that takes days. */
	if (keeps_an_address(c->domain, phase->text)) {
		return phase->id;
	}
	return enforced ? DR_STR("quarantine") : DR_STR("monitor");
}

/* The first day on which a phase that began on `start` may end. */
static dr_day stay_end(const plan_check *c, const dr_plan_phase *of, dr_day start)
{
	const plan_domain *d = c->domain;
	dr_str phase = stays_as(c, of);
	bool large = strcmp(d->pace, "large") == 0;
	for (size_t i = 0; i < DR_COUNT(STAYS); i++) {
		const char *book = STAYS[i].playbook;
		bool meant = book == NULL || dr_str_eq(c->made->plan.playbook, dr_str_of(book));
		if (!meant || !dr_str_eq(phase, dr_str_of(STAYS[i].phase))) {
			continue;
		}
		if (STAYS[i].parked > 0 && plan_is_parked(d)) {
			return start + STAYS[i].parked;
		}
		if (STAYS[i].verified > 0 && !large && is_verified(d)) {
			return start + STAYS[i].verified;
		}
		int days = large && STAYS[i].large > 0 ? STAYS[i].large : STAYS[i].days;
		return large && STAYS[i].month_end ? later(start + days, next_month(start))
		                                   : start + days;
	}
	return start;
}

static bool is_frozen(const dr_freeze *f, dr_day day)
{
	int at = dr_day_date(day).month * 100 + dr_day_date(day).day;
	if (!f->yearly) {
		return f->from <= day && day <= f->until;
	}
	return f->from <= f->until ? f->from <= at && at <= f->until
	                           : at >= f->from || at <= f->until;
}

static bool is_free(const plan_domain *d, dr_day day)
{
	unsigned mask = d->config.weekdays != 0 ? d->config.weekdays : 0x0F;
	const dr_known_changes *changes = &plan_domain_own(d)->changes;
	for (size_t i = 0; i < d->config.freezes.len; i++) {
		if (is_frozen(&d->config.freezes.items[i], day)) {
			return false;
		}
	}
	for (size_t i = 0; i < changes->len; i++) {
		dr_day apart = day - changes->items[i].on;
		if (apart > -QUIET && apart < QUIET) {
			return false;
		}
	}
	return (mask >> dr_day_date(day).weekday & 1) != 0;
}

static dr_day free_day(const plan_domain *d, dr_day from)
{
	for (dr_day day = from; day < from + NEVER; day++) {
		if (is_free(d, day)) {
			return day;
		}
	}
	return from + NEVER;
}

/* How far the plan has come. */
typedef struct {
	dr_str standing;                 /* record */
	dr_day free_p, free_names;       /* the stays so far are over, of the domain and below it */
	dr_day names;                    /* names below are where they are */
	const dr_plan_phase *standing_p; /* enforces p as it is; NULL: none does */
	dr_day known, changed;           /* days of the last change: before the plan, by it */
	dr_day moved_p;                  /* the last step of the plan that did; DR_NO_DAY: none */
} progress;

static bool is_waiting(const dr_plan_phase *phase, dr_str id)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		bool waits = gate->state == DR_GATE_OPEN || gate->state == DR_GATE_UNKNOWN;
		if (waits && dr_str_eq(gate->id, id)) {
			return true;
		}
	}
	return false;
}

/* A first record of its own that changes nothing at any receiver, for another's reaches it. */
static bool says_what_reaches(const plan_domain *d, dr_str text)
{
	bool enforced = false;
	for (size_t i = 0; i < RECEIVERS; i++) {
		policy_effect now = plan_reaching(d, i, ROLE_P), then = policy_at(text, i, ROLE_P);
		if (now.least != then.least || now.most != then.most) {
			return false;
		}
		enforced = enforced || now.most > 0;
	}
	return enforced;
}

static bool moves_names(const dr_plan_phase *phase)
{
	return phase->moves_sp || phase->moves_np;
}

/* p waits for its own stay, names below for theirs. */
static dr_day stays_before(const dr_plan_phase *phase, const progress *at)
{
	if (phase->moves_p && !moves_names(phase)) {
		return at->free_p;
	}
	return moves_names(phase) && !phase->moves_p ? at->free_names
	                                             : later(at->free_p, at->free_names);
}

/* A step of names below that has its own place: p does not wait for its stay. */
static bool is_on_top(const dr_plan_phase *phase)
{
	bool only = moves_names(phase) && !phase->moves_p;
	return dr_str_starts(phase->id, DR_STR("below-")) || phase->ahead.len > 0 ||
	       (only && !dr_str_eq(phase->p.weakest, DR_STR("none")));
}

/* Names that a step of p leaves where they are stay there as long as p, from their own day on. */
static void stay(const plan_check *c, const dr_plan_phase *phase, dr_day on, progress *at)
{
	dr_day end = stay_end(c, phase, on);
	bool left = phase->moves_p && !moves_names(phase);
	if (!is_on_top(phase)) {
		at->free_p = later(at->free_p, end);
	}
	dr_day names = left ? stay_end(c, phase, at->names) : end;
	bool from_none = left && at->standing_p == NULL;
	at->free_names = from_none ? names : later(at->free_names, names);
	if (is_on_top(phase) && phase->ahead.len == 0 && at->standing_p != NULL) {
		at->free_names = later(at->free_names, stay_end(c, at->standing_p, on));
	}
	at->names = moves_names(phase) ? on : at->names;
	at->moved_p = phase->moves_p ? on : at->moved_p;
	at->standing_p = phase->moves_p ? phase : at->standing_p;
}

static void check_step(const plan_check *c, const dr_plan_phase *phase, const progress *at)
{
	const plan_domain *d = c->domain;
	bool writes = phase->records.len > 0;
	bool quiet = writes && (policy_is_same(at->standing, phase->text) ||
	                        (at->standing.len == 0 && says_what_reaches(d, phase->text)));
	bool apart = dr_str_eq(phase->id, DR_STR("apart"));
	bool beside = apart || dr_str_eq(phase->id, DR_STR("rejoin"));
	dr_day free_from = stays_before(phase, at), start = quiet ? d->as_of : free_from;
	if (quiet && apart) {
		start = later(start, free_from - BETWEEN);
	}
	if (writes && at->changed != DR_NO_DAY) {
		start = later(start, at->changed + BETWEEN);
	} else if (writes && at->known != DR_NO_DAY && (beside || !quiet)) {
		start = later(start, at->known + BETWEEN);
	}
	dr_day expected = free_day(d, start);
	c->tally->frozen += expected > start + 3;
	HOLDS(d, phase->not_before == expected, "%.*s begins %d days later than expected",
	      DR_FMT(phase->id), phase->not_before - expected);
	HOLDS(d, phase->earliest >= phase->not_before || phase->earliest == DR_NO_DAY,
	      "%.*s could begin before it may", DR_FMT(phase->id));
	HOLDS(d,
	      phase->waits_for.len > 0 || at->changed != DR_NO_DAY ||
	              phase->earliest == phase->not_before,
	      "%.*s waits for nothing", DR_FMT(phase->id));
}

/* Of "p=none sp=reject np=none" that about p. */
static dr_str first_word(dr_str policy)
{
	return dr_str_sub(policy, 0, dr_str_find(policy, 0, ' '));
}

/* Reports that saw another policy say that the present one is younger. */
static void check_clock(const plan_check *c)
{
	enum { STRAGGLERS = 3 };
	const dr_plan *plan = &c->made->plan;
	const mail_reports *r = &c->domain->reports;
	dr_str now = plan_policy_seen(c->made->arena, plan->published);
	bool read = policy_is_read(plan->published), timed = plan->since_given && read;
	bool p_timed = plan->p_since != DR_NO_DAY && read;
	for (dr_day day = r->first; p_timed && day <= r->last; day++) {
		dr_str seen = day < r->turned ? r->before : r->now;
		bool same_p = dr_str_eq(first_word(seen), first_word(now));
		HOLDS(c->domain,
		      day <= plan->p_since + STRAGGLERS || same_p ||
		              !plan_mail_is_reported(c->domain, day),
		      "p since %d, %d saw %.*s", plan->p_since, day, DR_FMT(seen));
		HOLDS(c->domain,
		      !timed || day <= plan->since + STRAGGLERS || dr_str_eq(seen, now) ||
		              !plan_mail_is_reported(c->domain, day),
		      "since is %d, %d saw %.*s (%s)", plan->since, day, DR_FMT(seen),
		      dr_plan_clock_name(plan->clock));
	}
}

/* A gate that somebody accepted, until a day before that of the step. */
static bool is_accepted_too_short(const plan_domain *d, const dr_plan_phase *phase, dr_str id)
{
	const dr_acceptances *accept = &plan_domain_own(d)->accept;
	bool accepted = false, ends = false;
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		accepted = accepted || (dr_str_eq(gate->id, id) && gate->state == DR_GATE_ACCEPTED);
	}
	for (size_t i = 0; i < accept->len; i++) {
		const dr_acceptance *a = &accept->items[i];
		ends = ends || (dr_str_eq(a->gate, id) && a->until < phase->earliest);
	}
	return accepted && ends;
}

/* Some step cannot be taken by then for a gate that is neither met nor, on its day, accepted, or
 * for one that comes into being with the step before it. */
static bool waits_for_gates(const plan_check *c, dr_day by)
{
	const dr_plan *plan = &c->made->plan;
	bool found = false;
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		dr_str id = dr_str_sub(phase->waits_for, 0, dr_str_find(phase->waits_for, 0, ' '));
		found = found || (id.len > 0 && phase->earliest > phase->not_before &&
		                  (dr_str_eq(id, DR_STR("PL010")) || is_waiting(phase, id) ||
		                   is_accepted_too_short(c->domain, phase, id)));
	}
	return found && by != DR_NO_DAY;
}

/* With what gates of time wait for. */
static dr_day end_of(const dr_plan *plan)
{
	dr_day end = DR_NO_DAY;
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		bool step = phase->state == DR_PHASE_UPCOMING && phase->records.len > 0;
		end = step ? phase->earliest : end;
	}
	return end;
}

static void check_target(const plan_check *c, dr_day last)
{
	const dr_plan *plan = &c->made->plan;
	dr_day by = c->domain->by;
	bool late = by != DR_NO_DAY && last != DR_NO_DAY && last > by;
	bool never = last != DR_NO_DAY && plan->end == DR_NO_DAY;
	HOLDS(c->domain, plan->end == end_of(plan) && (never || plan->end >= last), "end");
	HOLDS(c->domain, !late || plan->late.len > 0, "%.*s", DR_FMT(plan->late));
	HOLDS(c->domain, late || plan->late.len == 0 || waits_for_gates(c, by), "%.*s",
	      DR_FMT(plan->late));
	HOLDS(c->domain, by == DR_NO_DAY || (plan->late.len > 0) == (never || plan->end > by),
	      "possible by %d, wanted by %d: %.*s", plan->end, by, DR_FMT(plan->late));
	c->tally->late += late;
}

static int strength_of(dr_str policy)
{
	return dr_str_eq(policy, DR_STR("reject")) ? 2 : dr_str_eq(policy, DR_STR("quarantine"));
}

/* What put p where it is: the last phase up to the present one that is about p, and asks no more
 * than p says. */
static const dr_plan_phase *find_own_of_p(const plan_check *c, int asked)
{
	const dr_plan *plan = &c->made->plan;
	const dr_playbook *playbook = c->books->playbooks[c->domain->playbook];
	const dr_plan_phase *own = NULL;
	for (const dr_plan_phase *phase = plan->phases.items; phase <= plan->current; phase++) {
		dr_str raised = playbook_phase(playbook, phase->id)->raise_p;
		own = raised.len > 0 && strength_of(raised) <= asked ? phase : own;
	}
	return own;
}

/* p stays as the phase does that put it there, names below as the present one does. p=none
 * stays, too, where reports tell since when, or nobody does: they may tell that of p alone, where
 * they cannot tell what moved since. */
static void set_present(const plan_check *c, dr_day began, progress *at)
{
	const dr_plan *plan = &c->made->plan;
	int asked = policy_asked(plan->published, ROLE_P);
	const dr_plan_phase *own = find_own_of_p(c, asked);
	bool of_p = own != NULL && !dr_str_eq(own->id, DR_STR("monitor"));
	bool together = own == plan->current && of_p && plan->since_given;
	dr_day p_since = plan->p_since != DR_NO_DAY ? plan->p_since : plan->as_of;
	bool none = dr_str_eq(policy_tag(plan->published, "p"), DR_STR("none"));
	bool told = plan->clock == DR_CLOCK_REPORTS || plan->clock == DR_CLOCK_TODAY;
	bool saw = own != NULL && !of_p && none && told;
	dr_day put = own == plan->current ? p_since : began;
	at->standing_p = of_p ? own : NULL;
	bool parted =
		own == plan->current && own != NULL && !of_p && plan->clock == DR_CLOCK_REPORTS;
	dr_day names = together ? plan->names_since
	               : parted ? later(plan->names_since, plan->p_since)
	                        : began;
	at->free_names = stay_end(c, plan->current, names);
	at->free_p = of_p ? stay_end(c, own, p_since) : stay_end(c, plan->current, put);
	at->free_p = saw ? later(at->free_p, stay_end(c, own, p_since)) : at->free_p;
}

static progress start_of(const plan_check *c)
{
	const dr_plan *plan = &c->made->plan;
	dr_day began = plan->since_given ? plan->since : plan->as_of;
	progress at = { .standing = plan->published,
		        .free_p = began,
		        .free_names = began,
		        .names = plan->names_since != DR_NO_DAY ? plan->names_since : began,
		        .changed = DR_NO_DAY,
		        .moved_p = DR_NO_DAY };
	at.known = plan->since_given ? plan->since : DR_NO_DAY;
	bool inherits = plan->published.len == 0 && !plan->since_given;
	if (plan->current != NULL && !inherits) {
		set_present(c, began, &at);
	}
	at.free_p = later(at.free_p, plan->as_of);
	at.free_names = later(at.free_names, plan->as_of);
	return at;
}

/* Another step brought what this phase would: p's phase began with the step that moved p. */
static dr_day since_there(const plan_check *c, const dr_plan_phase *phase, const progress *at)
{
	const dr_playbook *playbook = c->books->playbooks[c->domain->playbook];
	bool of_p = playbook_phase(playbook, phase->id)->raise_p.len > 0;
	return of_p && at->moved_p != DR_NO_DAY ? at->moved_p : at->changed;
}

void check_dates(const plan_check *c)
{
	const dr_plan *plan = &c->made->plan;
	progress at = start_of(c);
	check_clock(c);
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		bool passed_by = plan->current != NULL && phase <= plan->current;
		if (phase->there && !passed_by && at.changed != DR_NO_DAY) {
			stay(c, phase, since_there(c, phase, &at), &at);
		}
		if (phase->state == DR_PHASE_UPCOMING) {
			check_step(c, phase, &at);
			stay(c, phase, phase->not_before, &at);
			at.changed = phase->records.len > 0 ? phase->not_before : at.changed;
			at.standing = phase->text;
		}
	}
	check_target(c, at.changed);
}
