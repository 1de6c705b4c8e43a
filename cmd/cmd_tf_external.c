/* tf-external */
#include "base/limits.h"
#include "command.h"
#include "doc/bind.h"
#include "doc/json_out.h"
#include "exit_status.h"
#include "files.h"
#include "message.h"
#include "option_values.h"
#include "planning.h"

enum { CHUNK_MAX = 255 /* RFC 1035 3.3 */ };

/* What Terraform asks: every value is a text, and an absent one is a null. */
typedef struct {
	dr_str schema, domain, phase, rua, evidence, zone, as_of, fail_on, config,
		accept_unknown_gates;
} query;

static const dr_field QUERY_FIELDS[] = {
	DR_PLAIN(query, schema, "version of the contract", DR_OPTIONAL),
	DR_PLAIN(query, domain, "the domain"),
	DR_PLAIN(query, phase, "the phase whose records are wanted"),
	DR_PLAIN(query, rua, "where aggregate reports go", DR_OPTIONAL),
	DR_PLAIN(query, evidence, "a digest of reports", DR_OPTIONAL),
	DR_PLAIN(query, zone, "a zone file that answers first", DR_OPTIONAL),
	DR_PLAIN(query, as_of, "the day on which to judge", DR_OPTIONAL),
	DR_PLAIN(query, fail_on, "severity of findings that fail the plan", DR_OPTIONAL),
	DR_PLAIN(query, config, "dmarcramp.yaml", DR_OPTIONAL),
	DR_PLAIN(query, accept_unknown_gates, "ids of gates that may be unknown", DR_OPTIONAL),
};
static DR_SCHEMA(QUERY, "the query", query, QUERY_FIELDS, "what Terraform asks");

/* ---- the query ---- */

static int read_query(dr_arena *arena, query *ret_query)
{
	dr_source *input = dr_arena_new_of(arena, dr_source);
	const dr_node *root = NULL;
	dr_error err = { 0 };
	dr_errors errors = { NULL, 0 };
	int code = input != NULL ? files_read(arena, DR_STR("-"), DR_LIMIT_DOC_TEXT, input, &err)
	                         : DR_ENOMEM;
	if (code == DR_OK) {
		code = dr_json_parse(arena, input, &root, &err);
	}
	if (code != DR_OK || root == NULL) {
		message_say("the query cannot be read: %s", err.text);
		return EXIT_USAGE;
	}
	if (dr_bind(arena, input, &QUERY, root, ret_query, &errors) > 0) {
		message_say("the query is wrong: %s", errors.len > 0 ? errors.items[0].text : "");
		return EXIT_USAGE;
	}
	bool known = ret_query->schema.len == 0 || dr_str_eq(ret_query->schema, DR_STR("1")) ||
	             dr_str_eq(ret_query->schema, DR_STR("dmarcramp.tf-external/1"));
	if (!known) {
		message_say("schema %.*s of the query is not known; this program speaks 1",
		            DR_FMT(ret_query->schema));
	}
	return known ? EXIT_CLEAN : EXIT_USAGE;
}

static int take_query(dr_arena *arena, const query *asked, options *given)
{
	if (asked->as_of.len > 0 && !dr_day_parse(asked->as_of, &given->as_of)) {
		message_say("as_of wants a day such as 2027-01-31");
		return EXIT_USAGE;
	}
	dr_severity severity;
	bool fails = asked->fail_on.len > 0 && !dr_str_eq(asked->fail_on, DR_STR("never"));
	if (fails && !dr_severity_parse(asked->fail_on, &severity)) {
		message_say("fail_on is one of error, warning, info, never");
		return EXIT_USAGE;
	}
	dr_error err = { 0 };
	dr_strs rua = { NULL, 0 };
	if (asked->rua.len > 0 && report_uris_parse(arena, asked->rua, &rua, &err) != DR_OK) {
		message_say("rua: %s", err.text);
		return EXIT_USAGE;
	}
	given->rua = rua.len > 0 ? rua : given->rua;
	dr_list_add(arena, &given->arguments, asked->domain);
	if (asked->zone.len > 0) {
		dr_list_add(arena, &given->zones, asked->zone);
	}
	given->evidence = asked->evidence.len > 0 ? asked->evidence : given->evidence;
	given->config = asked->config.len > 0 ? asked->config : given->config;
	return EXIT_CLEAN;
}

