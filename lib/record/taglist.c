#include "record/taglist.h"
#include "base/cursor.h"
#include "record/text_priv.h"

/* More pairs than any record has; the rest of a longer list is not read. */
enum { MAX_TAGS = 128 };

typedef struct {
	dr_arena *arena;
	dr_str text;
	const dr_taglist_kind *kind;
	dr_taglist *list;
	dr_issues *issues;
} reader;

static void report(reader *r, dr_issue_code code, dr_str subject, dr_str where)
{
	dr_issue_add(r->arena, r->issues, code, subject, dr_span_in(r->text, where));
}

static void report_syntax(reader *r, dr_issue_code code, dr_str subject, dr_str where)
{
	r->list->syntax = false;
	report(r, code, subject, where);
}

/* Without the white space that the kind allows around names and values. */
static dr_str trim(const dr_taglist_kind *kind, dr_str text)
{
	return kind->folds ? dr_str_trim(text) : dr_trim_wsp(text);
}

static dr_str name_of(const dr_taglist_kind *kind, int def)
{
	return dr_str_of(kind->defs[def].name);
}

static int find_def(const dr_taglist_kind *kind, dr_str name)
{
	for (size_t i = 0; i < kind->count; i++) {
		if (dr_str_eq_nocase(name, name_of(kind, (int)i))) {
			return (int)i;
		}
	}
	return DR_TAG_UNKNOWN;
}

dr_str dr_taglist_nearest(const dr_taglist_kind *kind, dr_str name)
{
	dr_nearest nearest = dr_nearest_start(name);
	for (size_t i = 0; i < kind->count; i++) {
		dr_nearest_try(&nearest, kind->defs[i].name);
	}
	return nearest.found;
}

const dr_tag *dr_taglist_find(const dr_taglist *list, int def)
{
	for (size_t i = 0; i < list->tags.len; i++) {
		if (list->tags.items[i].def == def) {
			return &list->tags.items[i];
		}
	}
	return NULL;
}

static bool is_name(dr_tag_names names, dr_str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];
		bool digit = dr_is_digit(c) &&
		             (names == DR_NAMES_EXT || (names == DR_NAMES_TAG && i > 0));
		bool mark = i > 0 && ((c == '_' && names != DR_NAMES_LETTERS) ||
		                      ((c == '-' || c == '.') && names == DR_NAMES_EXT));
		if (!dr_is_alpha(c) && !digit && !mark) {
			return false;
		}
	}
	return name.len > 0;
}

/* The name in the kind's own spelling when it is known. */
static dr_str subject_of(const reader *r, const dr_tag *tag)
{
	return tag->def != DR_TAG_UNKNOWN ? name_of(r->kind, tag->def) : tag->name;
}

static bool occurs(const reader *r, const dr_tag *tag)
{
	for (size_t i = 0; i < r->list->tags.len; i++) {
		const dr_tag *other = &r->list->tags.items[i];
		if (tag->def != DR_TAG_UNKNOWN ? other->def == tag->def
		                               : dr_str_eq(other->name, tag->name)) {
			return true;
		}
	}
	return false;
}

/* Finds the row of a name and reports what is odd about the name. */
static int identify(reader *r, dr_str name)
{
	if (!is_name(r->kind->names, name)) {
		report_syntax(r, DR_ISSUE_TAG_NAME, name, name);
		return DR_TAG_UNKNOWN;
	}
	int def = find_def(r->kind, name);
	if (def == DR_TAG_UNKNOWN) {
		dr_issue_add_unknown(r->arena, r->issues, DR_ISSUE_TAG_UNKNOWN, name,
		                     dr_taglist_nearest(r->kind, name), dr_span_in(r->text, name));
	} else if (!dr_str_eq(name, name_of(r->kind, def))) {
		report(r, DR_ISSUE_TAG_CASE, name, name);
		def = r->kind->any_case ? def : DR_TAG_UNKNOWN;
	}
	return def;
}

/* The known tag name that `word` is, or ends with when it is of two letters or more. */
static dr_str known_end(const dr_taglist_kind *kind, dr_str word)
{
	dr_str found = { 0 };
	for (size_t i = 0; i < kind->count; i++) {
		dr_str name = name_of(kind, (int)i);
		bool whole = dr_str_eq_nocase(word, name);
		if (whole || (name.len > 1 && name.len > found.len && dr_str_ends(word, name))) {
			found = dr_str_sub(word, word.len - name.len, name.len);
		}
		if (whole) {
			break;
		}
	}
	return found;
}

