/* What the zone tests share: a zone from a literal, an answer as text. */
#pragma once
#include "answer/rdata.h"
#include "unit.h"
#include "zone/zone.h"
#include <stdio.h>
#include <string.h>

/* Reads the text as the zone example.com; the test fails when that is an error. */
static inline dr_zone *read_zone_in(dr_arena *arena, const char *text, const dr_zone_files *files)
{
	dr_source source = { .name = "test.zone", .text = dr_str_of(text) };
	dr_zone_options options = { .fallback = dr_name_of(arena, S("example.com")) };
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	int code = dr_zone_parse(&source, &options, files, &zone, &err);
	ck_assert_msg(code == DR_OK, "%s", err.text);
	return zone;
}

/* "answer 300 >a.example.com 192.0.2.1 192.0.2.2"; "-" when the zone does not speak for the name.
 */
static inline dr_str answer_text(dr_arena *arena, const dr_zone *zone, const char *name,
                                 uint16_t type)
{
	dr_question question = dr_question_dns(dr_name_of(arena, dr_str_of(name)), type);
	const dr_answer *answer = dr_zone_answer(zone, arena, &question);
	dr_buf out;
	dr_buf_init(&out, arena);
	if (answer == NULL) {
		return S("-");
	}
	bool negative = answer->outcome == DR_NO_DATA || answer->outcome == DR_NO_NAME;
	dr_buf_addf(&out, "%s %u", dr_outcome_name(answer->outcome),
	            (unsigned)(negative ? answer->negative_ttl : answer->ttl));
	for (size_t i = 0; i < answer->hop_count; i++) {
		dr_buf_add(&out, S(" >"));
		dr_name_write(answer->hops[i].target, &out);
	}
	for (size_t i = 0; i < answer->rr_count; i++) {
		dr_buf_add_char(&out, ' ');
		dr_rdata_write(type, answer->rrs[i].rdata, &out);
	}
	return dr_buf_str(&out);
}

/* `want` is as answer_text() writes it. */
static inline void check_answer(dr_arena *arena, const dr_zone *zone, const char *name,
                                uint16_t type, const char *want)
{
	dr_str got = answer_text(arena, zone, name, type);
	ck_assert_msg(dr_str_eq(got, dr_str_of(want)), "%s type %u: got \"%.*s\", want \"%s\"",
	              name, type, DR_FMT(got), want);
}

/* "3:7 bad-rdata a.example.com" for each issue, a semicolon between them. */
static inline dr_str issues_text(dr_arena *arena, const dr_zone *zone)
{
	const dr_zone_issues *issues = dr_zone_issues_of(zone);
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < issues->len; i++) {
		const dr_zone_issue *issue = &issues->items[i];
		dr_buf_addf(&out, "%s%u:%u %s", i > 0 ? "; " : "", issue->at.line, issue->at.column,
		            issue->code);
		if (dr_name_is_set(issue->owner)) {
			dr_buf_add_char(&out, ' ');
			dr_name_write(issue->owner, &out);
		}
		ck_assert_uint_gt(strlen(issue->text), 10);
	}
	return out.len > 0 ? dr_buf_str(&out) : S("");
}

/* The first record of an answer, which there must be. */
static inline const dr_rr *first_record(dr_arena *arena, const dr_zone *zone, const char *name,
                                        uint16_t type)
{
	dr_question question = dr_question_dns(dr_name_of(arena, dr_str_of(name)), type);
	const dr_answer *answer = dr_zone_answer(zone, arena, &question);
	ck_assert_ptr_nonnull(answer);
	ck_assert_uint_gt(answer->rr_count, 0);
	return &answer->rrs[0];
}
