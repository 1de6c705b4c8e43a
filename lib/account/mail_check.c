#include "account/mail_check.h"
#include "account/tell.h"

/* RFC 8601 2.7.1; an expired signature counts as one that fails (RFC 6376 3.5, x=). */
static dr_auth_result result_of(dr_dkim_outcome outcome)
{
	static const struct {
		dr_dkim_outcome outcome;
		dr_auth_result result;
	} RESULTS[] = {
		{ DR_DKIM_PASS, DR_AUTH_PASS },         { DR_DKIM_KEY_MISSING, DR_AUTH_TEMPERROR },
		{ DR_DKIM_KEY_WEAK, DR_AUTH_POLICY },   { DR_DKIM_KEY_OTHER, DR_AUTH_FAIL },
		{ DR_DKIM_BODY_CHANGED, DR_AUTH_FAIL }, { DR_DKIM_HEADER_CHANGED, DR_AUTH_FAIL },
		{ DR_DKIM_BROKEN, DR_AUTH_FAIL },       { DR_DKIM_EXPIRED, DR_AUTH_FAIL },
	};
	for (size_t i = 0; i < DR_COUNT(RESULTS); i++) {
		if (RESULTS[i].outcome == outcome) {
			return RESULTS[i].result;
		}
	}
	return DR_AUTH_PERMERROR;
}

static const dr_authres_result *find_method(const dr_authres *authres, const char *method)
{
	for (size_t i = 0; i < authres->results.len; i++) {
		if (dr_str_eq_nocase(authres->results.items[i].method, dr_str_of(method))) {
			return &authres->results.items[i];
		}
	}
	return NULL;
}

/* The topmost field is that of the server that took the mail last. */
static void read_authres(dr_arena *arena, dr_mail_check *check)
{
	dr_authres authres = { .instance = 0 };
	if (check->mail->authres.len > 0) {
		dr_authres_parse(arena, check->mail->authres.items[0].value, &authres);
	}
	const dr_authres_result *spf = find_method(&authres, "spf");
	const dr_authres_result *dmarc = find_method(&authres, "dmarc");
	if (spf != NULL && dr_auth_result_parse(spf->result, &check->spf)) {
		dr_str value = dr_authres_find(spf, "smtp", "mailfrom");
		check->spf_domain = dr_tell_domain(
			arena, value.len > 0 ? value : dr_authres_find(spf, "smtp", "helo"));
		check->spf_by = authres.server;
	}
	check->server_dmarc = dmarc != NULL ? dmarc->result : check->server_dmarc;
}

/* RFC 7208 9.1: "pass (…) client-ip=…; envelope-from=…". */
static void read_received_spf(dr_arena *arena, dr_mail_check *check)
{
	if (check->spf_domain.len > 0 || check->mail->received_spf.len == 0) {
		return;
	}
	dr_str rest = dr_header_unfold(arena, check->mail->received_spf.items[0].value), word;
	if (dr_str_split(&rest, ' ', &word) && dr_auth_result_parse(word, &check->spf)) {
		check->spf_domain = check->mail->return_path;
		check->spf_by = DR_STR("Received-SPF");
	}
}

void dr_mail_check_begin(dr_arena *arena, const dr_mail *mail, int64_t now,
                         dr_mail_check *ret_check)
{
	*ret_check = (dr_mail_check){ .mail = mail, .now = now };
	for (size_t i = 0; i < mail->signatures.len; i++) {
		ret_check->signatures[ret_check->signature_count++] = (dr_signature_check){
			.signature = &mail->signatures.items[i],
			.digest = dr_dkim_digest(mail, &mail->signatures.items[i]),
		};
	}
	read_authres(arena, ret_check);
	read_received_spf(arena, ret_check);
}

static bool needs_key(const dr_signature *signature)
{
	return signature->fault == DR_SIGNATURE_FINE &&
	       signature->algorithm != DR_ALGORITHM_RSA_SHA1;
}

static void ask_key(const dr_asking *asking, dr_mail_check *check, dr_signature_check *one)
{
	const dr_signature *signature = one->signature;
	dr_name domain = dr_name_of(asking->arena, signature->domain);
	const dr_dkim *key = NULL;
	one->texts = NULL;
	if (needs_key(signature) && dr_name_is_set(domain)) {
		dr_buf prefix;
		dr_buf_init(&prefix, asking->arena);
		dr_buf_addf(&prefix, "%.*s._domainkey", DR_FMT(signature->selector));
		one->texts =
			dr_texts_ask_below(asking, dr_buf_str(&prefix), domain, DR_RECORD_DKIM);
		key = one->texts->dkim;
	}
	bool had = one->texts == NULL || dr_outcome_is_certain(one->texts->answer->outcome);
	one->outcome = had ? dr_dkim_verify(signature, &one->digest, key, check->now)
	                   : DR_DKIM_KEY_MISSING;
	one->result = result_of(one->outcome);
	check->unsure = check->unsure || !had;
}

/* A key with t=y is as if there were no signature (RFC 6376 3.6.1). */
static bool is_test(const dr_signature_check *one)
{
	return one->texts != NULL && one->texts->dkim != NULL && one->texts->dkim->test;
}

static void judge(const dr_asking *asking, dr_mail_check *check)
{
	dr_message message = { .author = dr_name_of(asking->arena, check->mail->authors.items[0]) };
	if (!dr_name_is_set(message.author) || message.author.len == 1) {
		return;
	}
	message.spf.domain = dr_name_of(asking->arena, check->spf_domain);
	message.spf.result = check->spf;
	for (size_t i = 0; i < check->signature_count; i++) {
		const dr_signature_check *one = &check->signatures[i];
		dr_identifier identifier = {
			.domain = dr_name_of(asking->arena, one->signature->domain),
			.result = is_test(one) ? DR_AUTH_NONE : one->result,
		};
		dr_list_add(asking->arena, &message.dkim, identifier);
	}
	check->message = message;
	dr_message_judge(asking, &check->message, &check->views);
	check->judged = true;
	check->unsure = check->unsure || check->views.rfc9989.missing != NULL ||
	                check->views.rfc7489.missing != NULL;
}

void dr_mail_check_ask(const dr_asking *asking, dr_mail_check *check)
{
	check->unsure = check->judged = false;
	for (size_t i = 0; i < check->signature_count; i++) {
		ask_key(asking, check, &check->signatures[i]);
	}
	if (check->mail->authors.len == 1) {
		judge(asking, check);
	}
}
