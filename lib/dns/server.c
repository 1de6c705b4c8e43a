#include "base/table.h"
#include "dns/live_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	RECEIVE_BUFFER = 1 << 20, /* the system may grant less */
	PORT_TRIES = 16,          /* then the system chooses */
	PORT_FIRST = 1024,
	PORT_COUNT = 65536 - PORT_FIRST,
	SECOND_MS = 1000,
};

bool dr_server_eq(dr_server a, dr_server b)
{
	return a.port == b.port && dr_ipaddr_eq(a.address, b.address);
}

bool dr_server_is_resolver(const dr_dns *dns, dr_server server)
{
	for (size_t i = 0; i < dns->server_count; i++) {
		if (dr_server_eq(dns->servers[i], server)) {
			return true;
		}
	}
	return false;
}

bool dr_server_is_loopback(dr_server server)
{
	const char *special = dr_ipaddr_special(server.address);
	return dr_str_eq(dr_str_of(special), DR_STR("loopback"));
}

static size_t slot_of(dr_server server)
{
	return dr_hash(&DR_HASH_FIXED, server.address.octets, sizeof(server.address.octets)) %
	       DR_DNS_NO_EDNS;
}

bool dr_server_refuses_edns(const dr_dns *dns, dr_server server)
{
	return dr_server_eq(dns->no_edns[slot_of(server)], server);
}

void dr_server_remember_no_edns(dr_dns *dns, dr_server server)
{
	dns->no_edns[slot_of(server)] = server;
}

bool dr_server_may_send(const dr_dns *dns, dr_server server)
{
	return dns->now >= dns->send_again[slot_of(server)];
}

void dr_server_note_sent(dr_dns *dns, dr_server server)
{
	dns->send_again[slot_of(server)] = dns->now + SECOND_MS / DR_DNS_RATE;
}

dr_server dr_server_detour(const dr_dns *dns, dr_server server)
{
	for (size_t i = 0; i < dns->detour_count; i++) {
		if (dr_server_eq(dns->detours[i].from, server)) {
			return dns->detours[i].to;
		}
	}
	return server;
}

dr_dns_sent dr_server_why(int error)
{
	static const int STUCK[] = { EAGAIN, EWOULDBLOCK, ENOBUFS, ENOMEM, EMFILE, ENFILE, EINTR };
	for (size_t i = 0; i < DR_COUNT(STUCK); i++) {
		if (STUCK[i] == error) {
			return DR_DNS_STUCK;
		}
	}
	return DR_DNS_UNREACHABLE;
}

typedef union {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
} sockaddr_any;

static socklen_t sockaddr_of(uint8_t family, const uint8_t *octets, uint16_t port,
                             sockaddr_any *ret_address)
{
	memset(ret_address, 0, sizeof(*ret_address));
	if (family == DR_IPV4) {
		ret_address->v4.sin_family = AF_INET;
		ret_address->v4.sin_port = htons(port);
		memcpy(&ret_address->v4.sin_addr, octets, sizeof(ret_address->v4.sin_addr));
		return sizeof(ret_address->v4);
	}
	ret_address->v6.sin6_family = AF_INET6;
	ret_address->v6.sin6_port = htons(port);
	memcpy(&ret_address->v6.sin6_addr, octets, sizeof(ret_address->v6.sin6_addr));
	return sizeof(ret_address->v6);
}

static int open_socket(dr_server server, int type)
{
	int fd = socket(server.address.family == DR_IPV4 ? AF_INET : AF_INET6, type, 0);
	if (fd >= 0 && (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Binds to a random port. When none is free the system's own choice is good enough. */
static bool bind_somewhere(dr_dns *dns, int fd, uint8_t family)
{
	static const uint8_t WILDCARD[16];
	for (int i = 0; i < PORT_TRIES; i++) {
		sockaddr_any own;
		uint16_t number;
		if (!dr_dns_draw(dns, &number)) {
			return false;
		}
		uint16_t port = (uint16_t)(PORT_FIRST + number % PORT_COUNT);
		socklen_t len = sockaddr_of(family, WILDCARD, port, &own);
		if (bind(fd, &own.any, len) == 0) {
			return true;
		}
	}
	return true;
}

static int connect_to(int fd, dr_server server)
{
	sockaddr_any address;
	socklen_t len =
		sockaddr_of(server.address.family, server.address.octets, server.port, &address);
	return connect(fd, &address.any, len) == 0 || errno == EINPROGRESS ? 0 : -1;
}

static int give_up(int fd, dr_dns_sent *ret_why)
{
	*ret_why = dr_server_why(errno);
	if (fd >= 0) {
		close(fd);
	}
	return -1;
}

int dr_server_connect_udp(dr_dns *dns, dr_server server, dr_dns_sent *ret_why)
{
	int room = RECEIVE_BUFFER, fd = open_socket(server, SOCK_DGRAM);
	if (fd < 0) {
		return give_up(fd, ret_why);
	}
	/* A smaller buffer only costs retries. */
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	if (!bind_somewhere(dns, fd, server.address.family) || connect_to(fd, server) < 0) {
		return give_up(fd, ret_why);
	}
	return fd;
}

int dr_server_connect_tcp(dr_server server, dr_dns_sent *ret_why)
{
	int fd = open_socket(server, SOCK_STREAM);
	return fd < 0 || connect_to(fd, server) < 0 ? give_up(fd, ret_why) : fd;
}
