#include "render/html_page.h"

enum { DAYS = DR_HTML_BARS_DAYS, BAR = 14, GAP = 2, HEIGHT = 70, LABELS = 18 };

static const dr_stream_day *find_day(const dr_mail_stream *stream, dr_day day)
{
	for (size_t i = 0; i < stream->days.len; i++) {
		if (stream->days.items[i].day == day) {
			return &stream->days.items[i];
		}
	}
	return NULL;
}

/* Everything a source sent on one day, on whatever way. */
static dr_tally tally_of(const dr_sender *sender, dr_day day)
{
	dr_tally sum = { 0 };
	for (size_t i = 0; i < sender->streams.len; i++) {
		const dr_stream_day *found = find_day(&sender->streams.items[i], day);
		if (found != NULL) {
			dr_tally_add(&sum, &found->direct.all);
			dr_tally_add(&sum, &found->indirect.all);
		}
	}
	return sum;
}

static int height_of(uint64_t part, uint64_t most)
{
	int height = most > 0 ? (int)(part * HEIGHT / most) : 0;
	return part > 0 && height == 0 ? 1 : height;
}

static void add_bar(dr_buf *out, int x, const dr_tally *tally, uint64_t most)
{
	int good = height_of(dr_tally_aligned(tally), most), bad = height_of(tally->none, most);
	if (good > 0) {
		dr_buf_addf(out,
		            "<rect class=\"good\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
		            x, HEIGHT - good, BAR - GAP, good);
	}
	if (bad > 0) {
		dr_buf_addf(out,
		            "<rect class=\"bad\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
		            x + 1, HEIGHT - good - bad, BAR - GAP - 2, bad);
	}
}

static void add_label(dr_buf *out, int x, const char *anchor, dr_day day)
{
	dr_buf_addf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, HEIGHT + LABELS - 4,
	            anchor);
	dr_day_write_short(day, out);
	dr_buf_add(out, DR_STR("</text>\n"));
}

static uint64_t busiest(const dr_sender *sender, dr_day from)
{
	uint64_t most = 0;
	for (int i = 0; i < DAYS; i++) {
		dr_tally tally = tally_of(sender, from + i);
		most = tally.messages > most ? tally.messages : most;
	}
	return most;
}

dr_tally dr_html_bars_sum(const dr_sender *sender, dr_day until)
{
	dr_tally sum = { 0 };
	for (dr_day day = until - DAYS + 1; day <= until; day++) {
		dr_tally tally = tally_of(sender, day);
		dr_tally_add(&sum, &tally);
	}
	return sum;
}

void dr_html_bars(dr_buf *out, const dr_sender *sender, dr_day until)
{
	dr_day from = until - DAYS + 1;
	uint64_t most = busiest(sender, from);
	dr_buf_addf(out,
	            "<svg role=\"img\" viewBox=\"0 -2 %d %d\" aria-label=\"Messages a day in "
	            "%d days, at most %llu; filled: passed, outlined: failed\">\n",
	            DAYS * BAR, HEIGHT + LABELS + 2, (int)DAYS, (unsigned long long)most);
	for (int i = 0; i < DAYS; i++) {
		dr_tally tally = tally_of(sender, from + i);
		add_bar(out, i * BAR, &tally, most);
	}
	dr_buf_addf(out, "<line class=\"axis\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n",
	            (int)HEIGHT, DAYS * BAR, (int)HEIGHT);
	add_label(out, 0, "start", from);
	add_label(out, DAYS * BAR, "end", until);
	dr_buf_add(out, DR_STR("</svg>\n"));
}
