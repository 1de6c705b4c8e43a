#include "survey/servers.h"
#include "answer/rdata.h"

typedef struct {
	const dr_asking *asking;
	const dr_hints *hints;
	dr_servers_found *found;
} finder;

bool dr_server_answers(const dr_answer *answer)
{
	return answer != NULL && (dr_outcome_is_certain(answer->outcome) ||
	                          (answer->outcome == DR_NOT_GIVEN && answer->hop_count > 0));
}

static bool lead_alike(const dr_answer *a, const dr_answer *b)
{
	if (a->hop_count == 0 || b->hop_count == 0) {
		return a->hop_count == b->hop_count;
	}
	return dr_name_eq(a->hops[0].target, b->hops[0].target);
}

/* A server tells only the part of a chain that is in its zones: then the first link decides. */
static bool is_partial(const dr_answer *a, const dr_answer *b)
{
	return a->outcome == DR_NOT_GIVEN || b->outcome == DR_NOT_GIVEN;
}

/* Nobody minds where a text is split into strings (RFC 7208 3.3, RFC 6376 3.6.2.2). */
static bool says_alike(uint16_t type, const dr_rr *a, const dr_rr *b)
{
	return type == DR_TYPE_TXT ? dr_str_eq(a->text, b->text) : dr_str_eq(a->rdata, b->rdata);
}

bool dr_servers_agree(const dr_answer *a, const dr_answer *b)
{
	if (!dr_server_answers(a) || !dr_server_answers(b) || !lead_alike(a, b)) {
		return false;
	}
	if (is_partial(a, b)) {
		return true;
	}
	bool same = a->outcome == b->outcome && a->rr_count == b->rr_count;
	for (size_t i = 0; same && i < a->rr_count; i++) {
		same = says_alike(a->question.type, &a->rrs[i], &b->rrs[i]);
	}
	return same;
}

const dr_answer *dr_servers_usual(const dr_server_record *record, size_t count)
{
	const dr_answer *usual = NULL;
	size_t most = 0;
	for (size_t i = 0; i < count; i++) {
		size_t alike = 0;
		for (size_t j = 0; j < count; j++) {
			alike += dr_servers_agree(record->says[i].answer, record->says[j].answer);
		}
		if (alike > most) {
			most = alike;
			usual = record->says[i].answer;
		}
	}
	return usual;
}

/* ---- the zone and its servers ---- */

/* The same question without the check of DNSSEC (RFC 4035 3.2.2). */
static const dr_answer *ask_unchecked(const finder *f, const dr_question *checked)
{
	dr_question question = *checked;
	question.flags = DR_FLAG_CD;
	return dr_ask(f->asking->answers, &question);
}

/* The zone that holds the domain: where it has name servers, or where the SOA of the denial is. */
static const dr_answer *ask_zone(const finder *f, dr_name domain)
{
	const dr_answer *ns = dr_ask_dns(f->asking->answers, domain, DR_TYPE_NS);
	if (ns->outcome == DR_SERVFAIL) {
		ns = ask_unchecked(f, &ns->question);
	}
	bool denied = ns->outcome == DR_NO_DATA || ns->outcome == DR_NO_NAME;
	if (denied && dr_name_is_set(ns->soa) && !dr_name_eq(ns->soa, domain)) {
		ns = dr_ask_dns(f->asking->answers, ns->soa, DR_TYPE_NS);
	}
	return ns;
}

static const dr_answer *ask_server(const finder *f, const dr_server_found *server, dr_name name,
                                   uint16_t type, uint16_t flags)
{
	dr_question question = dr_question_dns(name, type);
	question.server = server->address;
	question.flags = flags;
	return dr_ask(f->asking->answers, &question);
}

static void add_address(finder *f, dr_name name, dr_ipaddr address)
{
	dr_server_found server = { .name = name, .address = address };
	if (f->hints->allow_private || dr_ipaddr_special(address) == NULL) {
		server.soa = ask_server(f, &server, f->found->zone, DR_TYPE_SOA, 0);
		if (server.soa->outcome == DR_TIMEOUT || server.soa->outcome == DR_GARBLED) {
			server.plain = ask_server(f, &server, f->found->zone, DR_TYPE_SOA,
			                          DR_FLAG_NO_EDNS);
		}
	}
	dr_list_add(f->asking->arena, &f->found->items, server);
}

static void add_server(finder *f, dr_name name)
{
	static const uint16_t TYPES[] = { DR_TYPE_A, DR_TYPE_AAAA };
	size_t left = DR_SERVER_ADDRESSES;
	for (size_t t = 0; t < DR_COUNT(TYPES); t++) {
		const dr_answer *answer = dr_ask_dns(f->asking->answers, name, TYPES[t]);
		if (!dr_outcome_is_certain(answer->outcome) && f->found->status.state == DR_KNOWN) {
			f->found->status = dr_answer_fact(answer);
		}
		for (size_t i = 0; i < answer->rr_count && left > 0; i++) {
			dr_ipaddr address;
			if (dr_rr_read_address(&answer->rrs[i], &address)) {
				add_address(f, name, address);
				left--;
			}
		}
	}
}

