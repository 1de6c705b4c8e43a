/*
 * A plan as JSON: what its documents share.
 */
#pragma once
#include "render/json_list.h"
#include "render/render_priv.h"

/* A finished document: one of a list, where several domains are asked for. */
void dr_json_plan_add(const dr_render_options *options, dr_str document, dr_buf *out);
/* json_plan_table.c: the order of the moves of many domains, as a value. */
void dr_json_plan_table(dr_json *json, const dr_portfolio *portfolio);
/* The key `gates` and its list. */
void dr_json_plan_gates(dr_json *json, const dr_plan_gates *gates);
/* The key `alarms`. */
void dr_json_plan_alarms(dr_json *json, const dr_plan_alarms *alarms);
