#include "survey/dkim_find_priv.h"
#include "survey/random_find.h"

/* Names that are worth one query each at any domain, the likeliest first. */
static const char *const COMMON[] = {
	"default",
	"dkim",
	"mail",
	"google",
	"selector1",
	"selector2",
	"s1",
	"s2",
	"k1",
	"k2",
	"k3",
	"smtp",
	"mta",
	"mx",
	"key1",
	"key2",
	"dkim1",
	"dkim2",
	"mail1",
	"mail2",
	"s1024",
	"s2048",
	"selector3",
	"selector4",
	"main",
	"email",
	"zoho",
	"zmail",
	"mandrill",
	"mte1",
	"fm1",
	"protonmail",
	"sig1",
	"mailo",
	"krs",
	"pic",
	"mg",
	"pm",
	"scph0819",
	"scph0922",
	"brevo1",
	"sib",
	"hs1",
	"hs2",
	"sf1",
	"pardot",
	"zendesk1",
	"mailjet",
	"litesrv",
	"cm",
	"ctct1",
	"resend",
	"intercom",
	"mkto",
	"api",
	"mxvault",
	"pphosted",
	"mimecast",
	"20230601",
	"x",
	"amazonses",
	"turbo-smtp",
	"everlytickey1",
	"secureserver1",
};

_Static_assert(DR_COUNT(COMMON) <= DR_DKIM_COMMON_MAX, "too many common names");

typedef struct {
	const dr_asking *asking;
	const dr_hints *hints;
	dr_name domain;
	dr_services_found *services;
	dr_dkim_search *search;
	size_t guesses;
} finder;

bool dr_dkim_is_wildcard(const dr_dkim_search *search)
{
	return search->random->count > 0;
}

static bool was_asked(const dr_dkim_search *search, dr_str selector)
{
	for (size_t i = 0; i < search->selectors.len; i++) {
		if (dr_str_eq_nocase(search->selectors.items[i].selector, selector)) {
			return true;
		}
	}
	return false;
}

static void note_service(finder *f, dr_dkim_selector *found, const dr_service *service)
{
	if (service != NULL) {
		found->service = service;
		dr_services_note(f->asking->arena, f->services, service, DR_SIGN_DKIM,
		                 (dr_place){ found->texts->answer, found->texts->rr, { 0, 0 } });
	}
}

/* CNAMEs name their owner better than selectors do; some selectors have one user only. */
static void note_key(finder *f, dr_dkim_selector *found)
{
	const dr_answer *answer = found->texts->answer;
	for (size_t i = 0; i < answer->hop_count && f->hints->catalog != NULL; i++) {
		dr_str target = dr_name_text(f->asking->arena, answer->hops[i].target);
		note_service(f, found, dr_catalog_by_dkim_target(f->hints->catalog, target));
	}
	if (f->hints->catalog != NULL && answer->hop_count == 0 && found->texts->count > 0 &&
	    !dr_dkim_is_wildcard(f->search)) {
		note_service(f, found, dr_catalog_by_selector(f->hints->catalog, found->selector));
	}
}

static void ask_selector(finder *f, dr_str selector, dr_dkim_tier tier)
{
	bool guessed = tier == DR_TIER_SERVICE || tier == DR_TIER_COMMON;
	if (was_asked(f->search, selector) || (guessed && f->guesses >= DR_DKIM_GUESSES_MAX)) {
		return;
	}
	f->guesses += guessed;
	dr_dkim_selector found = {
		.selector = selector,
		.tier = tier,
		.texts = dr_dkim_ask_key(f->asking, selector, f->domain),
	};
	note_key(f, &found);
	dr_list_add(f->asking->arena, &f->search->selectors, found);
}

static void ask_selectors_of(finder *f, const dr_service *service)
{
	for (size_t i = 0; i < service->dkim.len; i++) {
		const dr_service_selector *selector = &service->dkim.items[i];
		if (selector->usual || f->hints->probe == DR_PROBE_COMMON) {
			ask_selector(f, selector->selector, DR_TIER_SERVICE);
		}
	}
}

