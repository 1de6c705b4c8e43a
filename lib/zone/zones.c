#include "zone/zones.h"
#include "base/name_table.h"

struct dr_zones {
	dr_source_of_answers base;
	dr_name_table by_origin; /* to the first link of that origin */
};

const dr_zone_link *dr_zones_find(const dr_zones *zones, dr_name name)
{
	return dr_name_table_find_nearest(&zones->by_origin, name);
}

static const dr_answer *answer(dr_source_of_answers *self, dr_arena *arena,
                               const dr_question *question)
{
	const dr_answer *found = NULL;
	const dr_zone_link *at = NULL;
	if (question->kind == DR_ASK_DNS) {
		at = dr_zones_find((dr_zones *)self, question->name);
	}
	for (; at != NULL && found == NULL; at = at->next) {
		found = dr_zone_answer(at->zone, arena, question);
	}
	return found;
}

/* It lives in an arena. */
static void close(dr_source_of_answers *self)
{
	(void)self;
}

/* The links of zones of one name, and the last of them leads on to the zones above. */
static void chain(dr_arena *arena, dr_zones *zones, dr_zone_link *links, size_t count)
{
	for (size_t i = count; i-- > 0;) {
		dr_str key = dr_name_key(dr_zone_origin(links[i].zone));
		links[i].next = dr_name_table_put(arena, &zones->by_origin, key, &links[i]);
	}
	for (size_t i = 0; i < count; i++) {
		dr_name origin = dr_zone_origin(links[i].zone);
		if (links[i].next == NULL && origin.len > 1) {
			links[i].next = dr_zones_find(zones, dr_name_parent(origin));
		}
	}
}

dr_zones *dr_zones_new(dr_arena *arena, dr_zone *const *items, size_t count)
{
	dr_zones *zones = dr_arena_new_of(arena, dr_zones);
	dr_zone_link *links = dr_arena_alloc_array(arena, count, sizeof(*links));
	if (zones == NULL || links == NULL) {
		return NULL;
	}
	zones->base = (dr_source_of_answers){
		.kind = "zone", .is_zone = true, .immediate = answer, .close = close
	};
	for (size_t i = 0; i < count; i++) {
		links[i].zone = items[i];
	}
	chain(arena, zones, links, count);
	return !dr_arena_failed(arena) ? zones : NULL;
}

dr_source_of_answers *dr_zones_source(dr_zones *zones)
{
	return &zones->base;
}
