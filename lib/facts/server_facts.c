#include "facts/make_priv.h"
#include "answer/rdata.h"

/* How a server answers for its own zone. */
static const char *speaks(const dr_server_found *server)
{
	static const char *const BY_OUTCOME[DR_OUTCOME_COUNT] = {
		[DR_ANSWER] = "yes",          [DR_NO_DATA] = "lame",
		[DR_NO_NAME] = "lame",        [DR_SERVFAIL] = "broken",
		[DR_REFUSED] = "lame",        [DR_TIMEOUT] = "silent",
		[DR_GARBLED] = "broken",      [DR_UNREACHABLE] = "unreachable",
		[DR_OPEN] = "not-asked",      [DR_BUDGET] = "not-asked",
		[DR_NOT_GIVEN] = "not-asked",
	};
	if (server->soa == NULL) {
		return "not-asked";
	}
	bool plain = server->plain != NULL && dr_outcome_is_certain(server->plain->outcome);
	return plain ? "without-edns" : BY_OUTCOME[server->soa->outcome];
}

/* The SOA that a server tells, in whatever way; or NULL. */
static const dr_answer *soa_of(const dr_server_found *server)
{
	const dr_answer *soa = server->plain != NULL ? server->plain : server->soa;
	return soa != NULL && soa->outcome == DR_ANSWER ? soa : NULL;
}

static dr_server_fact server_fact(const dr_maker *m, const dr_server_found *server)
{
	dr_buf address;
	dr_buf_init(&address, m->arena);
	dr_ipaddr_write(server->address, &address);
	dr_server_fact fact = {
		.name = dr_name_text(m->arena, server->name),
		.address = dr_buf_str(&address),
	};
	const dr_answer *soa = soa_of(server);
	uint32_t serial;
	dr_fact_set(&fact, speaks, dr_str_of(speaks(server)));
	dr_fact_absent(&fact, serial);
	if (soa != NULL && dr_rr_read_soa_serial(&soa->rrs[0], &serial)) {
		dr_fact_set(&fact, serial, serial);
	}
	return fact;
}

static bool holds(const dr_strs *list, dr_str text)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq(list->items[i], text)) {
			return true;
		}
	}
	return false;
}

static void make_items(const dr_maker *m, dr_servers_facts *facts)
{
	const dr_servers_found *found = &m->survey->servers;
	dr_fact_set(facts, speaking, 0);
	for (size_t i = 0; i < found->items.len; i++) {
		dr_server_fact fact = server_fact(m, &found->items.items[i]);
		dr_list_add(m->arena, &facts->items, fact);
		if (fact.serial_status.state != DR_KNOWN) {
			continue;
		}
		dr_buf text;
		dr_buf_init(&text, m->arena);
		dr_buf_add_int(&text, fact.serial);
		facts->speaking++;
		if (!holds(&facts->serials, dr_buf_str(&text))) {
			dr_list_add(m->arena, &facts->serials, dr_buf_str(&text));
		}
	}
	facts->items_status = dr_list_status(found->status);
	facts->serials_status = facts->items_status;
	dr_status two = facts->speaking >= 2 ? DR_STATUS_KNOWN : DR_STATUS_NOT_GIVEN;
	dr_fact_with(facts, same_serial, two, facts->serials.len == 1);
}

static dr_str called(const dr_maker *m, const dr_server_found *server)
{
	dr_buf out;
	dr_buf_init(&out, m->arena);
	dr_name_write(server->name, &out);
	dr_buf_add_char(&out, ' ');
	dr_ipaddr_write(server->address, &out);
	return dr_buf_str(&out);
}

