/* Of the variable `traffic`: what still signs with which key, and what passed by SPF alone from an
 * address that is not in the record any more. Only mail of reports that gates count. */
#include "facts/make_priv.h"
#include "facts/traffic_uses.h"

enum {
	FROM_MAX = 3,
	ONE_IN = 50,   /* as EV023 has it */
	LAST_DAYS = 62 /* two turns of what comes monthly */
};

static const dr_status SPENT = { .state = DR_UNKNOWN, .why = DR_WHY_BUDGET };

static void add_address(const dr_maker *m, dr_ipaddr ip, dr_strs *list)
{
	dr_buf text;
	dr_buf_init(&text, m->arena);
	dr_ipaddr_write(ip, &text);
	if (list->len < FROM_MAX) {
		dr_list_add(m->arena, list, dr_buf_str(&text));
	}
}

static void add_once(const dr_maker *m, dr_str name, dr_strs *list)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq_nocase(list->items[i], name)) {
			return;
		}
	}
	if (list->len < FROM_MAX) {
		dr_list_add(m->arena, list, name);
	}
}

static const dr_used_spf *used_spf(const dr_maker *m, dr_str name)
{
	for (size_t i = 0; i < m->survey->used.spf.len; i++) {
		if (dr_str_eq_nocase(m->survey->used.spf.items[i].domain, name)) {
			return &m->survey->used.spf.items[i];
		}
	}
	return NULL;
}

/* Whom the record of a name lets pass; NULL: it was not looked at, or of another name than the
 * domain the answer is not known as a whole. */
static const dr_spf_senders *record_of(const dr_maker *m, dr_str name)
{
	if (dr_str_eq_nocase(name, m->input->traffic->domain)) {
		return &m->survey->spf_reach.senders;
	}
	const dr_used_spf *spf = used_spf(m, name);
	bool known = spf != NULL && spf->reach.senders.status.state == DR_KNOWN;
	return known ? &spf->reach.senders : NULL;
}

/* Whose policy is about mail, the widest first: a loss holds up the steps of it. */
typedef enum { OF_DOMAIN, OF_NAMES, OF_OWN } loss_scope;

static dr_str scope_name(loss_scope scope)
{
	static const char *const NAMES[] = {
		[OF_DOMAIN] = "p", [OF_NAMES] = "sp", [OF_OWN] = "own"
	};
	return dr_str_of(NAMES[scope]);
}

/* A name whose _dmarc is a CNAME to the domain's record is treated as the domain is. */
static loss_scope scope_of_author(const dr_maker *m, dr_str author)
{
	const dr_dmarc_below_facts *below = &m->facts->dmarc.below;
	if (dr_str_eq_nocase(author, m->input->traffic->domain)) {
		return OF_DOMAIN;
	}
	for (size_t i = 0; i < below->len; i++) {
		const dr_dmarc_below_fact *one = &below->items[i];
		if (dr_str_eq_nocase(one->name, author)) {
			bool shared = dr_is_known(one->shared_status) && one->shared;
			bool own = dr_is_known(one->own_status) && one->own;
			return shared ? OF_DOMAIN : own ? OF_OWN : OF_NAMES;
		}
	}
	return OF_NAMES;
}

static loss_scope wider(loss_scope a, loss_scope b)
{
	return a < b ? a : b;
}

/* Authors that were not kept may be the domain. */
static loss_scope scope_of(const dr_maker *m, const dr_traffic_use *use)
{
	loss_scope scope = use->more_authors ? OF_DOMAIN : OF_OWN;
	for (size_t i = 0; i < use->authors.len; i++) {
		scope = wider(scope, scope_of_author(m, use->authors.items[i]));
	}
	return scope;
}

/* The record that a use passed by and does not any more. */
static const dr_spf_senders *lost_by(const dr_maker *m, const dr_sender *sender,
                                     const dr_traffic_use *use)
{
	const dr_spf_senders *record = use->by_spf ? record_of(m, use->domain) : NULL;
	bool lost = record != NULL && !dr_prefixset_holds(&record->set, use->ip) &&
	            dr_use_goes_on(m->input->traffic, sender, use, m->input->as_of);
	return lost ? record : NULL;
}

typedef DR_LIST(const dr_traffic_use *) lost_uses;

static lost_uses find_lost(const dr_maker *m, const dr_sender *sender)
{
	lost_uses lost = { NULL, 0 };
	for (size_t i = 0; i < sender->uses.len; i++) {
		if (lost_by(m, sender, sender->uses.items[i]) != NULL) {
			dr_list_add(m->arena, &lost, sender->uses.items[i]);
		}
	}
	return lost;
}

static bool is_by(const dr_traffic_use *use, dr_str author)
{
	for (size_t i = 0; i < use->authors.len; i++) {
		if (dr_str_eq_nocase(use->authors.items[i], author)) {
			return true;
		}
	}
	return false;
}

