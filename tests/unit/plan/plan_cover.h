/*
 * How often each thing came up in plans of generated domains: a check that never meets its case
 * shows nothing. The counts are shared by the processes of a test program.
 */
#pragma once
#include "plan_cases.h"
#include "plan_made.h"
#include "plan_policy.h"

enum { COVER_BOOKS = 6, COVER_PHASES = 15, COVER_GATES = 16, COVER_SCOPES = ROLES };
enum { COVER_LEAST = 2 }; /* times that a cell must have come */

/* How a phase comes; the next one is not among those that come later. */
typedef enum { CAME_DONE, CAME_CURRENT, CAME_NEXT, CAME_LATER, CAME_SKIPPED, PHASE_CELLS } came;

enum { GATE_CELLS = DR_GATE_ACCEPTED + 1 };

/* What happens to p, sp and np. */
typedef enum {
	SCOPE_HELD,   /* a gate of it is open before the next step */
	SCOPE_RISES,  /* a step of the plan raises it */
	SCOPE_TAKEN,  /* such a step may be taken today */
	SCOPE_BEHIND, /* a step leaves it behind p */
	SCOPE_CELLS
} scope_cell;

typedef struct {
	size_t domains;
	size_t phases[COVER_BOOKS][COVER_PHASES][PHASE_CELLS];
	size_t gates[COVER_GATES][GATE_CELLS]; /* by the number of their id: PL004 */
	size_t scopes[COVER_SCOPES][SCOPE_CELLS];
	size_t cases[CASES];
} plan_cover;

/* Zeroed, in memory that children share; ends the program when there is none. */
plan_cover *plan_cover_new(void);

void plan_cover_add(plan_cover *cover, const plan_books *books, const plan_domain *d,
                    const made_plan *made);

/* As text: a table of phases for each playbook, one of gates, one of scopes, and cases. */
void plan_cover_print(const plan_cover *cover, const plan_books *books);

/* Ends the test at the first cell that is (nearly) empty and should not be, or that is not and
 * should. */
void plan_cover_check(const plan_cover *cover, const plan_books *books);
