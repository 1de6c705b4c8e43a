#include "record/dmarc.h"
#include "base/error.h"
#include "record/text_priv.h"

static const dr_tag_def DEFS[DR_DMARC_TAG_COUNT] = {
	[DR_DMARC_V] = { "v", 0 },
	[DR_DMARC_P] = { "p", DR_TAG_REQUIRED },
	[DR_DMARC_SP] = { "sp", 0 },
	[DR_DMARC_NP] = { "np", 0 },
	[DR_DMARC_ADKIM] = { "adkim", 0 },
	[DR_DMARC_ASPF] = { "aspf", 0 },
	[DR_DMARC_PSD] = { "psd", 0 },
	[DR_DMARC_T] = { "t", 0 },
	[DR_DMARC_PCT] = { "pct", DR_TAG_OBSOLETE },
	[DR_DMARC_FO] = { "fo", 0 },
	[DR_DMARC_RF] = { "rf", DR_TAG_OBSOLETE },
	[DR_DMARC_RI] = { "ri", DR_TAG_OBSOLETE },
	[DR_DMARC_RUA] = { "rua", 0 },
	[DR_DMARC_RUF] = { "ruf", 0 },
};

const dr_taglist_kind DR_DMARC_TAGS = {
	.defs = DEFS,
	.count = DR_COUNT(DEFS),
	.version = "DMARC1",
	.version_required = true,
	.any_case = true,
	.names = DR_NAMES_LETTERS,
};

enum { DEFAULT_PCT = 100, DEFAULT_RI = 86400 };

typedef struct {
	dr_arena *arena;
	dr_dmarc *record;
} reader;

/* What reads the value of a tag. False: the grammar does not allow the value. */

static bool read_policy(dr_str value, dr_policy *ret_policy)
{
	*ret_policy = dr_policy_parse(value);
	return *ret_policy != DR_POLICY_UNSET;
}

static bool read_p(reader *r, const dr_tag *tag)
{
	return read_policy(tag->value, &r->record->p);
}

static bool read_sp(reader *r, const dr_tag *tag)
{
	return read_policy(tag->value, &r->record->sp);
}

static bool read_np(reader *r, const dr_tag *tag)
{
	return read_policy(tag->value, &r->record->np);
}

/* One letter out of a set, in any case. */
static bool read_letter(dr_str value, dr_str allowed, char *ret_letter)
{
	char letter = value.len == 1 ? dr_to_lower(value.ptr[0]) : '\0';
	if (letter == '\0' || dr_str_find(allowed, 0, letter) == allowed.len) {
		return false;
	}
	*ret_letter = letter;
	return true;
}

static bool read_adkim(reader *r, const dr_tag *tag)
{
	return read_letter(tag->value, DR_STR("rs"), &r->record->adkim);
}

static bool read_aspf(reader *r, const dr_tag *tag)
{
	return read_letter(tag->value, DR_STR("rs"), &r->record->aspf);
}

static bool read_psd(reader *r, const dr_tag *tag)
{
	return read_letter(tag->value, DR_STR("ynu"), &r->record->psd);
}

static bool read_t(reader *r, const dr_tag *tag)
{
	char letter = 'n';
	bool good = read_letter(tag->value, DR_STR("yn"), &letter);
	r->record->t = letter == 'y';
	return good;
}

static bool read_pct(reader *r, const dr_tag *tag)
{
	uint64_t value;
	if (tag->value.len > 3 || !dr_str_to_u64(tag->value, DEFAULT_PCT, &value)) {
		return false;
	}
	r->record->pct = (uint8_t)value;
	return true;
}

static bool read_ri(reader *r, const dr_tag *tag)
{
	uint64_t value;
	if (!dr_str_to_u64(tag->value, UINT32_MAX, &value)) {
		return false;
	}
	r->record->ri = (uint32_t)value;
	return true;
}

/* A colon list of registered report formats; there is one (RFC 7489 6.3). */
static bool read_rf(reader *r, const dr_tag *tag)
{
	(void)r;
	for (dr_str rest = tag->value, word; dr_str_split(&rest, ':', &word);) {
		if (!dr_str_eq_nocase(dr_str_trim(word), DR_STR("afrf"))) {
			return false;
		}
	}
	return true;
}

