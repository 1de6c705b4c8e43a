#include "base/digest.h"
#include <openssl/sha.h>

dr_sha256 dr_digest_sha256(dr_str octets)
{
	dr_sha256 digest = { { 0 } };
	SHA256((const unsigned char *)(octets.len > 0 ? octets.ptr : ""), octets.len,
	       digest.octets);
	return digest;
}

void dr_digest_hex(const dr_sha256 *digest, size_t chars, char *ret_text)
{
	static const char HEX[] = "0123456789abcdef";
	for (size_t i = 0; i < chars / 2; i++) {
		ret_text[2 * i] = HEX[digest->octets[i] >> 4];
		ret_text[2 * i + 1] = HEX[digest->octets[i] & 15];
	}
	ret_text[chars / 2 * 2] = '\0';
}
