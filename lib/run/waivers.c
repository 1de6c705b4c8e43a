#include "run/waivers.h"
#include "run/finding_home.h"

/* clang-format off */
#define AT DR_PLACE(dr_waiver_fact, place)

static const dr_field WAIVER_FIELDS[] = {
	DR_PLAIN(dr_waiver_fact, rule, "id or name, as written; empty when it cannot be read", AT),
	DR_PLAIN(dr_waiver_fact, owner, "owner name of the record", AT),
	DR_FACT(dr_waiver_fact, until, "the last day on which it holds", DR_MAY_BE_ABSENT, AT),
	DR_FACT(dr_waiver_fact, reason, "why", DR_MAY_BE_ABSENT, AT),
	DR_FACT(dr_waiver_fact, problem, "why the comment cannot be read", DR_MAY_BE_ABSENT, AT),
	DR_PLAIN(dr_waiver_fact, expired, "its last day is over", AT),
	DR_PLAIN(dr_waiver_fact, used, "it covers a finding of this run", AT),
};
DR_SCHEMA(DR_WAIVER_FACT_SCHEMA, "waiver", dr_waiver_fact, WAIVER_FIELDS,
	"a finding that a person accepts for a time");

static const dr_field WAIVERS_FIELDS[] = {
	DR_LISTED_PLAIN(dr_waivers_facts, listed, dr_waiver_fact, DR_WAIVER_FACT_SCHEMA,
		"those about the domain's records"),
};
DR_SCHEMA(DR_WAIVERS_FACTS_SCHEMA, "waivers", dr_waivers_facts, WAIVERS_FIELDS,
	"findings that are accepted for a time");
/* clang-format on */

typedef DR_LIST(const dr_zone *) zone_list;

typedef struct {
	dr_arena *arena;
	const dr_waiving *how;
	const dr_findings *findings;
	dr_waivers_facts *facts;
} waiving;

/* The name that the record protects: what is right of the last label that begins with "_". */
static dr_str protected_by(dr_str owner)
{
	dr_str rest = owner, label, name = owner;
	while (dr_str_split(&rest, '.', &label)) {
		if (dr_str_starts(label, DR_STR("_"))) {
			name = rest;
		}
	}
	return name;
}

static dr_str owner_of(const waiving *w, const dr_finding *finding)
{
	return dr_finding_home_of(w->arena, w->how->domain, finding).owner;
}

static bool waive_findings(const waiving *w, const dr_waiver *waiver)
{
	bool used = false;
	for (size_t i = 0; i < w->findings->len; i++) {
		dr_finding *finding = w->findings->items[i];
		if (dr_waiver_covers(waiver, finding->rule, owner_of(w, finding))) {
			used = true;
			finding->waived |= !dr_waiver_is_expired(waiver, w->how->as_of);
		}
	}
	return used;
}

static dr_place place_at(dr_arena *arena, const dr_file_place *at)
{
	dr_file_place *copy = dr_arena_new_of(arena, dr_file_place);
	if (copy != NULL) {
		*copy = *at;
	}
	return (dr_place){ .file = copy };
}

static dr_status given(bool is_given)
{
	return is_given ? DR_STATUS_KNOWN : DR_STATUS_ABSENT;
}

static void add_fact(const waiving *w, const dr_waiver *waiver, const char *problem, bool used)
{
	if (!dr_str_eq_nocase(protected_by(waiver->owner), w->how->domain)) {
		return;
	}
	dr_buf until;
	dr_buf_init(&until, w->arena);
	if (waiver->until != DR_NO_DAY) {
		dr_day_write(waiver->until, &until);
	}
	dr_list_add(w->arena, &w->facts->listed,
	            (dr_waiver_fact){
			    .rule = dr_arena_copy(w->arena, waiver->rule),
			    .owner = dr_arena_copy(w->arena, waiver->owner),
			    .until = dr_buf_str(&until),
			    .until_status = given(waiver->until != DR_NO_DAY),
			    .reason = dr_arena_copy(w->arena, waiver->reason),
			    .reason_status = given(waiver->reason.len > 0),
			    .problem = dr_str_of(problem),
			    .problem_status = given(problem != NULL),
			    .expired = dr_waiver_is_expired(waiver, w->how->as_of),
			    .used = used,
			    .place = place_at(w->arena, &waiver->at),
		    });
}

