#include "expr/expr_priv.h"

static dr_status status_of(const screen *s, const char *variable)
{
	return s->status < 0 ? DR_STATUS_KNOWN
	                     : *(const dr_status *)(const void *)(variable + s->status);
}

/* The fact that a screen looks at; NULL when it is not known. */
static const void *known_fact(const screen *s, const char *variable)
{
	return status_of(s, variable).state == DR_KNOWN ? variable + s->offset : NULL;
}

static bool flag_differs(const screen *s, const char *variable)
{
	const bool *fact = known_fact(s, variable);
	return fact != NULL && *fact != s->wanted;
}

static bool presence_differs(const screen *s, const char *variable)
{
	dr_status status = status_of(s, variable);
	return status.state != DR_UNKNOWN && (status.state != DR_ABSENT) != s->wanted;
}

static bool text_differs(const screen *s, const char *variable)
{
	const dr_str *fact = known_fact(s, variable);
	return fact != NULL && (dr_str_eq(*fact, s->literal->s) == (s->kind == N_EQ)) != s->wanted;
}

static bool membership_differs(const screen *s, const char *variable)
{
	const dr_str *fact = known_fact(s, variable);
	return fact != NULL && expr_is_literal_among(*fact, s->literal) != s->wanted;
}

static bool number_differs(const screen *s, const char *variable)
{
	const int64_t *fact = known_fact(s, variable);
	int64_t literal = s->literal->i;
	return fact != NULL &&
	       expr_accepts(s->kind, (*fact > literal) - (*fact < literal)) != s->wanted;
}

/* No element: none for which something holds. */
static bool list_is_empty(const screen *s, const char *variable)
{
	const dr_list *fact = known_fact(s, variable);
	return fact != NULL && fact->len == 0;
}

/* What tells the outcome of a comparison at a glance; NULL: nothing does. */
static screen_test *test_of_comparison(const step *s)
{
	const step *fact = expr_first(s), *literal = fact->end;
	if (fact->kind != N_READ || literal->kind != N_CONST) {
		return NULL;
	}
	if (s->kind == N_IN) {
		return expr_has_literal(s) ? membership_differs : NULL;
	}
	if (fact->type->kind == DR_T_INT) {
		return number_differs;
	}
	bool equality = s->kind == N_EQ || s->kind == N_NE;
	return equality && expr_has_literal(s) ? text_differs : NULL;
}

/* `fact` is what reads it, or has() of it. */
static void add(screens *all, const step *fact, screen s)
{
	if (s.fails == NULL || fact->slot >= SLOT_LOCAL || all->count == SCREENS_MAX) {
		return;
	}
	s.offset = fact->offset;
	s.status = fact->status;
	s.slot = (uint8_t)fact->slot;
	all->items[all->count++] = s;
}

static void add_comparison(screens *all, const step *s, bool wanted)
{
	const step *fact = expr_first(s);
	add(all, fact,
	    (screen){ .fails = test_of_comparison(s),
	              .literal = &fact->end->constant,
	              .wanted = wanted,
	              .kind = s->kind });
}

static void collect(screens *all, const step *s, bool wanted);

static void collect_operands(screens *all, const step *s, bool wanted)
{
	for (const step *o = expr_first(s); o != s->end; o = o->end) {
		collect(all, o, wanted);
	}
}

/* Adds what must be so for `s` to be `wanted`. */
static void collect(screens *all, const step *s, bool wanted)
{
	switch ((int)s->kind) {
	case N_AND:
	case N_OR:
		if (wanted == (s->kind == N_AND)) {
			collect_operands(all, s, wanted);
		}
		break;
	case N_NOT: collect(all, expr_first(s), !wanted); break;
	case N_READ: add(all, s, (screen){ .fails = flag_differs, .wanted = wanted }); break;
	case N_HAS: add(all, s, (screen){ .fails = presence_differs, .wanted = wanted }); break;
	case N_EXISTS:
		if (wanted && expr_first(s)->kind == N_READ) {
			add(all, expr_first(s), (screen){ .fails = list_is_empty });
		}
		break;
	case N_EQ:
	case N_NE:
	case N_LT:
	case N_LE:
	case N_GT:
	case N_GE:
	case N_IN: add_comparison(all, s, wanted); break;
	default: break;
	}
}

screens expr_screens_of(dr_arena *arena, const step *condition)
{
	screen room[SCREENS_MAX];
	screens all = { room, 0 };
	collect(&all, condition, true);
	all.items = dr_arena_copy_octets(arena, room, all.count * sizeof(*room));
	return all;
}
