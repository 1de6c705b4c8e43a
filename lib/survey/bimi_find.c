#include "survey/bimi_find.h"
#include "base/limits.h"

static const dr_texts *ask(const dr_asking *asking, dr_str selector, dr_name domain)
{
	dr_buf prefix;
	dr_buf_init(&prefix, asking->arena);
	dr_buf_addf(&prefix, "%.*s._bimi", DR_FMT(selector));
	return dr_texts_ask_below(asking, dr_buf_str(&prefix), domain, DR_RECORD_BIMI);
}

static const dr_texts *ask_default(const dr_asking *asking, dr_name domain)
{
	return ask(asking, DR_STR("default"), domain);
}

/* The same two places as for the default selector. */
static const dr_texts *ask_chosen(const dr_asking *asking, dr_str selector, dr_name domain,
                                  const dr_dmarc_walk *walk)
{
	const dr_texts *own = ask(asking, selector, domain);
	bool above = own->count == 0 && dr_texts_status(own).state == DR_KNOWN &&
	             walk->status.state == DR_KNOWN && !dr_name_eq(walk->organizational, domain);
	return above ? ask(asking, selector, walk->organizational) : own;
}

/* Several records are none, and end the search like one (the draft, step 3). */
static void settle(dr_bimi_found *found, const dr_texts *texts, dr_name domain)
{
	found->status = dr_texts_status(texts);
	if (found->status.state == DR_KNOWN && texts->count != 1) {
		found->status = DR_STATUS_ABSENT;
	} else if (found->status.state == DR_KNOWN) {
		found->texts = texts;
		found->found_at = domain;
	}
}

/* A redirect is against the advice to publishers, but what it leads to can be looked at. */
static void fetch(const dr_asking *asking, const dr_mailuri *uri, dr_fetched *ret_fetched)
{
	if (uri->valid && uri->supported) {
		dr_survey_fetch(asking, uri->uri, DR_LIMIT_REDIRECTS, ret_fetched);
	}
}

static void find_above(const dr_asking *asking, dr_name domain, const dr_dmarc_walk *walk,
                       dr_bimi_found *found)
{
	bool none = found->status.state == DR_ABSENT && found->own->count == 0;
	if (walk->status.state != DR_KNOWN) {
		found->status = none ? walk->status : found->status;
	} else if (!dr_name_eq(walk->organizational, domain)) {
		found->above = ask_default(asking, walk->organizational);
		if (none) {
			settle(found, found->above, walk->organizational);
		}
	}
}

void dr_survey_bimi(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                    const dr_dmarc_walk *walk, dr_bimi_found *ret_found)
{
	dr_bimi_found found = { .own = ask_default(asking, domain),
		                .selector = hints->bimi_selector };
	if (found.selector.len > 0) {
		found.chosen = ask_chosen(asking, found.selector, domain, walk);
	}
	settle(&found, found.own, domain);
	find_above(asking, domain, walk, &found);
	if (found.status.state == DR_KNOWN) {
		fetch(asking, &found.texts->bimi->l, &found.logo);
		fetch(asking, &found.texts->bimi->a, &found.evidence);
	}
	*ret_found = found;
}
