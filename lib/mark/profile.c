#include "mark/profile.h"

/* Attributes that many elements have; words with a space between. */
static const char CORE[] =
	"id xml:id xml:lang xml:space class role rel rev typeof content datatype "
	"resource about property";
static const char CONDITIONAL[] = "requiredFonts systemLanguage";
static const char PAINT[] =
	"fill-opacity stroke-opacity fill fill-rule stroke stroke-dasharray stroke-dashoffset "
	"stroke-linecap stroke-linejoin stroke-miterlimit stroke-width color color-rendering "
	"vector-effect direction unicode-bidi solid-color solid-opacity display-align "
	"line-increment stop-color stop-opacity font-family font-size font-style font-variant "
	"font-weight text-anchor text-align";
static const char MEDIA[] =
	"display visibility image-rendering shape-rendering text-rendering buffered-rendering "
	"viewport-fill viewport-fill-opacity";

enum {
	HAS_CORE = 1,
	HAS_CONDITIONAL = 2,
	HAS_PAINT = 4,
	HAS_MEDIA = 8,
	HAS_TRANSFORM = 16,
	TEXTUAL = HAS_CORE | HAS_CONDITIONAL | HAS_MEDIA,
	SERVER = HAS_CORE | HAS_PAINT,
	DRAWN = HAS_CORE | HAS_CONDITIONAL | HAS_PAINT | HAS_TRANSFORM,
};

struct dr_svg_element {
	const char *name;
	unsigned groups;
	const char *own; /* attributes of its own */
};

static const dr_svg_element ELEMENTS[] = {
	{ "svg", SERVER,
	  "width height viewBox baseProfile contentScriptType externalResourcesRequired focusable "
	  "playbackOrder preserveAspectRatio snapshotTime timelineBegin version zoomAndPan" },
	{ "title", TEXTUAL, "" },
	{ "desc", TEXTUAL, "" },
	{ "metadata", HAS_CORE, "" },
	{ "defs", SERVER, "" },
	{ "g", DRAWN, "" },
	{ "path", DRAWN, "d pathLength" },
	{ "rect", DRAWN, "x y width height rx ry" },
	{ "circle", DRAWN, "cx cy r" },
	{ "ellipse", DRAWN, "cx cy rx ry" },
	{ "line", DRAWN, "x1 y1 x2 y2" },
	{ "polyline", DRAWN, "points" },
	{ "polygon", DRAWN, "points" },
	{ "text", DRAWN, "x y rotate" },
	{ "tspan", HAS_CORE | HAS_CONDITIONAL | HAS_PAINT, "" },
	{ "textArea", DRAWN, "x y width height" },
	{ "use", DRAWN, "x y href xlink:href" },
	{ "linearGradient", SERVER, "gradientUnits x1 y1 x2 y2" },
	{ "radialGradient", SERVER, "gradientUnits cx cy r" },
	{ "stop", SERVER, "offset" },
	{ "solidColor", SERVER, "" },
	{ "font", HAS_CORE, "horiz-origin horiz-origin-x horiz-adv-x" },
	{ "glyph", HAS_CORE, "unicode glyph-name arabic-form lang horiz-adv-x d" },
	{ "hkern", HAS_CORE, "u1 g1 u2 g2 k" },
	{ "font-face", HAS_CORE,
	  "font-family font-style font-weight font-variant font-stretch unicode-range panose-1 "
	  "widths bbox units-per-em stemv stemh slope cap-height x-height accented-height ascent "
	  "descent ideographic alphabetic mathematical hanging underline-position "
	  "underline-thickness strikethrough-position strikethrough-thickness overline-position "
	  "overline-thickness" },
};

/* Of SVG 1.1: they draw, or tell how to, and do nothing else. */
static const char STATIC[] =
	"style clipPath mask pattern symbol marker tbreak textPath missing-glyph vkern "
	"font-face-src font-face-name filter feBlend feColorMatrix feComponentTransfer feComposite "
	"feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood "
	"feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset "
	"fePointLight feSpecularLighting feSpotLight feTile feTurbulence";

/* Elements that stand inside some others only. */
static const struct {
	const char *name, *parents;
} PLACES[] = {
	{ "title", "svg" },
	{ "stop", "linearGradient radialGradient" },
	{ "tspan", "text tspan textArea" },
	{ "glyph", "font" },
	{ "hkern", "font" },
	{ "font-face", "font" },
};

