/*
 * Responses off the wire. The first octets choose the question; the rest is the message, whose id
 * and question are made to fit, so that the fuzzer gets past them.
 */
#include "answer/rdata.h"
#include "base/cursor.h"
#include "dns/wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ID = 0x1234, HEADER = 12 };

static const uint16_t TYPES[] = { DR_TYPE_TXT, DR_TYPE_MX,  DR_TYPE_A,    DR_TYPE_CNAME,
	                          DR_TYPE_NS,  DR_TYPE_SOA, DR_TYPE_TLSA, DR_TYPE_SRV };

static void must(bool ok)
{
	if (!ok) {
		abort();
	}
}

/* What must hold of every answer, whatever came. */
static void check(const dr_question *q, const dr_answer *answer, dr_wire_result result)
{
	dr_name end = q->name;
	must(dr_question_eq(&answer->question, q));
	must((answer->outcome == DR_ANSWER) == (answer->rr_count > 0));
	must(answer->hop_count <= DR_WIRE_MAX_HOPS || answer->outcome == DR_SERVFAIL);
	must(result == DR_WIRE_OK || answer->hop_count > 0);
	for (size_t i = 0; i < answer->hop_count; i++) {
		must(dr_name_eq(answer->hops[i].name, end));
		end = answer->hops[i].target;
	}
	for (size_t i = 0; i < answer->rr_count; i++) {
		must(answer->rrs[i].ttl <= INT32_MAX);
		must(i == 0 || dr_str_cmp(answer->rrs[i - 1].rdata, answer->rrs[i].rdata) < 0);
		must(q->type != DR_TYPE_TXT || answer->rrs[i].chunk_count > 0);
	}
	if (answer->outcome == DR_NO_NAME && dr_name_is_set(answer->soa)) {
		must(dr_name_is_within(end, answer->soa));
	}
}

/* Puts id and question into the message, in front of the records. */
static dr_str fit(dr_arena *arena, const dr_question *q, const uint8_t *data, size_t size)
{
	uint8_t query[DR_WIRE_QUERY_MAX];
	dr_buf message;
	size_t len = dr_wire_write_query(q, ID, false, query);
	dr_buf_init(&message, arena);
	dr_buf_add(&message, (dr_str){ (const char *)query, 2 });
	dr_buf_add_char(&message, (char)(data[2] | 0x80));
	dr_buf_add(&message, (dr_str){ (const char *)data + 3, 1 });
	dr_buf_add(&message, (dr_str){ (const char *)query + 4, 2 });
	dr_buf_add(&message, (dr_str){ (const char *)data + 6, 6 });
	dr_buf_add(&message, (dr_str){ (const char *)query + HEADER, len - HEADER });
	dr_buf_add(&message, (dr_str){ (const char *)data + HEADER, size - HEADER });
	return dr_buf_str(&message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1 + HEADER) {
		return 0;
	}
	dr_arena *arena = dr_arena_new(0);
	uint8_t choice = data[0];
	dr_question q = dr_question_dns(dr_name_of(arena, DR_STR("a.example")),
	                                TYPES[choice % DR_COUNT(TYPES)]);
	q.server.family = choice & 0x80 ? DR_IPV4 : DR_IP_NONE;
	dr_str raw = { (const char *)data + 1, size - 1 };
	dr_str message = choice & 0x40 ? raw : fit(arena, &q, data + 1, size - 1);
	dr_answer *answer = NULL;
	dr_wire_result result =
		dr_wire_read_response(arena, message, &q, ID, (choice & 0x20) != 0, true, &answer);
	must((answer != NULL) == (result == DR_WIRE_OK || result == DR_WIRE_PARTIAL));
	if (answer != NULL) {
		check(&q, answer, result);
	}
	dr_arena_free(arena);
	return 0;
}
