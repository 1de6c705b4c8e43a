/*
 * Unpacking with limits: gzip (RFC 1952) as a stream, zip archives entry by entry.
 *
 * What a header says about sizes is never believed: octets are counted as they come.
 */
#pragma once
#include "report/flow_priv.h"
#include "report/guard_priv.h"

typedef struct dr_gunzip dr_gunzip;

/* Unpacks what `flow` reads, which must outlive it. Several members are one stream; what follows
 * the last is left alone. DR_ENOMEM. */
int dr_gunzip_open(dr_flow *flow, dr_guard *guard, dr_gunzip **ret_gunzip, dr_error *err);
/* Broken or cut data ends the stream with DR_ELIMIT and a refusal. */
dr_stream dr_gunzip_stream(dr_gunzip *gunzip);
void dr_gunzip_close(dr_gunzip *gunzip); /* NULL is fine */

/* Called for each file in an archive. `name` is only for messages. What it does not read is
 * skipped. DR_ELIMIT with the guard's refusal ends this entry (the whole archive when it is for
 * good); any other failure ends the archive. */
typedef int (*dr_zip_entry)(void *self, dr_str name, dr_stream stream, dr_error *err);

/* Reads a zip archive that is held in memory. DR_ELIMIT with a refusal: encrypted, entries that
 * share octets, too many of them, broken. */
int dr_unzip(dr_arena *arena, dr_str archive, dr_guard *guard, dr_zip_entry entry, void *self,
             dr_error *err);

/* Looks at an archive's central directory before anything is unpacked: DR_OK, or DR_ELIMIT with a
 * refusal when entries are encrypted, overlap, or are too many. An archive without one, or with one
 * of Zip64, is left to the limits of reading. */
int dr_zip_check(dr_arena *arena, dr_str archive, dr_guard *guard);
