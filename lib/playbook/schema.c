#include "playbook/playbook.h"

static const char *const PACES[] = { "small", "large", NULL };
static const char *const MAILS[] = { "people", "transactional", "mixed", "none", NULL };
static const char *const POLICIES[] = { "none", "quarantine", "reject", NULL };
static const char *const LISTS[] = { "rua", "ruf", NULL };
static const char *const TAKES[] = { "yes",     "no-agreement", "diverted",  "no-mail",
	                             "invalid", "not-asked",    "no-answer", NULL };
static const char *const SEVERITIES[] = { "info", "warning", "error", NULL };

static const dr_field ASK_FIELDS[] = {
	DR_PLAIN(dr_ask_facts, pace, "how careful the rollout is", DR_CHOICES(PACES)),
	DR_FACT(dr_ask_facts, mail, "what kind of mail the domain sends", DR_MAY_BE_ABSENT,
	        DR_CHOICES(MAILS)),
	DR_FACT(dr_ask_facts, rua,
	        "where aggregate reports are to go: URIs with commas between them",
	        DR_MAY_BE_ABSENT),
	DR_FACT(dr_ask_facts, ruf, "where failure reports are to go, the same", DR_MAY_BE_ABSENT),
	DR_PLAIN(dr_ask_facts, named,
	         "the published record names every address that was asked for"),
	DR_PLAIN(dr_ask_facts, report_address,
	         "mailboxes for reports: those asked for, else those of the record, else "
	         "dmarc-reports at the domain"),
	DR_PLAIN(dr_ask_facts, target, "where the rollout ends: what somebody said, else reject",
	         DR_CHOICES(POLICIES)),
	DR_PLAIN(dr_ask_facts, owners,
	         "who answers for sources: 'HR (payroll), Shop (orders)'; 'the owner of every "
	         "source' when nobody is known"),
	DR_PLAIN(dr_ask_facts, verified,
	         "sources are declared, and a message of each was checked outside"),
	DR_PLAIN(dr_ask_facts, no_mailbox,
	         "said to send nothing, no address for reports, and no mail server to take them"),
	DR_PLAIN(dr_ask_facts, receives,
	         "mail can be sent to the domain; also while that is not known"),
	DR_PLAIN(dr_ask_facts, since_given, "the age of the published record is known"),
	DR_PLAIN(dr_ask_facts, inherits,
	         "no record of its own, and the policy of another name's record is enforced, which "
	         "one "
	         "of its own can say to all receivers"),
	DR_PLAIN(dr_ask_facts, parked, "SPF allows nobody and there is no MX"),
	DR_PLAIN(dr_ask_facts, sends, "neither parked nor said to send nothing"),
	DR_PLAIN(dr_ask_facts, decided, "where the rollout ends is decided, with who and why"),
	DR_PLAIN(dr_ask_facts, below,
	         "names below the domain were seen in From in 90 days, or have records of their "
	         "own"),
	DR_PLAIN(dr_ask_facts, own_below,
	         "one of them has a record of its own, or gets one in this plan"),
};
DR_SCHEMA(DR_ASK_FACTS_SCHEMA, "ask", dr_ask_facts, ASK_FIELDS, "what the person asked for");

static const dr_field TARGET_FIELDS[] = {
	DR_PLAIN(dr_target_fact, name, "whose record names it: the domain, or a name below it"),
	DR_PLAIN(dr_target_fact, list, "the tag that names it", DR_CHOICES(LISTS)),
	DR_PLAIN(dr_target_fact, mailbox, "the mailbox, or the URI when it is none"),
	DR_PLAIN(dr_target_fact, host, "its domain"),
	DR_PLAIN(dr_target_fact, takes,
	         "whether reports arrive there, as far as DNS says; not-asked: nobody looked, "
	         "no-answer: DNS did not answer, diverted: the agreement names another host",
	         DR_CHOICES(TAKES), DR_SEE("RFC 9990 4")),
	DR_PLAIN(dr_target_fact, authorisation,
	         "owner name of the record by which another organization agrees, or empty"),
	DR_PLAIN(dr_target_fact, published, "the domain's record names it today"),
};
DR_SCHEMA(DR_TARGET_FACT_SCHEMA, "address", dr_target_fact, TARGET_FIELDS,
          "where a record of the phase has reports sent");

static const char *const FINDING_SCOPES[] = { "p", "sp", "own", NULL };

static const dr_field FINDING_FIELDS[] = {
	DR_PLAIN(dr_finding_fact, rule, "id of the rule"),
	DR_PLAIN(dr_finding_fact, severity, "how bad it is", DR_CHOICES(SEVERITIES)),
	DR_PLAIN(dr_finding_fact, record, "the kind of record it is about"),
	DR_PLAIN(dr_finding_fact, category, "what suffers"),
	DR_PLAIN(dr_finding_fact, scope,
	         "whose policy it matters for: p of the domain; sp: names below only; own: names "
	         "with records of their own only",
	         DR_CHOICES(FINDING_SCOPES)),
};
DR_SCHEMA(DR_FINDING_FACT_SCHEMA, "finding", dr_finding_fact, FINDING_FIELDS,
          "a rule that hit, consequences left out");

static const dr_field AIM_FIELDS[] = {
	DR_PLAIN(dr_aim, share, "of messages that pass"),
	DR_PLAIN(dr_aim, days, "good days in a row"),
};
DR_SCHEMA(DR_AIM_SCHEMA, "aim", dr_aim, AIM_FIELDS, "what a phase asks of streams");
