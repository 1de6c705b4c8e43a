#include "plan_cover.h"
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *const CAME[PHASE_CELLS] = { "done", "current", "next", "later", "skipped" };
static const char *const SCOPES[COVER_SCOPES] = { "p", "sp", "np" };
static const char *const SCOPE_WORDS[SCOPE_CELLS] = { "held", "rises", "taken", "behind" };

/* Cells in which nothing can be, and why. `table` NULL: any playbook. */
static const struct {
	const char *table, *name, *cell;
} IMPOSSIBLE[] = {
	/* they come only where what they do is not there */
	{ NULL, "reports", "done" },
	{ NULL, "reports", "current" },
	{ NULL, "clean", "done" },
	{ NULL, "clean", "current" },
	{ NULL, "clean-reject", "done" },
	{ NULL, "clean-reject", "current" },
	{ NULL, "clean-domain", "done" },
	{ NULL, "clean-domain", "current" },
	{ NULL, "domain-reject", "done" },
	{ NULL, "domain-reject", "current" },
	{ NULL, "missing-reject", "done" },
	{ NULL, "missing-reject", "current" },
	/* records of names below are no state of the domain's record */
	{ NULL, "apart", "done" },
	{ NULL, "apart", "current" },
	{ NULL, "rejoin", "done" },
	{ NULL, "rejoin", "current" },
	/* p is where the record says the plan is, and names below only follow it */
	{ NULL, "below-quarantine", "done" },
	{ NULL, "below-quarantine", "current" },
	{ NULL, "below-later", "done" },
	{ NULL, "below-later", "current" },
	{ NULL, "below-reject", "done" },
	{ NULL, "below-reject", "current" },
	{ "bimi", "names", "done" },
	{ "bimi", "names", "current" },
	{ "bimi", "names-later", "done" },
	{ "bimi", "names-later", "current" },
	/* the first phase; and the second, of which nothing is left behind the first */
	{ NULL, "reports", "later" },
	{ NULL, "monitor", "later" },
	/* the last phase, which always comes */
	{ NULL, "maintain", "done" },
	{ NULL, "maintain", "skipped" },
	/* more reports may always come: nobody knows yet */
	{ "gates", "PL001", "open" },
	{ "gates", "PL002", "open" },
	{ "gates", "PL003", "open" },
	{ "gates", "PL010", "open" },
	/* DNS tells, and so does the config: nobody has to wait, so nobody may accept */
	{ "gates", "PL013", "unknown" },
	{ "gates", "PL013", "accepted" },
	{ "gates", "PL015", "met" },
	{ "gates", "PL015", "unknown" },
	{ "gates", "PL015", "accepted" },
	/* by what it means */
	{ "scopes", "p", "behind" },
};

/* Cells that may come, and that these domains hardly reach: nothing is asked of them. */
static const struct {
	const char *table, *name, *cell;
} RARE[] = {
	{ "standard", "subdomains-reject", "current" },
	{ "fast", "subdomains-reject", "current" },
	{ "fast", "subdomains-reject", "next" },
	{ "fast", "below-quarantine", "next" },
	{ "fast", "below-later", "next" },
	{ "fast", "below-reject", "next" },
	{ "pct-ramp", "quarantine-50", "next" },
	{ "pct-ramp", "domain-reject", "next" },
	{ "pct-ramp", "missing-reject", "next" },
	{ "pct-ramp", "missing-reject", "later" },
	{ "testing-flag", "missing-reject", "next" },
	{ "testing-flag", "missing-reject", "later" },
	{ "testing-flag", "domain-reject", "next" },
	{ "testing-flag", "domain-reject", "later" },
	{ "bimi", "names", "next" },
	{ "bimi", "names-later", "later" },
	{ "gates", "PL014", "accepted" },
};

plan_cover *plan_cover_new(void)
{
	FILE *file = tmpfile();
	plan_cover *cover = MAP_FAILED;
	if (file != NULL && ftruncate(fileno(file), sizeof(*cover)) == 0) {
		cover = mmap(NULL, sizeof(*cover), PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file),
		             0);
	}
	if (cover == MAP_FAILED) {
		perror("memory that processes share");
		exit(EXIT_FAILURE);
	}
	*cover = (plan_cover){ .domains = 0 };
	return cover;
}

/* ---- counting ---- */

static came cell_of(const dr_plan *plan, const dr_plan_phase *phase)
{
	static const came STATES[] = { [DR_PHASE_DONE] = CAME_DONE,
		                       [DR_PHASE_CURRENT] = CAME_CURRENT,
		                       [DR_PHASE_UPCOMING] = CAME_LATER,
		                       [DR_PHASE_SKIPPED] = CAME_SKIPPED };
	return phase == plan->next ? CAME_NEXT : STATES[phase->state];
}

static void add_gates(plan_cover *cover, const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		uint64_t number = 0;
		dr_str digits = dr_str_sub(gate->id, 2, gate->id.len);
		ck_assert(dr_str_to_u64(digits, COVER_GATES - 1, &number));
		cover->gates[number][gate->state]++;
	}
}

static bool is_held(const dr_plan_phase *phase, const char *scope)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (gate->state == DR_GATE_OPEN && dr_str_eq(gate->scope, dr_str_of(scope))) {
			return true;
		}
	}
	return false;
}

static bool is_taken(const made_plan *made, const dr_plan_phase *phase)
{
	dr_plan_move move = { .allowed = false };
	dr_error err = { 0 };
	ck_assert_int_eq(dr_plan_may_move(made->arena, &made->plan, phase->id, &move, &err), DR_OK);
	return move.allowed;
}

