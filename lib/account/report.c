#include "account/report_priv.h"

enum { ROWS_MAX = 200 };

typedef struct {
	dr_arena *arena;
	const dr_account_world *world;
	const dr_account_sink *sink;
	dr_account rows; /* of the report that is being read */
	size_t left_out; /* rows beyond ROWS_MAX */
} reading;

void dr_tell_element(dr_account *account, const dr_account_world *world, const char *area,
                     const char *name, dr_str value)
{
	if (value.len == 0) {
		return;
	}
	const dr_term *term = dr_glossary_find(world->glossary, dr_str_of(area), dr_str_of(name));
	dr_str quoted = dr_arena_copy(account->arena, dr_account_quote(value));
	dr_account_fact_add(account, name, quoted);
	dr_account_say(account, "%s: %.*s. %.*s", name, DR_FMT(quoted),
	               DR_FMT(term != NULL ? term->says : DR_STR("")));
}

static void begin_rows(reading *r)
{
	dr_account_init(&r->rows, r->arena, "rows", DR_STR(""));
	r->left_out = 0;
}

static int take_row(void *self, const dr_aggregate *so_far, const dr_aggregate_record *row,
                    dr_error *err)
{
	(void)err;
	reading *r = self;
	if (r->rows.parts.len >= ROWS_MAX) {
		r->left_out++;
		return DR_OK;
	}
	dr_tell_row(&r->rows, r->world, &so_far->policy, row);
	return DR_OK;
}

static int take_aggregate(void *self, const dr_aggregate *report, dr_error *err)
{
	(void)err;
	reading *r = self;
	dr_account account;
	dr_account_init(&account, r->arena, "aggregate-report", DR_STR("DMARC aggregate report"));
	dr_tell_aggregate(&account, r->world, report, &r->rows, r->left_out);
	r->sink->account(r->sink->self, &account);
	begin_rows(r);
	return DR_OK;
}

static void drop_rows(void *self)
{
	begin_rows(self);
}

static int take_failure(void *self, const dr_failure *report, dr_error *err)
{
	(void)err;
	reading *r = self;
	dr_account account;
	dr_account_init(&account, r->arena, "failure-report", DR_STR("Failure report"));
	dr_tell_failure(&account, r->world, report);
	r->sink->account(r->sink->self, &account);
	return DR_OK;
}

static int take_tls(void *self, const dr_tls_report *report, dr_error *err)
{
	(void)err;
	reading *r = self;
	dr_account account;
	dr_account_init(&account, r->arena, "tls-report", DR_STR("TLS report"));
	dr_tell_tls(&account, r->world, report);
	r->sink->account(r->sink->self, &account);
	return DR_OK;
}

static void refuse(void *self, dr_str place, const char *why)
{
	reading *r = self;
	r->sink->refused(r->sink->self, place, why);
}

int dr_account_reports(dr_arena *arena, const dr_account_world *world,
                       const dr_report_options *options, dr_str octets, const dr_account_sink *sink,
                       size_t *ret_found, dr_error *err)
{
	reading r = { .arena = arena, .world = world, .sink = sink };
	begin_rows(&r);
	const dr_report_sink into = { &r,           take_row, take_aggregate, drop_rows,
		                      take_failure, take_tls, refuse };
	dr_report_reader *reader = NULL;
	dr_report_setup();
	int code = dr_report_reader_open(options, &into, &reader, err);
	if (code == DR_OK) {
		dr_octet_stream room;
		code = dr_report_read(reader, dr_stream_of(&room, octets), ret_found, err);
	}
	dr_report_reader_close(reader);
	return code == DR_OK && dr_arena_failed(arena)
	               ? dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for a report")
	               : code;
}
