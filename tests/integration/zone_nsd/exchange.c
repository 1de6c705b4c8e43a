#include "dns/wire.h"
#include "zone_nsd.h"
#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WAIT_MS = 2000, TRIES = 3, MESSAGE_MAX = 65535 };

static int connected(uint16_t port, int type)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, type, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof(to)) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool readable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	return poll(&p, 1, WAIT_MS) == 1;
}

static dr_str over_udp(dr_arena *arena, uint16_t port, const uint8_t *query, size_t len)
{
	uint8_t *room = dr_arena_alloc(arena, MESSAGE_MAX);
	ssize_t got = -1;
	for (int try = 0; got <= 0 && room != NULL && try < TRIES; try++) {
		int fd = connected(port, SOCK_DGRAM);
		if (fd >= 0 && send(fd, query, len, 0) == (ssize_t)len && readable(fd)) {
			got = recv(fd, room, MESSAGE_MAX, 0);
		}
		close(fd);
	}
	return got > 0 ? (dr_str){ (const char *)room, (size_t)got } : (dr_str){ 0 };
}

static bool read_all(int fd, uint8_t *room, size_t len)
{
	size_t got = 0;
	while (got < len) {
		ssize_t n = readable(fd) ? recv(fd, room + got, len - got, 0) : -1;
		if (n <= 0) {
			return false;
		}
		got += (size_t)n;
	}
	return true;
}

static dr_str over_tcp(dr_arena *arena, uint16_t port, const uint8_t *query, size_t len)
{
	uint8_t framed[2 + DR_WIRE_QUERY_MAX] = { (uint8_t)(len >> 8), (uint8_t)len };
	memcpy(framed + 2, query, len);
	int fd = connected(port, SOCK_STREAM);
	uint8_t size[2];
	dr_str message = { 0 };
	if (fd >= 0 && send(fd, framed, len + 2, 0) == (ssize_t)(len + 2) &&
	    read_all(fd, size, sizeof(size))) {
		size_t octets = (size_t)size[0] << 8 | size[1];
		uint8_t *room = dr_arena_alloc(arena, octets);
		if (room != NULL && read_all(fd, room, octets)) {
			message = (dr_str){ (const char *)room, octets };
		}
	}
	close(fd);
	return message;
}

dr_str ask_server(dr_arena *arena, uint16_t port, const dr_question *question, bool tcp)
{
	uint8_t query[DR_WIRE_QUERY_MAX];
	size_t len = dr_wire_write_query(question, 1, false, query);
	dr_str message = { 0 };
	if (!tcp) {
		message = over_udp(arena, port, query, len);
	}
	bool truncated = message.len > 2 && (message.ptr[2] & 0x02) != 0;
	return message.len > 0 && !truncated ? message : over_tcp(arena, port, query, len);
}
