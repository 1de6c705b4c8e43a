/*
 * Bounces: delivery status notifications (RFC 3464) and the mails that older servers send instead.
 * What was refused, by whom, with which words.
 */
#pragma once
#include "message/mail.h"
#include "message/reply.h"

typedef struct {
	bool is_dsn;          /* it has a part message/delivery-status */
	dr_str reporting_mta; /* who writes: names without "dns;" */
	dr_str remote_mta;    /* who refused; empty: not told */
	dr_str sender;        /* the domain that the bounce is for: that of the return-path */
	dr_str recipient;     /* the domain of Final-Recipient */
	dr_str action;        /* "failed", "delayed"; empty: not told */
	dr_str status;        /* "5.7.26"; empty: not told */
	dr_str diagnostic;    /* Diagnostic-Code without "smtp;"; else the text of the mail */
	dr_reply reply;       /* of `diagnostic` */
	dr_mail original;     /* header of the mail that was refused; header empty: not quoted */
} dr_bounce;

/* Whether a mail is a bounce, by its header. */
bool dr_bounce_is(const dr_mail *mail);
/* Reads a bounce: a whole mail, or the text of a reply. In `arena`. DR_ENOMEM; DR_EPART without the
 * part reports. */
int dr_bounce_parse(dr_arena *arena, dr_str text, dr_bounce *ret_bounce, dr_error *err);
