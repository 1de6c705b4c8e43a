/* Any answers to any questions about any message give a verdict that follows from what it shows. */
#include "fuzz.h"
#include "name/name.h"
#include "receiver/message.h"

/* The input is text. Line 1: the From domain, then SPF, then signatures, each DOMAIN or
 * DOMAIN=RESULT, with blanks between. Every other line is an answer: owner name, blank, outcome
 * (a letter), blank, record; names that no line is about do not exist. */

enum { IDENTIFIERS_MAX = 6 };

typedef struct {
	dr_source_of_answers source; /* first: a pointer to it is one to the table */
	dr_str lines;
} table;

static dr_outcome outcome_of(dr_str word)
{
	static const dr_outcome OUTCOMES[] = { DR_ANSWER,  DR_NO_DATA, DR_NO_NAME, DR_SERVFAIL,
		                               DR_TIMEOUT, DR_REFUSED, DR_BUDGET,  DR_NOT_GIVEN };
	return word.len > 0 ? OUTCOMES[(uint8_t)word.ptr[0] % DR_COUNT(OUTCOMES)] : DR_ANSWER;
}

static void add_record(dr_arena *arena, dr_answer *answer, dr_str text)
{
	dr_rr *rrs = dr_arena_alloc_array(arena, answer->rr_count + 1, sizeof(*rrs));
	for (size_t i = 0; i < answer->rr_count && rrs != NULL; i++) {
		rrs[i] = answer->rrs[i];
	}
	if (rrs != NULL) {
		rrs[answer->rr_count] = (dr_rr){ .text = text, .ttl = 300 };
		answer->rrs = rrs;
		answer->rr_count++;
	}
}

static const dr_answer *look_up(dr_source_of_answers *self, dr_arena *arena,
                                const dr_question *question)
{
	const table *t = (const table *)(const void *)self;
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	if (answer == NULL) {
		return NULL;
	}
	*answer = (dr_answer){ .question = *question, .outcome = DR_NO_NAME };
	for (dr_str rest = t->lines, line; dr_str_split(&rest, '\n', &line);) {
		dr_str owner, outcome;
		if (!dr_str_split(&line, ' ', &owner) || !dr_str_split(&line, ' ', &outcome) ||
		    !dr_name_eq(dr_name_of(arena, owner), question->name)) {
			continue;
		}
		answer->outcome = outcome_of(outcome);
		if (answer->outcome == DR_ANSWER) {
			add_record(arena, answer, line.ptr != NULL ? line : DR_STR(""));
		}
	}
	answer->rr_count = answer->outcome == DR_ANSWER ? answer->rr_count : 0;
	return answer;
}

static dr_identifier read_identifier(dr_arena *arena, dr_str word)
{
	dr_identifier identifier = { .result = DR_AUTH_PASS };
	dr_str result = word, domain = word;
	dr_error err = { 0 };
	if (dr_str_find(word, 0, '=') < word.len) {
		dr_str_split(&result, '=', &domain);
		dr_auth_result_parse(result, &identifier.result);
	}
	dr_domain_load(arena, domain, &identifier.domain, &err);
	return identifier;
}

/* False: the first line names no author. */
static bool read_message(dr_arena *arena, dr_str line, dr_message *ret_message)
{
	dr_message message = { .spf = { .result = DR_AUTH_NONE } };
	size_t count = 0;
	for (dr_str rest = line, word; dr_str_split(&rest, ' ', &word); count++) {
		dr_identifier identifier = read_identifier(arena, word);
		if (count == 0) {
			message.author = identifier.domain;
		} else if (count == 1) {
			message.spf = identifier;
		} else if (count < IDENTIFIERS_MAX) {
			dr_list_add(arena, &message.dkim, identifier);
		}
	}
	*ret_message = message;
	return dr_name_is_set(message.author);
}

static void check_way(const dr_message *message, const dr_message_view *view,
                      const dr_dmarc_way *way)
{
	if (!way->aligned) {
		return;
	}
	REQUIRE(way->identifier != NULL && way->identifier->result == DR_AUTH_PASS);
	dr_name domain = way->identifier->domain;
	REQUIRE(way->mode != 's' || dr_name_eq(domain, message->author));
	REQUIRE(dr_name_eq(domain, message->author) ||
	        dr_name_is_within(domain, view->organizational));
}

static void check_queries(const dr_message_view *view, size_t most)
{
	REQUIRE(view->queries.len <= most);
	for (size_t i = 0; i < view->queries.len; i++) {
		dr_name name = view->queries.items[i]->answer->question.name;
		REQUIRE(dr_str_eq(dr_name_label(name), DR_STR("_dmarc")));
		for (size_t k = 0; k < i; k++) {
			REQUIRE(!dr_name_eq(view->queries.items[k]->answer->question.name, name));
		}
	}
}

static void check_view(const dr_message *message, const dr_message_view *view)
{
	const dr_dmarc_verdict *verdict = &view->verdict;
	bool aligned = verdict->spf.aligned || verdict->dkim.aligned;
	check_way(message, view, &verdict->spf);
	check_way(message, view, &verdict->dkim);
	REQUIRE(verdict->result != DR_DMARC_RESULT_PASS || aligned);
	REQUIRE(verdict->result != DR_DMARC_RESULT_FAIL || !aligned);
	REQUIRE(verdict->result != DR_DMARC_RESULT_NONE || !aligned);
	REQUIRE(verdict->result != DR_DMARC_RESULT_TEMPERROR || view->missing != NULL ||
	        message->spf.result == DR_AUTH_TEMPERROR || message->dkim.len > 0);
	REQUIRE(verdict->policy.effective <= verdict->policy.policy);
	REQUIRE(!dr_name_is_set(view->organizational) ||
	        dr_name_is_within(message->author, view->organizational));
	if (view->found.status.state == DR_KNOWN) {
		REQUIRE(dr_name_is_within(message->author, view->found.step.domain));
		REQUIRE(view->found.step.record->version);
	}
}

static void judge(dr_arena *arena, const dr_message *message, table *answers)
{
	dr_source_of_answers *sources[] = { &answers->source };
	dr_answers_config config = { .immediate = sources, .immediate_count = 1 };
	dr_answers *all = dr_answers_new(arena, &config);
	dr_asking asking = { .answers = all, .arena = arena, .kept = arena };
	dr_message_views views = { 0 };
	if (all != NULL) {
		dr_message_judge(&asking, message, &views);
	}
	if (!dr_arena_failed(arena)) {
		check_view(message, &views.rfc9989);
		check_view(message, &views.rfc7489);
		check_queries(&views.rfc9989, DR_DMARC_WALK_MAX * (2 + message->dkim.len));
		check_queries(&views.rfc7489, 2);
	}
	dr_answers_done(all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(8 * 1024 * 1024);
	dr_str text = { (const char *)data, size }, line = text;
	table answers = { { .kind = "fuzz", .immediate = look_up }, { NULL, 0 } };
	dr_message message;
	dr_str_split(&text, '\n', &line);
	answers.lines = text.ptr != NULL ? text : DR_STR("");
	if (arena != NULL && read_message(arena, line, &message)) {
		judge(arena, &message, &answers);
	}
	dr_arena_free(arena);
	return 0;
}
