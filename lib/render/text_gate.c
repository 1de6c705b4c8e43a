#include "render/text_plan_priv.h"

enum { LINES_MAX = 15 }; /* of a status */

static void add_incomplete(const dr_render_item *item, dr_buf *out)
{
	dr_plan_writer w = { .plan = item->plan, .out = out };
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "%.*s: not known: ", DR_FMT(item->plan->domain));
	dr_plan_write_missing(&text, item->result, item->plan);
	dr_buf_addf(&text, " could not be found out");
	dr_text_plan_wrapped(&w, dr_buf_str(&text), 0, 4);
}

static void add_lines(dr_plan_writer *w, const dr_strs *lines)
{
	for (size_t i = 0; i < lines->len; i++) {
		dr_text_plan_add(w, "  ");
		dr_text_plan_wrapped(w, lines->items[i], 2, 4);
	}
}

static void write_gate(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	const dr_plan_move *move = item->move;
	if (item->plan != NULL && item->plan->incomplete) {
		add_incomplete(item, out);
	}
	if (item->plan == NULL || move == NULL) {
		return;
	}
	dr_plan_writer w = { .plan = item->plan, .out = out };
	dr_buf_addf(out, "%.*s: %.*s %s\n", DR_FMT(item->plan->domain), DR_FMT(move->phase->id),
	            move->reached   ? "has begun"
	            : move->allowed ? "may begin"
	                            : "must wait");
	add_lines(&w, &move->reasons);
	add_lines(&w, &move->open);
}

const dr_domain_writer DR_TEXT_GATE = { .item = write_gate };

static void add_labelled(dr_plan_writer *w, const char *label, dr_str text)
{
	dr_buf_addf(w->out, "  %-10s", label);
	dr_text_plan_wrapped(w, text, 12, 12);
}

/* What a phase does and its days: beside each other, where the line is long enough. */
static void add_phase(dr_plan_writer *w, const char *label, const dr_plan_phase *phase)
{
	enum { LABEL = 12, WIDTH = 96 };
	dr_buf policy, when;
	dr_plan_writer aside = dr_text_plan_aside(w, &policy);
	dr_text_plan_does(&aside, phase);
	aside = dr_text_plan_aside(w, &when);
	dr_text_plan_when(&aside, phase);
	dr_buf_addf(w->out, "  %-10s%.*s", label, DR_FMT(dr_buf_str(&policy)));
	size_t at = LABEL + policy.len + 2;
	if (at + when.len > WIDTH) {
		dr_text_plan_add(w, "\n");
		dr_buf_add_repeat(w->out, ' ', LABEL);
		at = LABEL;
	} else {
		dr_text_plan_add(w, "  ");
	}
	dr_text_plan_wrapped(w, dr_buf_str(&when), at, LABEL);
}

static void add_present(dr_plan_writer *w)
{
	if (w->plan->current != NULL) {
		add_phase(w, "now", w->plan->current);
	}
}

static void add_coming(dr_plan_writer *w)
{
	const dr_plan_phase *next = w->plan->next;
	if (next == NULL) {
		return;
	}
	add_phase(w, "next", next);
	dr_buf earliest;
	dr_buf_init(&earliest, w->out->arena);
	dr_plan_write_earliest(&earliest, next);
	if (next->delays.len > 0) {
		add_labelled(w, "", next->delays.items[0]);
	}
	if (earliest.len > 0) {
		add_labelled(w, "", dr_buf_str(&earliest));
	}
	if (next->decision) {
		add_labelled(w, "decide",
		             DR_STR("a person decides whether this step comes at all"));
	}
}

/* ---- what gets the lines that are left ---- */

static size_t count_lines(dr_str text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++) {
		count += text.ptr[i] == '\n';
	}
	return count;
}

static size_t count_all(const dr_strs *list)
{
	size_t count = 0;
	for (size_t i = 0; i < list->len; i++) {
		count += count_lines(list->items[i]);
	}
	return count;
}

/* As far as the lines last: the last of them says how much is left out. The lines that it took. */
static size_t add_listed(dr_plan_writer *w, const dr_strs *list, size_t room)
{
	size_t begin = w->out->len, used = 0, shown = 0;
	for (; shown < list->len; shown++) {
		bool last = shown + 1 == list->len;
		used += count_lines(list->items[shown]);
		if (used + (last ? 0 : 1) > room) {
			break;
		}
		dr_buf_add(w->out, list->items[shown]);
	}
	if (shown < list->len && room > 0) {
		dr_buf_addf(w->out, "            %s%zu %s: dmarcramp plan --full\n",
		            shown > 0 ? "and " : "", list->len - shown,
		            shown > 0               ? "more"
		            : w->plan->next != NULL ? "in the way"
		                                    : "to settle");
	}
	return count_lines(dr_str_sub(dr_buf_str(w->out), begin, w->out->len));
}

