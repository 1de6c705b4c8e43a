/* XML through libxml2's SAX2 push parser: nothing of the document is kept but what elements take.
 * Entities other than the five of XML, external ones and DTDs do not exist here. */
#include "report/aggregate_priv.h"
#include "report/read_priv.h"
#include "report/xml_text_priv.h"
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <string.h>

enum { LEVELS_MAX = 256, CHUNK = 65536, TAIL = 64 };

typedef struct {
	const dr_aggregate_element *element; /* NULL: unknown, skipped with what is in it */
	int depth;                           /* of XML elements, from 1 */
} level;

typedef struct {
	dr_aggregate_reading reading;
	xmlParserCtxtPtr parser;
	dr_xml_text text;
	dr_buf characters; /* of the innermost element */
	int depth;
	size_t open; /* levels; the first is the document itself */
	level levels[LEVELS_MAX];
	bool found;  /* a feedback element */
	bool broken; /* XML that is not well-formed */
	char tail[TAIL];
	size_t tail_len;
} xml_reading;

static bool is_stopped(const xml_reading *x)
{
	return x->reading.code != DR_OK;
}

static void stop(xml_reading *x, int code)
{
	if (x->reading.code == DR_OK) {
		x->reading.code = code;
	}
	xmlStopParser(x->parser);
}

static void end_level(xml_reading *x)
{
	const dr_aggregate_element *element = x->levels[--x->open].element;
	if (element != NULL && element->end != NULL && !is_stopped(x)) {
		element->end(&x->reading, element, dr_buf_str(&x->characters));
		if (is_stopped(x)) {
			stop(x, x->reading.code);
		}
	}
	x->characters.len = 0;
}

/* In broken XML an element may stand in one that was never closed: the innermost that knows it. */
static const dr_aggregate_element *find_outside(xml_reading *x, dr_str name)
{
	for (size_t i = x->open; x->broken && i > 0; i--) {
		const dr_aggregate_element *outer = x->levels[i - 1].element;
		const dr_aggregate_element *found =
			outer != NULL ? dr_aggregate_child(outer, name) : NULL;
		if (found == NULL) {
			continue;
		}
		while (x->open > i) {
			end_level(x);
		}
		return found;
	}
	return NULL;
}

static const dr_aggregate_element *find_element(xml_reading *x, dr_str name)
{
	const dr_aggregate_element *parent = x->levels[x->open - 1].element;
	const dr_aggregate_element *found =
		parent != NULL ? dr_aggregate_child(parent, name) : NULL;
	if (found == NULL) {
		found = find_outside(x, name);
		parent = x->levels[x->open - 1].element;
	}
	if (found == NULL && parent != NULL && parent->child_count > 0 && x->found) {
		dr_aggregate_note(&x->reading, DR_REPORT_ELEMENT_UNKNOWN, name);
	}
	if (found != NULL && found->transparent) {
		dr_aggregate_note(&x->reading, DR_REPORT_ELEMENT_MISPLACED, name);
		return parent;
	}
	return found;
}

static void begin_element(xml_reading *x, const dr_aggregate_element *element, dr_str space)
{
	dr_aggregate_reading *r = &x->reading;
	if (x->open == LEVELS_MAX) {
		stop(x, dr_guard_over(r->guard, DR_REPORT_LIMIT_DEPTH, "XML elements nest"));
		return;
	}
	x->levels[x->open++] = (level){ element, x->depth };
	x->characters.len = 0;
	if (element == NULL) {
		return;
	}
	x->found = true;
	r->report.newer =
		r->report.newer || element->newer ||
		(x->open == 2 && dr_str_eq(space, DR_STR("urn:ietf:params:xml:ns:dmarc-2.0")));
	if (element->renamed) {
		dr_aggregate_note(r, DR_REPORT_ELEMENT_RENAMED, dr_str_of(element->name));
	}
	if (element->begin != NULL) {
		element->begin(r);
	}
}

static dr_str str_of(const xmlChar *text)
{
	return dr_str_of((const char *)text);
}

static void set_line(xml_reading *x)
{
	int line = x->parser->input != NULL ? x->parser->input->line : 0;
	x->reading.line = x->text.lines + (line > 0 ? (uint32_t)line : 0);
}

static void on_start(void *self, const xmlChar *name, const xmlChar *prefix, const xmlChar *space,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int default_count, const xmlChar **attributes)
{
	(void)prefix;
	(void)namespace_count;
	(void)namespaces;
	(void)attribute_count;
	(void)default_count;
	(void)attributes;
	xml_reading *x = self;
	if (is_stopped(x)) {
		return;
	}
	set_line(x);
	int code = dr_guard_check(x->reading.guard, DR_REPORT_LIMIT_DEPTH, (uint64_t)++x->depth,
	                          "XML elements nest");
	if (code != DR_OK) {
		stop(x, code);
		return;
	}
	begin_element(x, find_element(x, str_of(name)), str_of(space));
}

static void on_end(void *self, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
	(void)name;
	(void)prefix;
	(void)space;
	xml_reading *x = self;
	if (is_stopped(x)) {
		return;
	}
	set_line(x);
	while (x->open > 1 && x->levels[x->open - 1].depth >= x->depth) {
		end_level(x);
	}
	x->depth--;
}

