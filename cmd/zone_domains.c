#include "zones.h"

#include <stdlib.h>

typedef DR_LIST(dr_name) name_list;

/* What the zone itself holds; a CNAME is no record of the name. NULL: nothing. */
static const dr_answer *own_records(dr_arena *scratch, const dr_zone *zone, dr_name name,
                                    uint16_t type)
{
	dr_question question = dr_question_dns(name, type);
	const dr_answer *answer = dr_zone_answer(zone, scratch, &question);
	return answer != NULL && answer->hop_count == 0 && answer->rr_count > 0 ? answer : NULL;
}

static bool has_spf(dr_arena *scratch, const dr_zone *zone, dr_name name)
{
	const dr_answer *answer = own_records(scratch, zone, name, DR_TYPE_TXT);
	for (size_t i = 0; answer != NULL && i < answer->rr_count; i++) {
		if (dr_str_starts_nocase(answer->rrs[i].text, DR_STR("v=spf1"))) {
			return true;
		}
	}
	return false;
}

/* The domain below which `name` holds a DKIM key; not set when it holds none by its name. */
static dr_name domain_of_key(dr_name name)
{
	for (dr_name at = name; dr_name_labels(at) > 1; at = dr_name_parent(at)) {
		if (dr_str_eq(dr_name_label(at), DR_STR("_domainkey"))) {
			return at.len == name.len ? (dr_name){ NULL, 0 } : dr_name_parent(at);
		}
	}
	return (dr_name){ NULL, 0 };
}

/* The mail domain that a name of the zone shows; not set when it shows none. */
static dr_name domain_shown_by(dr_arena *scratch, const dr_zone *zone, dr_name name)
{
	if (dr_str_eq(dr_name_label(name), DR_STR("_dmarc"))) {
		return dr_name_parent(name);
	}
	dr_name of_key = domain_of_key(name);
	if (dr_name_is_set(of_key)) {
		return of_key;
	}
	bool mail = own_records(scratch, zone, name, DR_TYPE_MX) != NULL ||
	            has_spf(scratch, zone, name);
	return mail ? name : (dr_name){ NULL, 0 };
}

/* The zone's name stands twice, because a final dot was forgotten: nobody has such a domain, and
 * the zone's own issues say so. */
static bool is_doubled(dr_arena *scratch, dr_name name, dr_name origin)
{
	dr_name relative = dr_name_replace(scratch, name, origin, DR_NAME_ROOT);
	return dr_name_labels(origin) > 0 && dr_name_is_set(relative) &&
	       dr_name_is_within(relative, origin);
}

static bool is_domain(dr_arena *scratch, dr_name name, dr_name origin)
{
	dr_str label = dr_name_label(name);
	return dr_name_is_set(name) && dr_name_is_within(name, origin) &&
	       !dr_name_is_wildcard(name) && !dr_str_starts(label, DR_STR("_")) &&
	       !is_doubled(scratch, name, origin);
}

static int compare(const void *left, const void *right)
{
	return dr_name_cmp(*(const dr_name *)left, *(const dr_name *)right);
}

dr_strs zones_domains(dr_arena *arena, const dr_zone *zone)
{
	dr_strs domains = { NULL, 0 };
	dr_arena *scratch = dr_arena_new(0);
	if (scratch == NULL) {
		return domains;
	}
	dr_name *names;
	size_t count;
	name_list found = { NULL, 0 };
	dr_zone_names(zone, arena, &names, &count);
	dr_list_add(arena, &found, dr_zone_origin(zone));
	for (size_t i = 0; i < count; i++) {
		dr_name domain = domain_shown_by(scratch, zone, names[i]);
		if (is_domain(scratch, domain, dr_zone_origin(zone))) {
			dr_list_add(arena, &found, domain);
		}
		dr_arena_reset(scratch);
	}
	dr_arena_free(scratch);
	if (found.len > 0) {
		qsort(found.items, found.len, sizeof(*found.items), compare);
	}
	for (size_t i = 0; i < found.len; i++) {
		if (i == 0 || !dr_name_eq(found.items[i], found.items[i - 1])) {
			dr_list_add(arena, &domains, dr_name_text(arena, found.items[i]));
		}
	}
	return domains;
}
