/*
 * Keys at other places than the domain's own selectors. Private to dkim_find*.c.
 */
#pragma once
#include "survey/dkim_find.h"

/* What is asked for beyond the selectors themselves. */
enum {
	DR_DKIM_DOMAINS_MAX = 16, /* other domains at which a key is looked for */
	DR_DKIM_SHARED_MAX = 8,   /* selectors whose key is looked for there */
};

/* `selector` below _domainkey of a name. A selector that makes no name gets the answer that its key
 * does not exist. */
const dr_texts *dr_dkim_ask_key(const dr_asking *asking, dr_str selector, dr_name domain);

/* Sets `doubled`: the domain with the name of its zone behind it once more, where panels and zone
 * files put names without a final dot. The selectors are asked for there only when it exists. */
void dr_dkim_find_doubled(const dr_asking *asking, dr_name domain, dr_dkim_search *search);

/* Sets `shared` of the selectors that were found: the same key under the same selector at the
 * domains that are looked at in the same go, and at the organizational domain. */
void dr_dkim_find_shared(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                         dr_dkim_search *search);
