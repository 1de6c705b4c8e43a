#include "answer/rdata.h"
#include "base/limits.h"
#include "zone/reader_priv.h"

enum {
	FALLBACK_TTL = 3600,
	FIRST_META_TYPE = 128, /* RFC 6895 3.1: 128 to 255 are for questions */
	LAST_META_TYPE = 255,
};

/* What stands before the data. */
typedef struct {
	bool ttl_given;
	uint32_t ttl;
	uint16_t type;
	size_t data; /* index of the first field behind the type */
} record_head;

typedef enum { WORD_NONE, WORD_CLASS, WORD_OTHER_CLASS } class_word;

static class_word class_of(dr_str text)
{
	static const struct {
		dr_str name;
		class_word is;
	} CLASSES[] = { { DR_STR_INIT("IN"), WORD_CLASS },
		        { DR_STR_INIT("CH"), WORD_OTHER_CLASS },
		        { DR_STR_INIT("HS"), WORD_OTHER_CLASS },
		        { DR_STR_INIT("CS"), WORD_OTHER_CLASS },
		        { DR_STR_INIT("CLASS1"), WORD_CLASS } };
	for (size_t i = 0; i < DR_COUNT(CLASSES); i++) {
		if (CLASSES[i].name.len == text.len && dr_str_eq_nocase(text, CLASSES[i].name)) {
			return CLASSES[i].is;
		}
	}
	bool numbered = text.len > 5 && dr_str_starts_nocase(text, DR_STR("CLASS"));
	return numbered ? WORD_OTHER_CLASS : WORD_NONE;
}

static bool can_hold_data(uint16_t type)
{
	return type != 0 && type != DR_TYPE_OPT &&
	       (type < FIRST_META_TYPE || type > LAST_META_TYPE);
}

static bool refuse(reader *r, const char *code, const token *t, const char *what)
{
	dr_zone_issue_at(r, code, t, 0, "'%.*s' %s", DR_FMT(dr_zone_token_text(t)), what);
	return false;
}

/* RFC 1035 5.1: [ttl] [class] type, or [class] [ttl] type. */
static bool read_head(reader *r, const fields *f, size_t at, record_head *head)
{
	bool class_given = false;
	for (; at < f->count; at++) {
		const token *t = &f->items[at];
		class_word class = t->quoted ? WORD_NONE : class_of(t->raw);
		if (!t->quoted && dr_is_digit(t->raw.ptr[0]) && !head->ttl_given) {
			head->ttl_given = dr_zone_read_ttl(t, &head->ttl);
			if (!head->ttl_given) {
				return refuse(r, "bad-ttl", t,
				              "is no TTL: expected a time such as "
				              "3600 or 1h, at most 2147483647");
			}
		} else if (class == WORD_CLASS && !class_given) {
			class_given = true;
		} else if (class == WORD_OTHER_CLASS) {
			return refuse(r, "bad-class", t, "is not the class of the Internet, IN");
		} else {
			head->type = t->quoted ? 0 : dr_type_parse(t->raw);
			head->data = at + 1;
			return can_hold_data(head->type) ||
			       refuse(r, "unknown-type", t, "is no type of record");
		}
	}
	dr_zone_issue_at(r, "syntax", &f->items[f->count - 1], 0, "this record has no type");
	return false;
}

/* ---- TTL ---- */

static void miss_ttl(reader *r, const token *t)
{
	if (!r->zone->ttl_missed) {
		r->zone->ttl_missed = true;
		r->zone->ttl_missed_at = dr_zone_place_of(r, t);
		r->zone->ttl_missed_owner = r->owner;
	}
}

/* What holds when the record does not say: $TTL (RFC 2308 4), else the last TTL that was written
 * (RFC 1035 5.1). */
static uint32_t inherited_ttl(reader *r, const token *t)
{
	if (r->ttl_given) {
		return r->ttl;
	}
	if (r->last_ttl_given) {
		return r->last_ttl;
	}
	miss_ttl(r, t);
	return r->options->default_ttl > 0 ? r->options->default_ttl : FALLBACK_TTL;
}

/* Where nobody said a TTL before the SOA, its own last field holds for it and for what follows, as
 * in BIND. */
static void take_soa_ttl(reader *r, const dr_rr *soa)
{
	dr_rr bare = { .rdata = soa->rdata, .ttl = UINT32_MAX };
	if (!r->ttl_given && !r->last_ttl_given) {
		r->ttl_given = dr_rr_read_soa_minimum(&bare, &r->ttl);
	}
}

