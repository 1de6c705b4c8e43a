#include "answer/answer.h"
#include "answer/rdata.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
	dr_str name;
	dr_why why;
	bool certain;
} outcome_row;

static const outcome_row OUTCOMES[DR_OUTCOME_COUNT] = {
	[DR_ANSWER] = { DR_STR_INIT("answer"), DR_WHY_NOBODY, true },
	[DR_NO_DATA] = { DR_STR_INIT("nodata"), DR_WHY_NOBODY, true },
	[DR_NO_NAME] = { DR_STR_INIT("nxdomain"), DR_WHY_NOBODY, true },
	[DR_OPEN] = { DR_STR_INIT("open"), DR_WHY_NETWORK, false },
	[DR_SERVFAIL] = { DR_STR_INIT("servfail"), DR_WHY_NETWORK, false },
	[DR_REFUSED] = { DR_STR_INIT("refused"), DR_WHY_NETWORK, false },
	[DR_TIMEOUT] = { DR_STR_INIT("timeout"), DR_WHY_NETWORK, false },
	[DR_UNREACHABLE] = { DR_STR_INIT("unreachable"), DR_WHY_NETWORK, false },
	[DR_GARBLED] = { DR_STR_INIT("garbled"), DR_WHY_NETWORK, false },
	[DR_BUDGET] = { DR_STR_INIT("budget"), DR_WHY_BUDGET, false },
	[DR_NOT_GIVEN] = { DR_STR_INIT("unknown"), DR_WHY_NOT_GIVEN, false },
};

const char *dr_outcome_name(dr_outcome outcome)
{
	return OUTCOMES[outcome].name.ptr;
}

bool dr_outcome_parse(dr_str name, dr_outcome *ret_outcome)
{
	for (size_t i = 0; i < DR_OUTCOME_COUNT; i++) {
		if (i != DR_OPEN && dr_str_eq(OUTCOMES[i].name, name)) {
			*ret_outcome = (dr_outcome)i;
			return true;
		}
	}
	return false;
}

bool dr_outcome_is_certain(dr_outcome outcome)
{
	return OUTCOMES[outcome].certain;
}

dr_why dr_outcome_why(dr_outcome outcome)
{
	return OUTCOMES[outcome].why;
}

dr_name dr_answer_end(const dr_answer *answer)
{
	return answer->hop_count > 0 ? answer->hops[answer->hop_count - 1].target
	                             : answer->question.name;
}

/* RFC 4034 6.3; of duplicates the first in the file comes first. */
static int compare_records(const void *a, const void *b)
{
	const dr_rr *x = a, *y = b;
	int order = dr_str_cmp(x->rdata, y->rdata);
	if (order == 0) {
		order = (x->at.line > y->at.line) - (x->at.line < y->at.line);
	}
	return order;
}

static size_t drop_duplicates(dr_rr *rrs, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (kept == 0 || !dr_str_eq(rrs[kept - 1].rdata, rrs[i].rdata)) {
			rrs[kept++] = rrs[i];
		}
	}
	return kept;
}

/* Gives a TXT record its chunks, when its source did not, and their joined text. */
static void join_text(dr_arena *arena, dr_rr *rr)
{
	if (rr->text.ptr != NULL || (rr->chunk_count == 0 && !dr_rr_read_txt(arena, rr))) {
		return;
	}
	size_t len = 0;
	for (size_t i = 0; i < rr->chunk_count; i++) {
		len += rr->chunks[i].octets.len;
	}
	char *text = dr_arena_alloc(arena, len + 1);
	if (text == NULL) {
		return;
	}
	size_t at = 0;
	for (size_t i = 0; i < rr->chunk_count; i++) {
		dr_str octets = rr->chunks[i].octets;
		if (octets.len > 0) {
			memcpy(text + at, octets.ptr, octets.len);
		}
		at += octets.len;
	}
	rr->text = (dr_str){ text, len };
}

/* RFC 2181 5.2: records of one set share a TTL; when they do not, the least holds. */
static uint32_t least_ttl(const dr_answer *answer)
{
	uint32_t ttl = UINT32_MAX;
	for (size_t i = 0; i < answer->hop_count; i++) {
		ttl = answer->hops[i].ttl < ttl ? answer->hops[i].ttl : ttl;
	}
	for (size_t i = 0; i < answer->rr_count; i++) {
		ttl = answer->rrs[i].ttl < ttl ? answer->rrs[i].ttl : ttl;
	}
	return answer->hop_count + answer->rr_count > 0 ? ttl : 0;
}

static bool is_text(uint16_t type)
{
	return type == DR_TYPE_TXT || type == DR_TYPE_SPF;
}

