/*
 * The parts of live DNS, private to dns/.
 *
 *   exchange.c  one started question: which server, which try, what a response means
 *   pool.c      sockets: random ports, bounded use, which exchange a message is for
 *   tcp.c       one query and one response over TCP
 *   server.c    addresses, and which servers refuse EDNS
 *   live.c      the source of answers: window, queue, due times
 *
 * An exchange is in exactly one of two lists: in `queue` while it waits for room in the window, in
 * `active` while its query is on a socket. Whatever happens to it, it goes back to the front of the
 * queue or it is finished; only dr_dns_dispatch() sends, so sockets are never opened while others
 * are being read. Cancelling and closing free exchanges at any moment.
 */
#pragma once
#include "dns/live.h"
#include "dns/wire.h"

enum {
	DR_DNS_SOCKET_WAITING = 64,  /* queries on one UDP socket at a time */
	DR_DNS_SOCKET_QUERIES = 128, /* queries on one UDP socket in its life */
	DR_DNS_BURST = 128,          /* unanswered queries that a server's socket surely holds */
	DR_DNS_TRIES = 2,            /* per server */
	DR_DNS_RATE = 5,             /* queries a second to one particular server */
	DR_DNS_NO_EDNS = 256,        /* servers remembered to refuse EDNS */
	DR_DNS_RANDOM = 512,         /* random octets drawn at once */
	DR_DNS_MESSAGE_MAX = 65535,
};

typedef struct dr_exchange dr_exchange;
typedef struct dr_dns_tcp dr_dns_tcp;

typedef struct {
	dr_exchange *first, *last;
	size_t count;
} dr_exchanges;

/* A socket connected to one server. UDP: several exchanges wait on it. TCP: one. */
typedef struct {
	int fd; /* -1: the place is free */
	dr_server server;
	uint16_t queries; /* sent in its life */
	uint16_t waiting_count;
	dr_exchange *waiting[DR_DNS_SOCKET_WAITING];
	dr_dns_tcp *tcp; /* NULL: UDP */
	bool refused;    /* sending was told that the server cannot be reached */
} dr_dns_socket;

struct dr_exchange {
	dr_exchange *previous, *next;
	dr_exchanges *list; /* the one it is in */
	dr_question question;
	dr_name_room room; /* the octets of the question's name */
	void *waiter;
	int64_t deadline, due; /* due: when this try is given up; in the queue the deadline */

	dr_question asked; /* what goes out: the question, or the end of a chain so far */
	dr_arena *chain;   /* holds `hops` and the name asked; NULL until there is a chain */
	DR_LIST(dr_hop) hops;
	uint32_t chain_size;
	dr_trust chain_secure;

	size_t server;  /* which of the resolvers */
	unsigned tries; /* sent to this server */
	bool edns, trust_ad;
	bool refused_edns; /* this server refused EDNS for this question */
	bool over_tcp, truncated;
	bool sent;          /* anything, ever */
	bool odd_response;  /* one with our id that does not fit the question */
	dr_outcome failure; /* the most telling so far; DR_OPEN: none */
	uint16_t id;
	dr_dns_socket *socket; /* NULL: in the queue */
};

typedef struct {
	dr_source_of_answers source; /* first: a source is this structure */
	dr_server *servers;
	size_t server_count;
	uint16_t server_port;
	bool trust_ad;
	int query_timeout_ms;
	size_t window, sockets_per_resolver;
	const dr_clock *clock;
	const dr_random *random;

	int64_t now;
	dr_answered answered; /* of the call of process() that runs */
	dr_exchanges queue, active;
	dr_exchange *scan; /* next in the list that is looked through; kept right by removals */
	size_t burst_left; /* queries that may go out before a response comes or time passes */
	int64_t burst_began;
	int64_t next_due; /* not later than any due time */
	bool stuck;       /* something could not be sent for want of sockets or buffers */

	dr_dns_socket sockets[DR_DNS_FDS];
	size_t places; /* of `sockets` that were ever used: none beyond is open */
	dr_server no_edns[DR_DNS_NO_EDNS];
	int64_t send_again[DR_DNS_NO_EDNS]; /* when a particular server may be asked again; servers
	                                       whose hashes are equal share the moment */
	const dr_dns_detour *detours;
	size_t detour_count;
	uint8_t octets[DR_DNS_RANDOM];
	size_t octets_left;
	dr_arena *scratch; /* the answer being given */
	uint8_t message[DR_DNS_MESSAGE_MAX];
} dr_dns;

