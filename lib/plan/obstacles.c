/* What stands in the way, told as people would: gates of one sender are one thing. */
#include "plan/plan_priv.h"

enum {
	DECIDE_DAYS = 7, /* for a source that is new when the rollout is at its end */
	LOSS_DAYS = 28,
};

static dr_plan_obstacle *add(dr_planner *p, dr_str what, dr_str todo, dr_str command,
                             dr_str because)
{
	dr_plan_obstacles *list = &p->plan->obstacles;
	dr_plan_obstacle one = { .what = what, .todo = todo, .command = command };
	dr_list_add(p->arena, &one.because, because);
	dr_list_add(p->arena, list, one);
	return list->len > 0 ? &list->items[list->len - 1] : NULL;
}

static dr_str command(dr_planner *p, const char *what, dr_str about)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "dmarcramp %s %.*s", what, DR_FMT(about));
	return dr_buf_str(&text);
}

/* ---- senders ---- */

static bool is_source(const dr_plan_gate *gate)
{
	return dr_str_eq(gate->each, DR_STR("source"));
}

static const dr_mail_stream *find_stream(const dr_sender *sender, dr_str domain)
{
	for (size_t i = 0; i < sender->streams.len; i++) {
		if (dr_str_eq_nocase(sender->streams.items[i].scope, domain)) {
			return &sender->streams.items[i];
		}
	}
	return NULL;
}

/* Whom a gate is about; NULL: nobody was reported. */
static const dr_sender *find_sender(const dr_planner *p, const dr_plan_gate *gate)
{
	const dr_traffic *traffic = p->request->traffic;
	for (size_t i = 0; traffic != NULL && i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		bool meant = is_source(gate) ? sender->undecided : dr_gate_evidence_is_ours(sender);
		if (meant && dr_str_eq(sender->name, gate->sender) &&
		    find_stream(sender, gate->domain) != NULL) {
			return sender;
		}
	}
	return NULL;
}

/* What it is known by when people call it something else: "payvendor.example". */
static dr_str known_by(const dr_sender *sender)
{
	if (sender->decision == NULL) {
		return (dr_str){ 0 };
	}
	size_t colon = dr_str_find(sender->id, 0, ':');
	dr_str by = dr_str_sub(sender->id, colon + 1, dr_str_find(sender->id, 0, '+'));
	by = sender->service != NULL ? sender->service->name : by;
	return dr_str_eq_nocase(by, sender->name) ? (dr_str){ 0 } : by;
}

static void add_measure(const dr_plan_gate *gate, dr_buf *text)
{
	dr_buf_add(text, gate->measured.text);
	dr_buf_addf(text, "%sneeds ", gate->measured.text.len > 0 ? "; " : "");
	dr_buf_add(text, gate->needed);
}

/* Messages that failed on the day of the last LOSS_DAYS on which most did. */
static uint64_t worst_day(const dr_planner *p, const dr_mail_stream *stream)
{
	uint64_t worst = 0;
	for (size_t i = 0; i < stream->days.len; i++) {
		const dr_stream_day *day = &stream->days.items[i];
		uint64_t failing = day->direct.all.none + day->indirect.all.none;
		bool counts = day->day > p->plan->as_of - LOSS_DAYS && day->day <= p->plan->as_of;
		worst = counts && failing > worst ? failing : worst;
	}
	return worst;
}

/* Under a policy that is enforced failing mail is lost already. */
static void add_loss(dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender, dr_buf *text)
{
	const dr_plan_phase *now = p->plan->current;
	if (now == NULL || sender == NULL ||
	    dr_str_eq(dr_planner_strictest(p, now, gate->domain), DR_STR("none"))) {
		return;
	}
	uint64_t a_day = worst_day(p, find_stream(sender, gate->domain));
	if (a_day > 0) {
		p->plan->losing = true;
		dr_buf_addf(text, "; today's policy costs it up to %llu %s a day",
		            (unsigned long long)a_day, a_day == 1 ? "message" : "messages");
	}
}

