#include "base/cursor.h"
#include "mark/svg_priv.h"

enum { LEAST_PIXELS = 96, NUMBER_MAX = 32 };

static bool is_number_char(char c)
{
	return dr_is_digit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

static bool is_separator(char c)
{
	return dr_is_space(c) || c == ',';
}

/* A decimal number as XML writes it; no locale has a say in what it is. */
static bool read_number(dr_str text, double *ret_number)
{
	double value = 0, place = 1;
	bool digits = false, point = false;
	size_t i = text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+') ? 1 : 0;
	for (; i < text.len && text.len <= NUMBER_MAX; i++) {
		if (text.ptr[i] == '.' && !point) {
			point = true;
		} else if (dr_is_digit(text.ptr[i])) {
			digits = true;
			place = point ? place / 10 : place;
			double digit = text.ptr[i] - '0';
			value = point ? value + digit * place : value * 10 + digit;
		} else {
			return false;
		}
	}
	*ret_number = dr_str_starts(text, DR_STR("-")) ? -value : value;
	return digits;
}

/* Four numbers of which the last two are above zero. */
static bool read_view_box(dr_str text, double ret_numbers[4])
{
	dr_cursor c = dr_cursor_of(text);
	for (size_t i = 0; i < 4; i++) {
		dr_cursor_take_while(&c, is_separator);
		if (!read_number(dr_cursor_take_while(&c, is_number_char), &ret_numbers[i])) {
			return false;
		}
	}
	dr_cursor_take_while(&c, is_separator);
	return dr_cursor_at_end(&c) && ret_numbers[2] > 0 && ret_numbers[3] > 0;
}

static void check_view_box(svg_reader *r, const svg_element *root)
{
	dr_str text = dr_svg_value(root, "viewBox");
	double numbers[4] = { 0 };
	if (text.ptr == NULL) {
		dr_svg_report(r, DR_LOGO_VIEW_BOX_MISSING, DR_STR("<svg>"), root->line);
	} else if (!read_view_box(text, numbers)) {
		dr_svg_report(r, DR_LOGO_VIEW_BOX_BAD, text, root->line);
	} else if (numbers[2] < numbers[3] || numbers[2] > numbers[3]) {
		dr_svg_report(r, DR_LOGO_VIEW_BOX_SQUARE, text, root->line);
	} else if (dr_str_find(text, 0, ',') < text.len) {
		dr_svg_report(r, DR_LOGO_VIEW_BOX_COMMAS, text, root->line);
	}
}

/* "96" or "96px" at least; how many, or 0 when it is not there or not that. */
static double check_size(svg_reader *r, const svg_element *root, const char *name)
{
	dr_str text = dr_str_trim(dr_svg_value(root, name));
	double pixels = 0;
	if (text.ptr == NULL) {
		return 0;
	}
	dr_str number = dr_str_ends(text, DR_STR("px")) ? dr_str_sub(text, 0, text.len - 2) : text;
	if (!read_number(number, &pixels) || pixels < LEAST_PIXELS) {
		dr_svg_report(r, DR_LOGO_SIZE, dr_str_of(name), root->line);
		return 0;
	}
	return pixels;
}

static void check_sizes(svg_reader *r, const svg_element *root)
{
	double width = check_size(r, root, "width"), height = check_size(r, root, "height");
	if (width > 0 && height > 0 && (width < height || width > height)) {
		dr_svg_report(r, DR_LOGO_SIZE_UNEQUAL, dr_svg_value(root, "height"), root->line);
	}
}

static void check_version(svg_reader *r, const svg_element *root)
{
	dr_str version = dr_svg_value(root, "version");
	dr_str profile = dr_svg_value(root, "baseProfile");
	if (version.ptr == NULL) {
		dr_svg_report(r, DR_LOGO_NO_VERSION, DR_STR("<svg>"), root->line);
	} else if (!dr_str_eq(version, DR_STR("1.2"))) {
		dr_svg_report(r, DR_LOGO_VERSION, version, root->line);
	}
	if (!dr_str_eq(profile, DR_STR("tiny-ps"))) {
		dr_svg_report(r, DR_LOGO_PROFILE, profile.ptr != NULL ? profile : DR_STR("<svg>"),
		              root->line);
	}
}

void dr_svg_check_root(svg_reader *r, const svg_element *root)
{
	static const char *const POSITIONS[] = { "x", "y" };
	check_version(r, root);
	for (size_t i = 0; i < DR_COUNT(POSITIONS); i++) {
		if (dr_svg_value(root, POSITIONS[i]).ptr != NULL) {
			dr_svg_report(r, DR_LOGO_POSITION, dr_str_of(POSITIONS[i]), root->line);
		}
	}
	check_view_box(r, root);
	check_sizes(r, root);
}
