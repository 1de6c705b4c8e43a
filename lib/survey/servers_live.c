#include "survey/servers_live.h"

const char *dr_live_state_name(dr_live_state state)
{
	static const char *const NAMES[] = { "live", "old", "no-answer" };
	return NAMES[state];
}

static uint32_t kept_for(const dr_answer *answer)
{
	return answer->outcome == DR_NO_DATA || answer->outcome == DR_NO_NAME ? answer->negative_ttl
	                                                                      : answer->ttl;
}

static dr_live_server judge(const dr_server_found *server, const dr_answer *says,
                            const dr_answer *wanted)
{
	dr_live_server one = { .server = server, .state = DR_LIVE_NO_ANSWER };
	if (dr_server_answers(says)) {
		one.state = dr_servers_agree(says, wanted) ? DR_LIVE_YES : DR_LIVE_OLD;
		one.ttl = kept_for(says);
	}
	return one;
}

/* What a resolver kept from before the change goes on to be seen. */
static uint32_t kept_by_resolver(const dr_asking *asking, const dr_question *question,
                                 const dr_answer *wanted)
{
	const dr_answer *kept = dr_ask(asking->answers, question);
	bool stale = wanted != NULL && dr_server_answers(kept) && !dr_servers_agree(kept, wanted);
	return stale ? kept_for(kept) : 0;
}

static dr_live_record record_of(const dr_asking *asking, const dr_servers_found *found,
                                const dr_server_record *record, bool by_servers)
{
	const dr_answer *wanted =
		by_servers ? dr_servers_usual(record, found->items.len) : record->resolver;
	dr_live_record live = { .question = record->resolver->question };
	for (size_t i = 0; i < found->items.len; i++) {
		dr_live_server one = judge(&found->items.items[i], record->says[i].answer, wanted);
		live.counts[one.state]++;
		if (one.state == DR_LIVE_OLD && one.ttl > live.old_seconds) {
			live.old_seconds = one.ttl;
		}
		dr_list_add(asking->arena, &live.servers, one);
	}
	uint32_t kept = kept_by_resolver(asking, &live.question, wanted);
	live.old_seconds = kept > live.old_seconds ? kept : live.old_seconds;
	return live;
}

/* What is old at one server is worse than what another does not tell. */
static dr_live_state worst_of(const dr_live *live)
{
	bool silent = live->records.len == 0;
	for (size_t i = 0; i < live->records.len; i++) {
		const dr_live_record *record = &live->records.items[i];
		if (record->counts[DR_LIVE_OLD] > 0) {
			return DR_LIVE_OLD;
		}
		silent = silent || record->counts[DR_LIVE_NO_ANSWER] > 0 ||
		         record->counts[DR_LIVE_YES] == 0;
	}
	return silent || live->servers.status.state != DR_KNOWN ? DR_LIVE_NO_ANSWER : DR_LIVE_YES;
}

void dr_survey_live(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                    const dr_answer *const *wanted, size_t count, bool by_servers,
                    dr_live *ret_live)
{
	*ret_live = (dr_live){ .domain = domain };
	dr_servers_found *found = &ret_live->servers;
	dr_survey_servers_for(asking, hints, domain, wanted, count, found);
	for (size_t i = 0; i < found->records.len; i++) {
		dr_list_add(asking->arena, &ret_live->records,
		            record_of(asking, found, &found->records.items[i], by_servers));
	}
	ret_live->worst = worst_of(ret_live);
}
