#include "run/world.h"
#include "plan/plan_facts.h"
#include "run/waivers.h"

static const dr_variable VARIABLES[] = {
#define DR_VARIABLE(name_, schema_, stage_, doc_) \
	[DR_VARIABLE_##name_] = { .name = #name_, .type = &(schema_).type, .doc = (doc_) },
#include "run/variables.def"
#undef DR_VARIABLE
};

static const dr_stage STAGES[] = {
#define DR_VARIABLE(name_, schema_, stage_, doc_) [DR_VARIABLE_##name_] = (stage_),
#include "run/variables.def"
#undef DR_VARIABLE
};

static const char *const RECORDS[] = { "spf", "dkim", "dmarc",    "bimi",   "mtasts", "tlsrpt",
	                               "mx",  "zone", "services", "config", NULL };
static const char *const CATEGORIES[] = { "delivery", "spoofing", "reports",
	                                  "brand",    "hygiene",  NULL };
static const char *const WHO[] = { "you", "service", "dns-host", "certificate-authority", NULL };

static const dr_rule_world WORLD = {
	.variables = { .items = VARIABLES, .count = DR_COUNT(VARIABLES) },
	.stages = STAGES,
	.records = RECORDS,
	.categories = CATEGORIES,
	.who = WHO,
};

const dr_rule_world *dr_run_world(void)
{
	return &WORLD;
}

dr_values dr_run_values(const dr_facts *facts)
{
	return (dr_values){ .at = {
				    [DR_VARIABLE_domain] = &facts->domain,
				    [DR_VARIABLE_spf] = &facts->spf,
				    [DR_VARIABLE_dkim] = &facts->dkim,
				    [DR_VARIABLE_dmarc] = &facts->dmarc,
				    [DR_VARIABLE_bimi] = &facts->bimi,
				    [DR_VARIABLE_mtasts] = &facts->mtasts,
				    [DR_VARIABLE_tlsrpt] = &facts->tlsrpt,
				    [DR_VARIABLE_mx] = &facts->mx,
				    [DR_VARIABLE_services] = &facts->services,
				    [DR_VARIABLE_zone] = facts->zone,
				    [DR_VARIABLE_servers] = facts->servers,
				    [DR_VARIABLE_before] = facts->before,
				    [DR_VARIABLE_traffic] = facts->traffic,
			    } };
}
