#include "traffic/traffic_priv.h"
#include <inttypes.h>

static const struct {
	dr_str problem, remedy, tells;
} TEXTS[] = {
#define DR_DIAGNOSIS(id, code, problem, remedy, tells) \
	{ DR_STR_INIT(problem), DR_STR_INIT(remedy), DR_STR_INIT(tells) },
#include "traffic/diagnosis.def"
#undef DR_DIAGNOSIS
};

/* The author domain with the most direct messages. */
static dr_str main_scope(const dr_sender *sender)
{
	dr_str scope = { 0 };
	uint64_t most = 0;
	for (size_t i = 0; i < sender->streams.len; i++) {
		const dr_mail_stream *stream = &sender->streams.items[i];
		uint64_t messages = stream->direct.all.messages + stream->indirect.all.messages;
		if (messages > most) {
			most = messages;
			scope = stream->scope;
		}
	}
	return scope;
}

static void add_name(dr_buf *out, const dr_sender *sender)
{
	dr_buf_add(out, sender->name);
}

static void add_scope(dr_buf *out, const dr_sender *sender)
{
	dr_buf_add(out, main_scope(sender));
}

static void add_service(dr_buf *out, const dr_sender *sender)
{
	dr_buf_add(out, sender->service != NULL ? sender->service->name : sender->name);
}

static void add_first(dr_buf *out, const dr_strs *list, const char *otherwise)
{
	dr_buf_add(out, list->len > 0 ? list->items[0] : dr_str_of(otherwise));
}

static void add_signer(dr_buf *out, const dr_sender *sender)
{
	add_first(out, &sender->signers, "another domain");
}

/* The first that is not the author domain itself. */
static void add_foreign_signer(dr_buf *out, const dr_sender *sender)
{
	dr_str scope = main_scope(sender), signer = DR_STR("another domain");
	for (size_t i = sender->signers.len; i-- > 0;) {
		dr_str one = sender->signers.items[i];
		signer = dr_str_eq(one, scope) ? signer : one;
	}
	dr_buf_add(out, signer);
}

static void add_return_path(dr_buf *out, const dr_sender *sender)
{
	add_first(out, &sender->return_paths, "another domain");
}

static void add_selector(dr_buf *out, const dr_sender *sender)
{
	add_first(out, &sender->selectors, "(none)");
}

static void add_include(dr_buf *out, const dr_sender *sender)
{
	dr_buf_add(out, sender->service != NULL ? sender->service->include : DR_STR(""));
}

/* "s1._domainkey CNAME x, s2._domainkey CNAME y": those for DKIM, else all. */
static void add_records(dr_buf *out, const dr_sender *sender)
{
	size_t start = out->len;
	const dr_service *service = sender->service;
	for (size_t i = 0; service != NULL && i < service->records.len; i++) {
		const dr_service_record *record = &service->records.items[i];
		if (dr_str_search(record->name, DR_STR("_domainkey")) < record->name.len) {
			dr_buf_addf(out, "%s%.*s %.*s %.*s", out->len > start ? ", " : "",
			            DR_FMT(record->name), DR_FMT(record->type),
			            DR_FMT(record->value));
		}
	}
	if (out->len == start) {
		dr_buf_add(out, DR_STR("the DKIM records it shows"));
	}
}

static void add_setup(dr_buf *out, const dr_sender *sender)
{
	dr_str setup = sender->service != NULL ? dr_str_trim(sender->service->setup) : DR_STR("");
	dr_buf_add(out,
	           dr_str_ends(setup, DR_STR(".")) ? dr_str_sub(setup, 0, setup.len - 1) : setup);
}

static void add_address(dr_buf *out, const dr_sender *sender)
{
	if (sender->addresses.len > 0) {
		dr_ipaddr_write(sender->addresses.items[0].ip, out);
	}
}

static void add_failing(dr_buf *out, const dr_sender *sender)
{
	uint64_t none = sender->direct.all.none + sender->indirect.all.none;
	uint64_t all = sender->direct.all.messages + sender->indirect.all.messages;
	dr_buf_addf(out, "%" PRIu64 " of %" PRIu64 " reported messages", none, all);
}

static const struct {
	dr_str word;
	void (*add)(dr_buf *out, const dr_sender *sender);
} WORDS[] = {
	{ DR_STR_INIT("name"), add_name },
	{ DR_STR_INIT("scope"), add_scope },
	{ DR_STR_INIT("service"), add_service },
	{ DR_STR_INIT("signer"), add_signer },
	{ DR_STR_INIT("foreign_signer"), add_foreign_signer },
	{ DR_STR_INIT("return_path"), add_return_path },
	{ DR_STR_INIT("selector"), add_selector },
	{ DR_STR_INIT("include"), add_include },
	{ DR_STR_INIT("records"), add_records },
	{ DR_STR_INIT("setup"), add_setup },
	{ DR_STR_INIT("ip"), add_address },
	{ DR_STR_INIT("failing"), add_failing },
};

static void add_word(dr_buf *out, dr_str word, const dr_sender *sender)
{
	for (size_t i = 0; i < DR_COUNT(WORDS); i++) {
		if (dr_str_eq(WORDS[i].word, word)) {
			WORDS[i].add(out, sender);
		}
	}
}

static dr_str fill_in(dr_arena *arena, dr_str text, const dr_sender *sender)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t at = 0; at < text.len;) {
		size_t open = dr_str_find(text, at, '{'), close = dr_str_find(text, open, '}');
		dr_buf_add(&out, dr_str_sub(text, at, open - at));
		if (close < text.len) {
			add_word(&out, dr_str_sub(text, open + 1, close - open - 1), sender);
		}
		at = close + 1;
	}
	return dr_buf_str(&out);
}

void dr_traffic_explain(dr_arena *arena, dr_sender *sender)
{
	sender->problem = fill_in(arena, TEXTS[sender->diagnosis].problem, sender);
	sender->remedy = fill_in(arena, TEXTS[sender->diagnosis].remedy, sender);
	bool sure = sender->confidence == DR_CERTAIN;
	sender->tells = fill_in(arena, sure ? DR_STR("") : TEXTS[sender->diagnosis].tells, sender);
}
