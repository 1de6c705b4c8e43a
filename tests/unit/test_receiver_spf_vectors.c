/*
 * Runs tests/vectors/spf: check_host(), section by section of RFC 7208. README.md there says how a
 * vector is written.
 */
#include "base/cursor.h"
#include "receiver/spf_eval.h"
#include "unit.h"
#include "world.h"
#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 256 * 1024, VECTORS_MIN = 350 };

static const char *const FILES[] = {
	"records.txt", "initial.txt", "selection.txt", "grammar.txt",     "macro_syntax.txt",
	"limits.txt",  "address.txt", "lookup.txt",    "include.txt",     "redirect.txt",
	"ptr.txt",     "exists.txt",  "macros.txt",    "explanation.txt", "internationalised.txt",
};

static char file[FILE_MAX];
static size_t vectors, failures;

/* What the vectors of a group share. */
typedef struct {
	const char *path;
	unsigned line;
	dr_arena *arena;
	dr_str section;  /* "4.6.4" */
	dr_buf zone;     /* master-file lines */
	dr_buf timeouts; /* names */
} group;

/* One vector. */
typedef struct {
	dr_str ip, sender, helo;
	dr_str record; /* of d.test; empty: the zone has it */
	dr_str result, counts, explanation;
} vector;

static dr_str take_word(dr_str *rest)
{
	dr_str word;
	*rest = dr_str_trim(*rest);
	return dr_str_split(rest, ' ', &word) ? word : (dr_str){ 0 };
}

static void complain(const group *g, const char *what, dr_str detail)
{
	failures++;
	fprintf(stderr, "%s:%u: %s: %.*s\n", g->path, g->line, what, DR_FMT(detail));
}

static void check_counts(const group *g, dr_str want, const dr_spf_evaluation *got)
{
	char text[64];
	snprintf(text, sizeof(text), "%u/%u", got->lookups, got->void_lookups);
	if (want.len > 0 && !dr_str_eq(want, dr_str_of(text))) {
		complain(g, "look-ups and void look-ups", dr_str_of(text));
	}
}

/* "-" is no explanation; nothing: any. */
static void check_explanation(const group *g, dr_str want, const dr_spf_evaluation *got)
{
	bool none = dr_str_eq(want, DR_STR("-"));
	if (want.len > 0 &&
	    (none ? got->explanation.ptr != NULL
	          : got->explanation.ptr == NULL || !dr_str_eq(want, got->explanation))) {
		complain(g, "explanation", got->explanation);
	}
}

static const char *zone_text(const group *g, const vector *v)
{
	dr_buf zone;
	dr_buf_init(&zone, g->arena);
	dr_buf_addf(&zone, "%.*s", DR_FMT(dr_buf_str(&g->zone)));
	if (v->record.len > 0) {
		dr_buf_addf(&zone, "d.test. TXT \"%.*s\"\n", DR_FMT(v->record));
	}
	return dr_arena_copy(g->arena, dr_buf_str(&zone)).ptr;
}

static void run_vector(const group *g, const vector *v)
{
	world w;
	dr_spf_evaluation got;
	dr_spf_client client = { .mail_from = v->sender,
		                 .helo = v->helo,
		                 .receiver = DR_STR("mx.r.test"),
		                 .time = 1700000000 };
	if (!dr_ipaddr_parse(v->ip, &client.ip)) {
		complain(g, "no address", v->ip);
	}
	world_open(&w, zone_text(g, v), dr_arena_copy(g->arena, dr_buf_str(&g->timeouts)).ptr);
	dr_spf_eval(&w.asking, &client, &got);
	dr_str result = dr_str_of(dr_spf_result_name(got.result));
	if (!dr_str_eq(result, v->result)) {
		complain(g, "got", result);
	}
	check_counts(g, v->counts, &got);
	check_explanation(g, v->explanation, &got);
	world_close(&w);
	vectors++;
}

