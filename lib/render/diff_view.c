#include "render/diff_view.h"
#include <string.h>

static bool holds(const dr_finding_views *views, const dr_finding_view *wanted)
{
	for (size_t i = 0; i < views->len; i++) {
		if (strcmp(views->items[i].fingerprint, wanted->fingerprint) == 0) {
			return true;
		}
	}
	return false;
}

static dr_finding_views without(dr_arena *arena, const dr_finding_views *views,
                                const dr_finding_views *others)
{
	dr_finding_views left = { 0 };
	for (size_t i = 0; i < views->len; i++) {
		if (!holds(others, &views->items[i])) {
			dr_list_add(arena, &left, views->items[i]);
		}
	}
	return left;
}

dr_diff_findings dr_diff_findings_of(dr_arena *arena, const dr_diff_item *item)
{
	dr_finding_views before = dr_finding_views_by_weight(arena, item->before);
	dr_finding_views after = dr_finding_views_by_weight(arena, item->after);
	return (dr_diff_findings){
		.fresh = without(arena, &after, &before),
		.gone = without(arena, &before, &after),
	};
}

bool dr_diff_is_worse(dr_arena *arena, const dr_diff_item *item)
{
	dr_diff_findings findings = dr_diff_findings_of(arena, item);
	const dr_prefixset *lost = &item->after->change->lost.addresses;
	bool worse = lost->v4.len + lost->v6.len > 0 || item->after->change->weakened;
	for (size_t i = 0; i < findings.fresh.len; i++) {
		worse = worse || findings.fresh.items[i].finding->severity > DR_INFO;
	}
	return worse;
}