void dr_answer_settle(dr_arena *arena, dr_answer *answer)
{
	answer->ttl = least_ttl(answer);
	if (answer->rr_count == 0) {
		return;
	}
	dr_rr *rrs = dr_arena_alloc_array(arena, answer->rr_count, sizeof(dr_rr));
	if (rrs == NULL) {
		answer->rr_count = 0;
		return;
	}
	memcpy(rrs, answer->rrs, answer->rr_count * sizeof(dr_rr));
	qsort(rrs, answer->rr_count, sizeof(dr_rr), compare_records);
	answer->rrs = rrs;
	answer->rr_count = drop_duplicates(rrs, answer->rr_count);
	for (size_t i = 0; is_text(answer->question.type) && i < answer->rr_count; i++) {
		join_text(arena, &rrs[i]);
	}
}

static dr_str copy_str(dr_arena *arena, dr_str s)
{
	return s.ptr != NULL ? dr_arena_copy(arena, s) : s;
}

static dr_rr copy_record(dr_arena *arena, const dr_rr *rr)
{
	dr_rr copy = *rr;
	copy.rdata = copy_str(arena, rr->rdata);
	copy.text = copy_str(arena, rr->text);
	dr_chunk *chunks = dr_arena_alloc_array(arena, rr->chunk_count, sizeof(dr_chunk));
	copy.chunks = chunks;
	copy.chunk_count = chunks != NULL ? rr->chunk_count : 0;
	for (size_t i = 0; i < copy.chunk_count; i++) {
		chunks[i] = rr->chunks[i];
		chunks[i].octets = copy_str(arena, rr->chunks[i].octets);
	}
	return copy;
}

static void copy_records(dr_arena *arena, dr_answer *answer)
{
	dr_rr *rrs = dr_arena_alloc_array(arena, answer->rr_count, sizeof(dr_rr));
	answer->rr_count = rrs != NULL ? answer->rr_count : 0;
	for (size_t i = 0; i < answer->rr_count; i++) {
		rrs[i] = copy_record(arena, &answer->rrs[i]);
	}
	answer->rrs = rrs;
}

static void copy_hops(dr_arena *arena, dr_answer *answer)
{
	dr_hop *hops = dr_arena_alloc_array(arena, answer->hop_count, sizeof(dr_hop));
	answer->hop_count = hops != NULL ? answer->hop_count : 0;
	for (size_t i = 0; i < answer->hop_count; i++) {
		hops[i] = answer->hops[i];
		hops[i].name = dr_name_copy(arena, hops[i].name);
		hops[i].target = dr_name_copy(arena, hops[i].target);
	}
	answer->hops = hops;
}

static void copy_strs(dr_arena *arena, dr_strs *list)
{
	dr_str *items = dr_arena_alloc_array(arena, list->len, sizeof(dr_str));
	list->len = items != NULL ? list->len : 0;
	for (size_t i = 0; i < list->len; i++) {
		items[i] = copy_str(arena, list->items[i]);
	}
	list->items = items;
}

static const dr_http *copy_http(dr_arena *arena, const dr_http *http)
{
	dr_http *copy = dr_arena_copy_octets(arena, http, sizeof(*http));
	if (copy != NULL) {
		copy->tls_problem = copy_str(arena, http->tls_problem);
		copy->content_type = copy_str(arena, http->content_type);
		copy->body = copy_str(arena, http->body);
		copy_strs(arena, &copy->tls_names);
		copy_strs(arena, &copy->redirects);
	}
	return copy;
}

dr_answer *dr_answer_copy(dr_arena *arena, const dr_answer *answer)
{
	dr_answer *copy = dr_arena_copy_octets(arena, answer, sizeof(*answer));
	if (copy == NULL) {
		return NULL;
	}
	copy->question = dr_question_copy(arena, &answer->question);
	copy->soa = dr_name_copy(arena, answer->soa);
	copy_hops(arena, copy);
	copy_records(arena, copy);
	if (answer->http != NULL) {
		copy->http = copy_http(arena, answer->http);
	}
	return copy;
}

dr_file_place dr_rr_find_octet(const dr_rr *rr, uint32_t offset)
{
	for (size_t i = 0; i < rr->chunk_count; i++) {
		const dr_chunk *chunk = &rr->chunks[i];
		if (chunk->at.file == NULL) {
			break;
		}
		if (offset < chunk->octets.len || i + 1 == rr->chunk_count) {
			dr_file_place at = chunk->at;
			at.column += offset;
			return at;
		}
		offset -= (uint32_t)chunk->octets.len;
	}
	return rr->at;
}
