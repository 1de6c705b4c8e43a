#include "message/dkim_crypto_priv.h"
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

enum { DIGEST = 32, RECOVERED_MAX = 1024, ED25519_OCTETS = 32 };

/* An EVP_MD_CTX under our name. */
static EVP_MD_CTX *context_of(dr_hasher *hasher)
{
	return (EVP_MD_CTX *)hasher;
}

dr_hasher *dr_hasher_new(void)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	if (context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1) {
		EVP_MD_CTX_free(context);
		return NULL;
	}
	return (dr_hasher *)context;
}

void dr_hasher_add(dr_hasher *hasher, dr_str octets)
{
	if (hasher != NULL && octets.len > 0) {
		EVP_DigestUpdate(context_of(hasher), octets.ptr, octets.len);
	}
}

bool dr_hasher_end(dr_hasher *hasher, uint8_t ret_octets[32])
{
	bool good = hasher != NULL && EVP_DigestFinal_ex(context_of(hasher), ret_octets, NULL) == 1;
	EVP_MD_CTX_free(context_of(hasher));
	return good;
}

static EVP_PKEY *read_key(dr_key_kind kind, dr_str octets)
{
	const unsigned char *at = (const unsigned char *)octets.ptr;
	if (kind == DR_KEY_ED25519 && octets.len == ED25519_OCTETS) {
		return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, at, octets.len);
	}
	if (octets.len > INT32_MAX) {
		return NULL;
	}
	EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)octets.len);
	if (key == NULL && kind == DR_KEY_RSA) {
		at = (const unsigned char *)octets.ptr;
		key = d2i_PublicKey(EVP_PKEY_RSA, NULL, &at, (long)octets.len);
	}
	return key;
}

/* What the signature was made of tells whose it is: a key that does not belong to it leaves no
 * valid padding. */
static dr_signed compare_rsa(EVP_PKEY *key, dr_str signature, const uint8_t digest[DIGEST])
{
	uint8_t recovered[RECOVERED_MAX];
	size_t len = sizeof(recovered);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	if (EVP_PKEY_get_size(key) > RECOVERED_MAX) {
		EVP_PKEY_CTX_free(context);
		return DR_SIGNED_KEY_UNUSABLE;
	}
	bool fits =
		context != NULL && EVP_PKEY_verify_recover_init(context) == 1 &&
		EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 &&
		EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1 &&
		EVP_PKEY_verify_recover(context, recovered, &len,
	                                (const unsigned char *)signature.ptr, signature.len) == 1 &&
		len == DIGEST;
	EVP_PKEY_CTX_free(context);
	if (!fits) {
		return DR_SIGNED_OTHER_KEY;
	}
	return memcmp(recovered, digest, DIGEST) == 0 ? DR_SIGNED : DR_SIGNED_OTHER_TEXT;
}

static dr_signed compare_ed25519(EVP_PKEY *key, dr_str signature, const uint8_t digest[DIGEST])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool fits = context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
	            EVP_DigestVerify(context, (const unsigned char *)signature.ptr, signature.len,
	                             digest, DIGEST) == 1;
	EVP_MD_CTX_free(context);
	return fits ? DR_SIGNED : DR_SIGNED_DOES_NOT_FIT;
}

dr_signed dr_signature_compare(dr_key_kind kind, dr_str octets, dr_str signature,
                               const uint8_t digest[32])
{
	EVP_PKEY *key = read_key(kind, octets);
	dr_signed result = DR_SIGNED_KEY_UNUSABLE;
	if (key != NULL && kind == DR_KEY_RSA && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) {
		result = compare_rsa(key, signature, digest);
	} else if (key != NULL && EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519) {
		result = compare_ed25519(key, signature, digest);
	}
	EVP_PKEY_free(key);
	return result;
}
