#include "errand.h"
#include "evidence.h"
#include "exit_status.h"
#include "mails.h"
#include "message.h"
#include "name/name.h"
#include "profiles.h"
#include "zones.h"

/* The config's settings stand over those of the profile. */
static int open_profile(errand *on)
{
	const dr_profile *profile = NULL;
	int status = profile_open(on->arena, on->given->profile, on->book.rules, &profile);
	if (status == EXIT_CLEAN) {
		on->from.config.settings = &profile->settings;
	}
	for (size_t i = 0; i < on->list.len; i++) {
		on->list.items[i].options.profile = profile;
	}
	return status;
}

static int open_sources(errand *on, const errand_plan *plan)
{
	int status = EXIT_CLEAN;
	if (plan->judges) {
		status = rulebook_load(on->arena, &on->given->rules, RULES_ALONE, &on->book);
	}
	if (status == EXIT_CLEAN) {
		status = settings_open(on->arena, on->given, on->book.rules, &on->settings);
	}
	if (status == EXIT_CLEAN) {
		status = sources_open(on->arena, on->given, on->book.rules, &on->from);
	}
	if (status == EXIT_CLEAN && on->given->profile.len > 0) {
		status = open_profile(on);
	}
	if (status == EXIT_CLEAN && on->given->message.len > 0) {
		status = mail_read(on->arena, on->given->message, &on->mail);
	}
	if (status == EXIT_CLEAN && on->settings.config != NULL) {
		on->from.config.waivers = &on->settings.config->waivers;
	}
	return status;
}

/* Findings and facts are about reports too, when there are any. Plans read them by themselves;
 * scans and snapshots only where that is said. */
static int open_evidence(errand *on, dr_document kind)
{
	bool said = on->given->evidence.len > 0 || on->given->store.len > 0;
	if (kind == DR_DOCUMENT_LINT || kind == DR_DOCUMENT_FACTS || kind == DR_DOCUMENT_DIFF ||
	    ((kind == DR_DOCUMENT_SCAN || kind == DR_DOCUMENT_SNAPSHOT) && said)) {
		return evidence_open_if_any(on->arena, on->given, &on->evidence);
	}
	return EXIT_CLEAN;
}

int errand_run(dr_arena *arena, const options *given, const errand_plan *plan)
{
	errand on = { .arena = arena, .given = given, .self = plan->self };
	bool listed;
	int status = outputs_open(arena, given, plan->kind, plan->format, &on.list, &listed);
	if (status != EXIT_CLEAN || listed) {
		return status;
	}
	status = open_sources(&on, plan);
	if (status == EXIT_CLEAN) {
		outputs_set_judgement(&on.list, on.from.as_of, on.book.rules);
		status = open_evidence(&on, plan->kind);
		status = status == EXIT_CLEAN ? plan->work(&on) : status;
	}
	dr_evidence_close(on.evidence);
	sources_close(&on.from);
	bool good = status == EXIT_CLEAN || status == EXIT_FINDINGS || status == EXIT_UNSURE;
	return exit_worse(outputs_close(&on.list, good && system_signal() == 0), status);
}

int errand_check_domains(dr_arena *arena, const dr_strs *domains)
{
	int status = EXIT_CLEAN;
	for (size_t i = 0; i < domains->len; i++) {
		dr_name name;
		dr_error err = { 0 };
		if (dr_domain_load(arena, domains->items[i], &name, &err) != DR_OK) {
			message_say("%s", err.text);
			status = exit_worse(status, exit_of_error(err.code));
		}
	}
	return status;
}

static dr_dkim_probe probe_named(dr_str name, dr_dkim_probe otherwise)
{
	static const struct {
		dr_str name;
		dr_dkim_probe probe;
	} PROBES[] = {
		{ DR_STR_INIT("named"), DR_PROBE_NAMED },
		{ DR_STR_INIT("services"), DR_PROBE_SERVICES },
		{ DR_STR_INIT("common"), DR_PROBE_COMMON },
	};
	for (size_t i = 0; i < DR_COUNT(PROBES); i++) {
		if (dr_str_eq(name, PROBES[i].name)) {
			return PROBES[i].probe;
		}
	}
	return otherwise;
}

static void add_all(dr_arena *arena, dr_strs *list, const dr_strs *more)
{
	for (size_t i = 0; i < more->len; i++) {
		dr_list_add(arena, list, more->items[i]);
	}
}

