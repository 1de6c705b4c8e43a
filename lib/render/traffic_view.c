#include "render/traffic_view.h"

dr_traffic_tls_sums dr_traffic_tls_sum(const dr_traffic_tls *list)
{
	dr_traffic_tls_sums sums = { 0 };
	for (size_t i = 0; i < list->len; i++) {
		const dr_traffic_sessions *one = &list->items[i];
		sums.sessions += one->sessions;
		sums.failed += one->result.len > 0 ? one->sessions : 0;
	}
	return sums;
}

dr_traffic_section dr_traffic_section_of(const dr_sender *sender)
{
	bool fine = sender->diagnosis == DR_DIAGNOSIS_FINE;
	if (sender->undecided) {
		return DR_SECTION_DECIDE;
	}
	if (sender->ours) {
		return fine ? DR_SECTION_PASS : DR_SECTION_FIX;
	}
	return DR_SECTION_FOLDED;
}

static bool is_plain(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (!dr_is_alnum(c) && c != '.' && c != '-' && c != '_' && c != '/') {
			return false;
		}
	}
	return text.len > 0 && dr_is_alnum(text.ptr[0]);
}

/* A double-quoted YAML scalar; octets that it may not hold are escaped. */
static void write_quoted(dr_str text, dr_buf *out)
{
	dr_buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '"' || c == '\\') {
			dr_buf_addf(out, "\\%c", c);
		} else if (dr_is_printable(c)) {
			dr_buf_add_char(out, c);
		} else {
			dr_buf_addf(out, "\\x%02X", (unsigned)(unsigned char)c);
		}
	}
	dr_buf_add_char(out, '"');
}

/* What the id says between the kind and the path or the selector. */
static dr_str matched_text(const dr_sender *sender)
{
	size_t colon = dr_str_find(sender->id, 0, ':');
	dr_str text = dr_str_sub(sender->id, colon + 1, sender->id.len);
	text = dr_str_sub(text, 0, dr_str_find(text, 0, '+'));
	return sender->kind == DR_SOURCE_DKIM ? dr_str_sub(text, 0, dr_str_find(text, 0, '/'))
	                                      : text;
}

void dr_traffic_decision_write(const dr_sender *sender, dr_buf *out)
{
	static const char *const KEYS[] = {
		"service", "dkim", "spf", "rdns", "network", "network"
	};
	dr_str text = matched_text(sender);
	dr_buf_addf(out, "- {match: {%s: ", KEYS[sender->kind]);
	if (sender->kind == DR_SOURCE_RDNS) {
		dr_buf_addf(out, "\"*.%.*s\"", DR_FMT(text));
	} else if (is_plain(text)) {
		dr_buf_add(out, text);
	} else {
		write_quoted(text, out);
	}
	dr_buf_add(out, DR_STR("}, is: ours}"));
}
