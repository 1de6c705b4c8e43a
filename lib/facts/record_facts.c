#include "facts/make_priv.h"
#include "base/issue.h"

dr_status dr_secure_status(const dr_answer *answer)
{
	dr_status status = dr_answer_fact(answer);
	return status.state == DR_KNOWN && answer->secure == DR_TRUST_UNKNOWN ? DR_STATUS_NOT_GIVEN
	                                                                      : status;
}

dr_place dr_place_in(const dr_texts *texts, dr_span span)
{
	return (dr_place){ .answer = texts->answer, .rr = texts->rr, .span = span };
}

static const dr_service *owner_of(const dr_catalog *catalog, dr_str target)
{
	const dr_service *service = dr_catalog_by_dkim_target(catalog, target);
	return service != NULL ? service : dr_catalog_by_host_target(catalog, target);
}

dr_alias_facts dr_alias_of(const dr_maker *m, const dr_answer *answer)
{
	dr_alias_facts alias = { 0 };
	bool certain = dr_outcome_is_certain(answer->outcome);
	if (answer->hop_count == 0 && !certain) {
		dr_schema_mark(&DR_ALIAS_FACTS_SCHEMA, &alias, dr_status_of_answer(answer));
		return alias;
	}
	dr_fact_set(&alias, present, answer->hop_count > 0);
	dr_fact_set(&alias, hops, (int64_t)answer->hop_count);
	dr_fact_set(&alias, service, DR_STR(""));
	dr_fact_with(&alias, dangling, dr_answer_fact(answer),
	             alias.present && answer->outcome != DR_ANSWER);
	dr_fact_absent(&alias, target);
	if (alias.present) {
		dr_str target = dr_name_text(m->arena, dr_answer_end(answer));
		const dr_service *service =
			m->input->catalog != NULL ? owner_of(m->input->catalog, target) : NULL;
		dr_fact_set(&alias, target, target);
		alias.service = service != NULL ? service->id : DR_STR("");
	}
	return alias;
}

dr_alias_facts dr_own_alias_of(const dr_maker *m, const dr_answer *answer)
{
	dr_answer plain = *answer;
	if (dr_random_gives_alias(&m->survey->random, answer)) {
		plain.hop_count = 0;
	}
	return dr_alias_of(m, &plain);
}

static bool is_first(const dr_issues *issues, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (issues->items[i].code == issues->items[index].code) {
			return false;
		}
	}
	return true;
}

dr_issue_facts dr_issues_of(const dr_maker *m, const dr_issues *issues, const dr_texts *texts)
{
	dr_issue_facts list = { 0 };
	for (size_t i = 0; i < issues->len; i++) {
		const dr_issue *issue = &issues->items[i];
		dr_list_add(m->arena, &list,
		            (dr_issue_fact){
				    .code = dr_str_of(dr_issue_name(issue->code)),
				    .subject = issue->subject,
				    .nearest = issue->nearest,
				    .first = is_first(issues, i),
				    .place = texts != NULL ? dr_place_in(texts, issue->place.span)
		                                           : (dr_place){ 0 },
			    });
	}
	return list;
}

dr_stray_facts dr_strays_of(const dr_maker *m, const dr_texts *texts, bool all)
{
	const dr_answer *answer = texts->answer;
	dr_stray_facts list = { 0 };
	for (uint32_t i = 0; answer->outcome == DR_ANSWER && i < answer->rr_count; i++) {
		dr_str text = answer->rrs[i].text;
		dr_record_fit fit = dr_record_fit_of(texts->kind, text);
		if (fit == DR_FIT_YES || (fit == DR_FIT_UNRELATED && !all)) {
			continue;
		}
		dr_record_kind kind = dr_record_kind_of(text);
		dr_list_add(m->arena, &list,
		            (dr_stray_fact){
				    .problem = dr_str_of(dr_record_fit_name(fit)),
				    .kind = dr_str_of(dr_record_kind_name(kind)),
				    .text = text,
				    .place = { answer, i, { 0, (uint32_t)text.len } },
			    });
	}
	return list;
}

