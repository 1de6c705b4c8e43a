/* DKIM signatures held against mails: the examples of RFC 6376 3.4.5 and RFC 8463 A, and mails that
 * this program signs itself and then changes. */
#include "message/dkim_canon.h"
#include "message/dkim_verify.h"
#include "base/base64.h"
#include "unit.h"
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static void collect(void *self, dr_str piece)
{
	dr_buf_add(self, piece);
}

/* RFC 6376 3.4.5. */
START_TEST(canonical_forms)
{
	const dr_str body = S(" C \r\nD \t E\r\n\r\n\r\n");
	dr_buf out;
	dr_buf_init(&out, arena);
	const dr_canon_sink sink = { collect, &out };
	dr_canon_field(sink, S("A: X"), true, false);
	dr_canon_field(sink, S("B : Y\t\r\n\tZ  "), true, false);
	dr_canon_body(sink, body, true);
	ck_assert_dr_str(dr_buf_str(&out), "a:X\r\nb:Y Z\r\n C\r\nD E\r\n");
	dr_buf_cut(&out, 0);
	dr_canon_field(sink, S("A: X"), false, false);
	dr_canon_field(sink, S("B : Y\t\n\tZ  "), false, true);
	dr_canon_body(sink, body, false);
	ck_assert_dr_str(dr_buf_str(&out), "A: X\r\nB : Y\t\r\n\tZ   C \r\nD \t E\r\n");
}
END_TEST

/* RFC 6376 3.4.3, 3.4.4: an empty body is one empty line, or nothing. */
START_TEST(odd_bodies)
{
	static const struct {
		const char *body, *simple, *relaxed;
	} CASES[] = {
		{ "", "\r\n", "" },
		{ "\r\n\r\n", "\r\n", "" },
		{ " \t\r\n", " \t\r\n", "" },
		{ "a", "a\r\n", "a\r\n" },
		{ "a\n\nb\n\n", "a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n" },
		{ "a\rb\r\n", "a\rb\r\n", "a\rb\r\n" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_buf out;
		dr_buf_init(&out, arena);
		dr_canon_body((dr_canon_sink){ collect, &out }, dr_str_of(CASES[i].body), false);
		ck_assert_dr_str(dr_buf_str(&out), CASES[i].simple);
		dr_buf_cut(&out, 0);
		dr_canon_body((dr_canon_sink){ collect, &out }, dr_str_of(CASES[i].body), true);
		ck_assert_dr_str(dr_buf_str(&out), CASES[i].relaxed);
	}
}
END_TEST

/* RFC 6376 3.7: the signature's own field, without the value of b. */
START_TEST(the_own_field)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	const dr_canon_sink sink = { collect, &out };
	dr_canon_own_field(sink, S("DKIM-Signature: v=1; bh=b=; b = x\r\n y ; d=a"), true);
	ck_assert_dr_str(dr_buf_str(&out), "dkim-signature:v=1; bh=b=; b =; d=a");
	dr_buf_cut(&out, 0);
	dr_canon_own_field(sink, S("DKIM-Signature: v=1;\n b=x\r\n y"), false);
	ck_assert_dr_str(dr_buf_str(&out), "DKIM-Signature: v=1;\r\n b=");
}
END_TEST

/* RFC 8463 A.3: one mail, two signatures. */
static const char RFC8463[] = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
			      " d=football.example.com; i=@football.example.com;\r\n"
			      " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
			      " subject : date : message-id : from : subject : date;\r\n"
			      " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
			      " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
			      " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
			      "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
			      " d=football.example.com; i=@football.example.com;\r\n"
			      " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
			      " date : message-id : from : subject : date;\r\n"
			      " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
			      " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n"
			      " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n"
			      " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n"
			      "From: Joe SixPack <joe@football.example.com>\r\n"
			      "To: Suzie Q <suzie@shopping.example.net>\r\n"
			      "Subject: Is dinner ready?\r\n"
			      "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
			      "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
			      "\r\n"
			      "Hi.\r\n"
			      "\r\n"
			      "We lost the game.  Are you hungry yet?\r\n"
			      "\r\n"
			      "Joe.\r\n";

