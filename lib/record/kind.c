#include "record/kind.h"
#include "base/cursor.h"
#include "record/policy.h"
#include "record/text_priv.h"

/* The tag `v` with an exact value, then a semicolon or the end; DMARC and BIMI. */
static bool begins_with_tag(dr_str text, dr_str version)
{
	dr_cursor c = dr_cursor_of(text);
	if (!dr_cursor_take_nocase(&c, DR_STR("v"))) {
		return false;
	}
	dr_cursor_take_while(&c, dr_is_wsp);
	if (!dr_cursor_take_char(&c, '=')) {
		return false;
	}
	dr_cursor_take_while(&c, dr_is_wsp);
	if (!dr_cursor_take(&c, version)) {
		return false;
	}
	dr_cursor_take_while(&c, dr_is_wsp);
	return dr_cursor_at_end(&c) || dr_cursor_peek(&c) == ';';
}

static bool is_spf(dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	return dr_cursor_take_nocase(&c, DR_STR("v=spf1")) &&
	       (dr_cursor_at_end(&c) || dr_cursor_peek(&c) == ' ');
}

static bool is_dmarc(dr_str text)
{
	return begins_with_tag(text, DR_STR("DMARC1"));
}

static bool is_bimi(dr_str text)
{
	return begins_with_tag(text, DR_STR("BIMI1"));
}

static bool is_mtasts(dr_str text)
{
	return dr_str_starts(text, DR_STR("v=STSv1;"));
}

static bool is_tlsrpt(dr_str text)
{
	return dr_str_starts(text, DR_STR("v=TLSRPTv1;"));
}

static bool is_senderid(dr_str text)
{
	return dr_str_starts_nocase(text, DR_STR("spf2.0/"));
}

/* The first part between semicolons is tag `name`, or any part with `anywhere`. */
static bool find_tag(dr_str text, dr_str name, bool anywhere, dr_str *ret_value)
{
	for (dr_str rest = text, part; dr_str_split(&rest, ';', &part);) {
		size_t equals = dr_str_find(part, 0, '=');
		if (equals < part.len &&
		    dr_str_eq(dr_str_trim(dr_str_sub(part, 0, equals)), name)) {
			*ret_value = dr_str_trim(dr_str_sub(part, equals + 1, part.len));
			return true;
		}
		if (!anywhere) {
			return false;
		}
	}
	return false;
}

/* A tag `p` somewhere; `v` may be missing, but is DKIM1 and the first tag when it is there. */
static bool is_dkim(dr_str text)
{
	dr_str v, p;
	if (find_tag(text, DR_STR("v"), true, &v) &&
	    !(find_tag(text, DR_STR("v"), false, &v) && dr_str_eq(v, DR_STR("DKIM1")))) {
		return false;
	}
	return find_tag(text, DR_STR("p"), true, &p);
}

/* A key as people write it: with p or the type of a key, and a version of DKIM or none. */
static bool is_like_key(dr_str text)
{
	dr_str v, p, k;
	if (find_tag(text, DR_STR("v"), true, &v) && !dr_str_starts_nocase(v, DR_STR("dkim"))) {
		return false;
	}
	return find_tag(text, DR_STR("p"), true, &p) ||
	       (find_tag(text, DR_STR("k"), true, &k) &&
	        (dr_str_eq_nocase(k, DR_STR("rsa")) || dr_str_eq_nocase(k, DR_STR("ed25519"))));
}

/* "p=reject; …" where only the version is missing. */
static bool has_policy(dr_str text)
{
	dr_str p;
	return find_tag(text, DR_STR("p"), true, &p) && dr_policy_parse(p) != DR_POLICY_UNSET;
}

static const struct {
	const char *name;
	const char *stem;  /* how versions of the kind begin, behind `v=` */
	const char *token; /* how its own version begins */
	bool (*is)(dr_str text);
} KINDS[DR_RECORD_KIND_COUNT] = {
	[DR_RECORD_NONE] = { "", NULL, NULL, NULL },
	[DR_RECORD_SPF] = { "spf", "spf", "spf1", is_spf },
	[DR_RECORD_DMARC] = { "dmarc", "dmarc", "dmarc1", is_dmarc },
	[DR_RECORD_DKIM] = { "dkim", "dkim", "dkim1", is_dkim },
	[DR_RECORD_BIMI] = { "bimi", "bimi", "bimi1", is_bimi },
	[DR_RECORD_MTASTS] = { "mtasts", "sts", "stsv1", is_mtasts },
	[DR_RECORD_TLSRPT] = { "tlsrpt", "tlsrpt", "tlsrptv1", is_tlsrpt },
	[DR_RECORD_SENDERID] = { "senderid", "spf2.0", "spf2.0/", is_senderid },
};

