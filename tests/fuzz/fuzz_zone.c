/* Master files: any text gives a zone or an error, and a zone gives answers that make sense. */
#include "fuzz.h"
#include "zone/zone.h"

enum { NAMES_ASKED = 64 };

static const uint16_t TYPES[] = { DR_TYPE_TXT, DR_TYPE_A,  DR_TYPE_CNAME, DR_TYPE_SOA,
	                          DR_TYPE_NS,  DR_TYPE_MX, DR_TYPE_DNAME };

/* $INCLUDE reads a fixed text, which includes itself under one name. */
static int read_file(void *self, const char *from, dr_str name, dr_source *ret_source,
                     dr_error *err)
{
	(void)self;
	(void)from;
	if (name.len > 1) {
		return dr_fail(err, DR_EIO, DR_NOWHERE, "no such file");
	}
	*ret_source = (dr_source){ "included", DR_STR("a TXT x\n$ORIGIN b\n$INCLUDE c\n") };
	return DR_OK;
}

static void check_answer(const dr_answer *answer)
{
	REQUIRE((answer->outcome == DR_ANSWER) == (answer->rr_count > 0));
	REQUIRE(answer->outcome != DR_OPEN || answer->hop_count > 0);
	dr_name at = answer->question.name;
	for (size_t i = 0; i < answer->hop_count; i++) {
		REQUIRE(dr_name_eq(answer->hops[i].name, at));
		at = answer->hops[i].target;
	}
	for (size_t i = 0; i < answer->rr_count; i++) {
		const dr_rr *rr = &answer->rrs[i];
		REQUIRE(rr->at.line > 0 && rr->at.column > 0 && rr->ttl >= answer->ttl);
		REQUIRE(i == 0 || dr_str_cmp(answer->rrs[i - 1].rdata, rr->rdata) < 0);
		size_t len = 0;
		for (size_t j = 0; j < rr->chunk_count; j++) {
			REQUIRE(rr->chunks[j].octets.len <= 255);
			len += rr->chunks[j].octets.len;
		}
		REQUIRE(len == rr->text.len);
	}
}

static void ask(const dr_zone *zone, dr_arena *arena, dr_name name)
{
	for (size_t i = 0; i < DR_COUNT(TYPES); i++) {
		dr_question question = dr_question_dns(name, TYPES[i]);
		const dr_answer *answer = dr_zone_answer(zone, arena, &question);
		if (answer != NULL) {
			check_answer(answer);
		}
	}
}

static void check_zone(const dr_zone *zone)
{
	dr_arena *arena = dr_arena_new(0);
	dr_name *names;
	size_t count;
	dr_zone_names(zone, arena, &names, &count);
	for (size_t i = 0; i < count && i < NAMES_ASKED; i++) {
		REQUIRE(i == 0 || dr_name_cmp(names[i - 1], names[i]) < 0);
		ask(zone, arena, names[i]);
		ask(zone, arena, dr_name_join(arena, DR_STR("a"), names[i]));
	}
	const dr_zone_issues *issues = dr_zone_issues_of(zone);
	for (size_t i = 0; i < issues->len; i++) {
		REQUIRE(issues->items[i].at.line > 0 && issues->items[i].at.column > 0);
		REQUIRE(issues->items[i].text[0] != '\0');
	}
	dr_arena_free(arena);
}

/* Tens of thousands of records from one line teach nothing and take long under sanitizers. */
static bool generates_much(dr_str text)
{
	size_t digits = 0, longest = 0;
	for (size_t i = 0; i < text.len; i++) {
		digits = dr_is_digit(text.ptr[i]) ? digits + 1 : 0;
		longest = digits > longest ? digits : longest;
	}
	return longest > 3 && dr_str_search(text, DR_STR("$GENERATE")) < text.len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t ORIGIN[] = "\7example\3com";
	const dr_zone_files files = { .read = read_file };
	dr_source source = { .name = "fuzz", .text = { (const char *)data, size } };
	dr_zone_options options = { .fallback = { ORIGIN, sizeof(ORIGIN) } };
	if (generates_much(source.text)) {
		return 0;
	}
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	int code = dr_zone_parse(&source, &options, &files, &zone, &err);
	REQUIRE((code == DR_OK) == (zone != NULL) && code == err.code);
	if (zone != NULL) {
		check_zone(zone);
	}
	dr_zone_close(zone);
	return 0;
}
