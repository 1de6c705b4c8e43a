/*
 * The grammar of header fields (RFC 5322 2.2, 3.2 and 3.4; RFC 8601 2.2) of strangers: fields are
 * in the order of the text, an unfolded value is one line, a masked one has no local part of an
 * address, and what borrows from a value lies within it.
 */
#include "fuzz.h"
#include "message/authres.h"
#include "message/mail.h"

static void require_within(dr_str whole, dr_str part)
{
	REQUIRE(part.len == 0 ||
	        (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len));
}

static dr_str mask(dr_arena *arena, dr_str value)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_header_mask_write(value, &out);
	return dr_buf_str(&out);
}

static void require_masked(dr_arena *arena, dr_str value)
{
	dr_str masked = mask(arena, value);
	REQUIRE(dr_str_eq(masked, mask(arena, masked)));
	for (size_t i = 1; i < masked.len; i++) {
		REQUIRE(masked.ptr[i] != '@' || !dr_is_alnum(masked.ptr[i - 1]));
	}
}

static void require_authres(dr_arena *arena, dr_str value)
{
	dr_authres authres;
	dr_authres_parse(arena, value, &authres);
	require_within(value, authres.server);
	for (size_t i = 0; i < authres.results.len; i++) {
		const dr_authres_result *one = &authres.results.items[i];
		require_within(value, one->method);
		require_within(value, one->comment);
		dr_str found = dr_authres_find(one, "header", "from");
		require_within(value, found);
	}
	bool passed = dr_authres_passed(value, authres.server, DR_STR("dmarc"));
	REQUIRE(!passed || dr_authres_is_of(value, authres.server));
}

static void require_value(dr_arena *arena, dr_str value)
{
	dr_str line = dr_header_unfold(arena, value);
	REQUIRE(dr_str_find(line, 0, '\n') == line.len && dr_str_find(line, 0, '\r') == line.len);
	require_within(value, dr_header_domain(value));
	require_masked(arena, line);
	require_authres(arena, value);
	dr_strs domains = dr_mail_domains(arena, value);
	for (size_t i = 0; i < domains.len; i++) {
		REQUIRE(domains.items[i].len > 0);
	}
	dr_day day = dr_header_day(value);
	REQUIRE(day == DR_NO_DAY || day >= dr_day_of(1989, 12, 31));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(64 * 1024 * 1024);
	dr_str text = { (const char *)data, size };
	dr_header_field field;
	const char *after = text.ptr;
	for (dr_str rest = text; dr_header_next(&rest, &field);) {
		require_within(text, field.value);
		REQUIRE(field.name.len > 0 && field.name.ptr >= after);
		after = field.value.ptr;
		require_value(arena, field.value);
	}
	dr_header_find(arena, text, "From");
	dr_arena_free(arena);
	return 0;
}
