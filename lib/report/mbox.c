#include "report/mbox_priv.h"
#include "base/buf.h"

/* "\n\nFrom " and one CR or two. */
enum { MARK_MAX = 10, WINDOW = 32768 };

static const dr_str FROM = DR_STR_INIT("From ");

/* Where the next message begins (at its "From "); octets.len when it does not begin here. */
static size_t find_from(dr_str octets)
{
	size_t from = 0;
	for (;;) {
		size_t at = dr_str_find(octets, from, 'F');
		dr_str before = dr_str_sub(octets, 0, at);
		if (at >= octets.len) {
			return octets.len;
		}
		if (dr_str_starts(dr_str_sub(octets, at, FROM.len), FROM) &&
		    (dr_str_ends(before, DR_STR("\n\n")) ||
		     dr_str_ends(before, DR_STR("\n\r\n")))) {
			return at;
		}
		from = at + 1;
	}
}

/* Octets of this message that can be taken: all but those that may begin the next mark. */
static size_t safe_length(const dr_flow *flow, dr_str octets)
{
	if (flow->over) {
		return octets.len;
	}
	return octets.len > MARK_MAX ? octets.len - MARK_MAX : 0;
}

static int skip_from_line(dr_flow *flow, dr_error *err)
{
	dr_str octets;
	int code = dr_flow_peek(flow, WINDOW, &octets, err);
	if (code == DR_OK && dr_str_starts(octets, FROM)) {
		size_t end = dr_str_find(octets, 0, '\n');
		dr_flow_take(flow, end < octets.len ? end + 1 : octets.len);
	}
	return code;
}

int dr_mbox_next(dr_mbox *mbox, dr_arena *arena, uint64_t limit, dr_str *ret_message, bool *ret_cut,
                 bool *ret_more, dr_error *err)
{
	dr_buf held;
	dr_buf_init(&held, arena);
	*ret_cut = false;
	int code = skip_from_line(mbox->flow, err);
	for (bool ended = false; code == DR_OK && !ended;) {
		dr_str octets;
		code = dr_flow_peek(mbox->flow, WINDOW, &octets, err);
		if (code != DR_OK) {
			break;
		}
		size_t next = find_from(octets);
		size_t take = next < octets.len ? next : safe_length(mbox->flow, octets);
		ended = next < octets.len || take == octets.len;
		*ret_cut = *ret_cut || held.len + take > limit;
		if (!*ret_cut) {
			dr_buf_add(&held, dr_str_sub(octets, 0, take));
		}
		dr_flow_take(mbox->flow, take);
	}
	if (code == DR_OK) {
		*ret_message = *ret_cut ? (dr_str){ NULL, 0 } : dr_buf_str(&held);
		*ret_more = *ret_cut || held.len > 0;
	}
	return code;
}
