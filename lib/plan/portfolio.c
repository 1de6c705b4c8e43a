#include "plan/portfolio.h"

enum { WEEK = 7 }; /* days */

const char *dr_wave_name(dr_wave wave)
{
	static const char *const NAMES[] = { [DR_WAVE_SILENT] = "silent",
		                             [DR_WAVE_ONE_SENDER] = "one-sender",
		                             [DR_WAVE_TRANSACTIONAL] = "transactional",
		                             [DR_WAVE_PEOPLE] = "people" };
	return NAMES[wave];
}

static dr_wave wave_of(const dr_plan *plan)
{
	if (plan->silent) {
		return DR_WAVE_SILENT;
	}
	if (plan->senders == 1) {
		return DR_WAVE_ONE_SENDER;
	}
	return dr_str_eq(plan->mail, DR_STR("transactional")) ? DR_WAVE_TRANSACTIONAL
	                                                      : DR_WAVE_PEOPLE;
}

static bool is_waiting(const dr_plan_gate *gate)
{
	return gate->state == DR_GATE_OPEN || gate->state == DR_GATE_UNKNOWN;
}

static dr_portfolio_task *find_task(dr_portfolio *portfolio, dr_str sender)
{
	for (size_t i = 0; i < portfolio->tasks.len; i++) {
		if (dr_str_eq_nocase(portfolio->tasks.items[i].sender, sender)) {
			return &portfolio->tasks.items[i];
		}
	}
	return NULL;
}

/* Whoever runs a report mailbox is asked once, with a record for each domain. */
static dr_str todo_of(dr_arena *arena, const dr_plan_gate *gate, dr_str domain)
{
	dr_str rest = gate->todo, word;
	dr_buf text, own;
	dr_buf_init(&text, arena);
	dr_buf_init(&own, arena);
	dr_buf_addf(&own, "%.*s._report.", DR_FMT(domain));
	while (dr_str_split(&rest, ' ', &word)) {
		bool named = gate->sender.len == 0 && dr_str_starts_nocase(word, dr_buf_str(&own));
		dr_buf_addf(&text, "%s%s%.*s", text.len > 0 ? " " : "", named ? "DOMAIN" : "",
		            DR_FMT(named ? dr_str_sub(word, domain.len, word.len) : word));
	}
	return dr_buf_str(&text);
}

/* Gates are one task for each sender, or report address, and domain, whatever they ask: what is to
 * be done for one of them before what only time brings. */
static void add_task(dr_portfolio *portfolio, const dr_plan_gate *gate, dr_str domain)
{
	dr_arena *arena = portfolio->arena;
	dr_str who = gate->sender.len > 0 ? gate->sender : gate->source;
	dr_portfolio_task *task = find_task(portfolio, who);
	if (task == NULL) {
		dr_portfolio_task fresh = { .sender = dr_arena_copy(arena, who),
			                    .todo = todo_of(arena, gate, domain),
			                    .waits = gate->waits };
		dr_list_add(arena, &fresh.domains, domain);
		dr_list_add(arena, &portfolio->tasks, fresh);
		return;
	}
	if (!dr_str_eq(task->domains.items[task->domains.len - 1], domain)) {
		dr_list_add(arena, &task->domains, domain);
	}
	if (task->waits && !gate->waits) {
		task->waits = false;
		task->todo = todo_of(arena, gate, domain);
	}
}

static void add_next(dr_portfolio *portfolio, const dr_plan_phase *next, dr_portfolio_row *row)
{
	row->next = dr_arena_copy(portfolio->arena, next->id);
	row->moves = next->records.len > 0;
	row->counts = row->moves && next->enforces_more;
	row->not_before = next->earliest;
	row->waits_for = dr_arena_copy(portfolio->arena, next->waits_for);
	for (size_t i = 0; i < next->delays.len; i++) {
		dr_list_add(portfolio->arena, &row->delays,
		            dr_arena_copy(portfolio->arena, next->delays.items[i]));
	}
	row->decision = next->decision;
	for (size_t i = 0; i < next->gates.len; i++) {
		const dr_plan_gate *gate = &next->gates.items[i];
		if (is_waiting(gate)) {
			row->waiting++;
			if (gate->source.len > 0) {
				add_task(portfolio, gate, row->domain);
			}
		}
	}
}

