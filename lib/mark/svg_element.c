#include "mark/profile.h"
#include "mark/reference.h"
#include "mark/svg_priv.h"

enum { SUBJECT_MAX = 64 };

static dr_logo_problem *find_problem(svg_reader *r, dr_logo_problem_code code, dr_str subject)
{
	for (size_t i = 0; i < r->logo->problems.len; i++) {
		dr_logo_problem *problem = &r->logo->problems.items[i];
		if (problem->code == code && dr_str_eq(problem->subject, subject)) {
			return problem;
		}
	}
	return NULL;
}

void dr_svg_report(svg_reader *r, dr_logo_problem_code code, dr_str subject, uint32_t line)
{
	dr_str shown = dr_str_sub(subject, 0, SUBJECT_MAX);
	dr_logo_problem *known = find_problem(r, code, shown);
	if (known != NULL) {
		known->count++;
	} else if (r->logo->problems.len < DR_LOGO_PROBLEMS_MAX) {
		dr_logo_problem problem = { code, dr_arena_copy(r->arena, shown), line, 1 };
		dr_list_add(r->arena, &r->logo->problems, problem);
	}
}

dr_str dr_svg_value(const svg_element *element, const char *name)
{
	for (size_t i = 0; i < element->attributes.len; i++) {
		if (dr_str_eq(element->attributes.items[i].name, dr_str_of(name))) {
			return element->attributes.items[i].value;
		}
	}
	return (dr_str){ 0 };
}

static dr_str tag_of(svg_reader *r, dr_str name)
{
	dr_buf text;
	dr_buf_init(&text, r->arena);
	dr_buf_addf(&text, "<%.*s>", DR_FMT(dr_str_sub(name, 0, SUBJECT_MAX / 2)));
	return dr_buf_str(&text);
}

static void report_attribute(svg_reader *r, dr_logo_problem_code code, const svg_element *element,
                             const svg_attribute *attribute)
{
	dr_buf text;
	dr_buf_init(&text, r->arena);
	dr_buf_addf(&text, "%.*s of <%.*s>",
	            DR_FMT(dr_str_sub(attribute->name, 0, SUBJECT_MAX / 2)),
	            DR_FMT(dr_str_sub(element->name, 0, SUBJECT_MAX / 2)));
	dr_svg_report(r, code, dr_buf_str(&text), element->line);
}

/* ---- elements ---- */

/* HTML readers end a picture at a font element with attributes of HTML's. */
static bool is_html_font(const svg_element *element)
{
	return dr_str_eq(element->name, DR_STR("font")) &&
	       (dr_svg_value(element, "color").ptr != NULL ||
	        dr_svg_value(element, "face").ptr != NULL ||
	        dr_svg_value(element, "size").ptr != NULL);
}

/* A name without prefix is SVG's for readers that know no namespaces. */
static dr_svg_standing standing_of(const svg_reader *r, const svg_element *element)
{
	bool svg = element->space == SVG_NS_SVG || element->space == SVG_NS_NONE;
	bool inner_root = r->depth > 0 && dr_str_eq(element->name, DR_STR("svg"));
	if (element->space == SVG_NS_ACTIVE || (svg && r->metadata != 0) || inner_root ||
	    is_html_font(element)) {
		return DR_SVG_FORBIDDEN;
	}
	if (svg || !element->prefixed) {
		dr_svg_standing standing = dr_svg_element_standing(element->name);
		return svg || standing == DR_SVG_FORBIDDEN ? standing : DR_SVG_OUTSIDE;
	}
	return DR_SVG_OUTSIDE;
}

/* The local name of the innermost open element when that is of SVG. */
static dr_str parent_of(const svg_reader *r)
{
	bool known = r->depth > 0 && r->depth <= SVG_DEPTH_MAX;
	return known ? r->open[r->depth - 1] : (dr_str){ 0 };
}

static void report_inside(svg_reader *r, dr_logo_problem_code code, dr_str what, uint32_t line)
{
	dr_buf text;
	dr_buf_init(&text, r->arena);
	dr_buf_addf(&text, "%.*s in <%.*s>", DR_FMT(what), DR_FMT(parent_of(r)));
	dr_svg_report(r, code, dr_buf_str(&text), line);
}

static void check_place(svg_reader *r, const svg_element *element)
{
	if (!dr_svg_element_fits(element->name, parent_of(r))) {
		report_inside(r, DR_LOGO_OUT_PLACE, tag_of(r, element->name), element->line);
	}
}

void dr_svg_check_text(svg_reader *r, uint32_t line)
{
	if (r->metadata == 0 && !dr_svg_element_has_text(parent_of(r))) {
		report_inside(r, DR_LOGO_OUT_TEXT, DR_STR("text"), line);
	}
}

