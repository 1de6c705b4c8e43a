/*
 * check_host() over random answers: whatever is asked, the input says what comes back. The work
 * stays within the limits of RFC 7208, and the same answers give the same result.
 *
 * Input: an octet of flags, the sender, HELO, then for every question an octet and its records;
 * texts end with a line feed.
 */
#include "answer/rdata.h"
#include "base/cursor.h"
#include "fuzz.h"
#include "receiver/spf_eval.h"

enum {
	ARENA_MAX = 64 * 1024 * 1024,
	/* The record; ten terms that ask for an mx or a ptr with ten hosts; %{p} as often; exp. */
	QUESTIONS_MAX = 1 + 10 * (1 + 10) * 2 + 2 * (1 + 10),
	STRING_MAX = 255,
	STRINGS_MAX = 300,
};

typedef struct {
	dr_source_of_answers base;
	dr_cursor input;
	dr_ipaddr client;
	size_t questions;
} oracle;

static const dr_ipaddr CLIENTS[] = {
	{ DR_IPV4, { 192, 0, 2, 1 } },
	{ DR_IPV6, { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 } },
	{ DR_IPV6, { [10] = 0xff, 0xff, 192, 0, 2, 1 } },
};

static dr_str take_line(dr_cursor *c)
{
	dr_str line = dr_cursor_take_until(c, '\n');
	dr_cursor_take_char(c, '\n');
	return line;
}

static dr_str txt_rdata(dr_arena *arena, dr_str text)
{
	dr_str strings[STRINGS_MAX];
	size_t count = 0;
	do {
		strings[count++] = dr_str_sub(text, 0, STRING_MAX);
		text = dr_str_sub(text, STRING_MAX, text.len);
	} while (text.len > 0 && count < STRINGS_MAX);
	return dr_rdata_txt(arena, strings, count);
}

/* The client's own address, as often as not. */
static dr_str address_rdata(oracle *o, uint16_t type)
{
	size_t len = type == DR_TYPE_A ? 4 : 16;
	bool own = (dr_cursor_u8(&o->input) & 1u) != 0;
	dr_ipaddr client = dr_ipaddr_unmap(o->client);
	bool fits = (client.family == DR_IPV4) == (type == DR_TYPE_A);
	static const uint8_t OTHER[16] = { 203, 0, 113, 9 };
	const uint8_t *octets = own && fits ? CLIENTS[client.family == DR_IPV6].octets : OTHER;
	return (dr_str){ (const char *)octets, len };
}

static dr_str name_rdata(oracle *o, dr_arena *arena, uint16_t type)
{
	dr_name_room room;
	dr_name name = DR_NAME_ROOT;
	dr_buf wire;
	dr_buf_init(&wire, arena);
	dr_name_parse_plain(&room, take_line(&o->input), &name);
	if (type == DR_TYPE_MX) {
		dr_buf_add_char(&wire, '\0');
		dr_buf_add_char(&wire, (char)dr_cursor_u8(&o->input));
	}
	dr_buf_add(&wire, (dr_str){ (const char *)name.wire, name.len });
	return dr_buf_str(&wire);
}

static dr_str any_rdata(oracle *o, dr_arena *arena, uint16_t type)
{
	switch (type) {
	case DR_TYPE_TXT: return txt_rdata(arena, take_line(&o->input));
	case DR_TYPE_A:
	case DR_TYPE_AAAA: return address_rdata(o, type);
	default: return name_rdata(o, arena, type);
	}
}

static void add_records(oracle *o, dr_arena *arena, dr_answer *answer, size_t count)
{
	dr_rr *rrs = dr_arena_alloc_array(arena, count, sizeof(*rrs));
	answer->rrs = rrs;
	for (size_t i = 0; i < count && rrs != NULL; i++) {
		uint16_t type = answer->question.type;
		dr_rr *rr = &rrs[answer->rr_count];
		answer->rr_count += dr_rr_set_rdata(arena, type, any_rdata(o, arena, type), rr);
	}
	answer->outcome = answer->rr_count > 0 ? DR_ANSWER : DR_NO_DATA;
	dr_answer_settle(arena, answer);
}

