#include "world.h"
#include <check.h>

static const dr_answer *answer_at_once(dr_source_of_answers *self, dr_arena *arena,
                                       const dr_question *question)
{
	const world *w = (const world *)(const void *)self;
	dr_str rest = dr_str_of(w->timeouts), text;
	while (dr_str_split(&rest, ' ', &text)) {
		if (dr_name_eq(dr_name_of(arena, text), question->name)) {
			dr_answer *answer = dr_arena_new_of(arena, dr_answer);
			if (answer != NULL) {
				*answer =
					(dr_answer){ .question = *question, .outcome = DR_TIMEOUT };
			}
			return answer;
		}
	}
	return dr_zone_answer(w->zone, arena, question);
}

static dr_zone *read_zone(dr_arena *arena, const char *lines)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "$ORIGIN .\n$TTL 300\n. SOA . . 1 2 3 4 300\n. NS ns.\n%s", lines);
	dr_source source = { "world", dr_buf_str(&text) };
	dr_zone_options options = { .origin = DR_NAME_ROOT };
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	ck_assert_msg(dr_zone_parse(&source, &options, NULL, &zone, &err) == DR_OK, "%s", err.text);
	const dr_zone_issues *issues = dr_zone_issues_of(zone);
	ck_assert_msg(issues->len == 0, "line %u: %s",
	              issues->len > 0 ? issues->items[0].at.line - 4 : 0,
	              issues->len > 0 ? issues->items[0].text : "");
	return zone;
}

void world_open(world *w, const char *lines, const char *timeouts)
{
	dr_arena *arena = dr_arena_new(0);
	*w = (world){
		.base = { .kind = "world", .immediate = answer_at_once },
		.arena = arena,
		.timeouts = timeouts,
		.zone = read_zone(arena, lines),
	};
	w->sources[0] = &w->base;
	dr_answers_config config = { .immediate = w->sources, .immediate_count = 1 };
	w->asking = (dr_asking){
		.answers = dr_answers_new(arena, &config),
		.arena = arena,
		.kept = arena,
	};
}

void world_close(world *w)
{
	dr_answers_done(w->asking.answers);
	dr_zone_close(w->zone);
	dr_arena_free(w->arena);
}

dr_name world_name(const world *w, const char *text)
{
	return dr_name_of(w->arena, dr_str_of(text));
}