static void list_labelled(dr_plan_writer *w, const char *label, dr_str what, dr_str todo,
                          dr_strs *list)
{
	dr_buf text;
	dr_plan_writer aside = dr_text_plan_aside(w, &text);
	add_labelled(&aside, label, what);
	if (todo.len > 0) {
		add_labelled(&aside, "", todo);
	}
	dr_list_add(text.arena, list, dr_buf_str(&text));
}

/* Mail that is lost now, and what changed behind the plan's back. */
static dr_strs list_news(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	dr_strs list = { NULL, 0 };
	for (size_t i = 0; i < plan->alarms.len; i++) {
		list_labelled(w, "GO BACK", plan->alarms.items[i].text, (dr_str){ 0 }, &list);
	}
	for (size_t i = 0; i < plan->notes.len; i++) {
		list_labelled(w, "changed", plan->notes.items[i], (dr_str){ 0 }, &list);
	}
	return list;
}

static void list_blocker(dr_plan_writer *w, const dr_plan_blocker *blocker, dr_strs *list)
{
	dr_buf text;
	dr_plan_writer aside = dr_text_plan_aside(w, &text);
	dr_buf_addf(&text, "  blocked   %-9.*s", DR_FMT(blocker->rule));
	dr_text_plan_wrapped(&aside, blocker->message, 21, 21);
	dr_list_add(text.arena, list, dr_buf_str(&text));
}

static void list_gate(dr_plan_writer *w, const dr_plan_gate *gate, dr_strs *list)
{
	dr_buf text;
	dr_plan_writer aside = dr_text_plan_aside(w, &text);
	if (gate->state == DR_GATE_MET || gate->state == DR_GATE_ACCEPTED) {
		return;
	}
	dr_buf_addf(&text, "  %-10s%.*s  ", dr_gate_state_name(gate->state), DR_FMT(gate->id));
	dr_text_plan_wrapped(&aside, gate->source.len > 0 ? gate->source : gate->title, 19, 19);
	dr_list_add(text.arena, list, dr_buf_str(&text));
}

/* Whose a source is, is for a person to say; all else is mended. */
static const char *label_of(const dr_plan_obstacle *one)
{
	static const dr_str DECISIONS[] = { DR_STR_INIT("PL006"), DR_STR_INIT("PL009"),
		                            DR_STR_INIT("PL012") };
	for (size_t i = 0; i < DR_COUNT(DECISIONS) && one->because.len > 0; i++) {
		if (dr_str_eq(one->because.items[0], DECISIONS[i])) {
			return "decide";
		}
	}
	return "mend";
}

/* Behind the last step: what must be settled to stay there, and how. */
static dr_strs list_open_ends(dr_plan_writer *w, bool with_todo)
{
	const dr_plan_obstacles *open = &w->plan->obstacles;
	dr_strs list = { NULL, 0 };
	for (size_t i = 0; i < open->len; i++) {
		dr_str todo = with_todo ? open->items[i].todo : (dr_str){ 0 };
		list_labelled(w, label_of(&open->items[i]), open->items[i].what, todo, &list);
	}
	return list;
}

static bool is_among(const dr_strs *list, dr_str text)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq(list->items[i], text)) {
			return true;
		}
	}
	return false;
}

/* What stands in the way of the next step, and what fails that it does not wait for. */
static dr_strs list_obstacles(dr_plan_writer *w, size_t room)
{
	const dr_plan *plan = w->plan;
	dr_strs list = { NULL, 0 };
	if (plan->next == NULL) {
		list = list_open_ends(w, true);
		return count_all(&list) <= room ? list : list_open_ends(w, false);
	}
	for (size_t i = 0; i < plan->losses.len; i++) {
		list_labelled(w, "losing", plan->losses.items[i], (dr_str){ 0 }, &list);
	}
	for (size_t i = 0; i < plan->apart.len; i++) {
		if (!is_among(&plan->losses, plan->apart.items[i])) {
			list_labelled(w, "mend", plan->apart.items[i], (dr_str){ 0 }, &list);
		}
	}
	for (size_t i = 0; i < plan->blockers.len; i++) {
		list_blocker(w, &plan->blockers.items[i], &list);
	}
	for (size_t i = 0; i < plan->next->gates.len; i++) {
		list_gate(w, &plan->next->gates.items[i], &list);
	}
	return list;
}

