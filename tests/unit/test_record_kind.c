/* Which texts receivers take for a record, and what the others were meant to be. */
#include "record/kind.h"
#include "unit.h"

static const struct {
	dr_record_kind kind;
	const char *text;
	dr_record_fit want;
} FITS[] = {
	{ DR_RECORD_SPF, "v=spf1", DR_FIT_YES },
	{ DR_RECORD_SPF, "V=SPF1 -all", DR_FIT_YES },
	{ DR_RECORD_SPF, "v=spf1  a", DR_FIT_YES },
	{ DR_RECORD_SPF, "v=spf1\ta", DR_FIT_VERSION },
	{ DR_RECORD_SPF, "v=spf10 a", DR_FIT_VERSION },
	{ DR_RECORD_SPF, "v=spf1;a", DR_FIT_VERSION },
	{ DR_RECORD_SPF, "v = spf1 a", DR_FIT_VERSION },
	{ DR_RECORD_SPF, "v:spf1 a", DR_FIT_VERSION },
	{ DR_RECORD_SPF, "spf1 include:x.example", DR_FIT_VERSION },
	{ DR_RECORD_SPF, "v=spf a", DR_FIT_VERSION },
	{ DR_RECORD_SPF, " v=spf1 a", DR_FIT_LEADING_SPACE },
	{ DR_RECORD_SPF, "\t\nv=spf1 a", DR_FIT_LEADING_SPACE },
	{ DR_RECORD_SPF, "\"v=spf1 a\"", DR_FIT_QUOTED },
	{ DR_RECORD_SPF, " \"v=spf1 a\"", DR_FIT_QUOTED },
	{ DR_RECORD_SPF, "\xEF\xBB\xBFv=spf1 a", DR_FIT_QUOTED },
	{ DR_RECORD_SPF, "\xE2\x80\x9Cv=spf1 a", DR_FIT_QUOTED },
	{ DR_RECORD_SPF, "\"v=spf10 a\"", DR_FIT_VERSION },
	{ DR_RECORD_SPF, "spf2.0/pra a", DR_FIT_OTHER_RECORD },
	{ DR_RECORD_SPF, "v=DMARC1; p=none", DR_FIT_OTHER_RECORD },
	{ DR_RECORD_SPF, "google-site-verification=x", DR_FIT_UNRELATED },
	{ DR_RECORD_SPF, "", DR_FIT_UNRELATED },
	{ DR_RECORD_SENDERID, "SPF2.0/pra a", DR_FIT_YES },
	{ DR_RECORD_DMARC, "v=DMARC1", DR_FIT_YES },
	{ DR_RECORD_DMARC, "V = DMARC1 ; p=none", DR_FIT_YES },
	{ DR_RECORD_DMARC, "v=DMARC1;p=none", DR_FIT_YES },
	{ DR_RECORD_DMARC, "v=DMARC1 p=none", DR_FIT_VERSION },
	{ DR_RECORD_DMARC, "v=DMARC1,p=none", DR_FIT_VERSION },
	{ DR_RECORD_DMARC, "v=DMARC2; p=none", DR_FIT_VERSION },
	{ DR_RECORD_DMARC, "v=dmarc1; p=none", DR_FIT_VERSION },
	{ DR_RECORD_DMARC, "DMARC1; p=none", DR_FIT_VERSION },
	{ DR_RECORD_DMARC, "p=reject; rua=mailto:a@x.example", DR_FIT_VERSION },
	{ DR_RECORD_DMARC, " v=DMARC1; p=none", DR_FIT_LEADING_SPACE },
	{ DR_RECORD_DMARC, "v=spf1 -all", DR_FIT_OTHER_RECORD },
	{ DR_RECORD_DMARC, "v=DKIM1; p=", DR_FIT_OTHER_RECORD },
	{ DR_RECORD_DMARC, "v", DR_FIT_UNRELATED },
	{ DR_RECORD_DKIM, "v=DKIM1; p=", DR_FIT_YES },
	{ DR_RECORD_DKIM, "k=rsa; p=AAAA", DR_FIT_YES },
	{ DR_RECORD_DKIM, "p=AAAA", DR_FIT_YES },
	{ DR_RECORD_DKIM, "v=DKIM1; k=rsa", DR_FIT_VERSION },
	{ DR_RECORD_DKIM, "p=AAAA; v=DKIM1", DR_FIT_VERSION },
	{ DR_RECORD_DKIM, "v=DKIM2; p=AAAA", DR_FIT_VERSION },
	{ DR_RECORD_DKIM, "v=spf1 -all", DR_FIT_OTHER_RECORD },
	{ DR_RECORD_BIMI, "v=BIMI1; l=; a=;", DR_FIT_YES },
	{ DR_RECORD_BIMI, "v=bimi1; l=", DR_FIT_VERSION },
	{ DR_RECORD_BIMI, "l=https://x.example/a.svg; v=BIMI1", DR_FIT_VERSION },
	{ DR_RECORD_DMARC, "rua=mailto:a@x.example; v=DMARC1", DR_FIT_VERSION },
	{ DR_RECORD_MTASTS, "v=STSv1; id=1", DR_FIT_YES },
	{ DR_RECORD_MTASTS, "v=STSv1", DR_FIT_VERSION },
	{ DR_RECORD_MTASTS, "v=STSv1 ; id=1", DR_FIT_VERSION },
	{ DR_RECORD_MTASTS, "v=stsv1; id=1", DR_FIT_VERSION },
	{ DR_RECORD_MTASTS, "id=1; v=STSv1", DR_FIT_VERSION },
	{ DR_RECORD_TLSRPT, "v=TLSRPTv1; rua=mailto:a@x.example", DR_FIT_YES },
	{ DR_RECORD_TLSRPT, "v=TLSRPTv1", DR_FIT_VERSION },
	{ DR_RECORD_TLSRPT, "rua=mailto:a@x.example; v=TLSRPTv1", DR_FIT_VERSION },
	{ DR_RECORD_NONE, "v=spf1", DR_FIT_OTHER_RECORD },
	{ DR_RECORD_NONE, "hello", DR_FIT_UNRELATED },
};

