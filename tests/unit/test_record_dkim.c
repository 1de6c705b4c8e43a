/* DKIM key records. */
#include "record/dkim.h"
#include "base/base64.h"
#include "base/error.h"
#include "issues.h"
#include "unit.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

/* clang-format off */
/* Keys that openssl generated for these tests; RFC 8463 A.2 for Ed25519. */
#define RSA512 \
	"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALayhrrg3dRxhec/wOeqHyJxk8PqBmsqMYshNlGL7YAqLvrZ" \
	"TbYCv3QzbHMRixrIJzqN97Yjvn6w9BNKb7Btn9UCAwEAAQ=="
#define RSA1024 \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDn47vdMaYqx6eB/1mje7Lv0EaZJK5A1xagGNqJ2Kui" \
	"8X6NvpXUNqbx/TMD+g9+00mQX1TywRl3kJzEOqt8WzmDS4tZNAfNn/JRRcwO9EvpMTwZ0WhxAAQZnY1F" \
	"U6iY6wukfXFGT40AvMMuUiA/Ofv9T9HkDrdKsgt1BRyIvpTN/QIDAQAB"
#define RSA1024_E3 \
	"MIGdMA0GCSqGSIb3DQEBAQUAA4GLADCBhwKBgQCWlfhumeNBOfAXXhd3mvycpZfhqZ/fyZVnVXyKLofU" \
	"m2B0MSiYzIRu5nqWVeqsppEwhMZz30BDGzHWPVDj31dIoayGriXlN8On1O7xQM3xJi3Smr6fvhBts4vn" \
	"6wSm/nYIGmrONRTH+5O0pBIEbq+zcKu4bOe8p3V/muVjzmjK1wIBAw=="
#define RSA2048 \
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyH3+J0D7I9qS9CrORXADLjCNk5sWa2MP2um8" \
	"pZ566PaR0PsVAjKpOEGL5s0RLY5mQoKntg3ofKeaduc+affrlLutif7iKTQtR4/hcYTni9FtVxXDGN9q" \
	"5GDkgjwgP5fjJxrwGaJWweYPOJW2e095yY2UOEE+rB7XCl3kTsIa5gwNpSuZJ2Aq60F42zi2H4/z8aou" \
	"OE+wxyHUHlXr6UFjObrNdpac4ubRFRA1nGxB77y0vRsQYX8jii70uPQeRSw9RrEO9wNbGL111QssbxMr" \
	"8n0e03VMhykcK0IB/oCUGRzFH7NbCBSPKyFxUvClytmGTvTJBm3SL0Y8WYZxGPYuiQIDAQAB"
#define BARE1024 \
	"MIGJAoGBAOfju90xpirHp4H/WaN7su/QRpkkrkDXFqAY2onYq6Lxfo2+ldQ2pvH9MwP6D37TSZBfVPLB" \
	"GXeQnMQ6q3xbOYNLi1k0B82f8lFFzA70S+kxPBnRaHEABBmdjUVTqJjrC6R9cUZPjQC8wy5SID85+/1P" \
	"0eQOt0qyC3UFHIi+lM39AgMBAAE="
#define ED_SPKI \
	"MCowBQYDK2VwAyEAWSfdshjfWPmfTcMEk2uTxSggrbmj4viV3Ws2qASE6Ek="
#define EC_SPKI \
	"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEVvu7V8RXk8jpgfDiNHsNO3O6XKW3y+wx/kOq4KdssUOA" \
	"B5QR1KKNXg/2kiKbIisM6wo5qScICXbx0nFgtCs4UA=="
#define ED25519 "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
#define RSA1024_CUT "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDn47vdMaYqx6eB/1mje7Lv0EaZJK5A1xagGNqJ2Kui" \
	"8X6NvpXUNqbx/TMD+g9+00mQX1TywRl3kJzEOqt8WzmDS4tZNAfNn/JRRcwO9EvpMTwZ0WhxAAQZnY1F"
#define RSA1024_LONG \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDn47vdMaYqx6eB/1mje7Lv0EaZJK5A1xagGNqJ2Kui" \
	"8X6NvpXUNqbx/TMD+g9+00mQX1TywRl3kJzEOqt8WzmDS4tZNAfNn/JRRcwO9EvpMTwZ0WhxAAQZnY1F" \
	"U6iY6wukfXFGT40AvMMuUiA/Ofv9T9HkDrdKsgt1BRyIvpTN/QIDAQABeHl6"
