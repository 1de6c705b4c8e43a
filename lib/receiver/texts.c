#include "receiver/texts.h"
#include "base/limits.h"

/* A reader of one kind of record: NULL when memory is spent. */
#define READER(kind)                                                                               \
	static const void *read_##kind(dr_arena *arena, const dr_rr *rr)                           \
	{                                                                                          \
		dr_##kind *record = dr_arena_new_of(arena, dr_##kind);                             \
		bool read = record != NULL && dr_##kind##_parse(arena, rr->text, record) == DR_OK; \
		return read ? record : NULL;                                                       \
	}
READER(dmarc)
READER(dkim)
READER(bimi)
READER(mtasts)
READER(tlsrpt)

static dr_strings strings_of(dr_arena *arena, const dr_rr *rr)
{
	uint32_t *starts = dr_arena_alloc_array(arena, rr->chunk_count, sizeof(*starts));
	uint32_t at = 0;
	for (size_t i = 0; i < rr->chunk_count && starts != NULL; i++) {
		starts[i] = at;
		at += (uint32_t)rr->chunks[i].octets.len;
	}
	return (dr_strings){ starts, starts != NULL ? rr->chunk_count : 0 };
}

static const void *read_spf(dr_arena *arena, const dr_rr *rr)
{
	dr_spf *record = dr_arena_new_of(arena, dr_spf);
	dr_strings strings = strings_of(arena, rr);
	bool read = record != NULL && dr_spf_parse(arena, rr->text, &strings, record) == DR_OK;
	return read ? record : NULL;
}

/* The address of a row is also the key under which texts are kept beside their answer. */
static const struct {
	const void *(*read)(dr_arena *arena, const dr_rr *rr);
} KINDS[DR_RECORD_KIND_COUNT] = {
	[DR_RECORD_SPF] = { read_spf },       [DR_RECORD_DKIM] = { read_dkim },
	[DR_RECORD_DMARC] = { read_dmarc },   [DR_RECORD_BIMI] = { read_bimi },
	[DR_RECORD_MTASTS] = { read_mtasts }, [DR_RECORD_TLSRPT] = { read_tlsrpt },
};

/* Verifiers take whatever TXT is at a selector (RFC 6376 3.6.2.2): a key without p is one too. */
static bool is_record(dr_record_kind kind, dr_str text)
{
	return kind == DR_RECORD_DKIM ? dr_record_kind_of(text) == kind : dr_record_is(kind, text);
}

static void count_records(dr_texts *texts)
{
	const dr_answer *answer = texts->answer;
	size_t octets = 0;
	for (uint32_t i = 0; i < answer->rr_count && octets <= DR_LIMIT_TXT_SET; i++) {
		octets += answer->rrs[i].text.len;
		if (is_record(texts->kind, answer->rrs[i].text)) {
			texts->rr = texts->count == 0 ? i : texts->rr;
			texts->count++;
		}
	}
}

static void read_texts(dr_arena *arena, const dr_answer *answer, dr_record_kind kind,
                       dr_texts *ret_texts)
{
	*ret_texts = (dr_texts){ .answer = answer, .kind = kind };
	if (answer->outcome == DR_ANSWER) {
		count_records(ret_texts);
	}
	if (ret_texts->count > 0) {
		ret_texts->any = KINDS[kind].read(arena, &answer->rrs[ret_texts->rr]);
		ret_texts->count = ret_texts->any != NULL ? ret_texts->count : 0;
	}
}

const dr_texts *dr_texts_of(const dr_asking *asking, const dr_answer *answer, dr_record_kind kind)
{
	static const dr_answer SPENT = { .outcome = DR_BUDGET, .index = UINT16_MAX };
	static const dr_texts NO_MEMORY = { .answer = &SPENT };
	dr_texts *texts = dr_answer_kept(asking->answers, answer, &KINDS[kind]);
	if (texts != NULL) {
		return texts;
	}
	texts = dr_arena_new_of(asking->kept, dr_texts);
	if (texts == NULL) {
		return &NO_MEMORY;
	}
	read_texts(asking->kept, answer, kind, texts);
	if (answer->outcome != DR_OPEN) {
		dr_answer_keep(asking->answers, answer, &KINDS[kind], texts);
	}
	return texts;
}

const dr_texts *dr_texts_ask(const dr_asking *asking, dr_name name, dr_record_kind kind)
{
	const dr_answer *answer = dr_ask_dns(asking->answers, name, DR_TYPE_TXT);
	return dr_texts_of(asking, answer, kind);
}

const dr_texts *dr_texts_ask_below(const dr_asking *asking, dr_str prefix, dr_name name,
                                   dr_record_kind kind)
{
	return dr_texts_of(asking, dr_ask_below(asking, prefix, name, DR_TYPE_TXT), kind);
}

dr_status dr_texts_status(const dr_texts *texts)
{
	return dr_answer_fact(texts->answer);
}