static void add_to_do(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	bool steps = dr_plan_may_begin(plan) && dr_plan_is_step(plan->next);
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	if (!dr_plan_needs_a_person(plan) && plan->obstacles.len > 0) {
		dr_buf_addf(&text,
		            "nothing is due yet; what is in the way can be settled meanwhile: "
		            "dmarcramp plan%.*s %.*s",
		            DR_FMT(plan->wishes), DR_FMT(plan->domain));
	} else if (!dr_plan_needs_a_person(plan)) {
		dr_buf_add(&text, DR_STR("nothing; look again in a week"));
	} else if (plan->alarms.len > 0) {
		dr_buf_addf(&text,
		            "a person must act: dmarcramp plan --rollback%.*s %.*s has the record",
		            DR_FMT(plan->wishes), DR_FMT(plan->domain));
	} else if (plan->unheard) {
		dr_buf_addf(&text, "see whether the report mailbox takes mail, and whether its "
		                   "reports are read in: dmarcramp report ingest");
	} else if (plan->regressed) {
		dr_buf_addf(&text, "find out who took the policy back, and why; who meant it says "
		                   "so: since: DATE in dmarcramp.yaml");
	} else if (plan->losses.len > 0) {
		dr_buf_addf(
			&text,
			"have it repaired, for it is lost today: dmarcramp plan %.*s shows what%s",
			DR_FMT(plan->domain), steps ? ", and the next record" : "");
	} else if (steps) {
		dr_buf_addf(&text, "publish the next record: dmarcramp plan --next%.*s %.*s has it",
		            DR_FMT(plan->wishes), DR_FMT(plan->domain));
	} else if (dr_plan_is_undated(plan)) {
		dr_buf_addf(&text, "say since when the record is there: --since DATE, or since: in "
		                   "dmarcramp.yaml; until then its days begin with today");
	} else if (dr_plan_is_ready(plan) && plan->next->not_before > plan->as_of) {
		dr_buf_addf(&text,
		            "publish the next record on that day: dmarcramp plan --next%.*s %.*s "
		            "has it",
		            DR_FMT(plan->wishes), DR_FMT(plan->domain));
	} else {
		dr_buf_addf(&text, "a person must act: dmarcramp plan%.*s %.*s shows what",
		            DR_FMT(plan->wishes), DR_FMT(plan->domain));
	}
	add_labelled(w, "to do", dr_buf_str(&text));
}

/* What follows the obstacles, which get the lines that are left. */
static dr_str write_rest(dr_plan_writer *w)
{
	dr_buf rest;
	dr_plan_writer aside = dr_text_plan_aside(w, &rest);
	if (w->plan->late.len > 0) {
		add_labelled(&aside, "target", w->plan->late);
	}
	if (w->plan->owner.len > 0) {
		add_labelled(&aside, "owner", w->plan->owner);
	}
	add_to_do(&aside);
	return dr_buf_str(&rest);
}

static void write_status(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	const dr_plan *plan = item->plan;
	if (plan == NULL || plan->incomplete) {
		if (plan != NULL) {
			add_incomplete(item, out);
		}
		return;
	}
	size_t begin = out->len;
	dr_buf phases;
	dr_plan_writer w = { .plan = plan, .out = out }, aside = dr_text_plan_aside(&w, &phases);
	dr_text_plan_head(&w);
	add_present(&aside);
	add_coming(&aside);
	dr_str rest = write_rest(&w), head = dr_str_sub(dr_buf_str(out), begin, out->len);
	size_t used = count_lines(head) + count_lines(dr_buf_str(&phases)) + count_lines(rest);
	size_t room = used < LINES_MAX ? LINES_MAX - used : 0;
	dr_strs news = list_news(&w), obstacles = list_obstacles(&w, room);
	size_t kept = obstacles.len > 0 && room > 0;
	room -= add_listed(&w, &news, room - kept);
	dr_buf_add(out, dr_buf_str(&phases));
	add_listed(&w, &obstacles, room);
	dr_buf_add(out, rest);
}

const dr_domain_writer DR_TEXT_STATUS = { .item = write_status, .between = "\n" };
