#include "expr/expr_priv.h"

/* What is there whenever an expression is true, and whenever it is false. An expression that is
 * never true proves everything for the case that it is. */
typedef struct {
	uint64_t when_true, when_false;
} proof;

static const uint64_t EVERYTHING = UINT64_MAX;

typedef struct {
	guards *guards;
	dr_error *err;
} prover;

static int prove(prover *p, const node *n, uint64_t known, proof *ret);

/* The bit of a fact; 0 when it is not in the table. */
static uint64_t find_bit(const guards *g, const node *n)
{
	for (size_t i = 0; i < g->count; i++) {
		if (g->paths[i].slot == n->slot && g->paths[i].offset == n->offset) {
			return (uint64_t)1 << i;
		}
	}
	return 0;
}

static uint64_t bits_of_slot(const guards *g, unsigned slot)
{
	uint64_t bits = 0;
	for (size_t i = 0; i < g->count; i++) {
		bits |= g->paths[i].slot == slot ? (uint64_t)1 << i : 0;
	}
	return bits;
}

static int prove_has(prover *p, const node *n, uint64_t known, proof *ret)
{
	(void)known;
	guards *g = p->guards;
	if (find_bit(g, n) == 0) {
		if (g->count == GUARDS_MAX) {
			return dr_fail(p->err, DR_ELIMIT, n->span,
			               "has() asks for more than %d facts in one condition",
			               GUARDS_MAX);
		}
		g->paths[g->count].slot = n->slot;
		g->paths[g->count++].offset = n->offset;
	}
	*ret = (proof){ .when_true = find_bit(g, n) };
	return DR_OK;
}

static int prove_read(prover *p, const node *n, uint64_t known, proof *ret)
{
	const dr_field *field = n->field;
	*ret = (proof){ 0, 0 };
	if (field == NULL || !field->may_be_absent || field->fallback.given ||
	    field->type->kind == DR_T_LIST || (find_bit(p->guards, n) & known) != 0) {
		return DR_OK;
	}
	return dr_fail(p->err, DR_ETYPE, n->span, "%.*s may be absent; write has(%.*s) && …",
	               DR_FMT(n->path), DR_FMT(n->path));
}

static int prove_const(prover *p, const node *n, uint64_t known, proof *ret)
{
	(void)p;
	(void)known;
	bool is_bool = n->type->kind == DR_T_BOOL;
	ret->when_true = is_bool && !n->constant.b ? EVERYTHING : 0;
	ret->when_false = is_bool && n->constant.b ? EVERYTHING : 0;
	return DR_OK;
}

static int prove_not(prover *p, const node *n, uint64_t known, proof *ret)
{
	proof of;
	int r = prove(p, n->kids.items[0], known, &of);
	if (r == DR_OK) {
		*ret = (proof){ .when_true = of.when_false, .when_false = of.when_true };
	}
	return r;
}

/* Each operand may count on what the ones before it proved by not deciding the outcome. */
static int prove_logic(prover *p, const node *n, uint64_t known, proof *ret)
{
	bool conjunction = n->kind == N_AND;
	proof all = { .when_true = conjunction ? 0 : EVERYTHING,
		      .when_false = conjunction ? EVERYTHING : 0 };
	for (size_t i = 0; i < n->kids.len; i++) {
		proof one;
		int r = prove(p, n->kids.items[i], known, &one);
		if (r < 0) {
			return r;
		}
		if (conjunction) {
			all.when_true |= one.when_true;
			all.when_false &= one.when_false;
			known |= one.when_true;
		} else {
			all.when_true &= one.when_true;
			all.when_false |= one.when_false;
			known |= one.when_false;
		}
	}
	*ret = all;
	return DR_OK;
}

static int prove_ternary(prover *p, const node *n, uint64_t known, proof *ret)
{
	proof condition, yes, no;
	int r;
	if ((r = prove(p, n->kids.items[0], known, &condition)) < 0 ||
	    (r = prove(p, n->kids.items[1], known | condition.when_true, &yes)) < 0 ||
	    (r = prove(p, n->kids.items[2], known | condition.when_false, &no)) < 0) {
		return r;
	}
	ret->when_true =
		(condition.when_true | yes.when_true) & (condition.when_false | no.when_true);
	ret->when_false =
		(condition.when_true | yes.when_false) & (condition.when_false | no.when_false);
	return DR_OK;
}

static int prove_kids(prover *p, const node *n, uint64_t known, proof *ret)
{
	*ret = (proof){ 0, 0 };
	for (size_t i = 0; i < n->kids.len; i++) {
		proof ignored;
		int r = prove(p, n->kids.items[i], known, &ignored);
		if (r < 0) {
			return r;
		}
	}
	return DR_OK;
}

/* Inside a loop: what is known outside, what the filters that the list went through proved of its
 * elements, and in map(x, condition, value) what the condition proves. Nothing of an element is
 * known behind the loop, except that a filter hands it to the loop around it. */
static int prove_loop(prover *p, const node *n, uint64_t known, proof *ret)
{
	proof list, body = { 0, 0 };
	int r = prove(p, n->kids.items[0], known, &list);
	if (r < 0) {
		return r;
	}
	bool filtered = n->kids.items[0]->kind == N_FILTER;
	known |= filtered ? list.when_true : 0;
	for (size_t i = 1; i < n->kids.len; i++) {
		if ((r = prove(p, n->kids.items[i], known | body.when_true, &body)) < 0) {
			return r;
		}
	}
	uint64_t own = bits_of_slot(p->guards, n->slot);
	*ret = (proof){ 0, 0 };
	if (n->kind == N_FILTER) {
		ret->when_true = (body.when_true | known) & own;
	}
	return DR_OK;
}

static int prove(prover *p, const node *n, uint64_t known, proof *ret)
{
	static int (*const PROVERS[N_COUNT])(prover *, const node *, uint64_t, proof *) = {
		[N_CONST] = prove_const,     [N_READ] = prove_read,   [N_HAS] = prove_has,
		[N_NOT] = prove_not,         [N_AND] = prove_logic,   [N_OR] = prove_logic,
		[N_TERNARY] = prove_ternary, [N_EXISTS] = prove_loop, [N_ALL] = prove_loop,
		[N_EXISTS_ONE] = prove_loop, [N_FILTER] = prove_loop, [N_MAP] = prove_loop,
	};
	return PROVERS[n->kind] != NULL ? PROVERS[n->kind](p, n, known, ret)
	                                : prove_kids(p, n, known, ret);
}

int expr_check_defined(guards *g, const node *root, dr_error *err)
{
	prover p = { .guards = g, .err = err };
	proof proven;
	int r = prove(&p, root, g->proven, &proven);
	if (r == DR_OK) {
		g->proven |= proven.when_true;
	}
	return r;
}
