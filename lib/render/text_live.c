/* `live` on the screen: which servers answer the wanted records. */
#include "render/text_priv.h"

enum { NAME_COLUMNS = 4 };

static void add_server(const dr_server_found *server, dr_buf *text)
{
	dr_name_write(server->name, text);
	dr_buf_add_char(text, ' ');
	dr_ipaddr_write(server->address, text);
}

/* "; old at ns2.example.net 192.0.2.2" */
static void add_state(const dr_live_record *record, dr_live_state state, const char *words,
                      dr_buf *text)
{
	const char *before = words;
	for (size_t i = 0; i < record->servers.len; i++) {
		const dr_live_server *one = &record->servers.items[i];
		if (one->state == state) {
			dr_buf_addf(text, "%s", before);
			add_server(one->server, text);
			before = ", ";
		}
	}
}

static void write_record(const dr_live_record *record, dr_buf *out)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_question_write(&record->question, &text);
	dr_buf_addf(&text, ": live at %zu of %zu", record->counts[DR_LIVE_YES],
	            record->servers.len);
	add_state(record, DR_LIVE_OLD, "; something else at ", &text);
	add_state(record, DR_LIVE_NO_ANSWER, "; no answer from ", &text);
	if (record->old_seconds > 0) {
		dr_buf_addf(&text, "; resolvers may show the old one for up to %u s more",
		            record->old_seconds);
	}
	dr_buf_addf(out, "  ");
	dr_text_wrap(out, dr_buf_str(&text), 2, NAME_COLUMNS);
	dr_buf_add_char(out, '\n');
}

void dr_text_live(const dr_render_options *options, const dr_live *live, dr_buf *out)
{
	static const struct {
		dr_paint paint;
		dr_str words;
	} VERDICTS[] = {
		[DR_LIVE_YES] = { DR_PAINT_GOOD, DR_STR_INIT("LIVE at every name server") },
		[DR_LIVE_OLD] = { DR_PAINT_BAD, DR_STR_INIT("NOT LIVE everywhere") },
		[DR_LIVE_NO_ANSWER] = { DR_PAINT_POOR, DR_STR_INIT("NOT SURE: a name server "
		                                                   "could not be asked") },
	};
	dr_name_write(live->domain, out);
	dr_buf_addf(out, "  ");
	dr_text_paint(options, out, VERDICTS[live->worst].paint, VERDICTS[live->worst].words);
	dr_buf_add_char(out, '\n');
	for (size_t i = 0; i < live->records.len; i++) {
		write_record(&live->records.items[i], out);
	}
	if (live->worst == DR_LIVE_YES && !options->quiet) {
		dr_buf_addf(out, "Resolvers that asked before the change keep the old records as "
		                 "long as the TTL was then.\n");
	}
}