/* The CNAME of a key may show a service, whose other selectors are then asked for too. */
static void ask_services(finder *f)
{
	size_t before;
	do {
		before = f->search->selectors.len;
		for (size_t i = 0; i < f->services->items.len; i++) {
			const dr_service_found *found = &f->services->items.items[i];
			if (dr_service_in_use(found)) {
				ask_selectors_of(f, found->service);
			}
		}
	} while (f->search->selectors.len > before);
}

/* Only when everything else is answered: what is left of the question budget is theirs, and which
 * of them are asked does not depend on the order in which answers come. */
static void ask_common(finder *f, bool sends_nothing)
{
	bool room = f->hints->probe == DR_PROBE_COMMON && !sends_nothing &&
	            !dr_dkim_is_wildcard(f->search) && dr_answers_open(f->asking->answers) == 0;
	for (size_t i = 0; i < DR_COUNT(COMMON) && room; i++) {
		ask_selector(f, dr_str_of(COMMON[i]), DR_TIER_COMMON);
	}
}

/* A service that is in use and has this very selector; some publish its key without a CNAME. */
static const dr_service *service_by_selector(const dr_services_found *services, dr_str selector)
{
	for (size_t i = 0; i < services->items.len; i++) {
		const dr_service_found *found = &services->items.items[i];
		const dr_service_selectors *dkim = &found->service->dkim;
		for (size_t j = 0; j < dkim->len && dr_service_in_use(found); j++) {
			if (dr_str_eq_nocase(dkim->items[j].selector, selector)) {
				return found->service;
			}
		}
	}
	return NULL;
}

static void attribute(finder *f)
{
	for (size_t i = 0; i < f->search->selectors.len; i++) {
		dr_dkim_selector *found = &f->search->selectors.items[i];
		if (found->service == NULL && found->texts->answer->hop_count == 0) {
			found->service = service_by_selector(f->services, found->selector);
		}
	}
}

static void ask_listed(finder *f)
{
	for (size_t i = 0; i < f->hints->listed.len && i < DR_DKIM_LISTED_MAX; i++) {
		ask_selector(f, f->hints->listed.items[i], DR_TIER_LISTED);
	}
}

static void guess(finder *f, bool sends_nothing)
{
	dr_outcome base = f->search->base->answer->outcome;
	bool guesses = f->hints->probe != DR_PROBE_NAMED && base != DR_NO_NAME && base != DR_OPEN;
	if (guesses) {
		ask_services(f);
	}
	ask_listed(f);
	if (guesses) {
		ask_common(f, sends_nothing);
		ask_services(f);
	}
}

void dr_survey_dkim(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                    bool sends_nothing, dr_services_found *services, dr_dkim_search *ret_search)
{
	finder f = { asking, hints, domain, services, ret_search, 0 };
	dr_str random = dr_random_label(asking->arena, domain);
	*ret_search = (dr_dkim_search){
		.base = dr_texts_ask_below(asking, DR_STR("_domainkey"), domain, DR_RECORD_DKIM),
		.random = dr_dkim_ask_key(asking, random, domain),
	};
	dr_outcome base = ret_search->base->answer->outcome;
	if (base != DR_NO_NAME && base != DR_OPEN) {
		ret_search->adsp =
			dr_ask_below(asking, DR_STR("_adsp._domainkey"), domain, DR_TYPE_TXT);
	}
	for (size_t i = 0; i < hints->selectors.len; i++) {
		ask_selector(&f, hints->selectors.items[i], DR_TIER_NAMED);
	}
	guess(&f, sends_nothing);
	attribute(&f);
	dr_dkim_find_doubled(asking, domain, ret_search);
	dr_dkim_find_shared(asking, hints, domain, ret_search);
}
