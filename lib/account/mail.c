#include "account/mail.h"
#include "account/mail_priv.h"

/* What to do about an outcome; NULL: nothing. */
static const char *const ADVICE[DR_DKIM_OUTCOME_COUNT] = {
	[DR_DKIM_UNREADABLE] = "Repair what writes the DKIM-Signature field.",
	[DR_DKIM_SHA1] = "Switch the signing program to rsa-sha256.",
	[DR_DKIM_NO_KEY] =
		"Publish the key that the signing program shows, at the name given above.",
	[DR_DKIM_KEY_MISSING] = "Try again when the DNS answers.",
	[DR_DKIM_KEY_BROKEN] = "Publish the key record again, whole and without other text.",
	[DR_DKIM_KEY_REVOKED] = "Sign with a selector whose key is published.",
	[DR_DKIM_KEY_TYPE] = "Publish the key with its k=, or sign with the algorithm of the key.",
	[DR_DKIM_KEY_HASH] = "Take h= out of the key record.",
	[DR_DKIM_KEY_SERVICE] = "Take s= out of the key record.",
	[DR_DKIM_KEY_WEAK] = "Make a key of 2048 bits, publish it at a new selector, sign with it.",
	[DR_DKIM_KEY_IDENTITY] = "Take t=s out of the key record, or sign without i=.",
	[DR_DKIM_KEY_OTHER] =
		"Publish the public half of the key that the signing program uses now.",
	[DR_DKIM_BODY_CHANGED] =
		"Find the gateway, disclaimer or list that changes the body; sign behind it.",
	[DR_DKIM_HEADER_CHANGED] =
		"Find what changes header fields behind the signing program; use c=relaxed.",
	[DR_DKIM_BROKEN] =
		"Compare the published key with the signing one; else look for changed fields.",
	[DR_DKIM_EXPIRED] = "Leave x= out, or give it a week: mail waits in queues.",
};

static dr_tone tone_of(const dr_signature_check *one)
{
	return one->outcome == DR_DKIM_PASS          ? DR_TONE_GOOD
	       : one->outcome == DR_DKIM_KEY_MISSING ? DR_TONE_POOR
	                                             : DR_TONE_BAD;
}

static dr_str author_of(const dr_mail *mail)
{
	return mail->authors.len == 1 ? mail->authors.items[0] : (dr_str){ NULL, 0 };
}

static void tell_identities(dr_account *account, const dr_mail *mail)
{
	dr_str from = author_of(mail);
	bool one = mail->from_fields == 1 && from.len > 0;
	dr_account_begin(account, "identities", one ? DR_TONE_PLAIN : DR_TONE_BAD, "From %.*s",
	                 DR_FMT(from.len > 0 ? from : DR_STR("(no single domain)")));
	dr_account_fact_add(account, "from", from);
	dr_account_fact_add(account, "return_path", mail->return_path);
	if (!one) {
		dr_account_say(account,
		               "DMARC needs exactly one From with one domain; there are %zu fields "
		               "and %zu domains. Many receivers refuse such mail.",
		               mail->from_fields, mail->authors.len);
	}
	if (mail->returns_nowhere) {
		dr_account_say(account, "Its return-path is empty: it is a bounce or a notice, and "
		                        "SPF is checked for the HELO name.");
	} else if (mail->return_path.len > 0) {
		dr_account_say(account,
		               "Bounces go to %.*s (Return-Path); SPF is about that domain.",
		               DR_FMT(mail->return_path));
	} else {
		dr_account_say(account, "It has no Return-Path: it is as it was sent, or was saved "
		                        "before it was delivered.");
	}
	dr_account_add_domain(account, from);
}

