#include "survey/helo_find.h"

static bool has(const dr_helos_found *list, size_t host)
{
	for (size_t i = 0; i < list->len; i++) {
		if (list->items[i].host == host) {
			return true;
		}
	}
	return false;
}

void dr_survey_helo(const dr_asking *asking, dr_name organization, const dr_mail_found *mail,
                    const dr_reverses_found *reverses, dr_helos_found *ret_found)
{
	dr_helos_found list = { 0 };
	for (size_t i = 0; i < reverses->len; i++) {
		size_t host = reverses->items[i].host;
		dr_name name = mail->hosts.items[host].name;
		if (dr_name_is_within(name, organization) && !has(&list, host)) {
			const dr_texts *texts = dr_texts_ask(asking, name, DR_RECORD_SPF);
			dr_list_add(asking->arena, &list, (dr_helo_found){ host, texts });
		}
	}
	*ret_found = list;
}
