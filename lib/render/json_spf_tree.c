/* The document of `spf tree`. */
#include "render/spf_view.h"

enum { DEPTH_MAX = 24 /* deeper records are named, not written */ };

typedef struct {
	dr_json *json;
	dr_arena *arena;
	const dr_spf_view *view;
	size_t depth;
} writer;

static void put(writer *w, const char *key, dr_str value)
{
	dr_json_key(w->json, key);
	dr_json_str(w->json, value);
}

static void put_int(writer *w, const char *key, int64_t value)
{
	dr_json_key(w->json, key);
	dr_json_int(w->json, value);
}

/* Numbers that are not known are null. */
static void put_number(writer *w, const char *key, int64_t value, dr_status status)
{
	dr_json_key(w->json, key);
	if (status.state == DR_KNOWN) {
		dr_json_int(w->json, value);
	} else {
		dr_json_null(w->json);
	}
}

static void put_bool(writer *w, const char *key, bool value)
{
	dr_json_key(w->json, key);
	dr_json_bool(w->json, value);
}

static int64_t bounded(uint64_t count)
{
	return count < INT64_MAX ? (int64_t)count : INT64_MAX;
}

static void put_counts(writer *w, const dr_prefixset *set)
{
	dr_prefix_count count = dr_prefixset_count(set);
	put_int(w, "ipv4", bounded(count.v4));
	put_int(w, "ipv6_networks", bounded(count.v6_slash64));
}

static void put_prefixes(writer *w, const char *key, const dr_prefixset *set)
{
	const dr_prefixes *lists[] = { &set->v4, &set->v6 };
	dr_json_key(w->json, key);
	dr_json_array(w->json);
	for (size_t i = 0; i < DR_COUNT(lists); i++) {
		for (size_t j = 0; j < lists[i]->len; j++) {
			dr_buf text;
			dr_buf_init(&text, w->arena);
			dr_prefix_write(lists[i]->items[j], &text);
			dr_json_str(w->json, dr_buf_str(&text));
		}
	}
	dr_json_end(w->json);
}

static void put_senders(writer *w, const char *key, const dr_spf_senders *senders, bool prefixes)
{
	dr_json_key(w->json, key);
	dr_json_object(w->json);
	put_counts(w, &senders->set);
	put_bool(w, "complete", senders->status.state == DR_KNOWN);
	if (prefixes) {
		put_prefixes(w, "prefixes", &senders->set);
	}
	dr_json_end(w->json);
}

static void put_cost(writer *w, const dr_spf_cost *cost)
{
	put_number(w, "lookups", cost->lookups, cost->lookups_status);
	put_int(w, "lookups_min", cost->lookups);
	put_number(w, "voids_ipv4", cost->voids_ipv4, cost->voids_status);
	put_number(w, "voids_ipv6", cost->voids_ipv6, cost->voids_status);
	put_int(w, "mx_hosts", cost->mx_hosts);
}

static void put_outcome(writer *w, const dr_spf_visit *visit)
{
	dr_status status = visit->outcome_status;
	if (visit->reached && status.state == DR_KNOWN) {
		put(w, "outcome", dr_str_of(dr_spf_outcome_name(visit->outcome)));
	} else if (visit->reached && status.state == DR_UNKNOWN) {
		put(w, "unknown", dr_str_of(dr_why_name((dr_why)status.why)));
	}
}

static void put_node(writer *w, const dr_spf_node *node);

/* A record that is reached a second time is named, not written again. */
static void put_below(writer *w, const dr_spf_visit *visit)
{
	if (visit->below == NULL) {
		return;
	}
	bool again = visit->below->entry != visit || w->depth >= DEPTH_MAX;
	dr_json_key(w->json, "record");
	if (again) {
		dr_json_object(w->json);
		put(w, "domain", dr_name_text(w->arena, visit->below->domain));
		put_bool(w, "again", true);
		dr_json_end(w->json);
	} else {
		w->depth++;
		put_node(w, visit->below);
		w->depth--;
	}
}

