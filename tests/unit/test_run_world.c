/* What rules can be about: every variable has a schema, a text and a pointer to the right facts. */
#include "run/world.h"
#include "unit.h"
#include <string.h>

START_TEST(every_variable_is_complete)
{
	const dr_rule_world *world = dr_run_world();
	ck_assert_uint_eq(world->variables.count, DR_VARIABLE_COUNT);
	ck_assert_uint_le(world->variables.count, DR_VARIABLES_MAX);
	for (size_t i = 0; i < world->variables.count; i++) {
		const dr_variable *v = &world->variables.items[i];
		ck_assert_str_eq(v->name, v->type->record->name);
		ck_assert_str_ne(v->doc, "");
		dr_stage wanted = i == DR_VARIABLE_waivers ? DR_STAGE_FINDINGS
		                  : i == DR_VARIABLE_plan  ? DR_STAGE_PLAN
		                                           : DR_STAGE_FACTS;
		ck_assert_int_eq(world->stages[i], wanted);
	}
	ck_assert_str_eq(world->variables.items[DR_VARIABLE_dmarc].name, "dmarc");
}
END_TEST

START_TEST(every_member_of_a_variable_has_a_row)
{
	dr_arena *arena = dr_arena_new(0);
	dr_buf problems;
	dr_buf_init(&problems, arena);
	for (size_t i = 0; i < DR_VARIABLE_COUNT; i++) {
		dr_schema_check(dr_run_world()->variables.items[i].type->record, &problems);
	}
	ck_assert_msg(problems.len == 0, "%.*s", (int)problems.len, problems.ptr);
	dr_arena_free(arena);
}
END_TEST

START_TEST(values_point_at_the_facts)
{
	static dr_facts facts;
	const dr_rule_world *world = dr_run_world();
	dr_values values = dr_run_values(&facts);
	ck_assert_ptr_eq(values.at[DR_VARIABLE_spf], &facts.spf);
	ck_assert_ptr_eq(values.at[DR_VARIABLE_services], &facts.services);
	ck_assert_ptr_null(values.at[DR_VARIABLE_zone]);
	for (size_t i = 0; i < DR_VARIABLE_COUNT; i++) {
		bool later = world->stages[i] != DR_STAGE_FACTS;
		bool given = i != DR_VARIABLE_zone && i != DR_VARIABLE_servers &&
		             i != DR_VARIABLE_before && i != DR_VARIABLE_change &&
		             i != DR_VARIABLE_traffic;
		ck_assert((later || !given) == (values.at[i] == NULL));
	}
}
END_TEST

UNIT_MAIN("run world", NULL, NULL, every_variable_is_complete, every_member_of_a_variable_has_a_row,
          values_point_at_the_facts)
