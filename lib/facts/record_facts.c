#include "facts/make_priv.h"
#include "base/issue.h"

dr_status dr_list_status(dr_status status)
{
	if (status.state == DR_UNKNOWN) {
		status.state = DR_PARTIAL;
	}
	return status;
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

static dr_str replacement_of(const dr_report_address *address)
{
	if (address->texts == NULL || address->texts->count == 0 ||
	    address->texts->dmarc->rua.len == 0) {
		return DR_STR("");
	}
	return address->texts->dmarc->rua.items[0].uri;
}

static void set_authorisation(const dr_maker *m, const dr_report_address *address,
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
	fact->replaced_by = replacement_of(address);
}

dr_address_facts dr_addresses_of(const dr_maker *m, const dr_report_addresses *addresses,
                                 const dr_texts *texts)
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
			.place = dr_place_in(texts, address->uri->span),
		};
		dr_fact_with(&fact, accepts, address->route.status,
		             dr_str_of(ACCEPTS[address->route.accepts]));
		set_authorisation(m, address, &fact);
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