static void on_characters(void *self, const xmlChar *characters, int len)
{
	xml_reading *x = self;
	const dr_aggregate_element *element = x->levels[x->open - 1].element;
	if (is_stopped(x) || len <= 0) {
		return;
	}
	bool wanted = element != NULL && element->child_count == 0;
	if (wanted) {
		dr_buf_add(&x->characters, (dr_str){ (const char *)characters, (size_t)len });
	} else if (element == NULL) {
		x->characters.len += (size_t)len; /* only counted */
	}
	int code = dr_guard_check(x->reading.guard, DR_REPORT_LIMIT_TEXT, x->characters.len,
	                          "the text of an XML element is");
	if (code != DR_OK) {
		stop(x, code);
	}
}

static void on_doctype(void *self, const xmlChar *name, const xmlChar *public_id,
                       const xmlChar *system_id)
{
	(void)name;
	(void)public_id;
	(void)system_id;
	xml_reading *x = self;
	stop(x, dr_guard_refuse(x->reading.guard,
	                        "it has a DOCTYPE, which no report needs; no limit changes that"));
}

static void on_error(void *self, xmlErrorPtr error)
{
	xml_reading *x = self;
	if (is_stopped(x) || error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE) {
		return;
	}
	set_line(x);
	dr_aggregate_note(&x->reading, DR_REPORT_XML_BROKEN,
	                  dr_report_line(x->reading.row_arena, dr_str_of(error->message)));
	x->broken = true;
}

static void keep_tail(xml_reading *x, dr_str octets)
{
	dr_str end = octets;
	while (end.len > 0 && dr_is_space(end.ptr[end.len - 1])) {
		end.len--;
	}
	for (size_t i = end.len > TAIL ? end.len - TAIL : 0; i < end.len; i++) {
		if (x->tail_len == TAIL) {
			memmove(x->tail, x->tail + 1, TAIL - 1);
			x->tail_len--;
		}
		x->tail[x->tail_len++] = end.ptr[i];
	}
}

static void feed(xml_reading *x, dr_str octets)
{
	dr_str clean = dr_xml_text_clean(&x->text, octets);
	keep_tail(x, clean);
	for (dr_str rest = clean; rest.len > 0 && !is_stopped(x);) {
		dr_str part = dr_str_sub(rest, 0, CHUNK);
		xmlParseChunk(x->parser, part.ptr, (int)part.len, 0);
		rest = dr_str_sub(rest, part.len, rest.len);
	}
}

static int parse(xml_reading *x, dr_flow *flow, dr_error *err)
{
	for (;;) {
		dr_str octets;
		int code = dr_flow_next(flow, &octets, err);
		if (code == DR_OK) {
			code = dr_guard_time(x->reading.guard);
		}
		if (code != DR_OK || octets.len == 0) {
			return code;
		}
		feed(x, octets);
		if (is_stopped(x)) {
			return x->reading.code;
		}
	}
}

/* The document is over: was it all there? */
static int finish(xml_reading *x)
{
	dr_aggregate_reading *r = &x->reading;
	xmlParseChunk(x->parser, "", 0, 1);
	if (is_stopped(x) || !x->found) {
		return r->code;
	}
	dr_str tail = dr_str_trim((dr_str){ x->tail, x->tail_len });
	if (x->open > 1 && !dr_str_ends_nocase(tail, DR_STR("feedback>"))) {
		return dr_guard_refuse(r->guard, "the XML is cut off after line %u", r->line);
	}
	if (x->text.bad > 0) {
		dr_aggregate_note(r, DR_REPORT_NOT_UTF8, DR_STR(""));
	}
	dr_aggregate_finish(r);
	if (r->report.policy.domain.len == 0) {
		return dr_guard_refuse(r->guard, "the report names no policy domain "
		                                 "(policy_published/domain)");
	}
	if (!r->has_begin && !r->has_end) {
		return dr_guard_refuse(r->guard, "the report names no period "
		                                 "(report_metadata/date_range)");
	}
	if (dr_arena_failed(r->arena)) {
		return dr_fail(r->err, DR_ENOMEM, DR_NOWHERE, "no memory for a report");
	}
	return r->sink->aggregate(r->sink->self, &r->report, r->err);
}

static int read_document(xml_reading *x, dr_flow *flow, dr_error *err)
{
	xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_characters,
		.ignorableWhitespace = on_characters,
		.cdataBlock = on_characters,
		.serror = on_error,
	};
	x->parser = xmlCreatePushParserCtxt(&handler, x, NULL, 0, NULL);
	if (x->parser == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to read XML");
	}
	xmlCtxtUseOptions(x->parser, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_IGNORE_ENC);
	int code = parse(x, flow, err);
	if (code == DR_OK) {
		code = finish(x);
	}
	xmlFreeParserCtxt(x->parser);
	return code;
}

void dr_aggregate_xml_setup(void)
{
	xmlInitParser();
}

int dr_aggregate_xml_read(dr_report_context *context, dr_flow *flow, bool *ret_found, dr_error *err)
{
	xml_reading *x = dr_arena_new_of(context->arena, xml_reading);
	if (x == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to read a report");
	}
	x->reading = (dr_aggregate_reading){
		.arena = context->arena,
		.row_arena = context->row_arena,
		.guard = &context->guard,
		.sink = context->sink,
		.err = err,
		.report.vouched = context->vouched,
	};
	x->levels[x->open++] = (level){ &DR_AGGREGATE_ROOT, 0 };
	dr_buf_init(&x->characters, context->arena);
	int code =
		dr_xml_text_begin(&x->text, context->arena, flow, &x->reading.report.issues, err);
	if (code == DR_OK) {
		code = read_document(x, flow, err);
	}
	*ret_found = x->found;
	if (code != DR_OK) {
		context->sink->dropped(context->sink->self);
	}
	return code;
}