static void set_ttl(reader *r, const record_head *head, const token *t, dr_rr *rr)
{
	if (head->ttl_given) {
		rr->ttl = head->ttl;
		r->last_ttl = head->ttl;
		r->last_ttl_given = true;
	} else {
		if (head->type == DR_TYPE_SOA) {
			take_soa_ttl(r, rr);
		}
		rr->ttl = inherited_ttl(r, t);
	}
}

/* ---- data ---- */

/* The data as one text without parentheses: a slice of the file where that is one already. */
static dr_str text_of_data(reader *r, const fields *f)
{
	if (f->count == 0) {
		return (dr_str){ 0 };
	}
	const token *first = &f->items[0], *last = &f->items[f->count - 1];
	if (f->flat) {
		size_t len = (size_t)(last->raw.ptr - first->raw.ptr) + last->raw.len;
		return (dr_str){ first->raw.ptr, len };
	}
	dr_buf text;
	dr_buf_init(&text, r->zone->arena);
	for (size_t i = 0; i < f->count; i++) {
		dr_buf_add(&text, dr_str_of(i > 0 && !f->items[i].glued ? " " : ""));
		dr_buf_add(&text, f->items[i].raw);
	}
	return dr_buf_str(&text);
}

/* The field that holds octet `offset` of text_of_data(). */
static const token *field_at(const fields *f, size_t offset)
{
	size_t end = 0;
	for (size_t i = 0; i < f->count; i++) {
		const token *t = &f->items[i];
		if (f->flat) {
			end = (size_t)(t->raw.ptr - f->items[0].raw.ptr) + t->raw.len;
		} else {
			end += t->raw.len + (i > 0 && !t->glued ? 1 : 0);
		}
		if (offset < end) {
			return t;
		}
	}
	return &f->items[f->count - 1];
}

static bool read_any(reader *r, const fields *data, const token *type, uint16_t number, dr_rr *rr)
{
	dr_error error = { 0 };
	if (dr_rdata_parse_below(r->zone->arena, number, text_of_data(r, data), r->origin, rr,
	                         &error) == DR_OK) {
		return true;
	}
	const token *at = data->count > 0 ? field_at(data, error.span.off) : type;
	dr_zone_issue_at(r, "bad-rdata", at, 0, "%.*s: %s", DR_FMT(type->raw), error.text);
	return false;
}

static bool read_data(reader *r, const fields *data, const token *type, uint16_t number, dr_rr *rr)
{
	bool generic = data->count > 0 && dr_str_eq(data->items[0].raw, DR_STR("\\#"));
	if ((number == DR_TYPE_TXT || number == DR_TYPE_SPF) && !generic && data->count > 0) {
		return dr_zone_read_strings(r, data, rr);
	}
	return dr_zone_read_plain(r, data, number, rr) || read_any(r, data, type, number, rr);
}

/* ---- records ---- */

static bool read_owner(reader *r, const token *t)
{
	if (r->owner_text.len > 0 && !t->quoted && dr_str_eq(t->raw, r->owner_text)) {
		return true;
	}
	dr_name owner = { 0 };
	r->owner = (dr_name){ 0 };
	r->owner_text = (dr_str){ 0 };
	if (!dr_zone_read_name(r, t, &owner)) {
		return false;
	}
	r->owner = owner;
	r->owner_text = t->quoted ? (dr_str){ 0 } : t->raw;
	return true;
}

void dr_zone_read_record(reader *r, const fields *f, bool blank)
{
	size_t at = blank ? 0 : 1;
	if (!blank && !read_owner(r, &f->items[0])) {
		return;
	}
	if (blank && !dr_name_is_set(r->owner)) {
		dr_zone_issue_at(r, "no-owner", &f->items[0], 0,
		                 "this record has no name, and none before it gives it one");
		return;
	}
	record_head head = { 0 };
	if (!read_head(r, f, at, &head)) {
		return;
	}
	fields data = *f;
	data.items += head.data;
	data.count -= head.data;
	dr_rr rr = { .at = dr_zone_place_of(r, &f->items[0]) };
	if (read_data(r, &data, &f->items[head.data - 1], head.type, &rr)) {
		set_ttl(r, &head, &f->items[0], &rr);
		const record made = { .owner = r->owner, .type = head.type, .rr = rr };
		r->stop = dr_zone_append(r->zone, &made, r->err);
	}
}
