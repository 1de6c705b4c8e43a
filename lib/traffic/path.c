#include "traffic/traffic_priv.h"

enum { HOME_SHARE = 4, SERVER_SHARE = 5 }; /* a quarter, a fifth */

/* Labels and domains by which lists are known. */
static const char *const LIST_LABELS[] = { "list",         "lists",  "listserv",  "listserver",
	                                   "mailman",      "sympa",  "majordomo", "groups",
	                                   "ml",           "mlist",  "maillist",  "mailinglist",
	                                   "mailing-list", "discuss" };
static const char *const LIST_HOSTS[] = { "googlegroups.com", "groups.io",       "yahoogroups.com",
	                                  "freelists.org",    "simplelists.com", "listbox.com" };

static bool is_among(dr_str text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (dr_str_eq(text, dr_str_of(words[i]))) {
			return true;
		}
	}
	return false;
}

static bool looks_like_list(dr_reading *r, dr_str name)
{
	dr_str rest = name, label;
	while (name.len > 0 && dr_str_split(&rest, '.', &label)) {
		if (is_among(label, LIST_LABELS, DR_COUNT(LIST_LABELS))) {
			return true;
		}
	}
	return name.len > 0 &&
	       is_among(dr_traffic_organization(r, name), LIST_HOSTS, DR_COUNT(LIST_HOSTS));
}

dr_str dr_traffic_other_signer(dr_reading *r, const dr_evidence_row *row)
{
	dr_str ours = dr_traffic_organization(r, row->header_from);
	for (size_t i = 0; i < row->signatures.len; i++) {
		const dr_report_dkim *one = &row->signatures.items[i];
		if (one->result == DR_REPORTED_PASS && one->domain.len > 0 &&
		    !dr_str_eq(dr_traffic_organization(r, one->domain), ours)) {
			return one->domain;
		}
	}
	return (dr_str){ 0 };
}

dr_str dr_traffic_other_return_path(dr_reading *r, const dr_evidence_row *row)
{
	bool passed = row->spf_result == DR_REPORTED_PASS && row->spf_domain.len > 0;
	bool ours = passed && dr_str_eq(dr_traffic_organization(r, row->spf_domain),
	                                dr_traffic_organization(r, row->header_from));
	return passed && !ours ? row->spf_domain : (dr_str){ 0 };
}

/* Somebody said that what comes from there is ours: it is, also on the day on which all of it
 * fails. */
static bool is_declared(const dr_reading *r, dr_ipaddr ip)
{
	const dr_domain_config *config = r->input->config;
	for (size_t i = 0; config != NULL && i < config->sources.len; i++) {
		const dr_source_decision *decision = &config->sources.items[i];
		if (decision->is == DR_IS_OURS && decision->network.address.family != DR_IP_NONE &&
		    dr_prefix_holds(decision->network, ip)) {
			return true;
		}
	}
	return false;
}

static bool is_home_address(const dr_reading *r, const dr_address_profile *profile, dr_ipaddr ip)
{
	return (profile != NULL && profile->spf_aligned > 0) ||
	       dr_prefixset_holds(&r->networks, ip) || is_declared(r, ip);
}

/* A return-path that much of what this signature signs has: the sender's own way. */
static bool is_usual(const dr_identity *identity, dr_str organization)
{
	uint64_t here = 0, most = 0;
	for (size_t i = 0; i < DR_TRAFFIC_HOMES_MAX; i++) {
		uint64_t messages = identity->homes[i].messages;
		most = messages > most ? messages : most;
		if (messages > 0 && dr_str_eq(identity->homes[i].organization, organization)) {
			here = messages;
		}
	}
	return here >= identity->passed / HOME_SHARE + 1 ||
	       (identity->at_home == 0 && here > 0 && here == most);
}

static bool is_large(const dr_address_profile *profile, const dr_identity *identity)
{
	return profile != NULL && profile->carried >= identity->passed / SERVER_SHARE + 1;
}

dr_identity *dr_traffic_usual_sender(dr_reading *r, const dr_evidence_row *row)
{
	const dr_report_dkim *own = dr_traffic_own_signature(r, row);
	const dr_address_profile *profile = dr_profile_find(r, row->ip);
	dr_identity *carried = profile != NULL ? profile->carries : NULL;
	dr_identity *identity = own != NULL ? dr_identity_find(r, own) : carried;
	if (identity == NULL || identity->passed == 0) {
		return NULL;
	}
	dr_str return_path = dr_traffic_other_return_path(r, row);
	bool usual =
		return_path.len > 0 && is_usual(identity, dr_traffic_organization(r, return_path));
	return usual || is_large(profile, identity) ? identity : NULL;
}

