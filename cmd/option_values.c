#include "option_values.h"
#include "name/mailbox.h"
#include "base/cursor.h"
#include "schema/schema.h"

typedef struct {
	const char *suffix;
	int64_t factor;
} unit;

/* The longest suffix first where one ends with another. */
static const unit TIME_UNITS[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "", 1000 } };
static const unit SIZE_UNITS[] = {
	{ "K", 1024 }, { "M", 1024 * 1024 }, { "G", 1024 * 1024 * 1024 }, { "", 1 }
};
static const unit NO_UNITS[] = { { "", 1 } };

int option_read_switch(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err)
{
	(void)arena;
	static const char *const YES[] = { "", "1", "true", "yes", "on", NULL };
	static const char *const NO[] = { "0", "false", "no", "off", NULL };
	if (dr_choices_hold(YES, text)) {
		*(bool *)member = true;
		return DR_OK;
	}
	if (dr_choices_hold(NO, text)) {
		*(bool *)member = false;
		return DR_OK;
	}
	return dr_fail(err, DR_EINVAL, DR_NOWHERE, "--%s is on or off: '%.*s' is neither",
	               spec->name, DR_FMT(text));
}

static int refuse_empty(const option_spec *spec, dr_str text, dr_error *err)
{
	if (text.len > 0) {
		return DR_OK;
	}
	return dr_fail(err, DR_EINVAL, DR_NOWHERE, "--%s needs a value: --%s %s", spec->name,
	               spec->name, spec->value);
}

int option_read_text(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                     dr_error *err)
{
	(void)arena;
	int code = refuse_empty(spec, text, err);
	if (code == DR_OK) {
		*(dr_str *)member = text;
	}
	return code;
}

int option_read_any_text(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                         dr_error *err)
{
	(void)arena;
	(void)spec;
	(void)err;
	*(dr_str *)member = text;
	return DR_OK;
}

int option_read_address(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                        dr_error *err)
{
	(void)arena;
	if (!dr_ipaddr_parse(text, member)) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE,
		               "--%s wants an IP address, like 192.0.2.1 or 2001:db8::1: '%.*s' is "
		               "none",
		               spec->name, DR_FMT(text));
	}
	return DR_OK;
}

int option_read_texts(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                      dr_error *err)
{
	int code = refuse_empty(spec, text, err);
	if (code == DR_OK) {
		dr_list_add(arena, (dr_strs *)member, text);
	}
	return code;
}

int option_read_choice(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err)
{
	if (dr_choices_hold(spec->choices, text)) {
		*(dr_str *)member = text;
		return DR_OK;
	}
	size_t count = 0;
	dr_buf list;
	dr_buf_init(&list, arena);
	for (; spec->choices[count] != NULL; count++) {
		dr_buf_addf(&list, "%s%s", count > 0 ? ", " : "", spec->choices[count]);
	}
	const char *near = dr_suggest(spec->choices, count, text);
	if (near != NULL) {
		return dr_fail(err, DR_ENAME, DR_NOWHERE, "--%s: no '%.*s'; did you mean '%s'?",
		               spec->name, DR_FMT(text), near);
	}
	return dr_fail(err, DR_ENAME, DR_NOWHERE, "--%s: no '%.*s'; there is %.*s", spec->name,
	               DR_FMT(text), DR_FMT(dr_buf_str(&list)));
}

/* A number with one of the units behind it. */
static bool read_amount(dr_str text, const unit *units, size_t count, int64_t *ret_amount)
{
	for (size_t i = 0; i < count; i++) {
		dr_str suffix = dr_str_of(units[i].suffix);
		uint64_t number;
		if (dr_str_ends_nocase(text, suffix) &&
		    dr_str_to_u64(dr_str_sub(text, 0, text.len - suffix.len),
		                  (uint64_t)(INT64_MAX / units[i].factor), &number)) {
			*ret_amount = (int64_t)number * units[i].factor;
			return true;
		}
	}
	return false;
}

static int read_bounded(const option_spec *spec, dr_str text, const unit *units, size_t count,
                        const char *wanted, int64_t *member, dr_error *err)
{
	int64_t amount;
	if (!read_amount(text, units, count, &amount)) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE, "--%s: '%.*s' is no %s", spec->name,
		               DR_FMT(text), wanted);
	}
	if (amount < spec->min || amount > spec->max) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE, "--%s: '%.*s' is too %s", spec->name,
		               DR_FMT(text), amount < spec->min ? "small" : "large");
	}
	*member = amount;
	return DR_OK;
}

int option_read_number(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err)
{
	(void)arena;
	return read_bounded(spec, text, NO_UNITS, DR_COUNT(NO_UNITS), "number", member, err);
}

int option_read_time(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                     dr_error *err)
{
	(void)arena;
	return read_bounded(spec, text, TIME_UNITS, DR_COUNT(TIME_UNITS),
	                    "time such as 500ms, 30s or 2m", member, err);
}

int option_read_size(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                     dr_error *err)
{
	(void)arena;
	return read_bounded(spec, text, SIZE_UNITS, DR_COUNT(SIZE_UNITS),
	                    "size such as 65536, 512K or 16M", member, err);
}

int option_read_day(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                    dr_error *err)
{
	(void)arena;
	if (dr_day_parse(text, member)) {
		return DR_OK;
	}
	return dr_fail(err, DR_EINVAL, DR_NOWHERE, "--%s: '%.*s' is no day such as 2026-11-21",
	               spec->name, DR_FMT(text));
}

