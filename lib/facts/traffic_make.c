#include "facts/make_priv.h"
#include "traffic/traffic.h"

enum { SOURCES_MAX = 200, WEEK = 7 };

/* Whom the record lets pass today; only when that is known as a whole. */
static const dr_prefixset *spf_set(const dr_maker *m)
{
	const dr_spf_senders *senders = &m->survey->spf_reach.senders;
	return senders->status.state == DR_KNOWN ? &senders->set : NULL;
}

static dr_traffic_source_fact source_of(const dr_maker *m, const dr_sender *sender)
{
	const dr_tally *direct = &sender->direct.all;
	const dr_source_decision *decision = sender->decision;
	dr_traffic_source_fact fact = {
		.source = sender->id,
		.name = sender->name,
		.service = sender->service != NULL ? sender->service->id : DR_STR(""),
		.class = dr_str_of(dr_class_name(sender->class)),
		.confidence = dr_str_of(dr_confidence_name(sender->confidence)),
		.diagnosis = dr_str_of(dr_diagnosis_name(sender->diagnosis)),
		.problem = sender->problem,
		.remedy = sender->remedy,
		.is = decision != NULL ? dr_str_of(dr_source_is_name(decision->is)) : DR_STR(""),
		.owner = decision != NULL ? decision->owner : DR_STR(""),
		.ours = sender->ours,
		.undecided = sender->undecided,
		.lapsed = sender->lapsed,
		.messages = (int64_t)direct->messages,
		.failing = (int64_t)direct->none,
		.dkim = (int64_t)(direct->both + direct->dkim_only),
		.spf_only = (int64_t)direct->spf_only,
		.indirect = (int64_t)sender->indirect.all.messages,
		.days = (int64_t)sender->days,
		.last_week = (int64_t)sender->recent,
		.week_before = (int64_t)sender->before,
	};
	dr_fact_with(&fact, in_spf, m->survey->spf_reach.senders.status, sender->in_spf);
	return fact;
}

static const dr_dkim_selector_fact *key_of(const dr_maker *m, dr_str selector)
{
	const dr_dkim_selector_facts *list = &m->facts->dkim.selectors;
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq_nocase(list->items[i].selector, selector)) {
			return &list->items[i];
		}
	}
	return NULL;
}

/* Selectors that were asked for and have nothing are not among the facts. */
static dr_status asked_status(const dr_maker *m, dr_str selector)
{
	const dr_dkim_search *search = &m->survey->dkim;
	for (size_t i = 0; i < search->selectors.len; i++) {
		const dr_dkim_selector *one = &search->selectors.items[i];
		if (dr_str_eq_nocase(one->selector, selector)) {
			const dr_answer *answer = one->texts->answer;
			return dr_outcome_is_certain(answer->outcome) ? DR_STATUS_KNOWN
			                                              : dr_status_of_answer(answer);
		}
	}
	return DR_STATUS_NOT_GIVEN;
}

static void add_selectors(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	for (size_t i = 0; i < traffic->identities.len; i++) {
		const dr_traffic_identity *one = &traffic->identities.items[i];
		if (!dr_str_eq(one->domain, traffic->domain) || one->selector.len == 0) {
			continue;
		}
		const dr_dkim_selector_fact *key = key_of(m, one->selector);
		dr_traffic_selector_fact fact = { .domain = one->domain,
			                          .selector = one->selector,
			                          .here = true,
			                          .passing = (int64_t)one->passed,
			                          .failing = (int64_t)one->failed,
			                          .unvouched = one->last_counted == DR_NO_DAY &&
			                                       one->last > traffic->last - WEEK };
		if (key != NULL) {
			dr_fact_with(&fact, published, key->present_status, key->present);
			dr_fact_with(&fact, revoked, key->revoked_status, key->revoked);
		} else {
			dr_fact_with(&fact, published, asked_status(m, one->selector), false);
			dr_fact_with(&fact, revoked, fact.published_status, false);
		}
		dr_list_add(m->arena, &facts->selectors, fact);
	}
}

static void add_reporters(const dr_traffic *traffic, dr_traffic_facts *facts)
{
	uint64_t largest = 0;
	for (size_t i = 0; i < traffic->reporters.len; i++) {
		const dr_reporter *one = &traffic->reporters.items[i];
		facts->counted_reporters += one->counted ? 1 : 0;
		if (one->messages > largest) {
			largest = one->messages;
			facts->largest_reporter = one->name;
		}
	}
	facts->reporters = (int64_t)traffic->reporters.len;
	if (facts->messages > 0) {
		facts->largest_percent = (int64_t)largest * 100 / facts->messages;
		facts->newer_percent = (int64_t)traffic->outcomes.newer * 100 / facts->messages;
	}
}

