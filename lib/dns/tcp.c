#include "dns/live_priv.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { LENGTH = 2 }; /* octets of the length in front of a message (RFC 1035 4.2.2) */

struct dr_dns_tcp {
	uint8_t query[LENGTH + DR_WIRE_QUERY_MAX];
	size_t query_len, sent;
	uint8_t length[LENGTH];
	uint8_t *message; /* made when the length is known */
	size_t message_len;
	size_t got; /* octets of length and message together */
};

dr_dns_tcp *dr_tcp_new(void)
{
	return calloc(1, sizeof(dr_dns_tcp));
}

void dr_tcp_free(dr_dns_tcp *tcp)
{
	if (tcp != NULL) {
		free(tcp->message);
		free(tcp);
	}
}

uint8_t *dr_tcp_query(dr_dns_tcp *tcp)
{
	return tcp->query + LENGTH;
}

void dr_tcp_set_query(dr_dns_tcp *tcp, size_t len)
{
	tcp->query[0] = (uint8_t)(len >> 8);
	tcp->query[1] = (uint8_t)(len & 0xFF);
	tcp->query_len = LENGTH + len;
}

short dr_tcp_events(const dr_dns_tcp *tcp)
{
	return tcp->sent < tcp->query_len ? POLLOUT : POLLIN;
}

typedef enum { GOING_ON, WAITING, COMPLETE, BROKEN } progress;

static progress progress_of(ssize_t octets)
{
	if (octets > 0) {
		return GOING_ON;
	}
	bool later = octets < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
	return later ? WAITING : BROKEN;
}

static progress write_query(dr_dns_tcp *tcp, int fd)
{
	progress p = GOING_ON;
	while (tcp->sent < tcp->query_len && p == GOING_ON) {
		ssize_t octets =
			send(fd, tcp->query + tcp->sent, tcp->query_len - tcp->sent, MSG_NOSIGNAL);
		p = progress_of(octets);
		tcp->sent += p == GOING_ON ? (size_t)octets : 0;
	}
	return p;
}

static progress read_length(dr_dns_tcp *tcp, int fd)
{
	ssize_t octets = recv(fd, tcp->length + tcp->got, LENGTH - tcp->got, 0);
	progress p = progress_of(octets);
	tcp->got += p == GOING_ON ? (size_t)octets : 0;
	if (tcp->got == LENGTH) {
		tcp->message_len = (size_t)tcp->length[0] << 8 | tcp->length[1];
		tcp->message = malloc(tcp->message_len + 1);
		return tcp->message != NULL ? p : BROKEN;
	}
	return p;
}

static progress read_body(dr_dns_tcp *tcp, int fd)
{
	size_t have = tcp->got - LENGTH;
	if (have == tcp->message_len) {
		return COMPLETE;
	}
	ssize_t octets = recv(fd, tcp->message + have, tcp->message_len - have, 0);
	progress p = progress_of(octets);
	tcp->got += p == GOING_ON ? (size_t)octets : 0;
	return p;
}

static progress read_message(dr_dns_tcp *tcp, int fd)
{
	progress p = GOING_ON;
	while (p == GOING_ON) {
		p = tcp->got < LENGTH ? read_length(tcp, fd) : read_body(tcp, fd);
	}
	return p;
}

void dr_tcp_advance(dr_dns *dns, dr_dns_socket *socket)
{
	dr_dns_tcp *tcp = socket->tcp;
	progress p = write_query(tcp, socket->fd);
	if (p == GOING_ON) {
		p = read_message(tcp, socket->fd);
	}
	if (p == COMPLETE) {
		dr_str message = { (const char *)tcp->message, tcp->message_len };
		dr_exchange_take(dns, socket->waiting[0], message);
	} else if (p == BROKEN) {
		dr_exchange_fail(dns, socket->waiting[0], DR_UNREACHABLE);
	}
}
