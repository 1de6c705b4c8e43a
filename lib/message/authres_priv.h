/*
 * Words of Authentication-Results, for the readers of this folder.
 */
#pragma once
#include "message/lex_priv.h"

/* A word (a keyword, a version, a token without quotation marks), with what may stand around it. */
dr_str dr_authres_take_word(dr_cursor *c);
/* Up to the next ";" that is in no comment and no quoted string. */
void dr_authres_skip_item(dr_cursor *c);
