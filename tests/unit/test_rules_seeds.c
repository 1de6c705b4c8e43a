/* The bundled zones, linted with answers that come late, in any order and some twice: the document
 * must be the same octets for every seed. */
#include "render/render.h"
#include "run/run.h"
#include "shipped.h"
#include "snapshot/snapshot.h"
#include "source_shuffle.h"

#include <stdio.h>

enum { SEEDS = 100 };

static const struct {
	const char *file, *domain;
} ZONES[] = {
	{ "examples/zones/clean.example.zone", "clean.example" },
	{ "examples/zones/parked.example.zone", "parked.example" },
	{ "examples/zones/tidewater.example.zone", "tidewater.example" },
	{ "examples/zones/google-workspace.example.zone", "google-workspace.example" },
	{ "examples/zones/microsoft-365.example.zone", "microsoft-365.example" },
	{ "examples/zones/zoho-mail.example.zone", "zoho-mail.example" },
};

/* A resolver that knows the zone and the snapshot, and follows CNAMEs from one into the other. */
typedef struct {
	dr_source_of_answers source; /* first: a source is this structure */
	dr_source_of_answers *known[2];
} resolver;

static const dr_answer *resolve(dr_source_of_answers *self, dr_arena *into,
                                const dr_question *question)
{
	resolver *r = (resolver *)(void *)self;
	const dr_answers_config config = { .immediate = r->known, .immediate_count = 2 };
	dr_answers *answers = dr_answers_new(into, &config);
	const dr_answer *answer = dr_ask(answers, question);
	dr_answers_done(answers);
	return answer;
}

/* Time goes on whenever somebody looks. */
static int64_t tick(void *self)
{
	return ++*(int64_t *)self;
}

static dr_source read_file(const char *path)
{
	static char text[1 << 20];
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s", path);
	size_t len = fread(text, 1, sizeof(text), file);
	fclose(file);
	return (dr_source){ path, dr_arena_copy(arena, (dr_str){ text, len }) };
}

/* The lint document of the domain, in `arena`. */
static const char *lint(dr_source_of_answers *behind, const char *domain, uint32_t seed)
{
	int64_t now = 0;
	const dr_clock clock = { tick, &now };
	dr_source_of_answers *live = source_shuffle_open(behind, seed);
	const dr_run_config config = { .catalog = catalog,
		                       .rules = rules,
		                       .live = live,
		                       .clock = &clock,
		                       .run_ms = INT32_MAX,
		                       .shuffle_passes = seed % 8 == 7 };
	const dr_request request = { .domain = dr_str_of(domain), .probe = DR_PROBE_SERVICES };
	const dr_render_options options = { .as_of = DR_NO_DAY, .all = true };
	dr_run_result result;
	ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
	dr_judgement_finish(result.arena, &result.judgement);
	const dr_render_item item = { .result = &result };
	dr_buf out;
	dr_buf_init(&out, result.arena);
	dr_format_find(S("json"))->domains[DR_DOCUMENT_LINT]->item(&options, &item, &out);
	const char *document = dr_arena_copy(arena, dr_buf_str(&out)).ptr;
	dr_run_result_done(&result);
	dr_source_close(live);
	return document;
}

static size_t first_difference(const char *a, const char *b)
{
	size_t i = 0;
	while (a[i] != '\0' && a[i] == b[i]) {
		i++;
	}
	return i;
}

START_TEST(every_seed_gives_the_same_octets)
{
	dr_error err = { 0 };
	dr_zone *zone;
	dr_snapshot *snapshot;
	const dr_zone_options options = { 0 };
	dr_source text = read_file(ZONES[_i].file),
		  internet = read_file("examples/zones/internet.json");
	ck_assert_msg(dr_zone_parse(&text, &options, NULL, &zone, &err) == DR_OK, "%s", err.text);
	ck_assert_msg(dr_snapshot_load(&internet, &snapshot, &err) == DR_OK, "%s", err.text);
	resolver world = { .source = { .immediate = resolve },
		           .known = { dr_zone_source(zone), dr_snapshot_source(snapshot) } };
	const char *first = lint(&world.source, ZONES[_i].domain, 0);
	ck_assert(strstr(first, "\"complete\"") != NULL);
	for (uint32_t seed = 1; seed < SEEDS; seed++) {
		const char *document = lint(&world.source, ZONES[_i].domain, seed);
		size_t at = first_difference(document, first);
		ck_assert_msg(document[at] == first[at],
		              "seed %u: '%.200s' where seed 0 has '%.200s'", seed, document + at,
		              first + at);
	}
	dr_snapshot_close(snapshot);
	dr_zone_close(zone);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rules_seeds");
	TCase *tcase = tcase_create("seeds");
	tcase_add_checked_fixture(tcase, load_shipped, drop_shipped);
	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, every_seed_gives_the_same_octets, 0, (int)DR_COUNT(ZONES));
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