#define ED25519_31 "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHUQ=="
/* clang-format on */

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_dkim parsed(const char *text)
{
	dr_dkim record;
	ck_assert_int_eq(dr_dkim_parse(arena, dr_str_of(text), &record), 0);
	return record;
}

/* A record; whether it can be used; what the key is, its bits; codes and subjects of the issues. */
static const struct {
	const char *text;
	bool valid;
	const char *key;
	uint32_t bits;
	const char *issues;
} RECORDS[] = {
	{ "v=DKIM1; k=rsa; p=" RSA1024, true, "rsa", 1024, "" },
	{ "v=DKIM1; p=" RSA2048 ";", true, "rsa", 2048, "" },
	{ "p=" RSA1024, true, "rsa", 1024, "" },
	{ "v=DKIM1; p=" BARE1024, true, "rsa", 1024, "" },
	{ "v=DKIM1; k=ed25519; p=" ED25519, true, "ed25519", 256, "" },
	{ " v = DKIM1 ; h=sha256:x ; s=email:tlsrpt ; t=s ; n=a k=b ; p = " RSA1024, true, "rsa",
	  1024, "" },
	{ "v=DKIM1; p=", false, "", 0, "" },
	{ "v=DKIM1; p=" RSA512, false, "rsa", 512, "" },
	{ "v=DKIM1; p=" RSA1024_E3, true, "rsa", 1024, "" },
	/* the list */
	{ "v=DKIM1; k=rsa", false, "", 0, "tag-missing p" },
	{ "k=rsa; v=DKIM1; p=" RSA1024, false, "rsa", 1024, "version v=DKIM1" },
	{ "v=DKIM2; p=" RSA1024, false, "rsa", 1024, "version v=DKIM2" },
	{ "v=DKIM1; p=" RSA1024 "; p=", false, "rsa", 1024, "tag-duplicate p" },
	{ "v=DKIM1; P=" RSA1024, false, "", 0, "tag-case P, tag-missing p" },
	{ "v=DKIM1; g=*; p=" RSA1024, true, "rsa", 1024, "tag-obsolete g" },
	{ "v=DKIM1; x_1=y; p=" RSA1024, true, "rsa", 1024, "tag-unknown x_1" },
	{ "v=DKIM1; h=; p=" RSA1024, false, "rsa", 1024, "tag-empty h" },
	{ "v=DKIM1; p=" RSA1024 " k=rsa", false, "", 0, "tag-merged k, key-base64 p" },
	/* what keys are for */
	{ "v=DKIM1; h=sha1; p=" RSA1024, false, "rsa", 1024, "" },
	{ "v=DKIM1; s=tlsrpt; p=" RSA1024, false, "rsa", 1024, "" },
	{ "v=DKIM1; k=dsa; p=" RSA1024, false, "rsa", 1024, "tag-value k~rsa" },
	{ "v=DKIM1; k=ed2551; p=" ED25519, false, "ed25519", 256, "tag-value k~ed25519" },
	/* the key */
	{ "v=DKIM1; p=AAAA!", false, "", 0, "key-base64 p" },
	{ "v=DKIM1; p=\"" RSA1024 "\"", false, "", 0, "escaped \", escaped \", key-base64 p" },
	{ "v=DKIM1; p=AAAAA", false, "", 0, "key-base64 p, key-der p" },
	{ "v=DKIM1; p=AAAA", false, "", 0, "key-der p" },
	{ "v=DKIM1; p=" EC_SPKI, false, "", 0, "key-der p" },
	{ "v=DKIM1; p=" RSA1024_CUT, false, "rsa", 1024, "key-truncated p" },
	{ "v=DKIM1; p=" RSA1024_CUT "AA", false, "rsa", 1024, "key-truncated p" },
	{ "v=DKIM1; p=" RSA1024_LONG, false, "rsa", 1024, "key-trailing p" },
	{ "v=DKIM1; p=" ED25519, false, "ed25519", 256, "key-type p" },
	{ "v=DKIM1; k=ed25519; p=" RSA1024, false, "rsa", 1024, "key-type p" },
	{ "v=DKIM1; k=ed25519; p=" ED_SPKI, false, "ed25519", 256, "key-wrapped p" },
	{ "v=DKIM1; p=" ED_SPKI, false, "ed25519", 256, "key-type p, key-wrapped p" },
	{ "v=DKIM1; k=ed25519; p=" ED25519_31, false, "", 0, "key-length p" },
};

