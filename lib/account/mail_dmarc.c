#include "account/mail_priv.h"
#include "message/arc.h"

void dr_tell_arc(dr_account *account, const dr_mail *mail)
{
	static const char *const TITLES[] = {
		[DR_ARC_NONE] = "",
		[DR_ARC_WHOLE] = "ARC chain: its structure is whole",
		[DR_ARC_ENDED] = "ARC chain: it was broken on the way",
		[DR_ARC_BROKEN] = "ARC chain: broken",
	};
	dr_arc *arc = dr_arena_new_of(account->arena, dr_arc);
	if (arc == NULL) {
		return;
	}
	dr_arc_read(account->arena, mail, arc);
	if (arc->state == DR_ARC_NONE) {
		return;
	}
	dr_account_begin(account, "arc", arc->state == DR_ARC_WHOLE ? DR_TONE_PLAIN : DR_TONE_POOR,
	                 "%s", TITLES[arc->state]);
	dr_account_fact_number(account, "instances", arc->count);
	if (arc->state == DR_ARC_BROKEN) {
		if (arc->at > 0) {
			dr_account_say(account, "Instance %zu %s.", arc->at, arc->why);
		} else {
			dr_account_say(account, "It %s.", arc->why);
		}
		dr_account_fact_number(account, "at", arc->at);
	} else if (arc->state == DR_ARC_ENDED) {
		dr_account_say(account,
		               "Forwarder %zu found the chain before it broken (cv=fail), so "
		               "it does not count.",
		               arc->at);
	}
	for (size_t i = 0; i < arc->count; i++) {
		const dr_arc_set *set = &arc->sets[i];
		dr_account_say(
			account, "%zu: sealed by %.*s; its server %.*s wrote %zu results down.",
			i + 1, DR_FMT(dr_account_quote(set->sealer)),
			DR_FMT(dr_account_quote(set->authres.server)), set->authres.results.len);
	}
	dr_account_say(account,
	               "The seals themselves were not verified. A receiver that trusts the "
	               "sealers may accept mail that fails DMARC; it need not.");
}

static void say_effect(dr_account *account, const dr_message_view *view, dr_generation generation)
{
	const dr_policy_choice *policy = &view->verdict.policy;
	const dr_dmarc *record = view->found.step.record;
	dr_account_say(account, "The policy that applies is %s=%s, of %.*s.", policy->tag,
	               dr_policy_name(policy->policy),
	               DR_FMT(dr_name_text(account->arena, view->found.step.domain)));
	dr_account_fact_add(account, "policy", dr_str_of(dr_policy_name(policy->policy)));
	dr_account_fact_add(account, "effective_policy",
	                    dr_str_of(dr_policy_name(policy->effective)));
	if (generation == DR_RFC7489 && record->pct < 100 && policy->policy > DR_POLICY_NONE) {
		dr_account_say(account, "With pct=%u it is applied to that share of failing mail.",
		               record->pct);
	} else if (policy->effective != policy->policy) {
		dr_account_say(account, "In effect it is %s here.",
		               dr_policy_name(policy->effective));
	}
}

/* What a policy does to a mail that fails. */
static const char *deed_of(dr_policy policy)
{
	static const char *const DEEDS[] = {
		[DR_POLICY_UNSET] = "is not touched, as DMARC is not applied",
		[DR_POLICY_NONE] = "is delivered as usual and only reported",
		[DR_POLICY_QUARANTINE] = "goes to the spam folder",
		[DR_POLICY_REJECT] = "is refused",
	};
	return DEEDS[policy];
}

static void say_next(dr_account *account, const dr_message_view *view)
{
	dr_policy now = view->verdict.policy.effective;
	if (view->verdict.result == DR_DMARC_RESULT_PASS) {
		dr_account_say(account, "It passes, so no phase of a rollout touches it.");
	} else if (view->verdict.result != DR_DMARC_RESULT_FAIL) {
		return;
	} else if (now == DR_POLICY_REJECT) {
		dr_account_say(account, "Today such mail %s; there is no stricter phase.",
		               deed_of(now));
	} else {
		dr_policy next =
			now == DR_POLICY_QUARANTINE ? DR_POLICY_REJECT : DR_POLICY_QUARANTINE;
		dr_account_say(account, "Today such mail %s; in the next phase, %s, it %s.",
		               deed_of(now), dr_policy_name(next), deed_of(next));
	}
}