/* ---- the phase ---- */

typedef struct {
	const query *asked;
	dr_str answer; /* the result document */
	dr_arena *arena;
	int status;
} answering;

/* What Terraform gets of a phase. */
typedef struct {
	dr_plan_records records;
	dr_strs reasons; /* why it may not begin */
	bool allowed;
} phase_answer;

static bool is_accepted(const query *asked, const dr_plan_gate *gate)
{
	dr_str rest = asked->accept_unknown_gates, one;
	while (gate->state == DR_GATE_UNKNOWN && dr_str_split(&rest, ',', &one)) {
		if (dr_str_eq_nocase(dr_str_trim(one), gate->id)) {
			return true;
		}
	}
	return false;
}

static size_t count_accepted(const query *asked, const dr_plan_phase *phase)
{
	size_t count = 0;
	for (size_t i = 0; i < phase->gates.len; i++) {
		count += is_accepted(asked, &phase->gates.items[i]);
	}
	return count;
}

static void refuse_phase(dr_arena *arena, const dr_plan *plan, phase_answer *answer,
                         const char *why)
{
	dr_list_add(arena, &answer->reasons, dr_str_of(why));
	answer->allowed = false;
	answer->records = plan->current != NULL ? plan->current->wanted : answer->records;
}

/* The domain's own comes first; NULL: there is none. */
static const dr_plan_record *dmarc_record(const dr_plan_records *records)
{
	return records->len > 0 ? &records->items[0] : NULL;
}

/* The record before, which is weaker: only for who asks for it by this name. Where there was none
 * before, there is nothing that Terraform could publish. */
static phase_answer way_back(const dr_plan_return *back, dr_arena *arena, const dr_plan *plan)
{
	const dr_plan_record *record = dmarc_record(&back->records);
	bool possible = back->possible && record != NULL && record->value.len > 0;
	phase_answer answer = { .records = back->records, .allowed = possible };
	if (!possible) {
		refuse_phase(arena, plan, &answer, "there is no record to go back to");
	}
	return answer;
}

/* Nothing weaker than what is published is answered unasked. */
static int answer_phase(const answering *a, dr_arena *arena, const dr_plan *plan,
                        phase_answer *ret_answer)
{
	dr_plan_move move;
	dr_error err = { 0 };
	phase_answer answer = { .allowed = false };
	if (dr_str_eq(a->asked->phase, DR_STR("rollback"))) {
		*ret_answer = way_back(&plan->rollback, arena, plan);
		return EXIT_CLEAN;
	}
	if (dr_plan_may_move(arena, plan, a->asked->phase, &move, &err) != DR_OK) {
		message_say("%s", err.text);
		return EXIT_USAGE;
	}
	answer.records = move.phase->wanted;
	answer.reasons = move.reasons;
	answer.allowed = move.allowed || move.reasons.len == count_accepted(a->asked, move.phase);
	if (move.phase->state == DR_PHASE_DONE) {
		refuse_phase(arena, plan, &answer,
		             "this phase is over, and its record is weaker: ask for the phase "
		             "rollback by name");
	} else if (move.phase->state == DR_PHASE_SKIPPED) {
		refuse_phase(arena, plan, &answer, "this phase is not part of the plan");
	}
	*ret_answer = answer;
	return EXIT_CLEAN;
}

/* ---- the result: texts only, and nothing of the clock ---- */

static void put_bool(dr_json *json, const char *key, bool value)
{
	dr_json_put_str(json, key, value ? DR_STR("true") : DR_STR("false"));
}

static void put_number(dr_json *json, dr_arena *arena, const char *key, size_t value)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%zu", value);
	dr_json_put_str(json, key, dr_buf_str(&text));
}

/* A document inside a text. */
static void put_document(dr_json *json, dr_arena *arena, const char *key,
                         void (*write)(dr_json *inner, const void *what), const void *what)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_json *inner = dr_json_open(&text, false);
	if (inner != NULL) {
		dr_json_array(inner);
		write(inner, what);
		dr_json_end(inner);
		dr_json_close(inner);
	}
	dr_json_put_str(json, key, dr_str_trim(dr_buf_str(&text)));
}