static const char *const RFC8463_KEYS[] = {
	"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
	"v=DKIM1; k=rsa; "
	"p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR"
	"6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/"
	"8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5Qjv"
	"HO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
};

/* The text with the first occurrence of one replaced. */
static dr_str replaced(dr_str text, const char *from, const char *to)
{
	dr_str what = dr_str_of(from);
	size_t at = dr_str_search(text, what);
	ck_assert_uint_lt(at, text.len);
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_add(&out, dr_str_sub(text, 0, at));
	dr_buf_add(&out, dr_str_of(to));
	dr_buf_add(&out, dr_str_sub(text, at + what.len, text.len));
	return dr_buf_str(&out);
}

static dr_dkim_outcome verify(dr_str text, size_t index, const char *key_text, int64_t now)
{
	dr_mail mail;
	dr_dkim key;
	ck_assert_int_eq(dr_mail_parse(arena, text, &mail, NULL), DR_OK);
	ck_assert_uint_gt(mail.signatures.len, index);
	const dr_signature *signature = &mail.signatures.items[index];
	const dr_dkim_digest_of digest = dr_dkim_digest(&mail, signature);
	if (key_text != NULL) {
		ck_assert_int_eq(dr_dkim_parse(arena, dr_str_of(key_text), &key), DR_OK);
	}
	return dr_dkim_verify(signature, &digest, key_text != NULL ? &key : NULL, now);
}

static void outcome_is(dr_dkim_outcome got, dr_dkim_outcome want, const char *what)
{
	ck_assert_msg(got == want, "%s: %s, wanted %s", what, dr_dkim_outcome_name(got),
	              dr_dkim_outcome_name(want));
}

START_TEST(the_example_of_rfc_8463)
{
	static const struct {
		const char *from, *to;
		dr_dkim_outcome ed25519, rsa;
	} CASES[] = {
		{ "Hi.", "Hi.", DR_DKIM_PASS, DR_DKIM_PASS },
		{ "lost", "won", DR_DKIM_BODY_CHANGED, DR_DKIM_BODY_CHANGED },
		{ "Joe.\r\n", "Joe. \r\n\r\n\r\n", DR_DKIM_PASS, DR_DKIM_PASS },
		{ "Subject: Is", "SUBJECT:\tIs", DR_DKIM_PASS, DR_DKIM_PASS },
		{ "Subject: Is", "Subject: It is", DR_DKIM_BROKEN, DR_DKIM_HEADER_CHANGED },
		{ "Message-ID:", "From: x@evil.example\r\nMessage-ID:", DR_DKIM_BROKEN,
		  DR_DKIM_HEADER_CHANGED },
		{ "Message-ID:", "Reply-To: x@evil.example\r\nMessage-ID:", DR_DKIM_PASS,
		  DR_DKIM_PASS },
		{ "q=dns/txt; s=test", "q=dns/txt; s=tset", DR_DKIM_PASS, DR_DKIM_HEADER_CHANGED },
		{ "b=F45dVWDf", "b=F45dVWDg", DR_DKIM_PASS, DR_DKIM_KEY_OTHER },
		{ "b=/gCrinp", "b=/gCrinq", DR_DKIM_BROKEN, DR_DKIM_PASS },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_str text = replaced(dr_str_of(RFC8463), CASES[i].from, CASES[i].to);
		outcome_is(verify(text, 0, RFC8463_KEYS[0], 0), CASES[i].ed25519, CASES[i].to);
		outcome_is(verify(text, 1, RFC8463_KEYS[1], 0), CASES[i].rsa, CASES[i].to);
	}
}
END_TEST

