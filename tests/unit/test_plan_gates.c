/*
 * The gates of plans (tests/vectors/plan), each over reports that are written as lines of mail. A
 * line of mail is
 *   ADDRESS HOW COUNT FROM..TO [every=DAYS] [as=DOMAIN] [by=REPORTER,…] [not-vouched] [OVERRIDE…]
 * so many messages on each day, FROM and TO in days before the day of the plan, both included; HOW
 * is both, dkim, spf, none, or the domain that signed instead. A line of reports without mail is
 *   REPORTER FROM..TO [every=DAYS]
 */
#include "gate_evidence.h"
#include "plan/plan.h"
#include "run/run.h"
#include "store/digest.h"
#include "unit.h"
#include "vectors.h"
#include <stdio.h>

typedef struct {
	dr_str name, see;
	dr_str published, pace, says, playbook, phase;
	dr_str since; /* since when the record is published */
	int64_t ttl;  /* of that record */
	dr_strs mail, reports;
	const dr_node *gates; /* states by id, or by id and source */
	dr_strs alarms;
} gate_vector;

static const dr_field VECTOR_FIELDS[] = {
	DR_PLAIN(gate_vector, name, "what it shows"),
	DR_PLAIN(gate_vector, see, "which rule it is about"),
	DR_PLAIN(gate_vector, published, "the DMARC record",
	         DR_DEFAULT_STR("v=DMARC1; p=none; rua=mailto:d@example.com")),
	DR_PLAIN(gate_vector, pace, "small or large", DR_DEFAULT_STR("small")),
	DR_PLAIN(gate_vector, says, "the domain's part of the config file", DR_DEFAULT_STR("")),
	DR_PLAIN(gate_vector, playbook, "name of a playbook", DR_DEFAULT_STR("standard")),
	DR_PLAIN(gate_vector, phase, "whose gates", DR_DEFAULT_STR("quarantine")),
	DR_PLAIN(gate_vector, since, "day of the present record", DR_DEFAULT_STR("2026-10-01")),
	DR_PLAIN(gate_vector, ttl, "of the present record", DR_DEFAULT_INT(3600)),
	DR_PLAIN(gate_vector, mail, "lines of mail"),
	DR_PLAIN(gate_vector, reports, "lines of reports without mail"),
	DR_KEPT(gate_vector, gates, "states by id, or by id and source", DR_OPTIONAL),
	DR_PLAIN(gate_vector, alarms, "what calls the way back"),
};
static DR_SCHEMA(VECTOR, "gate vector", gate_vector, VECTOR_FIELDS, "a gate vector");

static const char ZONE[] =
	"$ORIGIN example.com.\n$TTL 3600\n@ SOA ns host 1 7200 3600 1209600 3600\n@ NS ns\n"
	"ns A 192.0.2.53\n@ MX 10 mail\nmail A 192.0.2.1\n@ TXT \"v=spf1 mx ip4:192.0.2.99 -all\"\n"
	"shop A 192.0.2.7\n";

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_source *read_file(const char *path)
{
	static char text[64 * 1024];
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s", path);
	dr_source *source = dr_arena_new_of(arena, dr_source);
	source->name = path;
	source->text = dr_arena_copy(arena, (dr_str){ text, fread(text, 1, sizeof(text), file) });
	fclose(file);
	return source;
}

static const dr_playbook *load_playbook(dr_str name)
{
	const dr_playbook *playbook = NULL;
	dr_errors errors = { 0 };
	dr_buf path;
	dr_buf_init(&path, arena);
	dr_buf_addf(&path, "rules/playbooks/%.*s.yaml", DR_FMT(name));
	ck_assert_uint_eq(dr_playbook_load(arena, read_file(path.ptr),
	                                   read_file("rules/gates/standard.yaml"),
	                                   &dr_run_world()->variables, &playbook, &errors),
	                  0);
	return playbook;
}

static const dr_config *config_of(const gate_vector *v)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "domains:\n  example.com:\n    provider: test\n");
	dr_str rest = v->says, line;
	while (rest.len > 0 && dr_str_split(&rest, '\n', &line)) {
		dr_buf_addf(&text, "    %.*s\n", DR_FMT(line));
	}
	dr_source *source = dr_arena_new_of(arena, dr_source);
	*source = (dr_source){ "dmarcramp.yaml", dr_buf_str(&text) };
	const dr_config *config = NULL;
	dr_errors errors = { 0 };
	size_t count = dr_config_load(arena, source, NULL, &config, &errors);
	ck_assert_msg(count == 0, "%.*s: %s", DR_FMT(v->name),
	              count > 0 ? errors.items[0].text : "");
	return config;
}

static dr_traffic *traffic_of(const gate_vector *v, const dr_domain_config *own)
{
	dr_source digest = { "digest", gate_evidence_write(arena, &v->mail, &v->reports) };
	dr_evidence *evidence = NULL;
	dr_traffic *traffic = NULL;
	dr_error err = { 0 };
	if (v->mail.len + v->reports.len == 0) {
		return NULL;
	}
	ck_assert_msg(dr_digest_open(&digest, &evidence, &err) == DR_OK, "%.*s: %s",
	              DR_FMT(v->name), err.text);
	const dr_traffic_input input = {
		.query = { S("example.com"), DR_NO_DAY, GATE_EVIDENCE_TODAY }, .config = own
	};
	ck_assert_int_eq(dr_traffic_read(arena, evidence, &input, &traffic, &err), DR_OK);
	dr_evidence_close(evidence);
	return traffic;
}

