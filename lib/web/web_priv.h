/*
 * The parts of live HTTPS, private to web/.
 *
 *   fetch.c   one transfer, the only file that knows libcurl, and the source of answers
 *   pinned.c  where a question may connect to
 *   cert.c    what libcurl tells about a certificate, read
 */
#pragma once
#include "web/web.h"

/* Where to connect to. */
typedef struct {
	dr_ipaddr address; /* DR_IP_NONE: nowhere */
	uint16_t port;
	bool refused; /* the address is not public */
} dr_web_target;

dr_web_target dr_web_target_of(dr_arena *arena, const dr_web_options *options,
                               const dr_question *question);
/* "https://host[:port]/path"; false when host or path hold what no URL holds. */
bool dr_web_url_write(const dr_question *question, dr_buf *out);
/* The value of CURLOPT_CONNECT_TO. */
void dr_web_target_write(const dr_web_target *target, dr_buf *out);

/* Takes one line that libcurl tells about the server's certificate, "Expire date:…" and so on. */
void dr_web_read_certificate(dr_arena *arena, dr_str line, dr_http *http);