static void add_days(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	for (size_t i = 1; i < traffic->days.len; i++) {
		int64_t between = traffic->days.items[i].day - traffic->days.items[i - 1].day - 1;
		facts->gap = between > facts->gap ? between : facts->gap;
	}
	facts->days = (int64_t)traffic->days.len;
	bool any = traffic->first != DR_NO_DAY;
	facts->span = any ? traffic->last - traffic->first + 1 : 0;
	bool dated = any && m->input->as_of != DR_NO_DAY && m->input->as_of != 0;
	dr_fact_with(facts, age, dated ? DR_STATUS_KNOWN : DR_STATUS_NOT_GIVEN,
	             m->input->as_of - traffic->last);
}

/* The value of "p=" in a policy as evidence writes it. */
static dr_str p_of(dr_str policy)
{
	dr_str rest = policy, word;
	while (dr_str_split(&rest, ' ', &word)) {
		if (dr_str_starts(word, DR_STR("p="))) {
			return dr_str_sub(word, 2, word.len);
		}
	}
	return (dr_str){ 0 };
}

static void add_policy(const dr_traffic *traffic, dr_traffic_facts *facts)
{
	const dr_seen_policy *last = NULL;
	facts->policy_status = facts->seen_p_status = DR_STATUS_ABSENT;
	for (size_t i = 0; i < traffic->policies.len; i++) {
		const dr_seen_policy *one = &traffic->policies.items[i];
		if (dr_str_eq(one->domain, traffic->domain) &&
		    (last == NULL || one->last > last->last ||
		     (one->last == last->last && one->reports > last->reports))) {
			last = one;
		}
	}
	if (last != NULL) {
		dr_fact_with(facts, policy, DR_STATUS_KNOWN, last->text);
		dr_policy p = dr_policy_parse(p_of(last->text));
		dr_fact_with(facts, seen_p,
		             p != DR_POLICY_UNSET ? DR_STATUS_KNOWN : DR_STATUS_ABSENT,
		             dr_str_of(dr_policy_name(p)));
	}
}

static void add_outcomes(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	const dr_outcomes *outcomes = &traffic->outcomes;
	for (unsigned i = 0; i < DR_OVERRIDE_BITS; i++) {
		if (outcomes->overrides[i] > 0) {
			dr_list_add(m->arena, &facts->overridden, dr_traffic_override_name(i));
		}
	}
	facts->spared = (int64_t)outcomes->spared;
	facts->relaxed = (int64_t)outcomes->relaxed;
	facts->without_selector = (int64_t)outcomes->without_selector;
}

static bool is_among(const dr_strs *list, dr_str text)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq(list->items[i], text)) {
			return true;
		}
	}
	return false;
}

static void add_scopes(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	for (size_t i = 0; i < traffic->scopes.len; i++) {
		if (!dr_str_eq(traffic->scopes.items[i], traffic->domain)) {
			dr_list_add(m->arena, &facts->subdomains, traffic->scopes.items[i]);
		}
	}
	facts->missing_status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < m->survey->below.len; i++) {
		const dr_below_name *one = &m->survey->below.items[i];
		if (!is_among(&traffic->scopes, one->name)) {
			continue;
		}
		if (!dr_outcome_is_certain(one->answer->outcome)) {
			facts->missing_status = dr_answer_fact(one->answer);
		} else if (!dr_answer_name_exists(one->answer)) {
			dr_list_add(m->arena, &facts->missing, one->name);
		}
	}
}

static void add_totals(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	facts->direct = (int64_t)traffic->direct.all.messages;
	facts->indirect = (int64_t)traffic->indirect.all.messages;
	facts->messages = facts->direct + facts->indirect;
	facts->failing = (int64_t)traffic->direct.all.none;
	add_reporters(traffic, facts);
	add_days(m, traffic, facts);
	add_policy(traffic, facts);
	add_outcomes(m, traffic, facts);
}

void dr_make_traffic(const dr_maker *m)
{
	dr_traffic *traffic = m->input->traffic;
	const dr_traffic_knowledge knowledge = { .spf = spf_set(m) };
	bool any = traffic != NULL && (traffic->first != DR_NO_DAY || traffic->tls.len > 0);
	if (!any || dr_traffic_judge(m->arena, traffic, &knowledge, NULL) != DR_OK) {
		return;
	}
	dr_traffic_facts *facts = dr_arena_new_of(m->arena, dr_traffic_facts);
	if (facts == NULL) {
		return;
	}
	add_totals(m, traffic, facts);
	add_selectors(m, traffic, facts);
	add_scopes(m, traffic, facts);
	for (size_t i = 0; i < traffic->senders.len && i < SOURCES_MAX; i++) {
		dr_list_add(m->arena, &facts->sources, source_of(m, traffic->senders.items[i]));
	}
	dr_make_traffic_lost(m, traffic, facts);
	dr_make_traffic_beside(m, traffic, facts);
	m->facts->traffic = facts;
}

dr_traffic_facts *dr_facts_of_traffic(dr_arena *arena, const dr_facts_input *input,
                                      const dr_facts *facts)
{
	dr_facts with = *facts;
	const dr_maker m = {
		.arena = arena, .input = input, .survey = input->survey, .facts = &with
	};
	dr_make_traffic(&m);
	return with.traffic;
}
