#include "outputs.h"
#include "command.h"
#include "exit_status.h"
#include "message.h"
#include "system.h"

enum { NAMES_MAX = 16 };

static int list_formats(dr_arena *arena, dr_document kind)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	for (size_t i = 0; i < DR_FORMAT_COUNT; i++) {
		if (dr_format_has(&DR_FORMATS[i], kind)) {
			dr_buf_addf(&text, "%-10s%s\n", DR_FORMATS[i].name, DR_FORMATS[i].doc);
		}
	}
	return output_print(arena, dr_buf_str(&text));
}

static int refuse(const options *given, dr_document kind, dr_str name)
{
	const char *names[NAMES_MAX];
	size_t count = 0;
	for (size_t i = 0; i < DR_FORMAT_COUNT && count < NAMES_MAX; i++) {
		if (dr_format_has(&DR_FORMATS[i], kind)) {
			names[count++] = DR_FORMATS[i].name;
		}
	}
	const char *near = dr_suggest(names, count, name);
	if (near != NULL) {
		message_say("--format: no '%.*s'; did you mean '%s'?", DR_FMT(name), near);
	} else {
		message_say("--format: no '%.*s' for '%s'; `--format list` shows what there is",
		            DR_FMT(name), given->command->name);
	}
	return EXIT_USAGE;
}

static dr_plan_part plan_part(const options *given)
{
	if (given->rollback) {
		return given->emergency ? DR_PLAN_EMERGENCY : DR_PLAN_ROLLBACK;
	}
	if (given->step_down) {
		return DR_PLAN_STEP_DOWN;
	}
	if (given->questions) {
		return DR_PLAN_QUESTIONS;
	}
	return given->next ? DR_PLAN_NEXT : DR_PLAN_SCREEN;
}

static dr_render_options render_options(const options *given, bool on_screen)
{
	bool always = dr_str_eq(given->color, DR_STR("always"));
	bool automatic = dr_str_eq(given->color, DR_STR("auto"));
	return (dr_render_options){
		.as_of = given->as_of,
		.all = given->all,
		.quiet = given->quiet,
		.trace = given->trace,
		.full = given->full,
		.part = plan_part(given),
		.undecided = given->undecided,
		.color = always || (automatic && on_screen && system_wants_color()),
	};
}

static int open_one(dr_arena *arena, const options *given, dr_document kind,
                    const output_choice *choice, documents *list)
{
	document one = { .format = dr_format_find(choice->name) };
	if (one.format == NULL || !dr_format_has(one.format, kind)) {
		return refuse(given, kind, choice->name);
	}
	one.options = render_options(given, choice->file.ptr == NULL);
	dr_error err = { 0 };
	int code = output_open(arena, choice->file, &one.out, &err);
	if (code != DR_OK) {
		message_error(&err, NULL);
		return EXIT_INTERNAL;
	}
	dr_list_add(arena, list, one);
	return EXIT_CLEAN;
}

static size_t count_on_screen(const output_choices *choices)
{
	size_t count = 0;
	for (size_t i = 0; i < choices->len; i++) {
		count += choices->items[i].file.ptr == NULL ? 1 : 0;
	}
	return count;
}

bool outputs_only_listed(const options *given)
{
	for (size_t i = 0; i < given->formats.len; i++) {
		if (dr_str_eq(given->formats.items[i].name, DR_STR("list"))) {
			return true;
		}
	}
	return false;
}

int outputs_open(dr_arena *arena, const options *given, dr_document kind, const char *fallback,
                 documents *ret_documents, bool *ret_listed)
{
	output_choice first = { .name = dr_str_of(fallback) };
	output_choices choices = given->formats;
	if (choices.len == 0) {
		choices = (output_choices){ &first, 1 };
	}
	documents list = { NULL, 0 };
	int status = EXIT_CLEAN;
	*ret_listed = false;
	if (outputs_only_listed(given)) {
		*ret_listed = true;
		return list_formats(arena, kind);
	}
	if (count_on_screen(&choices) > 1) {
		message_say("--format: two documents on standard output; write one to a file: "
		            "--format json=FILE");
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < choices.len && status == EXIT_CLEAN; i++) {
		status = open_one(arena, given, kind, &choices.items[i], &list);
	}
	if (status != EXIT_CLEAN) {
		outputs_close(&list, false);
		return status;
	}
	*ret_documents = list;
	return EXIT_CLEAN;
}

void outputs_set_judgement(documents *list, dr_day as_of, const dr_ruleset *rules)
{
	for (size_t i = 0; i < list->len; i++) {
		list->items[i].options.as_of = as_of;
		list->items[i].options.rules = rules;
	}
}

void outputs_set_portfolio(documents *list, const dr_portfolio *portfolio)
{
	for (size_t i = 0; i < list->len; i++) {
		list->items[i].options.portfolio = portfolio;
	}
}

void outputs_set_several(documents *list, bool several)
{
	for (size_t i = 0; i < list->len; i++) {
		list->items[i].options.several = several;
	}
}

int outputs_close(documents *list, bool good)
{
	int status = EXIT_CLEAN;
	for (size_t i = 0; i < list->len; i++) {
		dr_error err = { 0 };
		if (!good) {
			output_abandon(list->items[i].out);
		} else if (output_commit(list->items[i].out, &err) != DR_OK) {
			message_error(&err, NULL);
			status = EXIT_INTERNAL;
		}
	}
	return status;
}

bool outputs_are_dead(const documents *list)
{
	size_t dead = 0;
	for (size_t i = 0; i < list->len; i++) {
		dead += output_is_dead(list->items[i].out) ? 1 : 0;
	}
	return list->len > 0 && dead == list->len;
}
