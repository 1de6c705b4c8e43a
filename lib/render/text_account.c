/* `explain` of a bounce, a header field, a mail or a report, on the screen. */
#include "render/text_priv.h"

static dr_paint paint_of(dr_tone tone)
{
	static const dr_paint PAINTS[] = {
		[DR_TONE_PLAIN] = DR_PAINT_HEAD,
		[DR_TONE_GOOD] = DR_PAINT_GOOD,
		[DR_TONE_POOR] = DR_PAINT_POOR,
		[DR_TONE_BAD] = DR_PAINT_BAD,
	};
	return PAINTS[tone];
}

static void write_part(const dr_render_options *options, const dr_account_part *part, dr_buf *out)
{
	dr_buf_add_char(out, '\n');
	dr_text_paint(options, out, paint_of(part->tone), dr_neutral_text(out->arena, part->title));
	dr_buf_add_char(out, '\n');
	for (size_t i = 0; i < part->says.len; i++) {
		dr_buf_add(out, DR_STR("  "));
		dr_text_wrap(out, part->says.items[i], 2, 2);
		dr_buf_add_char(out, '\n');
	}
}

void dr_text_account(const dr_render_options *options, const dr_account *account, dr_buf *out)
{
	dr_text_paint(options, out, DR_PAINT_HEAD, dr_neutral_text(out->arena, account->title));
	dr_buf_add_char(out, '\n');
	for (size_t i = 0; i < account->parts.len; i++) {
		write_part(options, &account->parts.items[i], out);
	}
	dr_buf_add(out, account->todo.len > 0 ? DR_STR("\nWhat to do\n") : DR_STR(""));
	for (size_t i = 0; i < account->todo.len; i++) {
		dr_buf_add(out, DR_STR("  - "));
		dr_text_wrap(out, account->todo.items[i], 4, 4);
		dr_buf_add_char(out, '\n');
	}
}