static void say_alignment(dr_account *account, const dr_account_world *world,
                          const dr_mail_check *check, size_t index)
{
	dr_str from = author_of(check->mail);
	dr_str domain = check->signatures[index].signature->domain;
	dr_alignment alignment = dr_tell_relation(account, world, from, domain);
	if (check->judged && index < check->views.rfc9989.dkim.len &&
	    check->signatures[index].outcome == DR_DKIM_PASS &&
	    check->views.rfc9989.dkim.items[index].alignment_status.state == DR_KNOWN) {
		alignment = check->views.rfc9989.dkim.items[index].alignment;
	}
	if (from.len == 0) {
		return;
	}
	dr_account_fact_add(account, "alignment", dr_str_of(dr_align_name(alignment)));
	if (alignment == DR_ALIGN_NONE) {
		dr_account_say(account,
		               "Not aligned: d=%.*s does not belong to %.*s, so for DMARC it "
		               "does not count.",
		               DR_FMT(domain), DR_FMT(from));
		dr_account_advise(account,
		                  "At the service that signs as %.*s, switch on signing as "
		                  "%.*s (custom DKIM).",
		                  DR_FMT(domain), DR_FMT(from));
	} else {
		dr_account_say(account, "Aligned (%s): d=%.*s belongs to %.*s.",
		               dr_align_name(alignment), DR_FMT(domain), DR_FMT(from));
	}
}

static void say_cover(dr_account *account, const dr_signature_check *one)
{
	const dr_dkim_digest_of *digest = &one->digest;
	if (digest->body_short) {
		dr_account_say(account,
		               "It signs l=%llu octets, and the body has %llu: some are gone.",
		               (unsigned long long)one->signature->length,
		               (unsigned long long)digest->body_octets);
	} else if (digest->appended > 0) {
		dr_account_say(account,
		               "It signs only the first %llu octets of the body (l=); %llu "
		               "stand behind them that nobody vouches for.",
		               (unsigned long long)one->signature->length,
		               (unsigned long long)digest->appended);
		dr_account_advise(account, "Sign without l=.");
	}
	if (digest->unsigned_from > 0 && one->signature->fault == DR_SIGNATURE_FINE) {
		dr_account_say(account,
		               "%zu From fields are not covered by it: somebody may have added "
		               "them. List From twice in h= to forbid that.",
		               digest->unsigned_from);
	}
	if (one->signature->expires >= 0) {
		dr_account_say(account, "It is valid until %.*s.",
		               DR_FMT(dr_tell_time(account->arena, one->signature->expires)));
	}
	const dr_dkim *key = one->texts != NULL ? one->texts->dkim : NULL;
	if (key != NULL && key->test) {
		dr_account_say(account,
		               "The key says t=y (testing): receivers treat the mail as if it "
		               "were not signed.");
		dr_account_advise(account, "Take t=y out of the key record.");
	}
}

static bool was_asked(const dr_signature_check *one)
{
	return one->texts == NULL || one->texts->answer->outcome != DR_NOT_GIVEN;
}

static void say_key(dr_account *account, const dr_signature_check *one)
{
	const dr_dkim *key = one->texts != NULL ? one->texts->dkim : NULL;
	dr_account_say(account, "Its key is at %.*s._domainkey.%.*s%s.",
	               DR_FMT(dr_account_quote(one->signature->selector)),
	               DR_FMT(dr_account_quote(one->signature->domain)),
	               one->texts != NULL && one->texts->count > 1 ? ", where there are several"
	                                                           : "");
	if (key != NULL && key->bits > 0) {
		dr_account_fact_number(account, "key_bits", key->bits);
	}
	if (!was_asked(one)) {
		dr_account_say(account, "It was not asked for: the run is offline, and no zone or "
		                        "snapshot holds it.");
	} else if (one->texts != NULL && !dr_outcome_is_certain(one->texts->answer->outcome)) {
		dr_account_say(account, "The DNS said: %s.",
		               dr_outcome_name(one->texts->answer->outcome));
	}
}

