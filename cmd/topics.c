#include "topics.h"
#include "builtin.h"
#include "exit_status.h"
#include "message.h"

static const dr_str TERMS = DR_STR_INIT("terms/");

const dr_glossary *terms_load(dr_arena *arena)
{
	dr_glossary *glossary = dr_glossary_new(arena);
	dr_errors errors = { NULL, 0 };
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT && glossary != NULL; i++) {
		const dr_source *file = &DR_BUILTIN_FILES[i];
		if (dr_str_starts(dr_str_of(file->name), TERMS)) {
			dr_glossary_load(glossary, file, &errors);
		}
	}
	if (glossary == NULL || dr_arena_failed(arena)) {
		message_say("no memory for the words");
		return NULL;
	}
	for (size_t i = 0; i < errors.len; i++) {
		message_error(&errors.items[i], NULL);
	}
	return errors.len == 0 ? glossary : NULL;
}

int topics_open(dr_arena *arena, const options *given, topic_index *ret_index)
{
	topic_index index = { .arena = arena };
	int status = rulebook_load(arena, &given->rules, RULES_WITH_EXAMPLES, &index.book);
	if (status != EXIT_CLEAN) {
		return status;
	}
	index.catalog = services_load(arena, RULES_WITH_EXAMPLES);
	index.glossary = terms_load(arena);
	*ret_index = index;
	return index.catalog != NULL && index.glossary != NULL ? EXIT_CLEAN : EXIT_INTERNAL;
}

bool topics_find(const topic_index *index, dr_str what, topics *list)
{
	topic found = { .rule = dr_ruleset_find(index->book.rules, what) };
	found.service = found.rule == NULL ? dr_catalog_find(index->catalog, what) : NULL;
	if (found.rule != NULL || found.service != NULL) {
		dr_list_add(index->arena, list, found);
		return true;
	}
	dr_terms terms = dr_glossary_search(index->glossary, index->arena, what);
	for (size_t i = 0; i < terms.len; i++) {
		dr_list_add(index->arena, list, (topic){ .term = terms.items[i] });
	}
	return terms.len > 0;
}

void topics_suggest(const topic_index *index, dr_str what)
{
	const char *names[] = { dr_ruleset_suggest(index->book.rules, what),
		                dr_catalog_suggest(index->catalog, what),
		                dr_glossary_suggest(index->glossary, what) };
	const char *near = NULL;
	size_t least = SIZE_MAX;
	for (size_t i = 0; i < DR_COUNT(names); i++) {
		enum { FAR = 64 };
		size_t distance = names[i] != NULL ? dr_str_distance(what, dr_str_of(names[i]), FAR)
		                                   : SIZE_MAX;
		if (distance < least) {
			least = distance;
			near = names[i];
		}
	}
	if (near != NULL) {
		message_say("no rule, service or word '%.*s'; did you mean '%s'?", DR_FMT(what),
		            near);
	} else {
		message_say("no rule, service or word '%.*s', and no such file; `dmarcramp rules "
		            "list` shows all rules",
		            DR_FMT(what));
	}
}

void topics_write(dr_arena *arena, const document *one, const topics *list)
{
	bool is_text = dr_str_eq(dr_str_of(one->format->name), DR_STR("text"));
	dr_buf text;
	dr_buf_init(&text, arena);
	for (size_t i = 0; i < list->len; i++) {
		const topic *it = &list->items[i];
		dr_buf_add(&text, i > 0 && is_text ? DR_STR("\n\n") : DR_STR(""));
		if (it->rule != NULL) {
			one->format->explain_rule(&one->options, it->rule, &text);
		} else if (it->service != NULL) {
			one->format->explain_service(&one->options, it->service, &text);
		} else {
			one->format->explain_term(&one->options, it->term, &text);
		}
	}
	output_write(one->out, dr_buf_str(&text));
}
