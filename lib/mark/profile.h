/*
 * The profile SVG Tiny PS as tables: which elements and attributes there are, and which values they
 * may have (draft-svg-tiny-ps-abrotman, the schema of its appendix).
 */
#pragma once
#include "base/str.h"

typedef enum {
	DR_SVG_FORBIDDEN, /* acts, loads, or is unknown */
	DR_SVG_OUTSIDE,   /* static, of larger profiles of SVG */
	DR_SVG_ALLOWED,
} dr_svg_standing;

typedef struct dr_svg_element dr_svg_element;

/* NULL when the profile does not have the element; names are case-sensitive. */
const dr_svg_element *dr_svg_element_find(dr_str name);
dr_svg_standing dr_svg_element_standing(dr_str name);
/* Whether an element may stand inside `parent`, and text. Both are true for what is unknown. */
bool dr_svg_element_fits(dr_str name, dr_str parent);
bool dr_svg_element_has_text(dr_str name);
/* `name` with its customary prefix: "fill", "xml:lang", "xlink:href". */
bool dr_svg_attribute_is_allowed(const dr_svg_element *element, dr_str name);
/* Whether the profile allows the value; true for attributes that take any. */
bool dr_svg_value_is_allowed(dr_str name, dr_str value);