dr_str dr_lower_text(dr_arena *arena, dr_str text)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < text.len; i++) {
		dr_buf_add_char(&out, dr_to_lower(text.ptr[i]));
	}
	return dr_buf_str(&out);
}

static const char *const ACCEPTS[] = {
	[DR_MAIL_UNKNOWN] = "",        [DR_MAIL_YES] = "yes",         [DR_MAIL_NO] = "no",
	[DR_MAIL_NULL_MX] = "null-mx", [DR_MAIL_NO_NAME] = "no-name",
};

/* What the destination wants reports of this kind to be sent to instead. */
static const dr_mailuri *replacement_of(const dr_report_address *address, bool failures)
{
	if (address->texts == NULL || address->texts->count == 0) {
		return NULL;
	}
	const dr_dmarc *record = address->texts->dmarc;
	const dr_mailuris *uris = failures ? &record->ruf : &record->rua;
	return uris->len > 0 ? &uris->items[0] : NULL;
}

/* Only a mailbox of the same host may stand in (RFC 9990 4). */
static void set_replacement(const dr_report_address *address, bool failures, dr_address_fact *fact)
{
	const dr_mailuri *other = replacement_of(address, failures);
	fact->replaced_by = other != NULL ? other->uri : DR_STR("");
	fact->diverted = other != NULL && !dr_str_eq_nocase(other->host, address->uri->host);
}

/* A text at the name that was meant to agree, but is no DMARC record. */
static dr_str near_miss_of(const dr_texts *texts)
{
	const dr_answer *answer = texts->answer;
	for (uint32_t i = 0; answer->outcome == DR_ANSWER && i < answer->rr_count; i++) {
		dr_record_fit fit = dr_record_fit_of(DR_RECORD_DMARC, answer->rrs[i].text);
		if (fit != DR_FIT_YES && fit != DR_FIT_UNRELATED) {
			return answer->rrs[i].text;
		}
	}
	return DR_STR("");
}

static void set_authorisation(const dr_maker *m, const dr_report_address *address, bool failures,
                              dr_address_fact *fact)
{
	dr_fact_with(fact, external, address->external_status, address->external);
	if (!address->external) {
		dr_fact_with(fact, authorised, address->external_status, true);
		dr_fact_with(fact, by_wildcard, address->external_status, false);
		return;
	}
	if (dr_name_is_set(address->authorisation)) {
		fact->authorisation = dr_name_text(m->arena, address->authorisation);
		dr_fact_with(fact, authorised, dr_texts_status(address->texts),
		             address->texts->count > 0);
	} else {
		dr_fact_set(fact, authorised, false);
	}
	dr_status status = fact->authorised_status;
	if (address->anybody != NULL) {
		status = dr_texts_status(address->anybody);
	}
	dr_fact_with(fact, by_wildcard, status,
	             address->anybody != NULL && address->anybody->count > 0);
	set_replacement(address, failures, fact);
	fact->malformed = address->texts != NULL ? near_miss_of(address->texts) : DR_STR("");
}

dr_address_facts dr_addresses_of(const dr_maker *m, const dr_report_addresses *addresses,
                                 bool failures, const dr_texts *texts)
{
	dr_address_facts list = { 0 };
	for (size_t i = 0; i < addresses->len; i++) {
		const dr_report_address *address = &addresses->items[i];
		dr_address_fact fact = {
			.uri = address->uri->text,
			.scheme = dr_lower_text(m->arena, address->uri->scheme),
			.address = address->uri->address,
			.host = dr_lower_text(m->arena, address->uri->host),
			.valid = address->uri->valid,
			.place = texts != NULL ? dr_place_in(texts, address->uri->span)
			                       : (dr_place){ 0 },
		};
		dr_fact_with(&fact, accepts, address->route.status,
		             dr_str_of(ACCEPTS[address->route.accepts]));
		set_authorisation(m, address, failures, &fact);
		dr_list_add(m->arena, &list, fact);
	}
	return list;
}

bool dr_answer_has(const dr_answer *answer, dr_record_kind kind)
{
	for (size_t i = 0; i < answer->rr_count; i++) {
		if (dr_record_is(kind, answer->rrs[i].text)) {
			return true;
		}
	}
	return false;
}
