#include "config/config_priv.h"

const dr_domain_config *dr_config_find(const dr_config *config, dr_str domain)
{
	for (size_t i = 0; i < config->domains.len; i++) {
		if (dr_str_eq_nocase(config->domains.items[i].domain, domain)) {
			return &config->domains.items[i];
		}
	}
	return NULL;
}

bool dr_freeze_holds(const dr_freeze *freeze, dr_day day)
{
	if (!freeze->yearly) {
		return day >= freeze->from && day <= freeze->until;
	}
	dr_date date = dr_day_date(day);
	dr_day at = date.month * 100 + date.day;
	bool over_new_year = freeze->until < freeze->from;
	return over_new_year ? at >= freeze->from || at <= freeze->until
	                     : at >= freeze->from && at <= freeze->until;
}

const char *dr_source_is_name(dr_source_is is)
{
	return DR_SOURCE_IS_NAMES[is];
}

const char *dr_cadence_name(dr_cadence cadence)
{
	return DR_CADENCE_NAMES[cadence];
}

typedef struct {
	dr_rule_settings settings;
	const dr_rule_settings *before;
	const dr_rules_config *all, *own; /* own may be NULL */
} layers;

static bool is_named(dr_str word, const dr_rule *rule)
{
	return dr_str_eq_nocase(word, rule->id) || dr_str_eq_nocase(word, rule->name);
}

static bool is_among(dr_str word, const dr_rule *rule)
{
	return dr_str_eq_nocase(word, rule->record) || dr_str_eq_nocase(word, rule->category);
}

/* A rule that is called by its own name is wanted although it is optional. */
static bool is_selected(const dr_strs *select, const dr_rule *rule, bool wanted)
{
	bool among = select->len == 0;
	for (size_t i = 0; i < select->len; i++) {
		if (is_named(select->items[i], rule)) {
			return true;
		}
		among = among || is_among(select->items[i], rule);
	}
	return among && wanted;
}

static bool decide_layer(const dr_rules_config *layer, const dr_rule *rule, bool wanted,
                         dr_severity *severity)
{
	wanted = is_selected(&layer->select, rule, wanted);
	for (size_t i = 0; i < layer->severities.len; i++) {
		const dr_rule_severity *choice = &layer->severities.items[i];
		if (choice->rule == rule) {
			wanted = !choice->off;
			*severity = choice->off ? *severity : choice->severity;
		}
	}
	return wanted;
}

/* A severity that is said for a rule by name also brings back a rule that is off or not selected:
 * the nearer layer has the last word. */
static bool decide(const void *self, const dr_rule *rule, dr_severity *severity)
{
	const layers *l = self;
	bool wanted = l->before != NULL ? l->before->decide(l->before->self, rule, severity)
	                                : !rule->optional;
	wanted = decide_layer(l->all, rule, wanted, severity);
	return l->own != NULL ? decide_layer(l->own, rule, wanted, severity) : wanted;
}

const dr_rule_settings *dr_config_settings(dr_arena *arena, const dr_config *config,
                                           const dr_domain_config *domain,
                                           const dr_rule_settings *before)
{
	layers *l = dr_arena_new_of(arena, layers);
	if (l == NULL) {
		return NULL;
	}
	*l = (layers){
		.settings = { decide, l },
		.before = before,
		.all = &config->rules,
		.own = domain != NULL ? &domain->rules : NULL,
	};
	return &l->settings;
}
