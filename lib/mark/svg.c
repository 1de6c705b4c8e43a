#include "mark/gzip.h"
#include "mark/reference.h"
#include "mark/svg_priv.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>

enum { TITLE_MAX = 64 };

static const char SVG[] = "http://www.w3.org/2000/svg";
static const char XLINK[] = "http://www.w3.org/1999/xlink";
/* Elements of these namespaces act in a browser. */
static const char *const ACTIVE[] = { "http://www.w3.org/1999/xhtml",
	                              "http://www.w3.org/1998/Math/MathML" };

/* What drawing programs write when nobody said anything. */
static const char *const DUMMIES[] = {
	"title", "untitled", "untitled-1", "logo",    "bimi", "bimi logo", "bimi-svg-tiny-12-ps",
	"svg",   "image",    "layer 1",    "layer_1", "icon", "my title",  "your title"
};

static dr_str str_of(const xmlChar *text)
{
	return dr_str_of((const char *)text);
}

static svg_reader *reader_of(void *context)
{
	return ((xmlParserCtxtPtr)context)->_private;
}

static uint32_t line_of(void *context)
{
	int line = xmlSAX2GetLineNumber(context);
	return line > 0 ? (uint32_t)line : 0;
}

/* ---- events ---- */

static svg_namespace namespace_of(const xmlChar *uri)
{
	dr_str name = str_of(uri);
	if (name.len == 0) {
		return SVG_NS_NONE;
	}
	for (size_t i = 0; i < DR_COUNT(ACTIVE); i++) {
		if (dr_str_eq(name, dr_str_of(ACTIVE[i]))) {
			return SVG_NS_ACTIVE;
		}
	}
	return dr_str_eq(name, dr_str_of(SVG)) ? SVG_NS_SVG : SVG_NS_OTHER;
}

/* libxml2 hands over local name, prefix, URI, begin and end of the value. */
static svg_attribute attribute_of(svg_reader *r, const xmlChar *const parts[5])
{
	svg_attribute attribute = { .local = str_of(parts[0]) };
	const char *prefix = parts[1] != NULL ? (const char *)parts[1] : "";
	if (dr_str_eq(str_of(parts[2]), dr_str_of(XLINK))) {
		prefix = "xlink";
	}
	dr_buf name;
	dr_buf_init(&name, r->arena);
	dr_buf_addf(&name, "%s%s%s", prefix, prefix[0] != '\0' ? ":" : "", (const char *)parts[0]);
	attribute.name = dr_buf_str(&name);
	attribute.value = dr_arena_copy(
		r->arena, (dr_str){ (const char *)parts[3], (size_t)(parts[4] - parts[3]) });
	return attribute;
}

/* The name of the declaration; libxml2 keeps it in one of two places. */
static void check_encoding(svg_reader *r, const xmlParserCtxt *context)
{
	bool inner = context->input != NULL && context->input->encoding != NULL;
	dr_str encoding = str_of(inner ? context->input->encoding : context->encoding);
	if (encoding.len > 0 && !dr_str_eq_nocase(encoding, DR_STR("UTF-8")) &&
	    !dr_str_eq_nocase(encoding, DR_STR("US-ASCII"))) {
		dr_svg_report(r, DR_LOGO_ENCODING, encoding, 1);
	}
}

static void begin_element(void *context, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
                          int attribute_count, int defaulted_count, const xmlChar **attributes)
{
	svg_reader *r = reader_of(context);
	(void)namespace_count;
	(void)namespaces;
	(void)defaulted_count;
	if (r->ended) {
		return;
	}
	svg_element element = { .name = str_of(name),
		                .prefixed = prefix != NULL,
		                .space = namespace_of(uri),
		                .line = line_of(context) };
	for (int i = 0; i < attribute_count; i++) {
		svg_attribute attribute = attribute_of(r, &attributes[(size_t)i * 5]);
		dr_list_add(r->arena, &element.attributes, attribute);
	}
	if (r->depth == 0) {
		check_encoding(r, context);
	}
	dr_svg_begin(r, &element);
	if (r->depth < SVG_DEPTH_MAX) {
		r->open[r->depth] = element.space == SVG_NS_SVG ? element.name : (dr_str){ 0 };
	}
	r->depth++;
}