static dr_str describe_stream(dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_add(&text, gate->source);
	if (sender != NULL) {
		dr_str by = known_by(sender);
		uint64_t count = find_stream(sender, gate->domain)->direct.all.messages;
		dr_buf_addf(&text, " (%.*s%s%llu reported %s)", DR_FMT(by), by.len > 0 ? ", " : "",
		            (unsigned long long)count, count == 1 ? "message" : "messages");
	}
	dr_buf_addf(&text, ": ");
	if (sender != NULL && sender->problem.len > 0 && gate->state == DR_GATE_OPEN) {
		dr_buf_add(&text, sender->problem);
	} else {
		add_measure(gate, &text);
	}
	add_loss(p, gate, sender, &text);
	return dr_buf_str(&text);
}

static dr_str describe_source(dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	bool known = sender != NULL && sender->class != DR_CLASS_UNKNOWN;
	dr_buf_addf(&text, "%.*s (%s%.*s)", DR_FMT(gate->source), known ? "" : "unknown, ",
	            DR_FMT(gate->measured.text));
	if (known && sender->problem.len > 0) {
		dr_buf_addf(&text, ": %.*s", DR_FMT(sender->problem));
	}
	dr_buf_addf(&text, ": ours or not?");
	return dr_buf_str(&text);
}

/* A stream that passes by now has nothing to repair, whatever its days say. */
static dr_str todo_of_stream(dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender)
{
	dr_str todo = sender != NULL && sender->remedy.len > 0 ? sender->remedy : gate->todo;
	if (sender != NULL && sender->problem.len == 0) {
		return gate->state == DR_GATE_OPEN
		               ? DR_STR("wait: it passes by now, and the days before must go by")
		               : DR_STR("wait: nothing fails; or look at a message of it outside "
		                        "and write verified: into dmarcramp.yaml");
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	if (gate->owner.len > 0) {
		dr_str who = DR_STR("ask who uses it; then ");
		dr_buf_addf(&text, "ask %.*s: ", DR_FMT(gate->owner));
		todo = dr_str_starts(todo, who) ? dr_str_sub(todo, who.len, todo.len) : todo;
	}
	dr_buf_add(&text, todo);
	return dr_buf_str(&text);
}

static dr_str todo_of_source(dr_planner *p, const dr_sender *sender)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "say in dmarcramp.yaml what it is");
	if (sender != NULL && p->plan->next == NULL) {
		dr_buf_addf(&text, " by ");
		dr_day_write(sender->first + DECIDE_DAYS, &text);
		dr_buf_addf(&text, ", %d days after its first report", (int)DECIDE_DAYS);
	}
	if (sender != NULL && sender->class != DR_CLASS_UNKNOWN && sender->remedy.len > 0) {
		dr_buf_addf(&text, "; if it is ours: %.*s", DR_FMT(sender->remedy));
	}
	return dr_buf_str(&text);
}

/* Behind the last step a stream that is repaired need not prove it. */
static bool is_repaired(const dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender)
{
	return p->plan->next == NULL && !is_source(gate) && sender != NULL &&
	       sender->problem.len == 0;
}

static void add_sender(dr_planner *p, const dr_plan_gate *gate)
{
	const dr_sender *sender = find_sender(p, gate);
	if (is_repaired(p, gate, sender)) {
		return;
	}
	dr_str domain = p->plan->domain;
	dr_plan_obstacle *one = NULL;
	if (is_source(gate)) {
		one = add(p, describe_source(p, gate, sender), todo_of_source(p, sender),
		          command(p, "report summary --undecided", domain), gate->id);
	} else {
		bool service = sender != NULL && sender->service != NULL;
		one = add(p, describe_stream(p, gate, sender), todo_of_stream(p, gate, sender),
		          service ? command(p, "explain", sender->service->id)
		                  : command(p, "report summary", domain),
		          gate->id);
	}
	if (one != NULL) {
		one->to_do = gate->state == DR_GATE_OPEN &&
		             (is_source(gate) || (sender != NULL && sender->problem.len > 0));
	}
}

/* ---- what else ---- */

static bool is_about_address(const dr_plan_gate *gate)
{
	return dr_str_eq(gate->each, DR_STR("address"));
}

