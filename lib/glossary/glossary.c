#include "glossary/glossary.h"
#include "base/buf.h"

/* A file. */
typedef struct {
	dr_str area, kind;
	DR_LIST(dr_term) terms;
} term_file;

struct dr_glossary {
	dr_arena *arena;
	dr_terms terms;
	const char **names; /* of all terms, for suggestions */
	size_t name_count;
};

/* clang-format off */
#define OR_EMPTY .fallback = { .given = true, .s = "" }

static const dr_field TERM_FIELDS[] = {
	DR_PLAIN(dr_term, name, "as the standard writes it"),
	DR_PLAIN(dr_term, also, "other spellings"),
	DR_PLAIN(dr_term, says, "what it means"),
	DR_PLAIN(dr_term, values, "what may stand there", OR_EMPTY),
	DR_PLAIN(dr_term, changed, "what differs between the generations", OR_EMPTY),
	DR_PLAIN(dr_term, example, "how it looks", OR_EMPTY),
	DR_PLAIN(dr_term, see, "where the standards say so"),
};
static DR_SCHEMA(TERM_SCHEMA, "term", dr_term, TERM_FIELDS, "a word of a standard");

static const dr_field FILE_FIELDS[] = {
	DR_PLAIN(term_file, area, "first part of the ids"),
	DR_PLAIN(term_file, kind, "what its terms are, for people"),
	DR_LISTED_PLAIN(term_file, terms, dr_term, TERM_SCHEMA, "the terms"),
};
static DR_SCHEMA(FILE_SCHEMA, "file of terms", term_file, FILE_FIELDS, "terms of one kind");
/* clang-format on */

dr_glossary *dr_glossary_new(dr_arena *arena)
{
	dr_glossary *glossary = dr_arena_new_of(arena, dr_glossary);
	if (glossary != NULL) {
		glossary->arena = arena;
	}
	return glossary;
}

/* Equal but for case, and for `-` and `_`. */
static bool same_word(dr_str a, dr_str b)
{
	bool same = a.len == b.len;
	for (size_t i = 0; same && i < a.len; i++) {
		char x = a.ptr[i] == '-' ? '_' : dr_to_lower(a.ptr[i]);
		char y = b.ptr[i] == '-' ? '_' : dr_to_lower(b.ptr[i]);
		same = x == y;
	}
	return same;
}

static bool is_called(const dr_term *term, dr_str name)
{
	bool found = same_word(term->name, name);
	for (size_t i = 0; !found && i < term->also.len; i++) {
		found = same_word(term->also.items[i], name);
	}
	return found;
}

const dr_term *dr_glossary_find(const dr_glossary *glossary, dr_str area, dr_str name)
{
	for (size_t i = 0; i < glossary->terms.len; i++) {
		const dr_term *term = glossary->terms.items[i];
		if (same_word(term->area, area) && is_called(term, name)) {
			return term;
		}
	}
	return NULL;
}

static size_t add_term(dr_glossary *glossary, const dr_source *source, const term_file *file,
                       dr_term *term, dr_errors *errors)
{
	dr_buf id;
	dr_buf_init(&id, glossary->arena);
	dr_buf_addf(&id, "%.*s.%.*s", DR_FMT(file->area), DR_FMT(term->name));
	if (dr_glossary_find(glossary, file->area, term->name) != NULL) {
		return dr_errors_add(glossary->arena, errors, source, DR_ENAME, DR_NOWHERE,
		                     "there are two terms '%.*s'", DR_FMT(dr_buf_str(&id)));
	}
	if (term->see.len == 0) {
		return dr_errors_add(glossary->arena, errors, source, DR_EINVAL, DR_NOWHERE,
		                     "'see' of '%.*s' must name a standard",
		                     DR_FMT(dr_buf_str(&id)));
	}
	term->area = file->area;
	term->kind = file->kind;
	term->id = dr_buf_str(&id);
	dr_list_add(glossary->arena, &glossary->terms, term);
	return 0;
}

