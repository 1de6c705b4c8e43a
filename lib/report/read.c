#include "report/read.h"
#include "message/authres.h"
#include "message/header.h"
#include "message/mime.h"
#include "report/mbox_priv.h"
#include "report/read_priv.h"
#include "report/unpack_priv.h"
#include <stdlib.h>

enum { SNIFF = 4096 };

struct dr_report_reader {
	dr_report_context context;
	dr_arena *arena; /* of the file */
	dr_buf place;    /* of what is being read, inside the file */
	size_t found;
	bool in_mail;
};

/* Reads one kind of document; what it is in was looked at already. */
typedef int (*read_kind)(dr_report_reader *r, dr_flow *flow, dr_error *err);

typedef struct {
	bool (*is)(dr_str head);
	read_kind read;
	bool holds_others; /* archives and messages */
	bool in_text;      /* looked for in a text/plain part too */
} kind;

static int read_inner(dr_report_reader *r, dr_stream stream, bool only_text, dr_error *err);

/* Tells a refusal, and whether what is around it can be gone on with. */
static int tell_refusal(dr_report_reader *r, int code)
{
	dr_guard *guard = &r->context.guard;
	if (code == DR_ELIMIT && dr_guard_is_refused(guard)) {
		const dr_report_sink *sink = r->context.sink;
		sink->refused(sink->self, dr_buf_str(&r->place), guard->text);
		guard->text[0] = '\0';
		code = DR_OK;
	}
	return code;
}

/* Something inside something, named for messages. */
static int read_named(dr_report_reader *r, dr_stream stream, bool only_text, const char *what,
                      dr_str name, dr_error *err)
{
	size_t len = r->place.len;
	dr_buf_addf(&r->place, "%s%s%.*s", len > 0 ? ", " : "", what, DR_FMT(name));
	int code = tell_refusal(r, read_inner(r, stream, only_text, err));
	r->place.len = len;
	if (code == DR_OK && r->context.guard.for_good) {
		code = DR_ELIMIT;
	}
	return code;
}

static int read_gzip(dr_report_reader *r, dr_flow *flow, dr_error *err)
{
	dr_gunzip *gunzip;
	int code = dr_gunzip_open(flow, &r->context.guard, &gunzip, err);
	if (code == DR_OK) {
		code = read_inner(r, dr_gunzip_stream(gunzip), false, err);
		dr_gunzip_close(gunzip);
	}
	return code;
}

static int read_entry(void *self, dr_str name, dr_stream stream, dr_error *err)
{
	dr_report_reader *r = self;
	dr_guard_start(&r->context.guard);
	return read_named(r, stream, false, "", name, err);
}

static int hold(dr_report_reader *r, dr_flow *flow, const char *what, dr_str *ret_octets,
                dr_error *err)
{
	uint64_t limit = r->context.guard.limits.values[DR_REPORT_LIMIT_HELD];
	int code = dr_flow_hold(flow, r->context.arena, limit, ret_octets, err);
	if (code == DR_ELIMIT && !dr_guard_is_refused(&r->context.guard)) {
		return dr_guard_over(&r->context.guard, DR_REPORT_LIMIT_HELD, what);
	}
	return code;
}

static int read_zip(dr_report_reader *r, dr_flow *flow, dr_error *err)
{
	dr_str archive;
	int code = hold(r, flow, "the archive is", &archive, err);
	if (code == DR_OK) {
		code = dr_unzip(r->context.arena, archive, &r->context.guard, read_entry, r, err);
	}
	return code;
}

typedef struct {
	dr_report_reader *reader;
	dr_str message;  /* the whole mail */
	dr_str feedback; /* the machine-readable part of a failure report */
	dr_str original; /* the header of the message it is about */
} mail;

static int visit_part(void *self, const dr_mime_part *part, dr_error *err)
{
	mail *m = self;
	if (dr_str_eq(part->type, DR_STR("message/feedback-report"))) {
		m->feedback = part->octets.len > 0 ? part->octets : DR_STR("\n");
		return DR_OK;
	}
	bool is_message = dr_str_eq(part->type, DR_STR("message/rfc822"));
	if (m->feedback.len > 0 &&
	    (is_message || dr_str_eq(part->type, DR_STR("text/rfc822-headers")))) {
		m->original = part->octets;
		return DR_OK;
	}
	bool only_text = dr_str_eq(part->type, DR_STR("text/plain")) ||
	                 dr_str_eq(part->type, DR_STR("text/html"));
	if (only_text && m->feedback.len == 0 &&
	    dr_failure_text_find(m->reader->context.arena, part->octets, &m->feedback,
	                         &m->original)) {
		return DR_OK;
	}
	dr_octet_stream octets;
	dr_str name = part->file_name.len > 0 ? part->file_name : part->type;
	return read_named(m->reader, dr_stream_of(&octets, part->octets), only_text, "", name, err);
}

