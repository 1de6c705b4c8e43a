#include "store/digest.h"
#include "base/table.h"
#include "doc/tree.h"
#include "report/words.h"
#include <stdlib.h>

/* A text that many rows have. */
typedef struct {
	dr_str value;
	UT_hash_handle hh;
} text_entry;

typedef struct {
	dr_evidence evidence; /* a pointer to it is one to this */
	dr_arena *arena;
	text_entry *texts;
	DR_LIST(dr_evidence_row) rows;
	DR_LIST(dr_evidence_report) reports;
	DR_LIST(dr_evidence_oddity) oddities;
	DR_LIST(dr_evidence_tls) tls;
	DR_LIST(dr_evidence_name) names; /* by address */
} digest;

typedef struct {
	digest *into;
	const dr_source *line; /* the line that is being read */
	dr_error *err;
	bool failed;
} reading;

static void fail(reading *r, const dr_node *node, const char *key, const char *wanted)
{
	if (!r->failed) {
		dr_error_set(r->err, DR_ETYPE, node->span, "\"%s\": %s expected", key, wanted);
	}
	r->failed = true;
}

static const dr_node *find(reading *r, const dr_node *map, const char *key, dr_node_kind kind)
{
	const dr_node *found = dr_node_find(map, key);
	if (found == NULL || found->kind != kind) {
		fail(r, found != NULL ? found : map, key, dr_node_kind_name(kind));
		return NULL;
	}
	return found;
}

/* The same text once: days of rows name the same domains. */
static dr_str keep(digest *d, dr_str text)
{
	text_entry *entry;
	HASH_FIND(hh, d->texts, text.ptr, text.len, entry);
	if (entry == NULL) {
		entry = dr_arena_new_of(d->arena, text_entry);
		dr_str copy = dr_arena_copy(d->arena, text);
		if (entry == NULL || copy.ptr == NULL) {
			return (dr_str){ NULL, 0 };
		}
		entry->value = copy;
		HASH_ADD_KEYPTR(hh, d->texts, entry->value.ptr, entry->value.len, entry);
	}
	return entry->value;
}

static dr_str text(reading *r, const dr_node *map, const char *key)
{
	const dr_node *found = find(r, map, key, DR_NODE_STRING);
	return found != NULL ? keep(r->into, found->text) : (dr_str){ NULL, 0 };
}

static uint64_t number(reading *r, const dr_node *map, const char *key)
{
	const dr_node *found = find(r, map, key, DR_NODE_INT);
	if (found != NULL && found->i < 0) {
		fail(r, found, key, "a number from 0 on");
	}
	return found != NULL && found->i > 0 ? (uint64_t)found->i : 0;
}

/* More mail than a report can tell of is held to that, so that sums over all rows stay numbers. */
static uint64_t mail(reading *r, const dr_node *map, const char *key)
{
	uint64_t value = number(r, map, key);
	return value < UINT32_MAX ? value : UINT32_MAX;
}

static bool flag(reading *r, const dr_node *map, const char *key)
{
	const dr_node *found = dr_node_find(map, key);
	if (found != NULL && found->kind != DR_NODE_BOOL) {
		fail(r, found, key, "true or false");
	}
	return found != NULL && found->b;
}

static dr_day day_of(reading *r, const dr_node *map, const char *key)
{
	const dr_node *found = find(r, map, key, DR_NODE_STRING);
	dr_day value = DR_NO_DAY;
	if (found != NULL && !dr_day_parse(found->text, &value)) {
		fail(r, found, key, "a day such as 2026-11-21");
	}
	return value;
}

/* DR_IP_NONE when the text is empty. */
static dr_ipaddr address(reading *r, const dr_node *map, const char *key)
{
	const dr_node *found = find(r, map, key, DR_NODE_STRING);
	dr_ipaddr ip = { .family = DR_IP_NONE };
	if (found != NULL && found->text.len > 0 && !dr_ipaddr_parse(found->text, &ip)) {
		fail(r, found, key, "an IP address");
	}
	return ip;
}

static uint8_t word(reading *r, const dr_node *map, const char *key, const dr_report_words *words)
{
	const dr_node *found = find(r, map, key, DR_NODE_STRING);
	dr_report_issue_code issue;
	uint8_t value = 0;
	if (found != NULL && !dr_str_eq(found->text, DR_STR("unknown")) &&
	    !dr_report_word_find(words, found->text, &value, &issue)) {
		fail(r, found, key, "a word of reports");
	}
	return value;
}

