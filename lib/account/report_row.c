#include "account/report_priv.h"
#include "report/words.h"

typedef struct {
	dr_account *account;
	const dr_account_world *world;
	const dr_report_policy *policy;
	const dr_aggregate_record *row;
} telling;

static bool passes(const dr_aggregate_record *row)
{
	return row->dkim == DR_EVALUATED_PASS || row->spf == DR_EVALUATED_PASS;
}

/* The policy that the row falls under, by what the report tells: p at the domain itself, sp below
 * it. */
static dr_str policy_of(const telling *t, const char **ret_tag)
{
	bool own = dr_str_eq_nocase(t->row->header_from, t->policy->domain) ||
	           t->row->header_from.len == 0;
	bool sp = !own && t->policy->sp.len > 0;
	*ret_tag = sp ? "sp" : "p";
	return sp ? t->policy->sp : t->policy->p;
}

/* Why an authenticated pass is none for DMARC, or the reverse. */
static void say_difference(const telling *t, const char *method, dr_str domain, char mode,
                           bool auth_pass, dr_evaluated evaluated)
{
	dr_alignment alignment =
		dr_tell_relation(t->account, t->world, t->row->header_from, domain);
	if (auth_pass && evaluated == DR_EVALUATED_FAIL && alignment == DR_ALIGN_NONE) {
		dr_account_say(t->account,
		               "%s passes in auth_results and fails in policy_evaluated: it passed "
		               "for %.*s, which does not belong to %.*s.",
		               method, DR_FMT(domain), DR_FMT(t->row->header_from));
	} else if (auth_pass && evaluated == DR_EVALUATED_FAIL) {
		dr_account_say(t->account,
		               "%s passes in auth_results and fails in policy_evaluated: %s.",
		               method,
		               mode == 's' && alignment == DR_ALIGN_RELAXED
		                       ? "the record asks for strict alignment, and the domain is "
		                         "another one of the same organization"
		                       : "the report does not show why");
	} else if (!auth_pass && evaluated == DR_EVALUATED_PASS) {
		dr_account_say(t->account,
		               "%s passes in policy_evaluated though auth_results shows no pass: "
		               "the reporter left one out.",
		               method);
	}
}

static char mode_of(dr_str text)
{
	return text.len > 0 ? dr_to_lower(text.ptr[0]) : 'r';
}

static void say_dkim(const telling *t)
{
	const dr_aggregate_record *row = t->row;
	dr_str passed = { NULL, 0 };
	bool any = false;
	for (size_t i = 0; i < row->signatures.len; i++) {
		const dr_report_dkim *one = &row->signatures.items[i];
		dr_str result = dr_report_word_of(&DR_REPORTED_WORDS, one->result);
		dr_alignment alignment =
			dr_tell_relation(t->account, t->world, row->header_from, one->domain);
		dr_account_say(t->account, "DKIM: %.*s for %.*s%s%.*s, %s.", DR_FMT(result),
		               DR_FMT(dr_account_quote(one->domain)),
		               one->selector.len > 0 ? ", selector " : "",
		               DR_FMT(dr_account_quote(one->selector)),
		               alignment == DR_ALIGN_NONE ? "not aligned" : "aligned");
		bool better = alignment != DR_ALIGN_NONE || !any;
		if (one->result == DR_REPORTED_PASS && better) {
			passed = one->domain;
			any = true;
		}
	}
	if (row->signatures.len == 0) {
		dr_account_say(t->account, "DKIM: no signature is reported.");
	}
	say_difference(t, "DKIM", passed, mode_of(t->policy->adkim), any, row->dkim);
}

static void say_spf(const telling *t)
{
	const dr_aggregate_record *row = t->row;
	dr_str domain = row->spf_domain.len > 0 ? row->spf_domain : row->envelope_from;
	dr_str result = dr_report_word_of(&DR_REPORTED_WORDS, row->spf_result);
	if (row->spf_result == DR_REPORTED_UNKNOWN) {
		dr_account_say(t->account, "SPF: no result is reported.");
		return;
	}
	dr_alignment alignment = dr_tell_relation(t->account, t->world, row->header_from, domain);
	dr_account_say(t->account, "SPF: %.*s for %.*s%s, %s.", DR_FMT(result),
	               DR_FMT(domain.len > 0 ? dr_account_quote(domain) : DR_STR("no domain")),
	               row->spf_scope == DR_SCOPE_HELO ? " (HELO)" : "",
	               alignment == DR_ALIGN_NONE ? "not aligned" : "aligned");
	say_difference(t, "SPF", domain, mode_of(t->policy->aspf),
	               row->spf_result == DR_REPORTED_PASS, row->spf);
}

