/*
 * A mail held against the DNS: each signature verified, the published policy found, and what
 * receivers of both generations make of it.
 *
 * SPF cannot be repeated: only the server that took the mail saw its sender. What that server wrote
 * down is taken as a claim.
 */
#pragma once
#include "message/authres.h"
#include "message/dkim_verify.h"
#include "receiver/message.h"

typedef struct {
	const dr_signature *signature;
	dr_dkim_digest_of digest;
	dr_dkim_outcome outcome;
	const dr_texts *texts; /* at the selector; NULL: not asked for */
	dr_auth_result result; /* the word of RFC 8601 for the outcome */
} dr_signature_check;

typedef struct {
	const dr_mail *mail;
	int64_t now; /* seconds since 1970: whether signatures have expired */
	dr_signature_check signatures[DR_MAIL_SIGNATURES];
	size_t signature_count;
	dr_str spf_domain; /* as a server wrote it down; empty: nobody did */
	dr_str spf_by;     /* that server, or "Received-SPF" */
	dr_auth_result spf;
	dr_str server_dmarc; /* dmarc= of the same server; empty: not told */
	bool judged;         /* there is one domain in From, so: */
	dr_message message;
	dr_message_views views;
	bool unsure; /* an answer was not had */
} dr_mail_check;

/* What needs no DNS. `mail` is borrowed. */
void dr_mail_check_begin(dr_arena *arena, const dr_mail *mail, int64_t now,
                         dr_mail_check *ret_check);
/* Asks for keys and policies; for dr_inquiry. */
void dr_mail_check_ask(const dr_asking *asking, dr_mail_check *check);
