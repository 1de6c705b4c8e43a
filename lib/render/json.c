/* Documents of `lint` and `scan`: one object for each domain. */
#include "render/json_list.h"
#include "render/render_priv.h"

/* The object of one domain, while it is written. */
typedef struct {
	dr_json *json;
	dr_arena *arena; /* of what is derived for it */
	const dr_run_result *result;
} page;

static void put_text(dr_json *json, const char *key, const char *value)
{
	dr_json_put_str(json, key, dr_str_of(value));
}

static void put_escaped(dr_arena *arena, dr_json *json, const char *key, dr_str octets)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_escaped_write(&text, octets);
	dr_json_put_str(json, key, dr_buf_str(&text));
}

static void write_verdict(const page *p)
{
	dr_json *json = p->json;
	dr_verdicts verdicts = dr_verdicts_of(p->arena, p->result->facts, &p->result->judgement);
	dr_json_key(json, "verdict");
	dr_json_object(json);
	put_text(json, "delivery", verdicts.delivery.word);
	put_text(json, "spoofing", verdicts.spoofing.word);
	put_text(json, "reports", verdicts.reports.word);
	put_text(json, "brand", verdicts.brand.word);
	dr_json_end(json);
}

static void write_services(dr_json *json, const dr_services_facts *services)
{
	dr_json_key(json, "services");
	dr_json_array(json);
	for (size_t i = 0; i < services->found.len; i++) {
		if (services->found.items[i].in_use) {
			dr_json_str(json, services->found.items[i].id);
		}
	}
	dr_json_end(json);
}

static void write_consequences(dr_json *json, const dr_finding *finding)
{
	dr_json_key(json, "consequences");
	dr_json_array(json);
	for (size_t i = 0; i < finding->consequences.len; i++) {
		dr_json_str(json, finding->consequences.items[i]->rule->id);
	}
	dr_json_end(json);
}

static void write_cause(const page *p, const dr_cause *cause)
{
	dr_json *json = p->json;
	dr_json_object(json);
	dr_json_put_str(json, "fact", cause->path);
	put_text(json, "why", dr_why_name(cause->status.why));
	if (cause->status.question > 0) {
		const dr_answer *answer =
			dr_answers_at(p->result->answers, (size_t)cause->status.question - 1);
		dr_buf question;
		dr_buf_init(&question, p->arena);
		dr_question_write(&answer->question, &question);
		dr_json_put_str(json, "question", dr_buf_str(&question));
		put_text(json, "outcome", dr_outcome_name(answer->outcome));
	}
	dr_json_end(json);
}

static void write_causes(const page *p, const dr_finding *finding)
{
	dr_json_key(p->json, "because");
	dr_json_array(p->json);
	for (size_t i = 0; i < finding->because.len; i++) {
		write_cause(p, &finding->because.items[i]);
	}
	dr_json_end(p->json);
}

static void write_record(const page *p, const dr_finding_view *view)
{
	dr_json *json = p->json;
	dr_json_put_str(json, "owner", view->owner);
	if (view->type.len > 0) {
		dr_json_put_str(json, "type", view->type);
	}
	if (view->finding->subject.len > 0) {
		dr_json_put_str(json, "subject", view->finding->subject);
	}
	if (view->record.ptr != NULL) {
		put_escaped(p->arena, json, "record", view->record);
	}
	if (view->has_span) {
		dr_json_key(json, "span");
		dr_json_object(json);
		dr_json_put_count(json, "start", view->span.off);
		dr_json_put_count(json, "end", (size_t)view->span.off + view->span.len);
		dr_json_end(json);
	}
}

static void write_place(dr_json *json, const dr_finding_view *view)
{
	if (view->at.file == NULL) {
		return;
	}
	dr_json_key(json, "source");
	dr_json_object(json);
	put_text(json, "file", view->at.file);
	dr_json_put_count(json, "line", view->at.line);
	dr_json_put_count(json, "column", view->at.column);
	dr_json_end(json);
	if (view->at.address != NULL) {
		put_text(json, "address", view->at.address);
	}
}

static void write_texts(dr_json *json, const dr_finding *finding)
{
	dr_json_put_str(json, "message", finding->message);
	if (finding->fix.len > 0) {
		dr_json_put_str(json, "fix", finding->fix);
	}
	dr_json_put_strs(json, "references", &finding->rule->see);
}

static void write_finding(const page *p, const dr_finding_view *view)
{
	dr_json *json = p->json;
	const dr_finding *finding = view->finding;
	bool hit = finding->outcome == DR_HIT;
	dr_json_object(json);
	dr_json_put_str(json, "rule", finding->rule->id);
	dr_json_put_str(json, "name", finding->rule->name);
	put_text(json, "severity", dr_severity_name(finding->severity));
	put_text(json, "outcome", hit ? "hit" : "undecided");
	dr_json_put_str(json, "category", finding->rule->category);
	dr_json_put_str(json, "who", finding->rule->who);
	write_consequences(json, finding);
	if (!hit) {
		write_causes(p, finding);
	}
	write_record(p, view);
	write_texts(json, finding);
	write_place(json, view);
	put_text(json, "fingerprint", view->fingerprint);
	dr_json_put_bool(json, "waived", finding->waived);
	dr_json_end(json);
}