/* Without places: keys are long. */
static dr_str short_text(const dr_issues *issues)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	for (size_t i = 0; i < issues->len; i++) {
		const dr_issue *issue = &issues->items[i];
		dr_buf_addf(&buf, "%s%s %.*s", i > 0 ? ", " : "", dr_issue_name(issue->code),
		            DR_FMT(issue->subject));
		dr_buf_addf(&buf, "%s%.*s", issue->nearest.len > 0 ? "~" : "",
		            DR_FMT(issue->nearest));
	}
	return dr_buf_str(&buf);
}

START_TEST(records_are_read)
{
	for (size_t i = 0; i < DR_COUNT(RECORDS); i++) {
		dr_dkim record = parsed(RECORDS[i].text);
		dr_str issues = short_text(&record.issues);
		ck_assert_msg(dr_str_eq(issues, dr_str_of(RECORDS[i].issues)), "%s: %.*s",
		              RECORDS[i].text, DR_FMT(issues));
		ck_assert_msg(record.valid == RECORDS[i].valid, "%s is %svalid", RECORDS[i].text,
		              record.valid ? "" : "not ");
		ck_assert_msg(record.bits == RECORDS[i].bits, "%s has %u bits", RECORDS[i].text,
		              record.bits);
		ck_assert_str_eq(dr_key_kind_name(record.key), RECORDS[i].key);
	}
}
END_TEST

START_TEST(places_and_counts)
{
	dr_dkim record = parsed("v=DKIM1; p=AA AA!");
	ck_assert_uint_eq(record.issues.items[0].place.span.off, 16);
	ck_assert_uint_eq(record.issues.items[0].place.span.len, 1);
	record = parsed("v=DKIM1; p=" RSA1024_CUT);
	ck_assert_uint_eq(record.der.missing, 42);
	ck_assert_uint_eq(record.der.exponent, 0);
	record = parsed("v=DKIM1; p=" RSA1024_LONG);
	ck_assert_uint_eq(record.der.trailing, 3);
	ck_assert_uint_eq(record.der.exponent, 65537);
	record = parsed("v=DKIM1; p=" RSA1024_E3);
	ck_assert_uint_eq(record.der.exponent, 3);
	ck_assert(record.version && record.der.wrapped && !record.revoked);
	record = parsed("p=");
	ck_assert(record.revoked && !record.version && record.octets.len == 0);
}
END_TEST

START_TEST(flags)
{
	dr_dkim record = parsed("v=DKIM1; t=y:s; h=sha1; s=tlsrpt; k=RSA; p=");
	ck_assert(record.test && record.strict && record.sha1 && !record.sha256);
	ck_assert(!record.email && record.tlsrpt);
	ck_assert_dr_str(record.k, "RSA");
	record = parsed("v=DKIM1; p=");
	ck_assert(!record.test && !record.strict && record.sha1 && record.sha256);
	ck_assert(record.email && record.tlsrpt && record.k.len == 0);
	record = parsed("v=DKIM1; s=*:x; p=");
	ck_assert(record.email && record.tlsrpt);
}
END_TEST

/* DER by hand; the key, bits, exponent. */
static const struct {
	dr_str octets;
	dr_key_kind kind;
	uint32_t bits;
	uint64_t exponent;
} DER[] = {
	{ DR_STR_INIT(""), DR_KEY_NONE, 0, 0 },
	{ DR_STR_INIT("\x30"), DR_KEY_NONE, 0, 0 },
	{ DR_STR_INIT("\x30\x00"), DR_KEY_NONE, 0, 0 },
	{ DR_STR_INIT("\x30\x06\x02\x01\x0f\x02\x01\x03"), DR_KEY_RSA, 4, 3 },
	{ DR_STR_INIT("\x30\x08\x02\x02\x00\x80\x02\x02\x01\x01"), DR_KEY_RSA, 8, 257 },
	{ DR_STR_INIT("\x30\x81\x06\x02\x01\x01\x02\x01\x03"), DR_KEY_RSA, 1, 3 },
	{ DR_STR_INIT("\x30\x06\x02\x01\x00\x02\x01\x03"), DR_KEY_RSA, 0, 3 },
	{ DR_STR_INIT("\x30\x80\x02\x01\x0f\x02\x01\x03\x00\x00"), DR_KEY_NONE, 0, 0 },
	{ DR_STR_INIT("\x30\x85\x00\x00\x00\x00\x06\x02\x01\x0f\x02\x01\x03"), DR_KEY_NONE, 0, 0 },
	{ DR_STR_INIT("\x30\x05\x02\x00\x02\x01\x03"), DR_KEY_NONE, 0, 0 },
	{ DR_STR_INIT("\x30\x05\x02\x01\x0f\x02\x00"), DR_KEY_NONE, 0, 0 },
	{ DR_STR_INIT("\x30\x03\x02\x01\x0f"), DR_KEY_NONE, 0, 0 },
	{ DR_STR_INIT("\x30\x07\x02\x01\x0f\x02\x01\x03\x00"), DR_KEY_NONE, 0, 0 },
	{ DR_STR_INIT("\x30\x0e\x02\x01\x0f\x02\x09\x01\x00\x00\x00\x00\x00\x00\x00\x00"),
	  DR_KEY_RSA, 4, UINT64_MAX },
	{ DR_STR_INIT("\x30\x82\x01\x00\x02\x81\x80\x00\xff"), DR_KEY_RSA, 1016, 0 },
	{ DR_STR_INIT("\x30\x82\x01\x00\x02\x81\x80"), DR_KEY_RSA, 0, 0 },
	{ DR_STR_INIT("\x30\x82\x01\x00\x02"), DR_KEY_NONE, 0, 0 },
};