static void tell_signature(dr_account *account, const dr_account_world *world,
                           const dr_mail_check *check, size_t index)
{
	const dr_signature_check *one = &check->signatures[index];
	const dr_signature *signature = one->signature;
	dr_account_begin(
		account, "signature", tone_of(one), "DKIM signature of %.*s, selector %.*s: %s",
		DR_FMT(dr_account_quote(signature->domain)),
		DR_FMT(dr_account_quote(signature->selector)), dr_dkim_outcome_name(one->outcome));
	dr_account_fact_add(account, "domain", signature->domain);
	dr_account_fact_add(account, "selector", signature->selector);
	dr_account_fact_add(account, "algorithm",
	                    dr_str_of(dr_signature_algorithm_name(signature->algorithm)));
	dr_account_fact_add(account, "outcome", dr_str_of(dr_dkim_outcome_name(one->outcome)));
	dr_account_fact_add(account, "result", dr_str_of(dr_auth_result_name(one->result)));
	dr_account_say(account, "%s", dr_dkim_outcome_text(one->outcome));
	if (one->outcome == DR_DKIM_UNREADABLE) {
		dr_account_say(account, "It %s%s%.*s.", dr_signature_fault_text(signature->fault),
		               signature->fault_tag.len > 0 ? ": " : "",
		               DR_FMT(dr_account_quote(signature->fault_tag)));
	} else {
		say_key(account, one);
		say_cover(account, one);
	}
	say_alignment(account, world, check, index);
	const char *advice = was_asked(one) ? ADVICE[one->outcome]
	                                    : "Run this again without --offline, so that the key "
	                                      "is asked for.";
	if (advice != NULL) {
		dr_account_advise(account, "%.*s: %s", DR_FMT(dr_account_quote(signature->domain)),
		                  advice);
	}
}

static void tell_spf(dr_account *account, const dr_account_world *world, const dr_mail_check *check)
{
	if (check->spf_domain.len == 0) {
		dr_account_begin(account, "spf", DR_TONE_PLAIN, "SPF is not known");
		dr_account_say(account,
		               "Only the server that took the mail saw where it came from, and "
		               "the mail does not say what that server found.");
		return;
	}
	dr_alignment alignment =
		dr_tell_relation(account, world, author_of(check->mail), check->spf_domain);
	dr_account_begin(account, "spf", DR_TONE_PLAIN, "SPF: %s for %.*s, as %.*s wrote it",
	                 dr_auth_result_name(check->spf), DR_FMT(check->spf_domain),
	                 DR_FMT(check->spf_by.len > 0 ? dr_account_quote(check->spf_by)
	                                              : DR_STR("a server")));
	dr_account_fact_add(account, "domain", check->spf_domain);
	dr_account_fact_add(account, "result", dr_str_of(dr_auth_result_name(check->spf)));
	dr_account_fact_add(account, "by", check->spf_by);
	dr_account_fact_add(account, "alignment", dr_str_of(dr_align_name(alignment)));
	dr_account_say(account, "That is a claim; it cannot be checked afterwards.");
	dr_tell_word(account, world, "spf", dr_str_of(dr_auth_result_name(check->spf)));
	dr_account_say(account, "%s",
	               alignment == DR_ALIGN_NONE
	                       ? "Not aligned with From, so for DMARC it does not "
	                         "count."
	                       : "Aligned with From.");
}

void dr_account_mail(dr_arena *arena, const dr_account_world *world, const dr_mail_check *check,
                     dr_account *ret_account)
{
	dr_account_init(ret_account, arena, "message", DR_STR("Mail"));
	tell_identities(ret_account, check->mail);
	if (check->signature_count == 0) {
		dr_account_begin(ret_account, "signature", DR_TONE_BAD, "It is not signed");
		dr_account_fact_add(ret_account, "outcome", DR_STR("none"));
		dr_account_advise(ret_account,
		                  "Have the mail signed with DKIM as the domain in From.");
	}
	for (size_t i = 0; i < check->signature_count; i++) {
		tell_signature(ret_account, world, check, i);
	}
	tell_spf(ret_account, world, check);
	dr_tell_arc(ret_account, check->mail);
	dr_tell_dmarc(ret_account, world, check);
	ret_account->unsure = check->unsure;
}
