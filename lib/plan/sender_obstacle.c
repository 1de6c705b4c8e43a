/* A sender that stands in the way, told as people would: all gates about it are one thing. */
#include "plan/plan_priv.h"

enum {
	DECIDE_DAYS = 7, /* for a source that is new when the rollout is at its end */
	LOSS_DAYS = 28,
};

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

void dr_planner_add_measure(const dr_plan_gate *gate, dr_buf *text)
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
	if (sender == NULL || dr_planner_passes_by_now(p, gate) ||
	    dr_planner_today(p, gate->domain) <= DR_POLICY_NONE) {
		return;
	}
	uint64_t a_day = worst_day(p, find_stream(sender, gate->domain));
	if (a_day > 0) {
		bool own = dr_planner_has_own(dr_planner_find_below(p, gate->domain));
		p->plan->losing = p->plan->losing || !own;
		dr_buf_addf(text, "; today's policy costs it up to %llu %s a day",
		            (unsigned long long)a_day, a_day == 1 ? "message" : "messages");
	}
}

/* Of a source that sends as several names some mail fails: of this one so much. */
static void add_problem(const dr_plan_gate *gate, const dr_sender *sender, dr_buf *text)
{
	const dr_mail_stream *stream = find_stream(sender, gate->domain);
	uint64_t failing = stream->direct.all.none + stream->indirect.all.none;
	uint64_t all = stream->direct.all.messages + stream->indirect.all.messages;
	if (sender->diagnosis == DR_DIAGNOSIS_SOME_FAIL && failing > 0) {
		dr_buf_addf(text, "%llu of %llu reported messages do not align",
		            (unsigned long long)failing, (unsigned long long)all);
	} else {
		dr_buf_add(text, sender->problem);
	}
}

/* The gate's stream passes on the average of all days, and does not any more. */
static bool is_broken(const dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender,
                      dr_planner_broken *ret_broken)
{
	bool passes = sender != NULL &&
	              (sender->class == DR_CLASS_ALIGNED || sender->class == DR_CLASS_SPF_ONLY);
	return passes && gate->state == DR_GATE_OPEN && dr_planner_has_problem(p, gate, sender) &&
	       dr_planner_find_broken(p, find_stream(sender, gate->domain), ret_broken);
}

/* Most of it passed by SPF, or by DKIM, alone. */
static bool was_by(uint64_t alone, const dr_planner_broken *broken)
{
	return alone * 2 > broken->before.messages;
}

static void add_break(const dr_planner_broken *broken, dr_buf *text)
{
	const char *by = was_by(broken->before.spf_only, broken)    ? " by SPF alone"
	                 : was_by(broken->before.dkim_only, broken) ? " by DKIM alone"
	                                                            : "";
	dr_buf_addf(text, "passed%s, and since ", by);
	dr_day_write(broken->since, text);
	dr_buf_addf(text, " %llu of %llu messages fail", (unsigned long long)broken->now.none,
	            (unsigned long long)broken->now.messages);
}

/* What may have changed on the day on which it broke. */
static dr_str todo_of_break(dr_planner *p, const dr_planner_broken *broken, dr_str domain)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "see what changed then: ");
	if (was_by(broken->before.spf_only, broken)) {
		dr_buf_addf(&text,
		            "the address that it sends from, its return-path, or the SPF "
		            "record; after that sign its mail with DKIM as %.*s, which reject "
		            "needs (RFC 9989 7.4)",
		            DR_FMT(domain));
	} else if (was_by(broken->before.dkim_only, broken)) {
		dr_buf_addf(&text,
		            "whether it still signs as %.*s, and the key of its selector in "
		            "DNS",
		            DR_FMT(domain));
	} else {
		dr_buf_addf(&text,
		            "a server or service that sends it, whether that signs as "
		            "%.*s, its key in DNS, and the SPF record",
		            DR_FMT(domain));
	}
	return dr_buf_str(&text);
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
	dr_planner_broken broken;
	if (is_broken(p, gate, sender, &broken)) {
		add_break(&broken, &text);
	} else if (dr_planner_has_problem(p, gate, sender) && gate->state == DR_GATE_OPEN) {
		add_problem(gate, sender, &text);
	} else {
		dr_planner_add_measure(gate, &text);
	}
	add_loss(p, gate, sender, &text);
	return dr_buf_str(&text);
}

