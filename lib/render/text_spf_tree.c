/* `spf tree` on the screen: every term with what it costs and whom it lets pass. */
#include "render/spf_view.h"
#include "render/text_priv.h"

enum { DEPTH_MAX = 24, RUN_LEAST = 4 /* ranges in a row that are told as one line */ };

typedef struct {
	const dr_spf_view *view;
	dr_buf *out;
	bool more[DEPTH_MAX]; /* further terms follow at this depth */
	size_t depth;
} tree;

static void write_cost(const tree *t, const dr_spf_cost *cost)
{
	if (cost->lookups_status.state == DR_KNOWN && cost->lookups == 0) {
		dr_buf_add(t->out, DR_STR("      "));
	} else {
		bool open = cost->lookups_status.state != DR_KNOWN;
		dr_buf_addf(t->out, "%4lld%s ", (long long)cost->lookups, open ? "+" : " ");
	}
}

static void write_branch(const tree *t, bool last)
{
	for (size_t i = 0; i < t->depth; i++) {
		dr_buf_add(t->out, t->more[i] ? DR_STR("│  ") : DR_STR("   "));
	}
	dr_buf_add(t->out, last ? DR_STR("└─ ") : DR_STR("├─ "));
}

static bool is_range(const dr_spf_visit *visit)
{
	return visit->reached &&
	       (visit->term->kind == DR_SPF_IP4 || visit->term->kind == DR_SPF_IP6);
}

/* How many ranges with one qualifier stand in a row from here on. */
static size_t run_of_ranges(const dr_spf_node *node, size_t at)
{
	size_t end = at;
	while (end < node->visit_count && is_range(&node->visits[end]) &&
	       node->visits[end].term->qualifier == node->visits[at].term->qualifier) {
		end++;
	}
	return end - at;
}

static void write_note(const tree *t, dr_str note, bool *first)
{
	dr_buf_add(t->out, *first ? DR_STR("   ") : DR_STR(", "));
	dr_neutral_write(t->out, note);
	*first = false;
}

static void write_notes(const tree *t, const dr_spf_visit *visit, bool again)
{
	dr_arena *arena = t->out->arena;
	bool first = true;
	const dr_service *service = dr_spf_view_service(t->view, arena, visit);
	const char *problem = dr_spf_view_problem(visit);
	dr_str senders = dr_spf_view_senders(arena, &visit->matches, visit->reached);
	if (service != NULL) {
		write_note(t, service->name, &first);
	}
	if (problem != NULL) {
		write_note(t, dr_str_of(problem), &first);
	}
	if (visit->voids_ipv6 > visit->voids_ipv4) {
		write_note(t, DR_STR("nothing found for IPv6 clients"), &first);
	}
	if (senders.len > 0 && visit->term->kind != DR_SPF_ALL) {
		write_note(t, senders, &first);
	}
	if (again) {
		write_note(t, DR_STR("as above"), &first);
	}
}

static void write_node(tree *t, const dr_spf_node *node);

static void write_visit(tree *t, const dr_spf_visit *visit, bool last)
{
	bool leads = visit->below != NULL && visit->below->record != NULL;
	bool again = leads && (visit->below->entry != visit || t->depth + 1 >= DEPTH_MAX);
	write_cost(t, &visit->cost);
	write_branch(t, last);
	dr_neutral_write(t->out, visit->term->text);
	write_notes(t, visit, again);
	dr_buf_add_char(t->out, '\n');
	if (leads && !again) {
		t->more[t->depth++] = !last;
		write_node(t, visit->below);
		t->depth--;
	}
}

static void write_run(tree *t, const dr_spf_node *node, size_t at, size_t count)
{
	dr_spf_senders all = { .status = DR_STATUS_KNOWN };
	dr_spf_view_join(t->out->arena, node, at, count, &all);
	write_cost(t, &node->visits[at].cost);
	write_branch(t, at + count == node->visit_count);
	dr_neutral_write(t->out, node->visits[at].term->text);
	dr_buf_addf(t->out, " … %zu ranges   ", count);
	dr_buf_add(t->out, dr_spf_view_senders(t->out->arena, &all, true));
	dr_buf_add_char(t->out, '\n');
}

static void write_node(tree *t, const dr_spf_node *node)
{
	for (size_t i = 0; i < node->visit_count;) {
		size_t run = t->depth > 0 ? run_of_ranges(node, i) : 0;
		if (run >= RUN_LEAST) {
			write_run(t, node, i, run);
			i += run;
		} else {
			write_visit(t, &node->visits[i], i + 1 == node->visit_count);
			i++;
		}
	}
}