static void add_domain_gate(dr_planner *p, const dr_plan_gate *gate)
{
	if (is_about_address(gate)) {
		add(p, gate->measured.text, gate->todo, (dr_str){ 0 }, gate->id);
		return;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%.*s: not yet: ", DR_FMT(gate->title));
	add_measure(gate, &text);
	add(p, dr_buf_str(&text), gate->todo, (dr_str){ 0 }, gate->id);
}

static dr_str todo_of_rule(const dr_plan_phase *phase, dr_str rule)
{
	for (size_t i = 0; i < phase->tasks.len; i++) {
		if (dr_str_eq(phase->tasks.items[i].because, rule)) {
			return phase->tasks.items[i].text;
		}
	}
	return (dr_str){ 0 };
}

static bool is_about_records(const dr_plan_gate *gate)
{
	return dr_str_eq(gate->id, DR_STR("PL007"));
}

bool dr_planner_waits_for_address(const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (is_about_address(gate) && gate->state == DR_GATE_OPEN) {
			return true;
		}
	}
	return false;
}

bool dr_planner_wants_clean_records(const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (is_about_records(gate) && !is_about_address(gate) &&
		    gate->state == DR_GATE_OPEN) {
			return true;
		}
	}
	return false;
}

static void add_blockers(dr_planner *p, const dr_plan_phase *phase)
{
	const dr_plan_blockers *blockers = &p->plan->blockers;
	for (size_t i = 0; i < blockers->len; i++) {
		const dr_plan_blocker *b = &blockers->items[i];
		add(p, b->message, todo_of_rule(phase, b->rule), command(p, "explain", b->rule),
		    b->rule);
	}
}

/* Behind the last step nothing waits for what is not known. */
static bool is_waiting(const dr_planner *p, const dr_plan_gate *gate)
{
	return gate->state == DR_GATE_OPEN ||
	       (gate->state == DR_GATE_UNKNOWN && p->plan->next != NULL);
}

/* A gate of a sender that an earlier gate names already, or of records whose errors, those of
 * report addresses among them, are told one by one. */
static bool is_told(const dr_planner *p, const dr_plan_phase *phase, size_t at)
{
	const dr_plan_gate *gate = &phase->gates.items[at];
	if (gate->sender.len == 0) {
		bool named = p->plan->blockers.len > 0 || dr_planner_waits_for_address(phase);
		return named && is_about_records(gate) && !is_about_address(gate) && !gate->unread;
	}
	for (size_t i = 0; i < at; i++) {
		const dr_plan_gate *earlier = &phase->gates.items[i];
		if (is_waiting(p, earlier) && dr_str_eq(earlier->source, gate->source)) {
			return true;
		}
	}
	return false;
}

/* Without reports all that only they can tell is one thing. */
static bool is_for_reports(const dr_planner *p, const dr_plan_gate *gate)
{
	return p->evidence_count == 0 && p->plan->next != NULL && gate->state == DR_GATE_UNKNOWN &&
	       !is_about_records(gate);
}

static void add_missing_reports(dr_planner *p, const dr_plan_phase *phase)
{
	dr_plan_obstacle *one = NULL;
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (!is_for_reports(p, gate)) {
			continue;
		}
		if (one != NULL) {
			dr_list_add(p->arena, &one->because, gate->id);
			continue;
		}
		one = add(p, DR_STR("no aggregate reports: nothing is known about your mail"),
		          DR_STR("collect them"), DR_STR("dmarcramp report ingest DIR"), gate->id);
	}
}

static void add_gates(dr_planner *p, const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (!is_waiting(p, gate) || is_told(p, phase, i) || is_for_reports(p, gate)) {
			continue;
		}
		if (gate->sender.len > 0) {
			add_sender(p, gate);
		} else {
			add_domain_gate(p, gate);
		}
	}
}

static void add_decision(dr_planner *p, const dr_plan_phase *phase)
{
	dr_buf what, todo;
	dr_buf_init(&what, p->arena);
	dr_buf_init(&todo, p->arena);
	dr_buf_addf(&what, "%.*s is for a person to decide", DR_FMT(phase->id));
	dr_buf_addf(&todo, "write target: %.*s, decided_by: and reason: into dmarcramp.yaml",
	            DR_FMT(phase->id));
	add(p, dr_buf_str(&what), dr_buf_str(&todo), command(p, "plan --full", p->plan->domain),
	    phase->id);
}