static void take(const waiving *w, const dr_waiver *waiver)
{
	add_fact(w, waiver, NULL, waive_findings(w, waiver));
}

/* "ignore=A,B until=DAY reason=the rest"; the reason a comment is refused, or NULL. */
static const char *read_comment(dr_str text, dr_waiver *waiver, dr_str *ret_rules)
{
	dr_str rest = text, word;
	*ret_rules = (dr_str){ 0 };
	while (rest.len > 0) {
		dr_str before = rest;
		dr_str_split(&rest, ' ', &word);
		if (dr_str_starts(word, DR_STR("ignore="))) {
			*ret_rules = dr_str_sub(word, 7, word.len);
		} else if (dr_str_starts(word, DR_STR("until="))) {
			if (!dr_day_parse(dr_str_sub(word, 6, word.len), &waiver->until)) {
				return "until= wants a day such as 2027-01-31";
			}
		} else if (dr_str_starts(word, DR_STR("reason="))) {
			waiver->reason = dr_str_trim(dr_str_sub(before, 7, before.len));
			break;
		} else if (word.len > 0) {
			return "it holds something else than ignore=, until= and reason=";
		}
	}
	return ret_rules->len > 0 ? NULL : "it names no rule: ignore=SPF003";
}

static void take_comment(const waiving *w, const dr_zone_comment *comment)
{
	dr_waiver waiver = { .until = DR_NO_DAY, .at = comment->at };
	dr_str rules;
	if (dr_name_is_set(comment->owner)) {
		waiver.owner = dr_name_text(w->arena, comment->owner);
	}
	const char *problem = read_comment(comment->text, &waiver, &rules);
	if (problem == NULL && waiver.owner.len == 0) {
		problem = "it stands on a line without a record";
	}
	if (problem != NULL) {
		waiver.owner = waiver.owner.len > 0 ? waiver.owner : w->how->domain;
		add_fact(w, &waiver, problem, false);
		return;
	}
	while (dr_str_split(&rules, ',', &waiver.rule)) {
		take(w, &waiver);
	}
}

static void take_comments(const waiving *w, const dr_zone *zone)
{
	const dr_zone_comments *comments = dr_zone_comments_of(zone);
	for (size_t i = 0; i < comments->len; i++) {
		if (dr_str_eq(dr_str_of(comments->items[i].keyword), DR_STR("dmarcramp"))) {
			take_comment(w, &comments->items[i]);
		}
	}
}

static void add_zones(const waiving *w, dr_name name, zone_list *zones)
{
	for (const dr_zone_link *at = dr_zones_find(w->how->zones, name); at != NULL;
	     at = at->next) {
		size_t i = 0;
		while (i < zones->len && zones->items[i] != at->zone) {
			i++;
		}
		if (i == zones->len && dr_zone_comments_of(at->zone)->len > 0) {
			dr_list_add(w->arena, zones, at->zone);
		}
	}
}

/* A comment is about a record of its zone: only zones count that hold the domain, or a record with
 * a finding. */
static void take_zones(const waiving *w)
{
	zone_list zones = { 0 };
	if (w->how->zones == NULL) {
		return;
	}
	add_zones(w, dr_name_of(w->arena, w->how->domain), &zones);
	for (size_t i = 0; i < w->findings->len; i++) {
		dr_str owner = owner_of(w, w->findings->items[i]);
		add_zones(w, dr_name_of(w->arena, owner), &zones);
	}
	for (size_t i = 0; i < zones.len; i++) {
		take_comments(w, zones.items[i]);
	}
}

void dr_run_waive(dr_arena *arena, const dr_waiving *how, const dr_findings *findings,
                  dr_waivers_facts *ret_facts)
{
	const waiving w = { arena, how, findings, ret_facts };
	for (size_t i = 0; how->given != NULL && i < how->given->len; i++) {
		take(&w, &how->given->items[i]);
	}
	take_zones(&w);
}
