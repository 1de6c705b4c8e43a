/* The resources of a plan, and the zones they belong to. */
#include "name/suffixes.h"
#include "zone/terraform_priv.h"

enum { MODULES_MAX = 32 }; /* depth */

/* ---- the table ---- */

static const char *const TEXT_FORMS[] = { "bare", "words", "wrapped", NULL };

static const dr_field FIELDS[] = {
	DR_PLAIN(resource_type, type, "the resource type"),
	DR_PLAIN(resource_type, owner, "member that holds the owner name"),
	DR_PLAIN(resource_type, rrtype, "member that holds the record type", DR_OPTIONAL),
	DR_PLAIN(resource_type, fixed, "the record type of all of them", DR_OPTIONAL),
	DR_PLAIN(resource_type, values, "member that holds the data"),
	DR_PLAIN(resource_type, older, "its earlier name", DR_OPTIONAL),
	DR_PLAIN(resource_type, block, "member of each block", DR_OPTIONAL),
	DR_PLAIN(resource_type, prefer, "member with the preference of MX", DR_OPTIONAL),
	DR_PLAIN(resource_type, text, "how TXT data is written", DR_CHOICES(TEXT_FORMS),
	         .fallback = { .given = true, .s = "bare" }),
	DR_PLAIN(resource_type, zone, "member that holds the zone's id", DR_OPTIONAL),
	DR_PLAIN(resource_type, zonename, "member that holds the zone's name", DR_OPTIONAL),
	DR_PLAIN(resource_type, alias, "member that is set for addresses that are made",
	         DR_OPTIONAL),
	DR_PLAIN(resource_type, whole, "it is a whole record set", DR_OPTIONAL),
};
static DR_SCHEMA(RESOURCE_TYPE, "a resource type", resource_type, FIELDS,
                 "where a resource type keeps records");

int dr_terraform_types(intake *in, resource_types *ret_types)
{
	const dr_source *source = in->options->resource_types;
	const dr_node *root = NULL;
	dr_errors errors = { NULL, 0 };
	if (source == NULL) {
		return dr_fail(in->err, DR_EINVAL, DR_NOWHERE,
		               "no resource types are known: a plan cannot be read here");
	}
	int code = dr_yaml_parse(in->arena, source, &root, in->err);
	for (const dr_node *one = code == DR_OK && root != NULL ? root->first : NULL; one != NULL;
	     one = one->next) {
		resource_type row = { .whole = false };
		dr_bind(in->arena, source, &RESOURCE_TYPE, one, &row, &errors);
		dr_list_add(in->arena, ret_types, row);
	}
	if (code == DR_OK && errors.len > 0) {
		*in->err = errors.items[0];
		code = errors.items[0].code;
	}
	return code;
}

static const resource_type *find_type(const resource_types *types, dr_str name)
{
	for (size_t i = 0; i < types->len; i++) {
		if (dr_str_eq(types->items[i].type, name)) {
			return &types->items[i];
		}
	}
	return NULL;
}

/* ---- resources ---- */

dr_str dr_terraform_text(const dr_node *map, dr_str key)
{
	return key.len > 0 ? dr_member_text(map, key.ptr) : (dr_str){ 0 };
}

static void add(intake *in, const resource_types *types, const dr_node *of, resource r,
                resource_list *list)
{
	r.type = find_type(types, dr_member_text(of, "type"));
	if (r.type == NULL || r.values == NULL || r.values->kind != DR_NODE_MAP ||
	    dr_str_eq(dr_member_text(of, "mode"), DR_STR("data"))) {
		return;
	}
	r.address = dr_arena_copy(in->arena, dr_member_text(of, "address")).ptr;
	r.owner = dr_terraform_text(r.values, r.type->owner);
	r.zone = dr_terraform_text(r.values, r.type->zone);
	dr_list_add(in->arena, list, r);
}

static bool has_action(const dr_node *change, const char *word)
{
	const dr_node *actions = dr_node_find(change, "actions");
	for (const dr_node *one = actions != NULL ? actions->first : NULL; one != NULL;
	     one = one->next) {
		if (dr_str_eq(one->text, dr_str_of(word))) {
			return true;
		}
	}
	return false;
}

static void add_changes(intake *in, const resource_types *types, const dr_node *changes,
                        resource_list *list)
{
	for (const dr_node *one = changes->first; one != NULL; one = one->next) {
		const dr_node *change = dr_node_find(one, "change");
		const dr_node *after = dr_node_find(change, "after");
		bool ends = after == NULL || after->kind != DR_NODE_MAP;
		if (ends && !has_action(change, "delete")) {
			continue;
		}
		resource r = { .gone = ends };
		r.values = dr_node_find(change, ends ? "before" : "after");
		r.unknown = ends ? NULL : dr_node_find(change, "after_unknown");
		add(in, types, one, r, list);
	}
}

static void add_module(intake *in, const resource_types *types, const dr_node *module,
                       unsigned depth, resource_list *list)
{
	const dr_node *resources = dr_node_find(module, "resources");
	const dr_node *children = dr_node_find(module, "child_modules");
	for (const dr_node *one = resources != NULL ? resources->first : NULL; one != NULL;
	     one = one->next) {
		add(in, types, one, (resource){ .values = dr_node_find(one, "values") }, list);
	}
	for (const dr_node *one = children != NULL && depth < MODULES_MAX ? children->first : NULL;
	     one != NULL; one = one->next) {
		add_module(in, types, one, depth + 1, list);
	}
}

