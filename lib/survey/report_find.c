#include "survey/report_find.h"
#include "survey/random_find.h"

static dr_name report_name(const dr_asking *asking, dr_str domain, dr_name host)
{
	dr_buf prefix;
	dr_buf_init(&prefix, asking->arena);
	dr_buf_add(&prefix, domain);
	dr_buf_add(&prefix, DR_STR("._report._dmarc"));
	return dr_name_join(asking->arena, dr_buf_str(&prefix), host);
}

/* Whose record it is, and whether that is still to be published. */
typedef struct {
	dr_name domain;
	bool ahead;
} report_record;

static bool ends_at_psd(const dr_dmarc_walk *walk, dr_name below)
{
	for (size_t i = 0; i < walk->count; i++) {
		const dr_dmarc_step *step = &walk->steps[i];
		if (step->record != NULL && step->record->psd != 'u' &&
		    !dr_name_eq(step->domain, below) && dr_name_is_within(step->domain, below)) {
			return true;
		}
	}
	return false;
}

/* The walk from a host below the domain will end at its record. */
static bool will_cover(const report_record *record, const dr_dmarc_walk *ours,
                       const dr_dmarc_walk *theirs)
{
	return record->ahead && dr_name_eq(ours->organizational, record->domain) &&
	       !ends_at_psd(theirs, record->domain);
}

/* A host that is not at or below our organizational domain cannot have the same one: it is not
 * asked about. */
static void compare_organizations(const dr_asking *asking, const report_record *record,
                                  dr_report_address *address)
{
	dr_name found_at = record->domain;
	dr_dmarc_walk ours, theirs;
	if (dr_name_eq(found_at, address->host)) {
		return;
	}
	dr_dmarc_walk_from(asking, found_at, &ours);
	if (ours.status.state != DR_KNOWN) {
		address->external_status = ours.status;
	} else if (!dr_name_is_within(address->host, ours.organizational)) {
		address->external = true;
	} else {
		dr_dmarc_walk_from(asking, address->host, &theirs);
		address->external_status = theirs.status;
		address->external = theirs.status.state == DR_KNOWN &&
		                    !dr_name_eq(ours.organizational, theirs.organizational) &&
		                    !will_cover(record, &ours, &theirs);
	}
}

static void ask_authorisation(const dr_asking *asking, dr_name found_at, dr_report_address *address)
{
	dr_str domain = dr_name_text(asking->arena, found_at);
	address->authorisation = report_name(asking, domain, address->host);
	if (!dr_name_is_set(address->authorisation)) {
		return;
	}
	address->texts = dr_texts_ask(asking, address->authorisation, DR_RECORD_DMARC);
	if (address->texts->count > 0) {
		dr_str label = dr_random_label(asking->arena, found_at);
		dr_name anybody = report_name(asking, label, address->host);
		address->anybody = dr_name_is_set(anybody)
		                           ? dr_texts_ask(asking, anybody, DR_RECORD_DMARC)
		                           : NULL;
	}
}

static void ask_about(const dr_asking *asking, const report_record *record,
                      dr_report_address *address)
{
	address->external_status = DR_STATUS_KNOWN;
	address->route = (dr_mail_route){ DR_MAIL_YES, DR_STATUS_KNOWN };
	if (!dr_name_is_set(address->host)) {
		return;
	}
	if (address->uri->mailto) {
		address->route = dr_mail_route_to(asking, address->host);
	}
	if (dr_name_is_set(record->domain)) {
		compare_organizations(asking, record, address);
	}
	if (address->external) {
		ask_authorisation(asking, record->domain, address);
	}
}

static void ask_about_all(const dr_asking *asking, const dr_mailuris *uris,
                          const report_record *record, dr_report_addresses *ret_addresses)
{
	const dr_status too_many = { .state = DR_UNKNOWN, .why = DR_WHY_BUDGET };
	for (size_t i = 0; i < uris->len; i++) {
		const dr_mailuri *uri = &uris->items[i];
		dr_report_address address = {
			.uri = uri,
			.host = uri->valid ? dr_name_of(asking->arena, uri->host) : (dr_name){ 0 },
			.route.status = too_many,
			.external_status = too_many,
		};
		if (i < DR_REPORT_ADDRESSES_MAX) {
			ask_about(asking, record, &address);
		}
		dr_list_add(asking->arena, ret_addresses, address);
	}
}

void dr_survey_reports(const dr_asking *asking, const dr_mailuris *uris, dr_name found_at,
                       dr_report_addresses *ret_addresses)
{
	ask_about_all(asking, uris, &(report_record){ found_at, false }, ret_addresses);
}

void dr_survey_reports_ahead(const dr_asking *asking, const dr_mailuris *uris, dr_name domain,
                             dr_report_addresses *ret_addresses)
{
	ask_about_all(asking, uris, &(report_record){ domain, true }, ret_addresses);
}
