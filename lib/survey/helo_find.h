/*
 * SPF at the names of the domain's own mail hosts that also send. A server says such a name as
 * HELO, and mail with an empty sender is checked there (RFC 7208 2.4, 10.1.3).
 */
#pragma once
#include "receiver/texts.h"
#include "survey/reverse_find.h"

typedef struct {
	size_t host; /* index in the mail hosts */
	const dr_texts *texts;
} dr_helo_found;

typedef DR_LIST(dr_helo_found) dr_helos_found;

/* Of hosts in `organization` whose addresses were asked for their reverse names, each once. */
void dr_survey_helo(const dr_asking *asking, dr_name organization, const dr_mail_found *mail,
                    const dr_reverses_found *reverses, dr_helos_found *ret_found);
