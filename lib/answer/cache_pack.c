#include "answer/cache_priv.h"
#include "answer/rdata.h"
#include "base/cursor.h"

static void put_u16(dr_buf *out, size_t value)
{
	dr_buf_add_char(out, (char)(value >> 8 & 0xFF));
	dr_buf_add_char(out, (char)(value & 0xFF));
}

static void put_u32(dr_buf *out, uint32_t value)
{
	put_u16(out, value >> 16);
	put_u16(out, value & 0xFFFF);
}

static void put_name(dr_buf *out, dr_name name)
{
	dr_buf_add_char(out, (char)name.len);
	dr_buf_add(out, (dr_str){ (const char *)name.wire, name.len });
}

void dr_cache_pack(const dr_answer *answer, dr_buf *out)
{
	dr_buf_add_char(out, (char)answer->outcome);
	dr_buf_add_char(out, (char)answer->secure);
	dr_buf_add_char(out, answer->ttl_exact);
	dr_buf_add_char(out, answer->truncated);
	put_u32(out, answer->negative_ttl);
	put_u32(out, answer->wire_size);
	put_name(out, answer->soa);
	put_u16(out, answer->hop_count);
	for (size_t i = 0; i < answer->hop_count; i++) {
		put_name(out, answer->hops[i].name);
		put_name(out, answer->hops[i].target);
		put_u32(out, answer->hops[i].ttl);
	}
	put_u16(out, answer->rr_count);
	for (size_t i = 0; i < answer->rr_count; i++) {
		put_u32(out, answer->rrs[i].ttl);
		put_u16(out, answer->rrs[i].rdata.len);
		dr_buf_add(out, answer->rrs[i].rdata);
	}
}

typedef struct {
	dr_arena *arena;
	dr_cursor cursor;
	uint32_t age_s;
} unpacker;

static dr_name take_name(unpacker *u)
{
	uint8_t len = dr_cursor_u8(&u->cursor);
	dr_str octets = dr_cursor_take_octets(&u->cursor, len);
	return dr_name_copy(u->arena, (dr_name){ (const uint8_t *)octets.ptr, len });
}

static uint32_t take_ttl(unpacker *u)
{
	uint32_t ttl = dr_cursor_u32(&u->cursor);
	return ttl > u->age_s ? ttl - u->age_s : 0;
}

static void take_hops(unpacker *u, dr_answer *answer)
{
	size_t count = dr_cursor_u16(&u->cursor);
	dr_hop *hops = dr_arena_alloc_array(u->arena, count, sizeof(*hops));
	for (size_t i = 0; hops != NULL && i < count; i++) {
		hops[i].name = take_name(u);
		hops[i].target = take_name(u);
		hops[i].ttl = take_ttl(u);
	}
	answer->hops = hops;
	answer->hop_count = count;
}

static void take_records(unpacker *u, dr_answer *answer)
{
	size_t count = dr_cursor_u16(&u->cursor);
	dr_rr *rrs = dr_arena_alloc_array(u->arena, count, sizeof(*rrs));
	for (size_t i = 0; rrs != NULL && i < count; i++) {
		rrs[i].ttl = take_ttl(u);
		size_t len = dr_cursor_u16(&u->cursor);
		dr_str rdata = dr_cursor_take_octets(&u->cursor, len);
		(void)dr_rr_set_rdata(u->arena, answer->question.type, rdata, &rrs[i]);
	}
	answer->rrs = rrs;
	answer->rr_count = count;
}

const dr_answer *dr_cache_unpack(dr_arena *arena, const dr_question *question, dr_str packed,
                                 uint32_t age_s)
{
	unpacker u = { .arena = arena, .cursor = dr_cursor_of(packed) };
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	if (answer == NULL) {
		return NULL;
	}
	answer->question = dr_question_copy(arena, question);
	answer->outcome = (dr_outcome)dr_cursor_u8(&u.cursor);
	answer->secure = (dr_trust)dr_cursor_u8(&u.cursor);
	answer->ttl_exact = dr_cursor_u8(&u.cursor) != 0;
	answer->truncated = dr_cursor_u8(&u.cursor) != 0;
	u.age_s = answer->ttl_exact ? 0 : age_s;
	answer->negative_ttl = take_ttl(&u);
	answer->wire_size = dr_cursor_u32(&u.cursor);
	answer->soa = take_name(&u);
	take_hops(&u, answer);
	take_records(&u, answer);
	dr_answer_settle(arena, answer);
	return dr_arena_failed(arena) ? NULL : answer;
}
