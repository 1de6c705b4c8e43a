/* GitLab's Code Quality report: one JSON array of findings. */
#include "render/render_priv.h"

static const char *const SEVERITIES[DR_SEVERITY_COUNT] = {
	[DR_ERROR] = "critical", [DR_WARNING] = "major", [DR_INFO] = "minor"
};

static dr_str description(dr_arena *arena, const dr_finding *finding)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_neutral_write(&text, finding->message);
	if (finding->fix.len > 0) {
		dr_buf_add(&text, DR_STR(" Fix: "));
		dr_neutral_write(&text, finding->fix);
	}
	return dr_buf_str(&text);
}

static void put_location(dr_json *json, dr_arena *arena, const dr_finding_view *view)
{
	dr_json_key(json, "location");
	dr_json_object(json);
	dr_json_put_str(json, "path", dr_finding_path(arena, view));
	dr_json_key(json, "lines");
	dr_json_object(json);
	dr_json_put_int(json, "begin", view->at.line > 0 ? view->at.line : 1);
	dr_json_end(json);
	dr_json_end(json);
}

static void put_finding(dr_buf *out, const dr_finding_view *view)
{
	dr_buf text, name;
	dr_buf_init(&text, out->arena);
	dr_buf_init(&name, out->arena);
	dr_json *json = dr_json_open(&text, false);
	if (json == NULL) {
		return;
	}
	dr_buf_addf(&name, "dmarcramp/%.*s", DR_FMT(view->finding->rule->id));
	dr_json_object(json);
	dr_json_put_str(json, "description", description(out->arena, view->finding));
	dr_json_put_str(json, "check_name", dr_buf_str(&name));
	dr_json_put_text(json, "fingerprint", view->fingerprint);
	dr_json_put_text(json, "severity", SEVERITIES[view->finding->severity]);
	put_location(json, out->arena, view);
	dr_json_end(json);
	dr_json_close(json);
	dr_buf_add(out, dr_str_trim(dr_buf_str(&text)));
}

static void gitlab_head(const dr_render_options *options, dr_buf *out)
{
	(void)options;
	dr_buf_add(out, DR_STR("[\n"));
}

static void gitlab_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	if (item->result->error.code != DR_OK) {
		return;
	}
	dr_finding_views views = dr_finding_views_by_weight(out->arena, item->result);
	for (size_t i = 0; i < views.len; i++) {
		dr_buf_addf(out, i > 0 ? ",\n" : "");
		put_finding(out, &views.items[i]);
	}
}

static void gitlab_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)options;
	(void)summary;
	dr_buf_add(out, DR_STR("\n]\n"));
}

const dr_domain_writer DR_GITLAB_LINT = { gitlab_head, gitlab_item, ",\n", gitlab_tail };
