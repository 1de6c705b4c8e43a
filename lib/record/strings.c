#include "record/strings.h"
#include "record/text_priv.h"

enum { STRING_MAX = 255 };

void dr_strings_check(dr_arena *arena, dr_str text, const dr_strings *strings, dr_issues *issues)
{
	for (size_t i = 0; strings != NULL && i < strings->count; i++) {
		size_t from = strings->starts[i];
		size_t end = i + 1 < strings->count ? strings->starts[i + 1] : text.len;
		if (end > from && end - from > STRING_MAX) {
			dr_str part = dr_str_sub(text, from, end - from);
			dr_issue_add(arena, issues, DR_ISSUE_LONG_STRING, part,
			             dr_span_in(text, part));
		}
	}
}
