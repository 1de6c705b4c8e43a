#include "receiver/asking.h"
#include "record/spf_macro.h"

const dr_answer *dr_ask_below(const dr_asking *asking, dr_str prefix, dr_name name, uint16_t type)
{
	static const dr_answer TOO_LONG = { .outcome = DR_NO_NAME, .index = UINT16_MAX };
	static const dr_answer NO_MEMORY = { .outcome = DR_BUDGET, .index = UINT16_MAX };
	dr_name owner = dr_name_join(asking->arena, prefix, name);
	if (dr_name_is_set(owner)) {
		return dr_ask_dns(asking->answers, owner, type);
	}
	return dr_arena_failed(asking->arena) ? &NO_MEMORY : &TOO_LONG;
}

dr_name dr_reverse_name(dr_arena *arena, dr_ipaddr address)
{
	const dr_spf_macro_values values = { .ip = address };
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_spf_macro_expand(DR_STR("%{ir}.%{v}.arpa"), &values, false, &text);
	return dr_name_of(arena, dr_buf_str(&text));
}

dr_status dr_answer_fact(const dr_answer *answer)
{
	return dr_outcome_is_certain(answer->outcome) ? DR_STATUS_KNOWN
	                                              : dr_status_of_answer(answer);
}

bool dr_answer_name_exists(const dr_answer *answer)
{
	return answer->outcome != DR_NO_NAME || answer->hop_count > 0;
}
