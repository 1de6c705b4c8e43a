#include "dns/live_priv.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { CHAIN_ARENA = 64 * 1024 };

/* ---- lists ---- */

static void list_remove(dr_dns *dns, dr_exchange *e)
{
	dr_exchanges *list = e->list;
	if (list == NULL) {
		return;
	}
	if (dns->scan == e) {
		dns->scan = e->next;
	}
	*(e->previous != NULL ? &e->previous->next : &list->first) = e->next;
	*(e->next != NULL ? &e->next->previous : &list->last) = e->previous;
	e->previous = e->next = NULL;
	e->list = NULL;
	list->count--;
}

static void list_append(dr_exchanges *list, dr_exchange *e)
{
	e->previous = list->last;
	*(list->last != NULL ? &list->last->next : &list->first) = e;
	list->last = e;
	e->list = list;
	list->count++;
}

static void list_prepend(dr_exchanges *list, dr_exchange *e)
{
	e->next = list->first;
	*(list->first != NULL ? &list->first->previous : &list->last) = e;
	list->first = e;
	e->list = list;
	list->count++;
}

/* ---- life ---- */

dr_exchange *dr_exchange_new(const dr_question *question, void *waiter, int64_t deadline)
{
	dr_exchange *e = calloc(1, sizeof(*e));
	if (e == NULL) {
		return NULL;
	}
	for (size_t i = 0; i < question->name.len; i++) {
		e->room.octets[i] = question->name.wire[i];
	}
	e->question = *question;
	e->question.name.wire = e->room.octets;
	e->question.path = (dr_str){ NULL, 0 };
	e->asked = e->question;
	e->waiter = waiter;
	e->deadline = deadline;
	e->failure = DR_OPEN;
	return e;
}

void dr_exchange_free(dr_dns *dns, dr_exchange *e)
{
	list_remove(dns, e);
	dr_pool_detach(dns, e);
	dr_arena_free(e->chain);
	free(e);
}

void dr_exchange_queue(dr_dns *dns, dr_exchange *e)
{
	list_remove(dns, e);
	e->due = e->deadline;
	dr_dns_wake_at(dns, e->due);
	list_append(&dns->queue, e);
}

/* Off its socket and first in the queue: its next query goes out before new questions. */
static void send_again(dr_dns *dns, dr_exchange *e)
{
	dr_pool_detach(dns, e);
	list_remove(dns, e);
	e->due = e->deadline;
	dr_dns_wake_at(dns, e->due);
	list_prepend(&dns->queue, e);
}

/* ---- servers and tries ---- */

static bool is_particular(const dr_exchange *e)
{
	return e->question.server.family != DR_IP_NONE;
}

dr_server dr_exchange_server(const dr_dns *dns, const dr_exchange *e)
{
	if (is_particular(e)) {
		return dr_server_detour(dns, (dr_server){ e->question.server, dns->server_port });
	}
	return dns->servers[e->server];
}

static void choose_server(dr_dns *dns, dr_exchange *e, size_t server)
{
	e->server = server;
	e->tries = 0;
	e->over_tcp = e->refused_edns = e->odd_response = false;
	dr_server chosen = dr_exchange_server(dns, e);
	e->edns =
		(e->question.flags & DR_FLAG_NO_EDNS) == 0 && !dr_server_refuses_edns(dns, chosen);
	e->trust_ad = dns->trust_ad || dr_server_is_loopback(chosen);
}

void dr_exchange_begin(dr_dns *dns, dr_exchange *e)
{
	choose_server(dns, e, 0);
}

static bool is_last_server(const dr_dns *dns, const dr_exchange *e)
{
	return is_particular(e) || e->server + 1 >= dns->server_count;
}

/* The time-out doubles with each try. */
static int64_t due_of_try(const dr_dns *dns, const dr_exchange *e)
{
	int64_t due = dns->now + ((int64_t)dns->query_timeout_ms << e->tries);
	return due < e->deadline ? due : e->deadline;
}

static dr_dns_sent send_udp(dr_dns *dns, dr_exchange *e)
{
	dr_dns_sent why;
	uint8_t query[DR_WIRE_QUERY_MAX];
	dr_dns_socket *socket = dr_pool_udp(dns, dr_exchange_server(dns, e), &why);
	if (socket == NULL) {
		return why;
	}
	if (!dr_pool_draw_id(dns, socket, &e->id)) {
		return DR_DNS_STUCK;
	}
	size_t len = dr_wire_write_query(&e->asked, e->id, e->edns, query);
	if (send(socket->fd, query, len, 0) < 0) {
		dr_dns_sent sent = dr_server_why(errno);
		socket->refused = sent == DR_DNS_UNREACHABLE;
		dr_dns_wake_at(dns, socket->refused ? dns->now : INT64_MAX);
		return sent;
	}
	dr_pool_attach(dns, socket, e);
	return DR_DNS_SENT;
}