static void check_element(svg_reader *r, const svg_element *element)
{
	dr_svg_standing standing = standing_of(r, element);
	bool style = dr_str_eq(element->name, DR_STR("style"));
	if (standing == DR_SVG_FORBIDDEN) {
		dr_svg_report(r, DR_LOGO_ELEMENT, tag_of(r, element->name), element->line);
	} else if (standing == DR_SVG_OUTSIDE) {
		dr_svg_report(r, style ? DR_LOGO_STYLE : DR_LOGO_OUT_ELEMENT,
		              tag_of(r, element->name), element->line);
	} else {
		check_place(r, element);
	}
}

/* ---- attributes ---- */

static bool is_event(const svg_attribute *attribute)
{
	return dr_str_starts_nocase(attribute->local, DR_STR("on")) && attribute->local.len > 2;
}

static bool leaves_file(const svg_attribute *attribute)
{
	return (dr_str_eq_nocase(attribute->local, DR_STR("href")) &&
	        !dr_href_is_local(attribute->value)) ||
	       dr_css_leaves_file(attribute->value);
}

static bool is_position_of_root(const svg_reader *r, const svg_attribute *attribute)
{
	return r->depth == 0 &&
	       (dr_str_eq(attribute->name, DR_STR("x")) || dr_str_eq(attribute->name, DR_STR("y")));
}

static bool is_checked_at_root(const svg_attribute *attribute)
{
	return dr_str_eq(attribute->name, DR_STR("version")) ||
	       dr_str_eq(attribute->name, DR_STR("baseProfile"));
}

static void check_allowed(svg_reader *r, const svg_element *element, const svg_attribute *attribute)
{
	const dr_svg_element *known = dr_svg_element_find(element->name);
	if (dr_str_eq(attribute->name, DR_STR("style"))) {
		report_attribute(r, DR_LOGO_STYLE, element, attribute);
	} else if (known == NULL || is_position_of_root(r, attribute) ||
	           is_checked_at_root(attribute)) {
		return; /* told already, or as something else */
	} else if (!dr_svg_attribute_is_allowed(known, attribute->name)) {
		report_attribute(r, DR_LOGO_OUT_ATTRIBUTE, element, attribute);
	} else if (!dr_svg_value_is_allowed(attribute->name, attribute->value)) {
		report_attribute(r, DR_LOGO_OUT_VALUE, element, attribute);
	}
}

static void check_attribute(svg_reader *r, const svg_element *element,
                            const svg_attribute *attribute)
{
	bool base = dr_str_eq(attribute->name, DR_STR("xml:base"));
	if (is_event(attribute)) {
		report_attribute(r, DR_LOGO_EVENT, element, attribute);
	} else if (leaves_file(attribute)) {
		report_attribute(r, DR_LOGO_REFERENCE, element, attribute);
	} else if (base && dr_str_trim(attribute->value).len > 0) {
		report_attribute(r, DR_LOGO_BASE, element, attribute);
	} else if (!base) {
		check_allowed(r, element, attribute);
	}
}

static bool is_svg(const svg_element *element, const char *name)
{
	return element->space == SVG_NS_SVG && dr_str_eq(element->name, dr_str_of(name));
}

/* What the reader must know of a child of the root, and of the elements that hold text. */
static void note_element(svg_reader *r, const svg_element *element)
{
	if (r->depth == 1 && is_svg(element, "title")) {
		if (r->titles == 0 && r->has_children) {
			dr_svg_report(r, DR_LOGO_TITLE_LATE, DR_STR("<title>"), element->line);
		}
		r->titles++;
		r->in_title = r->titles == 1;
	}
	if (r->depth == 1 && is_svg(element, "desc")) {
		r->empty_description = element->line;
	}
	r->has_children = r->depth > 0;
	r->in_style = is_svg(element, "style");
	if (r->metadata == 0 && is_svg(element, "metadata")) {
		r->metadata = r->depth + 1;
	}
}

void dr_svg_begin(svg_reader *r, const svg_element *element)
{
	if (r->depth == 0 && !is_svg(element, "svg")) {
		dr_svg_report(r, DR_LOGO_NOT_SVG, tag_of(r, element->name), element->line);
		r->ended = true;
		return;
	}
	if (r->depth == 0) {
		dr_svg_check_root(r, element);
	} else {
		check_element(r, element);
	}
	if (r->metadata == 0) {
		dr_svg_begin_colours(r, element);
		for (size_t i = 0; i < element->attributes.len; i++) {
			check_attribute(r, element, &element->attributes.items[i]);
		}
	}
	note_element(r, element);
}
