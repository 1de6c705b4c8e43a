#include "survey/used_find.h"
#include "survey/dkim_find_priv.h"

static void find_key(const dr_asking *asking, const dr_hint_key *hint, dr_used_found *found)
{
	dr_name_room room;
	dr_name name;
	if (dr_name_parse_plain(&room, hint->domain, &name) == DR_NAME_OK) {
		const dr_used_key key = { hint->domain, hint->selector,
			                  dr_dkim_ask_key(asking, hint->selector, name) };
		dr_list_add(asking->arena, &found->keys, key);
	}
}

static void find_spf(const dr_asking *asking, dr_str domain, dr_used_found *found)
{
	dr_name name = dr_name_of(asking->arena, domain);
	dr_spf_tree *tree = dr_arena_new_of(asking->arena, dr_spf_tree);
	if (tree == NULL || !dr_name_is_set(name)) {
		return;
	}
	dr_survey_spf_tree(asking, name, tree);
	if (tree->root != NULL) {
		dr_used_spf spf = { .domain = domain, .asked = true };
		dr_spf_find_reach(asking->arena, tree, &spf.reach);
		dr_list_add(asking->arena, &found->spf, spf);
	}
}

void dr_survey_used(const dr_asking *asking, const dr_hints *hints, dr_used_found *ret_found)
{
	*ret_found = (dr_used_found){ 0 };
	for (size_t i = 0; i < hints->used_keys.len; i++) {
		const dr_hint_key *hint = &hints->used_keys.items[i];
		if (i < DR_USED_KEYS_MAX) {
			find_key(asking, hint, ret_found);
		} else {
			const dr_used_key left = { .domain = hint->domain,
				                   .selector = hint->selector };
			dr_list_add(asking->arena, &ret_found->keys, left);
		}
	}
	for (size_t i = 0; i < hints->used_spf.len; i++) {
		if (i < DR_USED_SPF_MAX) {
			find_spf(asking, hints->used_spf.items[i], ret_found);
		} else {
			const dr_used_spf left = { .domain = hints->used_spf.items[i] };
			dr_list_add(asking->arena, &ret_found->spf, left);
		}
	}
}