static void put_visit(writer *w, const dr_spf_visit *visit)
{
	const dr_service *service = dr_spf_view_service(w->view, w->arena, visit);
	dr_json_object(w->json);
	put(w, "term", visit->term->text);
	put(w, "kind", dr_str_of(dr_spf_kind_name(visit->term->kind)));
	put_bool(w, "reached", visit->reached);
	if (dr_name_is_set(visit->target)) {
		put(w, "target", dr_name_text(w->arena, visit->target));
	}
	if (service != NULL) {
		put(w, "service", service->id);
	}
	put_outcome(w, visit);
	put_cost(w, &visit->cost);
	put_senders(w, "matches", &visit->matches, false);
	if (visit->alone.status.state == DR_KNOWN) {
		put_senders(w, "alone", &visit->alone, false);
	}
	put_below(w, visit);
	dr_json_end(w->json);
}

static void put_node(writer *w, const dr_spf_node *node)
{
	dr_json_object(w->json);
	put(w, "domain", dr_name_text(w->arena, node->domain));
	if (node->record != NULL) {
		dr_buf text;
		dr_buf_init(&text, w->arena);
		dr_escaped_write(&text, node->record->text);
		put(w, "text", dr_buf_str(&text));
		put_bool(w, "valid", node->record->valid);
	}
	put_cost(w, &node->cost);
	dr_json_key(w->json, "terms");
	dr_json_array(w->json);
	for (size_t i = 0; i < node->visit_count; i++) {
		put_visit(w, &node->visits[i]);
	}
	dr_json_end(w->json);
	dr_json_end(w->json);
}

static void put_stop(writer *w, const char *key, const dr_spf_term *term)
{
	dr_json_key(w->json, key);
	if (term != NULL) {
		dr_json_str(w->json, term->text);
	} else {
		dr_json_null(w->json);
	}
}

static void put_proposal(writer *w, const dr_spf_proposal *proposal)
{
	dr_json_object(w->json);
	put(w, "measure", dr_str_of(dr_spf_measure_name(proposal->measure)));
	dr_json_key(w->json, "terms");
	dr_json_array(w->json);
	for (size_t i = 0; i < proposal->terms.len; i++) {
		dr_json_str(w->json, proposal->terms.items[i]->term->text);
	}
	dr_json_end(w->json);
	if (proposal->instead.len > 0) {
		put(w, "instead", proposal->instead);
	}
	put_int(w, "saves", proposal->saves);
	put_int(w, "lookups", proposal->lookups);
	put_prefixes(w, "loses", &proposal->loses);
	put(w, "domain", dr_name_text(w->arena, w->view->advice->node->domain));
	put(w, "record", proposal->record);
	dr_json_end(w->json);
}

void dr_json_spf_tree(const dr_render_options *options, const dr_spf_view *view, dr_buf *out)
{
	const dr_spf_node *root = view->tree->root;
	writer w = { dr_json_open(out, true), out->arena, view, 0 };
	dr_buf day;
	dr_buf_init(&day, out->arena);
	dr_day_write(options->as_of, &day);
	if (w.json == NULL) {
		return;
	}
	dr_json_object(w.json);
	put(&w, "schema", DR_STR("dmarcramp.spf-tree/1"));
	put(&w, "as_of", dr_buf_str(&day));
	put(&w, "domain", dr_name_text(out->arena, root->domain));
	put_int(&w, "limit", DR_SPF_LOOKUPS_MAX);
	put_cost(&w, &root->cost);
	put_senders(&w, "senders", &root->senders, true);
	put_senders(&w, "reached", &view->reach->senders, true);
	put_stop(&w, "stop_ipv4", view->reach->stop_ipv4);
	put_stop(&w, "stop_ipv6", view->reach->stop_ipv6);
	dr_json_key(w.json, "record");
	put_node(&w, root);
	dr_json_key(w.json, "advice");
	dr_json_array(w.json);
	for (size_t i = 0; i < view->advice->proposals.len; i++) {
		put_proposal(&w, &view->advice->proposals.items[i]);
	}
	dr_json_end(w.json);
	dr_json_end(w.json);
	dr_json_close(w.json);
}
