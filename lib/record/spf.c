#include "record/spf.h"
#include "base/cursor.h"
#include "base/error.h"
#include "record/kind.h"
#include "record/spf_term_priv.h"
#include "record/text_priv.h"

typedef struct {
	dr_arena *arena;
	const dr_strings *strings;
	size_t next_string; /* the first that no term has reached */
	size_t next_tab;    /* the first behind the word; may be found too early */
	dr_spf *record;
} reader;

static void reject(reader *r, dr_issue_code code, dr_str subject, dr_str where)
{
	r->record->valid = false;
	dr_issue_add(r->arena, &r->record->issues, code, subject,
	             dr_span_in(r->record->text, where));
}

static bool is_no_separator(char c)
{
	return !dr_is_wsp(c);
}

/* Takes white space; only spaces are allowed (RFC 7208 4.6.1), but a tab is meant as one. */
static void take_separator(reader *r, dr_cursor *c)
{
	while (!dr_cursor_at_end(c) && dr_is_wsp(dr_cursor_peek(c))) {
		size_t from = c->pos;
		if (dr_cursor_next(c) == '\t') {
			dr_str tab = dr_cursor_since(c, from);
			reject(r, DR_ISSUE_SPF_CHARACTER, tab, tab);
		}
	}
}

static void read_version(reader *r, dr_cursor *c)
{
	dr_str text = r->record->text;
	dr_cursor_take_while(c, dr_is_space);
	dr_str word = dr_cursor_take_while(c, is_no_separator);
	if (dr_record_is(DR_RECORD_SPF, text)) {
		return;
	}
	if (dr_record_fit_of(DR_RECORD_SPF, text) == DR_FIT_LEADING_SPACE) {
		reject(r, DR_ISSUE_LEADING_SPACE, (dr_str){ 0 }, dr_str_sub(text, 0, 1));
	} else {
		reject(r, DR_ISSUE_SPF_VERSION, word, word);
	}
}

/* Two character-strings that join inside a word, the second of which begins like a term. */
static void check_joins(reader *r, const dr_spf_term *term)
{
	size_t end = term->span.off + term->span.len;
	size_t count = r->strings != NULL ? r->strings->count : 0;
	for (; r->next_string < count && r->strings->starts[r->next_string] < end;
	     r->next_string++) {
		size_t at = r->strings->starts[r->next_string];
		dr_str second = dr_str_sub(r->record->text, at, end - at);
		if (at > term->span.off && dr_spf_begins_term(second)) {
			dr_issue_add(r->arena, &r->record->issues, DR_ISSUE_STRING_JOIN, second,
			             term->span);
		}
	}
}

/* Where the word that begins at `from` ends. */
static size_t find_word_end(reader *r, size_t from)
{
	dr_str text = r->record->text;
	size_t space = dr_str_find(text, from, ' ');
	if (r->next_tab < from) {
		r->next_tab = dr_str_find(text, from, '\t');
	}
	return space < r->next_tab ? space : r->next_tab;
}

static size_t count_words(reader *r, const dr_cursor *c)
{
	size_t count = 0;
	for (size_t at = c->pos, end; at < c->text.len; at = end + 1) {
		end = find_word_end(r, at);
		count += end > at ? 1 : 0;
	}
	r->next_tab = 0;
	return count;
}

static void read_terms(reader *r, dr_cursor *c)
{
	dr_spf *record = r->record;
	take_separator(r, c);
	dr_spf_term *terms = dr_arena_alloc_array(r->arena, count_words(r, c), sizeof(*terms));
	record->terms.items = terms;
	while (!dr_cursor_at_end(c) && terms != NULL) {
		dr_spf_term *term = &terms[record->terms.len++];
		size_t from = c->pos;
		dr_cursor_skip(c, find_word_end(r, from) - from);
		dr_spf_term_parse(r->arena, record->text, dr_cursor_since(c, from), &record->issues,
		                  term);
		record->valid = record->valid && term->valid;
		check_joins(r, term);
		take_separator(r, c);
	}
}

/* Remembers the first term of each kind; redirect and exp may not be there twice (RFC 7208 6). */
static void find_firsts(reader *r)
{
	const dr_spf_term *firsts[DR_SPF_KIND_COUNT] = { NULL };
	for (size_t i = 0; i < r->record->terms.len; i++) {
		const dr_spf_term *term = &r->record->terms.items[i];
		if (firsts[term->kind] == NULL) {
			firsts[term->kind] = term;
		} else if (term->kind == DR_SPF_REDIRECT || term->kind == DR_SPF_EXP) {
			reject(r, DR_ISSUE_SPF_DUPLICATE_MODIFIER, term->name, term->text);
		}
	}
	r->record->all = firsts[DR_SPF_ALL];
	r->record->redirect = firsts[DR_SPF_REDIRECT];
	r->record->exp = firsts[DR_SPF_EXP];
}

int dr_spf_parse(dr_arena *arena, dr_str text, const dr_strings *strings, dr_spf *ret_record)
{
	*ret_record = (dr_spf){ .text = text, .valid = true };
	reader r = { .arena = arena, .strings = strings, .record = ret_record };
	ret_record->valid = dr_text_check(arena, text, &ret_record->issues);
	dr_strings_check(arena, text, strings, &ret_record->issues);
	dr_cursor c = dr_cursor_of(text);
	read_version(&r, &c);
	read_terms(&r, &c);
	find_firsts(&r);
	return dr_arena_failed(arena) ? DR_ENOMEM : DR_OK;
}
