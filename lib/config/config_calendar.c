#include "config/config_priv.h"

/* "12-20": month * 100 + day; false when it is no day of a year. */
static bool parse_yearly(dr_str text, dr_day *ret_day)
{
	enum { LEAP_YEAR = 2000 };
	dr_str rest = text, month;
	uint64_t m, d;
	if (text.len != 5 || !dr_str_split(&rest, '-', &month) || month.len != 2 ||
	    !dr_str_to_u64(month, 12, &m) || !dr_str_to_u64(rest, 31, &d) || m == 0 || d == 0) {
		return false;
	}
	dr_date found = dr_day_date(dr_day_of(LEAP_YEAR, (int)m, (int)d));
	*ret_day = (dr_day)(m * 100 + d);
	return found.month == (int)m && found.day == (int)d;
}

static bool parse_freeze(const dr_freeze_text *text, dr_freeze *freeze)
{
	dr_str from = text->from->text, until = text->until->text;
	freeze->yearly = parse_yearly(from, &freeze->from);
	if (freeze->yearly) {
		return parse_yearly(until, &freeze->until);
	}
	return dr_day_parse(from, &freeze->from) && dr_day_parse(until, &freeze->until) &&
	       freeze->from <= freeze->until;
}

static void load_freeze(dr_config_loader *l, const dr_node *node, dr_config *config)
{
	dr_freeze_text text = { .name = { 0 } };
	size_t wrong = dr_bind(l->arena, l->source, &DR_FREEZE_TEXT_SCHEMA, node, &text, l->errors);
	l->count += wrong;
	if (wrong > 0) {
		return;
	}
	dr_freeze freeze = { .name = text.name };
	if (parse_freeze(&text, &freeze)) {
		dr_list_add(l->arena, &config->freezes, freeze);
	} else {
		dr_config_fail(l, DR_EINVAL, node->span,
		               "a freeze goes from a day such as 2026-12-20, or 12-20 for every "
		               "year, until a later one of the same form");
	}
}

static void load_approval(dr_config_loader *l, const dr_node *node, dr_domain_config *domain)
{
	dr_approval_text text = { .phase = { 0 } };
	l->count += dr_bind(l->arena, l->source, &DR_APPROVAL_TEXT_SCHEMA, node, &text, l->errors);
	dr_list_add(l->arena, &domain->approve,
	            (dr_approval){ text.phase, text.by, dr_config_load_day(l, text.on, "on") });
}

static void load_change(dr_config_loader *l, const dr_node *node, dr_domain_config *domain)
{
	dr_change_text text = { .what = { 0 } };
	l->count += dr_bind(l->arena, l->source, &DR_CHANGE_TEXT_SCHEMA, node, &text, l->errors);
	dr_known_change change = { dr_config_load_day(l, text.on, "on"), text.what };
	if (change.on != DR_NO_DAY) {
		dr_list_add(l->arena, &domain->changes, change);
	}
}

static bool is_list(dr_config_loader *l, const dr_node *node, const char *key)
{
	return node != NULL && dr_config_is_kind(l, node, DR_NODE_SEQ, key, "a list");
}

static int64_t load_ttl(dr_config_loader *l, int64_t seconds)
{
	enum { WEEK_SECONDS = 7 * 24 * 3600 };
	if (seconds < 0 || seconds > WEEK_SECONDS) {
		dr_config_fail(l, DR_EINVAL, DR_NOWHERE,
		               "ttl: %lld is no number of seconds up to a week",
		               (long long)seconds);
		return 0;
	}
	return seconds;
}

void dr_config_load_rollout(dr_config_loader *l, const dr_domain_text *text,
                            dr_domain_config *domain)
{
	domain->target = text->target;
	domain->decided_by = text->decided_by;
	domain->reason = text->reason;
	domain->by = dr_config_load_day(l, text->by, "by");
	domain->provider = text->provider;
	domain->owner = text->owner;
	domain->outbound_per_month = text->outbound_per_month;
	domain->ttl = load_ttl(l, text->ttl);
	bool approvals = is_list(l, text->approve, "approve");
	domain->wants_approval = approvals || text->require_approval;
	if (approvals) {
		for (const dr_node *item = text->approve->first; item != NULL; item = item->next) {
			load_approval(l, item, domain);
		}
	}
	if (is_list(l, text->changes, "changes")) {
		for (const dr_node *item = text->changes->first; item != NULL; item = item->next) {
			load_change(l, item, domain);
		}
	}
}

static bool is_frozen_yearly(const dr_config *config, dr_day day)
{
	for (size_t i = 0; i < config->freezes.len; i++) {
		const dr_freeze *freeze = &config->freezes.items[i];
		if (freeze->yearly && dr_freeze_holds(freeze, day)) {
			return true;
		}
	}
	return false;
}

/* Every day of a year is a Monday in some year: weekdays take none away. The 29th of February alone
 * is no room for steps. */
static bool leaves_a_day(const dr_config *config)
{
	enum { COMMON_YEAR = 2001 };
	dr_day end = dr_day_of(COMMON_YEAR + 1, 1, 1);
	for (dr_day day = dr_day_of(COMMON_YEAR, 1, 1); day < end; day++) {
		if (!is_frozen_yearly(config, day)) {
			return true;
		}
	}
	return false;
}

void dr_config_load_calendar(dr_config_loader *l, const dr_config_text *text, dr_config *config)
{
	config->weekdays = dr_weekdays_parse(&text->weekdays);
	if (is_list(l, text->freezes, "freezes")) {
		for (const dr_node *item = text->freezes->first; item != NULL; item = item->next) {
			load_freeze(l, item, config);
		}
		if (!leaves_a_day(config)) {
			dr_config_fail(l, DR_EINVAL, text->freezes->span,
			               "the freezes that come every year leave no day of a year "
			               "for a step");
		}
	}
}