/* Freezes and changes are people's own: nothing else makes room. */
static void add_no_day(dr_planner *p, const dr_plan_phase *phase)
{
	dr_buf what;
	dr_buf_init(&what, p->arena);
	dr_buf_addf(&what, "%.*s has no day", DR_FMT(phase->id));
	for (size_t i = 0; i < phase->delays.len; i++) {
		dr_buf_addf(&what, "%s%.*s", i == 0 ? ": " : "; ", DR_FMT(phase->delays.items[i]));
	}
	dr_plan_obstacle *one =
		add(p, dr_buf_str(&what),
	            DR_STR("leave days for steps between freezes: and changes: of dmarcramp.yaml"),
	            (dr_str){ 0 }, phase->id);
	if (one != NULL) {
		one->to_do = true;
	}
}

/* Names below that the end of the plan leaves weaker than the domain. */
static void add_weaker_names(dr_planner *p, const dr_plan_phase *last)
{
	dr_planner_names found = dr_planner_find_weaker(p, last->text);
	for (size_t i = 0; i < found.len; i++) {
		add(p, found.items[i].text, DR_STR("repair its mail, then raise it"),
		    command(p, "plan", found.items[i].name), DR_STR("PL008"));
	}
}

static bool holds_p_up(const dr_plan_gate *gate)
{
	return gate->state == DR_GATE_OPEN && dr_str_eq(gate->scope, DR_STR("p"));
}

/* The phase that a step goes ahead of. */
static const dr_plan_phase *find_held(const dr_plan *plan, const dr_plan_phase *ahead)
{
	const dr_plan_phase *end = plan->phases.items + plan->phases.len;
	for (const dr_plan_phase *phase = ahead + 1; phase < end; phase++) {
		for (size_t i = 0; i < phase->gates.len; i++) {
			if (phase->state == DR_PHASE_UPCOMING &&
			    holds_p_up(&phase->gates.items[i])) {
				return phase;
			}
		}
	}
	return NULL;
}

static dr_plan_task task_of(dr_planner *p, const dr_plan_obstacle *one)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "For p: %.*s: %.*s", DR_FMT(one->what), DR_FMT(one->todo));
	return (dr_plan_task){ .kind = DR_STR("sender"), .text = dr_buf_str(&text) };
}

/* A step ahead of p needs none of it, but p does: it is told among the tasks. */
static void add_tasks_of_p(dr_planner *p, dr_plan_phase *ahead)
{
	const dr_plan_phase *held = find_held(p->plan, ahead);
	const dr_plan_obstacles own = p->plan->obstacles;
	p->plan->obstacles = (dr_plan_obstacles){ 0 };
	for (size_t i = 0; held != NULL && i < held->gates.len; i++) {
		const dr_plan_gate *gate = &held->gates.items[i];
		if (!holds_p_up(gate) || is_told(p, held, i)) {
			continue;
		}
		if (gate->sender.len > 0) {
			add_sender(p, gate);
		} else {
			add_domain_gate(p, gate);
		}
	}
	for (size_t i = 0; i < p->plan->obstacles.len; i++) {
		dr_list_add(p->arena, &ahead->tasks, task_of(p, &p->plan->obstacles.items[i]));
	}
	p->plan->obstacles = own;
}

void dr_planner_find_obstacles(dr_planner *p)
{
	const dr_plan *plan = p->plan;
	const dr_plan_phase *phase = plan->next != NULL ? plan->next : plan->current;
	if (phase == NULL) {
		return;
	}
	add_blockers(p, phase);
	add_gates(p, phase);
	add_missing_reports(p, phase);
	if (phase->decision) {
		add_decision(p, phase);
	}
	if (dr_plan_lacks_day(phase)) {
		add_no_day(p, phase);
	}
	if (phase->ahead.len > 0) {
		add_tasks_of_p(p, (dr_plan_phase *)phase);
	}
	if (plan->next == NULL) {
		add_weaker_names(p, phase);
	}
}
