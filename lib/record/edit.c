#include "record/edit.h"
#include "base/buf.h"
#include "record/dmarc.h"
#include "record/kind.h"

enum { STRING_MAX = 255 };

typedef struct {
	dr_taglist published;
	const dr_tag_edit *edits;
	size_t edit_count;
	dr_buf out;
} editor;

static const dr_tag_edit *find_edit(const editor *e, dr_str name)
{
	for (size_t i = 0; i < e->edit_count; i++) {
		if (dr_str_eq_nocase(e->edits[i].tag, name)) {
			return &e->edits[i];
		}
	}
	return NULL;
}

static const dr_tag *find_published(const editor *e, dr_str name)
{
	for (size_t i = 0; i < e->published.tags.len; i++) {
		if (dr_str_eq_nocase(e->published.tags.items[i].name, name)) {
			return &e->published.tags.items[i];
		}
	}
	return NULL;
}

/* Writes a tag as it is to be: edited, as published, or not at all. */
static void write_tag(editor *e, dr_str name)
{
	const dr_tag_edit *edit = find_edit(e, name);
	const dr_tag *published = find_published(e, name);
	if (edit == NULL && published == NULL) {
		return;
	}
	dr_str value = edit != NULL ? edit->value : published->value;
	if (value.ptr != NULL) {
		dr_buf_add(&e->out, DR_STR("; "));
		dr_buf_add(&e->out, name);
		dr_buf_add_char(&e->out, '=');
		dr_buf_add(&e->out, value);
	}
}

/* Tags that stand behind v, in this order, wherever they stood. */
static const dr_str POLICY_TAGS[] = { DR_STR_INIT("p"), DR_STR_INIT("sp"), DR_STR_INIT("np") };

static bool is_written_first(dr_str name)
{
	for (size_t i = 0; i < DR_COUNT(POLICY_TAGS); i++) {
		if (dr_str_eq_nocase(name, POLICY_TAGS[i])) {
			return true;
		}
	}
	return dr_str_eq_nocase(name, DR_STR("v"));
}

static void write_published(editor *e)
{
	for (size_t i = 0; i < e->published.tags.len; i++) {
		const dr_tag *tag = &e->published.tags.items[i];
		if (!tag->duplicate && tag->name.len > 0 && !is_written_first(tag->name)) {
			write_tag(e, tag->name);
		}
	}
}

static void write_new(editor *e)
{
	for (size_t i = 0; i < e->edit_count; i++) {
		dr_str name = e->edits[i].tag;
		if (!is_written_first(name) && find_published(e, name) == NULL) {
			write_tag(e, name);
		}
	}
}

dr_str dr_dmarc_edit(dr_arena *arena, dr_str text, const dr_tag_edit *edits, size_t count)
{
	editor e = { .edits = edits, .edit_count = count };
	if (dr_record_is(DR_RECORD_DMARC, text)) {
		dr_issues issues = { 0 };
		dr_taglist_parse(arena, text, &DR_DMARC_TAGS, &e.published, &issues);
	}
	dr_buf_init(&e.out, arena);
	dr_buf_add(&e.out, DR_STR("v=DMARC1"));
	for (size_t i = 0; i < DR_COUNT(POLICY_TAGS); i++) {
		write_tag(&e, POLICY_TAGS[i]);
	}
	write_published(&e);
	write_new(&e);
	return dr_arena_failed(arena) ? (dr_str){ 0 } : dr_buf_str(&e.out);
}

dr_str dr_dmarc_add_uri(dr_arena *arena, dr_str value, dr_str uri)
{
	dr_mailuris uris;
	dr_issues issues = { 0 };
	dr_mailuri_parse_list(arena, value, value, DR_URI_MAILTO | DR_URI_SIZE, &uris, &issues);
	for (size_t i = 0; i < uris.len; i++) {
		if (dr_str_eq_nocase(uris.items[i].uri, uri)) {
			return value;
		}
	}
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_add(&out, value);
	dr_buf_add(&out, value.len > 0 ? DR_STR(",") : DR_STR(""));
	dr_buf_add(&out, uri);
	return dr_buf_str(&out);
}

/* Where the first string ends: at 255 octets, or before a word that begins or ends there. */
static size_t find_break(dr_str text)
{
	size_t at = text.len < STRING_MAX ? text.len : STRING_MAX;
	if (at == text.len) {
		return at;
	}
	while (at > 1 && (text.ptr[at - 1] == ' ' || text.ptr[at] == ' ')) {
		at--;
	}
	return at > 1 ? at : STRING_MAX;
}

dr_strs dr_text_split(dr_arena *arena, dr_str text)
{
	dr_strs strings = { 0 };
	do {
		size_t at = find_break(text);
		dr_list_add(arena, &strings, dr_str_sub(text, 0, at));
		text = dr_str_sub(text, at, text.len);
	} while (text.len > 0 && !dr_arena_failed(arena));
	return strings;
}
