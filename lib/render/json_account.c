/* The document of `explain` of a bounce, a header field, a mail or a report. */
#include "render/render_priv.h"

static void write_part(dr_json *json, const dr_account_part *part)
{
	static const char *const TONES[] = {
		[DR_TONE_PLAIN] = "plain",
		[DR_TONE_GOOD] = "good",
		[DR_TONE_POOR] = "poor",
		[DR_TONE_BAD] = "bad",
	};
	dr_json_object(json);
	dr_json_put_text(json, "about", part->about);
	dr_json_put_text(json, "tone", TONES[part->tone]);
	dr_json_put_str(json, "title", part->title);
	dr_json_key(json, "facts");
	dr_json_object(json);
	for (size_t i = 0; i < part->facts.len; i++) {
		dr_json_put_str(json, part->facts.items[i].key, part->facts.items[i].value);
	}
	dr_json_end(json);
	dr_json_put_strs(json, "says", &part->says);
	dr_json_end(json);
}

void dr_json_account(const dr_render_options *options, const dr_account *account, dr_buf *out)
{
	(void)options;
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	dr_json_put_str(json, "schema", DR_STR("dmarcramp.explain/1"));
	dr_json_put_text(json, "kind", account->kind);
	dr_json_put_str(json, "title", account->title);
	dr_json_key(json, "parts");
	dr_json_array(json);
	for (size_t i = 0; i < account->parts.len; i++) {
		write_part(json, &account->parts.items[i]);
	}
	dr_json_end(json);
	dr_json_put_strs(json, "todo", &account->todo);
	dr_json_put_strs(json, "domains", &account->domains);
	dr_json_end(json);
	dr_json_close(json);
}