static dr_strs texts(reading *r, const dr_node *map, const char *key)
{
	dr_strs list = { NULL, 0 };
	const dr_node *found = find(r, map, key, DR_NODE_SEQ);
	for (const dr_node *one = found != NULL ? found->first : NULL; one != NULL;
	     one = one->next) {
		if (one->kind != DR_NODE_STRING) {
			fail(r, one, key, "texts");
		}
		dr_list_add(r->into->arena, &list, keep(r->into, one->text));
	}
	return list;
}

/* "pass example.com mfrom" */
static void read_spf(reading *r, const dr_node *map, dr_evidence_row *row)
{
	dr_str rest = text(r, map, "spf"), part = { NULL, 0 };
	dr_report_issue_code issue;
	uint8_t value = 0;
	if (dr_str_split(&rest, ' ', &part) &&
	    dr_report_word_find(&DR_REPORTED_WORDS, part, &value, &issue) &&
	    issue == DR_REPORT_ISSUE_COUNT) {
		row->spf_result = (dr_reported)value;
	}
	if (dr_str_split(&rest, ' ', &part) && !dr_str_eq(part, DR_STR("-"))) {
		row->spf_domain = part;
	}
	value = 0;
	if (dr_str_split(&rest, ' ', &part) &&
	    dr_report_word_find(&DR_SCOPE_WORDS, part, &value, &issue)) {
		row->spf_scope = (dr_spf_scope)value;
	}
}

static void read_signatures(reading *r, const dr_node *map, dr_evidence_row *row)
{
	dr_strs list = texts(r, map, "dkim");
	for (size_t i = 0; i < list.len; i++) {
		dr_report_dkims one = dr_evidence_signatures_parse(r->into->arena, list.items[i]);
		if (one.len > 0) {
			dr_list_add(r->into->arena, &row->signatures, one.items[0]);
		}
	}
}

static void read_overrides(reading *r, const dr_node *map, dr_evidence_row *row)
{
	if (dr_node_find(map, "overrides") == NULL) {
		return;
	}
	dr_strs list = texts(r, map, "overrides");
	for (size_t i = 0; i < list.len; i++) {
		uint8_t bit = 0;
		dr_report_issue_code issue;
		if (dr_report_word_find(&DR_OVERRIDE_WORDS, list.items[i], &bit, &issue)) {
			row->overrides |= 1u << bit;
		} else {
			fail(r, map, "overrides", "words of reports");
		}
	}
}

/* A member that stands under one key. */
typedef struct {
	const char *key;
	enum { TEXT, DAY, NUMBER, MAIL, FLAG, ADDRESS } kind;
	size_t member;
} field;

static void read_field(reading *r, const dr_node *map, const field *one, void *member)
{
	switch (one->kind) {
	case TEXT: *(dr_str *)member = text(r, map, one->key); break;
	case DAY: *(dr_day *)member = day_of(r, map, one->key); break;
	case NUMBER: *(uint64_t *)member = number(r, map, one->key); break;
	case MAIL: *(uint64_t *)member = mail(r, map, one->key); break;
	case FLAG: *(bool *)member = flag(r, map, one->key); break;
	case ADDRESS: *(dr_ipaddr *)member = address(r, map, one->key); break;
	}
}

static void read_fields(reading *r, const dr_node *map, const field *fields, size_t count,
                        void *record)
{
	for (size_t i = 0; i < count; i++) {
		read_field(r, map, &fields[i], (char *)record + fields[i].member);
	}
}

static const field ROW[] = {
	{ "ip", ADDRESS, offsetof(dr_evidence_row, ip) },
	{ "domain", TEXT, offsetof(dr_evidence_row, domain) },
	{ "day", DAY, offsetof(dr_evidence_row, day) },
	{ "from", TEXT, offsetof(dr_evidence_row, header_from) },
	{ "rfc9990", FLAG, offsetof(dr_evidence_row, newer) },
	{ "vouched", FLAG, offsetof(dr_evidence_row, vouched) },
	{ "records", NUMBER, offsetof(dr_evidence_row, records) },
	{ "messages", MAIL, offsetof(dr_evidence_row, messages) },
};

static void read_row(reading *r, const dr_node *map)
{
	dr_evidence_row row = {
		.dkim = (dr_evaluated)word(r, map, "aligned_dkim", &DR_EVALUATED_WORDS),
		.spf = (dr_evaluated)word(r, map, "aligned_spf", &DR_EVALUATED_WORDS),
		.disposition = (dr_disposition)word(r, map, "disposition", &DR_DISPOSITION_WORDS),
		.reporters = texts(r, map, "reporters"),
	};
	read_fields(r, map, ROW, DR_COUNT(ROW), &row);
	read_spf(r, map, &row);
	read_signatures(r, map, &row);
	read_overrides(r, map, &row);
	dr_list_add(r->into->arena, &r->into->rows, row);
}