/* RFC 6376 6.1.2: keys that cannot be used. */
START_TEST(keys)
{
	static const struct {
		const char *from, *to;
		dr_dkim_outcome outcome;
	} CASES[] = {
		{ "v=DKIM1; ", "", DR_DKIM_PASS },
		{ "v=DKIM1; ", "v=DKIM1; t=y; ", DR_DKIM_PASS },
		{ "v=DKIM1; ", "v=DKIM1; t=s; ", DR_DKIM_PASS },
		{ "v=DKIM1; ", "v=DKIM1; h=sha256:sha1; s=email; ", DR_DKIM_PASS },
		{ "v=DKIM1; ", "v=DKIM2; ", DR_DKIM_KEY_BROKEN },
		{ "v=DKIM1; ", "v=DKIM1; h=sha1; ", DR_DKIM_KEY_HASH },
		{ "v=DKIM1; ", "v=DKIM1; s=tlsrpt; ", DR_DKIM_KEY_SERVICE },
		{ "k=rsa; ", "k=ed25519; ", DR_DKIM_KEY_TYPE },
		{ "p=MIGf", "p=; n=MIGf", DR_DKIM_KEY_REVOKED },
		{ "p=MIGf", "p=MIG", DR_DKIM_KEY_BROKEN },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_str key = replaced(dr_str_of(RFC8463_KEYS[1]), CASES[i].from, CASES[i].to);
		outcome_is(verify(dr_str_of(RFC8463), 1, dr_arena_copy(arena, key).ptr, 0),
		           CASES[i].outcome, CASES[i].to);
	}
	outcome_is(verify(dr_str_of(RFC8463), 1, NULL, 0), DR_DKIM_NO_KEY, "no key");
	outcome_is(verify(dr_str_of(RFC8463), 0, RFC8463_KEYS[1], 0), DR_DKIM_KEY_TYPE, "other");
}
END_TEST

/* Our own signer: simple/simple, so that what is signed is what stands there. */

typedef struct {
	EVP_PKEY *key;
	const char *record;
} signer;

static signer new_signer(unsigned bits)
{
	signer made = { .key = EVP_RSA_gen(bits) };
	ck_assert_ptr_nonnull(made.key);
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(made.key, &der);
	dr_buf record;
	dr_buf_init(&record, arena);
	dr_buf_add(&record, S("v=DKIM1; p="));
	dr_base64_write((dr_str){ (const char *)der, (size_t)len }, &record);
	OPENSSL_free(der);
	made.record = record.ptr;
	return made;
}

static dr_str base64_of_hash(dr_str text)
{
	unsigned char hash[32];
	ck_assert_int_eq(EVP_Digest(text.ptr, text.len, hash, NULL, EVP_sha256(), NULL), 1);
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_base64_write((dr_str){ (const char *)hash, sizeof(hash) }, &out);
	return dr_buf_str(&out);
}

static void add_signature(const signer *by, dr_str text, dr_buf *out)
{
	unsigned char octets[1024];
	size_t len = sizeof(octets);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	ck_assert_int_eq(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, by->key), 1);
	ck_assert_int_eq(
		EVP_DigestSign(context, octets, &len, (const unsigned char *)text.ptr, text.len),
		1);
	EVP_MD_CTX_free(context);
	dr_base64_write((dr_str){ (const char *)octets, len }, out);
}

#define FROM "From: a@b.example\r\n"

/* A mail with one From, which is signed, and the tags that are asked for besides. */
static dr_str sign(const signer *by, const char *tags, const char *signed_body, const char *body)
{
	dr_buf field, mail;
	dr_buf_init(&field, arena);
	dr_buf_init(&mail, arena);
	dr_buf_addf(
		&field,
		"DKIM-Signature: v=1; a=rsa-sha256; d=b.example; s=s; h=From;%s\r\n bh=%.*s; b=",
		tags, DR_FMT(base64_of_hash(dr_str_of(signed_body))));
	dr_buf_addf(&mail, "%s%.*s", FROM, DR_FMT(dr_buf_str(&field)));
	dr_buf whole;
	dr_buf_init(&whole, arena);
	dr_buf_add(&whole, dr_buf_str(&field));
	add_signature(by, dr_buf_str(&mail), &whole);
	dr_buf_addf(&whole, "\r\n%s\r\n%s", FROM, body);
	return dr_buf_str(&whole);
}

