/* Workflow commands of GitHub Actions: findings as annotations at their lines. */
#include "render/render_priv.h"

enum { ANNOTATIONS_MAX = 10 }; /* of one level that GitHub shows for a step */

static const char *const COMMANDS[DR_SEVERITY_COUNT] = {
	[DR_ERROR] = "error", [DR_WARNING] = "warning", [DR_INFO] = "notice"
};

/* Neutral, and with the escapes of a command's message or, when `property`, of a property. */
static void put_escaped(dr_buf *out, dr_str text, bool property)
{
	dr_str neutral = dr_neutral_text(out->arena, text);
	for (size_t i = 0; i < neutral.len; i++) {
		char c = neutral.ptr[i];
		if (c == '%') {
			dr_buf_add(out, DR_STR("%25"));
		} else if (property && c == ':') {
			dr_buf_add(out, DR_STR("%3A"));
		} else if (property && c == ',') {
			dr_buf_add(out, DR_STR("%2C"));
		} else {
			dr_buf_add_char(out, c);
		}
	}
}

/* "error SPF023 example.com: message. Fix: …" on one line, without its head. */
static void put_message(dr_buf *out, const dr_finding_view *view)
{
	const dr_finding *finding = view->finding;
	put_escaped(out, view->owner, false);
	dr_buf_add(out, DR_STR(": "));
	put_escaped(out, finding->message, false);
	if (finding->fix.len > 0) {
		dr_buf_add(out, DR_STR(" Fix: "));
		put_escaped(out, finding->fix, false);
	}
	dr_buf_add_char(out, '\n');
}

static void put_annotation(dr_buf *out, const dr_finding_view *view)
{
	const dr_finding *finding = view->finding;
	dr_buf_addf(out, "::%s ", COMMANDS[finding->severity]);
	if (view->at.file != NULL) {
		dr_buf_add(out, DR_STR("file="));
		put_escaped(out, dr_str_of(view->at.file), true);
		dr_buf_addf(out, ",line=%u,col=%u,", view->at.line, view->at.column);
	}
	dr_buf_addf(out, "title=%.*s %.*s::", DR_FMT(finding->rule->id),
	            DR_FMT(finding->rule->name));
	put_message(out, view);
}

/* What is beyond GitHub's limit stands in the log only. */
static void put_line(dr_buf *out, const dr_finding_view *view)
{
	dr_buf_addf(out, "%s %.*s ", dr_severity_name(view->finding->severity),
	            DR_FMT(view->finding->rule->id));
	put_message(out, view);
}

static void github_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	size_t shown[DR_SEVERITY_COUNT] = { 0 };
	if (item->result->error.code != DR_OK) {
		dr_buf_add(out, DR_STR("::error title=dmarcramp::"));
		put_escaped(out, dr_str_of(item->result->error.text), false);
		dr_buf_add_char(out, '\n');
		return;
	}
	dr_finding_views views = dr_finding_views_by_weight(out->arena, item->result);
	for (size_t i = 0; i < views.len; i++) {
		const dr_finding_view *view = &views.items[i];
		if (shown[view->finding->severity]++ < ANNOTATIONS_MAX) {
			put_annotation(out, view);
		} else {
			put_line(out, view);
		}
	}
}

const dr_domain_writer DR_GITHUB_LINT = { NULL, github_item, NULL, NULL };
