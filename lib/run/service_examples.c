#include "run/service_examples.h"
#include "run/examples.h"
#include "run/world.h"

static const char *outcome_of(const dr_services_facts *services, dr_str id)
{
	for (size_t i = 0; i < services->found.len; i++) {
		const dr_service_fact *fact = &services->found.items[i];
		if (dr_str_eq(fact->id, id)) {
			return fact->in_use ? "found" : "asked";
		}
	}
	return "missed";
}

static dr_example_result compare(const dr_services_facts *services, const dr_service *service,
                                 const dr_service_example *example, dr_arena *arena)
{
	dr_buf what;
	dr_buf_init(&what, arena);
	const char *got = outcome_of(services, service->id);
	if (!dr_str_eq(example->expect, dr_str_of(got))) {
		dr_buf_addf(&what, "expected %.*s, got %s; in use:", DR_FMT(example->expect), got);
		for (size_t i = 0; i < services->found.len; i++) {
			dr_buf_addf(&what, " %.*s", DR_FMT(services->found.items[i].id));
		}
	}
	return (dr_example_result){ .ok = what.len == 0, .what = dr_buf_str(&what) };
}

int dr_service_example_run(dr_run_config *config, const dr_service *service,
                           const dr_service_example *example, dr_arena *arena,
                           dr_example_result *ret_result, dr_error *err)
{
	dr_values values = { 0 };
	const dr_example world = { .domain = DR_STR("example.com"),
		                   .zone = example->zone,
		                   .selectors = example->selectors };
	int code = dr_run_example_facts(config, arena, NULL, &world, &values, err);
	if (code != DR_OK) {
		return code;
	}
	dr_example_result result =
		compare(values.at[DR_VARIABLE_services], service, example, arena);
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the example");
	}
	*ret_result = result;
	return DR_OK;
}
