/* config show */
#include "base/limits.h"
#include "command.h"
#include "doc/json_out.h"
#include "doc/tree.h"
#include "exit_status.h"
#include "message.h"
#include "output.h"
#include "rulebook.h"
#include "settings.h"

enum { NAME_COLUMN = 34, VALUE_COLUMN = 60 };

/* A setting in force. */
typedef struct {
	dr_str name, value, origin;
} setting;

typedef DR_LIST(setting) setting_list;

static dr_str join(dr_arena *arena, dr_str left, const char *between, dr_str right)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_addf(&out, "%.*s%s%.*s", DR_FMT(left), left.len > 0 ? between : "", DR_FMT(right));
	return dr_buf_str(&out);
}

/* Every value of the config file, with its line. */
static void add_values(dr_arena *arena, const dr_source *source, const dr_node *node, dr_str name,
                       setting_list *list)
{
	bool many = node->kind == DR_NODE_MAP || node->kind == DR_NODE_SEQ;
	size_t number = 0;
	for (const dr_node *child = many ? node->first : NULL; child != NULL; child = child->next) {
		dr_buf part;
		dr_buf_init(&part, arena);
		if (node->kind == DR_NODE_MAP) {
			dr_buf_add(&part, child->key);
		} else {
			dr_buf_addf(&part, "%zu", number++);
		}
		add_values(arena, source, child, join(arena, name, ".", dr_buf_str(&part)), list);
	}
	if (!many) {
		dr_buf origin;
		dr_buf_init(&origin, arena);
		dr_buf_addf(&origin, "%s:%u", source->name,
		            dr_source_find(source, node->span.off).line);
		dr_list_add(arena, list, ((setting){ name, node->text, dr_buf_str(&origin) }));
	}
}

static void add_options(dr_arena *arena, const options *given, setting_list *list)
{
	for (size_t i = 0; i < given->told.len; i++) {
		const option_told *told = &given->told.items[i];
		const setting one = { dr_str_of(told->spec->name),
			              told->spec->value != NULL || told->value.len > 0
			                      ? told->value
			                      : DR_STR("on"),
			              told->origin };
		dr_list_add(arena, list, one);
	}
}

static void write_text(const setting_list *list, dr_buf *out)
{
	for (size_t i = 0; i < list->len; i++) {
		const setting *one = &list->items[i];
		size_t start = out->len;
		dr_buf_add(out, one->name);
		dr_buf_add_repeat(out, ' ',
		                  one->name.len < NAME_COLUMN ? NAME_COLUMN - one->name.len : 1);
		dr_buf_add(out, one->value);
		size_t width = out->len - start;
		dr_buf_add_repeat(out, ' ', width < VALUE_COLUMN ? VALUE_COLUMN - width : 1);
		dr_buf_addf(out, "%.*s\n", DR_FMT(one->origin));
	}
}

static int write_json(const setting_list *list, dr_buf *out)
{
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return EXIT_INTERNAL;
	}
	dr_json_object(json);
	dr_json_put_text(json, "schema", "dmarcramp.config/1");
	dr_json_key(json, "settings");
	dr_json_array(json);
	for (size_t i = 0; i < list->len; i++) {
		dr_json_object(json);
		dr_json_put_str(json, "name", list->items[i].name);
		dr_json_put_str(json, "value", list->items[i].value);
		dr_json_put_str(json, "origin", list->items[i].origin);
		dr_json_end(json);
	}
	dr_json_end(json);
	dr_json_end(json);
	return dr_json_close(json) == DR_OK ? EXIT_CLEAN : EXIT_INTERNAL;
}

static int show(dr_arena *arena, const options *given)
{
	rulebook book;
	settings from;
	setting_list list = { NULL, 0 };
	const dr_node *root = NULL;
	dr_error err = { 0 };
	dr_buf out;
	dr_buf_init(&out, arena);
	bool json =
		given->formats.len > 0 && dr_str_eq(given->formats.items[0].name, DR_STR("json"));
	if (given->formats.len > 0 && !json &&
	    !dr_str_eq(given->formats.items[0].name, DR_STR("text"))) {
		message_say("config show writes text or json");
		return EXIT_USAGE;
	}
	int status = rulebook_load(arena, &given->rules, RULES_ALONE, &book);
	if (status == EXIT_CLEAN) {
		status = settings_open(arena, given, book.rules, &from);
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	add_options(arena, given, &list);
	if (from.config != NULL &&
	    dr_yaml_parse(arena, from.config->source, &root, &err) == DR_OK && root != NULL) {
		add_values(arena, from.config->source, root, (dr_str){ 0 }, &list);
	}
	if (!json) {
		write_text(&list, &out);
	} else if (write_json(&list, &out) != EXIT_CLEAN) {
		message_say("no memory");
		return EXIT_INTERNAL;
	}
	return output_print(arena, dr_buf_str(&out));
}

const command CMD_CONFIG_SHOW = {
	.bit = COMMAND_CONFIG_SHOW,
	.name = "config show",
	.usage = "",
	.max = 0,
	.title = "the settings in force and where each comes from",
	.about = "Shows what lint would go by: each option with its value and whether that was "
		 "said, stands in the environment or is the default, and every value of the config "
		 "file with its line. A config file that is not right is told instead.",
	.examples = (const char *const[]){ "dmarcramp config show", "what holds here",
	                                   "dmarcramp config show --format json", "for a program",
	                                   NULL },
	.exits = (const char *const[]){ "0", "the settings were shown", "2",
	                                "an option, a rule or the config file is wrong", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = show,
};