static void write_total(const dr_render_options *options, const dr_spf_view *view, dr_buf *out)
{
	const dr_spf_cost *cost = &view->tree->root->cost;
	bool open = cost->lookups_status.state != DR_KNOWN;
	dr_paint paint = cost->lookups > DR_SPF_LOOKUPS_MAX ? DR_PAINT_BAD
	                 : open                             ? DR_PAINT_POOR
	                                                    : DR_PAINT_GOOD;
	dr_buf count;
	dr_buf_init(&count, out->arena);
	dr_buf_addf(&count, "%s%lld of %d DNS look-ups", open ? "at least " : "",
	            (long long)cost->lookups, DR_SPF_LOOKUPS_MAX);
	dr_text_paint(options, out, paint, dr_buf_str(&count));
	dr_buf_addf(out, "; %lld that find%s nothing", (long long)cost->voids_ipv4,
	            cost->voids_ipv4 == 1 ? "s" : "");
	if (cost->voids_ipv6 != cost->voids_ipv4) {
		dr_buf_addf(out, " (%lld for IPv6 clients)", (long long)cost->voids_ipv6);
	}
	dr_buf_addf(out, ", %d are allowed", DR_SPF_VOID_LOOKUPS_MAX);
	if (cost->mx_hosts > 0) {
		dr_buf_addf(out, "; %lld mail host%s apart", (long long)cost->mx_hosts,
		            cost->mx_hosts == 1 ? "" : "s");
	}
	dr_buf_add_char(out, '\n');
}

static void write_row(dr_buf *out, const char *label, dr_str text)
{
	enum { LABEL = 13 };
	dr_buf_addf(out, "  %-11s", label);
	dr_text_wrap(out, text, LABEL, LABEL);
	dr_buf_add_char(out, '\n');
}

static void write_senders(const dr_spf_view *view, dr_buf *out)
{
	const dr_spf_reach *reach = view->reach;
	dr_spf_senders lost = { .status = DR_STATUS_KNOWN };
	dr_str all = dr_spf_view_senders(out->arena, &view->tree->root->senders, true);
	write_row(out, "lets pass", all.len > 0 ? all : DR_STR("nobody"));
	if (!reach->valid || (reach->stop_ipv4 == NULL && reach->stop_ipv6 == NULL)) {
		return;
	}
	dr_spf_senders_minus(out->arena, &view->tree->root->senders, &reach->senders, &lost.set);
	const dr_spf_term *stop = reach->stop_ipv4 != NULL ? reach->stop_ipv4 : reach->stop_ipv6;
	dr_str cut = dr_spf_view_senders(out->arena, &lost, true);
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "%s may stop in \"%.*s\" with a permanent error",
	            reach->stop_ipv4 != NULL ? "receivers" : "for IPv6 clients, receivers",
	            DR_FMT(stop->text));
	if (cut.len > 0) {
		dr_buf_addf(&text, ": then %.*s of these do not pass", DR_FMT(cut));
	}
	write_row(out, "but", dr_buf_str(&text));
}

static void write_advice(const dr_spf_view *view, dr_buf *out)
{
	const dr_spf_proposals *proposals = &view->advice->proposals;
	for (size_t i = 0; i < proposals->len; i++) {
		const dr_spf_proposal *p = &proposals->items[i];
		dr_buf text;
		dr_buf_init(&text, out->arena);
		dr_spf_view_proposal(p, &text);
		dr_buf_addf(out, "%s%4lld  ",
		            i == 0 ? "\nways back, the safest first, with the count after each:\n"
		                   : "",
		            (long long)p->lookups);
		dr_text_wrap(out, dr_buf_str(&text), 6, 6);
		dr_buf_add_char(out, '\n');
	}
	if (proposals->len > 0) {
		const dr_spf_proposal *last = &proposals->items[proposals->len - 1];
		dr_buf_add(out, DR_STR("with all of this: "));
		dr_escaped_write(out, last->record);
		dr_buf_add_char(out, '\n');
	}
}

void dr_text_spf_tree(const dr_render_options *options, const dr_spf_view *view, dr_buf *out)
{
	const dr_spf_node *root = view->tree->root;
	tree t = { .view = view, .out = out };
	dr_neutral_write(out, dr_name_text(out->arena, root->domain));
	dr_buf_add(out, DR_STR("   "));
	if (root->record == NULL) {
		dr_buf_addf(out, "%s\n", dr_spf_view_missing(root));
		return;
	}
	write_total(options, view, out);
	write_node(&t, root);
	dr_buf_add_char(out, '\n');
	write_senders(view, out);
	write_advice(view, out);
}
