#include "survey/below_find.h"

/* One record for both: a CNAME ends where the record of the domain is, or will be. */
static bool is_shared(const dr_texts *below, const dr_texts *own, const dr_random_found *random)
{
	return own != NULL && below->answer->hop_count > 0 &&
	       !dr_random_gives_alias(random, below->answer) &&
	       dr_name_eq(dr_answer_end(below->answer), dr_answer_end(own->answer));
}

void dr_survey_below(const dr_asking *asking, const dr_hints *hints, const dr_texts *own,
                     const dr_random_found *random, const dr_mailuris *elsewhere,
                     dr_names_below *ret_found)
{
	*ret_found = (dr_names_below){ NULL, 0 };
	for (size_t i = 0; i < hints->below.len && i < DR_BELOW_MAX; i++) {
		dr_str text = hints->below.items[i];
		dr_name_room room;
		dr_name name;
		if (dr_name_parse_plain(&room, text, &name) == DR_NAME_OK) {
			dr_below_name found = {
				.name = text,
				.answer = dr_ask_dns(asking->answers, name, DR_TYPE_A),
				.dmarc = dr_texts_ask_below(asking, DR_STR("_dmarc"), name,
				                            DR_RECORD_DMARC),
			};
			found.shared = is_shared(found.dmarc, own, random);
			if (found.dmarc->count == 0 || found.shared) {
				dr_survey_reports(asking, elsewhere, name, &found.reports);
			}
			dr_list_add(asking->arena, ret_found, found);
		}
	}
}