static void tell_view(dr_account *account, const dr_account_world *world,
                      const dr_message_view *view, dr_generation generation)
{
	static const dr_tone TONES[DR_DMARC_RESULT_COUNT] = {
		[DR_DMARC_RESULT_NONE] = DR_TONE_POOR,
		[DR_DMARC_RESULT_PASS] = DR_TONE_GOOD,
		[DR_DMARC_RESULT_FAIL] = DR_TONE_BAD,
		[DR_DMARC_RESULT_TEMPERROR] = DR_TONE_POOR,
	};
	const dr_dmarc_verdict *verdict = &view->verdict;
	dr_str result = dr_str_of(dr_dmarc_result_name(verdict->result));
	dr_account_begin(account, generation == DR_RFC9989 ? "dmarc_rfc9989" : "dmarc_rfc7489",
	                 TONES[verdict->result], "DMARC at receivers of %s: %.*s%s",
	                 generation == DR_RFC9989 ? "RFC 9989" : "RFC 7489", DR_FMT(result),
	                 verdict->dkim.aligned && verdict->spf.aligned ? " by DKIM and SPF"
	                 : verdict->dkim.aligned                       ? " by DKIM"
	                 : verdict->spf.aligned ? " by SPF, as the server wrote it"
	                                        : "");
	dr_account_fact_add(account, "result", result);
	if (verdict->result == DR_DMARC_RESULT_NONE) {
		dr_tell_word(account, world, "dmarc", result);
		return;
	}
	if (verdict->policy.policy != DR_POLICY_UNSET) {
		say_effect(account, view, generation);
	}
	say_next(account, view);
}

static void tell_server(dr_account *account, const dr_mail_check *check)
{
	if (check->server_dmarc.len == 0) {
		return;
	}
	dr_account_begin(account, "server", DR_TONE_PLAIN,
	                 "The server that took it wrote dmarc=%.*s",
	                 DR_FMT(dr_account_quote(check->server_dmarc)));
	dr_account_fact_add(account, "dmarc", check->server_dmarc);
	bool passes = check->views.rfc9989.verdict.result == DR_DMARC_RESULT_PASS;
	bool said_pass = dr_str_eq_nocase(check->server_dmarc, DR_STR("pass"));
	if (check->judged && passes != said_pass) {
		dr_account_say(account,
		               "Seen from here it is not so: records or keys may have changed "
		               "since, or the mail was changed after it arrived.");
	}
	dr_account_say(account, "`dmarcramp explain` of that field alone says more.");
}

void dr_tell_dmarc(dr_account *account, const dr_account_world *world, const dr_mail_check *check)
{
	if (!check->judged) {
		dr_account_begin(account, "dmarc", DR_TONE_BAD, "DMARC cannot be applied");
		dr_account_say(account, "There is no single domain in From to apply it to.");
		return;
	}
	tell_view(account, world, &check->views.rfc9989, DR_RFC9989);
	tell_view(account, world, &check->views.rfc7489, DR_RFC7489);
	tell_server(account, check);
}

bool dr_account_verify(dr_account *account, const dr_account_world *world,
                       const dr_mail_check *check, dr_str source)
{
	bool proven = check->judged &&
	              check->views.rfc9989.verdict.result == DR_DMARC_RESULT_PASS &&
	              check->views.rfc9989.verdict.dkim.aligned;
	if (!proven) {
		dr_account_begin(account, "verify", DR_TONE_BAD, "It verifies nothing about %.*s",
		                 DR_FMT(dr_account_quote(source)));
		dr_account_say(account,
		               "A source is verified by a mail that passes DMARC by an aligned "
		               "DKIM signature.");
		return false;
	}
	dr_day day = check->mail->day != DR_NO_DAY && check->mail->day <= world->as_of
	                     ? check->mail->day
	                     : world->as_of;
	dr_buf date;
	dr_buf_init(&date, account->arena);
	dr_day_write(day, &date);
	dr_str domain =
		dr_name_text(account->arena, check->views.rfc9989.verdict.dkim.identifier->domain);
	dr_account_begin(account, "verify", DR_TONE_GOOD, "%.*s is verified",
	                 DR_FMT(dr_account_quote(source)));
	dr_account_fact_add(account, "source", source);
	dr_account_fact_add(account, "dkim", domain);
	dr_account_fact_add(account, "verified", dr_buf_str(&date));
	dr_account_say(account, "For dmarcramp.yaml, at the source that matches {dkim: %.*s}:",
	               DR_FMT(domain));
	dr_account_say(account, "verified: %.*s", DR_FMT(dr_buf_str(&date)));
	return true;
}