static const char TEXTS[] = "title desc metadata text tspan textArea style";

/* Attributes with a closed set of values. */
static const struct {
	const char *name, *values;
	bool several; /* a list of them, spaces between */
} VALUES[] = {
	{ "zoomAndPan", "disable" },
	{ "externalResourcesRequired", "false" },
	{ "focusable", "false" },
	{ "snapshotTime", "none" },
	{ "playbackOrder", "all" },
	{ "timelineBegin", "onLoad" },
	{ "gradientUnits", "userSpaceOnUse objectBoundingBox" },
	{ "xml:space", "default preserve" },
	{ "fill-rule", "inherit nonzero evenodd" },
	{ "stroke-linecap", "butt round square inherit" },
	{ "stroke-linejoin", "miter round bevel inherit" },
	{ "color-rendering", "auto optimizeSpeed optimizeQuality inherit" },
	{ "vector-effect", "none non-scaling-stroke inherit" },
	{ "direction", "ltr rtl inherit" },
	{ "unicode-bidi", "normal embed bidi-override inherit" },
	{ "display-align", "auto before center after inherit" },
	{ "font-style", "normal italic oblique inherit" },
	{ "font-variant", "normal small-caps inherit" },
	{ "text-anchor", "start middle end inherit" },
	{ "text-align", "start center end inherit" },
	{ "preserveAspectRatio", "none xMidYMid meet", true },
};

static bool has_word(const char *words, dr_str word)
{
	for (dr_str rest = dr_str_of(words), one; dr_str_split(&rest, ' ', &one);) {
		if (one.len > 0 && dr_str_eq(one, word)) {
			return true;
		}
	}
	return false;
}

const dr_svg_element *dr_svg_element_find(dr_str name)
{
	for (size_t i = 0; i < DR_COUNT(ELEMENTS); i++) {
		if (dr_str_eq(dr_str_of(ELEMENTS[i].name), name)) {
			return &ELEMENTS[i];
		}
	}
	return NULL;
}

dr_svg_standing dr_svg_element_standing(dr_str name)
{
	if (dr_svg_element_find(name) != NULL) {
		return DR_SVG_ALLOWED;
	}
	return has_word(STATIC, name) ? DR_SVG_OUTSIDE : DR_SVG_FORBIDDEN;
}

bool dr_svg_attribute_is_allowed(const dr_svg_element *element, dr_str name)
{
	static const struct {
		unsigned group;
		const char *words;
	} GROUPS[] = {
		{ HAS_CORE, CORE },   { HAS_CONDITIONAL, CONDITIONAL }, { HAS_PAINT, PAINT },
		{ HAS_MEDIA, MEDIA }, { HAS_TRANSFORM, "transform" },
	};
	for (size_t i = 0; i < DR_COUNT(GROUPS); i++) {
		if ((element->groups & GROUPS[i].group) != 0 && has_word(GROUPS[i].words, name)) {
			return true;
		}
	}
	return has_word(element->own, name);
}

bool dr_svg_element_fits(dr_str name, dr_str parent)
{
	for (size_t i = 0; i < DR_COUNT(PLACES); i++) {
		if (dr_str_eq(dr_str_of(PLACES[i].name), name)) {
			return dr_svg_element_find(parent) == NULL ||
			       has_word(PLACES[i].parents, parent);
		}
	}
	return true;
}

bool dr_svg_element_has_text(dr_str name)
{
	return dr_svg_element_find(name) == NULL || has_word(TEXTS, name);
}

static bool has_words(const char *words, dr_str list)
{
	for (dr_str rest = list, one; dr_str_split(&rest, ' ', &one);) {
		if (one.len > 0 && !has_word(words, one)) {
			return false;
		}
	}
	return true;
}

bool dr_svg_value_is_allowed(dr_str name, dr_str value)
{
	dr_str trimmed = dr_str_trim(value);
	for (size_t i = 0; i < DR_COUNT(VALUES); i++) {
		if (dr_str_eq(dr_str_of(VALUES[i].name), name)) {
			return VALUES[i].several ? has_words(VALUES[i].values, trimmed)
			                         : has_word(VALUES[i].values, trimmed);
		}
	}
	return true;
}
