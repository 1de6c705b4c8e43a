#include "render/verdict.h"

static dr_verdict_line line(const char *word, const char *why)
{
	return (dr_verdict_line){ word, dr_str_of(why) };
}

static dr_verdict_line line_with(dr_arena *arena, const char *word, const char *before, dr_str what,
                                 const char *after)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_addf(&out, "%s%.*s%s", before, DR_FMT(what), after);
	return (dr_verdict_line){ word, dr_buf_str(&out) };
}

/* What a finding says, in its first sentence. */
static dr_verdict_line line_of(const char *word, const dr_finding *finding)
{
	dr_str message = dr_str_trim(finding->message);
	dr_str sentence = dr_str_sub(message, 0, dr_str_search(message, DR_STR(". ")));
	if (dr_str_ends(sentence, DR_STR("."))) {
		sentence.len--;
	}
	return (dr_verdict_line){ word, sentence };
}

/* none 0, quarantine 1, reject 2. */
static int strength(dr_str policy)
{
	return dr_str_eq(policy, DR_STR("reject")) ? 2 : dr_str_eq(policy, DR_STR("quarantine"));
}

static bool is_about(const dr_finding *finding, const char *category, const char *record)
{
	return dr_str_eq(finding->rule->category, dr_str_of(category)) &&
	       (record == NULL || dr_str_eq(finding->rule->record, dr_str_of(record)));
}

/* The worst hit of a category (and record, unless NULL) of at least a severity; NULL: none. */
static const dr_finding *worst_hit(const dr_judgement *judgement, const char *category,
                                   const char *record, dr_severity least)
{
	const dr_finding *worst = NULL;
	for (size_t i = 0; i < judgement->findings.len; i++) {
		const dr_finding *finding = judgement->findings.items[i];
		if (finding->outcome == DR_HIT && !finding->waived && finding->severity >= least &&
		    is_about(finding, category, record) &&
		    (worst == NULL || finding->severity > worst->severity)) {
			worst = finding;
		}
	}
	return worst;
}

static bool is_unsure(const dr_judgement *judgement, const char *category)
{
	const dr_why_set missing = 1u << DR_WHY_NETWORK | 1u << DR_WHY_BUDGET;
	for (size_t i = 0; i < judgement->findings.len; i++) {
		const dr_finding *finding = judgement->findings.items[i];
		if (finding->outcome == DR_UNDECIDED_FINDING && finding->severity >= DR_WARNING &&
		    is_about(finding, category, NULL) && (finding->why & missing) != 0) {
			return true;
		}
	}
	return false;
}

static bool is_enforced(const dr_facts *facts)
{
	const dr_dmarc_policies *policies = &facts->dmarc.effective.strictest;
	return dr_is_known(policies->p_status) && strength(policies->p) > 0;
}

static bool has_no_dkim(const dr_facts *facts, const dr_judgement *judgement)
{
	return (dr_is_known(facts->dkim.found_status) && facts->dkim.found == 0) ||
	       worst_hit(judgement, "delivery", "dkim", DR_ERROR) != NULL;
}

static dr_verdict_line delivery(const dr_facts *facts, const dr_judgement *judgement)
{
	const dr_finding *mx = worst_hit(judgement, "delivery", "mx", DR_ERROR);
	if (mx != NULL) {
		return line_of("broken", mx);
	}
	const dr_finding *spf = worst_hit(judgement, "delivery", "spf", DR_ERROR);
	if (spf != NULL && is_enforced(facts) && has_no_dkim(facts, judgement)) {
		return line_of("broken", spf);
	}
	const dr_finding *worst = worst_hit(judgement, "delivery", NULL, DR_WARNING);
	if (worst != NULL) {
		return line_of("at-risk", worst);
	}
	if (is_unsure(judgement, "delivery")) {
		return line("unknown", "an answer that matters could not be had");
	}
	if (facts->spf.present_status.state == DR_UNKNOWN ||
	    facts->mx.present_status.state == DR_UNKNOWN) {
		return line("unknown", "SPF or MX could not be read");
	}
	if (dr_is_known(facts->domain.sends_status) && !facts->domain.sends) {
		return line("ok", "sends no mail");
	}
	return line("ok", "nothing found that keeps it from arriving");
}

static dr_verdict_line spoofing_below(dr_arena *arena, const dr_dmarc_policies *policies)
{
	if (dr_is_known(policies->sp_status) && strength(policies->sp) < strength(policies->p)) {
		return line_with(arena, "partly", "subdomains are held to ", policies->sp, " only");
	}
	if (dr_is_known(policies->np_status) && strength(policies->np) < strength(policies->p)) {
		return line_with(arena, "partly", "names that do not exist are held to ",
		                 policies->np, " only");
	}
	if (policies->sp_status.state == DR_UNKNOWN || policies->np_status.state == DR_UNKNOWN) {
		return line("unknown", "the policy for subdomains could not be read");
	}
	return strength(policies->p) == 2
	               ? line("closed", "p=reject: forged mail is refused")
	               : line("closed", "p=quarantine: forged mail is filed as spam");
}

