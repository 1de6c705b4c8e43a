/* $GENERATE (a BIND extension): one record for every number of a range. */
#include "base/limits.h"
#include "zone/reader_priv.h"

typedef struct {
	int64_t start, stop, step;
} range;

/* `${offset,width,base}`; `$` alone is `${0,0,d}`. */
typedef struct {
	int64_t offset;
	uint64_t width;
	char base; /* d o x X n N */
} counter;

static bool take_number(dr_cursor *c, int64_t *ret_number)
{
	bool negative = dr_cursor_take_char(c, '-');
	uint64_t value;
	if (!dr_str_to_u64(dr_cursor_take_while(c, dr_is_digit), INT32_MAX, &value)) {
		return false;
	}
	*ret_number = negative ? -(int64_t)value : (int64_t)value;
	return true;
}

static bool read_range(dr_str text, range *ret_range)
{
	dr_cursor c = dr_cursor_of(text);
	range got = { .step = 1 };
	bool ok = dr_is_digit(dr_cursor_peek(&c)) && take_number(&c, &got.start) &&
	          dr_cursor_take_char(&c, '-') && take_number(&c, &got.stop) &&
	          (!dr_cursor_take_char(&c, '/') || take_number(&c, &got.step)) &&
	          dr_cursor_at_end(&c) && got.step > 0 && got.start <= got.stop;
	if (ok) {
		*ret_range = got;
	}
	return ok;
}

/* Behind the dollar sign. */
static bool read_counter(dr_cursor *c, counter *ret_counter)
{
	counter got = { .base = 'd' };
	int64_t width = 0;
	if (dr_cursor_take_char(c, '{')) {
		bool ok = take_number(c, &got.offset);
		if (ok && dr_cursor_take_char(c, ',')) {
			ok = take_number(c, &width) && width >= 0 && width <= DR_LABEL_MAX;
		}
		if (ok && dr_cursor_take_char(c, ',')) {
			got.base = dr_cursor_next(c);
			ok = dr_str_find(DR_STR("doxXnN"), 0, got.base) < 6;
		}
		if (!ok || !dr_cursor_take_char(c, '}')) {
			return false;
		}
	}
	got.width = (uint64_t)width;
	*ret_counter = got;
	return true;
}

/* Hex digits, the lowest first, with dots between them: for reverse zones of IPv6. The width counts
 * the dots, as in BIND. */
static void write_nibbles(uint64_t value, const counter *how, dr_buf *out)
{
	const char *digits = how->base == 'n' ? "0123456789abcdef" : "0123456789ABCDEF";
	uint64_t written = 0;
	do {
		dr_buf_add_char(out, digits[value & 0xF]);
		value >>= 4;
		written++;
		if (written < how->width || value > 0) {
			dr_buf_add_char(out, '.');
			written++;
		}
	} while (written < how->width || value > 0);
}

static bool write_counter(int64_t number, const counter *how, dr_buf *out)
{
	int64_t value = number + how->offset;
	if (value < 0) {
		return false;
	}
	int width = (int)how->width;
	switch (how->base) {
	case 'o': dr_buf_addf(out, "%0*llo", width, (unsigned long long)value); break;
	case 'x': dr_buf_addf(out, "%0*llx", width, (unsigned long long)value); break;
	case 'X': dr_buf_addf(out, "%0*llX", width, (unsigned long long)value); break;
	case 'd': dr_buf_addf(out, "%0*lld", width, (long long)value); break;
	default: write_nibbles((uint64_t)value, how, out);
	}
	return true;
}

/* The template with its counters filled in; `\$` and `$$` are a dollar sign. False: malformed. */
static bool expand(dr_str template, int64_t number, dr_buf *out)
{
	dr_cursor c = dr_cursor_of(template);
	while (!dr_cursor_at_end(&c)) {
		char next = dr_cursor_next(&c);
		counter how;
		if (next == '\\') {
			if (dr_cursor_peek(&c) != '$') {
				dr_buf_add_char(out, next);
			}
			if (!dr_cursor_at_end(&c)) {
				dr_buf_add_char(out, dr_cursor_next(&c));
			}
		} else if (next != '$') {
			dr_buf_add_char(out, next);
		} else if (dr_cursor_take_char(&c, '$')) {
			dr_buf_add_char(out, '$');
		} else if (!read_counter(&c, &how) || !write_counter(number, &how, out)) {
			return false;
		}
	}
	return true;
}

