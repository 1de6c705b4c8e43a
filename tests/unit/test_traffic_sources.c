/* traffic: what sources are, against sets whose truth is known; the confusion is printed. */
#include "shipped.h"
#include "traffic/traffic.h"
#include <stdio.h>

enum { COLUMNS = 11, FILE_MAX = 65536 };

/* A line of a set. */
typedef struct {
	dr_str label;
	size_t class;
	dr_ipaddr first;
	uint64_t addresses, day, days, messages;
	dr_evidence_row row;
} line;

typedef struct {
	dr_evidence evidence;
	DR_LIST(line) lines;
} set;

static set sources;
static dr_traffic *traffic;
static size_t confusion[DR_CLASS_COUNT][DR_CLASS_COUNT];
static const dr_str REPORTERS[] = { DR_STR_INIT("search.example") };

static uint64_t number(dr_str text)
{
	uint64_t value = 0;
	ck_assert_msg(dr_str_to_u64(text, UINT32_MAX, &value), "no number: %.*s", DR_FMT(text));
	return value;
}

static size_t class_named(dr_str name)
{
	size_t at = 0;
	while (at < DR_CLASS_COUNT && !dr_str_eq(name, dr_str_of(dr_class_name((dr_class)at)))) {
		at++;
	}
	ck_assert_msg(at < DR_CLASS_COUNT, "no class %.*s", DR_FMT(name));
	return at;
}

static bool is_ours(dr_str domain)
{
	return dr_name_text_is_within(domain, S("example.com"));
}

static unsigned overrides_of(dr_str text)
{
	static const struct {
		const char *word;
		unsigned bits;
	} WORDS[] = {
		{ "forwarded", DR_OVERRIDE_FORWARDED },
		{ "trusted_forwarder", DR_OVERRIDE_TRUSTED_FORWARDER },
		{ "mailing_list", DR_OVERRIDE_MAILING_LIST },
		{ "local_policy arc", DR_OVERRIDE_LOCAL_POLICY | DR_OVERRIDE_ARC_PASS },
	};
	for (size_t i = 0; i < DR_COUNT(WORDS); i++) {
		if (dr_str_eq(text, dr_str_of(WORDS[i].word))) {
			return WORDS[i].bits;
		}
	}
	ck_assert_msg(text.len == 0, "no override %.*s", DR_FMT(text));
	return 0;
}

/* "pass example.com": as the same text is in a signature. */
static void read_spf(dr_evidence_row *row, dr_str text)
{
	dr_report_dkims one = dr_evidence_signatures_parse(arena, text);
	ck_assert_uint_eq(one.len, 1);
	row->spf_domain = one.items[0].domain;
	row->spf_result = one.items[0].result;
	row->spf_scope = DR_SCOPE_MFROM;
}

static void align(dr_evidence_row *row)
{
	bool spf = row->spf_result == DR_REPORTED_PASS && is_ours(row->spf_domain), dkim = false;
	for (size_t i = 0; i < row->signatures.len; i++) {
		const dr_report_dkim *one = &row->signatures.items[i];
		dkim = dkim || (one->result == DR_REPORTED_PASS && is_ours(one->domain));
	}
	row->dkim = dkim ? DR_EVALUATED_PASS : DR_EVALUATED_FAIL;
	row->spf = spf ? DR_EVALUATED_PASS : DR_EVALUATED_FAIL;
	row->disposition = DR_DISPOSITION_NONE;
}

static void read_line(dr_str text)
{
	dr_str columns[COLUMNS], rest = text;
	for (size_t i = 0; i < COLUMNS; i++) {
		ck_assert_msg(dr_str_split(&rest, '|', &columns[i]), "%.*s", DR_FMT(text));
		columns[i] = dr_str_trim(columns[i]);
	}
	line one = { .label = columns[0], .class = class_named(columns[1]) };
	if (dr_str_eq(columns[2], S("="))) {
		one.first = sources.lines.items[sources.lines.len - 1].first;
	} else {
		ck_assert(dr_ipaddr_parse(columns[2], &one.first));
	}
	one.addresses = number(columns[3]);
	one.day = number(columns[4]);
	one.days = number(columns[5]);
	one.messages = number(columns[6]);
	one.row.domain = S("example.com");
	one.row.header_from = columns[7];
	one.row.signatures = dr_evidence_signatures_parse(arena, columns[8]);
	read_spf(&one.row, columns[9]);
	one.row.overrides = overrides_of(columns[10]);
	align(&one.row);
	dr_list_add(arena, &sources.lines, one);
}