static void write_records(dr_json *json, const void *what)
{
	const dr_plan_records *records = what;
	for (size_t i = 0; i < records->len; i++) {
		const dr_plan_record *one = &records->items[i];
		dr_json_object(json);
		dr_json_put_str(json, "name", one->name);
		dr_json_put_str(json, "type", one->type);
		dr_json_put_int(json, "ttl", one->ttl);
		dr_json_put_str(json, "value", one->value);
		dr_json_end(json);
	}
}

static void write_texts(dr_json *json, const void *what)
{
	const dr_strs *texts = what;
	for (size_t i = 0; i < texts->len; i++) {
		dr_json_str(json, texts->items[i]);
	}
}

static void write_findings(dr_json *json, const void *what)
{
	const dr_findings *findings = what;
	for (size_t i = 0; i < findings->len; i++) {
		const dr_finding *one = findings->items[i];
		if (one->outcome == DR_HIT && !one->waived && one->severity > DR_INFO) {
			dr_json_object(json);
			dr_json_put_str(json, "rule", one->rule->id);
			dr_json_put_str(json, "severity",
			                dr_str_of(dr_severity_name(one->severity)));
			dr_json_put_str(json, "message", one->message);
			dr_json_end(json);
		}
	}
}

static size_t count_findings(const dr_findings *findings, dr_severity severity)
{
	size_t count = 0;
	for (size_t i = 0; i < findings->len; i++) {
		const dr_finding *one = findings->items[i];
		count += one->outcome == DR_HIT && !one->waived && one->severity == severity;
	}
	return count;
}

static void put_record(dr_json *json, dr_arena *arena, const dr_plan *plan,
                       const phase_answer *answer)
{
	const dr_plan_record *record = dmarc_record(&answer->records);
	dr_strs chunks = { NULL, 0 };
	dr_buf name;
	dr_buf_init(&name, arena);
	dr_buf_addf(&name, "_dmarc.%.*s", DR_FMT(plan->domain));
	dr_str value = record != NULL ? record->value : plan->published;
	for (size_t at = 0; at < value.len; at += CHUNK_MAX) {
		dr_list_add(arena, &chunks, dr_str_sub(value, at, CHUNK_MAX));
	}
	put_document(json, arena, "records_json", write_records, &answer->records);
	dr_json_put_str(json, "record_name", record != NULL ? record->name : dr_buf_str(&name));
	dr_json_put_str(json, "record_type", DR_STR("TXT"));
	dr_json_put_str(json, "record_value", value);
	put_document(json, arena, "record_chunks_json", write_texts, &chunks);
}

static void put_day(dr_json *json, dr_arena *arena, const char *key, dr_day day)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	if (day != DR_NO_DAY) {
		dr_day_write(day, &text);
	}
	dr_json_put_str(json, key, dr_buf_str(&text));
}

static void put_evidence(dr_json *json, dr_arena *arena, const dr_traffic *traffic)
{
	bool any = traffic != NULL;
	put_day(json, arena, "evidence_from", any ? traffic->first : DR_NO_DAY);
	put_day(json, arena, "evidence_until", any ? traffic->last : DR_NO_DAY);
	put_number(json, arena, "messages_seen",
	           any ? traffic->direct.all.messages + traffic->indirect.all.messages : 0);
}

static bool is_ready(dr_arena *arena, const dr_plan *plan)
{
	dr_plan_move move;
	return plan->next != NULL &&
	       dr_plan_may_move(arena, plan, plan->next->id, &move, NULL) == DR_OK && move.allowed;
}

static void write_result(const answering *a, dr_arena *arena, const dr_run_result *result,
                         const dr_plan *plan, const phase_answer *answer, dr_json *json)
{
	const dr_findings *findings = &result->judgement.findings;
	dr_json_object(json);
	dr_json_put_str(json, "schema", DR_STR("dmarcramp.tf-external/1"));
	put_record(json, arena, plan, answer);
	dr_json_put_str(json, "phase", a->asked->phase);
	put_bool(json, "phase_allowed", answer->allowed);
	dr_json_put_str(json, "next_phase", plan->next != NULL ? plan->next->id : DR_STR(""));
	put_bool(json, "ready", is_ready(arena, plan));
	put_document(json, arena, "blocking_json", write_texts, &answer->reasons);
	put_number(json, arena, "lint_errors", count_findings(findings, DR_ERROR));
	put_number(json, arena, "lint_warnings", count_findings(findings, DR_WARNING));
	put_document(json, arena, "findings_json", write_findings, findings);
	put_evidence(json, arena, plan->traffic);
	dr_json_put_str(json, "current_value", plan->published);
	dr_json_end(json);
}