static dr_dns_sent send_tcp(dr_dns *dns, dr_exchange *e)
{
	dr_dns_sent why;
	dr_dns_socket *socket = dr_pool_tcp(dns, dr_exchange_server(dns, e), &why);
	if (socket == NULL) {
		return why;
	}
	if (!dr_pool_draw_id(dns, socket, &e->id)) {
		dr_pool_close(socket);
		return DR_DNS_STUCK;
	}
	size_t len = dr_wire_write_query(&e->asked, e->id, e->edns, dr_tcp_query(socket->tcp));
	dr_tcp_set_query(socket->tcp, len);
	dr_pool_attach(dns, socket, e);
	return DR_DNS_SENT;
}

dr_dns_sent dr_exchange_send(dr_dns *dns, dr_exchange *e)
{
	if (is_particular(e) && !dr_server_may_send(dns, dr_exchange_server(dns, e))) {
		return DR_DNS_STUCK;
	}
	dr_dns_sent sent = e->over_tcp ? send_tcp(dns, e) : send_udp(dns, e);
	if (sent == DR_DNS_SENT) {
		e->due = due_of_try(dns, e);
		dr_dns_wake_at(dns, e->due);
		e->tries++;
		e->sent = true;
		if (is_particular(e)) {
			dr_server_note_sent(dns, dr_exchange_server(dns, e));
		}
		list_remove(dns, e);
		list_append(&dns->active, e);
	}
	return sent;
}

/* ---- the end ---- */

static dr_trust both(dr_trust a, dr_trust b)
{
	if (a == DR_TRUST_YES && b == DR_TRUST_YES) {
		return DR_TRUST_YES;
	}
	return a == DR_TRUST_NO || b == DR_TRUST_NO ? DR_TRUST_NO : DR_TRUST_UNKNOWN;
}

/* Puts what earlier responses said of the chain in front of the answer about its end. */
static void join_chain(dr_arena *arena, const dr_exchange *e, dr_answer *answer)
{
	DR_LIST(dr_hop) joined = { 0 };
	for (size_t i = 0; i < e->hops.len; i++) {
		dr_list_add(arena, &joined, e->hops.items[i]);
	}
	for (size_t i = 0; i < answer->hop_count; i++) {
		dr_list_add(arena, &joined, answer->hops[i]);
	}
	answer->hops = joined.items;
	answer->hop_count = joined.len;
	answer->ttl_exact = false;
	answer->secure = both(e->chain_secure, answer->secure);
	answer->wire_size = answer->wire_size > e->chain_size ? answer->wire_size : e->chain_size;
	dr_answer_settle(arena, answer);
}

/* The answer is the caller's to change; it is given and everything about the exchange freed. */
static void finish(dr_dns *dns, dr_exchange *e, dr_answer *answer)
{
	answer->question = e->question;
	answer->truncated = e->truncated;
	if (e->hops.len > 0) {
		join_chain(dns->scratch, e, answer);
	}
	if (dr_arena_failed(dns->scratch)) {
		*answer = (dr_answer){ .question = e->question, .outcome = DR_BUDGET };
	}
	list_remove(dns, e);
	dr_pool_detach(dns, e);
	dns->answered(e->waiter, answer);
	dr_exchange_free(dns, e);
}

static void finish_failed(dr_dns *dns, dr_exchange *e, dr_outcome outcome)
{
	dr_answer answer = { .outcome = outcome };
	dr_arena_reset(dns->scratch);
	finish(dns, e, &answer);
}

/* ---- failures ---- */

static void remember_failure(dr_exchange *e, dr_outcome outcome)
{
	static const uint8_t TELLING[DR_OUTCOME_COUNT] = {
		[DR_OPEN] = 0,    [DR_UNREACHABLE] = 1, [DR_TIMEOUT] = 2,
		[DR_GARBLED] = 3, [DR_REFUSED] = 4,     [DR_SERVFAIL] = 5,
	};
	if (TELLING[outcome] > TELLING[e->failure]) {
		e->failure = outcome;
	}
}

/* A lost packet or a broken conversation may do better at once; a server that refused or that is
 * not there will not, and one that failed only when nobody else is left to ask. */
static bool may_try_again(const dr_dns *dns, const dr_exchange *e, dr_outcome outcome)
{
	if (e->tries >= DR_DNS_TRIES || outcome == DR_REFUSED) {
		return false;
	}
	if (outcome == DR_SERVFAIL) {
		return is_last_server(dns, e);
	}
	return outcome != DR_UNREACHABLE || e->over_tcp;
}

