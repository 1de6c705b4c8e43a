/* Zones of octoDNS in several files: what they include, what they share, what comments in them say.
 */
#include "zone_unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

/* ---- files that need no folder ---- */

static const dr_source FILES[] = {
	{ .name = "apex.yaml",
	  .text = DR_STR_INIT("- {type: MX, values: !include mx.yaml}\n"
	                      "- {type: TXT, ttl: 60, values: !include [spf.yaml, more.yaml]}\n") },
	{ .name = "mx.yaml",
	  .text = DR_STR_INIT("[{preference: 5, exchange: mx.example.net.}]\n") },
	{ .name = "spf.yaml", .text = DR_STR_INIT("- v=spf1 -all\n") },
	{ .name = "more.yaml", .text = DR_STR_INIT("# nothing here\n- x\n- y\n") },
	{ .name = "names.yaml",
	  .text = DR_STR_INIT(
		  "own: {type: A, value: 192.0.2.8}\nshared: {type: A, value: 192.0.2.9}\n") },
	{ .name = "loop.yaml", .text = DR_STR_INIT("again: !include loop.yaml\n") },
	{ .name = "broken.yaml", .text = DR_STR_INIT("a: [\n") },
	{ .name = "text.yaml", .text = DR_STR_INIT("192.0.2.7\n") },
	{ .name = "empty.yaml", .text = DR_STR_INIT("---\n") },
};

static int read_one(void *self, const char *from, dr_str name, dr_source *ret_source, dr_error *err)
{
	(void)self;
	(void)from;
	for (size_t i = 0; i < DR_COUNT(FILES); i++) {
		if (dr_str_eq(name, dr_str_of(FILES[i].name))) {
			*ret_source = FILES[i];
			return DR_OK;
		}
	}
	return dr_fail(err, DR_EIO, DR_NOWHERE, "there is none");
}

static const dr_zone_files READER = { .read = read_one };

static dr_zone *read_parts(const dr_source *parts, size_t count)
{
	dr_zone_options options = { .fallback = dr_name_of(arena, S("example.com")) };
	dr_zone_list zones = { NULL, 0 };
	dr_error err = { 0 };
	int code = dr_zone_parse_split(arena, parts, count, &options, &READER, &zones, &err);
	ck_assert_msg(code == DR_OK, "%s", err.text);
	ck_assert_uint_eq(zones.len, 1);
	return zones.items[0];
}

static dr_zone *read_text(const char *text)
{
	const dr_source part = { .name = "example.com.yaml", .text = dr_str_of(text) };
	return read_parts(&part, 1);
}

/* "include:example.com.yaml:3" and so on. */
static void check_issues(const dr_zone *zone, const char *want)
{
	const dr_zone_issues *issues = dr_zone_issues_of(zone);
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < issues->len; i++) {
		const dr_zone_issue *issue = &issues->items[i];
		dr_buf_addf(&out, "%s%s:%s:%u", i > 0 ? " " : "", issue->code, issue->at.file,
		            issue->at.line);
	}
	ck_assert_msg(dr_str_eq(dr_buf_str(&out), dr_str_of(want)), "issues: %.*s, want %s",
	              DR_FMT(dr_buf_str(&out)), want);
}

/* ---- what is included ---- */

START_TEST(files_stand_where_they_are_included)
{
	dr_zone *zone = read_text("'': !include apex.yaml\n"
	                          "one: {type: A, value: !include text.yaml}\n"
	                          "two: {type: A, values: [192.0.2.1, !include text.yaml]}\n"
	                          "none: !include empty.yaml\n");
	check_issues(zone, "");
	ck_assert(dr_zone_is_complete(zone));
	check_answer(arena, zone, "example.com", DR_TYPE_MX, "answer 3600 5 mx.example.net.");
	check_answer(arena, zone, "example.com", DR_TYPE_TXT,
	             "answer 60 \"x\" \"y\" \"v=spf1 -all\"");
	check_answer(arena, zone, "one.example.com", DR_TYPE_A, "answer 3600 192.0.2.7");
	check_answer(arena, zone, "two.example.com", DR_TYPE_A, "answer 3600 192.0.2.1 192.0.2.7");
	check_answer(arena, zone, "none.example.com", DR_TYPE_A, "nxdomain 0");
	dr_zone_close(zone);
}
END_TEST

START_TEST(places_are_those_of_the_included_file)
{
	dr_zone *zone = read_text("'': !include apex.yaml\n");
	dr_question question = dr_question_dns(dr_name_of(arena, S("example.com")), DR_TYPE_TXT);
	const dr_answer *answer = dr_zone_answer(zone, arena, &question);
	ck_assert_uint_eq(answer->rr_count, 3);
	ck_assert_str_eq(answer->rrs[1].chunks[0].at.file, "more.yaml");
	ck_assert_uint_eq(answer->rrs[1].chunks[0].at.line, 3);
	ck_assert_uint_eq(answer->rrs[1].chunks[0].at.column, 3);
	dr_zone_close(zone);
}
END_TEST

START_TEST(merged_maps_give_what_is_not_there)
{
	dr_zone *zone = read_text("<<: !include names.yaml\n"
	                          "own: {type: A, value: 192.0.2.1}\n"
	                          "base: &base {type: A, ttl: 60, value: 192.0.2.2}\n"
	                          "like: {<<: *base, value: 192.0.2.3}\n");
	check_issues(zone, "");
	check_answer(arena, zone, "own.example.com", DR_TYPE_A, "answer 3600 192.0.2.1");
	check_answer(arena, zone, "shared.example.com", DR_TYPE_A, "answer 3600 192.0.2.9");
	check_answer(arena, zone, "like.example.com", DR_TYPE_A, "answer 60 192.0.2.3");
	check_answer(arena, zone, "<<.example.com", DR_TYPE_A, "nxdomain 0");
	dr_zone_close(zone);
}
END_TEST

