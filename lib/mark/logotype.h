/*
 * The logotype extension of certificates (RFC 9399, once RFC 3709 and RFC 6170), as far as mark
 * certificates use it: one picture inside a data: URI.
 */
#pragma once
#include "base/arena.h"

typedef struct {
	bool readable;   /* the extension is whole DER */
	dr_str uri;      /* the first data: URI; ptr NULL: none */
	dr_str svg;      /* its picture, unpacked; ptr NULL: it cannot be read */
	bool hashed;     /* there is a SHA-256 … */
	bool hash_holds; /* … and it is that of the picture, packed or unpacked */
} dr_logotype;

/* Reads the extension's value. False when memory is spent. */
bool dr_logotype_read(dr_arena *arena, dr_str der, dr_logotype *ret_logotype);