/* The options in the order of the bits of dr_fo_option. */
static const dr_str FO_OPTIONS = DR_STR_INIT("01ds");

static bool read_fo(reader *r, const dr_tag *tag)
{
	unsigned options = 0;
	bool conflict = false;
	for (dr_str rest = tag->value, word; dr_str_split(&rest, ':', &word);) {
		char letter;
		if (!read_letter(dr_str_trim(word), FO_OPTIONS, &letter)) {
			return false;
		}
		unsigned bit = 1u << dr_str_find(FO_OPTIONS, 0, letter);
		conflict = conflict || (options & bit) != 0;
		options |= bit;
	}
	if (conflict || (options & (DR_FO_ALL | DR_FO_ANY)) == (DR_FO_ALL | DR_FO_ANY)) {
		dr_issue_add(r->arena, &r->record->issues, DR_ISSUE_FO_CONFLICT, tag->value,
		             tag->span);
	}
	r->record->fo = options;
	return true;
}

/* The list's own issues say what is wrong, item by item. */
static bool read_uris(reader *r, const dr_tag *tag, dr_mailuris *ret_uris)
{
	dr_mailuri_parse_list(r->arena, r->record->text, tag->value, DR_URI_MAILTO | DR_URI_SIZE,
	                      ret_uris, &r->record->issues);
	return dr_mailuri_any_valid(ret_uris);
}

static bool read_rua(reader *r, const dr_tag *tag)
{
	return read_uris(r, tag, &r->record->rua);
}

static bool read_ruf(reader *r, const dr_tag *tag)
{
	return read_uris(r, tag, &r->record->ruf);
}

static const struct {
	bool (*read)(reader *r, const dr_tag *tag);
	unsigned counts; /* dr_generation */
	bool is_policy;
	bool is_list; /* whose items are reported one by one */
} MEANINGS[DR_DMARC_TAG_COUNT] = {
	[DR_DMARC_V] = { .read = NULL, .counts = DR_RFC7489 | DR_RFC9989 },
	[DR_DMARC_P] = { .read = read_p, .counts = DR_RFC7489 | DR_RFC9989, .is_policy = true },
	[DR_DMARC_SP] = { .read = read_sp, .counts = DR_RFC7489 | DR_RFC9989, .is_policy = true },
	[DR_DMARC_NP] = { .read = read_np, .counts = DR_RFC9989, .is_policy = true },
	[DR_DMARC_ADKIM] = { .read = read_adkim, .counts = DR_RFC7489 | DR_RFC9989 },
	[DR_DMARC_ASPF] = { .read = read_aspf, .counts = DR_RFC7489 | DR_RFC9989 },
	[DR_DMARC_PSD] = { .read = read_psd, .counts = DR_RFC9989 },
	[DR_DMARC_T] = { .read = read_t, .counts = DR_RFC9989 },
	[DR_DMARC_PCT] = { .read = read_pct, .counts = DR_RFC7489 },
	[DR_DMARC_FO] = { .read = read_fo, .counts = DR_RFC7489 | DR_RFC9989 },
	[DR_DMARC_RF] = { .read = read_rf, .counts = DR_RFC7489 },
	[DR_DMARC_RI] = { .read = read_ri, .counts = DR_RFC7489 },
	[DR_DMARC_RUA] = { .read = read_rua, .counts = DR_RFC7489 | DR_RFC9989, .is_list = true },
	[DR_DMARC_RUF] = { .read = read_ruf, .counts = DR_RFC7489 | DR_RFC9989, .is_list = true },
};

unsigned dr_dmarc_counts(dr_dmarc_tag tag)
{
	return MEANINGS[tag].counts;
}

const char *dr_dmarc_tag_name(dr_dmarc_tag tag)
{
	return DEFS[tag].name;
}

const dr_tag *dr_dmarc_find(const dr_dmarc *record, dr_dmarc_tag tag)
{
	return dr_taglist_find(&record->list, (int)tag);
}