/* live.c */
/* A random number; false when the system has none. */
bool dr_dns_draw(dr_dns *dns, uint16_t *ret_number);
/* Notes that process() must run at `due`. */
void dr_dns_wake_at(dr_dns *dns, int64_t due);

/* exchange.c */
/* NULL: no memory. In no list yet. */
dr_exchange *dr_exchange_new(const dr_question *question, void *waiter, int64_t deadline);
/* Out of its list and its socket, and freed. */
void dr_exchange_free(dr_dns *dns, dr_exchange *exchange);
void dr_exchange_queue(dr_dns *dns, dr_exchange *exchange);
/* Chooses the first server. */
void dr_exchange_begin(dr_dns *dns, dr_exchange *exchange);
dr_server dr_exchange_server(const dr_dns *dns, const dr_exchange *exchange);
/* Sends the query and moves the exchange to `active`. DR_DNS_STUCK: try again later. */
typedef enum { DR_DNS_SENT, DR_DNS_STUCK, DR_DNS_UNREACHABLE } dr_dns_sent;
dr_dns_sent dr_exchange_send(dr_dns *dns, dr_exchange *exchange);
/* A message with the exchange's id came on its socket. */
void dr_exchange_take(dr_dns *dns, dr_exchange *exchange, dr_str message);
/* This try came to nothing. */
void dr_exchange_fail(dr_dns *dns, dr_exchange *exchange, dr_outcome outcome);
/* Its due time is over. */
void dr_exchange_expire(dr_dns *dns, dr_exchange *exchange);

/* pool.c */
/* A UDP socket to the server with room for one query more; NULL with DR_DNS_STUCK or
 * DR_DNS_UNREACHABLE in `ret_why`. */
dr_dns_socket *dr_pool_udp(dr_dns *dns, dr_server server, dr_dns_sent *ret_why);
/* A TCP socket that begins to connect. */
dr_dns_socket *dr_pool_tcp(dr_dns *dns, dr_server server, dr_dns_sent *ret_why);
/* An id that no other exchange on the socket has. */
bool dr_pool_draw_id(dr_dns *dns, const dr_dns_socket *socket, uint16_t *ret_id);
void dr_pool_attach(dr_dns *dns, dr_dns_socket *socket, dr_exchange *exchange);
/* Also closes the socket when it has done its work. */
void dr_pool_detach(dr_dns *dns, dr_exchange *exchange);
/* Reads what has come on a UDP socket. */
void dr_pool_read(dr_dns *dns, dr_dns_socket *socket);
/* Tells those who wait on sockets that were refused while others were sending. */
void dr_pool_fail_refused(dr_dns *dns);
void dr_pool_close(dr_dns_socket *socket);

/* tcp.c */
/* NULL: no memory. */
dr_dns_tcp *dr_tcp_new(void);
void dr_tcp_free(dr_dns_tcp *tcp); /* NULL is fine */
/* Where the query goes: room for DR_WIRE_QUERY_MAX octets. */
uint8_t *dr_tcp_query(dr_dns_tcp *tcp);
void dr_tcp_set_query(dr_dns_tcp *tcp, size_t len);
short dr_tcp_events(const dr_dns_tcp *tcp);
/* Writes and reads what is possible; hands a whole message or a failure to the exchange. */
void dr_tcp_advance(dr_dns *dns, dr_dns_socket *socket);

/* server.c */
bool dr_server_eq(dr_server a, dr_server b);
bool dr_server_is_resolver(const dr_dns *dns, dr_server server);
bool dr_server_is_loopback(dr_server server);
bool dr_server_refuses_edns(const dr_dns *dns, dr_server server);
void dr_server_remember_no_edns(dr_dns *dns, dr_server server);
/* Particular servers get DR_DNS_RATE queries a second at most. */
bool dr_server_may_send(const dr_dns *dns, dr_server server);
void dr_server_note_sent(dr_dns *dns, dr_server server);
/* Where questions to a particular server go. */
dr_server dr_server_detour(const dr_dns *dns, dr_server server);
/* Non-blocking sockets connected to the server; UDP from a random port. The descriptor, or -1 with
 * the reason. */
int dr_server_connect_udp(dr_dns *dns, dr_server server, dr_dns_sent *ret_why);
int dr_server_connect_tcp(dr_server server, dr_dns_sent *ret_why);
/* What a failed call says about the server. */
dr_dns_sent dr_server_why(int error);