/* The topmost field of the trusted server is its own; others of that name may be forged, and so may
 * any in a message that is attached to another. */
static bool is_vouched_for(const dr_report_context *context, dr_str message)
{
	dr_header_field field;
	dr_str server = context->trusted_authserv_id;
	for (dr_str rest = message; server.len > 0 && dr_header_next(&rest, &field);) {
		if (dr_str_eq_nocase(field.name, DR_STR("Authentication-Results")) &&
		    dr_authres_is_of(field.value, server)) {
			return dr_authres_passed(field.value, server, DR_STR("dmarc"));
		}
	}
	return false;
}

static int read_mail(dr_report_reader *r, dr_str message, dr_error *err)
{
	mail m = { .reader = r, .message = message };
	dr_report_context *context = &r->context;
	bool outer = context->vouched, inner = r->in_mail;
	context->vouched = !inner && is_vouched_for(context, message);
	r->in_mail = true;
	dr_guard_start(&context->guard);
	uint64_t most = context->guard.limits.values[DR_REPORT_LIMIT_ENTRIES];
	int code = dr_mime_walk(context->arena, message, most < SIZE_MAX ? (size_t)most : SIZE_MAX,
	                        visit_part, &m, err);
	context->vouched = outer;
	r->in_mail = inner;
	if (code == DR_ELIMIT && !dr_guard_is_refused(&context->guard) &&
	    !context->guard.for_good) {
		return dr_guard_over(&context->guard, DR_REPORT_LIMIT_ENTRIES, "the message has");
	}
	if (code == DR_OK && m.feedback.len > 0) {
		bool found;
		code = dr_failure_arf_read(context, m.feedback, m.original, message, &found, err);
		r->found += code == DR_OK && found ? 1 : 0;
	}
	return code;
}

static int read_message(dr_report_reader *r, dr_flow *flow, dr_error *err)
{
	dr_str message;
	int code = hold(r, flow, "the message is", &message, err);
	return code == DR_OK ? read_mail(r, message, err) : code;
}

/* One message of a mailbox, in an arena of its own. */
static int read_boxed(dr_report_reader *r, dr_mbox *mbox, size_t number, bool *ret_more,
                      dr_error *err)
{
	dr_guard *guard = &r->context.guard;
	dr_str message = { NULL, 0 };
	bool cut = false;
	int code = dr_mbox_next(mbox, r->context.arena, guard->limits.values[DR_REPORT_LIMIT_HELD],
	                        &message, &cut, ret_more, err);
	if (code != DR_OK || !*ret_more) {
		return code;
	}
	size_t len = r->place.len;
	dr_buf_addf(&r->place, "%smessage %zu", len > 0 ? ", " : "", number);
	code = cut ? dr_guard_over(guard, DR_REPORT_LIMIT_HELD, "the message is")
	           : read_mail(r, message, err);
	code = tell_refusal(r, code);
	r->place.len = len;
	return code == DR_OK && guard->for_good ? DR_ELIMIT : code;
}

static int read_mbox(dr_report_reader *r, dr_flow *flow, dr_error *err)
{
	dr_mbox mbox = { .flow = flow };
	dr_arena *outer = r->context.arena;
	int code = DR_OK;
	bool more = true;
	for (size_t number = 1; code == DR_OK && more; number++) {
		r->context.arena = dr_arena_new(0);
		if (r->context.arena == NULL) {
			code = dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for a message");
		} else {
			code = read_boxed(r, &mbox, number, &more, err);
			dr_arena_free(r->context.arena);
		}
	}
	r->context.arena = outer;
	return code;
}

static int read_xml(dr_report_reader *r, dr_flow *flow, dr_error *err)
{
	bool found = false;
	int code = dr_aggregate_xml_read(&r->context, flow, &found, err);
	r->found += code == DR_OK && found ? 1 : 0;
	return code;
}

static int read_json(dr_report_reader *r, dr_flow *flow, dr_error *err)
{
	bool found = false;
	int code = dr_tlsrpt_json_read(&r->context, flow, &found, err);
	r->found += code == DR_OK && found ? 1 : 0;
	return code;
}

/* Behind a byte order mark and blanks. */
static dr_str beginning(dr_str head)
{
	if (dr_str_starts(head, DR_STR("\xEF\xBB\xBF"))) {
		head = dr_str_sub(head, 3, head.len);
	}
	return dr_str_trim(head);
}

