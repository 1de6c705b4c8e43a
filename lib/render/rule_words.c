#include "render/render_priv.h"

/* What an expression stands for when there is no domain to look at. */
static const char *words_for(dr_str expression, bool begins)
{
	if (dr_str_eq(dr_str_trim(expression), DR_STR("domain.name"))) {
		return begins ? "Your domain" : "your domain";
	}
	return "…";
}

/* The octets that the part at the beginning of `text` takes, which is written. */
static size_t write_part(dr_str text, dr_buf *out)
{
	char c = text.ptr[0];
	bool is_brace = c == '{' || c == '}';
	if (is_brace && text.len > 1 && text.ptr[1] == c) {
		dr_buf_add_char(out, c);
		return 2;
	}
	if (c == '{') {
		size_t end = dr_str_find(text, 0, '}');
		dr_buf_add(out, dr_str_of(words_for(dr_str_sub(text, 1, end - 1), out->len == 0)));
		return end < text.len ? end + 1 : text.len;
	}
	dr_buf_add_char(out, c);
	return 1;
}

void dr_rule_words(const dr_rule *rule, const char *key, dr_buf *out)
{
	const dr_node *node = dr_node_find(rule->node, key);
	dr_str text = node != NULL ? node->text : (dr_str){ 0 };
	for (size_t at = 0; at < text.len;) {
		at += write_part(dr_str_sub(text, at, text.len), out);
	}
}