static const char *const FIT_NAMES[DR_FIT_COUNT] = {
	[DR_FIT_YES] = "yes",
	[DR_FIT_LEADING_SPACE] = "leading-space",
	[DR_FIT_QUOTED] = "quoted",
	[DR_FIT_VERSION] = "version",
	[DR_FIT_OTHER_RECORD] = "other-record",
	[DR_FIT_UNRELATED] = "unrelated",
};

const char *dr_record_kind_name(dr_record_kind kind)
{
	return KINDS[kind].name;
}

const char *dr_record_fit_name(dr_record_fit fit)
{
	return FIT_NAMES[fit];
}

/* Quotation marks, escapes and invisible characters that people put in front of a record. */
static const dr_str WRAPPINGS[] = {
	DR_STR_INIT("\""),
	DR_STR_INIT("'"),
	DR_STR_INIT("\\"),
	DR_STR_INIT("("),
	DR_STR_INIT("`"),
	DR_STR_INIT("\xEF\xBB\xBF"),
	DR_STR_INIT("\xE2\x80\x8B"),
	DR_STR_INIT("\xE2\x80\x9C"),
	DR_STR_INIT("\xE2\x80\x9D"),
	DR_STR_INIT("\xE2\x80\x98"),
	DR_STR_INIT("\xE2\x80\x99"),
	DR_STR_INIT("\xC2\xA0"),
};

static bool take_wrapping(dr_cursor *c)
{
	for (size_t i = 0; i < DR_COUNT(WRAPPINGS); i++) {
		if (dr_cursor_take(c, WRAPPINGS[i])) {
			return true;
		}
	}
	return false;
}

/* The text without what stands in front of the record; what that was is a fit. */
static dr_str unwrap(dr_str text, dr_record_fit *ret_fit)
{
	dr_cursor c = dr_cursor_of(text);
	*ret_fit = DR_FIT_YES;
	while (!dr_cursor_at_end(&c)) {
		if (take_wrapping(&c)) {
			*ret_fit = DR_FIT_QUOTED;
		} else if (dr_cursor_take_while(&c, dr_is_space).len == 0) {
			break;
		} else if (*ret_fit == DR_FIT_YES) {
			*ret_fit = DR_FIT_LEADING_SPACE;
		}
	}
	return dr_cursor_rest(&c);
}

/* `v=STEM…`, `v:STEM…`, `v STEM…`, or the version token alone. */
static bool resembles(dr_record_kind kind, dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	if (dr_cursor_take_nocase(&c, dr_str_of(KINDS[kind].token))) {
		return true;
	}
	if (!dr_cursor_take_nocase(&c, DR_STR("v"))) {
		return false;
	}
	dr_cursor_take_while(&c, dr_is_space);
	if (!dr_cursor_take_char(&c, '=')) {
		dr_cursor_take_char(&c, ':');
	}
	dr_cursor_take_while(&c, dr_is_space);
	return dr_cursor_take_nocase(&c, dr_str_of(KINDS[kind].stem));
}

/* A tag `v` of the kind, wherever it stands. */
static bool has_version(dr_record_kind kind, dr_str text)
{
	dr_str v;
	return find_tag(text, DR_STR("v"), true, &v) &&
	       dr_str_starts_nocase(v, dr_str_of(KINDS[kind].stem));
}

dr_record_kind dr_record_kind_of(dr_str text)
{
	dr_record_fit wrapped;
	dr_str inner = unwrap(text, &wrapped);
	for (dr_record_kind kind = DR_RECORD_SENDERID; kind > DR_RECORD_NONE; kind--) {
		if (resembles(kind, inner) || has_version(kind, inner)) {
			return kind;
		}
	}
	if (has_policy(inner)) {
		return DR_RECORD_DMARC;
	}
	return is_like_key(inner) ? DR_RECORD_DKIM : DR_RECORD_NONE;
}

bool dr_record_is(dr_record_kind kind, dr_str text)
{
	return KINDS[kind].is != NULL && KINDS[kind].is(text);
}

dr_record_fit dr_record_fit_of(dr_record_kind kind, dr_str text)
{
	dr_record_fit wrapped;
	if (dr_record_is(kind, text)) {
		return DR_FIT_YES;
	}
	dr_record_kind meant = dr_record_kind_of(text);
	if (meant == DR_RECORD_NONE) {
		return DR_FIT_UNRELATED;
	}
	if (meant != kind) {
		return DR_FIT_OTHER_RECORD;
	}
	dr_str inner = unwrap(text, &wrapped);
	return wrapped != DR_FIT_YES && dr_record_is(kind, inner) ? wrapped : DR_FIT_VERSION;
}