int report_uris_parse(dr_arena *arena, dr_str text, dr_strs *uris, dr_error *err)
{
	dr_str rest = text, one, mailbox;
	while (dr_str_split(&rest, ',', &one)) {
		int code = dr_mailbox_load(arena, one, &mailbox, err);
		if (code != DR_OK) {
			return code;
		}
		dr_buf uri;
		dr_buf_init(&uri, arena);
		dr_buf_addf(&uri, "mailto:%.*s", DR_FMT(mailbox));
		dr_list_add(arena, uris, dr_buf_str(&uri));
	}
	return DR_OK;
}

int option_read_report_addresses(dr_arena *arena, const option_spec *spec, dr_str text,
                                 void *member, dr_error *err)
{
	dr_error why = { 0 };
	int code = refuse_empty(spec, text, err);
	if (code == DR_OK) {
		code = report_uris_parse(arena, text, member, &why);
		code = code != DR_OK
		               ? dr_fail(err, code, DR_NOWHERE, "--%s: %s", spec->name, why.text)
		               : DR_OK;
	}
	return code;
}

static bool parse_port(dr_str text, uint16_t *ret_port)
{
	uint64_t port;
	if (!dr_str_to_u64(text, UINT16_MAX, &port) || port == 0) {
		return false;
	}
	*ret_port = (uint16_t)port;
	return true;
}

bool server_parse(dr_str text, dr_server *ret_server)
{
	dr_server server = { .port = 0 };
	dr_cursor c = dr_cursor_of(text);
	bool bracketed = dr_cursor_take_char(&c, '[');
	dr_str address = text;
	if (bracketed) {
		address = dr_cursor_take_until(&c, ']');
		if (!dr_cursor_take_char(&c, ']')) {
			return false;
		}
	} else if (!dr_ipaddr_parse_v6(text, &server.address)) {
		address = dr_cursor_take_until(&c, ':');
	} else {
		dr_cursor_skip(&c, text.len);
	}
	bool right = bracketed ? dr_ipaddr_parse_v6(address, &server.address)
	                       : dr_ipaddr_parse(address, &server.address);
	if (!right) {
		return false;
	}
	if (dr_cursor_take_char(&c, ':') && !parse_port(dr_cursor_rest(&c), &server.port)) {
		return false;
	}
	if (server.port == 0 && !dr_cursor_at_end(&c)) {
		return false;
	}
	*ret_server = server;
	return true;
}

int option_read_server(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err)
{
	dr_server server;
	if (!server_parse(text, &server)) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE,
		               "--%s: '%.*s' is no address such as 192.0.2.1, 192.0.2.1:5353, "
		               "2001:db8::1 or [2001:db8::1]:5353",
		               spec->name, DR_FMT(text));
	}
	server_list *servers = member;
	dr_list_add(arena, servers, server);
	return DR_OK;
}

static bool detour_parse(dr_str text, dr_web_detour *ret_detour)
{
	dr_str rest = text, host = { 0 }, port = { 0 };
	uint64_t number = 0;
	dr_server to;
	if (!dr_str_split(&rest, ':', &host) || !dr_str_split(&rest, ':', &port) ||
	    rest.ptr == NULL || !server_parse(rest, &to) || to.port == 0 ||
	    (port.len > 0 && (!dr_str_to_u64(port, UINT16_MAX, &number) || number == 0))) {
		return false;
	}
	*ret_detour = (dr_web_detour){ .host = host,
		                       .port = (uint16_t)number,
		                       .address = to.address,
		                       .address_port = to.port };
	return true;
}

int option_read_detour(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err)
{
	dr_web_detour detour;
	if (!detour_parse(text, &detour)) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE,
		               "--%s: '%.*s' is not of the form HOST:PORT:ADDR:PORT, such as "
		               "mta-sts.example.com:443:127.0.0.1:8443",
		               spec->name, DR_FMT(text));
	}
	dr_web_detours *detours = member;
	dr_list_add(arena, detours, detour);
	return DR_OK;
}

int option_read_format(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err)
{
	output_choices *formats = member;
	output_choice choice = { .name = text };
	size_t equals = dr_str_find(text, 0, '=');
	if (equals < text.len) {
		choice.name = dr_str_sub(text, 0, equals);
		choice.file = dr_str_sub(text, equals + 1, text.len);
	}
	if (choice.name.len == 0 || (equals < text.len && choice.file.len == 0)) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE,
		               "--%s: '%.*s' is not of the form NAME or NAME=FILE", spec->name,
		               DR_FMT(text));
	}
	dr_list_add(arena, formats, choice);
	return DR_OK;
}

int option_read_limit(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                      dr_error *err)
{
	dr_report_limits *limits = member;
	size_t equals = dr_str_find(text, 0, '=');
	dr_report_limit which = dr_report_limit_find(dr_str_sub(text, 0, equals));
	int64_t value;
	if (which == DR_REPORT_LIMIT_COUNT) {
		dr_buf list;
		dr_buf_init(&list, arena);
		for (size_t i = 0; i < DR_REPORT_LIMIT_COUNT; i++) {
			dr_buf_addf(&list, "%s%s", i > 0 ? ", " : "", DR_REPORT_LIMITS[i].name);
		}
		return dr_fail(err, DR_ENAME, DR_NOWHERE, "--%s: no limit '%.*s'; there is %.*s",
		               spec->name, DR_FMT(dr_str_sub(text, 0, equals)),
		               DR_FMT(dr_buf_str(&list)));
	}
	if (!read_amount(dr_str_sub(text, equals + 1, text.len), SIZE_UNITS, DR_COUNT(SIZE_UNITS),
	                 &value) ||
	    value == 0) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE,
		               "--%s: '%.*s' is not of the form NAME=NUMBER, such as size=2G",
		               spec->name, DR_FMT(text));
	}
	limits->values[which] = (uint64_t)value;
	return DR_OK;
}
