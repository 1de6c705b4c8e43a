/*
 * A DNS server on loopback inside the test: it answers what the test tells it to, when the test
 * polls it.
 */
#pragma once
#include "packet.h"

typedef struct {
	uint16_t id, flags, type;
	char name[1024]; /* as it came, without the final dot */
	bool edns, tcp;
	uint16_t client_port;
} fake_query;

typedef struct fake_server fake_server;

/* Called for each query; replies with fake_reply() as often as it likes. */
typedef void (*fake_handler)(fake_server *server, const fake_query *query);

struct fake_server {
	int udp, tcp, connection; /* the one TCP connection being served; -1: none */
	uint16_t port;
	fake_handler handler;
	void *self;
	unsigned queries;
	unsigned char client[128]; /* socket address of the client being answered */
	unsigned client_len;
	bool over_tcp;
};

/* On an ephemeral port of 127.0.0.1, UDP and TCP. */
void fake_open(fake_server *server, fake_handler handler, void *self);
void fake_close(fake_server *server);
/* Handles what has come; true when there was something. */
bool fake_poll(fake_server *server);

/* A response to the query with the question copied and these flags besides QR and RD. */
void fake_begin(packet *p, const fake_query *query, unsigned flags);
void fake_reply(fake_server *server, const packet *p);
/* TCP: octets as they are, for broken lengths; and an end, by RST when `reset`. */
void fake_reply_octets(fake_server *server, const void *octets, size_t len);
void fake_hang_up(fake_server *server, bool reset);