START_TEST(texts_fit_or_not)
{
	for (size_t i = 0; i < DR_COUNT(FITS); i++) {
		dr_str text = dr_str_of(FITS[i].text);
		dr_record_fit got = dr_record_fit_of(FITS[i].kind, text);
		ck_assert_msg(got == FITS[i].want, "%s: %s", FITS[i].text, dr_record_fit_name(got));
		ck_assert(dr_record_is(FITS[i].kind, text) == (got == DR_FIT_YES));
	}
}
END_TEST

static const char *const KINDS[][2] = {
	{ "v=spf1 -all", "spf" },
	{ "\"v=SPF1 -all", "spf" },
	{ "spf2.0/mfrom a", "senderid" },
	{ "v=DMARC1; p=none", "dmarc" },
	{ "p=quarantine", "dmarc" },
	{ "p=MIGf", "dkim" },
	{ "v=DKIM1", "dkim" },
	{ "v=BIMI1; l=", "bimi" },
	{ "v=STSv1; id=1", "mtasts" },
	{ "v=TLSRPTv1;", "tlsrpt" },
	{ "hello", "" },
	{ "", "" },
};

START_TEST(texts_have_a_kind)
{
	for (size_t i = 0; i < DR_COUNT(KINDS); i++) {
		dr_record_kind got = dr_record_kind_of(dr_str_of(KINDS[i][0]));
		ck_assert_msg(
			dr_str_eq(dr_str_of(dr_record_kind_name(got)), dr_str_of(KINDS[i][1])),
			"%s: %s", KINDS[i][0], dr_record_kind_name(got));
	}
}
END_TEST

START_TEST(fits_have_names)
{
	ck_assert_str_eq(dr_record_fit_name(DR_FIT_OTHER_RECORD), "other-record");
	ck_assert_str_eq(dr_record_fit_name(DR_FIT_YES), "yes");
}
END_TEST

UNIT_MAIN("record_kind", NULL, NULL, texts_fit_or_not, texts_have_a_kind, fits_have_names)
