#include "facts/make_priv.h"

/* Of one domain; the rest is dropped. */
enum { ISSUES_MAX = 1000, UNPROTECTED_MAX = 100, REPORTERS_MAX = 1000 };

/* What stands nowhere is the apex's; what stands at or below another domain of this go, which is
 * below this one, is that domain's. */
static bool is_about(const dr_maker *m, const dr_zone_issue *issue, bool apex)
{
	dr_name domain = m->survey->domain;
	if (!dr_name_is_set(issue->owner) || !dr_name_is_within(issue->owner, domain)) {
		return apex;
	}
	return dr_domains_nearest(m->input->domains, issue->owner).len <= domain.len;
}

static dr_zone_issue_fact issue_fact(const dr_maker *m, const dr_zone_issue *issue)
{
	dr_file_place *at = dr_arena_new_of(m->arena, dr_file_place);
	if (at != NULL) {
		*at = issue->at;
	}
	bool owned = dr_name_is_set(issue->owner);
	return (dr_zone_issue_fact){
		.code = dr_str_of(issue->code),
		.subject = dr_arena_copy(m->arena, issue->subject),
		.text = dr_arena_copy(m->arena, dr_str_of(issue->text)),
		.owner = owned ? dr_name_text(m->arena, issue->owner) : DR_STR(""),
		.file = dr_str_of(issue->at.file),
		.line = issue->at.line,
		.column = issue->at.column,
		.place = { .file = at },
	};
}

static void make_issues(const dr_maker *m, const dr_zone *zone, bool apex, dr_zone_facts *facts)
{
	const dr_zone_issues *issues = dr_zone_issues_of(zone);
	for (size_t i = 0; i < issues->len && facts->issues.len < ISSUES_MAX; i++) {
		const dr_zone_issue *issue = &issues->items[i];
		if (is_about(m, issue, apex)) {
			dr_list_add(m->arena, &facts->issues, issue_fact(m, issue));
		}
	}
}

static bool has(const dr_maker *m, const dr_zone *zone, dr_name name, uint16_t type,
                dr_record_kind kind)
{
	dr_question question = dr_question_dns(name, type);
	const dr_answer *answer = dr_zone_answer(zone, m->arena, &question);
	return answer != NULL && answer->outcome == DR_ANSWER &&
	       (kind == DR_RECORD_NONE || dr_answer_has(answer, kind));
}

/* Names below the apex that receive mail and could be forged. */
static void make_unprotected(const dr_maker *m, const dr_zone *zone, dr_zone_facts *facts)
{
	dr_name *names = NULL;
	size_t count = 0;
	dr_zone_names(zone, m->arena, &names, &count);
	for (size_t i = 0; i < count && facts->unprotected.len < UNPROTECTED_MAX; i++) {
		if (!dr_name_eq(names[i], dr_zone_origin(zone)) && !dr_name_is_wildcard(names[i]) &&
		    has(m, zone, names[i], DR_TYPE_MX, DR_RECORD_NONE) &&
		    !has(m, zone, names[i], DR_TYPE_TXT, DR_RECORD_SPF)) {
			dr_list_add(m->arena, &facts->unprotected,
			            dr_name_text(m->arena, names[i]));
		}
	}
}

/* A complete zone is silent only about what it delegates. */
static void make_elsewhere(const dr_maker *m, const dr_zone *zone, dr_zone_facts *facts)
{
	static const dr_str PREFIXES[] = {
		DR_STR_INIT(""),      DR_STR_INIT("_dmarc"),   DR_STR_INIT("_domainkey"),
		DR_STR_INIT("_bimi"), DR_STR_INIT("_mta-sts"), DR_STR_INIT("mta-sts"),
		DR_STR_INIT("_smtp"),
	};
	for (size_t i = 0; i < DR_COUNT(PREFIXES) && facts->complete; i++) {
		dr_name domain = m->survey->domain;
		dr_name name =
			PREFIXES[i].len > 0 ? dr_name_join(m->arena, PREFIXES[i], domain) : domain;
		dr_question question = dr_question_dns(name, DR_TYPE_TXT);
		if (dr_name_is_set(name) && dr_zone_answer(zone, m->arena, &question) == NULL) {
			dr_list_add(m->arena, &facts->elsewhere, dr_name_text(m->arena, name));
		}
		if (i == 0 && facts->elsewhere.len > 0) {
			return;
		}
	}
}

