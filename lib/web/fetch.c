#include "base/limits.h"
#include "web/web_priv.h"

#include <curl/curl.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

enum {
	SOCKETS_MAX = 256,
	CONNECTIONS_MAX = 64,
	CONNECT_MS = 10000,
	TRANSFER_ARENA = 4 * 1024 * 1024, /* octets, the body included */
	CERT_UNCHECKED = 1,               /* what libcurl says when the chain is good */
	CERT_NOT_YET = 9,                 /* X509_V_ERR_… of OpenSSL, as libcurl hands them on */
	CERT_EXPIRED = 10,
};

typedef struct dr_web dr_web;

/* A started question. */
typedef struct transfer {
	struct transfer *next;
	dr_web *web;
	void *waiter; /* NULL: cancelled */
	dr_arena *arena;
	dr_question question;
	dr_web_target target;
	CURL *easy; /* NULL: nothing to transfer, the answer is there */
	struct curl_slist *connect_to;
	dr_buf body;
	bool body_cut;
	bool done;
	dr_outcome outcome;
	dr_http http;
} transfer;

struct dr_web {
	dr_source_of_answers source; /* first: a source is this structure */
	dr_web_options options;
	CURLM *multi;
	transfer *transfers;
	struct pollfd sockets[SOCKETS_MAX]; /* that libcurl waits for */
	size_t socket_count;
	int64_t due; /* when libcurl wants to be called; INT64_MAX: never */
};

static dr_web *web_of(dr_source_of_answers *source)
{
	return (dr_web *)(void *)source;
}

static int64_t now_ms(const dr_web *web)
{
	return web->options.clock->monotonic_ms(web->options.clock->self);
}

/* ---- what libcurl calls ---- */

static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *self, void *unused)
{
	dr_web *web = self;
	(void)easy;
	(void)unused;
	size_t i = 0;
	while (i < web->socket_count && web->sockets[i].fd != fd) {
		i++;
	}
	if (what == CURL_POLL_REMOVE) {
		if (i < web->socket_count) {
			web->sockets[i] = web->sockets[--web->socket_count];
		}
		return 0;
	}
	if (i == SOCKETS_MAX) {
		return -1;
	}
	web->socket_count = i == web->socket_count ? i + 1 : web->socket_count;
	int events = ((what & CURL_POLL_IN) != 0 ? POLLIN : 0) |
	             ((what & CURL_POLL_OUT) != 0 ? POLLOUT : 0);
	web->sockets[i] = (struct pollfd){ .fd = fd, .events = (short)events };
	return 0;
}

static int set_timer(CURLM *multi, long timeout_ms, void *self)
{
	dr_web *web = self;
	(void)multi;
	web->due = timeout_ms < 0 ? INT64_MAX : now_ms(web) + timeout_ms;
	return 0;
}

/* The type is libcurl's. */
static size_t take_body(char *octets, /* NOLINT(readability-non-const-parameter) */
                        size_t size, size_t count, void *self)
{
	transfer *t = self;
	size_t max = t->web->options.max_body, len = size * count;
	size_t room = max - t->body.len;
	dr_buf_add(&t->body, (dr_str){ octets, len < room ? len : room });
	t->body_cut = len > room;
	return t->body_cut ? 0 : len;
}

/* The last look before connecting: libcurl may connect to the pinned address and nowhere else. */
static curl_socket_t open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *to)
{
	const transfer *t = self;
	const dr_ipaddr *pinned = &t->target.address;
	const void *octets = NULL;
	uint16_t port = 0;
	if (to->family == AF_INET && pinned->family == DR_IPV4) {
		const struct sockaddr_in *in = (const void *)&to->addr;
		octets = &in->sin_addr;
		port = ntohs(in->sin_port);
	} else if (to->family == AF_INET6 && pinned->family == DR_IPV6) {
		const struct sockaddr_in6 *in = (const void *)&to->addr;
		octets = &in->sin6_addr;
		port = ntohs(in->sin6_port);
	}
	bool same = purpose == CURLSOCKTYPE_IPCXN && octets != NULL && port == t->target.port &&
	            memcmp(octets, pinned->octets, pinned->family == DR_IPV4 ? 4 : 16) == 0;
	return same ? socket(to->family, to->socktype, to->protocol) : CURL_SOCKET_BAD;
}

