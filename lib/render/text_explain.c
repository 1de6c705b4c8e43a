/* `explain RULE`, `explain WORD`: what a person needs who has just met one. */
#include "render/text_priv.h"
#include "rule/rule_examples.h"

enum { EXAMPLES_MAX = 6 };

/* Paragraphs are separated by blank lines. */
static void write_paragraphs(dr_buf *out, const char *heading, dr_str text)
{
	if (dr_str_trim(text).len == 0) {
		return;
	}
	dr_buf_addf(out, "\n%s\n", heading);
	for (dr_str rest = dr_str_trim(text); rest.len > 0;) {
		size_t end = dr_str_search(rest, DR_STR("\n\n"));
		dr_buf_add(out, DR_STR("  "));
		dr_text_wrap(out, dr_str_sub(rest, 0, end), 2, 2);
		dr_buf_add_char(out, '\n');
		rest = dr_str_trim(dr_str_sub(rest, end, rest.len));
		dr_buf_add(out, rest.len > 0 ? DR_STR("\n") : DR_STR(""));
	}
}

static void write_words(dr_buf *out, const char *heading, const dr_rule *rule, const char *key)
{
	dr_buf words;
	dr_buf_init(&words, out->arena);
	dr_rule_words(rule, key, &words);
	write_paragraphs(out, heading, dr_buf_str(&words));
}

static void write_when(const dr_rule *rule, dr_buf *out)
{
	dr_buf_add(out, DR_STR("\nIt hits when\n"));
	for (size_t i = 0; i < rule->when.len; i++) {
		dr_buf_add(out, i > 0 ? DR_STR("  and\n") : DR_STR(""));
		dr_str rest = dr_str_trim(rule->when.items[i].text);
		for (dr_str line; dr_str_split(&rest, '\n', &line);) {
			dr_buf_add(out, DR_STR("    "));
			dr_neutral_write(out, line);
			dr_buf_add_char(out, '\n');
		}
	}
}

static void write_example(const dr_example *example, dr_buf *out)
{
	static const char *const EXPECTED[] = {
		[DR_EXPECT_HIT] = "hits:       ",
		[DR_EXPECT_MISS] = "passes:     ",
		[DR_EXPECT_UNDECIDED] = "undecided:  ",
		[DR_EXPECT_NOT_JUDGED] = "not judged: ",
	};
	dr_str text = example->record.ptr != NULL ? example->record : example->zone;
	if (text.len == 0) {
		return;
	}
	const char *label = EXPECTED[example->expect];
	for (dr_str rest = dr_str_trim(text), line; dr_str_split(&rest, '\n', &line);) {
		dr_buf_addf(out, "  %-12s", label);
		dr_neutral_write(out, line);
		dr_buf_add_char(out, '\n');
		label = "";
	}
}

static void write_examples(const dr_rule *rule, dr_buf *out)
{
	if (rule->examples.len == 0) {
		return;
	}
	dr_buf_add(out, DR_STR("\nExamples\n"));
	for (size_t i = 0; i < rule->examples.len && i < EXAMPLES_MAX; i++) {
		write_example(rule->examples.items[i], out);
	}
}

static void write_list(dr_buf *out, const char *heading, const dr_strs *list)
{
	if (list->len == 0) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, out->arena);
	for (size_t i = 0; i < list->len; i++) {
		dr_buf_addf(&text, "%s%.*s", i > 0 ? ", " : "", DR_FMT(list->items[i]));
	}
	write_paragraphs(out, heading, dr_buf_str(&text));
}

void dr_text_explain_rule(const dr_render_options *options, const dr_rule *rule, dr_buf *out)
{
	dr_text_paint(options, out, DR_PAINT_HEAD, rule->id);
	dr_buf_addf(out, "  %.*s\n", DR_FMT(rule->name));
	dr_buf_add(out, DR_STR("  "));
	dr_text_wrap(out, rule->title, 2, 2);
	dr_buf_add(out, DR_STR("\n  "));
	dr_text_paint(options, out, dr_text_severity_paint(rule->severity),
	              dr_str_of(dr_severity_name(rule->severity)));
	dr_buf_addf(out, "; about %.*s; fixed by %.*s\n", DR_FMT(rule->category),
	            DR_FMT(rule->who));
	write_words(out, "Says", rule, "message");
	write_paragraphs(out, "Why", rule->why);
	write_words(out, "Fix", rule, "fix");
	write_when(rule, out);
	write_examples(rule, out);
	write_list(out, "Hides, as they have the same cause", &rule->supersedes);
	write_list(out, "References", &rule->see);
}

void dr_text_explain_term(const dr_render_options *options, const dr_term *term, dr_buf *out)
{
	dr_text_paint(options, out, DR_PAINT_HEAD, term->name);
	dr_buf_addf(out, "  %.*s  %.*s\n  ", DR_FMT(term->kind), DR_FMT(term->id));
	dr_text_wrap(out, term->says, 2, 2);
	dr_buf_add_char(out, '\n');
	write_paragraphs(out, "Values", term->values);
	write_paragraphs(out, "Between receivers of RFC 7489 and of RFC 9989", term->changed);
	write_paragraphs(out, "Example", term->example);
	write_list(out, "References", &term->see);
}
