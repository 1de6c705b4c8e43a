#include "render/markup.h"
#include "render/neutral.h"

static void write_with(dr_buf *out, dr_str text, dr_str acting)
{
	dr_str neutral = dr_neutral_text(out->arena, text);
	for (size_t i = 0; i < neutral.len; i++) {
		char c = neutral.ptr[i];
		if (dr_str_find(acting, 0, c) < acting.len) {
			dr_buf_addf(out, "&#%d;", c);
		} else {
			dr_buf_add_char(out, c);
		}
	}
}

void dr_markup_write(dr_buf *out, dr_str text)
{
	write_with(out, text, DR_STR("&<>\"'"));
}

/* Dots and colons begin links: www.example.com, https://example.com. */
void dr_markdown_write(dr_buf *out, dr_str text)
{
	dr_str neutral = dr_neutral_text(out->arena, text);
	bool dotted = dr_str_search(neutral, DR_STR("www.")) < neutral.len;
	write_with(out, text,
	           dotted ? DR_STR("&<>\"'\\`*_{}[]()#+!|~@:^$.")
	                  : DR_STR("&<>\"'\\`*_{}[]()#+!|~@:^$"));
}

void dr_markdown_code(dr_buf *out, dr_str text)
{
	dr_buf_add(out, DR_STR("<code>"));
	dr_markdown_write(out, text);
	dr_buf_add(out, DR_STR("</code>"));
}
