#include "answer/rdata.h"
#include "snapshot/snapshot_priv.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
	dr_source_of_answers base;
	const dr_snapshot *snapshot;
} snapshot_source;

typedef DR_LIST(dr_answer) answer_list;

struct dr_snapshot {
	dr_arena *arena;
	dr_day as_of;
	bool deny;           /* what is not listed does not exist; else it is not known */
	answer_list answers; /* in the order of their questions */
	snapshot_source source;
};

/* ---- answering ---- */

static int compare_answers(const void *a, const void *b)
{
	return dr_question_cmp(&((const dr_answer *)a)->question,
	                       &((const dr_answer *)b)->question);
}

/* The first answer whose question is not before this one. */
static size_t lower_bound(const dr_snapshot *snapshot, const dr_question *question)
{
	size_t low = 0, high = snapshot->answers.len;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (dr_question_cmp(&snapshot->answers.items[middle].question, question) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* Whether an answer says that the name or one below it exists: those follow it at once. */
static bool name_exists(const dr_snapshot *snapshot, dr_name name)
{
	dr_question first = dr_question_dns(name, 0);
	for (size_t i = lower_bound(snapshot, &first); i < snapshot->answers.len; i++) {
		const dr_answer *answer = &snapshot->answers.items[i];
		if (answer->question.kind != DR_ASK_DNS ||
		    !dr_name_is_within(answer->question.name, name)) {
			return false;
		}
		if (answer->outcome != DR_NO_NAME || answer->hop_count > 0) {
			return true;
		}
	}
	return false;
}

/* Only plain questions can be denied; nobody knows what one server or a fetch would have said. */
static dr_outcome outcome_of_missing(const dr_snapshot *snapshot, const dr_question *question)
{
	if (!snapshot->deny || question->kind != DR_ASK_DNS || question->flags != 0 ||
	    question->server.family != DR_IP_NONE) {
		return DR_NOT_GIVEN;
	}
	return name_exists(snapshot, question->name) ? DR_NO_DATA : DR_NO_NAME;
}

/* A name that is listed as an alias is one for every type that is not listed: the link that leads
 * to its target; NULL when it is none. */
static const dr_hop *find_alias(const dr_snapshot *snapshot, dr_arena *arena,
                                const dr_question *question)
{
	dr_question key = *question;
	dr_name target;
	key.type = DR_TYPE_CNAME;
	size_t at = lower_bound(snapshot, &key);
	if (question->kind != DR_ASK_DNS || at >= snapshot->answers.len) {
		return NULL;
	}
	const dr_answer *listed = &snapshot->answers.items[at];
	if (!dr_question_eq(&listed->question, &key) || listed->rr_count == 0 ||
	    !dr_rr_read_name(&listed->rrs[0], &target)) {
		return NULL;
	}
	dr_hop *hop = dr_arena_new_of(arena, dr_hop);
	if (hop != NULL) {
		*hop = (dr_hop){ .name = key.name, .target = target, .ttl = listed->ttl };
	}
	return hop;
}

static const dr_answer *source_immediate(dr_source_of_answers *self, dr_arena *arena,
                                         const dr_question *question)
{
	const dr_snapshot *snapshot = ((snapshot_source *)(void *)self)->snapshot;
	dr_question key = *question;
	if (key.kind == DR_ASK_HTTPS) {
		key.type = key.type != 0 ? key.type : SNAPSHOT_HTTPS_PORT;
		key.server = (dr_ipaddr){ 0 }; /* a URL is listed once, whoever served it */
	}
	size_t at = lower_bound(snapshot, &key);
	if (at < snapshot->answers.len &&
	    dr_question_eq(&snapshot->answers.items[at].question, &key)) {
		return &snapshot->answers.items[at];
	}
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	if (answer != NULL) {
		answer->question = *question;
		answer->hops = find_alias(snapshot, arena, question);
		answer->hop_count = answer->hops != NULL ? 1 : 0;
		answer->outcome =
			answer->hops != NULL ? DR_OPEN : outcome_of_missing(snapshot, question);
	}
	return answer;
}

/* The source is a part of the snapshot, which goes with dr_snapshot_close(). */
static void source_close(dr_source_of_answers *self)
{
	(void)self;
}

/* ---- reading ---- */

bool dr_snapshot_refuse(snapshot_reader *r, const dr_node *map, const char *key, int code,
                        const char *format, ...)
{
	char text[sizeof(((dr_error *)0)->text)];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	const dr_node *value = dr_node_find(map, key);
	dr_errors_add(r->arena, &r->errors, r->source, code,
	              value != NULL ? value->span : map->span, "%s", text);
	return false;
}

bool dr_snapshot_bind(snapshot_reader *r, const dr_schema *schema, const dr_node *node, void *form)
{
	return dr_bind(r->arena, r->source, schema, node, form, &r->errors) == 0;
}

typedef bool (*read_element)(snapshot_reader *r, const dr_node *node, dr_answer *ret_answer);

static bool read_list(snapshot_reader *r, dr_snapshot *snapshot, const dr_node *list,
                      read_element read)
{
	if (list == NULL) {
		return true;
	}
	if (list->kind != DR_NODE_SEQ) {
		dr_errors_add(r->arena, &r->errors, r->source, DR_ETYPE, list->span,
		              "expected a list, found %s", dr_node_kind_name(list->kind));
		return false;
	}
	for (const dr_node *node = list->first; node != NULL; node = node->next) {
		dr_answer answer;
		if (!read(r, node, &answer)) {
			return false;
		}
		dr_list_add(snapshot->arena, &snapshot->answers, answer);
	}
	return true;
}

static bool sort_answers(snapshot_reader *r, dr_snapshot *snapshot)
{
	answer_list *answers = &snapshot->answers;
	if (answers->len > 1) {
		qsort(answers->items, answers->len, sizeof(dr_answer), compare_answers);
	}
	for (size_t i = 1; i < answers->len; i++) {
		if (compare_answers(&answers->items[i - 1], &answers->items[i]) == 0) {
			dr_buf question;
			dr_buf_init(&question, r->arena);
			dr_question_write(&answers->items[i].question, &question);
			dr_errors_add(r->arena, &r->errors, r->source, DR_EINVAL, DR_NOWHERE,
			              "%.*s is listed twice", DR_FMT(dr_buf_str(&question)));
			return false;
		}
	}
	return true;
}

static bool read_document(snapshot_reader *r, dr_snapshot *snapshot, const dr_node *root)
{
	document_form form = { 0 };
	if (!dr_snapshot_bind(r, &SNAPSHOT_DOCUMENT, root, &form)) {
		return false;
	}
	snapshot->deny = dr_str_eq(form.missing, DR_STR("nxdomain"));
	if (form.as_of.len > 0 && !dr_day_parse(form.as_of, &snapshot->as_of)) {
		return dr_snapshot_refuse(r, root, "as_of", DR_ESYNTAX,
		                          "expected a day such as 2026-11-21, found '%.*s'",
		                          DR_FMT(form.as_of));
	}
	return read_list(r, snapshot, form.answers, dr_snapshot_read_answer) &&
	       read_list(r, snapshot, form.fetches, dr_snapshot_read_fetch) &&
	       sort_answers(r, snapshot);
}

static dr_snapshot *new_snapshot(void)
{
	dr_arena *arena = dr_arena_new(0);
	dr_snapshot *snapshot = arena != NULL ? dr_arena_new_of(arena, dr_snapshot) : NULL;
	if (snapshot == NULL) {
		dr_arena_free(arena);
		return NULL;
	}
	snapshot->arena = arena;
	snapshot->as_of = DR_NO_DAY;
	snapshot->source.snapshot = snapshot;
	snapshot->source.base = (dr_source_of_answers){
		.kind = "snapshot",
		.immediate = source_immediate,
		.close = source_close,
	};
	return snapshot;
}

static int load(dr_snapshot *snapshot, const dr_source *text, dr_error *err)
{
	snapshot_reader r = { .arena = snapshot->arena, .source = text };
	const dr_node *root = NULL;
	int code = dr_json_parse(snapshot->arena, text, &root, err);
	if (code != DR_OK) {
		return code;
	}
	if (root == NULL) {
		return dr_fail(err, DR_ESYNTAX, DR_NOWHERE, "the snapshot is empty");
	}
	bool ok = read_document(&r, snapshot, root);
	if (dr_arena_failed(snapshot->arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the snapshot");
	}
	if (ok) {
		return DR_OK;
	}
	if (err != NULL && err->code == DR_OK) {
		*err = r.errors.items[0];
	}
	return r.errors.items[0].code;
}

int dr_snapshot_load(const dr_source *text, dr_snapshot **ret_snapshot, dr_error *err)
{
	dr_snapshot *snapshot = new_snapshot();
	if (snapshot == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the snapshot");
	}
	int code = load(snapshot, text, err);
	if (code != DR_OK) {
		dr_error_locate(err, text);
		dr_snapshot_close(snapshot);
		return code;
	}
	*ret_snapshot = snapshot;
	return DR_OK;
}

void dr_snapshot_close(dr_snapshot *snapshot)
{
	if (snapshot != NULL) {
		dr_arena_free(snapshot->arena);
	}
}

dr_day dr_snapshot_as_of(const dr_snapshot *snapshot)
{
	return snapshot->as_of;
}

dr_source_of_answers *dr_snapshot_source(dr_snapshot *snapshot)
{
	return &snapshot->source.base;
}

size_t dr_snapshot_count(const dr_snapshot *snapshot)
{
	return snapshot->answers.len;
}

const dr_answer *dr_snapshot_at(const dr_snapshot *snapshot, size_t index)
{
	return &snapshot->answers.items[index];
}