static const dr_answer *answer_at_once(dr_source_of_answers *self, dr_arena *arena,
                                       const dr_question *question)
{
	static const dr_outcome WITHOUT[] = { DR_NO_DATA, DR_NO_NAME, DR_TIMEOUT,
		                              DR_REFUSED, DR_GARBLED, DR_NOT_GIVEN };
	oracle *o = (oracle *)(void *)self;
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	uint8_t octet = dr_cursor_u8(&o->input);
	o->questions++;
	if (answer == NULL) {
		return NULL;
	}
	answer->question = *question;
	if (octet % 16 < DR_COUNT(WITHOUT)) {
		answer->outcome = WITHOUT[octet % 16];
	} else {
		add_records(o, arena, answer, 1 + (octet >> 4u));
	}
	return answer;
}

static void check_explanation(const dr_spf_evaluation *e)
{
	REQUIRE(e->explanation.ptr == NULL || e->result == DR_SPF_RESULT_FAIL);
	REQUIRE(e->explanation.len <= DR_SPF_EXPLANATION_MAX);
	for (size_t i = 0; i < e->explanation.len; i++) {
		REQUIRE(dr_is_printable(e->explanation.ptr[i]));
	}
}

static void check_steps(const dr_spf_check *check, size_t depth)
{
	REQUIRE(depth <= DR_SPF_LOOKUPS_MAX);
	for (size_t i = 0; i < check->steps.len; i++) {
		const dr_spf_step *step = &check->steps.items[i];
		bool last = i + 1 == check->steps.len;
		REQUIRE(last || (!step->matched && step->problem == DR_SPF_PROBLEM_NONE));
		REQUIRE(!step->matched || step->problem == DR_SPF_PROBLEM_NONE);
		if (step->below != NULL) {
			check_steps(step->below, depth + 1);
		}
	}
}

static void check(const oracle *o, const dr_spf_evaluation *e)
{
	bool error = e->result == DR_SPF_RESULT_TEMPERROR || e->result == DR_SPF_RESULT_PERMERROR ||
	             e->result == DR_SPF_RESULT_NONE;
	REQUIRE(o->questions <= QUESTIONS_MAX);
	REQUIRE(e->lookups <= DR_SPF_LOOKUPS_MAX + 1);
	REQUIRE(e->void_lookups <= DR_SPF_VOID_LOOKUPS_MAX + 1);
	REQUIRE(error == (e->problem != DR_SPF_PROBLEM_NONE));
	REQUIRE(!error || e->mechanism == NULL);
	REQUIRE(e->result != DR_SPF_RESULT_PASS || e->mechanism != NULL);
	REQUIRE(e->lookups <= DR_SPF_LOOKUPS_MAX || e->problem == DR_SPF_PROBLEM_LOOKUPS);
	REQUIRE(e->status.state == DR_KNOWN || e->result == DR_SPF_RESULT_TEMPERROR ||
	        e->explanation.ptr == NULL);
	check_explanation(e);
	check_steps(e->check, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(ARENA_MAX);
	oracle o = { .base = { .kind = "fuzz", .immediate = answer_at_once },
		     .input = dr_cursor_of((dr_str){ (const char *)data, size }) };
	o.client = CLIENTS[dr_cursor_u8(&o.input) % DR_COUNT(CLIENTS)];
	dr_spf_client client = { .ip = o.client };
	client.mail_from = take_line(&o.input);
	client.helo = take_line(&o.input);
	dr_source_of_answers *source = &o.base;
	dr_answers_config config = { .immediate = &source, .immediate_count = 1 };
	dr_answers *answers = dr_answers_new(arena, &config);
	dr_asking asking = { .answers = answers, .arena = arena, .kept = arena };
	dr_spf_evaluation first, again;
	dr_spf_eval(&asking, &client, &first);
	if (!dr_arena_failed(arena)) {
		check(&o, &first);
		dr_spf_eval(&asking, &client, &again);
		REQUIRE(dr_arena_failed(arena) || first.result == again.result);
		REQUIRE(dr_arena_failed(arena) || dr_str_eq(first.explanation, again.explanation));
	}
	dr_answers_done(answers);
	dr_arena_free(arena);
	return 0;
}
