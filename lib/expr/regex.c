#include "expr/expr_priv.h"
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
	MATCH_MAX = 100000,  /* tries of one match */
	HEAP_MAX_KIB = 1024, /* memory of one match */
};

/* PCRE2 takes its memory from arenas, so nothing has to be freed: 20 KiB for a match. */
static void *take_memory(size_t size, void *arena)
{
	return dr_arena_alloc_uncleared(arena, size);
}

static void keep_memory(void *memory, void *arena)
{
	(void)memory;
	(void)arena;
}

static int compile(dr_arena *arena, node *n, dr_str text, dr_error *err)
{
	const uint32_t options = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_UCP |
	                         PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY |
	                         PCRE2_ALT_CIRCUMFLEX;
	int code = 0;
	PCRE2_SIZE offset = 0;
	PCRE2_UCHAR message[128];
	pcre2_general_context *general =
		pcre2_general_context_create(take_memory, keep_memory, arena);
	pcre2_compile_context *context =
		general != NULL ? pcre2_compile_context_create(general) : NULL;
	if (context == NULL) {
		return dr_fail(err, DR_ENOMEM, n->span, "out of memory");
	}
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	n->prepared = pcre2_compile((PCRE2_SPTR)(text.len > 0 ? text.ptr : ""), text.len, options,
	                            &code, &offset, context);
	if (n->prepared != NULL) {
		return DR_OK;
	}
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, n->span, "out of memory");
	}
	pcre2_get_error_message(code, message, sizeof(message));
	return dr_fail(err, DR_ESYNTAX, n->kids.items[1]->span, "matches(): %s",
	               (const char *)message);
}

int expr_regex_prepare(dr_arena *arena, node *n, dr_error *err)
{
	const node *literal = n->kids.items[1];
	dr_str text;
	if (literal->kind != N_CONST) {
		return dr_fail(err, DR_ETYPE, literal->span, "matches() takes a literal pattern");
	}
	int r = expr_regex_translate(arena, literal, err, &text);
	return r < 0 ? r : compile(arena, n, text, err);
}

/* What one evaluation needs for all its matches. */
typedef struct {
	pcre2_match_context *context;
	pcre2_match_data *data;
} matcher;

static matcher *matcher_of(evaluator *ev)
{
	if (ev->regex != NULL) {
		return ev->regex;
	}
	matcher *m = dr_arena_new_of(ev->scratch, matcher);
	pcre2_general_context *general =
		pcre2_general_context_create(take_memory, keep_memory, ev->scratch);
	if (m == NULL || general == NULL) {
		return NULL;
	}
	m->context = pcre2_match_context_create(general);
	m->data = pcre2_match_data_create(1, general);
	if (m->context == NULL || m->data == NULL) {
		return NULL;
	}
	pcre2_set_match_limit(m->context, MATCH_MAX);
	pcre2_set_heap_limit(m->context, HEAP_MAX_KIB);
	ev->regex = m;
	return m;
}

bool expr_regex_run(evaluator *ev, const node *n, const value *args, value *out)
{
	matcher *m = matcher_of(ev);
	if (m == NULL) {
		return expr_spent(ev);
	}
	dr_str subject = args[0].s.len > 0 ? args[0].s : DR_STR("");
	int r = pcre2_match(n->prepared, (PCRE2_SPTR)subject.ptr, subject.len, 0,
	                    PCRE2_NO_UTF_CHECK, m->data, m->context);
	out->b = r >= 0;
	return r >= 0 || r == PCRE2_ERROR_NOMATCH || expr_fault(ev, n);
}
