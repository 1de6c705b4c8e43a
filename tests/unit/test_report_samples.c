/*
 * Samples of what reporters send (tests/vectors/reports): beside each file NAME.xml, .eml, … stands
 * NAME.expect, what must be read from it, written by hand (support/report_text.h has the form).
 */
#include "report_text.h"
#include "unit.h"
#include <dirent.h>
#include <stdio.h>
#include <string.h>

static const char FOLDER[] = "tests/vectors/reports";

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
	dr_report_setup();
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_str read_file(const char *name)
{
	char path[512], room[4096];
	snprintf(path, sizeof(path), "%s/%s", FOLDER, name);
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s", path);
	dr_buf text;
	dr_buf_init(&text, arena);
	for (size_t got; (got = fread(room, 1, sizeof(room), file)) > 0;) {
		dr_buf_add(&text, (dr_str){ room, got });
	}
	fclose(file);
	return dr_buf_str(&text);
}

/* Adds a sample that reads otherwise than wanted. */
static void check_sample(const char *name, dr_buf *wrong)
{
	char expect[256];
	size_t stem = (size_t)(strchr(name, '.') - name);
	snprintf(expect, sizeof(expect), "%.*s.expect", (int)stem, name);
	dr_report_limits limits = dr_report_limits_default();
	dr_str wanted = read_file(expect);
	dr_str got = report_text(arena, read_file(name), &limits);
	if (!dr_str_eq(got, wanted)) {
		dr_buf_addf(wrong, "\n%s reads as\n%.*swanted\n%.*s", name, DR_FMT(got),
		            DR_FMT(wanted));
	}
}

START_TEST(samples_read_as_written_down)
{
	DIR *folder = opendir(FOLDER);
	size_t count = 0;
	dr_buf wrong;
	dr_buf_init(&wrong, arena);
	ck_assert_ptr_nonnull(folder);
	for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		if (entry->d_name[0] != '.' && strstr(entry->d_name, ".expect") == NULL) {
			check_sample(entry->d_name, &wrong);
			count++;
		}
	}
	closedir(folder);
	ck_assert_msg(wrong.len == 0, "%s", wrong.ptr);
	ck_assert_uint_ge(count, 25);
}
END_TEST

/* However much of a file arrives: it is read, refused or nothing; never more than the whole. */
START_TEST(samples_cut_at_every_octet)
{
	static const char *const NAMES[] = { "plain.xml", "packed.xml.gz", "packed_zip.zip",
		                             "mail.eml", "tls.json" };
	dr_report_limits limits = dr_report_limits_default();
	for (size_t i = 0; i < DR_COUNT(NAMES); i++) {
		dr_str whole = read_file(NAMES[i]);
		for (size_t len = 0; len < whole.len; len++) {
			dr_arena *once = dr_arena_new(0);
			dr_str got = report_text(once, dr_str_sub(whole, 0, len), &limits);
			ck_assert(!dr_str_starts(got, DR_STR("error")));
			dr_arena_free(once);
		}
	}
}
END_TEST

UNIT_MAIN("report/samples", set_up, tear_down, samples_read_as_written_down,
          samples_cut_at_every_octet)