static dr_str describe_source(dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	bool known = sender != NULL && (sender->class != DR_CLASS_UNKNOWN || sender->lapsed);
	dr_buf_addf(&text, "%.*s (%s%.*s)", DR_FMT(gate->source), known ? "" : "unknown, ",
	            DR_FMT(gate->measured.text));
	if (known && sender->problem.len > 0) {
		dr_buf_addf(&text, ": %.*s", DR_FMT(sender->problem));
	}
	bool retired = known && sender->diagnosis == DR_DIAGNOSIS_RETIRED_SENDS;
	dr_buf_addf(&text, "%s", retired ? "" : ": ours or not?");
	return dr_buf_str(&text);
}

/* What never failed may be no more: as this name, where its source goes on as another. Empty: it
 * was there lately, or is asked about as a whole. */
static dr_str todo_of_paused(dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender)
{
	const dr_stream_fact *stream = dr_planner_find_stream(p, gate);
	bool paused = stream != NULL && stream->paused && gate->state == DR_GATE_UNKNOWN;
	if (!paused || (stream->silent && sender->decision != NULL)) {
		return (dr_str){ 0 };
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "nothing of it came for weeks: ");
	if (stream->silent) {
		dr_buf_addf(&text, "say is: retired in dmarcramp.yaml if nothing is sent by it any "
		                   "more");
	} else {
		dr_buf_addf(&text, "accept %.*s for it if nothing is sent as %.*s any more",
		            DR_FMT(gate->id), DR_FMT(gate->domain));
	}
	dr_buf_addf(&text, "; or look at a message of it outside and write verified: DATE");
	return dr_buf_str(&text);
}

/* Who repairs a stream that sends rarely need not wait until it sent often enough. */
static dr_str with_check(dr_planner *p, dr_str todo, const char *then)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	bool sentence = dr_str_ends(todo, DR_STR("."));
	dr_buf_addf(&text, "%.*s; %s look at a message of it outside and write verified: DATE%s",
	            DR_FMT(dr_str_sub(todo, 0, todo.len - sentence)), then, sentence ? "." : "");
	return dr_buf_str(&text);
}

/* The same with the days. */
static dr_str with_days_of_check(dr_planner *p, const dr_plan_gate *gate, dr_str todo,
                                 const char *then)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_add(&text, with_check(p, todo, then));
	dr_buf_addf(&text, ": with that %.*s can be met from ", DR_FMT(gate->id));
	dr_day_write(gate->opens_checked, &text);
	dr_buf_addf(&text, " on, without from ");
	dr_day_write(gate->opens, &text);
	return dr_buf_str(&text);
}

/* A stream that passes by now has nothing to repair, whatever its days say; a gate that no day
 * opens says itself what is to be done. */
static dr_str todo_of_stream(dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender)
{
	bool remedied = sender != NULL && sender->remedy.len > 0;
	bool well = sender != NULL && (sender->problem.len == 0 || dr_planner_is_mended(p, gate));
	bool told = remedied &&
	            (gate->state != DR_GATE_OPEN || dr_planner_has_problem(p, gate, sender));
	dr_planner_broken broken;
	dr_str todo = is_broken(p, gate, sender, &broken) ? todo_of_break(p, &broken, gate->domain)
	              : told                              ? sender->remedy
	                                                  : gate->todo;
	dr_str paused = well ? todo_of_paused(p, gate, sender) : (dr_str){ 0 };
	if (paused.len > 0) {
		return paused;
	}
	bool checks = gate->state == DR_GATE_OPEN && gate->opens_checked != DR_NO_DAY;
	if (well && gate->opens != DR_NO_DAY) {
		dr_str days = DR_STR("wait: it passes by now, and the days before must go by");
		return gate->state != DR_GATE_OPEN
		               ? DR_STR("wait: nothing fails; or look at a message of it outside "
		                        "and write verified: into dmarcramp.yaml")
		       : checks ? with_days_of_check(p, gate, days, "or")
		                : days;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	if (gate->owner.len > 0) {
		dr_str who = DR_STR("ask who uses it; then ");
		dr_buf_addf(&text, "ask %.*s: ", DR_FMT(gate->owner));
		todo = dr_str_starts(todo, who) ? dr_str_sub(todo, who.len, todo.len) : todo;
	}
	dr_buf_add(&text, todo);
	return checks ? with_days_of_check(p, gate, dr_buf_str(&text), "then") : dr_buf_str(&text);
}

/* Somebody decided, and it is not so. */
static dr_str todo_of_lapsed(dr_planner *p, const dr_sender *sender)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	if (sender->decision->owner.len > 0) {
		dr_buf_addf(&text, "ask %.*s: ", DR_FMT(sender->decision->owner));
	}
	dr_buf_add(&text, sender->remedy);
	if (sender->diagnosis == DR_DIAGNOSIS_RETIRED_SENDS) {
		dr_buf_addf(&text, "; or say in dmarcramp.yaml that it is ours, or not");
	}
	return dr_buf_str(&text);
}