/* The answer of one server to one question. */
static void add_says(const dr_maker *m, const dr_server_found *server, const dr_server_says *says,
                     const dr_answer *usual, dr_server_record_fact *fact)
{
	const dr_answer *answer = says->answer;
	if (answer == NULL) {
		return;
	}
	bool asked = answer->outcome != DR_BUDGET && answer->outcome != DR_OPEN;
	bool lost = says->plain != NULL && !dr_server_answers(says->plain);
	if (!dr_server_answers(answer) ? asked : lost) {
		dr_list_add(m->arena, &fact->lost, called(m, server));
	}
	if (!dr_server_answers(answer)) {
		return;
	}
	if (!dr_servers_agree(answer, usual)) {
		dr_list_add(m->arena, &fact->differ, called(m, server));
	}
	if (answer->outcome == DR_ANSWER) {
		int64_t ttl = answer->ttl > fact->ttl ? answer->ttl : fact->ttl;
		dr_fact_set(fact, ttl, ttl);
	}
	int64_t octets = answer->wire_size > fact->octets ? answer->wire_size : fact->octets;
	dr_fact_set(fact, octets, octets);
	fact->needs_tcp = fact->needs_tcp || answer->truncated ||
	                  (says->plain != NULL && says->plain->truncated);
}

static size_t count_speaking(const dr_server_record *record, size_t count)
{
	size_t speaking = 0;
	for (size_t i = 0; i < count; i++) {
		speaking += dr_server_answers(record->says[i].answer);
	}
	return speaking;
}

/* A record that was never had with DNSSEC is bogus when it is there without. */
static void make_trust(const dr_server_record *record, dr_server_record_fact *fact)
{
	const dr_answer *unchecked = record->unchecked;
	bool failed = record->resolver->outcome == DR_SERVFAIL;
	dr_status status = failed && unchecked != NULL && unchecked->outcome == DR_OPEN
	                           ? dr_answer_fact(unchecked)
	                           : DR_STATUS_KNOWN;
	dr_fact_with(fact, bogus, status,
	             failed && unchecked != NULL && dr_outcome_is_certain(unchecked->outcome));
}

static dr_server_record_fact record_fact(const dr_maker *m, const dr_server_record *record)
{
	const dr_servers_found *found = &m->survey->servers;
	const dr_question *question = &record->resolver->question;
	size_t count = found->items.len, speaking = count_speaking(record, count);
	const dr_answer *usual = dr_servers_usual(record, count);
	dr_buf type;
	dr_buf_init(&type, m->arena);
	dr_type_write(question->type, &type);
	dr_server_record_fact fact = {
		.what = dr_str_of(record->what),
		.owner = dr_name_text(m->arena, question->name),
		.type = dr_buf_str(&type),
		.needs_tcp_status = speaking > 0 ? DR_STATUS_KNOWN : DR_STATUS_NOT_GIVEN,
		.differ_status = dr_list_status(found->status),
		.lost_status = dr_list_status(found->status),
	};
	for (size_t i = 0; i < count; i++) {
		add_says(m, &found->items.items[i], &record->says[i], usual, &fact);
	}
	dr_status two = speaking >= 2 ? DR_STATUS_KNOWN : DR_STATUS_NOT_GIVEN;
	dr_fact_with(&fact, agree, two, fact.differ.len == 0);
	bool compared = speaking > 0 && dr_outcome_is_certain(record->resolver->outcome);
	dr_fact_with(&fact, stale, compared ? DR_STATUS_KNOWN : DR_STATUS_NOT_GIVEN,
	             fact.differ.len == 0 && !dr_servers_agree(usual, record->resolver));
	make_trust(record, &fact);
	dr_schema_mark(&DR_SERVER_RECORD_FACT_SCHEMA, &fact, DR_STATUS_ABSENT);
	return fact;
}

void dr_make_servers(const dr_maker *m)
{
	const dr_servers_found *found = &m->survey->servers;
	dr_servers_facts *facts =
		found->wanted ? dr_arena_new_of(m->arena, dr_servers_facts) : NULL;
	if (facts == NULL) {
		return;
	}
	bool known = dr_name_is_set(found->zone);
	dr_fact_with(facts, zone, known ? DR_STATUS_KNOWN : found->status,
	             dr_name_text(m->arena, found->zone));
	if (!known && found->status.state == DR_KNOWN) {
		dr_fact_set(facts, zone, DR_STR(""));
	}
	make_items(m, facts);
	for (size_t i = 0; i < found->records.len; i++) {
		dr_list_add(m->arena, &facts->records, record_fact(m, &found->records.items[i]));
	}
	facts->records_status = dr_list_status(found->status);
	m->facts->servers = facts;
}
