/*
 * From text to entries: the logical lines of a master file (RFC 1035 5.1), each a row of tokens
 * with their places. Parentheses and comments end here.
 *
 * After an error the lexer goes on where the next entry probably begins: at the next line, or,
 * inside parentheses, behind the line that closes them or at a line that begins in the first
 * column.
 */
#pragma once
#include "base/cursor.h"
#include "base/list.h"

enum { TOKENS_MAX = 70000 }; /* of one entry: more than rdata can have strings */

typedef struct {
	dr_str raw; /* as written, quotation marks included; borrowed from the text */
	uint32_t line, column;
	bool quoted;
	bool escaped; /* holds a backslash */
	bool glued;   /* nothing stands between it and the token before */
} token;

typedef struct {
	dr_str text; /* behind the semicolon */
	uint32_t line, column;
} lexer_comment;

typedef DR_LIST(lexer_comment) lexer_comments;

typedef struct {
	token *tokens;
	size_t count, room;      /* tokens there are, and there is memory for */
	lexer_comments comments; /* those that begin with a keyword (DR_ZONE_KEYWORDS) */
	dr_str tail;             /* the comment behind the last token on its line */
	size_t tail_tokens;      /* how many tokens stand before `tail` */
	bool blank;              /* the line begins with a blank: the owner is the last one */
	bool parentheses;
} entry;

typedef struct {
	const char *code; /* as in dr_zone_issue */
	const char *text;
	uint32_t line, column;
} lexer_error;

typedef enum { LEX_END, LEX_ENTRY, LEX_BROKEN } lex_result;

typedef struct {
	size_t pos, line_start;
	uint32_t line;
} lexer_mark;

typedef struct {
	dr_arena *arena;
	dr_cursor c;
	uint32_t line;
	size_t line_start; /* offset of the current line's first octet */
	size_t token_end;  /* where the last token ended */
	unsigned depth;    /* open parentheses */
	lexer_mark open;   /* the outermost of them */
	bool strict;       /* one was never closed: from now on the first column ends an entry */
	bool broken;
	lexer_error error;
	entry entry; /* valid until the next call */
} lexer;

void dr_zone_lexer_init(lexer *lx, dr_arena *arena, dr_str text);
/* The same for another text, in the memory the lexer has. */
void dr_zone_lexer_restart(lexer *lx, dr_str text);
/* Reads an entry, which is empty for a blank line. LEX_BROKEN: `error` says why; the tokens up to
 * there are in `entry`. */
lex_result dr_zone_lex(lexer *lx);

/* What a token says: without its quotation marks, escapes not undone. */
dr_str dr_zone_token_text(const token *t);

/* The words with which a comment begins that is kept; a colon follows. NULL at the end. */
extern const char *const DR_ZONE_KEYWORDS[];
/* The keyword a comment begins with, and what follows its colon; NULL: none. */
const char *dr_zone_comment_keyword(dr_str comment, dr_str *ret_text);
