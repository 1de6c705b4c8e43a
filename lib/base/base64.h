/*
 * Base64 (RFC 4648 4), read strictly except for white space, which records and mails fold with.
 */
#pragma once
#include "base/buf.h"

typedef enum {
	DR_BASE64_OK,
	DR_BASE64_CHARACTER, /* a character outside the alphabet, or padding that is not at the end
	                      */
	DR_BASE64_LENGTH,    /* no whole groups of four: cut off, or padding left out */
} dr_base64_status;

/* Decodes `text` into `arena`. DR_BASE64_CHARACTER sets `ret_at` to the offset and leaves
 * `ret_octets` alone; DR_BASE64_LENGTH gives the octets that are complete. */
dr_base64_status dr_base64_decode(dr_arena *arena, dr_str text, dr_str *ret_octets, size_t *ret_at);
/* Encodes, with padding and without line breaks. */
void dr_base64_write(dr_str octets, dr_buf *out);
