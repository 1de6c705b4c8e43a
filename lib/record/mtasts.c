#include "record/mtasts.h"
#include "base/error.h"
#include "record/version_priv.h"

static const dr_tag_def DEFS[DR_MTASTS_TAG_COUNT] = {
	[DR_MTASTS_V] = { "v", 0 },
	[DR_MTASTS_ID] = { "id", DR_TAG_REQUIRED },
};

const dr_taglist_kind DR_MTASTS_TAGS = {
	.defs = DEFS,
	.count = DR_COUNT(DEFS),
	.version = "STSv1",
	.version_required = true,
	.tight = true,
	.names = DR_NAMES_EXT,
};

enum { ID_MAX = 32 };

static bool is_id(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!dr_is_alnum(text.ptr[i])) {
			return false;
		}
	}
	return text.len > 0 && text.len <= ID_MAX;
}

int dr_mtasts_parse(dr_arena *arena, dr_str text, dr_mtasts *ret_record)
{
	dr_mtasts *record = ret_record;
	*record = (dr_mtasts){ .text = text };
	dr_taglist_parse(arena, text, &DR_MTASTS_TAGS, &record->list, &record->issues);
	record->version =
		dr_record_version(arena, text, DR_RECORD_MTASTS, &record->list, &record->issues);
	const dr_tag *id = dr_taglist_find(&record->list, DR_MTASTS_ID);
	record->id = id != NULL ? id->value : (dr_str){ 0 };
	bool good_id = is_id(record->id);
	if (record->id.len > 0 && !good_id) {
		dr_issue_add(arena, &record->issues, DR_ISSUE_STS_ID, record->id, id->span);
	}
	record->valid = record->version && record->list.syntax && good_id;
	return dr_arena_failed(arena) ? DR_ENOMEM : DR_OK;
}
