/*
 * Inside the condition language: text -> tokens (lex, literal) -> tree (parse) -> typed tree
 * (check, check_call, defined) -> steps (code) -> value (eval, eval_loop, functions).
 */
#pragma once
#include "base/cursor.h"
#include "base/limits.h"
#include "expr/expr.h"

/* Tokens. */

typedef enum {
	TK_END,
	TK_NAME,
	TK_INT,
	TK_DOUBLE,
	TK_STRING,
	TK_TRUE,
	TK_FALSE,
	TK_IN,
	TK_OR,
	TK_AND,
	TK_EQ,
	TK_NE,
	TK_LT,
	TK_LE,
	TK_GT,
	TK_GE,
	TK_NOT,
	TK_ADD,
	TK_SUB,
	TK_MUL,
	TK_DIV,
	TK_MOD,
	TK_LPAREN,
	TK_RPAREN,
	TK_LBRACKET,
	TK_RBRACKET,
	TK_RBRACE, /* only in templates */
	TK_COMMA,
	TK_DOT,
	TK_QUESTION,
	TK_COLON,
	TK_COUNT
} token_kind;

typedef struct {
	token_kind kind;
	dr_span span;
	dr_str text;        /* TK_NAME: the name; TK_STRING: the value */
	uint64_t magnitude; /* TK_INT: up to 2^63 */
	double real;        /* TK_DOUBLE */
} token;

typedef struct {
	dr_cursor c;
	dr_arena *arena;
	dr_error *err;
} lexer;

int expr_lex(lexer *lx, token *ret_token);
/* The two literals that need more than a table; the cursor stands at their first octet. */
int expr_lex_number(lexer *lx, token *ret_token);
int expr_lex_string(lexer *lx, bool raw, token *ret_token);

/* Values. */

typedef struct {
	union {
		bool b;
		int64_t i;
		double d;
		dr_str s; /* UTF-8 */
		struct {
			dr_list list; /* elements as they stand in a struct */
			bool partial; /* more may be missing; its causes are noted */
		};
		const void *record;
	};
} value;

/* The tree. */

typedef enum {
	N_CONST,
	N_READ, /* a fact, a variable, or an element */
	N_HAS,
	N_NOT,
	N_NEG,
	N_AND, /* any number of operands */
	N_OR,  /* the same */
	N_TERNARY,
	N_LIST,
	N_EQ,
	N_NE,
	N_LT,
	N_LE,
	N_GT,
	N_GE,
	N_IN,
	N_ADD,
	N_SUB,
	N_MUL,
	N_DIV,
	N_MOD,
	N_EXISTS, /* loops: the list, then the body */
	N_ALL,
	N_EXISTS_ONE,
	N_FILTER,
	N_MAP, /* the list, a condition or nothing, the body */
	N_CALL,
	N_NAME,   /* until it is checked */
	N_SELECT, /* until it is checked */
	N_COUNT
} node_kind;

enum {
	LOCALS_MAX = DR_LIMIT_EXPR_LOOPS,
	SLOT_LOCAL = DR_VARIABLES_MAX, /* slots from here on are elements of loops */
	PARAMS_MAX = 3,
	CAUSES_MAX = 32, /* causes of one outcome that are kept */
};

typedef struct node node;
typedef struct function function;
typedef DR_LIST(node *) nodes;

struct node {
	node_kind kind;
	unsigned height; /* of the tree below */
	dr_span span;
	const dr_type *type;
	const char *const *choices; /* closed set of a string, or of a list of strings; or NULL */
	nodes kids;

	value constant; /* N_CONST */

	dr_str name;       /* N_NAME, N_SELECT, N_CALL */
	dr_span name_span; /* of these, the name alone */
	bool member;       /* N_CALL: written x.name(…); x is the first kid */

	unsigned slot;         /* N_READ, N_HAS, loops: which variable */
	size_t offset;         /* of the fact in the variable's struct */
	ptrdiff_t status;      /* of its status; -1: always known */
	const dr_field *field; /* NULL: the variable itself */
	dr_str path;           /* "spf.terms[].cost" */

	const function *function; /* N_CALL */
	const void *prepared;     /* what function->prepare made of a literal argument */
};

/* An operator: how it is written and how tightly it binds; an empty text when `kind` is none. */
dr_str expr_operator_text(node_kind kind);

/* Parses up to `end` (TK_END or TK_RBRACE), which is read too. */
int expr_parse(lexer *lx, token_kind end, node **ret_root);

/* Checking. */

typedef struct {
	dr_str name;
	const dr_type *type;
	const char *const *choices;
	dr_str path;
} local;