static void name_all(dr_glossary *glossary)
{
	dr_terms *terms = &glossary->terms;
	const char **names = dr_arena_alloc_array(glossary->arena, terms->len + 1, sizeof(*names));
	for (size_t i = 0; names != NULL && i < terms->len; i++) {
		names[i] = dr_arena_copy(glossary->arena, terms->items[i]->name).ptr;
	}
	glossary->names = names;
	glossary->name_count = names != NULL ? terms->len : 0;
}

size_t dr_glossary_load(dr_glossary *glossary, const dr_source *source, dr_errors *errors)
{
	dr_error err = { 0 };
	const dr_node *root = NULL;
	if (dr_yaml_parse(glossary->arena, source, &root, &err) < 0) {
		return dr_errors_add(glossary->arena, errors, source, err.code, err.span, "%s",
		                     err.text);
	}
	if (root == NULL) {
		return dr_errors_add(glossary->arena, errors, source, DR_EINVAL, DR_NOWHERE,
		                     "the file is empty; it holds terms");
	}
	term_file *file = dr_arena_new_of(glossary->arena, term_file);
	size_t count = file == NULL
	                       ? 0
	                       : dr_bind(glossary->arena, source, &FILE_SCHEMA, root, file, errors);
	for (size_t i = 0; file != NULL && count == 0 && i < file->terms.len; i++) {
		count += add_term(glossary, source, file, &file->terms.items[i], errors);
	}
	name_all(glossary);
	return count;
}

size_t dr_glossary_count(const dr_glossary *glossary)
{
	return glossary->terms.len;
}

const dr_term *dr_glossary_at(const dr_glossary *glossary, size_t index)
{
	return glossary->terms.items[index];
}

/* Without what people copy along: "<pct>", "sp=", "rua:". */
static dr_str strip(dr_str what)
{
	dr_str word = dr_str_trim(what);
	while (word.len > 0 && (word.ptr[0] == '<' || word.ptr[0] == '/')) {
		word = dr_str_sub(word, 1, word.len);
	}
	while (word.len > 1 &&
	       dr_str_find(DR_STR(">/=:;"), 0, word.ptr[word.len - 1]) < sizeof(">/=:;") - 1) {
		word.len--;
	}
	return word;
}

static void add_called(const dr_glossary *glossary, dr_arena *arena, dr_str name, dr_terms *found)
{
	for (size_t i = 0; i < glossary->terms.len; i++) {
		if (is_called(glossary->terms.items[i], name)) {
			dr_list_add(arena, found, glossary->terms.items[i]);
		}
	}
}

/* "area.name" or "area=name". */
static const dr_term *find_in_area(const dr_glossary *glossary, dr_str word, char between)
{
	dr_str rest = word, area;
	dr_str_split(&rest, between, &area);
	return rest.ptr != NULL ? dr_glossary_find(glossary, area, rest) : NULL;
}

dr_terms dr_glossary_search(const dr_glossary *glossary, dr_arena *arena, dr_str what)
{
	dr_terms found = { NULL, 0 };
	dr_str word = strip(what);
	add_called(glossary, arena, word, &found);
	const dr_term *term = found.len == 0 ? find_in_area(glossary, word, '.') : NULL;
	term = found.len == 0 && term == NULL ? find_in_area(glossary, word, '=') : term;
	if (term != NULL) {
		dr_list_add(arena, &found, term);
	}
	dr_str rest = word, name;
	bool one_word = dr_str_find(word, 0, ' ') == word.len;
	if (found.len == 0 && one_word && dr_str_split(&rest, '=', &name) && rest.ptr != NULL) {
		add_called(glossary, arena, name, &found);
	}
	return found;
}

const char *dr_glossary_suggest(const dr_glossary *glossary, dr_str what)
{
	return dr_suggest(glossary->names, glossary->name_count, strip(what));
}
