#include "report/flow_priv.h"
#include "base/buf.h"
#include <string.h>

enum { ROOM = 65536 };

static int read_octets(void *self, char *room, size_t cap, size_t *ret_len, dr_error *err)
{
	(void)err;
	dr_octet_stream *from = self;
	dr_str part = dr_str_sub(from->rest, 0, cap);
	if (part.len > 0) {
		memcpy(room, part.ptr, part.len);
	}
	from->rest = dr_str_sub(from->rest, part.len, from->rest.len);
	*ret_len = part.len;
	return DR_OK;
}

dr_stream dr_stream_of(dr_octet_stream *room, dr_str octets)
{
	room->rest = octets;
	return (dr_stream){ read_octets, room };
}

int dr_flow_init(dr_flow *flow, dr_arena *arena, dr_stream from, dr_error *err)
{
	*flow = (dr_flow){ .from = from, .cap = ROOM };
	flow->room = dr_arena_alloc(arena, ROOM);
	if (flow->room == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to read a file");
	}
	return DR_OK;
}

static int read_more(dr_flow *flow, dr_error *err)
{
	if (flow->at > 0) {
		memmove(flow->room, flow->room + flow->at, flow->end - flow->at);
		flow->end -= flow->at;
		flow->at = 0;
	}
	size_t got = 0;
	int code = flow->from.read(flow->from.self, flow->room + flow->end, flow->cap - flow->end,
	                           &got, err);
	flow->end += got;
	flow->over = got == 0;
	return code;
}

int dr_flow_peek(dr_flow *flow, size_t want, dr_str *ret_octets, dr_error *err)
{
	while (flow->end - flow->at < want && !flow->over) {
		int code = read_more(flow, err);
		if (code != DR_OK) {
			return code;
		}
	}
	*ret_octets = (dr_str){ flow->room + flow->at, flow->end - flow->at };
	return DR_OK;
}

void dr_flow_take(dr_flow *flow, size_t count)
{
	flow->at += count;
}

int dr_flow_next(dr_flow *flow, dr_str *ret_octets, dr_error *err)
{
	int code = dr_flow_peek(flow, 1, ret_octets, err);
	if (code == DR_OK) {
		flow->at = flow->end;
	}
	return code;
}

int dr_flow_hold(dr_flow *flow, dr_arena *arena, uint64_t limit, dr_str *ret_octets, dr_error *err)
{
	dr_buf held;
	dr_buf_init(&held, arena);
	for (;;) {
		dr_str part;
		int code = dr_flow_next(flow, &part, err);
		if (code != DR_OK) {
			return code;
		}
		if (part.len == 0) {
			break;
		}
		if (held.len + part.len > limit) {
			return DR_ELIMIT;
		}
		dr_buf_add(&held, part);
	}
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to hold a file");
	}
	*ret_octets = dr_buf_str(&held);
	return DR_OK;
}
