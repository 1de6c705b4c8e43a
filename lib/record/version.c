#include "record/version_priv.h"

bool dr_record_version(dr_arena *arena, dr_str text, dr_record_kind kind, const dr_taglist *list,
                       dr_issues *issues)
{
	bool exact = dr_record_is(kind, text);
	if (!exact && list->version) {
		const dr_tag *v = &list->tags.items[0];
		dr_issue_add(arena, issues, DR_ISSUE_VERSION, v->text, v->span);
	}
	return exact;
}
