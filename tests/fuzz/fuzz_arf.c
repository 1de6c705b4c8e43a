/*
 * Failure reports of strangers (RFC 5965, RFC 6591, RFC 9991): the input is the feedback part, an
 * empty line, and what the report quotes. It comes as a multipart/report and as Exim's plain text.
 */
#include "base/buf.h"
#include "report_fuzz.h"

static void add_mail(dr_buf *out, dr_str feedback, dr_str original)
{
	dr_buf_add(out,
	           DR_STR("From: reports@r.example\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\n"
	                  "MIME-Version: 1.0\r\nContent-Type: multipart/report;"
	                  " report-type=feedback-report; boundary=b\r\n\r\n"
	                  "--b\r\nContent-Type: text/plain\r\n\r\nAn authentication failure.\r\n"
	                  "--b\r\nContent-Type: message/feedback-report\r\n\r\n"));
	dr_buf_add(out, feedback);
	dr_buf_add(out, DR_STR("\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"));
	dr_buf_add(out, original);
	dr_buf_add(out, DR_STR("\r\n--b--\r\n"));
}

static void add_text(dr_buf *out, dr_str feedback, dr_str original)
{
	dr_buf_add(out,
	           DR_STR("From: reports@r.example\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n\n"));
	dr_buf_add(out, feedback);
	dr_buf_add(out, DR_STR("\n------ This is a copy of the headers that were received:\n"));
	dr_buf_add(out, original);
}

static void read(const dr_buf *mail)
{
	fuzz_report((const uint8_t *)mail->ptr, mail->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_str text = { (const char *)data, size };
	size_t end = dr_str_search(text, DR_STR("\n\n"));
	dr_str feedback = dr_str_sub(text, 0, end), original = dr_str_sub(text, end + 2, size);
	dr_arena *arena = dr_arena_new(0);
	dr_buf mail;
	dr_buf_init(&mail, arena);
	add_mail(&mail, feedback, original);
	read(&mail);
	mail.len = 0;
	add_text(&mail, feedback, original);
	read(&mail);
	dr_arena_free(arena);
	return 0;
}
