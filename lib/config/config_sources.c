#include "config/config_priv.h"

void dr_config_load_networks(dr_config_loader *l, const dr_node *node, dr_prefixes *ret_networks)
{
	if (node == NULL || !dr_config_is_kind(l, node, DR_NODE_SEQ, "networks", "a list")) {
		return;
	}
	for (const dr_node *value = node->first; value != NULL; value = value->next) {
		dr_prefix prefix;
		if (dr_prefix_parse(value->text, &prefix)) {
			dr_list_add(l->arena, ret_networks, prefix);
		} else {
			dr_config_fail(l, DR_EINVAL, value->span,
			               "expected a network such as 192.0.2.0/24 or an address");
		}
	}
}

static dr_str lowered(dr_arena *arena, dr_str text)
{
	char *octets = dr_arena_alloc_octets(arena, text.len);
	for (size_t i = 0; i < text.len && octets != NULL; i++) {
		octets[i] = dr_to_lower(text.ptr[i]);
	}
	return octets != NULL ? (dr_str){ octets, text.len } : (dr_str){ 0 };
}

/* The domain a match names, as reports have domains. */
static dr_str load_match_text(dr_config_loader *l, const dr_node *value)
{
	if (value->kind != DR_NODE_STRING || value->text.len == 0) {
		dr_config_fail(l, DR_ETYPE, value->span, "'%.*s' must be a text",
		               DR_FMT(value->key));
		return (dr_str){ 0 };
	}
	dr_str text = lowered(l->arena, value->text);
	return dr_str_ends(text, DR_STR(".")) ? dr_str_sub(text, 0, text.len - 1) : text;
}

static void load_match(dr_config_loader *l, const dr_node *match, dr_source_decision *decision)
{
	const struct {
		const char *key;
		dr_str *text;
	} KEYS[] = {
		{ "service", &decision->service },
		{ "dkim", &decision->dkim },
		{ "spf", &decision->spf },
		{ "rdns", &decision->rdns },
	};
	if (!dr_config_is_kind(l, match, DR_NODE_MAP, "match", "a map with one key")) {
		return;
	}
	const dr_node *value = match->first;
	if (match->count != 1) {
		dr_config_fail(l, DR_EINVAL, match->span,
		               "'match' has one key: service, dkim, spf, rdns or network");
		return;
	}
	for (size_t i = 0; i < DR_COUNT(KEYS); i++) {
		if (dr_str_eq(value->key, dr_str_of(KEYS[i].key))) {
			*KEYS[i].text = load_match_text(l, value);
			return;
		}
	}
	if (!dr_str_eq(value->key, DR_STR("network"))) {
		dr_config_fail(l, DR_ENAME, value->key_span,
		               "a source is matched by service, dkim, spf, rdns or network, "
		               "not by '%.*s'",
		               DR_FMT(value->key));
	} else if (!dr_prefix_parse(value->text, &decision->network)) {
		dr_config_fail(l, DR_EINVAL, value->span,
		               "expected a network such as 192.0.2.0/24 or an address");
	}
}

/* The index of a word in a list that holds it, or 0. */
static size_t index_of(const char *const *words, dr_str word)
{
	size_t at = 0;
	while (words[at] != NULL && !dr_str_eq(word, dr_str_of(words[at]))) {
		at++;
	}
	return words[at] != NULL ? at : 0;
}

static void load_source(dr_config_loader *l, const dr_node *node, dr_source_decisions *ret_sources)
{
	dr_decision_text text = { 0 };
	size_t wrong =
		dr_bind(l->arena, l->source, &DR_DECISION_TEXT_SCHEMA, node, &text, l->errors);
	l->count += wrong;
	if (wrong > 0) {
		return;
	}
	dr_source_decision decision = {
		.is = (dr_source_is)index_of(DR_SOURCE_IS_NAMES, text.is),
		.name = text.name,
		.owner = text.owner,
		.cadence = (dr_cadence)index_of(DR_CADENCE_NAMES, text.cadence),
		.verified = dr_config_load_day(l, text.verified, "verified"),
		.at = node->span,
	};
	load_match(l, text.match, &decision);
	dr_list_add(l->arena, ret_sources, decision);
}

void dr_config_load_sources(dr_config_loader *l, const dr_node *node,
                            dr_source_decisions *ret_sources)
{
	if (node == NULL || !dr_config_is_kind(l, node, DR_NODE_SEQ, "sources", "a list")) {
		return;
	}
	for (const dr_node *value = node->first; value != NULL; value = value->next) {
		load_source(l, value, ret_sources);
	}
}

static void load_acceptance(dr_config_loader *l, const dr_node *node, dr_acceptances *ret_accept)
{
	dr_acceptance_text text = { 0 };
	size_t wrong =
		dr_bind(l->arena, l->source, &DR_ACCEPTANCE_TEXT_SCHEMA, node, &text, l->errors);
	l->count += wrong;
	if (wrong > 0) {
		return;
	}
	dr_acceptance acceptance = {
		.gate = text.gate,
		.source = text.source,
		.by = text.by,
		.reason = text.reason,
		.until = dr_config_load_day(l, text.until, "until"),
		.at = node->span,
	};
	dr_list_add(l->arena, ret_accept, acceptance);
}

void dr_config_load_accept(dr_config_loader *l, const dr_node *node, dr_acceptances *ret_accept)
{
	if (node == NULL || !dr_config_is_kind(l, node, DR_NODE_SEQ, "accept", "a list")) {
		return;
	}
	for (const dr_node *value = node->first; value != NULL; value = value->next) {
		load_acceptance(l, value, ret_accept);
	}
}
