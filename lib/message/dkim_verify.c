#include "message/dkim_verify.h"
#include "message/dkim_canon.h"
#include "message/dkim_crypto_priv.h"

enum { RSA_MIN_BITS = 1024 };

static const struct {
	const char *name, *text;
} OUTCOMES[DR_DKIM_OUTCOME_COUNT] = {
	[DR_DKIM_PASS] = { "pass",
	                   "The signature holds: header and body are as they were signed." },
	[DR_DKIM_UNREADABLE] = { "unreadable", "The signature cannot be used." },
	[DR_DKIM_SHA1] = { "sha1", "It is made with rsa-sha1, which must not be believed any more "
	                           "(RFC 8301 3.1)." },
	[DR_DKIM_NO_KEY] = { "no-key", "There is no key at the selector." },
	[DR_DKIM_KEY_MISSING] = { "key-not-had",
	                          "The key is not known, so nothing is known of the signature." },
	[DR_DKIM_KEY_BROKEN] = { "key-broken", "The key record cannot be used." },
	[DR_DKIM_KEY_REVOKED] = { "key-revoked", "The key is revoked: its p is empty." },
	[DR_DKIM_KEY_TYPE] = { "key-type", "The key is of another kind than the signature." },
	[DR_DKIM_KEY_HASH] = { "key-hash", "The key's h does not allow sha256." },
	[DR_DKIM_KEY_SERVICE] = { "key-service", "The key's s does not allow mail." },
	[DR_DKIM_KEY_WEAK] = { "key-weak", "The key has less than 1024 bits, which does not count "
	                                   "(RFC 8301 3.2)." },
	[DR_DKIM_KEY_IDENTITY] = { "key-identity", "The key says t=s, so i= must have exactly the "
	                                           "domain of d=; it is below it." },
	[DR_DKIM_KEY_OTHER] = { "key-mismatch", "The key in DNS is not the one it was signed "
	                                        "with." },
	[DR_DKIM_BODY_CHANGED] = { "body-changed",
	                           "The body was changed after it was signed: a footer, rewritten "
	                           "links, another encoding." },
	[DR_DKIM_HEADER_CHANGED] = { "header-changed",
	                             "A signed header field was changed, added or taken away; the "
	                             "key fits." },
	[DR_DKIM_BROKEN] = { "broken",
	                     "It does not fit: the key in DNS is another one, or a signed "
	                     "header field was changed. With Ed25519 nobody can tell "
	                     "which." },
	[DR_DKIM_EXPIRED] = { "expired", "It has expired; apart from that it holds." },
};

const char *dr_dkim_outcome_name(dr_dkim_outcome outcome)
{
	return OUTCOMES[outcome].name;
}

const char *dr_dkim_outcome_text(dr_dkim_outcome outcome)
{
	return OUTCOMES[outcome].text;
}

/* A hash over the first `limit` octets; the rest is counted. */
typedef struct {
	dr_hasher *hasher;
	uint64_t limit, seen;
} limited;

static void take_limited(void *self, dr_str piece)
{
	limited *l = self;
	uint64_t left = l->seen < l->limit ? l->limit - l->seen : 0;
	dr_hasher_add(l->hasher, dr_str_sub(piece, 0, left < piece.len ? (size_t)left : piece.len));
	l->seen += piece.len;
}

static void take_all(void *self, dr_str piece)
{
	dr_hasher_add(self, piece);
}

static void hash_body(const dr_mail *mail, const dr_signature *signature, dr_dkim_digest_of *digest)
{
	uint8_t octets[32] = { 0 };
	limited l = { dr_hasher_new(), signature->cut ? signature->length : UINT64_MAX, 0 };
	dr_canon_body((dr_canon_sink){ take_limited, &l }, mail->body, signature->relaxed_body);
	bool good = dr_hasher_end(l.hasher, octets);
	digest->body_octets = l.seen;
	digest->body_short = signature->cut && signature->length > l.seen;
	digest->appended = signature->cut && l.seen > l.limit ? l.seen - l.limit : 0;
	digest->body_same = good && !digest->body_short &&
	                    dr_str_eq(signature->bh, (dr_str){ (const char *)octets, 32 });
}

/* The last field of that name that is not used yet (RFC 6376 5.4.2); NULL: none is left. */
static const dr_header_field *take_field(const dr_mail *mail, dr_str name, uint8_t *used)
{
	for (size_t i = mail->fields.len; i > 0; i--) {
		const dr_header_field *field = &mail->fields.items[i - 1];
		if (used[i - 1] == 0 && dr_str_eq_nocase(field->name, name)) {
			used[i - 1] = 1;
			return field;
		}
	}
	return NULL;
}

