/* explain */
#include "command.h"
#include "exit_status.h"
#include "output.h"
#include "render/render.h"
#include "rulebook.h"
#include "system.h"

static int explain(dr_arena *arena, const options *given)
{
	rulebook book;
	int status = rulebook_load(arena, &given->rules, RULES_WITH_EXAMPLES, &book);
	if (status != EXIT_CLEAN) {
		return status;
	}
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_render_options look = { .color = dr_str_eq(given->color, DR_STR("always")) ||
		                            (dr_str_eq(given->color, DR_STR("auto")) &&
		                             system_wants_color()) };
	for (size_t i = 0; i < given->arguments.len; i++) {
		const dr_rule *rule = rulebook_find(&book, given->arguments.items[i]);
		if (rule == NULL) {
			return EXIT_USAGE;
		}
		dr_buf_add(&text, i > 0 ? DR_STR("\n\n") : DR_STR(""));
		dr_text_explain_rule(&look, rule, &text);
	}
	return output_print(arena, dr_buf_str(&text));
}

const command CMD_EXPLAIN = {
	.bit = COMMAND_EXPLAIN,
	.name = "explain",
	.usage = "RULE…",
	.min = 1,
	.max = SIZE_MAX,
	.title = "why a rule exists, how to fix what it found",
	.about = "Says what a rule looks for and why it matters, how to fix what it found, shows "
		 "records that it hits and records that pass, and where the standard says so.",
	.examples = (const char *const[]){ "dmarcramp explain SPF023", "by id",
	                                   "dmarcramp explain subdomain-policy-weaker", "by name",
	                                   NULL },
	.exits = (const char *const[]){ "0", "explained", "2", "no such rule", NULL },
	.run = explain,
};
