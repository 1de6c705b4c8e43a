#include "base/limits.h"
#include "zone/reader_priv.h"

enum {
	ARENA_BASE = 256 * 1024 * 1024, /* $GENERATE and $INCLUDE make much of little text */
	ARENA_PER_OCTET = 64,
};

static const dr_answer *source_immediate(dr_source_of_answers *self, dr_arena *arena,
                                         const dr_question *question)
{
	return dr_zone_answer(((zone_source *)self)->zone, arena, question);
}

/* The source is a part of the zone, which goes with dr_zone_close(). */
static void source_close(dr_source_of_answers *self)
{
	(void)self;
}

dr_zone *dr_zone_new(size_t text_len)
{
	dr_arena *arena = dr_arena_new(ARENA_BASE + ARENA_PER_OCTET * text_len);
	dr_zone *zone = arena != NULL ? dr_arena_new_of(arena, dr_zone) : NULL;
	if (zone == NULL) {
		dr_arena_free(arena);
		return NULL;
	}
	zone->arena = arena;
	zone->source.zone = zone;
	zone->source.base = (dr_source_of_answers){
		.kind = "zone",
		.is_zone = true,
		.immediate = source_immediate,
		.close = source_close,
	};
	return zone;
}

/* What stands behind a byte order mark, which editors write and servers take for a name. */
static dr_str skip_mark(dr_zone *zone, const dr_source *text)
{
	static const dr_str MARK = DR_STR_INIT("\xEF\xBB\xBF");
	if (!dr_str_starts(text->text, MARK)) {
		return text->text;
	}
	dr_file_place at = { .file = text->name, .line = 1, .column = 1 };
	dr_zone_issue_add(zone, "byte-order-mark", at, (dr_name){ 0 }, (dr_str){ 0 },
	                  "the file begins with a byte order mark; servers refuse its first line");
	return dr_str_sub(text->text, MARK.len, text->text.len);
}

static int read_zone(dr_zone *zone, const dr_source *text, const dr_zone_options *options,
                     const dr_zone_files *files, dr_error *err)
{
	reader r = {
		.zone = zone,
		.options = options,
		.files = files,
		.err = err,
		.file = text->name,
		.origin = dr_name_is_set(options->origin) ? options->origin : options->fallback,
	};
	dr_zone_read_text(&r, skip_mark(zone, text));
	return r.stop != DR_OK ? r.stop : dr_zone_settle(zone, options, err);
}

int dr_zone_settle(dr_zone *zone, const dr_zone_options *options, dr_error *err)
{
	int code = dr_zone_index(zone, options, err);
	if (code == DR_OK && !dr_arena_failed(zone->arena)) {
		dr_zone_check(zone);
	}
	if (code == DR_OK && dr_arena_over_limit(zone->arena)) {
		return dr_fail(err, DR_ELIMIT, DR_NOWHERE, "the zone needs too much memory");
	}
	if (code == DR_OK && dr_arena_failed(zone->arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the zone");
	}
	return code;
}

static int refuse_text(const dr_source *text, dr_error *err)
{
	size_t nul = dr_str_find(text->text, 0, '\0');
	if (text->text.len > INT32_MAX) {
		return dr_fail(err, DR_ELIMIT, DR_NOWHERE, "the zone file is larger than 2 GiB");
	}
	if (nul < text->text.len) {
		return dr_fail(err, DR_EINVAL, ((dr_span){ (uint32_t)nul, 1 }),
		               "this is no zone file: it is binary, or text in UTF-16");
	}
	return DR_OK;
}

static int parse(const dr_source *text, const dr_zone_options *options, const dr_zone_files *files,
                 dr_zone **ret_zone, dr_error *err)
{
	int code = refuse_text(text, err);
	if (code != DR_OK) {
		return code;
	}
	dr_zone *zone = dr_zone_new(text->text.len);
	if (zone == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the zone");
	}
	code = read_zone(zone, text, options, files, err);
	if (code != DR_OK) {
		dr_zone_close(zone);
		return code;
	}
	*ret_zone = zone;
	return DR_OK;
}

int dr_zone_append(dr_zone *zone, const record *rec, dr_error *err)
{
	record *made = dr_arena_new_of(zone->arena, record);
	if (made == NULL) {
		return DR_OK;
	}
	*made = *rec;
	if (zone->last != NULL) {
		zone->last->next = made;
	} else {
		zone->first = made;
	}
	zone->last = made;
	if (rec->type == DR_TYPE_SOA && !dr_name_is_set(zone->first_soa)) {
		zone->first_soa = rec->owner;
	}
	if (++zone->record_count > DR_LIMIT_ZONE_RECORDS) {
		return dr_fail(err, DR_ELIMIT, DR_NOWHERE, "the zone has more than %d records",
		               DR_LIMIT_ZONE_RECORDS);
	}
	return DR_OK;
}

int dr_zone_parse(const dr_source *text, const dr_zone_options *options, const dr_zone_files *files,
                  dr_zone **ret_zone, dr_error *err)
{
	int code = parse(text, options, files, ret_zone, err);
	if (code != DR_OK) {
		dr_error_locate(err, text);
	}
	return code;
}

void dr_zone_close(dr_zone *zone)
{
	if (zone != NULL) {
		dr_arena_free(zone->arena);
	}
}

dr_name dr_zone_origin(const dr_zone *zone)
{
	return zone->origin;
}

bool dr_zone_is_complete(const dr_zone *zone)
{
	return zone->complete;
}

size_t dr_zone_record_count(const dr_zone *zone)
{
	return zone->record_count;
}

const dr_zone_issues *dr_zone_issues_of(const dr_zone *zone)
{
	return &zone->issues;
}

const dr_zone_comments *dr_zone_comments_of(const dr_zone *zone)
{
	return &zone->comments;
}

dr_source_of_answers *dr_zone_source(dr_zone *zone)
{
	return &zone->source.base;
}
