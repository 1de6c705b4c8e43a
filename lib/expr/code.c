#include "expr/expr_priv.h"

/* Operands of a node; what a fact was selected from and the parts of a literal list are none. */
static size_t operand_count(const node *n)
{
	bool is_leaf = n->kind == N_CONST || n->kind == N_READ || n->kind == N_HAS;
	return is_leaf ? 0 : n->kids.len;
}

static size_t count_steps(const node *n)
{
	size_t count = 1;
	for (size_t i = 0; i < operand_count(n); i++) {
		count += count_steps(n->kids.items[i]);
	}
	return count;
}

/* Writes the step of `n` and those of its operands; what stands behind them. */
static step *put(step *at, const node *n)
{
	step *s = at++;
	*s = (step){ .run = EXPR_RUNS[n->kind], .type = n->type, .node = n, .kind = n->kind };
	if (n->kind == N_CONST) {
		s->constant = n->constant;
	} else {
		s->load = expr_loader_of(n->type, n->choices != NULL);
		s->slot = n->slot;
		s->offset = (uint32_t)n->offset;
		s->status = (int32_t)n->status;
	}
	for (size_t i = 0; i < operand_count(n); i++) {
		at = put(at, n->kids.items[i]);
	}
	s->end = at;
	if (n->kind == N_EQ || n->kind == N_NE || n->kind == N_IN) {
		s->run = expr_run_with_literal(s);
	}
	return at;
}

const step *expr_emit(dr_arena *arena, const node *root)
{
	step *code = dr_arena_alloc_array(arena, count_steps(root), sizeof(*code));
	if (code != NULL) {
		put(code, root);
	}
	return code;
}
