#include "run/finding_home.h"
#include "answer/answer.h"

/* Where a record of each kind stands when a finding has no place: there is none to point at. */
static const struct {
	dr_str record;
	const char *prefix;
	uint16_t type;
} HOMES[] = {
	{ DR_STR_INIT("spf"), "", DR_TYPE_TXT },
	{ DR_STR_INIT("dkim"), "_domainkey.", DR_TYPE_TXT },
	{ DR_STR_INIT("dmarc"), "_dmarc.", DR_TYPE_TXT },
	{ DR_STR_INIT("bimi"), "default._bimi.", DR_TYPE_TXT },
	{ DR_STR_INIT("mtasts"), "_mta-sts.", DR_TYPE_TXT },
	{ DR_STR_INIT("tlsrpt"), "_smtp._tls.", DR_TYPE_TXT },
	{ DR_STR_INIT("mx"), "", DR_TYPE_MX },
};

static dr_str type_text(dr_arena *arena, uint16_t type)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_type_write(type, &out);
	return dr_buf_str(&out);
}

static dr_str below(dr_arena *arena, const char *prefix, dr_str domain)
{
	dr_buf owner;
	dr_buf_init(&owner, arena);
	dr_buf_addf(&owner, "%s%.*s", prefix, DR_FMT(domain));
	return dr_buf_str(&owner);
}

/* A finding without a place is about a record that is not there. */
static dr_finding_home usual_home(dr_arena *arena, dr_str domain, const dr_finding *finding)
{
	dr_finding_home home = { finding->owner.len > 0 ? finding->owner : domain, { 0 } };
	for (size_t i = 0; i < DR_COUNT(HOMES); i++) {
		if (dr_str_eq(HOMES[i].record, finding->rule->record)) {
			home.type = type_text(arena, HOMES[i].type);
			home.owner = finding->owner.len > 0 ? finding->owner
			                                    : below(arena, HOMES[i].prefix, domain);
		}
	}
	return home;
}

dr_finding_home dr_finding_home_of(dr_arena *arena, dr_str domain, const dr_finding *finding)
{
	const dr_answer *answer = finding->place.answer;
	if (answer == NULL) {
		return usual_home(arena, domain, finding);
	}
	return (dr_finding_home){ dr_name_text(arena, answer->question.name),
		                  type_text(arena, answer->question.type) };
}
