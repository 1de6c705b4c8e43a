#include "playbook/playbook.h"

static const char *const PACES[] = { "small", "large", NULL };
static const char *const MAILS[] = { "people", "transactional", "mixed", "none", NULL };
static const char *const POLICIES[] = { "none", "quarantine", "reject", NULL };
static const char *const SEVERITIES[] = { "info", "warning", "error", NULL };

static const dr_field ASK_FIELDS[] = {
	DR_PLAIN(dr_ask_facts, pace, "how careful the rollout is", DR_CHOICES(PACES)),
	DR_FACT(dr_ask_facts, mail, "what kind of mail the domain sends", DR_MAY_BE_ABSENT,
	        DR_CHOICES(MAILS)),
	DR_FACT(dr_ask_facts, rua, "where aggregate reports are to go, as a URI", DR_MAY_BE_ABSENT),
	DR_FACT(dr_ask_facts, ruf, "where failure reports are to go, as a URI", DR_MAY_BE_ABSENT),
	DR_PLAIN(dr_ask_facts, report_address,
	         "the mailbox for reports when the record names none"),
	DR_PLAIN(dr_ask_facts, target, "where the rollout ends: what somebody said, else reject",
	         DR_CHOICES(POLICIES)),
	DR_PLAIN(dr_ask_facts, owners,
	         "who answers for sources: 'HR (payroll), Shop (orders)'; 'the owner of every "
	         "source' when nobody is known"),
	DR_PLAIN(dr_ask_facts, verified,
	         "sources are declared, and a message of each was checked outside"),
	DR_PLAIN(dr_ask_facts, no_mailbox,
	         "said to send nothing, no address for reports, and no mail server to take them"),
	DR_PLAIN(dr_ask_facts, since_given, "the age of the published record is known"),
	DR_PLAIN(dr_ask_facts, parked, "SPF allows nobody and there is no MX"),
	DR_PLAIN(dr_ask_facts, sends, "neither parked nor said to send nothing"),
};
DR_SCHEMA(DR_ASK_FACTS_SCHEMA, "ask", dr_ask_facts, ASK_FIELDS, "what the person asked for");

static const dr_field FINDING_FIELDS[] = {
	DR_PLAIN(dr_finding_fact, rule, "id of the rule"),
	DR_PLAIN(dr_finding_fact, severity, "how bad it is", DR_CHOICES(SEVERITIES)),
	DR_PLAIN(dr_finding_fact, record, "the kind of record it is about"),
	DR_PLAIN(dr_finding_fact, category, "what suffers"),
};
DR_SCHEMA(DR_FINDING_FACT_SCHEMA, "finding", dr_finding_fact, FINDING_FIELDS,
          "a rule that hit, consequences left out");

static const dr_field AIM_FIELDS[] = {
	DR_PLAIN(dr_aim, share, "of messages that pass"),
	DR_PLAIN(dr_aim, days, "good days in a row"),
};
DR_SCHEMA(DR_AIM_SCHEMA, "aim", dr_aim, AIM_FIELDS, "what a phase asks of streams");
