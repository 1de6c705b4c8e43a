#include "fake_server.h"
#include "base/cursor.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void must(bool ok)
{
	if (!ok) {
		abort();
	}
}

static struct sockaddr_in loopback(uint16_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static int open_socket(int type, uint16_t port)
{
	int fd = socket(AF_INET, type, 0), yes = 1;
	struct sockaddr_in address = loopback(port);
	must(fd >= 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    (type == SOCK_STREAM && listen(fd, 64) < 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

static uint16_t port_of(int fd)
{
	struct sockaddr_in address;
	socklen_t len = sizeof(address);
	must(getsockname(fd, (struct sockaddr *)&address, &len) == 0);
	return ntohs(address.sin_port);
}

void fake_open(fake_server *server, fake_handler handler, void *self)
{
	*server = (fake_server){ .connection = -1, .handler = handler, .self = self, .tcp = -1 };
	for (int i = 0; i < 100 && server->tcp < 0; i++) {
		server->udp = open_socket(SOCK_DGRAM, 0);
		must(server->udp >= 0);
		server->port = port_of(server->udp);
		server->tcp = open_socket(SOCK_STREAM, server->port);
		if (server->tcp < 0) {
			close(server->udp);
		}
	}
	must(server->tcp >= 0);
}

void fake_close(fake_server *server)
{
	close(server->udp);
	close(server->tcp);
	if (server->connection >= 0) {
		close(server->connection);
	}
}

static void read_name(dr_cursor *c, char *text, size_t room)
{
	size_t len = 0;
	for (uint8_t label = dr_cursor_u8(c); label > 0; label = dr_cursor_u8(c)) {
		dr_str octets = dr_cursor_take_octets(c, label);
		must(!c->overrun && len + octets.len + 2 < room);
		memcpy(text + len, octets.ptr, octets.len);
		len += octets.len;
		text[len++] = '.';
	}
	text[len > 0 ? len - 1 : 0] = '\0';
}

static void handle(fake_server *server, dr_str message, bool tcp)
{
	fake_query query = { .tcp = tcp };
	dr_cursor c = dr_cursor_of(message);
	query.id = dr_cursor_u16(&c);
	query.flags = dr_cursor_u16(&c);
	dr_cursor_skip(&c, 6);
	query.edns = dr_cursor_u16(&c) == 1;
	read_name(&c, query.name, sizeof(query.name));
	query.type = dr_cursor_u16(&c);
	must(!c.overrun);
	struct sockaddr_in client;
	memcpy(&client, server->client, sizeof(client));
	query.client_port = ntohs(client.sin_port);
	server->queries++;
	server->over_tcp = tcp;
	server->handler(server, &query);
}

static bool poll_udp(fake_server *server)
{
	char octets[1024];
	socklen_t len = sizeof(server->client);
	ssize_t got = recvfrom(server->udp, octets, sizeof(octets), 0,
	                       (struct sockaddr *)(void *)server->client, &len);
	if (got < 0) {
		return false;
	}
	server->client_len = len;
	handle(server, (dr_str){ octets, (size_t)got }, false);
	return true;
}

static bool poll_tcp(fake_server *server)
{
	if (server->connection < 0) {
		server->connection = accept(server->tcp, NULL, NULL);
		if (server->connection < 0) {
			return false;
		}
		must(fcntl(server->connection, F_SETFL, O_NONBLOCK) == 0);
	}
	char octets[1024];
	ssize_t got = recv(server->connection, octets, sizeof(octets), 0);
	if (got == 0) {
		fake_hang_up(server, false);
	} else if (got > 2) {
		handle(server, (dr_str){ octets + 2, (size_t)got - 2 }, true);
	}
	return got >= 0;
}

bool fake_poll(fake_server *server)
{
	bool udp = poll_udp(server);
	return poll_tcp(server) || udp;
}

void fake_begin(packet *p, const fake_query *query, unsigned flags)
{
	packet_init(p, query->id, PACKET_QR | (query->flags & PACKET_RD) | flags);
	packet_question(p, query->name, query->type);
}

void fake_reply(fake_server *server, const packet *p)
{
	if (server->over_tcp) {
		uint8_t length[2] = { (uint8_t)(p->len >> 8), (uint8_t)(p->len & 0xFF) };
		fake_reply_octets(server, length, sizeof(length));
		fake_reply_octets(server, p->octets, p->len);
		return;
	}
	must(sendto(server->udp, p->octets, p->len, 0,
	            (const struct sockaddr *)(const void *)server->client,
	            (socklen_t)server->client_len) >= 0);
}

void fake_reply_octets(fake_server *server, const void *octets, size_t len)
{
	must(send(server->connection, octets, len, MSG_NOSIGNAL) == (ssize_t)len);
}

void fake_hang_up(fake_server *server, bool reset)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };
	if (reset) {
		setsockopt(server->connection, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	}
	close(server->connection);
	server->connection = -1;
}
