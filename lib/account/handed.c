#include "account/handed.h"
#include "message/bounce.h"

/* What compressed files, archives, XML and JSON begin with. */
static const dr_str BEGINNINGS[] = { DR_STR_INIT("\x1f\x8b"), DR_STR_INIT("PK\x03\x04"),
	                             DR_STR_INIT("<"), DR_STR_INIT("{"),
	                             DR_STR_INIT("\xEF\xBB\xBF<") };

static bool is_report(dr_str text)
{
	dr_str trimmed = dr_str_trim(dr_str_sub(text, 0, 256));
	for (size_t i = 0; i < DR_COUNT(BEGINNINGS); i++) {
		if (dr_str_starts(trimmed, BEGINNINGS[i])) {
			return true;
		}
	}
	return false;
}

static bool begins_with_field(dr_str text)
{
	dr_str trimmed = dr_str_trim(text);
	return dr_str_starts_nocase(trimmed, DR_STR("Authentication-Results:")) ||
	       dr_str_starts_nocase(trimmed, DR_STR("ARC-Authentication-Results:"));
}

/* "mx.example.net; spf=pass …", without the field's name. */
static bool is_field_value(dr_str text)
{
	static const char *const METHODS[] = { "spf=", "dkim=", "dmarc=", "arc=" };
	enum { LOOKED_AT = 4096 };
	dr_str part = dr_str_sub(text, 0, LOOKED_AT);
	for (size_t i = 0; i < DR_COUNT(METHODS); i++) {
		if (dr_str_search(part, dr_str_of(METHODS[i])) < part.len) {
			return true;
		}
	}
	return false;
}

static bool has_author(dr_arena *arena, dr_str text)
{
	return dr_header_find(arena, text, "From").ptr != NULL;
}

dr_handed dr_handed_of(dr_arena *arena, dr_str text)
{
	dr_mail mail;
	if (begins_with_field(text) && !has_author(arena, dr_str_trim(text))) {
		return DR_HANDED_AUTHRES;
	}
	if (is_report(text)) {
		return DR_HANDED_REPORT;
	}
	if (dr_mail_is(text) && dr_mail_parse(arena, text, &mail, NULL) == DR_OK) {
		return dr_bounce_is(&mail) ? DR_HANDED_BOUNCE : DR_HANDED_MAIL;
	}
	if (dr_reply_is(text)) {
		return DR_HANDED_BOUNCE;
	}
	return is_field_value(text) ? DR_HANDED_AUTHRES : DR_HANDED_UNKNOWN;
}