/* ---- starting ---- */

static void transfer_free(transfer *t)
{
	if (t->easy != NULL) {
		curl_multi_remove_handle(t->web->multi, t->easy);
		curl_easy_cleanup(t->easy);
	}
	curl_slist_free_all(t->connect_to);
	dr_arena_free(t->arena);
	free(t);
}

static bool set_safety(const dr_web *web, CURL *easy)
{
	const char *ca_file = web->options.ca_file;
	return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https") == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) ==
	               CURLE_OK &&
	       (ca_file == NULL || curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file) == CURLE_OK);
}

static bool set_connection(transfer *t, long timeout_ms)
{
	CURL *easy = t->easy;
	return curl_easy_setopt(easy, CURLOPT_CONNECT_TO, t->connect_to) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, t) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout_ms) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS) == CURLE_OK;
}

static bool set_request(transfer *t, const char *url)
{
	CURL *easy = t->easy;
	return curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) ==
	               CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_USERAGENT, "dmarcramp") == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_WRITEDATA, t) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PRIVATE, t) == CURLE_OK;
}

/* True when libcurl has begun. */
static bool begin(transfer *t, int64_t deadline_ms)
{
	dr_web *web = t->web;
	dr_buf url, target;
	dr_buf_init(&url, t->arena);
	dr_buf_init(&target, t->arena);
	dr_web_target_write(&t->target, &target);
	if (!dr_web_url_write(&t->question, &url) || dr_arena_failed(t->arena)) {
		return false;
	}
	int64_t left = deadline_ms - now_ms(web);
	left = left < web->options.timeout_ms ? left : web->options.timeout_ms;
	t->easy = curl_easy_init();
	t->connect_to = curl_slist_append(NULL, target.ptr);
	return t->easy != NULL && t->connect_to != NULL && set_safety(web, t->easy) &&
	       set_connection(t, left > 1 ? (long)left : 1) && set_request(t, url.ptr) &&
	       curl_multi_add_handle(web->multi, t->easy) == CURLM_OK;
}

/* A question that needs no transfer is answered in the next process(). */
static void settle(transfer *t, dr_outcome outcome)
{
	t->outcome = outcome;
	t->done = true;
}

static int start(dr_source_of_answers *self, const dr_question *question, void *waiter,
                 int64_t deadline_ms)
{
	dr_web *web = web_of(self);
	if (question->kind != DR_ASK_HTTPS || !dr_name_is_set(question->name)) {
		return DR_EINVAL;
	}
	transfer *t = calloc(1, sizeof(*t));
	if (t == NULL) {
		return DR_ENOMEM;
	}
	*t = (transfer){ .web = web, .waiter = waiter, .arena = dr_arena_new(TRANSFER_ARENA) };
	if (t->arena == NULL) {
		free(t);
		return DR_ENOMEM;
	}
	t->question = dr_question_copy(t->arena, question);
	t->target = dr_web_target_of(t->arena, &web->options, question);
	t->http.tls_not_after = DR_NO_DAY;
	dr_buf_init(&t->body, t->arena);
	if (t->target.refused) {
		t->http.peer = t->target.address;
		settle(t, DR_REFUSED);
	} else if (t->target.address.family == DR_IP_NONE) {
		settle(t, DR_UNREACHABLE);
	} else if (!begin(t, deadline_ms)) {
		transfer_free(t);
		return DR_EINVAL;
	}
	t->next = web->transfers;
	web->transfers = t;
	return DR_OK;
}

static void cancel(dr_source_of_answers *self, void *waiter)
{
	for (transfer **at = &web_of(self)->transfers; *at != NULL; at = &(*at)->next) {
		transfer *t = *at;
		if (t->waiter == waiter) {
			*at = t->next;
			transfer_free(t);
			return;
		}
	}
}