/* Rows in the order of the file, one for each address and day. */
static int give_rows(dr_evidence *self, const dr_evidence_query *query, dr_evidence_row_visit visit,
                     void *visitor, dr_error *err)
{
	(void)self;
	(void)query;
	int code = DR_OK;
	for (size_t i = 0; i < sources.lines.len; i++) {
		const line *one = &sources.lines.items[i];
		for (uint64_t k = 0; k < one->addresses * one->days && code == DR_OK; k++) {
			dr_evidence_row row = one->row;
			row.ip = one->first;
			row.ip.octets[3] = (uint8_t)(row.ip.octets[3] + k % one->addresses);
			row.day = dr_day_of(2026, 11, 1) + (dr_day)(one->day + k / one->addresses);
			row.messages = one->messages;
			row.records = 1;
			row.vouched = true;
			row.reporters.items = (dr_str *)(uintptr_t)REPORTERS;
			row.reporters.len = DR_COUNT(REPORTERS);
			code = visit(visitor, &row, err);
		}
	}
	return code;
}

static int give_reports(dr_evidence *self, const dr_evidence_query *query,
                        dr_evidence_report_visit visit, void *visitor, dr_error *err)
{
	(void)self;
	(void)query;
	int code = DR_OK;
	for (dr_day day = 1; day <= 30 && code == DR_OK; day++) {
		const dr_evidence_report report = { .domain = S("example.com"),
			                            .day = dr_day_of(2026, 11, 1) + day,
			                            .reporter = REPORTERS[0],
			                            .policy = S("p=none"),
			                            .vouched = true,
			                            .reports = 1 };
		code = visit(visitor, &report, err);
	}
	return code;
}

static int give_oddities(dr_evidence *self, const dr_evidence_query *query,
                         dr_evidence_oddity_visit visit, void *visitor, dr_error *err)
{
	(void)self;
	const dr_evidence_oddity oddity = { .domain = query->domain,
		                            .day = 1,
		                            .reporter = REPORTERS[0],
		                            .kind = S("variant"),
		                            .reports = 2 };
	int code = visit(visitor, &oddity, err);
	return code == DR_OK ? visit(visitor, &oddity, err) : code;
}

static int give_tls(dr_evidence *self, const dr_evidence_query *query, dr_evidence_tls_visit visit,
                    void *visitor, dr_error *err)
{
	(void)self;
	dr_evidence_tls tls = { .domain = query->domain,
		                .reporter = REPORTERS[0],
		                .type = S("sts"),
		                .host = S("mx.example.com"),
		                .sessions = 7 };
	int code = visit(visitor, &tls, err);
	tls.result = S("certificate-expired");
	code = code == DR_OK ? visit(visitor, &tls, err) : code;
	tls.domain = S("sub.example.com");
	return code == DR_OK ? visit(visitor, &tls, err) : code;
}

static int give_no_names(dr_evidence *self, dr_evidence_name_visit visit, void *visitor,
                         dr_error *err)
{
	(void)self;
	(void)visit;
	(void)visitor;
	(void)err;
	return DR_OK;
}

/* Two strangers have names of one organization; another address has none. */
static int give_names(dr_evidence *self, dr_evidence_name_visit visit, void *visitor, dr_error *err)
{
	(void)self;
	static const char *const NAMES[][2] = { { "198.51.100.7", "host7.isp.example" },
		                                { "198.51.100.8", "host8.isp.example" },
		                                { "198.51.100.9", "" } };
	int code = DR_OK;
	for (size_t i = 0; i < DR_COUNT(NAMES) && code == DR_OK; i++) {
		dr_evidence_name name = { .name = dr_str_of(NAMES[i][1]), .day = 1 };
		ck_assert(dr_ipaddr_parse(dr_str_of(NAMES[i][0]), &name.ip));
		code = visit(visitor, &name, err);
	}
	return code;
}