static void say_overrides(const telling *t)
{
	for (unsigned bit = 0; bit < DR_OVERRIDE_BITS; bit++) {
		if ((t->row->overrides & (1u << bit)) != 0 && (1u << bit) != DR_OVERRIDE_ARC_PASS) {
			dr_str word = dr_report_word_of(&DR_OVERRIDE_WORDS, bit);
			const dr_term *term =
				dr_glossary_find(t->world->glossary, DR_STR("override"), word);
			dr_account_say(t->account, "reason %.*s: %.*s", DR_FMT(word),
			               DR_FMT(term != NULL ? term->says : DR_STR("")));
		}
	}
	if ((t->row->overrides & DR_OVERRIDE_ARC_PASS) != 0) {
		dr_account_say(t->account, "The receiver trusted the ARC chain of a forwarder.");
	}
	if (t->row->comment.len > 0) {
		dr_account_say(t->account, "comment: %.*s",
		               DR_FMT(dr_account_quote(t->row->comment)));
	}
}

/* Why it is none although the mail failed. */
static const char *why_none(const telling *t, dr_str policy)
{
	if (dr_str_eq_nocase(policy, DR_STR("none"))) {
		return "the policy is none";
	}
	if (t->row->overrides != 0) {
		return "the receiver had a reason";
	}
	if (dr_str_eq_nocase(t->policy->testing, DR_STR("y"))) {
		return "the record says t=y, which asks for one level less";
	}
	if (t->policy->pct.len > 0 && !dr_str_eq(t->policy->pct, DR_STR("100"))) {
		return "the record's pct left it out, most likely";
	}
	return "the report does not say why, though it should";
}

static void say_disposition(const telling *t)
{
	const dr_aggregate_record *row = t->row;
	const char *tag;
	dr_str policy = policy_of(t, &tag);
	dr_str word = dr_report_word_of(&DR_DISPOSITION_WORDS, row->disposition);
	bool nothing =
		row->disposition == DR_DISPOSITION_NONE || row->disposition == DR_DISPOSITION_PASS;
	if (passes(row)) {
		dr_account_say(t->account,
		               "disposition %.*s: it passes DMARC, so %s=%.*s is not applied.",
		               DR_FMT(word), tag, DR_FMT(policy));
	} else if (nothing) {
		dr_account_say(t->account, "disposition %.*s although it fails: %s.", DR_FMT(word),
		               why_none(t, policy));
	} else if (dr_str_eq_nocase(word, policy)) {
		dr_account_say(t->account, "disposition %.*s: %s=%.*s was applied.", DR_FMT(word),
		               tag, DR_FMT(policy));
	} else {
		dr_account_say(t->account,
		               "disposition %.*s although %s=%.*s: the receiver did something "
		               "else.",
		               DR_FMT(word), tag, DR_FMT(policy));
	}
}

static void add_facts(const telling *t, dr_str ip)
{
	const dr_aggregate_record *row = t->row;
	dr_account_fact_add(t->account, "source_ip", ip);
	dr_account_fact_number(t->account, "count", row->messages);
	dr_account_fact_add(t->account, "disposition",
	                    dr_report_word_of(&DR_DISPOSITION_WORDS, row->disposition));
	dr_account_fact_add(t->account, "dkim", dr_report_word_of(&DR_EVALUATED_WORDS, row->dkim));
	dr_account_fact_add(t->account, "spf", dr_report_word_of(&DR_EVALUATED_WORDS, row->spf));
	dr_account_fact_add(t->account, "header_from",
	                    dr_arena_copy(t->account->arena, row->header_from));
	dr_account_fact_add(t->account, "envelope_from",
	                    dr_arena_copy(t->account->arena, row->envelope_from));
}

void dr_tell_row(dr_account *account, const dr_account_world *world, const dr_report_policy *policy,
                 const dr_aggregate_record *row)
{
	const telling t = { account, world, policy, row };
	dr_buf ip;
	dr_buf_init(&ip, account->arena);
	dr_ipaddr_write(row->source_ip, &ip);
	bool good = passes(row);
	dr_account_begin(account, "record", good ? DR_TONE_GOOD : DR_TONE_BAD,
	                 "%.*s: %u message%s from %.*s: DMARC %s",
	                 DR_FMT(ip.len > 0 ? dr_buf_str(&ip) : DR_STR("no address")), row->messages,
	                 row->messages == 1 ? "" : "s", DR_FMT(dr_account_quote(row->header_from)),
	                 row->dkim == DR_EVALUATED_PASS && good && row->spf == DR_EVALUATED_PASS
	                         ? "pass by DKIM and SPF"
	                 : row->dkim == DR_EVALUATED_PASS ? "pass by DKIM"
	                 : good                           ? "pass by SPF"
	                                                  : "fail");
	add_facts(&t, dr_buf_str(&ip));
	if (row->envelope_from.len > 0) {
		dr_account_say(account, "envelope_from: %.*s",
		               DR_FMT(dr_account_quote(row->envelope_from)));
	}
	say_dkim(&t);
	say_spf(&t);
	say_disposition(&t);
	say_overrides(&t);
}