static bool is_gzip(dr_str head)
{
	return dr_str_starts(head, DR_STR("\x1f\x8b"));
}

static bool is_zip(dr_str head)
{
	return dr_str_starts(head, DR_STR("PK\3\4")) || dr_str_starts(head, DR_STR("PK\5\6"));
}

static bool is_xml(dr_str head)
{
	return dr_str_starts(beginning(head), DR_STR("<")) ||
	       dr_str_starts(head, DR_STR("\xFF\xFE<")) ||
	       dr_str_starts(head, DR_STR("\xFE\xFF\0<")) || dr_str_starts(head, DR_STR("\0<"));
}

static bool is_json(dr_str head)
{
	return dr_str_starts(beginning(head), DR_STR("{"));
}

static bool is_mbox(dr_str head)
{
	return dr_str_starts(head, DR_STR("From "));
}

static bool is_message(dr_str head)
{
	return dr_header_begins(beginning(head));
}

static const kind KINDS[] = {
	{ is_gzip, read_gzip, true, true },  { is_zip, read_zip, true, true },
	{ is_xml, read_xml, false, true },   { is_json, read_json, false, true },
	{ is_mbox, read_mbox, true, false }, { is_message, read_message, true, false },
};

static int read_flow(dr_report_reader *r, dr_flow *flow, bool only_text, dr_error *err)
{
	dr_str head;
	int code = dr_flow_peek(flow, SNIFF, &head, err);
	if (code != DR_OK) {
		return code;
	}
	dr_guard *guard = &r->context.guard;
	for (size_t i = 0; i < DR_COUNT(KINDS); i++) {
		if (!KINDS[i].is(head) || (only_text && !KINDS[i].in_text)) {
			continue;
		}
		guard->nesting += KINDS[i].holds_others ? 1 : 0;
		code = dr_guard_check(guard, DR_REPORT_LIMIT_NESTING, guard->nesting,
		                      "archives and messages nest");
		if (code == DR_OK) {
			code = KINDS[i].read(r, flow, err);
		}
		guard->nesting -= KINDS[i].holds_others ? 1 : 0;
		return code;
	}
	return DR_OK;
}

static int read_inner(dr_report_reader *r, dr_stream stream, bool only_text, dr_error *err)
{
	dr_arena *outer = r->context.arena;
	dr_arena *inner = dr_arena_new(0);
	if (inner == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to read a file");
	}
	r->context.arena = inner;
	dr_flow flow;
	int code = dr_flow_init(&flow, inner, stream, err);
	if (code == DR_OK) {
		code = read_flow(r, &flow, only_text, err);
	}
	r->context.arena = outer;
	dr_arena_free(inner);
	return code;
}

void dr_report_setup(void)
{
	dr_aggregate_xml_setup();
	dr_mime_setup();
}

int dr_report_reader_open(const dr_report_options *options, const dr_report_sink *sink,
                          dr_report_reader **ret_reader, dr_error *err)
{
	dr_report_reader *r = calloc(1, sizeof(*r));
	dr_arena *arena = dr_arena_new(0), *row_arena = dr_arena_new(0);
	if (r == NULL || arena == NULL || row_arena == NULL) {
		free(r);
		dr_arena_free(arena);
		dr_arena_free(row_arena);
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to read reports");
	}
	r->arena = arena;
	r->context = (dr_report_context){
		.guard = { .limits = options->limits, .clock = options->clock },
		.sink = sink,
		.keep_personal = options->keep_personal,
		.trusted_authserv_id = options->trusted_authserv_id,
		.arena = arena,
		.row_arena = row_arena,
	};
	*ret_reader = r;
	return DR_OK;
}

void dr_report_reader_close(dr_report_reader *reader)
{
	if (reader != NULL) {
		dr_arena_free(reader->context.row_arena);
		dr_arena_free(reader->arena);
		free(reader);
	}
}

int dr_report_read(dr_report_reader *reader, dr_stream stream, size_t *ret_found, dr_error *err)
{
	dr_arena_reset(reader->arena);
	dr_arena_reset(reader->context.row_arena);
	dr_guard_reset(&reader->context.guard);
	dr_buf_init(&reader->place, reader->arena);
	reader->found = 0;
	int code = tell_refusal(reader, read_inner(reader, stream, false, err));
	*ret_found = reader->found;
	/* The refusal of something inside was told already. */
	return code == DR_ELIMIT && reader->context.guard.for_good ? DR_OK : code;
}