static dr_day sooner(dr_day a, dr_day b)
{
	return a == DR_NO_DAY || b < a ? b : a;
}

/* Of what a source sends as an author domain much is lost: more than a few bounces. */
static bool loses(const dr_sender *sender, const lost_uses *lost, dr_str author)
{
	uint64_t messages = 0;
	dr_day first = DR_NO_DAY;
	for (size_t i = 0; i < lost->len; i++) {
		const dr_traffic_use *use = lost->items[i];
		if (is_by(use, author)) {
			messages += use->messages;
			first = sooner(first, use->days.items[0]);
		}
	}
	return messages > 0 && messages * ONE_IN >= dr_messages_since(sender, author, first);
}

static dr_strs find_losing(const dr_maker *m, const dr_sender *sender, const lost_uses *lost)
{
	dr_strs losing = { NULL, 0 };
	for (size_t i = 0; i < sender->streams.len && lost->len > 0; i++) {
		dr_str author = sender->streams.items[i].scope;
		if (loses(sender, lost, author)) {
			dr_list_add(m->arena, &losing, author);
		}
	}
	return losing;
}

static bool is_felt(const dr_traffic_use *use, const dr_strs *losing)
{
	bool felt = use->more_authors;
	for (size_t i = 0; i < losing->len && !felt; i++) {
		felt = is_by(use, losing->items[i]);
	}
	return felt;
}

/* The loss of a name is not measured by what the source sends as others. Where all of it is little,
 * that is told. */
static lost_uses find_felt(const dr_maker *m, const dr_sender *sender)
{
	const lost_uses lost = find_lost(m, sender);
	const dr_strs losing = find_losing(m, sender, &lost);
	lost_uses felt = { NULL, 0 };
	for (size_t i = 0; i < lost.len; i++) {
		if (is_felt(lost.items[i], &losing)) {
			dr_list_add(m->arena, &felt, lost.items[i]);
		}
	}
	return felt.len > 0 ? felt : lost;
}

/* Messages as the authors of these uses, since the first of them. */
static uint64_t count_mail(const dr_sender *sender, const lost_uses *uses, dr_day first)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < sender->streams.len; i++) {
		dr_str author = sender->streams.items[i].scope;
		bool meant = false;
		for (size_t k = 0; k < uses->len && !meant; k++) {
			meant = uses->items[k]->more_authors || is_by(uses->items[k], author);
		}
		sum += meant ? dr_messages_since(sender, author, first) : 0;
	}
	return sum;
}

static bool is_left_out(const dr_maker *m, const dr_sender *sender, const dr_traffic_use *use)
{
	const dr_used_spf *spf = use->by_spf ? used_spf(m, use->domain) : NULL;
	return spf != NULL && !spf->asked &&
	       !dr_str_eq_nocase(use->domain, m->input->traffic->domain) &&
	       dr_use_goes_on(m->input->traffic, sender, use, m->input->as_of);
}

/* So many names are in use that records of some that it sends as were not looked at: mail of them
 * may be lost, and no other. */
static bool may_lose(const dr_maker *m, const dr_sender *sender, loss_scope *ret_scope)
{
	bool any = false;
	for (size_t i = 0; i < sender->uses.len; i++) {
		if (is_left_out(m, sender, sender->uses.items[i])) {
			*ret_scope = wider(*ret_scope, scope_of(m, sender->uses.items[i]));
			any = true;
		}
	}
	return any;
}

/* What the domain's record lets pass may be known in part only: then the answer is not known. */
static void add_spf_lost(const dr_maker *m, const dr_sender *sender, dr_traffic_source_fact *fact)
{
	const lost_uses uses = find_felt(m, sender);
	uint64_t lost = 0;
	dr_day first = DR_NO_DAY;
	loss_scope scope = OF_OWN;
	fact->spf_lost_status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < uses.len; i++) {
		const dr_traffic_use *use = uses.items[i];
		const dr_spf_senders *record = record_of(m, use->domain);
		lost += use->messages;
		scope = wider(scope, scope_of(m, use));
		first = sooner(first, use->days.items[0]);
		fact->spf_lost_status =
			record->status.state != DR_KNOWN ? record->status : fact->spf_lost_status;
		add_address(m, use->ip, &fact->spf_lost_from);
		add_once(m, use->domain, &fact->spf_lost_as);
	}
	bool maybe = lost == 0 && may_lose(m, sender, &scope);
	fact->spf_lost_status = maybe ? SPENT : fact->spf_lost_status;
	dr_fact_with(fact, spf_lost, fact->spf_lost_status, (int64_t)lost);
	fact->spf_lost_scope = scope_name(lost > 0 || maybe ? scope : OF_DOMAIN);
	fact->spf_lost_silent =
		lost > 0 && dr_source_is_silent(m->arena, m->input->traffic, sender);
	fact->spf_lost_of = lost > 0 ? (int64_t)count_mail(sender, &uses, first) : 0;
}

