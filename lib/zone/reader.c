#include "answer/rdata.h"
#include "base/limits.h"
#include "zone/reader_priv.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TTL_MAX = INT32_MAX };

dr_file_place dr_zone_place_of(const reader *r, const token *t)
{
	return (dr_file_place){ .file = r->file, .line = t->line, .column = t->column };
}

void dr_zone_issue_at(reader *r, const char *code, const token *t, size_t offset,
                      const char *format, ...)
{
	char text[sizeof(((dr_zone_issue *)0)->text)];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	dr_file_place at = dr_zone_place_of(r, t);
	at.column += (uint32_t)offset + (t->quoted ? 1 : 0);
	dr_zone_issue_add(r->zone, code, at, r->owner, dr_zone_token_text(t), "%s", text);
}

bool dr_zone_reader_stopped(const reader *r)
{
	return r->stop != DR_OK || dr_arena_failed(r->zone->arena);
}

bool dr_zone_read_ttl(const token *t, uint32_t *ret_ttl)
{
	uint32_t ttl;
	if (t->quoted || !dr_rdata_parse_seconds(t->raw, &ttl) || ttl > TTL_MAX) {
		return false;
	}
	*ret_ttl = ttl;
	return true;
}

/* ---- names ---- */

static bool refuse_name(reader *r, const token *t, const char *what)
{
	dr_zone_issue_at(r, "bad-name", t, 0, "the name '%.*s' %s", DR_FMT(dr_zone_token_text(t)),
	                 what);
	return false;
}

bool dr_zone_read_name(reader *r, const token *t, dr_name *ret_name)
{
	dr_str text = dr_zone_token_text(t);
	bool at = !t->quoted && dr_str_eq(text, DR_STR("@"));
	bool absolute = !at && dr_name_text_is_absolute(text);
	if (!absolute && !dr_name_is_set(r->origin)) {
		return refuse_name(r, t, "is relative, but no $ORIGIN is known");
	}
	if (at) {
		*ret_name = r->origin;
		return true;
	}
	dr_name_room room;
	dr_name name;
	dr_name_status status = dr_name_parse(&room, text, &name);
	if (status == DR_NAME_OK && !absolute && name.len + r->origin.len - 1 > DR_NAME_MAX) {
		status = DR_NAME_LONG;
	}
	if (status != DR_NAME_OK) {
		return refuse_name(r, t, dr_name_status_text(status));
	}
	name = absolute ? dr_name_copy(r->zone->arena, name)
	                : dr_name_below(r->zone->arena, name, r->origin);
	if (dr_name_is_set(name)) {
		*ret_name = name;
	}
	return dr_name_is_set(name);
}

/* ---- directives ---- */

static void directive_origin(reader *r, const fields *f)
{
	dr_name origin;
	if (!dr_zone_read_name(r, &f->items[1], &origin)) {
		return;
	}
	bool first = r->depth == 0 && !dr_name_is_set(r->zone->first_origin) &&
	             (r->zone->record_count == 0 || !dr_name_is_set(r->origin));
	if (first) {
		r->zone->first_origin = origin;
	}
	r->origin = origin;
	r->owner_text = (dr_str){ 0 };
}

static void directive_ttl(reader *r, const fields *f)
{
	if (!dr_zone_read_ttl(&f->items[1], &r->ttl)) {
		dr_zone_issue_at(r, "bad-ttl", &f->items[1], 0,
		                 "expected a time such as 3600 or 1h, found '%.*s'",
		                 DR_FMT(dr_zone_token_text(&f->items[1])));
		return;
	}
	r->ttl_given = true;
}

/* Reads the file with what it may change put aside. */
static void include(reader *r, const dr_source *source, dr_name origin)
{
	reader outer = *r;
	r->file = source->name;
	r->origin = origin;
	r->owner_text = (dr_str){ 0 };
	r->depth++;
	dr_zone_read_text(r, source->text);
	r->file = outer.file;
	r->origin = outer.origin;
	r->owner = outer.owner;
	r->owner_text = outer.owner_text;
	r->depth--;
}