static void find_servers(finder *f, dr_name domain)
{
	const dr_answer *ns = ask_zone(f, domain);
	f->found->status = dr_answer_fact(ns);
	if (ns->outcome != DR_ANSWER) {
		return;
	}
	f->found->zone = ns->question.name;
	for (size_t i = 0; i < ns->rr_count && i < DR_SERVERS_MAX; i++) {
		dr_name name;
		if (dr_rr_read_name(&ns->rrs[i], &name)) {
			add_server(f, name);
		}
	}
}

/* ---- the records ---- */

/* A server that does not even tell its SOA is asked nothing else. */
static bool is_awake(const dr_server_found *server)
{
	return (server->soa != NULL && server->soa->outcome != DR_OPEN &&
	        dr_outcome_is_certain(server->soa->outcome)) ||
	       (server->plain != NULL && dr_outcome_is_certain(server->plain->outcome));
}

static dr_server_says ask_about(const finder *f, const dr_server_found *server,
                                const dr_question *question)
{
	dr_server_says says = { NULL, NULL };
	if (!is_awake(server)) {
		return says;
	}
	bool edns = dr_outcome_is_certain(server->soa->outcome);
	says.answer =
		ask_server(f, server, question->name, question->type, edns ? 0 : DR_FLAG_NO_EDNS);
	if (edns && question->type == DR_TYPE_TXT) {
		says.plain = ask_server(f, server, question->name, question->type, DR_FLAG_NO_EDNS);
	}
	return says;
}

/* Names outside the zone, and names that cannot be, are not for its servers to tell. */
static void add_record(finder *f, const char *what, const dr_answer *resolver)
{
	const size_t count = f->found->items.len;
	if (resolver == NULL || !dr_name_is_set(resolver->question.name) ||
	    f->found->records.len >= DR_SERVER_RECORDS_MAX ||
	    !dr_name_is_within(resolver->question.name, f->found->zone)) {
		return;
	}
	dr_server_says *says = dr_arena_alloc_array(f->asking->arena, count, sizeof(*says));
	for (size_t i = 0; says != NULL && i < count; i++) {
		says[i] = ask_about(f, &f->found->items.items[i], &resolver->question);
	}
	dr_server_record record = { .what = what, .resolver = resolver, .says = says };
	if (resolver->outcome == DR_SERVFAIL) {
		record.unchecked = ask_unchecked(f, &resolver->question);
	}
	if (says != NULL) {
		dr_list_add(f->asking->arena, &f->found->records, record);
	}
}

/* Of the selectors, those that have something. */
static void add_keys(finder *f, const dr_dkim_search *dkim)
{
	for (size_t i = 0; i < dkim->selectors.len; i++) {
		const dr_answer *answer = dkim->selectors.items[i].texts->answer;
		if (answer->hop_count > 0 || answer->outcome == DR_ANSWER) {
			add_record(f, "dkim", answer);
		}
	}
}

/* Records that few domains have are compared only where the resolver knows one. */
static void add_if_there(finder *f, const char *what, const dr_answer *answer)
{
	if (answer != NULL && answer->outcome == DR_ANSWER) {
		add_record(f, what, answer);
	}
}

static finder begin(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                    dr_servers_found *ret_found)
{
	*ret_found = (dr_servers_found){ .wanted = true };
	finder f = { asking, hints, ret_found };
	find_servers(&f, domain);
	return f;
}

void dr_survey_servers(const dr_asking *asking, const dr_hints *hints,
                       const dr_server_wishes *wishes, dr_servers_found *ret_found)
{
	if (!hints->authoritative) {
		*ret_found = (dr_servers_found){ .wanted = false };
		return;
	}
	finder f = begin(asking, hints, wishes->domain, ret_found);
	if (dr_name_is_set(ret_found->zone)) {
		add_record(&f, "spf", wishes->spf);
		add_record(&f, "dmarc", wishes->dmarc);
		add_record(&f, "mx", wishes->mx);
		add_if_there(&f, "mtasts", wishes->mtasts);
		add_if_there(&f, "tlsrpt", wishes->tlsrpt);
		add_if_there(&f, "bimi", wishes->bimi);
		add_keys(&f, wishes->dkim);
	}
}

void dr_survey_servers_for(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                           const dr_answer *const *answers, size_t count,
                           dr_servers_found *ret_found)
{
	finder f = begin(asking, hints, domain, ret_found);
	for (size_t i = 0; i < count && dr_name_is_set(ret_found->zone); i++) {
		add_record(&f, "record", answers[i]);
	}
}
