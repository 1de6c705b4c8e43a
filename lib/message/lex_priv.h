/*
 * What stands between the words of structured header fields (RFC 5322 3.2.2).
 */
#pragma once
#include "base/cursor.h"

/* The rest of a comment whose "(" was read, nested ones included. */
void dr_lex_skip_comment(dr_cursor *c);
/* The rest of a quoted string whose quotation mark was read. */
void dr_lex_skip_quoted(dr_cursor *c);
/* White space, line ends and comments. */
void dr_lex_skip_cfws(dr_cursor *c);