static void check_style(svg_reader *r, uint32_t line)
{
	if (dr_css_leaves_file(dr_buf_str(&r->style))) {
		dr_svg_report(r, DR_LOGO_REFERENCE, DR_STR("<style>"), line);
	}
	r->style.len = 0;
	r->in_style = false;
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *uri)
{
	svg_reader *r = reader_of(context);
	(void)name;
	(void)prefix;
	(void)uri;
	if (r->ended) {
		return;
	}
	if (r->in_style) {
		check_style(r, line_of(context));
	}
	if (r->empty_description > 0) {
		dr_svg_report(r, DR_LOGO_NO_DESCRIPTION, DR_STR("an empty <desc>"),
		              r->empty_description);
		r->empty_description = 0;
	}
	dr_svg_end_colours(r);
	r->in_title = r->in_title && r->depth > 2;
	r->metadata = r->metadata == r->depth ? 0 : r->metadata;
	r->depth--;
}

static void take_text(void *context, const xmlChar *text, int len)
{
	svg_reader *r = reader_of(context);
	dr_str piece = { (const char *)text, len > 0 ? (size_t)len : 0 };
	if (!r->ended && r->in_title) {
		dr_buf_add(&r->title, piece);
	}
	if (!r->ended && r->in_style) {
		dr_buf_add(&r->style, piece);
	}
	if (!r->ended && dr_str_trim(piece).len > 0) {
		r->empty_description = 0;
		dr_svg_check_text(r, line_of(context));
	}
}

/* HTML readers know no CDATA sections in titles. */
static void take_cdata(void *context, const xmlChar *text, int len)
{
	dr_str piece = { (const char *)text, len > 0 ? (size_t)len : 0 };
	if (dr_str_find(piece, 0, '<') < piece.len) {
		dr_svg_report(reader_of(context), DR_LOGO_MARKUP, DR_STR("CDATA"),
		              line_of(context));
	}
	take_text(context, text, len);
}

static void take_comment(void *context, const xmlChar *text)
{
	dr_str comment = str_of(text);
	bool early = dr_str_starts(comment, DR_STR(">")) || dr_str_starts(comment, DR_STR("->")) ||
	             dr_str_search(comment, DR_STR("--!>")) < comment.len ||
	             dr_str_search(comment, DR_STR("-->")) < comment.len;
	if (early) {
		dr_svg_report(reader_of(context), DR_LOGO_COMMENT, DR_STR("<!--"),
		              line_of(context));
	}
}

static void take_instruction(void *context, const xmlChar *target, const xmlChar *data)
{
	(void)data;
	dr_svg_report(reader_of(context), DR_LOGO_INSTRUCTION, str_of(target), line_of(context));
}

static void take_doctype(void *context, const xmlChar *name, const xmlChar *public_id,
                         const xmlChar *system_id)
{
	(void)name;
	(void)public_id;
	(void)system_id;
	dr_svg_report(reader_of(context), DR_LOGO_DOCTYPE, DR_STR("<!DOCTYPE>"), line_of(context));
}

/* Declarations inside the document type make readers see different documents. */
static void take_declaration(void *context)
{
	dr_svg_report(reader_of(context), DR_LOGO_ENTITY, DR_STR("<!DOCTYPE>"), line_of(context));
	reader_of(context)->ended = true;
	xmlStopParser(context);
}

/* Those that XML itself defines do not come here; nothing else may be referred to. */
static xmlEntityPtr find_entity(void *context, const xmlChar *name)
{
	dr_svg_report(reader_of(context), DR_LOGO_ENTITY, str_of(name), line_of(context));
	return NULL;
}

/* The type is libxml2's. */
static void declare_entity(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                           const xmlChar *system_id,
                           xmlChar *content) /* NOLINT(readability-non-const-parameter) */
{
	(void)name;
	(void)type;
	(void)public_id;
	(void)system_id;
	(void)content;
	take_declaration(context);
}

static void declare_attribute(void *context, const xmlChar *element, const xmlChar *name, int type,
                              int has_default, const xmlChar *value, xmlEnumerationPtr tree)
{
	(void)element;
	(void)name;
	(void)type;
	(void)has_default;
	(void)value;
	xmlFreeEnumeration(tree);
	take_declaration(context);
}

static void declare_element(void *context, const xmlChar *name, int type,
                            xmlElementContentPtr content)
{
	(void)name;
	(void)type;
	(void)content;
	take_declaration(context);
}