static dr_verdict_line spoofing(dr_arena *arena, const dr_facts *facts,
                                const dr_judgement *judgement)
{
	const dr_dmarc_policies *policies = &facts->dmarc.effective.weakest;
	const dr_finding *worst = worst_hit(judgement, "spoofing", NULL, DR_WARNING);
	if (worst != NULL && worst->severity == DR_ERROR) {
		return line_of("open", worst);
	}
	if (policies->p_status.state == DR_UNKNOWN) {
		return line("unknown", "the DMARC policy could not be read");
	}
	if (!dr_is_known(policies->p_status)) {
		return line("open", "no DMARC policy: forged mail is delivered");
	}
	if (strength(policies->p) == 0) {
		bool watered = dr_is_known(facts->dmarc.p_status) && strength(facts->dmarc.p) > 0;
		return watered ? line_with(arena, "open", "p=", facts->dmarc.p,
		                           " does not hold at every receiver (pct, t)")
		               : line("open", "p=none: forged mail is delivered");
	}
	dr_verdict_line below = spoofing_below(arena, policies);
	if (worst != NULL && dr_str_eq(dr_str_of(below.word), DR_STR("closed"))) {
		return line_of("partly", worst);
	}
	return below;
}

typedef enum { REACHED, DOUBTFUL, LOST } reach;

/* Whether an address gets reports, and if not, why. */
static reach reach_of(dr_arena *arena, const dr_address_fact *address, dr_verdict_line *ret_line)
{
	if (!address->valid) {
		*ret_line =
			line_with(arena, "blind", "", address->uri, " is no address for reports");
		return LOST;
	}
	if (dr_is_known(address->authorised_status) && !address->authorised) {
		*ret_line = line_with(arena, "blind", "", address->host,
		                      " has not agreed to receive them");
		return LOST;
	}
	if (dr_is_known(address->accepts_status) && !dr_str_eq(address->accepts, DR_STR("yes"))) {
		*ret_line = line_with(arena, "blind", "", address->host, " accepts no mail");
		return LOST;
	}
	if (!dr_is_known(address->accepts_status) ||
	    address->authorised_status.state == DR_UNKNOWN) {
		*ret_line = line_with(arena, "unknown", "whether ", address->host,
		                      " takes them could not be told");
		return DOUBTFUL;
	}
	*ret_line = line_with(arena, "arriving", "at ", address->address, "");
	return REACHED;
}

static dr_verdict_line reports(dr_arena *arena, const dr_facts *facts)
{
	const dr_dmarc_facts *dmarc = &facts->dmarc;
	if (dmarc->present_status.state == DR_UNKNOWN ||
	    (dmarc->rua_status.state == DR_UNKNOWN && dmarc->present)) {
		return line("unknown", "the DMARC record could not be read");
	}
	if (!dmarc->present) {
		return line("blind", "no DMARC record asks for them");
	}
	if (dmarc->rua.len == 0) {
		return line("blind", "no rua address: nobody tells who sends as you");
	}
	reach best = LOST;
	dr_verdict_line told = line("blind", "");
	for (size_t i = 0; i < dmarc->rua.len; i++) {
		dr_verdict_line one;
		reach got = reach_of(arena, &dmarc->rua.items[i], &one);
		if (i == 0 || got < best) {
			best = got;
			told = one;
		}
	}
	return told;
}

/* Why receivers of some kind do not take the policy for an enforced one; ptr NULL: they all do. */
static dr_str dark_because(dr_arena *arena, const dr_facts *facts)
{
	const dr_dmarc_policies *weakest = &facts->dmarc.effective.weakest;
	const dr_dmarc_facts *dmarc = &facts->dmarc;
	dr_buf why;
	dr_buf_init(&why, arena);
	bool published = dr_is_known(dmarc->p_status) && strength(dmarc->p) > 0;
	bool share = published && strength(dmarc->p) == 1;
	if (dr_is_known(weakest->p_status) && strength(weakest->p) > 0) {
		bool below = dr_is_known(weakest->sp_status) && strength(weakest->sp) > 0;
		return below ? (dr_str){ 0 } : DR_STR("needs sp=quarantine or reject");
	}
	if (published && dr_str_eq(dmarc->t, DR_STR("y"))) {
		dr_buf_addf(&why, "t=y makes p=%.*s count less", DR_FMT(dmarc->p));
	} else if (share && dmarc->pct < 100) {
		dr_buf_addf(&why, "pct=%d leaves mail that is held to nothing", (int)dmarc->pct);
	} else {
		dr_buf_add(&why, DR_STR("needs p=quarantine or reject"));
	}
	return dr_buf_str(&why);
}

static dr_verdict_line brand(dr_arena *arena, const dr_facts *facts, const dr_judgement *judgement)
{
	const dr_dmarc_policies *policies = &facts->dmarc.effective.weakest;
	if (dr_is_known(facts->bimi.declined_status) && facts->bimi.declined) {
		return line("not-wanted", "the BIMI record declines");
	}
	if (dr_is_known(facts->domain.sends_status) && !facts->domain.sends) {
		return line("not-wanted", "sends no mail");
	}
	if (policies->p_status.state == DR_UNKNOWN || policies->sp_status.state == DR_UNKNOWN) {
		return line("unknown", "the DMARC policy could not be read");
	}
	dr_str dark = dark_because(arena, facts);
	if (dark.ptr != NULL) {
		return (dr_verdict_line){ "not-possible", dark };
	}
	const dr_finding *worst = worst_hit(judgement, "brand", NULL, DR_ERROR);
	if (worst != NULL) {
		return line_of("not-possible", worst);
	}
	bool present = dr_is_known(facts->bimi.present_status) && facts->bimi.present;
	return present ? line("possible", "the policy allows it, and there is a BIMI record")
	               : line("possible", "the policy allows it; there is no BIMI record yet");
}

dr_verdicts dr_verdicts_of(dr_arena *arena, const dr_facts *facts, const dr_judgement *judgement)
{
	return (dr_verdicts){
		.delivery = delivery(facts, judgement),
		.spoofing = spoofing(arena, facts, judgement),
		.reports = reports(arena, facts),
		.brand = brand(arena, facts, judgement),
	};
}
