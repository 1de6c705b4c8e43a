/* Mailboxes as people type them where reports are to go. */
#include "name/mailbox.h"
#include "unit.h"
#include <string.h>

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static const char *const GOOD[][2] = {
	{ "d@example.com", "d@example.com" },
	{ " mailto:D.marc+x@Example.COM. ", "D.marc+x@example.com" },
	{ "MAILTO:a%2Cb@example.com", "a%2Cb@example.com" },
	{ "d@b\xC3\xBC"
	  "cher.example",
	  "d@xn--bcher-kva.example" },
};

START_TEST(mailboxes)
{
	for (size_t i = 0; i < DR_COUNT(GOOD); i++) {
		dr_str mailbox = { 0 };
		dr_error err = { 0 };
		int code = dr_mailbox_load(arena, dr_str_of(GOOD[i][0]), &mailbox, &err);
		ck_assert_msg(code == DR_OK, "%s: %s", GOOD[i][0], err.text);
		ck_assert_dr_str(mailbox, GOOD[i][1]);
	}
}
END_TEST

static const char *const BAD[][2] = {
	{ "", "no mailbox" },
	{ "example.com", "no mailbox" },
	{ "@example.com", "plain letters" },
	{ "a b@example.com", "plain letters" },
	{ "a!b@example.com", "plain letters" },
	{ "a,b@example.com", "plain letters" },
	{ "d@example.com!10m", "obsolete" },
	{ "https://example.com/dmarc", "by mail" },
	{ "d@192.0.2.1", "192.0.2.1" },
	{ "d@e@example.com", "e@example.com" },
	{ "d@", "" },
	{ "d@a..example", "" },
};

START_TEST(what_is_no_mailbox)
{
	for (size_t i = 0; i < DR_COUNT(BAD); i++) {
		dr_str mailbox = DR_STR("untouched");
		dr_error err = { 0 };
		int code = dr_mailbox_load(arena, dr_str_of(BAD[i][0]), &mailbox, &err);
		ck_assert_msg(code == DR_EINVAL, "%s", BAD[i][0]);
		ck_assert_dr_str(mailbox, "untouched");
		ck_assert_msg(strstr(err.text, BAD[i][1]) != NULL, "%s: %s", BAD[i][0], err.text);
	}
}
END_TEST

UNIT_MAIN("mailbox", set_up, tear_down, mailboxes, what_is_no_mailbox)