static dr_str word_before(dr_str value, size_t end)
{
	while (end > 0 && dr_is_wsp(value.ptr[end - 1])) {
		end--;
	}
	size_t from = end;
	while (from > 0 && dr_is_alpha(value.ptr[from - 1])) {
		from--;
	}
	return dr_str_sub(value, from, end - from);
}

/* The tag that a value has swallowed, because the semicolon before it is missing; its name, or the
 * empty slice. What follows a `?` or `&` is a URI's query. */
static dr_str find_swallowed(const dr_taglist_kind *kind, dr_str value)
{
	for (size_t at = 0; (at = dr_str_find(value, at, '=')) < value.len; at++) {
		dr_str word = word_before(value, at);
		dr_str name = word.len > 0 ? known_end(kind, word) : word;
		size_t before = (size_t)(word.ptr - value.ptr);
		char c = before > 0 ? value.ptr[before - 1] : ' ';
		bool parted = dr_is_wsp(c) || c == ',' || dr_is_digit(c) || name.len < word.len;
		if (name.len > 0 && parted && c != '?' && c != '&' && at + 1 < value.len &&
		    value.ptr[at + 1] != '=') {
			return name;
		}
	}
	return (dr_str){ 0 };
}

static void check_value(reader *r, const dr_tag *tag)
{
	unsigned flags = tag->def != DR_TAG_UNKNOWN ? r->kind->defs[tag->def].flags : 0;
	if ((flags & DR_TAG_OBSOLETE) != 0) {
		report(r, DR_ISSUE_TAG_OBSOLETE, subject_of(r, tag), tag->text);
	}
	if (tag->value.len == 0 && tag->def != DR_TAG_UNKNOWN &&
	    (flags & DR_TAG_MAY_BE_EMPTY) == 0) {
		report(r, DR_ISSUE_TAG_EMPTY, subject_of(r, tag), tag->text);
	}
	if ((flags & DR_TAG_FREE_TEXT) == 0) {
		dr_str name = find_swallowed(r->kind, tag->value);
		if (name.len > 0) {
			size_t from = (size_t)(name.ptr - tag->value.ptr);
			report_syntax(r, DR_ISSUE_TAG_MERGED,
			              name_of(r->kind, find_def(r->kind, name)),
			              dr_str_sub(tag->value, from, tag->value.len));
		}
	}
}

/* The value of an extension: printable ASCII without white space and equals signs. */
static bool is_ext_value(dr_str value)
{
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] <= ' ' || value.ptr[i] > '~' || value.ptr[i] == '=') {
			return false;
		}
	}
	return value.len > 0;
}

static void read_pair(reader *r, dr_str pair, size_t equals)
{
	dr_str name = trim(r->kind, dr_str_sub(pair, 0, equals));
	dr_str value = trim(r->kind, dr_str_sub(pair, equals + 1, pair.len));
	dr_tag tag = {
		.def = identify(r, name),
		.name = name,
		.value = value,
		.text = pair,
		.span = dr_span_in(r->text, pair),
		.value_span = dr_span_in(r->text, value),
	};
	bool extension = r->kind->names == DR_NAMES_EXT && tag.def == DR_TAG_UNKNOWN;
	if ((r->kind->tight && name.len + 1 + value.len != pair.len) ||
	    (extension && !is_ext_value(value))) {
		report_syntax(r, DR_ISSUE_TAG_SYNTAX, pair, pair);
	}
	tag.duplicate = name.len > 0 && occurs(r, &tag);
	if (tag.duplicate) {
		report_syntax(r, DR_ISSUE_TAG_DUPLICATE, subject_of(r, &tag), pair);
	}
	check_value(r, &tag);
	dr_list_add(r->arena, &r->list->tags, tag);
}

/* "p none", "p:none", "p": a known name where an equals sign is missing. */
static bool begins_with_known(const reader *r, dr_str part)
{
	dr_cursor c = dr_cursor_of(part);
	dr_str word = dr_cursor_take_while(&c, dr_is_alpha);
	char next = dr_cursor_peek(&c);
	return find_def(r->kind, word) != DR_TAG_UNKNOWN &&
	       (dr_cursor_at_end(&c) || dr_is_wsp(next) || next == ':');
}

