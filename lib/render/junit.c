/* JUnit XML, as CI systems read it: a suite for each domain, a case for each rule that was run. */
#include "render/markup.h"
#include "render/render_priv.h"

static void put_attribute(dr_buf *out, const char *name, dr_str value)
{
	dr_buf_addf(out, " %s=\"", name);
	dr_markup_write(out, value);
	dr_buf_add_char(out, '"');
}

static void begin_case(dr_buf *out, const dr_run_result *result, const dr_rule *rule,
                       dr_str subject)
{
	dr_buf name;
	dr_buf_init(&name, out->arena);
	dr_buf_addf(&name, "%.*s %.*s", DR_FMT(rule->id), DR_FMT(rule->title));
	if (subject.len > 0) {
		dr_buf_addf(&name, " (%.*s)", DR_FMT(subject));
	}
	dr_buf_add(out, DR_STR("    <testcase"));
	put_attribute(out, "classname", result->domain);
	put_attribute(out, "name", dr_buf_str(&name));
}

static const char *element_of(const dr_finding *finding)
{
	if (finding->waived) {
		return "skipped";
	}
	return finding->severity == DR_INFO ? "system-out" : "failure";
}

static void put_finding(dr_buf *out, const dr_run_result *result, const dr_finding_view *view)
{
	const dr_finding *finding = view->finding;
	const char *element = element_of(finding);
	begin_case(out, result, finding->rule, finding->subject);
	dr_buf_addf(out, ">\n      <%s", element);
	if (finding->waived || finding->severity != DR_INFO) {
		put_attribute(out, "message", finding->message);
	}
	dr_buf_add(out, DR_STR(">"));
	dr_markup_write(out, view->owner);
	dr_buf_add(out, DR_STR(": "));
	dr_markup_write(out, finding->message);
	if (finding->fix.len > 0) {
		dr_buf_add(out, DR_STR(" Fix: "));
		dr_markup_write(out, finding->fix);
	}
	dr_buf_addf(out, "</%s>\n    </testcase>\n", element);
}

static size_t count(const dr_finding_views *views, const char *element)
{
	size_t found = 0;
	for (size_t i = 0; i < views->len; i++) {
		found += dr_str_eq(dr_str_of(element_of(views->items[i].finding)),
		                   dr_str_of(element));
	}
	return found;
}

static void junit_head(const dr_render_options *options, dr_buf *out)
{
	(void)options;
	dr_buf_add(out, DR_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"));
}

static void put_error(dr_buf *out, const dr_run_result *result)
{
	dr_buf_add(out, DR_STR("  <testsuite"));
	put_attribute(out, "name", result->request->domain);
	dr_buf_add(out, DR_STR(" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n"
	                       "    <testcase classname=\"dmarcramp\" name=\"the domain\">"
	                       "<error"));
	put_attribute(out, "message", dr_str_of(result->error.text));
	dr_buf_add(out, DR_STR("/></testcase>\n  </testsuite>\n"));
}

static void junit_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	const dr_run_result *result = item->result;
	if (result->error.code != DR_OK) {
		put_error(out, result);
		return;
	}
	dr_finding_views views = dr_finding_views_by_owner(out->arena, result);
	const dr_judgement *judgement = &result->judgement;
	dr_buf_add(out, DR_STR("  <testsuite"));
	put_attribute(out, "name", result->domain);
	dr_buf_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\">\n",
	            views.len + judgement->passed_count, count(&views, "failure"),
	            count(&views, "skipped"));
	for (size_t i = 0; i < views.len; i++) {
		put_finding(out, result, &views.items[i]);
	}
	for (size_t i = 0; i < judgement->passed_count; i++) {
		begin_case(out, result, judgement->passed[i], (dr_str){ 0 });
		dr_buf_add(out, DR_STR("/>\n"));
	}
	dr_buf_add(out, DR_STR("  </testsuite>\n"));
}

static void junit_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)options;
	(void)summary;
	dr_buf_add(out, DR_STR("</testsuites>\n"));
}

const dr_domain_writer DR_JUNIT_LINT = { junit_head, junit_item, NULL, junit_tail };