bool dr_dmarc_is_valid(const dr_dmarc *record, dr_dmarc_tag tag)
{
	return (record->valid & 1u << tag) != 0;
}

static dr_str nearest_policy(dr_str value)
{
	dr_nearest nearest = dr_nearest_start(value);
	for (dr_policy policy = DR_POLICY_NONE; policy <= DR_POLICY_REJECT; policy++) {
		dr_nearest_try(&nearest, dr_policy_name(policy));
	}
	return nearest.found;
}

static void report_value(reader *r, const dr_tag *tag)
{
	dr_str name = dr_str_of(DEFS[tag->def].name);
	bool policy = MEANINGS[tag->def].is_policy;
	dr_issue_add_unknown(r->arena, &r->record->issues, DR_ISSUE_TAG_VALUE, name,
	                     policy ? nearest_policy(tag->value) : DR_STR(""), tag->span);
}

static void read_values(reader *r)
{
	dr_dmarc *record = r->record;
	for (size_t i = 0; i < record->list.tags.len; i++) {
		const dr_tag *tag = &record->list.tags.items[i];
		if (tag->def == DR_TAG_UNKNOWN || tag->duplicate || tag->value.len == 0 ||
		    MEANINGS[tag->def].read == NULL) {
			continue;
		}
		if (MEANINGS[tag->def].read(r, tag)) {
			record->valid |= 1u << tag->def;
		} else if (!MEANINGS[tag->def].is_list) {
			report_value(r, tag);
		}
	}
}

/* RFC 7489 6.4 wants p second; RFC 9989 4.8 does not. */
static void check_order(reader *r)
{
	const dr_tag *p = dr_dmarc_find(r->record, DR_DMARC_P);
	const dr_tags *tags = &r->record->list.tags;
	if (p != NULL && tags->len > 1 && p != &tags->items[1]) {
		dr_issue_add(r->arena, &r->record->issues, DR_ISSUE_TAG_ORDER, p->name, p->span);
	}
}

static bool is_uri_tag(const dr_tag *tag)
{
	return tag->def == DR_DMARC_RUA || tag->def == DR_DMARC_RUF;
}

/* "rua=mailto:a;b@example.com": a semicolon inside the address, which must be encoded. */
static void check_split_address(reader *r, const dr_tag *tag)
{
	size_t end = tag->span.off + tag->span.len;
	dr_str rest = dr_trim_wsp(dr_str_sub(r->record->text, end, r->record->text.len));
	dr_str next = dr_str_sub(rest, 1, dr_str_find(rest, 1, ';') - 1);
	bool open = dr_str_find(tag->value, 0, '@') == tag->value.len && tag->value.len > 0;
	if (is_uri_tag(tag) && open && dr_str_find(next, 0, '=') == next.len &&
	    dr_str_find(next, 0, '@') < next.len) {
		dr_str semicolon = dr_str_sub(rest, 0, 1);
		dr_issue_add(r->arena, &r->record->issues, DR_ISSUE_URI_ESCAPE, semicolon,
		             dr_span_in(r->record->text, semicolon));
	}
}

static void check_split_addresses(reader *r)
{
	for (size_t i = 0; i < r->record->list.tags.len; i++) {
		check_split_address(r, &r->record->list.tags.items[i]);
	}
}

int dr_dmarc_parse(dr_arena *arena, dr_str text, dr_dmarc *ret_record)
{
	*ret_record = (dr_dmarc){
		.text = text,
		.adkim = 'r',
		.aspf = 'r',
		.psd = 'u',
		.pct = DEFAULT_PCT,
		.fo = DR_FO_ALL,
		.ri = DEFAULT_RI,
	};
	reader r = { arena, ret_record };
	dr_taglist_parse(arena, text, &DR_DMARC_TAGS, &ret_record->list, &ret_record->issues);
	ret_record->version = ret_record->list.version;
	read_values(&r);
	check_order(&r);
	check_split_addresses(&r);
	ret_record->usable_rua = dr_mailuri_any_valid(&ret_record->rua);
	return dr_arena_failed(arena) ? DR_ENOMEM : DR_OK;
}