static const field REPORT[] = {
	{ "domain", TEXT, offsetof(dr_evidence_report, domain) },
	{ "day", DAY, offsetof(dr_evidence_report, day) },
	{ "reporter", TEXT, offsetof(dr_evidence_report, reporter) },
	{ "policy", TEXT, offsetof(dr_evidence_report, policy) },
	{ "rfc9990", FLAG, offsetof(dr_evidence_report, newer) },
	{ "vouched", FLAG, offsetof(dr_evidence_report, vouched) },
	{ "reports", NUMBER, offsetof(dr_evidence_report, reports) },
	{ "records", NUMBER, offsetof(dr_evidence_report, records) },
	{ "messages", MAIL, offsetof(dr_evidence_report, messages) },
};

static const field ODDITY[] = {
	{ "domain", TEXT, offsetof(dr_evidence_oddity, domain) },
	{ "day", DAY, offsetof(dr_evidence_oddity, day) },
	{ "reporter", TEXT, offsetof(dr_evidence_oddity, reporter) },
	{ "odd", TEXT, offsetof(dr_evidence_oddity, kind) },
	{ "reports", NUMBER, offsetof(dr_evidence_oddity, reports) },
};

static const field TLS[] = {
	{ "domain", TEXT, offsetof(dr_evidence_tls, domain) },
	{ "day", DAY, offsetof(dr_evidence_tls, day) },
	{ "reporter", TEXT, offsetof(dr_evidence_tls, reporter) },
	{ "tls", TEXT, offsetof(dr_evidence_tls, type) },
	{ "result", TEXT, offsetof(dr_evidence_tls, result) },
	{ "host", TEXT, offsetof(dr_evidence_tls, host) },
	{ "sessions", MAIL, offsetof(dr_evidence_tls, sessions) },
};

static const field NAME[] = {
	{ "address", ADDRESS, offsetof(dr_evidence_name, ip) },
	{ "rdns", TEXT, offsetof(dr_evidence_name, name) },
	{ "asked", DAY, offsetof(dr_evidence_name, day) },
};

static void read_report(reading *r, const dr_node *map)
{
	dr_evidence_report report = { .day = DR_NO_DAY };
	read_fields(r, map, REPORT, DR_COUNT(REPORT), &report);
	dr_list_add(r->into->arena, &r->into->reports, report);
}

static void read_oddity(reading *r, const dr_node *map)
{
	dr_evidence_oddity oddity = { .day = DR_NO_DAY };
	read_fields(r, map, ODDITY, DR_COUNT(ODDITY), &oddity);
	dr_list_add(r->into->arena, &r->into->oddities, oddity);
}

static void read_tls(reading *r, const dr_node *map)
{
	dr_evidence_tls tls = { .day = DR_NO_DAY };
	read_fields(r, map, TLS, DR_COUNT(TLS), &tls);
	dr_list_add(r->into->arena, &r->into->tls, tls);
}

static void read_name(reading *r, const dr_node *map)
{
	dr_evidence_name name = { .day = DR_NO_DAY };
	read_fields(r, map, NAME, DR_COUNT(NAME), &name);
	dr_list_add(r->into->arena, &r->into->names, name);
}

/* Lines are told apart by a key that only their kind has; the rest are about a reporter's day. */
static const struct {
	const char *key;
	void (*read)(reading *r, const dr_node *map);
} LINES[] = {
	{ "ip", read_row },
	{ "odd", read_oddity },
	{ "tls", read_tls },
	{ "address", read_name },
};

static void read_evidence(reading *r, const dr_node *map)
{
	for (size_t i = 0; i < DR_COUNT(LINES); i++) {
		if (dr_node_find(map, LINES[i].key) != NULL) {
			LINES[i].read(r, map);
			return;
		}
	}
	read_report(r, map);
}

static void read_head(reading *r, const dr_node *map)
{
	if (!dr_str_eq(text(r, map, "schema"), DR_STR("dmarcramp.digest/1"))) {
		fail(r, map, "schema", "\"dmarcramp.digest/1\"");
	}
}

static int read_line(reading *r, dr_arena *arena, bool first)
{
	const dr_node *map = NULL;
	int code = dr_json_parse(arena, r->line, &map, r->err);
	if (code != DR_OK) {
		return code;
	}
	if (map == NULL || map->kind != DR_NODE_MAP) {
		return dr_fail(r->err, DR_ETYPE, DR_NOWHERE, "a line of a digest is an object");
	}
	if (first) {
		read_head(r, map);
	} else {
		read_evidence(r, map);
	}
	return r->failed ? DR_ETYPE : DR_OK;
}