static dr_str todo_of_source(dr_planner *p, const dr_sender *sender)
{
	if (sender != NULL && sender->lapsed) {
		return todo_of_lapsed(p, sender);
	}
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

/* It asks more of a stream than that it passes. */
static bool is_about_dkim(const dr_plan_gate *gate)
{
	return dr_str_eq(gate->id, DR_STR("PL005")) || dr_str_eq(gate->id, DR_STR("PL014"));
}

/* Behind the last step a stream that is repaired need not prove it. */
static bool is_repaired(const dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender)
{
	return p->plan->next == NULL && !is_source(gate) && !is_about_dkim(gate) &&
	       sender != NULL && !dr_planner_has_problem(p, gate, sender);
}

void dr_planner_add_sender_obstacle(dr_planner *p, const dr_plan_gate *gate)
{
	const dr_sender *sender = find_sender(p, gate);
	if (is_repaired(p, gate, sender)) {
		return;
	}
	dr_str domain = p->plan->domain;
	dr_plan_obstacle *one = NULL;
	if (is_source(gate)) {
		one = dr_planner_add_obstacle(
			p, describe_source(p, gate, sender), todo_of_source(p, sender),
			dr_planner_command(p, "report summary --undecided", domain), gate->id);
	} else {
		bool service = sender != NULL && sender->service != NULL;
		one = dr_planner_add_obstacle(
			p, describe_stream(p, gate, sender), todo_of_stream(p, gate, sender),
			service ? dr_planner_command(p, "explain", sender->service->id)
				: dr_planner_command(p, "report summary", domain),
			gate->id);
	}
	if (one != NULL) {
		bool ails = sender != NULL && sender->problem.len > 0;
		one->to_do = gate->state == DR_GATE_OPEN &&
		             (is_source(gate) || (ails && !dr_planner_is_mended(p, gate)));
	}
}

static dr_str as_sentence(dr_planner *p, dr_str text)
{
	dr_buf sentence;
	dr_buf_init(&sentence, p->arena);
	dr_buf_add_char(&sentence, (char)(text.ptr[0] - 'a' + 'A'));
	dr_buf_addf(&sentence, "%.*s.", DR_FMT(dr_str_sub(text, 1, text.len)));
	return dr_buf_str(&sentence);
}

/* As the first screen says it, where nothing fails any more: the playbook's words are of a stream
 * that does. */
static void fill_todo(dr_planner *p, dr_plan_gate *gate)
{
	bool asks = gate->state == DR_GATE_OPEN || gate->state == DR_GATE_UNKNOWN;
	if (!asks || !dr_str_eq(gate->each, DR_STR("stream"))) {
		return;
	}
	dr_str todo = todo_of_stream(p, gate, find_sender(p, gate));
	gate->waits = dr_str_starts(todo, DR_STR("wait: "));
	if (gate->waits || dr_str_starts(todo, DR_STR("nothing of it came"))) {
		gate->todo = as_sentence(p, todo);
	} else if (gate->state == DR_GATE_OPEN && gate->opens_checked != DR_NO_DAY) {
		gate->todo = with_check(p, gate->todo, "then");
	}
}

void dr_planner_fill_todos(dr_planner *p)
{
	for (size_t i = 0; i < p->plan->phases.len; i++) {
		dr_plan_phase *phase = &p->plan->phases.items[i];
		for (size_t j = 0; j < phase->gates.len; j++) {
			fill_todo(p, &phase->gates.items[j]);
		}
	}
}