/* Other domains that have been told here that their reports may come to this one. */
static void make_reporters(const dr_maker *m, const dr_zone *zone, dr_zone_facts *facts)
{
	dr_name base = dr_name_join(m->arena, DR_STR("_report._dmarc"), m->survey->domain);
	dr_name *names = NULL;
	size_t count = 0;
	dr_zone_names_below(zone, m->arena, base, &names, &count);
	for (size_t i = 0; i < count && facts->reporters.len < REPORTERS_MAX; i++) {
		if (has(m, zone, names[i], DR_TYPE_TXT, DR_RECORD_DMARC)) {
			dr_name reporter = dr_name_replace(m->arena, names[i], base, DR_NAME_ROOT);
			dr_list_add(m->arena, &facts->reporters, dr_name_text(m->arena, reporter));
		}
	}
}

void dr_make_zone(const dr_maker *m)
{
	const dr_zone *zone = m->input->zone;
	dr_zone_facts *facts = zone != NULL ? dr_arena_new_of(m->arena, dr_zone_facts) : NULL;
	if (facts == NULL) {
		return;
	}
	bool apex = dr_name_eq(m->survey->domain, dr_zone_origin(zone));
	facts->origin = dr_name_text(m->arena, dr_zone_origin(zone));
	facts->complete = dr_zone_is_complete(zone);
	make_issues(m, zone, apex, facts);
	make_elsewhere(m, zone, facts);
	if (apex) {
		make_unprotected(m, zone, facts);
	}
	make_reporters(m, zone, facts);
	m->facts->zone = facts;
}

/* The first key at or below a name; NULL wire when there is none. */
static dr_name first_key_below(const dr_maker *m, const dr_zone *zone, dr_name below)
{
	dr_name *names = NULL;
	size_t count = 0;
	dr_zone_names_below(zone, m->arena, below, &names, &count);
	for (size_t i = 0; i < count; i++) {
		if (has(m, zone, names[i], DR_TYPE_TXT, DR_RECORD_DKIM)) {
			return names[i];
		}
	}
	return (dr_name){ 0 };
}

/* `_domainkey.example.com` written without its final dot in the zone example.com. */
static dr_name doubled_in_zone(const dr_maker *m, const dr_zone *zone)
{
	dr_name doubled = dr_name_below(m->arena, m->survey->domain, dr_zone_origin(zone));
	dr_name base = dr_name_is_set(doubled)
	                       ? dr_name_join(m->arena, DR_STR("_domainkey"), doubled)
	                       : doubled;
	return first_key_below(m, zone, base);
}

/* A zone tells every name; else only the selectors that were tried can be there. */
void dr_make_doubled(const dr_maker *m)
{
	const dr_zone *zone = m->input->zone;
	const dr_dkim_doubled *doubled = &m->survey->dkim.doubled;
	dr_dkim_facts *dkim = &m->facts->dkim;
	dr_name key = zone != NULL ? doubled_in_zone(m, zone) : (dr_name){ 0 };
	if (!dr_name_is_set(key) && doubled->texts != NULL) {
		key = doubled->texts->answer->question.name;
	}
	bool looked = zone != NULL || doubled->base == NULL;
	dr_status status = looked ? DR_STATUS_KNOWN : dr_answer_fact(doubled->base);
	if (dr_name_is_set(key)) {
		dr_fact_set(dkim, doubled, dr_name_text(m->arena, key));
	} else {
		dkim->doubled_status = status.state == DR_KNOWN ? DR_STATUS_ABSENT : status;
	}
}
