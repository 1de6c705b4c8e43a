/* TLS sessions that TLS reports tell of, for the screen. */
#include "render/text_priv.h"
#include "render/traffic_view.h"
#include <inttypes.h>

enum { NUMBER_COLUMNS = 10, INDENT = 12 };

static const char *words_of(dr_str type)
{
	static const struct {
		const char *type, *words;
	} TYPES[] = {
		{ "sts", "under MTA-STS" },
		{ "tlsa", "under DANE" },
		{ "no-policy-found", "without a policy" },
	};
	for (size_t i = 0; i < DR_COUNT(TYPES); i++) {
		if (dr_str_eq(type, dr_str_of(TYPES[i].type))) {
			return TYPES[i].words;
		}
	}
	return "under a policy that is not told";
}

static void add_days(dr_buf *out, const dr_traffic_sessions *one)
{
	dr_day_write_short(one->first, out);
	if (one->last != one->first) {
		dr_buf_add(out, DR_STR(" to "));
		dr_day_write_short(one->last, out);
	}
}

static void write_good(const dr_traffic_sessions *one, dr_buf *out)
{
	dr_buf_addf(out, "%*" PRIu64 "  %s: fine\n", NUMBER_COLUMNS, one->sessions,
	            words_of(one->type));
}

/* Which host, why, when, who says so; and what to do. */
static void write_failed(const dr_traffic_sessions *one, dr_buf *out)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "%s, with %.*s: failed, %.*s, ", words_of(one->type),
	            DR_FMT(one->host.len > 0 ? one->host : DR_STR("a host that is not told")),
	            DR_FMT(one->result));
	add_days(&text, one);
	for (size_t i = 0; i < one->reporters.len; i++) {
		dr_buf_addf(&text, "%s%.*s", i > 0 ? ", " : "; says ",
		            DR_FMT(one->reporters.items[i]));
	}
	dr_buf_addf(out, "%*" PRIu64 "  ", NUMBER_COLUMNS, one->sessions);
	dr_text_wrap(out, dr_buf_str(&text), INDENT, INDENT);
	text.len = 0;
	dr_buf_addf(&text, "fix: %.*s", DR_FMT(dr_traffic_tls_remedy(one->result)));
	dr_buf_add_char(out, '\n');
	dr_buf_add_repeat(out, ' ', INDENT);
	dr_text_wrap(out, dr_buf_str(&text), INDENT, INDENT);
	dr_buf_add_char(out, '\n');
}

void dr_text_traffic_tls(const dr_traffic_tls *list, dr_buf *out)
{
	dr_traffic_tls_sums sums = dr_traffic_tls_sum(list);
	if (list->len == 0) {
		return;
	}
	dr_buf_addf(out,
	            "\nTLS sessions of servers that deliver to you: %" PRIu64 ", failed %" PRIu64
	            "\n",
	            sums.sessions, sums.failed);
	for (size_t i = 0; i < list->len; i++) {
		const dr_traffic_sessions *one = &list->items[i];
		(one->result.len > 0 ? write_failed : write_good)(one, out);
	}
}