typedef struct {
	dr_arena *arena;
	const dr_variables *variables;
	dr_error *err;
	dr_str text;
	local locals[LOCALS_MAX];
	unsigned local_count;
	uint32_t reads; /* variables that were read */
} checker;

/* Resolves names, finds types, refuses what does not fit. */
int expr_check(checker *c, node *n);
/* The same for N_CALL: functions, has(), loops. */
int expr_check_call(checker *c, node *n);
/* Refuses a literal outside the closed set of what messages call `subject`; NULL: an open set. */
int expr_check_choice(checker *c, const char *const *choices, dr_str subject, const node *n);
/* DR_STRINGS and its like; NULL when there is no list of such elements. */
const dr_type *expr_list_of(const dr_type *elem);

enum { GUARDS_MAX = 64 };

/* Facts that has() proves to be there: bit i of a set stands for paths[i]. */
typedef struct {
	struct {
		unsigned slot;
		size_t offset;
	} paths[GUARDS_MAX];
	size_t count;
	uint64_t proven; /* whenever the whole condition is true */
} guards;

/* Refuses reads of facts that may be absent where no has() proves that they are there. `g` holds
 * what is proven from outside and then what the condition proves. */
int expr_check_defined(guards *g, const node *root, dr_error *err);

/* Steps: the checked tree as evaluation wants it. They stand in one array, each before its
 * operands, so that a condition is read from front to back and lies on few cache lines. */

typedef struct evaluator evaluator;
typedef struct step step;

/* False: undecided, and the causes were noted. True: they are what they were before, unless the
 * value is a partial list. */
typedef bool expr_run(evaluator *ev, const step *s, value *out);
/* Reads a value from a struct. */
typedef void expr_loader(evaluator *ev, const void *at, value *out);

struct step {
	expr_run *run;
	const dr_type *type;
	const node *node; /* what it was made of: names, places and functions are there */
	union {
		value constant; /* N_CONST */
		struct {
			expr_loader *load; /* N_READ */
			unsigned slot;     /* which variable; of loops the element's */
			uint32_t offset;   /* N_READ, N_HAS: of the fact in the variable's struct */
			int32_t status;    /* of its status; -1: always known */
		};
	};
	node_kind kind;
	const step *end; /* behind the step and its operands */
};

/* The steps of a checked tree; NULL: no memory. */
const step *expr_emit(dr_arena *arena, const node *root);

/* Operands: `for (const step *o = expr_first(s); o != s->end; o = o->end)`. */
static inline const step *expr_first(const step *s)
{
	return s + 1;
}

/* Screens: what must be so for a condition to hold and can be seen at a glance. An operand of a
 * condition's `&&` that compares one known fact with a literal makes the whole false whatever the
 * others say, so these are looked at first, without an evaluation: most rules end there. */

typedef struct screen screen;
/* Whether the fact is known and not as wanted. */
typedef bool screen_test(const screen *s, const char *variable);

/* Small and without pointers to the fact: there are many, and reading them is most of the work. */
struct screen {
	screen_test *fails;
	const value *literal; /* that the fact is compared with */
	uint32_t offset;      /* these three as of the step that reads the fact */
	int32_t status;
	uint8_t slot;
	bool wanted;
	node_kind kind; /* of a comparison */
};

enum { SCREENS_MAX = 8 };

typedef struct {
	screen *items;
	size_t count; /* at most SCREENS_MAX */
} screens;

/* Those of a condition. */
screens expr_screens_of(dr_arena *arena, const step *condition);

/* True: the condition is false. False: it may be anything. */
static inline bool expr_is_refuted(const screens *all, const dr_values *values)
{
	for (size_t i = 0; i < all->count; i++) {
		const screen *s = &all->items[i];
		const char *variable = values->at[s->slot];
		if (variable != NULL && s->fails(s, variable)) {
			return true;
		}
	}
	return false;
}

/* Evaluation. */

extern expr_run *const EXPR_RUNS[N_COUNT];

struct dr_expr {
	screens screens;  /* of a condition */
	const step *code; /* of the root */
	dr_str text;
	const node *root;
	uint32_t reads;
	const guards *guards; /* NULL: an expression that is no condition */
};

struct evaluator {
	const dr_values *values;
	dr_arena *scratch;
	dr_str text;
	const void *locals[LOCALS_MAX];
	size_t steps;
	dr_cause *causes; /* room for CAUSES_MAX */
	size_t cause_count;
	dr_why_set why;
	void *regex; /* memory of matches(), made when first needed */
};

/* How many causes there were. */
typedef struct {
	size_t count;
	dr_why_set why;
} mark;

void expr_begin(evaluator *ev, const dr_expr *expr, const dr_values *values, dr_arena *scratch,
                dr_cause *room);