static void write_records(const page *p)
{
	dr_json *json = p->json;
	const dr_facts *facts = p->result->facts;
	const struct {
		const char *key;
		dr_str text;
		dr_status status;
	} records[] = {
		{ "spf", facts->spf.text, facts->spf.text_status },
		{ "dmarc", facts->dmarc.text, facts->dmarc.text_status },
		{ "bimi", facts->bimi.text, facts->bimi.text_status },
		{ "mtasts", facts->mtasts.text, facts->mtasts.text_status },
		{ "tlsrpt", facts->tlsrpt.text, facts->tlsrpt.text_status },
	};
	dr_json_key(json, "records");
	dr_json_object(json);
	for (size_t i = 0; i < DR_COUNT(records); i++) {
		if (records[i].status.state == DR_KNOWN) {
			put_escaped(p->arena, json, records[i].key, records[i].text);
		}
	}
	dr_json_end(json);
}

static void write_not_judged(dr_json *json, const dr_judgement *judgement)
{
	size_t counts[DR_MISSING_COUNT];
	dr_missing_count(judgement, counts);
	dr_json_key(json, "not_judged");
	dr_json_object(json);
	for (size_t i = 0; i < DR_MISSING_COUNT; i++) {
		if (counts[i] > 0) {
			dr_json_put_count(json, DR_MISSING_KEYS[i], counts[i]);
		}
	}
	dr_json_end(json);
}

static void write_passed(dr_json *json, const dr_judgement *judgement)
{
	dr_json_key(json, "passed");
	dr_json_array(json);
	for (size_t i = 0; i < judgement->passed_count; i++) {
		dr_json_str(json, judgement->passed[i]->id);
	}
	dr_json_end(json);
}

static void write_requirement(dr_json *json, const dr_profile *profile,
                              const dr_requirement *requirement, const dr_judgement *judgement)
{
	dr_requirement_state state = dr_requirement_judge(profile, requirement, judgement);
	dr_json_object(json);
	dr_json_put_str(json, "id", requirement->id);
	dr_json_put_str(json, "title", requirement->title);
	put_text(json, "met", dr_requirement_state_name(state));
	dr_json_put_strs(json, "asked_by", &requirement->asked_by);
	if (requirement->see.len > 0) {
		dr_json_put_str(json, "reference", requirement->see);
	}
	dr_json_end(json);
}

static void write_profile(dr_json *json, const dr_profile *profile, const dr_judgement *judgement)
{
	dr_json_key(json, "profile");
	dr_json_object(json);
	dr_json_put_str(json, "name", profile->name);
	dr_json_key(json, "requirements");
	dr_json_array(json);
	for (size_t i = 0; i < profile->requirements.len; i++) {
		write_requirement(json, profile, &profile->requirements.items[i], judgement);
	}
	dr_json_end(json);
	dr_json_end(json);
}

static void write_judged(const page *p, const dr_render_options *options)
{
	dr_json *json = p->json;
	const dr_run_result *result = p->result;
	dr_json_put_str(json, "domain", result->domain);
	put_text(json, "status", result->incomplete ? "incomplete" : "complete");
	write_verdict(p);
	write_services(json, &result->facts->services);
	dr_json_key(json, "findings");
	dr_json_array(json);
	dr_finding_views views = dr_finding_views_by_owner(p->arena, result);
	for (size_t i = 0; i < views.len; i++) {
		write_finding(p, &views.items[i]);
	}
	dr_json_end(json);
	write_records(p);
	write_not_judged(json, &result->judgement);
	if (options->profile != NULL) {
		write_profile(json, options->profile, &result->judgement);
	}
	if (options->all) {
		write_passed(json, &result->judgement);
	}
}

static void write_id(dr_json *json, const dr_render_item *item)
{
	uint64_t number;
	if (item->id.ptr == NULL) {
		return;
	}
	if (item->id_is_number && dr_str_to_u64(item->id, INT64_MAX, &number)) {
		dr_json_put_count(json, "id", number);
	} else {
		dr_json_put_str(json, "id", item->id);
	}
}

static void write_domain(dr_arena *arena, dr_json *json, const dr_render_options *options,
                         const dr_render_item *item)
{
	const page p = { .json = json, .arena = arena, .result = item->result };
	dr_json_object(json);
	write_id(json, item);
	if (p.result->error.code == DR_OK) {
		write_judged(&p, options);
	} else {
		dr_json_put_str(json, "domain", p.result->request->domain);
		put_text(json, "status", "incomplete");
		put_text(json, "error", p.result->error.text);
	}
	dr_json_end(json);
}

static void lint_head(const dr_render_options *options, dr_buf *out)
{
	dr_json_list_head(out, "dmarcramp.lint/1", options->as_of);
}

static void lint_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_json *json = dr_json_open(&text, true);
	if (json != NULL) {
		write_domain(out->arena, json, options, item);
		dr_json_close(json);
		dr_json_list_add(out, dr_buf_str(&text));
	}
}

static void lint_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)options;
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_json *json = dr_json_open(&text, false);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	dr_json_put_count(json, "domains", summary->domains);
	dr_json_put_count(json, "error", summary->hits[DR_ERROR]);
	dr_json_put_count(json, "warning", summary->hits[DR_WARNING]);
	dr_json_put_count(json, "info", summary->hits[DR_INFO]);
	dr_json_put_count(json, "undecided", summary->undecided);
	dr_json_put_count(json, "waived", summary->waived);
	dr_json_end(json);
	dr_json_close(json);
	dr_json_list_end(out, "summary", dr_buf_str(&text));
}

static void scan_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	dr_json *json = dr_json_open(out, false);
	if (json != NULL) {
		write_domain(out->arena, json, options, item);
		dr_json_close(json);
	}
}

const dr_domain_writer DR_JSON_LINT = { lint_head, lint_item, ",\n", lint_tail };
const dr_domain_writer DR_JSON_SCAN = { NULL, scan_item, NULL, NULL };
