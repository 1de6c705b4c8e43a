/* tests/vectors/dkim/zones.yaml: which rules about DKIM hit in a zone. */
#include "run/run.h"
#include "shipped.h"
#include "vectors.h"

enum { LEAST = 35 };

static const dr_node *keys;

static dr_zone *open_zone(const dr_node *vector, const char *head, const char *origin)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "$TTL 3600\n%s\n$ORIGIN example.com.\n", head);
	dr_buf_add(&text, vectors_fill(arena, keys, vector_text(vector, "zone")));
	dr_buf_add_char(&text, '\n');
	dr_error err = { 0 };
	dr_zone *zone = NULL;
	dr_source source = { vector_name(vector), dr_buf_str(&text) };
	dr_zone_options options = { .origin = dr_name_of(arena, dr_str_of(origin)) };
	int code = dr_zone_parse(&source, &options, NULL, &zone, &err);
	ck_assert_msg(code == DR_OK, "%s: %s", vector_name(vector), err.text);
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

static dr_request request_of(const dr_node *vector)
{
	dr_request request = { .domain = S("example.com"), .probe = DR_PROBE_COMMON };
	const dr_node *selectors = dr_node_find(vector, "selectors");
	for (const dr_node *s = selectors != NULL ? selectors->first : NULL; s != NULL;
	     s = s->next) {
		dr_list_add(arena, &request.selectors, s->text);
	}
	return request;
}

static void check_zone(const dr_node *vector)
{
	dr_zone *zones[] = {
		open_zone(vector, "@ SOA ns hm 1 7200 900 1209600 300\n@ NS ns", "example.com"),
		open_zone(vector, ". SOA ns. hm. 1 7200 900 1209600 300\n. NS ns.", "."),
	};
	dr_run_config config = {
		.catalog = catalog, .rules = rules, .zones = zones, .zone_count = DR_COUNT(zones)
	};
	dr_request request = request_of(vector);
	dr_run_result result = { 0 };
	ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
	dr_judgement_finish(result.arena, &result.judgement);
	vector_check_text(vector, "rules", dkim_rules(&result.judgement));
	dr_run_result_done(&result);
	dr_zone_close(zones[0]);
	dr_zone_close(zones[1]);
}

START_TEST(every_zone)
{
	keys = vectors_read(arena, "tests/vectors/dkim/keys.yaml");
	const dr_node *vectors = vectors_read(arena, "tests/vectors/dkim/zones.yaml");
	ck_assert_uint_ge(vectors->count, LEAST);
	for (const dr_node *v = vectors->first; v != NULL; v = v->next) {
		vector_check_source(v);
		check_zone(v);
	}
}
END_TEST

UNIT_MAIN("rules of DKIM", load_shipped, drop_shipped, every_zone)
