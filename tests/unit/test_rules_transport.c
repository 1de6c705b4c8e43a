/* tests/vectors/mx/zones.yaml: which rules about mail hosts and the transport hit in a zone. */
#include "run/run.h"
#include "shipped.h"
#include "vectors.h"

enum { LEAST = 14 };

typedef struct {
	dr_str name, see, zone, rules;
} vector;

static const dr_field FIELDS[] = {
	DR_PLAIN(vector, name, "what it shows"),
	DR_PLAIN(vector, see, "the section it is about"),
	DR_PLAIN(vector, zone, "lines of example.com"),
	DR_PLAIN(vector, rules, "ids of the findings"),
};
static DR_SCHEMA(VECTOR_SCHEMA, "vector", vector, FIELDS, "a zone");

static dr_zone *open_zone(const vector *v, const char *head, const char *origin)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "$TTL 3600\n%s\n$ORIGIN example.com.\n%.*s\n", head, DR_FMT(v->zone));
	dr_error err = { 0 };
	dr_zone *zone = NULL;
	dr_source source = { "vector", dr_buf_str(&text) };
	dr_zone_options options = { .origin = dr_name_of(arena, dr_str_of(origin)) };
	int code = dr_zone_parse(&source, &options, NULL, &zone, &err);
	ck_assert_msg(code == DR_OK, "%.*s: %s", DR_FMT(v->name), err.text);
	return zone;
}

static bool is_about_transport(dr_str record)
{
	return dr_str_eq(record, S("mx")) || dr_str_eq(record, S("mtasts")) ||
	       dr_str_eq(record, S("tlsrpt"));
}

/* Each id once, in the order of the findings. */
static dr_str rules_of(const dr_judgement *judgement)
{
	dr_buf ids;
	dr_buf_init(&ids, arena);
	for (size_t i = 0; i < judgement->findings.len; i++) {
		const dr_finding *finding = judgement->findings.items[i];
		dr_str id = finding->rule->id;
		if (finding->outcome == DR_HIT && is_about_transport(finding->rule->record) &&
		    dr_str_search(dr_buf_str(&ids), id) == ids.len) {
			dr_buf_addf(&ids, "%s%.*s", ids.len > 0 ? " " : "", DR_FMT(id));
		}
	}
	return dr_buf_str(&ids);
}

static void check_zone(const vector *v, dr_buf *wrong)
{
	dr_zone *zones[] = {
		open_zone(v, "@ SOA ns hm 1 7200 900 1209600 300\n@ NS ns", "example.com"),
		open_zone(v, ". SOA ns. hm. 1 7200 900 1209600 300\n. NS ns.", "."),
	};
	dr_run_config config = { .catalog = catalog,
		                 .rules = rules,
		                 .zones = dr_zones_new(arena, zones, DR_COUNT(zones)) };
	dr_request request = { .domain = S("example.com"), .probe = DR_PROBE_NAMED };
	dr_run_result result = { 0 };
	ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
	dr_judgement_finish(result.arena, &result.judgement);
	dr_str got = rules_of(&result.judgement);
	if (!dr_str_eq(got, v->rules)) {
		dr_buf_addf(wrong, "\n%.*s: got \"%.*s\", want \"%.*s\"", DR_FMT(v->name),
		            DR_FMT(got), DR_FMT(v->rules));
	}
	dr_run_result_done(&result);
	dr_zone_close(zones[0]);
	dr_zone_close(zones[1]);
}

START_TEST(every_zone)
{
	vectors all = vectors_load(arena, "tests/vectors/mx/zones.yaml", &VECTOR_SCHEMA, LEAST);
	dr_buf wrong;
	dr_buf_init(&wrong, arena);
	for (size_t i = 0; i < all.count; i++) {
		check_zone(&((const vector *)all.items)[i], &wrong);
	}
	ck_assert_msg(wrong.len == 0, "%s", wrong.ptr);
}
END_TEST

UNIT_MAIN("rules of the transport", load_shipped, drop_shipped, every_zone)