static void add_scopes(plan_cover *cover, const made_plan *made, const dr_plan_phase *phase,
                       dr_str standing)
{
	int p = policy_asked(phase->text, ROLE_P);
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		int was = policy_asked(standing, role), is = policy_asked(phase->text, role);
		bool rises = is > was;
		size_t *cells = cover->scopes[role];
		cells[SCOPE_RISES] += rises;
		cells[SCOPE_TAKEN] += rises && is_taken(made, phase);
		cells[SCOPE_BEHIND] += policy_asked(standing, ROLE_P) < p && is < p;
		cells[SCOPE_HELD] += phase == made->plan.next && is_held(phase, SCOPES[role]);
	}
}

void plan_cover_add(plan_cover *cover, const plan_books *books, const plan_domain *d,
                    const made_plan *made)
{
	const dr_playbook *book = books->playbooks[d->playbook];
	const dr_plan *plan = &made->plan;
	dr_str standing = plan->published;
	cover->domains++;
	plan_cases_add(cover->cases, d, made);
	ck_assert_uint_le(plan->phases.len, COVER_PHASES);
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		size_t row = (size_t)(playbook_phase(book, phase->id) - book->phases.items);
		cover->phases[d->playbook][row][cell_of(plan, phase)]++;
		add_gates(cover, phase);
		if (phase->state == DR_PHASE_UPCOMING) {
			add_scopes(cover, made, phase, standing);
			standing = phase->text;
		}
	}
}

/* ---- looking ---- */

/* A line of a table. */
typedef struct {
	dr_str table, name;
	const char *const *columns;
	const size_t *cells;
	size_t count;
} row;

typedef void (*row_visit)(const row *r);

static void visit_phases(const plan_cover *cover, const dr_playbook *book, size_t number,
                         row_visit visit)
{
	for (size_t i = 0; i < book->phases.len; i++) {
		const row r = { .table = book->name,
			        .name = book->phases.items[i].id,
			        .columns = CAME,
			        .cells = cover->phases[number][i],
			        .count = PHASE_CELLS };
		visit(&r);
	}
}

static void visit_gates(const plan_cover *cover, row_visit visit)
{
	static const char *const STATES[GATE_CELLS] = { "met", "open", "unknown", "accepted" };
	for (size_t i = 1; i < COVER_GATES; i++) {
		char id[8];
		snprintf(id, sizeof(id), "PL%03zu", i);
		const row r = { .table = DR_STR("gates"),
			        .name = dr_str_of(id),
			        .columns = STATES,
			        .cells = cover->gates[i],
			        .count = GATE_CELLS };
		visit(&r);
	}
}

static void visit_cases(const plan_cover *cover, row_visit visit)
{
	static const char *const CELL[] = { "came" };
	for (size_t i = 0; i < CASES; i++) {
		const row r = { .table = DR_STR("cases"),
			        .name = dr_str_of(PLAN_CASES[i]),
			        .columns = CELL,
			        .cells = &cover->cases[i],
			        .count = 1 };
		visit(&r);
	}
}

static void visit_rows(const plan_cover *cover, const plan_books *books, row_visit visit)
{
	for (size_t i = 0; i < books->count; i++) {
		visit_phases(cover, books->playbooks[i], i, visit);
	}
	visit_gates(cover, visit);
	visit_cases(cover, visit);
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		const row r = { .table = DR_STR("scopes"),
			        .name = dr_str_of(SCOPES[role]),
			        .columns = SCOPE_WORDS,
			        .cells = cover->scopes[role],
			        .count = SCOPE_CELLS };
		visit(&r);
	}
}

static bool is_impossible(const row *r, size_t cell)
{
	for (size_t i = 0; i < DR_COUNT(IMPOSSIBLE); i++) {
		const char *table = IMPOSSIBLE[i].table;
		if ((table == NULL || dr_str_eq(r->table, dr_str_of(table))) &&
		    dr_str_eq(r->name, dr_str_of(IMPOSSIBLE[i].name)) &&
		    strcmp(r->columns[cell], IMPOSSIBLE[i].cell) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_rare(const row *r, size_t cell)
{
	for (size_t i = 0; i < DR_COUNT(RARE); i++) {
		if (dr_str_eq(r->table, dr_str_of(RARE[i].table)) &&
		    dr_str_eq(r->name, dr_str_of(RARE[i].name)) &&
		    strcmp(r->columns[cell], RARE[i].cell) == 0) {
			return true;
		}
	}
	return false;
}

static void print_row(const row *r)
{
	printf("%-12.*s %-16.*s", DR_FMT(r->table), DR_FMT(r->name));
	for (size_t i = 0; i < r->count; i++) {
		printf(" %8s %6zu%s", r->columns[i], r->cells[i], is_impossible(r, i) ? "!" : " ");
	}
	printf("\n");
}

void plan_cover_print(const plan_cover *cover, const plan_books *books)
{
	printf("%zu domains; !: cannot be\n", cover->domains);
	visit_rows(cover, books, print_row);
	fflush(stdout);
}

static void check_row(const row *r)
{
	for (size_t i = 0; i < r->count; i++) {
		bool enough = r->cells[i] >= COVER_LEAST || is_rare(r, i);
		ck_assert_msg(is_impossible(r, i) ? r->cells[i] == 0 : enough,
		              "%.*s, %.*s: %s came %zu times", DR_FMT(r->table), DR_FMT(r->name),
		              r->columns[i], r->cells[i]);
	}
}

void plan_cover_check(const plan_cover *cover, const plan_books *books)
{
	visit_rows(cover, books, check_row);
}
