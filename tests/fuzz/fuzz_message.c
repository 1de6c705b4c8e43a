/* Mails of strangers: header fields, signatures, Authentication-Results, ARC, canonical forms. */
#include "message/arc.h"
#include "message/dkim_verify.h"

static const char KEY[] =
	"v=DKIM1; k=rsa; "
	"p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR"
	"6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/"
	"8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5Qjv"
	"HO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

static void read_results(dr_arena *arena, const dr_mail *mail)
{
	for (size_t i = 0; i < mail->authres.len; i++) {
		dr_authres authres;
		dr_authres_parse(arena, mail->authres.items[i].value, &authres);
		dr_authres_passed(mail->authres.items[i].value, authres.server, DR_STR("dmarc"));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(64 * 1024 * 1024);
	dr_str text = { (const char *)data, size };
	dr_mail mail;
	dr_dkim key;
	dr_mail_is(text);
	if (arena != NULL && dr_mail_parse(arena, text, &mail, NULL) == DR_OK &&
	    dr_dkim_parse(arena, dr_str_of(KEY), &key) == DR_OK) {
		dr_arc *arc = dr_arena_new_of(arena, dr_arc);
		for (size_t i = 0; i < mail.signatures.len; i++) {
			dr_dkim_digest_of digest = dr_dkim_digest(&mail, &mail.signatures.items[i]);
			dr_dkim_verify(&mail.signatures.items[i], &digest, &key, 0);
		}
		if (arc != NULL) {
			dr_arc_read(arena, &mail, arc);
		}
		read_results(arena, &mail);
	}
	dr_arena_free(arena);
	return 0;
}