/* Where our signature holds, and SPF passes for somebody else. */
static dr_path path_of_rewritten(dr_reading *r, const dr_evidence_row *row,
                                 const dr_identity *identity, dr_str return_path)
{
	const dr_service *service = dr_traffic_service(r, row);
	if (service != NULL && dr_str_eq(service->kind, DR_STR("sender"))) {
		return DR_PATH_DIRECT;
	}
	if (identity != NULL && is_usual(identity, dr_traffic_organization(r, return_path))) {
		return DR_PATH_DIRECT;
	}
	return looks_like_list(r, return_path) ? DR_PATH_LIST : DR_PATH_FORWARDED;
}

/* Where our signature holds, and SPF does not pass. What never passes SPF anywhere is a sender
 * without SPF; what usually does has been forwarded here, unless this address has a large share. */
static dr_path path_of_signed(const dr_reading *r, const dr_evidence_row *row,
                              const dr_identity *identity)
{
	const dr_address_profile *profile = dr_profile_find(r, row->ip);
	if (is_home_address(r, profile, row->ip) || identity == NULL) {
		return DR_PATH_DIRECT;
	}
	bool never = identity->at_home == 0 && identity->homes[0].messages == 0;
	return never || is_large(profile, identity) ? DR_PATH_DIRECT : DR_PATH_FORWARDED;
}

/* A broken signature of ours: changed on the way, unless it never holds anywhere, or breaks on its
 * sender's own way. */
static dr_path path_of_broken(dr_reading *r, const dr_evidence_row *row, const dr_report_dkim *own)
{
	const dr_identity *identity = dr_identity_find(r, own);
	bool changed =
		identity != NULL && identity->passed > 0 && dr_traffic_usual_sender(r, row) == NULL;
	return changed ? DR_PATH_CHANGED : DR_PATH_DIRECT;
}

static dr_path path_of_unsigned(dr_reading *r, const dr_evidence_row *row,
                                const dr_address_profile *profile)
{
	const dr_service *service = dr_traffic_service(r, row);
	bool forwards = service != NULL && dr_str_eq(service->kind, DR_STR("forwarder"));
	bool carries = service == NULL && profile != NULL && profile->carried > 0 &&
	               dr_traffic_other_signer(r, row).len == 0 &&
	               dr_traffic_usual_sender(r, row) == NULL;
	return forwards || carries ? DR_PATH_FORWARDED : DR_PATH_DIRECT;
}

static dr_path path_of_failed(dr_reading *r, const dr_evidence_row *row, const dr_report_dkim *own)
{
	const dr_address_profile *profile = dr_profile_find(r, row->ip);
	bool list = looks_like_list(r, dr_traffic_other_return_path(r, row)) ||
	            looks_like_list(r, dr_traffic_other_signer(r, row));
	if (list) {
		return DR_PATH_LIST;
	}
	if ((row->overrides & DR_OVERRIDE_ARC_PASS) != 0) {
		return DR_PATH_FORWARDED;
	}
	if (is_home_address(r, profile, row->ip)) {
		return DR_PATH_DIRECT;
	}
	return own != NULL ? path_of_broken(r, row, own) : path_of_unsigned(r, row, profile);
}

dr_path dr_traffic_path(dr_reading *r, const dr_evidence_row *row)
{
	if (row->spf == DR_EVALUATED_PASS) {
		return DR_PATH_DIRECT;
	}
	if ((row->overrides & DR_OVERRIDE_MAILING_LIST) != 0) {
		return DR_PATH_LIST;
	}
	if ((row->overrides & (DR_OVERRIDE_FORWARDED | DR_OVERRIDE_TRUSTED_FORWARDER)) != 0) {
		return DR_PATH_FORWARDED;
	}
	const dr_report_dkim *own = dr_traffic_own_signature(r, row);
	bool holds = own != NULL ? own->result == DR_REPORTED_PASS : row->dkim == DR_EVALUATED_PASS;
	if (!holds) {
		return path_of_failed(r, row, own);
	}
	const dr_identity *identity = own != NULL ? dr_identity_find(r, own) : NULL;
	dr_str return_path = dr_traffic_other_return_path(r, row);
	return return_path.len > 0 ? path_of_rewritten(r, row, identity, return_path)
	                           : path_of_signed(r, row, identity);
}