START_TEST(mails_of_our_own)
{
	static const struct {
		const char *name, *tags, *signed_body, *body;
		int64_t now;
		dr_dkim_outcome outcome;
	} CASES[] = {
		{ "plain", "", "text \r\n", "text \r\n", 0, DR_DKIM_PASS },
		{ "line feeds", "", "a\r\nb\r\n", "a\nb\n", 0, DR_DKIM_PASS },
		{ "white space", "", "text \r\n", "text\r\n", 0, DR_DKIM_BODY_CHANGED },
		{ "empty", "", "\r\n", "", 0, DR_DKIM_PASS },
		{ "appended", " l=6;", "text\r\n", "text\r\nmore\r\n", 0, DR_DKIM_PASS },
		{ "cut off", " l=60;", "text\r\n", "text\r\n", 0, DR_DKIM_BODY_CHANGED },
		{ "in time", " t=1; x=1000;", "text\r\n", "text\r\n", 1000, DR_DKIM_PASS },
		{ "too late", " t=1; x=1000;", "text\r\n", "text\r\n", 1001, DR_DKIM_EXPIRED },
		{ "late and changed", " x=1000;", "text\r\n", "tex\r\n", 1001,
		  DR_DKIM_BODY_CHANGED },
		{ "below", " i=@sub.b.example;", "text\r\n", "text\r\n", 0, DR_DKIM_PASS },
	};
	signer by = new_signer(2048), other = new_signer(1024);
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_str mail = sign(&by, CASES[i].tags, CASES[i].signed_body, CASES[i].body);
		outcome_is(verify(mail, 0, by.record, CASES[i].now), CASES[i].outcome,
		           CASES[i].name);
		outcome_is(verify(mail, 0, other.record, CASES[i].now), DR_DKIM_KEY_OTHER,
		           CASES[i].name);
	}
	dr_str below = sign(&by, " i=@sub.b.example;", "text\r\n", "text\r\n");
	dr_str strict = replaced(dr_str_of(by.record), "v=DKIM1;", "v=DKIM1; t=s;");
	outcome_is(verify(below, 0, dr_arena_copy(arena, strict).ptr, 0), DR_DKIM_KEY_IDENTITY,
	           "strict");
	EVP_PKEY_free(by.key);
	EVP_PKEY_free(other.key);
}
END_TEST

/* RFC 8301 3.1, 3.2. */
START_TEST(what_must_not_be_believed)
{
	signer weak = new_signer(768);
	dr_str mail = sign(&weak, "", "text\r\n", "text\r\n");
	outcome_is(verify(mail, 0, weak.record, 0), DR_DKIM_KEY_WEAK, "768 bits");
	outcome_is(verify(replaced(mail, "rsa-sha256", "rsa-sha1"), 0, weak.record, 0),
	           DR_DKIM_SHA1, "sha1");
	outcome_is(verify(replaced(mail, "h=From", "h=To"), 0, weak.record, 0), DR_DKIM_UNREADABLE,
	           "no From");
	EVP_PKEY_free(weak.key);
}
END_TEST

/* A From that was added above is not signed, and one that h= lists twice breaks the signature. */
START_TEST(added_from)
{
	signer by = new_signer(1024);
	dr_str mail = sign(&by, "", "text\r\n", "text\r\n");
	dr_str forged = replaced(mail, "DKIM-Signature", "From: x@evil.example\r\nDKIM-Signature");
	dr_mail parsed;
	ck_assert_int_eq(dr_mail_parse(arena, forged, &parsed, NULL), DR_OK);
	dr_dkim_digest_of digest = dr_dkim_digest(&parsed, &parsed.signatures.items[0]);
	ck_assert_uint_eq(digest.unsigned_from, 1);
	outcome_is(verify(forged, 0, by.record, 0), DR_DKIM_PASS, "the lower From is signed");
	EVP_PKEY_free(by.key);
}
END_TEST

UNIT_MAIN("message/dkim", set_up, tear_down, canonical_forms, odd_bodies, the_own_field,
          the_example_of_rfc_8463, keys, mails_of_our_own, what_must_not_be_believed, added_from)
