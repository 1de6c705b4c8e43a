#include "survey/survey.h"

static bool sends_nothing(const dr_survey *survey)
{
	const dr_spf_node *root = survey->spf.root;
	if (root == NULL) {
		return false;
	}
	bool no_spf =
		dr_outcome_is_certain(root->texts->answer->outcome) && root->texts->count == 0;
	return root->record != NULL ? dr_spf_sends_nothing(root->record)
	                            : no_spf && survey->mail.null_mx;
}

static void find_spf(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                     dr_survey *survey)
{
	dr_survey_spf(asking, domain, &survey->spf);
	if (survey->spf.root != NULL) {
		dr_spf_find_reach(asking->arena, &survey->spf, &survey->spf_reach);
		dr_spf_advise(asking->arena, &survey->spf, hints->catalog, &survey->spf_advice);
		dr_survey_reverse(asking, hints->catalog, &survey->mail, &survey->spf_reach.senders,
		                  &survey->reverses);
		dr_survey_helo(asking, survey->spf.organization, &survey->mail, &survey->reverses,
		               &survey->helos);
	}
}

static void find_dmarc(const dr_asking *asking, dr_name domain, dr_survey *survey)
{
	dr_dmarc_discover(asking, domain, &survey->dmarc);
	const dr_dmarc_found *found = &survey->dmarc.rfc9989;
	if (found->status.state == DR_KNOWN) {
		const dr_dmarc_step *step = &found->step;
		dr_survey_reports(asking, &step->record->rua, step->domain, &survey->rua);
		dr_survey_reports(asking, &step->record->ruf, step->domain, &survey->ruf);
	}
}

static void find_asked(const dr_asking *asking, const dr_strs *hints, dr_name domain,
                       dr_report_addresses *ret_addresses)
{
	dr_mailuris *uris = dr_arena_new_of(asking->arena, dr_mailuris);
	dr_issues ignored = { NULL, 0 };
	for (size_t i = 0; i < hints->len && uris != NULL; i++) {
		dr_str text = hints->items[i];
		dr_list_add(asking->arena, uris,
		            dr_mailuri_parse(asking->arena, text, text, DR_URI_MAILTO | DR_URI_SIZE,
		                             &ignored));
	}
	if (uris != NULL) {
		dr_survey_reports_ahead(asking, uris, domain, ret_addresses);
	}
}

static void add_elsewhere(dr_arena *arena, const dr_report_addresses *from, dr_mailuris *uris)
{
	for (size_t i = 0; i < from->len; i++) {
		if (from->items[i].external) {
			dr_list_add(arena, uris, *from->items[i].uri);
		}
	}
}

/* A name below the domain that gets a record of its own has its reports sent where the domain's
 * go. */
static void find_below(const dr_asking *asking, dr_survey *s)
{
	const dr_report_addresses *const lists[] = { &s->rua, &s->ruf, &s->asked_rua,
		                                     &s->asked_ruf };
	dr_mailuris *elsewhere = dr_arena_new_of(asking->arena, dr_mailuris);
	for (size_t i = 0; i < DR_COUNT(lists) && elsewhere != NULL; i++) {
		add_elsewhere(asking->arena, lists[i], elsewhere);
	}
	const dr_dmarc_walk *walk = &s->dmarc.walk;
	const dr_texts *own = walk->count > 0 ? walk->steps[0].texts : NULL;
	if (elsewhere != NULL) {
		dr_survey_below(asking, s->hints, own, &s->random, elsewhere, &s->below);
	}
}

static void find_servers(const dr_asking *asking, dr_survey *s)
{
	const dr_dmarc_walk *walk = &s->dmarc.walk;
	const dr_server_wishes wishes = {
		.domain = s->domain,
		.spf = s->spf.root != NULL ? s->spf.root->texts->answer : NULL,
		.mx = s->mail.mx,
		.dmarc = walk->count > 0 ? walk->steps[0].texts->answer : NULL,
		.mtasts = s->transport.mtasts->answer,
		.tlsrpt = s->transport.tlsrpt->answer,
		.bimi = s->bimi.own->answer,
		.dkim = &s->dkim,
	};
	dr_survey_servers(asking, s->hints, &wishes, &s->servers);
}

void dr_survey_run(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                   dr_survey *ret_survey)
{
	dr_survey *s = ret_survey;
	*s = (dr_survey){ .domain = domain, .hints = hints };
	dr_survey_mail(asking, domain, &s->mail);
	find_spf(asking, hints, domain, s);
	s->sends_nothing = sends_nothing(s);
	find_dmarc(asking, domain, s);
	dr_survey_random(asking, domain, &s->random);
	find_asked(asking, &hints->rua, domain, &s->asked_rua);
	find_asked(asking, &hints->ruf, domain, &s->asked_ruf);
	find_below(asking, s);
	dr_survey_bimi(asking, hints, domain, &s->dmarc.walk, &s->bimi);
	dr_survey_transport(asking, domain, &s->mail, &s->random, &s->transport);
	dr_survey_services(asking, hints, domain, &s->mail, &s->spf, s->sends_nothing,
	                   &s->services);
	dr_survey_flattened(asking, hints, &s->spf, &s->services, &s->flattened);
	dr_survey_dkim(asking, hints, domain, s->sends_nothing, &s->services, &s->dkim);
	dr_survey_used(asking, hints, &s->used);
	find_servers(asking, s);
}