static dr_str read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "cannot read %s", path);
	char *text = dr_arena_alloc_octets(arena, FILE_MAX);
	size_t len = fread(text, 1, FILE_MAX, file);
	fclose(file);
	ck_assert_uint_lt(len, FILE_MAX);
	return (dr_str){ text, len };
}

static void read_set(const char *path)
{
	dr_str rest = read_file(path);
	sources.lines.len = 0;
	sources.lines.items = NULL;
	sources.evidence = (dr_evidence){ .rows = give_rows,
		                          .reports = give_reports,
		                          .oddities = give_oddities,
		                          .tls = give_tls,
		                          .names = give_no_names };
	for (dr_str text; dr_str_split(&rest, '\n', &text);) {
		if (text.len > 0 && text.ptr[0] != '#') {
			read_line(text);
		}
	}
}

static void judge_set(void)
{
	dr_prefix own, spf;
	dr_prefixset spf_set;
	dr_error err = { 0 };
	ck_assert(dr_prefix_parse(S("203.0.113.0/28"), &own));
	ck_assert(dr_prefix_parse(S("192.0.2.0/24"), &spf));
	dr_prefixset_build(arena, &spf, 1, &spf_set);
	const dr_domain_config config = { .networks = { &own, 1 } };
	const dr_traffic_input input = { .query = { S("example.com"), DR_NO_DAY, DR_NO_DAY },
		                         .catalog = catalog,
		                         .config = &config };
	const dr_traffic_knowledge knowledge = { &spf_set };
	ck_assert_int_eq(dr_traffic_read(arena, &sources.evidence, &input, &traffic, &err), DR_OK);
	ck_assert_int_eq(dr_traffic_judge(arena, traffic, &knowledge, &err), DR_OK);
}

static bool sends_from(const dr_sender *sender, dr_ipaddr ip)
{
	for (size_t i = 0; i < sender->addresses.len; i++) {
		if (dr_ipaddr_eq(sender->addresses.items[i].ip, ip)) {
			return true;
		}
	}
	return false;
}

/* The source that the first address of a line is in: the largest of them. */
static const dr_sender *source_of(const line *one)
{
	for (size_t i = 0; i < traffic->senders.len; i++) {
		if (sends_from(traffic->senders.items[i], one->first)) {
			return traffic->senders.items[i];
		}
	}
	ck_abort_msg("%.*s is nowhere", DR_FMT(one->label));
}

static size_t compare(void)
{
	size_t labels = 0;
	memset(confusion, 0, sizeof(confusion));
	for (size_t i = 0; i < sources.lines.len; i++) {
		const line *one = &sources.lines.items[i];
		if (i > 0 && dr_str_eq(one->label, sources.lines.items[i - 1].label)) {
			continue;
		}
		const dr_sender *sender = source_of(one);
		confusion[one->class][sender->class]++;
		labels++;
		if (sender->class != one->class) {
			printf("%.*s is %s, called %s (%.*s, %s)\n", DR_FMT(one->label),
			       dr_class_name((dr_class)one->class), dr_class_name(sender->class),
			       DR_FMT(sender->id), dr_diagnosis_name(sender->diagnosis));
		}
	}
	return labels;
}

static size_t print_confusion(const char *title, size_t labels)
{
	size_t right = 0;
	printf("%s: %zu sources\n%-20s", title, labels, "is \\ called");
	for (size_t i = 0; i < DR_CLASS_COUNT; i++) {
		printf(" %.7s", dr_class_name((dr_class)i));
	}
	for (size_t i = 0; i < DR_CLASS_COUNT; i++) {
		printf("\n%-20s", dr_class_name((dr_class)i));
		for (size_t k = 0; k < DR_CLASS_COUNT; k++) {
			printf(" %7zu", confusion[i][k]);
		}
		right += confusion[i][i];
	}
	printf("\nright: %zu of %zu\n", right, labels);
	return right;
}

