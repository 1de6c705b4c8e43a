#include "dns/live_priv.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READS_AT_ONCE = 2 * DR_DNS_SOCKET_WAITING };

static dr_dns_socket *free_place(dr_dns *dns)
{
	for (size_t i = 0; i < DR_DNS_FDS; i++) {
		if (dns->sockets[i].fd < 0) {
			return &dns->sockets[i];
		}
	}
	return NULL;
}

static dr_dns_socket *place(dr_dns *dns, int fd, dr_server server)
{
	dr_dns_socket *socket = free_place(dns);
	size_t index = (size_t)(socket - dns->sockets);
	dns->places = index < dns->places ? dns->places : index + 1;
	*socket = (dr_dns_socket){ .fd = fd, .server = server };
	return socket;
}

static dr_dns_socket *open_udp(dr_dns *dns, dr_server server, dr_dns_sent *ret_why)
{
	*ret_why = DR_DNS_STUCK;
	if (free_place(dns) == NULL) {
		return NULL;
	}
	int fd = dr_server_connect_udp(dns, server, ret_why);
	return fd < 0 ? NULL : place(dns, fd, server);
}

static bool is_used_up(const dr_dns_socket *socket)
{
	return socket->queries >= DR_DNS_SOCKET_QUERIES;
}

/* The server's UDP sockets that are not used up, and those of them with room for a query more. */
typedef struct {
	size_t open;
	dr_dns_socket *roomy[DR_DNS_FDS];
	size_t roomy_count;
} candidates;

static void find_candidates(dr_dns *dns, dr_server server, candidates *ret_found)
{
	ret_found->open = ret_found->roomy_count = 0;
	for (size_t i = 0; i < dns->places; i++) {
		dr_dns_socket *each = &dns->sockets[i];
		if (each->fd < 0 || each->tcp != NULL || is_used_up(each) ||
		    !dr_server_eq(each->server, server)) {
			continue;
		}
		ret_found->open++;
		if (each->waiting_count < DR_DNS_SOCKET_WAITING) {
			ret_found->roomy[ret_found->roomy_count++] = each;
		}
	}
}

dr_dns_socket *dr_pool_udp(dr_dns *dns, dr_server server, dr_dns_sent *ret_why)
{
	candidates found;
	uint16_t number;
	find_candidates(dns, server, &found);
	*ret_why = DR_DNS_STUCK;
	if (found.open < (dr_server_is_resolver(dns, server) ? dns->sockets_per_resolver : 1)) {
		dr_dns_socket *fresh = open_udp(dns, server, ret_why);
		if (fresh != NULL) {
			return fresh;
		}
	}
	if (found.roomy_count == 0 || !dr_dns_draw(dns, &number)) {
		return NULL;
	}
	return found.roomy[number % found.roomy_count];
}

dr_dns_socket *dr_pool_tcp(dr_dns *dns, dr_server server, dr_dns_sent *ret_why)
{
	*ret_why = DR_DNS_STUCK;
	dr_dns_tcp *tcp = free_place(dns) != NULL ? dr_tcp_new() : NULL;
	int fd = tcp != NULL ? dr_server_connect_tcp(server, ret_why) : -1;
	if (fd < 0) {
		dr_tcp_free(tcp);
		return NULL;
	}
	dr_dns_socket *socket = place(dns, fd, server);
	socket->tcp = tcp;
	return socket;
}

static dr_exchange *find_waiting(const dr_dns_socket *socket, uint16_t id)
{
	for (size_t i = 0; i < socket->waiting_count; i++) {
		if (socket->waiting[i]->id == id) {
			return socket->waiting[i];
		}
	}
	return NULL;
}

bool dr_pool_draw_id(dr_dns *dns, const dr_dns_socket *socket, uint16_t *ret_id)
{
	uint16_t id;
	do {
		if (!dr_dns_draw(dns, &id)) {
			return false;
		}
	} while (find_waiting(socket, id) != NULL);
	*ret_id = id;
	return true;
}

void dr_pool_attach(dr_dns *dns, dr_dns_socket *socket, dr_exchange *exchange)
{
	dns->burst_left--;
	socket->waiting[socket->waiting_count++] = exchange;
	socket->queries++;
	exchange->socket = socket;
}

void dr_pool_close(dr_dns_socket *socket)
{
	if (socket->fd >= 0) {
		close(socket->fd);
		dr_tcp_free(socket->tcp);
		socket->tcp = NULL;
		socket->fd = -1;
	}
}

void dr_pool_detach(dr_dns *dns, dr_exchange *exchange)
{
	dr_dns_socket *socket = exchange->socket;
	if (socket == NULL) {
		return;
	}
	exchange->socket = NULL;
	dns->burst_left += dns->burst_left < DR_DNS_BURST;
	size_t i = 0;
	while (socket->waiting[i] != exchange) {
		i++;
	}
	socket->waiting[i] = socket->waiting[--socket->waiting_count];
	bool stays = socket->tcp == NULL && !is_used_up(socket) &&
	             dr_server_is_resolver(dns, socket->server);
	if (socket->waiting_count == 0 && !stays) {
		dr_pool_close(socket);
	}
}

/* An ICMP message told that the server cannot be reached: that is so for all who wait. */
static void fail_all(dr_dns *dns, dr_dns_socket *socket)
{
	for (size_t left = socket->waiting_count; left > 0 && socket->waiting_count > 0; left--) {
		dr_exchange_fail(dns, socket->waiting[0], DR_UNREACHABLE);
	}
}

void dr_pool_fail_refused(dr_dns *dns)
{
	for (size_t i = 0; i < dns->places; i++) {
		dr_dns_socket *socket = &dns->sockets[i];
		if (socket->refused) {
			socket->refused = false;
			fail_all(dns, socket);
		}
	}
}

void dr_pool_read(dr_dns *dns, dr_dns_socket *socket)
{
	for (int i = 0; i < READS_AT_ONCE && socket->fd >= 0 && socket->waiting_count > 0; i++) {
		ssize_t octets = recv(socket->fd, dns->message, sizeof(dns->message), 0);
		if (octets < 0) {
			if (dr_server_why(errno) == DR_DNS_UNREACHABLE) {
				fail_all(dns, socket);
			}
			return;
		}
		dr_str message = { (const char *)dns->message, (size_t)octets };
		dr_exchange *exchange = find_waiting(socket, dr_wire_id(message));
		if (exchange != NULL) {
			dr_exchange_take(dns, exchange, message);
		}
	}
}
