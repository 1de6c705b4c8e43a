#include "record/bimi.h"
#include "base/error.h"

static const dr_tag_def DEFS[DR_BIMI_TAG_COUNT] = {
	[DR_BIMI_V] = { "v", 0 },
	[DR_BIMI_L] = { "l", DR_TAG_REQUIRED | DR_TAG_MAY_BE_EMPTY },
	[DR_BIMI_A] = { "a", DR_TAG_MAY_BE_EMPTY },
	[DR_BIMI_LPS] = { "lps", DR_TAG_MAY_BE_EMPTY },
	[DR_BIMI_AVP] = { "avp", 0 },
};

const dr_taglist_kind DR_BIMI_TAGS = {
	.defs = DEFS,
	.count = DR_COUNT(DEFS),
	.version = "BIMI1",
	.version_required = true,
};

/* How the files of a URI tag end; the first is the customary one. */
static const dr_str INDICATOR_SUFFIXES[] = { DR_STR_INIT(".svg"), DR_STR_INIT(".svgz") };
static const dr_str EVIDENCE_SUFFIXES[] = { DR_STR_INIT(".pem") };

enum { PREFIX_MAX = 63 };

typedef struct {
	dr_arena *arena;
	dr_bimi *record;
} reader;

const dr_tag *dr_bimi_find(const dr_bimi *record, dr_bimi_tag tag)
{
	return dr_taglist_find(&record->list, (int)tag);
}

static void report(reader *r, dr_issue_code code, const dr_tag *tag, dr_span span)
{
	dr_issue_add(r->arena, &r->record->issues, code, dr_str_of(DEFS[tag->def].name), span);
}

static bool has_suffix(dr_str path, const dr_str *suffixes, size_t count)
{
	dr_str file = dr_str_sub(path, 0, dr_str_find(path, 0, '?'));
	for (size_t i = 0; i < count; i++) {
		if (dr_str_ends_nocase(file, suffixes[i])) {
			return true;
		}
	}
	return false;
}

/* One https URI, in which a comma must be encoded. True when it is there and can be used. */
static bool read_uri(reader *r, const dr_tag *tag, const dr_str *suffixes, size_t count,
                     dr_mailuri *ret_uri)
{
	if (tag == NULL || tag->value.len == 0) {
		return false;
	}
	size_t comma = dr_str_find(tag->value, 0, ',');
	*ret_uri = dr_mailuri_parse(r->arena, r->record->text, tag->value, DR_URI_HTTPS,
	                            &r->record->issues);
	if (comma < tag->value.len) {
		dr_span span = { tag->value_span.off + (uint32_t)comma, 1 };
		report(r, DR_ISSUE_URI_ESCAPE, tag, span);
		return false;
	}
	bool good = ret_uri->valid && ret_uri->supported;
	if (good && !has_suffix(ret_uri->path, suffixes, count)) {
		report(r, DR_ISSUE_URI_SUFFIX, tag, tag->span);
		return false;
	}
	return good;
}

static bool is_prefix(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!dr_is_alnum(text.ptr[i]) && text.ptr[i] != '-') {
			return false;
		}
	}
	return text.len > 0 && text.len <= PREFIX_MAX;
}

static void read_prefixes(reader *r, const dr_tag *tag)
{
	if (tag == NULL || tag->value.len == 0) {
		return;
	}
	for (dr_str rest = tag->value, item; dr_str_split(&rest, ',', &item);) {
		dr_str prefix = dr_str_trim(item);
		if (!is_prefix(prefix)) {
			report(r, DR_ISSUE_TAG_VALUE, tag, tag->span);
			return;
		}
		dr_list_add(r->arena, &r->record->lps, prefix);
	}
}

static void read_preference(reader *r, const dr_tag *tag)
{
	if (tag == NULL || tag->value.len == 0) {
		return;
	}
	r->record->personal = dr_str_eq(tag->value, DR_STR("personal"));
	if (!r->record->personal && !dr_str_eq(tag->value, DR_STR("brand"))) {
		report(r, DR_ISSUE_TAG_VALUE, tag, tag->span);
	}
}

static bool is_filled(const dr_tag *tag)
{
	return tag != NULL && tag->value.len > 0;
}

int dr_bimi_parse(dr_arena *arena, dr_str text, dr_bimi *ret_record)
{
	dr_bimi *record = ret_record;
	*record = (dr_bimi){ .text = text };
	reader r = { arena, record };
	dr_taglist_parse(arena, text, &DR_BIMI_TAGS, &record->list, &record->issues);
	record->version = record->list.version;
	const dr_tag *l = dr_bimi_find(record, DR_BIMI_L), *a = dr_bimi_find(record, DR_BIMI_A);
	bool good_l = read_uri(&r, l, INDICATOR_SUFFIXES, DR_COUNT(INDICATOR_SUFFIXES), &record->l);
	bool good_a = read_uri(&r, a, EVIDENCE_SUFFIXES, DR_COUNT(EVIDENCE_SUFFIXES), &record->a);
	read_prefixes(&r, dr_bimi_find(record, DR_BIMI_LPS));
	read_preference(&r, dr_bimi_find(record, DR_BIMI_AVP));
	record->declined = l != NULL && !is_filled(l) && !is_filled(a);
	if (l != NULL && !is_filled(l) && is_filled(a)) {
		report(&r, DR_ISSUE_TAG_EMPTY, l, l->span);
	}
	record->valid = record->version && record->list.syntax &&
	                (record->declined || (good_l && (good_a || !is_filled(a))));
	return dr_arena_failed(arena) ? DR_ENOMEM : DR_OK;
}