START_TEST(der_by_hand)
{
	for (size_t i = 0; i < DR_COUNT(DER); i++) {
		dr_der_key key = dr_der_read_key(DER[i].octets);
		ck_assert_msg(key.kind == DER[i].kind && key.bits == DER[i].bits &&
		                      key.exponent == DER[i].exponent,
		              "case %zu: %s, %u bits, exponent %llu", i, dr_key_kind_name(key.kind),
		              key.bits, (unsigned long long)key.exponent);
	}
}
END_TEST

/* What libcrypto makes of the octets: bits of an RSA key, or 0. */
static int oracle_bits(const uint8_t *octets, size_t len)
{
	const unsigned char *at = octets;
	EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)len);
	int bits = key != NULL && EVP_PKEY_base_id(key) == EVP_PKEY_RSA ? EVP_PKEY_bits(key) : 0;
	EVP_PKEY_free(key);
	return bits;
}

/* Every octet of a key changed in three ways: whatever we accept as whole, libcrypto accepts, and
 * with the same size. */
START_TEST(libcrypto_agrees)
{
	static const uint8_t CHANGES[] = { 0x01, 0x80, 0xff };
	dr_str octets;
	size_t at, accepted = 0;
	dr_base64_decode(arena, S(RSA1024), &octets, &at);
	uint8_t changed[256];
	for (size_t i = 0; i < octets.len * DR_COUNT(CHANGES); i++) {
		memcpy(changed, octets.ptr, octets.len);
		changed[i / DR_COUNT(CHANGES)] ^= CHANGES[i % DR_COUNT(CHANGES)];
		dr_der_key key = dr_der_read_key((dr_str){ (const char *)changed, octets.len });
		if (key.kind == DR_KEY_RSA && key.wrapped && key.missing == 0) {
			ck_assert_msg(oracle_bits(changed, octets.len) == (int)key.bits,
			              "octet %zu, change %zu", i / 3, i % 3);
			accepted++;
		}
	}
	ck_assert_uint_gt(accepted, 300);
	ck_assert_int_eq(oracle_bits((const uint8_t *)octets.ptr, octets.len), 1024);
}
END_TEST

/* Every length that a key can be cut to. */
START_TEST(keys_that_are_cut_off)
{
	dr_str octets;
	size_t at;
	dr_base64_decode(arena, S(RSA2048), &octets, &at);
	for (size_t len = 40; len < octets.len; len++) {
		dr_der_key key = dr_der_read_key(dr_str_sub(octets, 0, len));
		ck_assert_int_eq(key.kind, DR_KEY_RSA);
		ck_assert_uint_eq(key.missing, octets.len - len);
		ck_assert_uint_eq(key.bits, 2048);
	}
}
END_TEST

START_TEST(without_memory)
{
	for (size_t n = 1; n < 20; n++) {
		dr_arena_reset(arena);
		dr_arena_fail_at(arena, n);
		dr_dkim record;
		int code = dr_dkim_parse(arena, S("v=DKIM1; k=x; y=z; p=" RSA1024), &record);
		dr_arena_fail_at(arena, 0);
		ck_assert(code == DR_ENOMEM || (code == 0 && n > 3));
	}
}
END_TEST

UNIT_MAIN("record_dkim", set_up, tear_down, records_are_read, places_and_counts, flags, der_by_hand,
          libcrypto_agrees, keys_that_are_cut_off, without_memory)
