/*
 * Zones in the formats of other programs: whatever the text, the reader ends, and what it made can
 * be asked for every name that it holds. The first octet chooses the format.
 */
#include "fuzz.h"
#include "zone/zone.h"

static const dr_source TYPES = {
	"types.yaml",
	DR_STR_INIT("- {type: r, owner: name, rrtype: type, values: records, older: value,"
	            " text: wrapped, zone: zone_id, alias: alias, prefer: priority, block: b}\n"
	            "- {type: g, owner: name, fixed: TXT, values: records, text: words,"
	            " zonename: zone}\n")
};

static void ask(const dr_zone *zone, dr_arena *arena)
{
	dr_name *names = NULL;
	size_t count = 0;
	dr_zone_names(zone, arena, &names, &count);
	for (size_t i = 0; i < count && i < 200; i++) {
		static const uint16_t KINDS[] = { DR_TYPE_TXT, DR_TYPE_MX, DR_TYPE_A };
		for (size_t k = 0; k < DR_COUNT(KINDS); k++) {
			dr_question question = dr_question_dns(names[i], KINDS[k]);
			const dr_answer *answer = dr_zone_answer(zone, arena, &question);
			REQUIRE(answer == NULL || answer->outcome != DR_ANSWER ||
			        answer->rr_count > 0);
		}
	}
}

/* Whatever is included is the input's second half. */
static int read_half(void *self, const char *from, dr_str name, dr_source *ret_source,
                     dr_error *err)
{
	const dr_source *source = self;
	size_t half = source->text.len / 2;
	if (name.len == 0) {
		return dr_fail(err, DR_EIO, DR_NOWHERE, "no name, in %s", from);
	}
	*ret_source = (dr_source){ "half", dr_str_sub(source->text, half, source->text.len) };
	return DR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0) {
		return 0;
	}
	dr_arena *arena = dr_arena_new(0);
	const dr_source source = { "fuzz", { (const char *)data + 1, size - 1 } };
	const size_t format = data[0] % 7;
	const dr_zone_options options = {
		.fallback = dr_name_of(arena, DR_STR("example.com")),
		.format = DR_ZONE_FORMATS[format < 6 ? format : 6],
		.resource_types = &TYPES,
	};
	dr_zone_list zones = { NULL, 0 };
	dr_error err = { 0 };
	dr_source self = source;
	const dr_zone_files files = { .read = read_half, .self = &self };
	int code = dr_zone_parse_all(arena, &source, &options, &files, &zones, &err);
	REQUIRE((code == DR_OK) == (err.code == DR_OK));
	for (size_t i = 0; i < zones.len; i++) {
		ask(zones.items[i], arena);
		dr_zone_close(zones.items[i]);
	}
	dr_arena_free(arena);
	return 0;
}
