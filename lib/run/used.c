/* Other names of the organization whose keys and SPF records reports show in use: those that were
 * replaced long ago leave room for those that go on. */
#include "facts/traffic_uses.h"
#include "run/run_priv.h"
#include "traffic/traffic.h"

static void add_key(dr_arena *arena, const dr_traffic_use *use, dr_hint_keys *list)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq_nocase(list->items[i].domain, use->domain) &&
		    dr_str_eq_nocase(list->items[i].selector, use->selector)) {
			return;
		}
	}
	dr_list_add(arena, list, (dr_hint_key){ use->domain, use->selector });
}

static void add_name(dr_arena *arena, dr_str name, dr_strs *list)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq_nocase(list->items[i], name)) {
			return;
		}
	}
	dr_list_add(arena, list, name);
}

static void add_uses(dr_run *run, const dr_traffic *traffic, const dr_sender *sender)
{
	dr_arena *arena = run->result.arena;
	for (size_t i = 0; i < sender->uses.len; i++) {
		const dr_traffic_use *use = sender->uses.items[i];
		if (dr_str_eq_nocase(use->domain, traffic->domain) ||
		    !dr_use_goes_on(traffic, sender, use, run->config->as_of)) {
			continue;
		}
		if (use->by_spf) {
			add_name(arena, use->domain, &run->hints.used_spf);
		} else if (use->selector.len > 0) {
			add_key(arena, use, &run->hints.used_keys);
		}
	}
}

void dr_run_add_used(dr_run *run)
{
	const dr_traffic *traffic =
		run->request->traffic != NULL ? run->request->traffic : run->request->planned;
	for (size_t i = 0; traffic != NULL && i < traffic->senders.len; i++) {
		add_uses(run, traffic, traffic->senders.items[i]);
	}
}