static dr_zone *zone_of(const gate_vector *v)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%s_dmarc %lld TXT \"%.*s\"\n", ZONE, (long long)v->ttl,
	            DR_FMT(v->published));
	const dr_source source = { "example.com.zone", dr_buf_str(&text) };
	const dr_zone_options options = { 0 };
	dr_zone *zone = NULL;
	ck_assert_int_eq(dr_zone_parse(&source, &options, NULL, &zone, NULL), DR_OK);
	return zone;
}

static void plan_of(const gate_vector *v, const dr_run_result *result, const dr_config *config,
                    dr_traffic *traffic, dr_plan *plan)
{
	const dr_domain_config *own = dr_config_find(config, S("example.com"));
	const dr_traffic_knowledge known = { .spf = &result->survey->spf_reach.senders.set };
	dr_plan_request request = {
		.playbook = load_playbook(v->playbook),
		.facts = result->facts,
		.values = &result->values,
		.judgement = &result->judgement,
		.config = config,
		.own = own,
		.as_of = GATE_EVIDENCE_TODAY,
		.by = DR_NO_DAY,
		.pace = v->pace,
		.mail = own->mail,
		.traffic = traffic,
	};
	dr_error err = { 0 };
	ck_assert(dr_day_parse(v->since, &request.since));
	if (traffic != NULL) {
		ck_assert_int_eq(dr_traffic_judge(arena, traffic, &known, &err), DR_OK);
	}
	ck_assert_msg(dr_plan_run(arena, &request, plan, &err) == DR_OK, "%s", err.text);
}

/* ---- what came of it ---- */

/* "met", or the state with what was measured and needed when more is wanted than a word. Several
 * gates of one id and source: the one that is not met. */
static dr_str state_of(const dr_plan_phase *phase, dr_str id, dr_str source, bool in_full)
{
	const dr_plan_gate *found = NULL;
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		bool meant = dr_str_eq(gate->id, id) &&
		             (source.len == 0 || dr_str_eq(gate->source, source));
		if (meant && (found == NULL || found->state == DR_GATE_MET)) {
			found = gate;
		}
	}
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%s", found != NULL ? dr_gate_state_name(found->state) : "not there");
	if (in_full && found != NULL) {
		dr_buf_addf(&text, ", %.*s, needs %.*s", DR_FMT(found->measured.text),
		            DR_FMT(found->needed));
	}
	return dr_buf_str(&text);
}

static void compare_gate(const dr_plan_phase *phase, const dr_node *wanted, dr_buf *wrong)
{
	dr_str rest = wanted->key, id = { 0 };
	dr_str_split(&rest, ' ', &id);
	bool in_full = dr_str_find(wanted->text, 0, ',') < wanted->text.len;
	dr_str got = state_of(phase, id, rest, in_full);
	if (!dr_str_eq(got, wanted->text)) {
		dr_buf_addf(wrong, "  %.*s is %.*s\n", DR_FMT(wanted->key), DR_FMT(got));
	}
}

static void compare(const gate_vector *v, const dr_plan *plan, dr_buf *wrong)
{
	const dr_plan_phase *phase = dr_plan_find(plan, v->phase);
	ck_assert_msg(phase != NULL && phase->state == DR_PHASE_UPCOMING, "%.*s: %.*s is not ahead",
	              DR_FMT(v->name), DR_FMT(v->phase));
	for (const dr_node *n = v->gates != NULL ? v->gates->first : NULL; n != NULL; n = n->next) {
		compare_gate(phase, n, wrong);
	}
	for (size_t i = 0; i < v->alarms.len || i < plan->alarms.len; i++) {
		dr_str want = i < v->alarms.len ? v->alarms.items[i] : S("nothing");
		dr_str got = i < plan->alarms.len ? plan->alarms.items[i].text : S("nothing");
		if (!dr_str_eq(want, got)) {
			dr_buf_addf(wrong, "  alarm: %.*s\n", DR_FMT(got));
		}
	}
}

static void try_one(const gate_vector *v, dr_buf *ret_wrong)
{
	dr_zone *zone = zone_of(v);
	dr_str below = S("shop.example.com");
	const dr_config *config = config_of(v);
	const dr_domain_config *own = dr_config_find(config, S("example.com"));
	const dr_run_config run = { .zones = dr_zones_new(arena, &zone, 1) };
	const dr_request request = { .domain = S("example.com"),
		                     .mail = own->mail,
		                     .below = { &below, 1 } };
	dr_run_result result = { 0 };
	dr_plan plan = { 0 };
	ck_assert_int_eq(dr_run_one(&run, &request, &result), DR_OK);
	plan_of(v, &result, config, traffic_of(v, own), &plan);
	compare(v, &plan, ret_wrong);
	dr_run_result_done(&result);
	dr_zone_close(zone);
}

static void try_file(const char *path, size_t least)
{
	vectors list = vectors_load(arena, path, &VECTOR, least);
	size_t failed = 0;
	dr_buf all;
	dr_buf_init(&all, arena);
	for (size_t i = 0; i < list.count; i++) {
		const gate_vector *v = &((const gate_vector *)list.items)[i];
		dr_buf wrong;
		dr_buf_init(&wrong, arena);
		try_one(v, &wrong);
		if (wrong.len > 0) {
			failed++;
			dr_buf_addf(&all, "%.*s (%.*s):\n%.*s", DR_FMT(v->name), DR_FMT(v->see),
			            DR_FMT(dr_buf_str(&wrong)));
		}
	}
	ck_assert_msg(failed == 0, "%zu of %zu\n%s", failed, list.count, all.ptr);
}

START_TEST(gates_open_at_their_numbers)
{
	try_file("tests/vectors/plan/gates.yaml", 40);
}
END_TEST

UNIT_MAIN("plan gates", set_up, tear_down, gates_open_at_their_numbers)