resource_list dr_terraform_resources(intake *in, const resource_types *types, const dr_node *root)
{
	resource_list list = { NULL, 0 };
	const dr_node *changes = dr_node_find(root, "resource_changes");
	const dr_node *state = dr_node_find(root, "planned_values");
	state = state != NULL ? state : dr_node_find(root, "values");
	if (changes != NULL && changes->kind == DR_NODE_SEQ) {
		add_changes(in, types, changes, &list);
	} else {
		add_module(in, types, dr_node_find(state, "root_module"), 0, &list);
	}
	return list;
}

/* ---- zones ---- */

/* Resources that are zones: the member with their name, and the one with the id that records give.
 */
static const struct {
	dr_str type;
	const char *name, *older, *id;
} ZONES[] = {
	{ DR_STR_INIT("aws_route53_zone"), "name", NULL, "zone_id" },
	{ DR_STR_INIT("cloudflare_zone"), "name", "zone", "id" },
	{ DR_STR_INIT("google_dns_managed_zone"), "dns_name", NULL, "name" },
	{ DR_STR_INIT("hetznerdns_zone"), "name", NULL, "id" },
};

static dr_name name_of_zone(intake *in, const dr_node *one, const dr_node *values, dr_str id)
{
	for (size_t i = 0; i < DR_COUNT(ZONES); i++) {
		if (!dr_str_eq(dr_member_text(one, "type"), ZONES[i].type) ||
		    !dr_str_eq(dr_member_text(values, ZONES[i].id), id)) {
			continue;
		}
		dr_str name = dr_member_text(values, ZONES[i].name);
		if (name.len == 0 && ZONES[i].older != NULL) {
			name = dr_member_text(values, ZONES[i].older);
		}
		return dr_name_of(in->arena, name);
	}
	return (dr_name){ 0 };
}

static dr_name find_in_module(intake *in, const dr_node *module, dr_str id, unsigned depth)
{
	const dr_node *resources = dr_node_find(module, "resources");
	const dr_node *children = dr_node_find(module, "child_modules");
	dr_name found = { 0 };
	for (const dr_node *one = resources != NULL ? resources->first : NULL;
	     one != NULL && !dr_name_is_set(found); one = one->next) {
		found = name_of_zone(in, one, dr_node_find(one, "values"), id);
	}
	for (const dr_node *one = children != NULL && depth < MODULES_MAX ? children->first : NULL;
	     one != NULL && !dr_name_is_set(found); one = one->next) {
		found = find_in_module(in, one, id, depth + 1);
	}
	return found;
}

static dr_name find_zone(intake *in, const dr_node *root, dr_str id)
{
	const dr_node *states[] = {
		dr_node_find(root, "planned_values"),
		dr_node_find(root, "values"),
		dr_node_find(dr_node_find(root, "prior_state"), "values"),
	};
	dr_name found = { 0 };
	for (size_t i = 0; i < DR_COUNT(states) && id.len > 0 && !dr_name_is_set(found); i++) {
		found = find_in_module(in, dr_node_find(states[i], "root_module"), id, 0);
	}
	return found;
}

/* The name that the whole names of records with the same zone end with. */
static dr_name guess_zone(intake *in, const resource_list *list, const resource *r)
{
	dr_name *names = dr_arena_alloc_array(in->arena, list->len, sizeof(*names));
	size_t count = 0;
	for (size_t i = 0; names != NULL && i < list->len; i++) {
		const resource *other = &list->items[i];
		dr_name name = dr_name_of(in->arena, other->owner);
		if (other->type == r->type && dr_str_eq(other->zone, r->zone) &&
		    dr_name_is_set(name) && dr_name_labels(name) > 1) {
			names[count++] = name;
		}
	}
	return r->zone.len > 0 ? dr_intake_common(names, count) : (dr_name){ 0 };
}

/* A whole name says its zone at least as far as the public suffix list goes. */
static dr_name organizational(intake *in, dr_str owner)
{
	dr_name name = dr_name_of(in->arena, owner);
	if (!dr_name_is_set(name) || dr_name_labels(name) < 2) {
		return (dr_name){ 0 };
	}
	dr_name domain = dr_suffixes_organizational(NULL, name);
	bool service = dr_str_starts(dr_name_label(domain), DR_STR("_"));
	return dr_name_labels(domain) > 1 && !service ? domain : (dr_name){ 0 };
}

static dr_name find_origin(intake *in, const dr_node *root, const resource_list *list,
                           const resource *r)
{
	dr_str name = dr_terraform_text(r->values, r->type->zonename);
	dr_name origin = in->options->origin;
	if (!dr_name_is_set(origin) && name.len > 0) {
		origin = dr_name_of(in->arena, name);
	}
	if (!dr_name_is_set(origin)) {
		origin = find_zone(in, root, r->zone);
	}
	if (!dr_name_is_set(origin)) {
		origin = guess_zone(in, list, r);
	}
	return dr_name_is_set(origin) ? origin : organizational(in, r->owner);
}

void dr_terraform_find_origins(intake *in, const dr_node *root, resource_list *list)
{
	const resource *last = NULL;
	for (size_t i = 0; i < list->len; last = &list->items[i], i++) {
		resource *r = &list->items[i];
		bool same = last != NULL && r->zone.len > 0 && last->type == r->type &&
		            dr_str_eq(last->zone, r->zone);
		r->origin = same ? last->origin : find_origin(in, root, list, r);
	}
}
