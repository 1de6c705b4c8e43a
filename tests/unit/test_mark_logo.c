/* tests/vectors/bimi/logos.yaml: logos, one by one; gzip and limits. */
#include "mark/gzip.h"
#include "mark/logo.h"
#include "unit.h"
#include "vectors.h"
#include <string.h>

#include <zlib.h>

enum { LEAST = 90 };

typedef struct {
	dr_str name, see, inner, root, file, problems;
	bool codes; /* without subjects */
} vector;

/* clang-format off */
static const dr_field FIELDS[] = {
	DR_PLAIN(vector, name, "what it shows"),
	DR_PLAIN(vector, see, "the section it is about"),
	DR_PLAIN(vector, inner, "what stands behind the title", DR_OPTIONAL),
	DR_PLAIN(vector, root, "attributes of the root", DR_OPTIONAL),
	DR_PLAIN(vector, file, "the whole file", DR_OPTIONAL),
	DR_PLAIN(vector, problems, "codes and subjects"),
	DR_PLAIN(vector, codes, "codes alone", DR_OPTIONAL),
};
static DR_SCHEMA(VECTOR_SCHEMA, "vector", vector, FIELDS, "a logo");
/* clang-format on */

static const char *const NAMES[] = {
#define DR_MARK(id, kind, name, doc) (name),
#include "mark/problem.def"
#undef DR_MARK
};

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_str file_of(const vector *v)
{
	dr_str usual = S("version=\"1.2\" baseProfile=\"tiny-ps\" viewBox=\"0 0 96 96\"");
	dr_str root = v->root.len > 0 ? v->root : usual;
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_addf(&out,
	            "<svg xmlns=\"http://www.w3.org/2000/svg\" %.*s><title>Tidewater</title>"
	            "%.*s</svg>",
	            DR_FMT(root), DR_FMT(v->inner));
	return v->inner.ptr != NULL || v->root.ptr != NULL ? dr_buf_str(&out) : v->file;
}

static dr_logo read_logo(dr_str file)
{
	dr_logo logo = { 0 };
	dr_error err = { 0 };
	ck_assert_int_eq(dr_logo_read(arena, file, &logo, &err), DR_OK);
	return logo;
}

static dr_str problems_text(const dr_logo *logo, bool codes)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < logo->problems.len; i++) {
		const dr_logo_problem *problem = &logo->problems.items[i];
		const char *between = codes ? " " : ", ";
		dr_buf_addf(&out, "%s%s", i > 0 ? between : "", NAMES[problem->code]);
		if (!codes) {
			dr_buf_addf(&out, " %.*s", DR_FMT(problem->subject));
		}
	}
	return dr_buf_str(&out);
}

START_TEST(every_logo)
{
	vectors all = vectors_load(arena, "tests/vectors/bimi/logos.yaml", &VECTOR_SCHEMA, LEAST);
	dr_buf wrong;
	dr_buf_init(&wrong, arena);
	for (size_t i = 0; i < all.count; i++) {
		const vector *v = &((const vector *)all.items)[i];
		dr_logo logo = read_logo(file_of(v));
		dr_str got = problems_text(&logo, v->codes);
		if (!dr_str_eq(got, v->problems)) {
			dr_buf_addf(&wrong, "\n%.*s: got \"%.*s\", want \"%.*s\"", DR_FMT(v->name),
			            DR_FMT(got), DR_FMT(v->problems));
		}
	}
	ck_assert_msg(wrong.len == 0, "%s", wrong.ptr);
}
END_TEST

START_TEST(problems_are_counted_where_they_occur_first)
{
	dr_logo logo = read_logo(S("<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.2\" "
	                           "baseProfile=\"tiny-ps\" viewBox=\"0 0 9 9\">\n<title>T &amp; W"
	                           "</title>\n\n<script/>\n<script/></svg>"));
	ck_assert_uint_eq(logo.problems.len, 1);
	ck_assert_uint_eq(logo.problems.items[0].line, 4);
	ck_assert_uint_eq(logo.problems.items[0].count, 2);
	ck_assert_dr_str(logo.title, "T & W");
}
END_TEST

/* gzip as zlib writes it. */
static dr_str gzip(dr_str octets)
{
	size_t room = octets.len + 1024;
	unsigned char *out = dr_arena_alloc(arena, room);
	z_stream stream = { .next_in = (unsigned char *)(uintptr_t)octets.ptr,
		            .avail_in = (unsigned)octets.len,
		            .next_out = out,
		            .avail_out = (unsigned)room };
	ck_assert_int_eq(deflateInit2(&stream, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY), Z_OK);
	ck_assert_int_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	deflateEnd(&stream);
	return (dr_str){ (const char *)out, room - stream.avail_out };
}

START_TEST(packed_files_are_unpacked)
{
	dr_str svg = S("<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.2\" "
	               "baseProfile=\"tiny-ps\" viewBox=\"0 0 9 9\"><title>T</title></svg>");
	dr_str packed = gzip(svg);
	dr_logo logo = read_logo(packed);
	ck_assert(logo.gzip);
	ck_assert_uint_eq(logo.problems.len, 0);
	ck_assert(dr_str_eq(logo.svg, svg));
	logo = read_logo(dr_str_sub(packed, 0, packed.len - 9));
	ck_assert_dr_str(problems_text(&logo, true), "gzip");
	char *zeros = dr_arena_alloc(arena, DR_LOGO_OCTETS_MAX + 1);
	logo = read_logo(gzip((dr_str){ zeros, DR_LOGO_OCTETS_MAX + 1 }));
	ck_assert_dr_str(problems_text(&logo, true), "huge");
	ck_assert_ptr_null(logo.svg.ptr);
}
END_TEST

START_TEST(different_problems_are_bounded)
{
	dr_buf svg;
	dr_buf_init(&svg, arena);
	dr_buf_addf(&svg, "<svg xmlns=\"http://www.w3.org/2000/svg\">");
	for (int i = 0; i < 1000; i++) {
		dr_buf_addf(&svg, "<e%d/>", i);
	}
	dr_buf_addf(&svg, "</svg>");
	ck_assert_uint_eq(read_logo(dr_buf_str(&svg)).problems.len, DR_LOGO_PROBLEMS_MAX);
}
END_TEST

UNIT_MAIN("logos", set_up, tear_down, every_logo, problems_are_counted_where_they_occur_first,
          packed_files_are_unpacked, different_problems_are_bounded)
