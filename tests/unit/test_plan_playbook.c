#include "plan/playbook.h"
#include "run/world.h"
#include "unit.h"
#include <stdio.h>
#include <string.h>

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_source read_file(const char *path)
{
	static char text[64 * 1024];
	FILE *file = fopen(path, "rb");
	ck_assert_ptr_nonnull(file);
	size_t len = fread(text, 1, sizeof(text), file);
	fclose(file);
	ck_assert_uint_lt(len, sizeof(text));
	return (dr_source){ path, dr_arena_copy(arena, (dr_str){ text, len }) };
}

static size_t load(const dr_source *source, const dr_playbook **ret, dr_errors *errors)
{
	static dr_source gates;
	gates = read_file("rules/gates/standard.yaml");
	return dr_playbook_load(arena, source, &gates, &dr_run_world()->variables, ret, errors);
}

START_TEST(the_standard_playbook_loads)
{
	dr_source source = read_file("rules/playbooks/standard.yaml");
	const dr_playbook *playbook = NULL;
	dr_errors errors = { 0 };
	size_t count = load(&source, &playbook, &errors);
	for (size_t i = 0; i < errors.len; i++) {
		dr_buf out;
		dr_buf_init(&out, arena);
		dr_error_write(&errors.items[i], &source, &out);
		fputs(out.ptr, stderr);
	}
	ck_assert_uint_eq(count, 0);
	ck_assert_dr_str(playbook->name, "standard");
	ck_assert_uint_eq(playbook->weekdays, 0x0F);
	ck_assert_int_eq(playbook->ttl, 3600);
}
END_TEST

UNIT_MAIN("plan playbook", set_up, tear_down, the_standard_playbook_loads)
