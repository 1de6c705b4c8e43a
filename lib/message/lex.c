#include "message/lex_priv.h"

void dr_lex_skip_comment(dr_cursor *c)
{
	size_t depth = 1;
	while (depth > 0 && !dr_cursor_at_end(c)) {
		char next = dr_cursor_next(c);
		if (next == '\\' && !dr_cursor_at_end(c)) {
			dr_cursor_next(c);
		}
		depth += next == '(' ? 1 : 0;
		depth -= next == ')' ? 1 : 0;
	}
}

void dr_lex_skip_quoted(dr_cursor *c)
{
	char next = '\0';
	while (next != '"' && !dr_cursor_at_end(c)) {
		next = dr_cursor_next(c);
		if (next == '\\' && !dr_cursor_at_end(c)) {
			dr_cursor_next(c);
		}
	}
}

void dr_lex_skip_cfws(dr_cursor *c)
{
	for (;;) {
		dr_cursor_take_while(c, dr_is_space);
		if (!dr_cursor_take_char(c, '(')) {
			return;
		}
		dr_lex_skip_comment(c);
	}
}