static size_t count_unused(const dr_mail *mail, const char *name, const uint8_t *used)
{
	size_t count = 0;
	for (size_t i = 0; i < mail->fields.len; i++) {
		count += used[i] == 0 &&
		         dr_str_eq_nocase(mail->fields.items[i].name, dr_str_of(name));
	}
	return count;
}

static void hash_header(const dr_mail *mail, const dr_signature *signature,
                        dr_dkim_digest_of *digest)
{
	uint8_t used[DR_MAIL_HEADER_FIELDS] = { 0 };
	dr_hasher *hasher = dr_hasher_new();
	dr_canon_sink sink = { take_all, hasher };
	for (size_t i = 0; i < signature->signed_fields.len; i++) {
		const dr_header_field *field =
			take_field(mail, signature->signed_fields.items[i], used);
		if (field != NULL) {
			dr_canon_field(sink, dr_mail_field_text(mail->header, field),
			               signature->relaxed_header, false);
		}
	}
	dr_canon_own_field(sink, signature->field, signature->relaxed_header);
	dr_hasher_end(hasher, digest->digest);
	digest->unsigned_from = count_unused(mail, "From", used);
}

dr_dkim_digest_of dr_dkim_digest(const dr_mail *mail, const dr_signature *signature)
{
	dr_dkim_digest_of digest = { .body_same = false };
	if (signature->fault == DR_SIGNATURE_FINE &&
	    signature->algorithm != DR_ALGORITHM_RSA_SHA1) {
		hash_body(mail, signature, &digest);
		hash_header(mail, signature, &digest);
	}
	return digest;
}

static dr_key_kind kind_of(dr_signature_algorithm algorithm)
{
	return algorithm == DR_ALGORITHM_ED25519_SHA256 ? DR_KEY_ED25519 : DR_KEY_RSA;
}

/* DR_DKIM_PASS: the key may be used for the signature. */
static dr_dkim_outcome judge_key(const dr_signature *signature, const dr_dkim *key)
{
	if (key->revoked) {
		return DR_DKIM_KEY_REVOKED;
	}
	bool said_ed25519 = dr_str_eq_nocase(key->k, DR_STR("ed25519"));
	bool wants_ed25519 = kind_of(signature->algorithm) == DR_KEY_ED25519;
	if (key->key != DR_KEY_NONE && said_ed25519 != wants_ed25519) {
		return DR_DKIM_KEY_TYPE;
	}
	if (!key->list.syntax || !key->list.version || key->key != kind_of(signature->algorithm)) {
		return DR_DKIM_KEY_BROKEN;
	}
	if (!key->sha256) {
		return DR_DKIM_KEY_HASH;
	}
	if (!key->email) {
		return DR_DKIM_KEY_SERVICE;
	}
	if (key->key == DR_KEY_RSA && key->bits < RSA_MIN_BITS) {
		return DR_DKIM_KEY_WEAK;
	}
	if (key->strict && !dr_str_eq(signature->identity, signature->domain)) {
		return DR_DKIM_KEY_IDENTITY;
	}
	return DR_DKIM_PASS;
}

static dr_dkim_outcome compare(const dr_signature *signature, const dr_dkim_digest_of *digest,
                               const dr_dkim *key)
{
	static const dr_dkim_outcome BY_RESULT[] = {
		[DR_SIGNED] = DR_DKIM_PASS,
		[DR_SIGNED_OTHER_TEXT] = DR_DKIM_HEADER_CHANGED,
		[DR_SIGNED_OTHER_KEY] = DR_DKIM_KEY_OTHER,
		[DR_SIGNED_DOES_NOT_FIT] = DR_DKIM_BROKEN,
		[DR_SIGNED_KEY_UNUSABLE] = DR_DKIM_KEY_BROKEN,
	};
	dr_dkim_outcome header = BY_RESULT[dr_signature_compare(key->key, key->octets, signature->b,
	                                                        digest->digest)];
	if (header == DR_DKIM_KEY_OTHER || header == DR_DKIM_KEY_BROKEN) {
		return header;
	}
	return digest->body_same ? header : DR_DKIM_BODY_CHANGED;
}

dr_dkim_outcome dr_dkim_verify(const dr_signature *signature, const dr_dkim_digest_of *digest,
                               const dr_dkim *key, int64_t now)
{
	if (signature->fault != DR_SIGNATURE_FINE) {
		return DR_DKIM_UNREADABLE;
	}
	if (signature->algorithm == DR_ALGORITHM_RSA_SHA1) {
		return DR_DKIM_SHA1;
	}
	if (key == NULL) {
		return DR_DKIM_NO_KEY;
	}
	dr_dkim_outcome outcome = judge_key(signature, key);
	if (outcome == DR_DKIM_PASS) {
		outcome = compare(signature, digest, key);
	}
	bool expired = signature->expires >= 0 && now > signature->expires;
	return outcome == DR_DKIM_PASS && expired ? DR_DKIM_EXPIRED : outcome;
}
