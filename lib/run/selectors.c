#include "run/run_priv.h"
#include "survey/survey.h"
#include "traffic/traffic.h"

const dr_zone *dr_run_zone(const dr_run *run)
{
	const dr_zone_link *nearest = NULL;
	if (run->config->zones != NULL) {
		nearest = dr_zones_find(run->config->zones, run->domain);
	}
	return nearest != NULL ? nearest->zone : NULL;
}

/* Names below _domainkey of the domain. */
static void add_names(const dr_run *run, const dr_zone *zone, dr_strs *list)
{
	dr_arena *arena = run->result.arena;
	dr_name keys = dr_name_join(arena, DR_STR("_domainkey"), run->domain);
	dr_name *names = NULL;
	size_t count = 0;
	dr_zone_names_below(zone, arena, keys, &names, &count);
	for (size_t i = 0; i < count; i++) {
		if (!dr_name_eq(names[i], keys) && !dr_name_is_wildcard(names[i])) {
			dr_name selector = dr_name_replace(arena, names[i], keys, DR_NAME_ROOT);
			dr_list_add(arena, list, dr_name_text(arena, selector));
		}
	}
}

static void add_found(dr_arena *arena, const dr_dkim_search *search, dr_strs *list)
{
	for (size_t i = 0; i < search->selectors.len; i++) {
		if (search->selectors.items[i].texts->count > 0) {
			dr_list_add(arena, list, search->selectors.items[i].selector);
		}
	}
}

dr_strs dr_run_listed_selectors(const dr_run *run)
{
	dr_strs list = { 0 };
	const dr_zone *zone = dr_run_zone(run);
	const dr_change_side *since = run->request->since;
	const dr_traffic *traffic =
		run->request->traffic != NULL ? run->request->traffic : run->request->planned;
	if (zone != NULL) {
		add_names(run, zone, &list);
	}
	if (since != NULL && since->survey != NULL) {
		add_found(run->result.arena, &since->survey->dkim, &list);
	}
	for (size_t i = 0; traffic != NULL && i < traffic->selectors.len; i++) {
		dr_list_add(run->result.arena, &list, traffic->selectors.items[i]);
	}
	return list;
}

static void add_name(dr_arena *arena, dr_strs *list, dr_str name)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq_nocase(list->items[i], name)) {
			return;
		}
	}
	dr_list_add(arena, list, name);
}

dr_strs dr_run_names_below(const dr_run *run)
{
	dr_strs list = { 0 };
	dr_arena *arena = run->result.arena;
	const dr_traffic *traffic = run->request->traffic;
	for (size_t i = 0; traffic != NULL && i < traffic->scopes.len; i++) {
		if (!dr_str_eq(traffic->scopes.items[i], traffic->domain)) {
			add_name(arena, &list, traffic->scopes.items[i]);
		}
	}
	for (size_t i = 0; i < run->request->below.len; i++) {
		add_name(arena, &list, run->request->below.items[i]);
	}
	return list;
}