static void directive_include(reader *r, const fields *f)
{
	const token *name = &f->items[1];
	dr_name origin = r->origin;
	if (f->count == 3 && !dr_zone_read_name(r, &f->items[2], &origin)) {
		return;
	}
	if (r->files == NULL) {
		dr_zone_issue_at(r, "include", name, 0, "$INCLUDE cannot be followed here");
		return;
	}
	if (r->depth >= DR_LIMIT_ZONE_INCLUDES || r->includes >= ZONE_INCLUDES_MAX) {
		dr_zone_issue_at(r, "include", name, 0,
		                 "$INCLUDE goes deeper than %d files or in a circle",
		                 DR_LIMIT_ZONE_INCLUDES);
		return;
	}
	r->includes++;
	dr_source source = { 0 };
	dr_error error = { 0 };
	int code =
		r->files->read(r->files->self, r->file, dr_zone_token_text(name), &source, &error);
	if (code != DR_OK) {
		dr_zone_issue_at(r, "include", name, 0, "%s", error.text);
	} else if (dr_str_find(source.text, 0, '\0') < source.text.len) {
		dr_zone_issue_at(r, "include", name, 0, "the file is binary");
	} else {
		include(r, &source, origin);
	}
}

static const struct {
	dr_str name;
	void (*run)(reader *r, const fields *f);
	size_t least, most; /* fields, the directive included */
	const char *form;
} DIRECTIVES[] = {
	{ DR_STR_INIT("$ORIGIN"), directive_origin, 2, 2, "$ORIGIN name" },
	{ DR_STR_INIT("$TTL"), directive_ttl, 2, 2, "$TTL time" },
	{ DR_STR_INIT("$INCLUDE"), directive_include, 2, 3, "$INCLUDE file [origin]" },
	{ DR_STR_INIT("$GENERATE"), dr_zone_generate, 5, TOKENS_MAX,
	  "$GENERATE start-stop[/step] owner [ttl] [class] type data" },
};

static void read_directive(reader *r, const fields *f)
{
	const token *name = &f->items[0];
	for (size_t i = 0; i < DR_COUNT(DIRECTIVES); i++) {
		if (!dr_str_eq_nocase(name->raw, DIRECTIVES[i].name)) {
			continue;
		}
		if (f->count < DIRECTIVES[i].least || f->count > DIRECTIVES[i].most) {
			dr_zone_issue_at(r, "syntax", name, 0, "expected %s", DIRECTIVES[i].form);
			return;
		}
		DIRECTIVES[i].run(r, f);
		return;
	}
	dr_zone_issue_at(r, "syntax", name, 0, "there is no directive %.*s", DR_FMT(name->raw));
}

/* ---- entries ---- */

static void keep_comments(reader *r, const entry *e)
{
	for (size_t i = 0; i < e->comments.len; i++) {
		const lexer_comment *from = &e->comments.items[i];
		dr_zone_comment comment = {
			.owner = e->count > 0 ? r->owner : (dr_name){ 0 },
			.at = { .file = r->file, .line = from->line, .column = from->column },
		};
		comment.keyword = dr_zone_comment_keyword(from->text, &comment.text);
		dr_list_add(r->zone->arena, &r->zone->comments, comment);
	}
}

/* A broken entry still says whose line it is: for the issue, and for the lines that inherit it. */
static void read_broken(reader *r, const lexer *lx)
{
	const entry *e = &lx->entry;
	dr_name owner = { 0 };
	bool has_owner = !e->blank && e->count > 0 && !dr_str_starts(e->tokens[0].raw, DR_STR("$"));
	if (has_owner) {
		r->owner_text = (dr_str){ 0 };
		r->owner = dr_zone_read_name(r, &e->tokens[0], &owner) ? owner : (dr_name){ 0 };
	}
	dr_file_place at = { .file = r->file, .line = lx->error.line, .column = lx->error.column };
	dr_zone_issue_add(r->zone, lx->error.code, at, r->owner, (dr_str){ 0 }, "%s",
	                  lx->error.text);
}

static void read_entry(reader *r, const entry *e)
{
	fields f = {
		.items = e->tokens,
		.count = e->count,
		.flat = !e->parentheses,
		.tail = e->tail_tokens == e->count ? e->tail : (dr_str){ 0 },
	};
	if (f.count == 0) {
		return;
	}
	if (!e->blank && dr_str_starts(f.items[0].raw, DR_STR("$"))) {
		read_directive(r, &f);
	} else {
		dr_zone_read_record(r, &f, e->blank);
	}
}

void dr_zone_read_text(reader *r, dr_str text)
{
	lexer lx;
	dr_zone_lexer_init(&lx, r->zone->arena, text);
	for (lex_result got; !dr_zone_reader_stopped(r) && (got = dr_zone_lex(&lx)) != LEX_END;) {
		if (got == LEX_BROKEN) {
			read_broken(r, &lx);
		} else {
			read_entry(r, &lx.entry);
		}
		keep_comments(r, &lx.entry);
	}
}
