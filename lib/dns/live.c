#include "dns/live_priv.h"
#include "base/limits.h"

#include <limits.h>
#include <stdlib.h>

enum {
	DEFAULT_PORT = 53,
	DEFAULT_TIMEOUT_MS = 2000,
	DEFAULT_WINDOW = 512,
	BURST_MS = 50, /* after which a server has surely emptied its socket */
	MAX_SERVERS = 32,
	QUERIES_PER_SOCKET = 32, /* of the window, when it is full */
	MIN_SOCKETS = 8,
	MAX_SOCKETS = 64,
	STUCK_IN_A_ROW = 32, /* exchanges that find no socket before sending rests */
	STUCK_WAIT_MS = 10,
};

/* A source is the first member of what is behind it. */
static dr_dns *dns_of(dr_source_of_answers *source)
{
	return (dr_dns *)(void *)source;
}

/* ---- services for the other files ---- */

bool dr_dns_draw(dr_dns *dns, uint16_t *ret_number)
{
	if (dns->octets_left < sizeof(*ret_number)) {
		if (dns->random->fill(dns->random->self, dns->octets, sizeof(dns->octets)) != 0) {
			return false;
		}
		dns->octets_left = sizeof(dns->octets);
	}
	dns->octets_left -= 2;
	const uint8_t *octets = dns->octets + dns->octets_left;
	*ret_number = (uint16_t)(octets[0] << 8 | octets[1]);
	return true;
}

void dr_dns_wake_at(dr_dns *dns, int64_t due)
{
	dns->next_due = due < dns->next_due ? due : dns->next_due;
}

/* ---- starting and cancelling ---- */

static int start(dr_source_of_answers *self, const dr_question *question, void *waiter,
                 int64_t deadline_ms)
{
	dr_dns *dns = dns_of(self);
	if (question->kind != DR_ASK_DNS || !dr_name_is_set(question->name)) {
		return DR_EINVAL;
	}
	dr_exchange *e = dr_exchange_new(question, waiter, deadline_ms);
	if (e == NULL) {
		return DR_ENOMEM;
	}
	dr_exchange_begin(dns, e);
	dr_exchange_queue(dns, e);
	return DR_OK;
}

static dr_exchange *find_waiter(const dr_exchanges *list, const void *waiter)
{
	dr_exchange *e = list->first;
	while (e != NULL && e->waiter != waiter) {
		e = e->next;
	}
	return e;
}

static void cancel(dr_source_of_answers *self, void *waiter)
{
	dr_dns *dns = dns_of(self);
	dr_exchange *e = find_waiter(&dns->active, waiter);
	e = e != NULL ? e : find_waiter(&dns->queue, waiter);
	if (e != NULL) {
		dr_exchange_free(dns, e);
	}
}

/* ---- waiting ---- */

/* When dispatch() could send more; INT64_MAX when only a response or a time-out helps. */
static int64_t sending_due(const dr_dns *dns, int64_t now)
{
	if (dns->queue.count == 0 || dns->active.count >= dns->window) {
		return INT64_MAX;
	}
	if (dns->stuck) {
		return now + STUCK_WAIT_MS;
	}
	return dns->burst_left > 0 ? now : dns->burst_began + BURST_MS;
}

static int wait_ms(dr_dns *dns)
{
	if (dns->queue.count + dns->active.count == 0) {
		return -1;
	}
	int64_t now = dns->clock->monotonic_ms(dns->clock->self);
	int64_t sending = sending_due(dns, now);
	int64_t due = sending < dns->next_due ? sending : dns->next_due;
	if (due <= now) {
		return 0;
	}
	return due - now < INT_MAX ? (int)(due - now) : INT_MAX;
}

static size_t fds(dr_source_of_answers *self, struct pollfd *fds, size_t max, int *ret_wait_ms)
{
	dr_dns *dns = dns_of(self);
	size_t count = 0;
	for (size_t i = 0; i < dns->places && count < max; i++) {
		const dr_dns_socket *socket = &dns->sockets[i];
		if (socket->fd >= 0 && socket->waiting_count > 0) {
			short events = socket->tcp != NULL ? dr_tcp_events(socket->tcp) : POLLIN;
			fds[count++] = (struct pollfd){ .fd = socket->fd, .events = events };
		}
	}
	*ret_wait_ms = wait_ms(dns);
	return count;
}

/* ---- processing ---- */

/* The open socket with this descriptor; they come in the order of the places, so the search goes
 * on from `*at`. */
static dr_dns_socket *find_socket(dr_dns *dns, int fd, size_t *at)
{
	for (size_t tried = 0; tried < dns->places; tried++) {
		dr_dns_socket *socket = &dns->sockets[*at];
		*at = (*at + 1) % dns->places;
		if (socket->fd == fd) {
			return socket;
		}
	}
	return NULL;
}

static void read_sockets(dr_dns *dns, const struct pollfd *fds, size_t count)
{
	size_t at = 0;
	for (size_t i = 0; i < count; i++) {
		dr_dns_socket *socket = fds[i].revents != 0 && fds[i].fd >= 0
		                                ? find_socket(dns, fds[i].fd, &at)
		                                : NULL;
		if (socket != NULL && socket->tcp != NULL) {
			dr_tcp_advance(dns, socket);
		} else if (socket != NULL) {
			dr_pool_read(dns, socket);
		}
	}
}

