/*
 * Unpacks gzip (RFC 1952): SVGZ files and the logos inside mark certificates.
 */
#pragma once
#include "base/arena.h"

bool dr_gzip_is(dr_str octets); /* begins like gzip */

typedef enum { DR_GZIP_OK, DR_GZIP_BROKEN, DR_GZIP_HUGE, DR_GZIP_NO_MEMORY } dr_gzip_status;

/* At most `max` octets, in `arena`. `ret_octets` is untouched unless DR_GZIP_OK. */
dr_gzip_status dr_gzip_unpack(dr_arena *arena, dr_str octets, size_t max, dr_str *ret_octets);
