/*
 * The condition language: a strict subset of CEL (Common Expression Language).
 *
 * What compiles here is valid CEL with the functions of expr/functions.c declared, and has the same
 * value there when every fact is known. Type-checked against the schemas of named variables,
 * bounded in size, depth and steps, and three-valued: `false && unknown` is false, `true ||
 * unknown` is true; an error (division by zero, overflow) behaves like an unknown with
 * DR_WHY_ERROR.
 *
 * A fact that may be absent and has no default may be read only where has() of the same path holds;
 * comparing a fact of a closed set with another literal is refused.
 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "schema/schema.h"

/* A variable of an expression. `type` is a record, a list or a scalar type. */
typedef struct {
	const char *name;
	const dr_type *type;
	const char *doc;
} dr_variable;

enum { DR_VARIABLES_MAX = 32 };

typedef struct {
	const dr_variable *items;
	size_t count; /* at most DR_VARIABLES_MAX */
} dr_variables;

/* The values: one pointer for each variable, to its struct (record), dr_list (list) or scalar; NULL
 * means that this run does not have the variable: unknown, DR_WHY_NOT_GIVEN. */
typedef struct {
	const void *at[DR_VARIABLES_MAX];
} dr_values;

typedef struct dr_expr dr_expr;

/* A set of causes: bit DR_WHY_x is set for each kind of unknown that mattered. */
typedef uint32_t dr_why_set;

/* One fact that could not be read and mattered; with DR_WHY_ERROR the part of the expression that
 * has no value (division by zero, …), or a fact whose state is DR_ABSENT; with DR_WHY_BUDGET it may
 * be the whole expression, when it takes too many steps or too much memory. */
typedef struct {
	dr_str path; /* "spf.lookups", "spf.terms[].cost"; borrowed from the expression */
	dr_status status;
} dr_cause;

typedef DR_LIST(dr_cause) dr_causes;

typedef enum { DR_FALSE, DR_TRUE, DR_UNDECIDED } dr_verdict;

typedef struct {
	dr_verdict verdict;
	dr_why_set why;   /* when undecided: of all unknowns that could have changed the outcome */
	dr_causes causes; /* the same ones, in order of reading, each path once; in the scratch
	                     arena */
} dr_outcome_of_expr;

/* Compiles a condition. The result lives in `arena` and borrows `text`. DR_ESYNTAX, DR_ETYPE,
 * DR_EINVAL, DR_ENAME, DR_ELIMIT or DR_ENOMEM; err->span is in `text`. */
int dr_expr_compile(dr_arena *arena, const dr_variables *variables, dr_str text,
                    const dr_expr **ret_expr, dr_error *err);
/* The same for a condition that only matters where `earlier` is true (NULL: always): what has()
 * proves there is proven here. For lists of conditions that must all hold, pass the one before. */
int dr_expr_compile_after(dr_arena *arena, const dr_variables *variables, const dr_expr *earlier,
                          dr_str text, const dr_expr **ret_expr, dr_error *err);

/* Evaluates a condition. Allocates only what causes and strings need, in `scratch`. When `scratch`
 * is spent the outcome is undecided, DR_WHY_BUDGET. */
dr_outcome_of_expr dr_expr_eval(const dr_expr *expr, const dr_values *values, dr_arena *scratch);

/* Compiles an expression of any type; the type is in `ret_type`. Used by templates, `each` and
 * `span`. Facts that may be absent may be read without has(): they are unknown then. */
int dr_expr_compile_value(dr_arena *arena, const dr_variables *variables, dr_str text,
                          const dr_expr **ret_expr, const dr_type **ret_type, dr_error *err);

/* The elements of a list-valued expression: for each `fn` is called with a pointer to the element,
 * which may be in `scratch`: do not reset that before all were visited. With `where`, a condition,
 * those are left out for which it is certainly false; it reads the element as the variable with the
 * number `variable`, which is set while `fn` runs too, and NULL in the end.
 * DR_TRUE: all were visited; DR_UNDECIDED: the list is unknown or partial (known elements were
 * visited); the causes are in `ret_outcome`, whose verdict is the same. */
typedef void (*dr_expr_element)(void *self, size_t index, const void *element);
dr_verdict dr_expr_each(const dr_expr *expr, const dr_expr *where, size_t variable,
                        dr_values *values, dr_arena *scratch, dr_expr_element fn, void *self,
                        dr_outcome_of_expr *ret_outcome);

/* The place of the fact an expression names (a `span:` such as `dmarc.sp`): false when the fact has
 * none or is not known. */
bool dr_expr_place(const dr_expr *expr, const dr_values *values, dr_place *ret_place);

/* Which variables an expression reads: bit i for variables->items[i]. */
uint32_t dr_expr_reads(const dr_expr *expr);

/* Texts with {expression} in them; `{{` and `}}` are braces. Strings, integers in decimal, true and
 * false, and lists of these joined by ", "; for a double write fixed(x, 1) or percent(x). What is
 * unknown or absent prints `?`, also behind the known elements of a partial list; a long value is
 * cut to DR_LIMIT_TEMPLATE_VALUE octets and ends with "…". */
typedef struct dr_template dr_template;
int dr_template_compile(dr_arena *arena, const dr_variables *variables, dr_str text,
                        const dr_template **ret_template, dr_error *err);
void dr_template_write(const dr_template *template, const dr_values *values, dr_arena *scratch,
                       dr_buf *out);
uint32_t dr_template_reads(const dr_template *template);

/* Every function and loop, for documentation: name, how it is written, one line. NULL behind the
 * last. A name with several forms stands here several times. */
typedef struct {
	const char *name, *signature, *doc;
} dr_function_doc;
const dr_function_doc *dr_function_doc_at(size_t index);