static bool holds(const dr_maker *m, const dr_traffic_beside *beside)
{
	const dr_spf_senders *record = record_of(m, beside->domain);
	return record != NULL && record->status.state == DR_KNOWN &&
	       dr_prefixset_holds(&record->set, beside->ip);
}

/* Its last mail passed by SPF as well, and would today. */
static bool is_carried(const dr_maker *m, const dr_traffic_use *use)
{
	dr_day since = use->days.items[use->days.len - 1] - LAST_DAYS;
	if (use->alone != DR_NO_DAY && use->alone > since) {
		return false;
	}
	for (size_t i = 0; i < use->beside.len; i++) {
		const dr_traffic_beside *beside = &use->beside.items[i];
		if (beside->last > since && !holds(m, beside)) {
			return false;
		}
	}
	return true;
}

static const dr_traffic_identity *identity_of(const dr_traffic *traffic, const dr_used_key *key)
{
	for (size_t i = 0; i < traffic->identities.len; i++) {
		const dr_traffic_identity *one = &traffic->identities.items[i];
		if (dr_str_eq_nocase(one->domain, key->domain) &&
		    dr_str_eq_nocase(one->selector, key->selector)) {
			return one;
		}
	}
	return NULL;
}

/* Keys of other names by which mail of the domain passes. */
static void add_keys_elsewhere(const dr_maker *m, const dr_traffic *traffic,
                               dr_traffic_selector_facts *list)
{
	for (size_t i = 0; i < m->survey->used.keys.len; i++) {
		const dr_used_key *key = &m->survey->used.keys.items[i];
		const dr_traffic_identity *identity = identity_of(traffic, key);
		if (identity == NULL) {
			continue;
		}
		bool published = key->texts != NULL && key->texts->count > 0;
		dr_status status = key->texts != NULL ? dr_texts_status(key->texts) : SPENT;
		dr_traffic_selector_fact fact = { .domain = key->domain,
			                          .selector = key->selector,
			                          .passing = (int64_t)identity->passed,
			                          .failing = (int64_t)identity->failed };
		dr_fact_with(&fact, published, status, published);
		dr_fact_with(&fact, revoked, status, published && key->texts->dkim->revoked);
		dr_list_add(m->arena, list, fact);
	}
}

static loss_scope scope_read(dr_str name)
{
	loss_scope scope = OF_OWN;
	while (scope > OF_DOMAIN && !dr_str_eq(name, scope_name(scope))) {
		scope--;
	}
	return scope;
}

static void mark(const dr_maker *m, const dr_sender *sender, const dr_traffic_use *use,
                 dr_traffic_selector_facts *list)
{
	bool ours = sender->decision != NULL && sender->decision->is == DR_IS_OURS;
	for (size_t i = 0; i < list->len; i++) {
		dr_traffic_selector_fact *fact = &list->items[i];
		if (dr_str_eq_nocase(fact->domain, use->domain) &&
		    dr_str_eq_nocase(fact->selector, use->selector)) {
			fact->carried = (fact->carried || !fact->in_use) && is_carried(m, use);
			loss_scope before = fact->in_use ? scope_read(fact->scope) : OF_OWN;
			fact->scope = scope_name(wider(before, scope_of(m, use)));
			fact->in_use = true;
			fact->ours = fact->ours || ours;
			fact->used += (int64_t)use->messages;
			if (ours && dr_source_is_silent(m->arena, m->input->traffic, sender)) {
				add_once(m, sender->name, &fact->silent);
			}
		}
	}
}

static void add_in_use(const dr_maker *m, const dr_traffic *traffic, const dr_sender *sender,
                       dr_traffic_selector_facts *list)
{
	for (size_t i = 0; i < sender->uses.len; i++) {
		const dr_traffic_use *use = sender->uses.items[i];
		if (!use->by_spf && dr_use_goes_on(traffic, sender, use, m->input->as_of)) {
			mark(m, sender, use, list);
		}
	}
}

void dr_make_traffic_lost(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	add_keys_elsewhere(m, traffic, &facts->selectors);
	for (size_t i = 0; i < facts->selectors.len; i++) {
		facts->selectors.items[i].scope = scope_name(OF_DOMAIN);
	}
	for (size_t i = 0; i < traffic->senders.len; i++) {
		add_in_use(m, traffic, traffic->senders.items[i], &facts->selectors);
	}
	for (size_t i = 0; i < facts->sources.len; i++) {
		add_spf_lost(m, traffic->senders.items[i], &facts->sources.items[i]);
	}
}
