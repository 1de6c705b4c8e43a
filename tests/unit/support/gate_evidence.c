#include "gate_evidence.h"
#include "base/arena.h"
#include "base/buf.h"
#include <check.h>

enum { DAYS_MAX = 400 };

/* One line. */
typedef struct {
	dr_str address, how, from, overrides, reporters;
	uint64_t count, first, last, every; /* days before today */
	bool vouched;
} mail_line;

static const dr_str USUAL_REPORTERS = DR_STR_INIT("google.com,Yahoo");

static dr_str next_word(dr_str *rest)
{
	dr_str word = { NULL, 0 };
	dr_str_split(rest, ' ', &word);
	return word;
}

static uint64_t number(dr_str text)
{
	uint64_t value = 0;
	ck_assert_msg(dr_str_to_u64(text, UINT32_MAX, &value), "no number: %.*s", DR_FMT(text));
	return value;
}

/* "45..3" */
static void read_days(dr_str text, mail_line *line)
{
	size_t dots = dr_str_find(text, 0, '.');
	line->first = number(dr_str_sub(text, 0, dots));
	line->last = number(dr_str_sub(text, dots + 2, text.len));
	ck_assert(line->first >= line->last && line->first < DAYS_MAX);
}

static dr_str value_of(dr_str word)
{
	return dr_str_sub(word, dr_str_find(word, 0, '=') + 1, word.len);
}

static void read_more(dr_str rest, mail_line *line)
{
	while (rest.len > 0) {
		dr_str word = next_word(&rest);
		if (dr_str_starts(word, DR_STR("every="))) {
			line->every = number(value_of(word));
		} else if (dr_str_starts(word, DR_STR("as="))) {
			line->from = value_of(word);
		} else if (dr_str_starts(word, DR_STR("by="))) {
			line->reporters = value_of(word);
		} else if (dr_str_eq(word, DR_STR("not-vouched"))) {
			line->vouched = false;
		} else {
			line->overrides = word;
		}
	}
}

static mail_line read_mail(dr_str text)
{
	mail_line line = { .from = DR_STR("example.com"),
		           .reporters = USUAL_REPORTERS,
		           .every = 1,
		           .vouched = true };
	line.address = next_word(&text);
	line.how = next_word(&text);
	line.count = number(next_word(&text));
	read_days(next_word(&text), &line);
	read_more(text, &line);
	return line;
}

/* A reporter that has seen no mail. */
static mail_line read_report(dr_str text)
{
	mail_line line = { .every = 1, .vouched = true };
	line.reporters = next_word(&text);
	read_days(next_word(&text), &line);
	read_more(text, &line);
	return line;
}

typedef DR_LIST(mail_line) mail_lines;

static bool is_on(const mail_line *line, uint64_t ago)
{
	return ago <= line->first && ago >= line->last && (line->first - ago) % line->every == 0;
}

static void add_day(dr_buf *out, uint64_t ago)
{
	dr_buf_addf(out, "{\"day\":\"");
	dr_day_write(GATE_EVIDENCE_TODAY - (dr_day)ago, out);
	dr_buf_addf(out, "\",\"domain\":\"example.com\",");
}

static void write_reporters(const mail_line *line, uint64_t ago, dr_buf *out)
{
	dr_str rest = line->reporters, one;
	while (rest.len > 0 && dr_str_split(&rest, ',', &one)) {
		add_day(out, ago);
		dr_buf_addf(out,
		            "\"reporter\":\"%.*s\",\"policy\":\"\",%s\"reports\":1,"
		            "\"records\":1,\"messages\":%llu}\n",
		            DR_FMT(one), line->vouched ? "\"vouched\":true," : "",
		            (unsigned long long)line->count);
	}
}

static void write_names(dr_str list, const char *key, dr_buf *out)
{
	dr_str one;
	dr_buf_addf(out, "\"%s\":[", key);
	for (const char *comma = ""; list.len > 0 && dr_str_split(&list, ',', &one); comma = ",") {
		dr_buf_addf(out, "%s\"%.*s\"", comma, DR_FMT(one));
	}
	dr_buf_addf(out, "]");
}

static void write_row(const mail_line *line, uint64_t ago, dr_buf *out)
{
	bool both = dr_str_eq(line->how, DR_STR("both"));
	bool dkim = both || dr_str_eq(line->how, DR_STR("dkim"));
	bool spf = both || dr_str_eq(line->how, DR_STR("spf"));
	bool foreign = dr_str_find(line->how, 0, '.') < line->how.len;
	dr_str signer = foreign ? line->how : line->from;
	add_day(out, ago);
	dr_buf_addf(out, "\"ip\":\"%.*s\",\"from\":\"%.*s\",\"spf\":\"%s %.*s mfrom\",\"dkim\":[",
	            DR_FMT(line->address), DR_FMT(line->from), spf ? "pass" : "fail",
	            DR_FMT(line->from));
	if (dkim || foreign) {
		dr_buf_addf(out, "\"pass %.*s s1\"", DR_FMT(signer));
	}
	dr_buf_addf(out,
	            "],\"aligned_dkim\":\"%s\",\"aligned_spf\":\"%s\",\"disposition\":\"none\",",
	            dkim ? "pass" : "fail", spf ? "pass" : "fail");
	if (line->overrides.len > 0) {
		write_names(line->overrides, "overrides", out);
		dr_buf_addf(out, ",");
	}
	dr_buf_addf(out, "%s\"records\":1,\"messages\":%llu,",
	            line->vouched ? "\"vouched\":true," : "", (unsigned long long)line->count);
	write_names(line->reporters, "reporters", out);
	dr_buf_addf(out, "}\n");
}

dr_str gate_evidence_write(dr_arena *arena, const dr_strs *mail, const dr_strs *reports)
{
	mail_lines lines = { NULL, 0 };
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < mail->len; i++) {
		dr_list_add(arena, &lines, read_mail(mail->items[i]));
	}
	for (size_t i = 0; i < reports->len; i++) {
		dr_list_add(arena, &lines, read_report(reports->items[i]));
	}
	dr_buf_addf(&out, "{\"schema\":\"dmarcramp.digest/1\",\"domain\":\"example.com\"}\n");
	for (uint64_t ago = DAYS_MAX; ago-- > 0;) {
		for (size_t i = 0; i < lines.len; i++) {
			if (is_on(&lines.items[i], ago)) {
				write_reporters(&lines.items[i], ago, &out);
			}
		}
		for (size_t i = 0; i < lines.len; i++) {
			if (lines.items[i].address.len > 0 && is_on(&lines.items[i], ago)) {
				write_row(&lines.items[i], ago, &out);
			}
		}
	}
	return dr_buf_str(&out);
}
