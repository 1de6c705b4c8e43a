#include "zone/zone_priv.h"
#include <stdarg.h>
#include <stdio.h>

static void neutralise(char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < 0x20 || *text == 0x7F) {
			*text = '.';
		}
	}
}

void dr_zone_issue_add(dr_zone *zone, const char *code, dr_file_place at, dr_name owner,
                       dr_str subject, const char *format, ...)
{
	if (zone->issues.len >= ZONE_ISSUES_MAX) {
		return;
	}
	dr_zone_issue issue = { .code = code, .at = at, .owner = owner };
	issue.subject = dr_arena_copy(zone->arena, subject);
	va_list args;
	va_start(args, format);
	vsnprintf(issue.text, sizeof(issue.text), format, args);
	va_end(args);
	neutralise(issue.text);
	dr_list_add(zone->arena, &zone->issues, issue);
}