/* What reports say about the domain; NULL without evidence. */
static dr_traffic *read_traffic(const errand *on, dr_arena *arena, dr_str domain,
                                const dr_domain_config *own)
{
	dr_name name;
	dr_error err = { 0 };
	dr_traffic *traffic = NULL;
	const dr_config *config = on->settings.config;
	if (on->evidence == NULL || dr_domain_load(arena, domain, &name, &err) != DR_OK) {
		return NULL;
	}
	const dr_traffic_input input = {
		.query = { dr_name_text(arena, name), DR_NO_DAY, on->from.as_of },
		.catalog = on->from.config.catalog,
		.suffixes = on->from.config.suffixes,
		.config = own,
		.confirmed = config != NULL ? &config->confirmed_reporters : NULL,
	};
	if (dr_traffic_read(arena, on->evidence, &input, &traffic, &err) != DR_OK) {
		message_error(&err, NULL);
	}
	return traffic;
}

/* What is said on the command line goes before what the config knows. */
static void add_uris(dr_arena *arena, const dr_domain_config *own, dr_strs *uris)
{
	bool said = uris->len > 0;
	for (size_t i = 0; i < own->report_addresses.len && !said; i++) {
		dr_buf uri;
		dr_buf_init(&uri, arena);
		dr_buf_addf(&uri, "mailto:%.*s", DR_FMT(own->report_addresses.items[i]));
		dr_list_add(arena, uris, dr_buf_str(&uri));
	}
}

dr_request errand_request(const errand *on, dr_arena *arena, dr_str domain, dr_dkim_probe probe)
{
	const options *given = on->given;
	const dr_config *config = on->settings.config;
	const dr_domain_config *own = settings_of(&on->settings, arena, domain);
	dr_request request = {
		.domain = domain,
		.mail = given->mail,
		.probe = probe_named(given->dkim_probe, probe),
		.traffic = read_traffic(on, arena, domain, own),
		.rua = given->rua,
		.ruf = given->ruf,
	};
	add_all(arena, &request.selectors, &given->selectors);
	if (on->mail != NULL) {
		mail_add_selectors(arena, on->mail, domain, &request.selectors);
		request.bimi_selector = mail_bimi_selector(arena, on->mail, domain);
		request.message = on->mail;
	}
	if (config != NULL) {
		request.settings = dr_config_settings(arena, config, own, on->from.config.settings);
	}
	if (own != NULL) {
		add_all(arena, &request.selectors, &own->selectors);
		request.mail = given->mail.len > 0 ? given->mail : own->mail;
		request.report_addresses = own->report_addresses;
		add_uris(arena, own, &request.rua);
		request.services = own->services;
		request.networks = own->networks;
	}
	return request;
}

static bool is_below(dr_str name, dr_str domain)
{
	return name.len > domain.len && dr_str_ends_nocase(name, domain) &&
	       name.ptr[name.len - domain.len - 1] == '.';
}

static void add_names_below(dr_arena *arena, dr_strs *list, const dr_strs *names, dr_str domain)
{
	for (size_t i = 0; i < names->len; i++) {
		if (is_below(names->items[i], domain)) {
			dr_list_add(arena, list, names->items[i]);
		}
	}
}

void errand_add_below(const errand *on, dr_arena *arena, dr_request *request)
{
	const dr_config *config = on->settings.config;
	dr_name name;
	if (dr_domain_load(arena, request->domain, &name, NULL) != DR_OK) {
		return;
	}
	dr_str domain = dr_name_text(arena, name);
	if (request->planned != NULL) {
		add_names_below(arena, &request->below, &request->planned->scopes, domain);
	}
	for (size_t i = 0; config != NULL && i < config->domains.len; i++) {
		const dr_strs one = { &config->domains.items[i].domain, 1 };
		add_names_below(arena, &request->below, &one, domain);
	}
	for (size_t i = 0; i < on->from.zones.len; i++) {
		const dr_zone *zone = on->from.zones.items[i];
		if (dr_name_is_within(dr_zone_origin(zone), name) ||
		    dr_name_is_within(name, dr_zone_origin(zone))) {
			dr_strs names = zones_domains(arena, zone);
			add_names_below(arena, &request->below, &names, domain);
		}
	}
}
