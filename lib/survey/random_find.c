#include "survey/random_find.h"
#include <inttypes.h>

dr_str dr_random_label(dr_arena *arena, dr_name domain)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "x%016" PRIx64, dr_name_hash(domain));
	return dr_buf_str(&text);
}

void dr_survey_random(const dr_asking *asking, dr_name domain, dr_random_found *ret_found)
{
	dr_random_found found = { .label = dr_random_label(asking->arena, domain) };
	found.txt = dr_ask_below(asking, found.label, domain, DR_TYPE_TXT);
	if (found.txt->outcome == DR_ANSWER || found.txt->outcome == DR_NO_DATA) {
		dr_name name = dr_name_join(asking->arena, found.label, domain);
		found.mx = dr_ask_below(asking, found.label, domain, DR_TYPE_MX);
		found.dmarc = dr_ask_below(asking, DR_STR("_dmarc"), name, DR_TYPE_TXT);
	}
	*ret_found = found;
}

bool dr_random_gives_alias(const dr_random_found *random, const dr_answer *answer)
{
	return answer->hop_count > 0 && random->txt->hop_count > 0 &&
	       dr_name_eq(answer->hops[0].target, random->txt->hops[0].target);
}