/* ---- what came ---- */

/* Failures that say nothing about the server's TLS. */
static const struct {
	CURLcode code;
	dr_outcome outcome;
} FAILURES[] = {
	{ CURLE_OPERATION_TIMEDOUT, DR_TIMEOUT },
	{ CURLE_COULDNT_CONNECT, DR_UNREACHABLE },
	{ CURLE_SSL_CACERT_BADFILE, DR_NOT_GIVEN },
};

static bool is_tls_failure(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR ||
	       code == CURLE_SSL_CIPHER || code == CURLE_SSL_ISSUER_ERROR;
}

static const char *tls_problem(CURL *easy, CURLcode code)
{
	long verified = 0;
	curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verified);
	if (code != CURLE_PEER_FAILED_VERIFICATION) {
		return DR_TLS_HANDSHAKE;
	}
	if (verified == CERT_EXPIRED || verified == CERT_NOT_YET) {
		return verified == CERT_EXPIRED ? DR_TLS_EXPIRED : DR_TLS_NOT_YET;
	}
	return verified <= CERT_UNCHECKED ? DR_TLS_NAME : DR_TLS_CHAIN;
}

static dr_outcome outcome_of(transfer *t, CURLcode code)
{
	long number = 0;
	for (size_t i = 0; i < DR_COUNT(FAILURES); i++) {
		if (FAILURES[i].code == code) {
			curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &number);
			bool refused = code == CURLE_COULDNT_CONNECT && number == ECONNREFUSED;
			return refused ? DR_REFUSED : FAILURES[i].outcome;
		}
	}
	if (is_tls_failure(code)) {
		t->http.tls_problem = dr_str_of(tls_problem(t->easy, code));
		return DR_ANSWER;
	}
	return code == CURLE_OK || t->body_cut ? DR_ANSWER : DR_GARBLED;
}

static void read_certificate(transfer *t)
{
	const struct curl_certinfo *info = NULL;
	if (curl_easy_getinfo(t->easy, CURLINFO_CERTINFO, &info) != CURLE_OK || info == NULL ||
	    info->num_of_certs < 1) {
		return;
	}
	for (const struct curl_slist *line = info->certinfo[0]; line != NULL; line = line->next) {
		dr_web_read_certificate(t->arena, dr_str_of(line->data), &t->http);
	}
}

static void read_response(transfer *t)
{
	long status = 0;
	char *type = NULL, *location = NULL;
	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &location);
	t->http.status = (int)status;
	t->http.content_type = dr_arena_copy(t->arena, dr_str_of(type));
	t->http.tls_verified = true;
	t->http.peer = t->target.address;
	t->http.body = dr_buf_str(&t->body);
	t->http.body_cut = t->body_cut;
	if (location != NULL) {
		dr_str copy = dr_arena_copy(t->arena, dr_str_of(location));
		dr_list_add(t->arena, &t->http.redirects, copy);
	}
}

static void take_result(transfer *t, CURLcode code)
{
	settle(t, outcome_of(t, code));
	read_certificate(t);
	if (t->outcome == DR_ANSWER && t->http.tls_problem.len == 0) {
		read_response(t);
	}
	if (dr_arena_failed(t->arena)) {
		t->outcome = DR_BUDGET;
	}
}

static void take_results(dr_web *web)
{
	int left = 0;
	const CURLMsg *message;
	while ((message = curl_multi_info_read(web->multi, &left)) != NULL) {
		char *self = NULL;
		if (message->msg == CURLMSG_DONE &&
		    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self) == CURLE_OK) {
			take_result((transfer *)(void *)self, message->data.result);
		}
	}
}

static void tell(transfer *t, dr_answered answered)
{
	dr_answer answer = { .question = t->question, .outcome = t->outcome, .http = &t->http };
	answered(t->waiter, &answer);
}

