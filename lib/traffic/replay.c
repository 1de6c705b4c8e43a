#include "base/name_wire.h"
#include "traffic/traffic_priv.h"

static bool is_aligned(dr_reading *r, dr_str author, dr_str domain, char mode)
{
	if (domain.len == 0 || mode == 's') {
		return domain.len > 0 && dr_str_eq(author, domain);
	}
	return dr_str_eq(dr_traffic_organization(r, author), dr_traffic_organization(r, domain));
}

/* Under the policy's own modes. Where relaxed alignment is enough, what the reporter found counts
 * too: not every one lists what it checked. */
static bool passes(dr_reading *r, const dr_evidence_row *row)
{
	const dr_dmarc *policy = r->input->policy;
	bool dkim = policy->adkim != 's' && row->dkim == DR_EVALUATED_PASS;
	bool spf = policy->aspf != 's' && row->spf == DR_EVALUATED_PASS;
	for (size_t i = 0; i < row->signatures.len && !dkim; i++) {
		const dr_report_dkim *one = &row->signatures.items[i];
		dkim = one->result == DR_REPORTED_PASS &&
		       is_aligned(r, row->header_from, one->domain, policy->adkim);
	}
	return dkim || spf ||
	       (row->spf_result == DR_REPORTED_PASS && row->spf_scope != DR_SCOPE_HELO &&
	        is_aligned(r, row->header_from, row->spf_domain, policy->aspf));
}

static void add_fate(dr_fate *fate, dr_policy policy, uint64_t messages)
{
	uint64_t *const COUNTS[] = { &fate->none, &fate->none, &fate->quarantine, &fate->reject };
	*COUNTS[policy] += messages;
}

/* Receivers of RFC 7489 do less to those that pct leaves out (RFC 7489 6.6.4). */
static void add_sampled(dr_fate *fate, dr_policy policy, uint64_t messages, uint8_t pct)
{
	enum { WHOLE = 100 };
	uint64_t hit = messages / WHOLE * pct + messages % WHOLE * pct / WHOLE;
	add_fate(fate, policy, hit);
	add_fate(fate, dr_policy_lowered(policy), messages - hit);
}

static void add_to(dr_fates *fates, const dr_reading *r, const dr_evidence_row *row, bool direct,
                   bool passed)
{
	static const dr_generation GENERATIONS[] = { DR_RFC7489, DR_RFC9989 };
	const dr_dmarc *policy = r->input->policy;
	bool own = dr_str_eq(row->header_from, r->input->query.domain);
	for (size_t i = 0; i < DR_COUNT(GENERATIONS); i++) {
		dr_fate *fate = direct ? &fates->direct[i] : &fates->indirect[i];
		dr_policy_choice choice = dr_policy_choose(policy, GENERATIONS[i],
		                                           own ? DR_ROLE_OWN : DR_ROLE_EXISTING);
		fate->messages += row->messages;
		fate->passed += passed ? row->messages : 0;
		if (passed) {
			continue;
		}
		if (GENERATIONS[i] == DR_RFC7489) {
			add_sampled(fate, choice.policy, row->messages, policy->pct);
		} else {
			add_fate(fate, choice.effective, row->messages);
		}
	}
}

/* A name below with a record of its own is not under this policy; mail that was judged by a record
 * above would be. */
static bool is_under(const dr_reading *r, const dr_evidence_row *row)
{
	return dr_name_text_is_within(r->input->query.domain, row->domain);
}

void dr_traffic_replay(dr_reading *r, dr_sender *sender, dr_mail_stream *stream,
                       const dr_evidence_row *row)
{
	if (r->input->policy == NULL) {
		return;
	}
	if (!is_under(r, row)) {
		r->traffic->elsewhere += row->messages;
		return;
	}
	bool direct = sender->path == DR_PATH_DIRECT, passed = passes(r, row);
	add_to(&stream->would, r, row, direct, passed);
	add_to(&sender->would, r, row, direct, passed);
	add_to(&r->traffic->would, r, row, direct, passed);
}