/* "RESULT RECORD" */
static void run_record(const group *g, dr_str text)
{
	vector v = { .ip = DR_STR("192.0.2.1"),
		     .sender = DR_STR("user@d.test"),
		     .helo = DR_STR("mail.d.test") };
	v.result = take_word(&text);
	v.record = text;
	run_vector(g, &v);
}

/* `\s` stands for a space. */
static dr_str unescape(dr_arena *arena, dr_str text)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_add(&out, DR_STR(""));
	for (dr_cursor c = dr_cursor_of(text); !dr_cursor_at_end(&c);) {
		bool space = dr_cursor_take(&c, DR_STR("\\s"));
		dr_buf_add_char(&out, space ? ' ' : dr_cursor_next(&c));
	}
	return dr_buf_str(&out);
}

/* "IP SENDER [HELO] = RESULT [N/M] [EXPLANATION]" */
static void run_check(const group *g, dr_str text)
{
	vector v = { .helo = DR_STR("mail.d.test") };
	v.ip = take_word(&text);
	v.sender = unescape(g->arena, take_word(&text));
	dr_str word = take_word(&text);
	if (!dr_str_eq(word, DR_STR("="))) {
		v.helo = unescape(g->arena, word);
		word = take_word(&text);
	}
	v.result = take_word(&text);
	text = dr_str_trim(text);
	size_t slash = dr_str_find(text, 0, '/');
	if (slash > 0 && slash < text.len && dr_is_digit(text.ptr[slash - 1])) {
		v.counts = take_word(&text);
	}
	v.explanation = dr_str_trim(text);
	if (!dr_str_eq(word, DR_STR("="))) {
		complain(g, "no equals sign", word);
	}
	run_vector(g, &v);
}

static void begin_group(group *g, dr_str text)
{
	dr_arena_reset(g->arena);
	dr_buf_init(&g->zone, g->arena);
	dr_buf_init(&g->timeouts, g->arena);
	g->section = take_word(&text);
	if (g->section.len == 0 || !dr_is_digit(g->section.ptr[0])) {
		complain(g, "a group names its section", g->section);
	}
}

static void read_zone_line(group *g, dr_str line)
{
	dr_str timeout = DR_STR(" TIMEOUT");
	if (dr_str_ends(line, timeout)) {
		dr_str name = dr_str_sub(line, 0, line.len - timeout.len);
		dr_buf_addf(&g->timeouts, "%.*s ", DR_FMT(name));
	} else {
		dr_buf_addf(&g->zone, "%.*s\n", DR_FMT(line));
	}
}

static void read_line(group *g, dr_str line)
{
	dr_str rest = dr_str_sub(line, 2, line.len);
	if (line.len == 0 || line.ptr[0] == '#') {
		return;
	}
	if (dr_str_starts(line, DR_STR("== "))) {
		begin_group(g, dr_str_sub(line, 3, line.len));
	} else if (dr_str_starts(line, DR_STR("| "))) {
		run_record(g, rest);
	} else if (dr_str_starts(line, DR_STR("@ "))) {
		run_check(g, rest);
	} else {
		read_zone_line(g, line);
	}
}

static void run_file(const char *name)
{
	char path[128];
	snprintf(path, sizeof(path), "tests/vectors/spf/%s", name);
	FILE *in = fopen(path, "rb");
	ck_assert_msg(in != NULL, "%s cannot be read", path);
	size_t len = fread(file, 1, sizeof(file), in);
	fclose(in);
	group g = { .path = path, .arena = dr_arena_new(0) };
	for (dr_str rest = { file, len }, line; dr_str_split(&rest, '\n', &line);) {
		g.line++;
		read_line(&g, line);
	}
	dr_arena_free(g.arena);
}

START_TEST(vectors_of_every_section)
{
	for (size_t i = 0; i < DR_COUNT(FILES); i++) {
		run_file(FILES[i]);
	}
	ck_assert_uint_eq(failures, 0);
	ck_assert_msg(vectors >= VECTORS_MIN, "only %zu vectors", vectors);
}
END_TEST

UNIT_MAIN("receiver_spf_vectors", NULL, NULL, vectors_of_every_section)
