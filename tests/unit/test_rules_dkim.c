/* tests/vectors/dkim/zones.yaml: which rules about DKIM hit in a zone. */
#include "dkim_keys.h"
#include "run/run.h"
#include "shipped.h"
#include "vectors.h"

enum { LEAST = 35 };

typedef struct {
	dr_str name, see, zone, rules;
	dr_strs selectors; /* named ones */
} vector;

static const dr_field FIELDS[] = {
	DR_PLAIN(vector, name, "what it shows"),
	DR_PLAIN(vector, see, "the section it is about"),
	DR_PLAIN(vector, zone, "lines of example.com"),
	DR_PLAIN(vector, rules, "ids of the findings about DKIM"),
	DR_PLAIN(vector, selectors, "named ones"),
};
static DR_SCHEMA(VECTOR_SCHEMA, "vector", vector, FIELDS, "a zone");

static const dr_node *keys;

static dr_zone *open_zone(const vector *v, const char *head, const char *origin)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "$TTL 3600\n%s\n$ORIGIN example.com.\n", head);
	dr_buf_add(&text, with_keys(arena, keys, v->zone));
	dr_buf_add_char(&text, '\n');
	dr_error err = { 0 };
	dr_zone *zone = NULL;
	dr_source source = { "vector", dr_buf_str(&text) };
	dr_zone_options options = { .origin = dr_name_of(arena, dr_str_of(origin)) };
	int code = dr_zone_parse(&source, &options, NULL, &zone, &err);
	ck_assert_msg(code == DR_OK, "%.*s: %s", DR_FMT(v->name), err.text);
	return zone;
}

/* Ids of the findings about DKIM, in their order. */
static dr_str dkim_rules(const dr_judgement *judgement)
{
	dr_buf ids;
	dr_buf_init(&ids, arena);
	for (size_t i = 0; i < judgement->findings.len; i++) {
		const dr_finding *finding = judgement->findings.items[i];
		if (finding->outcome == DR_HIT && dr_str_eq(finding->rule->record, S("dkim"))) {
			dr_buf_addf(&ids, "%s%.*s", ids.len > 0 ? " " : "",
			            DR_FMT(finding->rule->id));
		}
	}
	return dr_buf_str(&ids);
}

static void check_zone(const vector *v)
{
	dr_zone *zones[] = {
		open_zone(v, "@ SOA ns hm 1 7200 900 1209600 300\n@ NS ns", "example.com"),
		open_zone(v, ". SOA ns. hm. 1 7200 900 1209600 300\n. NS ns.", "."),
	};
	dr_run_config config = { .catalog = catalog,
		                 .rules = rules,
		                 .zones = dr_zones_new(arena, zones, DR_COUNT(zones)) };
	dr_request request = { .domain = S("example.com"),
		               .selectors = v->selectors,
		               .probe = DR_PROBE_COMMON };
	dr_run_result result = { 0 };
	ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
	dr_judgement_finish(result.arena, &result.judgement);
	dr_str got = dkim_rules(&result.judgement);
	ck_assert_msg(dr_str_eq(got, v->rules), "%.*s: got %.*s, want %.*s", DR_FMT(v->name),
	              DR_FMT(got), DR_FMT(v->rules));
	dr_run_result_done(&result);
	dr_zone_close(zones[0]);
	dr_zone_close(zones[1]);
}

START_TEST(every_zone)
{
	vectors all = vectors_load(arena, "tests/vectors/dkim/zones.yaml", &VECTOR_SCHEMA, LEAST);
	keys = read_keys(arena);
	for (size_t i = 0; i < all.count; i++) {
		check_zone(&((const vector *)all.items)[i]);
	}
}
END_TEST

UNIT_MAIN("rules of DKIM", load_shipped, drop_shipped, every_zone)
