/* Workflow commands of GitHub Actions: findings as annotations at their lines. */
#include "render/render_priv.h"
#include <string.h>

enum {
	ANNOTATIONS_MAX = 10
}; /* of one level that GitHub shows for a step, of all domains together */

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
		put_escaped(out, dr_finding_file(view), true);
		dr_buf_addf(out, ",line=%u,col=%u,", view->at.line, view->at.column);
	}
	dr_buf_addf(out, "title=%.*s %.*s::", DR_FMT(finding->rule->id),
	            DR_FMT(finding->rule->name));
	put_message(out, view);
}

static void github_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	if (item->result->error.code != DR_OK) {
		dr_buf_add(out, DR_STR("::error title=dmarcramp::"));
		put_escaped(out, dr_str_of(item->result->error.text), false);
		dr_buf_add_char(out, '\n');
		return;
	}
	dr_finding_views views = dr_finding_views_by_weight(out->arena, item->result);
	for (size_t i = 0; i < views.len; i++) {
		put_annotation(out, &views.items[i]);
	}
}

/* ---- the limit ---- */

/* The level of one of our lines; DR_SEVERITY_COUNT when it is no annotation. */
static size_t level_of(dr_str line)
{
	size_t level = 0;
	for (; level < DR_SEVERITY_COUNT; level++) {
		dr_str word = dr_str_of(COMMANDS[level]);
		if (dr_str_starts(line, DR_STR("::")) &&
		    dr_str_starts(dr_str_sub(line, 2, line.len), word)) {
			break;
		}
	}
	return level;
}

/* The same as a line of the log: "error SPF023 example.com: …". Commas and colons of properties are
 * escaped, and the last of them is the title. */
static void put_line(dr_buf *out, size_t level, dr_str line)
{
	dr_str rest = dr_str_sub(line, sizeof("::") + strlen(COMMANDS[level]), line.len), title,
	       rule;
	dr_str properties = dr_str_sub(rest, 0, dr_str_search(rest, DR_STR("::")));
	dr_str message = dr_str_sub(rest, properties.len + 2, rest.len);
	while (dr_str_split(&properties, ',', &title)) {
	}
	title = dr_str_sub(title, sizeof("title=") - 1, title.len);
	dr_str_split(&title, ' ', &rule);
	dr_buf_addf(out, "%s %.*s %.*s\n", dr_severity_name((dr_severity)level), DR_FMT(rule),
	            DR_FMT(message));
}

static void github_pass(size_t seen[DR_SEVERITY_COUNT], dr_str text, dr_buf *out)
{
	for (dr_str rest = text, line; dr_str_split(&rest, '\n', &line) && line.len > 0;) {
		size_t level = level_of(line);
		if (level < DR_SEVERITY_COUNT && seen[level]++ >= ANNOTATIONS_MAX) {
			put_line(out, level, line);
		} else {
			dr_buf_addf(out, "%.*s\n", DR_FMT(line));
		}
	}
}

static void github_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)options;
	for (size_t i = DR_SEVERITY_COUNT; i-- > 0;) {
		if (summary->hits[i] > ANNOTATIONS_MAX) {
			dr_buf_addf(out,
			            "%zu of level %s in all: the first %d are annotations, the "
			            "others are lines of this log and of the job summary\n",
			            summary->hits[i], dr_severity_name((dr_severity)i),
			            ANNOTATIONS_MAX);
		}
	}
}

const dr_domain_writer DR_GITHUB_LINT = { NULL, github_item, NULL, github_tail, github_pass };