/* A hard stop for who asks for it. */
static int judge(const answering *a, const dr_findings *findings)
{
	dr_severity least;
	if (!dr_severity_parse(a->asked->fail_on, &least)) {
		return EXIT_CLEAN;
	}
	for (int severity = (int)least; severity < DR_SEVERITY_COUNT; severity++) {
		size_t count = count_findings(findings, (dr_severity)severity);
		if (count > 0) {
			message_say("%.*s: %zu findings of severity %s", DR_FMT(a->asked->domain),
			            count, dr_severity_name((dr_severity)severity));
			return EXIT_FINDINGS;
		}
	}
	return EXIT_CLEAN;
}

static int look(void *self, dr_run_result *result, const dr_plan *plan, dr_render_item *item)
{
	answering *a = self;
	phase_answer answer;
	dr_buf text;
	(void)item;
	int status = answer_phase(a, result->arena, plan, &answer);
	if (status == EXIT_CLEAN) {
		status = judge(a, &result->judgement.findings);
	}
	if (status != EXIT_CLEAN) {
		a->status = status;
		return status;
	}
	dr_buf_init(&text, a->arena);
	dr_json *json = dr_json_open(&text, false);
	if (json == NULL) {
		return EXIT_INTERNAL;
	}
	write_result(a, result->arena, result, plan, &answer, json);
	status = dr_json_close(json) == DR_OK ? EXIT_CLEAN : EXIT_INTERNAL;
	a->answer = dr_buf_str(&text);
	return status;
}

/* ---- the command ---- */

typedef struct {
	options given; /* first: what the errand is given */
	query asked;
} tf_call;

static int work(errand *on)
{
	const tf_call *call = (const tf_call *)(const void *)on->given;
	answering a = { .asked = &call->asked, .arena = on->arena };
	planning_sweep over = { .domains = &on->given->arguments, .look = look, .self = &a };
	on->list.len = 0;
	int status = planning_run(on, DR_DOCUMENT_PLAN, &over);
	if (status == EXIT_UNSURE) {
		message_say("%.*s: an answer that the plan needs could not be had from DNS",
		            DR_FMT(call->asked.domain));
	}
	return status == EXIT_CLEAN ? output_print(on->arena, a.answer) : status;
}

static int tf_external(dr_arena *arena, const options *given)
{
	tf_call *call = dr_arena_new_of(arena, tf_call);
	const errand_plan how = { DR_DOCUMENT_PLAN, "text", true, work };
	if (call == NULL) {
		message_say("no memory");
		return EXIT_INTERNAL;
	}
	call->given = *given;
	call->given.quiet = true;
	int status = read_query(arena, &call->asked);
	if (status == EXIT_CLEAN) {
		status = take_query(arena, &call->asked, &call->given);
	}
	return status == EXIT_CLEAN ? errand_run(arena, &call->given, &how) : status;
}

const command CMD_TF_EXTERNAL = {
	.bit = COMMAND_TF_EXTERNAL,
	.name = "tf-external",
	.usage = "",
	.max = 0,
	.title = "the program of Terraform's external data source",
	.about = "Reads a query from standard input and answers with the records of the phase that "
		 "it names, whether that phase may begin, and what comes next. It never advances "
		 "by itself: the phase comes from your code. examples/terraform/ has a module.",
	.examples =
		(const char *const[]){
			"echo '{\"domain\":\"example.com\",\"phase\":\"monitor\"}' | dmarcramp "
			"tf-external",
			"what Terraform would get", NULL },
	.exits = (const char *const[]){ "0", "the query was answered", "1",
	                                "findings at or above the query's fail_on", "2",
	                                "the query, a file or a playbook is wrong", "3",
	                                "an answer that the plan needs could not be had", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = tf_external,
};
