#include "survey/reported_find.h"

void dr_survey_reported(const dr_asking *asking, const dr_hints *hints,
                        dr_reported_found *ret_found)
{
	*ret_found = (dr_reported_found){ NULL, 0 };
	for (size_t i = 0; i < hints->reported.len && i < DR_REPORTED_MAX; i++) {
		dr_str text = hints->reported.items[i];
		dr_name_room room;
		dr_name name;
		if (dr_name_parse_plain(&room, text, &name) == DR_NAME_OK) {
			const dr_answer *answer = dr_ask_dns(asking->answers, name, DR_TYPE_A);
			dr_list_add(asking->arena, ret_found, ((dr_reported_name){ text, answer }));
		}
	}
}