/* The data as a template: when it stands in quotation marks it is read as if it stood there without
 * them, as in BIND, so that it may hold blanks. */
static dr_str template_of_data(dr_arena *arena, const fields *f, size_t first)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	if (first + 1 == f->count && f->items[first].quoted) {
		dr_cursor c = dr_cursor_of(dr_zone_token_text(&f->items[first]));
		while (!dr_cursor_at_end(&c)) {
			bool quote = dr_cursor_take(&c, DR_STR("\\\""));
			dr_buf_add_char(&out, quote ? '"' : dr_cursor_next(&c));
		}
		return dr_buf_str(&out);
	}
	for (size_t i = first; i < f->count; i++) {
		dr_buf_add(&out, dr_str_of(i > first && !f->items[i].glued ? " " : ""));
		dr_buf_add(&out, f->items[i].raw);
	}
	return dr_buf_str(&out);
}

/* What the line says: `$GENERATE range owner [ttl] [class] type data`. */
typedef struct {
	range range;
	dr_str owner, data; /* templates */
	dr_str middle;      /* TTL, class and type, a blank at each end */
} directive;

static bool read_line(reader *r, const fields *f, directive *ret_line)
{
	directive line = { .owner = f->items[2].raw };
	if (!read_range(dr_zone_token_text(&f->items[1]), &line.range) ||
	    (line.range.stop - line.range.start) / line.range.step >= DR_LIMIT_ZONE_GENERATE) {
		dr_zone_issue_at(r, "generate", &f->items[1], 0,
		                 "expected a range start-stop[/step] of at most %d records",
		                 DR_LIMIT_ZONE_GENERATE);
		return false;
	}
	dr_buf middle;
	dr_buf_init(&middle, r->zone->arena);
	size_t at = 3;
	for (bool type = false; at < f->count && !type; at++) {
		dr_buf_add_char(&middle, ' ');
		dr_buf_add(&middle, f->items[at].raw);
		type = dr_type_parse(f->items[at].raw) != 0;
	}
	dr_buf_add_char(&middle, ' ');
	line.middle = dr_buf_str(&middle);
	line.data = template_of_data(r->zone->arena, f, at);
	*ret_line = line;
	return true;
}

/* Reads one generated record; what is wrong with it is told at the directive. False: stop. */
static bool read_generated(reader *r, lexer *lx, dr_str text, const token *at)
{
	size_t records = r->zone->record_count;
	dr_zone_lexer_restart(lx, text);
	if (dr_zone_lex(lx) != LEX_ENTRY || lx->entry.count == 0) {
		dr_zone_issue_at(r, "generate", at, 0, "'%.*s' is no record", DR_FMT(text));
		return false;
	}
	for (size_t i = 0; i < lx->entry.count; i++) {
		lx->entry.tokens[i].line = at->line;
		lx->entry.tokens[i].column = at->column;
	}
	fields f = { .items = lx->entry.tokens,
		     .count = lx->entry.count,
		     .flat = !lx->entry.parentheses };
	dr_zone_read_record(r, &f, lx->entry.blank);
	return r->zone->record_count > records;
}

void dr_zone_generate(reader *r, const fields *f)
{
	directive line;
	lexer lx;
	if (!read_line(r, f, &line)) {
		return;
	}
	dr_zone_lexer_init(&lx, r->zone->arena, (dr_str){ 0 });
	size_t issues = r->zone->issues.len;
	bool more = true;
	for (int64_t i = line.range.start; more && i <= line.range.stop; i += line.range.step) {
		dr_buf text;
		dr_buf_init(&text, r->zone->arena);
		bool ok = expand(line.owner, i, &text);
		dr_buf_add(&text, line.middle);
		if (!ok || !expand(line.data, i, &text)) {
			dr_zone_issue_at(r, "generate", &f->items[0], 0,
			                 "expected a counter ${offset[,width[,base]]} behind $");
			return;
		}
		more = read_generated(r, &lx, dr_buf_str(&text), &f->items[0]) &&
		       !dr_zone_reader_stopped(r);
		if (r->zone->issues.len > issues + 1) {
			r->zone->issues.len = issues + 1;
		}
	}
}