static const xmlSAXHandler HANDLER = {
	.initialized = XML_SAX2_MAGIC,
	.startElementNs = begin_element,
	.endElementNs = end_element,
	.characters = take_text,
	.ignorableWhitespace = take_text,
	.cdataBlock = take_cdata,
	.comment = take_comment,
	.processingInstruction = take_instruction,
	.internalSubset = take_doctype,
	.getEntity = find_entity,
	.entityDecl = declare_entity,
	.attributeDecl = declare_attribute,
	.elementDecl = declare_element,
};

/* ---- the file ---- */

static size_t count_characters(dr_str text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++) {
		count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
	}
	return count;
}

static void check_title(svg_reader *r)
{
	dr_str title = dr_str_trim(dr_buf_str(&r->title));
	r->logo->title = title;
	if (title.len == 0) {
		dr_svg_report(r, DR_LOGO_NO_TITLE, DR_STR("<title>"), 0);
	}
	if (r->titles > 1) {
		dr_svg_report(r, DR_LOGO_TITLE_SEVERAL, DR_STR("<title>"), 0);
	}
	if (count_characters(title) > TITLE_MAX) {
		dr_svg_report(r, DR_LOGO_TITLE_LONG, title, 0);
	}
	for (size_t i = 0; i < DR_COUNT(DUMMIES); i++) {
		if (dr_str_eq_nocase(title, dr_str_of(DUMMIES[i]))) {
			dr_svg_report(r, DR_LOGO_TITLE_DUMMY, title, 0);
		}
	}
}

static void check_form(svg_reader *r, xmlParserCtxtPtr context)
{
	const xmlError *error = xmlCtxtGetLastError(context);
	bool well_formed = context->wellFormed != 0 && context->nsWellFormed != 0 && !r->ended;
	if (!well_formed && !r->ended) {
		dr_str text =
			error != NULL ? dr_str_trim(dr_str_of(error->message)) : (dr_str){ 0 };
		uint32_t line = error != NULL && error->line > 0 ? (uint32_t)error->line : 0;
		dr_svg_report(r, DR_LOGO_NOT_XML, text, line);
	} else if (!r->ended) {
		check_title(r);
		dr_svg_check_colours(r);
	}
}

/* Converters of encodings know no parser, and would print. */
static void say_nothing(void *self, const char *format, ...)
{
	(void)self;
	(void)format;
}

static bool parse(svg_reader *r)
{
	xmlSAXHandler handler = HANDLER;
	xmlParserCtxtPtr context = xmlNewParserCtxt();
	if (context == NULL) {
		return false;
	}
	dr_str svg = r->logo->svg;
	*context->sax = handler;
	context->_private = r;
	xmlSetGenericErrorFunc(NULL, say_nothing);
	xmlDocPtr document =
		xmlCtxtReadMemory(context, svg.ptr, (int)svg.len, NULL, NULL,
	                          XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlSetGenericErrorFunc(NULL, NULL);
	check_form(r, context);
	xmlFreeDoc(document);
	xmlFreeParserCtxt(context);
	return true;
}

/* False when the file cannot be unpacked; then its only problem is that. */
static bool unpack(svg_reader *r, dr_str file)
{
	static const dr_logo_problem_code PROBLEMS[] = {
		[DR_GZIP_BROKEN] = DR_LOGO_GZIP,
		[DR_GZIP_HUGE] = DR_LOGO_HUGE,
	};
	dr_gzip_status status = DR_GZIP_OK;
	r->logo->gzip = dr_gzip_is(file);
	r->logo->svg = file;
	if (r->logo->gzip) {
		r->logo->svg = (dr_str){ 0 };
		status = dr_gzip_unpack(r->arena, file, DR_LOGO_OCTETS_MAX, &r->logo->svg);
	} else if (file.len > DR_LOGO_OCTETS_MAX) {
		status = DR_GZIP_HUGE;
	}
	if (status == DR_GZIP_BROKEN || status == DR_GZIP_HUGE) {
		dr_svg_report(r, PROBLEMS[status], (dr_str){ 0 }, 0);
	}
	return status == DR_GZIP_OK;
}

int dr_logo_read(dr_arena *arena, dr_str file, dr_logo *ret_logo, dr_error *err)
{
	dr_logo logo = { 0 };
	svg_reader r = { .arena = arena, .logo = &logo };
	dr_buf_init(&r.title, arena);
	dr_buf_init(&r.style, arena);
	bool parsed = !unpack(&r, file) || parse(&r);
	if (!parsed || dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the logo");
	}
	*ret_logo = logo;
	return DR_OK;
}
