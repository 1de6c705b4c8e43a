/*
 * Reading an SVG file: private to mark/.
 *
 *   svg.c          events of the XML reader, the only file that knows libxml2
 *   svg_element.c  what an element and its attributes say, by the profile's tables
 *   svg_root.c     what the root element must say besides
 *   svg_colour.c   how many colours there are
 */
#pragma once
#include "base/buf.h"
#include "mark/logo.h"

enum { SVG_DEPTH_MAX = 256 }; /* as many as the XML reader lets be open */

typedef enum { SVG_NS_NONE, SVG_NS_SVG, SVG_NS_ACTIVE, SVG_NS_OTHER } svg_namespace;

typedef struct {
	dr_str name;  /* with its customary prefix: "fill", "xml:lang", "xlink:href" */
	dr_str local; /* without any prefix */
	dr_str value;
	bool foreign; /* of a namespace that is neither XML's nor XLink's */
} svg_attribute;

typedef DR_LIST(svg_attribute) svg_attributes;

typedef struct {
	dr_str name; /* local */
	bool prefixed;
	svg_namespace space;
	svg_attributes attributes;
	uint32_t line;
} svg_element;

typedef struct {
	dr_str first; /* empty: none yet */
	bool several;
	bool styled;     /* CSS may say more */
	unsigned filled; /* depth of the outermost open element with a fill; 0: there is none */
} svg_colours;

typedef struct {
	dr_arena *arena;
	dr_logo *logo;
	svg_colours colours;
	dr_str open[SVG_DEPTH_MAX]; /* local names of SVG's; empty for other namespaces */
	unsigned depth;             /* open elements */
	unsigned metadata;          /* depth of the metadata element that is open; 0: none */
	unsigned titles;            /* of the root */
	bool has_children;          /* the root has an element already */
	bool in_title, in_style;
	uint32_t empty_description; /* line of the root's desc that has no text so far; 0: none */
	bool ended;                 /* nothing more is looked at */
	dr_buf title, style;
} svg_reader;

/* Adds a problem, or counts it when it is there already. `subject` is copied. */
void dr_svg_report(svg_reader *r, dr_logo_problem_code code, dr_str subject, uint32_t line);
/* An element begins; it is not counted in `depth` yet. */
void dr_svg_begin(svg_reader *r, const svg_element *element);
/* Characters between tags; `text` is not only white space. */
void dr_svg_check_text(svg_reader *r, uint32_t line);
void dr_svg_check_root(svg_reader *r, const svg_element *root);
/* Called beside dr_svg_begin(), before an element ends, and at the end of a well-formed file. */
void dr_svg_begin_colours(svg_reader *r, const svg_element *element);
void dr_svg_end_colours(svg_reader *r);
void dr_svg_check_colours(svg_reader *r);
/* The value of an attribute without a prefix; ptr NULL when it is not there. */
dr_str dr_svg_value(const svg_element *element, const char *name);