expr_run expr_eval;
/* Both operands, so that the causes of both are noted. */
bool expr_eval_pair(evaluator *ev, const step *s, value *a, value *b);
/* By kind: comparisons, + - * / % and the sign, loops. */
expr_run expr_eval_equality, expr_eval_order, expr_eval_in;
expr_run expr_eval_arithmetic, expr_eval_negative;
expr_run expr_eval_quantifier, expr_eval_exists_one, expr_eval_collect;
/* Whether a step of N_EQ, N_NE or N_IN compares a text that is read with ASCII literals, which a
 * text that has to be mended never equals, so that it is compared as it stands. */
bool expr_has_literal(const step *s);
/* What runs such a step. */
expr_run *expr_run_with_literal(const step *s);
bool expr_is_literal_among(dr_str wanted, const value *list);
/* Whether a comparison (N_EQ to N_GE) holds when its operands compare as <0, 0, >0. */
bool expr_accepts(node_kind kind, int c);

static inline const void *expr_variable_at(const evaluator *ev, const step *s)
{
	return s->slot < SLOT_LOCAL ? ev->values->at[s->slot] : ev->locals[s->slot - SLOT_LOCAL];
}

static inline dr_status expr_status_at(const step *s, const void *variable)
{
	if (variable == NULL) {
		return DR_STATUS_NOT_GIVEN;
	}
	return s->status < 0 ? DR_STATUS_KNOWN
	                     : *(const dr_status *)((const char *)variable + s->status);
}

mark expr_mark(const evaluator *ev);
void expr_forget(evaluator *ev, mark m); /* causes noted since did not matter */
/* Notes a cause: a fact; an error of the expression at `n`; spent steps or memory. */
void expr_note_unknown(evaluator *ev, dr_str path, dr_status status);
void expr_note_fault(evaluator *ev, const node *n);
void expr_note_spent(evaluator *ev);
/* The same as results of evaluation: false, which static analysers can see. */
#define expr_unknown(ev, path, status) (expr_note_unknown((ev), (path), (status)), false)
#define expr_fault(ev, n)              (expr_note_fault((ev), (n)), false)
#define expr_spent(ev)                 (expr_note_spent(ev), false)
/* Work besides the visit of a node: one step for each 64 octets. */
void expr_charge(evaluator *ev, size_t octets);

/* A value from a struct, and back. With closed sets, whose values are ASCII, texts need no look. */
expr_loader *expr_loader_of(const dr_type *type, bool is_closed);
void expr_load(evaluator *ev, const void *at, const dr_type *type, value *out);
void expr_store(const value *v, const dr_type *type, void *at);
/* Element `i` of a list with elements of `type`. */
const void *expr_item(const value *list, const dr_type *type, size_t i);
/* <0, 0, >0 for two values of a scalar type; doubles must not be NaN. */
int expr_compare(const value *a, const value *b, dr_type_kind kind);
bool expr_equal(const value *a, const value *b, dr_type_kind kind);

/* Functions. */

typedef enum { FORM_GLOBAL, FORM_MEMBER, FORM_BOTH } call_form;

struct function {
	dr_function_doc doc;
	call_form form;
	const dr_type *params[PARAMS_MAX]; /* NULL behind the last; EXPR_ANY_LIST */
	const dr_type *result;
	const char *const *choices; /* closed set of the first parameter, or NULL */
	/* Looks at the arguments when the expression is compiled; may be NULL. */
	int (*prepare)(dr_arena *arena, node *n, dr_error *err);
	/* `args` are known; lists among them are complete. */
	bool (*run)(evaluator *ev, const node *n, const value *args, value *out);
};

extern const dr_type EXPR_ANY_LIST;
extern const function EXPR_FUNCTIONS[];
extern const size_t EXPR_FUNCTION_COUNT;

/* What looks like a function but has names among its arguments. */
typedef struct {
	dr_function_doc doc;
	node_kind kind;
	size_t kids; /* with the list, without the name; 0: has() */
} macro;
extern const macro EXPR_MACROS[];
extern const size_t EXPR_MACRO_COUNT;

/* matches(): the only place that knows PCRE2. */
int expr_regex_prepare(dr_arena *arena, node *n, dr_error *err);
/* The pattern for PCRE2 of a literal in RE2's syntax. */
int expr_regex_translate(dr_arena *arena, const node *literal, dr_error *err, dr_str *ret_pattern);
bool expr_regex_run(evaluator *ev, const node *n, const value *args, value *out);

/* UTF-8. */
size_t expr_code_points(dr_str s);
/* Each octet that is not UTF-8 becomes U+FFFD. Borrows `s` when there is none. */
dr_str expr_clean(dr_arena *arena, dr_str s);