/* Whoever is told may start and cancel others, so the list is looked through again. */
static void tell_done(dr_web *web, dr_answered answered)
{
	for (transfer **at = &web->transfers; *at != NULL;) {
		transfer *t = *at;
		if (!t->done) {
			at = &t->next;
			continue;
		}
		*at = t->next;
		tell(t, answered);
		transfer_free(t);
		at = &web->transfers;
	}
}

static void process(dr_source_of_answers *self, const struct pollfd *fds, size_t count,
                    dr_answered answered)
{
	dr_web *web = web_of(self);
	int running = 0;
	for (size_t i = 0; i < count; i++) {
		short got = fds[i].revents;
		int mask = ((got & POLLIN) != 0 ? CURL_CSELECT_IN : 0) |
		           ((got & POLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
		           ((got & (POLLERR | POLLHUP | POLLNVAL)) != 0 ? CURL_CSELECT_ERR : 0);
		if (mask != 0) {
			curl_multi_socket_action(web->multi, fds[i].fd, mask, &running);
		}
	}
	if (now_ms(web) >= web->due) {
		web->due = INT64_MAX;
		curl_multi_socket_action(web->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	}
	take_results(web);
	tell_done(web, answered);
}

/* ---- waiting ---- */

static int wait_ms(const dr_web *web)
{
	for (const transfer *t = web->transfers; t != NULL; t = t->next) {
		if (t->done) {
			return 0;
		}
	}
	if (web->due == INT64_MAX) {
		return -1;
	}
	int64_t wait = web->due - now_ms(web);
	return wait < 0 ? 0 : wait < INT_MAX ? (int)wait : INT_MAX;
}

static size_t fds(dr_source_of_answers *self, struct pollfd *fds, size_t max, int *ret_wait_ms)
{
	const dr_web *web = web_of(self);
	size_t count = web->socket_count < max ? web->socket_count : max;
	memcpy(fds, web->sockets, count * sizeof(*fds));
	*ret_wait_ms = wait_ms(web);
	return count;
}

/* ---- opening and closing ---- */

static void close_web(dr_source_of_answers *self)
{
	dr_web *web = web_of(self);
	while (web->transfers != NULL) {
		transfer *t = web->transfers;
		web->transfers = t->next;
		transfer_free(t);
	}
	curl_multi_cleanup(web->multi);
	curl_global_cleanup();
	free(web);
}

static bool set_multi(dr_web *web)
{
	return curl_multi_setopt(web->multi, CURLMOPT_SOCKETFUNCTION, watch_socket) == CURLM_OK &&
	       curl_multi_setopt(web->multi, CURLMOPT_SOCKETDATA, web) == CURLM_OK &&
	       curl_multi_setopt(web->multi, CURLMOPT_TIMERFUNCTION, set_timer) == CURLM_OK &&
	       curl_multi_setopt(web->multi, CURLMOPT_TIMERDATA, web) == CURLM_OK &&
	       curl_multi_setopt(web->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
	                         (long)CONNECTIONS_MAX) == CURLM_OK;
}

int dr_web_open(const dr_web_options *options, dr_source_of_answers **ret_source, dr_error *err)
{
	if (options->clock == NULL) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE, "live HTTPS needs a clock");
	}
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		return dr_fail(err, DR_EIO, DR_NOWHERE, "libcurl cannot start");
	}
	dr_web *web = calloc(1, sizeof(*web));
	if (web == NULL) {
		curl_global_cleanup();
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	*web = (dr_web){ .options = *options, .multi = curl_multi_init(), .due = INT64_MAX };
	if (options->max_body == 0) {
		web->options.max_body = DR_LIMIT_BODY;
	}
	if (options->timeout_ms <= 0) {
		web->options.timeout_ms = DR_LIMIT_FETCH_MS;
	}
	web->source = (dr_source_of_answers){ .kind = "https",
		                              .start = start,
		                              .fds = fds,
		                              .process = process,
		                              .cancel = cancel,
		                              .close = close_web };
	if (web->multi == NULL || !set_multi(web)) {
		close_web(&web->source);
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	*ret_source = &web->source;
	return DR_OK;
}