static bool is_enforced(dr_str policy)
{
	return dr_policy_parse(policy) > DR_POLICY_NONE;
}

/* Mail is treated otherwise since: a record that only brings reports is no move. A snapshot only
 * tells that the record is at least so old. */
static dr_day moved_on(const dr_plan *plan)
{
	const dr_plan_phase *now = plan->current;
	bool told = plan->since_given && plan->clock != DR_CLOCK_SNAPSHOT;
	bool moved =
		now != NULL && (is_enforced(now->p.strictest) || is_enforced(now->sp.strictest) ||
	                        is_enforced(now->np.strictest));
	return told && moved && plan->published.len > 0 ? plan->since : DR_NO_DAY;
}

void dr_portfolio_add(dr_portfolio *portfolio, const dr_plan *plan, dr_str lacks)
{
	dr_arena *arena = portfolio->arena;
	dr_portfolio_row row = {
		.domain = dr_arena_copy(arena, plan->domain),
		.mail = dr_arena_copy(arena, plan->mail),
		.owner = dr_arena_copy(arena, plan->owner),
		.not_before = DR_NO_DAY,
		.ready = dr_plan_is_ready(plan),
		.moved = moved_on(plan),
		.wave = wave_of(plan),
		.calendar = plan->calendar,
	};
	if (plan->incomplete) {
		row.missing = dr_arena_copy(arena, plan->missing);
		row.lacks = dr_arena_copy(arena, lacks);
	}
	if (plan->current != NULL) {
		row.now = dr_arena_copy(arena, plan->current->id);
	}
	if (plan->next != NULL) {
		add_next(portfolio, plan->next, &row);
	}
	for (size_t i = 0; i < plan->alarms.len; i++) {
		dr_list_add(arena, &row.alarms, dr_arena_copy(arena, plan->alarms.items[i].text));
	}
	portfolio->as_of = plan->as_of;
	dr_list_add(arena, &portfolio->rows, row);
}

/* Who must go back before all others, then rows with a day ahead; within a wave the earliest day
 * first. */
static bool is_before(const dr_portfolio_row *a, const dr_portfolio_row *b)
{
	if ((a->alarms.len > 0) != (b->alarms.len > 0)) {
		return a->alarms.len > 0;
	}
	bool a_ahead = a->not_before != DR_NO_DAY, b_ahead = b->not_before != DR_NO_DAY;
	if (a_ahead != b_ahead) {
		return a_ahead;
	}
	if (a->wave != b->wave) {
		return a->wave < b->wave;
	}
	if (a->not_before != b->not_before) {
		return a->not_before < b->not_before;
	}
	return dr_str_cmp(a->domain, b->domain) < 0;
}

static void insert(dr_arena *arena, dr_portfolio_rows *rows, dr_portfolio_row row)
{
	dr_list_add(arena, rows, row);
	for (size_t i = rows->len; i > 1 && is_before(&row, &rows->items[i - 2]); i--) {
		rows->items[i - 1] = rows->items[i - 2];
		rows->items[i - 2] = row;
	}
}

/* Weeks begin on Monday; 1970-01-01 was a Thursday. */
static dr_day first_of_week(dr_day day)
{
	return day - dr_day_date(day).weekday;
}

static bool has_day(const dr_portfolio_row *row)
{
	return row->counts && row->not_before != DR_NO_DAY;
}

static bool has_moved(const dr_portfolio *portfolio, const dr_portfolio_row *row)
{
	return row->moved != DR_NO_DAY && row->moved >= first_of_week(portfolio->as_of);
}