START_TEST(what_cannot_be_included_is_an_issue)
{
	dr_zone *zone = read_text("a: {type: A, value: 192.0.2.1}\n"
	                          "b: !include ../gone.yaml\n"
	                          "c: !include loop.yaml\n"
	                          "d: !include broken.yaml\n"
	                          "e: !include {f: g}\n");
	check_issues(zone, "include:example.com.yaml:2 include:loop.yaml:1 "
	                   "include:example.com.yaml:4 syntax:loop.yaml:1");
	ck_assert(!dr_zone_is_complete(zone));
	check_answer(arena, zone, "a.example.com", DR_TYPE_A, "answer 3600 192.0.2.1");
	check_answer(arena, zone, "b.example.com", DR_TYPE_TXT, "-");
	dr_zone_close(zone);
}
END_TEST

/* ---- split zones ---- */

START_TEST(parts_are_one_zone)
{
	const dr_source parts[] = {
		{ .name = "$example.com.yaml",
		  .text = DR_STR_INIT("'': {type: TXT, value: v=spf1 -all}\n") },
		{ .name = "www.yaml", .text = DR_STR_INIT("www: {type: A, value: 192.0.2.1}\n") },
		{ .name = "zzz.yaml",
		  .text = DR_STR_INIT("\nwww: {type: TXT, value: x}\nw: {type: A, value: bad}\n") },
	};
	dr_zone *zone = read_parts(parts, DR_COUNT(parts));
	check_issues(zone, "bad-rdata:zzz.yaml:3");
	ck_assert(dr_zone_is_complete(zone));
	check_answer(arena, zone, "example.com", DR_TYPE_TXT, "answer 3600 \"v=spf1 -all\"");
	check_answer(arena, zone, "www.example.com", DR_TYPE_A, "answer 3600 192.0.2.1");
	check_answer(arena, zone, "www.example.com", DR_TYPE_TXT, "answer 3600 \"x\"");
	dr_zone_close(zone);
}
END_TEST

START_TEST(a_broken_part_leaves_the_others)
{
	const dr_source parts[] = {
		{ .name = "a.yaml", .text = DR_STR_INIT("a: {type: A, value: 192.0.2.1}\n") },
		{ .name = "b.yaml", .text = DR_STR_INIT("b: [\n") },
		{ .name = "c.yaml", .text = DR_STR_INIT("- no map\n") },
	};
	dr_zone *zone = read_parts(parts, DR_COUNT(parts));
	check_issues(zone, "syntax:b.yaml:2 syntax:c.yaml:1");
	ck_assert(!dr_zone_is_complete(zone));
	check_answer(arena, zone, "a.example.com", DR_TYPE_A, "answer 3600 192.0.2.1");
	dr_zone_close(zone);
}
END_TEST

/* ---- comments ---- */

/* "name line:column text" of each. */
static void check_comments(const dr_zone *zone, const char *want)
{
	const dr_zone_comments *comments = dr_zone_comments_of(zone);
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < comments->len; i++) {
		const dr_zone_comment *one = &comments->items[i];
		dr_buf_addf(&out, "%s%u:%u %.*s ", i > 0 ? "| " : "", one->at.line, one->at.column,
		            DR_FMT(one->text));
		dr_name_write(one->owner, &out);
	}
	ck_assert_msg(dr_str_eq(dr_buf_str(&out), dr_str_of(want)), "comments: %.*s, want %s",
	              DR_FMT(dr_buf_str(&out)), want);
}

START_TEST(comments_belong_to_the_name_they_stand_with)
{
	dr_zone *zone = read_text("'': # dmarcramp: one\n"
	                          "  - type: TXT # other\n"
	                          "    # dmarcramp: two\n"
	                          "    values:\n"
	                          "      - v=spf1 -all # dmarcramp: three\n"
	                          "# dmarcramp: four\n"
	                          "_dmarc:\n"
	                          "  {type: TXT, value: x} # dmarcramp: five\n"
	                          "# dmarcramp: six\n");
	check_comments(zone, "1:5 one example.com| 3:5 two example.com| 5:21 three example.com| "
	                     "6:1 four _dmarc.example.com| 8:25 five _dmarc.example.com| "
	                     "9:1 six _dmarc.example.com");
	dr_zone_close(zone);
}
END_TEST

START_TEST(texts_are_no_comments)
{
	dr_zone *zone = read_text("a: {type: TXT, value: '# dmarcramp: one'}\n"
	                          "b: {type: TXT, value: \"x # dmarcramp: two\"}\n"
	                          "c: {type: TXT, value: x#dmarcramp:three}\n"
	                          "d:\n  type: TXT\n  value: |\n    # dmarcramp: four\n"
	                          "e: !include more.yaml # dmarcramp: five\n");
	check_comments(zone, "8:23 five e.example.com");
	dr_zone_close(zone);
}
END_TEST

UNIT_MAIN("zone_octodns", set_up, tear_down, files_stand_where_they_are_included,
          places_are_those_of_the_included_file, merged_maps_give_what_is_not_there,
          what_cannot_be_included_is_an_issue, parts_are_one_zone, a_broken_part_leaves_the_others,
          comments_belong_to_the_name_they_stand_with, texts_are_no_comments)