void dr_exchange_fail(dr_dns *dns, dr_exchange *e, dr_outcome outcome)
{
	remember_failure(e, outcome);
	if (may_try_again(dns, e, outcome)) {
		send_again(dns, e);
	} else if (!is_last_server(dns, e)) {
		choose_server(dns, e, e->server + 1);
		send_again(dns, e);
	} else {
		finish_failed(dns, e, e->failure);
	}
}

void dr_exchange_expire(dr_dns *dns, dr_exchange *e)
{
	dr_outcome outcome = e->odd_response ? DR_GARBLED : DR_TIMEOUT;
	if (dns->now < e->deadline) {
		dr_exchange_fail(dns, e, outcome);
		return;
	}
	remember_failure(e, e->sent ? outcome : DR_OPEN);
	finish_failed(dns, e, e->failure != DR_OPEN ? e->failure : DR_BUDGET);
}

/* ---- responses ---- */

static bool chain_has(const dr_exchange *e, dr_name name)
{
	bool has = dr_name_eq(name, e->question.name);
	for (size_t i = 0; i < e->hops.len && !has; i++) {
		has = dr_name_eq(name, e->hops.items[i].target);
	}
	return has;
}

/* Keeps the hops; false when they come back to a name of the chain, or memory is spent. */
static bool keep_chain(dr_exchange *e, const dr_answer *answer)
{
	if (e->chain == NULL) {
		e->chain = dr_arena_new(CHAIN_ARENA);
		e->chain_secure = answer->secure;
	}
	const dr_answer *kept = e->chain != NULL ? dr_answer_copy(e->chain, answer) : NULL;
	for (size_t i = 0; kept != NULL && i < kept->hop_count; i++) {
		if (chain_has(e, kept->hops[i].target)) {
			return false;
		}
		dr_list_add(e->chain, &e->hops, kept->hops[i]);
	}
	if (kept == NULL || dr_arena_failed(e->chain)) {
		return false;
	}
	e->chain_secure = both(e->chain_secure, kept->secure);
	e->chain_size = kept->wire_size > e->chain_size ? kept->wire_size : e->chain_size;
	e->asked.name = dr_answer_end(kept);
	return e->hops.len <= DR_WIRE_MAX_HOPS;
}

static void go_on_with_chain(dr_dns *dns, dr_exchange *e, const dr_answer *answer)
{
	if (!keep_chain(e, answer)) {
		finish_failed(dns, e, DR_SERVFAIL);
		return;
	}
	e->tries = 0;
	e->over_tcp = false;
	send_again(dns, e);
}

static void take_answer(dr_dns *dns, dr_exchange *e, dr_answer *answer)
{
	bool certain = dr_outcome_is_certain(answer->outcome);
	if (certain && e->refused_edns) {
		dr_server_remember_no_edns(dns, dr_exchange_server(dns, e));
	}
	if (certain || answer->outcome == DR_NOT_GIVEN) {
		finish(dns, e, answer);
	} else {
		dr_exchange_fail(dns, e, answer->outcome);
	}
}

/* The same question to the same server in another way, which is no new try. */
static void ask_differently(dr_dns *dns, dr_exchange *e)
{
	e->tries--;
	send_again(dns, e);
}

void dr_exchange_take(dr_dns *dns, dr_exchange *e, dr_str message)
{
	dr_answer *answer = NULL;
	dr_arena_reset(dns->scratch);
	switch (dr_wire_read_response(dns->scratch, message, &e->asked, e->id, e->edns, e->trust_ad,
	                              &answer)) {
	case DR_WIRE_OK: take_answer(dns, e, answer); break;
	case DR_WIRE_PARTIAL: go_on_with_chain(dns, e, answer); break;
	case DR_WIRE_NO_EDNS:
		e->edns = false;
		e->refused_edns = true;
		ask_differently(dns, e);
		break;
	case DR_WIRE_TRUNCATED:
		e->truncated = true;
		if (e->over_tcp) {
			dr_exchange_fail(dns, e, DR_GARBLED);
		} else {
			e->over_tcp = true;
			ask_differently(dns, e);
		}
		break;
	case DR_WIRE_FOREIGN:
		e->odd_response = true;
		if (e->over_tcp) {
			dr_exchange_fail(dns, e, DR_GARBLED);
		}
		break;
	case DR_WIRE_GARBLED:
		if (dr_arena_failed(dns->scratch)) {
			finish_failed(dns, e, DR_BUDGET);
		} else {
			dr_exchange_fail(dns, e, DR_GARBLED);
		}
		break;
	}
}
