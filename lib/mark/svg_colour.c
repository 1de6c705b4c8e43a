/* Whether a picture has more than one colour: a flat one is no mark. Colours that are written in
 * two ways count as two, so that nothing is said where it is not sure. */
#include "mark/svg_priv.h"

static const dr_str BLACK = DR_STR_INIT("#000000");

static bool is_one_of(dr_str text, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (dr_str_eq(text, dr_str_of(*words))) {
			return true;
		}
	}
	return false;
}

/* In lower case; `#abc`, `black` and `white` in six digits. */
static dr_str normal_form(dr_arena *arena, dr_str text)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	bool brief = text.len == 4 && text.ptr[0] == '#';
	for (size_t i = 0; i < text.len; i++) {
		dr_buf_add_char(&out, dr_to_lower(text.ptr[i]));
		if (brief && i > 0) {
			dr_buf_add_char(&out, dr_to_lower(text.ptr[i]));
		}
	}
	dr_str colour = dr_buf_str(&out);
	if (dr_str_eq(colour, DR_STR("black"))) {
		return BLACK;
	}
	return dr_str_eq(colour, DR_STR("white")) ? DR_STR("#ffffff") : colour;
}

static void take_colour(svg_reader *r, dr_str text)
{
	static const char *const NONE[] = { "",        "none",         "inherit",
		                            "initial", "currentcolor", "transparent",
		                            NULL };
	svg_colours *seen = &r->colours;
	dr_str colour = normal_form(r->arena, dr_str_trim(text));
	if (is_one_of(colour, NONE) || dr_str_starts(colour, DR_STR("url("))) {
		return;
	}
	if (seen->first.len == 0) {
		seen->first = colour;
	}
	seen->several = seen->several || !dr_str_eq(seen->first, colour);
}

static bool is_shape(const svg_element *element)
{
	static const char *const SHAPES[] = { "path",    "rect", "circle",   "ellipse", "polyline",
		                              "polygon", "text", "textArea", NULL };
	return is_one_of(element->name, SHAPES);
}

void dr_svg_begin_colours(svg_reader *r, const svg_element *element)
{
	static const char *const PAINTS[] = { "fill",         "stroke",      "color",
		                              "stop-color",   "solid-color", "flood-color",
		                              "viewport-fill" };
	bool filled = dr_svg_value(element, "fill").ptr != NULL;
	for (size_t i = 0; i < DR_COUNT(PAINTS); i++) {
		dr_str paint = dr_svg_value(element, PAINTS[i]);
		if (paint.ptr != NULL) {
			take_colour(r, paint);
		}
	}
	if (is_shape(element) && !filled && r->colours.filled == 0) {
		take_colour(r, BLACK);
	}
	if (filled && r->colours.filled == 0) {
		r->colours.filled = r->depth + 1;
	}
	r->colours.styled = r->colours.styled || dr_str_eq(element->name, DR_STR("style")) ||
	                    dr_svg_value(element, "style").ptr != NULL;
}

void dr_svg_end_colours(svg_reader *r)
{
	if (r->colours.filled == r->depth) {
		r->colours.filled = 0;
	}
}

void dr_svg_check_colours(svg_reader *r)
{
	const svg_colours *seen = &r->colours;
	if (!seen->several && !seen->styled && seen->first.len > 0) {
		dr_svg_report(r, DR_LOGO_ONE_COLOUR, seen->first, 0);
	}
}