/* One part between semicolons; `last` when none follows. */
static void read_part(reader *r, dr_str part, bool last)
{
	dr_str pair = trim(r->kind, part);
	size_t equals = dr_str_find(pair, 0, '=');
	if (equals < pair.len) {
		read_pair(r, pair, equals);
	} else if (pair.len > 0) {
		report_syntax(r,
		              begins_with_known(r, pair) ? DR_ISSUE_TAG_NO_EQUALS
		              : last                     ? DR_ISSUE_TAG_TRAILING
		                                         : DR_ISSUE_TAG_SYNTAX,
		              pair, pair);
	} else if (!last) {
		size_t from = dr_span_in(r->text, part).off;
		report_syntax(r, DR_ISSUE_TAG_SYNTAX, DR_STR(";"),
		              dr_str_sub(r->text, from, part.len + 1));
	}
}

static void read_parts(reader *r)
{
	dr_cursor c = dr_cursor_of(r->text);
	bool last = false;
	while (!last) {
		size_t from = c.pos;
		dr_str part = dr_cursor_take_until(&c, ';');
		last = !dr_cursor_take_char(&c, ';');
		if (r->list->tags.len == MAX_TAGS) {
			dr_str rest = dr_str_sub(r->text, from, r->text.len);
			report_syntax(r, DR_ISSUE_TAG_SYNTAX, (dr_str){ 0 }, rest);
			return;
		}
		read_part(r, part, last);
	}
}

/* Row 0 of every kind is `v`. */
static void check_version(reader *r)
{
	const dr_tag *first = r->list->tags.len > 0 ? &r->list->tags.items[0] : NULL;
	const dr_tag *v = dr_taglist_find(r->list, 0);
	bool indented = r->text.len > 0 && dr_is_space(r->text.ptr[0]);
	if (r->kind->version_required && indented && dr_str_trim(r->text).len > 0) {
		report(r, DR_ISSUE_LEADING_SPACE, (dr_str){ 0 }, dr_str_sub(r->text, 0, 1));
		return;
	}
	if (v == NULL && !r->kind->version_required) {
		r->list->version = true;
		return;
	}
	r->list->version = v != NULL && v == first && v->text.ptr == trim(r->kind, r->text).ptr &&
	                   dr_str_eq(v->value, dr_str_of(r->kind->version));
	if (!r->list->version) {
		const dr_tag *wrong = v != NULL ? v : first;
		report(r, DR_ISSUE_VERSION, wrong != NULL ? wrong->text : r->text,
		       wrong != NULL ? wrong->text : r->text);
	}
}

static void check_required(reader *r)
{
	for (size_t i = 0; i < r->kind->count; i++) {
		if ((r->kind->defs[i].flags & DR_TAG_REQUIRED) != 0 &&
		    dr_taglist_find(r->list, (int)i) == NULL) {
			report(r, DR_ISSUE_TAG_MISSING, name_of(r->kind, (int)i), r->text);
		}
	}
}

/* Where a line is folded from there on: CRLF and white space (RFC 6376 2.8). The length: nowhere.
 */
static size_t find_fold(dr_str text, size_t from)
{
	const dr_str line_end = DR_STR("\r\n");
	size_t at = from;
	while ((at = dr_str_find(text, at, '\r')) < text.len) {
		dr_str rest = dr_str_sub(text, at, text.len);
		if (rest.len > 2 && dr_str_starts(rest, line_end) && dr_is_wsp(rest.ptr[2])) {
			return at;
		}
		at++;
	}
	return text.len;
}

static void check_text(reader *r)
{
	for (size_t from = 0; from < r->text.len;) {
		size_t end = r->kind->folds ? find_fold(r->text, from) : r->text.len;
		dr_str line = dr_str_sub(r->text, from, end - from);
		if (!dr_text_check_in(r->arena, r->text, line, r->issues)) {
			r->list->syntax = false;
		}
		from = end + 2;
	}
}

void dr_taglist_parse(dr_arena *arena, dr_str text, const dr_taglist_kind *kind,
                      dr_taglist *ret_list, dr_issues *issues)
{
	*ret_list = (dr_taglist){ .syntax = true };
	reader r = { arena, text, kind, ret_list, issues };
	check_text(&r);
	read_parts(&r);
	check_version(&r);
	check_required(&r);
}