static int read_lines(digest *d, const dr_source *source, dr_error *err)
{
	dr_arena *arena = dr_arena_new(0);
	int code = arena == NULL ? DR_ENOMEM : DR_OK;
	uint32_t number_of_line = 0;
	for (dr_str rest = source->text, line; code == DR_OK && dr_str_split(&rest, '\n', &line);) {
		number_of_line++;
		if (dr_str_trim(line).len == 0) {
			continue;
		}
		const dr_source one = { source->name, line };
		dr_error local = { .code = DR_OK };
		reading r = { d, &one, &local, false };
		dr_arena_reset(arena);
		code = read_line(&r, arena, number_of_line == 1);
		if (code != DR_OK) {
			dr_error_locate(&local, &one);
			local.line = number_of_line;
			*err = local;
		}
	}
	dr_arena_free(arena);
	if (code == DR_OK && number_of_line == 0) {
		code = dr_fail(err, DR_ESYNTAX, DR_NOWHERE, "an empty file is no digest");
	}
	if (dr_arena_failed(d->arena) || (code == DR_ENOMEM && err->code == DR_OK)) {
		code = dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the digest");
	}
	return code;
}

/* The visit of one list of the digest: what is within the query. */
#define VISIT(list, visit_type)                                                           \
	static int visit_##list(dr_evidence *self, const dr_evidence_query *query,        \
	                        visit_type visit, void *visitor, dr_error *err)           \
	{                                                                                 \
		const digest *d = (const digest *)self;                                   \
		int code = DR_OK;                                                         \
		for (size_t i = 0; i < d->list.len && code == DR_OK; i++) {               \
			bool within = dr_evidence_matches(query, d->list.items[i].domain, \
			                                  d->list.items[i].day);          \
			code = within ? visit(visitor, &d->list.items[i], err) : DR_OK;   \
		}                                                                         \
		return code;                                                              \
	}

VISIT(rows, dr_evidence_row_visit)
VISIT(reports, dr_evidence_report_visit)
VISIT(oddities, dr_evidence_oddity_visit)
VISIT(tls, dr_evidence_tls_visit)

static int visit_names(dr_evidence *self, dr_evidence_name_visit visit, void *visitor,
                       dr_error *err)
{
	const digest *d = (const digest *)self;
	int code = DR_OK;
	for (size_t i = 0; i < d->names.len && code == DR_OK; i++) {
		code = visit(visitor, &d->names.items[i], err);
	}
	return code;
}

static void close_digest(dr_evidence *self)
{
	digest *d = (digest *)self;
	HASH_CLEAR(hh, d->texts);
	dr_arena_free(d->arena);
	free(d);
}

/* Files that people merged may be in another order. */
static int compare_reports(const void *left, const void *right)
{
	const dr_evidence_report *a = left, *b = right;
	if (a->day != b->day) {
		return a->day < b->day ? -1 : 1;
	}
	int order = dr_str_cmp(a->domain, b->domain);
	order = order != 0 ? order : dr_str_cmp(a->reporter, b->reporter);
	order = order != 0 ? order : dr_str_cmp(a->policy, b->policy);
	order = order != 0 ? order : (int)a->newer - (int)b->newer;
	return order != 0 ? order : (int)a->vouched - (int)b->vouched;
}

static int compare_names(const void *left, const void *right)
{
	const dr_evidence_name *a = left, *b = right;
	int order = dr_ipaddr_cmp(a->ip, b->ip);
	order = order != 0 ? order : dr_str_cmp(a->name, b->name);
	return order != 0 ? order : a->day < b->day ? -1 : a->day > b->day;
}

static void sort(digest *d)
{
	if (d->reports.len > 1) {
		qsort(d->reports.items, d->reports.len, sizeof(*d->reports.items), compare_reports);
	}
	if (d->names.len > 1) {
		qsort(d->names.items, d->names.len, sizeof(*d->names.items), compare_names);
	}
}

int dr_digest_open(const dr_source *source, dr_evidence **ret_evidence, dr_error *err)
{
	digest *d = calloc(1, sizeof(*d));
	if (d != NULL) {
		d->arena = dr_arena_new(0);
	}
	if (d == NULL || d->arena == NULL) {
		free(d);
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the digest");
	}
	d->evidence = (dr_evidence){ visit_rows, visit_reports, visit_oddities,
		                     visit_tls,  visit_names,   close_digest };
	dr_error local = { .code = DR_OK };
	int code = read_lines(d, source, &local);
	if (code != DR_OK) {
		local.source = source->name;
		if (err != NULL && err->code == DR_OK) {
			*err = local;
		}
		close_digest(&d->evidence);
		return code;
	}
	sort(d);
	*ret_evidence = &d->evidence;
	return DR_OK;
}