size_t dr_portfolio_count_moved(const dr_portfolio *portfolio)
{
	size_t count = 0;
	for (size_t i = 0; i < portfolio->rows.len; i++) {
		count += has_moved(portfolio, &portfolio->rows.items[i]);
	}
	return count;
}

/* Moves of each week from that of the plans' day on. */
typedef struct {
	dr_arena *arena;
	dr_day first; /* of the first week */
	DR_LIST(size_t) moves;
} weeks;

/* Grows the list as far as that week; NULL: there is no memory. */
static size_t *moves_in_week(weeks *taken, dr_day day)
{
	dr_day monday = first_of_week(day);
	size_t at = monday > taken->first ? (size_t)(monday - taken->first) / WEEK : 0;
	while (taken->moves.len <= at && !dr_arena_failed(taken->arena)) {
		dr_list_add(taken->arena, &taken->moves, 0);
	}
	return at < taken->moves.len ? &taken->moves.items[at] : NULL;
}

/* The week has no room for one move more. */
static bool is_full(weeks *taken, dr_day day)
{
	const size_t *moves = moves_in_week(taken, day);
	return moves != NULL && *moves >= DR_MOVES_A_WEEK;
}

static void take_slot(weeks *taken, dr_portfolio_row *row)
{
	const dr_str why = DR_STR("at most five domains move in a week, and the weeks before are "
	                          "full");
	while (has_day(row) && is_full(taken, row->not_before)) {
		if (!row->held) {
			dr_list_add(taken->arena, &row->delays, why);
		}
		row->held = true;
		row->not_before =
			dr_calendar_next(&row->calendar, first_of_week(row->not_before) + WEEK,
		                         taken->arena, &row->delays);
	}
	size_t *moves = has_day(row) ? moves_in_week(taken, row->not_before) : NULL;
	if (moves != NULL) {
		*moves += 1;
	}
}

/* Who must go back is the last to move on. */
static void take_slots(weeks *taken, dr_portfolio_rows *rows, bool ready, bool alarmed)
{
	for (size_t i = 0; i < rows->len; i++) {
		dr_portfolio_row *row = &rows->items[i];
		if (row->ready == ready && (row->alarms.len > 0) == alarmed) {
			take_slot(taken, row);
		}
	}
}

void dr_portfolio_settle(dr_portfolio *portfolio)
{
	const dr_portfolio_rows given = portfolio->rows;
	weeks taken = { .arena = portfolio->arena, .first = first_of_week(portfolio->as_of) };
	dr_list_add(taken.arena, &taken.moves, dr_portfolio_count_moved(portfolio));
	portfolio->rows = (dr_portfolio_rows){ NULL, 0 };
	for (size_t i = 0; i < given.len; i++) {
		insert(portfolio->arena, &portfolio->rows, given.items[i]);
	}
	take_slots(&taken, &portfolio->rows, true, false);
	take_slots(&taken, &portfolio->rows, false, false);
	take_slots(&taken, &portfolio->rows, false, true);
}

dr_str dr_portfolio_next(const dr_portfolio_row *row)
{
	return row->alarms.len > 0 ? DR_STR("go back now") : row->next;
}

dr_portfolio_tasks dr_portfolio_shared(const dr_portfolio *portfolio)
{
	dr_portfolio_tasks shared = { NULL, 0 };
	for (size_t i = 0; i < portfolio->tasks.len; i++) {
		if (portfolio->tasks.items[i].domains.len > 1) {
			dr_list_add(portfolio->arena, &shared, portfolio->tasks.items[i]);
		}
	}
	return shared;
}

const dr_portfolio_row *dr_portfolio_find(const dr_portfolio *portfolio, dr_str domain)
{
	for (size_t i = 0; i < portfolio->rows.len; i++) {
		if (dr_str_eq(portfolio->rows.items[i].domain, domain)) {
			return &portfolio->rows.items[i];
		}
	}
	return NULL;
}