static void expire_list(dr_dns *dns, dr_exchanges *list)
{
	for (dns->scan = list->first; dns->scan != NULL;) {
		dr_exchange *e = dns->scan;
		dns->scan = e->next;
		if (e->due <= dns->now) {
			dr_exchange_expire(dns, e);
		} else {
			dr_dns_wake_at(dns, e->due);
		}
	}
}

static void expire(dr_dns *dns)
{
	if (dns->now >= dns->next_due) {
		dns->next_due = INT64_MAX;
		expire_list(dns, &dns->active);
		expire_list(dns, &dns->queue);
	}
}

/* Sends what waits, oldest first, while window and burst have room. What finds no socket goes to
 * the end of the queue, so that one server cannot hold up the others. */
static void dispatch(dr_dns *dns)
{
	if (dns->now - dns->burst_began >= BURST_MS) {
		dns->burst_began = dns->now;
		dns->burst_left = DR_DNS_BURST;
	}
	size_t stuck = 0,
	       most = dns->queue.count < STUCK_IN_A_ROW ? dns->queue.count : STUCK_IN_A_ROW;
	while (dns->queue.first != NULL && dns->active.count < dns->window && dns->burst_left > 0 &&
	       stuck <= most) {
		dr_exchange *e = dns->queue.first;
		dr_dns_sent sent = dr_exchange_send(dns, e);
		if (sent == DR_DNS_STUCK) {
			dr_exchange_queue(dns, e);
			stuck++;
		} else if (sent == DR_DNS_UNREACHABLE) {
			dr_exchange_fail(dns, e, DR_UNREACHABLE);
		}
	}
	dns->stuck = stuck > 0;
}

static void process(dr_source_of_answers *self, const struct pollfd *fds, size_t count,
                    dr_answered answered)
{
	dr_dns *dns = dns_of(self);
	dns->answered = answered;
	dns->now = dns->clock->monotonic_ms(dns->clock->self);
	read_sockets(dns, fds, count);
	dr_pool_fail_refused(dns);
	expire(dns);
	dispatch(dns);
}

/* ---- opening and closing ---- */

static void close_dns(dr_source_of_answers *self)
{
	dr_dns *dns = dns_of(self);
	while (dns->active.first != NULL) {
		dr_exchange_free(dns, dns->active.first);
	}
	while (dns->queue.first != NULL) {
		dr_exchange_free(dns, dns->queue.first);
	}
	for (size_t i = 0; i < DR_DNS_FDS; i++) {
		dr_pool_close(&dns->sockets[i]);
	}
	dr_arena_free(dns->scratch);
	free(dns->servers);
	free(dns);
}

static bool options_are_valid(const dr_dns_options *o)
{
	bool valid = o->servers != NULL && o->server_count > 0 && o->server_count <= MAX_SERVERS &&
	             o->clock != NULL && o->random != NULL && o->query_timeout_ms >= 0;
	for (size_t i = 0; valid && i < o->server_count; i++) {
		valid = o->servers[i].address.family != DR_IP_NONE;
	}
	return valid;
}

static uint16_t port_or_default(uint16_t port)
{
	return port > 0 ? port : DEFAULT_PORT;
}

static void take_options(dr_dns *dns, const dr_dns_options *o)
{
	dns->server_count = o->server_count;
	for (size_t i = 0; i < o->server_count; i++) {
		dns->servers[i] = o->servers[i];
		dns->servers[i].port = port_or_default(o->servers[i].port);
	}
	dns->server_port = port_or_default(o->server_port);
	dns->detours = o->detours;
	dns->detour_count = o->detour_count;
	dns->trust_ad = o->trust_ad;
	dns->query_timeout_ms = o->query_timeout_ms > 0 ? o->query_timeout_ms : DEFAULT_TIMEOUT_MS;
	dns->window = o->max_in_flight > 0 ? o->max_in_flight : DEFAULT_WINDOW;
	size_t sockets = dns->window / QUERIES_PER_SOCKET;
	sockets = sockets > MIN_SOCKETS ? sockets : MIN_SOCKETS;
	dns->sockets_per_resolver = sockets < MAX_SOCKETS ? sockets : MAX_SOCKETS;
	dns->clock = o->clock;
	dns->random = o->random;
}

int dr_dns_open(const dr_dns_options *options, dr_source_of_answers **ret_source, dr_error *err)
{
	if (!options_are_valid(options)) {
		return dr_fail(
			err, DR_EINVAL, DR_NOWHERE,
			"live DNS needs 1 to %d resolver addresses, a clock and random numbers",
			MAX_SERVERS);
	}
	dr_dns *dns = calloc(1, sizeof(*dns));
	if (dns == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	dns->source = (dr_source_of_answers){ .kind = "dns",
		                              .start = start,
		                              .fds = fds,
		                              .process = process,
		                              .cancel = cancel,
		                              .close = close_dns };
	for (size_t i = 0; i < DR_DNS_FDS; i++) {
		dns->sockets[i].fd = -1;
	}
	dns->next_due = INT64_MAX;
	dns->burst_left = DR_DNS_BURST;
	dns->servers = calloc(options->server_count, sizeof(*dns->servers));
	dns->scratch = dr_arena_new(DR_LIMIT_ARENA);
	if (dns->servers == NULL || dns->scratch == NULL) {
		close_dns(&dns->source);
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	take_options(dns, options);
	uint16_t number;
	if (!dr_dns_draw(dns, &number)) {
		close_dns(&dns->source);
		return dr_fail(err, DR_EIO, DR_NOWHERE, "the system gives no random numbers");
	}
	*ret_source = &dns->source;
	return DR_OK;
}
