#include "report/read_priv.h"
#include "base/buf.h"

/* Lines of the text, and the fields that they stand for. */
static const struct {
	dr_str label;
	const char *field;
} LINES[] = {
	{ DR_STR_INIT("Sender Domain:"), "Reported-Domain" },
	{ DR_STR_INIT("Sender IP Address:"), "Source-IP" },
	{ DR_STR_INIT("Received Date:"), "Arrival-Date" },
	{ DR_STR_INIT("Received date:"), "Arrival-Date" },
};

static const dr_str COPY = DR_STR_INIT("------ This is a copy of");

/* What follows a label on its line; empty when it is not there. */
static dr_str value_of(dr_str text, dr_str label)
{
	size_t at = dr_str_search(text, label);
	dr_str rest = dr_str_sub(text, at + (at < text.len ? label.len : 0), text.len);
	return dr_str_trim(dr_str_sub(rest, 0, dr_str_find(rest, 0, '\n')));
}

bool dr_failure_text_find(dr_arena *arena, dr_str text, dr_str *ret_feedback, dr_str *ret_original)
{
	size_t copy = dr_str_search(text, COPY);
	dr_str about = dr_str_sub(text, 0, copy);
	if (copy == text.len || value_of(about, LINES[0].label).len == 0 ||
	    value_of(about, LINES[1].label).len == 0) {
		return false;
	}
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_add(&out, DR_STR("Feedback-Type: auth-failure\nAuth-Failure: dmarc\n"));
	for (size_t i = 0; i < DR_COUNT(LINES); i++) {
		dr_str value = value_of(about, LINES[i].label);
		if (value.len > 0) {
			dr_buf_addf(&out, "%s: %.*s\n", LINES[i].field, DR_FMT(value));
		}
	}
	dr_str rest = dr_str_sub(text, copy, text.len);
	dr_str line = { NULL, 0 };
	dr_str_split(&rest, '\n', &line);
	*ret_feedback = dr_buf_str(&out);
	*ret_original = dr_str_trim(rest);
	return true;
}
