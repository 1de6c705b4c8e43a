/*
 * Plans and states of Terraform as `terraform show -json` writes them: records that are to be. What
 * is known only after the plan is applied is unknown, not missing.
 */
#include "zone/terraform_priv.h"

enum { DEFAULT_TTL = 300 };

static const dr_node *member(const dr_node *map, dr_str key)
{
	return key.len > 0 ? dr_node_find(map, key.ptr) : NULL;
}

static bool is_true(const dr_node *value)
{
	return value != NULL && value->kind == DR_NODE_BOOL && value->b;
}

/* Whether the member, or anything in it, is decided when the plan is applied. */
static bool is_unknown(const resource *r, dr_str key)
{
	const dr_node *mark = r->unknown != NULL ? member(r->unknown, key) : NULL;
	if (mark == NULL || mark->kind != DR_NODE_SEQ) {
		return is_true(mark);
	}
	for (const dr_node *one = mark->first; one != NULL; one = one->next) {
		if (is_true(one) || one->kind == DR_NODE_MAP) {
			return is_true(one) || is_true(member(one, r->type->block));
		}
	}
	return false;
}

static unsigned text_form(dr_str word)
{
	if (dr_str_eq(word, DR_STR("wrapped"))) {
		return TEXT_WRAPPED | TEXT_OCTAL;
	}
	return dr_str_eq(word, DR_STR("words")) ? TEXT_WORDS : TEXT_BARE;
}

static void put_one(const record_set *of, const resource *r, const dr_node *value)
{
	record_set set = *of;
	if (value->kind == DR_NODE_MAP) {
		value = member(value, r->type->block);
	}
	if (value == NULL || value->kind == DR_NODE_NULL || value->kind == DR_NODE_SEQ ||
	    value->kind == DR_NODE_MAP) {
		dr_intake_put_bare(&set, STANDS_ELSEWHERE);
		return;
	}
	set.node = value;
	const dr_node *prefer = member(r->values, r->type->prefer);
	if (set.type == DR_TYPE_MX && prefer != NULL && prefer->kind != DR_NODE_NULL) {
		const uint16_t preference =
			(uint16_t)dr_member_number(r->values, r->type->prefer.ptr, 0);
		dr_intake_put_name(&set, &preference, value->text);
	} else {
		dr_intake_put_value(&set, value->text, text_form(r->type->text));
	}
}

static void put_values(const record_set *set, const resource *r)
{
	const dr_node *values = member(r->values, r->type->values);
	if (values == NULL || values->kind == DR_NODE_NULL) {
		values = member(r->values, r->type->older);
	}
	const dr_node *alias = member(r->values, r->type->alias);
	bool is_alias = alias != NULL && alias->kind == DR_NODE_SEQ && alias->first != NULL;
	if (is_unknown(r, r->type->values) || is_unknown(r, r->type->older)) {
		dr_intake_put_bare(set, STANDS_LATER);
	} else if (is_alias || values == NULL || values->kind == DR_NODE_NULL) {
		dr_intake_put_bare(set, STANDS_ELSEWHERE);
	} else if (is_true(dr_node_find(r->values, "proxied"))) {
		dr_intake_put_alias(set);
	} else if (values->kind != DR_NODE_SEQ) {
		put_one(set, r, values);
	} else {
		for (const dr_node *one = values->first; one != NULL; one = one->next) {
			put_one(set, r, one);
		}
	}
}

static void read_resource(intake *in, const resource *r)
{
	dr_zone *zone = dr_intake_zone(in, r->origin);
	if (zone == NULL) {
		return;
	}
	dr_str rrtype = r->type->fixed.len > 0 ? r->type->fixed
	                                       : dr_terraform_text(r->values, r->type->rrtype);
	record_set set = {
		.in = in,
		.zone = zone,
		.type = dr_type_parse(rrtype),
		.ttl = dr_member_number(r->values, "ttl", DEFAULT_TTL),
		.node = r->values,
		.address = dr_arena_copy(zone->arena, dr_str_of(r->address)).ptr,
	};
	if (!dr_intake_name(&set, r->owner, true, &set.owner)) {
		return;
	}
	if (set.type == 0) {
		dr_intake_put_alias(&set);
	} else if (r->gone) {
		dr_intake_put_bare(&set, STANDS_GONE);
	} else {
		put_values(&set, r);
	}
}

/* Majors other than 1, and 0 of the first releases, may mean anything. */
static int check_version(intake *in, const dr_node *root)
{
	dr_str version = dr_member_text(root, "format_version");
	if (dr_str_starts(version, DR_STR("1.")) || dr_str_starts(version, DR_STR("0."))) {
		return DR_OK;
	}
	return dr_fail(in->err, DR_EINVAL, DR_NOWHERE,
	               "format_version %.*s of Terraform's JSON is not known; 1.x is read",
	               DR_FMT(dr_str_sub(version, 0, 16)));
}

int dr_zone_read_terraform(intake *in, const dr_node *root)
{
	resource_types types = { NULL, 0 };
	int code = check_version(in, root);
	if (code == DR_OK) {
		code = dr_terraform_types(in, &types);
	}
	if (code != DR_OK) {
		return code;
	}
	resource_list list = dr_terraform_resources(in, &types, root);
	dr_terraform_find_origins(in, root, &list);
	for (size_t i = 0; i < list.len; i++) {
		if (dr_name_is_set(list.items[i].origin)) {
			read_resource(in, &list.items[i]);
		}
	}
	return in->err->code;
}
