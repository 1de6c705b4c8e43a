/*
 * Terraform plans: what the table of resource types says, and the resources of a plan.
 */
#pragma once
#include "doc/bind.h"
#include "zone/intake_priv.h"

/* A row of rules/terraform/resources.yaml, which explains the keys. */
typedef struct {
	dr_str type, owner, rrtype, fixed, values, older, block, prefer, text, zone, zonename,
		alias;
	bool whole;
} resource_type;

typedef DR_LIST(resource_type) resource_types;

/* A record resource, as it is to be. */
typedef struct {
	const resource_type *type;
	const dr_node *values;  /* its members */
	const dr_node *unknown; /* which of them are known after it is applied; may be NULL */
	const char *address;
	bool gone;
	dr_str owner, zone;
	dr_name origin; /* of its zone */
} resource;

typedef DR_LIST(resource) resource_list;

/* The rows of the table. DR_EINVAL when it is not right, or not given. */
int dr_terraform_types(intake *in, resource_types *ret_types);
/* The record resources of a plan or a state. */
resource_list dr_terraform_resources(intake *in, const resource_types *types, const dr_node *root);
/* Finds the zone of each: by its name, by the zone resource with its id, by the names of the
 * records with the same id, or by the public suffix list. */
void dr_terraform_find_origins(intake *in, const dr_node *root, resource_list *list);
/* The text of a member named by the table; empty when the table names none. */
dr_str dr_terraform_text(const dr_node *map, dr_str key);
