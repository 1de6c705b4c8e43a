#include "record/tlsrpt.h"
#include "base/error.h"
#include "record/version_priv.h"

static const dr_tag_def DEFS[DR_TLSRPT_TAG_COUNT] = {
	[DR_TLSRPT_V] = { "v", 0 },
	[DR_TLSRPT_RUA] = { "rua", DR_TAG_REQUIRED },
};

const dr_taglist_kind DR_TLSRPT_TAGS = {
	.defs = DEFS,
	.count = DR_COUNT(DEFS),
	.version = "TLSRPTv1",
	.version_required = true,
	.tight = true,
	.names = DR_NAMES_EXT,
};

static bool any_usable(const dr_mailuris *uris)
{
	for (size_t i = 0; i < uris->len; i++) {
		if (uris->items[i].valid && uris->items[i].supported) {
			return true;
		}
	}
	return false;
}

int dr_tlsrpt_parse(dr_arena *arena, dr_str text, dr_tlsrpt *ret_record)
{
	dr_tlsrpt *record = ret_record;
	*record = (dr_tlsrpt){ .text = text };
	dr_taglist_parse(arena, text, &DR_TLSRPT_TAGS, &record->list, &record->issues);
	record->version =
		dr_record_version(arena, text, DR_RECORD_TLSRPT, &record->list, &record->issues);
	const dr_tag *rua = dr_taglist_find(&record->list, DR_TLSRPT_RUA);
	if (rua != NULL) {
		dr_mailuri_parse_list(arena, text, rua->value, DR_URI_MAILTO | DR_URI_HTTPS,
		                      &record->rua, &record->issues);
	}
	record->valid = record->version && record->list.syntax && any_usable(&record->rua);
	return dr_arena_failed(arena) ? DR_ENOMEM : DR_OK;
}