static void check_no_forgery(void)
{
	for (size_t i = 0; i < DR_CLASS_COUNT; i++) {
		if (i != DR_CLASS_SPOOFING) {
			ck_assert_msg(confusion[i][DR_CLASS_SPOOFING] == 0, "%s is called spoofing",
			              dr_class_name((dr_class)i));
		}
	}
}

START_TEST(sources_of_a_domain_that_signs_are_told_apart)
{
	read_set("tests/vectors/traffic/signed.txt");
	judge_set();
	size_t labels = compare();
	size_t right = print_confusion("signed", labels);
	ck_assert_uint_ge(labels, 60);
	ck_assert_uint_ge(right * 100, labels * 95);
	ck_assert(!traffic->unsigned_mail);
	check_no_forgery();
}
END_TEST

START_TEST(nothing_is_called_forged_where_half_is_not_signed)
{
	read_set("tests/vectors/traffic/unsigned.txt");
	judge_set();
	size_t labels = compare();
	print_confusion("unsigned", labels);
	ck_assert(traffic->unsigned_mail);
	for (size_t i = 0; i < traffic->senders.len; i++) {
		ck_assert_int_ne(traffic->senders.items[i]->class, DR_CLASS_SPOOFING);
	}
	check_no_forgery();
}
END_TEST

START_TEST(what_stands_beside_rows_adds_up)
{
	read_set("tests/vectors/traffic/signed.txt");
	judge_set();
	ck_assert_uint_eq(traffic->oddities.len, 1);
	ck_assert_dr_str(traffic->oddities.items[0].kind, "variant");
	ck_assert_uint_eq(traffic->oddities.items[0].reports, 4);
	ck_assert_uint_eq(traffic->oddities.items[0].reporters.len, 1);
	ck_assert_uint_eq(traffic->tls.len, 2);
	ck_assert_dr_str(traffic->tls.items[0].result, "");
	ck_assert_dr_str(traffic->tls.items[1].result, "certificate-expired");
	ck_assert_uint_eq(traffic->tls.items[1].sessions, 7);
}
END_TEST

START_TEST(reverse_names_make_one_source_of_many_addresses)
{
	read_set("tests/vectors/traffic/signed.txt");
	sources.evidence.names = give_names;
	judge_set();
	const dr_sender *isp = NULL;
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		isp = dr_str_eq(sender->id, S("rdns:isp.example")) ? sender : isp;
		ck_assert(!dr_str_eq(sender->id, S("network:198.51.100.7")));
	}
	ck_assert_ptr_nonnull(isp);
	ck_assert_uint_eq(isp->address_count, 2);
	ck_assert_dr_str(isp->rdns, "host8.isp.example");
	ck_assert_int_eq(isp->class, DR_CLASS_UNKNOWN);
}
END_TEST

/* Every message is in one stream of one source, on one day. */
START_TEST(sums_agree)
{
	read_set("tests/vectors/traffic/signed.txt");
	judge_set();
	uint64_t given = 0, direct = 0, days = 0;
	for (size_t i = 0; i < sources.lines.len; i++) {
		const line *one = &sources.lines.items[i];
		given += one->addresses * one->days * one->messages;
	}
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		direct += sender->direct.all.messages + sender->indirect.all.messages;
		for (size_t k = 0; k < sender->streams.len; k++) {
			const dr_mail_stream *stream = &sender->streams.items[k];
			for (size_t d = 0; d < stream->days.len; d++) {
				days += stream->days.items[d].direct.counted.messages +
				        stream->days.items[d].indirect.counted.messages;
			}
		}
	}
	ck_assert_uint_eq(direct, given);
	ck_assert_uint_eq(days, given);
	ck_assert_uint_eq(traffic->direct.all.messages + traffic->indirect.all.messages, given);
}
END_TEST

UNIT_MAIN("traffic sources", load_shipped, drop_shipped,
          sources_of_a_domain_that_signs_are_told_apart,
          nothing_is_called_forged_where_half_is_not_signed, what_stands_beside_rows_adds_up,
          reverse_names_make_one_source_of_many_addresses, sums_agree)
