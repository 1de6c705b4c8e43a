/* SARIF 2.1.0, within what GitHub's code scanning asks for. */
#include "render/render_priv.h"

enum { DESCRIPTION_MAX = 1000 }; /* octets; GitHub takes 1 024 characters */

static const char *const LEVELS[DR_SEVERITY_COUNT] = {
	[DR_ERROR] = "error", [DR_WARNING] = "warning", [DR_INFO] = "note"
};

static void begin(dr_json *json, const char *key)
{
	dr_json_key(json, key);
	dr_json_object(json);
}

static void put_message(dr_json *json, const char *key, dr_str text)
{
	begin(json, key);
	dr_json_put_str(json, "text", text);
	dr_json_end(json);
}

static dr_str words(dr_arena *arena, const dr_rule *rule, const char *key)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_rule_words(rule, key, &text);
	return dr_buf_str(&text);
}

/* What the rule is for, and what to do: never empty, GitHub refuses that. */
static dr_str help_of(dr_arena *arena, const dr_rule *rule)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, rule->why.len > 0 ? rule->why : rule->title);
	dr_str fix = words(arena, rule, "fix");
	if (fix.len > 0) {
		dr_buf_addf(&text, "\n\nFix: %.*s", DR_FMT(fix));
	}
	return dr_buf_str(&text);
}

static void put_rule(dr_json *json, dr_arena *arena, const dr_rule *rule)
{
	dr_json_object(json);
	dr_json_put_str(json, "id", rule->id);
	dr_json_put_str(json, "name", rule->name);
	put_message(json, "shortDescription", rule->title);
	dr_str why = rule->why.len > 0 ? rule->why : rule->title;
	put_message(json, "fullDescription", dr_str_sub(why, 0, DESCRIPTION_MAX));
	put_message(json, "help", help_of(arena, rule));
	begin(json, "defaultConfiguration");
	dr_json_put_str(json, "level", dr_str_of(LEVELS[rule->severity]));
	dr_json_end(json);
	begin(json, "properties");
	dr_json_key(json, "tags");
	dr_json_array(json);
	dr_json_str(json, rule->record);
	dr_json_str(json, rule->category);
	dr_json_end(json);
	dr_json_end(json);
	dr_json_end(json);
}

static void put_location(dr_json *json, dr_arena *arena, const dr_finding_view *view)
{
	dr_json_key(json, "locations");
	dr_json_array(json);
	dr_json_object(json);
	begin(json, "physicalLocation");
	begin(json, "artifactLocation");
	dr_json_put_str(json, "uri", dr_finding_path(arena, view));
	dr_json_end(json);
	begin(json, "region");
	dr_json_put_int(json, "startLine", view->at.line > 0 ? view->at.line : 1);
	dr_json_put_int(json, "startColumn", view->at.column > 0 ? view->at.column : 1);
	dr_json_end(json);
	dr_json_end(json);
	dr_json_end(json);
	dr_json_end(json);
}

/* GitHub makes its own from the line of a file; what stands in no file needs ours. */
static void put_fingerprints(dr_json *json, dr_arena *arena, const dr_finding_view *view)
{
	begin(json, "partialFingerprints");
	if (view->at.file == NULL) {
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_buf_addf(&text, "%s:1", view->fingerprint);
		dr_json_put_str(json, "primaryLocationLineHash", dr_buf_str(&text));
	}
	dr_json_put_str(json, "dmarcramp/v1", dr_str_of(view->fingerprint));
	dr_json_end(json);
}

static dr_str text_of(dr_arena *arena, const dr_finding_view *view)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_neutral_write(&text, view->finding->message);
	if (view->finding->fix.len > 0) {
		dr_buf_add(&text, DR_STR(" Fix: "));
		dr_neutral_write(&text, view->finding->fix);
	}
	return dr_buf_str(&text);
}

static void put_result(dr_json *json, dr_arena *arena, const dr_finding_view *view)
{
	const dr_finding *finding = view->finding;
	dr_json_object(json);
	dr_json_put_str(json, "ruleId", finding->rule->id);
	dr_json_put_str(json, "level", dr_str_of(LEVELS[finding->severity]));
	put_message(json, "message", text_of(arena, view));
	put_location(json, arena, view);
	put_fingerprints(json, arena, view);
	if (finding->waived) {
		dr_json_key(json, "suppressions");
		dr_json_array(json);
		dr_json_object(json);
		dr_json_put_str(json, "kind", DR_STR("external"));
		dr_json_end(json);
		dr_json_end(json);
	}
	dr_json_end(json);
}

/* Appends one JSON value as it stands inside another document. */
static void add_value(dr_buf *out, dr_json *json, const dr_buf *text)
{
	if (dr_json_close(json) == DR_OK) {
		dr_buf_add(out, dr_str_trim(dr_buf_str(text)));
	}
}

static void sarif_head(const dr_render_options *options, dr_buf *out)
{
	(void)options;
	dr_buf_add(out, DR_STR("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
	                       "\"version\":\"2.1.0\",\"runs\":[{\"results\":[\n"));
}

static void sarif_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	if (item->result->error.code != DR_OK) {
		return;
	}
	dr_finding_views views = dr_finding_views_by_owner(out->arena, item->result);
	bool begun = false;
	for (size_t i = 0; i < views.len; i++) {
		dr_buf text;
		dr_buf_init(&text, out->arena);
		dr_json *json = dr_json_open(&text, false);
		if (views.items[i].finding->outcome != DR_HIT || json == NULL) {
			dr_json_close(json);
			continue;
		}
		dr_buf_addf(out, begun ? ",\n" : "");
		put_result(json, out->arena, &views.items[i]);
		add_value(out, json, &text);
		begun = true;
	}
}

static void sarif_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)summary;
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_json *json = dr_json_open(&text, false);
	if (json == NULL) {
		return;
	}
	dr_json_array(json);
	for (size_t i = 0; options->rules != NULL && i < dr_ruleset_count(options->rules); i++) {
		put_rule(json, out->arena, dr_ruleset_at(options->rules, i));
	}
	dr_json_end(json);
	dr_buf_add(out, DR_STR("\n],\"columnKind\":\"utf16CodeUnits\",\"tool\":{\"driver\":{"
	                       "\"name\":\"dmarcramp\",\"informationUri\":"
	                       "\"https://github.com/dmarcramp/dmarcramp\",\"rules\":"));
	add_value(out, json, &text);
	dr_buf_add(out, DR_STR("}}}]}\n"));
}

const dr_domain_writer DR_SARIF_LINT = { sarif_head, sarif_item, ",\n", sarif_tail };
