/*
 * A mailbox file (RFC 4155): messages behind lines that begin with "From " after an empty line.
 */
#pragma once
#include "report/flow_priv.h"

typedef struct {
	dr_flow *flow; /* at the first "From " */
} dr_mbox;

/* The next message, held in `arena`; *ret_more false at the end. Of a message over `limit` octets
 * *ret_cut is true and the octets are empty. 0 or a negative DR_E*. */
int dr_mbox_next(dr_mbox *mbox, dr_arena *arena, uint64_t limit, dr_str *ret_message, bool *ret_cut,
                 bool *ret_more, dr_error *err);
