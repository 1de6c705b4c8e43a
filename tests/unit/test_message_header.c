/* Header fields: folding, domains of addresses, what is masked, days. */
#include "message/header.h"
#include "unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

START_TEST(fields_end_with_an_empty_line)
{
	dr_str rest = S("A: 1\r\nB:2\n\tmore\n no field\nC : 3\n\nD: body\n");
	dr_header_field field;
	ck_assert(dr_header_next(&rest, &field));
	ck_assert_dr_str(field.name, "A");
	ck_assert(dr_header_next(&rest, &field));
	ck_assert_dr_str(dr_header_unfold(arena, field.value), "2 more no field");
	ck_assert(dr_header_next(&rest, &field));
	ck_assert_dr_str(field.name, "C");
	ck_assert(!dr_header_next(&rest, &field));
}
END_TEST

START_TEST(a_field_is_found_whatever_its_case)
{
	dr_str header = S("Subject: x\nFROM:  A\n  <a@b.example> \n\nFrom: no\n");
	ck_assert_dr_str(dr_header_find(arena, header, "from"), "A <a@b.example>");
	ck_assert_ptr_null(dr_header_find(arena, header, "to").ptr);
}
END_TEST

/* RFC 5322 3.4: what stands behind the last @. */
START_TEST(domains_of_addresses)
{
	static const char *const CASES[][2] = {
		{ "a@b.example", "b.example" },
		{ "\"x@y.example\" <a@b.example.>", "b.example" },
		{ "a@b.example, c@d.example", "d.example" },
		{ "undisclosed", "" },
		{ "a@", "" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		ck_assert_dr_str(dr_header_domain(dr_str_of(CASES[i][0])), CASES[i][1]);
	}
}
END_TEST

START_TEST(local_parts_are_masked)
{
	static const char *const CASES[][2] = {
		{ "A <anna.muster+x@b.example>", "A <*@b.example>" },
		{ "spf=fail smtp.mailfrom=a@b.example; x",
		  "spf=fail smtp.mailfrom=*@b.example; x" },
		{ "<bounce+anna=c.example@b.example>", "<*@b.example>" },
		{ "\"anna muster\"@b.example", "*@b.example" },
		{ "<\"an\\\"na\"@b.example>", "<*@b.example>" },
		{ "anna @ b.example", "*@ b.example" },
		{ "anna.\"x\"@b.example, @c.example", "*@b.example, @c.example" },
		{ "a@b.example,c@d.example", "*@b.example,*@d.example" },
		{ "header.i=@b.example", "header.i=@b.example" },
		{ "none", "none" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_buf out;
		dr_buf_init(&out, arena);
		dr_header_mask_write(dr_str_of(CASES[i][0]), &out);
		ck_assert_dr_str(dr_buf_str(&out), CASES[i][1]);
	}
}
END_TEST

/* RFC 5322 3.3, RFC 2822 4.3: in UTC. */
START_TEST(days)
{
	static const struct {
		const char *text;
		int year, month, day;
	} CASES[] = {
		{ "Fri, 28 Sep 2018 16:48:42 +0800", 2018, 9, 28 },
		{ "Fri, 28 Sep 2018 06:48:42 +0800", 2018, 9, 27 },
		{ "30 Apr 2019 23:09:00 -0200", 2019, 5, 1 },
		{ "Mon,  7 Apr 2025 10:10 -0600 (CST)", 2025, 4, 7 },
		{ "1 Jan 2026", 2026, 1, 1 },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		ck_assert_int_eq(dr_header_day(dr_str_of(CASES[i].text)),
		                 dr_day_of(CASES[i].year, CASES[i].month, CASES[i].day));
	}
	ck_assert_int_eq(dr_header_day(S("yesterday")), DR_NO_DAY);
	ck_assert_int_eq(dr_header_day(S("Fri, 0 Sep 2018")), DR_NO_DAY);
	ck_assert_int_eq(dr_header_day(S("28 Foo 2018")), DR_NO_DAY);
}
END_TEST

UNIT_MAIN("message/header", set_up, tear_down, fields_end_with_an_empty_line,
          a_field_is_found_whatever_its_case, domains_of_addresses, local_parts_are_masked, days)
